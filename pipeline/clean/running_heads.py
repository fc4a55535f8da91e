"""Running heads and feet: lines that come back at the edges of pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.clean import forms
from pipeline.clean.edits import Edit, in_order
from pipeline.clean.views import SHORT

_DIGITS = re.compile("[0-9一二三四五六七八九十]+")
_SPACE = re.compile(r"\s+")
_END = re.compile("[。；，、：]$")
_FIELD = re.compile("[：:]|年 *[Xx×_0-9]* *月")  # a field of a form, or its date, which come again on each form
_REACH = 2  # lines from the edge of a page
_OFTEN, _SURE, _SHARE = 2, 3, 0.6  # times at an edge: at least, and surely a running head; share of all its places
_MASTHEAD = re.compile("文件[ \t]*(?:\n|$)")  # a red head shows without page breaks
_FOOT = 120  # characters behind a signature in which its date stands
_STOPPED = re.compile("[。！？；：][”’）》]{0,2}$")


def running_heads(text: str) -> Iterator[Edit]:
    """Edits that put a form feed for each line that comes back at page edges. The first stays where it is the title."""
    if "\f" not in text and len(_MASTHEAD.findall(text)) < _OFTEN:
        return
    places: dict[str, list[tuple[int, int, bool]]] = defaultdict(list)  # folded line → start, end, at an edge
    for start, end, at_edge in _lines(text):
        places[_fold(text[start:end])].append((start, end, at_edge))
    found: list[tuple[int, int]] = []
    for spans in places.values():
        if len(spans) < _OFTEN:
            continue
        line = text[spans[0][0] : spans[0][1]].strip()
        if forms.is_masthead(line):  # in the middle of a sentence it shows by itself that a page began
            spans = [(start, end, edge or _interrupts(text, start, end)) for start, end, edge in spans]
        edges = [span for span in spans if span[2]]
        if len(edges) < _OFTEN or len(edges) < _SHARE * len(spans) - 1 or _END.search(line) or _FIELD.search(line):
            continue
        if forms.is_row(line) or forms.begins(line):
            continue
        sure = len(edges) >= _SURE or forms.is_masthead(line)
        found += [
            (start, end)
            for index, (start, end, edge) in enumerate(spans)
            if edge and (sure or _interrupts(text, start, end)) and not _signs(text, end)
            if index or not _stays(text, start, line)
        ]
    yield from in_order(Edit(start, end, "\f", "running_head") for start, end in found)


def _stays(text: str, start: int, line: str) -> bool:
    """Whether the first of the lines is the notice's own head: at its beginning, a body's name, or a title."""
    if not text[:start].strip() or forms.is_body(line) or forms.is_masthead(line):
        return True
    return bool(forms.doc_types().search(line))


def _signs(text: str, end: int) -> bool:
    """Whether a date stands behind the line: it is a signature."""
    following = [line.strip() for line in text[end : end + _FOOT].split("\n") if line.strip()]
    return any(forms.is_date(line) for line in following[:_REACH])


def _interrupts(text: str, start: int, end: int) -> bool:
    """Whether the line stands in the middle of a sentence."""
    before, after = text[max(0, start - 200) : start].rstrip(" \t\n\f"), text[end : end + 200].lstrip(" \t\n\f")
    last = before[before.rfind("\n") + 1 :]
    following = after.split("\n", 1)[0]
    if not last or not following or _STOPPED.search(last) or forms.stands_alone(last):
        return False
    return not (forms.begins(following) or forms.stands_alone(following))


def _fold(line: str) -> str:
    return _DIGITS.sub("0", _SPACE.sub("", line))


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """Short lines with their spans, and whether each stands within reach of a page's edge."""
    spans: list[tuple[int, int]] = []
    edges: set[int] = set()
    at = 0
    pages = text.split("\f")
    for number, page in enumerate(pages):
        first = len(spans)
        for line in page.split("\n"):
            if line.strip():
                spans.append((at, at + len(line)))
            at += len(line) + 1
        count = len(spans) - first
        near = min(_REACH, count)
        edges.update(range(first, first + near))
        edges.update(range(len(spans) - near, len(spans)) if number < len(pages) - 1 else ())
    for index, (start, end) in enumerate(spans):
        if end - start <= SHORT:
            yield start, end, index in edges
