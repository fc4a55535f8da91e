"""Broken lines joined: one paragraph a line, no blank lines, nothing at the margins.

Two lines are joined where the pair itself shows that the first does not end there: it ends with 、 or an open bracket,
the next one begins with ， or in the middle of a sentence. More is joined where a page ended between them, and where
the whole text is wrapped at one width. A doubtful break stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.clean import forms
from pipeline.clean.edits import Edit
from pipeline.clean.rows import (
    INDENT,
    PRINT,
    SLACK,
    Row,
    Wrap,
    blocks,
    fills,
    has_indents,
    is_full,
    opens_full,
    rows_of,
    wraps,
)
from pipeline.clean.titles import is_plan_title, is_title, title_joins

_PIECE = re.compile(r"\f|[^\f]+")
_INNER = re.compile("[。；！？]")
_FULL = re.compile("[。；]")
_COMMA = re.compile("[，、：,]")
_CLOSERS = frozenset("，。、；：？！）》〉”’〕】」』％%,;)")
_HARD_CLOSERS = frozenset("）》〉”’〕】」』)")
_LIST_END = re.compile("[、（《〈“‘〔【「『+＋]$")
_ITEM = re.compile("[0-9]{1,3}）|[^（）]{2,10}：[^（）]*）")  # （附件 / 1）, （…：甲； / 指导单位：乙）
_CLOSING = {"《": "》", "（": "）", "〈": "〉", "“": "”", "〔": "〕"}
_BRACKETS = re.compile("[《》（）〈〉“”〔〕]")
_REST = re.compile("[^（《“][，；。）]|[^（《“，；。]{2,3}[；。）]")  # what is left of a sentence, or of a word
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z,.;:?!]$", re.A), re.compile(r"[A-Za-z]", re.A)
_RUNNING, _RUNNING_NUMBERED = 28, 60  # characters from which a line without a full stop is running text and no heading
_PAGE_RUNNING, _PAGE_NUMBERED = 18, 24  # … at the end of a page
_MARKS = re.compile("[，。；：、《（]")
_LABEL = 16  # characters of a line with a colon that is a label


class Paragraph:
    """Lines that belong together so far. What matters of them for the next line is worked out when it is asked for."""

    def __init__(self, row: Row) -> None:
        self.first = row.text
        self.last = row
        self.length = len(row.text)
        self._stop = self._comma = False
        self._unclosed: dict[str, int] = {}  # closing halves that are still to come
        self._new = [row.text]  # lines not looked into yet

    def add(self, row: Row) -> None:
        """The paragraph goes on in the row."""
        self.last = row
        self.length += len(row.text)
        self._new.append(row.text)

    def is_first(self, row: Row) -> bool:
        """Whether the row is the paragraph's only one so far."""
        return self.first is row.text

    @property
    def numbered(self) -> bool:
        """Whether it begins with the label of a provision."""
        return forms.numbered(self.first)

    @property
    def stop(self) -> bool:
        """Whether a full stop or semicolon stands in it."""
        self._look()
        return self._stop

    @property
    def comma(self) -> bool:
        """Whether a comma or the like stands in it."""
        self._look()
        return self._comma

    @property
    def unclosed(self) -> dict[str, int]:
        """Brackets that are open at its end, by their closing half."""
        self._look()
        return self._unclosed

    def _look(self) -> None:
        for line in self._new:
            self._stop = self._stop or bool(_FULL.search(line))
            self._comma = self._comma or bool(_COMMA.search(line))
            for char in _BRACKETS.findall(line):
                closing = _CLOSING.get(char)
                if closing:
                    self._unclosed[closing] = self._unclosed.get(closing, 0) + 1
                elif self._unclosed.get(char):
                    self._unclosed[char] -= 1
        self._new = []


def lines(text: str) -> Iterator[Edit]:
    """Edits that join broken lines and take away blank lines, margins and page breaks."""
    rows = rows_of(text)
    if not rows:
        yield from _removed(text, 0, len(text))
        return
    joined = title_joins([row.text for row in rows]) | blocks(rows)
    wrapped = wraps(rows)
    indents = has_indents(rows)
    yield from _removed(text, 0, rows[0].start)
    paragraph = Paragraph(rows[0])
    for index, (row, following) in enumerate(pairwise(rows)):
        together = index in joined or _goes_on(paragraph, following, wrapped[index], indents)
        yield from _gap(text, row, following, together)
        if together:
            paragraph.add(following)
        else:
            paragraph = Paragraph(following)
    yield from _removed(text, rows[-1].end, len(text))


def _goes_on(paragraph: Paragraph, row: Row, wrap: Wrap | None, indents: bool) -> bool:
    """Whether the paragraph goes on in the row."""
    before, text = paragraph.last, row.text
    last = before.text
    if before.stopped and text[0] not in _HARD_CLOSERS:
        return _after_stop(paragraph, row, wrap, indents)
    if before.is_cells or row.is_cells:
        return False
    if text[0] in _CLOSERS and not before.stopped:
        return True
    begins = forms.begins(text)
    if _closes(text, paragraph.unclosed) and (not begins or _ITEM.match(text)):
        return True
    if before.stopped:
        return False
    if forms.parts_number(last, text) or forms.never_ends(last):
        return True
    if begins:
        return False
    if _LIST_END.search(last) or (last[-1] == "》" and text[0] == "《"):
        return True
    if last[-1] == "，" or forms.cannot_end(last):
        return not forms.stands_alone(text)
    if forms.stands_alone(text) or (paragraph.first is last and forms.stands_alone(last)):
        return False
    if (paragraph.comma or paragraph.stop) and (forms.cannot_start(text) or _REST.match(text)):
        return True
    return _unfinished(paragraph, row, wrap, indents)


def _after_stop(paragraph: Paragraph, row: Row, wrap: Wrap | None, indents: bool) -> bool:
    """Whether a paragraph goes on behind a stop: inside brackets, behind a label, in wrapped text."""
    before, text = paragraph.last, row.text
    last = before.text[-1]
    if last in "：；" and not row.is_cells and _closes(text, paragraph.unclosed):
        return True
    if last == "：" and forms.ends_with_label(before.text) and not forms.begins(text):
        return not forms.stands_alone(text)
    if not wrap or last not in "。；" or row.is_cells:
        return False
    if forms.is_assignment(text):
        return fills(before, row, wrap.width) and not (indents and row.indent >= INDENT)
    if forms.begins(text) or forms.stands_alone(text):
        return False
    if indents:
        return row.indent < INDENT and fills(before, row, wrap.width) and bool(_INNER.search(text) or _COMMA.search(text))
    return wrap.lost and _is_within(paragraph, row, wrap)


def _is_within(paragraph: Paragraph, row: Row, wrap: Wrap) -> bool:
    """Whether the row is a line inside a paragraph, where indents were lost: no first line is so long."""
    before = paragraph.last
    full = fills(before, row, wrap.width) or (paragraph.is_first(before) and opens_full(before, wrap.width))
    return full and is_full(row, wrap.width) and not forms.begins(row.text)


def _unfinished(paragraph: Paragraph, row: Row, wrap: Wrap | None, indents: bool) -> bool:
    """Whether a paragraph that ends without a point, in a word perhaps, goes on in the row."""
    before, text = paragraph.last, row.text
    if not paragraph.stop and (is_title(before.text) or (is_plan_title(before.text) and forms.opens_text(text))):
        return False
    indented = indents and row.indent >= INDENT
    if wrap and not indented:
        if fills(before, row, wrap.width) or (wrap.lost and _opens(paragraph, row, wrap)):
            return True
        sentence = paragraph.stop or (paragraph.comma and not paragraph.numbered)
        if wrap.width <= PRINT and sentence and max(before.widths) >= wrap.width - 2 * SLACK:
            return True
        if not row.page_break:
            return False
    if not _is_running(paragraph, row.page_break and not indented) or forms.ends_as_paragraph(before.text):
        return False
    if text[-1] in "：:" and len(text) < _LABEL:
        return not paragraph.stop and forms.is_recipients(paragraph.first)
    return bool(_INNER.search(text) or _COMMA.search(text))


def _opens(paragraph: Paragraph, row: Row, wrap: Wrap) -> bool:
    """Whether the paragraph's first line lost its indent and goes on in the row; a heading of that length does not."""
    first = paragraph.last
    if not paragraph.is_first(first) or not opens_full(first, wrap.width):
        return False
    return is_full(row, wrap.width) or bool(_MARKS.search(first.text, 4)) or forms.opens_text(first.text)


def _is_running(paragraph: Paragraph, page_break: bool) -> bool:
    """Whether the paragraph is running text so far, and no heading."""
    if paragraph.stop or (page_break and forms.is_article(paragraph.first)):
        return True
    least, least_numbered = (_PAGE_RUNNING, _PAGE_NUMBERED) if page_break else (_RUNNING, _RUNNING_NUMBERED)
    return paragraph.comma and paragraph.length >= (least_numbered if paragraph.numbered else least)


def _closes(text: str, unclosed: dict[str, int]) -> bool:
    """Whether the text closes a bracket that is open before it opens one of that kind."""
    for opening, closing in _CLOSING.items() if unclosed else ():
        if unclosed.get(closing):
            at = text.find(closing)
            if at >= 0 and opening not in text[:at] and "。" not in text[:at]:
                return True
    return False


def _gap(text: str, row: Row, following: Row, together: bool) -> Iterator[Edit]:
    """Edits of what stands between two lines: nothing, a space between Latin words or two bodies, or one line end."""
    start, end = row.end, following.start
    gap = text[start:end]
    if gap == "\n" and not together:
        return
    kept = gap.find("\n")
    if not together:
        only_page_break = kept < 0
        kept = gap.find("\f") if only_page_break else kept
        yield from _removed(text, start, start + kept)
        if only_page_break:
            yield Edit(start + kept, start + kept + 1, "\n", "page_break")
        yield from _removed(text, start + kept + 1, end)
    elif kept >= 0 and _needs_space(row.text, following.text):
        yield from _removed(text, start, start + kept, "broken_line")
        yield Edit(start + kept, start + kept + 1, " ", "broken_line")
        yield from _removed(text, start + kept + 1, end, "broken_line")
    else:
        yield from _removed(text, start, end, "broken_line")


def _needs_space(last: str, following: str) -> bool:
    """Whether two joined lines are parted by a space: Latin words, and the names of two bodies."""
    if _LATIN_START.match(following):
        return bool(_LATIN_END.search(last))
    return forms.is_body(last) and forms.is_body(following)


def _removed(text: str, start: int, end: int, rule: str = "blank") -> Iterator[Edit]:
    """Edits that take away white space. A form feed is an edit of its own: what it stands for keeps its own rule."""
    if start < end:
        for match in _PIECE.finditer(text, start, end):
            yield Edit(match.start(), match.end(), "", "page_break" if match[0] == "\f" else rule)
