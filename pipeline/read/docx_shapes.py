"""Drawings in a paragraph: text boxes, lettering and pictures, in newer (DrawingML) and older (VML) form, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.read.docx_names import DRAWING, MC, OFFICE, PLACED, RELATED, VML, W
from pipeline.read.xml import Element

POINT = 12_700
"""English Metric Units in a point."""

BELOW = 24 * POINT
"""A box that lies so far below the beginning of its paragraph stands behind it."""

FOOT = 480 * POINT
"""A box that lies so far below the top of its page stands behind all of the page's text: the imprint, a page number."""

_BOX = W + "txbxContent"
_STYLE = re.compile(r"(?:^|;)\s*([a-z-]+)\s*:\s*([^;]{1,60})", re.I)
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)\s*(pt|in|cm|mm|px)?$")
_UNITS = {"pt": POINT, "in": 72 * POINT, "cm": 360_000, "mm": 36_000, "px": 9525, None: POINT}
_WORDS = ("anchor", "inline")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shape lies: what its height is measured from, and how far down and right (EMU; within a group its own units)."""

    frame: str = ""
    down: int = 0
    right: int = 0
    inner_down: int = 0
    inner_right: int = 0

    @property
    def below(self) -> bool:
        """Whether it lies below the beginning of its paragraph."""
        return self.frame in ("paragraph", "line", "text") and self.down > BELOW

    @property
    def at_foot(self) -> bool:
        """Whether it lies at the foot of the page."""
        return self.frame in ("page", "margin", "topMargin") and self.down > FOOT


@dataclass(frozen=True, slots=True)
class Anchored:
    """A text box (its content) or a line of lettering (its words) and its place."""

    content: Element | str
    place: Place


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by the id of its relationship, and its printed width in points (0 where it is not said)."""

    key: str
    width: float


def branch(alternate: Element) -> Element | None:
    """The one of several forms of the same content that is read: the newest, unless only the older one has words."""
    choices = alternate.findall(MC + "Choice")
    fallback = alternate.find(MC + "Fallback")
    for each in [*choices, *([] if fallback is None else [fallback])]:
        if any((text.text or "").strip() for text in each.iter(W + "t")) or any(True for _ in each.iter(VML + "textpath")):
            return each
    return choices[0] if choices else fallback


def shapes(element: Element) -> list[Anchored | Picture]:
    """What a drawing holds."""
    return list(_shapes(element, Place(), 0.0))


def in_order(anchored: list[Anchored]) -> list[Anchored]:
    """From top to bottom and left to right where all of them are measured from one place, else as they came."""
    return sorted(anchored, key=_position) if len({each.place.frame for each in anchored}) == 1 else anchored


def _position(shape: Anchored) -> tuple[int, int]:
    place = shape.place
    return place.down + place.inner_down, place.right + place.inner_right


def _shapes(element: Element, place: Place, width: float) -> Iterator[Anchored | Picture]:
    for each in element:
        tag = each.tag
        if tag == _BOX:
            yield Anchored(each, place)
        elif tag == MC + "AlternateContent":
            chosen = branch(each)
            if chosen is not None:
                yield from _shapes(chosen, place, width)
        elif tag == VML + "textpath":
            if (each.get("string") or "").strip():
                yield Anchored(" ".join(each.get("string").split()), place)
        elif tag == DRAWING + "blip":
            key = each.get(RELATED + "embed")
            if key:
                yield Picture(key, width)
        elif tag == VML + "imagedata":
            key = each.get(RELATED + "id") or each.get(OFFICE + "relid")
            if key:
                yield Picture(key, width)
        elif isinstance(tag, str):
            inner, wide = _placed(each, place, width)
            if inner is not None:
                yield from _shapes(each, inner, wide)


def _placed(element: Element, place: Place, width: float) -> tuple[Place | None, float]:
    """Place and width of what an element holds; None for a hidden one."""
    tag = element.tag
    if tag.startswith(PLACED) and tag[len(PLACED) :] in _WORDS:
        properties = element.find(PLACED + "docPr")
        if properties is not None and properties.get("hidden") in ("1", "true"):
            return None, 0.0
        extent = element.find(PLACED + "extent")
        wide = _whole(extent.get("cx")) / POINT if extent is not None else 0.0
        return _anchor(element), wide
    if tag.startswith(VML):
        return _by_style(element, place, width)
    return _offset(element, place), width


def _anchor(element: Element) -> Place:
    vertical, horizontal = element.find(PLACED + "positionV"), element.find(PLACED + "positionH")
    if vertical is None:
        return Place("inline")
    down = vertical.find(PLACED + "posOffset")
    right = None if horizontal is None else horizontal.find(PLACED + "posOffset")
    return Place(
        vertical.get("relativeFrom") or "",
        0 if down is None else _whole(down.text),
        0 if right is None else _whole(right.text),
    )


def _offset(element: Element, place: Place) -> Place:
    """The place of a shape within a group, which newer drawings give in the shape's own properties."""
    for each in element:
        if isinstance(each.tag, str) and each.tag.endswith("}spPr"):
            off = each.find(DRAWING + "xfrm/" + DRAWING + "off")
            if off is not None:
                return Place(place.frame, place.down, place.right, _whole(off.get("y")), _whole(off.get("x")))
    return place


def _by_style(element: Element, place: Place, width: float) -> tuple[Place | None, float]:
    style = {name.lower(): words.strip() for name, words in _STYLE.findall((element.get("style") or "")[:1000])}
    if style.get("visibility") == "hidden":
        return None, 0.0
    wide = _length(style.get("width")) / POINT or width
    if not style.keys() & {"top", "left", "margin-top", "margin-left", "mso-position-vertical-relative"}:
        return place, wide
    if place.frame:  # a shape within a group
        inner = Place(place.frame, place.down, place.right, _length(style.get("top")), _length(style.get("left")))
        return inner, wide
    frame = style.get("mso-position-vertical-relative", "text")
    return Place(frame, _length(style.get("margin-top")), _length(style.get("margin-left"))), wide


def _length(words: str | None) -> int:
    found = _LENGTH.match(words or "")
    return round(float(found[1]) * _UNITS[found[2]]) if found else 0


def _whole(words: str | None) -> int:
    try:
        return int(words) if words and len(words) < 12 else 0
    except ValueError:
        return 0
