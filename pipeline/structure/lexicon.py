"""The words of structure: labels, headings, marks of head and foot, read once from ``pipeline/lexicon`` and checked.

A rule that does not match its own example, or matches its counter-example, is refused when it is loaded.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.lexicon import RuleError, check, read_csv, read_toml

__all__ = ["RuleError", "check", "pattern", "read_csv", "read_toml"]

_REFERENCE = re.compile(r"\{([a-z._]+)\}")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    sources: dict[str, str] = {}
    found: dict[str, re.Pattern[str]] = {}
    for row in read_toml("structure.toml")["row"]:
        source = _REFERENCE.sub(lambda match: sources.get(match[1], match[0]), row["pattern"])
        sources[row["id"]] = source
        found[row["id"]] = re.compile(source)
        check("structure.toml", row["id"], found[row["id"]], row["example"], row["counter"])
    return found


def pattern(name: str) -> re.Pattern[str]:
    """The pattern of a row of ``structure.toml``."""
    return _patterns()[name]


class Style(NamedTuple):
    """A style of numbering: its rank by custom and the pattern of its label."""

    id: str
    rank: int
    pattern: re.Pattern[str]


@cache
def styles() -> tuple[Style, ...]:
    """Styles of labels in the order in which they are tried."""
    found = []
    for row in read_toml("numbering.toml")["label"]:
        pattern = re.compile("^" + row["pattern"] + row["follow"])
        check("numbering.toml", row["id"], pattern, row["example"], row["counter"])
        found.append(Style(row["id"], row["rank"], pattern))
    return tuple(found)


@cache
def marks() -> dict[str, re.Pattern[str]]:
    """Marks of head and foot by id; each matches from the beginning of a paragraph."""
    found = {}
    for row in read_toml("masthead.toml")["row"]:
        found[row["id"]] = re.compile(row["pattern"])
        check("masthead.toml", row["id"], re.compile("^(?:" + row["pattern"] + ")"), row["example"], row["counter"])
    return found


class Heading(NamedTuple):
    """A rule that says by its heading of what kind a provision is."""

    id: str
    scope: str
    kind: str
    pattern: re.Pattern[str]


@cache
def headings() -> tuple[Heading, ...]:
    """Rules of headings in the order of the file."""
    found = []
    for row in read_toml("headings.toml")["heading"]:
        pattern = re.compile(row["pattern"])
        check("headings.toml", row["id"], pattern, row["example"], row["counter"], whole=row["scope"] != "any")
        found.append(Heading(row["id"], row["scope"], row["kind"], pattern))
    return tuple(found)


@cache
def substance() -> tuple[Heading, ...]:
    """Rules that tell a safeguard by its substance, in the order of the file."""
    found = []
    for row in read_toml("headings.toml")["substance"]:
        pattern = re.compile(row["pattern"])
        check("headings.toml", row["id"], pattern, row["example"], row["counter"])
        found.append(Heading(row["id"], "substance", row["kind"], pattern))
    return tuple(found)


@cache
def organ_end() -> re.Pattern[str]:
    """The end of a body's name, as it stands alone on a line."""
    row = read_toml("organ_lines.toml")
    pattern = re.compile(row["end"])
    check("organ_lines.toml", "end", pattern, row["example"], row["counter"])
    return pattern


@cache
def state_bodies() -> tuple[str, ...]:
    """Names under which bodies of the State sign, longest first."""
    return tuple(sorted(read_toml("organ_lines.toml")["state"], key=lambda name: (-len(name), name)))
