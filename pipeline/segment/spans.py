"""Sentences and clauses of a stretch of text, by punctuation alone; brackets, titles and quotations stay whole."""

from __future__ import annotations

import re

Spans = list[tuple[int, int]]

# What is passed over whole: a pair of brackets with at most one more pair of the same kind inside. A bracket not
# closed on its line is an ordinary character. Each branch stops at an opening bracket, so that the time stays linear.
_CLOSED = "|".join(
    rf"\{a}[^\{a}\{b}\n]*(?:\{a}[^\{a}\{b}\n]*\{b}[^\{a}\{b}\n]*)?\{b}"
    for a, b in ("《》", "（）", "“”", "〈〉", "【】", "〔〕", "()", "「」")
)
_SENTENCE = re.compile(rf"{_CLOSED}|([。！？!?]+[”’）]?|\n)")
_CLAUSE = re.compile(rf"{_CLOSED}|([，；。！？：;!?\n]|,(?!\d)|:(?!\d))")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> Spans:
    """Spans of the sentences in [start:end), their final 。！？ included, without white space around them."""
    return _split(_SENTENCE, text, start, len(text) if end is None else end, keep=True)


def split_clauses(text: str, start: int = 0, end: int | None = None) -> Spans:
    """Spans of the clauses in [start:end): cut at ，；。！？： and line ends, which are left out."""
    return _split(_CLAUSE, text, start, len(text) if end is None else end, keep=False)


def _split(pattern: re.Pattern[str], text: str, start: int, end: int, *, keep: bool) -> Spans:
    spans: Spans = []
    begin = start
    for mark in pattern.finditer(text, start, end):
        if mark.lastindex:
            _append(spans, text, begin, mark.end() if keep else mark.start())
            begin = mark.end()
    _append(spans, text, begin, end)
    return spans


def _append(spans: Spans, text: str, begin: int, end: int) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        spans.append((begin, end))
