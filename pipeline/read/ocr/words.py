"""Lines → words with their places: read, doubtful ones again, parted at wide gaps, put on the page."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from unicodedata import east_asian_width

import numpy as np

from pipeline.notice import Box
from pipeline.read.layout.sheet import Piece
from pipeline.read.ocr.again import read_again
from pipeline.read.ocr.engine import Engine, Gray, Reading
from pipeline.read.ocr.ink import Ink, Level
from pipeline.read.ocr.lines import Strip, ink_ends

NOISE = 0.5
"""What is read of a short strip with a lower score is no print."""
_FOUND_NOISE, _FOUND_SURE = 0.6, 0.8  # the same for print that the detector did not find: lines, bits
_NUMBER_NOISE = 0.35
_DASHES = frozenset("一—–-_－―‐─")
_GAP = 2.2  # characters: over a wider gap a line is in two pieces
_OPENING, _CLOSING = (
    frozenset("（《〈“‘【〔「『"),
    frozenset("，。、；：）》〉”’】〕」』！？"),
)  # ink in one half of their width


def pieces_of(
    reader: Engine, gray: Gray, level: Level, strip: Strip, first: Reading, print_: Ink, scale: float
) -> Iterator[Piece]:
    """The words of a strip, by its first reading. ``scale``: points to a pixel of the page."""
    reading = read_again(reader, gray, level, strip, first)
    if _is_noise(reading, strip):
        return
    edges, size = _edges(reading, strip, print_)
    for start, end in _parts(reading.text, reading, edges, size):
        yield _piece(reading, start, end, edges, size, strip, level, scale)


def _is_noise(reading: Reading, strip: Strip) -> bool:
    text = reading.text.strip()
    if not text:
        return True
    if _DASHES.issuperset(text) and strip.x1 - strip.x0 > 2 * len(text) * strip.height:
        return True  # a piece of a ruling line
    if text.strip("—–-−─一=·. ").isdecimal():  # as at the foot of a page
        return reading.score < _NUMBER_NOISE
    if strip.found:
        return reading.score < NOISE and len(text) < 4
    return reading.score < (_FOUND_NOISE if len(text) > 3 else _FOUND_SURE)


def _width(char: str) -> float:
    return 1.0 if east_asian_width(char) in "WFA" else 0.5


def _edges(reading: Reading, strip: Strip, print_: Ink) -> tuple[list[float], float]:
    """Where the characters begin on the level picture, the last one's end, and their size."""
    middles = [strip.x0 + middle * (strip.x1 - strip.x0) for middle in reading.middles]
    widths = [_width(char) for char in reading.text]
    steps = [
        (two - one) / (before + after) * 2
        for (one, two), (before, after) in zip(pairwise(middles), pairwise(widths), strict=True)
        if before == after == 1.0
    ]
    tall = strip.height / 1.12
    size = median(steps) if len(steps) >= 3 else tall
    size = min(max(size, 0.75 * tall), 1.25 * tall)
    left, right = ink_ends(strip, print_)
    first, last = middles[0] - widths[0] * size / 2, middles[-1] + widths[-1] * size / 2
    # the print's own ends are better known than the middles, but for signs with a blank half
    if reading.text[0] not in _OPENING:
        first = left
    if reading.text[-1] not in _CLOSING:
        last = right
    between = [
        one + (two - one) * before / (before + after)
        for (one, two), (before, after) in zip(pairwise(middles), pairwise(widths), strict=True)
    ]
    edges = [first, *between, last]
    return [max(edges[: index + 1]) for index in range(len(edges))], size


def _parts(text: str, reading: Reading, edges: list[float], size: float) -> Iterator[tuple[int, int]]:
    """Spans of the text between wide gaps, without blanks at their ends."""
    start, last = -1, -1
    for index, char in enumerate(text):
        if char.isspace():
            continue
        if start < 0:
            start = index
        elif last >= 0:
            one = (edges[last] + edges[last + 1]) / 2
            two = (edges[index] + edges[index + 1]) / 2
            if two - one - (_width(text[last]) + _width(char)) * size / 2 > _GAP * size:
                yield start, last + 1
                start = index
        last = index
    if start >= 0:
        yield start, last + 1


def _piece(
    reading: Reading, start: int, end: int, edges: list[float], size: float, strip: Strip, level: Level, scale: float
) -> Piece:
    xs = np.array(edges[start : end + 1])
    whole_start, whole_end = start == 0, end == len(reading.text)
    if not whole_end:  # the last character does not reach over the gap
        xs[-1] = min(xs[-1], xs[-2] + size * _width(reading.text[end - 1]))
    if not whole_start:
        xs[0] = max(xs[0], xs[1] - size * _width(reading.text[start]))
    ys = np.array([strip.y_at(x) for x in xs])
    up = min(strip.height, 1.15 * size if strip.found else strip.height) / 2
    on_page = level.to_page(np.column_stack((xs, ys))) * scale
    corners = level.to_page(
        np.array([[x, y + side * up] for x, y in ((xs[0], ys[0]), (xs[-1], ys[-1])) for side in (-1, 1)])
    )
    (x0, y0), (x1, y1) = (corners.min(axis=0) * scale).tolist(), (corners.max(axis=0) * scale).tolist()
    slope = (
        float((on_page[-1, 1] - on_page[0, 1]) / max(1e-6, on_page[-1, 0] - on_page[0, 0]))
        if end - start > 1
        else level.slope
    )
    scores = reading.scores[start:end]
    zoom = float(np.linalg.norm(level.matrix[:, 1])) * scale
    return Piece(
        reading.text[start:end],
        Box(x0, y0, x1, y1),
        array("d", on_page[:, 0].tolist()),
        size * zoom,
        round(sum(scores) / len(scores), 4),
        slope if abs(slope) > 1e-4 else 0.0,
    )
