"""The words around quotas, loaded once: the lists and patterns of `lexicon/quota_words.toml`.

Patterns may name VERB, BODY, BOUND and GRANT; what these stand for is put in here. A pattern that fails its own example is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.language.quantities_lexicon import alternation, rows, table_of

_FILE = "quota_words.toml"


@dataclass(frozen=True, slots=True)
class QuotaWords:
    """Lists in order, lists as sets, and compiled patterns, by their names in the file."""

    lists: dict[str, tuple[str, ...]]
    sets: dict[str, frozenset[str]]
    patterns: dict[str, re.Pattern[str]]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]


def led(words: Iterable[str]) -> str:
    """An alternation of words that first asks for one of their first characters: the quickest to fail."""
    words = list(words)
    first = "".join(sorted({word[0] for word in words}))
    return f"(?=[{re.escape(first)}])(?:{alternation(words)})"


@cache
def quota_words() -> QuotaWords:
    """The lexicon of quotas; read at the first call."""
    lists = {name: tuple(value.split()) for name, value in table_of(_FILE)["lists"].items()}
    source = {row["rule"]: row for row in rows(_FILE, "pattern")}
    stand_ins = {
        "VERB": led(lists["bring_about"]),
        "BODY": source["body"]["pattern"],
        "BOUND": source["bound"]["pattern"],
        "GRANT": alternation(lists["grant"]),
    }
    patterns = {}
    for rule, row in source.items():
        text = row["pattern"]
        for name, value in stand_ins.items():
            text = text.replace(name, f"(?:{value})")
        patterns[rule] = re.compile(text)
        if not patterns[rule].search(row["example"]) or patterns[rule].search(row["counter"]):
            raise ValueError(f"{_FILE}: pattern {rule} fails its own example or counter-example")
    patterns["verb"] = re.compile(f"{stand_ins['VERB']}|{source['verb.short']['pattern']}")
    patterns["verb.long"] = re.compile(stand_ins["VERB"])
    patterns["verb.end"] = re.compile(rf"[、和及与并](?:{patterns['verb'].pattern})$")
    patterns["grant"] = re.compile(stand_ins["GRANT"])
    patterns["level"] = re.compile(alternation(lists["level"]))
    patterns["level.alone"] = re.compile(f"(?:[一-龥]{{2,3}})?(?:{alternation(lists['level'])})")
    patterns["trailing"] = re.compile(f"(?:{alternation(lists['trailing'])})$")
    patterns["cut.later"] = re.compile(f"{source['cut']['pattern']}|{source['cut.adverb']['pattern']}")
    return QuotaWords(
        lists={**lists, "head": tuple(sorted(lists["head"], key=lambda word: (-len(word), word)))},
        sets={name: frozenset(value) for name, value in lists.items()},
        patterns=patterns,
    )
