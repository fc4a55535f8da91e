"""Traditional and variant characters that recognition mixed into a simplified text become the standard ones.

Only characters outside GB 2312 are touched (著, 乾, 徵, 於 have uses of their own), only where the notice as a whole is
simplified, and not in a line that is wholly traditional, as a quotation or a name from Taiwan is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from pipeline.clean.edits import Edit
from pipeline.lexicon import read_csv

_QUOTATION = 4  # so many traditional characters in a line, and no simplified one, are meant


def variants(text: str) -> Iterator[Edit]:
    """Edits that standardise characters."""
    if not _class_of("odd").search(text):
        return
    odd, simplified = _class_of("odd"), _class_of("simplified")
    count = sum(1 for _ in odd.finditer(text))
    if sum(1 for _ in islice(simplified.finditer(text), count)) < count:
        return
    at = 0
    for line in text.split("\n"):
        places = [match.start() for match in odd.finditer(line)]
        if places and (len(places) < _QUOTATION or simplified.search(line)):
            for index in places:
                yield Edit(at + index, at + index + 1, _standard()[line[index]], "variant_character")
        at += len(line) + 1


@cache
def _standard() -> dict[str, str]:
    """Variant → standard character."""
    return {row["char"]: row["standard"] for row in read_csv("variants.csv")}


@cache
def _class_of(kind: str) -> re.Pattern[str]:
    """Any variant character (odd), or any standard character that no traditional text has (simplified)."""
    standard = _standard()
    chars = standard if kind == "odd" else sorted({char for char in standard.values() if not _in_big5(char)})
    return re.compile(f"[{''.join(chars)}]")


def _in_big5(char: str) -> bool:
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return False
    return True
