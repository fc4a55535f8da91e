"""Pages of OFD that are pictures: put together as they lie on the page, and read by OCR."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping

from PIL import Image

from pipeline.notice import Box
from pipeline.read.errors import ReadError
from pipeline.read.layout.sheet import Sheet
from pipeline.read.ofd import jbig2 as ofd_jbig2
from pipeline.read.ofd.page import Picture
from pipeline.read.ofd.parts import Matrix, Parts, Place

MAX_PIXELS = 80_000_000
"""Most pixels of one picture, and of a page put together: A3 at 600 dpi has 70 million."""

MAX_PICTURES = 400
"""Pictures put together for one page. Scanners that cut a page into stripes make some 50."""

MAX_SCANS = 1_000
"""Pages of a file that go to OCR; at a second a page this is a quarter of an hour."""

MOST_DPI, LEAST_DPI = 300.0, 72.0
"""Resolutions between which a page is put together; OCR needs no more."""

FORMATS = ("PNG", "JPEG", "BMP", "TIFF", "GIF", "WEBP", "JPEG2000", "PPM")
"""What is opened; others of Pillow's decoders have no business in a document."""

_ADVICE = "print the file to PDF with its reader and put that into the folder"


class Scan:
    """The pictures of a page. ``media``: files of the resources by ID."""

    def __init__(self, parts: Parts, media: Mapping[str, Place], page: int) -> None:
        self._parts = parts
        self._media = media
        self._page = page

    def covers(self, picture: Picture) -> bool:
        """Whether nothing shines through a picture: it has no transparency."""
        image = self._open(picture)
        return image is not None and not image.has_transparency_data

    def recognise(self, pictures: list[Picture], width: float, height: float) -> list[Sheet]:
        """The words on the pictures, in points of the page; [] where none can be opened or there is no OCR."""
        image, dpi = self._page_image(pictures[:MAX_PICTURES], width, height)
        return self.read(image, dpi) if image is not None else []

    def read(self, image: Image.Image, dpi: float) -> list[Sheet]:
        """The words on a picture of the page; [] where there is no OCR, or no time for more."""
        self._parts.scans += 1
        if self._parts.scans > MAX_SCANS:
            self._parts.problem(f"only the first {MAX_SCANS:,} pages that are pictures were read: split the file", self._page, "error")
            return []
        from pipeline.read import ocr  # an optional part, and slow to load

        try:
            sheets = ocr.recognise(image, self._page, dpi)
        except ReadError as error:
            self._parts.problem(f"the page must be read by OCR: {error}", self._page, "error")
            return []
        self._parts.problems += ocr.problems_of(sheets, self._parts.path)
        return sheets

    def _open(self, picture: Picture) -> Image.Image | None:
        """The picture with its size known and its pixels not yet read; a problem where it cannot be opened."""
        place = self._media.get(picture.resource)
        if place is None:
            self._parts.problem("the page shows a picture that is missing from the file", self._page)
            return None
        try:
            data = self._parts.read(place.name)
        except ReadError as error:
            self._parts.problem(f"the picture {place.name} cannot be read: {error}", self._page)
            return None
        try:
            if data.startswith(ofd_jbig2.MAGIC) or place.name.lower().endswith((".jb2", ".jbig2")):
                width, height = ofd_jbig2.size_of(data)
                if width * height > MAX_PIXELS:
                    raise ofd_jbig2.BadPictureError("too many pixels")
                image = ofd_jbig2.decode(data)
            else:
                image = Image.open(io.BytesIO(data), formats=FORMATS)
        except Exception as error:  # Pillow's plugins raise whatever they please on damaged files
            why = f"JBIG2: {error}" if isinstance(error, ofd_jbig2.BadPictureError) else type(error).__name__
            self._parts.problem(f"the picture {place.name} cannot be decoded ({why}): {_ADVICE}", self._page)
            return None
        if image.width * image.height > MAX_PIXELS:
            self._parts.problem(f"the picture {place.name} has {image.width} × {image.height} pixels: scan it at 200 dpi", self._page)
            return None
        return image

    def _page_image(self, pictures: list[Picture], width: float, height: float) -> tuple[Image.Image | None, float]:
        """The page as one picture on white, and its dots per inch."""
        opened = [(picture, image) for picture in pictures if (image := self._open(picture)) is not None]
        if not opened:
            return None, LEAST_DPI
        dpi = max(_density(picture.box, image) for picture, image in opened)
        dpi = min(max(dpi, LEAST_DPI), MOST_DPI, (MAX_PIXELS / (width * height)) ** 0.5 * 72)
        scale = dpi / 72
        page = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white")
        drawn = False
        for picture, image in opened:
            drawn |= self._paste(page, picture, image, scale)
        return (page if drawn else None), dpi

    def _paste(self, page: Image.Image, picture: Picture, image: Image.Image, scale: float) -> bool:
        a, b, c, d, e, f = (each * scale for each in picture.place)
        if not a * d - b * c:
            return False
        box = Box(*(each * scale for each in picture.box))
        x, y = max(0, int(box.x0)), max(0, int(box.y0))
        size = min(page.width, round(box.x1)) - x, min(page.height, round(box.y1)) - y
        if min(size) < 1:
            return False
        try:
            # from a pixel of the page back to one of the picture
            small = _reduced(image, math.hypot(a, b))
            back = _inverse(Matrix(a / small.width, b / small.width, c / small.height, d / small.height, e - x, f - y))
            affine = (back.a, back.c, back.e, back.b, back.d, back.f)
            placed = small.transform(size, Image.Transform.AFFINE, affine, Image.Resampling.BICUBIC, fillcolor="white")
        except Exception as error:  # as above
            self._parts.problem(f"a picture of the page is damaged ({type(error).__name__}): {_ADVICE}", self._page)
            return False
        page.paste(placed, (x, y), placed if placed.mode == "RGBA" else None)
        return True


def _density(box: Box, image: Image.Image) -> float:
    """Dots per inch of a picture as it lies on the page."""
    long = max(box.x1 - box.x0, box.y1 - box.y0)
    return max(image.size) / long * 72 if long > 1 else LEAST_DPI


def _reduced(image: Image.Image, width: float) -> Image.Image:
    """The picture's pixels, no more of them than are needed where it is ``width`` pixels wide."""
    image.draft("RGB", (max(1, int(width)), 1))
    colour = image.convert("RGBA" if image.has_transparency_data else "RGB")
    factor = int(image.width / max(1.0, width))
    return colour.reduce(factor) if factor > 1 else colour


def _inverse(m: Matrix) -> Matrix:
    det = m.a * m.d - m.b * m.c
    return Matrix(m.d / det, -m.b / det, -m.c / det, m.a / det, (m.c * m.f - m.d * m.e) / det, (m.b * m.e - m.a * m.f) / det)
