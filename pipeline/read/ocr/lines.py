"""Boxes and ink → the lines of a page: cut at ruling lines, drawn out to where their print ends, none left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import LINE_HEIGHT, MAX_WIDTH, Gray, Quads
from pipeline.read.ocr.ink import EM, Ink, Level, Place, Places, left_over

_ROW = 0.4  # of a box's height to either side of its middle: there its print stands, and not its neighbours'
_NEAR = 1.3  # ems: print so near a line belongs to it


@dataclass(frozen=True, slots=True)
class Strip:
    """A line, or a part of one, on the level picture: its ends, its middle between them, its height and its own slope.

    ``x0`` and ``x1`` are where it is cut out, ``found`` says that the detector found it.
    """

    x0: float
    x1: float
    y: float
    height: float
    slope: float = 0.0
    found: bool = True

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The strip's place."""
        reach = self.height / 2 + abs(self.slope) * (self.x1 - self.x0) / 2
        return self.x0, self.y - reach, self.x1, self.y + reach

    def y_at(self, x: float) -> float:
        """Its middle at x."""
        return self.y + self.slope * (x - (self.x0 + self.x1) / 2)


def detected(level: Level, quads: Quads) -> list[Strip]:
    """The detector's boxes on the level picture."""
    return [strip for quad in level.from_page(quads.astype(np.float64)) if (strip := _strip(quad))]


def all_of(strips: list[Strip], upright: Places, print_: Ink) -> list[Strip]:
    """The lines of a page: the detector's boxes cut at upright rules and drawn out, and what it missed."""
    parts = [char for strip in strips for part in _cut(strip, upright, print_) for char in _column(part, print_)]
    return _with_rest(parts, print_, upright)


def _strip(quad: NDArray[np.float64]) -> Strip | None:
    left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    across = float(right[0] - left[0])
    height = float((np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2)
    if across < 0.2 * EM or height < 0.3 * EM:
        return None
    slope = float(right[1] - left[1]) / across
    if abs(slope) < 0.004 or across < 4 * EM:
        slope = 0.0
    return Strip(float(left[0]), float(right[0]), float(left[1] + right[1]) / 2, height, slope)


def _cut(strip: Strip, upright: Places, print_: Ink) -> Iterator[Strip]:
    """The strip's parts between the upright rules that cross it, each trimmed to its print."""
    middle = [
        (x0 + x1) / 2
        for x0, y0, x1, y1 in upright
        if strip.x0 + 0.3 * EM < (x0 + x1) / 2 < strip.x1 - 0.3 * EM
        and y0 < strip.y - 0.2 * strip.height
        and y1 > strip.y + 0.2 * strip.height
    ]
    if not middle:
        yield strip
        return
    ends = [strip.x0, *sorted(middle), strip.x1]
    for x0, x1 in pairwise(ends):
        part = replace(strip, x0=x0 + 2, x1=x1 - 2, y=strip.y_at((x0 + x1) / 2))
        if trimmed := _trimmed(part, print_):
            yield trimmed


def _trimmed(strip: Strip, print_: Ink) -> Strip | None:
    top, foot = int(strip.y - _ROW * strip.height), int(strip.y + _ROW * strip.height) + 1
    left = max(0, int(strip.x0))
    columns = np.flatnonzero(print_[max(0, top) : max(0, foot), left : max(0, int(strip.x1))].sum(axis=0) >= 1)
    if not len(columns):
        return None
    pad = 0.15 * EM
    x0, x1 = max(strip.x0, left + columns[0] - pad), min(strip.x1, left + columns[-1] + 1 + pad)
    return replace(strip, x0=float(x0), x1=float(x1))


def _column(strip: Strip, print_: Ink) -> list[Strip]:
    """The characters of a column, as it stands in a narrow cell; a strip that is none alone."""
    wide = strip.x1 - strip.x0
    if strip.height < max(1.8 * wide, 1.8 * EM):
        return [strip]
    top = max(0, int(strip.y - strip.height / 2))
    part = print_[top : int(strip.y + strip.height / 2) + 1, max(0, int(strip.x0)) : int(strip.x1) + 1]
    rows = np.flatnonzero(np.diff(np.concatenate(([0], part.any(axis=1).view(np.uint8), [0])).astype(np.int8)))
    chars: list[list[int]] = []
    for first, end in rows.reshape(-1, 2).tolist():
        if chars and end - chars[-1][0] < 1.05 * wide:  # a part of a character, as in 二
            chars[-1][1] = end
        else:
            chars.append([first, end])
    high = max((end - first for first, end in chars), default=0)
    if len(chars) < 2 or high > 1.5 * wide:
        return [strip]
    return [Strip(strip.x0, strip.x1, top + (first + end) / 2, 1.25 * high, found=False) for first, end in chars]


def _with_rest(strips: list[Strip], print_: Ink, upright: Places) -> list[Strip]:
    """The strips drawn out over print beside them, and strips for print that stands alone."""
    strips = list(strips)
    for x0, y0, x1, y1 in left_over(print_, [strip.box for strip in strips]):
        y = (y0 + y1) / 2
        if any(_touches(strip, (x0, y0, x1, y1)) for strip in strips):
            continue
        near = [
            index
            for index, strip in enumerate(strips)
            if abs(strip.y_at((x0 + x1) / 2) - y) < 0.35 * strip.height
            and y1 - y0 < 1.1 * strip.height
            and max(x0 - strip.x1, strip.x0 - x1) < _NEAR * EM
            and not _ruled_between(min(x1, strip.x1), max(x0, strip.x0), y, upright)
        ]
        if near:
            index = min(near, key=lambda each: max(x0 - strips[each].x1, strips[each].x0 - x1))
            strip = strips[index]
            left, right = min(strip.x0, x0 - 2), max(strip.x1, x1 + 2)
            strips[index] = replace(strip, x0=left, x1=right, y=strip.y_at((left + right) / 2))
            continue
        height = max(1.25 * (y1 - y0), 1.15 * EM)
        strips.append(Strip(x0 - 0.25 * EM, x1 + 0.25 * EM, y, height, found=False))
    return strips


def _touches(strip: Strip, bit: Place) -> bool:
    """Whether a bit of print is the upper or lower end of a strip's letters."""
    x0, y0, x1, y1 = bit
    left, top, right, foot = strip.box
    within = min(x1, right) - max(x0, left) > 0.6 * (x1 - x0)
    return within and max(top - y1, y0 - foot) < 0.25 * strip.height and y1 - y0 < 0.5 * strip.height


def _ruled_between(x0: float, x1: float, y: float, upright: Places) -> bool:
    return any(x0 - 2 < (left + right) / 2 < x1 + 2 and top < y < foot for left, top, right, foot in upright)


def cut_out(gray: Gray, level: Level, strip: Strip, high: float = 1.0, wide: float = 1.0, pad: float = 0.0) -> Gray:
    """The strip's picture, LINE_HEIGHT pixels high, taken from the page in one step.

    Args:
        gray: the page.
        level: its level picture.
        strip: the line.
        high: part of the strip's height that is taken.
        wide: stretch of its width.
        pad: ems more that are taken at either end.
    """
    x0, x1 = strip.x0 - pad * EM, strip.x1 + pad * EM
    up = strip.height * high / 2
    corners = np.array([[x0, strip.y_at(x0) - up], [x1, strip.y_at(x1) - up], [x1, strip.y_at(x1) + up]])
    size = min(MAX_WIDTH, max(8, math.ceil(LINE_HEIGHT * (x1 - x0) / (2 * up) * wide)))
    target = np.array([[0, 0], [size, 0], [size, LINE_HEIGHT]], np.float32)
    matrix = cv2.getAffineTransform(level.to_page(corners).astype(np.float32), target)
    return cv2.warpAffine(gray, matrix, (size, LINE_HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def ink_ends(strip: Strip, print_: Ink) -> tuple[float, float]:
    """Where the strip's print begins and ends."""
    nearly_level = abs(strip.slope) * (strip.x1 - strip.x0) < 0.4 * strip.height
    trimmed = _trimmed(strip, print_) if nearly_level else None
    pad = 0.15 * EM
    return (trimmed.x0 + pad, trimmed.x1 - pad) if trimmed else (strip.x0, strip.x1)


def longest(strips: Sequence[Strip], count: int) -> list[Strip]:
    """The longest strips, those first that the detector found."""
    return sorted(strips, key=lambda strip: (not strip.found, strip.x0 - strip.x1))[:count]


def in_order(strips: Iterable[Strip]) -> list[Strip]:
    """From the top down and from left to right."""
    return sorted(strips, key=lambda strip: (round(strip.y), strip.x0))
