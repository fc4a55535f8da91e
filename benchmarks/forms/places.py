"""Whether the boxes of the rows lie where the words were printed: the renderer knows the place of every character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.forms.fonts import Fonts
from benchmarks.forms.items import Leaf, Text

_ACROSS, _DOWN = 0.75, 0.4  # of a character's height: how far a box's end, and its middle line, may lie off
_RISE = 0.86
_LONGEST = 60  # characters of a row that are looked for


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed character: its page, where it begins and ends, the middle of its line, its height."""

    page: int
    x0: float
    x1: float
    middle: float
    size: float


class Places:
    """The printed characters of a notice, in the order in which they were set."""

    def __init__(self, leaves: Sequence[Leaf], fonts: Fonts) -> None:
        self.chars: list[Printed] = []
        parts = []
        for page, leaf in enumerate(leaves, 1):
            for item in leaf.items[: leaf.body]:
                if isinstance(item, Text):
                    parts += list(self._item(item, page, fonts))
        self.text = "".join(parts)

    def _item(self, item: Text, page: int, fonts: Fonts) -> Iterator[str]:
        x, widths = item.x, fonts.faces[item.face].widths
        middle = item.y - _RISE * item.size + item.size / 2
        for char in item.text:
            width = widths.get(char, 1.0) * item.size
            if not char.isspace():
                self.chars.append(Printed(page, x, x + width, middle, item.size))
                yield char
            x += width + item.spacing

    def right(self, row: Mapping[str, Any]) -> bool | None:
        """Whether a row's first and last box stand where its words begin and end; None where its words are not found."""
        words = "".join(str(row["text"]).split()).replace("|", "")
        boxes = [tuple(map(float, box.split(","))) for box in str(row["box"]).split("；")]
        wanted = words[:_LONGEST]
        at, found = self.text.find(wanted), False
        while wanted and at >= 0:
            found = True
            if self._same(at, at + len(words), int(row["page"]), boxes):
                return True
            at = self.text.find(wanted, at + 1)
        return False if found else None

    def _same(self, start: int, end: int, page: int, boxes: Sequence[tuple[float, ...]]) -> bool:
        chars = [char for char in self.chars[start:end] if char.page == page]
        if not chars:
            return False
        first, last = chars[0], chars[-1]
        begins = abs(boxes[0][0] - first.x0) <= _ACROSS * first.size and _level(boxes[0], first)
        last_line = abs(boxes[-1][2] - last.x1) <= _ACROSS * last.size and _level(boxes[-1], last)
        return begins and (last_line or end - start > _LONGEST)


def _level(box: Sequence[float], char: Printed) -> bool:
    return abs((box[1] + box[3]) / 2 - char.middle) <= _DOWN * char.size
