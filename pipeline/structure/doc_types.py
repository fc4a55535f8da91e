"""文种: the kind of document that the end of its title names."""

from __future__ import annotations

import re
from functools import cache

from pipeline.structure.lexicon import pattern, read_csv

_TAIL = pattern("title.tail")


@cache
def kinds() -> dict[str, dict[str, str]]:
    """Rows of the lexicon by their word."""
    return {row["word"]: row for row in read_csv("doc_types.csv")}


@cache
def _ends() -> re.Pattern[str]:
    words = sorted(kinds(), key=lambda word: (-len(word), word))
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")$")


_CALLS_ITSELF = pattern("title.calls_itself")
_WORDS = {"函复": "函", "函告": "函"}


def own_word(text: str) -> str:
    """What a notice without a title calls itself: 现将有关事项通告如下, 特此通知; empty where it does not."""
    found = _CALLS_ITSELF.search(text)
    word = next((group for group in found.groups() if group), "") if found else ""
    return _WORDS.get(word, word)


def doc_type(title: str) -> str:
    """The last word of the title where it is a kind of document, else empty.

    关于印发《…方案》的通知 is 通知; brackets after it, （试行）, （征求意见稿）, are skipped.
    """
    text = title.strip()
    for _ in range(3):
        found = _ends().search(text[-12:])
        if found:
            return found[0]
        shorter = _TAIL.sub("", text)
        if shorter == text:
            return ""
        text = shorter
    return ""
