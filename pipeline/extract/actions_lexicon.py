"""Verbs, adverbials and patterns by which clauses are read, loaded once from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from pipeline.lexicon import check, read_csv, read_toml

V = TypeVar("V")


class Verb(NamedTuple):
    """A verb of the lexicon: ``kind`` is act, event, cause, means, send, result or state (see verbs.csv)."""

    kind: str
    noun: bool
    first: bool
    second: bool


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


@dataclass(frozen=True)
class Lexicon:
    """Everything that the clause reader knows."""

    verbs: Prefixes[Verb]
    words: Prefixes[str]  # adverbs, modal words, connectors, prepositions: word -> class
    single: re.Pattern[str]  # verbs of one character where they may head a clause
    single_kind: dict[str, Verb]
    parts: dict[str, re.Pattern[str]]
    formulas: tuple[tuple[str, re.Pattern[str]], ...]
    bodies: re.Pattern[str]  # the end of a body's or person's name


@cache
def lexicon() -> Lexicon:
    """The lexicon of actions.

    Raises:
        RuleError: a rule contradicts its own example.
    """
    data = read_toml("action_patterns.toml")
    singles = data["single"]
    for row in singles:
        check("action_patterns.toml", row["verb"], re.compile("^" + row["verb"] + row["next"]), row["example"], row["counter"])
    formulas = []
    for row in data["formula"]:
        pattern = re.compile(row["pattern"])
        check("action_patterns.toml", row["id"], pattern, row["example"], row["counter"])
        formulas.append((row["id"], pattern))
    verbs = {
        row["verb"]: Verb(row["class"], row["noun"] == "1", row["joins"] in ("first", "both"), row["joins"] in ("second", "both"))
        for row in read_csv("verbs.csv")
    }
    organs = [row for row in read_csv("organs.csv") if row["form"] in ("organ", "part", "group", "people", "area")]
    not_organs = [row["suffix"] for row in read_csv("organs.csv") if row["form"] == "not"]
    parts = {name: re.compile(pattern) for name, pattern in data["parts"].items()}
    return Lexicon(
        verbs=Prefixes(verbs),
        words=Prefixes({row["word"]: row["class"] for row in read_csv("action_words.csv")}),
        single=re.compile("|".join(row["verb"] + row["next"] for row in singles)),
        single_kind={row["verb"]: Verb(row["class"], False, False, False) for row in singles},
        parts=parts,
        formulas=tuple(formulas),
        bodies=_body_pattern([row["suffix"] for row in organs], not_organs, data["parts"]["people"]),
    )


def _body_pattern(suffixes: Sequence[str], not_suffixes: Sequence[str], people: str) -> re.Pattern[str]:
    """Ends of bodies and persons: the longest suffix, unless a word that only looks like one stands there."""
    long = sorted({s for s in suffixes if len(s) > 1 and s != "组织"}, key=lambda s: (-len(s), s))
    short = "".join(sorted({s for s in suffixes if len(s) == 1}))
    never = "|".join(sorted({re.escape(s) for s in not_suffixes if len(s) > 1}, key=lambda s: (-len(s), s)))
    return re.compile(f"{people}|(?P<never>{never})|(?:{'|'.join(map(re.escape, long))})|[{short}]")
