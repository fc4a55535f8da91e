"""How a notice is set: what differs between one office's notices and another's, chosen by the notice's name."""

from __future__ import annotations

import random
from dataclasses import dataclass

PITCH, CHARS, LINES = 28.95, 28, 22  # GB/T 9704: 22 lines of 28 characters
LEFT, RIGHT, TOP, BOTTOM = 79.4, 73.7, 104.9, 99.2  # 28, 26, 37, 35 mm
WIDTH, HEIGHT = 595.3, 841.9
MEASURE = WIDTH - LEFT - RIGHT
Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)


@dataclass(frozen=True)
class Style:
    """Faces and manners of a notice. ``size`` is the height of the body's characters in points."""

    body: str
    heading: str
    heading2: str
    title: str
    masthead: str
    size: float
    pitch: float
    red: Colour
    page_number: str
    running_head: bool
    hanging: bool
    twice: bool
    stamp: bool
    row_height: float
    landscape: bool


def chosen(name: str) -> Style:
    """The style of a notice: the same name has the same style wherever and whenever it is set."""
    dice = random.Random(f"style {name}")
    body = dice.choice(("song", "serif", "serif", "song", "sans", "zenhei", "microhei", "kai"))
    small = dice.random() < 0.2
    return Style(
        body=body,
        heading=dice.choice(("sans", "zenhei", "sans-bold", body)),
        heading2=dice.choice(("kai", body, "serif-bold")),
        title=dice.choice(("serif-bold", "sans-bold", "song", "serif")),
        masthead=dice.choice(("serif-bold", "sans-bold", "song")),
        size=14.0 if small else MEASURE / CHARS,
        pitch=25.0 if small else PITCH,
        red=dice.choice(((255, 0, 0), (220, 20, 20), (230, 0, 18))),
        page_number=dice.choice(("— {} —", "— {} —", "-{}-", "- {} -", "{}", "第{}页 共{}页", "")),
        running_head=dice.random() < 0.2,
        hanging=dice.random() < 0.3,
        twice=dice.random() < 0.35,
        stamp=dice.random() < 0.7,
        row_height=dice.choice((24.0, 30.0, 84.0)),
        landscape=dice.random() < 0.3,
    )
