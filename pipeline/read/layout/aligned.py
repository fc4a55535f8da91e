"""Tables without upright lines: rows below a heading whose words stand in columns that nothing crosses.

Taken for a table only where it is sure: the heading has words of such headings, every gutter is free, and it shows where
a row begins (a level line, a number, or every row is one line). Else the lines stay lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipeline.lexicon import rule
from pipeline.read.layout.cells import Table, TableCell, wrap
from pipeline.read.layout.lines import Row, Run, row_of, rows_of, segments

MAX_HEADINGS = 20
"""Headings of a page that are looked at."""

_FILE = "layout.toml"
_COLUMNS, _ROWS = 3, 2  # columns of a table, and rows below its heading, at least
_LONGEST = 12  # characters of a heading's cell
_APART = 4.0  # characters' heights between two lines of a table, at most
_GUTTER = 0.3  # characters between two columns, at least
_NUMBER = re.compile(r"[0-9]{1,3}[.、．]?|[一二三四五六七八九十]{1,3}、?|[（(][0-9一二三四五六七八九十]{1,3}[）)]")


def aligned(rows: list[Row], lines: Sequence[float]) -> tuple[list[Table], list[Row]]:
    """The tables among the lines of a page, and the other lines. ``lines``: y of ruling lines across the page."""
    tables: list[Table] = []
    taken: set[int] = set()
    looked = 0
    for index, row in enumerate(rows):
        if len(row.runs) < _COLUMNS or id(row) in taken:
            continue
        heads = segments(row)
        if not _is_heading(heads):
            continue
        looked += 1
        if looked > MAX_HEADINGS:
            break
        body = _body(rows, index, heads)
        table = _table([row, *body], heads, lines) if len(body) >= _ROWS else None
        if table is not None:
            tables.append(table)
            taken.update(id(each) for each in (row, *body))
    return tables, [row for row in rows if id(row) not in taken] if taken else rows


def _is_heading(heads: Sequence[Row]) -> bool:
    words = ["".join(each.text.split()) for each in heads]
    if len(words) < _COLUMNS or max(map(len, words)) > _LONGEST:
        return False
    known = sum(rule(_FILE, "table_heading").search(each) is not None for each in words)
    return known >= 2 and 2 * known >= len(words)


def _body(rows: Sequence[Row], index: int, heads: Sequence[Row]) -> list[Row]:
    """The lines below the heading up to the first one that crosses its columns or stands apart."""
    middles = [(each.x0 + each.x1) / 2 for each in heads]
    numbered = rule(_FILE, "number_heading").search("".join(heads[0].text.split())) is not None
    found: list[Row] = []
    before = rows[index]
    for row in rows[index + 1 :]:
        if row.y - before.y > _APART * row.size:
            break
        if any(bisect_right(middles, run.x1) - bisect_right(middles, run.x0) > 1 for run in row.runs):
            break
        if numbered and row.x1 < middles[1] and not _NUMBER.fullmatch(row.text):
            break
        found.append(row)
        before = row
    return found


def _table(rows: list[Row], heads: Sequence[Row], lines: Sequence[float]) -> Table | None:
    """The table; None where its columns or rows are not sure."""
    columns = _columns(rows, heads)
    if columns is None:
        return None
    size = rows[0].size
    extents = [(min(run.x0 for run in each), max(run.x1 for run in each)) for each in columns]
    if any(right[0] - left[1] < _GUTTER * size for left, right in pairwise(extents)):
        return None
    xs = [extents[0][0] - size / 2, *((one[1] + two[0]) / 2 for one, two in pairwise(extents)), extents[-1][1] + size / 2]
    groups = _groups(rows, xs, lines)
    if groups is None:
        return None
    made: list[list[TableCell | None]] = []
    for group in groups:
        cells: list[list[Run]] = [[] for _ in heads]
        for row in group:
            for run in row.runs:
                cells[_column(xs, run)].append(run)
        made.append([TableCell(1, 1, xs[at], xs[at + 1], rows_of(runs)) for at, runs in enumerate(cells)])
    wrap(made)
    return Table(xs, rows[0].top, rows[-1].bottom, made)


def _column(xs: Sequence[float], run: Run) -> int:
    return min(max(bisect_right(xs, (run.x0 + run.x1) / 2) - 1, 0), len(xs) - 2)


def _columns(rows: Sequence[Row], heads: Sequence[Row]) -> list[list[Run]] | None:
    """The runs of each column: the heading's cell that they overlap most, or stand nearest to."""
    columns: list[list[Run]] = [[] for _ in heads]
    for row in rows:
        for run in row.runs:
            overlaps = [min(run.x1, head.x1) - max(run.x0, head.x0) for head in heads]
            columns[max(range(len(heads)), key=overlaps.__getitem__)].append(run)
    return columns if all(len(each) > 1 for each in columns) else None


def _groups(rows: list[Row], xs: Sequence[float], lines: Sequence[float]) -> list[list[Row]] | None:
    """The printed lines of each of the table's rows; None where it does not show."""
    inside = [y for y in lines if rows[0].y < y < rows[-1].y]
    if len(inside) >= _ROWS:
        bands: dict[int, list[Row]] = {}
        for row in rows:
            bands.setdefault(bisect_right(inside, row.y), []).append(row)
        return list(bands.values())
    first = [row_of(left) if (left := [run for run in row.runs if _column(xs, run) == 0]) else None for row in rows]
    if rule(_FILE, "number_heading").search("".join(first[0].text.split()) if first[0] else ""):
        if first[1] is None:
            return None
        groups: list[list[Row]] = [[rows[0]]]
        for row, number in zip(rows[1:], first[1:], strict=True):
            if number is None:
                groups[-1].append(row)
            elif _NUMBER.fullmatch(number.text.strip()):
                groups.append([row])
            else:
                return None
        return groups
    filled = all(len({_column(xs, run) for run in row.runs}) == len(xs) - 1 for row in rows)
    return [[row] for row in rows] if filled else None
