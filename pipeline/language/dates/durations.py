"""Lengths of time: 30个工作日内, 三年, 一个半月, and what they count from: 自印发之日起."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from pipeline.language.dates import words
from pipeline.language.dates.almanac import shift_months
from pipeline.language.dates.slots import SPACE as S
from pipeline.language.numerals import parse_number

_NUMBER = r"(?:\d{1,4}(?:\.\d)?(?!\d)|[一二两三四五六七八九十廿卅][一二两三四五六七八九十百零廿卅]{0,4})"
_TO = rf"{S}(?:[{words.phrases()['range_dash']}]{{1,2}}|至|到|、|或){S}"
_NOT = {unit: words.not_before(unit) for unit in ("年", "月", "周", "天")}
_NAMES = rf"(?!{S}(?:{words.one_of(words.phrases()['span']['in_names'])}|期(?!限|内|间|以)))"
_SERVICE = rf"(?!{S}{words.one_of(words.phrases()['span']['in_services'])})"
_WEEKDAY = "(?![一二三四五六日天])"
_SHORT_YEAR = (  # 21年6月 is a date
    rf"(?!{S}(?:(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!龄)|[初底末](?!期)|[上下]半年|第?[一二三四1-4]季度))"
)
_UNIT = "|".join(
    (
        "个?工作日",
        "个?自然日",
        "个?日历[日天]",
        "个?昼夜",
        f"个?天{_NOT['天']}",
        f"个?小时{_SERVICE}",
        "分钟",
        "秒钟?",
        "周年",
        "个年度",
        "个季度",
        "个学期",
        "个学年",
        f"个月{_NOT['月']}(?!份)",
        f"个?星期{_WEEKDAY}",
        f"个?礼拜{_WEEKDAY}",
        f"个?周{_NOT['周']}(?![一二三四五六日天年])",
        f"个?年(?!度){_NOT['年']}{_NAMES}{_SHORT_YEAR}",
    )
)
_ABOUT = "[多余来]?"
LENGTH = re.compile(
    rf"(?:(?P<half>半)个?{S}(?P<half_unit>年(?!度|(?:工作)?(?:总结|小结|汇报)|[和及与、](?:全|年度)){_NOT['年']}{_NAMES}|月{_NOT['月']}|天(?!津)|小时)"
    rf"|(?P<and_half>{_NUMBER}){S}个半{S}(?P<and_half_unit>月|小时|星期|学期)"
    rf"|(?P<n>{_NUMBER})(?:{_TO}(?P<n2>{_NUMBER}))?{S}{_ABOUT}(?:个多(?=月|小时|星期))?(?P<unit>{_UNIT}|(?<=个多)(?:月|小时|星期))(?P<plus_half>半)?"
    rf"|(?P<days>{_NUMBER})(?:{_TO}(?P<days2>{_NUMBER}))?{S}个?日(?P<day_within>(?={S}(?:[之以]?后(?!{words.phrases()['not_bound']['后']})|[之以]内|内(?!{words.phrases()['not_bound']['内']})|以[上下]|的[，。；])))?)"
)
_SMALLER = re.compile(
    rf"(?:又|零)?(?P<n>{_NUMBER})(?P<unit>个月{_NOT['月']}(?!份)|个?星期{_WEEKDAY}|天{_NOT['天']}|个?小时|分钟?(?!之)|秒钟?)(?P<plus_half>半)?"
)
_NO = words.phrases()["not_bound"]
WITHIN = re.compile(rf"{S}(?:的)?(?:时间|期限|时限)?(?:之内|以内|内(?!{_NO['内']}))")
AFTER = re.compile(rf"{S}(?:之后|以后|后(?!{_NO['后']}))")
AGO = re.compile(rf"{S}(?:之前|以前|前(?!{_NO['前']}))")
SINCE = re.compile(rf"{S}(?:以来|来(?![自信电访函料源临]))")
_COUNTED = tuple(words.phrases()["anchor"]["counted"])
_ANCHOR_END = re.compile(rf"{words.one_of(words.phrases()['anchor']['after'])}(?:，|,|的)?{S}$")
_CLAUSE = re.compile(r"[，,。；;：:！？、\n（(]")
_OPENS = re.compile(rf"{words.one_of(words.phrases()['anchor']['opens'])}(?<![来各亲独擅]自)")
_OPENS_NOT = re.compile(words.one_of(words.phrases()["anchor"]["opens_not"]))
_LEADS = re.compile(rf".{{0,40}}{words.one_of(words.phrases()['anchor']['leads'])}(?<![对位正存属归基处现至过][于在])")
_REACH = 40  # characters that what a length counts from may take
_ESTIMATES = {"一两": 2, "两三": 3, "三四": 4, "三五": 5, "四五": 5, "五六": 6, "七八": 8, "八九": 9}
_ERAS = ("康熙", "雍正", "乾隆", "嘉庆", "道光", "咸丰", "同治", "光绪", "宣统")  # their years are no lengths
_WHICH = frozenset("头同某那哪这首任另")  # 同一天, 某一年
_SECONDS = {"TH": 3600, "TM": 60, "TS": 1}
_HALF = {"Y": "6M", "M": "15D", "D": "T12H", "TH": "30M", "TM": "30S", "W": "T84H", "M3": "45D"}


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as written: amounts and units of ISO 8601 (Y M M3 W D TH TM TS, "" for terms)."""

    start: int
    end: int
    parts: tuple[tuple[Decimal, str], ...]
    precision: str
    within: bool
    working: bool

    def iso(self) -> str:
        """ISO 8601 duration; a half year is P6M, a month and a half P1M15D. Empty for terms of no fixed length."""
        days, clock = "", ""
        for amount, unit in self.parts:
            if not unit:
                return ""
            said = _said(amount, unit)
            if unit.startswith("T"):
                clock += said
            else:
                before, _, after = said.partition("T")
                days, clock = days + before, clock + after
        return f"P{days}T{clock}" if clock else f"P{days}"

    def after(self, day: date, sign: int = 1) -> date | None:
        """The day on which the length that begins at `day` ends; None for clock units, working days and terms."""
        found = day
        for amount, unit in self.parts:
            if self.working or unit.startswith("T") or not unit:
                return None
            doubled = int(amount * 2) * sign
            try:
                if unit == "M" and doubled % 2:
                    found = shift_months(found, int(amount) * sign) + timedelta(days=15 * sign)
                elif unit in ("Y", "M", "M3"):
                    found = shift_months(found, {"Y": 12, "M": 1, "M3": 3}[unit] * doubled // 2)
                else:
                    found += timedelta(days=(7 if unit == "W" else 1) * doubled // 2)
            except (ValueError, OverflowError):
                return None
        return found

    def after_clock(self, now: datetime, sign: int = 1) -> datetime | None:
        """The time at which a length of hours, minutes and seconds that begins `now` ends; None for all others."""
        seconds = Decimal(0)
        for amount, unit in self.parts:
            if unit not in _SECONDS:
                return None
            seconds += amount * _SECONDS[unit]
        try:
            return now + timedelta(seconds=int(seconds)) * sign
        except OverflowError:
            return None


def _said(amount: Decimal, unit: str) -> str:
    """One part of an ISO 8601 duration, without P and T."""
    whole = int(amount)
    letter = unit[-1] if unit != "M3" else "M"
    number = whole * 3 if unit == "M3" else whole
    said = f"{number}{letter}" if whole or amount == 0 else ""
    return said + (_HALF.get(unit, "") if amount != whole else "")


def read_length(text: str, at: int, *, anchored: bool = False, days: bool = True) -> Length | None:
    """The length of time that begins at `at`. 日 counts days only with 内 or 后 behind it or an anchor before it.

    Without `days`, 日 is a day of the month whatever follows: 3月15日、20日后.
    """
    match = LENGTH.match(text, at)
    if match is not None and match["days"] and not days:
        return None
    if match is None or text[max(0, at - 1) : at] == "第" or text.endswith(_ERAS, 0, at):
        return None
    if text[at] == "一" and text[max(0, at - 1) : at] in _WHICH and at:
        return None
    if match["days"] and match["day_within"] is None and not anchored and not text.endswith(_COUNTED, 0, at):
        return None
    amount, word = _amount_of(match)
    if amount is None:
        return None
    iso, precision = words.DURATIONS[word]
    if iso == "Y" and not 0 < amount < 200:
        return None
    parts, end = [(amount, iso)], match.end()
    while more := _SMALLER.match(text, end):
        value = _amount(more["n"])
        unit = "分钟" if more["unit"] == "分" else more["unit"].removeprefix("个")
        smaller, precision_of = words.DURATIONS[unit]
        if value is None or _ORDER.index(smaller) <= _ORDER.index(parts[-1][1]):
            break
        parts.append((value + (Decimal("0.5") if more["plus_half"] else 0), smaller))
        precision, end = precision_of, more.end()
    within = WITHIN.match(text, end)
    working = precision == "working_day"
    return Length(
        at,
        within.end() if within else end,
        tuple(parts),
        "day" if working else precision,
        within is not None,
        working,
    )


_ORDER = ("", "Y", "M3", "M", "W", "D", "TH", "TM", "TS")


def _amount_of(match: re.Match[str]) -> tuple[Decimal | None, str]:
    half = Decimal("0.5")
    if match["half"]:
        return half, match["half_unit"]
    if match["and_half"]:
        whole = _amount(match["and_half"])
        return None if whole is None else whole + half, match["and_half_unit"]
    found = _amount(match["n2"] or match["days2"] or match["n"] or match["days"])
    word = (match["unit"] or "日").removeprefix("个")
    return None if found is None else found + (half if match["plus_half"] else 0), word


def _amount(text: str) -> Decimal | None:
    if text in _ESTIMATES:
        return Decimal(_ESTIMATES[text])
    return parse_number(text)


def anchor_before(text: str, at: int, floor: int = 0) -> tuple[int, str] | None:
    """What a length at `at` counts from: start of the words (自 included), and the words (自印发之日).

    Looks back no further than the clause, and not before `floor`.
    """
    floor = max(floor, at - _REACH)
    left = text[floor:at]
    end = _ANCHOR_END.search(left)
    if end is None:
        return None
    if end[0].startswith("提前"):
        return floor + end.start(), "提前"
    begin = 0
    for mark in _CLAUSE.finditer(left, 0, end.start()):
        begin = mark.end()
    opened = [m for m in _OPENS.finditer(left, begin, end.start()) if not _OPENS_NOT.match(left, m.start())]
    if opened:
        begin = opened[-1].start()
    else:
        lead = _LEADS.match(left, begin, end.start())
        begin = lead.end() if lead else begin
    words_of = left[begin : end.end()].strip("，, 的").removesuffix("起")
    if (end.start() == begin and (len(end[0]) < 3 or end[0][0] in "之的日当") and end[0] != "提前") or not re.search(
        "[一-鿿]", words_of
    ):
        return None
    return floor + begin, words_of


_REACHES = sorted(
    [(word, -1) for word in words.phrases()["span"]["back"]] + [(word, 1) for word in words.phrases()["span"]["ahead"]],
    key=lambda row: -len(row[0]),
)
# 附近三天, 学前三年: a single character of reach is a word of its own only where none runs into it
_PART_OF_WORD = re.compile("[附邻临将接靠]近|[一-鿿](?<![在的较比和与及])[前上下]")


def reach_before(text: str, at: int) -> tuple[int, int] | None:
    """近, 过去 (-1) or 未来, 今后 (+1) before a length: where the word begins and its direction."""
    for word, sign in _REACHES:
        if text.endswith(word, 0, at):
            start = at - len(word)
            if len(word) > 1 or not start or not _PART_OF_WORD.match(text, start - 1):
                return start, sign
            return None
    return None
