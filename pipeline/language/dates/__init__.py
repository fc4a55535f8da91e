"""Time expressions of formal Chinese: `find_dates`.

    find_dates("请于2021年6月20日、12月20日前报送")

finds the expressions, with exact offsets, and says in ISO 8601 and RFC 5545 what they mean. It knows nothing of notices
and never looks at a clock: what a text leaves out comes from `reference` and `default_year`, or stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from pipeline.language.dates.chains import chains
from pipeline.language.dates.emit import DateExpression, Emitter

__all__ = ["DateExpression", "find_dates"]

_WIDE = re.compile("[０-９．／\u00a0\r]")
_NARROW = str.maketrans("０１２３４５６７８９．／\u00a0\r", "0123456789./ \n")


def find_dates(
    text: str,
    reference: date | str | None = None,
    *,
    default_year: int | None = None,
    exclude: Sequence[tuple[int, int]] = (),
) -> list[DateExpression]:
    """The time expressions of `text`, in order.

    `reference` is the day of writing (a date or ISO 8601): 今年, 明年, 三天后 count from it; where it is a time of day,
    两小时后 does too. `default_year` is the
    year that expressions without one mean (全年, 6月前); the reference's year where it is not given. What stands
    in `exclude` (spans of titles, document numbers) is not read. Linear in the length of the text.
    """
    folded = text.translate(_NARROW) if _WIDE.search(text) else text
    emitter = Emitter(folded, text, _moment(reference), default_year)
    return [found for chain in chains(folded, _joined(exclude)) for found in emitter.emit(chain)]


def _moment(reference: date | str | None) -> date | datetime | None:
    """The reference as a day, or as a time of day where it has one; a time zone says nothing here."""
    if isinstance(reference, str):
        if len(reference) <= 10:
            return date.fromisoformat(reference) if reference else None
        reference = datetime.fromisoformat(reference)
    return reference.replace(tzinfo=None) if isinstance(reference, datetime) else reference


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
