"""A second reading of damaged PDFs by pdfplumber, which puts broken files together in another way than pdfium does."""

from __future__ import annotations

import io
import logging
from array import array
from collections.abc import Iterator
from typing import Any

import pdfplumber

from pipeline.notice import Box
from pipeline.read.layout import Piece, Sheet

MAX_BYTES = 20_000_000
"""Damaged files are given a second reading up to this size: pdfplumber is some ten times slower than pdfium."""
_MAX_PAGES = 200
_THIN = 2.0  # points; a rectangle that is thinner is a ruling line


def second_sheets(data: bytes) -> list[Sheet]:
    """The pages that pdfplumber can read of a damaged file; none where it can read nothing of it. Never raises."""
    if len(data) > MAX_BYTES:
        return []
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it says of each broken object what is wrong with it
    sheets: list[Sheet] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for number, page in enumerate(document.pages[:_MAX_PAGES], 1):
                sheets.append(Sheet(number, float(page.width), float(page.height), list(_pieces(page)), list(_rules(page))))
                page.close()
    except Exception:  # pdfminer raises whatever its parser stumbles over; what was read before stands
        return sheets
    return sheets


def _pieces(page: Any) -> Iterator[Piece]:
    """The page's characters in runs without a wide gap; what is drawn twice, once."""
    words = page.dedupe_chars().extract_words(keep_blank_chars=True, x_tolerance_ratio=0.6, return_chars=True)
    for word in words:
        chars = [char for char in word["chars"] if char["text"]]
        text = "".join(char["text"][0] for char in chars)  # of a ligature the first letter stands for its place
        if not text.strip():
            continue
        edges = array("d", [*(float(char["x0"]) for char in chars), float(chars[-1]["x1"])])
        box = Box(edges[0], float(word["top"]), edges[-1], float(word["bottom"]))
        yield Piece(text, box, edges, max(float(char["size"]) for char in chars))


def _rules(page: Any) -> Iterator[Box]:
    for each in (*page.lines, *page.rects):
        box = Box(float(each["x0"]), float(each["top"]), float(each["x1"]), float(each["bottom"]))
        if min(box.x1 - box.x0, box.y1 - box.y0) < _THIN:
            yield box
        else:  # a frame has four sides
            yield Box(box.x0, box.y0, box.x1, box.y0)
            yield Box(box.x0, box.y1, box.x1, box.y1)
            yield Box(box.x0, box.y0, box.x0, box.y1)
            yield Box(box.x1, box.y0, box.x1, box.y1)
