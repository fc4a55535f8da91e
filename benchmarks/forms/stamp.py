"""A red seal: a ring, a star, and a name along the ring."""

from __future__ import annotations

import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from benchmarks.forms.fonts import Fonts

_SIDE = 496  # pixels; 300 dpi at 42 mm
_RED = (222, 38, 32, 205)


@lru_cache(maxsize=64)
def stamp_image(name: str, fonts: Fonts) -> Image.Image:
    """The seal of a body, transparent where it is not red."""
    image = Image.new("RGBA", (_SIDE, _SIDE), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((8, 8, _SIDE - 8, _SIDE - 8), outline=_RED, width=14)
    middle = _SIDE / 2
    points = []
    for index in range(10):
        radius, angle = (78 if index % 2 == 0 else 30), math.pi * (index / 5 - 0.5)
        points.append((middle + radius * math.cos(angle), middle + radius * math.sin(angle)))
    draw.polygon(points, fill=_RED)
    size = max(30, min(62, 900 // max(1, len(name))))
    spread = min(math.radians(290), math.radians(26) * len(name))
    for index, char in enumerate(name):
        share = index / max(1, len(name) - 1) - 0.5
        font = ImageFont.truetype(str(fonts.faces[fonts.face("serif-bold", char)].path), size)
        tile = Image.new("RGBA", (size + 16, size + 16), (255, 255, 255, 0))
        ImageDraw.Draw(tile).text(((size + 16) / 2, (size + 16) / 2), char, font=font, fill=_RED, anchor="mm")
        angle = share * spread
        tile = tile.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        x, y = middle + 186 * math.sin(angle), middle - 186 * math.cos(angle)
        image.alpha_composite(tile, (round(x - tile.width / 2), round(y - tile.height / 2)))
    return image
