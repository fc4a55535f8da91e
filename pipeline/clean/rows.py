"""The lines of a text as rows: content, margins, width, and the width at which the text is wrapped."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from pipeline.clean import forms

_LINE = re.compile(r"[^\n\f]+")
_MARGIN = " \u3000\xa0"
_STOP, _AFTER_STOP = frozenset("。！？；：…!?;"), frozenset("”’）》】〕」』)\"")
_STOPS = re.compile(r"[。！？；：…!?;][”’）》】〕」』)\"]{1,4}$")
_COMMA = re.compile("[，、]")
_BLOCK = 40, 90  # columns of the rows of a block
_POINT = re.compile("[，：；（）]")
_STEP = 6  # characters, in a first look at the lengths of lines
_LEAST_STEP = 2  # … of which so many steps make a line that may be full
INDENT, _LOST = 2, 4  # columns of an indent at least; of the usual one, two characters wide
_INDENTED, _ALL_INDENTED = 3, 0.7  # rows with an indent, least number and largest share, where the indent has a meaning
_LEAST_LOST = 2  # paragraphs by which it is known that their indents were lost
_LEAST_PART = 6  # rows of a part that is looked at by itself
_TABS = 4  # columns of a tab
_LEAST_FULL, _LEAST_WIDTH, _SURE_SHARE = 3, 34, 0.35  # full lines, width in columns, share of full lines among all
PRINT = 72  # columns of the widest line in print: a text so narrow is wrapped, and its lines may end a word early
SLACK = 4  # columns that a full line may be short: a mark that may not begin the next one


class Row:
    """A line with something on it: its span in the text, its content without spaces, its indent in columns.

    ``page_break``: a page ended before it. ``stopped``: it ends with a full stop, semicolon or colon, inside brackets or not.
    ``is_cells``: it is a row of a table.
    """

    __slots__ = ("_widths", "end", "indent", "is_cells", "page_break", "printed", "start", "stopped", "text")

    def __init__(self, start: int, printed: str, indent: int, page_break: bool) -> None:
        self.start, self.end = start, start + len(printed)
        self.printed = printed
        self.text = text = printed.replace(" ", "") if " " in printed else printed
        self.indent = indent
        self.page_break = page_break
        last = text[-1]
        self.stopped = last in _STOP or (last in _AFTER_STOP and bool(_STOPS.search(text)))
        self.is_cells = forms.is_row(text)
        self._widths: tuple[int, int, int] | None = None

    @property
    def widths(self) -> tuple[int, int, int]:
        """Width with its indent, in half-width columns: without inner spaces, with them, with half-width points."""
        if self._widths is None:
            bare = self.indent + len(self.text.encode("gb18030", "replace"))
            spaced = bare + len(self.printed) - len(self.text)
            self._widths = bare, spaced, bare - len(_POINT.findall(self.text))
        return self._widths


def rows_of(text: str) -> list[Row]:
    """Lines with something on them, without their margins. Tabs are cells and stay, but for a single one as indent."""
    rows: list[Row] = []
    behind = 0
    pair = False  # the line before is a row of two cells: one of them may be empty in the next
    for match in _LINE.finditer(text):
        line = match[0]
        bare = line.rstrip(_MARGIN)
        content = bare.lstrip(_MARGIN)
        if "\t" in content:
            if not content.strip(_MARGIN + "\t"):
                continue
            single = content.count("\t") == 1
            if single and "\t" in content[0] + content[-1] and not pair:
                bare = bare.rstrip(_MARGIN + "\t")
                content = bare.lstrip(_MARGIN + "\t")
            pair = single and "\t" in content
        else:
            pair = False
        if not content:
            continue
        start = match.start() + len(bare) - len(content)
        indent = _TABS if line[0] == "\t" else len(bare) - len(content)
        rows.append(Row(start, content, indent, "\f" in text[behind : match.start()]))
        behind = start + len(content)
    return rows


class Wrap(NamedTuple):
    """How a text is wrapped: the width of its lines in half-width columns.

    ``lost``: the paragraphs were printed with an indent that the copy has lost; their first lines are so much shorter.
    """

    width: int
    lost: bool


def has_indents(rows: list[Row]) -> bool:
    """Whether indents show where paragraphs begin."""
    return _INDENTED <= sum(row.indent >= INDENT for row in rows) <= _ALL_INDENTED * len(rows)


def wraps(rows: list[Row]) -> list[Wrap | None]:
    """For each row how the text around it is wrapped; None where its lines are paragraphs.

    A text that is not wrapped as a whole may have a wrapped part: its annexes are looked at by themselves.
    """
    whole = _wrap(rows)
    if whole or len(rows) < _LEAST_PART:
        return [whole] * len(rows)
    cuts = [0, *(index for index, row in enumerate(rows) if index and forms.is_annex(row.text)), len(rows)]
    found: list[Wrap | None] = []
    for first, last in pairwise(cuts):
        part = rows[first:last]
        found += [_wrap(part) if len(part) >= _LEAST_PART and len(cuts) > 2 else None] * len(part)
    return found


def _wrap(rows: list[Row]) -> Wrap | None:
    width = _wrap_width(rows)
    if width is None:
        return None
    return Wrap(width, not has_indents(rows) and _lost_indents(rows, width))


def _lost_indents(rows: list[Row], width: int) -> bool:
    """Whether lines behind the end of a paragraph are shorter by an indent than the lines within."""
    opening = [row for before, row in pairwise(rows) if not row.stopped and _ends(before, width)]
    wide = [max(row.widths) for row in opening]
    short = sum(width - _LOST - SLACK <= each < width - _LOST // 2 for each in wide)
    return short >= _LEAST_LOST and short > sum(width - 1 <= each for each in wide)


def _ends(row: Row, width: int) -> bool:
    """Whether a paragraph ends with the row: it is stopped, or a short heading."""
    return row.stopped or (max(row.widths) < width - 2 * _LOST and forms.numbered(row.text))


def _wrap_width(rows: list[Row]) -> int | None:
    """The width at which the lines are wrapped, in half-width columns; None where they are paragraphs."""
    open_ended = sum(not row.stopped for row in rows)
    if open_ended < _LEAST_FULL:
        return None
    lengths = Counter(len(row.text) // _STEP for row in rows)
    near = max((lengths[step] + lengths[step + 1] for step in lengths if step >= _LEAST_STEP), default=0)
    if near < max(_LEAST_FULL, 0.2 * len(rows)) and max(lengths) > PRINT // _STEP:
        return None
    counted = [row for row in rows if not row.is_cells]
    return _usual(counted) or _narrow(counted)


def _usual(rows: list[Row]) -> int | None:
    """The width of a good part of the lines, of which most end in the middle of a sentence."""
    widths = Counter(width for row in rows for width in {*row.widths})
    near = {each: sum(widths[each + step] for step in range(-SLACK, 2)) for each in widths if each >= _LEAST_WIDTH}
    if not near:
        return None
    width = max(near, key=lambda each: (near[each], each))
    full = [row for row in rows if _is_full(row, width)]
    over = sum(min(row.widths) > width + 2 for row in rows)
    enough = len(full) >= max(_SURE_SHARE * len(rows), 2 * _LEAST_FULL) and over <= 0.05 * len(rows)
    return width if enough and sum(not row.stopped for row in full) >= 0.6 * len(full) else None


def _narrow(rows: list[Row]) -> int | None:
    """The widest line's width where none is wider than print and most of the longer ones end inside a sentence."""
    width = max((min(row.widths) for row in rows), default=0)
    if not _LEAST_WIDTH <= width <= PRINT:
        return None
    full = [row for row in rows if _is_full(row, width, SLACK)]
    return width if len(full) >= _LEAST_FULL and sum(not row.stopped for row in full) >= 0.7 * len(full) else None


def _is_full(row: Row, width: int, room: int = 0) -> bool:
    return any(width - SLACK - room <= each <= width + 2 for each in row.widths)


def blocks(rows: list[Row]) -> frozenset[int]:
    """Indexes of rows that go on in the next one: a few rows of one width, each ending inside a sentence."""
    joins: set[int] = set()
    first = 0
    while first < len(rows) - 1:
        last = first
        while last + 1 < len(rows) and _same_block(rows[last], rows[last + 1], rows[first]):
            last += 1
        end = last + 1
        if last > first and end < len(rows) and _ends_block(rows[end], rows[last]):
            joins.update(range(first, end))
        first = max(last, first + 1)
    return frozenset(joins)


def _same_block(row: Row, following: Row, first: Row) -> bool:
    if row.stopped or following.stopped or not _BLOCK[0] <= 2 * len(first.text) or not first.widths[0] <= _BLOCK[1]:
        return False
    if abs(following.widths[0] - first.widths[0]) > SLACK or forms.begins(following.text):
        return False
    if following.indent > row.indent or row.text[-1] == "）" or (forms.numbered(row.text) and "。" not in row.text):
        return False
    if forms.stands_alone(following.text) or forms.stands_alone(row.text) or row.is_cells or following.is_cells:
        return False
    return bool(_COMMA.search(row.text))


def _ends_block(row: Row, before: Row) -> bool:
    """Whether the row is the rest of the paragraph."""
    if row.widths[0] > before.widths[0] + SLACK or row.indent > before.indent or before.text[-1] == "）":
        return False
    if forms.begins(row.text) or row.is_cells:
        return False
    return row.stopped and bool(_COMMA.search(before.text))


def opens_full(row: Row, width: int) -> bool:
    """Whether the row is a full one that has lost the indent of its paragraph."""
    return _is_full(row, width - _LOST)


def is_full(row: Row, width: int) -> bool:
    """Whether the row is as wide as the text but for a mark at its end."""
    return any(width - 2 <= each <= width + 2 for each in row.widths)


def fills(row: Row, following: Row, width: int) -> bool:
    """Whether the row goes up to the wrap width: the next row's first word would not have fitted in."""
    word = _FIRST_WORD.match(following.text)
    return _is_full(row, width, len(word[0]) if word else 0)


_FIRST_WORD = re.compile(r"[A-Za-z0-9.%]{2,20}", re.A)
