"""Task tables in plain text: rows whose cells are divided by tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Sequence
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


class Table(NamedTuple):
    """A task table: the lines it takes and its rows."""

    first: int
    last: int
    rows: tuple[Row, ...]


def _cells(line: Line) -> list[tuple[str, int, int]]:
    """Cells of a line with their spans; one for a line without dividers."""
    sign = next((sign for sign in _SIGNS if sign in line.text), "")
    if not sign:
        return [(line.text, line.start, line.end)]
    found, at = [], line.start
    for piece in line.text.split(sign):
        words = piece.strip()
        begin = at + len(piece) - len(piece.lstrip())
        found.append((words, begin, begin + len(words)))
        at += len(piece) + 1
    if sign != "\t":  # bars at both ends are a frame
        found = found[1:] if not found[0][0] else found
        found = found[:-1] if found and not found[-1][0] else found
    return found or [(line.text, line.start, line.end)]


def is_row(line: Line) -> bool:
    """The line has dividers of cells."""
    return any(sign in line.text for sign in _SIGNS)


def find_tables(lines: Sequence[Line]) -> list[Table]:
    """Tables whose heading names tasks and who or which place has to do them by when."""
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        if not is_row(lines[at]):
            at += 1
            continue
        last = at + 1
        while last < len(lines) and is_row(lines[last]):
            last += 1
        head = [words for words, _, _ in _cells(lines[at])]
        if _is_task_head(head):
            rows = _rows(lines[at + 1 : last], head)
            if rows:
                tables.append(Table(at, last, rows))
        at = last
    return tables


def _is_task_head(head: Sequence[str]) -> bool:
    if len(head) < 2 or any(len(words) > 30 for words in head):
        return False
    named = any(_NAMES.search(words) for words in head)
    owned = any(_OWNERS.search(words) for words in head) or any(_DATED.search(words) for words in head)
    allotted = any(_PLACES.match(words) for words in head) and any(_ALLOTS.search(words) for words in head)
    return (named and owned and any(_FIRST.search(words) or "内容" in words for words in head)) or allotted


def _rows(lines: Sequence[Line], head: Sequence[str]) -> tuple[Row, ...]:
    rows = []
    for line in lines:
        cells = _cells(line)
        if _RULE.match(line.text) or len(cells) < 2 or any(_TOTAL.match(words) for words, _, _ in cells[:2]):
            continue
        if sum(1 for words, _, _ in cells if words) < 2:  # a caption within the table, or an empty form
            continue
        named = tuple(
            (head[i] if i < len(head) else "", begin, end) for i, (_, begin, end) in enumerate(cells) if end > begin
        )
        number = cells[0][0] if _ORDINAL.search(head[0]) and cells[0][0].rstrip(".、").isdigit() else ""
        rows.append(Row(line.start, line.end, named, number))
    return tuple(rows)


def task_cell(text: str, row: Row) -> tuple[int, int] | None:
    """Span of the cell that names the row's task; None where it is a number or running text."""
    best = None
    for name, begin, end in row.cells:
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
