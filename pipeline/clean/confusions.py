"""What recognition confuses and the genre makes certain.

Figures of document numbers and dates, points, dashes read for 一 (:mod:`pipeline.clean.confusions_shapes`) and look-alikes in sure
words (:mod:`pipeline.clean.confusions_words`). Labels of provisions, which only their neighbours make certain, are mended
by :mod:`pipeline.clean.confusions_labels`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from pipeline.clean.confusions_shapes import common, shapes
from pipeline.clean.confusions_words import misread_words
from pipeline.clean.edits import Edit, in_order

_QUOTE = re.compile("[“”]")
_QUOTED = re.compile("[“”][^\n]*")
_LONG = re.compile("[。；：\n]|[^\n]{26}")  # no quotation of a word or two

def misread(text: str) -> Iterator[Edit]:
    """Edits of what was surely misread, by shape and by word."""
    present = _present(text)
    found = [edit for each in shapes() if each.may_stand(text, present) for edit in each.edits(text)]
    found += [edit for each in misread_words() if each.char in present for edit in each.edits(text)]
    yield from in_order(found)


@lru_cache(2)
def _present(text: str) -> frozenset[str]:
    """Those characters of the text on which some rule hangs."""
    return frozenset(_triggers().findall(text)) | common()


@cache
def _triggers() -> re.Pattern[str]:
    """Any character on which some rule hangs, but for those that nearly every text has."""
    chars = {each.char for each in misread_words()}
    for shape in shapes():
        if isinstance(shape.trigger, frozenset):
            chars |= shape.trigger
    return re.compile(f"[{''.join(map(re.escape, sorted(chars - common())))}]")


def misread_quotes(text: str) -> Iterator[Edit]:
    """Edits of quotation marks that are turned the wrong way: ”…“, “…“, ”…”, where a paragraph holds pairs of short quotations."""
    for line in _QUOTED.finditer(text):
        marks = list(_QUOTE.finditer(text, *line.span()))
        if len(marks) % 2 or _is_nested(match[0] for match in marks):
            continue
        pairs = list(zip(marks[::2], marks[1::2], strict=True))
        if any(_LONG.search(text, one.end(), two.start()) for one, two in pairs):
            continue
        for pair in pairs:
            for match, mark in zip(pair, "“”", strict=True):
                if match[0] != mark:
                    yield Edit(match.start(), match.end(), mark, "misread.quote")


def _is_nested(marks: Iterable[str]) -> bool:
    """Whether every quotation that is opened is closed, in one another perhaps."""
    depth = 0
    for mark in marks:
        depth += 1 if mark == "“" else -1
        if depth < 0:
            return False
    return not depth
