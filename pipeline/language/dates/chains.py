"""The chains of times in a text, and which items of one are one rule."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pipeline.language.dates.finder import Chain, Item, read_chain
from pipeline.language.dates.trigger import Scanner


def chains(text: str, exclude: Sequence[tuple[int, int]]) -> Iterator[Chain]:
    """The chains of a text from left to right, without overlap, none of them touching an excluded span."""
    starts = [start for start, _ in exclude]
    at = floor = 0
    scanner = Scanner(text)
    while True:
        at = scanner.next(at)
        if at < 0:
            return
        inside = bisect_right(starts, at) - 1
        if inside >= 0 and at < exclude[inside][1]:
            at = floor = exclude[inside][1]
            continue
        chain = read_chain(text, at, floor)
        if chain is None or _touches(chain, exclude, starts):
            at += 1
            continue
        yield chain
        at = floor = max(chain.end, at + 1)


def _touches(chain: Chain, exclude: Sequence[tuple[int, int]], starts: list[int]) -> bool:
    if not exclude:
        return False
    begin = min([item.start for item in chain.items] + [lasting.start for lasting in chain.lasting])
    index = bisect_right(starts, chain.end - 1) - 1
    return index >= 0 and exclude[index][1] > begin


def merged(items: list[Item]) -> list[tuple[Item, list[Item]]]:
    """Recurring days of one list without a limit are one rule (每周一、三、五; 每年1月和7月); others stand alone."""
    out: list[tuple[Item, list[Item]]] = []
    for item in items:
        if out and _one_rule(out[-1][0], item):
            out[-1][1].append(item)
        else:
            out.append((item, []))
    return out


def _one_rule(first: Item, later: Item) -> bool:
    one, two = first.moment, later.moment
    if one.each is None or two.each != one.each or first.to or later.to or "each" in two.slots:
        return False
    if one.weekday is not None and two.weekday is not None:
        return one.nth is None and two.nth is None
    if (
        first.bound
        or later.bound
        or one.part
        or two.part
        or one.nth
        or two.nth
        or one.hour is not None
        or two.hour is not None
    ):
        return False
    if one.day is not None or two.day is not None:
        return isinstance(one.day, int) and isinstance(two.day, int) and one.month == two.month
    return isinstance(one.month, int) and isinstance(two.month, int)
