"""What stands beside the text: notes in the margin and the binding line, read apart from the lines beside them."""

from __future__ import annotations

from pipeline.lexicon import rule
from pipeline.notice import Box
from pipeline.read.layout.lines import Row, Run, row_of, rows_of

BINDING = "layout.binding"

_FILE = "layout.toml"
_WIDE, _LEAST = 0.4, 6  # share of the page's width of a line of the body; so many show where the body stands
_BESIDE = 0.5  # characters that a note stands away from it
_SHARE = 0.15  # of the page's characters that are notes at most
_ZONE = 0.08  # share of the page's height above and below which there are running heads and page numbers


def notes(rows: list[Row], width: float, height: float) -> tuple[list[Row], list[tuple[Box, list[Row]]], list[Row]]:
    """The lines without what stands beside them, the notes (each with its place), and the binding line."""
    body = [run for row in rows for run in row.runs if run.x1 - run.x0 > _WIDE * width]
    if len(body) < _LEAST:
        return rows, [], []
    left, right = min(run.x0 for run in body), max(run.x1 for run in body)
    beside: list[Run] = []
    for row in rows:
        if row.x0 < left or row.x1 > right:
            beside += [run for run in row.runs if _is_beside(run, left, right) and _ZONE < run.y / height < 1 - _ZONE]
    if not beside or sum(len(run.text) for run in beside) > _SHARE * sum(len(row.text) for row in rows):
        return rows, [], []
    ids = {id(run) for run in beside}
    kept = [[run for run in row.runs if id(run) not in ids] for row in rows]
    rest = [row if len(runs) == len(row.runs) else row_of(runs) for row, runs in zip(rows, kept, strict=True) if runs]
    binding: list[Row] = []
    found: list[tuple[Box, list[Row]]] = []
    for side in ([run for run in beside if run.x1 < left], [run for run in beside if run.x0 > right]):
        lines = rows_of(side)
        if lines and rule(_FILE, "binding").search("".join("".join(line.text.split()) for line in lines)):
            binding += lines
        else:
            found += [(_around(group), group) for group in _groups(lines)]
    return rest, found, binding


def _is_beside(run: Run, left: float, right: float) -> bool:
    return run.x1 < left - _BESIDE * run.size or run.x0 > right + _BESIDE * run.size


def _groups(lines: list[Row]) -> list[list[Row]]:
    """Lines that stand one below the other as one note."""
    groups: list[list[Row]] = []
    for line in lines:
        if groups and line.y - groups[-1][-1].y < 2 * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _around(lines: list[Row]) -> Box:
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return Box(x0, lines[0].top, x1, lines[-1].bottom)
