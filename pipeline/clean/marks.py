"""Scanner marks: what a scanning app prints on each page, in all the forms that recognition leaves of it.

A mark that stands on lines of its own becomes a form feed (it stood at a page's edge), one at the tail of a line is cut
off. An app that a sentence speaks of stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.clean.edits import Edit, in_order
from pipeline.clean.views import at_edge, short_lines
from pipeline.lexicon import RuleError, read_toml

_FILE = "scanner_marks.toml"
_NOT_WORD = re.compile(r"[\W_]+")
_SHORT = 14  # characters of a piece of a mark that is broken over lines
_PIECES = 3
_LONGEST_TAIL, _LONGEST_LEAD = 24, 16  # characters of a mark behind and before the app's name
_BEFORE_TAIL = frozenset(" \t\u3000。！？；）”")
_LEAST_ALIKE = 0.55  # share of a mark's characters that a misread line keeps in order


class _Marks(NamedTuple):
    whole: frozenset[str]  # folded marks
    names: frozenset[str]  # folded names that count only at a page's edge or where they repeat
    alike: tuple[str, ...]  # folded marks that are known by likeness
    letters: frozenset[str]  # characters of those
    trigger: re.Pattern[str]  # the names as printed


@lru_cache(4096)
def fold(line: str) -> str:
    """A line without white space, punctuation and case."""
    return _NOT_WORD.sub("", line).lower()


@cache
def marks() -> _Marks:
    """The marks of all apps, from the lexicon.

    Raises:
        RuleError: the lexicon contradicts its own example.
    """
    table = read_toml(_FILE)
    whole: set[str] = set()
    names: set[str] = set()
    alike: list[str] = []
    for app in table["app"]:
        forms = {form.format(name=name) for name in app["names"] for form in table["forms"]}
        whole |= {fold(form) for form in forms}
        for slogan in map(fold, app.get("slogan", ())):
            before = ("", *app["names"], *(f"由{name}扫描" for name in app["names"]))
            whole |= {fold(each) + slogan for each in before}
        (whole if app.get("alone") else names).update(fold(name) for name in app["names"] if len(fold(name)) > 2)
        if app.get("alike"):
            alike += [fold(form.format(name=app["names"][0])) for form in (table["forms"][0], table["forms"][1])]
            alike += [fold(app["names"][0])] if app.get("alone") else []
    printed = sorted({name for app in table["app"] for name in app["names"]}, key=lambda name: (-len(name), name))
    found = _Marks(
        frozenset(whole), frozenset(names - whole), tuple(dict.fromkeys(alike)), frozenset("".join(alike)),
        re.compile("|".join(map(re.escape, printed))),
    )
    if fold(table["example"]) not in found.whole or fold(table["counter"]) in found.whole:
        raise RuleError(f"{_FILE}: the forms contradict their example or counter-example")
    return found


def scanner_marks(text: str) -> Iterator[Edit]:
    """Edits that take scanner marks out: whole lines, lines broken in pieces, misread lines, and tails of lines."""
    known = marks()
    found = [Edit(start, end, "\f", "scanner_mark") for start, end in _lines(text, known)]
    found += [Edit(start, end, "\f", "scanner_mark_tail") for start, end in _tails(text, known)]
    yield from in_order(found)


def _tails(text: str, known: _Marks) -> Iterator[tuple[int, int]]:
    """Spans of marks at the end of longer lines: behind white space or the end of a sentence."""
    behind = 0
    for match in known.trigger.finditer(text):
        end = text.find("\n", match.end(), match.end() + _LONGEST_TAIL)
        if end < 0:
            end = len(text) if len(text) - match.end() < _LONGEST_TAIL else -1
        if end < 0 or match.start() < behind:
            continue
        line_start = text.rfind("\n", 0, match.start()) + 1
        for start in range(max(line_start + 1, match.start() - _LONGEST_LEAD), match.start() + 1):
            if text[start - 1] in _BEFORE_TAIL and fold(text[start:end]) in known.whole:
                while text[start - 1] in " \t\u3000" and start - 1 > line_start:
                    start -= 1
                yield start, end
                behind = end
                break


def _lines(text: str, known: _Marks) -> list[tuple[int, int]]:
    """Spans of lines that are marks, in order."""
    found: list[tuple[int, int]] = []
    pieces: list[tuple[int, int, str]] = []  # short lines next to each other
    alone: dict[str, list[tuple[int, int]]] = {}
    for start, line in short_lines(text):
        folded = fold(line)
        if not folded:
            continue
        end = start + len(line)
        if folded in known.whole or (len(folded) <= 2 * _SHORT and _alike(folded, known)):
            if pieces and pieces[-1][2] in known.names:  # the app's name above its slogan
                found.append(pieces[-1][:2])
            found.append((start, end))
            pieces = []
            continue
        if folded in known.names:
            alone.setdefault(folded, []).append((start, end))
        if len(folded) > _SHORT or (pieces and text[pieces[-1][1] : start].strip(" \t\n\f\u3000")):
            pieces = []
        if len(folded) <= _SHORT:
            pieces = [*pieces[1 - _PIECES :], (start, end, folded)]
            for first in range(len(pieces) - 1):
                if "".join(piece[2] for piece in pieces[first:]) in known.whole:
                    found += [(piece[0], piece[1]) for piece in pieces[first:]]
                    pieces = []
                    break
    taken = set(found)
    for spans in alone.values():
        found += [span for span in spans if span not in taken and (len(spans) > 1 or _edge(text, *span))]
    return sorted(found)


def _edge(text: str, start: int, end: int) -> bool:
    """Whether the line stands at a page's edge: next to a form feed, or last in the text."""
    return at_edge(text, start, end) or (start > 0 and not text[end : end + 8].strip() and end + 8 >= len(text))


def _alike(folded: str, known: _Marks) -> bool:
    """Whether a short line is a misread mark: about as long, and most of its characters in order."""
    if sum(char in known.letters for char in folded) < 4:
        return False
    for mark in known.alike:
        if abs(len(mark) - len(folded)) > max(1, len(mark) // 8):
            continue
        least = _LEAST_ALIKE if mark[0] > "\x7f" else 0.8
        if _common(mark, folded) >= max(4, least * len(mark)):
            return True
    return False


def _common(one: str, other: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for char in one:
        diagonal = 0
        for index, each in enumerate(other, 1):
            diagonal, row[index] = row[index], diagonal + 1 if char == each else max(row[index], row[index - 1])
    return row[-1]
