"""The head of a notice: everything above the first paragraph of the body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.notice import Span
from pipeline.structure.doc_types import doc_type, kinds
from pipeline.structure.lexicon import marks, pattern
from pipeline.structure.lines import Line
from pipeline.structure.numbers import read_label
from pipeline.structure.words import (
    DATE,
    is_date,
    is_mark,
    is_organ,
    is_title,
    masthead,
    number_in,
    short_line,
)

_REACH = 60  # paragraphs within which the title stands, web copies with their tables of metadata included
_FIELD = pattern("web.field")
_FILE = pattern("web.file")
_NUMBERED = pattern("number.above_title")
_MENU = 14  # characters of an entry of a menu
_FIELDS = 10  # lines of metadata at most
_ABOUT = pattern("title.about")
_BEGINS = pattern("title.begins")
_BEHIND = pattern("number.behind_masthead")
_SIGNER = pattern("signer")
_UNDER_DATE = pattern("date.under_title")
_CLOCK = pattern("clock")
_LABEL_ALONE = re.compile(r"[:：]\s*$")
_DATED_BODY = pattern("date.and_body")
_TO = pattern("recipients")
_NOT_TO = pattern("recipients.not")
_TO_BODY = pattern("recipients.body")


@dataclass
class Head:
    """What was found above the body; ``first`` is the index of the body's first line, ``begins`` its offset."""

    title: Span | None = None
    title_lines: tuple[int, int] = (0, 0)
    doc_number: Span | None = None
    masthead: Span | None = None
    urgency: Span | None = None
    secrecy: Span | None = None
    signer: Span | None = None
    date: Span | None = None
    bodies: list[Span] = field(default_factory=list)
    repeats: list[Span] = field(default_factory=list)
    recipients: list[Span] = field(default_factory=list)
    first: int = 0
    begins: int = 0


def span(text: str, start: int, end: int, rule: str) -> Span:
    """A span without the white space around it."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()), words.strip(), rule)


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


def _titled_anew(lines: list[Line], last: int) -> tuple[int, int, str]:
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
            _ABOUT.match(words) or is_organ(lines[first].text) or len(words) <= 4 or _signs(lines, first, above)
        )
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


def _fallback_title(lines: list[Line]) -> tuple[int, int, str]:
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


def read_head(text: str, lines: list[Line]) -> Head:
    """Read the head of the notice."""
    head = Head()
    first, last, rule = find_title(lines)
    below = _titled_anew(lines, last) if rule else (0, 0, "")
    if below[2]:
        head.repeats.append(span(text, lines[first].start, lines[last - 1].end, "title.repeat"))
        first, last, rule = below
    if not rule:
        first, last, rule = _fallback_title(lines)
    if rule:
        head.title = span(text, lines[first].start, lines[last - 1].end, rule)
        head.title_lines = (first, last)
    for line in lines[:first]:
        _above(text, line, head)
    _signed_above(text, lines[:first], head)
    at = last
    while at < len(lines) and (
        _below(text, lines[at], head) or _again(text, lines, at, head) or _metadata(lines, at, head)
    ):
        at += 1
    if head.doc_number is None and (number := _BEHIND.search(text, 0, 4000)):
        head.doc_number = span(text, number.start("number"), number.end("number"), "doc_number.behind_masthead")
    head.first = at
    head.begins = lines[at].start if at < len(lines) else len(text)
    if at < len(lines):
        read_recipients(text, lines, head)
    return head


def _above(text: str, line: Line, head: Head) -> None:
    """Marks above the title."""
    words = line.text
    number = number_in(words)
    if is_mark(words, "secrecy") and head.secrecy is None:
        head.secrecy = span(text, line.start, line.end, "head.secrecy")
    elif is_mark(words, "urgency") and head.urgency is None:
        head.urgency = span(text, line.start, line.end, "head.urgency")
    elif number and head.doc_number is None:
        head.doc_number = span(
            text, line.start + number.start("number"), line.start + number.end("number"), "doc_number.head"
        )
        _signer(text, line, head)
    elif is_mark(words, "signer"):
        _signer(text, line, head)
    elif masthead(words) and head.masthead is None:
        head.masthead = span(text, line.start, line.end, "masthead.file")
    elif is_organ(words) and head.masthead is None:
        head.masthead = span(text, line.start, line.end, "masthead.body")
    elif is_date(words) and head.date is None:
        head.date = span(text, line.start, line.end, "issue_date.head")


def _again(text: str, lines: list[Line], at: int, head: Head) -> bool:
    """What web copies put between title and text: the title again, the bodies that issued it, values of metadata."""
    words, title = lines[at].text, head.title
    if title is None or len(words) > 150:
        return False
    about = words[max(0, words.find("关于")) :]
    if words == title.text or (
        len(about) > 8 and title.text.startswith(about) and (about == words or is_organ(words[: -len(about)]))
    ):
        head.repeats.append(span(text, lines[at].start, lines[at].end, "title.repeat"))
        return True
    if (
        at
        and _LABEL_ALONE.search(lines[at - 1].text)
        and is_mark(lines[at - 1].text, "web")
        and len(words) < 60
        and "。" not in words
    ):
        return True
    dated = _DATED_BODY.match(words)
    bodies = dated["who"] if dated else words
    if not _bodies(bodies):
        return False
    begin = lines[at].start + (dated.start("who") if dated else 0)
    head.bodies.append(span(text, begin, begin + len(bodies), "issuer.below"))
    if dated and head.date is None:
        head.date = span(text, lines[at].start, lines[at].start + dated.end("date"), "issue_date.below")
    return True


def _metadata(lines: list[Line], at: int, head: Head) -> bool:
    """A line that a collector of web pages put between the title and the document number."""
    words = lines[at].text
    if (
        head.doc_number is not None
        or "。" in words
        or len(words) > 200
        or not (_FIELD.match(words) or _FILE.search(words))
    ):
        return False
    return any(number_in(line.text) for line in lines[at + 1 : at + _FIELDS])


def _bodies(words: str) -> bool:
    """One body or several (财政部、司法部) and nothing else."""
    pieces = [piece for piece in re.split(r"[、，,\s]+", words) if piece]
    if words[-1] in "，、,；：:" or words[0] == "各":
        return False
    return bool(pieces) and len(words) <= 120 and all(is_organ(piece) for piece in pieces)


def _signed_above(text: str, above: list[Line], head: Head) -> None:
    """The end of a covering letter whose beginning is lost: bodies and a date above the title of the plan."""
    at = next((i for i, line in enumerate(above) if is_date(line.text)), 0)
    first = at
    while first and is_organ(above[first - 1].text):
        first -= 1
    if first < at:
        head.bodies += [span(text, line.start, line.end, "issuer.signature") for line in above[first:at]]
        head.masthead = None if head.masthead and head.masthead.rule == "masthead.body" else head.masthead


def _signer(text: str, line: Line, head: Head) -> None:
    found = _SIGNER.search(line.text)
    if found and head.signer is None:
        head.signer = span(text, line.start + found.start("name"), line.start + found.end("name"), "head.signer")


def _below(text: str, line: Line, head: Head) -> bool:
    """Lines between title and recipients: number, date in brackets, marks of the web. False where the body begins."""
    words = line.text
    if not re.search(r"\w", words):
        return True
    number = number_in(words)
    if number and len(words) < 60:
        if head.doc_number is None or head.doc_number.text == number["number"]:
            head.doc_number = span(
                text, line.start + number.start("number"), line.start + number.end("number"), "doc_number.below"
            )
        date = DATE.search(words[number.end("number") :])
        if date and head.date is None:
            at = line.start + number.end("number")
            head.date = span(text, at + date.start(), at + date.end(), "issue_date.below")
        return True
    if len(words) < 40 and _CLOCK.match(words):
        return True
    date = _UNDER_DATE.match(words) if len(words) < 70 and "。" not in words else None
    if date and (is_date(words) or words[0] in "（("):
        if head.date is None:
            head.date = span(text, line.start + date.start("date"), line.start + date.end("date"), "issue_date.below")
        return True
    if is_mark(words, "web") and len(words) < 150 and "。" not in words:
        return True
    return words[0] in "（(" and words[-1] in "）)" and len(words) < 60 and read_label(words) is None


def is_recipients(words: str) -> re.Match[str] | None:
    """The paragraph begins with those to whom the notice goes: bodies up to a colon."""
    match = _TO.match(words)
    if not match or read_label(words) or _NOT_TO.search(match["who"][-40:]) or _NOT_TO.match(match["who"]):
        return None
    pieces = [piece for piece in re.split(r"[，,、；\n]", match["who"]) if piece]
    bodies = sum(1 for piece in pieces if _TO_BODY.search(piece))
    return match if pieces and bodies * 2 >= len(pieces) else None


def _bare_recipients(words: str) -> bool:
    """Bodies on a line of their own whose colon was lost."""
    if not 4 < len(words) < 300 or re.search(r"[。；:：]|[，、]$", words) or is_mark(words, *marks()):
        return False
    pieces = [piece for piece in re.split(r"[，,、]", words) if piece]
    return words[0] in "各市县省区" or (len(pieces) > 1 and "各" in words and all(_TO_BODY.search(piece) for piece in pieces))


def read_recipients(text: str, lines: list[Line], head: Head) -> None:
    """主送机关: the first paragraph up to its colon, or several lines of which the last ends with one."""
    at = head.first
    first = lines[at]
    bare = is_recipients(first.text + "：") if _bare_recipients(first.text) and at + 1 < len(lines) else None
    if bare and not lines[at + 1].text.endswith(("：", ":")):
        head.recipients.append(span(text, first.start, first.end, "recipients.line"))
        head.first, head.begins = at + 1, lines[at + 1].start
        return
    last = at
    while (
        last < min(at + 12, len(lines) - 1)
        and not re.search(r"[:：。；]", lines[last].text)
        and not read_label(lines[last].text)
    ):
        last += 1
    words = text[first.start : lines[last].end]
    match = is_recipients(words)
    if not match:
        return
    head.recipients.append(
        span(text, first.start + match.start("who"), first.start + match.end("who"), "recipients.colon")
    )
    if match["rest"].strip():
        head.first, head.begins = last, first.start + match.start("rest")
    else:
        head.first = last + 1
        head.begins = lines[last + 1].start if last + 1 < len(lines) else len(text)
