"""Recurring times as RFC 5545 rules (section 3.3.10)."""

from __future__ import annotations

from datetime import date

from pipeline.language.dates import words
from pipeline.language.dates.almanac import WEEKDAYS, last_day
from pipeline.language.dates.durations import Length
from pipeline.language.dates.moment import Moment
from pipeline.language.dates.words import Bound, Relative

_COMMON_YEAR = 2021
_WORKING = "MO,TU,WE,TH,FR"


def rule(
    moment: Moment, bound: Bound = "", counts: bool = False, more: tuple[Moment, ...] = (), to: Moment | None = None
) -> tuple[str, str]:
    """The rule of a recurring moment, and the problem where it cannot be said in full.

    `bound` and `counts` are those of its limit: 每年6月前 falls on the last day of May. `more` are further days of one
    list (每周一、三), `to` the end of a range (每年3月至5月).
    """
    each = moment.each
    assert each is not None
    parts: dict[str, list[str]] = {}
    problem = ""
    if each.each in ("undated",):
        return _join(each.freq, each.step * moment.times, parts), "its days are set by each place"
    months = _months(moment, to)
    for other in more:
        months += [month for month in _months(other, None) if month not in months]
    if each.rule:
        name, _, values = each.rule.partition("=")
        parts[name] = values.split(",")
    problem = _days(moment, to, more, months, bound, counts, parts)
    if moment.season:
        problem = "its days are set by each place"
    if months:
        parts = {"BYMONTH": [str(month) for month in months]} | {k: v for k, v in parts.items() if k != "BYMONTH"}
    if moment.hour is not None:
        parts["BYHOUR"], parts["BYMINUTE"] = [str(moment.hour % 24)], [str(moment.minute)]
    freq, step = each.freq, each.step * moment.times
    if each.each in ("quarter", "half") and months:
        step = 1  # the months are said one by one
    return _join(freq, step, parts), problem


def _join(freq: str, step: int, parts: dict[str, list[str]]) -> str:
    if not freq:
        return ""
    interval = f";INTERVAL={step}" if step > 1 else ""
    return f"FREQ={freq}{interval}" + "".join(f";{name}={','.join(values)}" for name, values in parts.items())


def _months(moment: Moment, to: Moment | None) -> list[int]:
    """The months of the year that a recurring moment names."""
    each = moment.each.each if moment.each else "year"
    if isinstance(moment.month, int):
        last = to.month if to is not None and isinstance(to.month, int) else moment.month
        if moment.day is not None and last != moment.month:
            return [moment.month]
        return _through(moment.month, last) if 1 <= moment.month <= 12 and 1 <= last <= 12 else []
    if moment.named and moment.named.calendar in ("solar", "weekday"):
        return [moment.named.month]
    if moment.nth is not None and each in ("quarter", "half") and moment.times == 1:
        every = 3 if each == "quarter" else 6
        return [month if moment.nth > 0 else month + every - 1 for month in range(1, 13, every)]
    if each == "quarter" and (moment.quarter_month or moment.part_of == "quarter"):
        start = (moment.quarter_month or (1 if moment.part.startswith("初") else 3)) - 1
        return sorted((start + 3 * i) % 12 + 1 for i in range(4))
    if each == "half" and moment.quarter_month:
        return sorted((moment.quarter_month - 1 + 6 * i) % 12 + 1 for i in range(2))
    if each == "half" and moment.part_of == "half":
        return [1, 7] if moment.part.startswith("初") else [6, 12]
    if isinstance(moment.stretch, tuple):
        first, last = moment.stretch
        if to is not None and isinstance(to.stretch, tuple):
            last = to.stretch[1]
        if moment.quarter_month:
            return [(first + moment.quarter_month - 2) % 12 + 1]
        return (
            [last]
            if moment.part_of in ("quarter", "half") and not moment.part.startswith("初")
            else _through(first, last)
        )
    if moment.part_of == "year":
        part = words.PARTS["year", moment.part]
        return [] if part.whole == "in" else _through(int(part.first[:2]), int(part.last[:2]))
    return []


def _through(first: int, last: int) -> list[int]:
    """Months from first to last, over the turn of the year: 10, 2 → 10, 11, 12, 1, 2."""
    return [(first - 1 + i) % 12 + 1 for i in range((last - first) % 12 + 1)]


def _days(
    moment: Moment,
    to: Moment | None,
    more: tuple[Moment, ...],
    months: list[int],
    bound: Bound,
    counts: bool,
    parts: dict[str, list[str]],
) -> str:
    """Sets the parts of the rule that say the day; returns a problem."""
    if moment.nth is not None:
        return _nth(moment, parts)
    if moment.named:
        return _named(moment, parts)
    if moment.lunar:
        return "a lunar day moves from year to year"
    if moment.weekday is not None:
        last = to.weekday if to is not None and to.weekday is not None else moment.weekday
        days = [(moment.weekday + i) % 7 for i in range((last - moment.weekday) % 7 + 1)]
        days += [*moment.weekdays, *(other.weekday for other in more if other.weekday is not None)]
        parts["BYDAY"] = [WEEKDAYS[day] for day in days]
        return ""
    if isinstance(moment.day, int):
        return _month_days(moment, to, more, months, parts)
    if moment.part_of == "month":
        return _month_part(moment, months, bound, counts, parts)
    if moment.part_of in ("year", "quarter", "half"):
        whole = words.PARTS[moment.part_of, moment.part].whole
        if whole == "yes":
            parts["BYMONTHDAY"] = ["-1"]
        elif whole == "in" and bound == "before" and moment.part_of == "year":
            months[:] = [12]
            parts["BYMONTHDAY"] = ["-1"]
        return ""
    if months and bound == "before":
        _limit(months, counts, parts)
    elif months and bound in ("from", "until"):
        months[:] = months[:1] if bound == "from" else months[-1:]
        parts["BYMONTHDAY"] = ["1" if bound == "from" else "-1"]
    return ""


def _limit(months: list[int], counts: bool, parts: dict[str, list[str]]) -> None:
    """A limit at a month: its own last day where it counts, else the last day of the month before."""
    months[:] = months[-1:] if counts else [(months[0] - 2) % 12 + 1]
    parts["BYMONTHDAY"] = ["-1"]


def _month_days(
    moment: Moment, to: Moment | None, more: tuple[Moment, ...], months: list[int], parts: dict[str, list[str]]
) -> str:
    assert isinstance(moment.day, int)
    month = months[0] if months else 1
    if not 1 <= moment.day <= (max(29, last_day(_COMMON_YEAR, month)) if month == 2 else last_day(_COMMON_YEAR, month)):
        return f"no such day: --{month:02d}-{moment.day:02d}"
    days = [moment.day]
    same_month = to is not None and (to.month is None or to.month == moment.month)
    if to is not None and same_month and isinstance(to.day, int) and moment.day < to.day <= 31:
        days = list(range(moment.day, to.day + 1))
    days += [other.day for other in more if isinstance(other.day, int)]
    parts["BYMONTHDAY"] = [str(day) for day in days]
    if moment.each and moment.each.each in ("quarter", "half") and not months:
        return "the month of the quarter is not said"
    return ""


def _month_part(moment: Moment, months: list[int], bound: Bound, counts: bool, parts: dict[str, list[str]]) -> str:
    part = words.PARTS["month", moment.part]
    first, last = int(part.first), int(part.last)
    if part.whole == "yes" or (bound == "before" and (counts or part.whole == "in")):
        parts["BYMONTHDAY"] = [str(last)]
    elif bound == "before" and first > 1:
        parts["BYMONTHDAY"] = [str(first - 1)]
    elif bound == "before":
        months[:] = [(month - 2) % 12 + 1 for month in months]
        parts["BYMONTHDAY"] = ["-1"]
    elif bound == "from":
        parts["BYMONTHDAY"] = [str(first)]
    elif part.whole == "no":
        parts["BYMONTHDAY"] = [str(day) for day in range(first, (31 if last == -1 else last) + 1)]
    return ""


def _nth(moment: Moment, parts: dict[str, list[str]]) -> str:
    nth, unit = moment.nth or 1, moment.nth_unit
    if unit in ("工作日", "前工作日"):
        parts["BYDAY"], parts["BYSETPOS"] = [_WORKING], [str(nth)]
    elif moment.weekday is not None:
        parts["BYDAY"] = [f"{nth}{WEEKDAYS[moment.weekday]}"]
    elif unit == "周末":
        weekly = moment.each is not None and moment.each.each == "week"
        parts["BYDAY"] = ["SA", "SU"] if weekly else [f"{nth}SA"]
    elif unit in ("日", "天", "前日", "前天"):
        parts["BYMONTHDAY"] = [str(nth)]
    elif nth > 0:
        parts["BYMONTHDAY"] = [str(day) for day in range(7 * nth - 6, min(7 * nth, 31) + 1)]
    else:
        parts["BYMONTHDAY"] = [str(day) for day in range(-7, 0)]
    return ""


def _named(moment: Moment, parts: dict[str, list[str]]) -> str:
    named = moment.named
    assert named is not None
    if named.calendar == "solar":
        parts["BYMONTHDAY"] = [str(named.day)]
    elif named.calendar == "weekday":
        parts["BYDAY"] = [f"{named.day}{named.which}"]
    else:
        return f"{named.name} moves from year to year"
    return ""


def after_period(moment: Moment, length: Length) -> tuple[str, str]:
    """The rule of 每季度结束后10日内: the tenth day of the month after each quarter."""
    each = moment.each.each if moment.each else ""
    every = {"year": 12, "half": 6, "quarter": 3, "month": 1}.get(each)
    whole, unit = length.parts[0]
    amount = int(whole)
    if every is None or len(length.parts) > 1 or whole != amount or moment.times != 1:
        return "", "the rule of this rhythm is not known"
    parts: dict[str, list[str]] = {}
    firsts = list(range(1, 13, every))
    if length.working:
        parts = {"BYDAY": [_WORKING], "BYSETPOS": [str(amount)]}
    elif unit == "D" and amount <= 31:
        parts = {"BYMONTHDAY": [str(amount)]}
    elif unit == "W" and amount <= 4:
        parts = {"BYMONTHDAY": [str(7 * amount)]}
    elif unit == "M" and amount < every:
        firsts = [month + amount - 1 for month in firsts]
        parts = {"BYMONTHDAY": ["-1"]}
    else:
        return "", "the limit lies past the next period's first month"
    if every == 1:
        return _join("MONTHLY", 1, parts), ""
    return _join("YEARLY" if every == 12 else "MONTHLY", 1, {"BYMONTH": [str(month) for month in firsts]} | parts), ""


def repeated_length(moment: Moment, to: Moment) -> str:
    """ISO 8601 duration of a recurring range whose days no list can say: 每年12月20日至次年1月10日, 每日8:00—18:00."""
    over = to.day == Relative("previous", 1)  # 22时至次日6时
    if (
        moment.hour is not None
        and to.hour is not None
        and (over or (moment.day == to.day and moment.month == to.month))
    ):
        minutes = (to.hour - moment.hour) * 60 + to.minute - moment.minute
        hours, rest = divmod(minutes + 1440 if over else minutes % 1440, 60)
        return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")
    if (
        not all(isinstance(part, int) for part in (moment.month, moment.day, to.month, to.day))
        or moment.month == to.month
    ):
        return ""
    try:
        first = date(_COMMON_YEAR, moment.month, moment.day)  # type: ignore[arg-type]
        last = date(_COMMON_YEAR + (to.month < moment.month), to.month, to.day)  # type: ignore[operator,arg-type]
    except ValueError:
        return ""
    return f"P{(last - first).days + 1}D"
