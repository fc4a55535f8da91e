"""The parts of a written date: rows of lexicon/dates_slots.toml, composed into one regular expression for each
state of reading. Nothing here searches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.language.dates import words
from pipeline.lexicon import read_toml

SPACE = r"[ \u3000\t]{0,2}"  # what a scanner leaves between the characters of a date
_CN1 = "一二三四五六七八九"
_CN2 = f"(?:[{_CN1}]?十[{_CN1}]?|廿[{_CN1}]?|卅一?|[{_CN1}])"
_CENTURY = "上|本|二十一?|十[一二三四五六七八九]|(?<![0-9])(?:1[0-9]|2[01])"
_ZERO = "〇○◯零OoＯ"
# 中 is a part of a period only where the word ends there: 年中前, not 年中央
_WORD_ENDS = r"(?=之?前|以前|起|[，。；、：）)”\s]|$|至|到|和|后|完|召|开|报|组|集|对|进|总|考|检|评|力|要|将|达)"
_OPEN, _CLOSE = '[“”"‘「『]', '[”“"’」』]'


def _part(of: str) -> str:
    """The parts of a period, where they do not begin another word (底稿, 初步, 中央)."""
    no_other = "".join(f"|(?<={word}){words.not_before(word)}" for word in "初末底终")
    inside = words.phrases()["not_bound"]["内"]
    return rf"(?:{words.parts(of)}(?:(?<![初中末底内终])|(?<=中){_WORD_ENDS}|(?<=内)(?!{inside}){no_other}))"


def macros() -> dict[str, str]:
    """What {NAME} stands for in a row's pattern."""
    dash = words.phrases()["range_dash"]
    range_words = words.one_of(words.phrases()["range_word"])
    return {
        "S": SPACE,
        "CN1": _CN1,
        "CN2": _CN2,
        "CN2X": f"(?:[{_CN1}]十[{_CN1}]?|十[{_CN1}]|廿[{_CN1}])",  # two characters at least
        "CENTURY": f"(?:{_CENTURY})",
        "ZERO": _ZERO,
        "N2": rf"(?:\d{{1,2}}(?!\d)|{_CN2})",
        "SPACED2": r"(?:[1-3] \d(?!\d))",
        "YEAR4": rf"(?:(?:1[89]|2[01])\d\d|(?:1 ?[89]|2 ?[01]) ?\d ?\d(?= ?年)|[一二][{_CN1}{_ZERO}0-9]{{3}})",
        "J": rf"(?:{words.one_of(words.phrases()['list'])}|{range_words}|[{dash}]{{1,2}})",
        "OPEN": _OPEN,
        "CLOSE": _CLOSE,
        "WD": "[一二三四五六日天1-7]",
        "EACH_UNIT": words.one_of(word for place, word in words.RHYTHMS if place == "each"),
        "EACH_ALONE": words.one_of(word for place, word in words.RHYTHMS if place == "alone"),
        "PLAN": words.one_of(words.PLANS),
        "PLAN_PART": words.one_of(word for of, word in words.PARTS if of == "plan"),
        "YEAR_PART": _part("year"),
        "HALF_PART": _part("half"),
        "QUARTER_PART": _part("quarter"),
        "MONTH_PART": _part("month"),
        "REL_YEAR": words.relative("year"),
        "REL_QUARTER": words.relative("quarter"),
        "REL_MONTH": words.relative("month"),
        "REL_WEEK": words.relative("week"),
        "REL_DAY": words.relative("day"),
        "DAY": words.days("yes", "quoted"),
        "DAY_BARE": words.days("yes"),
        "DAY_QUOTED": words.days("quoted"),
        "DAY_WITH": words.days("with_day"),
        "DAY_OPENS": words.one_of(words.phrases()["day_name_opens"]),
        "DAYPART": words.one_of(words.phrases()["daypart"]),
        "SEASON": words.one_of(row["word"] for row in words.table("dates_periods")),
        "NOT_MONTH": words.not_before("月"),
        "NOT_DAY": words.not_before("日"),
        "NOT_WEEK": words.not_before("周"),
        "NOT_HOUR": words.not_before("时"),
        "NOT_POINT": words.not_before("点"),
    }


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One way to write one part of a date; see the head of the lexicon file."""

    id: str
    rank: int
    pattern: str
    needs: frozenset[str]
    weak: bool
    first: bool
    example: tuple[str, ...]
    counter: tuple[str, ...]


@cache
def rows() -> dict[str, SlotRow]:
    """The rows by id, in the order in which they are tried; a row that fails its own examples is refused."""
    known = macros()
    found = {}
    for row in read_toml("dates_slots.toml")["slot"]:
        pattern = re.sub(r"\{([A-Z][A-Z0-9_]*)\}", lambda name: known[name[1]], row["pattern"])
        found[row["id"]] = SlotRow(
            row["id"],
            row["rank"],
            pattern,
            frozenset(row.get("needs", ())),
            row.get("weak", False),
            row.get("first", False),
            tuple(row["example"]),
            tuple(row["counter"]),
        )
    return found


def failures() -> list[str]:
    """Rows that do not match their example or match their counter-example; empty if all is well."""
    wrong = []
    for row in rows().values():
        pattern = re.compile(row.pattern)
        for sample in row.example:
            around = _BEHIND.get(row.id, "")
            if not pattern.match(around + sample, len(around)):
                wrong.append(f"{row.id}: {sample} is not matched")
        wrong += [f"{row.id}: {sample} is matched" for sample in row.counter if pattern.match(sample)]
    return wrong


_BEHIND = {"event": "“"}  # what stands before an example where the pattern looks back


@cache
def _compiled(row: str) -> re.Pattern[str]:
    return re.compile(f"(?P<{row}>{rows()[row].pattern})")


@cache
def _fitting(rank: int, have: frozenset[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The rows that may come next. Tried one by one: as one expression they cost a tenth of a second, and gain nothing."""
    return tuple(
        (row.id, _compiled(row.id))
        for row in rows().values()
        if row.rank > rank and (not row.needs or row.needs & have) and not (row.first and rank >= 0)
    )


def read_slot(text: str, at: int, rank: int, have: set[str]) -> tuple[str, re.Match[str]] | None:
    """The next part of a date at `at`: finer than `rank`, given what stands before; the id of its row, its match."""
    for row, pattern in _fitting(rank, frozenset(have)):
        match = pattern.match(text, at)
        if match is not None:
            return row, match
    return None
