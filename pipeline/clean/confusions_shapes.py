"""Shapes that recognition leaves where the genre admits one reading only: the rows of ``ocr_patterns.toml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.clean.edits import Edit, in_order
from pipeline.lexicon import RuleError, read_toml

_FILE = "ocr_patterns.toml"
_CLASS = re.compile("{([a-z]+)}")
_NUMBER = re.compile(r"_\d+$")


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that recognition leaves. Each named group of ``pattern`` is mended.

    A group with a table of single characters goes by it character for character; one without becomes the word ``put``. The
    pattern is tried where one of ``trigger`` stands in the text: characters, or words.
    """

    id: str
    trigger: frozenset[str] | tuple[str, ...]
    pattern: re.Pattern[str]
    put: str
    tables: dict[str, dict[str, str] | None]
    unless: tuple[str, ...] = ()

    def may_stand(self, text: str, present: frozenset[str]) -> bool:
        """Whether a trigger stands in the text, of whose characters that trigger rules ``present`` are there."""
        if isinstance(self.trigger, frozenset):
            return not self.trigger.isdisjoint(present)
        return any(each in text for each in self.trigger) and not any(each in text for each in self.unless)

    def all_edits(self, text: str) -> Iterator[Edit]:
        """Edits of a text of which nothing is known yet."""
        return self.edits(text) if self.may_stand(text, frozenset(text)) else iter(())

    def edits(self, text: str) -> Iterator[Edit]:
        """Edits of every place where the shape stands."""
        for match in self.pattern.finditer(text):
            for group, table in self.tables.items():
                start, end = match.span(group)
                if table is not None:
                    for at in range(max(0, start), end):
                        if table.get(text[at], text[at]) != text[at]:
                            yield Edit(at, at + 1, table[text[at]], f"misread.{self.id}")
                elif start >= 0 and text[start:end] != self.put:
                    yield Edit(start, end, self.put, f"misread.{self.id}")


@cache
def shapes() -> tuple[Shape, ...]:
    """The shapes of the lexicon.

    Raises:
        RuleError: a row does not make of its example what it should, or touches its counter-example.
    """
    file = read_toml(_FILE)
    found = []
    for row in file["pattern"]:
        pattern = re.compile(_CLASS.sub(lambda match: str(file[match[1]]), row["pattern"]))
        names = {group: _NUMBER.sub("", group) for group in pattern.groupindex}
        tables = {group: None if name == "put" else file["tables"][name] for group, name in names.items()}
        trigger = frozenset(row["trigger"]) if isinstance(row["trigger"], str) else tuple(row["trigger"])
        each = Shape(row["id"], trigger, pattern, row.get("put", ""), tables, tuple(row.get("unless", ())))
        examine(_FILE, each.id, each.all_edits, row["example"], row["becomes"], row["counter"])
        found.append(each)
    return tuple(found)


@cache
def common() -> frozenset[str]:
    """Characters that nearly every text has."""
    return frozenset(read_toml(_FILE)["common"])


def examine(file: str, row: str, edits: Callable[[str], Iterator[Edit]], example: str, becomes: str, counter: str) -> None:
    """Refuse a rule that does not make of its example what it should, changes that again, or touches its counter-example.

    Raises:
        RuleError: with the file and the row in its message.
    """
    if _applied(edits, example) != becomes:
        raise RuleError(f"{file}: rule {row} makes {_applied(edits, example)!r} of its example {example!r}, not {becomes!r}")
    for text in (becomes, counter):
        if _applied(edits, text) != text:
            raise RuleError(f"{file}: rule {row} changes {text!r}, which has to stay")


def _applied(edits: Callable[[str], Iterator[Edit]], text: str) -> str:
    parts, at = [], 0
    for edit in in_order(edits(text)):
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join(parts) + text[at:]
