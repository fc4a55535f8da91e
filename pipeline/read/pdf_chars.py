"""A page's text layer → pieces of lines with the exact edges of their characters.

pdfium is asked twice for each character (code and box) through its plain interface, which takes a third of the time that
a library's objects would; everything else (baseline, colour, direction) is asked once for a run of characters.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from statistics import median
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.notice import Box
from pipeline.read.layout.sheet import Piece

_WIDE, _EVEN = 1.1, 1.5  # gap, in heights of a character, that ends a piece; so many times the gap before it more
_SPACE = 0.75  # gap beside a Chinese character that is written as a space
_WORD = 0.22  # gap between Latin letters that is written as a space
_BACK = 0.35  # step back that ends a piece: narrow fonts and kerning overlap a little
_TWICE = 0.3  # shift of a character drawn twice, in heights
_SHIFT = 0.35  # shift of a baseline within a line: superscripts are more
_RAISED, _SMALL = 3, 0.75  # characters of a superscript at most, and its height beside the line's
_LEAN = 0.3  # rise from a line's first to its last character, in heights, with which it is no level line
_ASCENT, _DESCENT = 0.88, 0.12  # of a Chinese character's square, from its baseline
_SAMPLES = 24  # characters asked for their direction
_SIDES = 4
_GENERATED = "\r\n"
_SOFT = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_HYPHENS = {"\x02": "-", "\ufffe": "-"}  # how pdfium writes a hyphen at the end of a line


class Frame(NamedTuple):
    """How a page's own coordinates become upright ones: its visible box, and by how much viewers turn it, clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height upright."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def upright(self, boxes: Iterable[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
        """Boxes (left, bottom, right, top) of the page → (x0, y0, x1, y1) from the upright top left corner."""
        left, bottom, right, top, turn = self
        if turn == 90:
            return [(b - bottom, a - left, d - bottom, c - left) for a, b, c, d in boxes]
        if turn == 180:
            return [(right - c, b - bottom, right - a, d - bottom) for a, b, c, d in boxes]
        if turn == 270:
            return [(top - d, right - c, top - b, right - a) for a, b, c, d in boxes]
        return [(a - left, top - d, c - left, top - b) for a, b, c, d in boxes]


class Char(NamedTuple):
    """A character, its index on the page, and its place upright: left and right edge, top and bottom of its line."""

    text: str
    at: int
    x0: float
    x1: float
    y0: float
    y1: float


@dataclass(slots=True)
class Run:
    """Characters of one line in the order of the text, without a wide gap."""

    chars: list[Char]
    base: float = 0.0
    height: float = 0.0
    angle: float = 0.0

    @property
    def text(self) -> str:
        """The characters, without the spaces that gaps stand for."""
        return "".join(char.text for char in self.chars)


def codes(page: Any, count: int) -> str:
    """The page's characters, one for each index (U+FFFD where it has no code)."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    get = pdfium.FPDFText_GetUnicode
    found = [get(page, index) for index in range(count)]
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in found)


def boxes(page: Any, count: int) -> list[tuple[float, float, float, float]]:
    """The characters' boxes in the page's coordinates: from one origin to the next, the height of the line.

    The calls are made by map and write into one array: half the time of a loop that looks at each box.
    """
    found = (ctypes.c_float * (_SIDES * count))()
    first, step = ctypes.addressof(found), _SIDES * ctypes.sizeof(ctypes.c_float)
    handle = ctypes.cast(page, ctypes.c_void_p).value
    places = range(first, first + step * count, step)
    deque(map(_loose_box(), repeat(handle), range(count), places), maxlen=0)
    sides = memoryview(found).cast("B").cast("f").tolist()
    left, top, right, bottom = (sides[side::_SIDES] for side in range(_SIDES))  # the order of FS_RECTF
    return list(zip(left, bottom, right, top, strict=True))


@cache
def _loose_box() -> Any:
    """FPDFText_GetLooseCharBox(text page, index, place of a box), addresses given as numbers."""
    address = ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(address or 0)


def direction(page: Any, count: int, turn: int) -> int:
    """By how many degrees clockwise the page must be turned, viewers' turn included, so that most of its text is level."""
    steps = range(0, count, max(1, count // _SAMPLES))
    votes: dict[int, int] = {}
    for index in steps:
        angle = math.degrees(pdfium.FPDFText_GetCharAngle(page, index))  # clockwise
        quarter = -round(angle / 90) % 4 * 90
        votes[quarter] = votes.get(quarter, 0) + 1
    if not votes or votes.get(turn, 0) * 2 >= len(steps):
        return turn
    best = max(votes, key=lambda each: (votes[each], -each))
    return best if votes[best] * 5 > len(steps) * 3 else turn


def runs(chars: Iterable[tuple[int, str, tuple[float, float, float, float]]]) -> list[Run]:
    """Characters (index, character, upright box) → runs.

    A character drawn twice in a row is one; pdfium's own spaces and line ends are left out.
    """
    found: list[Run] = []
    current: list[Char] = []
    before = Char("", -1, 0.0, 0.0, 0.0, 0.0)
    middle = height = end = spread = 0.0
    for index, char, (x0, y0, x1, y1) in chars:
        if char in _GENERATED or (x1 <= x0 and (char == " " or char in _SOFT)):
            continue
        if current and abs((y0 + y1) / 2 - middle) < _SHIFT * height:
            if char == before.text and abs(x0 - before.x0) < _TWICE * height and x1 - x0 > _TWICE * height:
                continue
            gap = x0 - end
            if -_BACK * height < gap < _WIDE * height + spread:
                spread = min(_EVEN * gap, 2 * height) if gap > 0 else 0.0
                before = Char(char, index, x0, x1, y0, y1)
                current.append(before)
                middle = (y0 + y1) / 2  # a line may lean
                if x1 > end:
                    end = x1
                continue
        before = Char(char, index, x0, x1, y0, y1)
        current = [before]
        found.append(Run(current))
        middle, height, end, spread = (y0 + y1) / 2, max(y1 - y0, 0.1), x1, 0.0
    return found


def same_line(one: Run, other: Run) -> bool:
    """Whether two runs stand on one baseline and are of one size."""
    low, high = sorted((one.height, other.height))
    return high < 1.4 * low and abs(one.base - other.base) < 0.2 * low


def woven(found: list[Run]) -> list[Run]:
    """Runs of one line that overlap or adjoin, drawn one after the other (by font, or twice for bold), as one run."""
    rows: list[list[Run]] = []
    for run in sorted(found, key=lambda each: (each.base, each.chars[0].x0)):
        for row in reversed(rows[-4:]):
            if same_line(row[0], run):
                row.append(run)
                break
        else:
            rows.append([run])
    result: list[Run] = []
    for row in rows:
        row.sort(key=lambda each: each.chars[0].x0)
        result.append(row[0])
        for run in row[1:]:
            last = result[-1]
            end, start = last.chars[-1].x1, run.chars[0].x0
            if start - end < _SPACE * last.height:
                _weave(last, run, in_order=start >= end - _BACK * last.height)
            else:
                result.append(run)
    return _raised(result)


def _raised(found: list[Run]) -> list[Run]:
    """Superscripts put where they stand in their line; a few neighbours are looked at, not all lines."""
    kept: list[Run] = []
    for place, run in enumerate(found):
        if len(run.chars) <= _RAISED:
            middle, x = run.base - run.height / 2, run.chars[0].x0
            near = (line for line in found[max(0, place - 4) : place + 5] if _SMALL * line.height > run.height)
            for line in near:
                size = line.height
                if line.base - size < middle < line.base and line.chars[0].x0 < x < line.chars[-1].x1 + _WORD * size:
                    _weave(line, run, in_order=False)
                    break
            else:
                kept.append(run)
        else:
            kept.append(run)
    return kept


def _weave(run: Run, other: Run, *, in_order: bool) -> None:
    if in_order:
        run.chars += other.chars
        return
    near = _TWICE * run.height
    merged: list[Char] = []
    for char in sorted(run.chars + other.chars, key=lambda each: (each.x0, each.at)):
        again = (old for old in reversed(merged[-3:]) if old.text == char.text and char.x0 - old.x0 < near)
        if next(again, None) is None:
            merged.append(char)
    run.chars = merged


def piece_of(run: Run) -> Piece | None:
    """The run as a piece, with the spaces that its gaps stand for; None where nothing is printed."""
    size = run.height
    text: list[str] = []
    edges: list[float] = []
    end = -math.inf
    for char in run.chars:
        words, x0 = char.text, char.x0
        if words in _SOFT:
            continue
        words = _HYPHENS.get(words, words)
        gap = x0 - end
        if gap > _WORD * size and text and text[-1] > " " and words > " ":
            latin = words < "\u2e80" and text[-1] < "\u2e80"
            if gap > (_WORD if latin else _SPACE) * size and words != "\u3000" != text[-1]:
                text.append(" ")
                edges.append(end)
        if edges and x0 < edges[-1]:
            x0 = edges[-1]
        text.append(" " if words < " " and words.isspace() else words)
        edges.append(x0)
        end = max(char.x1, x0)
    first, last = 0, len(text)
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    if first == last:
        return None
    edges.append(end)
    edges = edges[first : last + 1]
    top, bottom, slope = run.base - _ASCENT * size, run.base + _DESCENT * size, 0.0
    one, other = run.chars[0], run.chars[-1]
    rise = (other.y0 + other.y1 - one.y0 - one.y1) / 2
    if abs(rise) > _LEAN * size and one.text != other.text != " " and other.x0 - one.x0 > 4 * size:
        slope = rise / (other.x0 - one.x0)
        top, bottom = top + min(0.0, rise), bottom + max(0.0, rise)
    return Piece("".join(text[first:last]), Box(edges[0], top, edges[-1], bottom), array("d", edges), size, None, slope)


def measure(page: Any, run: Run, frame: Frame) -> None:
    """Sets the run's baseline, height of characters and angle (clockwise against the upright page, radians)."""
    first = run.chars[0]
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, first.at, ctypes.byref(x), ctypes.byref(y))
    run.base = frame.upright([(x.value, y.value, x.value, y.value)])[0][1]
    widths = [char.x1 - char.x0 for char in run.chars if "\u3400" <= char.text <= "\u9fff"]
    tall = first.y1 - first.y0
    wide = median(widths) if widths else 0.0
    run.height = wide if 0.6 * tall < wide < 1.5 * tall else tall
    if len(run.chars) == 1:
        angle = pdfium.FPDFText_GetCharAngle(page, first.at) + math.radians(frame.turn)
        run.angle = (angle + math.pi) % math.tau - math.pi
