"""Sheets → source: reading order, tables, running heads and page numbers, and which lines are one paragraph.

The same for every format that has pages: PDF, scans, OFD. Each sheet is brought to lines and tables as it comes (its
ruling lines are not kept); what stands at the edges of pages, margins and paragraphs are then known over all pages.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.notice import Box, Problem, Source
from pipeline.read.layout import furniture, misread
from pipeline.read.layout.columns import flows
from pipeline.read.layout.grid import MAX_RULES
from pipeline.read.layout.lines import MAX_PIECES, Row
from pipeline.read.layout.page import Laid, laid
from pipeline.read.layout.paragraphs import Habits, Measure, agree, habits, joins, measure, parted, stop_lost
from pipeline.read.layout.sheet import Piece, Sheet
from pipeline.read.layout.spread import Part, parts_of
from pipeline.read.layout.writer import Writer

__all__ = ["Piece", "Sheet", "assemble"]


@dataclass(slots=True)
class _Item:
    """A line or a table in its place in the reading order.

    ``goes_on``: the next item continues the line's paragraph; ``parted``: on the next page, and it surely does not.
    """

    page: int
    row: Row | None = None
    part: Part | None = None
    flow: int = 0
    goes_on: bool = False
    parted: bool = False
    stop_lost: bool = False


def assemble(sheets: Iterable[Sheet], path: str, sha256: str, problems: Sequence[Problem] = ()) -> Source:
    """The source of the sheets, in their order. Never raises for what stands in them."""
    pages = [laid(sheet) for sheet in sheets]
    misread.part(pages)
    furniture.part(pages)
    for page in pages:
        furniture.slanted(page)
    items = _ordered(pages, parts_of(pages))
    return _written(pages, items).source(path, sha256, [*problems, *_problems(pages, path)])


def _ordered(pages: Sequence[Laid], parts: dict[int, list[Part]]) -> list[_Item]:
    """Lines and tables in reading order, with the lines that go on."""
    items: list[_Item] = []
    boxes: list[tuple[int, float, list[_Item]]] = []  # where its page begins among the items, its top, its lines
    measures: list[Measure] = []
    rows_of: list[Sequence[Row]] = []
    for index, page in enumerate(pages):
        ocr = page.text_source == "ocr"
        tables = parts[index]
        found = [flow.rows for block in _between(page.rows, tables) for flow in flows(block)]
        whole = Box(0.0, 0.0, page.width, page.height) if len(found) == 1 else None
        lines: list[_Item] = []
        for rows in found:
            lines += [_Item(index, row, flow=len(measures)) for row in rows]
            measures.append(measure(rows, ocr, whole))
            rows_of.append(rows)
        for frame, rows in page.boxes:
            boxes.append((len(items), frame.y0, [_Item(index, row, flow=len(measures)) for row in rows]))
            measures.append(measure(rows, ocr, frame))
            rows_of.append(rows)
        items += _placed(lines, [_Item(index, part=part) for part in tables])
    agree(measures)
    known = habits(list(zip(measures, rows_of, strict=True)))
    _join(pages, items, measures, known)
    for start, top, box in sorted(boxes, key=lambda each: (-each[0], -each[1])):
        _join(pages, box, measures, known)
        at = _place(items, start, top, box[0].page)
        items[at:at] = box
    return items


def _place(items: list[_Item], start: int, top: float, page: int) -> int:
    """Where a text box is read: behind the paragraph that it stands beside; before one that goes on over the page."""
    at = start
    while at < len(items) and items[at].page == page and (row := items[at].row) is not None and row.y < top:
        at += 1
    while 0 < at < len(items) and items[at - 1].goes_on and items[at].page == page:
        at += 1
    while at > start and items[at - 1].goes_on:
        at -= 1
    return at


def _between(rows: list[Row], tables: Sequence[Part]) -> list[list[Row]]:
    """The lines between tables, which no column of text crosses."""
    blocks: list[list[Row]] = [[]]
    tops = [part.table.top for part in tables]
    for row in rows:
        while tops and row.y > tops[0]:
            tops.pop(0)
            blocks.append([])
        blocks[-1].append(row)
    return [block for block in blocks if block]


def _placed(lines: list[_Item], tables: list[_Item]) -> list[_Item]:
    """Lines and tables of a page: each table before the first line below its top."""
    placed = list(lines)
    for table in reversed(tables):
        top = table.part.table.top if table.part else 0.0
        at = next((at for at, item in enumerate(placed) if item.row and item.row.y > top), len(placed))
        placed.insert(at, table)
    return placed


def _join(pages: Sequence[Laid], items: list[_Item], measures: Sequence[Measure], known: Habits) -> None:
    for item, following in itertools.pairwise(items):
        if item.row is None or following.row is None:
            continue
        follows = item.page == following.page and item.flow == following.flow
        if item.page == following.page and any(item.row.y < y < following.row.y for y in pages[item.page].lines):
            continue
        one, other = (item.row, measures[item.flow]), (following.row, measures[following.flow])
        item.goes_on = joins(*one, *other, follows, known)
        item.stop_lost = follows and not item.goes_on and stop_lost(item.row, measures[item.flow], following.row, known)
        item.parted = item.page != following.page and not item.goes_on and parted(*one, *other, known)


def _written(pages: Sequence[Laid], items: list[_Item]) -> Writer:
    writer = Writer()
    numbers = [page.number for page in pages]
    at = 0
    joined: bool | None = None
    for index, page in enumerate(pages):
        writer.begin(page, joined)
        for row, name in page.heads:
            writer.furniture(row, name)
        while at < len(items) and items[at].page == index:
            item = items[at]
            following = items[at + 1] if at + 1 < len(items) else None
            if item.row is not None:
                writer.row(item.row, goes_on=item.goes_on, following=following.row if following else None)
                if item.stop_lost:
                    writer.stop()
                joined = item.goes_on if item.goes_on or item.parted else None
            elif item.part is not None:
                writer.part(item.part, numbers)
                goes_on = following is not None and following.part is not None and following.part.before is item.part
                joined = False if goes_on else None
            at += 1
        for row, name in page.feet:
            writer.furniture(row, name)
    return writer


def _problems(pages: Sequence[Laid], path: str) -> list[Problem]:
    found = []
    for page in pages:
        if page.left_out:
            words = f"page has {page.left_out} more pieces of text than the {MAX_PIECES} that are read: print it on several pages"
            found.append(Problem(path, "read", "warning", words, page.number))
        if page.rules_left_out:
            words = f"page has {page.rules_left_out} more ruling lines than the {MAX_RULES} that are looked at: check its tables"
            found.append(Problem(path, "read", "warning", words, page.number))
    return found
