"""Paragraphs of the clean text with their offsets; what was run together on one line is taken apart.

Web copies and scans lose line ends: a document number behind the title, a signature behind the last sentence, whole
articles in one paragraph. The text is not changed; a paragraph is only read as several.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from pipeline.structure.lexicon import organ_end, pattern
from pipeline.structure.numbers import Label, read_label

_LINE = re.compile(r"[^\n\f\r\v\u2028\u2029\x85\x1c-\x1e]+")
_SIGNED = pattern("run.signature")
_NUMBERED = pattern("run.number")
_LETTER = pattern("run.letter")
_TITLED = pattern("run.recipients")
_INLINE = pattern("run.item")
_SERIES = ("cn", "cn_paren", "article", "chapter")


class Line(NamedTuple):
    """A paragraph without the white space around it; ``text == clean[start:end]``."""

    start: int
    end: int
    text: str


def _piece(text: str, start: int, end: int) -> Line:
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    words = words.strip()
    return Line(begin, begin + len(words), words)


def paragraphs(text: str) -> list[Line]:
    """The paragraphs that are not blank, in order."""
    found: list[Line] = []
    for match in _LINE.finditer(text):
        line = _piece(text, match.start(), match.end())
        if line.text:
            found += [piece for piece in _apart(text, line) if piece.text]
    return found


def _apart(text: str, line: Line) -> list[Line]:
    """A paragraph, in pieces where a number, a signature or a series of numbered items was run together with it."""
    if len(line.text) < 120:
        numbered = _NUMBERED.match(line.text) if line.text.endswith("号") else None
        if numbered:
            cut = line.start + numbered.start("number")
            return [_piece(text, line.start, cut), _piece(text, cut, line.end)]
    run_on = (
        (_TITLED.match(line.text) or _LETTER.match(line.text))
        if line.text[-1] in ":：" and len(line.text) < 1200
        else None
    )
    if run_on:
        cut = line.start + run_on.end()
        return [_piece(text, line.start, cut), _piece(text, cut, line.end)]
    end = line.end
    tail: list[Line] = []
    if line.text[-1] in "日）)":
        begin = max(line.start, line.end - 140)
        signed = _SIGNED.search(text[begin : line.end])
        if signed and organ_end().search(signed["who"].strip()):
            end = begin + signed.start("who")
            tail = [
                _piece(text, end, begin + signed.end("who")),
                _piece(text, begin + signed.start("date"), begin + signed.end("date")),
            ]
            if signed["note"]:
                tail.append(_piece(text, begin + signed.start("note"), line.end))
    return [*_items(text, line.start, end), *tail]


def _items(text: str, start: int, end: int) -> list[Line]:
    """Cut before every label that goes on a series: 一、…。二、…。 in one paragraph are two provisions."""
    words = text[start:end]
    if "。" not in words and "：" not in words:
        return [_piece(text, start, end)]
    cuts: list[tuple[int, Label]] = []
    first = read_label(words)
    if first and first.style in _SERIES:
        cuts.append((0, first))
    for match in _INLINE.finditer(words):
        label = read_label(words, match.end())
        if label and label.style in _SERIES:
            cuts.append((match.end(), label))
    kept = _series(words, cuts)
    edges = [start, *(start + at for at in kept if at), end]
    return [_piece(text, a, b) for a, b in pairwise(edges)]


def _series(words: str, cuts: list[tuple[int, Label]]) -> list[int]:
    """Places of labels that count: each goes on from one before it, or begins a series that goes on."""
    values: dict[str, int] = {}
    kept = []
    for index, (at, label) in enumerate(cuts):
        goes_on = values.get(label.style) == label.value - 1 and values.get(label.style, 0) > 0
        begins = label.value == 1 and _goes_on(words, cuts, index)
        if at == 0 or goes_on or begins:
            values[label.style] = label.value
            kept.append(at)
    return kept


def _goes_on(words: str, cuts: list[tuple[int, Label]], index: int) -> bool:
    """一、 or 第一条 within a paragraph begins a series if 二、 follows behind a full stop; （一） is mere text."""
    at, label = cuts[index]
    if label.style == "cn_paren" and not (index > 0 and cuts[index - 1][1].style in ("cn", "article")):
        return False
    return any(
        other.style == label.style and other.value == 2 and "。" in words[at:place]
        for place, other in cuts[index + 1 : index + 40]
    )
