"""The parts of an OFD package (GB/T 33190—2016): files, their XML, and numbers as the standard writes them."""

from __future__ import annotations

import math
from typing import NamedTuple

from pipeline.notice import Problem, Severity
from pipeline.read.errors import ReadError
from pipeline.read.package import MAX_PART_BYTES, Package, part_name
from pipeline.read.salvage import Salvaged
from pipeline.read.xml import Element, local, parse

POINTS = 72 / 25.4
"""Points in a millimetre, the unit of OFD."""

MAX_NUMBERS = 100_000
"""Numbers read of one list. The longest known, the strokes of a map, has some 10,000."""

MAX_PROBLEMS = 200
"""Problems written for one file; a damaged one would repeat itself on every page."""

_FAR = 1e6  # millimetres; a coordinate beyond a kilometre is a mistake or an attack


class Matrix(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f, as in the CTM of OFD."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def points(self, xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
        """Where points go."""
        a, b, c, d, e, f = self
        if not b and not c:
            return [a * x + e for x in xs], [d * y + f for y in ys]
        pairs = list(zip(xs, ys, strict=True))
        return [a * x + c * y + e for x, y in pairs], [b * x + d * y + f for x, y in pairs]

    def then(self, outer: Matrix) -> Matrix:
        """This one first, the outer one upon it."""
        (a, b), (c, d) = outer.point(self.a, self.b), outer.point(self.c, self.d)
        e, f = outer.point(self.e, self.f)
        return Matrix(a - outer.e, b - outer.f, c - outer.e, d - outer.f, e, f)


class Place(NamedTuple):
    """A file of the package and the folder that the paths in it start from."""

    name: str
    folder: str


class Parts:
    """The files of the package, found by ST_Loc, and what was wrong with them."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.scans = 0  # pages that went to OCR
        self._package = self._opened(data)
        self.names = self._package.names

    def _opened(self, data: bytes) -> Package | Salvaged:
        """The package; of one that was cut off what can be had."""
        try:
            return Package(data)
        except ReadError as error:
            found = Salvaged(data)
            if error.__cause__ is None or not any(name.lower().endswith(".xml") for name in found.names):
                raise
        words = "the file is cut off or damaged; what could be had of it was read: copy or download it again and compare"
        self.problem(words, severity="error")
        return found

    def read(self, name: str, most: int = MAX_PART_BYTES) -> bytes:
        """The bytes of a part.

        Raises:
            ReadError: it is missing, encrypted, broken or too large.
        """
        if isinstance(self._package, Package):
            return self._package.read(name, most)
        if self._package.find(name) is None:
            raise ReadError("it is missing from the package", "copy or download it again")
        return self._package.read(name)[:most]

    def problem(self, message: str, page: int = 0, severity: Severity = "warning") -> None:
        """Note what is wrong, once."""
        found = Problem(self.path, "read", severity, message, page)
        if len(self.problems) < MAX_PROBLEMS and found not in self.problems:
            self.problems.append(found)
        elif len(self.problems) == MAX_PROBLEMS:
            self.problems.append(Problem(self.path, "read", "warning", f"more than {MAX_PROBLEMS} problems; the rest are not listed"))

    def locate(self, loc: str, folder: str = "") -> Place:
        """The file that an ST_Loc means: absolute from the package's root, else from ``folder``; as written where it is missing."""
        loc = loc.strip().replace("\\", "/")
        tries = [loc] if loc.startswith("/") else [f"{folder}/{loc}", loc, f"{folder.partition('/')[0]}/{loc}"]
        for each in tries:
            found = self._package.find(each)
            if found is not None:
                return Place(found, found.rpartition("/")[0])
        name = part_name(tries[0])
        return Place(name, name.rpartition("/")[0])

    def xml(self, place: Place, page: int = 0, severity: Severity = "warning") -> Element | None:
        """Root of an XML part. What is wrong with it becomes a problem; of a damaged one what can be had is taken."""
        try:
            data = self.read(place.name)
        except ReadError as error:
            self.problem(f"the part {place.name} cannot be read: {error}", page, severity)
            return None
        try:
            return parse(data)
        except ReadError as error:
            self.problem(f"the part {place.name} is damaged: {error}", page, severity)
        try:
            return parse(data, recover=True)
        except ReadError:
            return None


def children(element: Element | None, *names: str) -> list[Element]:
    """Child elements of these names, in any namespace (producers write the standard's, an older one or none)."""
    return [child for child in element if local(child) in names] if element is not None else []


def child(element: Element | None, name: str) -> Element | None:
    """The first child element of the name."""
    return next(iter(children(element, name)), None)


def words(element: Element | None, name: str = "") -> str:
    """The text of a child element (or of the element itself), without blanks around it."""
    found = child(element, name) if name else element
    return "".join(found.itertext()).strip() if found is not None else ""


def number(text: str | None, default: float = 0.0) -> float:
    """A number of ST_Double, finite and no farther than a page can be."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if math.isfinite(value) and abs(value) < _FAR else default


def numbers(text: str | None, most: int = MAX_NUMBERS) -> list[float]:
    """The numbers of ST_Array, ST_Box or ST_Pos; what is none ends the list."""
    found: list[float] = []
    for token in (text or "").replace(",", " ").split(None, most)[:most]:
        try:
            value = float(token)
        except ValueError:
            break
        if not math.isfinite(value) or abs(value) >= _FAR:
            break
        found.append(value)
    return found


def box(text: str | None) -> tuple[float, float, float, float] | None:
    """An ST_Box: x, y, width, height; None where it is none."""
    found = numbers(text, 4)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def matrix(text: str | None) -> Matrix:
    """A CTM; the identity where it is missing or none."""
    found = numbers(text, 6)
    return Matrix(*found) if len(found) == 6 else Matrix()


def placed(element: Element, outer: Matrix) -> Matrix:
    """From an object's own coordinates, through its CTM and the corner of its boundary, to the page."""
    frame = numbers(element.get("Boundary"), 2)
    x, y = frame if len(frame) == 2 else (0.0, 0.0)
    e, f = outer.point(x, y)
    there = Matrix(outer.a, outer.b, outer.c, outer.d, e, f)
    ctm = element.get("CTM")
    return matrix(ctm).then(there) if ctm else there


def deltas(text: str | None, count: int) -> list[float]:
    """The offsets of DeltaX or DeltaY, at most ``count``: numbers, and ``g n v`` for n times v.

    They are never written out further than there are characters, whatever n says.
    """
    found: list[float] = []
    tokens = (text or "").replace(",", " ").split(None, 3 * count + 3)[: 3 * count + 3]
    at = 0
    while at < len(tokens) and len(found) < count:
        token = tokens[at]
        if token in ("g", "G"):
            if at + 2 >= len(tokens):
                break
            times = tokens[at + 1]
            room = count - len(found)
            found += [number(tokens[at + 2])] * (min(int(times[:9]), room) if times.isdecimal() else 0)
            at += 3
        else:
            found.append(number(token))
            at += 1
    return found
