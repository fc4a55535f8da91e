"""Which rule of lexicon/date_roles.toml decides a time expression in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.language.dates import DateExpression
from pipeline.lexicon import read_toml


@dataclass(frozen=True, slots=True)
class Place:
    """A time expression where it stands: the words around it, whether it is past (None: nobody knows), its place."""

    found: DateExpression
    before: str
    clause: str
    after: str
    past: bool | None
    earlier: bool
    place: str
    cell: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One row; see the head of the lexicon file. Conditions that are not set always hold."""

    rule: str
    role: str
    ends: str
    kind: frozenset[str]
    bound: frozenset[str]
    place: frozenset[str]
    past: bool | None
    known: bool | None
    undated: bool | None
    earlier: bool | None
    form: re.Pattern[str] | None
    text: re.Pattern[str] | None
    before: re.Pattern[str] | None
    clause: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    after: re.Pattern[str] | None
    cell: re.Pattern[str] | None
    example: str
    counter: str

    def holds(self, at: Place) -> bool:
        """Whether all conditions hold."""
        found = at.found
        if (self.kind and found.kind not in self.kind) or (self.bound and (found.bound or "none") not in self.bound):
            return False
        if self.place and at.place not in self.place:
            return False
        if self.past is not None and bool(at.past) is not self.past:
            return False
        if self.undated is not None and (at.past is None and bool(found.date_from)) is not self.undated:
            return False
        if self.earlier is not None and at.earlier is not self.earlier:
            return False
        if self.known is not None and bool(found.date_from or found.date_to or found.rrule) is not self.known:
            return False
        if self.form and not self.form.fullmatch(found.rule):
            return False
        searched = ((self.text, found.text), (self.before, at.before), (self.clause, at.clause), (self.cell, at.cell))
        if any(pattern is not None and not pattern.search(words) for pattern, words in searched):
            return False
        if self.after and not self.after.match(at.after):
            return False
        return self.unless is None or not self.unless.search(at.before)


@cache
def rules() -> tuple[Rule, ...]:
    """The rows, in the order in which they are tried."""
    return tuple(_rule(row) for row in read_toml("date_roles.toml")["rule"])


def decide(at: Place) -> Rule:
    """The first rule that holds; the last one of the file always does."""
    return next(rule for rule in rules() if rule.holds(at))


def _rule(row: dict[str, object]) -> Rule:
    def pattern(name: str) -> re.Pattern[str] | None:
        return re.compile(str(row[name])) if name in row else None

    def names(name: str) -> frozenset[str]:
        value = row.get(name, ())
        return frozenset(value if isinstance(value, list) else ())

    def flag(name: str) -> bool | None:
        return bool(row[name]) if name in row else None

    return Rule(
        str(row["rule"]),
        str(row["role"]),
        str(row.get("ends", "")),
        names("kind"),
        names("bound"),
        names("place"),
        flag("past"),
        flag("known"),
        flag("undated"),
        flag("earlier"),
        pattern("form"),
        pattern("text"),
        pattern("before"),
        pattern("clause"),
        pattern("unless"),
        pattern("after"),
        pattern("cell"),
        str(row.get("example", "")),
        str(row.get("counter", "")),
    )
