"""Drawings in a paragraph: text boxes, lettering and pictures, in newer (DrawingML) and older (VML) form, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.read.docx.names import DRAWING, MC, OFFICE, PLACED, RELATED, VML, W
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
    """A picture by the id of its relationship, and its printed width and height in points (0 where they are not said)."""

    key: str
    width: float
    height: float = 0.0


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
    return list(_shapes(element, Place(), _Size(0.0, 0.0)))


def in_order(anchored: list[Anchored]) -> list[Anchored]:
    """From top to bottom and left to right where all of them are measured from one place, else as they came."""
    return sorted(anchored, key=_position) if len({each.place.frame for each in anchored}) == 1 else anchored


def _position(shape: Anchored) -> tuple[int, int]:
    place = shape.place
    return place.down + place.inner_down, place.right + place.inner_right


class _Size(NamedTuple):
    width: float
    height: float


def _shapes(element: Element, place: Place, size: _Size) -> Iterator[Anchored | Picture]:
    for each in element:
        tag = each.tag
        if tag == _BOX:
            yield Anchored(each, place)
        elif tag == MC + "AlternateContent":
            chosen = branch(each)
            if chosen is not None:
                yield from _shapes(chosen, place, size)
        elif tag == VML + "textpath":
            if (each.get("string") or "").strip():
                yield Anchored(" ".join(each.get("string").split()), place)
        elif tag == DRAWING + "blip":
            key = each.get(RELATED + "embed")
            if key:
                yield Picture(key, *size)
        elif tag == VML + "imagedata":
            key = each.get(RELATED + "id") or each.get(OFFICE + "relid")
            if key:
                yield Picture(key, *size)
        elif isinstance(tag, str):
            inner, within = _placed(each, place, size)
            if inner is not None:
                yield from _shapes(each, inner, within)


def _placed(element: Element, place: Place, size: _Size) -> tuple[Place | None, _Size]:
    """Place and size of what an element holds; None for a hidden one."""
    tag = element.tag
    if tag.startswith(PLACED) and tag[len(PLACED) :] in _WORDS:
        properties = element.find(PLACED + "docPr")
        if properties is not None and properties.get("hidden") in ("1", "true"):
            return None, size
        extent = element.find(PLACED + "extent")
        if extent is not None:
            size = _Size(_whole(extent.get("cx")) / POINT, _whole(extent.get("cy")) / POINT)
        return _anchor(element), size
    if tag.startswith(VML):
        return _by_style(element, place, size)
    return _offset(element, place), size


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


def _by_style(element: Element, place: Place, size: _Size) -> tuple[Place | None, _Size]:
    style = {name.lower(): words.strip() for name, words in _STYLE.findall((element.get("style") or "")[:1000])}
    if style.get("visibility") == "hidden":
        return None, size
    size = _Size(_length(style.get("width")) / POINT or size.width, _length(style.get("height")) / POINT or size.height)
    if not style.keys() & {"top", "left", "margin-top", "margin-left", "mso-position-vertical-relative"}:
        return place, size
    if place.frame:  # a shape within a group
        inner = Place(place.frame, place.down, place.right, _length(style.get("top")), _length(style.get("left")))
        return inner, size
    frame = style.get("mso-position-vertical-relative", "text")
    return Place(frame, _length(style.get("margin-top")), _length(style.get("margin-left"))), size


def _length(words: str | None) -> int:
    found = _LENGTH.match(words or "")
    return round(float(found[1]) * _UNITS[found[2]]) if found else 0


def _whole(words: str | None) -> int:
    try:
        return int(words) if words and len(words) < 12 else 0
    except ValueError:
        return 0
