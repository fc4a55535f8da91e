"""A .docx as it came → a document that python-docx opens: nothing in it that is hostile, broken, missing or strict.

python-docx loads every part that a relationship names and fails on the first that is missing or odd. So the parts that a
reader needs are taken out of the package safely (:mod:`pipeline.read.package`, :mod:`pipeline.read.xml`), names of strict
Office XML are put into the common ones, and a small package of them is handed over.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import docx
from docx.document import Document
from lxml import etree

from pipeline.read.errors import ReadError
from pipeline.read.package import Package
from pipeline.read.salvage import Salvaged
from pipeline.read.xml import Element, local, parse

_ADVICE = "open it in Word or WPS and save it again as .docx"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_BESIDE = ("styles", "numbering", "footnotes", "endnotes")
_RUNNING = ("header", "footer")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.A)
_WORD = _STRICT[0][1].decode()


class _Parts(Protocol):
    @property
    def names(self) -> list[str]: ...

    def find(self, name: str) -> str | None: ...

    def read(self, name: str) -> bytes: ...


@dataclass
class Opened:
    """A document that python-docx holds, and what it was made from.

    ``roots`` are the parts beside the document by kind (styles, numbering, footnotes, endnotes), which python-docx is not
    given: it has no door to most of them. ``notes`` are words for problems: what could not be read and was left out.
    ``pictures`` gives the bytes of a picture by the id of its relationship; ``others`` counts relationships by kind.
    """

    document: Document
    roots: dict[str, Element]
    pictures: Callable[[str], bytes | None]
    notes: list[str] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)


def open_docx(data: bytes) -> Opened:
    """Open the bytes of a .docx, .docm, .dotx or .dotm, strict or not.

    Raises:
        ReadError: no package, no document in it, or a document that cannot be read.
    """
    parts, notes = _parts(data)
    main = _main(parts)
    tree = _tree(parts, main, notes)
    if tree.tag != f"{{{_WORD}}}document":
        raise ReadError("it holds no Word document", _ADVICE)
    targets = _relations(parts, main)
    roots: dict[str, Element] = {}
    running: list[tuple[str, str, Element]] = []
    others: dict[str, int] = {}
    for key, (kind, name) in targets.items():
        others[kind] = others.get(kind, 0) + 1
        if kind not in (*_BESIDE, *_RUNNING) or kind in roots or not name or name == main:
            continue
        root = _optional(parts, name, notes)
        if root is not None and kind in _RUNNING:
            running.append((key, kind, root))
        elif root is not None:
            roots[kind] = root
    try:
        document = docx.Document(io.BytesIO(_package(tree, running)))
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, LookupError, etree.LxmlError) as error:
        raise ReadError(f"its parts do not fit together ({type(error).__name__})", _ADVICE) from error

    def picture(key: str) -> bytes | None:
        kind, name = targets.get(key, ("", ""))
        try:
            return parts.read(name) if kind == "image" and name else None
        except ReadError:
            return None

    return Opened(document, roots, picture, notes, others)


def _parts(data: bytes) -> tuple[_Parts, list[str]]:
    """The parts, and words on what is missing of them."""
    try:
        package = Package(data)
        package.read(_main(package))
    except ReadError as error:
        if error.__cause__ is None:  # not broken, but refused
            raise
        salvaged = Salvaged(data)
        try:
            _main(salvaged)
        except ReadError:
            raise error from None
        words = "the file is cut off or damaged; what could be had of it was read: copy or download it again and compare"
        return salvaged, [words]
    return package, []


def _main(parts: _Parts) -> str:
    """Name of the part that holds the document."""
    for kind, name in _relations(parts, "").values():
        if kind == "officeDocument" and name:
            return name
    for name in ("word/document.xml", *(each for each in parts.names if each.endswith("document.xml"))):
        found = parts.find(name)
        if found:
            return found
    raise ReadError("it holds no Word document", _ADVICE)


def _relations(parts: _Parts, name: str) -> dict[str, tuple[str, str]]:
    """Relationships of a part: id → (last word of the kind, name of the part; empty where it lies outside or is missing)."""
    folder, base = posixpath.split(name)
    try:
        root = parse(parts.read(found)) if (found := parts.find(posixpath.join(folder, "_rels", base + ".rels"))) else ()
    except ReadError:
        root = ()
    out = {}
    for each in root:
        kind = each.get("Type", "").rpartition("/")[2]
        target = each.get("Target", "")
        inner = each.get("TargetMode") != "External"
        found = parts.find(target if target.startswith("/") else posixpath.join(folder, target)) if inner else None
        out[each.get("Id", "")] = (kind, found or "")
    if name and not any(kind in _BESIDE for kind, _ in out.values()):  # its relationships are lost
        for kind in _BESIDE:
            if lost := parts.find(posixpath.join(folder, kind + ".xml")):
                out.setdefault("lost_" + kind, (kind, lost))
    return out


def _tree(parts: _Parts, name: str, notes: list[str]) -> Element:
    """A part's root element, with the names of transitional Office XML."""
    data = parts.read(name)
    try:
        root = parse(data)
    except ReadError as error:
        if "depth" in error.message:
            raise ReadError("its tables and text boxes are nested too deep", "check where the file is from") from error
        if "well-formed" not in error.message:
            raise
        root = _without_odd_names(parse(data, recover=True))
        notes.append(f"the XML of {posixpath.basename(name)} is damaged; what could be had of it was read: compare it with the file")
    if not any(uri.startswith("http://purl.oclc.org/ooxml/") for uri in root.nsmap.values()):
        return root
    source = etree.tostring(root)
    for strict, common in _STRICT:
        source = source.replace(strict, common)
    return parse(source)


def _without_odd_names(root: Element) -> Element:
    """What is damaged may have names that cannot be written again: such elements and attributes go."""
    for each in list(root.iter()):
        for name in [name for name in each.attrib if not _NAME.fullmatch(str(name).rpartition("}")[2])]:
            del each.attrib[name]
        if not _NAME.fullmatch(local(each)) and each.getparent() is not None:
            each.getparent().remove(each)
    return root


def _optional(parts: _Parts, name: str, notes: list[str]) -> Element | None:
    try:
        root = _tree(parts, name, notes)
    except ReadError as error:
        notes.append(f"its part {posixpath.basename(name)} was left out, {error.message}: {_ADVICE} and compare")
        return None
    return root if root.tag.startswith("{" + _WORD + "}") else None


def _package(main: Element, running: list[tuple[str, str, Element]]) -> bytes:
    """A package of the main part and the heads and feet of its pages."""
    types = etree.Element("Types", xmlns="http://schemas.openxmlformats.org/package/2006/content-types")
    etree.SubElement(types, "Default", Extension="rels", ContentType="application/vnd.openxmlformats-package.relationships+xml")
    etree.SubElement(types, "Default", Extension="xml", ContentType="application/xml")
    rooms = "http://schemas.openxmlformats.org/package/2006/relationships"
    first, rels = etree.Element("Relationships", xmlns=rooms), etree.Element("Relationships", xmlns=rooms)
    etree.SubElement(first, "Relationship", Id="rId1", Type=f"{_OFFICE}/officeDocument", Target="word/document.xml")
    etree.SubElement(types, "Override", PartName="/word/document.xml", ContentType=_TYPES + "document.main+xml")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:

        def add(name: str, root: Element) -> None:
            archive.writestr(name, etree.tostring(root, encoding="UTF-8", xml_declaration=True))

        add("word/document.xml", main)
        for number, (key, kind, root) in enumerate(running):
            name = f"{kind}{number}.xml"
            etree.SubElement(types, "Override", PartName=f"/word/{name}", ContentType=f"{_TYPES}{kind}+xml")
            etree.SubElement(rels, "Relationship", Id=key, Type=f"{_OFFICE}/{kind}", Target=name)
            add("word/" + name, root)
        add("word/_rels/document.xml.rels", rels)
        add("_rels/.rels", first)
        add("[Content_Types].xml", types)
    return stream.getvalue()
