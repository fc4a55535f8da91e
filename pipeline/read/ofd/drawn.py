"""Pages of OFD whose letters have shapes but no meaning, drawn by pdfium so that OCR can read them.

Letters drawn as paths, and characters of embedded fonts that are told by glyph or by a code of the font's own. Everything is
drawn black; what clips would hide is drawn too. Text in fonts that are not embedded has a meaning and is not drawn.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline.read.errors import ReadError
from pipeline.read.ofd.page import Drawing, brightness, commands
from pipeline.read.ofd.parts import Matrix, Parts, Place
from pipeline.read.ofd.text import Strip

if TYPE_CHECKING:
    from PIL import Image

DPI = 200
"""Resolution at which pages are drawn: enough for the body text of a notice."""

MAX_PIXELS = 24_000_000
"""Pixels of a drawn page at most; A3 has 7.7 million at 200 dpi."""

MAX_OBJECTS = 60_000
"""Glyphs and paths drawn of one page. A page of letters as paths has some 2,000."""

MAX_FONT_BYTES = 30_000_000
"""A whole font of all of GB 18030 has some 30 MB."""

_TRUETYPE = 2
_WINDING = 2
_BRIGHT = 0.6  # brightness of a ground beneath letters


def draw(drawing: Drawing, size: tuple[float, float], fonts: Mapping[str, Place], parts: Parts) -> tuple[Image.Image, float] | None:
    """The page on white, and its dots per inch; None where there is nothing to draw.

    ``size`` is in points; ``fonts``: files of the embedded fonts by ID.
    """
    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_CreateNewDocument()
    page = pdfium.FPDFPage_New(document, 0, *size)
    pen = _Pen(pdfium, document, page, size[1])
    try:
        for element, place in drawing.paths:
            pen.path(element, place)
        for strip in drawing.strips:
            pen.strip(strip, fonts, parts)
        return _rendered(pdfium, page, size) if pen.count else None
    finally:
        pen.close()
        pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)


class _Pen:
    """Draws on a page of a new PDF, whose y goes up."""

    def __init__(self, pdfium: Any, document: Any, page: Any, height: float) -> None:
        self.pdfium, self.document, self.page = pdfium, document, page
        self.flip = Matrix(1.0, 0.0, 0.0, -1.0, 0.0, height)
        self.count = 0
        self._fonts: dict[str, Any] = {}
        self._kept: list[Any] = []  # bytes that pdfium reads from until the document is closed

    def path(self, element: Any, place: Matrix) -> None:
        """The figures of a PathObject, filled where it is filled (but no bright grounds), else stroked."""
        filled = element.get("Fill") == "true"
        if self.count > MAX_OBJECTS or (filled and brightness(element, "FillColor") > _BRIGHT):
            return
        pdfium, whole = self.pdfium, place.then(self.flip)
        item = None
        for name, operands in commands(element):
            points = [whole.point(x, y) for x, y in zip(operands[::2], operands[1::2], strict=False)]
            if name in "SM":
                if item is None:
                    item = pdfium.FPDFPageObj_CreateNewPath(*points[0])
                else:
                    pdfium.FPDFPath_MoveTo(item, *points[0])
            elif item is None:
                continue
            elif name == "B":
                pdfium.FPDFPath_BezierTo(item, *points[0], *points[1], *points[2])
            elif name == "Q":
                pdfium.FPDFPath_BezierTo(item, *points[0], *points[0], *points[1])
            elif name == "C":
                pdfium.FPDFPath_Close(item)
            else:
                pdfium.FPDFPath_LineTo(item, *whole.point(operands[-2], operands[-1]))
        if item is None:
            return
        even = pdfium.FPDF_FILLMODE_ALTERNATE if element.get("Rule") == "Even-Odd" else _WINDING
        pdfium.FPDFPath_SetDrawMode(item, even if filled else 0, not filled)
        self._put(item)

    def strip(self, strip: Strip, fonts: Mapping[str, Place], parts: Parts) -> None:
        """The glyphs of a strip, where its font is embedded."""
        font = self._font(strip.font, fonts, parts)
        if not font or strip.quarter is None:
            return
        glyphs = strip.glyphs()
        a, b, c, d = strip.linear()
        for index, (char, x, y) in enumerate(zip(strip.text, strip.xs, strip.ys, strict=True)):
            numbers = glyphs.get(index, []) if glyphs else None
            if char.isspace() or numbers == [] or self.count > MAX_OBJECTS:
                continue
            item = self.pdfium.FPDFPageObj_CreateTextObj(self.document, font, 1.0)
            if numbers:
                codes = (ctypes.c_uint32 * len(numbers))(*numbers)
                done = self.pdfium.FPDFText_SetCharcodes(item, codes, len(numbers))
            else:
                coded = (char + "\0").encode("utf-16-le", "replace")
                units = (ctypes.c_ushort * (len(coded) // 2)).from_buffer_copy(coded)
                done = self.pdfium.FPDFText_SetText(item, units)
            if not done:
                self.pdfium.FPDFPageObj_Destroy(item)
                continue
            x, y = self.flip.point(x, y)
            self.pdfium.FPDFPageObj_Transform(item, a, -b, -c, d, x, y)
            self._put(item)

    def _put(self, item: Any) -> None:
        self.count += 1
        if self.count > MAX_OBJECTS:
            self.pdfium.FPDFPageObj_Destroy(item)
        else:
            self.pdfium.FPDFPage_InsertObject(self.page, item)

    def _font(self, name: str, fonts: Mapping[str, Place], parts: Parts) -> Any:
        if name not in self._fonts:
            self._fonts[name] = None
            if name in fonts:
                try:
                    data = parts.read(fonts[name].name, MAX_FONT_BYTES)
                except ReadError:
                    return None
                buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
                self._kept.append(buffer)
                self._fonts[name] = self.pdfium.FPDFText_LoadFont(self.document, buffer, len(data), _TRUETYPE, 1)
        return self._fonts[name]

    def close(self) -> None:
        for font in self._fonts.values():
            if font:
                self.pdfium.FPDFFont_Close(font)


def _rendered(pdfium: Any, page: Any, size: tuple[float, float]) -> tuple[Image.Image, float]:
    from PIL import Image

    scale = min(DPI / 72, math.sqrt(MAX_PIXELS / (size[0] * size[1])))
    width, height = max(1, int(size[0] * scale)), max(1, int(size[1] * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        raise MemoryError("no room for the page's picture")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombytes("L", (width, height), data, "raw", "L", stride), scale * 72
