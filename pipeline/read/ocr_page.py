"""A picture → an upright page in gray, with the boxes of its lines: red stamps away, turned round, two pages parted."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.read.ocr_engine import Gray, Quads

SCAN_DPI = 200.0
"""Resolution at which pages are read: higher ones are scaled down to it, they are no better read."""
_SCALE_DPI = 240.0  # up to here a page is left as it is
_MAX_SIDE = 4000  # pixels: a page whose size is not known is scaled down to this
_RED = 24  # a pixel is red that has so much more of red than of green and blue
_BLACK = 110  # print under a stamp is darker
_MAX_RED = 200  # red things on a page that are looked at
_LOOK_DPI = 50.0  # resolution at which stamps are looked for
_STAMP = 0.075  # of the page's long side: a stamp's diameter is more, a red letter's height less


def gray_of(image: Image.Image, dpi: float) -> tuple[Gray, float]:
    """The page in gray, paper light, at no more than the resolution needed; and its resolution then.

    Of a page in colour it is the red channel, in which a red stamp is not seen. Red print that is no stamp stays.
    """
    image = _opaque(image)
    long = max(image.size)
    shrink = min(SCAN_DPI / dpi if dpi > _SCALE_DPI else 1.0, _MAX_SIDE / long)
    colours: NDArray[np.uint8] = np.asarray(image)
    if shrink < 1:
        colours = _scaled(colours, shrink)
    if colours.ndim == 2:
        return np.ascontiguousarray(colours), dpi * min(1.0, shrink)
    return _without_stamps(colours, dpi * min(1.0, shrink)), dpi * min(1.0, shrink)


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode in ("L", "RGB"):
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits and more
        values = np.asarray(image, np.float32)
        most = float(values.max(initial=1.0))
        return Image.fromarray((values * (255 / max(most, 1.0))).clip(0, 255).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("RGB")


def _scaled(picture: NDArray[np.uint8], factor: float) -> Gray:
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)


def _without_stamps(colours: NDArray[np.uint8], dpi: float) -> Gray:
    """The red channel, with red print put in from the green one, and with paper where there is a stamp."""
    gray = np.ascontiguousarray(colours[:, :, 0])
    small = _scaled(colours, min(1.0, _LOOK_DPI / dpi)).astype(np.int16)
    red = (small[:, :, 0] - small[:, :, 1:].max(axis=2) > _RED).astype(np.uint8)
    if not red.any():
        return gray
    reach = max(3, max(red.shape) // 58)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(red, np.ones((reach, reach), np.uint8)))
    places: list[tuple[int, int, int, int]] = [tuple(each) for each in stats[1 : min(count, _MAX_RED), :4].tolist()]
    stamps = [place for place in places if _is_stamp(*place, small[:, :, 0], red)]
    down, across = (whole / piece for whole, piece in zip(gray.shape, red.shape, strict=True))
    for x, y, wide, high in places:
        part = np.s_[int(y * down) : int((y + high) * down) + 1, int(x * across) : int((x + wide) * across) + 1]
        if (x, y, wide, high) in stamps:
            _blot_out(gray[part], colours[part])
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


def _blot_out(gray: Gray, colours: NDArray[np.uint8]) -> None:
    """Make a stamp paper, and leave what is printed over it: all that is as light as the stamp becomes paper."""
    paper, print_ = np.percentile(gray, 85), np.percentile(gray, 1)
    red = colours[:, :, 0].astype(np.int16) - colours[:, :, 1:].max(axis=2) > 2 * _RED
    if not red.any():
        return
    bound = max(float(np.percentile(gray[red], 30)), print_ + 0.4 * (paper - print_))
    light = print_ + (gray.astype(np.float32) - print_) * ((paper - print_) / max(1.0, bound - print_))
    gray[:] = np.clip(light, 0, np.maximum(paper, gray)).astype(np.uint8)


def mostly_tall(quads: Quads) -> bool:
    """Whether the lines run up or down the page: it lies on its side."""
    across, down = _sides(quads)
    tall = down > 1.5 * across
    return bool(down[tall].sum() > across[~tall].sum())


def _sides(quads: Quads) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Width and height of every box."""
    across = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1)
    down = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    return across, down


def clockwise(gray: Gray, degrees: int) -> Gray:
    """The page turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(gray, -degrees // 90))


def upside_down(quads: Quads, gray: Gray) -> Quads:
    """The boxes on the page turned by 180 degrees, whose corners begin at the top left again."""
    height, width = gray.shape
    turned = np.array([width, height], np.float32) - quads
    return np.ascontiguousarray(turned[:, [2, 3, 0, 1]])


def slope_of(quads: Quads) -> float:
    """Rise downwards of the lines to the right: the median of the long boxes', the longest counting most."""
    across, down = _sides(quads)
    long = across > 4 * down
    if not long.any():
        return 0.0
    run = quads[long, 1] - quads[long, 0] + quads[long, 2] - quads[long, 3]
    slopes, weights = run[:, 1] / np.maximum(run[:, 0], 1), across[long]
    order = np.argsort(slopes)
    middle = np.searchsorted(weights[order].cumsum(), weights.sum() / 2)
    return float(slopes[order][middle])


def size_of(quads: Quads) -> float:
    """Height in pixels of the boxes of most of the page's words, 0 where there are none."""
    across, down = _sides(quads)
    long = across > 1.5 * down
    if not long.any():
        return float(np.median(np.minimum(across, down))) if len(quads) else 0.0
    order = np.argsort(down[long])
    weights = across[long][order]
    return float(down[long][order][np.searchsorted(weights.cumsum(), weights.sum() / 2)])


def gutter(quads: Quads, gray: Gray) -> float:
    """Where two pages on one photograph part: x in pixels, 0 where it is one page.

    A picture broader than high, with lines on both sides and none across a band near its middle.
    """
    height, width = gray.shape
    if width < 1.15 * height or len(quads) < 6:
        return 0.0
    left, right = quads[:, :, 0].min(axis=1), quads[:, :, 0].max(axis=1)
    edges = np.concatenate(([0.36 * width], right[(right > 0.36 * width) & (right < 0.64 * width)]))
    best, at = 0.0, 0.0
    for edge in np.sort(edges):
        if ((left < edge + 1) & (right > edge + 1)).any():
            continue
        behind = left[left > edge]
        gap = min(float(behind.min(initial=width)), 0.64 * width) - edge
        if gap > best:
            best, at = gap, float(edge) + gap / 2
    sides = (quads[:, :, 0].mean(axis=1) < at).sum()
    if best < 0.03 * width or min(sides, len(quads) - sides) < 3 or _ruled_across(gray, at, best):
        return 0.0
    return at


def _ruled_across(gray: Gray, at: float, gap: float) -> bool:
    """Whether lines of a table cross the band."""
    band = gray[:, int(at - 0.4 * gap) : int(at + 0.4 * gap) + 1].astype(np.float32)
    rows = np.median(band, axis=1)
    paper = cv2.blur(rows[:, None], (1, 61))[:, 0]
    dark = rows < 0.8 * paper
    return int(np.count_nonzero(dark[1:] & ~dark[:-1])) >= 3
