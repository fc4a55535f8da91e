"""What stands on a page that was set: words, ruling lines, seals, each with its place in points from the top left corner."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.forms.style import BLACK, HEIGHT, WIDTH, Colour


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of one face that begin at x on the base line y; ``spacing`` is added behind each."""

    x: float
    y: float
    text: str
    face: str
    size: float
    spacing: float = 0.0
    colour: Colour = BLACK
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.5
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal: its middle, radius, and the name along its edge. It lies under the words."""

    x: float
    y: float
    radius: float
    name: str


@dataclass
class Leaf:
    """A page. ``lines`` are the printed lines of the notice itself in reading order; page number and running head come after
    the first ``body`` items.
    """

    width: float = WIDTH
    height: float = HEIGHT
    items: list[Text | Rule | Stamp] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    body: int = 0
