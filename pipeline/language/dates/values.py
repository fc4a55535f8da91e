"""Numbers as they stand in dates: small ones, years by their digits, days of the week."""

from __future__ import annotations

from pipeline.language.dates import words
from pipeline.language.numerals import parse_digits, parse_number

WEEKDAYS = {char: i for i, char in enumerate("一二三四五六日")} | {"天": 6} | {str(i + 1): i for i in range(7)}


def number(text: str) -> int:
    """A small number: 6, 十二, 廿五, 一○, '2 0'; -1 where it is none."""
    text = text.replace(" ", "")
    found = parse_number("一" if text == "元" else "2" if text == "两" else text)
    if found is None:
        digits = parse_digits(text)
        return -1 if digits is None else digits
    return int(found)


def year_number(text: str) -> int:
    """A year by its digits: 2021, 二○○七, '2 0 2 1'."""
    return parse_digits(text.replace(" ", "")) or 0


def short_year(text: str) -> int:
    """The year that two digits mean: 21 → 2021, 98 → 1998."""
    value = parse_digits(text) or 0
    return value + (1900 if value >= 60 else 2000)


_NIGHT = frozenset(("晚", "晚上", "晚间", "夜间", "当晚", "深夜", "午夜", "夜里"))


def of_the_day(hour: int, daypart: str) -> int:
    """The hour of 24: 下午5时 is 17, 晚12时 is 24, 夜间2时 is 2, 凌晨12时 is 0."""
    add = words.phrases()["daypart"].get(daypart, 0) if daypart else 0
    if daypart == "凌晨" and hour == 12:
        return 0
    if daypart in _NIGHT and hour == 12:
        return 24
    small = (daypart in ("中午", "正午", "午间") and hour >= 9) or (daypart in _NIGHT and hour < 5)
    return hour + add if hour < 12 and not small else hour
