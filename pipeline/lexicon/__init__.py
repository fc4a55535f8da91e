"""What the language knows, as data: tables and rules beside this file, and the few functions that load them.

A rule is a row with an example that it must match and a counter-example that it must not; a file whose rule
contradicts its own example is refused when it is loaded.
"""

from __future__ import annotations

import csv
import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


class RuleError(ValueError):
    """A row of the lexicon contradicts its own example. The message names the file and the row."""


def read_csv(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file of the lexicon, without its header comment."""
    source = resources.files("pipeline").joinpath("lexicon", name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in source.splitlines() if line and not line.startswith("#")))


def read_toml(name: str) -> dict[str, Any]:
    """A TOML file of the lexicon."""
    return tomllib.loads(resources.files("pipeline").joinpath("lexicon", name).read_text(encoding="utf-8"))


def check(file: str, row: str, pattern: re.Pattern[str], example: str, counter: str, *, whole: bool = False) -> None:
    """Refuse a rule that fails its own example or matches its counter-example.

    Raises:
        RuleError: with the file and the row in its message.
    """
    match = pattern.fullmatch if whole else pattern.search
    if example and not match(example):
        raise RuleError(f"{file}: rule {row} does not match its example {example!r}")
    if counter and match(counter):
        raise RuleError(f"{file}: rule {row} matches its counter-example {counter!r}")


@cache
def rule(file: str, name: str) -> re.Pattern[str]:
    """The pattern of the rule ``[name]`` of a TOML file, checked against its examples.

    Raises:
        RuleError: it contradicts them.
    """
    row = read_toml(file)[name]
    pattern = re.compile(row["pattern"])
    check(file, name, pattern, row["example"], row["counter"])
    return pattern
