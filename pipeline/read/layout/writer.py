"""Pages → raw text: lines with their places, tables, furniture, and the edits that make paragraphs of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.lexicon import rule
from pipeline.notice import Merge, Page
from pipeline.read.layout.cells import TableCell
from pipeline.read.layout.lines import Row, Run, spaces
from pipeline.read.layout.page import Laid
from pipeline.read.layout.spread import Part
from pipeline.read.raw import Cell, Raw, Words

LINE, PAGE_BREAK, HEADING, STOP = "layout.line", "layout.page_break", "layout.table_heading", "layout.lost_stop"
SPECK = "layout.speck"

_ROOM = 1.4  # characters between the middles of two with nothing printed between them; with a point there are two


@dataclass(slots=True)
class Above(Cell):
    """A cell without words of its own: the one above it on the page before goes on."""

    span: tuple[int, int] = (0, 0)


class Writer(Raw):
    """Writes laid-out pages."""

    def __init__(self) -> None:
        super().__init__()
        self._page = 0
        self._spans: dict[int, tuple[int, int]] = {}  # id of a table's cell → its span
        self._written: list[Cell] = []  # keeps ids unique

    def begin(self, page: Laid, joined: bool | None) -> None:
        """Begin a page, or the other half of one. ``joined``: the text goes on in it (True), or surely not (False)."""
        if page.number == self._page:
            return
        at = self.length
        first = not self._page
        self._page = page.number
        width, height = (page.width, page.height) if page.measured else (None, None)
        self.page(Page(page.number, 0, 0, page.text_source, page.confidence, width, height, page.rotation))
        if not first and joined is not None:
            self.drop(at, self.length, LINE if joined else PAGE_BREAK)

    def row(self, row: Row, *, goes_on: bool, following: Row | None = None) -> None:
        """Write a line; where it goes on its end is dropped, or a space between Latin words."""
        self._runs(row.runs)
        at, end = self.put("\n")
        if goes_on and following is not None:
            before, after = row.text[-1], following.text[0]
            latin = before.isascii() and (before.isalnum() or before in ",.;:?!") and after.isascii() and after.isalpha()
            self.drop(at, end, LINE, " " if latin else "")

    def stop(self) -> None:
        """Put the full stop that the line just written lost."""
        self.drop(self.length - 1, self.length, STOP, "。\n")

    def furniture(self, row: Row, name: str) -> None:
        """Write a line that is dropped again."""
        start = self.length
        self._runs(row.runs)
        self.put("\n")
        self.drop(start, self.length, name)

    def words(self, words: Words) -> tuple[int, int]:
        """Write words with their place; of recognised ones, points are dropped for which the line has no room."""
        start, end = super().words(words)
        if words.confidence is not None and words.edges is not None:
            for at in specks(words.text, words.edges):
                self.drop(start + at, start + at + 1, SPECK)
        return start, end

    def _runs(self, runs: Sequence[Run]) -> None:
        before: Run | None = None
        for run in runs:
            if before is not None:
                gap = spaces(before, run)
                if gap:
                    self.put(" " * gap)
            self.words(self._words(run))
            before = run

    def _words(self, run: Run, page: int = 0) -> Words:
        piece = run.piece
        return Words(piece.text, page or self._page, piece.box, piece.edges, piece.confidence, piece.slope)

    def part(self, part: Part, numbers: Sequence[int]) -> None:
        """Write a table as it stands on this page. ``numbers``: page numbers by index."""
        glued = {
            id(line): numbers[page] for lines in part.glued.values() for page, line in lines
        }
        rows = part.table.rows
        start = self.length
        for row in rows[: part.headings]:
            self._heading(row)
        if part.headings:
            self.drop(start, self.length, HEADING)
        cells: list[list[Cell | None]] = []
        for number, row in enumerate(rows[part.headings :]):
            line: list[Cell | None] = []
            for column, cell in enumerate(row):
                above = column in part.above and number == 0 and part.before is not None
                line.append(self._above(part, column, cell) if above else self._cell_of(cell, glued))
            cells.append(line)
        self.table(cells)

    def _heading(self, row: Sequence[TableCell | None]) -> None:
        for column, cell in enumerate(row):
            if column:
                self.put("\t")
            for index, line in enumerate(cell.lines if cell else ()):
                if index:
                    self.put(" ")
                self._runs(line.runs)
        self.put("\n")

    def _above(self, part: Part, column: int, cell: TableCell | None) -> Cell | None:
        """The cell that goes on from the page before."""
        before, owner = part.before, None
        for row in reversed(before.table.rows) if before else ():
            if row[column] is not None:
                owner = row[column]
                break
        if cell is None or owner is None:
            return self._cell_of(cell, {})
        made = Above([], cell.rows, cell.columns)
        made.span = self._spans.get(id(owner), (0, 0))
        self._spans[id(cell)] = made.span
        return made

    def _cell_of(self, cell: TableCell | None, glued: dict[int, int]) -> Cell | None:
        if cell is None:
            return None
        lines: list[Words] = []
        for index, row in enumerate(cell.lines):
            page = glued.get(id(row), 0)
            goes_on = index < len(cell.full) and cell.full[index]
            lines += [replace(self._words(run, page), goes_on=True) for run in row.runs]
            lines[-1].goes_on = goes_on
        made = _Owned(lines, cell.rows, cell.columns)
        made.owner = cell
        return made

    def _cell(self, cell: Cell) -> tuple[int, int]:
        if isinstance(cell, Above):
            if cell.span[0] < cell.span[1]:
                self._merges.append(Merge(self.length, *cell.span))
            return cell.span
        span = super()._cell(cell)
        if isinstance(cell, _Owned) and cell.owner is not None:
            self._spans[id(cell.owner)] = span
        return span


@dataclass(slots=True)
class _Owned(Cell):
    """A cell that knows which cell of the layout it is."""

    owner: TableCell | None = None


def specks(text: str, edges: Sequence[float]) -> list[int]:
    """Where points stand in recognised words whose neighbours leave no room for them: they are specks of the paper."""
    found = [match.start() for match in rule("layout.toml", "speck").finditer(text)]
    if not found:
        return []
    one = median(two - first for first, two in pairwise(edges))
    return [at for at in found if edges[at + 2] + edges[at + 1] - edges[at] - edges[at - 1] < 2 * _ROOM * one]
