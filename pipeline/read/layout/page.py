"""A page on its way from pieces to the raw text: its lines, tables and furniture."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from statistics import median

from pipeline.notice import Box, TextSource
from pipeline.read.layout.aligned import aligned
from pipeline.read.layout.cells import Table, table_of
from pipeline.read.layout.columns import boxed
from pipeline.read.layout.grid import Grid, ruled
from pipeline.read.layout.lines import Row, Run, level, rows_of, size_of
from pipeline.read.layout.margins import BINDING, notes
from pipeline.read.layout.sheet import Sheet

_ACROSS = 0.3  # share of the page's width from which a ruling line parts what stands above and below it

MAX_TABLES = 200
"""Tables of a page that are looked at, the smallest first."""


@dataclass(slots=True)
class Laid:
    """A sheet without its ruling lines: lines outside of tables from top to bottom, text boxes, tables.

    ``size`` is the body's height of characters, ``pitch`` from line to line, ``left`` its margin; ``heads`` and ``feet`` are
    furniture with the rule that drops it; ``measured``: its size is the sheet's own; ``lines`` are y of ruling lines across
    the page, ``strokes`` of all that touch no other. ``left_out`` and ``rules_left_out`` count what was over the bounds.
    """

    number: int
    width: float
    height: float
    text_source: TextSource
    confidence: float | None
    rotation: int
    rows: list[Row] = field(default_factory=list)
    boxes: list[tuple[Box, list[Row]]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    slanted: list[Run] = field(default_factory=list)
    heads: list[tuple[Row, str]] = field(default_factory=list)
    feet: list[tuple[Row, str]] = field(default_factory=list)
    lines: list[float] = field(default_factory=list)
    strokes: list[float] = field(default_factory=list)
    size: float = 12.0
    pitch: float = 20.0
    left: float = 0.0
    measured: bool = True
    left_out: int = 0
    rules_left_out: int = 0


def laid(sheet: Sheet) -> Laid:
    """Lines and tables of a sheet."""
    width, height = size_of(sheet)
    page = Laid(sheet.number, width, height, sheet.text_source, sheet.confidence, sheet.rotation)
    page.measured = (width, height) == (sheet.width, sheet.height)
    found = level(sheet, width, height)
    page.left_out, page.slanted = found.left_out, found.slanted
    runs = found.runs
    if sheet.rules:
        drawn = ruled(sheet.rules, found.slope, width, height)
        page.rules_left_out = drawn.left_out
        page.lines = sorted(line.at for line in drawn.lines if line.end - line.start > _ACROSS * width)
        page.strokes = sorted(line.at for line in drawn.lines)
        for grid in sorted(drawn.grids, key=_area)[:MAX_TABLES]:
            x0, y0, x1, y1 = grid.box
            inside = [run for run in runs if y0 < run.y < y1 and x0 < (run.x0 + run.x1) / 2 < x1]
            table = table_of(grid, inside) if inside else None
            if table is not None:
                page.tables.append(table)
                runs = [run for run in runs if not (y0 < run.y < y1 and x0 < (run.x0 + run.x1) / 2 < x1)]
        page.tables.sort(key=lambda each: (each.top, each.x0))
        if drawn.frames:
            runs, groups = boxed(runs, drawn.frames, height)
            page.boxes = [(frame, rows_of(group)) for frame, group in groups]
    page.rows = rows_of(runs)
    found_tables, page.rows = aligned(page.rows, page.lines)
    if found_tables:
        page.tables = sorted([*page.tables, *found_tables], key=lambda each: (each.top, each.x0))
    page.rows, beside, binding = notes(page.rows, width, height)
    page.boxes += beside
    page.feet += [(row, BINDING) for row in binding]
    _measure(page)
    return page


def _area(grid: Grid) -> float:
    x0, y0, x1, y1 = grid.box
    return (x1 - x0) * (y1 - y0)


def _measure(page: Laid) -> None:
    rows = page.rows
    if not rows:
        return
    sizes = sorted((row.size, len(row.text)) for row in rows)
    half, count = sum(each[1] for each in sizes) / 2, 0
    for size, length in sizes:
        count += length
        if count >= half:
            page.size = size
            break
    steps = [two.y - one.y for one, two in itertools.pairwise(rows)]
    steps = [step for step in steps if 0.8 * page.size < step < 3 * page.size]
    page.pitch = median(steps) if steps else 1.8 * page.size
    page.left = sorted(row.x0 for row in rows)[len(rows) // 10]
