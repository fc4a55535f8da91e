"""The heading sentence of a provision: where it ends, or that there is none."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.structure.kinds import heading_kind
from pipeline.structure.lexicon import pattern
from pipeline.structure.words import is_organ

_KNOWN_MOST = 16  # … of one that is known by its words
_MOST = 42  # characters of a heading sentence, brackets not counted
_STOP = re.compile(r"[。！？；;]|[:：]|(?<=[一-鿿])[.．](?=[一-鿿])")
_NAME = 10  # characters of an article's name
_PERSON = pattern("heading.person")
_MUST = pattern("heading.must")
_MODAL = pattern("heading.duty")
_OPENS = pattern("heading.sentence")
_NUMBERS = re.compile(r"\d")
_QUOTED = pattern("heading.quoted")
_DATED = pattern("heading.dated")
_COUNTED = pattern("heading.label")
_ASSIGNED = pattern("assigned")
_BOXED = pattern("heading.boxed")
_KNOWN = pattern("heading.run_together")
_PHRASE = pattern("heading.line")


class Title(NamedTuple):
    """Span of a title within the words behind the label. ``sure``: it stands apart; else it is a first sentence."""

    start: int
    end: int
    sure: bool


def find_title(words: str, *, alone: bool, article: bool, parent: bool = False) -> Title | None:
    """The title among ``words`` (what stands behind the label on its line), without its final stop.

    ``alone``: nothing else belongs to the provision. ``article``: articles have a title only where it stands apart.
    ``parent``: numbered items stand below it.
    """
    boxed = _BOXED.match(words) if article or words[:1] in "【〔[" else None
    if boxed:
        group = "name" if boxed["name"] else "round"
        return Title(boxed.start(group), boxed.end(group), True)
    stop = _STOP.search(words)
    if stop is None:
        return Title(0, len(words), True) if _own_line(words, article, alone) else None
    head, rest = words[: stop.start()], words[stop.end() :]
    if article and (parent or not alone) and stop[0] == "。" and not rest.strip() and _own_line(head, article, alone):
        return None if _OPENS.match(head) or _MODAL.search(head) else Title(0, len(head), True)
    known = _KNOWN.match(words)
    if known:
        return Title(0, known.end(), True)
    if article:
        return Title(0, len(head), False) if stop[0] == "。" and _is_name(head, rest) else None
    if stop[0] in "；;！？":
        return None
    if stop[0] in ":：":
        return Title(0, len(head), True) if _before_colon(head, rest, alone) else None
    return (
        Title(0, len(head), len(head) <= _KNOWN_MOST and heading_kind(head)[0] != "")
        if _sentence(head, rest, alone)
        else None
    )


def first_sentence(words: str) -> Title | None:
    """The first sentence where the brothers show that each begins with its heading: looser than :func:`find_title`."""
    stop = _STOP.search(words)
    if stop is None or stop[0] != "。" or not _rest(words[stop.end() :]):
        return None
    bare = _DATED.sub("", words[: stop.start()])
    return Title(0, stop.start(), False) if 2 <= len(bare) <= 60 and bare.count("，") <= 3 else None


def _rest(words: str) -> str:
    """What goes on behind a first sentence, without the brackets at the end: points, terms, who is responsible."""
    return _DATED.sub("", _ASSIGNED.sub("", words)).strip(" 。；")


def _own_line(words: str, article: bool, alone: bool) -> bool:
    if not 1 < len(words) <= (20 if article else 60) or words[-1] in "，、,;" or _COUNTED.match(words):
        return False
    bare = _DATED.sub("", words)
    if alone or len(bare) <= 24:
        return _PHRASE.match(bare) is not None
    # a long line without a stop may be a broken sentence: a heading has no words of duty, no opening of a sentence
    return not (_OPENS.match(words) or _MODAL.search(words) or words.count("，") > 2)


def _is_name(head: str, rest: str) -> bool:
    """载体建设。对新建的载体…: an article begins with its name."""
    return (
        bool(rest)
        and 1 < len(head) <= _NAME
        and _PHRASE.match(head) is not None
        and not (_OPENS.match(head) or _MODAL.search(head))
    )


def _before_colon(head: str, rest: str, alone: bool) -> bool:
    """工作目标：到2025年… and 动员阶段（3月1日—3月10日）：… have a title before the colon; so has 禁止行为：."""
    bare = _DATED.sub("", head)
    if is_organ(bare) or _PERSON.search(bare):
        return False  # 市教育局：牵头制定方案。 has a subject, no heading
    if (
        not 2 <= len(bare) <= 18
        or _MODAL.search(bare)
        or _OPENS.match(bare)
        or "，" in bare
        or _COUNTED.match(bare)
        or _NUMBERS.search(bare)
    ):
        return False
    return bool(rest) or not alone


def _sentence(head: str, rest: str, alone: bool) -> bool:
    bare = _DATED.sub("", head)
    if not 2 <= len(bare) <= _MOST or _OPENS.match(bare):
        return False
    if (_MODAL.search(bare) and not _MUST.match(bare)) or bare.count("，") + bare.count(",") > 2:
        return False
    if _NUMBERS.search(_QUOTED.sub("", bare)):
        return False
    if alone and not _rest(rest):
        return len(bare) <= 14 and "，" not in bare and heading_kind(bare)[0] != ""
    return True
