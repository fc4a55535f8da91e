"""Pictures → source: scans and photographs as JPG, PNG, TIFF (of many pages), WebP, BMP, GIF, HEIC, read by OCR."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.notice import Problem, Source
from pipeline.read.errors import ReadError
from pipeline.read.layout import assemble
from pipeline.read.layout.sheet import Sheet
from pipeline.read.ocr import problems_of, recognise

MAX_PIXELS = 80_000_000
"""Most pixels of one picture: A3 at 600 dpi has 70 million. One more decoded at three bytes each would fill a worker's memory."""
MAX_FRAMES = 300
"""Most pages of one TIFF, and most frames of an animated picture, that are read."""
A4 = 841.9
"""Long side of A4 in points."""
"""Resolutions in dots per inch that a file may claim and be believed."""
LEAST_DPI, MOST_DPI = 60.0, 1300.0


def read_image(data: bytes, path: str, sha256: str) -> Source:
    """Read a picture file: every frame is a page.

    Raises:
        ReadError: no picture, too many pixels, nothing of it can be decoded, or no OCR engine is installed.
    """
    problems: list[Problem] = []
    sheets: list[Sheet] = []
    for number, image, dpi in _frames(data, path, problems):
        sheets += recognise(image, number, dpi)
    return assemble(sheets, path, sha256, [*problems, *problems_of(sheets, path)])


def _frames(data: bytes, path: str, problems: list[Problem]) -> Iterator[tuple[int, Image.Image, float]]:
    try:
        file = Image.open(io.BytesIO(data))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ReadError("the picture cannot be opened", "open it in a viewer and save it again as PNG or JPG") from error
    width, height = file.size
    if width * height > MAX_PIXELS:
        raise ReadError(f"the picture has {width} × {height} pixels", "scan it again at 200 dpi, or scale it down")
    for index in range(min(getattr(file, "n_frames", 1), MAX_FRAMES)):
        file.seek(index)
        file.load()
        image = ImageOps.exif_transpose(file.convert("RGB"))
        yield index + 1, image, dpi_of(file, image)


def dpi_of(file: Image.Image, image: Image.Image) -> float:
    """Dots per inch: the file's own where they make a page of a believable size, else such that the long side is A4's."""
    claimed = file.info.get("dpi", (0, 0))[0]
    long = max(image.size)
    if LEAST_DPI <= claimed <= MOST_DPI and 0.3 < long / claimed * 72 / A4 < 3:
        return float(claimed)
    return max(1.0, long * 72 / A4)
