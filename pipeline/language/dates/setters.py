"""What each row of lexicon/dates_slots.toml sets in a moment: from a match to numbers. False refuses the reading."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.language.dates import words
from pipeline.language.dates.moment import Moment
from pipeline.language.dates.values import WEEKDAYS, number, short_year, year_number
from pipeline.language.dates.words import Relative

Set = Callable[[Moment, "re.Match[str]"], bool]
SETTERS: dict[str, Set] = {}


def _sets(*slots: str) -> Callable[[Set], Set]:
    def keep(function: Set) -> Set:
        for slot in slots:
            SETTERS[slot] = function
        return function

    return keep


@_sets("each_word", "each")
def _each(moment: Moment, match: re.Match[str]) -> bool:
    alone = match.lastgroup == "each_word"
    name = (match["each_alone"] or match["each_working"]) if alone else ""
    moment.each = words.RHYTHMS["alone", name] if alone else words.RHYTHMS["each", match["each_unit"]]
    moment.precision = {"months": "month", "tens": "ten_days", "undated": "term"}.get(
        moment.each.each, moment.each.each
    )
    if not alone:
        moment.times = number(match["each_n"]) if match["each_n"] else 1
        if match["each_gap"] and moment.times == 1:
            moment.times = 2
    return moment.times > 0


@_sets("each_pair")
def _each_pair(moment: Moment, match: re.Match[str]) -> bool:
    """一月一考核: once a month."""
    unit = match["pair_u"]
    moment.each = words.RHYTHMS["each", unit if unit.startswith("半") else unit[1:]]
    moment.precision = {"tens": "ten_days"}.get(moment.each.each, moment.each.each)
    return True


@_sets("plan")
def _plan(moment: Moment, match: re.Match[str]) -> bool:
    name = match["plan_quoted"] or match["plan_bare"] or (match["plan_nth"] or "") + "五"
    if name not in words.PLANS:
        return False
    first, last = words.PLANS[name]
    if match["plan_years"]:
        count = number(match["plan_years"])
        first, last = (last - count + 1, last) if match["plan_side"] == "后" else (first, first + count - 1)
    elif match["plan_edge"]:
        first = last = first if match["plan_edge"] == "开局" else last
    moment.plan, moment.precision = (first, last), "plan"
    part = match["plan_part"]
    if part and words.PARTS["plan", part].first != "all":
        moment.part, moment.part_of = part, "plan"
    return True


@_sets("bare")
def _bare(moment: Moment, match: re.Match[str]) -> bool:
    """A number whose unit stands with a later number of the list: 3、6、9、12月, 2021—2023年."""
    unit, value = match["bare_unit"], number(match["bare_n"])
    before = match.string[max(0, match.start() - 1) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    lone = len(re.findall(r"\d+|[一二三四五六七八九十]+", match["bare_rest"])) == 1
    if (
        after == "、" and before in ("", "\n") and value < 100 and lone and match["bare_n"] == match[0]
    ):  # the number of a heading
        return False
    if unit in ("）", ")"):
        return before in ("（", "(") and _bare_year(moment, value)
    if "年" in unit:
        return _bare_year(moment, value)
    if unit == "月":
        moment.month, moment.precision = value, "month"
        return 1 <= value <= 12
    if unit == "季度":
        moment.stretch, moment.precision = (3 * value - 2, 3 * value), "quarter"
        return 1 <= value <= 4
    if unit in "日号":
        moment.day, moment.precision = value, "day"
        return 1 <= value <= 31
    moment.hour, moment.precision = value, "hour"
    return 0 <= value <= 24 and match["bare_n"].isdecimal()


def _bare_year(moment: Moment, value: int) -> bool:
    moment.year, moment.precision = value, "year"
    return 1900 <= value <= 2100


@_sets("iso", "iso_compact")
def _iso(moment: Moment, match: re.Match[str]) -> bool:
    kind = "iso" if match.lastgroup == "iso" else "isoc"
    moment.year, moment.month, moment.day = (int(match[f"{kind}_{part}"]) for part in "ymd")
    moment.precision = "day"
    return True


@_sets("iso_month")
def _iso_month(moment: Moment, match: re.Match[str]) -> bool:
    moment.year, moment.month = int(match["isom_y"]), int(match["isom_m"] or match["isom_m1"])
    moment.precision = "month"
    return True


@_sets("numeric")
def _numeric(moment: Moment, match: re.Match[str]) -> bool:
    moment.month, moment.day, moment.precision = int(match["num_m"]), int(match["num_d"]), "day"
    return True


@_sets("event")
def _event(moment: Moment, match: re.Match[str]) -> bool:
    moment.month, moment.day, moment.precision = int(match["event_m"]), int(match["event_d"]), "day"
    return 1 <= moment.month <= 12 and 1 <= moment.day <= 31


@_sets("year", "year_short", "year_bare")
def _year(moment: Moment, match: re.Match[str]) -> bool:
    if match.lastgroup == "year_short":
        moment.year = short_year(match["year_s"])
    else:
        moment.year = year_number(match["year_n" if match.lastgroup == "year" else "year_b"])
    moment.precision = "year"
    return moment.year > 0


@_sets("year_word")
def _year_word(moment: Moment, match: re.Match[str]) -> bool:
    moment.year, moment.precision = words.RELATIVE[match["year_w"]][1], "year"
    return True


@_sets("decade")
def _decade(moment: Moment, match: re.Match[str]) -> bool:
    century = {"21": 2000, "二十一": 2000, "本": 2000}.get(match["decade_c"] or "", 1900)
    first = century + number(match["decade_n"])
    part = (match["decade_part"] or "")[:1]
    moment.decade = {"初": (first, first + 2), "中": (first + 4, first + 6), "末": (first + 8, first + 9)}.get(
        part, (first, first + 9)
    )
    moment.precision = "decade"
    return True


@_sets("century")
def _century(moment: Moment, match: re.Match[str]) -> bool:
    first = 2001 if match["century_n"] in ("本", "21", "二十一") else 1901
    part = (match["century_part"] or "")[:1]
    if part == "中":
        moment.year, moment.precision = first + 49, "year"
        return True
    moment.decade = {"初": (first - 1, first + 8), "末": (first + 89, first + 98)}.get(part, (first, first + 99))
    moment.precision = "decade" if part else "century"
    return True


@_sets("now")
def _now(moment: Moment, match: re.Match[str]) -> bool:
    moment.day, moment.precision = Relative("reference", 0), "day"
    return True


@_sets("half", "half_bare")
def _half(moment: Moment, match: re.Match[str]) -> bool:
    first = match["half_n" if match.lastgroup == "half" else "half_b"] in ("上", "前")
    moment.stretch, moment.precision = ((1, 6) if first else (7, 12)), "half"
    return True


@_sets("quarter")
def _quarter(moment: Moment, match: re.Match[str]) -> bool:
    value = number(match["quarter_n"])
    moment.stretch, moment.precision = (3 * value - 2, 3 * value), "quarter"
    return True


@_sets("quarters")
def _quarters(moment: Moment, match: re.Match[str]) -> bool:
    count = number(match["quarters_n"])
    moment.stretch = (13 - 3 * count, 12) if match["quarters_side"] == "后" else (1, 3 * count)
    moment.precision = "quarter"
    return True


@_sets("months")
def _months(moment: Moment, match: re.Match[str]) -> bool:
    moment.stretch, moment.precision = (1, number(match["months_n"])), "month"
    return 1 <= moment.stretch[1] <= 12


@_sets("quarter_word")
def _quarter_word(moment: Moment, match: re.Match[str]) -> bool:
    moment.stretch, moment.precision = words.RELATIVE[match["quarter_w"]][1], "quarter"
    return True


@_sets("quarter_named")
def _quarter_named(moment: Moment, match: re.Match[str]) -> bool:
    moment.stretch, moment.precision = ((1, 3) if match["quarter_e"] == "首" else (10, 12)), "quarter"
    return True


@_sets("quarter_month")
def _quarter_month(moment: Moment, match: re.Match[str]) -> bool:
    word = match["qm_w"]
    moment.quarter_month = number(match["qm_n"]) if not word else {"首": 1, "中": 2, "次": 4}.get(word[0], 3)
    moment.precision = "month"
    return True


@_sets(
    "quarter_part",
    "quarter_part_bare",
    "half_part",
    "year_part",
    "year_part_bare",
    "month_part",
    "month_part_bare",
    "tens",
)
def _part(moment: Moment, match: re.Match[str]) -> bool:
    group, moment.part_of = _PART_GROUPS[match.lastgroup or ""]
    moment.part = match[group]
    if moment.part_of == "month":
        moment.precision = "half_month" if "半月" in moment.part else "ten_days" if "旬" in moment.part else "month"
    else:
        moment.precision = moment.part_of
    return True


_PART_GROUPS = {
    "quarter_part": ("quarter_p", "quarter"),
    "quarter_part_bare": ("quarter_p0", "quarter"),
    "half_part": ("half_p", "half"),
    "year_part": ("year_p", "year"),
    "year_part_bare": ("year_p0", "year"),
    "month_part": ("month_p", "month"),
    "month_part_bare": ("month_p0", "month"),
    "tens": ("tens_w", "month"),
}


@_sets("named")
def _named(moment: Moment, match: re.Match[str]) -> bool:
    name = match["named_w"] or match["named_q"] or match["named_b"] or match["named_c"]
    moment.named = words.DAYS[name]
    moment.named_span = bool(match["named_span"])
    moment.precision = "day"
    return True


@_sets("season")
def _season(moment: Moment, match: re.Match[str]) -> bool:
    moment.season, moment.precision = match["season_w"], "season"
    return True


@_sets("month", "month_lost")
def _month(moment: Moment, match: re.Match[str]) -> bool:
    moment.month, moment.precision = number(match["month_n" if match.lastgroup == "month" else "month_l"]), "month"
    return moment.month >= 0


@_sets("month_word")
def _month_word(moment: Moment, match: re.Match[str]) -> bool:
    moment.month, moment.precision = words.RELATIVE[match["month_w"]][1], "month"
    return True


@_sets("week_word")
def _week_word(moment: Moment, match: re.Match[str]) -> bool:
    moment.week = words.RELATIVE[match["week_w"]][1]
    weekday = match["week_d"]
    moment.precision = "day" if weekday else "week"
    if weekday == "末":
        moment.nth, moment.nth_unit, moment.precision = 1, "周末", "weekend"
    elif weekday:
        moment.weekday = WEEKDAYS[weekday]
    return True


@_sets("nth_working_day")
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


@_sets("week_end")
def _week_end(moment: Moment, match: re.Match[str]) -> bool:
    moment.nth, moment.nth_unit, moment.precision = 1, "周末", "weekend"
    return True


@_sets("weekday", "weekday_more")
def _weekday(moment: Moment, match: re.Match[str]) -> bool:
    moment.weekday, moment.precision = (
        WEEKDAYS[match["weekday_d" if match.lastgroup == "weekday" else "weekday_m"]],
        "day",
    )
    return True


@_sets("weekday_each")
def _weekday_each(moment: Moment, match: re.Match[str]) -> bool:
    if match["weekday_e"] == "末":
        return _week_end(moment, match)
    moment.weekday, moment.precision = WEEKDAYS[match["weekday_e"]], "day"
    return True


@_sets("day_word")
def _day_word(moment: Moment, match: re.Match[str]) -> bool:
    moment.day, moment.precision = words.RELATIVE[match["day_w"]][1], "day"
    return True


@_sets("lunar")
def _lunar(moment: Moment, match: re.Match[str]) -> bool:
    month = {"正": 1, "冬": 11, "腊": 12}.get(match["lunar_m"] or "") or number(match["lunar_n"])
    moment.lunar = (month, number(match["lunar_d"].removeprefix("初")))
    moment.precision = "day"
    return True


@_sets("day", "day_lost")
def _day(moment: Moment, match: re.Match[str]) -> bool:
    moment.day, moment.precision = number(match["day_n" if match.lastgroup == "day" else "day_l"]), "day"
    return moment.day >= 0


@_sets("day_and_month", "all_run")
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


@_sets("weekday_note")
def _note(moment: Moment, match: re.Match[str]) -> bool:
    moment.note = WEEKDAYS[match["note_d"] or match["note_o"]]
    return True


@_sets("day_name", "lunar_note")
def _day_name(moment: Moment, match: re.Match[str]) -> bool:
    return True


@_sets("clock")
def _clock(moment: Moment, match: re.Match[str]) -> bool:
    written = match["clock_h"] or match["clock_hw"]
    hour = number(written)
    daypart = match["clock_p"] or (
        "晚" if match.string[match.start() - 1 : match.start()] == "晚" and moment.slots else None
    )
    alone = not moment.slots
    if alone and not daypart and not written.isdecimal():
        return False
    add = words.phrases()["daypart"].get(daypart, 0) if daypart else 0
    if add and hour < 12 and not (daypart in ("中午", "正午") and hour >= 9):
        hour += add
    elif daypart in ("晚", "晚上", "晚间", "夜间", "当晚") and hour == 12:
        hour = 24
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
    moment.precision = "minute" if minute or match["clock_half"] or match["clock_q"] else "hour"
    return 0 <= hour <= 24 and 0 <= moment.minute < 60 and (hour < 24 or not moment.minute)


@_sets("daypart")
def _daypart(moment: Moment, match: re.Match[str]) -> bool:
    return True
