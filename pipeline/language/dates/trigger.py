"""Where a time may begin: one expression over the whole text, cheap on prose without times.

Its branches are rows of lexicon/dates_triggers.toml and the words of the other lists; each begins with a character of
its own, so that the search runs over a set of characters.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from pipeline.language.dates import words
from pipeline.language.dates.slots import SPACE

_CN = "〇零○◯一二两三四五六七八九十廿卅元"
_UNITS = "年月"
_SPECIAL = frozenset("()[]?{}|\\")


@cache
def _lexicon() -> dict[str, Any]:
    source = resources.files("pipeline").joinpath("lexicon/dates_triggers.toml").read_text(encoding="utf-8")
    dashes = words.phrases()["range_dash"].replace("-", "") + "-"  # a hyphen stands last in a class
    source = source.replace("{CN}", _CN).replace("{DASH}", dashes)
    return tomllib.loads(source.replace("{S}", SPACE.replace("\\", "\\\\")))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """One expression for digits, one for 年 and 月, one for the rest: rows of one sign are then as cheap as prose."""
    after: dict[str, list[str]] = {}
    for row in _lexicon()["trigger"]:
        for char in row["chars"]:
            after.setdefault(char, []).append(row["ahead"])
    guards = _lexicon()["guards"]
    for name in _names():
        after.setdefault(name[0], []).append(guards.get(name[0], "") + re.escape(name[1:]))
    openers = words.one_of([*words.PLANS, *words.DAYS])
    for char in '“”"‘「『':
        after.setdefault(char, []).append(f"(?={openers})")
    digits = f"[0-9](?:{'|'.join(_merged(after['0']))})"
    units, others = (
        "|".join(f"{re.escape(char)}(?:{'|'.join(_merged(after[char]))})" for char in chars)
        for chars in (_UNITS, [char for char in after if char not in _UNITS and not char.isdecimal()])
    )
    return re.compile(digits), re.compile(units), re.compile(others)


def _names() -> list[str]:
    """The words of the lists that begin a time by themselves."""
    names = [*words.RELATIVE, *(row["word"] for row in words.table("dates_periods")), *words.DAYS]
    for plan in words.PLANS:
        names += [plan + "期", plan + "时期", *(plan + part for of, part in words.PARTS if of == "plan")]
    return names


def _merged(continuations: list[str]) -> list[str]:
    """Literal continuations as one tree; expressions as they are."""
    literal = [rest for rest in continuations if rest and not _SPECIAL & set(rest)]
    others = list(dict.fromkeys(rest for rest in continuations if _SPECIAL & set(rest)))
    return others + ([words.one_of(literal)] if literal else [])


class Scanner:
    """The places of a text where a time may begin, from left to right; each expression reads the text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = [-1] * len(_patterns())

    def next(self, at: int) -> int:
        """The next place from `at` on; -1 where there is none. `at` never falls."""
        for i, pattern in enumerate(_patterns()):
            if self.found[i] < at:
                match = pattern.search(self.text, at)
                self.found[i] = match.start() if match else len(self.text)
        first = min(self.found)
        return first if first < len(self.text) else -1


def begins_within(text: str, start: int, end: int) -> bool:
    """Whether a time may begin in a stretch of text."""
    return any(pattern.search(text, start, end) for pattern in _patterns())


def failures() -> list[str]:
    """Rows that do not begin their example or begin their counter-example; empty if all is well."""
    wrong = []
    for row in _lexicon()["trigger"]:
        pattern = re.compile(f"[{row['chars']}](?:{row['ahead']})")
        wrong += [f"{row['chars']}: {sample}" for sample in row["example"] if not pattern.match(sample)]
        wrong += [f"{row['chars']}: not {sample}" for sample in row["counter"] if pattern.match(sample)]
    return wrong
