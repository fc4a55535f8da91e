"""Lengths of time: 30个工作日内, 三年, 一个半月, and what they count from: 自印发之日起."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipeline.language.dates import words
from pipeline.language.dates.almanac import shift_months
from pipeline.language.dates.slots import SPACE as S
from pipeline.language.numerals import parse_number

_NUMBER = r"(?:\d{1,4}(?:\.\d)?(?!\d)|[一二两三四五六七八九十百廿卅]{1,5})"
_DASH = words.phrases()["range_dash"]
_GOES_ON = {
    unit: words.not_before(unit) for unit in ("年", "月", "周", "天", "日")
}
_NAMES = r"(?!{S}(?:行动|攻坚|规划|计划|滚动|期(?!限|内|间|以)|一度|一届|如一日|来之不易|大计|老店|报|级|以来))".replace("{S}", S)
_SHORT_YEAR = rf"(?!{S}(?:(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!龄)|[初底末](?!期)|[上下]半年|第?[一二三四1-4]季度))"
_SERVICE = r"(?!{S}(?:值班|值守|热线|在线|服务|不间断|开放|自助|监控|监测|应急|专人|待命|轮流|便利|营业|联系|全天|响应|供应|连续|昼夜|无间断))".replace("{S}", S)
_UNIT = "|".join((
    "个?工作日", "个?自然日", "个?日历日", "个?昼夜", f"个?天{_GOES_ON['天']}", "个?小时" + _SERVICE, "分钟", "周年",
    "个年度", "个季度", "个学期", "个学年", f"个月{_GOES_ON['月']}(?!份)", "个?星期(?![一二三四五六日天])", "个?礼拜(?![一二三四五六日天])",
    f"个?周{_GOES_ON['周']}(?![一二三四五六日天年])", f"个?年(?!度){_GOES_ON['年']}{_NAMES}{_SHORT_YEAR}",
))
LENGTH = re.compile(
    rf"(?:(?P<half>半)个?{S}(?P<half_unit>年(?!度){_GOES_ON['年']}|月{_GOES_ON['月']}|天(?!津)|小时)"
    rf"|(?P<and_half>{_NUMBER}){S}个半{S}(?P<and_half_unit>月|小时|星期|学期)"
    rf"|(?P<n>{_NUMBER})(?:{S}(?:[{_DASH}]{{1,2}}|至|到|、|或){S}(?P<n2>{_NUMBER}))?{S}(?P<unit>{_UNIT})(?P<plus_half>半)?"
    rf"|(?P<days>{_NUMBER})(?:{S}(?:[{_DASH}]{{1,2}}|至|到){S}(?P<days2>{_NUMBER}))?{S}(?:个)?日(?:历日)?(?P<day_within>(?={S}(?:之内|以内|内(?!容|部|地|外|销|业|科))))?)"
)
WITHIN = re.compile(rf"{S}(?:的)?(?:时间|期限|时限)?(?:之内|以内|内(?![容部地外销业科涵阁]))")
AFTER = re.compile(rf"{S}(?:之后|以后|后(?![续期备勤台果]))")
AGO = re.compile(rf"{S}(?:之前|以前|前(?![列期述款提置端沿]))")
SINCE = re.compile(rf"{S}(?:以来|来(?![自信电访函料源临]))")
_BACK = tuple(words.phrases()["span"]["back"])
_AHEAD = tuple(words.phrases()["span"]["ahead"])
_ANCHOR_AFTER = words.one_of(words.phrases()["anchor"]["after"])
_ANCHOR_END = re.compile(rf"{_ANCHOR_AFTER}(?:，|,|的)?{S}$")
_CLAUSE = re.compile(r"[，,。；;：:！？、\n（(]")
_OPENS = re.compile(rf"(?:{words.one_of(words.phrases()['anchor']['opens'])})(?<!来自)(?<!各自)(?<!亲自)(?<!独自)(?<!擅自)")
_OPENS_NOT = re.compile(words.one_of(words.phrases()["anchor"]["opens_not"]))
_LEADS = re.compile(rf".{{0,40}}(?:{words.one_of(words.phrases()['anchor']['leads'])})")
_REACH = 40  # characters that what a length counts from may take


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as written: amount and unit of ISO 8601 (Y M W D TH TM), working days apart; `most` of a range."""

    start: int
    end: int
    amount: Decimal
    unit: str
    precision: str
    within: bool

    def iso(self) -> str:
        """ISO 8601 duration; a half year is P6M, a month and a half P1M15D. Empty for terms of no fixed length."""
        if not self.unit:
            return ""
        whole = int(self.amount)
        half = self.amount - whole != 0
        if self.unit == "M3":
            return f"P{whole * 3}M"
        mark, unit = ("PT", self.unit[1]) if self.unit.startswith("T") else ("P", self.unit)
        said = f"{whole}{unit}" if whole or not half else ""
        if not half:
            return mark + said
        rest = {"Y": "6M", "M": "15D", "D": "T12H", "TH": "30M", "W": "T84H"}.get(self.unit, "")
        return mark + said + rest if rest else ""

    def after(self, day: date, sign: int = 1) -> date | None:
        """The day on which the length that begins at `day` ends; None for clock units, working days and terms."""
        if self.precision == "working_day" or self.unit.startswith("T") or not self.unit:
            return None
        doubled = int(self.amount * 2) * sign
        try:
            if self.unit in ("Y", "M", "M3"):
                months = {"Y": 12, "M": 1, "M3": 3}[self.unit]
                if self.unit == "M" and doubled % 2:
                    return shift_months(day, int(self.amount) * sign) + timedelta(days=15 * sign)
                return shift_months(day, months * doubled // 2)
            return day + timedelta(days=(7 if self.unit == "W" else 1) * doubled // 2)
        except (ValueError, OverflowError):
            return None


def read_length(text: str, at: int, *, anchored: bool = False) -> Length | None:
    """The length of time that begins at `at`. 日 counts days only with 内 behind it or where an anchor stands before."""
    match = LENGTH.match(text, at)
    if match is None or text[max(0, at - 1):at] in ("第", "前") and match["days"]:
        return None
    if text[max(0, at - 1):at] == "第":
        return None
    if match["half"]:
        amount, word = Decimal("0.5"), match["half_unit"]
    elif match["and_half"]:
        found = parse_number(match["and_half"])
        if found is None:
            return None
        amount, word = found + Decimal("0.5"), match["and_half_unit"]
    else:
        if match["days"] and match["day_within"] is None and not anchored:
            return None
        found = _amount(match["n2"] or match["days2"] or match["n"] or match["days"])
        if found is None:
            return None
        word = (match["unit"] or "日").removeprefix("个")
        amount = found + (Decimal("0.5") if match["plus_half"] else 0)
    iso, precision = words.DURATIONS[word]
    if iso == "Y" and not 0 < amount < 200:
        return None
    within = WITHIN.match(text, match.end())
    return Length(at, within.end() if within else match.end(), amount, iso, precision, within is not None)


def _amount(text: str) -> Decimal | None:
    if len(text) == 2 and text in ("一两", "两三", "三四", "四五", "三五", "五六", "七八", "八九"):
        return parse_number(text[1])
    return parse_number("2" if text == "两" else text)


def anchor_before(text: str, at: int, floor: int = 0) -> tuple[int, str] | None:
    """What a length at `at` counts from: start of the words (自 included), and the words (自印发之日).

    Looks back no further than the clause, and not before `floor`.
    """
    floor = max(floor, at - _REACH)
    left = text[floor:at]
    end = _ANCHOR_END.search(left)
    if end is None:
        return None
    begin = 0
    for mark in _CLAUSE.finditer(left, 0, end.start()):
        begin = mark.end()
    opened = [m for m in _OPENS.finditer(left, begin, end.start()) if not _OPENS_NOT.match(left, m.start())]
    if opened:
        begin = opened[0].start() if not opened[0].start() else opened[-1].start()
    else:
        lead = _LEADS.match(left, begin, end.start())
        begin = lead.end() if lead else begin
    words_of = left[begin:end.end()].strip("，, 的").removesuffix("起")
    if end.start() - begin < 1 or not re.search("[一-鿿]", words_of):
        return None
    return floor + begin, words_of


def reach_before(text: str, at: int) -> tuple[int, int] | None:
    """近, 过去 (-1) or 未来, 今后 (+1) before a length: where the word begins and its direction."""
    for words_of, sign in ((_BACK, -1), (_AHEAD, 1)):
        for word in words_of:
            if text.endswith(word, 0, at):
                start = at - len(word)
                if word in ("前", "上", "下") and text[max(0, start - 1):start] in ("以", "之", "目", "年", "月", "日", "天", "提", "会"):
                    return None
                return start, sign
    return None
