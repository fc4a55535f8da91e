"""What recognition reads out of stamps and ruling lines, and what it reads twice: words that are no lines of the page.

Known by place: printed lines stand a line's pitch apart; signs between them, or over them, come from something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pipeline.lexicon import rule
from pipeline.read.layout.lines import Row, Run, row_of
from pipeline.read.layout.page import Laid

FRAGMENT, STROKE = "layout.fragment", "layout.stroke"

_FILE = "layout.toml"
_LINES = 8  # of a page whose pitch counts
_CLOSE, _NEXT = 0.75, 1.25  # pitches between two lines, of which one is no line then; from a line to the next one
_FRAGMENT, _LONGER = 4, 6  # characters of what is read out of a stamp; where they are the words below it
_RING, _NEARLY = 8, 0.9  # characters that are read badly out of a stamp's ring; pitches between two lines at least
_DOUBTFUL, _UNSURE = 0.7, 0.8  # confidence of a stray sign, and of a line read out of a ruling line
_SWOLLEN, _SWOLLEN_SIGNS = 1.9, 12  # heights of its signs from which a box is not theirs; signs that are looked at
_MARGIN, _EDGE = 0.8, 0.06  # characters that stand off the body's left edge; share of the page's width at its right edge
_LOW = 0.8  # share of the page's height below which lone signs are page numbers


def part(pages: Sequence[Laid]) -> None:
    """Move what is no printed line out of the rows of recognised pages, into their ``feet``."""
    full = [page for page in pages if len(page.rows) >= _LINES] or list(pages)
    for page in pages:
        if page.text_source == "ocr":
            _page(page, median(each.pitch for each in full), median(each.left for each in full))


def _page(page: Laid, pitch: float, left: float) -> None:
    """Take out what recognition made of stamps and ruling lines, or read twice: words between the lines."""
    rows = page.rows = [each for row in page.rows if (each := _without_hole(_without_sign(row, page, left), page, left))]
    for frame in [each for each in page.boxes if all(_is_hole(run, page, left) for row in each[1] for run in row.runs)]:
        page.boxes.remove(frame)
        page.feet += [(row, FRAGMENT) for row in frame[1]]
    for index, row in enumerate(rows):
        around = [each for each in rows[max(0, index - 3) : index + 4] if each is not row]
        near = [each for each in around if _beside(row, each)]
        if page.strokes and _is_stroke(row, page):
            page.feet.append((row, STROKE))
        elif any(_is_twice(row, each, pitch) for each in near) or _is_of_stamp(row, page, around, pitch, left):
            page.feet.append((row, FRAGMENT))
    if page.feet:
        gone = {id(row) for row, _ in page.feet}
        page.rows = [row for row in rows if id(row) not in gone]


def _is_of_stamp(row: Row, page: Laid, around: Sequence[Row], pitch: float, left: float) -> bool:
    """Whether the row is signs out of a stamp: too high, stray, between the lines, or words that stand in one of them."""
    if _is_swollen(row, around):
        return True
    if row.x0 < left + 3 * page.size:
        return False
    near = [each for each in around if _beside(row, each)]
    if _is_stray(row, page) or any(_is_fragment(row, each, pitch) for each in near):
        return True
    return any(_is_part_again(row, each, pitch) for each in around)


def _is_stroke(row: Row, page: Laid) -> bool:
    """Whether the words are a ruling line: strokes on one, or signs that recognition doubts with one through their middle."""
    apart = min(abs(row.y - y) for y in page.strokes)
    if rule(_FILE, "strokes").fullmatch(_bare(row)):
        return apart < 0.7 * row.size
    return apart < 0.4 * row.size and _confidence(row) < _UNSURE


def _without_sign(row: Row, page: Laid, left: float) -> Row:
    """The line without a sign out of a stamp that was read beside its first word: smaller, higher or lower than the line."""
    sign = row.runs[0]
    if len(row.runs) == 1 or len(sign.text) > 1 or row.x0 < left + 3 * page.size or len(row.text) < 2 * _FRAGMENT:
        return row
    if row.runs[1].x0 - sign.x1 > 0.5 * row.size:
        return row
    if abs(sign.y - row.y) < 0.25 * row.size and sign.size > 0.75 * row.size:
        return row
    page.feet.append((row_of([sign]), FRAGMENT))
    return row_of(row.runs[1:])


def _without_hole(row: Row, page: Laid, left: float) -> Row | None:
    """The line without what was read out of punch holes and staples in the margin; None where there is nothing else."""
    holes = [run for run in row.runs if _is_hole(run, page, left)]
    if not holes:
        return row
    page.feet.append((row_of(holes), FRAGMENT))
    rest = [run for run in row.runs if run not in holes]
    return row_of(rest) if rest else None


def _is_hole(run: Run, page: Laid, left: float) -> bool:
    """Whether a sign or two that are no word stand by themselves in the sheet's margin."""
    if len(run.text) > 2 or rule(_FILE, "word").search(run.text):
        return False
    return run.x1 < left - _MARGIN * page.size or run.x0 > page.width - max(_EDGE * page.width, left - 2 * _MARGIN * page.size)


def _beside(row: Row, other: Row) -> bool:
    """Whether the row stands over or under the other one, and is no longer."""
    within = other.x0 - row.size < row.x0 and row.x1 < other.x1 + row.size
    return within and len(_bare(row)) <= len(_bare(other))


def _is_twice(row: Row, other: Row, pitch: float) -> bool:
    """Whether the row is a part of the other one, read once more and worse."""
    return abs(row.y - other.y) < 0.5 * pitch and _confidence(row) < _confidence(other)


def _is_fragment(row: Row, other: Row, pitch: float) -> bool:
    """Whether the row is a few signs out of a stamp that lies over the other one, between the lines."""
    length, apart = len(_bare(row)), abs(row.y - other.y)
    doubtful = length <= _RING and _confidence(row) < _DOUBTFUL and apart < _NEARLY * pitch
    return doubtful or (length <= _FRAGMENT and apart < _CLOSE * pitch)


def _is_part_again(row: Row, other: Row, pitch: float) -> bool:
    """Whether the row is some words of the other one, read once more where they stand: a stamp lies over them."""
    text = _bare(row)
    if not 0 < len(text) <= min(_LONGER, len(_bare(other)) - 1) or abs(row.y - other.y) > _NEXT * pitch:
        return False
    whole = sum(map(_wide, other.text))
    at = other.text.find(text)
    while at >= 0:
        x0 = other.x0 + (other.x1 - other.x0) * sum(map(_wide, other.text[:at])) / whole
        x1 = x0 + (other.x1 - other.x0) * sum(map(_wide, text)) / whole
        if min(x1, row.x1) - max(x0, row.x0) > 0.5 * (x1 - x0):
            return True
        at = other.text.find(text, at + 1)
    return False


def _is_swollen(row: Row, around: Sequence[Row]) -> bool:
    """Whether the box of a few signs is far too high for them and covers others' lines: the detector followed a stamp's ring."""
    piece = row.runs[0].piece
    x0, y0, x1, y1 = piece.box
    if len(row.runs) > 1 or len(row.text) > _SWOLLEN_SIGNS or y1 - y0 - abs(piece.slope) * (x1 - x0) < _SWOLLEN * row.size:
        return False
    boxes = [run.piece.box for each in around for run in each.runs]
    return any(y0 < (box.y0 + box.y1) / 2 < y1 and min(x1, box.x1) - max(x0, box.x0) > row.size for box in boxes)


def _wide(char: str) -> float:
    """How wide a sign is, in Chinese characters."""
    return 1.0 if char > "\u2000" else 0.5


def _is_stray(row: Row, page: Laid) -> bool:
    """Whether a sign or two stand alone that recognition is not sure of."""
    return len(row.text) < 3 and _confidence(row) < _DOUBTFUL and row.y < _LOW * page.height


def _confidence(row: Row) -> float:
    found = [run.piece.confidence for run in row.runs if run.piece.confidence is not None]
    return min(found, default=1.0)


def _bare(row: Row) -> str:
    return "".join(row.text.split())
