"""Words with one character misread that are nothing else: the rows of ``ocr_words.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pipeline.clean.confusions_shapes import examine
from pipeline.clean.edits import Edit
from pipeline.lexicon import RuleError, read_csv

_FILE = "ocr_words.csv"


@dataclass(frozen=True, slots=True)
class Misread:
    """A character that stands for others in some words. ``pattern`` has a group for each of those, named by its code."""

    char: str
    pattern: re.Pattern[str]

    def edits(self, text: str) -> Iterator[Edit]:
        """Edits of every place where the character was misread."""
        for match in self.pattern.finditer(text):
            yield Edit(match.start(), match.end(), chr(int((match.lastgroup or "")[1:], 16)), "misread.word")


@dataclass(slots=True)
class _Places:
    """Where a character is wrong: patterns of what stands around it by the right one; characters before it, and behind it."""

    patterns: dict[str, list[str]] = field(default_factory=dict)
    before: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)


@cache
def misread_words() -> tuple[Misread, ...]:
    """The words of the lexicon by the character that is wrong in them.

    Raises:
        RuleError: a row is not mended, is mended where it must not be, or differs in more than one character.
    """
    found: dict[str, _Places] = {}
    for row in read_csv(_FILE):
        wrong, right = row["wrong"], row["right"]
        where = [index for index, (old, new) in enumerate(zip(wrong, right, strict=True)) if old != new]
        if len(where) != 1:
            raise RuleError(f"{_FILE}: {wrong} and {right} must differ in one character")
        at = where[0]
        place = _place(wrong, at, row["not_before"], row["not_after"])
        alone = Misread(wrong[at], re.compile(f"{wrong[at]}(?P<{_group(right[at])}>{place})"))
        examine(_FILE, wrong, alone.edits, wrong, right, row["counter"])
        places = found.setdefault(wrong[at], _Places())
        places.patterns.setdefault(right[at], []).append(place)
        (places.before if at else places.behind).add(wrong[at - 1] if at else wrong[1])
    return tuple(Misread(char, _pattern(char, places)) for char, places in found.items())


def _pattern(char: str, places: _Places) -> re.Pattern[str]:
    """The wrong character in any of its words; a quick test of its neighbours first."""
    tests = [f"(?<=[{''.join(sorted(places.before))}]{char})"] if places.before else []
    tests += [f"(?=[{''.join(sorted(places.behind))}])"] if places.behind else []
    groups = (f"(?P<{_group(new)}>{'|'.join(each)})" for new, each in places.patterns.items())
    return re.compile(f"{char}(?:{'|'.join(tests)})(?:{'|'.join(groups)})")


def _place(wrong: str, at: int, not_before: str, not_after: str) -> str:
    """What has to stand around the wrong character, as a pattern that follows it."""
    before, behind = wrong[: at + 1], wrong[at + 1 :]
    place = f"(?<={before})" if at else ""
    place += f"(?={behind})" if behind else ""
    place += "".join(f"(?<!{each}{before})" for each in not_before.split("|") if each)
    return place + (f"(?!{behind}(?:{not_after}))" if not_after else "")


def _group(char: str) -> str:
    return f"u{ord(char):x}"
