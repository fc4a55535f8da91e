"""What stands in ink on a page: the level page, its ruling lines, and the print that no box of the detector covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Gray, Quads

EM = 24.0
"""Height in pixels of most of a page's characters on its level picture, by which all is measured."""
_LEVEL = 0.0035  # slope from which a page is turned level: 0.2 degrees
_BOX = 1.12  # height of a detector's box in characters
_RULE = 2.5  # ems: shorter runs are strokes of characters
_SHORT_RULE, _THIN_RULE, _TOUCH = 0.9, 0.35, 0.3  # ems: rules between two others, their thickness, and how near they come to those
_MAX_RULES = 4000
_MAX_LEFT = 60  # bits of print without a box that are looked at on a page: more are speckles

Ink = NDArray[Any]  # uint8, 1 where it is dark
Place = tuple[float, float, float, float]
Places = list[Place]
"""x0, y0, x1, y1 in pixels of the level picture."""


@dataclass(slots=True)
class Level:
    """A page turned level at a scale of its own. ``ink``: 1 where it is dark; ``matrix``: its pixels → the page's."""

    ink: Ink
    matrix: NDArray[np.float64]
    slope: float

    def to_page(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points (…, 2) of the level picture as points of the page."""
        return points @ self.matrix[:, :2].T + self.matrix[:, 2]

    def from_page(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points (…, 2) of the page as points of the level picture."""
        return (points - self.matrix[:, 2]) @ np.linalg.inv(self.matrix[:, :2]).T


def level(gray: Gray, quads: Quads, size: float, slope: float) -> Level:
    """The level picture of a page. ``size``: height of most boxes in pixels, ``slope``: that of its lines."""
    height, width = gray.shape
    factor = min(1.2, max(0.15, EM * _BOX / size)) if size else 0.5
    if abs(slope) < _LEVEL:
        slope = 0.0
    wide, high = max(1, round(width * factor)), max(1, round(height * factor))
    small = cv2.resize(gray, (wide, high), interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    angle = np.arctan(slope)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array([wide / 2, high / 2])
    shift = middle - turn @ middle  # level → small
    if slope:
        forth = np.hstack((turn, shift[:, None]))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        small = cv2.warpAffine(small, forth, (wide, high), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    back = np.array([width / wide, height / high])
    matrix = np.hstack((turn * back[:, None], (shift * back)[:, None]))
    found = Level(np.zeros((0, 0), np.uint8), matrix, slope)
    found.ink = _ink(small, found.from_page(quads.astype(np.float64)))
    return found


def _ink(small: Gray, quads: NDArray[np.float64]) -> Ink:
    """Where the picture is darker than the paper about it, by a bound that lies between paper and print."""
    paper = cv2.resize(small, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = round(EM / 4) * 2 + 1
    paper = cv2.GaussianBlur(cv2.morphologyEx(paper, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), (0, 0), 2)
    paper = np.maximum(paper, np.uint8(0.5 * np.median(paper)))
    paper = cv2.resize(paper, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_LINEAR)
    flat = cv2.divide(small, paper, scale=255)
    dark = [
        np.percentile(part, 5)
        for quad in quads[:40]
        if (part := flat[_within(quad[:, 1], flat.shape[0]), _within(quad[:, 0], flat.shape[1])]).size
    ]
    black = float(np.median(dark)) if dark else 80.0
    bound = black + 0.62 * (255 - black)
    return (flat < bound).astype(np.uint8)


def _within(values: NDArray[np.float64], most: int) -> slice:
    return slice(max(0, int(values.min())), max(0, min(most, int(values.max()) + 1)))


def rules_of(ink: Ink, boxes: Sequence[Place]) -> tuple[Places, Places, Ink]:
    """Level and upright ruling lines, and the ink without them. What lies within a box is a stroke of a large letter."""
    long = round(_RULE * EM)
    across: Ink = _runs(ink, (long, 1))
    down: Ink = _runs(ink, (1, long))
    level, upright = _lines(across, boxes, wide=True), _lines(down, boxes, wide=False)
    if not level and not upright:
        return [], [], ink
    if len(level) > 1 and len(upright) > 1:  # a table: in narrow columns and low rows there are short rules
        level += _between(ink, across, level, upright, wide=True)
        upright += _between(ink, down, upright, level, wide=False)
    drawn = np.zeros_like(ink)
    for x0, y0, x1, y1 in [*level, *upright]:
        drawn[max(0, int(y0) - 1) : int(y1) + 1, max(0, int(x0) - 1) : int(x1) + 1] = 1
    return level, upright, ink & ~(drawn & cv2.dilate(np.bitwise_or(across, down), np.ones((3, 3), np.uint8)))


def _runs(ink: Ink, size: tuple[int, int]) -> Ink:
    kernel = np.ones((size[1], size[0]), np.uint8)
    whole: Ink = cv2.dilate(
        ink, np.ones((2, 1) if size[0] > size[1] else (1, 2), np.uint8)
    )  # a line may step by a pixel
    found: Ink = cv2.morphologyEx(whole, cv2.MORPH_OPEN, kernel)
    return found


def _lines(runs: Ink, boxes: Sequence[Place], *, wide: bool) -> Places:
    edges = np.array(boxes).reshape(-1, 4)
    count, _, stats, _ = cv2.connectedComponentsWithStats(runs)
    found: Places = []
    for x, y, across, down, _ in stats[1 : min(count, _MAX_RULES)].tolist():
        long, thick = (across, down) if wide else (down, across)
        if thick > 0.5 * EM or long < 8 * thick:  # a dark area
            continue
        reach = 0.3 * (edges[:, 3] - edges[:, 1])
        inside = (edges[:, 0] <= x + 2) & (edges[:, 2] >= x + across - 2)
        inside &= (edges[:, 1] - reach <= y) & (edges[:, 3] + reach >= y + down)
        if not (inside & (edges[:, 3] - edges[:, 1] > (0.8 if wide else 1.0) * long)).any():
            found.append((float(x), float(y), float(x + across), float(y + down)))
    return found


def _between(ink: Ink, runs: Ink, known: Places, walls: Places, *, wide: bool) -> Places:
    """Short rules that reach from one wall to another, as none of a character's strokes does. They are put to ``runs``."""
    short = round(_SHORT_RULE * EM)
    found: Places = []
    rest = _runs(ink, (short, 1) if wide else (1, short))
    for x0, y0, x1, y1 in known:
        rest[max(0, int(y0) - 2) : int(y1) + 2, max(0, int(x0) - 2) : int(x1) + 2] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rest)
    ends = np.array(walls)
    along, over = (0, 1) if wide else (1, 0)
    middles = (ends[:, along] + ends[:, along + 2]) / 2
    for index, (x, y, across, down, _) in enumerate(stats[1 : min(count, _MAX_RULES)].tolist(), 1):
        long, thick = (across, down) if wide else (down, across)
        if thick > _THIN_RULE * EM or long > 2 * _RULE * EM:
            continue
        at, start = (y + down / 2, x) if wide else (x + across / 2, y)
        crossed = middles[(ends[:, over] - _TOUCH * EM <= at) & (at <= ends[:, over + 2] + _TOUCH * EM)]
        if all(len(crossed) and np.abs(crossed - end).min() <= _TOUCH * EM for end in (start, start + long)):
            found.append((float(x), float(y), float(x + across), float(y + down)))
            part = labels[y : y + down, x : x + across] == index
            runs[y : y + down, x : x + across][part] = 1
    return found


def left_over(ink: Ink, boxes: Sequence[Place]) -> Places:
    """Bits of print, each a character or a run of them, that lie in no box."""
    rest = ink.copy()
    for x0, y0, x1, y1 in boxes:
        more = 0.12 * (y1 - y0)  # bold letters reach over their boxes
        rest[max(0, int(y0 - more)) : max(0, int(y1 + more) + 1), max(0, int(x0 - 2)) : max(0, int(x1 + 2) + 1)] = 0
    near = cv2.dilate(rest, np.ones((round(0.35 * EM), round(0.9 * EM)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near)
    if count > 40 * _MAX_LEFT:
        return []
    found: list[tuple[int, Place]] = []
    for index in range(1, count):
        x, y, wide, high, _ = stats[index].tolist()
        if high > 4 * EM or wide < 0.9 * EM:
            continue
        part = rest[y : y + high, x : x + wide] & (labels[y : y + high, x : x + wide] == index)
        rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        across, down, area = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1, int(part.sum())
        dash = across > 0.6 * EM and down < 0.3 * EM
        solid = area > 0.8 * across * down + EM and not dash
        if max(across, down) < 0.4 * EM or down > 2.5 * EM or area < 0.03 * EM * EM or solid:
            continue
        box = (x + columns[0], y + rows[0], x + columns[-1] + 1, y + rows[-1] + 1)
        found.append((area, tuple(float(each) for each in box)))  # type: ignore[arg-type]
    found.sort(key=lambda each: -each[0])
    return sorted((box for _, box in found[:_MAX_LEFT]), key=lambda box: (box[1], box[0]))
