"""What is drawn on a page of OFD: strips of characters, ruling lines, pictures, through blocks and composite objects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipeline.notice import Box
from pipeline.read.ofd.parts import Matrix, child, children, number, numbers, placed, words
from pipeline.read.ofd.text import Strip, strips
from pipeline.read.xml import Element, local

MAX_OBJECTS = 200_000
"""Objects looked at on one page, those of composite objects each time they are used. A full page written character by
character has 2,000."""

MAX_CHARACTERS = 100_000
"""Characters read of one page. A full page of small print holds some 5,000, a sheet of a wall table 30,000."""

MAX_RULES = 20_000
"""Ruling lines kept of one page; a page with more is a drawing or a map, and none are kept."""

MAX_DEPTH = 12
"""Composite objects within composite objects (which may name each other in a circle), and blocks within blocks."""

WHITE = 0.98
"""Brightness from which a line is not seen."""

_MAX_TOKENS = 40_000  # of one path
_THIN = 3.5  # points; a bar that is thicker is no ruling line
_SHORT = 4.0  # points; shorter ones are parts of letters or dots
_STRAIGHT = 0.7  # points by which a ruling line may lean
_LINE = 0.353  # millimetres, the width of a line by the standard
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CURVES = frozenset("QBA")
_HEX = re.compile("#[0-9A-Fa-f]{1,2}")


class Picture(NamedTuple):
    """An image: its resource, how the unit square comes onto the page (points), and the strips drawn before it."""

    resource: str
    place: Matrix
    before: int

    @property
    def box(self) -> Box:
        """The upright box about it."""
        corners = [self.place.point(x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(slots=True)
class Drawing:
    """What a page holds, in points from its top left corner, in the order of drawing.

    ``hidden``: characters that are not painted (a layer of OCR beneath or above a scan); ``paths``: PathObjects
    and how they come onto the page; ``shapes``: figures with curves; ``cut``: there was more than is looked at.
    """

    strips: list[Strip] = field(default_factory=list)
    hidden: list[Strip] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    paths: list[tuple[Element, Matrix]] = field(default_factory=list)
    shapes: int = 0
    objects: int = 0
    characters: int = 0
    cut: bool = False

    def add(self, other: Drawing) -> None:
        """Draw another one upon this one."""
        shift = len(self.strips)
        self.pictures += [each._replace(before=each.before + shift) for each in other.pictures]
        self.strips += other.strips
        self.hidden += other.hidden
        self.rules += other.rules
        self.paths += other.paths
        self.shapes += other.shapes
        self.objects += other.objects
        self.characters += other.characters
        self.cut |= other.cut


def draw(content: Element | None, outer: Matrix, units: Mapping[str, Element]) -> Drawing:
    """What the layers of a page's Content hold. ``outer`` leads from millimetres to points; ``units``: composite units by ID."""
    drawing = Drawing()
    for layer in children(content, "Layer"):
        _objects(layer, outer, units, drawing, 0)
    if len(drawing.rules) > MAX_RULES:
        drawing.rules.clear()
        drawing.cut = True
    return drawing


def _objects(block: Element, outer: Matrix, units: Mapping[str, Element], drawing: Drawing, depth: int) -> None:
    for element in block:
        drawing.objects += 1
        if drawing.objects > MAX_OBJECTS or drawing.characters >= MAX_CHARACTERS:
            drawing.cut = True
            return
        if element.get("Visible") == "false":
            continue
        name = local(element)
        if name == "TextObject":
            found = strips(element, outer, MAX_CHARACTERS - drawing.characters)
            drawing.characters += sum(len(strip.text) for strip in found)
            drawing.cut |= drawing.characters >= MAX_CHARACTERS
            (drawing.hidden if _unseen(element) else drawing.strips).extend(found)
        elif name == "PathObject":
            _path(element, outer, drawing)
        elif name == "ImageObject":
            place = _unit(element, outer)
            drawing.pictures.append(Picture(element.get("ResourceID", ""), place, len(drawing.strips)))
        elif depth >= MAX_DEPTH:
            drawing.cut |= name in ("PageBlock", "CompositeObject")
        elif name == "PageBlock":
            _objects(element, outer, units, drawing, depth + 1)
        elif name == "CompositeObject":
            unit = child(units.get(element.get("ResourceID", "")), "Content")
            if unit is not None:
                _objects(unit, placed(element, outer), units, drawing, depth + 1)


def _unit(element: Element, outer: Matrix) -> Matrix:
    """How the unit square of a picture comes onto the page; one without CTM fills its boundary."""
    frame = numbers(element.get("Boundary"), 4)
    whole = placed(element, outer)
    return Matrix(frame[2], 0.0, 0.0, frame[3]).then(whole) if not element.get("CTM") and len(frame) == 4 else whole


def _unseen(element: Element) -> bool:
    """Whether an object is not painted: quite transparent, or neither filled nor stroked."""
    get = element.get
    return bool(get("Alpha") == "0" or (get("Fill") == "false" and get("Stroke") != "true"))


def brightness(element: Element, name: str) -> float:
    """How bright the colour (FillColor, StrokeColor) of an object is: 0 for black, 1 for white or what is not painted."""
    colour = child(element, name)
    if colour is None:
        return 0.0
    if colour.get("Alpha") == "0":
        return 1.0
    tokens = (colour.get("Value") or "").split()[:4]
    value = [float(int(each[1:], 16)) if _HEX.fullmatch(each) else number(each) for each in tokens]
    if len(value) == 4:  # cyan, magenta, yellow, black
        value = [255 - min(255.0, each + value[3]) for each in value[:3]]
    weights = (0.3, 0.59, 0.11) if len(value) == 3 else (1.0,) * len(value)
    return min(1.0, sum(weight * each for weight, each in zip(weights, value, strict=True)) / 255)


def _path(element: Element, outer: Matrix, drawing: Drawing) -> None:
    """The ruling lines of a path: its level and upright strokes, or the thin bars that it fills."""
    stroked = element.get("Stroke") != "false" and brightness(element, "StrokeColor") < WHITE
    filled = element.get("Fill") == "true" and brightness(element, "FillColor") < WHITE
    if not (stroked or filled) or element.get("Alpha") == "0" or len(drawing.rules) > MAX_RULES:
        return
    whole = placed(element, outer)
    scale = abs(whole.a * whole.d - whole.b * whole.c) ** 0.5
    half = min(number(element.get("LineWidth"), _LINE) * scale, _THIN) / 2
    drawing.paths.append((element, whole))
    for points, curved in _figures(element):
        drawing.shapes += curved
        places = [whole.point(*point) for point in points]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        about = Box(min(xs), min(ys), max(xs), max(ys))
        if filled and not curved and min(about.x1 - about.x0, about.y1 - about.y0) <= _THIN:
            _rule(about, drawing)
        elif stroked and not curved:
            for (ax, ay), (bx, by) in pairwise(places):
                if abs(ax - bx) < _STRAIGHT or abs(ay - by) < _STRAIGHT:
                    _rule(Box(min(ax, bx) - half, min(ay, by) - half, max(ax, bx) + half, max(ay, by) + half), drawing)


def _rule(box: Box, drawing: Drawing) -> None:
    if min(box.x1 - box.x0, box.y1 - box.y0) <= _THIN + 1 and max(box.x1 - box.x0, box.y1 - box.y0) >= _SHORT:
        drawing.rules.append(box)


def commands(path: Element) -> Iterator[tuple[str, list[float]]]:
    """The operators of a path's AbbreviatedData and their operands; what is none ends them."""
    tokens = words(path, "AbbreviatedData").replace(",", " ").split(None, _MAX_TOKENS)[:_MAX_TOKENS]
    at = 0
    while at < len(tokens):
        count = _OPERANDS.get(tokens[at])
        if count is None:
            return
        operands = numbers(" ".join(tokens[at + 1 : at + 1 + count]), 7)
        if len(operands) < count:
            return
        yield tokens[at], operands
        at += 1 + count


def _figures(path: Element) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The figures of a path: corner points, and whether curves are among their sides."""
    points: list[tuple[float, float]] = []
    curved = False
    for name, operands in commands(path):
        if name in "SM":
            if len(points) > 1:
                yield points, curved
            points, curved = [(operands[0], operands[1])], False
        elif name == "C":
            if points:
                points.append(points[0])
        else:
            points.append((operands[-2], operands[-1]))
            curved |= name in _CURVES
    if len(points) > 1:
        yield points, curved
