"""JioNLP's answers read as ours are written, as generously as can be defended.

JioNLP gives a time as first and last second, a length as amounts a unit, a rhythm as length and first point. Our table
(tests/language/date_cases.csv) gives days, limits with one side, ISO 8601 durations and RFC 5545 rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

_EXPECTED = re.compile(
    r"(?P<text>.*?)=(?P<kind>point|interval|recurring|duration) (?P<first>[^/ ]*)/(?P<last>\S*)(?P<more>.*)", re.DOTALL
)
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "H": "hour", "S": "second"}
_FREQ = {"YEARLY": "year", "MONTHLY": "month", "DAILY": "day", "HOURLY": "hour", "MINUTELY": "minute"}
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(slots=True)
class Time:
    """A time of the table: its place in the text and what is expected of it."""

    start: int
    end: int
    kind: str
    first: str
    last: str
    bound: str = ""
    rule: dict[str, str] = field(default_factory=dict)
    duration: str = ""
    open: bool = False


@dataclass(slots=True)
class Answer:
    """A time of JioNLP: first and last second ("" where it has none or infinity), amounts of a length or rhythm."""

    start: int
    end: int
    kind: str
    first: str = ""
    last: str = ""
    delta: dict[str, Decimal] = field(default_factory=dict)


def expected_times(text: str, written: str) -> list[Time]:
    """The times of a case from the notation of the table."""
    found: list[Time] = []
    at = 0
    for part in written.split("｜") if written else []:
        match = _EXPECTED.fullmatch(part)
        assert match is not None, part
        at = text.find(match["text"], at)
        one = Time(at, at + len(match["text"]), match["kind"], match["first"], match["last"])
        at = one.end
        for word in match["more"].split():
            if word.startswith("FREQ="):
                one.rule = dict(pair.split("=", 1) for pair in word.split(";"))
            elif word in ("before", "from", "after", "until"):
                one.bound = word
            elif re.match(r"P[T\d]", word):
                one.duration = word
            elif word == "!":
                one.open = True
        found.append(one)
    return found


def times_of(answers: list[dict[str, Any]]) -> list[Answer]:
    """JioNLP's list of times."""
    found = []
    for one in answers:
        start, end = one["offset"]
        detail = one["detail"]
        answer = Answer(start, end, str(detail["type"]))
        said = detail["time"]
        if isinstance(said, dict) and "delta" in said:
            answer.delta = _amounts(said["delta"])
            point = said.get("point")
            said = point["time"] if point else []
        elif isinstance(said, dict):
            answer.delta, said = _amounts(said), []
        if len(said) == 2:
            answer.first, answer.last = (str(edge) if edge and "inf" not in str(edge) else "" for edge in said)
        found.append(answer)
    return found


def _amounts(said: object) -> dict[str, Decimal]:
    """Amounts by unit; a range of two counts as its greater one, as in the table."""
    if isinstance(said, list):
        said = said[-1] if said else {}
    return {str(unit): Decimal(str(amount)) for unit, amount in said.items()} if isinstance(said, dict) else {}


def agrees(expected: list[Time], found: list[Answer], reference: str) -> bool:
    """Whether all times of a case are found, no others, and all mean the same."""
    if len(expected) != len(found):
        return False
    return all(_same(one, answer, reference) for one, answer in zip(expected, found, strict=True))


def gives_days(expected: list[Time], found: list[Answer]) -> bool:
    """Whether JioNLP gives days where the table has a time without any, or no time at all."""
    definite = [answer for answer in found if answer.first and answer.last and answer.kind != "time_period"]
    for answer in definite:
        over = [one for one in expected if one.start < answer.end and answer.start < one.end]
        if not over or any(not one.first and not one.last and one.kind in ("point", "interval") for one in over):
            return True
    return False


def _same(one: Time, answer: Answer, reference: str) -> bool:
    if answer.end <= one.start or one.end <= answer.start:
        return False
    if one.kind == "recurring":
        return _same_rule(one, answer)
    if one.kind == "duration":
        return _same_length(one, answer, reference)
    if one.bound in ("before", "until"):
        return bool(one.last) and _same_edge(one.last, answer.last)
    if one.bound in ("from", "after"):
        return bool(one.first) and _same_edge(one.first, answer.first)
    if not one.first or not one.last:
        return False
    if one.kind == "point" and "T" in one.first:
        return _same_edge(one.first, answer.first)
    return _same_edge(one.first, answer.first) and _same_edge(one.last, answer.last)


def _same_edge(ours: str, theirs: str) -> bool:
    """2021-06-20T17:00 and 2021-06-20 17:00:59; 24:00 and 0:00 of the next day are the same."""
    if not theirs:
        return False
    if "T" not in ours:
        return theirs[:10] == ours
    day, clock = ours.split("T")
    if clock.startswith("24"):
        next_day = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        return theirs[:13] in (f"{next_day} 00", f"{day} 23")
    return theirs[:13] == f"{day} {clock[:2]}" and (theirs[14:16] in (clock[3:5], "59"))


def _length(written: str) -> dict[str, Decimal]:
    """Amounts of an ISO 8601 duration; weeks as days, a quarter as months."""
    days, _, clock = written.removeprefix("P").partition("T")
    found: dict[str, Decimal] = {}
    for part, units in ((days, _UNITS), (clock, _UNITS | {"M": "minute"})):
        for amount, unit in re.findall(r"(\d+)([YMWDHS])", part):
            found[units[unit]] = found.get(units[unit], Decimal(0)) + Decimal(amount)
    if "week" in found:
        found["day"] = found.get("day", Decimal(0)) + 7 * found.pop("week")
    return found


def _plain(amounts: dict[str, Decimal]) -> dict[str, Decimal]:
    """Amounts in months, days and seconds: 一年半 is 18 months, 一个半月 a month and 15 days."""
    total = {"month": Decimal(0), "day": Decimal(0), "second": Decimal(0)}
    for unit, amount in amounts.items():
        if unit in ("year", "month", "quarter", "season"):
            months = amount * {"year": 12, "month": 1}.get(unit, 3)
            total["month"] += int(months)
            total["day"] += (months - int(months)) * 30
        elif unit in ("day", "workday", "week"):
            total["day"] += int(amount * (7 if unit == "week" else 1))
            total["second"] += (amount - int(amount)) * 86400 if unit != "week" else 0
        else:
            total["second"] += amount * {"hour": 3600, "minute": 60}.get(unit, 1)
    return total


def _same_length(one: Time, answer: Answer, reference: str) -> bool:
    """The same amounts, or the span from the day of writing that the length makes, or the days that the table gives."""
    if one.first and answer.first:
        return _same_edge(one.last, answer.last)
    if answer.delta:
        return _plain(_length(one.duration)) == _plain(answer.delta)
    if not (answer.first and answer.last and reference):
        return False
    wanted = _plain(_length(one.duration))
    base = datetime.fromisoformat(reference)
    month = base.year * 12 + base.month - 1 + int(wanted["month"])
    try:
        end = base.replace(year=month // 12, month=month % 12 + 1) + timedelta(
            days=int(wanted["day"]), seconds=int(wanted["second"])
        )
    except ValueError:
        return False
    return answer.last[:10] == end.date().isoformat()


def _same_rule(one: Time, answer: Answer) -> bool:
    """The rhythm, and of its days the first and the last where JioNLP names a point."""
    if not answer.delta or not one.rule:
        return False
    rule = dict(one.rule)
    freq, step = rule.pop("FREQ"), Decimal(rule.pop("INTERVAL", "1"))
    wanted = {"day": 7 * step} if freq == "WEEKLY" else {_FREQ[freq]: step}
    if freq == "MONTHLY" and "BYMONTH" in rule and len(rule["BYMONTH"].split(",")) == 4:
        wanted = {"month": Decimal(3)}
    if _plain(wanted) != _plain(answer.delta):
        return False
    if not rule:
        return True
    if not (answer.first or answer.last) or "BYSETPOS" in rule:
        return False
    edges = [datetime.fromisoformat(edge) for edge in (answer.first, answer.last) if edge]
    first, last = (edges[-1] if one.bound == "before" else edges[0]), edges[-1]
    parts: dict[str, Callable[[datetime], str]] = {
        "BYMONTH": lambda day: str(day.month),
        "BYMONTHDAY": lambda day: (
            "-1" if rule.get("BYMONTHDAY") == "-1" and (day + timedelta(days=1)).day == 1 else str(day.day)
        ),
        "BYDAY": lambda day: _WEEK[day.weekday()],
        "BYHOUR": lambda day: str(day.hour),
        "BYMINUTE": lambda day: str(day.minute),
    }
    for name, values in rule.items():
        said = values.split(",")
        show = parts[name]
        if show(first) not in said or (len(said) > 1 and one.bound != "before" and show(last) != said[-1]):
            return False
    return True


def money_agrees(expected: str, found: list[dict[str, Any]]) -> bool:
    """Whether the sums of a case are all found, with their comparators."""
    wanted = [part.split() for part in expected.split(" ; ")] if expected else []
    if len(wanted) != len(found):
        return False
    for one, answer in zip(wanted, found, strict=True):
        detail = answer["detail"]
        number = detail["num"]
        values = [Decimal(value) for value in (number if isinstance(number, list) else [number])]
        op, unit = one[0], one[-1] if not one[-1][-1].isdigit() else ""
        said = [Decimal(value) for value in one[1 : 3 if op == ".." else 2]]
        kind = {"blur": "~", "blur+": ">=>", "blur-": "<=<"}.get(str(detail["definition"]), "=..")
        if values != said or detail["case"] != unit.split("/")[0] or op not in kind:
            return False
    return True
