"""A page's text layer sorted: what is printed, what stands hidden behind an image, what nobody sees, watermarks."""

from __future__ import annotations

import ctypes
import math
from array import array
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.notice import Box
from pipeline.read.layout.sheet import Piece
from pipeline.read.pdf.chars import Frame, Quad, angle_of, baselines, chars_of, direction
from pipeline.read.pdf.objects import Drawn, Walker
from pipeline.read.pdf.runs import Run, piece_of, runs, woven, written_down
from pipeline.read.pdf.score import cover

MAX_CHARACTERS = 100_000
"""Characters read of one page. A full page of small print holds some 5,000, a sheet of a wall table 30,000."""

_LEVEL = math.radians(10)  # a page that lies askew is turned by less
_LINE = 2  # characters in a run, on average, from which there is no question that the text is level
_GROUNDS = 200  # coloured grounds that are searched for the one under white words; on a page with more they are believed
_DESCENT = 0.12  # of a Chinese character's square, below its baseline
_PALE, _LARGE = 0.7, 1.8  # brightness, and size beside the page's text, from which level words are a watermark
_WHITE, _OPAQUE, _FAINT = 250, 255, 8  # colours and opacity of 255
_ASLANT, _STEEP = 0.1, 0.9  # sine of twice the angle of slanted words; slope that stands for all steeper ones
_ALIKE = 0.02  # difference of angles within a slanted line
_FEW = 2  # slanted characters too few for the layout to know as such


@dataclass(slots=True)
class Layer:
    """A page's words and what else its objects tell.

    ``pieces``: printed words; ``hidden``: words that are not painted or lie under an image that covers the page;
    ``watermarks``: large pale words; ``unseen``: number of characters off the page or white on white;
    ``covered``: share of the page under images; ``shown``: by how much viewers turn the page; ``grounds``: painted places,
    upright, once they were looked for; ``cut``: the page holds more than is read; ``vertical``: its lines run down, and it
    was turned so that they are level.
    """

    frame: Frame
    drawn: Drawn
    pieces: list[Piece] = field(default_factory=list)
    hidden: list[Piece] = field(default_factory=list)
    watermarks: list[str] = field(default_factory=list)
    unseen: int = 0
    covered: float = 0.0
    characters: int = 0
    objects: int = 0
    shown: int = 0
    grounds: list[Quad] | None = None
    cut: bool = False
    vertical: bool = False

    @property
    def rules(self) -> list[Box]:
        """Ruling lines, upright."""
        return [Box(*each) for each in self.frame.upright(self.drawn.rules)]

    @property
    def resolution(self) -> float:
        """Pixels to a point of the image that covers most of the page; 0 where there is none."""
        if not self.drawn.images:
            return 0.0
        areas = [(right - left) * (top - bottom) for left, bottom, right, top in self.drawn.images]
        largest = max(range(len(areas)), key=areas.__getitem__)
        (wide, high), area = self.drawn.pixels[largest], areas[largest]
        return math.sqrt(wide * high / area) if area > 0 and math.isfinite(area) else 0.0


def layer_of(page: Any, text: Any) -> Layer:
    """Reads a page (pdfium's handles of the page and of its text)."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    count = max(0, pdfium.FPDFText_CountChars(text))
    number = min(count, MAX_CHARACTERS)
    turn = pdfium.FPDFPage_GetRotation(page) * 90
    frame = Frame(box.left, box.bottom, box.right, box.top, turn)
    chars = chars_of(text, number, frame)
    found = runs(chars)
    upright = False
    if len(found) * _LINE > number:
        level = direction(text, number, turn)
        upright = level == turn and written_down(found)
        if upright:
            level = (turn + 270) % 360  # its lines, from right to left, become level ones from top to bottom
        if level != turn:
            frame = frame._replace(turn=level)
            chars = chars_of(text, number, frame)
            found = runs(chars)
    layer = Layer(frame, Walker().page(page), characters=count, shown=turn, cut=count > number, vertical=upright)
    layer.objects = max(0, pdfium.FPDFPage_CountObjects(page))
    layer.covered = _share(layer.drawn.images, frame)
    behind = _behind(text, number, layer)
    if behind:
        layer.hidden = _pieces(text, runs(chars.only(behind)), layer)
        found = runs(chars.only(set(range(number)) - behind))
    layer.pieces = _pieces(text, found, layer)
    return layer


def _share(images: list[Quad], frame: Frame) -> float:
    """Share of the page under images, strips side by side added up."""
    area = (frame.right - frame.left) * (frame.top - frame.bottom)
    total = 0.0
    for left, bottom, right, top in images:
        wide = min(right, frame.right) - max(left, frame.left)
        high = min(top, frame.top) - max(bottom, frame.bottom)
        total += max(0.0, wide) * max(0.0, high)
    return min(1.0, total / area) if area > 0 else 0.0


def _behind(text: Any, count: int, layer: Layer) -> set[int]:
    """Characters that are not painted, or all of them where an image that covers the page is painted over the text."""
    drawn = layer.drawn
    for image, before in zip(drawn.images, drawn.under, strict=True):
        if before and before == drawn.texts and _share([image], layer.frame) > cover().share:
            return set(range(count))
    if not drawn.hidden:
        return set()
    found = set()
    for index in range(count):
        item = pdfium.FPDFText_GetTextObject(text, index)
        if item and ctypes.addressof(item.contents) in drawn.hidden:
            found.add(index)
    return found


def _pieces(text: Any, found: list[Run], layer: Layer) -> list[Piece]:
    """Runs → pieces in the order of lines; what is off the page, unseen or a watermark goes."""
    width, height = layer.frame.size
    level: list[Run] = []
    tilted: list[Run] = []
    bases = baselines(text, [run.at for run in found], layer.frame)
    for run, base in zip(found, bases, strict=True):
        if not (run.x0[0] < width and run.x1[-1] > 0 and -1 < (run.top + run.bottom) / 2 < height + 1):
            layer.unseen += len(run.text)
            continue
        run.base, run.height = base, run.size()
        if layer.vertical:
            run.base = run.bottom - _DESCENT * run.height
        elif len(run.text) == 1:  # characters that are turned follow each other in no line
            run.angle = angle_of(text, run.at, layer.frame)
        (tilted if abs(run.angle) > _LEVEL else level).append(run)
    usual = median(run.height for run in level) if level else 0.0
    level = [run for run in level if _seen(text, run, usual, layer)]
    pieces = [piece for piece in map(piece_of, woven(level)) if piece is not None]
    return pieces + _tilted(tilted, layer.watermarks)


def _seen(text: Any, run: Run, usual: float, layer: Layer) -> bool:
    """Whether the run is printed words: no white ones on white paper, no transparent ones, no large pale ones."""
    found = (ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint())
    if not pdfium.FPDFText_GetFillColor(text, run.at, *found):
        return True
    red, green, blue, alpha = (each.value for each in found)
    if alpha < _FAINT:
        layer.unseen += len(run.text)
        return False
    if min(red, green, blue) > _WHITE:
        item = pdfium.FPDFText_GetTextObject(text, run.at)
        if item and pdfium.FPDFTextObj_GetTextRenderMode(item) != pdfium.FPDF_TEXTRENDERMODE_FILL:
            return True
        if not _ground(run, layer):
            layer.unseen += len(run.text)
            return False
    elif run.height > _LARGE * usual:
        bright = 1 - alpha / _OPAQUE * (1 - (0.3 * red + 0.6 * green + 0.1 * blue) / 255)
        if bright > _PALE:
            layer.watermarks.append(run.text.strip())
            return False
    return True


def _ground(run: Run, layer: Layer) -> bool:
    """Whether something is painted under the run."""
    if layer.grounds is None:
        boxes = layer.drawn.grounds + layer.drawn.images
        layer.grounds = layer.frame.upright(boxes) if len(boxes) <= _GROUNDS else [(-math.inf, -math.inf, math.inf, math.inf)]
    x, y = (run.x0[0] + run.x1[-1]) / 2, (run.top + run.bottom) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in layer.grounds)


def _tilted(found: list[Run], watermarks: list[str]) -> list[Piece]:
    """Words that stand on edge or aslant, as pieces (the layout knows the latter as a watermark by their slope)."""
    lines: list[list[Run]] = []
    for run in found:
        if lines:
            last = lines[-1][-1]
            near = 2 * math.hypot(last.x1[0] - last.x0[0], last.bottom - last.top)
            if abs(last.angle - run.angle) < _ALIKE and math.hypot(run.x0[0] - last.x0[0], run.top - last.top) < near:
                lines[-1].append(run)
                continue
        lines.append([run])
    pieces = []
    for line in lines:
        words = "".join(run.text for run in line).strip()
        aslant = abs(math.sin(2 * line[0].angle)) > _ASLANT
        if not words or (aslant and len(words) <= _FEW):
            watermarks += filter(None, [words])
            continue
        x0, x1 = min(run.x0[0] for run in line), max(run.x1[0] for run in line)
        y0, y1 = min(run.top for run in line), max(run.bottom for run in line)
        step = (x1 - x0) / len(words)
        edges = array("d", [x0 + step * number for number in range(len(words) + 1)])
        slope = max(-_STEEP, min(_STEEP, math.tan(line[0].angle))) if aslant else 0.0
        size = min(line[0].x1[0] - line[0].x0[0], line[0].bottom - line[0].top)
        pieces.append(Piece(words, Box(x0, y0, x1, y1), edges, size, None, slope))
    return pieces
