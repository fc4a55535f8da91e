"""Letters and digits that stand in cells of their own, a Chinese character's step from each other."""

from __future__ import annotations

from collections.abc import Sequence

_STEP = 0.06  # by how much their steps may differ from those of Chinese characters
_SIZES = 0.8, 1.5  # in heights: the steps of Chinese characters from each other
_SPREAD = 0.15  # in heights: the gaps of a spread line at least
_CHINESE = "\u3400"  # from here on


def in_cells(text: str, starts: Sequence[float], ends: Sequence[float], size: float) -> frozenset[int]:
    """Indices of Latin letters and digits that stand in the cell behind that of the one before: no space parts them.

    Known by the Chinese characters of the line, which stand as far from each other; either left edges or middles are even,
    or the gaps between them, where the line is spread.
    """
    chinese = [char >= _CHINESE for char in text]
    cells: set[int] = set()
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
        if len(found) > len(cells):
            cells = found
    gaps = [0.0, *(start - end for start, end in zip(starts[1:], ends, strict=False))]
    between = sorted(gaps[at] for at in range(1, len(gaps)) if chinese[at] and chinese[at - 1])
    gap = between[len(between) // 2] if between else 0.0
    if gap < _SPREAD * size:
        return frozenset(cells)
    spread = (at for at in range(1, len(gaps)) if not chinese[at] and not chinese[at - 1] and gaps[at] < gap + _STEP * size)
    return frozenset(cells).union(spread)
