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
from pipeline.structure.unbroken import lost_lines, paragraph_cuts
from pipeline.structure.unbroken_head import NO_HEAD, named, read_head

_LINE = re.compile(r"[^\n\f\r\v\u2028\u2029\x85\x1c-\x1e]+")
_SIGNED = pattern("run.signature")
_NUMBERED = pattern("run.number")
_LETTER = pattern("run.letter")
_TITLED = pattern("run.recipients")
_INLINE = pattern("run.item")
_ARTICLE = pattern("run.article")
_INTRODUCED = pattern("run.introduced")
_NOTE = pattern("run.attachment")
_UNDER = pattern("run.under")
_SERIES = ("cn", "cn_paren", "article", "chapter")
_OVER_LINES = ("cn", "cn_paren", "article", "chapter")
_SHORT = 120  # characters of a line that may be a title
_HEAD = 40  # characters of a first line that may hold more than a title


class Line(NamedTuple):
    """A paragraph without the white space around it, a row of a table with it; ``text == clean[start:end]``."""

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
    last: dict[str, int] = {}
    lost = lost_lines(text)
    issuers: list[str] = []
    for match in _LINE.finditer(text):
        cuts = _lost(match[0], issuers, first=not found, lost=lost)
        for start, end in pairwise([match.start(), *(match.start() + at for at in cuts), match.end()]):
            line = _piece(text, start, end)
            if "\t" in match[0] and line.text and ("\t" in line.text or (found and "\t" in found[-1].text)):
                found.append(Line(start, end, text[start:end]))  # a row of a table: its margins may be empty cells
            elif line.text:
                found += [piece for piece in _apart(text, line, last, bool(cuts)) if piece.text]
    return found


def _lost(line: str, issuers: list[str], *, first: bool, lost: bool) -> list[int]:
    """Where a line is cut whose line ends were lost. The first line may hold the head also where others did not.

    ``issuers`` is filled with the bodies that the head names.
    """
    if not lost and not (first and len(line) > _HEAD):
        return []
    short = len(line) < _SHORT
    head = read_head(line) if first else NO_HEAD
    begin = max(head.cuts, default=0)
    issuers += head.issuers or ((named(line),) if short and named(line) else ())
    if not lost:
        return [at for at in head.cuts if at < len(line)] if head.titled and "，" not in line[: head.cuts[0]] else []
    return [*head.cuts, *(begin + at for at in paragraph_cuts(line[begin:], issuers))]


def _apart(text: str, line: Line, last: dict[str, int], cut: bool) -> list[Line]:
    """A paragraph, in pieces where a number, a signature or a series of numbered items was run together with it.

    ``cut``: it comes out of a line whose labels were cut already.
    """
    if cut:
        return [line]
    if len(line.text) < 120:
        numbered = _NUMBERED.match(line.text) if line.text.endswith("号") else None
        if numbered:
            begin = line.start + numbered.start("number")
            return [_piece(text, line.start, begin), _piece(text, begin, line.end)]
    run_on = (
        (_TITLED.match(line.text) or _LETTER.match(line.text))
        if line.text[-1] in ":：" and len(line.text) < 1200
        else None
    )
    if run_on:
        begin = line.start + run_on.end()
        return [_piece(text, line.start, begin), _piece(text, begin, line.end)]
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
    note = _NOTE.search(text, max(line.start, end - 600), end)
    if note and not tail:
        return [*_items(text, line.start, note.start(), last), _piece(text, note.start(), end)]
    return [*_items(text, line.start, end, last), *tail]


def _items(text: str, start: int, end: int, last: dict[str, int]) -> list[Line]:
    """Cut before every label that goes on a series: 一、…。二、…。 in one paragraph are two provisions.

    ``last`` has the numbers at which the series stand, over all lines so far.
    """
    words = text[start:end]
    places = {0}
    if "。" in words or "：" in words or "条" in words:
        places.update(match.end() for match in _INLINE.finditer(words))
        places.update(match.end() for match in _UNDER.finditer(words))
    found = [(at, label) for at in sorted(places) if (label := read_label(words, at)) and label.style in _SERIES]
    cuts = [cut for at, label in found for cut in ((at, label), *_first_article(words, at, label))]
    kept = _series(words, cuts, last)
    edges = [start, *(start + at for at in kept if at), end]
    return [_piece(text, a, b) for a, b in pairwise(edges)]


def _first_article(words: str, at: int, label: Label) -> list[tuple[int, Label]]:
    """第三章认定程序第九条…: the article that was run together with the name of its chapter."""
    match = _ARTICLE.search(words, at + 1, at + 60) if label.style == "chapter" else None
    article = read_label(words, match.end()) if match else None
    return [(match.end(), article)] if match and article and article.style == "article" else []


def _series(words: str, cuts: list[tuple[int, Label]], last: dict[str, int]) -> list[int]:
    """Places of labels that count: each goes on from one before it, or begins a series that goes on."""
    values = {style: last[style] for style in _OVER_LINES if style in last}
    kept = []
    for index, (at, label) in enumerate(cuts):
        goes_on = values.get(label.style) == label.value - 1 and values.get(label.style, 0) > 0
        begins = label.value == 1 and (_goes_on(words, cuts, index) or _introduced(words[:at], label))
        if at == 0 or goes_on or begins:
            values[label.style] = last[label.style] = label.value
            kept.append(at)
    return kept


def _introduced(before: str, label: Label) -> bool:
    """通知如下：一、… begins a series wherever it goes on."""
    return label.style == "cn" and _INTRODUCED.search(before[-40:]) is not None


def _goes_on(words: str, cuts: list[tuple[int, Label]], index: int) -> bool:
    """一、 or 第一条 within a paragraph begins a series if 二、 follows behind a full stop; （一） is mere text."""
    at, label = cuts[index]
    if label.style == "cn_paren" and not (index > 0 and cuts[index - 1][1].style in ("cn", "article")):
        return False
    return any(
        other.style == label.style and other.value == 2 and "。" in words[at:place]
        for place, other in cuts[index + 1 : index + 40]
    )
