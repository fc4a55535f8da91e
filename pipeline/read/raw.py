"""The raw text of a source as its reader writes it: lines with their places, cells, pages, and what is known of them.

Every reader of a format with more than text writes through :class:`Raw`, so that offsets, boxes, joined lines, merged
cells and page breaks are kept in one way.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.notice import Box, Cleanup, Line, Link, Merge, Page, Problem, Source

_POINTS = frozenset("。；：，、！？…）》〉”’】」』;:,!?")


@dataclass(slots=True)
class Words:
    """Characters of one printed line, or of a part of it. ``edges``: x of every character's beginning and of the last one's end.

    ``page`` is 0 where the format knows no places. ``goes_on``: the next words belong to the same paragraph.
    """

    text: str
    page: int = 0
    box: Box | None = None
    edges: array[float] | None = None
    confidence: float | None = None
    slope: float = 0.0
    goes_on: bool = False


@dataclass(slots=True)
class Cell:
    """A cell of a table: its lines, and how many rows and columns it covers."""

    lines: list[Words] = field(default_factory=list)
    rows: int = 1
    columns: int = 1


class Raw:
    """Writes the raw text. Call :meth:`page` before the first words of each page, :meth:`source` at the end."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self._pages: list[Page] = []
        self._lines: dict[int, list[Line]] = {}
        self._edits: list[Cleanup] = []
        self._merges: list[Merge] = []

    def page(self, page: Page) -> None:
        """Begin a page; its span and lines are filled in. A page that follows another one ends that with a form feed."""
        if self._pages:
            self.put("\f")
        self._pages.append(replace(page, start=self.length, end=self.length))

    def put(self, text: str) -> tuple[int, int]:
        """Write characters that have no place of their own; returns their span."""
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        return start, self.length

    def words(self, words: Words) -> tuple[int, int]:
        """Write words with their place; returns their span."""
        start, end = self.put(words.text)
        if words.box is not None and words.edges is not None and end > start:
            line = Line(start, end, words.box, words.edges, words.confidence, words.slope)
            self._lines.setdefault(words.page, []).append(line)
        return start, end

    def drop(self, start: int, end: int, rule: str, replacement: str = "") -> None:
        """Have cleaning take the raw characters [start:end) away (or put others there), by the rule's name."""
        self._edits.append(Cleanup(start, end, "", replacement, rule))

    def paragraph(self, lines: Sequence[Words], rule: str = "layout.line") -> tuple[int, int]:
        """Write the printed lines of one paragraph and a line end; the breaks between them are dropped by ``rule``."""
        start = self.length
        for index, words in enumerate(lines):
            self.words(words)
            if index + 1 < len(lines):
                self._break(words.text, lines[index + 1].text, rule)
        end = self.length
        self.put("\n")
        return start, end

    def _break(self, before: str, after: str, rule: str) -> None:
        at, behind = self.put("\n")
        latin = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalpha()
        self.drop(at, behind, rule, " " if latin else "")

    def table(self, rows: Sequence[Sequence[Cell | None]]) -> None:
        """Write a table, a row a line, its cells parted by tabs.

        ``rows`` is a full grid: a merged cell stands at its upper left corner, None at every other place that it covers.
        Lines of a cell become one: where a paragraph ends in it without a point, a space is put.
        """
        filled: dict[tuple[int, int], tuple[int, int]] = {}
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if column:
                    self.put("\t")
                if cell is None:
                    owner = filled.get((number, column))
                    if owner and owner[0] < owner[1]:
                        self._merges.append(Merge(self.length, *owner))
                    continue
                span = self._cell(cell)
                for down in range(cell.rows):
                    for right in range(cell.columns):
                        if down or right:
                            filled[number + down, column + right] = span
            self.put("\n")

    def _cell(self, cell: Cell) -> tuple[int, int]:
        lines = [words for words in cell.lines if words.text.strip()]
        start = self.length
        for index, words in enumerate(lines):
            if "\t" in words.text or "\n" in words.text:
                words = replace(words, text=words.text.replace("\t", " ").replace("\n", " "))
            self.words(words)
            if index + 1 == len(lines):
                break
            after = lines[index + 1].text
            if words.goes_on:
                self._break(words.text, after, "layout.cell_line")
            else:
                pointed = words.text[-1] in _POINTS or after[0] in _POINTS
                self.drop(*self.put("\n"), "layout.cell_paragraph", "" if pointed else " ")
        return start, self.length

    def source(
        self,
        path: str,
        sha256: str,
        problems: Sequence[Problem] = (),
        fields: Sequence[tuple[str, str]] = (),
        links: Sequence[Link] = (),
    ) -> Source:
        """The source that was written."""
        text = "".join(self._parts)
        if not self._pages:
            self._pages = [Page(1, 0, len(text))]
        ends = [page.start for page in self._pages[1:]] + [len(text)]
        pages = tuple(
            replace(page, end=end, lines=tuple(self._lines.get(page.number, ())))
            for page, end in zip(self._pages, ends, strict=True)
        )
        ordered = sorted(self._edits, key=lambda edit: (edit.raw_start, edit.raw_end))
        edits = tuple(replace(edit, removed=text[edit.raw_start : edit.raw_end]) for edit in ordered)
        return Source(path, sha256, text, pages, tuple(problems), edits, tuple(self._merges), tuple(fields), tuple(links))
