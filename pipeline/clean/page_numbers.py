"""Page numbers that stand alone on a line. Each becomes a form feed: a page ended there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.clean.edits import Edit, in_order
from pipeline.clean.views import at_edge, short_lines
from pipeline.lexicon import check, read_toml

_FILE = "page_numbers.toml"
_INLINE = re.compile(r"(?P<dash>[—―－─━]) ?[0-9]{1,3} ?(?P=dash)")  # run into the text: …33号―2―某市…
_HALF = re.compile(r"^[0-9]{1,3} ―+ (?=\S)|(?<=\S) ―$", re.M)  # its halves at the beginning and the end of a line
_DASHES = frozenset("—―－─━-0123456789")
_MAYBE = re.compile(  # no other characters stand in any form
    r"[-—–―－−‐‑‒─━ー~～_·•・∙⋅.．*＊ \t0-9一二三四五六七八九十百第页共总/／,，、;；|()（）ivxIVXⅠ-ⅫPpageof]+"
)
_LEAST_GAP, _PAGE = 150, (300, 1400)  # characters between page numbers: at least, and on average
_FIGURES = re.compile(r"[0-9A-Za-z.,%/~ -]+", re.A)
_CELL = 14  # characters of a cell
_MOST_PAGES = 400
_LONGEST = 24  # characters of a page number with all that goes with it
_SEQUENCE = 3  # so many numbers one after another are a sequence


class _Form(NamedTuple):
    id: str
    pattern: re.Pattern[str]
    sure: bool


@cache
def forms() -> tuple[_Form, ...]:
    """Forms of page numbers from the lexicon, each checked by its example."""
    table = read_toml(_FILE)
    found = []
    for row in table["form"]:
        pattern = re.compile(row["pattern"].replace("{d}", table["dash"]).replace("{n}", table["number"]))
        check(_FILE, row["id"], pattern, row["example"], row["counter"], whole=True)
        found.append(_Form(row["id"], pattern, row["sure"]))
    return tuple(found)


def page_numbers(text: str) -> Iterator[Edit]:
    """Edits that put a form feed for each page number."""
    doubtful: list[tuple[int, int, int, int]] = []  # value, total, start, end
    sure: list[tuple[int, int, str]] = []
    for start, line in short_lines(text):
        if len(line) > _LONGEST or not _MAYBE.fullmatch(line):
            continue
        end = start + len(line)
        for form in forms():
            found = form.pattern.fullmatch(line)
            if found is None:
                continue
            if form.sure:
                sure.append((start, end, form.id))
            else:
                groups = found.groupdict()
                value = int(groups["page"] or groups.get("page2") or 0)
                doubtful.append((value, int(groups.get("total") or 0), start, end))
            break
    sure += [(start, end, "sequence") for start, end in _in_sequence(text, doubtful)]
    sure += [(start, end, "inline") for start, end in _inside(text)]
    yield from in_order(Edit(start, end, "\f", f"page_number.{form_id}") for start, end, form_id in sure)


def _inside(text: str) -> Iterator[tuple[int, int]]:
    """Spans of page numbers that were run into a line, with the spaces around them."""
    for match in _INLINE.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] in _DASHES or text[end : end + 1] in _DASHES:
            continue
        yield start - (text[start - 1 : start] == " "), end + (text[end : end + 1] == " ")
    if "―" in text:
        yield from (match.span() for match in _HALF.finditer(text))


def _in_sequence(text: str, numbers: list[tuple[int, int, int, int]]) -> list[tuple[int, int]]:
    """Spans of lone numbers that count pages: at a page's edge, of one total, or one after another a page apart."""
    cells = {(start, end) for _, total, start, end in numbers if not total and _is_cell(text, start, end)}
    totals = Counter(total for _, total, _, _ in numbers)
    kept = []
    rest = []
    for value, total, start, end in numbers:
        if (total and value <= total and totals[total] > 1) or (value < _MOST_PAGES and at_edge(text, start, end)):
            kept.append((start, end))
        else:
            rest.append((value, start, end))
    rest = [each for each in rest if each[1:] not in cells or not text[each[2] :].strip()]
    if len(rest) < len(cells):  # most numbers that stand alone are cells of a table, one a line
        return kept
    ends = rest[-1][2] if rest and not text[rest[-1][2] :].strip() else -1  # a number that is the text's last line
    chain = _longest(rest, ends)
    if len(chain) >= _SEQUENCE:
        average = (chain[-1][1] - chain[0][1]) / (chain[-1][0] - chain[0][0])
        if _PAGE[0] <= average <= _PAGE[1] or chain[-1][2] == ends:
            kept += [(start, end) for _, start, end in chain]
    elif chain and len(chain) == len(rest) and chain[0][0] == 1 and chain[-1][2] == ends and chain[0][1] >= _LEAST_GAP:
        kept += [(start, end) for _, start, end in chain]  # one or two pages: 1 (and 2), and the text ends with it
    return kept


def _is_cell(text: str, start: int, end: int) -> bool:
    """Whether the number stands among the cells of a table that was written one cell a line: short words, figures."""
    before = text[max(0, start - 2 * _CELL) : start].rstrip(" \t\n\f").rsplit("\n", 1)[-1]
    after = text[end : end + 2 * _CELL].lstrip(" \t\n\f").split("\n", 1)[0]
    short = [0 < len(line) < _CELL and line[-1] not in "。；：！？" for line in (before, after)]
    return all(short) or any(_FIGURES.fullmatch(line) for line in (before, after))


def _longest(numbers: list[tuple[int, int, int]], ends: int) -> list[tuple[int, int, int]]:
    """The longest run of values that rise by one (two where one was lost), a page apart; the last page may be short."""
    best: dict[int, tuple[int, int, int]] = {}  # value → (length, index of the last, end)
    before: list[int] = []
    longest = (0, -1)
    for index, (value, start, end) in enumerate(numbers):
        prior = max((best.get(value - step, (0, -1, 0)) for step in (1, 2)), key=lambda each: (each[0], each[1]))
        if prior[0] and start - prior[2] < _LEAST_GAP and end != ends:
            prior = (0, -1, 0)
        before.append(prior[1])
        if prior[0] + 1 >= best.get(value, (0, -1, 0))[0]:
            best[value] = (prior[0] + 1, index, end)
        longest = max(longest, (prior[0] + 1, index), key=lambda each: each[0])
    chain, at = [], longest[1]
    while at >= 0:
        chain.append(numbers[at])
        at = before[at]
    return chain[::-1]
