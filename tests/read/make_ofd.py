"""Writes OFD files (GB/T 33190—2016) as different producers do, from pages of positioned lines, ruling lines and pictures.

All measures are millimetres from the page's top left corner. Used by the tests and by the renderings of notices.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://www.ofdspec.org/2016"
A4 = (210.0, 297.0)
POINT = 25.4 / 72
LATIN = 0.5  # width of a letter or digit, in ems


@dataclass(frozen=True)
class Text:
    """A line of text: where its first character begins, its baseline, the size of its characters (16 points by default).

    ``steps``: from each character to the next; None: a full width for each, half of it for Latin letters and digits.
    """

    text: str
    x: float
    y: float
    size: float = 16 * POINT
    font: str = "仿宋"
    weight: int = 400
    steps: tuple[float, ...] | None = None
    attributes: str = ""

    @property
    def offsets(self) -> tuple[float, ...]:
        if self.steps is not None:
            return self.steps
        return tuple(self.size * (LATIN if char < "\u2000" else 1) for char in self.text[:-1])

    @property
    def places(self) -> list[float]:
        """Where each character begins."""
        found = [self.x]
        for step in self.offsets:
            found.append(found[-1] + step)
        return found[: len(self.text)]


@dataclass(frozen=True)
class Image:
    """A picture that fills a box."""

    data: bytes
    ending: str
    x: float = 0.0
    y: float = 0.0
    width: float = A4[0]
    height: float = A4[1]


@dataclass
class Page:
    """A page. ``rules``: lines as (x0, y0, x1, y1); ``boxes``: stroked rectangles; ``raw``: objects written as they are."""

    texts: list[Text] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    template: int | None = None
    size: tuple[float, float] = A4
    origin: tuple[float, float] = (0.0, 0.0)
    raw: str = ""


@dataclass(frozen=True)
class Style:
    """How a producer writes. ``scale``: what the CTM of text makes of its units; ``tight``: the boundary lies about each line,
    else about the page; ``twice``: bold by drawing twice; ``bars``: ruling lines as filled bars."""

    creator: str = "Test"
    prefix: str = "ofd:"
    namespace: str = NAMESPACE
    by_character: bool = False
    repeat: bool = True
    scale: float = 1.0
    tight: bool = True
    absolute: bool = False
    slash: str = "/"
    glyphs: bool = False
    twice: bool = False
    bars: bool = False
    indented: bool = False


PRODUCERS = {
    "suwell": Style("Suwell"),
    "foxit": Style("Foxit", scale=POINT, glyphs=True, bars=True),
    "wps": Style("WPS", repeat=False, absolute=True, indented=True),
    "kinggrid": Style("KingGrid", prefix="", by_character=True),
    "old": Style("Old", namespace="http://www.ofdspec.org", tight=False, slash="\\", repeat=False),
    "bold": Style("Bold", twice=True, by_character=True, scale=0.1),
}
"""Ways of writing that are found; the names tell whose files look like it, not a product's version."""


class _Writer:
    def __init__(self, style: Style) -> None:
        self.style = style
        self.parts: dict[str, bytes] = {}
        self.fonts: dict[str, int] = {}
        self.media: list[tuple[int, str]] = []
        self._id = 1000

    def id(self) -> int:
        self._id += 1
        return self._id

    def tag(self, name: str, body: str = "", attributes: str = "") -> str:
        name = self.style.prefix + name
        return f"<{name}{' ' + attributes if attributes else ''}>{body}</{name}>" if body else f"<{name} {attributes}/>"

    def root(self, name: str, body: str, attributes: str = "") -> bytes:
        colon = ":" + self.style.prefix[:-1] if self.style.prefix else ""
        head = f"xmlns{colon}={quoteattr(self.style.namespace)} {attributes}".strip()
        return ('<?xml version="1.0" encoding="UTF-8"?>\n' + self.tag(name, body, head)).encode()

    def loc(self, path: str, folder: str = "") -> str:
        found = "/" + path if self.style.absolute else path.removeprefix(folder)
        return found.replace("/", self.style.slash)

    def font(self, name: str) -> int:
        return self.fonts.setdefault(name, 10 + len(self.fonts))

    def text(self, text: Text) -> str:
        style = self.style
        if style.by_character:
            pieces = [replace(text, text=char, x=x, steps=()) for char, x in zip(text.text, text.places, strict=True)]
        else:
            pieces = [text]
        shifts = (0.0, 0.08) if style.twice and text.weight > 400 else (0.0,)
        return "".join(self._object(replace(piece, x=piece.x + shift)) for piece in pieces for shift in shifts)

    def _object(self, text: Text) -> str:
        scale, size = self.style.scale, text.size
        if self.style.tight:
            width = sum(text.offsets) + size
            bx, by, x, y = text.x, text.y - size * 0.88, 0.0, size * 0.88
            boundary = f"{bx:.4f} {by:.4f} {width:.4f} {size * 1.15:.4f}"
        else:
            x, y, boundary = text.x, text.y, "0 0 210 297"
        steps = [step / scale for step in text.offsets]
        delta = f" DeltaX={quoteattr(_deltas(steps, repeat=self.style.repeat))}" if steps else ""
        name = self.style.prefix + "TextCode"
        code = f'<{name} X="{x / scale:.4f}" Y="{y / scale:.4f}"{delta}>{escape(text.text)}</{name}>'
        if self.style.indented:
            code = f"\n      {code}\n    "
        glyphs = ""
        if self.style.glyphs:
            found = self.tag("Glyphs", " ".join(str(100 + index) for index in range(len(text.text))))
            glyphs = self.tag("CGTransform", found, f'CodePosition="0" CodeCount="{len(text.text)}" GlyphCount="{len(text.text)}"')
        ctm = "" if scale == 1 else f' CTM="{scale:.6f} 0 0 {scale:.6f} 0 0"'
        weight = f' Weight="{text.weight}"' if text.weight != 400 and not self.style.twice else ""
        attributes = f'ID="{self.id()}" Boundary="{boundary}" Font="{self.font(text.font)}" Size="{size / scale:.4f}"{ctm}{weight}'
        return self.tag("TextObject", glyphs + code, f"{attributes} {text.attributes}".strip())

    def rule(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.25) -> str:
        if self.style.bars:
            half = width / 2
            box = f"{x0 - half:.4f} {y0 - half:.4f} {x1 - x0 + width:.4f} {y1 - y0 + width:.4f}"
            data = f"M 0 0 L {x1 - x0 + width:.4f} 0 L {x1 - x0 + width:.4f} {y1 - y0 + width:.4f} L 0 {y1 - y0 + width:.4f} C"
            return self.tag("PathObject", self.tag("AbbreviatedData", data), f'ID="{self.id()}" Boundary="{box}" Stroke="false" Fill="true"')
        box = f"{x0:.4f} {y0:.4f} {max(x1 - x0, width):.4f} {max(y1 - y0, width):.4f}"
        data = f"M 0 0 L {x1 - x0:.4f} {y1 - y0:.4f}"
        return self.tag("PathObject", self.tag("AbbreviatedData", data), f'ID="{self.id()}" Boundary="{box}" LineWidth="{width}"')

    def box(self, x0: float, y0: float, x1: float, y1: float) -> str:
        data = f"S 0 0 L {x1 - x0} 0 L {x1 - x0} {y1 - y0} L 0 {y1 - y0} C"
        return self.tag(
            "PathObject", self.tag("AbbreviatedData", data), f'ID="{self.id()}" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" LineWidth="0.25"'
        )

    def image(self, image: Image) -> str:
        number = self.id()
        name = f"Image_{number}.{image.ending}"
        self.parts[f"Doc_0/Res/{name}"] = image.data
        self.media.append((number, name))
        box = f"{image.x} {image.y} {image.width} {image.height}"
        return self.tag(
            "ImageObject", "", f'ID="{self.id()}" ResourceID="{number}" Boundary="{box}" CTM="{image.width} 0 0 {image.height} 0 0"'
        )

    def page(self, page: Page, templates: Sequence[int]) -> bytes:
        body = "".join(map(self.image, page.images))
        body += "".join(self.rule(*each) for each in page.rules) + "".join(self.box(*each) for each in page.boxes)
        body += "".join(map(self.text, page.texts)) + page.raw
        x, y = page.origin
        area = self.tag("Area", self.tag("PhysicalBox", f"{x} {y} {page.size[0]} {page.size[1]}"))
        used = self.tag("Template", "", f'TemplateID="{templates[page.template]}" ZOrder="Background"') if page.template is not None else ""
        return self.root("Page", area + used + self.tag("Content", self.tag("Layer", body or " ", f'ID="{self.id()}" Type="Body"')))


def _deltas(steps: Sequence[float], *, repeat: bool) -> str:
    if not repeat:
        return " ".join(f"{step:.4f}" for step in steps)
    groups = ((value, len(list(same))) for value, same in groupby(f"{step:.4f}" for step in steps))
    return " ".join(f"g {count} {value}" if count > 1 else value for value, count in groups)


def write_ofd(
    pages: Iterable[Page],
    style: Style = PRODUCERS["suwell"],
    templates: Sequence[Page] = (),
    attachments: Sequence[str] = (),
    annotations: Sequence[tuple[int, str, str]] = (),
    seals: int = 0,
    extra: dict[str, bytes] | None = None,
) -> bytes:
    """An OFD file of the pages.

    Args:
        pages: its pages.
        style: how its producer writes.
        templates: pages that ``Page.template`` names by number, drawn before the page's own.
        attachments: names of files attached to it.
        annotations: page number from 0, type, words.
        seals: how many electronic seals it bears.
        extra: further parts, or others in place of those written.
    """
    w = _Writer(style)
    made = [w.id() for _ in templates]
    for number, template in enumerate(templates):
        w.parts[f"Doc_0/Tpls/Tpl_{number}/Content.xml"] = w.page(template, made)
    listed = []
    for number, page in enumerate(pages):
        name = f"Doc_0/Pages/Page_{number}/Content.xml"
        w.parts[name] = w.page(page, made)
        listed.append((w.id(), name))
    common = w.tag("MaxUnitID", "9999") + w.tag("PageArea", w.tag("PhysicalBox", "0 0 210 297"))
    common += w.tag("PublicRes", w.loc("Doc_0/PublicRes.xml", "Doc_0/")) + w.tag("DocumentRes", w.loc("Doc_0/DocumentRes.xml", "Doc_0/"))
    for number, template_id in enumerate(made):
        loc = w.loc(f"Doc_0/Tpls/Tpl_{number}/Content.xml", "Doc_0/")
        common += w.tag("TemplatePage", "", f'ID="{template_id}" BaseLoc={quoteattr(loc)} ZOrder="Background"')
    body = w.tag("CommonData", common)
    body += w.tag("Pages", "".join(w.tag("Page", "", f'ID="{number}" BaseLoc={quoteattr(w.loc(name, "Doc_0/"))}') for number, name in listed))
    if annotations:
        body += w.tag("Annotations", w.loc("Doc_0/Annots/Annotations.xml", "Doc_0/"))
        _annotations(w, annotations, [number for number, _ in listed])
    if attachments:
        body += w.tag("Attachments", w.loc("Doc_0/Attachs/Attachments.xml", "Doc_0/"))
        rows = "".join(w.tag("Attachment", w.tag("FileLoc", name), f'ID="{w.id()}" Name={quoteattr(name)}') for name in attachments)
        w.parts["Doc_0/Attachs/Attachments.xml"] = w.root("Attachments", rows)
    w.parts["Doc_0/Document.xml"] = w.root("Document", body)
    fonts = "".join(w.tag("Font", "", f'ID="{number}" FontName="{name}" FamilyName="{name}"') for name, number in w.fonts.items())
    w.parts["Doc_0/PublicRes.xml"] = w.root("Res", w.tag("Fonts", fonts or " "), 'BaseLoc="Res"')
    media = "".join(w.tag("MultiMedia", w.tag("MediaFile", name), f'ID="{number}" Type="Image"') for number, name in w.media)
    w.parts["Doc_0/DocumentRes.xml"] = w.root("Res", w.tag("MultiMedias", media or " "), 'BaseLoc="Res"')
    info = w.tag("DocInfo", w.tag("DocID", "0" * 32) + w.tag("Creator", style.creator))
    doc = info + w.tag("DocRoot", w.loc("Doc_0/Document.xml"))
    if seals:
        doc += w.tag("Signatures", w.loc("Doc_0/Signs/Signatures.xml"))
        signs = "".join(w.tag("Signature", "", f'ID="{n}" Type="Seal" BaseLoc="Sign_{n}/Signature.xml"') for n in range(seals))
        w.parts["Doc_0/Signs/Signatures.xml"] = w.root("Signatures", signs)
    parts = {"OFD.xml": w.root("OFD", w.tag("DocBody", doc), 'DocType="OFD" Version="1.0"'), **w.parts, **(extra or {})}
    return zipped(parts)


def _annotations(w: _Writer, annotations: Sequence[tuple[int, str, str]], pages: Sequence[int]) -> None:
    rows = ""
    for index, (page, kind, words) in enumerate(annotations):
        name = f"Doc_0/Annots/Page_{page}_{index}.xml"
        look = w.tag("Appearance", w.text(Text(words, 20, 20)), 'Boundary="0 0 210 297"')
        w.parts[name] = w.root("PageAnnot", w.tag("Annot", look, f'ID="{w.id()}" Type="{kind}" Creator="x" LastModDate="2024-01-01"'))
        rows += w.tag("Page", w.tag("FileLoc", w.loc(name, "Doc_0/Annots/")), f'PageID="{pages[page]}"')
    w.parts["Doc_0/Annots/Annotations.xml"] = w.root("Annotations", rows)


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip file of the parts, the same whenever it is made."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


_NO_START = frozenset("。，、；：？！）》〉〕】”’")
_COLUMNS, _ROWS = 28, 22  # characters of a line and lines of a page, GB/T 9704—2012, 5.2.2
_LEFT, _TOP, _PITCH = 28.0, 37.0, 225 / 22


def typeset(text: str, *, numbers: bool = True) -> list[Page]:
    """A notice of plain paragraphs as pages in the measures of GB/T 9704: 22 lines of 28 characters, page numbers below.

    A line of the text is a paragraph; it is set two characters in unless it begins with a blank or ends with a colon.
    """
    size = 16 * POINT
    lines: list[Text] = []
    for paragraph in text.splitlines():
        indent = 0 if paragraph[:1].isspace() or paragraph.endswith("：") else 2
        rest, left = paragraph.strip(), indent
        while rest:
            cut, width = 0, float(left)
            while cut < len(rest):
                step = LATIN if rest[cut] < "\u2000" else 1.0
                if width + step > _COLUMNS and rest[cut] not in _NO_START:
                    break
                width += step
                cut += 1
            lines.append(Text(rest[:cut], _LEFT + left * size, 0.0, size))
            rest, left = rest[cut:], 0
    pages = []
    for number, start in enumerate(range(0, len(lines), _ROWS), 1):
        texts = [replace(line, y=_TOP + _PITCH * index + size) for index, line in enumerate(lines[start : start + _ROWS])]
        if numbers:
            foot = f"— {number} —"
            texts.append(Text(foot, 160.0 if number % 2 else 33.0, 275.0, 14 * POINT, "宋体"))
        pages.append(Page(texts))
    return pages
