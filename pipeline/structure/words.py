"""What a paragraph of head or foot is: a date, a body's name, a document number, a title."""

from __future__ import annotations

import re

from pipeline.structure.doc_types import doc_type
from pipeline.structure.lexicon import marks, organ_end, pattern
from pipeline.structure.lines import Line
from pipeline.structure.numbers import read_label

DATE = pattern("date")
DATE_LINE = pattern("date.line")
_ENDS_IN_DATE = pattern("date.behind_body")
_NUMBER_LINE = pattern("number.line")
_NUMBER_BEGINS = pattern("number.begins")
_PERSON = pattern("person")
_NAVIGATION = pattern("navigation")
_STOPS = re.compile(r"[。；！？]")


def is_date(text: str) -> bool:
    """The paragraph is a date and nothing else."""
    return len(text) < 30 and DATE_LINE.match(text) is not None


def ends_in_date(text: str) -> re.Match[str] | None:
    """A body and a date on one line: 某市教育局2021年3月5日."""
    if len(text) > 80:
        return None
    match = _ENDS_IN_DATE.match(text)
    return match if match and organ_end().search(match["who"].strip()) else None


def is_organ(text: str) -> bool:
    """The paragraph is the name of a body and nothing else."""
    if not 2 < len(text) <= 45 or _STOPS.search(text) or text[-1] in "：:，、":
        return False
    return organ_end().search(text) is not None and "，" not in text and "关于" not in text and not read_label(text)


def is_person(text: str) -> bool:
    """An office and a name, as orders are signed: 市长 张某."""
    return len(text) <= 12 and _PERSON.match(text) is not None


def masthead(text: str) -> bool:
    """A masthead: one or more bodies and 文件."""
    if not 4 < len(text) <= 120 or not text.endswith("文件") or _STOPS.search(text) or "，" in text or "关于" in text:
        return False
    return organ_end().search(text[:-2].strip()) is not None


def number_in(text: str) -> re.Match[str] | None:
    """The document number of a line of the head, which may go on with 签发人 or a date."""
    if len(text) > 80:
        return None
    found = _NUMBER_LINE.match(text) or _NUMBER_BEGINS.match(text)
    return None if found and re.search("关于|的通知", found["number"]) else found


def is_mark(text: str, *names: str) -> bool:
    """The paragraph is one of the named marks of head or foot."""
    return any(marks()[name].match(text) for name in names)


def is_title(text: str, *, least: int = 5) -> bool:
    """The paragraph reads as the title of a document: it ends with its kind and has no stop within."""
    if not least <= len(text) <= 150 or _STOPS.search(text) or text[-1] in "：:，、；" or _NAVIGATION.search(text):
        return False
    return bool(doc_type(text)) and not is_mark(text, "attachment", "web", "cc") and not read_label(text)


def short_line(line: Line, most: int = 50) -> bool:
    """A line that may be part of a title: short, no stops, no label, no mark."""
    text = line.text
    if len(text) > most or _STOPS.search(text) or text[-1] in "：:，、；" or is_date(text) or number_in(text):
        return False
    return not read_label(text) and not masthead(text) and not is_mark(text, *marks())
