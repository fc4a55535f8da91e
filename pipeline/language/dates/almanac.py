"""Arithmetic of the calendar: last days, shifts, the nth weekday, lunar days and solar terms."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from pipeline.language.dates.words import NamedDay

_TERM_AGAIN = {"冬至": "DONG_ZHI", "大雪": "DA_XUE", "小寒": "XIAO_HAN", "大寒": "DA_HAN"}  # the library's second names
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def last_day(year: int, month: int) -> int:
    """Number of days of a month."""
    return monthrange(year, month)[1]


def month_span(year: int, first: int, last: int) -> tuple[date, date]:
    """First day of the first month to last day of the last one."""
    return date(year, first, 1), date(year, last, last_day(year, last))


def shift_months(day: date, months: int) -> date:
    """The corresponding day `months` later (earlier if negative), or that month's last (Civil Code, art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def week_span(day: date, shift: int) -> tuple[date, date]:
    """Monday to Sunday of the week `shift` weeks after the one of `day`."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The nth weekday of a month (-1 the last); None where the month has no such day."""
    first, last = month_span(year, month, month)
    if nth < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def nth_working_day(first: date, last: date, nth: int) -> date | None:
    """The nth day from Monday to Friday of a stretch (-1 the last); public holidays are not known here."""
    days = range((last - first).days + 1)
    working = [first + timedelta(days=i) for i in days if (first + timedelta(days=i)).weekday() < 5]
    index = nth if nth < 0 else nth - 1
    return working[index] if -len(working) <= index < len(working) else None


@lru_cache(maxsize=512)
def lunar_day(year: int, month: int, day: int) -> date | None:
    """The solar date of a day of the lunar year that begins in `year`; day -1 is the month's last. None: no such."""
    from lunar_python import Lunar, LunarMonth

    try:
        if day == -1:
            found = LunarMonth.fromYm(year, month)
            if found is None:
                return None
            day = found.getDayCount()
        solar = Lunar.fromYmd(year, month, day).getSolar()
        return date(solar.getYear(), solar.getMonth(), solar.getDay())
    except Exception:  # the library raises bare Exception for days that do not exist
        return None


@lru_cache(maxsize=512)
def solar_term(year: int, term: str) -> date | None:
    """The day of a solar term (清明, 秋分, 冬至) in a year."""
    from lunar_python import Solar

    terms = Solar.fromYmd(year, 6, 1).getLunar().getJieQiTable()  # from the winter solstice of the year before
    for name in (term, _TERM_AGAIN.get(term, "")):
        solar = terms.get(name)
        if solar is not None and solar.getYear() == year:
            return date(solar.getYear(), solar.getMonth(), solar.getDay())
    return None


def named_day(named: NamedDay, year: int) -> date | None:
    """The date of a named day in a year. The eve of the lunar New Year belongs to the year that it ends."""
    if named.calendar == "solar":
        return date(year, named.month, named.day)
    if named.calendar == "weekday":
        return nth_weekday(year, named.month, named.day, WEEKDAYS.index(named.which))
    if named.calendar == "term":
        return solar_term(year, named.which)
    return lunar_day(year - 1 if named.month == 12 else year, named.month, named.day)
