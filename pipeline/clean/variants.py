"""Traditional and variant characters become the standard ones of simplified text.

Where recognition mixed them in, and where a web site turned a whole notice of the mainland into traditional characters.
A notice of Hong Kong, Macao or Taiwan stays as it is. Characters with uses of their own in simplified text (著, 乾, 徵,
於) are touched in certain words only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from pipeline.clean.edits import Edit
from pipeline.lexicon import check, read_csv, read_toml


def variants(text: str) -> Iterator[Edit]:
    """Edits that standardise characters."""
    odd, simplified = _class_of("odd"), _class_of("simplified")
    if not odd.search(text):
        return
    count = sum(1 for _ in odd.finditer(text))
    mixed_in = sum(1 for _ in islice(simplified.finditer(text), count)) >= count
    if not mixed_in and not _mainland().search(text):
        return
    standard = _standard() if mixed_in else _whole()
    for match in (odd if mixed_in else _class_of("whole")).finditer(text):
        yield Edit(match.start(), match.end(), standard[match[0]], "variant_character")


@cache
def _mainland() -> re.Pattern[str]:
    """Bodies by which a notice in traditional characters is known as one of the mainland."""
    row = read_toml("variant_texts.toml")["mainland"]
    pattern = re.compile(row["pattern"])
    check("variant_texts.toml", "mainland", pattern, row["example"], row["counter"])
    return pattern


@cache
def _whole() -> dict[str, str]:
    """Variant → standard character in a text that is wholly traditional."""
    whole: dict[str, str] = read_toml("variant_texts.toml")["whole"]
    return _standard() | whole


def variant_words(text: str) -> Iterator[Edit]:
    """Edits of characters that are variants in certain words only: 关於, 徵求, 若乾."""
    words = _words()
    for match in _rare().finditer(text):
        at = match.start()
        windows = ((start, start + size) for size in (2, 3) for start in range(max(0, at - size + 1), at + 1))
        if any(text[start:end] in words and words[text[start:end]][at - start] != match[0] for start, end in windows):
            yield Edit(at, at + 1, _rare_standard()[match[0]], "variant_word")


def simplified(text: str) -> str:
    """The text with every traditional and variant character made simplified, one for one.

    For notices whose clean text stays traditional: offsets in both are the same.
    """
    return text.translate(_translation())


@cache
def _words() -> dict[str, str]:
    return {row["word"]: row["standard"] for row in read_csv("variant_words.csv")}


@cache
def _rare_standard() -> dict[str, str]:
    """Characters that are variants in certain words, and their standard there."""
    return {old: new for word, put in _words().items() for old, new in zip(word, put, strict=True) if old != new}


@cache
def _rare() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_rare_standard()))}]")


@cache
def _translation() -> dict[int, str]:
    return {ord(char): new for char, new in {**_standard(), **_rare_standard()}.items()}


@cache
def _standard() -> dict[str, str]:
    """Variant → standard character."""
    return {row["char"]: row["standard"] for row in read_csv("variants.csv")}


@cache
def _class_of(kind: str) -> re.Pattern[str]:
    """Any variant (odd), any variant in a traditional text (whole), any standard character of simplified text alone."""
    standard = _standard()
    chars = {"odd": standard, "whole": _whole()}.get(kind) or sorted({c for c in standard.values() if not _in_big5(c)})
    return re.compile(f"[{''.join(chars)}]")


def _in_big5(char: str) -> bool:
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return False
    return True
