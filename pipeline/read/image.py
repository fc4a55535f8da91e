"""Pictures → source: scans and photographs as JPG, PNG, TIFF (of many pages), WebP, BMP, GIF and HEIC, read by OCR."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from typing import NamedTuple

from PIL import Image, ImageFile, ImageOps

from pipeline.notice import Problem, Severity, Source
from pipeline.read.errors import ReadError
from pipeline.read.layout import assemble
from pipeline.read.layout.sheet import Sheet
from pipeline.read.ocr import problems_of, recognise

MAX_PIXELS = 80_000_000
"""Most pixels of one picture: A3 at 600 dpi has 70 million. Each takes three bytes when it is decoded."""
MAX_PAGES = 300
"""Most pages of one file: a page takes a second, and no notice is longer."""
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "HEIF")
"""Pillow's names of what is opened: no format whose reader runs another program (EPS) or follows a path."""
_PAGED = ("TIFF", "HEIF")  # the further pictures of the others are frames of an animation, or previews
_A4 = 841.9  # points: long side of A4
_SMALLEST, _LARGEST = 0.6, 1.6  # of A4's long side: a resolution that makes a page smaller or larger is not believed
_ENOUGH = 5000  # pixels of a long side: a JPEG with more is decoded at a half or a quarter of its size
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError, IndexError, KeyError, TypeError, MemoryError)
_AGAIN = "open it in a viewer and save it again as PNG or JPG"
_SMALLER = "scan it again at 200 dpi, or scale it down"

if find_spec("pillow_heif"):
    import pillow_heif

    pillow_heif.register_heif_opener()


class Picture(NamedTuple):
    """A page as it is to be looked at, and its resolution. ``cut``: its lower part is missing."""

    image: Image.Image
    dpi: float
    cut: bool = False


def read_image(data: bytes, path: str, sha256: str) -> Source:
    """Read a picture file: every picture in it is a page.

    Raises:
        ReadError: no picture, too many pixels, nothing of it can be decoded, or what OCR needs is not installed.
    """
    problems: list[Problem] = []
    sheets: list[Sheet] = []
    for number, picture in enumerate(pictures(data, path, problems), 1):
        sheets += recognise(picture.image, number, picture.dpi)
    return assemble(sheets, path, sha256, [*problems, *problems_of(sheets, path)])


def pictures(data: bytes, path: str, problems: list[Problem]) -> Iterator[Picture]:
    """The pages of a picture file, turned as the camera noted that it was held.

    What cannot be read of a file with several pages is added to ``problems``, and a blank page stands in its place.

    Raises:
        ReadError: see :func:`read_image`.
    """
    file = _opened(data)
    most = MAX_PAGES if file.format in _PAGED else 1
    for index in range(most):
        try:
            file.seek(index)
            _check_size(file.size)
        except EOFError:
            return
        except _BROKEN:
            problems.append(
                _problem(path, "error", f"page {index + 1} and what follows cannot be read: {_AGAIN}", index + 1)
            )
            return
        picture = _decoded(file, data, index)
        if picture is None and not index:
            raise ReadError("the picture is damaged, and nothing of it can be decoded", _AGAIN)
        if picture is None:
            problems.append(_problem(path, "error", "the page cannot be decoded: scan it again", index + 1))
            picture = Picture(Image.new("L", (8, 8), 255), 72.0)
        elif picture.cut:
            words = "the picture is cut short, and its lower part is missing: copy it again"
            problems.append(_problem(path, "error", words, index + 1))
        yield picture
    with suppress(*_BROKEN):
        file.seek(most)
        if file.format != "MPO":
            words = (
                f"only the first {most} pages are read"
                if most > 1
                else "the picture is animated; only its first frame is read"
            )
            problems.append(_problem(path, "warning", f"{words}: save the others as files of their own"))


def _problem(path: str, severity: Severity, words: str, page: int = 0) -> Problem:
    return Problem(path, "read", severity, words, page)


def _opened(data: bytes) -> Image.Image:
    Image.init()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged notes, and of sizes that are checked here
            file = Image.open(io.BytesIO(data), formats=FORMATS if find_spec("pillow_heif") else FORMATS[:-1])
    except Image.DecompressionBombError as error:
        raise ReadError(f"the picture has more than {MAX_PIXELS // 1_000_000} million pixels", _SMALLER) from error
    except _BROKEN as error:
        if data[4:8] == b"ftyp" and not find_spec("pillow_heif"):
            advice = "install what it needs (pip install pillow-heif), or save it as JPG"
            raise ReadError(
                "the picture is HEIC, as telephones take them, and its library is not installed", advice
            ) from error
        raise ReadError("the picture cannot be opened", _AGAIN) from error
    _check_size(file.size)
    return file


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        words = f"the picture has {size[0]} × {size[1]} pixels (at most {MAX_PIXELS // 1_000_000} million are read)"
        raise ReadError(words, _SMALLER)


def _decoded(file: Image.Image, data: bytes, index: int) -> Picture | None:
    """The picture that the file is set to; None when nothing of it can be decoded."""
    dpi = dpi_of(file.info.get("dpi"), file.size)
    whole = max(file.size)
    if file.format == "JPEG" and whole > 2 * _ENOUGH:
        file.draft("RGB", (file.width * _ENOUGH // whole, file.height * _ENOUGH // whole))
    cut = False
    try:
        file.load()
    except _BROKEN:
        loaded = _what_is_there(data, index)
        if loaded is None:
            return None
        file, cut = loaded, True
    across, down = (each * max(file.size) / whole for each in dpi)
    image: Image.Image = file.copy()
    if not 0.9 < across / down < 1.1:  # a telefax has fewer lines than columns to an inch
        high = max(across, down)
        image = image.resize(
            (round(image.width * high / across), round(image.height * high / down)), Image.Resampling.BICUBIC
        )
        across = high
    with suppress(*_BROKEN):  # a damaged note of how the camera was held
        image = ImageOps.exif_transpose(image)
    return Picture(image, across, cut)


def _what_is_there(data: bytes, index: int) -> Image.Image | None:
    """The part of a truncated picture that can be decoded."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        file = _opened(data)
        file.seek(index)
        file.load()
    except (*_BROKEN, ReadError):
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
    return file


def dpi_of(claimed: object, size: tuple[int, int]) -> tuple[float, float]:
    """Dots per inch across and down: the file's own where they make a page of a usual size, else as if it were A4."""
    long = max(size)
    guess = max(1.0, long * 72 / _A4)
    try:
        across, down = (float(each) for each in claimed)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return guess, guess
    if not (math.isfinite(across) and math.isfinite(down) and across > 0 and down > 0):
        return guess, guess
    page = max(size[0] / across, size[1] / down) * 72 / _A4
    return (across, down) if _SMALLEST <= page <= _LARGEST and 0.4 < across / down < 2.5 else (guess, guess)
