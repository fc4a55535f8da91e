"""Paragraphs and tables → raw text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.notice import Page
from pipeline.read.docx.runs import Bit
from pipeline.read.docx.tables import Block, Grid, GridCell, Paragraph
from pipeline.read.raw import Cell, Raw, Words

GAP = "  "
"""What cleaning sees of a tab within a line: as wide a gap as one that was typed."""


class Writer:
    """Writes blocks. Pages are parted where the author parted them; Word keeps no other pages in a file."""

    def __init__(self) -> None:
        self.raw = Raw()
        self._page = 1
        self.raw.page(Page(1, 0, 0))
        self._page_start = 0

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Write paragraphs and tables, each line with its end."""
        for index, block in enumerate(blocks):
            if isinstance(block, Grid):
                self._table(block)
            else:
                around = [each for each in blocks[max(0, index - 1) : index + 2] if each is not block]
                self._paragraph(block.bits, _aligned(block, around))

    def running(self, lines: Sequence[str], rule: str) -> None:
        """Write what stands on every page, and have cleaning take it away."""
        for line in lines:
            start = self.raw.length
            self.raw.put(line + "\n")
            self.raw.drop(start, self.raw.length, rule)

    def _paragraph(self, bits: Sequence[Bit], tabbed: bool) -> None:
        lines: list[list[Bit]] = [[]]
        for bit in bits:
            for piece in _pieces(bit):
                if piece.text in ("\n", "\f") and not piece.rule:
                    lines.append([piece] if piece.text == "\f" else [])
                else:
                    lines[-1].append(piece)
        for index, line in enumerate(lines):
            paged = bool(line) and line[0].text == "\f" and not line[0].rule
            if paged:
                self.new_page()
            words = line[paged:]
            if words or not (paged or (index + 1 < len(lines) and lines[index + 1][:1] == [Bit("\f")])):
                self._line(words, tabbed)

    def new_page(self) -> None:
        """A page ends here, unless nothing stands on it."""
        if self.raw.length > self._page_start:
            self._page += 1
            self.raw.page(Page(self._page, 0, 0))
            self._page_start = self.raw.length
            # an author's page break says nothing of running heads, which Word keeps apart
            self.raw.drop(self._page_start - 1, self._page_start, "layout.page_break")

    def _line(self, bits: Sequence[Bit], tabbed: bool) -> None:
        begun = False
        last = max((index for index, bit in enumerate(bits) if bit.text != "\t" and not bit.rule), default=-1)
        for index, bit in enumerate(bits):
            start, end = self.raw.put(bit.text)
            if bit.rule:
                self.raw.drop(start, end, bit.rule, bit.to)
            elif bit.text == "\t" and not (tabbed and begun and index < last):
                self.raw.drop(start, end, "layout.tab", GAP if begun and index < last else "")
            begun = begun or bool(bit.text.strip() and not bit.rule)
        start, end = self.raw.put("\n")
        if bits and all(bit.rule and not bit.to for bit in bits):
            self.raw.drop(start, end, bits[-1].rule)

    def _table(self, grid: Grid) -> None:
        if grid.places_text:
            for row in grid.rows:
                self._row(row)
        else:
            self.raw.table([[None if cell is None else _cell(cell) for cell in row] for row in grid.rows])

    def _row(self, row: Sequence[GridCell | None]) -> None:
        """A row of a table that only places text: cells of one line each stand in one line, others below each other."""
        cells = [cell.blocks for cell in row if cell is not None and _has_words(cell.blocks)]
        if len(cells) > 1 and all(len(flat(blocks)) == 1 for blocks in cells):
            bits: list[Bit] = []
            for blocks in cells:
                bits += [*([Bit("\t")] if bits else []), *_first(blocks)]
            self._paragraph(bits, tabbed=False)
        else:
            for blocks in cells:
                self.blocks(blocks)


def _pieces(bit: Bit) -> Iterator[Bit]:
    """A bit cut at its tabs, line ends and form feeds."""
    text, start = bit.text, 0
    if len(text) == 1 or not any(sign in text for sign in "\t\n\f"):
        yield bit
        return
    for at, char in enumerate(text):
        if char in "\t\n\f":
            if start < at:
                yield Bit(text[start:at], bit.rule)
            yield Bit(char, bit.rule)
            start = at + 1
    if start < len(text):
        yield Bit(text[start:], bit.rule)


def _first(blocks: Sequence[Block]) -> list[Bit]:
    """The words of a cell that has one line."""
    for block in blocks:
        if isinstance(block, Paragraph) and any(bit.text.strip() for bit in block.bits):
            return [bit for bit in block.bits if bit.text not in ("\n", "\f")]
    return [Bit(line) for line in flat(blocks)[:1]]


def _has_words(blocks: Sequence[Block]) -> bool:
    return any(isinstance(block, Grid) or any(bit.text.strip() or bit.text == "\f" for bit in block.bits) for block in blocks)


def _tabs(block: Block) -> int:
    """Tabs between words of a paragraph."""
    if not isinstance(block, Paragraph):
        return 0
    return "".join(bit.text for bit in block.bits if not bit.rule).strip().count("\t")


def _aligned(block: Paragraph, around: Sequence[Block]) -> bool:
    """Whether a paragraph is a row of a table that is made by tabs: its neighbour has as many of them, two at least."""
    tabs = _tabs(block)
    return tabs > 1 and any(_tabs(each) == tabs for each in around)


def flat(blocks: Sequence[Block]) -> list[str]:
    """The lines of blocks as they are when clean, without empty ones; a row of a table is a line."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                out.append(" ".join(line for cell in row if cell is not None for line in flat(cell.blocks)))
        else:
            text = "".join(bit.to if bit.rule else bit.text for bit in block.bits)
            out += [line.replace("\t", " ").strip() for line in text.replace("\f", "\n").split("\n")]
    return [line for line in out if line]


def _cell(cell: GridCell) -> Cell:
    """A cell as the raw text has it. Marks of notes and bullets have no place of their own in it and are not written."""
    return Cell([Words(line) for line in flat(cell.blocks)], cell.rows, cell.columns)
