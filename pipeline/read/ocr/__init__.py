"""A page's picture → sheets: words with their places, by OCR. What it needs is loaded when the first page comes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.notice import Problem
from pipeline.read.errors import ReadError
from pipeline.read.layout.sheet import Sheet

if TYPE_CHECKING:
    from PIL import Image

DOUBTFUL = 0.8
"""Lines whose mean score is lower are listed as problems."""
_MAX_LISTED = 30
"""Most lines of one page that are listed: of a page with more, it is the page that is hardly legible."""


def recognise(image: Image.Image, number: int, dpi: float) -> list[Sheet]:
    """The words and ruling lines of a page's picture: one sheet, or two for two pages on one photograph.

    All places are in points (pixels × 72 / dpi) on the page as it lies when turned upright; ``Sheet.rotation`` says by how
    much it was turned clockwise. On a page that lies askew the pieces have a slope, and the rules are the boxes about the slanted
    lines. Words that were hardly legible are told by :func:`problems_of`.

    Args:
        image: the page, in any mode.
        number: the page's number.
        dpi: pixels of the picture to an inch.

    Raises:
        ReadError: what OCR needs is not installed.
    """
    try:
        from pipeline.read.ocr.sheet import sheets_of
    except ImportError as error:
        advice = "install what scans need: pip install rapidocr openvino opencv-python-headless"
        raise ReadError(
            f"the file is a scan, and {error.name or 'the OCR library'} is not installed", advice
        ) from error
    return sheets_of(image, number, dpi)


def problems_of(sheets: Iterable[Sheet], path: str) -> list[Problem]:
    """A warning for every line that was hardly legible, with its page and words. Sheets with a text layer have none."""
    found: list[Problem] = []
    for sheet in sheets:
        doubtful = [piece for piece in sheet.pieces if piece.confidence is not None and piece.confidence < DOUBTFUL]
        words = [
            f"OCR is not sure of “{piece.text}” ({piece.confidence:.2f}): compare it with the scan"
            for piece in doubtful
        ]
        if len(words) > _MAX_LISTED:
            more = f"OCR is not sure of {len(words)} lines of this page: scan it again at 200 dpi or more, upright and evenly lit"
            words = [more, *words[:_MAX_LISTED]]
        found += [Problem(path, "read", "warning", each, sheet.number) for each in words]
    return found
