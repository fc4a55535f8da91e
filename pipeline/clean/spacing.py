"""Spaces inside Chinese text. Chinese is printed without them; recognition and copying put them in.

A space that separates stays: between Latin words, between the names of two bodies, before a label (电话：), in wide gaps of
lines that are set in columns, and around the cells of tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.clean.edits import Edit
from pipeline.lexicon import check, read_toml

_FILE = "spacing.toml"
_RUN = re.compile(r"(?<=[^\s|]) +(?=[^\s|])")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇"
_CHINESE = re.compile(rf"[{_HAN}\u3001-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—·①-⒛㈠-㈩Ⅰ-Ⅻ℃○◯√×]")
_DIGITS_APART = re.compile(r"(?<![0-9])[0-9](?: {0,2}[0-9]){3}(?= {0,2}年)")
_PERCENT = re.compile(r"(?<=[0-9]) +(?=[%‰])")
_TIME = re.compile(r"(?<=[0-9]) *: +(?=[0-5][0-9](?![0-9]))")
_SENTENCE = re.compile("[。；，]")
_NAMES = re.compile(rf"[{_HAN}·]{{2,4}}(?: +[{_HAN}·]{{2,4}}){{2,}}")
_REACH = 40  # characters looked at on either side of a gap


@cache
def _pattern(name: str) -> re.Pattern[str]:
    row = read_toml(_FILE)[name]
    pattern = re.compile(row["pattern"])
    check(_FILE, name, pattern, row["example"], row["counter"])
    return pattern


def spaces(text: str) -> Iterator[Edit]:
    """Edits that take spaces out of Chinese text."""
    if " " not in text:
        return
    apart = {at for match in _DIGITS_APART.finditer(text) for at in range(match.start(), match.end())}
    for match in _RUN.finditer(text):
        start, end = match.span()
        before, after = text[start - 1], text[end]
        if _CHINESE.match(before) or _CHINESE.match(after):
            kept = _separates(text, start, end)
            if kept and end - start > 1:
                yield Edit(start + 1, end, "", "wide_gap")
            if kept:
                continue
            yield Edit(start, end, "", "space_in_chinese")
        elif start in apart or after in "%‰" and before.isdigit():
            yield Edit(start, end, "", "space_in_number")


def _separates(text: str, start: int, end: int) -> bool:
    """Whether the gap separates what stands on its two sides."""
    left_from = max(text.rfind("\n", max(0, start - _REACH), start), max(0, start - _REACH) - 1) + 1
    right_to = text.find("\n", end, end + _REACH)
    left, right = text[left_from:start], text[end : right_to if right_to >= 0 else end + _REACH]
    if _pattern("label").match(right) and not _pattern("label_word").search(left):
        return True
    near_left, near_right = left.rsplit(" ", 1)[-1], right.split(" ", 1)[0]
    if _pattern("body").search(near_left) and _pattern("body").search(_until_stop(near_right)):
        return True
    if end - start > 1:
        return _in_columns(left, right, near_left, near_right)
    line = left + " " + right
    return bool(_NAMES.fullmatch(line.strip())) and len(line) < _REACH


def _until_stop(words: str) -> str:
    return re.split("[，。；：、（]", words, maxsplit=1)[0]


def _in_columns(left: str, right: str, near_left: str, near_right: str) -> bool:
    """Whether a wide gap parts two columns: words on both sides, no running sentence, no spaced-out title or date."""
    if len(near_left) < 2 or len(near_right) < 2 or _SENTENCE.search(near_left) or _SENTENCE.search(near_right):
        return False
    return not (_pattern("inside_date").search(left + " " + right) or _pattern("title").search(left + right))
