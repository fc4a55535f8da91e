"""XML out of foreign files, parsed safely: no entities, no DTD, no network, bounded size, number of nodes and depth."""

from __future__ import annotations

import codecs
import re
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from pipeline.read.errors import ReadError

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

MAX_NODES = 3_000_000
"""Tags and attributes of a part, counted before it is parsed; each costs some 100 bytes. A page of single characters has 15,000."""

MAX_DEPTH = 256
"""Elements within elements. Word's tables within tables within text boxes come to 60."""

_AGAIN = "it may have been cut off or damaged: copy or download it again"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_KNOWN = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "utf-16": "utf-8", "unicode": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "cp936": "gb18030", "big5": "big5hkscs",
    "iso-8859-1": "cp1252", "windows-1252": "cp1252",
}  # a file that says UTF-16 in single bytes is UTF-8 wrongly labelled
_DEEP = "boolean(" + "/*" * (MAX_DEPTH + 1) + ")"


def parse(data: bytes, *, recover: bool = False) -> Element:
    """The root element. Comments and processing instructions are left out; nothing is fetched, no entity is expanded.

    ``recover``: of a part that is not well-formed what can be had is taken, instead of an error.

    Raises:
        ReadError: it is no XML, or no well-formed one, declares entities, or is too large or too deep.
    """
    source = _utf8(data)
    if source.count(b"<") + source.count(b"=") > MAX_NODES:
        raise ReadError(f"its XML has more than {MAX_NODES:,} tags and attributes", "split the document")
    if b"<!DOCTYPE" in source or b"<!ENTITY" in source:
        raise ReadError("its XML declares a DTD or entities, as no document of this kind does", "check where the file is from")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ReadError(f"its XML is not well-formed ({str(error).splitlines()[0][:80] if str(error) else 'empty'})", _AGAIN) from error
    if root is None:
        raise ReadError("it holds no XML", _AGAIN)
    if root.xpath(_DEEP):
        raise ReadError(f"its XML is nested more than {MAX_DEPTH} deep", "check where the file is from")
    return root


def local(element: Element) -> str:
    """The element's name without its namespace."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name, in a namespace or in none."""
    if name in element.attrib:
        return str(element.attrib[name])
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def _utf8(data: bytes) -> bytes:
    """The XML in UTF-8, so that what is looked for in the bytes cannot hide in another encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data if b"<" in mark else data[len(mark) :]
            return body if encoding == "utf-8" else _encoded(body, encoding)
    declared = _DECLARED.match(data[:400])
    name = declared[1].decode() if declared else "utf-8"
    encoding = _KNOWN.get(name.lower(), "")
    if not encoding:
        raise ReadError(f"its XML is in the encoding {name}, which is not read", "save the document again in UTF-8")
    return data.lstrip() if encoding == "utf-8" else _encoded(data.lstrip(), encoding)


def _encoded(data: bytes, encoding: str) -> bytes:
    return data.decode(encoding, "replace").encode("utf-8", "replace")
