"""Titles that are printed over several lines become one line."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.clean import forms
from pipeline.lexicon import read_toml

_LEAD = re.compile("(?:关于|印发|转发|批转|颁发|下达|公布|修订|修改|废止)")
_LEAD_WITHIN = re.compile("^[^，。；：]{0,60}?(?:关于|转发|批转|印发)")
_LED_BY_BODY = re.compile("^[^，。；：、（]{3,40}?(?<=[委办局厅府部院会室署团])(?:关于|转发|批转|印发)")
_NO_TITLE = re.compile("[。；！？：]")
_REST = re.compile("(?:（[^（）]{1,20}）)?的[^，。；：]{0,6}$")
_COMMAS = re.compile("[，、]")
_LINES = 5
_LONGEST, _FIRST = 60, 6  # characters of a line of a title; least of the first line of one without 关于


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(read_toml('clean_lines.toml')[name])})")


def title_joins(rows: list[str]) -> frozenset[int]:
    """Indexes of the lines that the next line belongs to, as parts of one title."""
    joins: set[int] = set()
    index = 0
    while index < len(rows):
        last = index if _names_page(rows, index) else max(_led(rows, index), _plain(rows, index))
        if last + 1 < len(rows) and _has_note(rows[last], rows[last + 1]):
            last += 1
        if last > index or is_title(rows[index]):
            joins.update(range(_with_issuers(rows, index), last))
        index = last + 1
    return frozenset(joins)


def _names_page(rows: list[str], index: int) -> bool:
    """Whether the line is a title in 《》, as the name of a page, and the title itself stands below it."""
    text = rows[index]
    if text[-1] != "》" or not forms.doc_types().search(text[:-1]):
        return False
    return index + 1 < len(rows) and is_title(rows[index + 1])


@lru_cache(4096)
def _part(text: str) -> bool:
    """Whether the line can be part of a title."""
    if len(text) > _LONGEST or _NO_TITLE.search(text) or forms.is_row(text) or forms.begins(text):
        return False
    return forms.is_body(text) or not forms.stands_alone(text)


def _has_note(text: str, following: str) -> bool:
    """Whether the next line is a note that belongs to a title: （试行）, （2023—2025年）; or 公示 under its subject."""
    if not _part(text) or forms.is_body(text) or len(text) < _FIRST:
        return False
    if _words("notes").fullmatch(following):
        return _complete(text)
    return bool(_words("bare_titles").fullmatch(following)) and not forms.stands_alone(text)


@lru_cache(4096)
def _complete(text: str) -> bool:
    """Whether the text ends as a title does, outside of 《》."""
    return bool(forms.doc_types().search(text[-40:])) and text.count("《") == text.count("》")


def is_title(text: str) -> bool:
    """Whether the line is a whole title: it says 关于, 印发 … and ends with a kind of document."""
    if len(text) > 2 * _LONGEST or _NO_TITLE.search(text):
        return False
    return bool(_LEAD_WITHIN.match(text)) and _complete(text)


def is_plan_title(text: str) -> bool:
    """Whether the line may be the title of a plan: no points, a kind of document at its end."""
    return len(text) <= _LONGEST and _part(text) and _complete(text) and not _COMMAS.search(text)


def _is_led(text: str) -> bool:
    return bool(_LEAD.match(text)) and _part(text)


def _led(rows: list[str], first: int) -> int:
    """Index of the last line of a title that says 关于, 印发, 转发; ``first`` where it is one line or none."""
    text = rows[first]
    if len(text) > _LONGEST or not _LEAD_WITHIN.search(text) or not _part(text):
        return first
    if first + 1 < len(rows) and _REST.match(rows[first + 1]) and _complete(rows[first + 1]):
        return first + 1
    for index in range(first + 1, min(first + _LINES, len(rows))):
        if _complete(text) or not _part(rows[index]) or _is_led(rows[index]):
            return first
        text += rows[index]
        if _complete(text):
            return index
    return first


def _plain(rows: list[str], first: int) -> int:
    """Index of the last line of a title without such words: a plan's title, or a body and 通告."""
    if first + 1 >= len(rows) or not _part(rows[first]) or _complete(rows[first]):
        return first
    if forms.is_body(rows[first]):
        return first + 1 if _words("bare_titles").fullmatch(rows[first + 1].replace(" ", "")) else first
    before_is_title = first > 0 and _part(rows[first - 1]) and not forms.stands_alone(rows[first - 1])
    if before_is_title or len(rows[first]) < _FIRST:
        return first
    for last in (first + 1, first + 2):
        if last >= len(rows) or not _part(rows[last]) or forms.is_body(rows[last]):
            return first
        if _complete(rows[last]):
            listed = last + 1 < len(rows) and _part(rows[last + 1]) and _complete(rows[last + 1])
            return first if listed or _words("no_plan_titles").search(rows[last][-6:]) else last
    return first


def _with_issuers(rows: list[str], first: int) -> int:
    """Index of the first line of a title, with the issuers printed directly above it."""
    above = first
    while above > 0 and first - above < _LINES and _is_issuer(rows[above - 1], rows[first]):
        if "".join(rows[above : first + 1]).startswith(rows[above - 1]):  # the masthead: the title begins with the same body
            break
        above -= 1
    return above


def _is_issuer(text: str, title: str) -> bool:
    """Whether the line above a title names issuers that belong to it: no masthead, not the title's own again."""
    if not forms.is_body(text) or text.endswith("文件"):
        return False
    return bool(_LEAD.match(title)) or (bool(_LED_BY_BODY.match(title)) and not title.startswith(text.split()[0]))
