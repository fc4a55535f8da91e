"""Paragraphs of the clean text with their offsets."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"[^\n\f\r\v\u2028\u2029\x85\x1c-\x1e]+")


class Line(NamedTuple):
    """A paragraph without the white space around it; ``text == clean[start:end]``."""

    start: int
    end: int
    text: str


def paragraphs(text: str) -> list[Line]:
    """The paragraphs that are not blank, in order."""
    found = []
    for match in _LINE.finditer(text):
        raw = match[0]
        words = raw.strip()
        if words:
            start = match.start() + len(raw) - len(raw.lstrip())
            found.append(Line(start, start + len(words), words))
    return found
