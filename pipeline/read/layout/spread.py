"""Tables over pages as one table: repeated headings, rows that a page broke, merged cells that go on.

Works on the tables of all pages before they are written. What a table's part adds to the part before stands in :class:`Part`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.lexicon import rule
from pipeline.read.layout.cells import Table, TableCell, goes_on
from pipeline.read.layout.lines import Row
from pipeline.read.layout.page import Laid

_FILE = "layout.toml"
_SAME_COLUMN = 8.0  # points by which the columns of two parts may differ
_SAME_SCANNED = 14.0  # … on scans
_HEADING_ROWS = 3  # rows that a heading has at most
_ALIKE = 0.8  # share of a heading's characters that a misread repetition keeps
_NUMBER = re.compile(r"[0-9]{1,3}[.、]?|[一二三四五六七八九十]{1,3}|[（(][0-9一二三四五六七八九十]{1,3}[）)]")
_STOP = re.compile("[。；！？]$")


@dataclass(slots=True)
class Part:
    """A table as it stands on one page.

    ``headings`` rows repeat the heading. ``glued``: lines of a later page that belong to the cells of its last row, by column.
    ``above``: columns whose first cell is the last one of the part before, going on.
    """

    table: Table
    page: int
    headings: int = 0
    glued: dict[int, list[tuple[int, Row]]] = field(default_factory=dict)
    above: frozenset[int] = frozenset()
    before: Part | None = None


def parts_of(pages: Sequence[Laid]) -> dict[int, list[Part]]:
    """The tables of every page (by its index), joined over pages."""
    found: dict[int, list[Part]] = {}
    open_part: Part | None = None  # a table that reaches its page's end
    for index, page in enumerate(pages):
        parts = [Part(table, index) for table in page.tables]
        found[index] = parts
        if parts and open_part is not None and _begins(page) and _same_columns(open_part, parts[0], pages):
            _join(open_part, parts[0])
        if parts:
            open_part = parts[-1] if _ends(page) else None
        elif page.rows or page.boxes:
            open_part = None
    return found


def _begins(page: Laid) -> bool:
    """Whether nothing stands above the page's first table."""
    return not page.rows or page.rows[0].y > page.tables[0].top


def _ends(page: Laid) -> bool:
    """Whether nothing stands below the page's last table."""
    bottom = max(table.bottom for table in page.tables)
    return not page.rows or page.rows[-1].y < page.tables[-1].bottom == bottom


def _same_columns(one: Part, other: Part, pages: Sequence[Laid]) -> bool:
    first, second = one.table.xs, other.table.xs
    if len(first) != len(second) or pages[one.page].width <= 0:
        return False
    ocr = pages[one.page].text_source == "ocr"
    shift = first[0] - second[0] if ocr else 0.0  # a scan lies anywhere
    most = _SAME_SCANNED if ocr else _SAME_COLUMN
    return all(abs(x - y - shift) < most for x, y in zip(first, second, strict=True))


def _join(one: Part, other: Part) -> None:
    """Say what the second part repeats and continues of the first one."""
    other.before = one
    first = one
    while first.before is not None:
        first = first.before
    other.headings = _headings(first.table.rows, other.table.rows)
    if other.headings >= len(other.table.rows):
        other.headings = 0
    upper = one.table.rows
    while len(upper) > 1 and _is_empty(upper[-1]):  # a row of which nothing but its upper edge fitted in
        _remove(upper, len(upper) - 1)
    while len(other.table.rows) > other.headings and _is_empty(other.table.rows[other.headings]):
        _remove(other.table.rows, other.headings)
    lower = other.table.rows[other.headings :]
    if not upper or not lower:
        return
    if _is_rest(upper, lower[0], _number_column(first.table.rows)):
        _glue(one, other, upper, lower[0])
        _remove(other.table.rows, other.headings)
        lower = other.table.rows[other.headings :]
    if lower:
        other.above = frozenset(_going_on(upper, lower))


def _is_empty(row: list[TableCell | None]) -> bool:
    return all(cell is None or not cell.lines for cell in row)


def _remove(rows: list[list[TableCell | None]], number: int) -> None:
    """Take a row without words out; cells that begin in it and go on below begin in the next one."""
    for column, cell in enumerate(rows[number]):
        if cell is None:
            at = next((at for at in range(number - 1, -1, -1) if rows[at][column] is not None), number)
            owner = rows[at][column]
            if owner is not None and at + owner.rows > number:
                owner.rows -= 1
        elif cell.rows > 1 and number + 1 < len(rows):
            cell.rows -= 1
            rows[number + 1][column] = cell
    del rows[number]


def _headings(first: list[list[TableCell | None]], rows: list[list[TableCell | None]]) -> int:
    """How many rows at the beginning repeat the table's first ones."""
    count = 0
    for one, other in zip(first[:_HEADING_ROWS], rows, strict=False):
        texts, again = _texts(one), _texts(other)
        if not any(texts) or not _alike("\t".join(texts), "\t".join(again)):
            break
        count += 1
    if count and any(cell is not None and cell.rows > count - number for number in range(count) for cell in rows[number]):
        return 0 if count == 1 else count - 1
    return count


def _texts(row: list[TableCell | None]) -> list[str]:
    return ["".join(cell.text.split()) if cell else "" for cell in row]


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if abs(len(one) - len(other)) > 0.2 * len(one) + 1 or not one:
        return False
    kept = sum(char in other for char in set(one))
    return len(one) >= 6 and kept >= _ALIKE * len(set(one)) and not any(char.isdigit() for char in one)


def _number_column(rows: list[list[TableCell | None]]) -> int | None:
    """The column that numbers the rows, by its heading or by its numbers."""
    for column in range(min(2, len(rows[0]) if rows else 0)):
        cells = [row[column] for row in rows]
        words = ["".join(cell.text.split()) for cell in cells if cell is not None and cell.lines]
        if words and rule(_FILE, "number_heading").fullmatch(words[0]):
            return column
        if len(words) > 2 and sum(_NUMBER.fullmatch(each) is not None for each in words) >= 0.8 * (len(words) - 1):
            return column
    return None


def _is_rest(upper: list[list[TableCell | None]], lower: list[TableCell | None], number: int | None) -> bool:
    """Whether the row is the rest of the last one above, broken by the page."""
    above = [_last_cell(upper, column) for column in range(len(lower))]
    filled = [column for column, cell in enumerate(lower) if cell is not None and cell.lines]
    if not filled or any(not _has_words(above[column]) for column in filled):
        return False
    if number is not None:
        cell = lower[number]
        return cell is not None and not cell.lines and _has_words(above[number])
    ended = sum(_STOP.search(above[column].text) is not None for column in filled)  # type: ignore[union-attr]
    broken = [column for column in filled if _reaches(above[column]) and not _STOP.search(above[column].text)]  # type: ignore[union-attr]
    empty = any(column not in filled and _has_words(above[column]) for column in range(len(lower)))
    return bool(broken) and not ended and empty


def _reaches(cell: TableCell | None) -> bool:
    """Whether the cell's last line is full."""
    return cell is not None and bool(cell.full) and cell.full[-1] and len(cell.lines) > 1


def _has_words(cell: TableCell | None) -> bool:
    return cell is not None and bool(cell.lines)


def _last_cell(rows: list[list[TableCell | None]], column: int) -> TableCell | None:
    """The cell that covers the column in the last row."""
    for number in range(len(rows) - 1, -1, -1):
        for at in range(column, -1, -1):
            cell = rows[number][at]
            if cell is not None:
                if number + cell.rows >= len(rows) and at + cell.columns > column:
                    return cell
                break
    return None


def _glue(one: Part, other: Part, upper: list[list[TableCell | None]], row: list[TableCell | None]) -> None:
    """Move the words of the row's rest into the row above, over the page's end."""
    for column, cell in enumerate(row):
        above = _last_cell(upper, column)
        if cell is None or not cell.lines or above is None:
            continue
        if above.lines and above.full:
            running = "，" in above.text and not _STOP.search(above.text)
            above.full[-1] = running or goes_on(above.lines[-1], cell.lines[0], above.room)
        one.glued.setdefault(column, []).extend((other.page, line) for line in cell.lines)
        above.lines, above.full = above.lines + cell.lines, above.full + cell.full
        cell.lines, cell.full = [], []


def _going_on(upper: list[list[TableCell | None]], lower: list[list[TableCell | None]]) -> list[int]:
    """Columns in which the last cell above goes on: a merged one, and nothing stands in the first one here."""
    number = _number_column(upper)
    found = []
    for column, cell in enumerate(lower[0]):
        if cell is None or cell.lines or column == number:
            continue
        above = _last_cell(upper, column)
        if above is not None and above.lines and (cell.rows > 1 or above.rows > 1):
            found.append(column)
    return found
