"""Round trips through every writing that the lexicon knows: ranges, rules, limits, lunar days, words counted from a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lunar_python import Solar

from pipeline.language.dates import find_dates, words
from pipeline.language.dates.almanac import month_span, shift_months

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
YEARS = st.integers(1950, 2090)
DIGITS = "〇一二三四五六七八九"
WEEK = "一二三四五六日"
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
JOINTS = [*words.phrases()["range_word"], *words.phrases()["range_dash"], "——", "――"]


def small(number: int) -> str:
    """A number below 1000 in Chinese: 二十一, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    written = DIGITS[hundreds] + "百" if hundreds else ""
    if hundreds and rest and not tens:
        written += "零"
    if tens:
        written += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    return written + (DIGITS[ones] if ones or not number else "")


def by_digits(year: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(year))


def figures(chinese: bool):
    return small if chinese else str


@given(YEARS, st.integers(0, 40), st.sampled_from(JOINTS), st.booleans(), st.booleans())
def test_ranges_of_years(first: int, length: int, joint: str, chinese: bool, twice: bool) -> None:
    show = by_digits if chinese else str
    assume(twice or joint in ("至", "到", *words.phrases()["range_dash"], "——", "――"))
    text = f"{show(first)}{'年' if twice else ''}{joint}{show(first + length)}年"
    [found] = find_dates(f"在{text}间实施")
    assert (found.text, found.kind) == (text, "interval")
    assert (found.date_from, found.date_to) == (f"{first}-01-01", f"{first + length}-12-31")


@given(YEARS, st.integers(1, 12), st.integers(0, 30), st.sampled_from(JOINTS), st.booleans())
def test_ranges_of_months(year: int, month: int, more: int, joint: str, chinese: bool) -> None:
    show = figures(chinese)
    last = shift_months(date(year, month, 1), more)
    second = f"{last.year}年{show(last.month)}月" if last.year != year else f"{show(last.month)}月"
    text = f"{year}年{show(month)}月{joint}{second}"
    [found] = find_dates(text)
    assert (found.text, found.date_from) == (text, date(year, month, 1).isoformat())
    assert found.date_to == month_span(last.year, last.month, last.month)[1].isoformat()


@given(DAYS, st.integers(1, 27), st.sampled_from(JOINTS), st.booleans(), st.sampled_from(["", "止", "结束", "期间"]))
def test_ranges_inside_a_month(day: date, more: int, joint: str, chinese: bool, closing: str) -> None:
    show = figures(chinese)
    last = day + timedelta(days=more)
    assume(last.month == day.month)
    text = f"{day.year}年{show(day.month)}月{show(day.day)}日{joint}{show(last.day)}日{closing}"
    [found] = find_dates(text)
    assert (found.text, found.date_from, found.date_to) == (text, day.isoformat(), last.isoformat())


@given(DAYS, DAYS, st.sampled_from(["自", "从"]), st.sampled_from(["起", "开始", ""]), st.sampled_from(["至", "到"]))
def test_ranges_opened_and_closed(one: date, two: date, opens: str, rising: str, joint: str) -> None:
    first, last = sorted((one, two))
    text = f"{opens}{first:%Y年%-m月%-d日}{rising}{joint}{last:%Y年%-m月%-d日}止"
    [found] = find_dates(f"{text}，由各地执行")
    assert (found.text, found.date_from, found.date_to) == (text, first.isoformat(), last.isoformat())


@given(DAYS, st.integers(0, 23), st.integers(0, 59), st.integers(1, 600), st.sampled_from(["：", ":", "时"]))
def test_ranges_of_the_clock(day: date, hour: int, minute: int, more: int, style: str) -> None:
    first = datetime(day.year, day.month, day.day, hour, minute)
    last = first + timedelta(minutes=more)

    def clock(time: datetime) -> str:
        return f"{time.hour}时{time.minute}分" if style == "时" else f"{time.hour}{style}{time:%M}"

    second = clock(last) if last.date() == day else f"{last.month}月{last.day}日{clock(last)}"
    text = f"{day:%Y年%-m月%-d日}{clock(first)}至{second}"
    assume(last.year == day.year)
    [found] = find_dates(text)
    assert (found.text, found.date_from) == (text, first.isoformat(timespec="minutes"))
    assert found.date_to == last.isoformat(timespec="minutes")


@given(DAYS, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59), st.booleans())
def test_seconds(day: date, hour: int, minute: int, second: int, signs: bool) -> None:
    clock = f"{hour}:{minute:02d}:{second:02d}" if signs else f"{hour}时{minute}分{second}秒"
    [found] = find_dates(f"{day:%Y年%-m月%-d日}{clock}")
    assert found.date_from == found.date_to == f"{day}T{hour:02d}:{minute:02d}:{second:02d}"
    assert found.precision == "second"


@pytest.mark.parametrize(
    ("word", "bound", "counts"), [(w, b.bound, b.counts) for (place, w), b in words.BOUNDS.items() if place == "after"]
)
@given(day=DAYS, month=st.booleans())
def test_limits_behind_days_and_months(word: str, bound: str, counts: bool, day: date, month: bool) -> None:
    if month and ("日" in word or "下班" in word):
        return  # said of days
    first, last = month_span(day.year, day.month, day.month) if month else (day, day)
    text = f"{day.year}年{day.month}月{'' if month else f'{day.day}日'}{word}"
    if word == "底前" and not month:
        return
    [found] = find_dates(f"{text}，各地完成")
    inside = counts or not month
    expected = {
        "before": ("", (last if inside else first - timedelta(days=1)).isoformat()),
        "from": (first.isoformat(), ""),
        "after": ((first if inside else last + timedelta(days=1)).isoformat(), ""),
    }[bound]
    assert (found.text, found.bound, found.date_from, found.date_to) == (text, bound, *expected)


# --- rules ---------------------------------------------------------------------------------------------------------------


def rule_of(text: str) -> str:
    [found] = find_dates(text)
    assert (found.kind, found.problem, found.text) == ("recurring", "", text)
    return found.rrule


@given(st.sets(st.integers(0, 6), min_size=1, max_size=6), st.sampled_from(["周", "星期"]), st.booleans())
def test_days_of_the_week(days: set[int], name: str, repeated: bool) -> None:
    between = f"、{name}" if repeated else "、"
    text = f"每{name}" + between.join(WEEK[day] for day in sorted(days))
    assert rule_of(text) == "FREQ=WEEKLY;BYDAY=" + ",".join(CODES[day] for day in sorted(days))


@given(st.integers(0, 5), st.integers(1, 6), st.sampled_from(["至", "到", "—"]), st.integers(0, 23))
def test_stretches_of_the_week(first: int, more: int, joint: str, hour: int) -> None:
    last = min(first + more, 6)
    days = ",".join(CODES[first : last + 1])
    assert rule_of(f"每周{WEEK[first]}{joint}周{WEEK[last]}") == f"FREQ=WEEKLY;BYDAY={days}"
    assert rule_of(f"每周{WEEK[first]}{joint}周{WEEK[last]}{hour}时") == (
        f"FREQ=WEEKLY;BYDAY={days};BYHOUR={hour};BYMINUTE=0"
    )


@given(st.sets(st.integers(1, 28), min_size=1, max_size=5), st.booleans(), st.sampled_from(["日", "号"]))
def test_days_of_the_month(days: set[int], chinese: bool, sign: str) -> None:
    show = figures(chinese)
    listed = "、".join(f"{show(day)}{sign}" for day in sorted(days))
    assert rule_of(f"每月{listed}") == "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, sorted(days)))


@given(st.sets(st.integers(1, 12), min_size=1, max_size=6), st.booleans())
def test_months_of_the_year(months: set[int], chinese: bool) -> None:
    show = figures(chinese)
    listed = "、".join(f"{show(month)}月" for month in sorted(months))
    assert rule_of(f"每年{listed}") == "FREQ=YEARLY;BYMONTH=" + ",".join(map(str, sorted(months)))


@given(st.integers(1, 12), st.integers(1, 4), st.integers(0, 6), st.sampled_from(["周", "星期"]))
def test_nth_days_of_the_week(month: int, nth: int, weekday: int, name: str) -> None:
    assert rule_of(f"每年{month}月第{small(nth)}个{name}{WEEK[weekday]}") == (
        f"FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{CODES[weekday]}"
    )
    assert rule_of(f"每月最后一个{name}{WEEK[weekday]}") == f"FREQ=MONTHLY;BYDAY=-1{CODES[weekday]}"


STEPS = [
    (word, rhythm) for (place, word), rhythm in words.RHYTHMS.items() if place == "each" and not rhythm.rule and rhythm.freq
]


@given(st.integers(2, 60), st.sampled_from(STEPS), st.booleans())
def test_every_so_many(times: int, step: tuple[str, words.Rhythm], chinese: bool) -> None:
    word, rhythm = step
    assume(rhythm.each != "undated" and not word.startswith(("双", "年度", "月份")))
    counted = "个" if word in ("月", "季度", "小时", "星期", "礼拜") else ""
    [found] = find_dates(f"每{small(times) if chinese else times}{counted}{word}开展")
    assert found.rrule == f"FREQ={rhythm.freq};INTERVAL={times * rhythm.step}"


@given(st.integers(1, 20), st.sampled_from([("月", "MONTHLY", ""), ("季度", "MONTHLY", ";BYMONTH=1,4,7,10"), ("半年", "MONTHLY", ";BYMONTH=1,7")]))
def test_first_working_days(count: int, period: tuple[str, str, str]) -> None:
    word, freq, months = period
    expected = f"FREQ={freq}{months};BYDAY=MO,TU,WE,TH,FR;BYSETPOS={count}"
    assert rule_of(f"每{word}前{count}个工作日内") == expected
    assert rule_of(f"每{word}第{count}个工作日") == expected


# --- lengths -------------------------------------------------------------------------------------------------------------


@given(st.integers(1, 999), st.sampled_from([("天", "D"), ("个月", "M"), ("个工作日", "D"), ("周", "W")]), st.booleans())
def test_lengths_to_hundreds(amount: int, unit: tuple[str, str], chinese: bool) -> None:
    [found] = find_dates(f"限期{small(amount) if chinese else amount}{unit[0]}内办结")
    assert (found.kind, found.bound, found.duration) == ("duration", "before", f"P{amount}{unit[1]}")


@given(st.integers(1, 30), st.integers(1, 11), st.booleans())
def test_lengths_of_two_units(years: int, months: int, chinese: bool) -> None:
    show = figures(chinese)
    [found] = find_dates(f"期限为{show(years)}年零{show(months)}个月")
    assert found.duration == f"P{years}Y{months}M"


@given(st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)), st.integers(1, 90), st.sampled_from(["小时", "分钟"]), st.booleans())
def test_hours_count_from_a_reference_with_a_clock(now: datetime, amount: int, unit: str, ahead: bool) -> None:
    now = now.replace(microsecond=0)
    length = timedelta(hours=amount) if unit == "小时" else timedelta(minutes=amount)
    [found] = find_dates(f"{amount}{unit}{'后' if ahead else '前'}", now)
    there = now + length if ahead else now - length
    assert datetime.fromisoformat(found.date_from) == datetime.fromisoformat(found.date_to) == there
    [blind] = find_dates(f"{amount}{unit}{'后' if ahead else '前'}", now.date())
    assert (blind.date_from, blind.date_to) == ("", "")
    assert blind.problem


# --- counted from the day of writing -------------------------------------------------------------------------------------

COUNTED = [row for row in words.table("dates_relative") if row["base"] == "reference"]


@given(DAYS, st.sampled_from(COUNTED))
def test_words_counted_from_the_day_of_writing(day: date, row: dict[str, str]) -> None:
    shift = int(row["shift"])
    if row["slot"] == "year":
        first, last = date(day.year + shift, 1, 1), date(day.year + shift, 12, 31)
    elif row["slot"] == "quarter":
        first = shift_months(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * shift)
        last = month_span(first.year, first.month + 2, first.month + 2)[1]
    elif row["slot"] == "month":
        first = shift_months(day.replace(day=1), shift)
        last = month_span(first.year, first.month, first.month)[1]
    elif row["slot"] == "week":
        first = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
        last = first + timedelta(days=6)
    else:
        first = last = day + timedelta(days=shift)
    [found] = find_dates(f"于{row['word']}完成", day)
    assert (found.text, found.date_from, found.date_to) == (row["word"], first.isoformat(), last.isoformat())


@given(DAYS, st.integers(0, 6), st.sampled_from([("本周", 0), ("下周", 1), ("上周", -1), ("下下周", 2), ("上个星期", -1), ("下礼拜", 1)]))
def test_days_of_a_week_counted(day: date, weekday: int, week: tuple[str, int]) -> None:
    [found] = find_dates(f"{week[0]}{WEEK[weekday]}", day)
    monday = day - timedelta(days=day.weekday())
    assert found.date_from == (monday + timedelta(weeks=week[1], days=weekday)).isoformat()


# --- the lunar calendar --------------------------------------------------------------------------------------------------

LUNAR_MONTHS = ("", "正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")


@given(st.dates(date(1990, 3, 1), date(2050, 12, 31)), st.booleans())
def test_lunar_days(day: date, sign: bool) -> None:
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month, number = lunar.getMonth(), lunar.getDay()
    written = f"初{small(number)}" if number <= 10 else small(number)
    leap = "闰" if month < 0 else ""
    name = small(abs(month)) if leap else LUNAR_MONTHS[month]
    if sign or not (leap or number <= 10 or month in (1, 11, 12)):
        leap = "农历" + leap
    [found] = find_dates(f"{lunar.getYear()}年{leap}{name}月{written}")
    assert found.date_from == found.date_to == day.isoformat()


@given(st.sampled_from(sorted(words.PLANS)), st.sampled_from(["“{}”", "「{}」"]), st.integers(1, 5))
def test_years_of_plans(name: str, marks: str, nth: int) -> None:
    first, last = words.PLANS[name]
    quoted = marks.format(name)
    assume(last - first == 4)
    for text, start, end in (
        (f"{quoted}期间", first, last),
        (f"{quoted}时期", first, last),
        (f"{quoted}第{small(nth)}年", first + nth - 1, first + nth - 1),
        (f"{quoted}最后一年", last, last),
        (f"{quoted}开局之年", first, first),
    ):
        [found] = find_dates(f"在{text}完成")
        assert (found.text, found.date_from, found.date_to) == (text, f"{start}-01-01", f"{end}-12-31")
