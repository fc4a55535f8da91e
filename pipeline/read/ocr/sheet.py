"""A page's picture → its sheets: turned upright and level, its lines and rules found, its lines read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.notice import Box
from pipeline.read.layout.sheet import Sheet
from pipeline.read.ocr.engine import Engine, Gray, Quads, Reading, engine
from pipeline.read.ocr.ink import Places, level, rules_of
from pipeline.read.ocr.lines import Strip, all_of, cut_out, detected, in_order, longest
from pipeline.read.ocr.page import (
    clockwise,
    gray_of,
    gutter,
    mostly_tall,
    size_of,
    slope_of,
    upside_down,
)
from pipeline.read.ocr.words import pieces_of

MAX_LINES = 1000
"""Most lines, or parts of them in cells, that are read of a page: noise and patterns have more."""
_THIN = 0.1  # width of a box to its height; 1 has 0.2 and more
_THRESHOLD = 0.3  # of a box's score: scans without colour need it, and what is no print is known when it is read
_LEAST = 12  # pixels: a picture that is less high or wide holds no words
_UPRIGHT = 0.8  # mean score of the longest lines; upside down it is about 0.6


def sheets_of(image: Image.Image, number: int, dpi: float) -> list[Sheet]:
    """See :func:`pipeline.read.ocr.recognise`."""
    reader = engine()
    gray, dpi = gray_of(image, dpi)
    scale = 72 / dpi
    if min(gray.shape) < _LEAST:
        return [Sheet(number, gray.shape[1] * scale, gray.shape[0] * scale, text_source="ocr")]
    quads, rotation = reader.detect(gray, _THRESHOLD), 0
    if len(quads) and mostly_tall(quads):
        gray, rotation = clockwise(gray, 90), 90
        quads = reader.detect(gray, _THRESHOLD)
    leaves = _leaves(reader, gray, quads)
    if leaves[0].on_its_head():
        gray, quads, rotation = clockwise(gray, 180), upside_down(quads, gray), rotation + 180
        leaves = _leaves(reader, gray, quads)
    height, width = gray.shape
    sheets = []
    for leaf in leaves:
        sheet = Sheet(number, width * scale, height * scale, text_source="ocr", rotation=rotation)
        leaf.fill(sheet, scale)
        _strokes_to_rules(sheet)
        sheets.append(sheet)
    return sheets


def _strokes_to_rules(sheet: Sheet) -> None:
    """Upright ruling lines that were read as 1 are ruling lines: no sign is so thin."""
    strokes = [each for each in sheet.pieces if len(each.text) == 1 and each.box.x1 - each.box.x0 < _THIN * (each.box.y1 - each.box.y0)]
    for each in strokes:
        middle = (each.box.x0 + each.box.x1) / 2
        sheet.rules.append(Box(middle, each.box.y0, middle, each.box.y1))
    if strokes:
        gone = set(map(id, strokes))
        sheet.pieces = [each for each in sheet.pieces if id(each) not in gone]


def _leaves(reader: Engine, gray: Gray, quads: Quads) -> list[_Leaf]:
    """The pages on the picture."""
    at = gutter(quads, gray)
    if not at:
        return [_Leaf(reader, gray, quads, (0, gray.shape[1]))]
    left = quads[:, :, 0].mean(axis=1) < at
    return [_Leaf(reader, gray, quads[left], (0, int(at))), _Leaf(reader, gray, quads[~left], (int(at), gray.shape[1]))]


class _Leaf:
    """One page of a picture, from where to where it reaches: its lines and what is read of them."""

    def __init__(self, reader: Engine, gray: Gray, quads: Quads, reach: tuple[int, int]) -> None:
        left, right = reach
        size = size_of(quads)
        self._reader, self._gray = reader, gray
        part = np.ascontiguousarray(gray[:, left:right])
        self._level = level(part, quads - np.array([left, 0], np.float32), size, slope_of(quads))
        self._level.matrix[0, 2] += left
        boxes = detected(self._level, quads)
        self._across, self._upright, self._print = rules_of(self._level.ink, [strip.box for strip in boxes])
        self._strips = longest(all_of(boxes, self._upright, self._print), MAX_LINES)
        self._read: dict[Strip, Reading] = {}

    def _reading(self, strip: Strip) -> Reading:
        if strip not in self._read:
            self._read[strip] = self._reader.read(cut_out(self._gray, self._level, strip))
        return self._read[strip]

    def on_its_head(self) -> bool:
        """Whether the page's longest lines are better read when turned by 180 degrees."""
        upright = turned = 0.0
        for count, strip in enumerate(longest(self._strips, 3), 1):
            upright += self._reading(strip).score
            if upright / count >= _UPRIGHT:
                return False
            turned += self._reader.read(clockwise(cut_out(self._gray, self._level, strip), 180)).score
        return turned > upright

    def fill(self, sheet: Sheet, scale: float) -> None:
        """Put words and rules into the sheet. ``scale``: points to a pixel."""
        for strip in in_order(self._strips):
            reading = self._reading(strip)
            sheet.pieces += pieces_of(self._reader, self._gray, self._level, strip, reading, self._print, scale)
        sheet.rules += self._on_page([*self._across, *self._upright], scale)
        weights = [len(piece.text) for piece in sheet.pieces]
        if weights:
            total = sum((piece.confidence or 0.0) * weight for piece, weight in zip(sheet.pieces, weights, strict=True))
            sheet.confidence = round(total / sum(weights), 4)

    def _on_page(self, rules: Places, scale: float) -> Iterator[Box]:
        for x0, y0, x1, y1 in rules:
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            ends = [[x0, y], [x1, y]] if x1 - x0 > y1 - y0 else [[x, y0], [x, y1]]
            points: NDArray[np.float64] = self._level.to_page(np.array(ends)) * scale
            yield Box(*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
