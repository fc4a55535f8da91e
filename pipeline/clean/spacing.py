"""Spaces inside Chinese text. Chinese is printed without them; recognition and copying put them in.

A space that separates stays: between Latin words, between the names of bodies that stand alone on a line, before a
label (电话：), in wide gaps of lines that are set in columns, and around the cells of tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.clean import forms
from pipeline.clean.edits import Edit
from pipeline.clean.views import HAN
from pipeline.lexicon import rule

_FILE = "spacing.toml"
_RUN = re.compile(" +")
_EDGE = re.compile("[\n\t]")  # of a line or a cell
_CHINESE = re.compile(
    rf"[{HAN}\u3001-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—·①-⒛㈠-㈩Ⅰ-Ⅻ℃○◯√×]"
)
_DIGITS_APART = re.compile("[0-9][0-9 ]{3,10}年")  # 2 021 年
_TIME = re.compile("[0-9]{1,2}: +[0-5][0-9](?![0-9])")
_YEAR = re.compile("(?:19|20)[0-9]{2}年")
_STOP = re.compile("[。；，]")
_NAME = rf"[{HAN}·]{{2,4}}"
_NAMES = re.compile(rf"[{HAN}·]{{2,4}}(?: +[{HAN}·]{{2,4}}){{2,}}")
_LAST_NAME = re.compile(rf"(?:^|[：: 、，]){_NAME}$")
_WIDE = 4  # spaces of a gap that is surely meant
_REACH = 40  # characters looked at on either side of a gap
_BODIES = 160  # characters at most of a line that names bodies


def _pattern(name: str) -> re.Pattern[str]:
    return rule(_FILE, name)


def spaces(text: str) -> Iterator[Edit]:
    """Edits that take spaces out of Chinese text."""
    if " " not in text:
        return
    apart = {
        at
        for match in _DIGITS_APART.finditer(text)
        if " " in match[0] and _YEAR.fullmatch(match[0].replace(" ", ""))
        for at in range(match.start(), match.end())
    }
    for match in _RUN.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if not before or not after or before in "\n\t\f|" or after in "\n\t\f|":
            continue
        if _CHINESE.match(before) or _CHINESE.match(after):
            if not _separates(text, start, end):
                yield Edit(start, end, "", "space_in_chinese")
            elif end - start > 2:
                yield Edit(start + 2, end, "", "wide_gap")
        elif _in_label(text, start, end) or start in apart or (after in "%‰" and before.isdigit()) or _in_time(text, start):
            yield Edit(start, end, "", "space_in_number")


def _in_time(text: str, start: int) -> bool:
    """Whether the space stands inside a clock time: 17: 00."""
    return text[start - 1] == ":" and any(_TIME.match(text, start - back) for back in (2, 3) if start >= back)


def _in_label(text: str, start: int, end: int) -> bool:
    """Whether the space stands inside the label of a provision: 2 .加强宣传"""
    if text[end] not in ".．" or not text[start - 1].isdigit():
        return False
    at = text.rfind("\n", max(0, start - 3), start) + 1
    return (at > 0 or start < 3) and text[at:start].isdigit() and bool(_CHINESE.match(text, end + 1))


def _separates(text: str, start: int, end: int) -> bool:
    """Whether the gap separates what stands on its two sides."""
    low = max(0, start - _BODIES)
    left_from = max(text.rfind("\n", low, start) + 1, text.rfind("\t", low, start) + 1, low)
    edge = _EDGE.search(text, end, end + _BODIES)
    right_to = edge.start() if edge else min(len(text), end + _BODIES)
    if _pattern("kept_line").match(text, left_from):
        return True
    left, right = text[max(left_from, start - _REACH) : start], text[end : min(right_to, end + _REACH)]
    if left[-1:] not in "，、。；：（" and _pattern("label").match(right) and not _pattern("label_word").search(left):
        return True
    if forms.is_body(left.rsplit(" ", 1)[-1]) and right_to - left_from < _BODIES and _bodies(text[left_from:right_to]):
        return not _pattern("led").match(right)
    if _pattern("person").match(right) and _LAST_NAME.search(left) and _pattern("persons").search(left):
        return True
    if end - start > 1:
        return _in_columns(left, right, end - start >= _WIDE)
    return len(left) + len(right) < _REACH and bool(_NAMES.fullmatch(f"{left} {right}"))


@lru_cache(64)
def _bodies(line: str) -> bool:
    """Whether the line is two or more names of bodies, with or without the rest of a title behind them."""
    names = _pattern("led_title").sub("", line).split()
    return len(names) > 1 and all(forms.is_body(name) for name in names)


def _in_columns(left: str, right: str, wide: bool) -> bool:
    """Whether a wide gap parts two columns: words on both sides, no running sentence, no spaced-out title or date."""
    near_left, near_right = left.rsplit(" ", 1)[-1], right.split(" ", 1)[0]
    if wide:  # no sentence has such a gap, whatever stands around it
        near_left, near_right = _STOP.split(near_left)[-1], _STOP.split(near_right)[0]
    if len(near_left) < 2 or len(near_right) < 2 or _STOP.search(near_left) or _STOP.search(near_right):
        return False
    return not (_pattern("inside_date").search(f"{left} {right}") or _pattern("title").search(left + right))
