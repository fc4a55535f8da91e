"""Broken lines joined: one paragraph a line, no blank lines, nothing at the margins.

Two lines are joined where the pair itself shows that the first does not end there: it ends with 、 or an open bracket, the next
one begins with ， or in the middle of a sentence. More is joined where a page ended between them, and where the whole text is
wrapped at one width. A doubtful break stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline.clean import forms
from pipeline.clean.edits import Edit
from pipeline.clean.titles import title_joins

_LINE = re.compile(r"[^\n\f]+")
_PIECE = re.compile(r"\f|[^\f]+")
_MARGIN = " \u3000\xa0"
_STOP, _AFTER_STOP = frozenset("。！？；：…!?;"), frozenset("”’）》】〕」』)\"")
_STOPS = re.compile(r"[。！？；：…!?;][”’）》】〕」』)\"]*$")
_INNER = re.compile("[。；！？]")
_COMMA = re.compile("[，、：,]")
_CLOSERS = "，。、；：？！）》〉”’〕】」』％%,;)"
_HARD_CLOSERS = "）》〉”’〕】」』)"
_OPEN_END = re.compile(r"[，、（《〈“‘〔【「『(,+＋]$")
_CLOSING = {"《": "》", "（": "）", "〈": "〉", "“": "”", "〔": "〕"}
_BRACKETS = re.compile("[《》（）〈〉“”〔〕]")
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z,.;:?!]$", re.A), re.compile(r"[A-Za-z]", re.A)
_WORD_START = re.compile(r"[A-Za-z0-9%.]+|.", re.A)
_RECIPIENTS = re.compile(r"(?:各|[^，。；]{2,14}(?:局|委|办|厅|府|部|院|会|公司|单位|学校|医院|企业|处|科|所|中心|镇|街道|乡|县|区|市|州|旗)[，、])")
_RUNNING, _RUNNING_NUMBERED = 28, 60  # characters from which a line without a full stop is running text and no heading
_PAGE_RUNNING, _PAGE_NUMBERED = 18, 30  # … at the end of a page
_WRAP_LINES, _WRAP_WIDTH = 8, 36  # least lines and width (half-width columns) of a text that is wrapped
_INDENTED = 3


class Paragraph:
    """Lines that belong together so far. What matters of them for the next line is worked out when it is asked for."""

    def __init__(self, first: str) -> None:
        self.first = self.last = first
        self.length = len(first)
        self._stop = self._comma = False
        self._unclosed: Counter[str] = Counter()  # closing halves that are still to come
        self._new = [first]  # lines not looked into yet

    def add(self, line: str) -> None:
        """The paragraph goes on in the line."""
        self.last = line
        self.length += len(line)
        self._new.append(line)

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
    def unclosed(self) -> Counter[str]:
        """Brackets that are open at its end, by their closing half."""
        self._look()
        return self._unclosed

    def _look(self) -> None:
        for line in self._new:
            self._stop = self._stop or bool(_INNER.search(line))
            self._comma = self._comma or bool(_COMMA.search(line))
            for char in _BRACKETS.findall(line):
                closing = _CLOSING.get(char)
                if closing:
                    self._unclosed[closing] += 1
                elif self._unclosed[char]:
                    self._unclosed[char] -= 1
        self._new = []


@dataclass
class _Line:
    start: int
    end: int
    text: str
    indent: int
    page_break: bool  # a page ended before it

    @cached_property
    def width(self) -> int:
        return self.indent + len(self.text.encode("gb18030", "replace"))


def lines(text: str) -> Iterator[Edit]:
    """Edits that join broken lines and take away blank lines, margins and page breaks."""
    rows = _rows(text)
    if not rows:
        if text:
            yield from _removed(text, 0, len(text))
        return
    joined = title_joins([row.text for row in rows])
    wrap = _wrap_width(rows)
    indented = sum(row.indent >= 2 for row in rows)
    has_indents = _INDENTED <= indented <= 0.7 * len(rows)
    yield from _removed(text, 0, rows[0].start)
    paragraph = Paragraph(rows[0].text)
    for index, (row, following) in enumerate(pairwise(rows)):
        together = index in joined or _goes_on(paragraph, following, wrap, has_indents, row)
        yield from _gap(text, row.end, following.start, together, row.text, following.text)
        if together:
            paragraph.add(following.text)
        else:
            paragraph = Paragraph(following.text)
    yield from _removed(text, rows[-1].end, len(text))


def _rows(text: str) -> list[_Line]:
    """Lines with something on them, without their margins. Tabs are cells and stay, but for a single one as indent."""
    rows: list[_Line] = []
    behind = 0
    for match in _LINE.finditer(text):
        line = match[0]
        if line.isspace():
            continue
        bare = line.rstrip(_MARGIN)
        if "\t" in line and bare.strip(_MARGIN + "\t").count("\t") == 0 and line.count("\t") < 2:
            bare = bare.rstrip(_MARGIN + "\t")
            content = bare.lstrip(_MARGIN + "\t")
        else:
            content = bare.lstrip(_MARGIN)
        start = match.start() + len(bare) - len(content)
        if not content:
            continue
        indent = 4 if line[0] == "\t" else len(bare) - len(content)
        rows.append(_Line(start, start + len(content), content, indent, "\f" in text[behind : match.start()]))
        behind = start + len(content)
    return rows


def _goes_on(paragraph: Paragraph, row: _Line, wrap: int | None, has_indents: bool, before: _Line) -> bool:
    """Whether the paragraph, whose last line is ``before``, goes on in the row."""
    last, text = paragraph.last, row.text
    stopped = last[-1] in _STOP or (last[-1] in _AFTER_STOP and bool(_STOPS.search(last)))
    if stopped and text[0] not in _HARD_CLOSERS:
        sentence_ends_line = wrap and has_indents and row.indent < 2 and last[-1] in "。；" and before.width >= wrap - 3
        return bool(sentence_ends_line) and not forms.begins(text)
    if forms.is_row(last) or forms.is_row(text):
        return False
    if text[0] in _CLOSERS and not stopped:
        return True
    if _closes(text, paragraph.unclosed) and not forms.begins(text):
        return True
    if stopped or forms.begins(text):
        return False
    if _OPEN_END.search(last) or forms.cannot_end(last):
        return not forms.stands_alone(text)
    if forms.stands_alone(text) or (paragraph.first is last and forms.stands_alone(last)):
        return False
    if forms.cannot_start(text) and (paragraph.comma or paragraph.stop):
        return True
    return _unfinished(paragraph, row, wrap, has_indents, before.width)


def _unfinished(paragraph: Paragraph, row: _Line, wrap: int | None, has_indents: bool, width: int) -> bool:
    """Whether a paragraph that ends without a point, in a word perhaps, goes on in the row."""
    text = row.text
    if wrap and not (has_indents and row.indent >= 2):
        first_word = len(_WORD_START.match(text)[0])  # type: ignore[index]
        if wrap - 3 - max(0, first_word - 2) <= width <= wrap + 2:
            return True
        if width < wrap - 3 and not row.page_break:
            return False
    least, least_numbered = (_PAGE_RUNNING, _PAGE_NUMBERED) if row.page_break else (_RUNNING, _RUNNING_NUMBERED)
    if paragraph.numbered:
        running = paragraph.stop or (paragraph.length >= least_numbered and paragraph.comma)
    else:
        running = paragraph.stop or (paragraph.length >= least and paragraph.comma)
    if not running or forms.ends_as_paragraph(paragraph.last):
        return False
    if text[-1] in "：:" and len(text) < 16:
        return not paragraph.stop and bool(_RECIPIENTS.match(paragraph.first))
    return bool(_INNER.search(text) or _COMMA.search(text))


def _closes(text: str, unclosed: Counter[str]) -> bool:
    """Whether the text closes a bracket that is open before it opens one of that kind."""
    for opening, closing in _CLOSING.items():
        if unclosed[closing]:
            at = text.find(closing)
            if at >= 0 and opening not in text[:at] and "。" not in text[:at]:
                return True
    return False


def _wrap_width(rows: list[_Line]) -> int | None:
    """The width at which the text is wrapped, in half-width columns; None where its lines are paragraphs."""
    widths = Counter(row.width for row in rows if not forms.is_row(row.text))
    total = sum(widths.values())
    if total < _WRAP_LINES:
        return None
    best, width = max((sum(widths[w + d] for d in range(-3, 2)), w) for w in widths)
    over = sum(count for w, count in widths.items() if w > width + 2)
    if width < _WRAP_WIDTH or best < 0.35 * total or over > 0.05 * total:
        return None
    full = [row for row in rows if width - 3 <= row.width <= width + 1]
    open_ends = sum(not _STOPS.search(row.text) for row in full)
    return width if open_ends >= 0.6 * len(full) else None


def _gap(text: str, start: int, end: int, together: bool, last: str, following: str) -> Iterator[Edit]:
    """Edits of what stands between two lines: nothing, a space between Latin words, or one line end."""
    gap = text[start:end]
    if together:
        if _LATIN_END.search(last) and _LATIN_START.match(following):
            kept = max(gap.find("\n"), 0)
            yield from _removed(text, start, start + kept, "broken_line")
            yield Edit(start + kept, start + kept + 1, " ", "broken_line")
            yield from _removed(text, start + kept + 1, end, "broken_line")
        else:
            yield from _removed(text, start, end, "broken_line")
        return
    kept = gap.find("\n")
    if kept < 0:  # only a page break stands between them
        kept = gap.find("\f")
        yield Edit(start + kept, start + kept + 1, "\n", "page_break")
    yield from _removed(text, start, start + kept)
    yield from _removed(text, start + kept + 1, end)


def _removed(text: str, start: int, end: int, rule: str = "blank") -> Iterator[Edit]:
    """Edits that take away white space; a form feed is an edit of its own, so that what it stands for keeps its rule."""
    if start >= end:
        return
    for match in _PIECE.finditer(text, start, end):
        yield Edit(match.start(), match.end(), "", "page_break" if match[0] == "\f" else rule)
