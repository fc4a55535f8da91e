"""PDF with a text layer."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.notice import Box, Problem, Source
from pipeline.read.errors import ReadError
from pipeline.read.layout import Sheet, assemble
from pipeline.read.pdf_chars import Frame, boxes, codes, direction, measure, piece_of, runs, woven
from pipeline.read.pdf_objects import Walker

def read_pdf(data: bytes, path: str, sha256: str) -> Source:
    """A source from a PDF.

    Raises:
        ReadError: it cannot be opened.
    """
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise ReadError("file is not readable as PDF", "open it in a PDF program and save it again")
    problems: list[Problem] = []
    try:
        return assemble(_sheets(document), path, sha256, problems)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _sheets(document: Any) -> Iterator[Sheet]:
    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        text = pdfium.FPDFText_LoadPage(page)
        try:
            yield _sheet(page, text, index + 1)
        finally:
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)


def _sheet(page: Any, layer: Any, number: int) -> Sheet:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    turn = pdfium.FPDFPage_GetRotation(page) * 90
    count = pdfium.FPDFText_CountChars(layer)
    frame = Frame(box.left, box.bottom, box.right, box.top, direction(layer, count, turn))
    found = runs(codes(layer, count), frame.upright(boxes(layer, count)))
    for run in found:
        measure(layer, run, frame)
    pieces = [piece for piece in map(piece_of, woven(found)) if piece]
    drawn = Walker().page(page)
    rules = [Box(*each) for each in frame.upright(drawn.rules)]
    return Sheet(number, *frame.size, pieces, rules, rotation=(frame.turn - turn) % 360)
