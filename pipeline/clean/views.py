"""Views of a text that several rules share, made once for each text."""

from __future__ import annotations

from functools import lru_cache

SHORT = 60
"""Characters of a line at most, for a mark, a page number or a running head."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇"
"""Chinese characters, as the inside of a character class."""


@lru_cache(2)
def short_lines(text: str) -> tuple[tuple[int, str], ...]:
    """Start and content of each line of 1 to ``SHORT`` characters, without white space at its ends."""
    found, at = [], 0
    for line in text.split("\n"):
        if line and len(line) <= SHORT:
            bare = line.strip(" \t\u3000")
            if bare and bare != "\f":
                found.append((at + line.index(bare), bare))
        elif len(line) > SHORT and len(bare := line.strip()) <= SHORT and bare and "\f" not in bare:
            found.append((at + line.index(bare), bare))
        at += len(line) + 1
    return tuple(found)


def at_edge(text: str, start: int, end: int) -> bool:
    """Whether a line stands at a page's edge: next to a form feed."""
    before, after = text[max(0, start - 8) : start].rstrip(" \t\n"), text[end : end + 8].lstrip(" \t\n")
    return before.endswith("\f") or after.startswith("\f")
