"""OFD, the page format of GB/T 33190—2016 in which offices archive: a zip of XML with the place of every character.

Read by a small reader of our own. Of the libraries in the registry easyofd alone is kept up (Apache-2.0), but it draws
pages as PDF or pictures and gives no places of characters, unpacks to the disk, believes the zip's headers, and needs
PyMuPDF, which is under the AGPL.

What is read: all documents of the file (of one with versions the current one), each page with its templates. Millimetres
become points, places are counted from the corner of the page's PhysicalBox. Pages that are pictures go to OCR, and so do,
drawn by pdfium, pages whose letters are shapes or codes of a font's own. Custom tags, outlines, actions, clips and colours
are not looked at. What is not part of the text is named in the problems: annotations, attachments, seals, words set aslant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.notice import Source
from pipeline.read.errors import ReadError
from pipeline.read.layout import Sheet, assemble
from pipeline.read.ofd.page import Drawing, draw
from pipeline.read.ofd.parts import POINTS, Matrix, Parts, Place, box, child, children, words
from pipeline.read.ofd.sheet import sheet_of
from pipeline.read.xml import Element, attribute, local

MAX_PAGES = 5_000
"""Pages read of one file. Yearbooks have 1,500."""

MAX_CHARACTERS = 5_000_000
"""Characters read of one file. The longest notices known have some 200,000."""

_A4 = (0.0, 0.0, 210.0, 297.0)
_ORDER = ("error", "warning", "info")
_QUOTED = 40  # characters of an annotation that a message quotes
_AGAIN = "open it in an OFD reader and save it again, or ask for another copy"
_ROOT = re.compile(r"(?:^|/)document(?!res)[^/]*\.xml$", re.I)
_DIGITS = re.compile(r"\d{1,9}")


def read_ofd(data: bytes, path: str, sha256: str) -> Source:
    """A source from an OFD file.

    Raises:
        ReadError: it cannot be opened, is encrypted, or no text can be had from any of its pages.
    """
    parts = Parts(data, path)
    if any(name.rpartition("/")[2].casefold() == "encryptions.xml" for name in parts.names):
        raise ReadError("file is an encrypted OFD", "open it with its password or key and save it without encryption")
    sheets = list(_sheets(parts))
    if not any(sheet.pieces for sheet in sheets):
        worst = min(parts.problems, key=lambda each: _ORDER.index(each.severity), default=None)
        if worst is None or worst.severity == "info":
            raise ReadError("no text can be had from this OFD: its pages are empty", _AGAIN)
        raise ReadError(f"no text can be had from this OFD: {worst.message}")
    return assemble(sheets, path, sha256, parts.problems)


def _sheets(parts: Parts) -> Iterator[Sheet]:
    number, left = 0, MAX_CHARACTERS
    for root in _documents(parts):
        document = _Document(parts, root)
        for page in document.pages():
            number += 1
            if number > MAX_PAGES or left <= 0:
                parts.problem(f"only the first {number - 1} pages were read: split the file", number, "error")
                return
            for sheet in document.sheets(page, number):
                left -= sum(len(piece.text) for piece in sheet.pieces)
                yield sheet
        document.notes()


def _documents(parts: Parts) -> list[Place]:
    """The root parts of the file's documents."""
    bodies = children(parts.xml(parts.locate("OFD.xml")), "DocBody")
    found: list[Place] = []
    for body in bodies:
        loc = _version(parts, body) or words(body, "DocRoot")
        if loc:
            found.append(parts.locate(loc))
        seals = words(body, "Signatures")
        count = len(children(parts.xml(parts.locate(seals), severity="info"), "Signature")) if seals else 0
        if count:
            parts.problem(f"it bears {count} electronic seals or signatures, which are not checked here", severity="info")
    if not found:  # OFD.xml is missing or broken: the documents may be whole
        names = [name for name in parts.names if _ROOT.search(name)]
        if not names:  # and where these are lost too, their pages
            folders = dict.fromkeys(folder for name in parts.names if (folder := _pages_of(name)) is not None)
            names = [f"{folder}/Document.xml" for folder in folders]
        found = [parts.locate("/" + name) for name in names]
    return found


def _pages_of(name: str) -> str | None:
    """The folder of the document that a part is a page of, as parts are usually named; None where it is none."""
    folder, pages, rest = name.lower().partition("/pages/")
    return name[: len(folder)] if pages and "content" in rest and rest.endswith(".xml") else None


def _version(parts: Parts, body: Element) -> str:
    """Path of the current version's document, "" where there are no versions."""
    versions = children(child(body, "Versions"), "Version")
    if not versions:
        return ""
    current = [version for version in versions if version.get("Current") == "true"] or versions
    place = parts.locate(current[-1].get("BaseLoc", ""))
    loc = words(parts.xml(place), "DocRoot")
    return "/" + parts.locate(loc, place.folder).name if loc else ""


@dataclass(slots=True)
class _Page:
    id: str
    place: Place


@dataclass
class _Document:
    """A document of the file: its resources, templates and pages."""

    parts: Parts
    place: Place
    root: Element | None = None
    area: tuple[float, float, float, float] = _A4
    media: dict[str, Place] = field(default_factory=dict)
    fonts: dict[str, Place] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)
    templates: dict[str, Place] = field(default_factory=dict)
    _drawn: dict[tuple[str, Matrix], Drawing] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = self.parts.xml(self.place)
        common = child(self.root, "CommonData")
        self.area = _physical(child(common, "PageArea")) or _A4
        self._resources(common, self.place.folder, "PublicRes", "DocumentRes")
        for each in children(common, "TemplatePage"):
            self.templates[each.get("ID", "")] = self.parts.locate(each.get("BaseLoc", ""), self.place.folder)

    def _resources(self, holder: Element | None, folder: str, *names: str) -> None:
        for each in children(holder, *names):
            place = self.parts.locate(words(each), folder)
            root = self.parts.xml(place, severity="info")
            base = f"{place.folder}/{attribute(root, 'BaseLoc') or ''}" if root is not None else ""
            for media in children(child(root, "MultiMedias"), "MultiMedia"):
                self.media[media.get("ID", "")] = self.parts.locate(words(media, "MediaFile"), base)
            for font in children(child(root, "Fonts"), "Font"):
                if words(font, "FontFile"):
                    self.fonts[font.get("ID", "")] = self.parts.locate(words(font, "FontFile"), base)
            for unit in children(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
                self.units[unit.get("ID", "")] = unit

    def pages(self) -> Iterator[_Page]:
        """The pages in their order; where the list of them is lost, those that are there by their numbers."""
        if self.root is None:
            names = [name for name in self.parts.names if _pages_of(name) == self.place.folder]
            for name in sorted(names, key=lambda each: [int(digits) for digits in _DIGITS.findall(each)]):
                yield _Page("", self.parts.locate("/" + name))
        for page in children(child(self.root, "Pages"), "Page"):
            yield _Page(page.get("ID", ""), self.parts.locate(page.get("BaseLoc", ""), self.place.folder))

    def sheets(self, page: _Page, number: int) -> list[Sheet]:
        """The page as it lies before the reader; an empty sheet where it cannot be read."""
        self._numbers[page.id] = number
        root = self.parts.xml(page.place, number)
        self._resources(root, page.place.folder, "PageRes")
        x, y, width, height = _physical(child(root, "Area")) or self.area
        outer = Matrix(POINTS, 0.0, 0.0, POINTS, -x * POINTS, -y * POINTS)
        drawing = Drawing()
        above = []
        for each in children(root, "Template"):
            template = self._template(each.get("TemplateID", ""), outer, number)
            above.append(template) if each.get("ZOrder") == "Foreground" else drawing.add(template)
        for each in (draw(child(root, "Content"), outer, self.units), *above):
            drawing.add(each)
        if drawing.cut:
            self.parts.problem("the page holds more than is read of one page: compare it with the file", number)
        return sheet_of(drawing, number, (width * POINTS, height * POINTS), self.parts, self.media, self.fonts)

    def _template(self, name: str, outer: Matrix, number: int) -> Drawing:
        if (name, outer) not in self._drawn:
            drawing = Drawing()
            if name in self.templates:
                root = self.parts.xml(self.templates[name], number)
                self._resources(root, self.templates[name].folder, "PageRes")
                drawing = draw(child(root, "Content"), outer, self.units)
            else:
                self.parts.problem("a template of the page is missing from the file", number)
            self._drawn[name, outer] = drawing
        return self._drawn[name, outer]

    def notes(self) -> None:
        """Name what the file holds beside its pages: attachments, and the words of annotations."""
        for each in children(self._side(self.root, "Attachments", self.place.folder)[0], "Attachment"):
            name = each.get("Name") or words(each, "FileLoc")
            self.parts.problem(f"the file attached to it, “{name}”, is not read: save it from an OFD reader", severity="info")
        listed, folder = self._side(self.root, "Annotations", self.place.folder)
        for page in children(listed, "Page"):
            number = self._numbers.get(page.get("PageID", ""))
            if number:
                for each in children(self._side(page, "FileLoc", folder)[0], "Annot"):
                    self._annotation(each, number)

    def _side(self, holder: Element | None, name: str, folder: str) -> tuple[Element | None, str]:
        """The root of a part beside the pages, None where there is none; and its folder."""
        loc = words(holder, name)
        if not loc:
            return None, folder
        place = self.parts.locate(loc, folder)
        return self.parts.xml(place, severity="info"), place.folder

    def _annotation(self, annotation: Element, number: int) -> None:
        found = "".join(words(each) for each in annotation.iter() if local(each) == "TextCode")
        if found:
            kind = annotation.get("Type", "")
            text = found[:_QUOTED] + "…" * (len(found) > _QUOTED)
            self.parts.problem(f"the words of an annotation ({kind}) are no part of the text: “{text}”", number, "info")


def _physical(area: Element | None) -> tuple[float, float, float, float] | None:
    """The page's sheet of paper, None where it is not given or is none."""
    found = box(words(area, "PhysicalBox"))
    return found if found and found[2] > 1 and found[3] > 1 else None


