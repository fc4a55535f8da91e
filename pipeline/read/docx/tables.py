"""Tables of Word as full grids: columns from the edges that cells really have, merged cells, tables that only place text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pipeline.read.docx.runs import Bit

NEAR = 80
"""Edges of cells in twentieths of a point that are one edge: hand-drawn tables have such steps between their rows."""

MAX_CELLS = 200_000
"""Places of a grid. A list of 5,000 rows with 12 columns has 60,000."""

FEW = 3
"""Rows and columns up to which a table without lines between columns places text: mastheads, signatures, the imprint."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its words, label included, without the line end."""

    bits: list[Bit]


@dataclass(slots=True)
class GridCell:
    """A cell and how many rows and columns it covers."""

    blocks: list[Block]
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Grid:
    """A table: a merged cell stands at its upper left corner, None at the other places that it covers."""

    rows: list[list[GridCell | None]]
    ruled: bool = True

    @property
    def places_text(self) -> bool:
        """Whether the table only puts text where it stands: one column, or few rows without lines between columns."""
        columns = max(map(len, self.rows), default=0)
        return columns == 1 or (not self.ruled and columns <= FEW and len(self.rows) <= FEW)


Block: TypeAlias = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell as a row has it: the columns of the declared grid that it covers, and whether it goes on from above."""

    start: int
    end: int
    begins: bool = False
    goes_on: bool = False
    blocks: list[Block] = field(default_factory=list)

    def wider(self, by: int) -> Slot:
        """The cell with so many columns more."""
        return replace(self, end=self.end + by)


def grid_of(rows: Sequence[Sequence[Slot]], positions: Sequence[int], ruled: bool) -> Grid:
    """The grid of a table's rows. ``positions``: where the declared columns begin."""
    rows = [row for row in rows if row]
    columns, width = _columns(rows, positions)
    if width * len(rows) > MAX_CELLS:
        return Grid([[GridCell(slot.blocks) for slot in row] for row in rows], ruled)
    grid: list[list[GridCell | None]] = []
    owners: dict[int, tuple[int, GridCell]] = {}  # by their first column: one behind the last, and the cell
    for row in rows:
        line: list[GridCell | None] = []
        for slot in row:
            start, end = columns[slot.start], columns[slot.end]
            line += [GridCell([]) for _ in range(start - len(line))]
            owner = owners.get(start)
            if slot.goes_on and owner and owner[0] == end:
                owner[1].rows += 1
                line += [None] * (end - start)
                continue
            cell = GridCell(slot.blocks, 1, end - start)
            for column in range(start, end):
                owners.pop(column, None)
            if slot.begins:
                owners[start] = (end, cell)
            line += [cell, *[None] * (end - start - 1)]
        line += [GridCell([]) for _ in range(width - len(line))]
        grid.append(line)
    return Grid(grid, ruled)


def _columns(rows: Sequence[Sequence[Slot]], positions: Sequence[int]) -> tuple[dict[int, int], int]:
    """Columns by declared edges, and how many there are. An edge that no cell has makes none."""
    edges = sorted({edge for row in rows for slot in row for edge in (slot.start, slot.end)} | {0})
    near = _numbered(edges, positions)
    if any(near[slot.start] >= near[slot.end] for row in rows for slot in row):
        near = {edge: index for index, edge in enumerate(edges)}
    return near, max(near.values(), default=0)


def _numbered(edges: Sequence[int], positions: Sequence[int]) -> dict[int, int]:
    """Edges as columns; edges so near to each other that nobody sees a step are one."""
    out: dict[int, int] = {}
    column, first = -1, None
    for edge in edges:
        place = positions[edge] if edge < len(positions) else None
        if first is None or place is None or place - first >= NEAR:
            column, first = column + 1, place
        out[edge] = column
    return out
