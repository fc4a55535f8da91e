"""What is drawn on a page beside its words: ruling lines, images, coloured grounds, and which words are hidden."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.read.pdf.chars import Quad

MAX_OBJECTS = 200_000
"""Objects looked at on one page. A full page of text drawn character by character has 2,000, a table of a wall's size 20,000."""
MAX_RULES = 20_000
"""Ruling lines kept of one page; a page with more is a drawing or a map, and none are kept."""
MAX_SEGMENTS = 20_000
"""Segments looked at of one path."""

_DEPTH = 6  # forms within forms
_THIN = 3.5  # points; a bar that is thicker is no ruling line
_SHORT = 4.0  # points; shorter ones are parts of letters or dots
_STRAIGHT = 0.7  # points by which a ruling line may lean
_HIDDEN = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))
_KINDS = (
    pdfium.FPDF_PAGEOBJ_TEXT,
    pdfium.FPDF_PAGEOBJ_PATH,
    pdfium.FPDF_PAGEOBJ_IMAGE,
    pdfium.FPDF_PAGEOBJ_FORM,
)
_MATRIX = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Matrix(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point where the matrix brings it."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Quad) -> Quad:
        """The upright box about a turned one."""
        corners = [self.point(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def then(self, outer: Matrix) -> Matrix:
        """This matrix, and the outer one after it."""
        (a, b), (c, d) = outer.point(self.a, self.b), outer.point(self.c, self.d)
        e, f = outer.point(self.e, self.f)
        return Matrix(a - outer.e, b - outer.f, c - outer.e, d - outer.f, e, f)


IDENTITY = Matrix(*_MATRIX)


@dataclass(slots=True)
class Drawn:
    """What a page holds beside its words, in the page's coordinates (left, bottom, right, top).

    ``hidden``: addresses of text objects that are not painted; ``pixels``: width and height of each image;
    ``under``: text objects painted before each image;
    ``drawings``: paths that are no ruling lines; ``cut``: there was more than is looked at.
    """

    rules: list[Quad] = field(default_factory=list)
    images: list[Quad] = field(default_factory=list)
    pixels: list[tuple[int, int]] = field(default_factory=list)
    under: list[int] = field(default_factory=list)
    grounds: list[Quad] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    texts: int = 0
    drawings: int = 0
    seen: int = 0
    cut: bool = False


class Walker:
    """Walks through a page's objects, forms included."""

    def __init__(self) -> None:
        self.drawn = Drawn()
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._places = [ctypes.byref(each) for each in self._edges]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._colours = [ctypes.byref(each) for each in self._colour]

    def page(self, page: Any) -> Drawn:
        """What the page holds."""
        self._walk(page, pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, IDENTITY, 0)
        if len(self.drawn.rules) > MAX_RULES:
            self.drawn.rules.clear()
            self.drawn.cut = True
        return self.drawn

    def _walk(self, holder: Any, count: int, get: Any, matrix: Matrix, depth: int) -> None:
        drawn, kind_of, mode_of = self.drawn, pdfium.FPDFPageObj_GetType, pdfium.FPDFTextObj_GetTextRenderMode
        text, path, image, form = _KINDS
        for index in range(count):
            drawn.seen += 1
            if drawn.seen > MAX_OBJECTS:
                drawn.cut = True
                return
            item = get(holder, index)
            kind = kind_of(item)
            if kind == text:
                drawn.texts += 1
                if mode_of(item) in _HIDDEN:
                    drawn.hidden.add(ctypes.addressof(item.contents))
            elif kind == path:
                self._path(item, matrix)
            elif kind == image:
                drawn.images.append(matrix.box(self._bounds(item)))
                drawn.pixels.append(_pixels(item))
                drawn.under.append(drawn.texts)
            elif kind == form and depth < _DEPTH:
                within = self._matrix(item).then(matrix)
                self._walk(item, pdfium.FPDFFormObj_CountObjects(item), pdfium.FPDFFormObj_GetObject, within, depth + 1)

    def _bounds(self, item: Any) -> Quad:
        pdfium.FPDFPageObj_GetBounds(item, *self._places)
        left, bottom, right, top = self._edges
        return left.value, bottom.value, right.value, top.value

    def _matrix(self, item: Any) -> Matrix:
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
            return IDENTITY
        return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)

    def _white(self, item: Any, *, stroke: bool) -> bool:
        get = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
        if not get(item, *self._colours):
            return False
        red, green, blue, alpha = (each.value for each in self._colour)
        return alpha < 8 or min(red, green, blue) > 250

    def _path(self, item: Any, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        if (not fill.value and not stroke.value) or self._white(item, stroke=bool(stroke.value)):
            return
        left, bottom, right, top = box = matrix.box(self._bounds(item))
        wide, high = right - left, top - bottom
        if min(wide, high) <= _THIN:
            if max(wide, high) >= _SHORT:
                self.drawn.rules.append(box)
        elif stroke.value or pdfium.FPDFPath_CountSegments(item) > 5:
            self._segments(item, matrix, stroked=bool(stroke.value))
        if min(wide, high) > _THIN:
            self.drawn.drawings += 1
            if fill.value:
                self.drawn.grounds.append(box)

    def _segments(self, item: Any, matrix: Matrix, *, stroked: bool) -> None:
        """Ruling lines out of one path: its level and upright segments, or the thin bars that it fills."""
        count = pdfium.FPDFPath_CountSegments(item)
        if count > MAX_SEGMENTS or len(self.drawn.rules) > MAX_RULES:
            self.drawn.cut = True
            return
        whole = self._matrix(item).then(matrix)
        width = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(item, ctypes.byref(width))
        scale = (abs(whole.a * whole.d - whole.b * whole.c)) ** 0.5
        half = min(width.value * scale, _THIN) / 2
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                self._figure(points, half, stroked)
                points = []
            elif kind != pdfium.FPDF_SEGMENT_LINETO:
                self._figure(points, half, stroked)  # a curve ends what is straight
                points = []
            points.append(whole.point(x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        self._figure(points, half, stroked)

    def _figure(self, points: list[tuple[float, float]], half: float, stroked: bool) -> None:
        if len(points) < 2:
            return
        if not stroked:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            self._rule(min(xs), min(ys), max(xs), max(ys))
            return
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ax - bx) < _STRAIGHT or abs(ay - by) < _STRAIGHT:
                self._rule(min(ax, bx) - half, min(ay, by) - half, max(ax, bx) + half, max(ay, by) + half)

    def _rule(self, left: float, bottom: float, right: float, top: float) -> None:
        if min(right - left, top - bottom) <= _THIN + 1 and max(right - left, top - bottom) >= _SHORT:
            self.drawn.rules.append((left, bottom, right, top))


def _pixels(item: Any) -> tuple[int, int]:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(width), ctypes.byref(height))
    return width.value, height.value
