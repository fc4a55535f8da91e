"""What Word's styles say of a paragraph, a run or a table, as far as it changes which words are printed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.read.docx.names import W, child, number, on, value
from pipeline.read.xml import Element

_BETWEEN = ("left", "start", "right", "end", "insideV")
_NO_LINE = ("nil", "none", None)


class Styles:
    """The styles of a document by their ids. An empty one where the document has none."""

    def __init__(self, root: Element | None = None) -> None:
        found = [] if root is None else root.findall(W + "style")
        self._by_id: dict[str, Element] = {}
        self._default: dict[str, str] = {}
        for style in found:
            key = value(style, "styleId") or ""
            self._by_id.setdefault(key, style)
            if (value(style, "default") or "0") in ("1", "true", "on"):
                self._default[value(style, "type") or ""] = key
        self.hidden = cache(self._hidden)
        self.ruled = cache(self._ruled)
        self.numbering = cache(self._numbering)
        self.starts_page = cache(self._starts_page)

    def chain(self, key: str | None, kind: str) -> Iterator[tuple[str, Element]]:
        """The style and those that it is based on, nearest first; the default one of its kind where none is named."""
        if key not in self._by_id:
            key = self._default.get(kind)
        seen: set[str] = set()
        while key in self._by_id and key not in seen:
            seen.add(key)
            yield key, self._by_id[key]
            key = value(child(self._by_id[key], "basedOn"))

    def _hidden(self, key: str | None, kind: str) -> bool:
        """Whether text in the style is not printed."""
        for _, style in self.chain(key, kind):
            found = on(child(style, "rPr"), "vanish")
            if found is not None:
                return found
        return False

    def _starts_page(self, key: str | None) -> bool:
        """Whether a paragraph in the style begins a page."""
        for _, style in self.chain(key, "paragraph"):
            found = on(child(style, "pPr"), "pageBreakBefore")
            if found is not None:
                return found
        return False

    def _numbering(self, key: str | None) -> tuple[int | None, int | None, tuple[str, ...]]:
        """The list that a paragraph style puts its paragraphs in, the level, and the style's chain of ids."""
        list_id = level = None
        ids = []
        for name, style in self.chain(key, "paragraph"):
            ids.append(name)
            found = child(style, "pPr", "numPr")
            list_id = number(child(found, "numId")) if list_id is None else list_id
            level = number(child(found, "ilvl")) if level is None else level
        return list_id, level, tuple(ids)

    def list_of(self, key: str) -> int | None:
        """The list that a numbering style stands for."""
        return number(child(self._by_id.get(key), "pPr", "numPr", "numId"))

    def _ruled(self, key: str | None) -> bool:
        """Whether a table style draws lines between columns or at the sides."""
        for _, style in self.chain(key, "table"):
            borders = child(style, "tblPr", "tblBorders")
            if borders is not None:
                return has_lines(borders)
        return False


def has_lines(borders: Element) -> bool:
    """Whether borders have a line between columns or at the sides."""
    return any(value(child(borders, side)) not in _NO_LINE for side in _BETWEEN)
