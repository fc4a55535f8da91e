"""Single characters: invisible ones go, odd spaces become spaces, radicals and compatibility forms become the characters meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pipeline.clean.edits import Edit
from pipeline.lexicon import read_csv

_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\u3164\u115f\u1160\uffa0"
_FULL = "０-９Ａ-Ｚａ-ｚ％"
_COMPATIBLE = "\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"
_ODD = re.compile(
    rf"(?P<invisible>[{_INVISIBLE}]+)|(?P<space>[{_SPACES}])|(?P<full>[{_FULL}])|(?P<compatible>[{_COMPATIBLE}])"
    r"|(?P<tsheg>(?<![\u0f00-\u0fff])[\u0f0b\u0f0c](?![\u0f00-\u0fff]))"
)
_RULES = {"invisible": "invisible_character", "space": "odd_space", "tsheg": "odd_space", "full": "full_width_character",
          "compatible": "compatibility_character"}


@cache
def _radicals() -> dict[str, str]:
    return {row["char"]: row["standard"] for row in read_csv("radicals.csv")}


def _standard(char: str) -> str:
    """The character that a radical or compatibility form stands for; itself where there is no single one."""
    found = _radicals().get(char) or unicodedata.normalize("NFKC", char)
    return found if len(found) == 1 else char


def characters(text: str) -> Iterator[Edit]:
    """Edits on single characters. Tabs, line ends and form feeds are left to other rules."""
    for match in _ODD.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        if kind == "invisible":
            new = ""
        elif kind in ("space", "tsheg"):
            new = " "
        elif kind == "full":
            new = chr(ord(match[0]) - 0xFEE0)
        else:
            new = _standard(match[0])
        yield Edit(start, end, new, _RULES[kind])
