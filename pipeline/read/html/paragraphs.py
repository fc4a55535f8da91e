"""An element of a web page → its paragraphs and tables, as a browser prints them.

Block elements part paragraphs, <br> ends a line, automatic numbers of lists are printed, white space is one space, and what
is not shown is left out. &nbsp; and the full-width space stay as they are in the file. One walk over the elements, without
recursion but for the cells of a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field

from lxml import etree

from pipeline.read.html.lists import Lists
from pipeline.read.html.tree import is_block, unseen

_CELLS = frozenset(("td", "th", "dd"))
_SPACES = re.compile("[ \t\n\r\f\x0b\x1c-\x1e\x85\u2028\u2029]+")
_OTHER_SPACE = re.compile("[\x0b\x1c-\x1e\x85\u2028\u2029]")
_PRE_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_POWERS = {"2": "²", "3": "³"}
_MEASURE = re.compile("(?:^|[^A-Za-z])(?:[kcdmh]?m|hm|km|[千厘分毫公]?米)$")


@dataclass(slots=True)
class Grid:
    """A table's cells by row: (lines, rows it covers, columns it covers), None where a merged one covers."""

    rows: list[list[tuple[list[str], int, int] | None]]


@dataclass(slots=True)
class Block:
    """A paragraph with its lines, or a table; and the inmost block element that it stands in."""

    element: etree._Element
    lines: list[str] = field(default_factory=list)
    grid: Grid | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if self.grid is None:
            return "\n".join(self.lines)
        return "\n".join("\t".join(" ".join(cell[0]) if cell else "" for cell in row) for row in self.grid.rows)


TableReader = Callable[[etree._Element], Grid | None]


class Writer:
    """Collects the blocks of one element. See :func:`blocks`."""

    def __init__(self, root: etree._Element, left_out: Container[etree._Element], tables: TableReader | None, empty: bool) -> None:
        self.blocks: list[Block] = []
        self._root = root
        self._left_out = left_out
        self._tables = tables
        self._empty = empty
        self._lists = Lists()
        self._stack: list[etree._Element] = [root]  # block elements that are open
        self._line: list[str] = []
        self._lines: list[str] = []
        self._pre = 0
        self._label = ""  # of a list's item, until its first words

    def run(self) -> list[Block]:
        """Walk through the element."""
        shut: etree._Element | None = None
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if shut is not None:
                    continue
                if not self._start(element):
                    shut = element
                    walk.skip_subtree()
                    continue
                self._put(element.text)
            else:
                if shut is element:
                    shut = None
                elif shut is not None:
                    continue
                else:
                    self._end(element)
                if element is not self._root:
                    self._put(element.tail)
        self._paragraph()
        return self.blocks

    def _start(self, element: etree._Element) -> bool:
        """Open an element; false where nothing of it is read here."""
        tag = element.tag
        if element is not self._root and (unseen(element) or element in self._left_out):
            return False
        if tag == "br":
            self._break()
            return False
        if tag == "table" and self._tables is not None:
            grid = self._tables(element)
            if grid is not None:
                self._paragraph()
                self.blocks.append(Block(element, grid=grid))
                return False
        if is_block(element):
            self._paragraph()
            self._stack.append(element)
            if tag == "li":
                self._label = self._lists.label(element)
        self._pre += _is_pre(element)
        return True

    def _end(self, element: etree._Element) -> None:
        if is_block(element):
            before = len(self.blocks)
            self._paragraph()
            if self._empty and element.tag in _CELLS and len(self.blocks) == before and not len(element):
                self.blocks.append(Block(element, [""]))
            self._stack.pop()
            if element.tag == "li":
                self._label = ""
        elif element.tag == "sup" and len(self._line) > 1 and self._line[-1] in _POWERS and _MEASURE.search(self._line[-2]):
            self._line[-1] = _POWERS[self._line[-1]]
        self._pre -= _is_pre(element)

    def _put(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            first, *others = _OTHER_SPACE.sub(" ", text).split("\n")
            self._line.append(first)
            for line in others:
                self._break()
                self._line.append(line)
            return
        self._line.append(text)

    def _break(self) -> None:
        line = "".join(self._line)
        line = line if self._pre else collapse(line)
        if self._label and line.strip():
            line, self._label = self._label + line, ""
        self._lines.append(line)
        self._line = []

    def _paragraph(self) -> None:
        """The paragraph ends. White space between elements is none; one that holds only a blank is an empty line."""
        if self._line:
            self._break()
        lines, self._lines = self._lines, []
        while lines and not lines[-1]:
            lines.pop()
        if lines:
            self.blocks.append(Block(self._stack[-1], lines))


def collapse(text: str) -> str:
    """White space as it is printed: one space, none at the edges. &nbsp; and the full-width space stay."""
    return _SPACES.sub(" ", text).strip(" ")


def blocks(
    root: etree._Element, *, left_out: Container[etree._Element] = (), tables: TableReader | None = None, empty: bool = False
) -> list[Block]:
    """Paragraphs and tables of an element, in order.

    Args:
        root: the element; it is read even where it is hidden.
        left_out: elements that are not read.
        tables: gives the cells of a table, None where it is text. Without it every cell is a paragraph.
        empty: empty cells are paragraphs too.
    """
    return Writer(root, left_out, tables, empty).run()


def _is_pre(element: etree._Element) -> bool:
    if element.tag in ("pre", "listing", "xmp"):
        return True
    style = element.get("style")
    return bool(style and "white-space" in style.lower() and _PRE_STYLE.search(style))
