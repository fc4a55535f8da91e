"""The words of a paragraph: its runs as they are printed, and what is anchored in it (text boxes, pictures, notes)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.read.docx.fields import CONTENTS, QUIET, RENEWED, Field, name_of
from pipeline.read.docx.formats import is_symbol_font, raised, symbol, symbols
from pipeline.read.docx.names import DIAGRAM, MATH, MC, SPACE, W, child, on, value
from pipeline.read.docx.shapes import Anchored, Picture, branch, in_order, shapes
from pipeline.read.docx.styles import Styles
from pipeline.read.xml import Element

_BREAKS = re.compile(r"[\t\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_LEFT_OUT = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "del", "moveFrom", "delText", "delInstrText", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rt",
        "rubyPr", "proofErr", "bookmarkStart", "bookmarkEnd",
    )
)
_RUN = W + "r"
_TEXT = W + "t"


class Bit(NamedTuple):
    """Characters of a paragraph. ``rule``: cleaning takes them away by it and puts ``to`` there. A form feed ends a page."""

    text: str
    rule: str = ""
    to: str = ""


@dataclass(slots=True)
class Found:
    """What stands in a document beside its words."""

    pictures: list[Picture] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    objects: int = 0
    tracked: int = 0
    comments: int = 0
    chunks: int = 0
    renewed: int = 0


class Runs:
    """Reads the paragraphs of one story (the body, a header …), in order: fields may go over several of them."""

    def __init__(self, styles: Styles, found: Found) -> None:
        self._styles = styles
        self.found = found
        self._fields: list[Field] = []
        self.rule = ""
        self.mark = ""
        self._bits: list[Bit] = []
        self._anchored: list[Anchored] = []
        self._by_style = False

    def read(self, paragraph: Element) -> tuple[list[Bit], list[Anchored]]:
        """The words of a paragraph without its label, and what is anchored in it."""
        self._bits, self._anchored = [], []
        self._by_style = self._styles.hidden(value(child(paragraph, "pPr", "pStyle")), "paragraph")
        self._walk(paragraph)
        while self._fields and not self._fields[-1].shown:  # a code ends with its paragraph, or its end was lost
            self._fields.pop()
        return self._bits, in_order(self._anchored)

    def _walk(self, element: Element) -> None:
        for each in element:
            tag = each.tag
            if tag == _RUN:
                self._run(each)
            elif tag in _LEFT_OUT:
                self.found.tracked += tag in (W + "del", W + "moveFrom")
            elif tag == W + "fldSimple":
                self._simple(each)
            elif tag == W + "sdt":
                self._control(each)
            elif tag in (W + "ins", W + "moveTo"):
                self.found.tracked += 1
                self._walk(each)
            elif tag == MC + "AlternateContent":
                chosen = branch(each)
                if chosen is not None:
                    self._walk(chosen)
            elif tag == MATH + "oMath":
                self._emit(_BREAKS.sub(" ", "".join(_math(each))))
            elif isinstance(tag, str):
                self._walk(each)

    def _simple(self, element: Element) -> None:
        name = name_of(value(element, "instr") or "")
        if name in QUIET:
            return
        self.found.renewed += name in RENEWED
        before = self.rule
        self.rule = "layout.contents" if name in CONTENTS else before
        self._walk(element)
        self.rule = before

    def _control(self, element: Element) -> None:
        content, before = child(element, "sdtContent"), self.rule
        self.rule = control_rule(element) or before
        if content is not None:
            self._walk(content)
        self.rule = before

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        if self._hidden(properties):
            return
        up = font = ""
        if properties is not None:
            up = value(child(properties, "vertAlign")) or ""
            fonts = child(properties, "rFonts")
            font = value(fonts, "ascii") or value(fonts, "hAnsi") or ""
        for each in run:
            if each.tag == _TEXT:
                text = _text(each)
                if font and is_symbol_font(font):
                    text = symbols(font, text)
                self._emit(raised(text) if up == "superscript" else text)
            elif each.tag not in _LEFT_OUT:
                self._special(each)

    def _hidden(self, properties: Element | None) -> bool:
        if properties is None:
            return self._by_style
        own = on(properties, "vanish")
        if own is not None:
            return own
        style = value(child(properties, "rStyle"))
        return self._by_style or (style is not None and self._styles.hidden(style, "character"))

    def _special(self, each: Element) -> None:
        """What stands in a run and is no text."""
        tag = each.tag
        name = tag[len(W) :] if isinstance(tag, str) and tag.startswith(W) else ""
        if name in _SIGNS:
            self._emit(_SIGNS[name])
        elif name == "br":
            self._emit("\f" if value(each, "type") == "page" else "\n")
        elif name == "sym":
            self._symbol(each)
        elif name == "fldChar":
            self._field(each)
        elif name == "instrText" and self._fields:
            self._fields[-1].code.append(each.text or "")
        elif name == "ruby":
            base = child(each, "rubyBase")
            if base is not None:
                self._walk(base)
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(each, name[: -len("Reference")])
        elif name in ("footnoteRef", "endnoteRef"):
            self._emit(self.mark, "layout.note_mark")
        elif name == "commentReference":
            self.found.comments += 1
        elif tag == MC + "AlternateContent":
            self._alternate(each)
        elif name in ("drawing", "pict", "object"):
            self._shapes(each, name == "object")
        elif name == "r":  # a run within a run, as some writers have it
            self._run(each)

    def _alternate(self, element: Element) -> None:
        chosen = branch(element)
        for each in () if chosen is None else chosen:
            if each.tag == _TEXT:
                self._emit(_text(each))
            else:
                self._special(each)

    def _shapes(self, element: Element, embedded: bool) -> None:
        if not self._visible():
            return
        self.found.objects += embedded or any(True for _ in element.iter(DIAGRAM + "relIds"))
        for shape in shapes(element):
            if isinstance(shape, Picture):
                self.found.pictures.append(shape)
            else:
                self._anchored.append(shape)

    def _symbol(self, element: Element) -> None:
        try:
            code = int(value(element, "char") or "", 16)
        except ValueError:
            return
        self._emit(symbol(value(element, "font") or "", code))

    def _note(self, element: Element, kind: str) -> None:
        if not self._visible():
            return
        self.found.notes.append((kind, value(element, "id") or ""))
        if not on_attribute(element, "customMarkFollows"):
            self._emit(str(len(self.found.notes)), "layout.note_mark")

    def _field(self, element: Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(Field(element))
        elif self._fields and kind == "separate":
            self._fields[-1].shown = True
        elif self._fields and kind == "end":
            ended = self._fields.pop()
            self.found.renewed += ended.name in RENEWED
            if not ended.shown:
                self._emit(ended.without_result())

    def _visible(self) -> bool:
        return all(each.shown and each.name not in QUIET for each in self._fields)

    def _emit(self, text: str, rule: str = "") -> None:
        if not text or (self._fields and not self._visible()):
            return
        rule = self.rule or rule
        if self._fields and any(each.name in CONTENTS for each in self._fields):
            rule = "layout.contents"
        self._bits.append(Bit(text, rule))


_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}


def on_attribute(element: Element, name: str) -> bool:
    """Whether a switch among the attributes is on."""
    return (value(element, name) or "0").lower() in ("1", "true", "on")


def control_rule(control: Element) -> str:
    """The rule by which a content control goes: a table of contents, words that only ask for input; else empty."""
    properties = child(control, "sdtPr")
    if on(properties, "showingPlcHdr"):
        return "layout.placeholder"
    gallery = value(child(properties, "docPartObj", "docPartGallery")) or ""
    return "layout.contents" if gallery == "Table of Contents" else ""


def _text(element: Element) -> str:
    text = element.text or ""
    if element.get(SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    return text if text.isprintable() else _BREAKS.sub(" ", text)


def _math(element: Element) -> Iterator[str]:
    """A formula in one line: a/b, x², √(x)."""
    for each in element:
        name = each.tag[len(MATH) :] if isinstance(each.tag, str) and each.tag.startswith(MATH) else ""
        if name == "t":
            yield each.text or ""
        elif name == "f":
            yield "/".join("".join(_math(part)) for part in each if part.tag in (MATH + "num", MATH + "den"))
        elif name == "sup":
            yield raised("".join(_math(each)))
        elif name == "rad":
            yield "√" + "".join(_math(each))
        elif name == "d":
            yield "(" + "".join(_math(each)) + ")"
        elif name and not name.endswith("Pr"):
            yield from _math(each)
