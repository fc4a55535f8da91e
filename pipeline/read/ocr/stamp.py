"""Stamps, red or gray, are taken off a page, so that the signature and the date under them can be read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Gray

_RED = 24  # a pixel is red that has so much more of red than of green and blue
_BLACK = 110  # print under a stamp is darker
_MAX_RED = 200  # red things on a page that are looked at
_LOOK_DPI = 50.0  # resolution at which stamps are looked for
_STAMP = 0.075  # of the page's long side: a stamp's diameter is more, a red letter's height less
_FAINT = 120  # tones between paper and print; of a good scan 170 and more
_SMALL_RING, _LARGE_RING = 17.0, 24.0  # mm: radius of round stamps; the usual ones are 19, 20, 21 and 22.5
_WHOLE = 0.85  # of a ring is seen
_TONES = 25  # a stamp is lighter than the print by so much, else the two cannot be told apart


def without_stamps(colours: NDArray[np.uint8], dpi: float) -> Gray:
    """The picture in gray (of one in colour the red channel), with paper where there is a stamp; red print is kept.

    ``colours``: shape (height, width) or (height, width, 3).
    """
    factor = min(1.0, _LOOK_DPI / dpi)
    if colours.ndim == 2:
        return _without_gray_stamps(np.array(colours), factor)
    gray = np.ascontiguousarray(colours[:, :, 0])
    small = scaled(colours, factor).astype(np.int16)
    red = (small[:, :, 0] - small[:, :, 1:].max(axis=2) > _RED).astype(np.uint8)
    if not red.any():
        return _without_gray_stamps(gray, factor)
    reach = max(3, max(red.shape) // 58)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(red, np.ones((reach, reach), np.uint8)))
    places: list[tuple[int, int, int, int]] = [tuple(each) for each in stats[1 : min(count, _MAX_RED), :4].tolist()]
    stamps = [place for place in places if _is_stamp(*place, small[:, :, 0], red)]
    down, across = (whole / piece for whole, piece in zip(gray.shape, red.shape, strict=True))
    for x, y, wide, high in places:
        part = np.s_[int(y * down) : int((y + high) * down) + 1, int(x * across) : int((x + wide) * across) + 1]
        if (x, y, wide, high) in stamps:
            _blot_out_red(gray[part], colours[part])
        elif not any(
            x >= left and y >= top and x + wide <= left + w and y + high <= top + h for left, top, w, h in stamps
        ):
            gray[part] = np.minimum(gray[part], colours[part][:, :, 1])
    return gray


def _is_stamp(x: int, y: int, wide: int, high: int, values: NDArray[np.int16], red: NDArray[np.uint8]) -> bool:
    """Whether something red is a stamp: round and large, or with black print under it."""
    if 0.6 < wide / high < 1.6 and max(wide, high) > _STAMP * max(values.shape):
        return True
    part = np.s_[y : y + high, x : x + wide]
    return bool((values[part] < _BLACK).sum() > 0.02 * red[part].size)


def _blot_out_red(gray: Gray, colours: NDArray[np.uint8]) -> None:
    red = colours[:, :, 0].astype(np.int16) - colours[:, :, 1:].max(axis=2) > 2 * _RED
    if red.any():
        faint = np.percentile(gray, 85) - np.percentile(gray, 1) < _FAINT  # there a stamp is hardly lighter than print
        _blot_out(gray, float(np.percentile(gray[red], 2 if faint else 15)), 0.3)


def _blot_out(gray: Gray, tone: float, least: float) -> None:
    """Make a stamp paper, and leave what is printed over it: all that is as light as the stamp becomes paper.

    Nothing is darker than print; ``least`` is the part of the way from print to paper that is left at least.
    """
    paper, print_ = np.percentile(gray, 85), np.percentile(gray, 1)
    bound = max(tone, print_ + least * (paper - print_))
    light = print_ + (gray.astype(np.float32) - print_) * ((paper - print_) / max(1.0, bound - print_))
    gray[:] = np.clip(light, 0, np.maximum(paper, gray)).astype(np.uint8)


def _without_gray_stamps(gray: Gray, factor: float) -> Gray:
    """Take round stamps off a page without colour, where they are lighter than its print."""
    small = cv2.GaussianBlur(scaled(gray, factor), (0, 0), 0.8)
    to_pixels = _LOOK_DPI / 25.4
    low, high = round(_SMALL_RING * to_pixels), round(_LARGE_RING * to_pixels)
    if min(small.shape) < 2 * high:
        return gray
    found = cv2.HoughCircles(small, cv2.HOUGH_GRADIENT, 2, low, param1=60, param2=45, minRadius=low, maxRadius=high)
    paper = float(np.median(small))
    for x, y, radius in [] if found is None else found.reshape(-1, found.shape[-1])[:4, :3].tolist():
        rings = [_on_ring(small, x, y, each) for each in np.arange(radius - 3, radius + 3.5, 0.5)]
        seen = [float((values < 0.9 * paper).mean()) for values in rings]
        if max(seen) < _WHOLE:
            continue
        radius += 0.5 * seen.index(max(seen)) - 3
        whole = [
            _on_ring(gray, *(each / factor for each in (x, y, near))) for near in np.arange(radius - 2, radius + 2, 0.3)
        ]
        tone = min(float(np.median(values)) for values in whole)
        left, right, top, foot = (
            max(0, int(each / factor)) for each in (x - radius - 3, x + radius + 3, y - radius - 3, y + radius + 3)
        )
        part = np.s_[top:foot, left:right]
        if tone - np.percentile(gray[part], 1) > _TONES:
            _blot_out(gray[part], tone, 0.3)
    return gray


def _on_ring(gray: Gray, x: float, y: float, radius: float) -> Gray:
    """The values on a circle."""
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    columns = np.clip(np.rint(x + radius * np.cos(angles)), 0, gray.shape[1] - 1).astype(int)
    rows = np.clip(np.rint(y + radius * np.sin(angles)), 0, gray.shape[0] - 1).astype(int)
    values: Gray = gray[rows, columns]
    return values


def scaled(picture: NDArray[np.uint8], factor: float) -> Gray:
    """The picture made smaller or larger."""
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
