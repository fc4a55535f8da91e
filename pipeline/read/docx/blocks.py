"""Paragraphs and tables of a document in their order, with their labels, whatever they are wrapped in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.read.docx.names import MC, W, child, number, on, value
from pipeline.read.docx.numbering import Numbering
from pipeline.read.docx.runs import Bit, Found, Runs, control_rule
from pipeline.read.docx.shapes import Anchored, branch
from pipeline.read.docx.styles import Styles, has_lines
from pipeline.read.docx.tables import Block, Grid, Paragraph, Slot, grid_of
from pipeline.read.xml import Element

MAX_PARAGRAPHS = 200_000
"""Paragraphs that are read. The longest notices known have some thousand."""

_LEFT_OUT = (W + "del", W + "moveFrom", W + "sectPr", W + "tblPr", W + "tblGrid", W + "sdtPr", W + "trPr", W + "tcPr")
_SAME_PAGE = ("continuous", "nextColumn")


@dataclass(slots=True)
class Limit:
    """Paragraphs still to be read of the whole document."""

    left: int = MAX_PARAGRAPHS


@dataclass(slots=True)
class Story:
    """Reads one story of the document: its body, a header, a note.

    ``sections``: how each section of the body begins (nextPage, continuous …).
    """

    styles: Styles
    numbering: Numbering
    found: Found
    limit: Limit
    sections: Sequence[str] = ()
    mark: str = ""
    _section: int = 0
    _foot: list[Block] = field(default_factory=list)
    _runs: Runs = field(init=False)

    def __post_init__(self) -> None:
        self._runs = Runs(self.styles, self.found)
        self._runs.mark = self.mark

    def read(self, container: Element) -> list[Block]:
        """The blocks within an element: the body, a cell, a text box, a note."""
        out: list[Block] = []
        outer, self._foot = self._foot, []
        carried = self._walk(container, out, [])
        if carried:
            out.append(Paragraph(carried))
        out += self._at_foot()
        self._foot = outer
        return out

    def _at_foot(self) -> list[Block]:
        """What stands at the foot of the page that ends here."""
        found, self._foot = self._foot, []
        return found

    def _walk(self, container: Element, out: list[Block], carried: list[Bit]) -> list[Bit]:
        """Read on; returns the words of a paragraph that goes on in the next one because its end was deleted."""
        for each in container:
            tag = each.tag
            if self.limit.left <= 0:
                break
            if tag == W + "p":
                carried = self._paragraph(each, out, carried)
            elif tag == W + "tbl":
                if carried:
                    out.append(Paragraph(carried))
                    carried = []
                grid = self._table(each)
                if grid.rows:
                    out.append(grid)
            elif tag == W + "sdt":
                content, before = child(each, "sdtContent"), self._runs.rule
                self._runs.rule = control_rule(each) or before
                if content is not None:
                    carried = self._walk(content, out, carried)
                self._runs.rule = before
            elif tag == W + "altChunk":
                self.found.chunks += 1
            elif tag == MC + "AlternateContent":
                chosen = branch(each)
                if chosen is not None:
                    carried = self._walk(chosen, out, carried)
            elif tag in _LEFT_OUT:
                self.found.tracked += tag in (W + "del", W + "moveFrom")
            elif isinstance(tag, str) and len(each):
                carried = self._walk(each, out, carried)
        return carried

    def _paragraph(self, paragraph: Element, out: list[Block], carried: list[Bit]) -> list[Bit]:
        self.limit.left -= 1
        properties = child(paragraph, "pPr")
        bits, anchored = self._runs.read(paragraph)
        foot = [each for each in anchored if each.place.at_foot]
        below = [each for each in anchored if each.place.below]
        self._boxes([each for each in anchored if each not in foot and each not in below], out)
        style = value(child(properties, "pStyle"))
        is_open = self._is_open(properties, style)
        if not carried and (bits or not is_open):  # of paragraphs joined, the first with words left has the label
            label = self.numbering.of(properties)
            if label is not None:
                bits.insert(0, Bit(label.text, self._runs.rule or "layout.bullet" * label.bullet))
        bits = carried + bits
        if is_open:
            self._boxes(below, out)
            self._boxes(foot, self._foot)
            return bits
        if self._starts_page(properties, style):
            bits.insert(0, Bit("\f"))
        if self._foot and any(bit.text == "\f" for bit in bits):
            out += self._at_foot()
        out.append(Paragraph(bits))
        self._boxes(below, out)
        self._boxes(foot, self._foot)
        if child(properties, "sectPr") is not None and self.sections:
            self._section += 1
            kind = self.sections[self._section] if self._section < len(self.sections) else "continuous"
            if kind not in _SAME_PAGE:
                out += [*self._at_foot(), Paragraph([Bit("\f")])]
        return []

    def _is_open(self, properties: Element | None, style: str | None) -> bool:
        """Whether the next paragraph goes on in it: its end is deleted or hidden, or it is the large first letter of that one."""
        if (value(child(properties, "framePr"), "dropCap") or "none") != "none":
            return True
        mark = child(properties, "rPr")
        if mark is not None:
            if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
                self.found.tracked += 1
                return True
            hidden = on(mark, "vanish")
            if hidden is not None:
                return hidden
        return self.styles.hidden(style, "paragraph")

    def _starts_page(self, properties: Element | None, style: str | None) -> bool:
        own = on(properties, "pageBreakBefore")
        return self.styles.starts_page(style) if own is None else own

    def _boxes(self, anchored: list[Anchored], out: list[Block]) -> None:
        for each in anchored:
            if isinstance(each.content, str):
                out.append(Paragraph([Bit(each.content)]))
            else:  # a story of its own: fields outside of it do not reach into it
                out += Story(self.styles, self.numbering, self.found, self.limit).read(each.content)

    def _table(self, table: Element) -> Grid:
        rows: list[list[Slot]] = []
        for row in _children(table, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self.found.tracked += 1
                continue
            if on(properties, "hidden") or self.limit.left <= 0:
                continue
            rows.append(self._row(row, properties))
        return grid_of(rows, _positions(table), self._ruled(table))

    def _row(self, row: Element, properties: Element | None) -> list[Slot]:
        at = min(max(number(child(properties, "gridBefore")) or 0, 0), 1_000_000)
        slots: list[Slot] = []
        for cell in _children(row, "tc"):
            about = child(cell, "tcPr")
            if child(about, "cellDel") is not None:
                self.found.tracked += 1
                continue
            span = min(max(number(child(about, "gridSpan")) or 1, 1), 1_000_000)
            merge, across = child(about, "vMerge"), child(about, "hMerge")
            if across is not None and value(across) != "restart" and slots:
                slots[-1] = slots[-1].wider(span)
            else:
                goes_on = merge is not None and value(merge) != "restart"
                begins = merge is not None and not goes_on
                slots.append(Slot(at, at + span, begins, goes_on, [] if goes_on else self._cell(cell)))
            at += span
        return slots

    def _cell(self, cell: Element) -> list[Block]:
        before = self._runs
        self._runs = Runs(self.styles, self.found)
        self._runs.rule = before.rule
        blocks = self.read(cell)
        self._runs = before
        return blocks

    def _ruled(self, table: Element) -> bool:
        """Whether the table shows lines between its columns or at its sides."""
        properties = child(table, "tblPr")
        borders = child(properties, "tblBorders")
        if has_lines(borders) if borders is not None else self.styles.ruled(value(child(properties, "tblStyle"))):
            return True
        return any(has_lines(each) for each in table.iter(W + "tcBorders"))


def _children(element: Element, name: str) -> list[Element]:
    """The rows of a table or the cells of a row, also those within content controls; not those of tables within."""
    out = []
    for each in element:
        if each.tag == W + name:
            out.append(each)
        elif each.tag == W + "sdt":
            content = child(each, "sdtContent")
            out += [] if content is None else _children(content, name)
        elif each.tag in (W + "ins", W + "customXml", W + "moveTo"):
            out += _children(each, name)
    return out


def _positions(table: Element) -> list[int]:
    """Where the columns of the table's grid begin and the last one ends, in twentieths of a point."""
    out = [0]
    grid = child(table, "tblGrid")
    for column in () if grid is None else grid.findall(W + "gridCol"):
        out.append(out[-1] + max(0, number(column, "w") or 0))
    return out
