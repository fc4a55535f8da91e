"""Automatic numbering: the labels (一、（一） 1.) that Word prints but does not store, counted as Word counts them.

A paragraph names a list (``w:num``) and a level, or its style does. A list stands for an abstract one; lists of one
abstract list count on together, unless a list has a start of its own (``w:startOverride``), which is used once.
Source: ECMA-376-1, 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.read.docx.formats import is_symbol_font, printed, symbols
from pipeline.read.docx.names import MC, W, child, number, on, value
from pipeline.read.docx.styles import Styles
from pipeline.read.xml import Element

LEVELS = 9
"""Levels of a list: Word has no more."""

_PLACE = re.compile("%([1-9])")
_DASHES = re.compile("[—–－-]{1,4}")
_LINKS = 8  # steps from a list to the style that defines it and on


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a paragraph. ``bullet``: a sign that counts nothing."""

    text: str
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    gap: bool = True
    style: str = ""
    hidden: bool = False
    font: str = ""
    width: int = 0


class Numbering:
    """Counts the paragraphs of a document, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[int, dict[int, _Level]] = {}
        self._links: dict[int, str] = {}
        self._lists: dict[int, int] = {}
        self._own: dict[tuple[int, int], _Level] = {}
        self._starts: dict[tuple[int, int], int] = {}
        self._merged: dict[int, dict[int, _Level | None]] = {}
        for each in () if root is None else root.findall(W + "abstractNum"):
            key = number(each, "abstractNumId")
            if key is not None:
                self._abstract[key] = {index: level for index, level in map(_level, each.findall(W + "lvl")) if 0 <= index < LEVELS}
                self._links[key] = value(child(each, "numStyleLink")) or ""
        for each in () if root is None else root.findall(W + "num"):
            self._add(each)
        self.restart()

    def restart(self) -> None:
        """Count from the beginning, as for another story of the document."""
        self._counts: dict[int, dict[int, int]] = {}
        self._used: set[tuple[int, int]] = set()

    def _add(self, each: Element) -> None:
        key, abstract = number(each, "numId"), number(child(each, "abstractNumId"))
        if key is None or abstract is None:
            return
        self._lists[key] = abstract
        for override in each.findall(W + "lvlOverride"):
            index = number(override, "ilvl")
            if index is None or not 0 <= index < LEVELS:
                continue
            start, level = number(child(override, "startOverride")), child(override, "lvl")
            if start is not None:
                self._starts[key, index] = start
            if level is not None:
                self._own[key, index] = _level(level)[1]

    def of(self, properties: Element | None) -> Label | None:
        """The label of a paragraph with these properties (``w:pPr``), None for one that has none. Counts it."""
        found = self._place(properties)
        if found is None:
            return None
        list_id, index = found
        return self._label(list_id, index)

    def _place(self, properties: Element | None) -> tuple[int, int] | None:
        """List and level of a paragraph: its own, else its style's."""
        direct = child(properties, "numPr")
        list_id, index = number(child(direct, "numId")), number(child(direct, "ilvl"))
        by_style, level, names = self._styles.numbering(value(child(properties, "pStyle")))
        own = list_id is not None
        if list_id is None:
            list_id = by_style
        if not list_id or list_id not in self._lists:
            return None
        if index is None and not (own and list_id != by_style):
            index = self._linked(list_id, names)
            index = level if index is None else index
        index = min(max(index or 0, 0), LEVELS - 1)
        return list_id, index

    def _linked(self, list_id: int, names: tuple[str, ...]) -> int | None:
        """The level that names one of the styles as its own."""
        levels = self._abstract.get(self._resolved(list_id), {})
        return next((at for name in names for at, level in sorted(levels.items()) if level.style == name), None)

    def _resolved(self, list_id: int) -> int:
        """The abstract list that a list counts in: the one that a numbering style stands for, where it names such a style."""
        abstract = self._lists[list_id]
        for _ in range(_LINKS):
            link = self._links.get(abstract)
            list_of = self._styles.list_of(link) if link else None
            if list_of is None or list_of not in self._lists or self._lists[list_of] == abstract:
                break
            abstract = self._lists[list_of]
        return abstract

    def _label(self, list_id: int, index: int) -> Label | None:
        abstract = self._resolved(list_id)
        levels = self._levels(list_id, abstract)
        level = levels[index]
        if level is None:
            return None
        counts = self._counts.setdefault(abstract, {})
        self._count(counts, levels, list_id, index)
        if level.hidden or not level.text:
            return None
        if level.form == "bullet":
            sign = symbols(level.font, level.text) if is_symbol_font(level.font) else level.text
            return Label(sign, bullet=not _DASHES.fullmatch(sign))
        text = _PLACE.sub(lambda match: self._number(counts, levels, list_id, int(match[1]) - 1, level.legal), level.text)
        gap = level.gap and text[-1:].isascii() and not text[-1:].isspace()
        return Label(text + " " * gap) if text else None

    def _levels(self, list_id: int, abstract: int) -> dict[int, _Level | None]:
        """The levels of a list: its own ones, else those of the abstract list."""
        if list_id not in self._merged:
            common = self._abstract.get(abstract, {})
            self._merged[list_id] = {at: self._own.get((list_id, at)) or common.get(at) for at in range(LEVELS)}
        return self._merged[list_id]

    def _count(self, counts: dict[int, int], levels: dict[int, _Level | None], list_id: int, index: int) -> None:
        """One more at the level; deeper levels begin again."""
        fresh = (list_id, index) in self._starts and (list_id, index) not in self._used
        if fresh or index not in counts:
            counts[index] = self._start(levels, list_id, index)
        else:
            counts[index] += 1
        self._used.add((list_id, index))
        for above in range(index):
            counts.setdefault(above, self._start(levels, list_id, above))
        for deeper in range(index + 1, LEVELS):
            level = levels[deeper]
            bound = deeper if level is None or level.restart is None else min(level.restart, deeper)
            if index < bound:
                counts.pop(deeper, None)

    def _start(self, levels: dict[int, _Level | None], list_id: int, index: int) -> int:
        level = levels[index]
        return self._starts.get((list_id, index), level.start if level else 1)

    def _number(self, counts: dict[int, int], levels: dict[int, _Level | None], list_id: int, index: int, legal: bool) -> str:
        level = levels.get(index)
        if level is None or level.form == "bullet":
            return ""
        now = counts.get(index, self._start(levels, list_id, index))
        if level.width:
            return str(now).zfill(level.width)
        return printed(now, "decimal" if legal and level.form != "none" else level.form)


def _level(element: Element) -> tuple[int, _Level]:
    """Number and meaning of a ``w:lvl``."""
    index = number(element, "ilvl")
    form, width = _form(element)
    fonts = child(element, "rPr", "rFonts")
    suffix = value(child(element, "suff")) or "tab"
    text = value(child(element, "lvlText")) or ""
    return -1 if index is None else index, _Level(
        start=number(child(element, "start")) or 0,
        form=form,
        text=text[:200].replace("\n", " ").replace("\t", " "),
        restart=number(child(element, "lvlRestart")),
        legal=bool(on(element, "isLgl")),
        gap=suffix != "nothing",
        style=value(child(element, "pStyle")) or "",
        hidden=bool(on(child(element, "rPr"), "vanish")),
        font=value(fonts, "ascii") or value(fonts, "hAnsi") or "",
        width=width,
    )


def _form(element: Element) -> tuple[str, int]:
    """The number format, and the digits that numbers are filled up to with zeros (0: none)."""
    for found in _forms(element):
        name = value(found) or "decimal"
        if name != "custom":
            return name, 0
        first = re.match("0*1(?=,)", value(found, "format") or "")  # 001, 002, 003, ...
        if first:
            return "decimal", len(first[0])
    return "decimal", 0


def _forms(element: Element) -> Iterator[Element]:
    """The number formats in order of preference: newer Word writes its own beside one for older readers."""
    for choice in element.findall(MC + "AlternateContent"):
        for branch in choice:
            yield from branch.findall(W + "numFmt")
    yield from element.findall(W + "numFmt")
