"""Reading one time: its parts in order, each by the expression of what may follow the ones before."""

from __future__ import annotations

import re

from pipeline.language.dates import setters, setters_days  # noqa: F401  (they enter their functions into SETTERS)
from pipeline.language.dates.moment import Moment
from pipeline.language.dates.registry import SETTERS
from pipeline.language.dates.slots import SPACE, read_slot, rows

_SPACE = re.compile(SPACE)
_EACH_RANK = {
    "year": 10,
    "half": 20,
    "quarter": 20,
    "month": 30,
    "months": 30,
    "tens": 40,
    "half_month": 40,
    "week": 40,
    "day": 50,
}
_GIVES: dict[str, frozenset[str]] = {
    slot: frozenset(gives.split())
    for gives, slots in {
        "year": "year republic year_short year_word decade century plan",
        "year quarter": "quarter quarter_word quarter_named",
        "half": "half",
        "quarter": "quarters",
        "month": "month month_lost month_word quarter_month",
        "month year": "iso_month",
        "week day": "week_word weekday weekday_each week_end nth_working_day",
        "day": "day day_word day_lost day_and_month all_run iso iso_compact numeric lunar",
    }.items()
    for slot in slots.split()
}


def read_moment(text: str, at: int, *, joined: bool = False, weekdays: bool = False) -> tuple[Moment, int] | None:
    """The time that begins at `at` and the place after it; None where none does.

    `joined`: what stands before is the first half of a range or list; `weekdays`: … that ends in a day of the week.
    """
    moment, end, rank = Moment(), at, -1
    have: set[str] = {"range"} if joined else set()
    if weekdays:
        have.add("list_of_weekdays")
    known = rows()
    while True:
        spaced = _SPACE.match(text, end)
        read = read_slot(text, spaced.end() if spaced and moment.slots else end, rank, have)
        if read is None:
            break
        row, match = known[read[0]], read[1]
        if not SETTERS[row.id](moment, match):
            break
        moment.slots.append(row.id)
        rank, end = row.rank, match.end()
        have |= _GIVES.get(row.id, frozenset())
        if row.id in ("each", "each_word", "each_daypart", "each_meets"):
            assert moment.each is not None
            have |= {"each", moment.each.each, "each_" + moment.each.each} | (
                {"month"} if moment.each.each == "months" else set()
            )
            rank = max(rank, _EACH_RANK.get(moment.each.each, 5))
        if row.id in ("bare", "each_pair"):
            break
    return (moment, end) if moment.slots else None
