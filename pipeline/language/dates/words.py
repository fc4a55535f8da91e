"""The vocabulary of time, read once from the lexicon: relative words, parts, bounds, rhythms, plans, named days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pipeline.lexicon import read_csv, read_toml

Slot = Literal["year", "half", "quarter", "month", "week", "day"]
Base = Literal["reference", "plan", "previous"]
Bound = Literal["", "before", "from", "after", "until"]


@dataclass(frozen=True, slots=True)
class Relative:
    """A slot counted from another time: last year is (reference, -1)."""

    base: Base
    shift: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a period: first and last day inside it, and whether a limit includes it (yes) or it means all (in)."""

    first: str
    last: str
    whole: str


@dataclass(frozen=True, slots=True)
class BoundWord:
    """What a word makes of the time it stands at; `counts`: whether a month or a year lies inside its own limit."""

    bound: Bound
    counts: bool


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A recurring slot: FREQ, INTERVAL of one, and a rule part of its own."""

    each: str
    freq: str
    step: int
    rule: str


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A named day of the year, by the solar or lunar calendar, a solar term, or the nth weekday of a month."""

    name: str
    calendar: str
    month: int
    day: int
    which: str


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of lexicon/<name>.csv; lines that begin with # are comments."""
    return tuple(read_csv(f"{name}.csv"))


@cache
def phrases() -> dict[str, Any]:
    """lexicon/dates_phrases.toml."""
    return read_toml("dates_phrases.toml")


def one_of(words: Iterable[str]) -> str:
    """A regular expression for the longest of the words that stands at a place, as a tree of their first characters."""
    tree: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        tree.setdefault(word[:1], []).append(word[1:])
    optional = "?" if "" in tree else ""
    branches = [re.escape(head) + (one_of(tails) if any(tails) else "") for head, tails in tree.items() if head]
    return f"(?:{'|'.join(branches)}){optional}"


RELATIVE: dict[str, tuple[str, Relative]] = {
    row["word"]: (row["slot"], Relative(row["base"], int(row["shift"])))  # type: ignore[arg-type]
    for row in table("dates_relative")
}
PARTS: dict[tuple[str, str], Part] = {
    (row["of"], row["word"]): Part(row["from"], row["to"], row["whole"]) for row in table("dates_parts")
}
BOUNDS: dict[tuple[str, str], BoundWord] = {
    (row["place"], row["word"]): BoundWord(row["bound"], row["counts"] == "yes")  # type: ignore[arg-type]
    for row in table("dates_bounds")
}
RHYTHMS: dict[tuple[str, str], Rhythm] = {
    (row["place"], row["word"]): Rhythm(row["each"], row["freq"], int(row["step"]), row["rule"])
    for row in table("dates_recurrence")
}
PLANS: dict[str, tuple[int, int]] = {row["name"]: (int(row["first"]), int(row["last"])) for row in table("dates_plans")}
DAYS: dict[str, NamedDay] = {
    row["name"]: NamedDay(row["name"], row["calendar"], int(row["month"]), int(row["day"] or 0), row["which"])
    for row in table("dates_days")
}
DURATIONS: dict[str, tuple[str, str]] = {
    row["word"]: (row["iso"], row["precision"]) for row in table("dates_durations")
}


def relative(slot: str) -> str:
    """The words that fill a slot from another time."""
    return one_of(word for word, (of, _) in RELATIVE.items() if of == slot)


def parts(of: str) -> str:
    """The words for a part of a year, quarter, half, month or plan."""
    return one_of(word for (period, word) in PARTS if period == of)


def bounds(place: str) -> tuple[str, ...]:
    """The words of limit that stand before or after a time, the longest first."""
    return tuple(sorted((word for (where, word) in BOUNDS if where == place), key=lambda w: (-len(w), w)))


def not_before(unit: str) -> str:
    """A negative lookahead: the unit of time is not the beginning of another word (年级, 日元)."""
    words = [row["goes_on"] for row in table("dates_units_not") if row["unit"] == unit]
    return f"(?!{'|'.join(words)})" if words else ""


def days(*bare: str) -> str:
    """The names of days that stand alone (yes), need quotation marks or a following 节 (quoted), or marks and …日."""
    return one_of(row["name"] for row in table("dates_days") if row["bare"] in bare)
