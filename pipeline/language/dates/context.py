"""What a time takes from its surroundings: the year, month or rhythm that the time before it lends, the day of writing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.language.dates.finder import Item
from pipeline.language.dates.moment import Moment, each_level, recurs_not
from pipeline.language.dates.resolve import Extent, Surroundings, extent
from pipeline.language.dates.words import BoundWord, Relative

_SENTENCE = re.compile("[。！？\n]")
_NO_DAY = "the day is not known"


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


class Context:
    """The text, the day of writing, and the time before the present one."""

    def __init__(self, text: str, original: str, reference: date | datetime | None, plan_year: int | None) -> None:
        self.text, self.original = text, original
        self.clock = reference if isinstance(reference, datetime) else None
        self.reference, self.plan_year = self.clock.date() if self.clock else reference, plan_year
        self.before: Before | None = None

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

    def _keep(self, item: Item, moment: Moment, found: Extent, bound: BoundWord | None, end: int) -> None:
        """Remembers a time for the ones after it; 每年2月底前报送上年度总结 goes on recurring after 上年度."""
        if found.last is None or (isinstance(moment.year, Relative) and self._in_rhythm(item)):
            return
        after = self.text[end : end + 1]
        begins = not self.text[max(0, item.start - 1) : item.start].strip("，。；、：（(\n 　于在自从")
        self.before = Before(moment, found, end, bound.bound if bound else "", after in "，,、：:；。（" or begins)

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
