"""Traditional and variant characters that recognition mixed into a simplified text become the standard ones.

Which character stands for which is OpenCC's data. Only characters outside GB 2312 are touched (著, 乾, 徵, 於 have uses of their own),
only where the notice as a whole is simplified, and not in a line that is wholly traditional, as a quotation is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from pipeline.clean.edits import Edit
from pipeline.lexicon import read_csv

_QUOTATION = 4  # so many traditional characters in a line, and no simplified one, are meant


def variants(text: str) -> Iterator[Edit]:
    """Edits that standardise characters."""
    counts = Counter(text)
    odd = {char: new for char in counts if "\u3400" <= char <= "\u9fff" and not _is_standard(char) and (new := _standard(char))}
    if not odd:
        return
    simplified = frozenset(char for char in counts if "\u4e00" <= char <= "\u9fff" and _only_simplified(char))
    if sum(counts[char] for char in simplified) < sum(counts[char] for char in odd):
        return
    at = 0
    for line in text.splitlines(keepends=True):
        places = [index for index, char in enumerate(line) if char in odd] if not odd.keys().isdisjoint(line) else []
        if len(places) < _QUOTATION or not simplified.isdisjoint(line):
            for index in places:
                yield Edit(at + index, at + index + 1, odd[line[index]], "variant_character")
        at += len(line)


@cache
def _is_standard(char: str) -> bool:
    """Whether the character stands in GB 2312, the simplified standard's core."""
    return _encodes(char, "gb2312")


@cache
def _only_simplified(char: str) -> bool:
    """Whether the character is used in simplified text only."""
    return _encodes(char, "gb2312") and not _encodes(char, "big5")


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _standard(char: str) -> str:
    """The standard character that a traditional, variant or Japanese one stands for; empty where it stays."""
    own = _own()
    if char in own:
        return own[char]
    to_traditional, to_simplified = _converters()
    for new in (to_simplified(char), to_simplified(to_traditional(char))):
        if new != char and len(new) == 1 and _is_standard(new):
            return new
    return ""


@cache
def _own() -> dict[str, str]:
    """Our own additions and exceptions (a character that stays has an empty standard)."""
    return {row["char"]: row["standard"] for row in read_csv("variants.csv")}


@cache
def _converters():  # type: ignore[no-untyped-def]
    from opencc import OpenCC  # slow to load, and most notices hold no variant

    return OpenCC("jp2t").convert, OpenCC("t2s").convert
