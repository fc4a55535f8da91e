"""Paragraphs that a web copy set in one line: only their indents are left to show where they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.clean.edits import Edit

# possessive: a long run of spaces is gone through once
_INDENT = re.compile(r"(?<=[^\s])(?:[ \xa0\t]*+\u3000{2,}+|[ \xa0\u2002\u2003]{4,}+)[ \xa0\u3000\t]*+(?=[^\s])")
_LABELLED = re.compile(
    r"(?<=[^\s])[ \xa0]*+\u3000{2,}+[ \xa0\u3000]*+"
    r"(?=第[一二三四五六七八九十百零]{1,5}[条章节]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)"
)
_WIDE = re.compile(r"[ \xa0\u2002\u2003]{4}")
_STOPS = "。；：！？:;"
_LEAST, _LONG = 2, 120  # indents behind a stop, and characters of the line, by which it is known


def indents(text: str) -> Iterator[Edit]:
    """Edits that put a line end before every indent inside a line that holds several paragraphs."""
    if "\u3000\u3000" not in text and not _WIDE.search(text):
        return
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        found = [match.start() for match in _INDENT.finditer(text, at, end)] if end - at > _LONG else []
        if sum(text[start - 1] in _STOPS for start in found) < _LEAST:
            found = [match.start() for match in _LABELLED.finditer(text, at, end)]
        yield from (Edit(start, start, "\n", "lost_line_end") for start in found)
        at = end + 1
