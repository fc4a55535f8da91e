"""What is drawn on a page of OFD → sheet: turned upright, characters as pieces of lines, pictures by OCR."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.notice import Box
from pipeline.read.layout.sheet import Piece, Sheet
from pipeline.read.ofd_page import Drawing
from pipeline.read.ofd_parts import Matrix, Parts, Place
from pipeline.read.ofd_scan import Scan
from pipeline.read.ofd_text import Strip, runs
from pipeline.read.pdf_chars import piece_of, woven

FEW = 30
"""Characters of a page that is mostly a picture: a scanner's mark, a page number, the number of a file."""

_MOSTLY = 0.4  # share of the page that pictures cover where it is one of pictures
_WHOLLY = 0.8  # share of the page that a scan covers
_UNKNOWN = 0.1  # share of characters without a meaning above which a page's text cannot be trusted
_OUTLINES = 300  # curved figures of a page whose letters are drawn as shapes
_PRINT = "print the file to PDF with its reader and put that into the folder"


def sheet_of(
    drawing: Drawing, number: int, size: tuple[float, float], parts: Parts, media: Mapping[str, Place]
) -> list[Sheet]:
    """The sheet of a page of the size (points); two where OCR finds two pages on one picture."""
    scan = Scan(parts, media, number)
    strips = _uncovered(drawing, size, scan)
    count = sum(len(strip.text.strip()) for strip in strips)
    covered = sum(_share(picture.box, size) for picture in drawing.pictures)
    if count < FEW and covered >= _MOSTLY:
        found = scan.recognise(drawing.pictures, *size)
        if any(sheet.pieces for sheet in found):
            if len(found) == 1 and not found[0].rotation:
                found[0].pieces += _beside(_sheet(strips, drawing, number, size, parts).pieces, found[0].pieces)
            return found
        strips = drawing.strips + drawing.hidden
        if strips:
            parts.problem("the page is a picture; its words are those that the scanner's program recognised", number)
    elif not strips and drawing.hidden:
        strips = drawing.hidden
    if not strips and drawing.shapes >= _OUTLINES:
        parts.problem(f"the page's letters are drawn as shapes and cannot be read: {_PRINT}", number)
    return [_sheet(strips, drawing, number, size, parts)]


def _uncovered(drawing: Drawing, size: tuple[float, float], scan: Scan) -> list[Strip]:
    """The strips that can be seen: those that no picture of the whole page was laid upon."""
    for picture in reversed(drawing.pictures):
        if picture.before and _share(picture.box, size) >= _WHOLLY and scan.covers(picture):
            return drawing.strips[picture.before :]
    return drawing.strips


def _share(box: Box, size: tuple[float, float]) -> float:
    """The share of the page that a box covers."""
    wide = min(box.x1, size[0]) - max(box.x0, 0.0)
    high = min(box.y1, size[1]) - max(box.y0, 0.0)
    return max(0.0, wide) * max(0.0, high) / (size[0] * size[1])


def _sheet(strips: list[Strip], drawing: Drawing, number: int, size: tuple[float, float], parts: Parts) -> Sheet:
    turn = _turn(strips)
    upright, width, height = _upright(turn, *size)
    level: list[Strip] = []
    aslant: list[Strip] = []
    for strip in strips:
        quarter = strip.quarter
        (aslant if quarter is None else level).append(strip)
    found, first = [], 0
    for strip in level:
        found += runs(strip, upright, first)
        first += len(strip.text)
    pieces = [piece for piece in map(piece_of, woven(found)) if piece]
    text = "".join(piece.text for piece in pieces)
    unknown = sum(map(_meaningless, text)) if any(map(_meaningless, set(text))) else 0
    letters = unknown + sum(map(str.isalnum, text))
    if unknown > _UNKNOWN * letters:
        parts.problem(f"{unknown} of {letters} characters have shapes but no meaning (fonts without Unicode): {_PRINT}", number)
    words = "".join(strip.text for strip in aslant).strip()
    if words:
        parts.problem(f"words set aslant, as watermarks are, are no part of the text: “{words[:40]}”", number, "info")
    rules = [_turned(box, upright) for box in drawing.rules] if turn else drawing.rules
    return Sheet(number, width, height, pieces, list(rules), rotation=turn)


def _meaningless(char: str) -> bool:
    """Whether a character is of private use, a control, or the sign for what is unknown."""
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs")


def _turn(strips: Iterable[Strip]) -> int:
    """By how many degrees clockwise the page must be turned so that most of its text is level."""
    votes: Counter[int] = Counter()
    for strip in strips:
        if strip.quarter is not None:
            votes[strip.quarter] += len(strip.text)
    total = sum(votes.values())
    best = max(votes, key=lambda quarter: (votes[quarter], -quarter), default=0)
    return (360 - best) % 360 if best and votes[best] * 5 > total * 3 else 0


def _upright(turn: int, width: float, height: float) -> tuple[Matrix, float, float]:
    """From the page to the page turned clockwise, and that one's size."""
    if turn == 90:
        return Matrix(0.0, 1.0, -1.0, 0.0, height, 0.0), height, width
    if turn == 180:
        return Matrix(-1.0, 0.0, 0.0, -1.0, width, height), width, height
    if turn == 270:
        return Matrix(0.0, -1.0, 1.0, 0.0, 0.0, width), height, width
    return Matrix(), width, height


def _turned(box: Box, upright: Matrix) -> Box:
    (ax, ay), (bx, by) = upright.point(box.x0, box.y0), upright.point(box.x1, box.y1)
    return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _beside(pieces: list[Piece], others: list[Piece]) -> list[Piece]:
    """The pieces that lie on none of the others."""
    return [piece for piece in pieces if not any(_overlap(piece.box, other.box) for other in others)]


def _overlap(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
