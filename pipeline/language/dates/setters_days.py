"""Weeks, days and clock times, from a match to numbers. False refuses the reading."""

from __future__ import annotations

import re

from pipeline.language.dates import words
from pipeline.language.dates.moment import Moment
from pipeline.language.dates.registry import sets
from pipeline.language.dates.values import WEEKDAYS, number, of_the_day, year_number


@sets("week_word")
def _week_word(moment: Moment, match: re.Match[str]) -> bool:
    moment.week = words.RELATIVE[match["week_w"]][1]
    weekday = match["week_d"]
    moment.precision = "day" if weekday else "week"
    if weekday == "末":
        moment.nth, moment.nth_unit, moment.precision = 1, "周末", "weekend"
    elif weekday:
        moment.weekday = WEEKDAYS[weekday]
    return True


@sets("nth_working_day")
def _nth(moment: Moment, match: re.Match[str]) -> bool:
    if match["nth_fn"]:
        moment.nth, moment.nth_unit = number(match["nth_fn"]), "前" + match["nth_fnu"]
    elif match["nth_fu"]:
        moment.nth, moment.nth_unit = 1, match["nth_fu"]
    elif match["nth_lu"]:
        moment.nth, moment.nth_unit = -1, match["nth_lu"]
    else:
        moment.nth, moment.nth_unit = number(match["nth_n"]), match["nth_u"]
    weekday = match["nth_d"] or match["nth_ld"]
    moment.weekday = WEEKDAYS[weekday] if weekday else None
    weekly = moment.nth_unit in ("周", "星期", "礼拜") and not weekday
    moment.precision = "week" if weekly else "weekend" if moment.nth_unit == "周末" else "day"
    return moment.nth != 0


@sets("week_end")
def _week_end(moment: Moment, match: re.Match[str]) -> bool:
    moment.nth, moment.nth_unit, moment.precision = 1, "周末", "weekend"
    return True


@sets("weekday", "weekday_more")
def _weekday(moment: Moment, match: re.Match[str]) -> bool:
    moment.weekday, moment.precision = (
        WEEKDAYS[match["weekday_d" if match.lastgroup == "weekday" else "weekday_m"]],
        "day",
    )
    return True


@sets("weekday_each")
def _weekday_each(moment: Moment, match: re.Match[str]) -> bool:
    if match["weekday_e"] == "末":
        return _week_end(moment, match)
    if match["weekday_run"]:  # 每周一三五
        moment.weekday, *others = (WEEKDAYS[char] for char in match["weekday_run"])
        moment.weekdays, moment.precision = tuple(others), "day"
        return True
    moment.weekday, moment.precision = WEEKDAYS[match["weekday_e"]], "day"
    return True


@sets("day_word")
def _day_word(moment: Moment, match: re.Match[str]) -> bool:
    moment.day, moment.precision = words.RELATIVE[match["day_w"]][1], "day"
    return True


@sets("lunar")
def _lunar(moment: Moment, match: re.Match[str]) -> bool:
    month = {"正": 1, "冬": 11, "腊": 12}.get(match["lunar_m"] or "") or number(match["lunar_n"])
    if match["lunar_leap"]:
        month = -month  # as the library counts leap months
    if match["lunar_y"]:
        moment.year = year_number(match["lunar_y"][:4])
    moment.lunar = (month, number(match["lunar_d"].removeprefix("初")))
    moment.precision = "day"
    return True


@sets("day", "day_lost")
def _day(moment: Moment, match: re.Match[str]) -> bool:
    moment.day, moment.precision = number(match["day_n" if match.lastgroup == "day" else "day_l"]), "day"
    return moment.day >= 0


@sets("day_and_month", "all_run")
def _day_and_month(moment: Moment, match: re.Match[str]) -> bool:
    """Signs that a scanner lost: 620日 after a year is 6月20日 where only one reading exists."""
    if match.lastgroup == "all_run":
        moment.year = int(match["all_y"])
    digits = match["all_md" if match.lastgroup == "all_run" else "run_n"]
    readings = {
        (int(digits[:cut]), int(digits[cut:]))
        for cut in (1, 2)
        if digits[cut] != "0" and digits[0] != "0" and 1 <= int(digits[:cut]) <= 12 and 1 <= int(digits[cut:]) <= 31
    }
    moment.precision = "day"
    if len(readings) == 1:
        moment.month, moment.day = readings.pop()
    else:
        moment.problem = f"month and day run together: {match[0]}"
    return True


@sets("weekday_note")
def _note(moment: Moment, match: re.Match[str]) -> bool:
    moment.note = WEEKDAYS[match["note_d"] or match["note_o"] or match["note_c"]]
    return True


@sets("day_name", "lunar_note")
def _day_name(moment: Moment, match: re.Match[str]) -> bool:
    return True


@sets("clock")
def _clock(moment: Moment, match: re.Match[str]) -> bool:
    written = match["clock_h"] or match["clock_hw"]
    hour = number(written)
    daypart = match["clock_p"] or (
        "晚" if match.string[match.start() - 1 : match.start()] == "晚" and moment.slots else None
    )
    alone = not moment.slots
    if alone and not daypart and not written.isdecimal() and not (match["clock_mw"] and "时" in match[0]):
        return False
    hour = of_the_day(hour, daypart or "")
    minute = match["clock_m"] or match["clock_mw"] or match["clock_mb"]
    moment.hour, moment.daypart = hour, daypart or ""
    moment.minute = (
        number(minute)
        if minute
        else 30
        if match["clock_half"]
        else 15 * number(match["clock_q"])
        if match["clock_q"]
        else 0
    )
    second = match["clock_s"] or match["clock_sw"]
    moment.second = number(second) if second else None
    moment.precision = "second" if second else "minute" if minute or match["clock_half"] or match["clock_q"] else "hour"
    if moment.second is not None and not 0 <= moment.second < 60:
        return False
    return 0 <= hour <= 24 and 0 <= moment.minute < 60 and (hour < 24 or not moment.minute)


@sets("daypart")
def _daypart(moment: Moment, match: re.Match[str]) -> bool:
    return True
