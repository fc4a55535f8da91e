"""Names of WordprocessingML and its neighbours, and the small look-ups that every part of the reader needs."""

from __future__ import annotations

from pipeline.read.xml import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_OFF = ("0", "false", "off", "none")


def child(element: Element | None, *names: str) -> Element | None:
    """The element reached by the names of Word's own elements, one below the other; None where one is missing."""
    for name in names:
        if element is None:
            return None
        element = next(element.iterchildren(W + name), None)  # twice as fast as find()
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of one of Word's own elements."""
    return None if element is None else element.get(W + name)


def number(element: Element | None, name: str = "val") -> int | None:
    """An attribute that is a whole number; None where it is missing or none."""
    words = value(element, name)
    try:
        return int(words) if words and len(words) < 12 else None
    except ValueError:
        return None


def on(element: Element | None, name: str) -> bool | None:
    """Whether a switch below the element is on; None where it is not there."""
    found = child(element, name)
    return None if found is None else (value(found) or "1").lower() not in _OFF
