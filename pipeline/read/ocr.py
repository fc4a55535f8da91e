"""A page's image → sheet: words with their places, by OCR."""

from __future__ import annotations

from array import array
from itertools import pairwise

import numpy as np
from PIL import Image

from pipeline.notice import Box, Problem
from pipeline.read.layout.sheet import Piece, Sheet
from pipeline.read.ocr_engine import Engine, Gray, Quads, Reading, engine

DOUBTFUL = 0.8
"""Lines whose mean score is lower are listed as problems."""


def recognise(image: Image.Image, number: int, dpi: float) -> list[Sheet]:
    """The words of a page's image: one sheet, or two for two pages on one photograph.

    Args:
        image: the page.
        number: the page's number.
        dpi: pixels of the image to an inch.

    Raises:
        ReadError: no OCR engine is installed.
    """
    gray = np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, 0])
    reader = engine()
    scale = 72 / dpi
    sheet = Sheet(number, gray.shape[1] * scale, gray.shape[0] * scale, text_source="ocr")
    for quad in reader.detect(gray):
        piece = _piece(reader, gray, quad, scale)
        if piece:
            sheet.pieces.append(piece)
    scores = [piece.confidence for piece in sheet.pieces if piece.confidence is not None]
    sheet.confidence = round(sum(scores) / len(scores), 4) if scores else None
    return [sheet]


def _piece(reader: Engine, gray: Gray, quad: Quads, scale: float) -> Piece | None:
    import cv2

    width = int(np.linalg.norm(quad[1] - quad[0]))
    height = int(np.linalg.norm(quad[3] - quad[0]))
    if width < 4 or height < 4:
        return None
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, frame)
    crop = cv2.warpPerspective(gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    reading = reader.read(crop)
    if not reading.text.strip():
        return None
    x0, y0 = (quad.min(axis=0) * scale).tolist()
    x1, y1 = (quad.max(axis=0) * scale).tolist()
    slope = float((quad[1, 1] - quad[0, 1]) / max(1.0, float(quad[1, 0] - quad[0, 0])))
    size = float(height) * scale * 0.8
    return Piece(reading.text, Box(x0, y0, x1, y1), _edges(reading, x0, x1), size, round(reading.score, 4), slope)


def _edges(reading: Reading, x0: float, x1: float) -> array[float]:
    """Where the characters begin: half way between their middles."""
    middles = [x0 + centre * (x1 - x0) for centre in reading.centres]
    between = [(one + two) / 2 for one, two in pairwise(middles)]
    return array("d", [x0, *between, x1])


def problems_of(sheets: list[Sheet], path: str) -> list[Problem]:
    """A problem for every line of the sheets that was hardly legible."""
    return [
        Problem(
            path,
            "read",
            "warning",
            f"OCR is not sure of “{piece.text}” ({piece.confidence:.2f}): compare it with the scan",
            sheet.number,
        )
        for sheet in sheets
        for piece in sheet.pieces
        if piece.confidence is not None and piece.confidence < DOUBTFUL
    ]
