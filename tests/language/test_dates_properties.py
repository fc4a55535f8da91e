"""Round trips: a date, a range, a rule, a length written in every style comes back as itself."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.dates import find_dates
from pipeline.language.dates.almanac import shift_months

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
DIGITS = "〇一二三四五六七八九"
WEEK = "一二三四五六日"


def small(number: int) -> str:
    """A number below 100 in Chinese: 二十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (
        DIGITS[ones] if ones or not tens else ""
    )


def year_by_digits(year: int, zero: str = "〇") -> str:
    return "".join((zero + DIGITS[1:])[int(digit)] for digit in str(year))


STYLES = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02d}月{d.day:02d}日",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{d.year}年{d.month}月{d.day}号",
    lambda d: f"{year_by_digits(d.year)}年{small(d.month)}月{small(d.day)}日",
    lambda d: f"{year_by_digits(d.year, '○')}年{small(d.month)}月{small(d.day)}日",
    lambda d: f"{year_by_digits(d.year, '零')}年{small(d.month)}月{small(d.day)}日",
    lambda d: d.isoformat(),
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日（星期{WEEK[d.weekday()]}）",
    lambda d: f"{d.year}年{d.month}月{d.day}日".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
]


@given(DAYS, st.sampled_from(STYLES))
def test_a_day_in_every_style(day: date, style) -> None:
    text = f"请于{style(day)}在会议室集合"
    [found] = find_dates(text)
    assert (found.kind, found.date_from, found.date_to, found.problem) == (
        "point",
        day.isoformat(),
        day.isoformat(),
        "",
    )
    assert text[found.start : found.end] == found.text == style(day)


@given(DAYS, st.sampled_from(STYLES), st.sampled_from(["前", "之前", "以前", "（含）前"]))
def test_a_deadline_includes_its_day(day: date, style, word: str) -> None:
    [found] = find_dates(f"于{style(day)}{word}报送")
    assert (found.bound, found.date_from, found.date_to) == ("before", "", day.isoformat())


@given(DAYS, st.integers(0, 800), st.sampled_from(["至", "到", "—", "-", "～", "~", "——", "－"]))
def test_a_range_of_days(first: date, days: int, joint: str) -> None:
    last = min(first + timedelta(days=days), date(2099, 12, 31))
    text = f"{first.year}年{first.month}月{first.day}日{joint}"
    text += f"{last.year}年{last.month}月{last.day}日" if last.year != first.year else f"{last.month}月{last.day}日"
    [found] = find_dates(text)
    assert (found.kind, found.date_from, found.date_to) == ("interval", first.isoformat(), last.isoformat())
    assert found.text == text


@given(DAYS, st.integers(0, 330))
def test_a_range_over_the_turn_of_the_year(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    [found] = find_dates(f"{first.month}月{first.day}日至{last.month}月{last.day}日", default_year=first.year)
    assert found.date_from == first.isoformat()
    if last >= first and (last.month, last.day) != (2, 29):
        assert found.date_to == last.isoformat()


@given(st.integers(1950, 2098), st.integers(1, 12))
def test_months_and_their_limits(year: int, month: int) -> None:
    first = date(year, month, 1)
    last = shift_months(first, 1) - timedelta(days=1)
    written = f"{year}年{month}月"
    for text, start, end in (
        (written, first.isoformat(), last.isoformat()),
        (written + "前", "", (first - timedelta(days=1)).isoformat()),
        (written + "底前", "", last.isoformat()),
        (written + "起", first.isoformat(), ""),
        ("截至" + written, "", last.isoformat()),
        ("到" + written, "", last.isoformat()),
        (written + "以后", (last + timedelta(days=1)).isoformat(), ""),
    ):
        [found] = find_dates(text)
        assert (found.date_from, found.date_to) == (start, end), text
        assert found.text == text


@given(st.integers(1950, 2098), st.integers(0, 8), st.sampled_from(["—", "-", "至", "～"]))
def test_years_of_a_plan(year: int, length: int, joint: str) -> None:
    [found] = find_dates(f"（{year}{joint}{year + length}年）")
    assert (found.date_from, found.date_to) == (f"{year}-01-01", f"{year + length}-12-31")


@given(
    st.integers(1, 28),
    st.sampled_from(
        [
            ("每月{}日前", "FREQ=MONTHLY;BYMONTHDAY={}"),
            ("每月{}号", "FREQ=MONTHLY;BYMONTHDAY={}"),
            ("每季度末月{}日前", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY={}"),
            ("每季度首月{}日前", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY={}"),
            ("每年6月{}日前", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY={}"),
            ("双月{}日", "FREQ=MONTHLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY={}"),
        ]
    ),
    st.booleans(),
)
def test_recurring_days(day: int, form: tuple[str, str], chinese: bool) -> None:
    [found] = find_dates(form[0].format(small(day) if chinese else day))
    assert (found.kind, found.date_from, found.date_to) == ("recurring", "", "")
    assert found.rrule == form[1].format(day)


@given(st.integers(1, 12), st.lists(st.integers(1, 28), min_size=1, max_size=4, unique=True))
def test_lists_of_days_share_year_month_and_limit(month: int, days: list[int]) -> None:
    text = f"2021年{month}月" + "、".join(f"{day}日" for day in days) + "前"
    found = find_dates(text)
    assert [one.date_to for one in found] == [f"2021-{month:02d}-{day:02d}" for day in days]
    assert all(one.bound == "before" for one in found)


UNITS = [
    ("个工作日", "P{}D"),
    ("天", "P{}D"),
    ("个月", "P{}M"),
    ("年", "P{}Y"),
    ("周", "P{}W"),
    ("小时", "PT{}H"),
    ("分钟", "PT{}M"),
]


@given(st.integers(1, 99), st.sampled_from(UNITS), st.booleans(), st.sampled_from(["", "自印发之日起", "收到通知后"]))
def test_lengths(amount: int, unit: tuple[str, str], chinese: bool, anchor: str) -> None:
    text = f"{anchor}{small(amount) if chinese else amount}{unit[0]}内"
    [found] = find_dates(text)
    assert (found.kind, found.duration, found.bound) == ("duration", unit[1].format(amount), "before")
    assert found.text == text
    assert found.anchor == anchor.removesuffix("起")


@given(st.integers(0, 23), st.integers(0, 59))
def test_clock_times(hour: int, minute: int) -> None:
    for written in (f"{hour}:{minute:02d}", f"{hour}：{minute:02d}", f"{hour}时{minute}分", f"{hour:02d}:{minute:02d}"):
        [found] = find_dates(f"2021年2月2日{written}前")
        assert found.date_to == f"2021-02-02T{hour:02d}:{minute:02d}"


@given(DAYS, DAYS)
def test_no_result_depends_on_anything_but_its_arguments(reference: date, other: date) -> None:
    text = f"{other.year}年{other.month}月{other.day}日起，今年6月底前、明年3月底前完成，本月25日前报送"
    assert find_dates(text, reference) == find_dates(text, reference)


ALPHABET = (
    "0123456789０２〇○零一二三四五六七八九十廿两半年月日号时点分周季度旬"
    "初中底末前后起至到—-～、，。；每逐上下本次当今明去全第个工作日"
    "小星期天国庆节春“”（）. :：/·自从之截止内以来十四五"
)


@given(st.text(alphabet=ALPHABET, max_size=80), st.sampled_from([None, "2021-03-15"]))
def test_any_text_is_read_without_error(text: str, reference: str | None) -> None:
    end = 0
    for found in find_dates(text, reference):
        assert text[found.start : found.end] == found.text
        assert found.start >= end
        end = found.end
        for value in (found.date_from, found.date_to):
            assert value == "" or date.fromisoformat(value[:10])
        if found.kind == "recurring" and not found.problem:
            assert found.rrule


@given(st.text(max_size=200))
def test_any_unicode_is_read_without_error(text: str) -> None:
    for found in find_dates(text, "2021-03-15"):
        assert text[found.start : found.end] == found.text


PROSE = "各地各部门要高度重视，加强组织领导，压实工作责任，确保各项任务落到实处，同时及时总结经验，推动提质增效。"
HOSTILE = [
    "1",
    "年",
    "一",
    "每",
    "1年",
    "每年",
    "2021年",
    "1、",
    "2021-",
    "3日内",
    "之日起",
    "1月、",
    "自1年",
    "（1",
    " 1",
    "10:",
    "十五、",
    "“",
    "五一",
    "至2021年",
    "自",
    "1.",
    "半年一",
    "○",
    "一○",
    "上半年、",
    "2021年6月20日至",
    "前",
    "“十四五”",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear_in_the_length_of_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        best = 9.0
        for _ in range(2):
            start = time.process_time()
            find_dates(text, "2021-03-15")
            best = min(best, time.process_time() - start)
        return best

    find_dates(unit * 10, "2021-03-15")
    short, long = seconds(10_000), seconds(40_000)
    assert long < 8 * max(short, 0.01)


def test_prose_is_read_at_a_million_characters_a_second() -> None:
    find_dates(PROSE + "2021年6月底前", "2021-03-15")
    text = PROSE * 8000
    start = time.process_time()
    assert find_dates(text, "2021-03-15") == []
    assert len(text) / (time.process_time() - start) > 1_000_000
