"""The lines of the title at the head of a notice."""

from __future__ import annotations

import re

from pipeline.structure.doc_types import doc_type, kinds
from pipeline.structure.lexicon import marks, pattern
from pipeline.structure.lines import Line
from pipeline.structure.numbers import read_label
from pipeline.structure.recipients import is_recipients
from pipeline.structure.words import is_date, is_mark, is_organ, is_title, masthead, number_in, short_line

_REACH = 60  # paragraphs within which the title stands, web copies with their tables of metadata included
_NUMBERED = pattern("number.above_title")
_MENU = 14  # characters of an entry of a menu
_ABOUT = pattern("title.about")
_BEGINS = pattern("title.begins")
_IN_BRACKETS = re.compile(r"[（(][^（）()]{4,30}(?:委员会|小组|指挥部|办公室)[）)]")


def _joined(lines: list[Line], first: int, last: int) -> str:
    return "".join(line.text for line in lines[first:last])


def find_title(
    lines: list[Line], start: int = 0, reach: int = _REACH, *, cited: frozenset[str] = frozenset()
) -> tuple[int, int, str]:
    """Lines [first, last) of the title and the rule; (0, 0, "") where none is found.

    The first line, or the first few together, that end with a kind of document; issuers on lines of their own directly
    above 关于… belong to it.
    """
    stop = min(len(lines), start + reach)
    weak = (0, 0, "")  # a name of a menu may end like a title: 信用信息公示
    for at in range(start, stop):
        text = lines[at].text
        if _is_body(text):
            stop = at
            break
        if weak[2] and not _BEGINS.search(text) and not is_organ(text):
            continue
        if masthead(text) or is_mark(text, "web", "urgency", "secrecy", "copy_number", "annex"):
            continue
        if text in cited or is_title(text):
            later = _titled_below(lines, at + 1, stop) if not _BEGINS.search(text) else 0
            if later:
                at, text = later, lines[later].text
            found = (*_grow(lines, start, at, at + 1), "title.line")
            if not weak[2] and at + 1 < stop and (_is_menu(lines, at) or _NUMBERED.match(text)):
                weak = found
                continue
            return found
        if is_organ(text):
            continue
        for last in range(at + 2, min(at + 5, stop) + 1):
            if not short_line(lines[last - 2], 80):
                break
            words = _joined(lines, at, last)
            if words in cited or _is_title_in_lines(text, lines[last - 1].text, words):
                return (*_grow(lines, start, at, last), "title.lines")
    return weak


def _is_menu(lines: list[Line], at: int) -> bool:
    """A short name among other short lines without any stop: it may be an entry of a web page's menu."""
    text = lines[at].text
    if len(text) > _MENU or _BEGINS.search(text) or any(sign.isdigit() for sign in text):
        return False
    around = [line.text for line in lines[max(0, at - 2) : at + 3] if line.text != text]
    return len(around) > 3 and all(len(words) <= _MENU and words[-1] not in "：:。" for words in around)


def _is_title_in_lines(first: str, last: str, words: str) -> bool:
    """Several lines are one title if the last completes it and is not one by itself (then the first was a masthead)."""
    if not is_title(last, least=2) or not is_title(words) or not _opens_title(first):
        return False
    return bool(_BEGINS.search(first)) or not (is_title(last) and _BEGINS.search(last))


def _opens_title(text: str) -> bool:
    """The first of several lines of a title: 关于…, 《…, 2021年… or 某市…."""
    return bool(_BEGINS.search(text)) or text[0].isdigit() or len(text) > 8


def _titled_below(lines: list[Line], start: int, stop: int) -> int:
    """The line of a fuller title below a masthead that reads like one: 专题会议纪要, its number, 关于…的会议纪要."""
    for at in range(start, min(start + 3, stop)):
        text = lines[at].text
        if is_title(text) and _BEGINS.search(text):
            return at
        if not (number_in(text) or is_date(text) or is_organ(text)):
            break
    return 0


def titled_anew(lines: list[Line], last: int) -> tuple[int, int, str]:
    """The notice's own title where the one found was the heading of a web page: a masthead follows, then the title."""
    for at in range(last, min(last + 3, len(lines))):
        if masthead(lines[at].text):
            return find_title(lines, at + 1, 5)
    return 0, 0, ""


def _grow(lines: list[Line], start: int, first: int, last: int) -> tuple[int, int]:
    """Take the beginning of a title that stands on the lines above: bodies above 关于…, the opening of 《."""
    words = _joined(lines, first, last)
    if last < len(lines) and len(lines[last].text) <= 4 and doc_type(lines[last].text) == lines[last].text:
        last += 1  # the kind of document on a line of its own: 公示
        words = _joined(lines, first, last)
    while first > start and short_line(lines[first - 1], 80):
        above = lines[first - 1].text
        opens = words.count("《") < words.count("》")
        bodies = is_organ(above) and bool(
            _ABOUT.match(words)
            or is_organ(lines[first].text)
            or _IN_BRACKETS.match(lines[first].text)
            or len(words) <= 4
            or _signs(lines, first, above)
        )
        named = first > 1 and _IN_BRACKETS.fullmatch(above) and is_organ(lines[first - 2].text)
        bodies = bodies or bool(named and _ABOUT.match(words))
        begun = bool(_BEGINS.search(above)) and not _BEGINS.search(words) and not doc_type(above)
        if above in words or not (opens or bodies or begun):
            break
        first -= 1
        words = _joined(lines, first, last)
    return first, last


def _signs(lines: list[Line], first: int, above: str) -> bool:
    """A body above a title that begins with another one belongs to it if it signs the notice too."""
    about = _BEGINS.search(lines[first].text)
    own = lines[first].text[: about.start()] if about else ""
    return bool(own) and is_organ(own) and any(line.text == above for line in lines[first + 1 :])


def _is_body(text: str) -> bool:
    """A paragraph of running text or the first numbered item."""
    if is_mark(text, "web"):
        return False
    return ("。" in text and len(text) > 40 and not is_mark(text, "open_note")) or read_label(text) is not None


def title_below_number(lines: list[Line]) -> tuple[int, int, str]:
    """The title below a masthead or number, where a collector's introduction stands above them."""
    for at, line in enumerate(lines[:_REACH]):
        if masthead(line.text) or (number_in(line.text) and len(line.text) < 40):
            found = find_title(lines, at + 1, 6)
            if found[2]:
                return found
    return 0, 0, ""


def fallback_title(lines: list[Line]) -> tuple[int, int, str]:
    """The first line that can be one: no kind of document at its end (news, letters)."""
    for at, line in enumerate(lines[:8]):
        if line.text in kinds():
            return (*_grow(lines, 0, at, at + 1), "title.kind")
    for at, line in enumerate(lines[:_REACH]):
        text = line.text
        if _is_body(text) or is_mark(text, "cc") or is_recipients(text):
            break
        if short_line(line, 60) and not is_mark(text, *marks()) and not is_organ(text) and len(text) > 3:
            return at, at + 1, "title.first_line"
    return 0, 0, ""
