"""What is drawn on a page of OFD → sheet: turned upright, characters as pieces of lines, pictures by OCR."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.notice import Box
from pipeline.read.layout.sheet import Piece, Sheet
from pipeline.read.ofd.drawn import draw
from pipeline.read.ofd.lines import pieces_of
from pipeline.read.ofd.page import Drawing
from pipeline.read.ofd.parts import Matrix, Parts, Place
from pipeline.read.ofd.scan import Scan
from pipeline.read.ofd.text import Strip, runs
from pipeline.read.pdf.score import cover, lie, printed

_WHOLLY = 0.8  # share of the page that a scan covers
_OUTLINES = 300  # curved figures of a page whose letters are drawn as shapes
_PRINT = "print the file to PDF with its reader and put that into the folder"


def sheet_of(
    drawing: Drawing,
    number: int,
    size: tuple[float, float],
    parts: Parts,
    media: Mapping[str, Place],
    fonts: Mapping[str, Place],
) -> list[Sheet]:
    """The sheet of a page of the size (points); two where OCR finds two pages on one picture.

    ``media`` and ``fonts``: files of the resources by ID.
    """
    scan = Scan(parts, media, number)
    seen = _sheet(_uncovered(drawing, size, scan), drawing, number, size)
    lines = [piece.text for piece in seen.pieces]
    covered = sum(_share(picture.box, size) for picture in drawing.pictures)
    if covered >= cover().share and printed(lines) < cover().few:
        return _picture(scan, seen, drawing, number, size, parts)
    if not seen.pieces and drawing.hidden:
        seen = _sheet(drawing.hidden, drawing, number, size)
        lines = [piece.text for piece in seen.pieces]
    reason = f"text {why}" if (why := lie(lines)) else "letters are drawn as shapes" if _outlined(seen, drawing) else ""
    if reason:
        found = _drawn(scan, seen, drawing, size, fonts, parts)
        advice = f": {_PRINT}" if found is None else ", so it was drawn and read by OCR"
        parts.problem(f"the page's {reason}{advice}", number, "warning" if found is None else "info")
        seen = found or seen
    words = "".join(strip.text for strip in drawing.strips if strip.quarter is None).strip()
    if words:
        parts.problem(f"words set aslant, as watermarks are, are no part of the text: “{words[:40]}”", number, "info")
    return [seen]


def _outlined(seen: Sheet, drawing: Drawing) -> bool:
    """Whether a page without text is full of curves."""
    return not seen.pieces and drawing.shapes >= _OUTLINES


def _drawn(
    scan: Scan, seen: Sheet, drawing: Drawing, size: tuple[float, float], fonts: Mapping[str, Place], parts: Parts
) -> Sheet | None:
    """The page read by OCR of its drawing, None where that gives nothing."""
    image = draw(drawing, size, fonts, parts)
    found = scan.read(*image) if image else []
    if len(found) != 1 or not found[0].pieces:
        return None
    if not found[0].rotation and not seen.rotation:
        known = [piece for piece in seen.pieces if not any(unicodedata.category(char) == "Co" for char in piece.text)]
        found[0].pieces += _beside(known, found[0].pieces)
        found[0].rules = seen.rules
    return found[0]


def _picture(
    scan: Scan, seen: Sheet, drawing: Drawing, number: int, size: tuple[float, float], parts: Parts
) -> list[Sheet]:
    """A page that is a picture: by the words that a scanner's program left with it, where they are good, else by OCR."""
    behind = _sheet(drawing.strips + drawing.hidden, drawing, number, size)
    lines = [piece.text for piece in behind.pieces]
    enough = printed(lines) >= cover().few
    if enough and not lie(lines, behind=True):
        return [behind]
    found = scan.recognise(drawing.pictures, *size)
    if any(sheet.pieces for sheet in found):
        if len(found) == 1 and not found[0].rotation and not seen.rotation:
            found[0].pieces += _beside(seen.pieces, found[0].pieces)
        return found
    if enough:
        parts.problem("the page is a picture; its words are those that a scanner's program recognised, with errors", number)
    return [behind if enough else seen]


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


def _sheet(strips: list[Strip], drawing: Drawing, number: int, size: tuple[float, float]) -> Sheet:
    """The strips, those set aslant left out, and the ruling lines, on the page turned upright."""
    turn = _turn(strips)
    upright, width, height = _upright(turn, *size)
    pieces = pieces_of([run for strip in strips if strip.quarter is not None for run in runs(strip, upright)])
    rules = [_turned(box, upright) for box in drawing.rules] if turn else list(drawing.rules)
    return Sheet(number, width, height, pieces, rules, rotation=turn)


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
