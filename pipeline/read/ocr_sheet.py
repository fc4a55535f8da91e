"""A page's picture → its sheets: turned upright and level, its lines and rules found, its lines read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.notice import Box
from pipeline.read.layout.sheet import Sheet
from pipeline.read.ocr_engine import Engine, Gray, Quads, engine
from pipeline.read.ocr_ink import Level, Places, level, rules_of
from pipeline.read.ocr_lines import cut_out, in_order, longest, strips_of
from pipeline.read.ocr_page import clockwise, gray_of, gutter, mostly_tall, size_of, slope_of, upside_down
from pipeline.read.ocr_words import pieces_of

_THRESHOLD = 0.3  # of a box's score: scans without colour need it, and what is no print is known when it is read
_UPRIGHT = 0.8  # mean score of the longest lines; upside down it is about 0.6


def sheets_of(image: Image.Image, number: int, dpi: float) -> list[Sheet]:
    """See :func:`pipeline.read.ocr.recognise`."""
    reader = engine()
    gray, dpi = gray_of(image, dpi)
    gray, quads, rotation = _upright(reader, gray)
    scale = 72 / dpi
    sheets = []
    for left, right in _leaves(gray, quads):
        sheet = Sheet(number, gray.shape[1] * scale, gray.shape[0] * scale, text_source="ocr", rotation=rotation)
        middle = quads[:, :, 0].mean(axis=1)
        _fill(sheet, reader, gray, quads[(middle >= left) & (middle < right)], (left, right), scale)
        sheets.append(sheet)
    return sheets


def _upright(reader: Engine, gray: Gray) -> tuple[Gray, Quads, int]:
    """The page turned so that its lines run to the right, its boxes, and by how much it was turned clockwise."""
    quads = reader.detect(gray, _THRESHOLD)
    rotation = 0
    if len(quads) and mostly_tall(quads):
        gray, rotation = clockwise(gray, 90), 90
        quads = reader.detect(gray, _THRESHOLD)
    if len(quads) and _stands_on_head(reader, gray, quads):
        return clockwise(gray, 180), upside_down(quads, gray), rotation + 180
    return gray, quads, rotation


def _stands_on_head(reader: Engine, gray: Gray, quads: Quads) -> bool:
    flat = level(gray, quads, size_of(quads), slope_of(quads))
    strips = longest(strips_of(flat, quads, [], flat.ink), 3)
    upright = turned = 0.0
    for count, strip in enumerate(strips, 1):
        line = cut_out(gray, flat, strip)
        upright += reader.read(line).score
        if upright / count >= _UPRIGHT:
            return False
        turned += reader.read(clockwise(line, 180)).score
    return turned > upright


def _leaves(gray: Gray, quads: Quads) -> list[tuple[float, float]]:
    """From where to where each page on the picture reaches."""
    at = gutter(quads, gray)
    return [(0.0, at), (at, float(gray.shape[1]))] if at else [(0.0, float(gray.shape[1]))]


def _fill(sheet: Sheet, reader: Engine, gray: Gray, quads: Quads, leaf: tuple[float, float], scale: float) -> None:
    """Put the words and rules of one page of the picture into its sheet."""
    left, right = (int(each) for each in leaf)
    flat = level(gray[:, left:right], quads - np.array([left, 0], np.float32), size_of(quads), slope_of(quads))
    flat.matrix[0, 2] += left
    across, upright, print_ = rules_of(flat.ink)
    for strip in in_order(strips_of(flat, quads, upright, print_)):
        sheet.pieces += pieces_of(reader, gray, flat, strip, print_, scale)
    sheet.rules += _on_page([*across, *upright], flat, scale)
    weights = [len(piece.text) for piece in sheet.pieces]
    if weights:
        total = sum((piece.confidence or 0.0) * weight for piece, weight in zip(sheet.pieces, weights, strict=True))
        sheet.confidence = round(total / sum(weights), 4)


def _on_page(rules: Places, flat: Level, scale: float) -> Iterator[Box]:
    for x0, y0, x1, y1 in rules:
        wide = x1 - x0 > y1 - y0
        ends = [[x0, (y0 + y1) / 2], [x1, (y0 + y1) / 2]] if wide else [[(x0 + x1) / 2, y0], [(x0 + x1) / 2, y1]]
        points: NDArray[np.float64] = flat.to_page(np.array(ends)) * scale
        (left, top), (right, foot) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        yield Box(left, top, right, foot)
