"""What a word of limit (前, 起, 到) makes of the days of a time."""

from __future__ import annotations

from datetime import timedelta

from pipeline.language.dates import words
from pipeline.language.dates.moment import Moment
from pipeline.language.dates.resolve import Extent
from pipeline.language.dates.words import BoundWord


def implied(moment: Moment) -> BoundWord | None:
    """年内, 月内 and 前5个工作日 are limits without a word of their own."""
    if moment.part and words.PARTS[moment.part_of, moment.part].whole == "in":
        return BoundWord("before", True)
    return BoundWord("before", True) if moment.nth_unit.startswith("前") else None


def limited(moment: Moment, found: Extent, bound: BoundWord) -> tuple[str, str]:
    """date_from and date_to of a limit: one side only. A day before 前 is included; a month, a year, a feast is not."""
    first, last = found.first, found.last
    assert first is not None and last is not None
    counts = bound.counts or found.counts or (first == last and not moment.named and not moment.lunar)
    if bound.bound == "before":
        return "", (last.isoformat() + found.clock if counts else (first - timedelta(days=1)).isoformat())
    if bound.bound == "until":
        return "", last.isoformat() + found.clock
    if bound.bound == "after" and not counts:
        return (last + timedelta(days=1)).isoformat(), ""
    return first.isoformat() + found.clock, ""
