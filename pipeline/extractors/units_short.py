"""Short names that a notice gives itself: …工作领导小组（以下简称领导小组） → what 领导小组 means in it."""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.bodies_lexicon import is_body, read_toml

__all__ = ["holds", "long_form", "short_names"]

_LONGEST = 48  # characters of a full name


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in read_toml("unit_cues.toml")["short"].items()}


def short_names(text: str) -> dict[str, str]:
    """Short name → full name as printed before （以下简称…）; the first definition holds."""
    if "称" not in text:
        return {}
    patterns = _patterns()
    found: dict[str, str] = {}
    for said in patterns["said"].finditer(text):
        short = said["short"]
        words = text[max(0, said.start() - _LONGEST) : said.start()]
        words = patterns["boundary"].split(words)[-1]
        full = _shortest(words, short, patterns["lead"])
        if full and is_body(short):
            found.setdefault(short, full)
    return found


def _shortest(words: str, short: str, lead: re.Pattern[str]) -> str:
    """The last of the words that still are a body of which the short name may be an abbreviation."""
    best, at = "", 0
    while len(words) - at > len(short):
        full = words[at:]
        if not (is_body(full) and holds(full, short)):
            break
        best = full
        found = lead.match(words, at)
        if found is None:
            break
        at = found.end()
    return best


def long_form(words: str, short: dict[str, str]) -> str:
    """The words with the short name at their head, or behind a level word, written out: 领导小组办公室, 市创建办."""
    if words in short:
        return short[words]
    for name, full in short.items():
        rest = words.removeprefix(name)
        if rest != words and _patterns()["part"].fullmatch(rest):
            return full + rest
    return words


def holds(long: str, short: str) -> bool:
    """Whether the signs of the short name stand in the long one, in order."""
    at = -1
    for sign in short:
        at = long.find(sign, at + 1)
        if at < 0:
            return False
    return True
