"""Lengths of time written down: with what they count from, and their days where those are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from pipeline.language.dates.context import Context, DateExpression
from pipeline.language.dates.durations import Length
from pipeline.language.dates.finder import Item, Lasting
from pipeline.language.dates.resolve import Surroundings

_NO_REFERENCE = "the day of writing is not known"
_NO_ANCHOR = "what it counts from is not known"


class Lengths(Context):
    """Writes down lengths of time."""

    def _lasting(self, lasting: Lasting) -> DateExpression:
        length, reference = lasting.length, self.reference
        if length is None:
            return replace(
                self._expression(lasting.start, lasting.end, "point", "", "", "day", "from", _NO_ANCHOR, "anchor"),
                anchor=lasting.anchor,
            )
        kind, start, stop, problem, name, bound = "duration", "", "", "", "length", lasting.bound
        if lasting.bound in ("reach", "shift") and not lasting.anchor:
            name, bound = lasting.bound, ""
            kind = "interval" if lasting.bound == "reach" else "point"
            there = length.after(reference, lasting.sign) if reference else None
            clock = length.after_clock(self.clock, lasting.sign) if self.clock else None
            if clock is not None and self.clock is not None:
                ends = sorted((self.clock, clock)) if lasting.bound == "reach" else (clock, clock)
                start, stop = (_clock_time(end) for end in ends)
            elif there is None or reference is None:
                problem = _NO_REFERENCE if reference is None else "the length does not count whole days"
            elif lasting.bound == "reach":
                start, stop = (day.isoformat() for day in _reach(reference, there))
            else:
                start = stop = there.isoformat()
        elif lasting.bound == "beside" and lasting.since is not None:
            name, bound = "beside", ""
            kind, start, stop = self._beside(lasting, lasting.since, length)
        elif lasting.since is not None:
            name, start, stop = "length_from", *self._counted_from(lasting, length)
        elif lasting.anchor:
            name = "length_anchored"
        made = self._expression(lasting.start, lasting.end, kind, start, stop, length.precision, bound, problem, name)
        return replace(made, anchor=lasting.anchor, duration=length.iso())

    def _beside(self, lasting: Lasting, item: Item, length: Length) -> tuple[str, str, str]:
        """春节前三天 ends on the eve, 10月1日后一周 begins on the 2nd; working days have no dates."""
        self._complete(item, True)
        found = self._resolved(item.moment, Surroundings(self.reference, self.plan_year, self._previous(item, True)))
        there = length.after(found.first, lasting.sign) if found.first else None
        if found.first is None or there is None:
            return "duration", "", ""
        self._keep(item, item.moment, found, item.bound, lasting.end)
        beside = found.first + timedelta(days=lasting.sign)
        first, last = sorted((beside, there))
        return "point" if first == last else "interval", first.isoformat(), last.isoformat()

    def _counted_from(self, lasting: Lasting, length: object) -> tuple[str, str]:
        """自2021年7月1日起30日内: the first day does not count (Civil Code, art. 201)."""
        assert lasting.since is not None and lasting.length is not None
        item = lasting.since
        self._complete(item, True)
        if item.moment.each is not None:
            return "", ""
        found = self._resolved(item.moment, Surroundings(self.reference, self.plan_year, self._previous(item, True)))
        if found.first is None:
            return "", ""
        self._keep(item, item.moment, found, item.bound, lasting.end)
        until = lasting.length.after(found.first)
        return found.first.isoformat(), until.isoformat() if until else ""


def _clock_time(moment: datetime) -> str:
    """ISO 8601 to the minute, to the second where there are any."""
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def _reach(reference: date, there: date) -> tuple[date, date]:
    """First and last day of 近三年 or 未来三年: three years, the day of writing among them."""
    if there < reference:
        return there + timedelta(days=1), reference
    return reference, max(reference, there - timedelta(days=1))
