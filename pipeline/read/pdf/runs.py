"""Characters → runs of one line → pieces: what adjoins, what was drawn twice, which gaps are spaces.

Most lines need no look at each character: pdfium ends them itself, and a few comparisons over the whole line show that its
characters adjoin. Only where they do not, each is looked at.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import add, le, sub

from pipeline.notice import Box
from pipeline.read.cells import in_cells
from pipeline.read.layout.sheet import Piece
from pipeline.read.pdf.chars import Chars

_WIDE, _EVEN = 1.1, 1.5  # gap, in heights of a character, that ends a run; so many times the gap before it more
_SPACE = 0.75  # gap beside a Chinese character that is written as a space
_SPACES = 8  # spaces in a row at most
_WORD = 0.22  # gap between Latin letters that is written as a space
_BACK = 0.35  # step back that ends a run: narrow fonts and kerning overlap a little
_TWICE = 0.3  # shift of a character drawn twice, in heights
_SHIFT = 0.35  # shift of a baseline within a line: superscripts are more
_LEVEL = 0.2  # difference of heights' middles within a level line, in heights
_RAISED, _SMALL = 3, 0.75  # characters of a superscript at most, and its height beside the line's
_LEAN = 0.3  # rise from a line's first to its last character, in heights, with which it is no level line
_MOST = 1.6  # so many times the characters that stand under another one are more than all: most of them do
_ASCENT, _DESCENT = 0.88, 0.12  # of a Chinese character's square, from its baseline
_LINE = re.compile(r"[^\r\n]+")
_CHINESE = re.compile("[\u3400-\u9fff]")
_SOFT = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_EMPTY = re.compile("[ \u00ad\u200b\u200c\u200d\u2060\ufeff]")
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\u2028\u2029]")
_EAST = "\u2e80"  # the first of the Chinese characters and their points
_HYPHENS = {"\x02": "-", "\ufffe": "-"}  # how pdfium writes a hyphen at the end of a line


@dataclass(slots=True)
class Run:
    """Characters of one line in the order of the text, without a wide gap: their left and right edges.

    ``at``: index of the first one on the page; ``top`` and ``bottom`` of its line; ``rise``: by how much lower the last one
    stands. ``base``, ``height`` and ``angle`` (clockwise, radians) are set when the run is measured.
    """

    text: str
    x0: list[float]
    x1: list[float]
    at: int
    top: float
    bottom: float
    rise: float = 0.0
    base: float = 0.0
    height: float = 0.0
    angle: float = 0.0

    def size(self) -> float:
        """Height of the characters: a Chinese one's width where the height of the line bears it out."""
        tall = self.bottom - self.top
        found = _CHINESE.search(self.text)
        wide = self.x1[found.start()] - self.x0[found.start()] if found else 0.0
        return wide if 0.6 * tall < wide < 1.5 * tall else tall


def runs(chars: Chars) -> list[Run]:
    """Characters → runs. A character drawn twice in a row is one; pdfium's own spaces and line ends are left out."""
    found: list[Run] = []
    for match in _LINE.finditer(chars.text):
        start, end = match.span()
        text, at = match[0], chars.at[start:end]
        x0, x1, y0, y1 = chars.x0[start:end], chars.x1[start:end], chars.y0[start:end], chars.y1[start:end]
        if _EMPTY.search(text):
            kept = [place for place, (a, b) in enumerate(zip(x0, x1, strict=True)) if b > a or not _EMPTY.match(text[place])]
            if not kept:
                continue
            if len(kept) < len(text):
                at = [at[place] for place in kept]
                text = "".join([text[place] for place in kept])
                x0, x1, y0, y1 = ([column[place] for place in kept] for column in (x0, x1, y0, y1))
        height = max(y1[0] - y0[0], 0.1)
        middles = list(map(add, y0, y1))
        if max(middles) - min(middles) < 2 * _LEVEL * height:
            gaps = list(map(sub, x0[1:], x1))
            if not gaps or (min(gaps) > -_BACK * height and max(gaps) < _WIDE * height):
                found.append(Run(text, x0, x1, at[0], y0[0], y1[0]))
                continue
        found += _looked_at(Chars(text, at, x0, y0, x1, y1))
    return found


def _looked_at(chars: Chars) -> Iterator[Run]:
    """Runs of a line whose characters do not simply adjoin."""
    text: list[str] = []
    run = Run("", [], [], 0, 0.0, 0.0)
    left = middle = height = end = spread = 0.0
    for index, (char, x0, y0, x1, y1) in enumerate(zip(chars.text, chars.x0, chars.y0, chars.x1, chars.y1, strict=True)):
        if text and abs((y0 + y1) / 2 - middle) < _SHIFT * height:
            if char == text[-1] and abs(x0 - left) < _TWICE * height and x1 - x0 > _TWICE * height:
                continue
            gap = x0 - end
            if -_BACK * height < gap < _WIDE * height + spread:
                spread = min(_EVEN * gap, 2 * height) if gap > 0 else 0.0
                text.append(char)
                run.x0.append(x0)
                run.x1.append(x1)
                left, middle, end = x0, (y0 + y1) / 2, max(end, x1)  # a line may lean
                run.rise = middle - (run.top + run.bottom) / 2
                continue
        if text:
            run.text = "".join(text)
            yield run
        text, run = [char], Run("", [x0], [x1], chars.at[index], y0, y1)
        left, middle, height, end, spread = x0, (y0 + y1) / 2, max(y1 - y0, 0.1), x1, 0.0
    if text:
        run.text = "".join(text)
        yield run


def written_down(found: list[Run]) -> bool:
    """Whether most characters stand one under the other: vertical writing."""
    steps = sum(
        abs(other.x0[0] - one.x0[0]) < _SHIFT * (one.bottom - one.top)
        and _SHIFT < (other.top - one.top) / max(one.bottom - one.top, 0.1) < _WIDE + _SHIFT
        for one, other in pairwise(found)
        if len(one.text) == len(other.text) == 1
    )
    return steps * _MOST > sum(len(run.text) for run in found)


def same_line(one: Run, other: Run) -> bool:
    """Whether two runs stand on one baseline and are of one size."""
    low, high = sorted((one.height, other.height))
    return high < 1.4 * low and abs(one.base - other.base) < 0.2 * low


def woven(found: list[Run]) -> list[Run]:
    """Runs of one line that overlap or adjoin, drawn one after the other (by font, or twice for bold), as one run."""
    rows: list[list[Run]] = []
    for run in sorted(found, key=lambda each: (each.base, each.x0[0])):
        for row in reversed(rows[-4:]):
            if same_line(row[0], run):
                row.append(run)
                break
        else:
            rows.append([run])
    return _raised([run for row in rows for run in _joined(row)])


def _joined(row: list[Run]) -> Iterator[Run]:
    """The runs of a line, those that overlap or adjoin as one."""
    if len(row) == 1:
        yield row[0]
        return
    row.sort(key=lambda each: each.x0[0])
    group, in_order, end = row[:1], True, row[0].x1[-1]
    for run in row[1:]:
        gap = run.x0[0] - end
        if gap < _SPACE * run.height:
            group.append(run)
            in_order = in_order and gap >= -_BACK * run.height
            end = max(end, run.x1[-1])
        else:
            yield _one(group, in_order=in_order)
            group, in_order, end = [run], True, run.x1[-1]
    yield _one(group, in_order=in_order)


def _raised(found: list[Run]) -> list[Run]:
    """Superscripts put where they stand in their line; a few neighbours are looked at, not all lines."""
    kept: list[Run] = []
    for place, run in enumerate(found):
        if len(run.text) <= _RAISED:
            middle, x = run.base - run.height / 2, run.x0[0]
            near = (line for line in found[max(0, place - 4) : place + 5] if _SMALL * line.height > run.height)
            for line in near:
                size = line.height
                if line.base - size < middle < line.base and line.x0[0] < x < line.x1[-1] + _WORD * size:
                    _one([line, run], in_order=False)
                    break
            else:
                kept.append(run)
        else:
            kept.append(run)
    return kept


def _one(group: list[Run], *, in_order: bool) -> Run:
    """The first run with the others' characters put in, from left to right, each drawn twice once."""
    run = group[0]
    if len(group) == 1:
        return run
    chars = [char for each in group for char in zip(each.x0, each.x1, each.text, strict=True)]
    if not in_order:
        near = _TWICE * run.height
        merged: list[tuple[float, float, str]] = []
        for char in sorted(chars, key=lambda each: each[0]):
            if not any(old[2] == char[2] and char[0] - old[0] < near for old in merged[-3:]):
                merged.append(char)
        chars = merged
    run.x0, run.x1, run.text = [a for a, _, _ in chars], [b for _, b, _ in chars], "".join([c for _, _, c in chars])
    return run


def piece_of(run: Run) -> Piece | None:
    """The run as a piece, with the spaces that its gaps stand for; None where nothing is printed."""
    size, text = run.height, run.text
    plain = not _ODD.search(text) and all(map(le, run.x0, run.x0[1:]))
    if plain and max(map(sub, run.x0[1:], run.x1), default=0.0) <= _WORD * size:
        edges = [*run.x0, max(run.x1[-1], run.x0[-1])]
    else:
        text, edges = _spaced(run)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if first >= last:
        return None
    if last - first < len(text):
        text, edges = text[first:last], edges[first : last + 1]
    top, bottom, slope = run.base - _ASCENT * size, run.base + _DESCENT * size, 0.0
    wide = run.x0[-1] - run.x0[0]
    if abs(run.rise) > _LEAN * size and wide > 4 * size:
        slope = run.rise / wide
        top, bottom = top + min(0.0, run.rise), bottom + max(0.0, run.rise)
    return Piece(text, Box(edges[0], top, edges[-1], bottom), array("d", edges), size, None, slope)


def _spaced(run: Run) -> tuple[str, list[float]]:
    """The run's text with the spaces that gaps stand for, and its edges in rising order."""
    size = run.height
    text: list[str] = []
    edges: list[float] = []
    cells = in_cells(run.text, run.x0, run.x1, size)
    gaps = [0.0, *map(sub, run.x0[1:], run.x1), 0.0]  # the gap before each character
    end = -math.inf
    for place, (words, x0, x1) in enumerate(zip(run.text, run.x0, run.x1, strict=True)):
        if words in _SOFT:
            continue
        words = _HYPHENS.get(words, words)
        if x0 - end > _WORD * size and text and not (place in cells and text[-1] < _EAST and words < _EAST):
            alone = max(gaps[place - 1], gaps[place + 1]) < gaps[place] / 2
            spaces = _spaces(text[-2:], words, x0 - end, end - edges[-1], size, alone=alone)
            step = (x0 - end) / max(1, spaces)
            edges += [end + step * number for number in range(spaces)]
            text += " " * spaces
        if edges and x0 < edges[-1]:
            x0 = edges[-1]
        text.append(" " if words < " " and words.isspace() else words)
        edges.append(x0)
        end = max(x1, x0)
    return "".join(text), [*edges, end]


def _spaces(before: list[str], after: str, gap: float, wide: float, size: float, *, alone: bool) -> int:
    """How many spaces a gap stands for: between what, how wide, how wide the character before it is, and alone in its line."""
    last = before[-1]
    if last == " ":  # pdfium writes one space for several
        chinese = before[0] >= _EAST and after >= _EAST
        return min(_SPACES, round(gap / max(wide, 1.0))) if chinese else 0
    if last <= " " or after <= " " or "\u3000" in (last, after):
        return 0
    if last < _EAST and after < _EAST:
        return 1
    if gap <= _SPACE * size:
        return 0
    return 2 if alone else 1  # of characters that are spread evenly, one is enough
