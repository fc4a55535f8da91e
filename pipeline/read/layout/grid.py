"""Ruling lines → grids: where tables stand, their rows and columns, and which cells are merged.

Lines that touch make one table. A single frame, the line under a masthead, underlines and the lines of an imprint have
no two columns and are none.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.notice import Box

MAX_RULES = 6_000
"""Ruling lines of a page that are looked at. A table of 60 rows and 12 columns, each cell framed, has 2,900."""
MAX_CELLS = 20_000
"""Cells of one table."""

_THIN = 4.0  # points: a rule is thinner, or a tenth of its length
_NEAR = 2.5  # points between two lines that are drawn as one, and between a line's end and the one that it meets
_SHORT = 5.0  # points: shorter rules are no lines of a table
_LEAST_OPEN = 3  # upright lines that reach beyond the last level one, where a table's upper or lower side is open
_OPEN = 6.0  # points that the rows of a table reach beyond its outer upright lines, where its sides are open


@dataclass(slots=True)
class Stroke:
    """A level or upright line: its place across, and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Grid:
    """Rows and columns of a table by their edges; ``owner`` says for each place which cell covers it (its upper left place)."""

    xs: list[float]
    ys: list[float]
    owner: list[list[tuple[int, int]]]

    @property
    def box(self) -> Box:
        """The table's place."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


@dataclass(slots=True)
class Ruled:
    """What the ruling lines of a page are: tables, frames around text, and level lines that stand alone."""

    grids: list[Grid] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    lines: list[Stroke] = field(default_factory=list)
    left_out: int = 0


def ruled(rules: list[Box], slope: float, width: float, height: float) -> Ruled:
    """The tables and frames of a page, level."""
    found = Ruled(left_out=max(0, len(rules) - MAX_RULES))
    level, upright = _strokes(rules[:MAX_RULES], slope, width, height)
    level, upright = _merged(level), _merged(upright)
    touching, found.lines = _components(level, upright)
    for rows, columns in touching:
        grid = _grid(rows, columns)
        if grid is None:
            continue
        cells = {cell for line in grid.owner for cell in line}
        if len(cells) == 1:
            found.frames.append(grid.box)
        elif len(grid.xs) > 2:
            found.grids.append(grid)
    found.grids.sort(key=lambda each: (each.ys[0], each.xs[0]))
    return found


def _strokes(rules: Iterable[Box], slope: float, width: float, height: float) -> tuple[list[Stroke], list[Stroke]]:
    """Level and upright lines. A box with an inside is its four sides."""
    level: list[Stroke] = []
    upright: list[Stroke] = []
    for rule in rules:
        if not all(map(math.isfinite, rule)):
            continue
        x0, x1 = sorted((min(max(rule.x0, 0.0), width), min(max(rule.x1, 0.0), width)))
        y0, y1 = sorted((min(max(rule.y0, 0.0), height), min(max(rule.y1, 0.0), height)))
        if slope:
            middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
            right, down = slope * (middle_y - height / 2), -slope * (middle_x - width / 2)
            x0, x1, y0, y1 = x0 + right, x1 + right, y0 + down, y1 + down
        across, high = x1 - x0, y1 - y0
        if across >= high and (high <= _THIN or high * 10 < across):
            if across >= _SHORT:
                level.append(Stroke((y0 + y1) / 2, x0, x1))
        elif high > across and (across <= _THIN or across * 10 < high):
            if high >= _SHORT:
                upright.append(Stroke((x0 + x1) / 2, y0, y1))
        else:
            level += [Stroke(y0, x0, x1), Stroke(y1, x0, x1)]
            upright += [Stroke(x0, y0, y1), Stroke(x1, y0, y1)]
    return level, upright


def _merged(strokes: list[Stroke]) -> list[Stroke]:
    """Strokes on one line that touch or overlap as one stroke."""
    found: list[Stroke] = []
    strokes.sort(key=lambda each: each.at)
    first = 0
    while first < len(strokes):
        last = first
        while last + 1 < len(strokes) and strokes[last + 1].at - strokes[first].at <= _NEAR:
            last += 1
        group = sorted(strokes[first : last + 1], key=lambda each: each.start)
        at = sum(each.at for each in group) / len(group)
        current = Stroke(at, group[0].start, group[0].end)
        for each in group[1:]:
            if each.start <= current.end + _NEAR:
                current.end = max(current.end, each.end)
            else:
                found.append(current)
                current = Stroke(at, each.start, each.end)
        found.append(current)
        first = last + 1
    return found


def _components(
    level: list[Stroke], upright: list[Stroke]
) -> tuple[list[tuple[list[Stroke], list[Stroke]]], list[Stroke]]:
    """Strokes that touch each other, at one remove or more; and the level ones that touch no other."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    heights = [each.at for each in level]  # in order
    for number, stroke in enumerate(upright, len(level)):
        first = bisect_left(heights, stroke.start - _NEAR)
        for index in range(first, bisect_right(heights, stroke.end + _NEAR)):
            if level[index].start - _NEAR <= stroke.at <= level[index].end + _NEAR:
                parent[root(index)] = root(number)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for index, stroke in enumerate([*level, *upright]):
        groups.setdefault(root(index), ([], []))[index >= len(level)].append(stroke)
    alone = [group[0][0] for group in groups.values() if len(group[0]) == 1 and not group[1]]
    return [group for group in groups.values() if (len(group[0]) > 1 and group[1]) or len(group[1]) > 2], alone


def _grid(level: list[Stroke], upright: list[Stroke]) -> Grid | None:
    """The grid of strokes that touch; None where they enclose nothing."""
    ys, xs = _places(level), _places(upright)
    ys = _opened(ys, upright, len(xs))
    left, right = min(each.start for each in level), max(each.end for each in level)
    if left < xs[0] - _OPEN:
        xs.insert(0, left)
    if right > xs[-1] + _OPEN:
        xs.append(right)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > MAX_CELLS:
        return None
    below = _walls(level, ys, xs)  # below[y][c]: a line at ys[y] over column c
    beside = _walls(upright, xs, ys)  # beside[x][r]: a line at xs[x] along row r
    owner: list[list[tuple[int, int] | None]] = [[None] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] is None:
                _fill(owner, row, column, below, beside)
    return Grid(xs, ys, [[cell or (0, 0) for cell in line] for line in owner])


def _opened(ys: list[float], upright: list[Stroke], columns: int) -> list[float]:
    """The rows' edges, and where most upright lines begin and end beyond them: a page broke the table within a row."""
    least = max(_LEAST_OPEN, 0.6 * columns)
    for ends, sign in (([each.start for each in upright], 1), ([-each.end for each in upright], -1)):
        at = min(ends)
        edge = ys[0] if sign > 0 else -ys[-1]
        if at < edge - _OPEN and sum(each - at < _NEAR for each in ends) >= least:
            ys = [at, *ys] if sign > 0 else [*ys, -at]
    return ys


def _fill(
    owner: list[list[tuple[int, int] | None]], row: int, column: int, below: list[list[bool]], beside: list[list[bool]]
) -> None:
    """Give the cell that begins here all places up to its walls."""
    rows, columns = len(owner), len(owner[0])
    right = column + 1
    while right < columns and not beside[right][row] and owner[row][right] is None:
        right += 1
    bottom = row + 1
    while bottom < rows and not any(below[bottom][each] for each in range(column, right)):
        if any(owner[bottom][each] is not None for each in range(column, right)):
            break
        if any(beside[each][bottom] for each in range(column + 1, right)):
            break
        bottom += 1
    for down in range(row, bottom):
        owner[down][column:right] = [(row, column)] * (right - column)


def _places(strokes: list[Stroke]) -> list[float]:
    """Where the strokes stand, each place once."""
    found: list[float] = []
    for at in sorted(each.at for each in strokes):
        if not found or at - found[-1] > _NEAR:
            found.append(at)
    return found


def _walls(strokes: list[Stroke], across: list[float], along: list[float]) -> list[list[bool]]:
    """For each place of ``across``, and each interval of ``along``: whether a stroke covers the middle of it."""
    middles = [(one + two) / 2 for one, two in itertools.pairwise(along)]
    walls = [[False] * len(middles) for _ in across]
    for stroke in strokes:
        index = min(bisect_left(across, stroke.at - _NEAR), len(across) - 1)
        for each in range(bisect_left(middles, stroke.start), bisect_right(middles, stroke.end)):
            walls[index][each] = True
    return walls
