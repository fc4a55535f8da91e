"""Task tables in plain text: rows whose cells are divided by tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.structure.lines import Line

_HEAD = re.compile(r"任务|事项|内容|措施|举措|项目|指标|责任|牵头|配合|时限|时间|进度|目标|单位|部门|要求")
_TASK = re.compile(r"任务|事项|措施|举措|内容|项目|要求|工作|指标")
_OWNER = re.compile(r"责任|牵头|主办|承办|负责|单位|部门")
_RULE = re.compile(r"^[\s|:：\-—─+=]+$")


class Row(NamedTuple):
    """A row of a table: its span and its cells (heading, start, end)."""

    start: int
    end: int
    cells: tuple[tuple[str, int, int], ...]


class Table(NamedTuple):
    """A task table: the lines it takes and its rows."""

    first: int
    last: int
    rows: tuple[Row, ...]


def _cells(line: Line) -> list[tuple[str, int, int]]:
    """Cells of a line with their spans; one for a line without dividers."""
    sign = "\t" if "\t" in line.text else "|" if "|" in line.text else "｜" if "｜" in line.text else ""
    if not sign:
        return [(line.text, line.start, line.end)]
    found, at = [], line.start
    for piece in line.text.split(sign):
        words = piece.strip()
        begin = at + len(piece) - len(piece.lstrip())
        found.append((words, begin, begin + len(words)))
        at += len(piece) + 1
    if sign != "\t":  # bars at both ends are a frame
        found = found[1:] if found and not found[0][0] else found
        found = found[:-1] if found and not found[-1][0] else found
    return found


def find_tables(lines: Sequence[Line]) -> list[Table]:
    """Tables whose heading names tasks and those who have to do them."""
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        if not any(sign in lines[at].text for sign in "\t|｜"):
            at += 1
            continue
        head = [words for words, _, _ in _cells(lines[at])]
        last = at + 1
        while last < len(lines) and any(sign in lines[last].text for sign in "\t|｜"):
            last += 1
        names = sum(1 for words in head if len(words) < 16 and _HEAD.search(words))
        if len(head) >= 2 and names >= 2 and any(_TASK.search(words) for words in head) and any(_OWNER.search(words) for words in head):
            rows = _rows(lines[at + 1 : last], head)
            if rows:
                tables.append(Table(at, last, rows))
        at = last
    return tables


def _rows(lines: Sequence[Line], head: Sequence[str]) -> tuple[Row, ...]:
    rows = []
    for line in lines:
        if _RULE.match(line.text):
            continue
        cells = _cells(line)
        if len(cells) < 2:
            continue
        named = tuple((head[i] if i < len(head) else "", begin, end) for i, (_, begin, end) in enumerate(cells) if end > begin)
        rows.append(Row(line.start, line.end, named))
    return tuple(rows)


def task_cell(row: Row) -> tuple[int, int] | None:
    """Span of the cell that names the row's task."""
    best = None
    for name, begin, end in row.cells:
        if _TASK.search(name) and not _OWNER.search(name) and (best is None or "任务" in name or "事项" in name):
            best = (begin, end)
            if "任务" in name or "事项" in name:
                break
    return best
