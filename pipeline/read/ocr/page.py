"""A picture → an upright page in gray, with the boxes of its lines: red stamps away, turned round, two pages parted."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.read.ocr.engine import Gray, Quads
from pipeline.read.ocr.stamp import scaled, without_stamps

SCAN_DPI = 200.0
"""Resolution at which pages are read: higher ones are scaled down to it, they are no better read."""
_SCALE_DPI = 240.0  # up to here a page is left as it is
_MAX_SIDE = 4000  # pixels: a page whose size is not known is scaled down to this


def gray_of(image: Image.Image, dpi: float) -> tuple[Gray, float]:
    """The page in gray, paper light, at no more than the resolution needed; and its resolution then.

    Of a page in colour it is the red channel, in which a red stamp is hardly seen; what is left of stamps is taken away.
    """
    image = _opaque(image)
    long = max(image.size)
    shrink = min(SCAN_DPI / dpi if dpi > _SCALE_DPI else 1.0, _MAX_SIDE / long)
    colours: NDArray[np.uint8] = np.asarray(image)
    if shrink < 1:
        colours = scaled(colours, shrink)
    dpi *= min(1.0, shrink)
    return without_stamps(colours, dpi), dpi


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode in ("L", "RGB"):
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits and more
        values = np.asarray(image, np.float32)
        most = float(values.max(initial=1.0))
        return Image.fromarray((values * (255 / max(most, 1.0))).clip(0, 255).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("RGB")


def mostly_tall(quads: Quads) -> bool:
    """Whether the lines run up or down the page: it lies on its side."""
    across, down = _sides(quads)
    tall = down > 1.5 * across
    return bool(down[tall].sum() > across[~tall].sum())


def _sides(quads: Quads) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Width and height of every box."""
    across = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1)
    down = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    return across, down


def clockwise(gray: Gray, degrees: int) -> Gray:
    """The page turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(gray, -degrees // 90))


def upside_down(quads: Quads, gray: Gray) -> Quads:
    """The boxes on the page turned by 180 degrees, whose corners begin at the top left again."""
    height, width = gray.shape
    turned = np.array([width, height], np.float32) - quads
    return np.ascontiguousarray(turned[:, [2, 3, 0, 1]])


def slope_of(quads: Quads) -> float:
    """Rise downwards of the lines to the right: the median of the long boxes', the longest counting most."""
    across, down = _sides(quads)
    long = across > 4 * down
    if not long.any():
        return 0.0
    run = quads[long, 1] - quads[long, 0] + quads[long, 2] - quads[long, 3]
    slopes, weights = run[:, 1] / np.maximum(run[:, 0], 1), across[long]
    order = np.argsort(slopes)
    middle = np.searchsorted(weights[order].cumsum(), weights.sum() / 2)
    return float(slopes[order][middle])


def size_of(quads: Quads) -> float:
    """Height in pixels of the boxes of most of the page's words, 0 where there are none."""
    across, down = _sides(quads)
    long = across > 1.5 * down
    if not long.any():
        return float(np.median(np.minimum(across, down))) if len(quads) else 0.0
    order = np.argsort(down[long])
    weights = across[long][order]
    return float(down[long][order][np.searchsorted(weights.cumsum(), weights.sum() / 2)])


def gutter(quads: Quads, gray: Gray) -> float:
    """Where two pages on one photograph part: x in pixels, 0 where it is one page.

    A picture broader than high, with lines on both sides and none across a band near its middle.
    """
    height, width = gray.shape
    if width < 1.15 * height or len(quads) < 6:
        return 0.0
    left, right = quads[:, :, 0].min(axis=1), quads[:, :, 0].max(axis=1)
    edges = np.concatenate(([0.36 * width], right[(right > 0.36 * width) & (right < 0.64 * width)]))
    best, at = 0.0, 0.0
    for edge in np.sort(edges):
        if ((left < edge + 1) & (right > edge + 1)).any():
            continue
        behind = left[left > edge]
        gap = min(float(behind.min(initial=width)), 0.64 * width) - edge
        if gap > best:
            best, at = gap, float(edge) + gap / 2
    sides = (quads[:, :, 0].mean(axis=1) < at).sum()
    if best < 0.03 * width or min(sides, len(quads) - sides) < 3 or _ruled_across(gray, at, best):
        return 0.0
    return at


def _ruled_across(gray: Gray, at: float, gap: float) -> bool:
    """Whether lines of a table cross the band."""
    band = gray[:, int(at - 0.4 * gap) : int(at + 0.4 * gap) + 1].astype(np.float32)
    rows = np.median(band, axis=1)
    paper = cv2.blur(rows[:, None], (1, 61))[:, 0]
    dark = rows < 0.8 * paper
    return int(np.count_nonzero(dark[1:] & ~dark[:-1])) >= 3
