"""A page of a PDF that has no text layer worth the name → sheets, by OCR of its image."""

from __future__ import annotations

import ctypes
import math
from importlib import import_module
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

from pipeline.notice import Problem
from pipeline.read.errors import ReadError
from pipeline.read.layout.sheet import Sheet

DPI = 200
"""Resolution at which pages are drawn: enough for the body text of a notice (16 points)."""
MAX_PIXELS = 24_000_000
"""Pixels of a drawn page at most; A3 has 7.7 million at 200 dpi. Larger sheets are drawn more coarsely."""

_LONGEST, _LONG = 1300.0, 842.0  # long side of a sheet: a little more than A3's, and A4's, in points
_CHANNELS = 3
_WHITE = 0xFFFFFFFF


class NoOCRError(Exception):
    """OCR is not at hand; the message says why."""


def recognised(
    page: Any, number: int, path: str, size: tuple[float, float], resolution: float = 0.0
) -> tuple[list[Sheet], list[Problem]]:
    """A page's sheets and what OCR is not sure of.

    Args:
        page: pdfium's page.
        number: its number.
        path: the file's name for problems.
        size: width and height in points as viewers show the page.
        resolution: pixels to a point of the image on it; 0 where there is none.

    Raises:
        NoOCRError: what it needs is not installed.
    """
    image, dpi = drawn(page, size, resolution)
    try:
        ocr = import_module("pipeline.read.ocr")  # its libraries take a second to load
        sheets = ocr.recognise(image, number, dpi)
    except ImportError as error:
        raise NoOCRError(f"{error.name or 'its library'} is not installed") from error
    except ReadError as error:
        raise NoOCRError(error.message) from error
    return sheets, ocr.problems_of(sheets, path)


def drawn(page: Any, size: tuple[float, float], resolution: float = 0.0) -> tuple[Image.Image, float]:
    """The page's image (RGB) and its resolution in dpi.

    Scanner apps write pages of a point to a pixel, larger than any office's paper: such are drawn in their own pixels.
    """
    wide, high = (max(1.0, each) for each in size)
    scale = DPI / 72
    if resolution and max(wide, high) > _LONGEST:
        scale = max(min(scale, resolution), DPI / 72 * _LONG / max(wide, high))
    scale = min(scale, math.sqrt(MAX_PIXELS / (wide * high)))
    width, height = max(1, int(wide * scale)), max(1, int(high * scale))
    width, height = min(width, MAX_PIXELS // height), min(height, MAX_PIXELS // width)
    buffer = bytearray(width * height * _CHANNELS)
    store = (ctypes.c_ubyte * len(buffer)).from_buffer(buffer)
    stride = width * _CHANNELS
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, store, stride)
    if not bitmap:
        raise MemoryError("no room for the page's image")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombytes("RGB", (width, height), bytes(buffer)), scale * 72
