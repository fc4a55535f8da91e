"""Ruled tables: cells that wrap, rows over pages, the heading row on each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from benchmarks.forms.items import Rule
from benchmarks.forms.lines import Char, Printed, breaks
from benchmarks.forms.style import LEFT

if TYPE_CHECKING:
    from benchmarks.forms.page import Setter

_CELL_SIZE = 12.0


class Table:
    """A ruled table whose cells wrap; its heading row stands on every page."""

    def __init__(self, setter: Setter, rows: Sequence[Sequence[str]]) -> None:
        self.setter, self.rows = setter, rows
        self.size = _CELL_SIZE
        longest = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        weights = [min(max(length, 3), 4 + length**0.62) for length in longest]
        self.widths = [weight / sum(weights) * setter.measure for weight in weights]
        self.short = [length <= 14 for length in longest]

    def set(self) -> None:
        """Set the table, on as many pages as it takes."""
        setter = self.setter
        head = self.cells(self.rows[0], bold=True)
        setter.need(self.height(head) + (self.height(self.cells(self.rows[1])) if len(self.rows) > 1 else 0))
        self.row(head)
        for row in self.rows[1:]:
            cells = self.cells(row)
            if setter.y + self.height(cells) > setter.foot + 1:
                setter.new_page(landscape=setter.leaf.width > setter.leaf.height)
                self.row(head, own=False)
            self.row(cells)
        setter.y += setter.style.pitch / 2

    def cells(self, row: Sequence[str], *, bold: bool = False) -> list[list[list[Char]]]:
        """The lines of each cell of a row."""
        face = self.setter.style.heading if bold else self.setter.style.body
        return [
            breaks(self.setter.chars(text, face, self.size), width - 8, width - 8)
            for text, width in zip(row, self.widths, strict=True)
        ]

    def height(self, cells: list[list[list[Char]]]) -> float:
        """Height of a row in points."""
        lines = max(1, *(len(cell) for cell in cells))
        return max(self.setter.style.row_height, lines * self.size * 1.35 + 8)

    def row(self, cells: list[list[list[Char]]], *, own: bool = True) -> None:
        """Draw a row; a heading row that is repeated is not the notice's own."""
        setter, top, height = self.setter, self.setter.y, self.height(cells)
        x = LEFT
        for cell, width, short in zip(cells, self.widths, self.short, strict=True):
            y = top + (height - len(cell) * self.size * 1.35) / 2
            for line in cell:
                room = width - sum(char.width for char in line)
                setter.draw(Printed(tuple(line), x + (room / 2 if short else 4), 0.0), y, self.size, own=False)
                y += self.size * 1.35
            self.frame(x, top, x + width, top + height)
            x += width
        if own:
            setter.leaf.lines.append("\t".join("".join(char.text for line in cell for char in line) for cell in cells))
        setter.y += height

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw the four sides of a cell."""
        corners = ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
        self.setter.leaf.items += [Rule(*corner) for corner in corners]
