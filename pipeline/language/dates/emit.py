"""From chains to `DateExpression`: limits applied, years chosen, rules written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from pipeline.language.dates import recurrence, words
from pipeline.language.dates.chains import merged
from pipeline.language.dates.context import Before, DateExpression
from pipeline.language.dates.finder import Chain, Item
from pipeline.language.dates.lengths import Lengths
from pipeline.language.dates.limits import implied, limited
from pipeline.language.dates.moment import Moment
from pipeline.language.dates.resolve import Extent, Surroundings
from pipeline.language.dates.words import BoundWord, Relative

__all__ = ["DateExpression", "Emitter"]

_EVERY_YEAR = "it is another year each time"
_LONG_PAST = 150  # days; a deadline that lies further back than this is of the next year
_TURN = 11  # from this month on, a plan of the next year means the next year


class Emitter(Lengths):
    """Writes down chains in order; keeps what the next one may lean on."""

    def emit(self, chain: Chain) -> Iterator[DateExpression]:
        """The expressions of one chain."""
        for lasting in chain.lasting:
            yield self._lasting(lasting)
        for index, (item, more) in enumerate(merged(chain.items)):
            yield self._item(item, more, first=index == 0)

    def _item(self, item: Item, more: list[Item], first: bool) -> DateExpression:
        own_year = item.moment.year
        self._complete(item, first)
        end = more[-1].end if more else item.end
        if item.moment.each is not None:
            return self._recurring(item, more, end)
        around = Surroundings(self.reference, self.plan_year, self._previous(item, first))
        found = self._resolved(item.moment, around)
        if isinstance(item.moment.year, Relative) and item.moment.year.base == "plan" and self._in_rhythm(item):
            found = Extent(None, None, item.moment.precision, problem=_EVERY_YEAR)
        if item.to is not None:
            return self._range(item, found, around)
        bound = item.bound or implied(item.moment)
        if item.open_end:
            return self._write_open(item, found)
        if own_year is None:
            found = self._other_year(item, found, around)
        self._keep(item, item.moment, found, bound, item.end)
        return self._write(item, item.end, found, bound)

    def _other_year(self, item: Item, found: Extent, around: Surroundings) -> Extent:
        """A month without a year lies in the plan's year, with two exceptions.

        请于1月15日前, written in December, is of the next year, as is 春节前 after the feast; 10月15日前 of next
        year's plan, written in August, is of this one.
        """
        reference, last, moment = self.reference, found.last, item.moment
        if reference is None or last is None or moment.year is not None:
            return found
        plan = self.plan_year if self.plan_year is not None else reference.year
        if moment.named and item.bound is not None and plan == reference.year and last < reference:
            return self._of_year(moment, reference.year + 1, around)
        if not isinstance(moment.month, int):
            return found
        late = item.bound is not None and item.bound.bound == "before"
        if late and plan == reference.year == last.year and (reference - last).days > _LONG_PAST:
            return self._of_year(moment, reference.year + 1, around)
        if late and plan < reference.year and last < reference:
            return self._of_year(moment, reference.year, around)
        if plan == reference.year + 1 and reference.month < _TURN:
            nearer = self._of_year(moment, reference.year, around)
            if nearer.last is not None and nearer.last >= reference:
                return nearer
            moment.year = None
        return found

    def _of_year(self, moment: Moment, year: int, around: Surroundings) -> Extent:
        moment.year = year
        return self._resolved(moment, around)

    def _range(self, item: Item, found: Extent, around: Surroundings) -> DateExpression:
        assert item.to is not None
        to = item.to
        if to.top() == 7 and to.day is None:
            to.month, to.day = item.moment.month, item.moment.day
        if to.year is None and to.top() > 2:
            to.year = item.moment.year
        around.previous = found if found.known() else around.previous
        until = self._resolved(to, around)
        if found.first and until.last and until.last < found.first and not isinstance(to.year, Relative):
            if "year" not in to.slots and "iso" not in to.slots and to.top() > 2:
                to.year = until.last.year + 1
                until = self._resolved(to, around)
            elif isinstance(to.year, int) and not {"year", "iso", "iso_month", "year_word"} & set(item.moment.slots):
                item.moment.year = to.year - 1
                found = self._resolved(item.moment, around)
        whole = Extent(found.first, until.last, until.precision, problem=found.problem or until.problem)
        if found.first and until.last == found.first and to.slots == ["clock"] and _over_night(item.moment, to):
            until = replace(until, last=until.last + timedelta(days=1))
        backwards = until.last == found.first and found.clock and until.clock and until.clock < found.clock
        if found.first and until.last and (until.last < found.first or backwards):
            whole = replace(whole, problem="the range ends before it begins")
        self._keep(item, to, replace(until, first=found.first), None, item.end)
        start = found.first.isoformat() + found.clock if found.first else ""
        stop = until.last.isoformat() + until.clock if until.last else ""
        if item.bound and until.first and until.last:
            stop = limited(to, until, item.bound)[1]
        return self._expression(
            item.start, item.end, "interval", start, stop, whole.precision, "", whole.problem, "range"
        )

    def _write(self, item: Item, end: int, found: Extent, bound: BoundWord | None) -> DateExpression:
        """A single time with its limit."""
        first, last = found.first, found.last
        name = item.moment.slots[-1] + (f"+{item.word}" if item.word else "")
        start = first.isoformat() + found.clock if first else ""
        stop = last.isoformat() + found.clock if last else ""
        kind = "point" if bound or (first is not None and first == last) else "interval"
        problem = found.problem
        if item.moment.named_span and not bound:
            kind, start, stop, problem = "interval", "", "", "its length is set each year"
        if first is None and not bound:
            day = item.moment.precision in ("day", "hour", "minute") or _last_day(item.moment)
            kind = "point" if day else "interval"
        if bound and first is not None and last is not None:
            start, stop = limited(item.moment, found, bound)
        elif bound:
            start = stop = ""
        return self._expression(
            item.start, end, kind, start, stop, item.moment.precision, bound.bound if bound else "", problem, name
        )

    def _write_open(self, item: Item, found: Extent) -> DateExpression:
        """即日起至验收结束: an interval whose end has no date."""
        self._keep(item, item.moment, found, None, item.end)
        start = found.first.isoformat() + found.clock if found.first else ""
        problem = found.problem or "the end of the range has no date"
        return self._expression(
            item.start, item.end, "interval", start, "", item.moment.precision, "", problem, "range_open"
        )

    def _recurring(self, item: Item, more: list[Item], end: int) -> DateExpression:
        moment = item.moment
        bound = item.bound or implied(moment)
        if item.after is not None:
            rule, problem = recurrence.after_period(moment, item.after)
        else:
            rule, problem = recurrence.rule(
                moment,
                bound.bound if bound else "",
                bool(bound and bound.counts),
                tuple(other.moment for other in more),
                item.to,
            )
        length = recurrence.repeated_length(moment, item.to) if item.to is not None else ""
        self.before = Before(moment, Extent(None, None, moment.precision), end, "", False, item.to)
        name = "recurring." + moment.slots[-1] + (f"+{item.word}" if item.word else "")
        precision = (item.to or moment).precision
        made = self._expression(
            item.start, end, "recurring", "", "", precision, bound.bound if bound else "", problem, name
        )
        return replace(made, rrule=rule, duration=length)


def _over_night(first: Moment, last: Moment) -> bool:
    """22时至6时 ends on the next day."""
    return first.hour is not None and last.hour is not None and first.hour >= 17 and last.hour <= 9


def _last_day(moment: Moment) -> bool:
    """Whether 底 or 末 makes a day of a month or a year."""
    return bool(moment.part) and words.PARTS[moment.part_of, moment.part].whole == "yes"
