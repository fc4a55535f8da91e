"""Which printed lines are one paragraph: by indent, by lines that are full, by size and pitch; over columns and pages too.

A line goes on in the next one where that one's first word would not have fitted in behind it and the next one begins at the
margin. A doubtful break stays a line end: the rules for words decide then.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from pipeline.lexicon import read_csv, read_toml, rule
from pipeline.notice import Box
from pipeline.read.layout.cells import first_word
from pipeline.read.layout.lines import Row

_FILE = "layout.toml"
_WINDOW = 0.7  # characters within which left or right edges are one margin
_SUPPORT = 0.08  # share of a flow's lines that make a margin
_FLUSH, _INDENT = 1.0, 2.9  # characters from the margin up to which a line is flush, and up to which it is indented
_LEAST_INDENT = 1.3
_SLACK, _SLACK_OCR, _SLACK_INDENTS = 0.6, 1.1, 0.9  # characters that a full line may be short; more where indents tell
_SIZES, _SIZES_OCR = 1.16, 1.4  # ratio of sizes from which two lines are not one paragraph
_EVEN, _OFTEN = 0.12, 0.2  # characters' heights within which steps are the same; share of the steps that come often
_FILLED = 0.3  # characters that a line is short at most which fills its measure; that one in the middle is out of it
_WIDER = 1.15  # pitches that most steps are at least, where they are not from line to line of a paragraph
_BLANKS = 2.5  # pitches between paragraphs with room between them, at most
_BLANK, _SPACED = 1.75, 1.25  # pitches between two lines: a line left out, room between paragraphs
_INDENTED_SHARE = 0.04
_STRONG = 4  # lines of the whole width by which a flow's margins are known
_LEAST_WIDTH = 10  # characters between margins that are known
_NEAR = 3.0  # characters by which a weak flow's margins may differ from the strong ones'
_LARGE, _LARGE_OCR = 1.2, 1.3  # of the body's size: titles and mastheads
_CENTRED, _TITLE_PITCH = 1.2, 2.2  # characters by which a title's lines may miss the middle; sizes from line to line
_SAME_SIZE, _SAME_SIZE_OCR = 1.09, 1.3  # ratio of sizes of a title's lines; heights of single signs are badly recognised
_TITLE_LINE = 5  # characters of a title's line at least
_PARTED = 1.8  # characters of a gap within a line of running text, at most
_MASTHEAD = 1.8  # of the body's size
_NO_TITLE_END = frozenset("。；：！？）)")
_NO_BODY = re.compile("[0-9《“]|关于")  # in no name of a body
_LONG_LINE, _FILLED_OCR, _TWO_LINES = 16, 0.8, 0.12  # of a line whose stop was lost: signs, room behind it, pitches off two
_OPEN_END = re.compile("[㐀-鿿0-9A-Za-z%％）》”]$")
_NUMBERED, _NAMED = "numbered", "named"
_BLOB = 12  # lines at the margin by which it is known that the text is one paragraph
_HANG = 0.45  # characters by which a hanging line may miss the words behind its label


@dataclass(slots=True)
class Measure:
    """Margins, size of characters and line pitch of a flow. ``strong``: it has lines enough to know them.

    ``likely`` is where its lines might end, judged by the paper or frame around it.
    """

    left: float
    right: float
    size: float
    pitch: float
    strong: bool
    ocr: bool
    likely: float


@dataclass(slots=True)
class Habits:
    """How the document sets paragraphs: with indented first lines, with room between them; the size of its body.

    ``headings``: numbered headings (several) stand at the margin, though other paragraphs are indented.
    """

    indents: bool
    headings: bool
    spaced: bool
    size: float
    empty_lines: bool = False


def measure(rows: Sequence[Row], ocr: bool, around: Box | None = None) -> Measure:
    """Margins and pitch of a flow's lines; ``around``: the page or the frame that they fill from side to side."""
    size = _size(rows)
    ratio = _SIZES_OCR if ocr else _SIZES
    body = [row for row in rows if size / ratio < row.size < size * ratio] or list(rows)
    least = max(2, round(_SUPPORT * len(body))) if len(body) > 2 else 1
    window = _WINDOW * size
    starts = sorted(row.x0 for row in body)
    left = _first_cluster(starts, window, least)
    ends = sorted(-row.x1 for row in body)
    right = -_densest(ends, window, 3 * size, least)
    wide = sum(abs(row.x0 - left) < _NEAR * size and abs(row.x1 - right) < 1.5 * size for row in body)
    strong = wide >= _STRONG and right - left > _LEAST_WIDTH * size
    likely = max(right, around.x1 - (left - around.x0)) if around else right
    return Measure(left, right, size, _pitch(_steps(rows, size), size), strong, ocr, likely)


def _steps(rows: Sequence[Row], size: float) -> list[float]:
    """From line to line, where no more than a line is left out."""
    steps = [two.y - one.y for one, two in pairwise(rows)]
    return [step for step in steps if 0.8 * size < step < 3.5 * size]


def _pitch(steps: list[float], size: float) -> float:
    """From line to line of a paragraph: the closest step that comes often, where most lines are paragraphs with room between."""
    if not steps:
        return 1.8 * size
    middle = median(steps)
    close = _first_cluster(sorted(steps), _EVEN * size, max(2, round(_OFTEN * len(steps))))
    return close if _WIDER * close < middle < _BLANKS * close else middle


def _size(rows: Sequence[Row]) -> float:
    sizes = sorted((row.size, len(row.text)) for row in rows)
    half, count = sum(each[1] for each in sizes) / 2, 0
    for size, length in sizes:
        count += length
        if count >= half:
            return size
    return 12.0


def _first_cluster(values: list[float], window: float, least: int) -> float:
    """The first value from which so many stand within the window: their median."""
    for index, value in enumerate(values):
        count = bisect_right(values, value + window) - index
        if count >= least:
            return values[index + (count - 1) // 2]
    return values[0]


def _densest(values: list[float], window: float, reach: float, least: int) -> float:
    """Of the values within reach of the first ``least`` that stand together, the middle of the most within one window."""
    best, found, limit = 0, values[0], math.inf
    for index, value in enumerate(values):
        if value > limit:
            break
        count = bisect_right(values, value + window) - index
        if count >= least and limit == math.inf:
            limit, best = value + reach, 0
        if count > best:
            best, found = count, values[index + (count - 1) // 2]
    return found


def agree(measures: Sequence[Measure]) -> None:
    """Give flows of few lines the margins of their neighbours, where they fit."""
    known: Measure | None = next((each for each in measures if each.strong), None)
    for each in measures:
        if each.strong:
            known = each
        elif known is not None:
            reach = _NEAR * each.size
            if known.left - reach < each.left and each.right < known.right + reach:
                each.left = min(each.left, known.left)
                each.right = max(each.right, known.right)
            else:
                each.right = each.likely
            if abs(each.size / known.size - 1) < 0.1:
                each.pitch = known.pitch
        else:
            each.right = each.likely


def habits(flows: Sequence[tuple[Measure, Sequence[Row]]]) -> Habits:
    """What the document's flows have in common."""
    _agree_pitch(flows)
    indented = flush = spaced = close = headings = ends = breaks = empty = 0
    for found, rows in flows:
        for before, row in pairwise(rows):
            if not 1 / _SIZES_OCR < row.size / found.size < _LARGE:
                continue  # a title in the middle is not indented
            indent = (row.x0 - found.left) / found.size
            indented += _LEAST_INDENT <= indent <= _INDENT
            if indent < _FLUSH:
                flush += 1
                open_end = found.right - before.x1 > _NEAR * found.size and abs(before.x0 - found.left) < _NEAR * found.size
                headings += open_end and _label(row.text) == _NUMBERED
            step = (row.y - before.y) / found.pitch
            spaced += _SPACED < step < _BLANKS
            close += 0.8 < step <= 1.1
            empty += abs(step - 2) < _TWO_LINES
            short = found.right - before.x1 > _NEAR * found.size and abs(before.x0 - found.left) < _FLUSH * found.size
            breaks += short and indent < _FLUSH
            ends += short and indent < _FLUSH and 0.8 < step <= 1.1  # a paragraph ends, and no room is left below it
    indents = indented >= 2 and flush > 0 and indented >= _INDENTED_SHARE * (indented + flush)
    indents = indents or (flush >= _BLOB and not breaks)  # no line at the margin follows an early end: none begins a paragraph
    roomy = spaced >= 2 and (close > spaced or (4 * close > spaced and ends < 2))
    return Habits(indents, headings > 1, roomy, _size([row for _, rows in flows for row in rows]), empty > max(2, 0.1 * close))


def _agree_pitch(flows: Sequence[tuple[Measure, Sequence[Row]]]) -> None:
    """Give flows of single lines with room between them the document's pitch."""
    steps = [_steps(rows, found.size) for found, rows in flows]
    pitch = _pitch([step for each in steps for step in each], _size([row for _, rows in flows for row in rows]))
    for (found, _), own in zip(flows, steps, strict=True):
        if _SPACED * pitch < found.pitch < _BLANKS * pitch and not any(abs(step / pitch - 1) < 0.1 for step in own):
            found.pitch = pitch


def joins(one: Row, first: Measure, other: Row, second: Measure, follows: bool, known: Habits) -> bool:
    """Whether the line ``one`` goes on in the line ``other``; ``follows``: they stand in one flow of one page."""
    size, ratio = first.size, _SIZES_OCR if first.ocr or second.ocr else _SIZES
    if not 1 / ratio < one.size / other.size < ratio:
        return False
    if one.size > (_LARGE_OCR if first.ocr else _LARGE) * known.size or (follows and _nearly_title(one, other, first, known.size)):
        return follows and _one_title(one, other, first, known.size)
    if follows and not _close(one, other, first, known):
        return False
    indent, following = (one.x0 - first.left) / size, (other.x0 - second.left) / second.size
    if abs(indent - (first.right - one.x1) / size) < _FILLED < indent / 2 and _ends_title(one.text):
        return False
    if _is_parted(one) or _is_parted(other) or indent < -2 * _FLUSH or following < -2 * _FLUSH:
        return False
    hangs = _hangs(one, other, first) if follows else False
    in_block = follows and abs(one.x0 - other.x0) < 0.5 * size
    if indent > _INDENT and not hangs:
        listed = indent < 3 * _INDENT and rule(_FILE, "begins").match(one.text)
        if not listed and not (in_block and indent < 3 * _INDENT and not known.indents):
            return False
    flush = following <= _FLUSH
    gap = first.right - one.x1 - first_word(other)
    slack = (_SLACK_OCR if first.ocr else _SLACK) + (_SLACK_INDENTS if flush and known.indents and known.indents else 0.0)
    if gap > slack * size:
        return False
    if hangs:
        return True
    stopped = rule(_FILE, "stops").search(one.text[-5:]) is not None
    label = _label(other.text)
    if flush:
        near = known.spaced and follows  # no room above the line: it begins no paragraph
        if label == _NUMBERED and ((stopped and known.headings) or not (known.indents or (near and not stopped))):
            return False
        if label == _NAMED and (stopped or not known.indents):
            return False
        filled = known.spaced and first.right - one.x1 < _FILLED * size
        return known.indents or not stopped or near or (filled and not follows)
    return in_block and not known.indents and not label and not stopped


def parted(one: Row, first: Measure, other: Row, second: Measure, known: Habits) -> bool:
    """Whether the line ``other`` surely begins a paragraph: it is indented or of another size, or the line before ends early."""
    if one.size > _LARGE_OCR * other.size or other.size > _LARGE_OCR * one.size:
        return True
    indent = (other.x0 - second.left) / second.size
    if known.indents and second.strong and _LEAST_INDENT < indent < _INDENT:
        return True
    early = first.right - one.x1 - first_word(other) > _NEAR * first.size
    return first.strong and early and -_FLUSH < (one.x0 - first.left) / first.size < _INDENT


def _label(text: str) -> str:
    """What a line begins with that begins a paragraph: a number, or a name (附件, 抄送, the printing office's line)."""
    match = rule(_FILE, "begins").match(text.replace(" ", "")[:12])
    if match is not None:
        return _NAMED if match[0][0] in "附抄主" else _NUMBERED
    return _NAMED if text[-1] in "印发制" and rule(_FILE, "imprint").match(text) else ""


def _is_parted(row: Row) -> bool:
    """Whether the line is two or more things side by side."""
    if len(row.runs) == 1:
        return False
    numbered = len(row.runs[0].text) < 6 and rule(_FILE, "begins").match(row.runs[0].text) is not None  # a tab stands behind
    return any(two.x0 - one.x1 > _PARTED * row.size for one, two in pairwise(row.runs[numbered:]))


def _close(one: Row, other: Row, found: Measure, known: Habits) -> bool:
    """Whether the next line stands a line's pitch below."""
    step = other.y - one.y
    if step < 0.4 * found.size:
        return False
    if step > _BLANK * found.pitch:
        return False
    return known.indents or step <= _SPACED * found.pitch


def stop_lost(one: Row, found: Measure, other: Row, known: Habits) -> bool:
    """Whether a recognised line lost its full stop: it is full, and between it and the next paragraph one line seems empty.

    Where a stop may begin a line it can stand there alone, and recognition overlooks so small a sign.
    """
    if not found.ocr or known.empty_lines or not known.indents or len(one.text) < _LONG_LINE or not _OPEN_END.search(one.text):
        return False
    indent = (other.x0 - found.left) / found.size
    full = found.right - one.x1 < _FILLED_OCR * found.size and one.x0 - found.left < _INDENT * found.size
    return full and _LEAST_INDENT < indent < _INDENT and abs((other.y - one.y) / found.pitch - 2) < _TWO_LINES


def _nearly_title(one: Row, other: Row, found: Measure, body: float) -> bool:
    """Whether two recognised lines in the middle are likely a title's: its characters are 1.375 times the body's, give or take."""
    middle = (found.left + found.right) / 2
    return found.ocr and all(
        row.size > _LARGE * body and abs((row.x0 + row.x1) / 2 - middle) < _FILLED * row.size and row.x0 - found.left > row.size
        for row in (one, other)
    )


def _one_title(one: Row, other: Row, found: Measure, body: float) -> bool:
    """Whether two large centred lines are surely one title: the first one is filled, or breaks off and names no body."""
    middle = (found.left + found.right) / 2
    near = _SAME_SIZE_OCR if found.ocr else _SAME_SIZE
    if any(abs((row.x0 + row.x1) / 2 - middle) > _CENTRED * row.size for row in (one, other)):
        return False
    if not 0.8 * one.size < other.y - one.y < _TITLE_PITCH * one.size or not 1 / near < one.size / other.size < near:
        return False
    text, following = one.text.replace(" ", ""), other.text.replace(" ", "")
    if text[-1] in _NO_TITLE_END or rule(_FILE, "title_begins").match(following):
        return False
    if following.startswith(text):  # the masthead's body, and the title that begins with it again
        return False
    is_body = names_body(text)
    filled = found.right - found.left - (one.x1 - one.x0) < first_word(other)  # the next sign would not have fitted in
    if one.size > _MASTHEAD * body:
        return filled and (not is_body or (following.endswith("文件") and len(following) < _TITLE_LINE))
    if filled:
        return True
    if len(text) < _TITLE_LINE or is_body:
        return False
    ends, whole = _doc_types().search(text), _doc_types().search(following)
    if ends is None:
        return True
    return ends["kind"] not in _statutory() and whole is not None and whole["kind"] in _statutory()


def _ends_title(text: str) -> bool:
    """Whether a line ends with the kind of an official document, as a title does."""
    ends = _doc_types().search(text)
    return ends is not None and ends["kind"] in _statutory()


@cache
def _statutory() -> frozenset[str]:
    """The kinds of official documents by law."""
    return frozenset(row["word"] for row in read_csv("doc_types.csv") if row["statutory"] == "1")


def names_body(text: str) -> bool:
    """Whether a line by itself is the name of a body, or its masthead."""
    return _bodies().search(text) is not None and not _NO_BODY.search(text)


@cache
def _bodies() -> re.Pattern[str]:
    """How the name of a body ends, or its masthead."""
    return re.compile(read_toml("organ_lines.toml")["end"] + "|文件$")


@cache
def _doc_types() -> re.Pattern[str]:
    """A kind of document at the end of a title."""
    words = sorted((row["word"] for row in read_csv("doc_types.csv")), key=lambda word: (-len(word), word))
    return re.compile(f"(?P<kind>{'|'.join(map(re.escape, words))})(?:[（(][^（）()]{{1,20}}[）)])?$")


def _hangs(one: Row, other: Row, found: Measure) -> bool:
    """Whether the next line begins below the words behind this one's label."""
    if other.x0 - one.x0 < 0.8 * found.size:
        return False
    match = rule(_FILE, "hangs").match(one.text)
    if match is None:
        return False
    run = one.runs[0]
    piece = run.piece
    if match.end() >= len(run.text):
        return len(one.runs) > 1 and abs(one.runs[1].x0 - other.x0) < _HANG * found.size
    lead = len(piece.text) - len(piece.text.lstrip(" \u3000\xa0"))
    at = lead + match.end()
    while at < len(piece.text) and piece.text[at] == " ":
        at += 1
    shift = run.x0 - piece.edges[lead]
    return abs(piece.edges[at] + shift - other.x0) < _HANG * found.size
