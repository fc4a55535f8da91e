"""A notice as Word file whose numbering Word makes: the labels stand in numbering.xml and not in the text."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

from benchmarks.forms.content import Block, Content
from benchmarks.forms.numbering import Label, Numberer, Place, WordList, label_of

_WHEN = datetime(2024, 1, 1, tzinfo=UTC)
_DATE_IN_IMPRINT = re.compile(r"(.{3,40}?)\s*(\d{4}年\d{1,2}月\d{1,2}日印发)")


def docx_of(content: Content) -> bytes:
    """The notice as a .docx file; the same bytes each time."""
    return _Writer(content).file()


class _Writer:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.dice = random.Random(f"docx {content.seed}")
        self.numberer = Numberer()
        self.by_style = self.dice.random() < 0.3  # the list is tied to paragraph styles
        self.document: WordDocument = Document()
        self.waiting: list[tuple[Paragraph, Place]] = []
        self.listing = False

    def file(self) -> bytes:
        self.sheet()
        for index, block in enumerate(self.content.blocks):
            self.block(block, self.content.blocks[index - 1].kind if index else "")
        self.lists()
        properties = self.document.core_properties
        properties.title, properties.author = self.content.fields.get("title", ""), ""
        properties.created = properties.modified = _WHEN
        stream = io.BytesIO()
        self.document.save(stream)
        return _same_bytes(stream.getvalue())

    def sheet(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(16)
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
        if self.dice.random() < 0.3:
            section.header.paragraphs[0].text = self.content.fields.get("title", "")[:30]
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        foot.add_run("— ")
        _field(foot, "PAGE")
        foot.add_run(" —")
        if self.by_style:
            for level in range(4):
                self.document.styles.add_style(f"公文{level + 1}级", WD_STYLE_TYPE.PARAGRAPH).base_style = normal

    def block(self, block: Block, before: str) -> None:
        if block.kind == "table":
            self.table(block.rows)
            return
        paragraph = self.document.add_paragraph()
        if block.kind == "body":
            self.body(paragraph, block.text)
            return
        if block.kind in ("masthead", "doc_number", "title", "subtitle", "chapter"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if block.kind in ("signature", "date"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if (block.kind == "title" and before in ("signature", "date", "body")) or block.kind == "part":
            paragraph.paragraph_format.page_break_before = True
        self.words(paragraph, block)

    def words(self, paragraph: Paragraph, block: Block) -> None:
        parted = _DATE_IN_IMPRINT.fullmatch(block.text) if block.kind == "imprint" else None
        if parted and self.dice.random() < 0.5:
            paragraph.add_run(parted[1]).add_tab()
            paragraph.add_run(parted[2])
            return
        text, at = block.text, block.text.find("关于")
        if block.kind == "title" and at > 6 and self.dice.random() < 0.25:  # a line's end put by hand
            paragraph.add_run(text[:at]).add_break()
            text = text[at:]
        run = paragraph.add_run(text)
        if block.kind == "title":
            run.bold, run.font.size = True, Pt(22)
        if block.kind == "masthead":
            run.bold, run.font.size, run.font.color.rgb = True, Pt(36), RGBColor(255, 0, 0)

    def body(self, paragraph: Paragraph, text: str) -> None:
        self.listing = text.startswith("附件：") or (self.listing and text[0].isdigit())
        label: Label | None = None if self.listing else label_of(text)
        paragraph.paragraph_format.first_line_indent = Pt(32)
        if label is not None:
            self.waiting.append((paragraph, self.numberer.place(label)))
            text = text[label.length :]
        cut = self.dice.randint(0, len(text)) if len(text) > 8 else 0  # Word parts its runs wherever something was typed
        for part in (text[:cut], text[cut:]):
            if part:
                paragraph.add_run(part)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        table = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                cell = table.cell(number, column)
                cell.text = words
                if number == 0:
                    cell.paragraphs[0].runs[0].bold = bool(words)
        head = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(head)

    def lists(self) -> None:
        """Write numbering.xml's lists and tie the paragraphs to them."""
        root = self.document.part.numbering_part.element
        for old in list(root):
            root.remove(old)
        sequences = self.numberer.sequences
        for number, sequence in enumerate(sequences):
            root.append(self.abstract(number, sequence))
        for number in range(len(sequences)):
            num = _element("w:num", numId=str(number + 1))
            num.append(_element("w:abstractNumId", val=str(number)))
            root.append(num)
        for paragraph, place in self.waiting:
            styled = self.by_style and place.sequence == 0 and place.level < 4
            if styled:
                paragraph.style = self.document.styles[f"公文{place.level + 1}级"]
            else:
                _tie(paragraph._p.get_or_add_pPr(), place)
        if self.by_style:
            for level in range(min(4, len(sequences[0].levels))):
                _tie(self.document.styles[f"公文{level + 1}级"].element.get_or_add_pPr(), Place(0, level))

    def abstract(self, number: int, sequence: WordList) -> _Element:
        abstract = _element("w:abstractNum", abstractNumId=str(number))
        abstract.append(_element("w:multiLevelType", val="multilevel" if number == 0 else "singleLevel"))
        for level, (pattern, is_chinese) in enumerate(sequence.levels):
            made = _element("w:lvl", ilvl=str(level))
            made.append(_element("w:start", val=str(sequence.start)))
            kinds = ("chineseCounting", "chineseCountingThousand") if is_chinese else ("decimal",)
            made.append(_element("w:numFmt", val=self.dice.choice(kinds)))
            if self.by_style and number == 0 and level < 4:
                made.append(_element("w:pStyle", val=self.document.styles[f"公文{level + 1}级"].style_id))
            suffix = "nothing" if is_chinese or self.dice.random() < 0.5 else self.dice.choice(("tab", "space"))
            if suffix != "tab":  # which is what Word takes where nothing is said
                made.append(_element("w:suff", val=suffix))
            made.append(_element("w:lvlText", val=pattern.replace("%", f"%{level + 1}")))
            abstract.append(made)
        return abstract


def _tie(properties: _Element, place: Place) -> None:
    numbered = properties.get_or_add_numPr()
    numbered.get_or_add_ilvl().val = place.level
    numbered.get_or_add_numId().val = place.sequence + 1


def _element(name: str, **attributes: str) -> _Element:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _field(paragraph: Paragraph, code: str) -> None:
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = code
            run._r.append(instruction)


def _same_bytes(data: bytes) -> bytes:
    """The archive with one time for all of its members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
