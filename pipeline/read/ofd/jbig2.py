"""Pictures in JBIG2, which black-and-white scanners write and Pillow does not know: decoded by pdfium, within a PDF made for it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MAGIC = b"\x97JB2\r\n\x1a\n"
"""How a file of JBIG2 begins (ITU-T T.88, annex D.4)."""

_SEQUENTIAL, _UNKNOWN_PAGES = 1, 2  # flags of the file's head
_PAGE_INFORMATION = 48  # type of the segment that gives the picture's size
_MAX_SEGMENTS = 1000
_POINTS = 0.24  # points for a pixel: 300 dpi


class BadPictureError(ValueError):
    """No JBIG2, or one of a kind that is not read."""


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels.

    Raises:
        BadPictureError: it does not say.
    """
    body = _segments(data)
    at = 0
    for _ in range(_MAX_SEGMENTS):
        if at + 11 > len(body):
            break
        number, flags, references = struct.unpack(">IBB", body[at : at + 6])
        count = references >> 5
        if count > 4:
            break  # a long list of other segments: never before the page's own
        head = at + 6 + count * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if flags & 0x40 else 1)
        if head + 12 > len(body):
            break
        (length,) = struct.unpack(">I", body[head : head + 4])
        if flags & 0x3F == _PAGE_INFORMATION:
            width, height = struct.unpack(">II", body[head + 4 : head + 12])
            if 0 < width < 0xFFFFFFFF and 0 < height < 0xFFFFFFFF:
                return width, height
            break
        at = head + 4 + length
    raise BadPictureError("its size is not given")


def decode(data: bytes) -> Image.Image:
    """The picture.

    Raises:
        BadPictureError: it cannot be decoded.
    """
    import pypdfium2

    width, height = size_of(data)
    try:
        document = pypdfium2.PdfDocument(_pdf(_segments(data), width, height))
        try:
            image: Image.Image = document[0].render(scale=1 / _POINTS, grayscale=True).to_pil()
            return image.copy()
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise BadPictureError(str(error)) from error


def _segments(data: bytes) -> bytes:
    """The segments, as they stand in a PDF: without the file's head."""
    if not data.startswith(MAGIC):
        return data
    if len(data) < 13 or not data[8] & _SEQUENTIAL:
        raise BadPictureError("its segments are in random order")
    return data[9 if data[8] & _UNKNOWN_PAGES else 13 :]


def _pdf(body: bytes, width: int, height: int) -> bytes:
    """A PDF of one page that is the picture."""
    wide, high = f"{width * _POINTS:.4f}".encode(), f"{height * _POINTS:.4f}".encode()
    shown = b"%s 0 0 %s 0 0 cm /I Do" % (wide, high)
    image = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode" % (width, height)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s %s]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>" % (wide, high),
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<<%s/Length %d>>stream\n%s\nendstream" % (image, len(body), body),
    )
    parts, places, at = [b"%PDF-1.5\n"], [], 9
    for number, each in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % at)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, each))
        at += len(parts[-1])
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(places))
    return b"".join(parts) + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, at)
