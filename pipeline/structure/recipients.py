"""Those to whom a notice goes, as its head names them."""

from __future__ import annotations

import re

from pipeline.structure.lexicon import marks, pattern
from pipeline.structure.numbers import read_label
from pipeline.structure.words import is_mark

_TO = pattern("recipients")
_NOT_TO = pattern("recipients.not")
_TO_BODY = pattern("recipients.body")


def is_recipients(words: str) -> re.Match[str] | None:
    """The paragraph begins with those to whom the notice goes: bodies up to a colon."""
    match = _TO.match(words)
    if not match or read_label(words) or _NOT_TO.search(match["who"][-40:]) or _NOT_TO.match(match["who"]):
        return None
    pieces = [piece for piece in re.split(r"[，,、；\n]", match["who"]) if piece]
    bodies = sum(1 for piece in pieces if _TO_BODY.search(piece))
    return match if pieces and bodies * 2 >= len(pieces) else None


def bare_recipients(words: str) -> bool:
    """Bodies on a line of their own whose colon was lost."""
    if not 4 < len(words) < 300 or re.search(r"[。；:：]|[，、]$", words) or is_mark(words, *marks()):
        return False
    pieces = [piece for piece in re.split(r"[，,、]", words) if piece]
    return words[0] in "各市县省区" or (
        len(pieces) > 1 and "各" in words and all(_TO_BODY.search(piece) for piece in pieces)
    )
