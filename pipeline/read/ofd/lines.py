"""Runs of characters → pieces of lines: what stands side by side is one piece, what was drawn twice is one character."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.notice import Box
from pipeline.read.cells import in_cells
from pipeline.read.layout.sheet import Piece

ASCENT, DESCENT = 0.88, 0.12
"""Parts of a Chinese character's square above and below its baseline."""

_GAP = 0.75  # gap, in heights of a character, that parts two pieces, and beside a Chinese character is written as a space
_WORD = 0.22  # gap between Latin letters that is written as a space
_BACK = 0.35  # step back in heights: more, and the runs lie upon each other
_TWICE = 0.3  # shift of a character drawn twice, in heights
_LEVEL = 0.2  # difference of baselines within a line, in heights
_ALIKE = 1.4  # ratio of heights within a line
_ROWS = 4  # lines above that may lie as high
_CHINESE = "\u2e80"  # from here on
_SOFT = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(slots=True)
class Run:
    """Characters that stand on one baseline without a wide gap: where each begins and ends, in points."""

    text: str
    starts: list[float]
    ends: list[float]
    base: float
    size: float


def pieces_of(runs: list[Run]) -> list[Piece]:
    """The pieces of lines that the runs make, by baseline and place; blanks at their ends are left out."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda each: (each.base, each.starts[0])):
        for row in reversed(rows[-_ROWS:]):
            if _level(row[0], run):
                row.append(run)
                break
        else:
            rows.append([run])
    found = (_piece(run) for row in rows for run in _joined(row))
    return [piece for piece in found if piece]


def _level(one: Run, other: Run) -> bool:
    low, high = sorted((one.size, other.size))
    return high < _ALIKE * low and abs(one.base - other.base) < _LEVEL * low


def _joined(row: list[Run]) -> Iterator[Run]:
    """The runs of one line, those put together that adjoin or lie upon each other."""
    row.sort(key=lambda each: each.starts[0])
    together, end, crossed = [row[0]], row[0].ends[-1], False
    for run in row[1:]:
        gap = run.starts[0] - end
        if gap >= _GAP * run.size:
            yield _together(together, crossed=crossed)
            together, crossed = [], False
        crossed |= bool(together) and gap < -_BACK * run.size
        together.append(run)
        end = max(end, run.ends[-1])
    yield _together(together, crossed=crossed)


def _together(runs: list[Run], *, crossed: bool) -> Run:
    """Runs as one. ``crossed``: some lie upon each other; then characters go by place, and one drawn twice is one."""
    first = runs[0]
    if len(runs) == 1:
        return first
    chars = [each for run in runs for each in zip(run.text, run.starts, run.ends, strict=True)]
    if crossed:
        near = _TWICE * first.size
        kept: list[tuple[str, float, float]] = []
        for char, start, end in sorted(chars, key=lambda each: each[1]):
            if not any(old == char and start - at < near for old, at, _ in kept[-3:]):
                kept.append((char, start, end))
        chars = kept
    text = "".join(char for char, _, _ in chars)
    return Run(text, [start for _, start, _ in chars], [end for _, _, end in chars], first.base, first.size)


def _piece(run: Run) -> Piece | None:
    """The run as a piece, with the spaces that its gaps stand for; None where nothing is printed."""
    text: list[str] = []
    edges: list[float] = []
    end = run.ends[0]
    cells: frozenset[int] | None = None
    for at, (char, start, behind) in enumerate(zip(run.text, run.starts, run.ends, strict=True)):
        if char in _SOFT:
            continue
        if start - end > _WORD * run.size and text and not (char.isspace() or text[-1].isspace()):
            latin = char < _CHINESE and text[-1] < _CHINESE
            if latin and cells is None:
                cells = in_cells(run.text, run.starts, run.ends, run.size)
            if start - end > (_WORD if latin else _GAP) * run.size and not (latin and cells and at in cells):
                text.append(" ")
                edges.append(end)
        start = max(start, edges[-1]) if edges else start
        text.append(" " if char < " " and char.isspace() else char)
        edges.append(start)
        end = max(behind, start)
    edges.append(end)
    first, last = 0, len(text)
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    if first == last:
        return None
    box = Box(edges[first], run.base - ASCENT * run.size, edges[last], run.base + DESCENT * run.size)
    return Piece("".join(text[first:last]), box, array("d", edges[first : last + 1]), run.size)
