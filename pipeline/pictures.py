"""A page as a picture with the words of its rows marked: to see with one's own eyes where a cell comes from."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps

from pipeline.fonts import chinese_font
from pipeline.notice import Box, Page
from pipeline.read.errors import NoticeError
from pipeline.read.formats import sniff

DPI = 110
"""Resolution of the picture in dots per inch, unless another is asked for."""
_MOST = 40_000_000  # pixels of a picture at most

#: Colours that the colour-blind can tell apart (Okabe and Ito, 2008), by table; tasks are framed, the others filled.
COLOURS: dict[str, tuple[int, int, int]] = {
    "tasks": (0, 0, 0),
    "units": (0, 114, 178),
    "quotas": (213, 94, 0),
    "dates": (0, 158, 115),
    "references": (204, 121, 167),
    "actions": (240, 228, 66),
    "contacts": (86, 180, 233),
}
_OPACITY = 0.35


def page_picture(data: bytes, page: Page, text: str, dpi: float = DPI) -> Image.Image:
    """The page of a file as it was read: upright, ``page.width`` × ``page.height`` points at ``dpi``.

    ``text`` is the raw text. An OFD's page, for which there is no renderer here, is drawn from its words.

    Raises:
        NoticeError: the format has no pages that can be drawn.
    """
    if page.width is None or page.height is None:
        raise NoticeError("picture", "the file has no pages of its own", "pages can be drawn of PDF, scans and OFD")
    dpi = min(dpi, math.sqrt(_MOST / max(1.0, page.width * page.height)) * 72)
    size = max(1, round(page.width * dpi / 72)), max(1, round(page.height * dpi / 72))
    form = sniff(data)
    if form == "pdf":
        image = _of_pdf(data, page, dpi)
    elif form == "image":
        image = _of_image(data, page)
    else:
        return _of_words(page, text, Image.new("RGB", size, "white"), dpi / 72)
    return image.rotate(-page.rotation, expand=True).resize(size)


def _of_pdf(data: bytes, page: Page, dpi: float) -> Image.Image:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        picture: Image.Image = document[page.number - 1].render(scale=dpi / 72).to_pil().convert("RGB")
        return picture
    finally:
        document.close()


def _of_image(data: bytes, page: Page) -> Image.Image:
    file = Image.open(io.BytesIO(data))
    file.seek(page.number - 1)
    return ImageOps.exif_transpose(file.convert("RGB"))


def _of_words(page: Page, text: str, image: Image.Image, scale: float) -> Image.Image:
    """Every word of the page where it stands, as far as the machine has a Chinese font; else the empty page."""
    path = chinese_font()
    if path is None:
        return image
    draw = ImageDraw.Draw(image)
    for line in page.lines:
        size = max(4.0, (line.box.y1 - line.box.y0) * scale * 0.92)
        font = ImageFont.truetype(path, size)
        for at in range(line.start, line.end):
            place = (line.edges[at - line.start] * scale, line.box.y1 * scale)
            draw.text(place, text[at], fill="black", font=font, anchor="ld")
    return image


def marked(image: Image.Image, page: Page, places: Iterable[tuple[str, Sequence[Box]]]) -> Image.Image:
    """The picture with boxes drawn on it: (table, boxes on this page) a row; tasks as frames, all others as fills."""
    scale = image.width / (page.width or image.width)
    ground = image.convert("RGB")
    veil = ground.copy()
    draw = ImageDraw.Draw(veil)
    frames: list[tuple[float, float, float, float]] = []
    for table, boxes in places:
        for box in boxes:
            corners = (box.x0 * scale, box.y0 * scale, max(box.x1, box.x0) * scale, max(box.y1, box.y0) * scale)
            if table == "tasks":
                frames.append(corners)
            else:
                draw.rectangle(corners, fill=COLOURS.get(table, (128, 128, 128)))
    picture = Image.blend(ground, veil, _OPACITY)
    line = ImageDraw.Draw(picture)
    for corners in frames:
        line.rectangle(corners, outline=COLOURS["tasks"], width=max(1, round(scale)))
    return picture


def boxes_of(row: Mapping[str, Any]) -> list[Box]:
    """The boxes of a row's column ``box``."""
    return [Box(*map(float, part.split(","))) for part in str(row.get("box") or "").split("；") if part]
