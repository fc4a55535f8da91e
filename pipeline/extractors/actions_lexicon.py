"""Verbs, adverbials and patterns by which clauses are read, loaded once from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from pipeline.lexicon import RuleError, check, read_csv, read_toml

V = TypeVar("V")
_FILE = "action_patterns.toml"


class Verb(NamedTuple):
    """A verb of the lexicon: ``kind`` is act, event, cause, means, send, result, offence or state (see verbs.csv)."""

    kind: str
    noun: bool
    first: bool
    second: bool
    weak: bool = False  # mostly a noun


class Prefixes(Generic[V]):
    """A dictionary that is asked for the longest entry which begins at a place of a text."""

    def __init__(self, entries: dict[str, V]) -> None:
        self.entries = entries
        lengths: dict[str, set[int]] = {}
        for word in entries:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def at(self, text: str, start: int) -> tuple[int, V] | None:
        """End and value of the longest entry at ``start``."""
        room = len(text) - start
        for length in self._lengths.get(text[start : start + 1], ()):
            if length <= room and (found := self.entries.get(text[start : start + length])) is not None:
                return start + length, found
        return None


class Endings:
    """Words by which names of bodies and persons end, and words that only look like it (超市, 网站)."""

    def __init__(self, ends: set[str], never: set[str]) -> None:
        self.words = dict.fromkeys(ends, True) | dict.fromkeys(never - ends, False)
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[-1], set()).add(len(word))
        self._lengths = {last: tuple(sorted(found, reverse=True)) for last, found in lengths.items()}
        self._last = re.compile("[" + re.escape("".join(sorted(self._lengths))) + "]")

    def ends(self, text: str, start: int, end: int) -> Iterator[int]:
        """The places in (start:end] at which a name may end, in order: the longest word that ends there decides."""
        for mark in self._last.finditer(text, start, end):
            at = mark.end()
            for length in self._lengths[mark.group()]:
                if at - length >= start and (is_end := self.words.get(text[at - length : at])) is not None:
                    if is_end:
                        yield at
                    break


@dataclass(frozen=True)
class Formula:
    """A clause that directs nothing though it has the form; tried only where one of ``needs`` or ``last`` is there."""

    id: str
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    last: str

    def matches(self, text: str, at: int) -> bool:
        """Whether the clause from ``at`` on is this formula."""
        if self.last and text[-1] not in self.last:
            return False
        if self.needs and not self.needs.search(text, at):
            return False
        return self.pattern.search(text[at:] if at else text) is not None


@dataclass(frozen=True)
class Lexicon:
    """Everything that the clause reader knows."""

    verbs: Prefixes[Verb]
    words: Prefixes[str]  # adverbs, modal words, connectors, prepositions: word -> class
    single: re.Pattern[str]  # verbs of one character where they may head a clause
    single_fronted: re.Pattern[str]  # those of them that take a fronted object, behind it
    single_kind: dict[str, Verb]
    parts: dict[str, re.Pattern[str]]
    sets: dict[str, frozenset[str]]
    formulas: tuple[Formula, ...]
    bodies: Endings


@cache
def lexicon() -> Lexicon:
    """The lexicon of actions.

    Raises:
        RuleError: a rule contradicts its own example.
    """
    data = read_toml(_FILE)
    for row in data["single"]:
        check(_FILE, row["verb"], re.compile("^" + row["verb"] + row["next"]), row["example"], row["counter"])
    formulas = []
    for row in data["formula"]:
        needs = "|".join(map(re.escape, row.get("needs", "").split()))
        pattern = re.compile(row["pattern"])
        formula = Formula(row["id"], pattern, re.compile(needs) if needs else None, row.get("last", ""))
        if not formula.matches(row["example"], 0) or formula.matches(row["counter"], 0):
            raise RuleError(f"{_FILE}: rule {formula.id} contradicts its own example or counter-example")
        formulas.append(formula)
    return Lexicon(
        verbs=Prefixes({row["verb"]: _verb(row) for row in read_csv("verbs.csv")}),
        words=Prefixes({row["word"]: row["class"] for row in read_csv("action_words.csv")}),
        single=re.compile("|".join(row.get("before", "") + row["verb"] + row["next"] for row in data["single"])),
        single_fronted=re.compile("|".join(row["verb"] + row["fronted"] for row in data["single"] if "fronted" in row)),
        single_kind={row["verb"]: Verb(row["class"], False, False, False) for row in data["single"]},
        parts={name: re.compile(pattern) for name, pattern in data["parts"].items()},
        sets={name: frozenset(words.split()) for name, words in data["sets"].items()},
        formulas=tuple(formulas),
        bodies=_endings(data["sets"]["people"].split(), data["sets"]["not_people"].split()),
    )


def _verb(row: dict[str, str]) -> Verb:
    joins = row["joins"]
    return Verb(
        row["class"], row["noun"] != "0", joins in ("first", "both"), joins in ("second", "both"), row["noun"] == "2"
    )


def _endings(people: list[str], others: list[str]) -> Endings:
    rows = read_csv("organs.csv")
    never = {row["suffix"] for row in rows if row["form"] == "not"} | set(others)
    ends = {row["suffix"] for row in rows if row["form"] not in ("not", "")} - {"组织"}  # 组织 alone is a verb
    return Endings(ends | set(people), never)
