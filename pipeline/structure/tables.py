"""Task tables in plain text: rows whose cells are divided by tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pipeline.structure.lexicon import pattern
from pipeline.structure.lines import Line

_NAMES = pattern("table.names")
_FIRST = pattern("table.task")
_OWNERS = pattern("table.owner")
_PLACES = pattern("table.place")
_ALLOTS = pattern("table.allots")
_DATED = pattern("table.term")
_ORDINAL = pattern("table.ordinal")
_RULE = re.compile(r"^[\s|:：\-—─+=]+$")
_TOTAL = pattern("table.total")
_SIGNS = "\t|｜"


class Row(NamedTuple):
    """A row of a table: its span, its cells (heading, start, end) and its printed ordinal."""

    start: int
    end: int
    cells: tuple[tuple[str, int, int], ...]
    number: str


class _Cell(NamedTuple):
    """A cell: where it begins in its row, and the span of its words (of another row's where a merged cell covers it)."""

    at: int
    start: int
    end: int
    merged: bool = False

    @property
    def empty(self) -> bool:
        return self.start >= self.end


class Table(NamedTuple):
    """A task table: the lines it takes and its rows."""

    first: int
    last: int
    rows: tuple[Row, ...]


def _cells(line: Line) -> list[_Cell]:
    """Cells of a line with their spans; one for a line without dividers. The line's own margins may be empty cells."""
    sign = next((sign for sign in _SIGNS if sign in line.text), "")
    if not sign:
        return [_Cell(line.start, line.start, line.end)]
    found, at = [], line.start
    for piece in line.text.split(sign):
        begin = at + len(piece) - len(piece.lstrip())
        found.append(_Cell(at, begin, begin + len(piece.strip())))
        at += len(piece) + 1
    if sign != "\t":  # bars at both ends are a frame
        found = found[1:] if found[0].empty else found
        found = found[:-1] if found and found[-1].empty else found
    return found or [_Cell(line.start, line.start, line.end)]


def is_row(line: Line) -> bool:
    """The line has dividers of cells."""
    return any(sign in line.text for sign in _SIGNS)


def find_tables(text: str, lines: Sequence[Line], merges: Mapping[int, tuple[int, int]] = MappingProxyType({})) -> list[Table]:
    """Tables whose heading names tasks and who or which place has to do them by when.

    ``merges``: where a merged cell covers a place without words of its own, the span of that cell's words.
    """
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        if not is_row(lines[at]):
            at += 1
            continue
        last = at + 1
        while last < len(lines) and is_row(lines[last]):
            last += 1
        rows = [_covered(_cells(line), merges) for line in lines[at:last]]
        head, depth = _head(text, rows)
        if _is_task_head(head):
            found = _rows(text, lines[at + depth : last], rows[depth:], head)
            if found:
                tables.append(Table(at, last, found))
        at = last
    return tables


def _covered(cells: list[_Cell], merges: Mapping[int, tuple[int, int]]) -> list[_Cell]:
    """The cells, those that a merged one of an earlier row covers with its words."""
    if not merges:
        return cells
    found = []
    for cell in cells:
        span = merges.get(cell.at) if cell.empty else None
        found.append(_Cell(cell.at, *span, merged=True) if span and span[1] < cells[0].at else cell)
    return found


def _head(text: str, rows: Sequence[list[_Cell]]) -> tuple[list[str], int]:
    """The headings of the columns and the number of rows that they take.

    A caption over all columns stands before them; a heading over several columns (责任分工) has a row of headings under it.
    """
    first = 0
    while first + 1 < len(rows) and len({(cell.start, cell.end) for cell in rows[first] if not cell.empty}) < 2:
        first += 1
    spans = {(cell.start, cell.end) for cell in rows[first]}
    depth = first + 1
    while depth < len(rows) and any(cell.merged and (cell.start, cell.end) in spans for cell in rows[depth]):
        spans |= {(cell.start, cell.end) for cell in rows[depth]}
        depth += 1
    names = []
    for column, top in enumerate(rows[first]):
        under = [row[column] for row in rows[first + 1 : depth] if column < len(row) and not row[column].empty]
        lowest = under[-1] if under else top
        names.append(text[lowest.start : lowest.end])
    return names, depth


def _is_task_head(head: Sequence[str]) -> bool:
    if len(head) < 2 or any(len(words) > 30 for words in head):
        return False
    named = any(_NAMES.search(words) for words in head)
    owned = any(_OWNERS.search(words) for words in head) or any(_DATED.search(words) for words in head)
    allotted = any(_PLACES.match(words) for words in head) and any(_ALLOTS.search(words) for words in head)
    return (named and owned and any(_FIRST.search(words) or "内容" in words for words in head)) or allotted


def _rows(text: str, lines: Sequence[Line], rows: Sequence[list[_Cell]], head: Sequence[str]) -> tuple[Row, ...]:
    found = []
    for line, cells in zip(lines, rows, strict=True):
        words = [text[cell.start : cell.end] for cell in cells]
        if _RULE.match(line.text) or len(cells) < 2 or any(_TOTAL.match(each) for each in words[:2]):
            continue
        if len({(cell.start, cell.end) for cell in cells if not cell.empty}) < 2:  # a caption within the table, or an empty form
            continue
        own = [cell for cell in cells if not cell.merged and not cell.empty]
        if not own:
            continue
        if words[: len(head)] == list(head)[: len(words)]:  # the heading once more, on the next page
            continue
        named = tuple(
            (head[i] if i < len(head) else "", cell.start, cell.end) for i, cell in enumerate(cells) if not cell.empty
        )
        first = "" if cells[0].merged else words[0]
        number = first if _ORDINAL.search(head[0]) and first.rstrip(".、").isdigit() else ""
        found.append(Row(own[0].start, own[-1].end, named, number))
    return tuple(found)


def task_cell(text: str, row: Row) -> tuple[int, int] | None:
    """Span of the cell that names the row's task; None where it is a number or running text."""
    best = None
    for name, begin, end in row.cells:
        if begin < row.start:  # a merged cell: its words stand in an earlier row
            continue
        if not _FIRST.search(name) or _OWNERS.search(name) or _DATED.search(name):
            continue
        best = (begin, end)
        break
    if best is None:
        return None
    words = text[best[0] : best[1]]
    if not re.search(r"[一-鿿]{2}", words) or len(words) > 40 or re.search(r"[。；].", words):
        return None
    return best
