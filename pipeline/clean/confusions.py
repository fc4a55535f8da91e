"""What recognition confuses and the genre makes certain.

Figures of document numbers and dates, points, dashes read for 一 (:mod:`pipeline.clean.confusions_shapes`) and look-alikes in sure
words (:mod:`pipeline.clean.confusions_words`). Labels of provisions, which only their neighbours make certain, are mended
by :mod:`pipeline.clean.confusions_labels`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pipeline.clean.confusions_shapes import common, shapes
from pipeline.clean.confusions_words import misread_words
from pipeline.clean.edits import Edit, in_order


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
