"""From chains to `DateExpression`: years carried through a sentence, limits applied, rules written down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pipeline.language.dates import recurrence, words
from pipeline.language.dates.chains import merged
from pipeline.language.dates.finder import Chain, Item, Lasting
from pipeline.language.dates.limits import implied, limited
from pipeline.language.dates.moment import Moment, each_level, recurs_not
from pipeline.language.dates.resolve import Extent, Surroundings, extent
from pipeline.language.dates.words import BoundWord, Relative

_SENTENCE = re.compile("[。！？\n]")
_TOPIC = re.compile(r"[，,、：:（(]")
_NO_DAY = "the day is not known"
_EVERY_YEAR = "it is another year each time"
_NO_REFERENCE = "the day of writing is not known"
_NO_ANCHOR = "what it counts from is not known"
_LONG_PAST = 150  # days; a deadline that lies further back than this is of the next year
_TURN = 11  # from this month on, a plan of the next year means the next year


@dataclass(frozen=True, slots=True)
class DateExpression:
    """One time expression: `text[start:end] == text` of the text that was searched.

    kind: point, interval, recurring or duration. date_from, date_to: ISO 8601, with a clock 2021-02-02T17:00,
    "" when unknown; a limit fills one side only. precision: the finest part that is written (minute, hour, day, week,
    ten_days, month, quarter, half, year, plan …). rrule: RFC 5545. bound: "" or before (date_to is the last moment),
    from, after, until (a state to be reached at date_to). anchor: what a duration counts from, as written. problem: why
    a date is empty or doubtful. rule: the rows of the lexicon that made it. duration: ISO 8601, of durations and of
    recurring intervals.
    """

    start: int
    end: int
    text: str
    kind: str
    date_from: str
    date_to: str
    precision: str
    rrule: str
    bound: str
    anchor: str
    problem: str
    rule: str
    duration: str = ""


@dataclass(slots=True)
class Before:
    """The time before the present one: as written (with its year), its days, its end in the text."""

    moment: Moment
    found: Extent
    end: int
    bound: str
    topic: bool
    to: Moment | None = None


class Emitter:
    """Writes down chains in order; keeps what the next one may lean on."""

    def __init__(self, text: str, original: str, reference: date | datetime | None, plan_year: int | None) -> None:
        self.text, self.original = text, original
        self.clock = reference if isinstance(reference, datetime) else None
        self.reference, self.plan_year = self.clock.date() if self.clock else reference, plan_year
        self.before: Before | None = None

    def emit(self, chain: Chain) -> Iterator[DateExpression]:
        """The expressions of one chain."""
        for lasting in chain.lasting:
            yield self._lasting(lasting)
        for index, (item, more) in enumerate(merged(chain.items)):
            yield self._item(item, more, first=index == 0)

    # --- what is left out ---

    def _near(self, start: int) -> bool:
        """Whether the time before stands in the same sentence."""
        return self.before is not None and _SENTENCE.search(self.text, self.before.end, start) is None

    def _complete(self, item: Item, first: bool) -> None:
        """Gives a moment the year, the month or the rhythm that the time before it lends."""
        moment, before = item.moment, self.before
        if (
            before is not None
            and before.moment.each
            and moment.year == Relative("previous", 1)
            and self._near(item.start)
        ):
            moment.year = None  # 每年10月…，次年3月
        top = moment.top()
        if moment.each or moment.fixed() or before is None or not (self._near(item.start) or not first):
            if top == 6 and moment.each is None and isinstance(moment.day, int) and self.reference:
                moment.month = moment.month or Relative("reference", 0)
            return
        earlier = before.moment
        if top == 7 and earlier.each is not None and earlier.hour is not None:
            _same_days(item, before)
            return
        recurs = (
            earlier.each is not None
            and not (moment.month and earlier.each.each in ("quarter", "half"))
            and (earlier.month or earlier.part or earlier.quarter_month or earlier.day)
        )
        if recurs and earlier.each and top > each_level(earlier) and not recurs_not(moment):
            moment.each, moment.times = earlier.each, earlier.times
            if moment.month is None and top == 6:
                moment.month, moment.quarter_month = earlier.month, earlier.quarter_month
            return
        if isinstance(moment.year, Relative) or moment.week is not None or isinstance(moment.month, Relative):
            return
        last = before.found.last
        if last is None:
            return
        if top >= 6 and before.found.precision in ("day", "hour", "minute", "month", "ten_days", "half_month"):
            if isinstance(moment.day, int) or moment.day is None:
                moment.year, moment.month = last.year, last.month
                if top == 7 and before.found.precision in ("day", "hour", "minute"):
                    moment.day = last.day
            return
        if (moment.day is None or isinstance(moment.day, int)) and top > 2 and self._lends_year(before, item, first):
            moment.year = last.year

    def _lends_year(self, before: Before, item: Item, first: bool) -> bool:
        if not first:
            return True
        assert before.found.last is not None
        if before.found.precision in ("plan", "decade") or before.moment.week or before.moment.year is None:
            return False
        year = before.found.last.year
        if self.plan_year is None and self.reference is None:
            return True
        if before.found.precision == "year" and not before.moment.part and (before.bound or not before.topic):
            return False
        late = item.bound is not None and item.bound.bound == "before" and before.bound != "before"
        return not (late and self.reference is not None and year < self.reference.year)

    # --- times ---

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

    def _in_rhythm(self, item: Item) -> bool:
        """Whether a time stands in the sentence of one that recurs every year."""
        before = self.before
        yearly = before is not None and before.moment.each is not None and before.moment.each.each == "year"
        return yearly and self._near(item.start)

    def _previous(self, item: Item, first: bool) -> Extent | None:
        """The time that 次年, 当月, 同日 count from: the one before in the same paragraph."""
        if self.before is None or (first and "\n" in self.text[self.before.end : item.start]):
            return None
        return self.before.found

    def _resolved(self, moment: Moment, around: Surroundings) -> Extent:
        if moment.top() == 7 and moment.day is None:
            if self.reference is None:
                return Extent(None, None, moment.precision, problem=_NO_DAY)
            moment.day = Relative("reference", 0)
        return extent(moment, around)

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
        if found.first and until.last and until.last < found.first:
            whole = replace(whole, problem="the range ends before it begins")
        self._keep(item, to, replace(until, first=found.first), None, item.end)
        start = found.first.isoformat() + found.clock if found.first else ""
        stop = until.last.isoformat() + until.clock if until.last else ""
        if item.bound and until.first and until.last:
            stop = limited(to, until, item.bound)[1]
        return self._expression(
            item.start, item.end, "interval", start, stop, whole.precision, "", whole.problem, "range"
        )

    def _keep(self, item: Item, moment: Moment, found: Extent, bound: BoundWord | None, end: int) -> None:
        """Remembers a time for the ones after it; 每年2月底前报送上年度总结 goes on recurring after 上年度."""
        if found.last is None or (isinstance(moment.year, Relative) and self._in_rhythm(item)):
            return
        after = self.text[end : end + 1]
        begins = not self.text[max(0, item.start - 1) : item.start].strip("，。；、：（(\n 　于在自从")
        self.before = Before(moment, found, end, bound.bound if bound else "", after in "，,、：:；。（" or begins)

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

    # --- lengths ---

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
        elif lasting.since is not None:
            name, start, stop = "length_from", *self._counted_from(lasting, length)
        elif lasting.anchor:
            name = "length_anchored"
        made = self._expression(lasting.start, lasting.end, kind, start, stop, length.precision, bound, problem, name)
        return replace(made, anchor=lasting.anchor, duration=length.iso())

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

    def _expression(
        self,
        start: int,
        end: int,
        kind: str,
        first: str,
        last: str,
        precision: str,
        bound: str,
        problem: str,
        name: str,
    ) -> DateExpression:
        return DateExpression(
            start, end, self.original[start:end], kind, first, last, precision, "", bound, "", problem, f"dates.{name}"
        )


def _clock_time(moment: datetime) -> str:
    """ISO 8601 to the minute, to the second where there are any."""
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def _same_days(item: Item, before: Before) -> None:
    """每周一至周五上午8:30—12:00，下午2:00—5:30: the second hours are of the same days."""
    for moment, earlier in ((item.moment, before.moment), (item.to, before.to or before.moment)):
        if moment is None:
            continue
        moment.each, moment.times = earlier.each, earlier.times
        moment.month, moment.quarter_month = earlier.month, earlier.quarter_month
        moment.weekday, moment.nth, moment.nth_unit = earlier.weekday, earlier.nth, earlier.nth_unit
        if moment.day is None:
            moment.day = earlier.day if isinstance(earlier.day, int) else None


def _last_day(moment: Moment) -> bool:
    """Whether 底 or 末 makes a day of a month or a year."""
    return bool(moment.part) and words.PARTS[moment.part_of, moment.part].whole == "yes"


def _reach(reference: date, there: date) -> tuple[date, date]:
    """First and last day of 近三年 or 未来三年: three years, the day of writing among them."""
    if there < reference:
        return there + timedelta(days=1), reference
    return reference, max(reference, there - timedelta(days=1))
