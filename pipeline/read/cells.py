"""Letters and digits that stand in cells of their own, a Chinese character's step from each other."""

from __future__ import annotations

from collections.abc import Sequence

_STEP = 0.06  # by how much their steps may differ from those of Chinese characters
_SIZES = 0.8, 1.5  # in heights: the steps of Chinese characters from each other
_CHINESE = "\u3400"  # from here on


def in_cells(text: str, starts: Sequence[float], ends: Sequence[float], size: float) -> frozenset[int]:
    """Indices of Latin letters and digits that stand in the cell behind that of the one before: no space parts them.

    Known by the Chinese characters of the line, which stand as far from each other; either left edges or middles are even.
    """
    chinese = [char >= _CHINESE for char in text]
    for places in (starts, [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]):
        steps = sorted(places[at] - places[at - 1] for at in range(1, len(places)) if chinese[at] and chinese[at - 1])
        pitch = steps[len(steps) // 2] if steps else 0.0
        if not _SIZES[0] * size < pitch < _SIZES[1] * size:
            continue
        apart = _STEP * pitch
        found = {
            at
            for at in range(1, len(places))
            if not chinese[at] and not chinese[at - 1] and abs(places[at] - places[at - 1] - pitch) < apart
        }
        if found:
            return frozenset(found)
    return frozenset()
