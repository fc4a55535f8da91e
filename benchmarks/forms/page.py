"""Blocks → pages: the official layout of GB/T 9704, as items with their places.

A4, margins of 37, 35, 28 and 26 mm, 22 lines of 28 characters; the result is the same for every form with pages, which
only draws it: :mod:`benchmarks.forms.pdf`, :mod:`benchmarks.forms.scan`, :mod:`benchmarks.forms.ofd`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from benchmarks.forms.content import Block, Content
from benchmarks.forms.fonts import Fonts
from benchmarks.forms.items import Leaf, Rule, Stamp, Text
from benchmarks.forms.lines import Char, Printed, balanced, chars_of, set_paragraph
from benchmarks.forms.ruled import Table
from benchmarks.forms.style import BLACK, BOTTOM, HEIGHT, LEFT, MEASURE, RIGHT, TOP, WIDTH, Colour, Style, chosen

_RISE = 0.86  # of a character's height above its base line
_TITLE_SIZE, _NUMBER_SIZE, _FOOT_SIZE = 22.0, 14.0, 14.0
_HEADING = re.compile(r"(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章节条])[^。]{0,40}$")
_HEADING2 = re.compile(r"（[一二三四五六七八九十]+）[^。]{0,40}(?:。|$)")


def pages_of(content: Content, fonts: Fonts, style: Style | None = None) -> list[Leaf]:
    """All pages of a notice."""
    return Setter(content, fonts, style or chosen(content.seed)).pages()


class Setter:
    """Sets block after block; ``y`` is the top of the next line."""

    def __init__(self, content: Content, fonts: Fonts, style: Style) -> None:
        self.content, self.fonts, self.style = content, fonts, style
        self.leaves: list[Leaf] = []
        self.listing = False
        self.new_page()

    def pages(self) -> list[Leaf]:
        """All pages, set."""
        blocks = self.content.blocks
        index = 0
        while index < len(blocks):
            same = index
            while same < len(blocks) and blocks[same].kind == blocks[index].kind and blocks[index].kind in _GROUPED:
                same += 1
            group = blocks[index : max(same, index + 1)]
            last = index + len(group) == len(blocks)
            self.place(group, blocks[index - 1].kind if index else "", last=last, wide=self.wide(blocks[index : index + 3]))
            index += len(group)
        self.furniture()
        return self.leaves

    def wide(self, blocks: Sequence[Block]) -> bool:
        """Whether these blocks are the heading of a broad table that is set across."""
        table = next((block for block in blocks if block.kind == "table"), None)
        above = [block.kind for block in blocks[: blocks.index(table)]] if table else []
        return bool(self.style.landscape and table and len(table.rows[0]) >= 6 and set(above) <= {"part", "title"})

    def place(self, group: Sequence[Block], before: str, *, last: bool, wide: bool) -> None:
        """Set one block, or blocks of one kind, where they belong."""
        kind = group[0].kind
        across = self.leaf.width > self.leaf.height
        begins = kind in ("masthead", "part") or (kind == "title" and before in _ENDS)
        if (self.leaf.lines and begins) or (across and kind not in ("table", "title", "part")):
            self.new_page(landscape=begins and wide)
        if kind == "masthead":
            self.masthead([block.text for block in group])
        elif kind == "doc_number":
            self.doc_number(group[0].text, before)
        elif kind == "title":
            for block in group:
                self.title(block.text)
        elif kind == "signature":
            self.signature([block.text for block in group])
        elif kind == "imprint":
            self.imprint([block.text for block in group], at_foot=last)
        elif kind == "table":
            self.table(group[0].rows)
        else:
            for block in group:
                self.paragraph(block)
                self.listing = block.text.startswith("附件：") or (self.listing and bool(re.match(r"\d", block.text)))

    # ---- places on the page

    @property
    def leaf(self) -> Leaf:
        """The page that is being filled."""
        return self.leaves[-1]

    @property
    def measure(self) -> float:
        """Width of its type area in points."""
        return self.leaf.width - LEFT - RIGHT

    @property
    def foot(self) -> float:
        """Where its type area ends."""
        return self.leaf.height - BOTTOM

    def new_page(self, *, landscape: bool = False) -> None:
        """Begin a page."""
        self.leaves.append(Leaf(HEIGHT, WIDTH) if landscape else Leaf())
        self.y = TOP

    def need(self, height: float) -> None:
        """Begin a page where the height does not fit on this one."""
        if self.y + height > self.foot + 1:
            self.new_page(landscape=self.leaf.width > self.leaf.height)

    def draw(self, line: Printed, top: float, size: float, colour: Colour = BLACK, *, twice: bool = False, own: bool = True) -> None:
        """Draw a printed line whose characters' top is at ``top``."""
        x, run = line.x, ""
        for index, char in enumerate(line.chars):
            run += char.text
            following = line.chars[index + 1] if index + 1 < len(line.chars) else None
            if following is None or following.face != char.face:
                self.leaf.items.append(Text(x, top + _RISE * size, run, char.face, size, line.spacing, colour, twice))
                x += sum(each.width + line.spacing for each in line.chars[index + 1 - len(run) : index + 1])
                run = ""
        if own:
            self.leaf.lines.append(line.text)

    def rule(self, y: float, width: float, colour: Colour = BLACK) -> None:
        """A ruling line across the type area."""
        self.leaf.items.append(Rule(LEFT, y, LEFT + self.measure, y, width, colour))

    def chars(self, text: str, face: str, size: float) -> list[Char]:
        """A text's characters."""
        return chars_of(text, face, size, self.fonts)

    def centred(self, text: str, face: str, size: float, top: float, colour: Colour = BLACK, *, twice: bool = False) -> None:
        """A line in the middle."""
        chars = self.chars(text, face, size)
        x = LEFT + (self.measure - sum(char.width for char in chars)) / 2
        self.draw(Printed(tuple(chars), x, 0.0), top, size, colour, twice=twice)

    # ---- blocks

    def masthead(self, names: list[str]) -> None:
        """The red head: one body, or several beside one 文件."""
        style, red = self.style, self.style.red
        self.y += 20
        at = next((index for index, name in enumerate(names) if name.endswith("文件")), None)
        if len(names) == 1 or at is None:
            for name in names:
                spread = 1.0 if len(name) > 12 else 1.25
                size = min(42.0, MEASURE / len(name) / spread)
                chars = self.chars(name, style.masthead, size)
                spacing = size * (spread - 1)
                x = LEFT + (MEASURE - sum(char.width + spacing for char in chars) + spacing) / 2
                self.draw(Printed(tuple(chars), x, spacing), self.y, size, red, twice=style.twice)
                self.y += size * 1.4
            return
        parts = [re.sub(r"\s*文件$", "", name) for name in names]
        longest = max(map(len, parts))
        size = min(30.0, MEASURE / (longest + 3.2))
        left = LEFT + (MEASURE - size * (longest + 3.2)) / 2
        for index, name in enumerate(parts):
            chars = self.chars(name, style.masthead, size)
            spacing = (longest - len(name)) * size / max(1, len(name) - 1)
            self.draw(Printed(tuple(chars), left, spacing), self.y, size, red, own=index != at)
            if index == at:
                word = Printed(tuple(self.chars("文件", style.masthead, size)), left + size * (longest + 1.0), 0.0)
                self.draw(word, self.y, size, red, own=False)
                self.leaf.lines.append(f"{name}文件")
            self.y += size * 1.45

    def doc_number(self, text: str, before: str) -> None:
        """The document's number, with who signs it, and the red line."""
        size, style = self.style.size, self.style
        letter = before == "masthead" and not any("文件" in block.text for block in self.content.blocks[:4])
        self.need(60)
        self.y += 8 if letter else 14
        number, _, signer = text.partition("签发人")
        if signer:  # on one line: number at the left, who signs at the right
            chars = self.chars(number.strip(), style.body, size)
            self.draw(Printed(tuple(chars), LEFT + size, 0.0), self.y, size, own=False)
            right = self.chars("签发人" + signer, style.body, size)
            x = LEFT + MEASURE - size - sum(char.width for char in right)
            self.draw(Printed(tuple(right), x, 0.0), self.y, size, own=False)
            self.leaf.lines.append(text)
        elif letter:
            self.rule(self.y - 4, 2.0, style.red)
            self.rule(self.y - 1, 0.6, style.red)
            chars = self.chars(text, style.body, size)
            x = LEFT + MEASURE - sum(char.width for char in chars)
            self.draw(Printed(tuple(chars), x, 0.0), self.y + 6, size)
            self.y += size * 2 + 12
            return
        else:
            self.centred(text, style.body, size, self.y)
        self.y += size * 1.5
        if before == "masthead" or signer:
            self.rule(self.y, 1.4, style.red)
        self.y += style.pitch

    def title(self, text: str) -> None:
        """A title in lines of nearly the same length."""
        size, face = _TITLE_SIZE, self.style.title
        widths = [char.width for char in self.chars(text, face, size)]
        lines = balanced(text, widths, self.measure - size * 2)
        self.need(size * 1.5 * len(lines) + 3 * self.style.pitch)
        if self.y > TOP + 1:
            self.y += self.style.pitch / 2
        for line in lines:
            self.centred(line, face, size, self.y, twice=self.style.twice)
            self.y += size * 1.5
        self.y += self.style.pitch / 2

    def paragraph(self, block: Block) -> None:
        """A paragraph, its first line indented."""
        style, size = self.style, self.style.size
        if block.kind in ("chapter", "subtitle"):
            self.need(style.pitch)
            self.centred(block.text, style.heading if block.kind == "chapter" else style.heading2, size, self.y)
            self.y += style.pitch
            return
        if block.kind == "date":
            self.need(style.pitch)
            chars = self.chars(block.text, style.body, size)
            x = LEFT + MEASURE - 4 * size - sum(char.width for char in chars)
            self.draw(Printed(tuple(chars), x, 0.0), self.y, size)
            self.y += style.pitch
            return
        face = style.heading if block.kind == "part" else style.body
        chars = self.chars(block.text, face, size)
        head = _HEADING.match(block.text) or _HEADING2.match(block.text)
        if block.kind == "body" and head:
            first = style.heading if _HEADING.match(block.text) else style.heading2
            chars[: head.end()] = self.chars(head.group(), first, size)
        indent = 0.0 if block.kind in ("recipients", "part") else 2 * size
        if self.listing and re.match(r"\d", block.text):
            indent += sum(char.width for char in self.chars("附件：", face, size))  # 2. stands under 1.
        for line in set_paragraph(chars, LEFT, MEASURE, indent, hanging=style.hanging):
            self.need(style.pitch)
            self.draw(line, self.y + (style.pitch - size) / 2, size)
            self.y += style.pitch

    def signature(self, names: list[str]) -> None:
        """Who signs, at the right, with a seal."""
        style, size = self.style, self.style.size
        height = (len(names) + 2) * style.pitch
        self.y += style.pitch
        self.need(height + style.pitch)
        middle = LEFT + MEASURE - 4 * size - 4.2 * size
        for index, name in enumerate(names):
            wide = re.sub(r"\s+", "　", name)
            own = min(size, MEASURE / max(1, len(wide)))  # many names on one line are set smaller
            chars = self.chars(wide, style.body, own)
            width = sum(char.width for char in chars)
            x = min(middle - width / 2, LEFT + MEASURE - 2 * size - width)
            self.draw(Printed(tuple(chars), max(LEFT, x), 0.0), self.y, own)
            if style.stamp and index == len(names) - 1:
                self.leaf.items.insert(0, Stamp(middle, self.y + style.pitch, 59.5, name.split()[0]))
            self.y += style.pitch

    def imprint(self, lines: list[str], *, at_foot: bool) -> None:
        """版记: lines between rules at the foot of the last page."""
        size, pitch = _FOOT_SIZE, _FOOT_SIZE * 1.75
        printed: list[list[Printed]] = []
        for text in lines:
            office, date = _office_and_date(text)
            if date:
                left = self.chars(office, self.style.body, size)
                right = self.chars(date, self.style.body, size)
                x = LEFT + MEASURE - size - sum(char.width for char in right)
                printed.append([Printed(tuple(left), LEFT + size, 0.0), Printed(tuple(right), x, 0.0)])
            else:
                chars = self.chars(text, self.style.body, size)
                for line in set_paragraph(chars, LEFT + size, MEASURE - 2 * size, 0.0):
                    printed.append([line])
        height = pitch * len(printed)
        self.need(height + pitch)
        if at_foot:
            self.y = max(self.y, self.foot - height)
        self.rule(self.y, 1.0)
        for number, row in enumerate(printed):
            for line in row:
                self.draw(line, self.y + (pitch - size) / 2, size, own=False)
            self.leaf.lines.append("".join(line.text for line in row))
            self.y += pitch
            self.rule(self.y, 1.0 if number + 1 == len(printed) else 0.7)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A ruled table."""
        Table(self, rows).set()

    def furniture(self) -> None:
        """Page numbers and running heads."""
        style = self.style
        head = next((block.text for block in self.content.blocks if block.kind == "title"), "")
        for number, leaf in enumerate(self.leaves, 1):
            leaf.body = len(leaf.items)
            if style.running_head and len(self.leaves) > 1:
                chars = tuple(self.chars(head[:46], style.body, 9.0))
                self._on(leaf, Printed(chars, LEFT, 0.0), TOP - 40, 9.0)
                leaf.items.append(Rule(LEFT, TOP - 26, leaf.width - RIGHT, TOP - 26, 0.5))
            if style.page_number and (len(self.leaves) > 1 or number % 2):
                words = style.page_number.replace("{}", str(number), 1).replace("{}", str(len(self.leaves)))
                chars = tuple(self.chars(words, "song", _NUMBER_SIZE))
                width = sum(char.width for char in chars)
                x = (leaf.width - width) / 2
                if style.page_number.startswith("—"):
                    x = leaf.width - RIGHT - _NUMBER_SIZE - width if number % 2 else LEFT + _NUMBER_SIZE
                self._on(leaf, Printed(chars, x, 0.0), leaf.height - BOTTOM + 22, _NUMBER_SIZE)

    def _on(self, leaf: Leaf, line: Printed, top: float, size: float) -> None:
        self.leaves.append(leaf)
        self.draw(line, top, size, own=False)
        self.leaves.pop()


def _office_and_date(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.{3,40}?)\s*(\d{4}年\d{1,2}月\d{1,2}日印发)", text)
    return (match[1], match[2]) if match else (text, "")


_GROUPED = ("masthead", "signature", "imprint", "title")
_ENDS = ("signature", "date", "body", "imprint", "table")
