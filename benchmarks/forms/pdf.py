"""Pages → a PDF with a text layer: embedded fonts cut down, true ToUnicode, the same bytes each time."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from fpdf import FPDF

from benchmarks.forms.fonts import Fonts
from benchmarks.forms.items import Leaf, Rule, Stamp, Text
from benchmarks.forms.stamp import stamp_image

_WHEN = datetime(2024, 1, 1, tzinfo=UTC)
_BOLD = 0.35  # points by which the second drawing of a bold character is moved


def pdf_of(leaves: Sequence[Leaf], fonts: Fonts) -> bytes:
    """The pages as a PDF file."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_creation_date(_WHEN)
    pdf.set_auto_page_break(False)
    known: set[str] = set()
    for leaf in leaves:
        landscape = leaf.width > leaf.height
        pdf.add_page(orientation="landscape" if landscape else "portrait")
        for item in leaf.items:
            if isinstance(item, Rule):
                pdf.set_draw_color(*item.colour)
                pdf.set_line_width(item.width)
                pdf.line(item.x0, item.y0, item.x1, item.y1)
            elif isinstance(item, Stamp):
                image = stamp_image(item.name, fonts)
                pdf.image(image, item.x - item.radius, item.y - item.radius, 2 * item.radius, 2 * item.radius)
            else:
                if item.face not in known:
                    pdf.add_font(item.face, fname=fonts.faces[item.face].path)
                    known.add(item.face)
                _write(pdf, item)
    return bytes(pdf.output())


def _write(pdf: FPDF, item: Text) -> None:
    pdf.set_font(item.face, size=item.size)
    pdf.set_text_color(*item.colour)
    pdf.set_char_spacing(item.spacing)
    pdf.text(item.x, item.y, item.text)
    if item.twice:
        pdf.text(item.x + _BOLD, item.y, item.text)
