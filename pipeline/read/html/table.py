"""Tables of a web page: which are tables and which only lay text out, and their cells as a full grid."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.read.html.paragraphs import Grid, blocks, collapse
from pipeline.read.html.tree import squeeze, unseen

_MOST_PLACES = 1_000_000  # places of one grid; a table that would have more is written without its merged cells
_MOST_COLUMNS = 1000  # as browsers do
_NESTED = 0.5  # share of a table's words in tables within it from which it only lays them out
_LONG = 600  # characters of one cell beyond which it holds paragraphs of a text …
_PARAGRAPHS = 6  # … where it has so many
_TEXT = 0.8  # … and so large a share of the table's words
_NUMBER = re.compile(r"\s*[0-9]{1,5}")


def _own(table: etree._Element) -> tuple[list[list[etree._Element]], list[etree._Element]]:
    """Cells by row, and the tables within the table. Cells without a row are rows of their own."""
    rows: list[list[etree._Element]] = []
    inner: list[etree._Element] = []
    skipped: etree._Element | None = None
    in_row = False
    walk = etree.iterwalk(table, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            skipped = None if element is skipped else skipped
            in_row = in_row and element.tag != "tr"
            continue
        if skipped is not None or element is table:
            continue
        if unseen(element) or element.tag == "table":
            if element.tag == "table":
                inner.append(element)
            skipped = element
            walk.skip_subtree()
        elif element.tag == "tr":
            rows.append([])
            in_row = True
        elif element.tag in ("td", "th"):
            if not in_row:
                rows.append([])
                in_row = True
            rows[-1].append(element)
    return [row for row in rows if row], inner


def _words(element: etree._Element) -> int:
    return sum(len(squeeze(text)) for text in element.itertext())


def read_table(table: etree._Element) -> Grid | None:
    """The cells of a table, None where it only lays text out.

    Layout is what has one row or one column, what mostly holds other tables, and what holds the paragraphs of a text
    in one of its cells.
    """
    rows, inner = _own(table)
    if len(rows) < 2 or max(len(row) for row in rows) < 2 or (table.get("role") or "").lower() == "presentation":
        return None
    caption = [child for child in table if child.tag == "caption" and not unseen(child)]
    if caption:
        return None if not squeeze("".join(caption[0].itertext())) else _with_caption(table, rows, inner, caption[0])
    return _grid(table, rows, inner)


def _with_caption(
    table: etree._Element, rows: list[list[etree._Element]], inner: list[etree._Element], caption: etree._Element
) -> Grid | None:
    grid = _grid(table, rows, inner)
    if grid is not None and grid.rows:
        width = len(grid.rows[0])
        lines = [line for block in blocks(caption) for line in block.lines]
        grid.rows.insert(0, [(lines, 1, width), *([None] * (width - 1))])
    return grid


def _grid(table: etree._Element, rows: list[list[etree._Element]], inner: list[etree._Element]) -> Grid | None:
    cells = [[(cell, _lines(cell)) for cell in row] for row in rows]
    sizes = [[(sum(map(len, lines)), len(lines)) for _, lines in row] for row in cells]
    total = sum(size for row in sizes for size, _ in row)
    if inner and sum(map(_words, inner)) > total * _NESTED:
        return None
    longest, lines = max(pair for row in sizes for pair in row)
    if longest > _LONG and lines > _PARAGRAPHS and longest > total * _TEXT:
        return None
    if all(sum(size > 0 for size, _ in row) < 2 for row in sizes):
        return None
    return Grid(_full(cells))


def _lines(cell: etree._Element) -> list[str]:
    if not len(cell):
        line = collapse(cell.text or "")
        return [line] if line.strip() else []
    return [line for block in blocks(cell) for line in block.lines if line.strip()]


Placed = tuple[list[str], int, int]


def _full(rows: list[list[tuple[etree._Element, list[str]]]]) -> list[list[Placed | None]]:
    """The full grid: merged cells at their upper left corner, None at every other place that they cover."""
    height = len(rows)
    covered: dict[tuple[int, int], bool] = {}
    placed: list[dict[int, Placed]] = [{} for _ in rows]
    width = places = 0
    merging = True
    for number, row in enumerate(rows):
        column = 0
        for cell, lines in row:
            while (number, column) in covered:
                column += 1
            spans = cell.attrib if merging else {}
            down = _span(spans.get("rowspan"), height - number) if spans else 1
            right = _span(spans.get("colspan"), _MOST_COLUMNS) if spans else 1
            places += down * right
            if places > _MOST_PLACES:
                merging, down, right = False, 1, 1
            placed[number][column] = (lines, down, right)
            for y in range(number, number + down) if down > 1 or right > 1 else ():
                for x in range(column, column + right):
                    if y > number or x > column:
                        covered[y, x] = True
            column += right
        width = max(width, column)
    # a span beyond the columns that any cell begins in covers nothing
    last = max((max(row, default=0) for row in placed), default=0)
    width = min(width, max(last + 1, max(len(row) for row in rows)))
    return [_row(found, number, width, covered) for number, found in enumerate(placed)]


def _row(found: dict[int, Placed], number: int, width: int, covered: dict[tuple[int, int], bool]) -> list[Placed | None]:
    out: list[Placed | None] = []
    for column in range(width):
        if column in found:
            lines, down, right = found[column]
            out.append((lines, down, min(right, width - column)))
        else:
            out.append(None if (number, column) in covered else ([], 1, 1))
    return out


def _span(text: str | None, most: int) -> int:
    """A rowspan or colspan, at most so many; 0 means all that are left."""
    match = _NUMBER.match(text or "")
    if not match:
        return 1
    number = int(match[0])
    return min(number, most) if number else (most if most < _MOST_COLUMNS else 1)
