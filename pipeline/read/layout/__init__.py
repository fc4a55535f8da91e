"""Sheets → source: reading order, tables, running heads and page numbers, and which lines are one paragraph.

The same for every format that has pages: PDF, scans, OFD.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.notice import Page, Problem, Source
from pipeline.read.layout.sheet import Piece, Sheet
from pipeline.read.raw import Raw, Words

__all__ = ["Piece", "Sheet", "assemble"]


def assemble(sheets: Iterable[Sheet], path: str, sha256: str, problems: Sequence[Problem] = ()) -> Source:
    """The source of the sheets, in their order."""
    raw = Raw()
    number = 0
    for sheet in sheets:
        if sheet.number != number:
            number = sheet.number
            raw.page(Page(number, 0, 0, sheet.text_source, sheet.confidence, sheet.width, sheet.height, sheet.rotation))
        for piece in sorted(sheet.pieces, key=lambda each: (each.box.y0, each.box.x0)):
            raw.paragraph([Words(piece.text, number, piece.box, piece.edges, piece.confidence, piece.slope)])
    return raw.source(path, sha256, problems)
