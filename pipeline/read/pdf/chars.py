"""A page's characters and their places, as pdfium gives them, on the upright page.

pdfium is asked once for each character's box, through its plain interface, and once for all codes; that takes a third of
the time that a library's objects would. What else is needed is asked for once in a run of characters.
"""

from __future__ import annotations

import ctypes
import math
import re
from array import array
from collections import deque
from collections.abc import Container, Sequence
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

Quad = tuple[float, float, float, float]
Columns = tuple[list[float], list[float], list[float], list[float]]

_SAMPLES = 16  # characters asked for their direction
_SIDES = 4
_SPACE = "\x03"  # the space of TrueType fonts, where it has no code
_CONTROL = re.compile("[\x00\x01\x04-\x08\x0b\x0c\x0e-\x1f\x7f]")  # not pdfium's own: \r, \n, and \x02 for a hyphen


class Frame(NamedTuple):
    """How a page's own coordinates become upright ones: its visible box, and by how much it is turned, clockwise."""

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

    def columns(self, left: list[float], bottom: list[float], right: list[float], top: list[float]) -> Columns:
        """Sides of boxes on the page → x0, y0, x1, y1 from the upright top left corner."""
        if self.turn == 90:
            return _less(bottom, self.bottom), _less(left, self.left), _less(top, self.bottom), _less(right, self.left)
        if self.turn == 180:
            return _from(self.right, right), _less(bottom, self.bottom), _from(self.right, left), _less(top, self.bottom)
        if self.turn == 270:
            return _from(self.top, top), _from(self.right, right), _from(self.top, bottom), _from(self.right, left)
        return _less(left, self.left), _from(self.top, top), _less(right, self.left), _from(self.top, bottom)

    def upright(self, boxes: Sequence[Quad]) -> list[Quad]:
        """Boxes (left, bottom, right, top) of the page → (x0, y0, x1, y1) from the upright top left corner."""
        if not boxes:
            return []
        left, bottom, right, top = (list(column) for column in zip(*boxes, strict=True))
        return list(zip(*self.columns(left, bottom, right, top), strict=True))


def _less(values: list[float], by: float) -> list[float]:
    return [value - by for value in values] if by else values


def _from(start: float, values: list[float]) -> list[float]:
    return [start - value for value in values]


class Chars(NamedTuple):
    """Characters in the order of the text: their index on the page, left and right edge, top and bottom of their line."""

    text: str
    at: Sequence[int]
    x0: list[float]
    y0: list[float]
    x1: list[float]
    y1: list[float]

    def only(self, wanted: Container[int]) -> Chars:
        """The characters of which the index is wanted, and all line ends."""
        kept = [place for place, index in enumerate(self.at) if index in wanted or self.text[place] in "\r\n"]
        columns = ([column[place] for place in kept] for column in self[2:])
        return Chars("".join(self.text[place] for place in kept), [self.at[place] for place in kept], *columns)


def chars_of(page: Any, count: int, frame: Frame) -> Chars:
    """The first ``count`` characters of pdfium's text page."""
    return Chars(codes(page, count), range(count), *frame.columns(*_boxes(page, count)))


def codes(page: Any, count: int) -> str:
    """The page's characters, one for each index (U+FFFD where it has no code)."""
    buffer = bytearray(2 * (count + 1))
    first = ctypes.c_ushort.from_buffer(buffer)  # no type is made for each length, as an array's would be
    written = pdfium.FPDFText_GetText(page, 0, count, ctypes.byref(first))
    del first
    text = buffer[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(text) != count:
        get = pdfium.FPDFText_GetUnicode
        found = [get(page, index) for index in range(count)]
        text = "".join(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in found)
    return _CONTROL.sub("\ufffd", text.replace(_SPACE, " "))


def _boxes(page: Any, count: int) -> Columns:
    """Left, bottom, right and top of the characters' boxes: from one origin to the next, the height of the line.

    The calls are made by map and write into one array: half the time of a loop that looks at each box.
    """
    found = array("f", bytes(_SIDES * 4 * count))
    first, step = found.buffer_info()[0], _SIDES * found.itemsize
    handle = ctypes.cast(page, ctypes.c_void_p).value
    places = range(first, first + step * count, step)
    deque(map(_loose_box(), repeat(handle), range(count), places), maxlen=0)
    sides = found.tolist()
    left, top, right, bottom = (sides[side::_SIDES] for side in range(_SIDES))  # the order of FS_RECTF
    return left, bottom, right, top


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


def baselines(page: Any, indices: Sequence[int], frame: Frame) -> list[float]:
    """y of the lines that the characters stand on."""
    x, y = ctypes.c_double(), ctypes.c_double()
    places = ctypes.byref(x), ctypes.byref(y)
    get = pdfium.FPDFText_GetCharOrigin
    xs, ys = [], []
    for index in indices:
        get(page, index, *places)
        xs.append(x.value)
        ys.append(y.value)
    return frame.columns(xs, ys, xs, ys)[1]


def angle_of(page: Any, at: int, frame: Frame) -> float:
    """By how much a character is turned clockwise against the upright page, in radians from -π to π."""
    angle = float(pdfium.FPDFText_GetCharAngle(page, at)) + math.radians(frame.turn)
    return (angle + math.pi) % math.tau - math.pi
