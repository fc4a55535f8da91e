"""Numerals: every writing of a number comes back as its value."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.numerals import ARABIC, CHINESE, NUMERAL, PER_PREFIX, parse_digits, parse_number

VALUES = [
    ("15", "15"),
    ("１５", "15"),
    ("0.3", "0.3"),
    ("０．３", "0.3"),
    ("1,234", "1234"),
    ("1，234，567", "1234567"),
    ("1,234.5", "1234.5"),
    ("1.5万", "15000"),
    ("2亿", "200000000"),
    ("1.2亿", "120000000"),
    ("3万亿", "3000000000000"),
    ("1万5千", "15000"),
    ("1万5", "15000"),
    ("1亿2000万", "120000000"),
    ("2万零500", "20500"),
    ("20万", "200000"),
    ("5千", "5000"),
    ("3百", "300"),
    ("3百万", "3000000"),
    ("零", "0"),
    ("〇", "0"),
    ("一", "1"),
    ("两", "2"),
    ("十", "10"),
    ("十五", "15"),
    ("二十", "20"),
    ("二十五", "25"),
    ("廿", "20"),
    ("廿一", "21"),
    ("卅", "30"),
    ("一百", "100"),
    ("一百零五", "105"),
    ("一百五", "150"),
    ("一百五十", "150"),
    ("一百二十三", "123"),
    ("两千", "2000"),
    ("两千零五", "2005"),
    ("两千五", "2500"),
    ("一千零五十", "1050"),
    ("一万", "10000"),
    ("一万五千", "15000"),
    ("一万五", "15000"),
    ("二万三千四百五十六", "23456"),
    ("十万", "100000"),
    ("一百二十万", "1200000"),
    ("三千万", "30000000"),
    ("一亿", "100000000"),
    ("一亿二千万", "120000000"),
    ("一万亿", "1000000000000"),
    ("百", "100"),
    ("千", "1000"),
    ("百万", "1000000"),
    ("一万零三", "10003"),
    ("壹", "1"),
    ("贰拾叁", "23"),
    ("伍佰", "500"),
    ("叁仟", "3000"),
    ("壹拾万", "100000"),
    ("二〇二一", "2021"),
    ("二○○七", "2007"),
    ("二零一九", "2019"),
    ("一九八一", "1981"),
    ("三点五", "3.5"),
    ("三点五万", "35000"),
    ("零点三", "0.3"),
    ("十二点二五", "12.25"),
    ("百分之三十", "30"),
    ("千分之五", "5"),
    ("百分之三十点五", "30.5"),
    ("百分之30", "30"),
    ("百分之百", "100"),
    ("万分之二", "2"),
    ("三分之一", "0.3333"),
    ("三分之二", "0.6667"),
    ("四分之三", "0.75"),
    ("五分之一", "0.2"),
    ("2/3", "0.6667"),
    ("1/4", "0.25"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)
    assert re.fullmatch(NUMERAL, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "两三",
        "三五",
        "七八",
        "件",
        "五件",
        "一千万百",
        "一百一千",
        "点五",
        "三点",
        "1.2.3",
        "分之一",
        "零分之一",
        "一五十",
        "1" * 41,
        "二" * 41,
        "-",
    ],
)
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_negative() -> None:
    assert parse_number("-5") == -5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇二一", 2021),
        ("二○○七", 2007),
        ("二O二一", 2021),
        ("２０２１", 2021),
        ("2021", 2021),
        ("二0二一", 2021),
        ("九八", 98),
        ("一九八一", 1981),
    ],
)
def test_digits_by_place(text: str, value: int) -> None:
    assert parse_digits(text) == value


@pytest.mark.parametrize("text", ["", "二十", "年", "20a1", "1" * 41])
def test_no_digits(text: str) -> None:
    assert parse_digits(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("不少于1.5万件", ["1.5万"]),
        ("一万五千元和三百元", ["一万五千", "三百"]),
        ("提高百分之三十", ["百分之三十"]),
        ("不低于三分之一", ["三分之一"]),
        ("1万5千元", ["1万5千"]),
        ("占2/3以上", ["2/3"]),
        ("1亿2000万元", ["1亿2000万"]),
        ("共1,234,567人", ["1,234,567"]),
        ("10、20和30家", ["10", "20", "30"]),
    ],
)
def test_found_in_text(text: str, found: list[str]) -> None:
    assert re.findall(NUMERAL, text) == found


def test_parts() -> None:
    assert re.fullmatch(ARABIC, "1,234.5")
    assert re.fullmatch(CHINESE, "二○○七")
    assert re.match(PER_PREFIX, "百分之三十")


def chinese(number: int) -> str:
    """The ordinary writing of a number below 10^8."""

    def section(n: int) -> str:
        out, gap = "", False
        for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, n = divmod(n, scale)
            if digit:
                out += ("零" if gap and out else "") + "零一二三四五六七八九"[digit] + sign
                gap = False
            else:
                gap = True
        return out

    high, low = divmod(number, 10_000)
    if not high:
        return section(low) or "零"
    return section(high) + "万" + ("零" if 0 < low < 1000 else "") + section(low)


@given(st.integers(0, 99_999_999))
def test_chinese_round_trip(number: int) -> None:
    text = chinese(number)
    assert parse_number(text) == number
    assert re.fullmatch(NUMERAL, text)


@given(st.integers(0, 10**15))
def test_arabic_round_trip(number: int) -> None:
    for text in (
        str(number),
        f"{number:,}",
        str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ):
        assert parse_number(text) == number
        assert re.fullmatch(NUMERAL, text)


@given(st.decimals(0, 10_000, places=2), st.sampled_from([("万", 10_000), ("亿", 100_000_000), ("", 1)]))
def test_mixed_round_trip(number: Decimal, scale: tuple[str, int]) -> None:
    if number or not scale[0]:
        assert parse_number(f"{number}{scale[0]}") == number * scale[1]


@given(st.integers(1900, 2100))
def test_year_digits(year: int) -> None:
    for zero in "〇○零O":
        text = "".join((zero + "一二三四五六七八九")[int(digit)] for digit in str(year))
        assert parse_digits(text) == year


@given(st.text(alphabet="0123456789,，.点零〇○一二两十百千万亿分之廿/", max_size=60))
def test_anything_parses_or_not(text: str) -> None:
    value = parse_number(text)
    assert value is None or value.is_finite()
    for match in re.finditer(NUMERAL, text):
        assert match[0]


@pytest.mark.parametrize("unit", ["1", "一", "一○", "1,", "111,", "1万", "分之", "一分之", "1.", "点一", "1/"])
def test_hostile_length_is_linear(unit: str) -> None:
    text = unit * (300_000 // len(unit)) + "1111"
    start = time.perf_counter()
    sum(1 for _ in re.finditer(NUMERAL, text))
    assert time.perf_counter() - start < 2
