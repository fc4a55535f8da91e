"""Characters → printed lines: widths, what may not begin or end a line, both edges flush."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.forms.fonts import Fonts

_NOT_FIRST = frozenset("。，、；：？！）》〉」』】〕”’…％%℃·．.,;:!?)]}")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")
_HANGING = frozenset("。，、；：")
_TOKEN = re.compile(r"[0-9A-Za-z]+(?:[.,:/@_-][0-9A-Za-z]+)*[%％℃]?|.", re.S)


@dataclass(frozen=True, slots=True)
class Char:
    """A character with its face and width in points."""

    text: str
    face: str
    width: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its characters, where it begins, and what is added to each character's width."""

    chars: tuple[Char, ...]
    x: float
    spacing: float

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(char.text for char in self.chars)

    @property
    def width(self) -> float:
        """Width in points, without the spacing."""
        return sum(char.width for char in self.chars)


def chars_of(text: str, face: str, size: float, fonts: Fonts) -> list[Char]:
    """The characters of a text in one face, others where it lacks them."""
    return [Char(char, fonts.face(face, char), fonts.width(face, char) * size) for char in text]


def breaks(chars: Sequence[Char], first: float, rest: float, *, hanging: bool = False) -> list[list[Char]]:
    """Characters parted into lines of at most ``first`` (the first line) and ``rest`` points.

    No closing sign begins a line and no opening one ends it; words of Latin letters and digits stay whole. With ``hanging``
    one point or comma may stand beyond the line's end, else the character before it goes down with it.
    """
    text = "".join(char.text for char in chars)
    lines: list[list[Char]] = []
    line: list[Char] = []
    room, used = first, 0.0
    for match in _TOKEN.finditer(text):
        token = list(chars[match.start() : match.end()])
        width = sum(char.width for char in token)
        if line and used + width > room + 0.01:
            sign = token[0].text in _NOT_FIRST
            if sign and hanging and token[0].text in _HANGING and used <= room:
                line += token
                used = room + 1  # only one hangs
                continue
            down = _carried(line) if sign or line[-1].text in _NOT_LAST else 0
            rest_of_line = line[len(line) - down :] if down else []
            lines.append(line[: len(line) - down])
            line = rest_of_line
            used, room = sum(char.width for char in line), rest
        line += token
        used += width
    if line:
        lines.append(line)
    return lines


def _carried(line: Sequence[Char]) -> int:
    """How many characters at the line's end have to go down with a sign that may not begin a line."""
    count = 1
    while count < len(line) - 1 and (line[-count].text in _NOT_FIRST or line[-count - 1].text in _NOT_LAST):
        count += 1
    while count < len(line) - 1 and line[-count].text.isascii() and line[-count - 1].text.isascii() and line[-count].text.isalnum():
        count += 1
    return count if count < len(line) - 1 else 0


def set_paragraph(
    chars: Sequence[Char], x: float, width: float, indent: float, *, hanging: bool = False, flush: bool = True
) -> list[Printed]:
    """A paragraph's printed lines between x and x + width, the first one indented."""
    parted = breaks(chars, width - indent, width, hanging=hanging)
    printed = []
    for index, line in enumerate(parted):
        left = x + (indent if index == 0 else 0)
        room = width - (indent if index == 0 else 0)
        inner = line[:-1] if hanging and line[-1].text in _HANGING and sum(c.width for c in line) > room else line
        slack = room - sum(char.width for char in inner)
        last = index + 1 == len(parted)
        spacing = slack / (len(inner) - 1) if flush and not last and len(inner) > 1 and 0 < slack < width / 8 else 0.0
        printed.append(Printed(tuple(line), left, spacing))
    return printed


def balanced(text: str, widths: Sequence[float], room: float) -> list[str]:
    """A title parted into lines of nearly the same length, where its words allow it."""
    total = sum(widths)
    count = max(1, -int(-total // room))
    lines, at = [], 0
    for left in range(count, 1, -1):
        want = sum(widths[at:]) / left
        best, best_cost, used = len(text), float("inf"), 0.0
        for cut in range(at + 1, len(text)):
            used += widths[cut - 1]
            if used > room:
                break
            bad = text[cut] in _NOT_FIRST or text[cut - 1] in _NOT_LAST
            bad |= text[cut - 1 : cut + 1].isascii() and text[cut - 1 : cut + 1].isalnum()
            good = 2 * text[cut].isspace() + (text[cut:].startswith(("关于", "印发", "转发", "《")) or text[cut - 1] == "》")
            remaining = sum(widths[cut:]) > room * (left - 1)
            cost = abs(used - want) / want + 10 * bad - 0.25 * good + 100 * remaining
            if cost < best_cost:
                best, best_cost = cut, cost
        lines.append(text[at:best].strip())
        at = best
    lines.append(text[at:].strip())
    return [line for line in lines if line]
