"""A grid and the words inside of it → a table: the printed lines of each cell."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.notice import Box
from pipeline.read.layout.grid import Grid
from pipeline.read.layout.lines import Row, Run, rows_of
from pipeline.read.layout.sheet import Piece

_SLACK = 0.7  # characters by which a line in a cell may be short and still be full
_MARGIN = 0.9  # characters of room at most between a cell's edge and its full lines
_SHORT = 3  # characters of the lines of a narrow heading: 责任 / 单位
_CLOSERS = frozenset("，。、；：？！）》〉”’〕】」』％%,;)")
_COLUMN_LINES = 40  # lines of one cell from which a grid of one row is no table but columns


@dataclass(slots=True)
class TableCell:
    """A cell: the rows and columns that it covers, its place, and its printed lines.

    ``full`` says which of them go on; ``room``: the width that its lines may fill.
    """

    rows: int
    columns: int
    x0: float
    x1: float
    lines: list[Row] = field(default_factory=list)
    full: list[bool] = field(default_factory=list)
    room: float = 0.0

    @property
    def text(self) -> str:
        """Its words, without the breaks of its lines."""
        return "".join(line.text for line in self.lines)


@dataclass(slots=True)
class Table:
    """A table: a full grid of cells, None at the places that a merged one covers."""

    xs: list[float]
    top: float
    bottom: float
    rows: list[list[TableCell | None]]

    @property
    def x0(self) -> float:
        """Its left edge."""
        return self.xs[0]

    @property
    def y(self) -> float:
        """y of its upper edge: where it stands among the lines."""
        return self.top


def table_of(grid: Grid, runs: Iterable[Run]) -> Table | None:
    """The table with its words; None where it has none, or is the frame of columns of text."""
    inside: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        row = min(max(bisect_right(grid.ys, run.y) - 1, 0), len(grid.ys) - 2)
        for part, column in _parted(run, grid, row):
            inside.setdefault(grid.owner[row][column], []).append(part)
    if not inside:
        return None
    rows: list[list[TableCell | None]] = [[None] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    spans = _spans(grid)
    for (row, column), (down, right) in spans.items():
        cell = TableCell(down, right, grid.xs[column], grid.xs[column + right])
        cell.lines = rows_of(inside.get((row, column), ()))
        rows[row][column] = cell
    if len(rows) == 1 and max(len(cell.lines) for cell in rows[0] if cell) > _COLUMN_LINES:
        return None
    rows, xs = _without_empty(rows, grid.xs)
    if len(xs) < 3:
        return None
    wrap(rows)
    return Table(xs, grid.ys[0], grid.ys[-1], rows)


def _spans(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Rows and columns of each cell."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for row, line in enumerate(grid.owner):
        for column, cell in enumerate(line):
            found[cell] = (row - cell[0] + 1, column - cell[1] + 1)
    return found


def _parted(run: Run, grid: Grid, row: int) -> list[tuple[Run, int]]:
    """The run, or its parts where it reaches over a wall, each with its column."""
    last = len(grid.xs) - 2
    first = min(max(bisect_right(grid.xs, run.x0 + 0.5 * run.size) - 1, 0), last)
    end = min(max(bisect_right(grid.xs, run.x1 - 0.5 * run.size) - 1, 0), last)
    line = grid.owner[row]
    if first >= end or line[first] == line[end]:
        middle = min(max(bisect_right(grid.xs, (run.x0 + run.x1) / 2) - 1, 0), last)
        return [(run, middle)]
    shift = run.x0 - run.piece.edges[_lead(run)]
    cuts = [grid.xs[each] for each in range(first + 1, end + 1) if line[each] != line[each - 1]]
    parts, at, piece = [], 0, run.piece
    middles = [(one + two) / 2 + shift for one, two in zip(piece.edges, piece.edges[1:], strict=False)]
    for cut in [*cuts, float("inf")]:
        until = at
        while until < len(middles) and (middles[until] < cut or (until > at and _hangs(piece, until, cut - shift))):
            until += 1
        part = _part(piece, at, until)
        if part is not None:
            x0, x1 = part.edges[0] + shift, part.edges[-1] + shift
            new = Run(part, part.text, x0, x1, run.y, run.size)
            parts.append((new, min(max(bisect_right(grid.xs, (x0 + x1) / 2) - 1, 0), last)))
        at = until
    return parts


def _hangs(piece: Piece, at: int, wall: float) -> bool:
    """Whether a closing sign hangs over the cell's edge behind the word that it closes."""
    edges = piece.edges
    return piece.text[at] in _CLOSERS and edges[at] < wall + 0.1 * piece.size


def _lead(run: Run) -> int:
    return len(run.piece.text) - len(run.piece.text.lstrip(" \u3000\xa0"))


def _part(piece: Piece, start: int, end: int) -> Piece | None:
    """The piece's characters [start:end) without spaces at their ends."""
    while start < end and piece.text[start].isspace():
        start += 1
    while end > start and piece.text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    edges = array("d", piece.edges[start : end + 1])
    box = Box(min(edges[0], edges[-1]), piece.box.y0, max(edges[0], edges[-1]), piece.box.y1)
    return Piece(piece.text[start:end], box, edges, piece.size, piece.confidence, piece.slope)


def _without_empty(
    rows: list[list[TableCell | None]], xs: list[float]
) -> tuple[list[list[TableCell | None]], list[float]]:
    """The table without columns in which no cell begins and without rows in which none does (double lines, bent lines)."""
    kept = [any(line[column] is not None for line in rows) for column in range(len(xs) - 1)]
    if not all(kept):
        for line in rows:
            for column, cell in enumerate(line):
                if cell is not None:
                    cell.columns = sum(kept[column : column + cell.columns])
        rows = [[cell for cell, keep in zip(line, kept, strict=True) if keep] for line in rows]
        xs = [x for x, keep in zip(xs, [*kept, True], strict=True) if keep]
    bare = [all(cell is None for cell in line) for line in rows]
    if any(bare):
        for number, line in enumerate(rows):
            for cell in line:
                if cell is not None:
                    cell.rows -= sum(bare[number : number + cell.rows])
        rows = [line for line, empty in zip(rows, bare, strict=True) if not empty]
    return rows, xs


def wrap(rows: list[list[TableCell | None]]) -> None:
    """Say of each line in a cell whether it goes on in the next one: the cell's width is used up."""
    margins: dict[tuple[int, int], float] = {}
    for line in rows:
        for column, cell in enumerate(line):
            for printed in cell.lines if cell else ():
                margin = min(printed.x0 - cell.x0, cell.x1 - printed.x1)  # type: ignore[union-attr]
                margin = min(max(0.0, margin), _MARGIN * printed.size)
                key = column, cell.columns  # type: ignore[union-attr]
                margins[key] = min(margin, margins.get(key, margin))
    for line in rows:
        for column, cell in enumerate(line):
            if cell is not None and cell.lines:
                room = cell.room = cell.x1 - cell.x0 - 2 * margins[column, cell.columns]
                cell.full = [goes_on(one, two, room) for one, two in zip(cell.lines, cell.lines[1:], strict=False)]
                cell.full.append(is_full(cell.lines[-1], room))


def is_full(line: Row, room: float) -> bool:
    """Whether no further character would fit in behind the line."""
    return line.x1 - line.x0 + (1 + _SLACK) * line.size > room


def goes_on(line: Row, following: Row, room: float) -> bool:
    """Whether the next line's first word would not have fitted in behind the line."""
    if len(line.text) <= _SHORT and len(following.text) <= _SHORT:
        return True
    return line.x1 - line.x0 + first_word(following) + _SLACK * line.size > room


def first_word(row: Row) -> float:
    """Width of what may not be parted at the row's beginning: opening brackets, a character or Latin word, closing signs."""
    piece = row.runs[0].piece
    match = _FIRST_WORD.match(piece.text)
    return abs(piece.edges[match.end()] - piece.edges[match.start(1)]) if match else row.size


_FIRST_WORD = re.compile(
    r"[ \u3000\xa0]*([（《“‘〔【〈「『(\[]{0,4}(?:[!-~]{1,24}|.)[，。、；：？！）》〉”’〕】」』％%℃…,;:!?)\]]{0,4})", re.S
)
