"""Text objects of OFD → strips: characters with the exact places of their origins on the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from pipeline.read.ofd.lines import Run
from pipeline.read.ofd.parts import Matrix, children, deltas, number, numbers, placed, words
from pipeline.read.xml import Element, local

_LEAN = 3.0  # degrees that text may be off the level: more is a watermark set aslant
_WIDE = 1.6  # gap, in heights of a character, that ends a run
_GAP = 0.75  # gap, in heights, that is more than a wide letter of a font that is not known
_BACK = 0.35  # step back that ends a run
_SHIFT = 0.35  # shift of the baseline that ends a run
_NARROW, _BROAD = frozenset("fijlrtI.,:;'|!()[]{}`\" "), frozenset("mwMW%@")


@dataclass(slots=True)
class Strip:
    """The characters of one TextCode.

    ``xs`` and ``ys``: origins in points from the page's top left corner; ``em``: width of a Chinese
    character, ``size``: its height, in points; ``angle``: degrees clockwise.
    ``font``: ID of the font; ``whole``: from the object's own coordinates to the page; ``unit``: width and
    height of a Chinese character and its direction, there.
    """

    text: str
    xs: list[float]
    ys: list[float]
    em: float
    size: float
    angle: float
    font: str
    whole: Matrix
    unit: tuple[float, float, float]
    _source: tuple[Element, int]

    def linear(self) -> tuple[float, float, float, float]:
        """a, b, c, d from a glyph of unit height to points."""
        em, size, direction = self.unit
        upright = _turned(direction).then(self.whole)
        return upright.a * em, upright.b * em, upright.c * size, upright.d * size

    def glyphs(self) -> dict[int, list[int]]:
        """Numbers of the glyphs of the embedded font that the characters are shown by, where they are given."""
        found: dict[int, list[int]] = {}
        transforms, start = children(self._source[0], "CGTransform"), self._source[1]
        for each in transforms:
            at = int(number(each.get("CodePosition"))) - start
            codes = int(number(each.get("CodeCount"), 1.0))
            ids = [int(value) for value in numbers(words(each, "Glyphs")) if value >= 0]
            if codes == len(ids):
                found |= {at + index: [glyph] for index, glyph in enumerate(ids)}
            elif 0 < codes <= len(self.text):
                found |= {at: ids} | {at + index: [] for index in range(1, codes)}
        return found

    @property
    def quarter(self) -> int | None:
        """The angle as 0, 90, 180 or 270; None for text set aslant."""
        nearest = round(self.angle / 90) * 90
        return nearest % 360 if abs(self.angle - nearest) <= _LEAN else None


def advance(char: str) -> float:
    """Width of a character in ems, as in most fonts."""
    if char >= "\u2000":
        return 1.0
    if char in _NARROW:
        return 0.3
    return 0.85 if char in _BROAD else 0.65 if char.isupper() else 0.5


def strips(element: Element, outer: Matrix, most: int) -> list[Strip]:
    """The strips of a TextObject, of at most ``most`` characters.

    ``outer`` leads from the object's surroundings to the page.
    """
    get = element.get
    whole = placed(element, outer)
    size, direction = number(get("Size")), number(get("CharDirection"))
    em = size * (number(get("HScale"), 1.0) or 1.0)
    if whole.b or whole.c or whole.a < 0:
        angle = math.degrees(math.atan2(whole.b, whole.a)) + direction
        across, along = math.hypot(whole.a, whole.b), math.hypot(whole.c, whole.d)
    else:
        angle, across, along = direction, whole.a, abs(whole.d)
    if not (em > 0 < size and across and along):
        return []
    reading = int(number(get("ReadDirection"))) % 360
    codes = [child for child in element if local(child) == "TextCode"]
    glyphs = children(element, "CGTransform") if len(codes) < len(element) else []
    unit = (em, size, direction)
    found: list[Strip] = []
    x = y = 0.0
    done = 0
    for code in codes:
        text = _content(code)[: max(0, most - done)]
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        if text:
            xs, ys = _origins(code, text, (x, y), reading, em, _clusters(glyphs, done, len(text)))
            xs, ys = whole.points(xs, ys)
            found.append(Strip(text, xs, ys, em * across, size * along, angle, get("Font", ""), whole, unit, (element, done)))
        done += len(text)
    return found


def _turned(degrees: float) -> Matrix:
    """Turns clockwise, by quarters."""
    quarter = round(degrees / 90) % 4
    cos, sin = (1.0, 0.0, -1.0, 0.0)[quarter], (0.0, 1.0, 0.0, -1.0)[quarter]
    return Matrix(cos, sin, -sin, cos)


def _content(code: Element) -> str:
    """The characters of a TextCode; line ends and indents that a writer put around them are none."""
    text = "".join(code.itertext()) if len(code) else code.text or ""
    if "\n" in text:
        begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
        text = text[begin if "\n" in text[:begin] else 0 : end if "\n" in text[end:] else len(text)]
    return text


def _origins(
    code: Element, text: str, start: tuple[float, float], reading: int, em: float, clusters: list[int]
) -> tuple[list[float], list[float]]:
    """Origins of the characters, in the object's own coordinates."""
    count = len(text)
    dx, dy = _steps(code.get("DeltaX"), text, clusters), _steps(code.get("DeltaY"), text, clusters)
    if not dx and not dy and count > 1:  # nothing is said: each behind the other, as wide as it is
        natural = [advance(char) * em for char in text[:-1]]
        sign = -1.0 if reading in (180, 270) else 1.0
        dx, dy = ([], natural) if reading in (90, 270) else (natural, [])
        dx, dy = [sign * each for each in dx], [sign * each for each in dy]
    elif reading == 180 and dx and min(dx) >= 0:
        dx = [-each for each in dx]
    elif reading == 270 and dy and min(dy) >= 0:
        dy = [-each for each in dy]
    return _summed(start[0], dx, count), _summed(start[1], dy, count)


def _steps(text: str | None, string: str, clusters: list[int]) -> list[float]:
    """Offsets from character to character. Where too few are given, the last one goes on."""
    count = len(string)
    if not text or count < 2:
        return []
    units = [2 if char > "\uffff" else 1 for char in string]
    most = max(2 * count, len(clusters)) + 1
    found = deltas(text, most)
    if clusters and len(found) == sum(clusters) - 1 != count - 1:
        found = _grouped(found, clusters)  # an offset for each glyph, not for each character
    elif len(found) == sum(units) - 1 != count - 1:
        found = _grouped(found, units)  # an offset for each unit of UTF-16
    found = found[: count - 1]
    if found and len(found) < count - 1:
        found += [found[-1]] * (count - 1 - len(found))
    return found


def _grouped(found: list[float], groups: list[int]) -> list[float]:
    """Offsets of groups of glyphs: a group's are added up; a character without a glyph of its own takes none."""
    result: list[float] = []
    at = 0
    for group in groups[:-1]:
        result.append(sum(found[at : at + group]))
        at += group
    return result


def _clusters(transforms: list[Element], start: int, count: int) -> list[int]:
    """Glyphs of each of the characters by CGTransform, [] where each has one."""
    result: list[int] = []
    for each in transforms:
        at = int(number(each.get("CodePosition"))) - start
        codes, glyphs = (int(number(each.get(name), 1.0)) for name in ("CodeCount", "GlyphCount"))
        if codes == glyphs or not 0 <= at < count or codes < 1 or not 0 <= glyphs <= 4 * codes:
            continue
        result = result or [1] * count
        last = min(at + codes, count)
        result[at:last] = ([1] * glyphs + [0] * codes)[: last - at]
        result[at] += max(0, glyphs - (last - at))
    return result


def _summed(start: float, steps: list[float], count: int) -> list[float]:
    if not steps:
        return [start] * count
    found = [start]
    for step in steps:
        start += step
        found.append(start)
    return found


def runs(strip: Strip, turned: Matrix) -> list[Run]:
    """The strip as level runs on the upright page; it is cut at wide gaps, steps back and shifts of the baseline.

    ``turned`` turns the page upright.
    """
    places = [turned.point(*each) for each in zip(strip.xs, strip.ys, strict=True)] if turned != Matrix() else None
    xs = [x for x, _ in places] if places else strip.xs
    ys = [y for _, y in places] if places else strip.ys
    size, em = strip.size, strip.em
    cuts = [0]
    ends: list[float] = []
    for index, ((x, after), (y, below)) in enumerate(zip(pairwise(xs), pairwise(ys), strict=True)):
        end = x + advance(strip.text[index]) * em
        gap = after - end
        if gap > _WIDE * size or after < x - _BACK * size or abs(below - y) > _SHIFT * size:
            cuts.append(index + 1)
        elif gap < _GAP * size:
            end = max(after, x)
        ends.append(end)
    ends.append(xs[-1] + advance(strip.text[-1]) * em)
    parts = pairwise([*cuts, len(xs)])
    return [Run(strip.text[begin:end], xs[begin:end], ends[begin:end], ys[begin], size) for begin, end in parts]
