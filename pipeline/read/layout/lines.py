"""Pieces → printed lines: what stands on one baseline, from left to right.

All measures are taken level: on a page that lay askew (``slope``) x and y are those of the page turned straight about its
middle, so that margins and baselines can be compared from top to bottom. The pieces keep their own places.
"""

from __future__ import annotations

import itertools
import math
from array import array
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from pipeline.notice import Box
from pipeline.read.layout.sheet import Piece, Sheet

MAX_PIECES = 20_000
"""Pieces of a page that are read. The densest page of small print has some 2,000."""
MAX_SIZE = 100_000.0
"""Points of the longest side that is believed: 35 metres."""

_BREAKS = str.maketrans(dict.fromkeys("\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
_SPACES = " \u3000\xa0"
_MOST_SLOPE = 0.12  # of a page's lines: more is a slanted watermark on an upright page
_SLANTED = 0.12  # slope against the page's lines from which words are a watermark
_OVERLAP = 0.5  # of the lower one's height, that two pieces of one line share
_OPEN_LINES = 40  # lines that a piece is compared with: those that begin just above it
_COLUMN_GAP, _GAP, _LATIN_GAP = 1.2, 0.6, 0.15  # in characters: between columns, a space, a space between Latin words
_TALL = 1.25  # characters' height at most, of their width; and the width at most, of their height …
_SPACED, _MANY = 2.2, 6  # … unless they are set apart, or few
_MOST_SPACES = 8
_WIDE_SPACE = 0.85  # of a character's width, from which a space is as wide as a character


@dataclass(slots=True)
class Run:
    """A piece with its level place: left and right edge of what is printed, middle of its height."""

    piece: Piece
    text: str
    x0: float
    x1: float
    y: float
    size: float


@dataclass(slots=True)
class Row:
    """A printed line, or the part of one in a column: its runs from left to right."""

    runs: list[Run]
    x0: float
    x1: float
    y: float
    size: float
    text: str = ""

    @property
    def top(self) -> float:
        """y of its upper edge."""
        return self.y - self.size / 2

    @property
    def bottom(self) -> float:
        """y of its lower edge."""
        return self.y + self.size / 2


@dataclass(slots=True)
class Level:
    """A sheet's pieces, level, and the slanted ones that are a watermark."""

    runs: list[Run]
    slope: float
    slanted: list[Run] = field(default_factory=list)
    left_out: int = 0


def size_of(sheet: Sheet) -> tuple[float, float]:
    """Width and height of the sheet; where they are not known, as far as its words reach."""
    boxes = [piece.box for piece in sheet.pieces[:MAX_PIECES]]
    sizes = [(sheet.width, [box.x1 for box in boxes]), (sheet.height, [box.y1 for box in boxes])]
    width, height = (
        size if 0 < size < MAX_SIZE else max((each for each in ends if 0 < each < MAX_SIZE), default=1.0) for size, ends in sizes
    )
    return width, height


def level(sheet: Sheet, width: float, height: float) -> Level:
    """The sheet's pieces, made sound and level; ``width`` and ``height`` as :func:`size_of` gives them."""
    pieces = sheet.pieces
    left_out = max(0, len(pieces) - MAX_PIECES)
    sound = [piece for piece in map(_sound(width, height), pieces[:MAX_PIECES]) if piece is not None]
    slope = _slope(sound)
    found = Level([], slope, left_out=left_out)
    for piece in sound:
        run = _run(piece, slope, width / 2, height / 2)
        advance = _advance(run)
        if sheet.text_source == "ocr":
            run.size = min(run.size, _TALL * advance)
        elif _TALL < advance / run.size < _SPACED and len(run.text) >= _MANY:
            run.size = min(advance, _step(run))
        slanted = abs(piece.slope - slope) > _SLANTED and len(run.text) > 2
        (found.slanted if slanted else found.runs).append(run)
    return found


def _advance(run: Run) -> float:
    """Width of a Chinese character of the run, by which its height can be judged.

    Recognised boxes of short runs are too high on a page that lay askew; some fonts give heights that are too low.
    """
    half = sum(char < "\u2000" for char in run.text)
    return (run.x1 - run.x0) / (len(run.text) - 0.5 * half) if half < len(run.text) and run.x1 > run.x0 else run.size


def _step(run: Run) -> float:
    """From one Chinese character of the run to the next, where two stand side by side."""
    edges = run.piece.edges
    text = run.piece.text
    steps = sorted(edges[at + 1] - edges[at] for at in range(len(text) - 1) if text[at] >= "\u3400" and text[at + 1] >= "\u3400")
    return steps[len(steps) // 2] if steps and steps[len(steps) // 2] > 0 else math.inf


def _slope(pieces: list[Piece]) -> float:
    """The slope of the page: the median of its pieces', the longer ones counting more."""
    if not any(piece.slope for piece in pieces):
        return 0.0
    ordered = sorted((piece.slope, len(piece.text) ** 2) for piece in pieces)
    half, weight = sum(each[1] for each in ordered) / 2, 0.0
    for slope, each in ordered:
        weight += each
        if weight >= half:
            return slope if abs(slope) <= _MOST_SLOPE else 0.0
    return 0.0


class _sound:
    """Pieces with text, finite places within the page, and as many edges as they need; None for those without text."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height

    def __call__(self, piece: Piece) -> Piece | None:
        text = piece.text
        if not text or text.isspace():
            return None
        box, edges = piece.box, piece.edges
        x0, y0, x1, y1 = box
        sound = (
            0 <= x0 <= x1 <= self.width
            and 0 <= y0 < y1 <= self.height
            and len(edges) == len(text) + 1
            and 0 < piece.size < self.height
            and -1 < piece.slope < 1
            and edges[0] >= x0 - 0.1
            and edges[-1] <= x1 + 0.1
            and edges[0] <= edges[-1]
        )
        if sound and text.isprintable():
            return piece
        return self._mended(piece)

    def _mended(self, piece: Piece) -> Piece:
        text = piece.text.translate(_BREAKS)
        x0, x1 = sorted(_within(each, self.width) for each in (piece.box.x0, piece.box.x1))
        y0, y1 = sorted(_within(each, self.height) for each in (piece.box.y0, piece.box.y1))
        edges = piece.edges
        if len(edges) != len(text) + 1 or not all(map(math.isfinite, edges)):
            step = (x1 - x0) / len(text)
            edges = array("d", [x0 + step * index for index in range(len(text))] + [x1])
        elif min(edges) < x0 or max(edges) > x1:
            edges = array("d", [min(max(edge, x0), x1) for edge in edges])
        size = piece.size if math.isfinite(piece.size) and 0 < piece.size < 10_000 else max(1.0, y1 - y0)
        slope = piece.slope if math.isfinite(piece.slope) and abs(piece.slope) < 1 else 0.0
        return Piece(text, Box(x0, y0, x1, y1), edges, size, piece.confidence, slope)


def _within(value: float, most: float) -> float:
    return min(max(value, 0.0), most) if math.isfinite(value) else 0.0


def _run(piece: Piece, slope: float, centre: float, half: float) -> Run:
    text, (x0, y0, x1, y1) = piece.text, piece.box
    if " " in text.strip():
        piece = _spaced(piece)
        text = piece.text
    edges = piece.edges
    middle = (y0 + y1) / 2
    left, right = edges[0], edges[-1]
    if text[0] in _SPACES or text[-1] in _SPACES:
        left = edges[len(text) - len(text.lstrip())]
        right = edges[len(text.rstrip())]
        text = text.strip()
    if slope:
        shift = slope * (middle - half)
        return Run(piece, text, left + shift, right + shift, middle - slope * ((x0 + x1) / 2 - centre), piece.size)
    return Run(piece, text, left, right, middle, piece.size)


def _spaced(piece: Piece) -> Piece:
    """The piece with two spaces where one stands for the width of a character: what parts names, not words."""
    text, edges = piece.text, piece.edges
    wide = [
        at
        for at, char in enumerate(text)
        if char == " " and edges[at + 1] - edges[at] > _WIDE_SPACE * piece.size and "  " not in text[max(0, at - 1) : at + 2]
    ]
    if not wide:
        return piece
    chars, places = list(text), list(edges)
    for at in reversed(wide):
        chars.insert(at + 1, " ")
        places.insert(at + 1, (edges[at] + edges[at + 1]) / 2)
    return Piece("".join(chars), piece.box, array("d", places), piece.size, piece.confidence, piece.slope)


def rows_of(runs: Iterable[Run]) -> list[Row]:
    """Runs → lines from top to bottom."""
    lines: list[list[Run]] = []
    heads: list[Run] = []  # of each line the run that its height is known by
    for run in sorted(runs, key=attrgetter("y", "x0")):
        for index in range(len(lines) - 1, max(-1, len(lines) - _OPEN_LINES), -1):
            if _on_line(heads[index], run) and _has_room(lines[index], run):
                lines[index].insert(bisect(lines[index], run.x0, key=_X0), run)
                if run.size * len(run.text) > 2 * heads[index].size * len(heads[index].text):
                    heads[index] = run
                break
        else:
            lines.append([run])
            heads.append(run)
    rows = [row_of(line) for line in lines]
    rows.sort(key=attrgetter("y", "x0"))
    return rows


_X0 = attrgetter("x0")


def _on_line(one: Run, other: Run) -> bool:
    """Whether two runs are of one line: they share half of the lower one's height."""
    shared = (one.size + other.size) / 2 - abs(one.y - other.y)
    return shared >= _OVERLAP * min(one.size, other.size)


def _has_room(line: Sequence[Run], run: Run) -> bool:
    """Whether the line is free where the run stands; boxes of recognition overlap a little."""
    at = bisect(line, run.x0, key=_X0)
    slack = 0.6 * run.size
    before = at == 0 or line[at - 1].x1 <= run.x0 + slack
    return before and (at == len(line) or line[at].x0 >= run.x1 - slack)


def row_of(runs: list[Run]) -> Row:
    """The line of some runs, from left to right."""
    if len(runs) == 1:
        run = runs[0]
        return Row(runs, run.x0, run.x1, run.y, run.size, run.text)
    head = max(runs, key=lambda each: len(each.text) * each.size)
    parts = [runs[0].text]
    for before, run in itertools.pairwise(runs):
        parts += [" " * spaces(before, run), run.text]
    return Row(runs, runs[0].x0, max(run.x1 for run in runs), head.y, head.size, "".join(parts))


def spaces(one: Run, other: Run) -> int:
    """How many spaces stand for the gap between two runs of a line."""
    size = min(one.size, other.size)
    gap = (other.x0 - one.x1) / size if size > 0 else 0.0
    if gap >= _GAP:
        return min(_MOST_SPACES, max(1, round(2 * gap)))
    words = one.text[-1].isascii() and one.text[-1].isalnum() and other.text[0].isascii() and other.text[0].isalpha()
    return int(gap >= _LATIN_GAP and words)


def segments(row: Row, gap: float = _COLUMN_GAP) -> list[Row]:
    """The row in parts, divided at gaps of so many characters."""
    if len(row.runs) == 1:
        return [row]
    parts = [[row.runs[0]]]
    for run in row.runs[1:]:
        before = parts[-1][-1]
        if run.x0 - before.x1 >= gap * max(run.size, before.size):
            parts.append([run])
        else:
            parts[-1].append(run)
    return [row] if len(parts) == 1 else [row_of(part) for part in parts]
