"""Single characters: invisible ones go, odd spaces become spaces, compatibility forms the characters that are meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from pipeline.clean.edits import Edit
from pipeline.lexicon import read_csv

_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\u3164\u115f\u1160\uffa0"
_TSHEG = "\u0f0b\u0f0c"  # between Tibetan letters it is theirs
_FULL = "０-９Ａ-Ｚａ-ｚ％"
_COMPATIBLE = "\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
_ODD = re.compile(f"[{_SPACES}{_TSHEG}{_FULL}{_COMPATIBLE}{_INVISIBLE}]")
_SPACE = re.compile(f"[{_SPACES}{_TSHEG}]")
_FULL_WIDTH = re.compile(f"[{_FULL}]")
_COMPATIBILITY = re.compile(f"[{_COMPATIBLE}]")
_TIBETAN = re.compile("[\u0f00-\u0fff]")


def characters(text: str) -> Iterator[Edit]:
    """Edits on single characters. Tabs, line ends and form feeds are left to other rules."""
    for match in _ODD.finditer(text):
        char, at = match[0], match.start()
        edit = ("-", "soft_hyphen") if char == "\xad" and _between_digits(text, at) else _edit(char)
        if edit is None or (char in _TSHEG and _TIBETAN.search(text[max(0, at - 1) : at] + text[at + 1 : at + 2])):
            continue
        yield Edit(at, at + 1, *edit)


def _between_digits(text: str, at: int) -> bool:
    """Whether the character parts two numbers: 2014-2020, where a PDF program wrote a soft hyphen for the dash."""
    return text[max(0, at - 1) : at].isdigit() and text[at + 1 : at + 2].isdigit()


@lru_cache(4096)
def _edit(char: str) -> tuple[str, str] | None:
    """What a character becomes and by which rule; None where it stays."""
    if _SPACE.match(char):
        return " ", "odd_space"
    if _FULL_WIDTH.match(char):
        return chr(ord(char) - 0xFEE0), "full_width_character"
    if _COMPATIBILITY.match(char):
        new = _radicals().get(char) or unicodedata.normalize("NFKC", char)
        return (new, "compatibility_character") if len(new) == 1 and new != char else None
    return "", "invisible_character"


@cache
def _radicals() -> dict[str, str]:
    return {row["char"]: row["standard"] for row in read_csv("radicals.csv")}
