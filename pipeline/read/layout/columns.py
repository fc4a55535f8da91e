"""Reading order: the columns of a page, text boxes, and notes in the margin.

A page is read down, column by column where a gutter parts its text: lines on both sides of it are filled up to it and begin
at it, over a good part of the page. Tables, signatures side by side and the last lines of paragraphs are no columns.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from statistics import median

from pipeline.notice import Box
from pipeline.read.layout.lines import Row, Run, row_of

MAX_FRAMES = 60
"""Frames of a page that are looked at as text boxes."""

_LEAST_LINES = 5  # lines on each side of a gutter
_LEAST_WIDTH = 7.0  # characters of a column's usual line
_FILLED, _BEGUN = 0.5, 0.6  # share of a left column's lines that reach the gutter, of a right one's that begin at it
_EDGE, _INDENT = 1.6, 2.7  # characters by which they may miss it; the indent of a first line
_GUTTER = 0.9  # characters that a gutter is wide at least
_CROSSING = 0.6  # share of the lines that may cross it above and below
_DEPTH = 3  # gutters within columns
_FRAME = 0.6  # share of the page's height up to which a frame is a text box


@dataclass(slots=True)
class Flow:
    """Lines that are read one after the other in one column."""

    rows: list[Row]


def flows(rows: list[Row], depth: int = 0) -> list[Flow]:
    """Lines from top to bottom → columns in reading order."""
    if not rows:
        return []
    lines = sum(len(row.runs) for row in rows) if len(rows) >= _LEAST_LINES else 0
    gutter = _gutter(rows) if depth < _DEPTH and lines >= 2 * _LEAST_LINES else None
    if gutter is None:
        return [Flow(rows)]
    found: list[Flow] = []
    band: list[Row] = []
    wide: list[Row] = []  # lines over the whole width, not yet in a flow

    def end_band() -> None:
        nonlocal band, wide
        sides = _sides(band, gutter)
        if sides is None:
            wide += band
        else:
            if wide:
                found.append(Flow(wide))
            wide = []
            found.extend(flows(sides[0], depth + 1) + flows(sides[1], depth + 1))
        band = []

    for row in rows:
        if any(run.x0 < gutter - 0.2 * run.size and run.x1 > gutter + 0.2 * run.size for run in row.runs):
            end_band()
            wide.append(row)
        else:
            band.append(row)
    end_band()
    if wide:
        found.append(Flow(wide))
    return found


def _gutter(rows: list[Row]) -> float | None:
    """The x that parts most lines to the left from most to the right; None where nothing does."""
    runs = [run for row in rows for run in row.runs]
    starts, ends = sorted(run.x0 for run in runs), sorted(run.x1 for run in runs)
    count, best, found = len(runs), 0.0, None
    size = median(run.size for run in runs)
    for index, start in enumerate(starts):
        if index and start - starts[index - 1] < 0.1:
            continue
        x = start - 0.3 * size
        left, begun = bisect_right(ends, x), bisect_left(starts, x)
        crossing, right = begun - left, count - begun
        if left < _LEAST_LINES or right < _LEAST_LINES or crossing > _CROSSING * count:
            continue
        score = min(left, right) - 0.1 * crossing
        if score > best:
            best, found = score, x
    return found


def _sides(band: list[Row], gutter: float) -> tuple[list[Row], list[Row]] | None:
    """The lines of the two columns of a band; None where it is not two columns of running text."""
    if len(band) < _LEAST_LINES:
        return None
    left, right = [], []
    for row in band:
        count = sum(run.x1 <= gutter + 0.3 * run.size for run in row.runs)  # they stand first
        if count:
            left.append(row_of(row.runs[:count]))
        if count < len(row.runs):
            right.append(row_of(row.runs[count:]))
    if len(left) < _LEAST_LINES or len(right) < _LEAST_LINES:
        return None
    size = median(row.size for row in left)
    edge, begin = max(row.x1 for row in left), min(row.x0 for row in right)
    if begin - edge < _GUTTER * size:
        return None
    if min(median(row.x1 - row.x0 for row in side) for side in (left, right)) < _LEAST_WIDTH * size:
        return None
    filled = sum(edge - row.x1 < _EDGE * row.size for row in left)
    begun = sum(row.x0 - begin < _INDENT * row.size for row in right)
    if filled < _FILLED * len(left) or begun < _BEGUN * len(right):
        return None
    return left, right


def boxed(runs: list[Run], frames: list[Box], height: float) -> tuple[list[Run], list[tuple[Box, list[Run]]]]:
    """The runs outside of text boxes, and those of each text box that has others beside it."""
    groups: list[tuple[Box, list[Run]]] = []
    for frame in sorted(frames, key=lambda each: (each.x1 - each.x0) * (each.y1 - each.y0))[:MAX_FRAMES]:
        if frame.y1 - frame.y0 > _FRAME * height:
            continue
        inside: list[Run] = []
        outside: list[Run] = []
        for run in runs:
            within = frame.y0 < run.y < frame.y1 and frame.x0 - 1 <= run.x0 and run.x1 <= frame.x1 + 1
            (inside if within else outside).append(run)
        if inside and any(frame.y0 < run.y < frame.y1 for run in outside):
            groups.append((frame, inside))
            runs = outside
    return runs, groups
