"""The lexicon of bodies, loaded once: how names end (`organs.csv`), how lists are cut (`body_lists.toml`)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.lexicon import read_csv, read_toml

__all__ = ["Ending", "ending", "is_body", "one_of", "read_csv", "read_toml", "strip_brackets"]

_BRACKETED = re.compile(r"[（(][^（()）]*[）)]?$")


class Ending(NamedTuple):
    """The end of a name: ``kind`` as in the column, ``form`` organ, part, area, group, people or not."""

    suffix: str
    kind: str
    form: str


def one_of(words: list[str]) -> str:
    """Source of a regular expression for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


@cache
def _endings() -> tuple[dict[str, Ending], int]:
    table = {row["suffix"]: Ending(row["suffix"], row["kind"], row["form"]) for row in read_csv("organs.csv")}
    return table, max(map(len, table))


def ending(name: str) -> Ending | None:
    """The longest ending of the lexicon that the name has; a bracket at its end is looked past first: …局（…局）.

    None where there is none, or where the ending is that of an ordinary word (部署, 平台).
    """
    table, longest = _endings()
    for candidate in (name, strip_brackets(name)):
        for length in range(min(longest, len(candidate)), 0, -1):
            found = table.get(candidate[-length:])
            if found:
                if found.form == "not" and candidate is not name:
                    return None
                return None if found.form == "not" else found
    return None


def strip_brackets(name: str) -> str:
    """The name without the brackets at its end."""
    while name and name[-1] in "）)":
        shorter = _BRACKETED.sub("", name)
        if shorter == name:
            break
        name = shorter
    return name


def is_body(name: str) -> bool:
    """Whether the words end as the name of a body does (areas and collectives included, persons not)."""
    found = ending(name)
    return found is not None and found.form != "people"
