"""Numbering labels at the head of paragraphs, and Word's automatic lists that print the same labels.

The labels are those of GB/T 9704 (一、 （一） 1. （1）) and of regulations (第一章, 第一条) in all their spellings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CHINESE = "零一二三四五六七八九"
_LABEL = re.compile(
    r"(?P<before>第|[（(]?)(?:(?P<chinese>[一二三四五六七八九十]{1,3})|(?P<digits>\d{1,2}))(?P<after>[章节条]\s*|[）)][、.]?|、|[.．](?!\d)\s?)"
)
_MADE = 9  # levels that a list of Word has


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed: its number, and the text that Word prints around it (``%`` where the number stands)."""

    number: int
    chinese: bool
    pattern: str
    length: int


def label_of(text: str) -> Label | None:
    """The label that a paragraph begins with."""
    match = _LABEL.match(text)
    if match is None:
        return None
    before, after = match["before"], match["after"]
    if (before == "第") != (after[0] in "章节条") or (before in "（(" and before != "") != (after[0] in "）)"):
        return None
    number = int(match["digits"]) if match["digits"] else value_of(match["chinese"])
    if number == 0 or (match["chinese"] and chinese(number) != match["chinese"]):
        return None
    return Label(number, bool(match["chinese"]), f"{before}%{after.rstrip()}", match.end())


def value_of(words: str) -> int:
    """The value of a Chinese numeral up to 99; 0 where it is none."""
    tens, sign, ones = words.rpartition("十")
    if not sign:
        return _CHINESE.find(ones) if len(ones) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_CHINESE.find(tens) if tens else 1) * 10 + (_CHINESE.find(ones) if ones else 0)


def chinese(number: int) -> str:
    """A number up to 99 as Word's chineseCounting prints it."""
    tens, ones = divmod(number, 10)
    return (_CHINESE[tens] if tens > 1 else "") + ("十" if tens else "") + (_CHINESE[ones] if ones else "")


@dataclass
class WordList:
    """A list of Word: the patterns of its levels, and the number that each begins with."""

    levels: list[tuple[str, bool]] = field(default_factory=list)
    start: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands in Word's lists: list (from 0) and level (from 0)."""

    sequence: int
    level: int


class Numberer:
    """Finds for each label the list and level under which Word prints just this label.

    Labels that go their natural way share the one list of many levels; where a number does not follow, as in a list that
    begins with 三 or runs on over its parent, a list of one level is begun with that number.
    """

    def __init__(self) -> None:
        self.sequences = [WordList()]
        self._counts: list[int] = []
        self._open: dict[tuple[str, bool], tuple[int, int]] = {}

    def place(self, label: Label) -> Place:
        """The place of the next label in the order of the text."""
        key = (label.pattern, label.chinese)
        main = self.sequences[0]
        if key not in main.levels and label.number == 1 and len(main.levels) < _MADE:
            main.levels.append(key)
            self._counts.append(0)
        if key in main.levels:
            level = main.levels.index(key)
            if self._counts[level] + 1 == label.number:
                self._counts[level] += 1
                self._counts[level + 1 :] = [0] * (len(self._counts) - level - 1)
                self._open.pop(key, None)
                return Place(0, level)
        number, last = self._open.get(key, (0, 0))
        if not number or last + 1 != label.number:
            self.sequences.append(WordList([key], label.number))
            number = len(self.sequences) - 1
        self._open[key] = number, label.number
        return Place(number, 0)
