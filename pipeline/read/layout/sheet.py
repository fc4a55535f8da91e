"""What a reader of laid-out pages hands to the layout: pieces of lines and ruling lines, each with its place."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from pipeline.notice import Box, TextSource


@dataclass(slots=True)
class Piece:
    """Characters that stand in one line without a wide gap, as far as the format shows.

    ``edges``: x of every character's beginning and of the last one's end (``len(text) + 1`` numbers); ``size``: height of
    its characters; ``slope``: see :class:`pipeline.notice.Line`.
    """

    text: str
    box: Box
    edges: array[float]
    size: float
    confidence: float | None = None
    slope: float = 0.0


@dataclass(slots=True)
class Sheet:
    """A page as it lies before the reader, upright; all measures in points from its top left corner.

    Two sheets of one ``number``, one after the other, are two pages on one photograph: their places are on the one page.
    ``rules`` are ruling lines as thin boxes, ``confidence`` the mean of OCR.
    """

    number: int
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    text_source: TextSource = "text_layer"
    confidence: float | None = None
    rotation: int = 0
