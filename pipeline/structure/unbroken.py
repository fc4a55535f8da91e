"""Where a text that lost its line ends has to be cut: behind title, number and recipients, around signatures, at annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.structure.directing import ends_in_verb
from pipeline.structure.kinds import heading_kind
from pipeline.structure.lexicon import organ_end, pattern

_HEAD = pattern("lost.head")
_ISSUER = pattern("lost.issuer")
_SIGNED = pattern("lost.signature")
_ANNEX = pattern("lost.annex")
_TITLE = pattern("lost.title")
_OPENS = pattern("lost.opens")
_WORDS = re.compile(r"[一-鿿“”、]+")
_STOPS = re.compile(r"[。；：！？）)]")
_LONG, _SHARE = 600, 0.5  # characters of a line, and its share of the text, by which the loss is known
_TOP, _NAME = 300, 40
_LEAST, _MOST = 4, 22  # characters of a heading


def lost_lines(text: str) -> bool:
    """Most of the text stands on one line: its line ends were lost."""
    if len(text) < _LONG:
        return False
    longest = max(map(len, text.split("\n")))
    return longest > _LONG and longest > _SHARE * len(text)


def cuts(line: str, start: int, *, lost: bool) -> list[int]:
    """Offsets in a line, which begins at ``start`` of its text, where one paragraph ends and the next begins.

    At the top title, number and recipients are told apart also where other line ends stand (``lost`` is false).
    """
    found = {*_head(line, start)} | ({*_signatures(line), *_annexes(line)} if lost else set())
    return sorted(at for at in found if 0 < at < len(line))


def heading_end(words: str, at: int) -> int:
    """Where the heading ends that begins at ``at`` and ran into its text: 加强服务监管|各区县政府要…; -1: it did not."""
    for opening in _OPENS.finditer(words, at + _LEAST, at + _MOST):
        name = words[at : opening.start()]
        if _WORDS.fullmatch(name) is None:
            return -1
        if heading_kind(name)[0] or not ends_in_verb(name):
            return opening.start()
    return -1


def _head(line: str, start: int) -> Iterator[int]:
    match = _HEAD.match(line) if start < _TOP else None
    if match:
        yield from (match.end(name) for name in ("title", "number", "to") if match[name])


def _signatures(line: str) -> Iterator[int]:
    """Before the body that signs, before and behind the date, behind the title that follows."""
    head = _ISSUER.match(line)
    issuer = head["who"] if head else ""
    for date in _SIGNED.finditer(line):
        before = line[max(0, date.start() - 2 * _NAME) : date.start()].rstrip()
        name = issuer if issuer and before.endswith(issuer) else _STOPS.split(before)[-1].strip()
        if not 2 < len(name) <= _NAME or "，" in name or "、" in name or not organ_end().search(name):
            continue
        yield date.start() - (len(line[: date.start()]) - len(line[: date.start()].rstrip())) - len(name)
        yield from (date.start(), date.end("date"), date.end())
        yield from _title(line, date.end())


def _annexes(line: str) -> Iterator[int]:
    for match in _ANNEX.finditer(line):
        yield match.start()
        yield match.end()
        yield from _title(line, match.end())


def _title(line: str, at: int) -> Iterator[int]:
    match = _TITLE.match(line, at)
    if match:
        yield match.end()
