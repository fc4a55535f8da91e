"""What the language knows about quantities, loaded once: measure words, comparators, words that are a quantity.

The rows are `lexicon/measure_words.csv`, `lexicon/comparators.toml` and `lexicon/quantity_words.toml`; here they become
tables and one compiled alternation each. A row that cannot be used (no rule id, a pattern that does not compile,
an unknown role) is refused when it is loaded.
"""

from __future__ import annotations

import csv
import re
import string
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

ROLES = ("op", "change", "level", "share", "filler", "stop")
USES = ("free", "counted", "compared")
_BOUNDS = ("以上", "以下", "以内", "以外", "及以上", "及以下", "及以内")  # 所以 is no measure word, 3所以上 holds one


class Measure(NamedTuple):
    """A measure word: what the column ``unit`` says, the factor of the value, what is measured, where it may stand."""

    unit: str
    factor: Decimal
    dimension: str
    use: str


class Comparator(NamedTuple):
    """Words beside a number. ``strength`` 2 decides, 1 gives way to what stands behind the unit."""

    rule: str
    role: str
    op: str
    strength: int


class QuantityWord(NamedTuple):
    """A word that is a quantity without a number of its own (全覆盖, 翻一番)."""

    rule: str
    value: Decimal
    unit: str
    op: str
    change: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Tables and compiled patterns; patterns match at a place, never search."""

    measures: dict[str, tuple[tuple[str, frozenset[str], Measure], ...]]  # by first character, the longest word first
    rate: re.Pattern[str]  # /人·年 behind a unit
    before: dict[str, Comparator]
    before_reversed: re.Pattern[str]
    before_last: frozenset[str]  # last characters of the words that stand before
    after: re.Pattern[str]
    after_rules: dict[str, Comparator]  # by group name
    words: re.Pattern[str]
    words_first: re.Pattern[str]  # a character with which one of the words begins
    word_rules: dict[str, QuantityWord]
    fixed: re.Pattern[str]


def _read(name: str) -> str:
    return resources.files("pipeline").joinpath(f"lexicon/{name}").read_text(encoding="utf-8")


def table_of(name: str) -> dict[str, Any]:
    """A TOML file of the lexicon."""
    return tomllib.loads(_read(name))


def rows(name: str, table: str) -> list[dict[str, Any]]:
    """The rows of one table of a TOML file of the lexicon."""
    found: list[dict[str, Any]] = table_of(name).get(table, [])
    for row in found:
        if not row.get("rule") or "example" not in row or "counter" not in row:
            raise ValueError(f"{name}: a row of {table} lacks rule, example or counter: {row}")
    return found


def alternation(words: Iterable[str]) -> str:
    """One alternation of literal words, the longest first, so that the longest wins."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _measures() -> dict[str, list[tuple[str, frozenset[str], Measure]]]:
    """The table of measure words by first character: the word, what it may not be followed by, what it means."""
    lines = [line for line in _read("measure_words.csv").splitlines() if line and not line.startswith("#")]
    table: dict[str, list[tuple[str, frozenset[str], Measure]]] = {}
    for row in csv.DictReader(lines):
        if row["use"] not in USES:
            raise ValueError(f"measure_words.csv: unknown use {row['use']!r} of {row['word']}")
        barred = (row["not_before"] or "").split()
        if row["word"][-1].isascii() and row["word"][-1].isalpha():
            barred.extend(string.ascii_letters + string.digits)
        measure = Measure(row["unit"], Decimal(row["factor"]), row["dimension"], row["use"])
        table.setdefault(row["word"][0], []).append((row["word"], frozenset(barred), measure))
    for found in table.values():
        found.sort(key=lambda entry: (-len(entry[0]), entry[0]))
    return table


def _before() -> dict[str, Comparator]:
    table: dict[str, Comparator] = {}
    for row in rows("comparators.toml", "rule"):
        if row["role"] not in ROLES:
            raise ValueError(f"comparators.toml: unknown role {row['role']!r} of {row['rule']}")
        if row["side"] == "before":
            for word in row["words"].split():
                table.setdefault(word, Comparator(row["rule"], row["role"], row["op"], row["strength"]))
    return table


def _after() -> tuple[str, dict[str, Comparator]]:
    table: dict[str, Comparator] = {}
    parts = []
    for index, row in enumerate(rows("comparators.toml", "rule")):
        if row["side"] == "after":
            table[f"r{index}"] = Comparator(row["rule"], row["role"], row["op"], row["strength"])
            parts.append(f"(?P<r{index}>{row['pattern']})")
    return "|".join(parts), table


def _words() -> tuple[str, dict[str, QuantityWord]]:
    table: dict[str, QuantityWord] = {}
    parts = []
    for index, row in enumerate(rows("quantity_words.toml", "word")):
        table[f"w{index}"] = QuantityWord(
            row["rule"], Decimal(row["value"]), row["unit"], row["op"], row.get("change", "")
        )
        parts.append(f"(?P<w{index}>{row['pattern']})")
    return "|".join(parts), table


@cache
def patterns(name: str) -> dict[str, re.Pattern[str]]:
    """The patterns of a file of the lexicon by their ids; one that fails its own example is refused."""
    table = {row["rule"]: (re.compile(row["pattern"]), row) for row in rows(name, "pattern")}
    for rule, (pattern, row) in table.items():
        if not pattern.search(row["example"]) or pattern.search(row["counter"]):
            raise ValueError(f"{name}: pattern {rule} fails its own example or counter-example")
    return {rule: pattern for rule, (pattern, _) in table.items()}


@cache
def lists(name: str) -> dict[str, frozenset[str]]:
    """The lists of words of a file of the lexicon."""
    return {key: frozenset(value.split()) for key, value in table_of(name)["lists"].items()}


@cache
def lexicon() -> Lexicon:
    """The lexicon of quantities; read at the first call."""
    measures = _measures()
    measure = alternation(word for found in measures.values() for word, _, _ in found)
    before = _before()
    after, after_rules = _after()
    words, word_rules = _words()
    word_rows = rows("quantity_words.toml", "word")
    per = rf"(?:{measure}|日|月|季度?|学期|学年|班|车|床|头|千?瓦时|届|村|校|县|时|单位)"
    return Lexicon(
        measures={first: tuple(found) for first, found in measures.items()},
        rate=re.compile(
            rf"[/／](?:[0-9]{{1,4}}|[百千万]{{1,2}}(?![瓦米克伏]))?{per}(?:[·.・*×]{per}|[/／]{per}|[（(]{per}[）)]|[月年]){{0,2}}"
            r"|每(?:立方米|平方米|升|毫升|千克|公斤|吨|小时|公里)"
        ),
        before=before,
        before_reversed=re.compile(alternation(word[::-1] for word in before)),
        before_last=frozenset(word[-1] for word in before),
        after=re.compile(after),
        after_rules=after_rules,
        words=re.compile(words),
        words_first=re.compile(f"[{''.join(sorted({char for row in word_rows for char in row['first']}))}]"),
        word_rules=word_rules,
        fixed=re.compile("|".join(f"(?:{row['pattern']})" for row in rows("quantity_words.toml", "fixed"))),
    )


def measure_at(text: str, at: int) -> tuple[str, Measure] | None:
    """The measure word that begins at ``at``, and what it means."""
    for word, barred, measure in lexicon().measures.get(text[at : at + 1], ()):
        if text.startswith(word, at):
            end = at + len(word)
            if text[end : end + 1] not in barred or text.startswith(_BOUNDS, end):
                return word, measure
    return None
