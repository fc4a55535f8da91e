"""From a time as written to days: what is left out comes from the reference, the plan's year or the time before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.language.dates import words
from pipeline.language.dates.almanac import (
    last_day,
    lunar_day,
    month_span,
    named_day,
    nth_weekday,
    nth_working_day,
    shift_months,
    week_span,
)
from pipeline.language.dates.moment import Moment
from pipeline.language.dates.words import Relative

NO_YEAR = "the year is not known"
_MISSING = "what it counts from is not known"


@dataclass(frozen=True, slots=True)
class Extent:
    """First and last day of a time (None where not known), its clock, and whether a limit at it includes it."""

    first: date | None
    last: date | None
    precision: str
    clock: str = ""
    counts: bool = False
    problem: str = ""

    def known(self) -> bool:
        """Whether both days are known."""
        return self.first is not None and self.last is not None


@dataclass(slots=True)
class Surroundings:
    """What a time can be counted from: the day of writing, the year that is planned for, and the time before it."""

    reference: date | None = None
    plan_year: int | None = None
    previous: Extent | None = None

    def base(self, relative: Relative, *, far: bool = False) -> date | None:
        """The day that a relative word counts from. 次年 and 次月 (`far`) count from the day of writing where no time
        stands before them; 次日 and 当日 do not: they are said of whatever happens.
        """
        if relative.base == "previous":
            return self.previous.last if self.previous else self.reference if far else None
        if relative.base == "plan" and self.plan_year is not None:
            return date(self.plan_year, 1, 1)
        return self.reference

    def year_of(self, moment: Moment) -> int | None:
        """The year of a moment: written, counted, or the plan's."""
        if isinstance(moment.year, int):
            return moment.year
        if moment.year is None:
            return self.plan_year if self.plan_year is not None else self.reference.year if self.reference else None
        base = self.base(moment.year, far=True)
        if base is None and moment.year == Relative("previous", 0):
            return self.year_of(Moment())
        return base.year + moment.year.shift if base else None


def extent(moment: Moment, around: Surroundings) -> Extent:
    """The days of a moment that does not recur."""
    try:
        found = _extent(moment, around)
    except (ValueError, OverflowError):
        return Extent(None, None, moment.precision, problem=f"no such day: {_written(moment)}")
    if moment.problem:
        return replace(found, first=None, last=None, problem=moment.problem)
    if moment.hour is not None and not found.problem:
        seconds = "" if moment.second is None else f":{moment.second:02d}"
        found = replace(found, clock=f"T{moment.hour:02d}:{moment.minute:02d}{seconds}")
    if moment.note is not None and found.first is not None and found.first.weekday() != moment.note:
        found = replace(found, problem="the day of the week does not fall on this date")
    return replace(found, precision=moment.precision)


def _extent(moment: Moment, around: Surroundings) -> Extent:
    if moment.season:
        return _unknown(moment, "its days are set by each place")
    if isinstance(moment.day, Relative):
        return _one(moment, _counted_day(moment, moment.day, around))
    if moment.week is not None or (moment.weekday is not None and moment.nth is None):
        return _in_week(moment, around)
    if moment.plan or moment.decade:
        return _years(moment, around.reference)
    if moment.years:
        if around.reference is None:
            return _unknown(moment, _MISSING)
        first, last = (around.reference.year + shift for shift in moment.years)
        return _span(moment, date(first, 1, 1), date(last, 12, 31))
    if moment.nth_unit == "周末" and moment.month is None and moment.year is None:
        monday, sunday = week_span(around.reference, 0) if around.reference else (None, None)
        return _span(moment, monday and monday + timedelta(days=5), sunday)
    return _in_year(moment, around)


def _counted_day(moment: Moment, day: Relative, around: Surroundings) -> date | None:
    """今天, and 明年今天: the day counted, and then the months and years."""
    found = _shifted(around.base(day), day.shift)
    months = 12 * moment.year.shift if isinstance(moment.year, Relative) else 0
    months += moment.month.shift if isinstance(moment.month, Relative) else 0
    return shift_months(found, months) if found else None


def _unknown(moment: Moment, problem: str) -> Extent:
    return Extent(None, None, moment.precision, problem=problem)


def _one(moment: Moment, day: date | None) -> Extent:
    return _span(moment, day, day)


def _span(moment: Moment, first: date | None, last: date | None, counts: bool = False) -> Extent:
    problem = "" if first and last else _MISSING
    return Extent(first, last, moment.precision, counts=counts, problem=problem)


def _shifted(day: date | None, days: int) -> date | None:
    return day + timedelta(days=days) if day else None


def _years(moment: Moment, reference: date | None) -> Extent:
    """A five-year plan, a decade, or their first or last part; 本世纪 is that of the day of writing."""
    first, last = moment.plan or moment.decade or (1, 1)
    if moment.own_century and reference is not None:
        later = reference.year // 100 * 100 - 2000
        first, last = first + later, last + later
    if not moment.part:
        return Extent(date(first, 1, 1), date(last, 12, 31), moment.precision)
    edge = words.PARTS["plan", moment.part]
    if edge.first == "last":
        return Extent(date(last, 12, 31), date(last, 12, 31), moment.precision, counts=True)
    year = first + 2 if edge.first == "middle" else first
    return Extent(date(year, 1, 1), date(year, 12, 31), moment.precision)


def _in_week(moment: Moment, around: Surroundings) -> Extent:
    base = around.base(moment.week) if moment.week else around.reference
    if base is None:
        return _unknown(moment, _MISSING)
    monday, sunday = week_span(base, moment.week.shift if moment.week else 0)
    if moment.nth_unit == "周末":
        return _span(moment, sunday - timedelta(days=1), sunday)
    if moment.weekday is not None:
        return _one(moment, monday + timedelta(days=moment.weekday))
    return _span(moment, monday, sunday)


def _in_year(moment: Moment, around: Surroundings) -> Extent:
    """Everything that lies in one year: from the year itself to a day."""
    period = _period(moment, around)
    if period is None:
        counted = any(isinstance(part, Relative) for part in (moment.year, moment.stretch, moment.month))
        return _unknown(moment, _MISSING if counted else NO_YEAR + _partial(moment))
    first, last = period
    if moment.nth is not None:
        return _nth(moment, first, last)
    if moment.part:
        return _part(moment, first, last)
    if moment.day is not None:
        assert isinstance(moment.day, int)
        return _one(moment, date(first.year, first.month, moment.day))
    return _span(moment, first, last)


def _period(moment: Moment, around: Surroundings) -> tuple[date, date] | None:
    """The year, half, quarter or month that a moment lies in or is."""
    if isinstance(moment.month, Relative):
        return _relative_month(moment, moment.month, around)
    if isinstance(moment.stretch, Relative):
        base = around.base(moment.stretch, far=True)
        if base is None:
            return None
        start = shift_months(date(base.year, (base.month - 1) // 3 * 3 + 1, 1), 3 * moment.stretch.shift)
        return _month_of_quarter(moment, start.year, (start.month, start.month + 2))
    if moment.month is None and _needs_month(moment):
        base = _latest(around)
        return month_span(base.year, base.month, base.month) if base else None
    if moment.month is None and moment.stretch is None and moment.part_of == "quarter":
        base = _latest(around)
        start_month = (base.month - 1) // 3 * 3 + 1 if base else 1
        return month_span(base.year, start_month, start_month + 2) if base else None
    year = around.year_of(moment)
    if year is None:
        return None
    if moment.named or moment.lunar:
        day = named_day(moment.named, year) if moment.named else lunar_day(year, *(moment.lunar or (0, 0)))
        if day is None:
            raise ValueError(moment)
        return day, day
    if moment.month is not None:
        return month_span(year, moment.month, moment.month)
    if moment.stretch is not None:
        return _month_of_quarter(moment, year, moment.stretch)
    return date(year, 1, 1), date(year, 12, 31)


def _latest(around: Surroundings) -> date | None:
    """The month that a bare day or 月底 lies in: that of the time before, else that of the day of writing."""
    return around.previous.last if around.previous and around.previous.last else around.reference


def _needs_month(moment: Moment) -> bool:
    return (
        moment.stretch is None
        and not moment.named
        and not moment.lunar
        and (moment.part_of == "month" or (moment.day is not None and moment.year is None))
    )


def _relative_month(moment: Moment, month: Relative, around: Surroundings) -> tuple[date, date] | None:
    base = around.base(month, far=True)
    if isinstance(moment.year, int) and base is not None:
        base = date(moment.year, base.month, 1)
    if base is None:
        return None
    start = shift_months(date(base.year, base.month, 1), month.shift)
    return month_span(start.year, start.month, start.month)


def _month_of_quarter(moment: Moment, year: int, months: tuple[int, int]) -> tuple[date, date]:
    if moment.quarter_month is None:
        return month_span(year, *months)
    start = shift_months(date(year, months[0], 1), moment.quarter_month - 1)
    return month_span(start.year, start.month, start.month)


def _part(moment: Moment, first: date, last: date) -> Extent:
    """初, 中, 底, 旬, 内 of a period."""
    part = words.PARTS[moment.part_of, moment.part]
    if part.whole == "in":
        return Extent(first, last, moment.precision, counts=True)
    if moment.part_of == "month":
        days = last_day(first.year, first.month)
        start, end = (days if int(edge) == -1 else int(edge) for edge in (part.first, part.last))
        return Extent(first.replace(day=start), first.replace(day=end), moment.precision, counts=part.whole == "yes")
    if moment.part_of == "year":
        start_of, end_of = (date.fromisoformat(f"{first.year:04d}-{edge}") for edge in (part.first, part.last))
        return Extent(start_of, end_of, moment.precision, counts=part.whole == "yes")
    if part.first == "last":
        return Extent(last, last, moment.precision, counts=True)
    return Extent(first, month_span(first.year, first.month, first.month)[1], moment.precision)


def _nth(moment: Moment, first: date, last: date) -> Extent:
    """The nth working day, weekday, week or weekend of a period."""
    nth, unit = moment.nth or 1, moment.nth_unit
    if unit.startswith("前"):
        day = nth_working_day(first, last, nth) if unit == "前工作日" else first + timedelta(days=nth - 1)
        return Extent(first, day, moment.precision, counts=True) if day else _unknown(moment, "no such day")
    day = None
    if unit == "工作日":
        day = nth_working_day(first, last, nth)
    elif moment.weekday is not None:
        month = last.month if nth < 0 else first.month
        day = nth_weekday(first.year, month, nth, moment.weekday)
    elif unit in ("日", "天"):
        day = last if nth < 0 else first + timedelta(days=nth - 1)
    elif unit == "周末":
        day = nth_weekday(first.year, last.month if nth < 0 else first.month, nth, 5)
        return _span(moment, day, _shifted(day, 1))
    elif nth > 0 and last - first > timedelta(days=93):
        start = date.fromisocalendar(first.year, nth, 1)  # the weeks of a year are those of ISO 8601
        return _span(moment, start, start + timedelta(days=6))
    else:
        start = week_span(last, 0)[0] if nth < 0 else week_span(first, nth - 1)[0]
        return _span(moment, max(start, first), min(start + timedelta(days=6), last))
    return _one(moment, day) if day and first <= day <= last else _unknown(moment, "no such day")


def _partial(moment: Moment) -> str:
    """What is known without the year, as ISO 8601 writes it: --06-20."""
    if not isinstance(moment.month, int):
        return ""
    day = f"-{moment.day:02d}" if isinstance(moment.day, int) else ""
    return f": --{moment.month:02d}{day}"


def _written(moment: Moment) -> str:
    year = f"{moment.year:04d}" if isinstance(moment.year, int) else "-"
    month = f"-{moment.month:02d}" if isinstance(moment.month, int) else ""
    return year + month + (f"-{moment.day:02d}" if isinstance(moment.day, int) else "")
