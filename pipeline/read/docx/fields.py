"""Word's fields: what of them is printed. Of most it is their stored result; a few have none and are worked out here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.read.docx.formats import printed, symbol
from pipeline.read.docx.names import W, child, number, on, value
from pipeline.read.xml import Element

QUIET = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TC", "XE", "TA", "RD"})
"""Fields whose result is no word of the notice: numbers of pages, marks of an index."""

CONTENTS = frozenset({"TOC", "INDEX", "TOA"})
"""Fields that repeat headings with their page numbers."""

RENEWED = frozenset({"DATE", "TIME"})
"""Fields whose result Word renews whenever the document is opened."""

_CODE = 2_000  # characters of a field's code that are looked at
_OVER = re.compile(r"\\o\s*(?:\\a[dclr]\s*)?\((.*)\)\s*$", re.I | re.S)
_FRACTION = re.compile(r"\\f\s*\(([^(),]{1,40})[,，;]([^(),]{1,40})\)\s*$", re.I)
_SYMBOL = re.compile(r"SYMBOL\s+(\d{1,5}|0x[0-9a-f]{1,4})(?:.*?\\f\s*\"?([^\"\\]{1,40}))?", re.I | re.S)
_RINGS = frozenset("○◯〇")


@dataclass(slots=True)
class Field:
    """A field that has begun: its code so far, and whether its result has."""

    begin: Element | None = None
    code: list[str] = field(default_factory=list)
    shown: bool = False

    @property
    def name(self) -> str:
        """PAGE, TOC, HYPERLINK …"""
        return name_of("".join(self.code[:20]))

    def without_result(self) -> str:
        """What a field prints that ends without a result."""
        code = "".join(self.code)[:_CODE].strip()
        name = name_of(code)
        if name == "EQ":
            return _equation(code)
        if name == "SYMBOL":
            found = _SYMBOL.match(code)
            return symbol((found[2] or "").strip(), int(found[1], 0)) if found else ""
        data = child(self.begin, "ffData")
        if data is not None:
            return _control(data)
        return ""


def name_of(code: str) -> str:
    """The field's name: the first word of its code."""
    words = code[:_CODE].split(None, 1)
    return words[0].upper() if words else ""


def _equation(code: str) -> str:
    """Signs over each other: a ring with a number, a character under its reading; a fraction."""
    fraction = _FRACTION.search(code)
    if fraction:
        return f"{fraction[1].strip()}/{fraction[2].strip()}"
    over = _OVER.search(code)
    if not over:
        return ""
    first, _, last = over[1].rpartition(",") if "," in over[1] else over[1].rpartition("，")
    ring, inner = first.strip().strip("()"), last.strip()
    if ring[-1:] in _RINGS or _RINGS & set(ring):
        inner = re.sub(r"^\\[a-z]+\s*\d*\s*\((.*)\)$", r"\1", inner, flags=re.I)
        return printed(int(inner), "decimalEnclosedCircle") if inner.isascii() and inner.isdigit() and len(inner) < 4 else inner
    return inner if "\\" not in inner else ""


def _control(data: Element) -> str:
    """A box to tick, or a list to choose from."""
    box = child(data, "checkBox")
    if box is not None:
        ticked = on(box, "checked")
        return "☑" if (bool(on(box, "default")) if ticked is None else ticked) else "□"
    chosen = child(data, "ddList")
    if chosen is None:
        return ""
    entries = chosen.findall(W + "listEntry")
    at = number(child(chosen, "result")) or number(child(chosen, "default")) or 0
    return value(entries[at]) or "" if 0 <= at < len(entries) else ""
