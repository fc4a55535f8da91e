"""Years, halves, quarters, months and their parts, from a match to numbers. False refuses the reading."""

from __future__ import annotations

import re

from pipeline.language.dates import words
from pipeline.language.dates.moment import Moment
from pipeline.language.dates.registry import sets
from pipeline.language.dates.values import number, of_the_day, short_year, year_number
from pipeline.language.dates.words import Relative


@sets("each_word", "each")
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


@sets("each_daypart")
def _each_daypart(moment: Moment, match: re.Match[str]) -> bool:
    """每晚10点: each day; the part of the day is read with the hour."""
    moment.each, moment.precision = words.RHYTHMS["each", "日"], "day"
    return True


@sets("each_meets")
def _each_meets(moment: Moment, match: re.Match[str]) -> bool:
    """逢周五, 每逢春节."""
    moment.each = words.RHYTHMS["each", "周" if match["meets_w"] else "年"]
    moment.precision = moment.each.each
    return True


@sets("each_pair")
def _each_pair(moment: Moment, match: re.Match[str]) -> bool:
    """一月一考核: once a month."""
    unit = match["pair_u"]
    moment.each = words.RHYTHMS["each", unit if unit.startswith("半") else unit[1:]]
    moment.precision = {"tens": "ten_days"}.get(moment.each.each, moment.each.each)
    return True


@sets("plan")
def _plan(moment: Moment, match: re.Match[str]) -> bool:
    name = match["plan_quoted"] or match["plan_bare"] or (match["plan_nth"] or "") + "五"
    if name not in words.PLANS:
        return False
    first, last = words.PLANS[name]
    nth = match["plan_year"]
    if match["plan_years"]:
        count = number(match["plan_years"])
        first, last = (last - count + 1, last) if match["plan_side"] == "后" else (first, first + count - 1)
    elif match["plan_edge"]:
        first = last = last if match["plan_edge"] == "收官" else first
    elif nth:
        first = last = first + number(nth[1:]) - 1 if nth[0] == "第" else first if nth[0] in "头首" else last
    moment.plan, moment.precision = (first, last), "plan"
    part = match["plan_part"] or match["plan_middle"]
    if part and words.PARTS["plan", part].first != "all":
        moment.part, moment.part_of = part, "plan"
    return True


@sets("bare")
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
    moment.hour, moment.precision = of_the_day(value, match["bare_p"] or ""), "hour"
    return 0 <= value <= 24 and match["bare_n"].isdecimal()


def _bare_year(moment: Moment, value: int) -> bool:
    moment.year, moment.precision = value, "year"
    return 1900 <= value <= 2100


@sets("iso", "iso_compact")
def _iso(moment: Moment, match: re.Match[str]) -> bool:
    kind = "iso" if match.lastgroup == "iso" else "isoc"
    moment.year, moment.month, moment.day = (int(match[f"{kind}_{part}"]) for part in "ymd")
    moment.precision = "day"
    return True


@sets("iso_month")
def _iso_month(moment: Moment, match: re.Match[str]) -> bool:
    moment.year, moment.month = int(match["isom_y"]), int(match["isom_m"] or match["isom_m1"])
    moment.precision = "month"
    return True


@sets("numeric")
def _numeric(moment: Moment, match: re.Match[str]) -> bool:
    moment.month, moment.day, moment.precision = int(match["num_m"]), int(match["num_d"]), "day"
    return True


@sets("event")
def _event(moment: Moment, match: re.Match[str]) -> bool:
    moment.month, moment.day, moment.precision = int(match["event_m"]), int(match["event_d"]), "day"
    return 1 <= moment.month <= 12 and 1 <= moment.day <= 31


@sets("year", "year_short", "year_bare")
def _year(moment: Moment, match: re.Match[str]) -> bool:
    if match.lastgroup == "year_short":
        moment.year = short_year(match["year_s"])
    else:
        moment.year = year_number(match["year_n" if match.lastgroup == "year" else "year_b"])
    moment.precision = "year"
    return moment.year > 0


@sets("year_word")
def _year_word(moment: Moment, match: re.Match[str]) -> bool:
    moment.year, moment.precision = words.RELATIVE[match["year_w"]][1], "year"
    return True


@sets("decade")
def _decade(moment: Moment, match: re.Match[str]) -> bool:
    if match["decade_y"]:
        first = year_number(match["decade_y"])
    else:
        first = _century_of(match["decade_c"] or "上") + number(match["decade_n"])
        moment.own_century = match["decade_c"] in ("上", "本")
    part = (match["decade_part"] or "")[:1]
    moment.decade = {
        "初": (first, first + 2),
        "前": (first, first + 4),
        "中": (first + 4, first + 6),
        "后": (first + 5, first + 9),
        "末": (first + 8, first + 9),
    }.get(part, (first, first + 9))
    moment.precision = "decade"
    return True


def _century_of(written: str) -> int:
    """The hundreds of a century: 20 → 1900; 上 and 本 as in a text of the 21st."""
    return {"上": 1900, "本": 2000}.get(written) or 100 * (number(written) - 1)


@sets("century")
def _century(moment: Moment, match: re.Match[str]) -> bool:
    """A century is the hundred years with the same first digits (ISO 8601): 21世纪 is 2000 to 2099."""
    first = _century_of(match["century_n"])
    moment.own_century = match["century_n"] in ("上", "本")
    part = (match["century_part"] or "")[:1]
    if part == "中":
        moment.decade, moment.precision = (first + 50, first + 50), "year"
        return True
    moment.decade = {"初": (first, first + 9), "末": (first + 90, first + 99)}.get(part, (first, first + 99))
    moment.precision = "decade" if part else "century"
    return True


@sets("before_christ")
def _before_christ(moment: Moment, match: re.Match[str]) -> bool:
    moment.precision = "century" if match[0].endswith("纪") else "year"
    moment.problem = "years before the Christian era are not reckoned"
    return True


@sets("republic")
def _republic(moment: Moment, match: re.Match[str]) -> bool:
    """民国元年 is 1912."""
    moment.year, moment.precision = 1911 + number(match["republic_n"]), "year"
    return moment.year > 1911


@sets("two_years")
def _two_years(moment: Moment, match: re.Match[str]) -> bool:
    """今明两年: two years one after the other, counted from the day of writing."""
    moment.years = {"今明": (0, 1), "明后": (1, 2), "去今": (-1, 0)}[match["two_y"]]
    moment.precision = "year"
    return True


@sets("now")
def _now(moment: Moment, match: re.Match[str]) -> bool:
    moment.day, moment.precision = Relative("reference", 0), "day"
    return True


@sets("half", "half_bare")
def _half(moment: Moment, match: re.Match[str]) -> bool:
    first = match["half_n" if match.lastgroup == "half" else "half_b"] in ("上", "前")
    moment.stretch, moment.precision = ((1, 6) if first else (7, 12)), "half"
    return True


@sets("quarter")
def _quarter(moment: Moment, match: re.Match[str]) -> bool:
    value = number(match["quarter_n"])
    moment.stretch, moment.precision = (3 * value - 2, 3 * value), "quarter"
    return True


@sets("quarters")
def _quarters(moment: Moment, match: re.Match[str]) -> bool:
    count = number(match["quarters_n"])
    moment.stretch = (13 - 3 * count, 12) if match["quarters_side"] == "后" else (1, 3 * count)
    moment.precision = "quarter"
    return True


@sets("months")
def _months(moment: Moment, match: re.Match[str]) -> bool:
    count = number(match["months_n"])
    moment.stretch, moment.precision = ((13 - count, 12) if match["months_last"] else (1, count)), "month"
    return 1 <= count <= 12


@sets("quarter_word")
def _quarter_word(moment: Moment, match: re.Match[str]) -> bool:
    moment.stretch, moment.precision = words.RELATIVE[match["quarter_w"]][1], "quarter"
    return True


@sets("quarter_named")
def _quarter_named(moment: Moment, match: re.Match[str]) -> bool:
    moment.stretch, moment.precision = ((1, 3) if match["quarter_e"] == "首" else (10, 12)), "quarter"
    return True


@sets("quarter_month")
def _quarter_month(moment: Moment, match: re.Match[str]) -> bool:
    word = match["qm_w"]
    half = (
        moment.each.each == "half"
        if moment.each
        else isinstance(moment.stretch, tuple) and len(range(*moment.stretch)) == 5
    )
    last = 6 if half else 3
    moment.quarter_month = number(match["qm_n"]) if not word else {"首": 1, "中": 2, "次": last + 1}.get(word[0], last)
    moment.precision = "month"
    return True


@sets(
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


@sets("named")
def _named(moment: Moment, match: re.Match[str]) -> bool:
    name = match["named_w"] or match["named_q"] or match["named_b"] or match["named_c"] or match["named_d"]
    moment.named = words.DAYS[name]
    moment.named_span = bool(match["named_span"]) and not name.endswith("日")
    moment.precision = "day"
    return True


@sets("season")
def _season(moment: Moment, match: re.Match[str]) -> bool:
    moment.season, moment.precision = match["season_w"], "season"
    return True


@sets("month", "month_lost")
def _month(moment: Moment, match: re.Match[str]) -> bool:
    moment.month, moment.precision = number(match["month_n" if match.lastgroup == "month" else "month_l"]), "month"
    return moment.month >= 0


@sets("month_word")
def _month_word(moment: Moment, match: re.Match[str]) -> bool:
    moment.month, moment.precision = words.RELATIVE[match["month_w"]][1], "month"
    return True
