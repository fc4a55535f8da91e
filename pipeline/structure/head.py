"""The head of a notice: everything above the first paragraph of the body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.notice import Span
from pipeline.structure.doc_types import doc_type
from pipeline.structure.lexicon import pattern
from pipeline.structure.lines import Line
from pipeline.structure.numbers import read_label
from pipeline.structure.recipients import bare_recipients, is_recipients
from pipeline.structure.title_lines import fallback_title, find_title, title_below_number, titled_anew
from pipeline.structure.words import (
    DATE,
    is_date,
    is_mark,
    is_organ,
    masthead,
    number_in,
)

_FIELD = pattern("web.field")
_FILE = pattern("web.file")
_FIELDS = 10  # lines of metadata at most
_BEHIND = pattern("number.behind_masthead")
_SIGNER = pattern("signer")
_UNDER_DATE = pattern("date.under_title")
_CLOCK = pattern("clock")
_LABEL_ALONE = re.compile(r"[:：]\s*$")
_DATED_BODY = pattern("date.and_body")


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


def read_head(text: str, lines: list[Line]) -> Head:
    """Read the head of the notice."""
    head = Head()
    first, last, rule = find_title(lines)
    below = titled_anew(lines, last) if rule else (0, 0, "")
    if below[2]:
        head.repeats.append(span(text, lines[first].start, lines[last - 1].end, "title.repeat"))
        first, last, rule = below
    if not rule:
        first, last, rule = title_below_number(lines)
    if not rule:
        first, last, rule = fallback_title(lines)
    if rule:
        head.title = span(text, lines[first].start, lines[last - 1].end, rule)
        head.title_lines = (first, last)
        _number_in_title(text, head)
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


def _number_in_title(text: str, head: Head) -> None:
    """A page's heading ends with the number in brackets: 关于…的通知（青水发〔2021〕9号）."""
    title = head.title
    at = max(title.text.rfind("（"), title.text.rfind("(")) if title else -1
    if title is None or at < 0 or title.text[-1] not in "）)":
        return
    number = number_in(title.text[at + 1 : -1])
    if number and doc_type(title.text[:at]):
        begin = title.start + at + 1
        head.doc_number = span(
            text, begin + number.start("number"), begin + number.end("number"), "doc_number.in_title"
        )
        head.title = span(text, title.start, title.start + at, title.rule)


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


def read_recipients(text: str, lines: list[Line], head: Head) -> None:
    """主送机关: the first paragraph up to its colon, or several lines of which the last ends with one."""
    at = head.first
    first = lines[at]
    bare = is_recipients(first.text + "：") if bare_recipients(first.text) and at + 1 < len(lines) else None
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
