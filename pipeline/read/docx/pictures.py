"""A notice that was pasted into Word as pictures of its pages: each picture goes to OCR."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from PIL import Image

from pipeline.notice import Line, Page, Problem, Source
from pipeline.read.docx.shapes import Picture
from pipeline.read.layout import Sheet, assemble

MAX_PICTURES = 200
"""Pictures of a document that are recognised: a scanned book has no place in a Word file."""

MAX_PIXELS = 50_000_000
"""Pixels of a picture: A4 at 600 dpi has 35 million."""

LARGE = 200.0
"""Printed width and height in points from which a picture may be a page."""

_LARGE_PIXELS = 500  # width where the file says no printed one
_DPI = (50.0, 600.0)
_PAGE_INCHES = 8.27  # width of A4, where the file says none


def large(pictures: Sequence[Picture]) -> list[Picture]:
    """The pictures that may be pages, each once."""
    kept = {each.key: each for each in pictures if min(each.width or LARGE, each.height or LARGE) >= LARGE}
    return list(kept.values())


def recognised(
    pictures: Sequence[Picture], data: Callable[[str], bytes | None], path: str, sha256: str, first: int
) -> Source:
    """A source of the words in the pictures, a page each, numbered from ``first``.

    Raises:
        ReadError: OCR is not to be had.
    """
    problems: list[Problem] = []
    for skipped in pictures[MAX_PICTURES:][:1]:
        words = f"only the first {MAX_PICTURES} pictures were recognised ({skipped.key} and later ones not): split the document"
        problems.append(Problem(path, "read", "error", words))
    sheets = list(_sheets(pictures[:MAX_PICTURES], data, path, first, problems))
    return assemble(sheets, path, sha256, problems)


def _sheets(
    pictures: Sequence[Picture], data: Callable[[str], bytes | None], path: str, first: int, problems: list[Problem]
) -> Iterator[Sheet]:
    from pipeline.read.ocr import problems_of, recognise  # its models take a second to load

    number = first
    for picture in pictures:
        image = _image(data(picture.key))
        if image is None:
            words = "a picture of it is in a form that is not read (or damaged): save it as PNG and give that file"
            problems.append(Problem(path, "read", "warning", words))
            continue
        if not picture.width and image.width < _LARGE_PIXELS:
            continue
        inches = picture.width / 72 or _PAGE_INCHES
        found = recognise(image, number, min(max(image.width / inches, _DPI[0]), _DPI[1]))
        problems += problems_of(found, path)
        yield from found
        number += 1


def _image(data: bytes | None) -> Image.Image | None:
    """The picture, white where it is transparent; None where it cannot be had."""
    if not data:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"))
            if image.width * image.height > MAX_PIXELS or not image.width * image.height:
                return None
            if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
                image = image.convert("RGBA")
                ground = Image.new("RGBA", image.size, "white")
                return Image.alpha_composite(ground, image).convert("RGB")
            return image.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, OverflowError, MemoryError, IndexError, KeyError):
        return None


def joined(one: Source, two: Source) -> Source:
    """Two sources of one file as one: ``two`` follows ``one`` on pages of its own."""
    by = len(one.text) + 1

    def line(each: Line) -> Line:
        return replace(each, start=each.start + by, end=each.end + by)

    def page(each: Page) -> Page:
        lines = tuple(line(printed) for printed in each.lines)
        return replace(each, start=each.start + by, end=each.end + by, lines=lines)

    last = one.pages[-1]
    return replace(
        one,
        text=one.text + "\f" + two.text,
        pages=(*one.pages[:-1], replace(last, end=by), *map(page, two.pages)),
        problems=one.problems + two.problems,
        edits=one.edits
        + tuple(replace(each, raw_start=each.raw_start + by, raw_end=each.raw_end + by) for each in two.edits),
        merges=one.merges + tuple(type(each)(*(at + by for at in each)) for each in two.merges),
    )


