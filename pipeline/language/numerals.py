"""Numerals of formal Chinese: Arabic, Chinese, mixed, full-width.

`parse_number` gives a Decimal for one numeral; `NUMERAL` is the source of a regular expression that finds one;
`parse_digits` reads a row of digits by place, as years are written (二〇二一, 二○○七, ２０２１).

Characters and their worth are rows of `lexicon/numerals.csv`. Nothing here knows units: 百分之三十 is 30, and that
it counts hundredths is for the reader of quantities (`PER_PREFIX` matches the part before the numerator).
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.lexicon import read_csv

__all__ = ["ARABIC", "CHINESE", "NUMERAL", "PER_PREFIX", "parse_digits", "parse_number"]

_LONGEST = 40  # characters; a longer row of digits is no number that a text means


def _table() -> dict[str, tuple[str, int]]:
    """char → (kind, value), from the lexicon."""
    return {row["char"]: (row["kind"], int(row["value"])) for row in read_csv("numerals.csv")}


_CHARS = _table()


def _of(*kinds: str) -> str:
    return "".join(char for char, (kind, _) in _CHARS.items() if kind in kinds)


_ZEROS = "零〇○◯"
_DIGITS, _SCALES, _TENS = _of("digit"), _of("scale"), _of("tens")
_ASCII = "0-9０-９"
_ARABIC_DIGIT = {char: str(i) for i, char in enumerate("０１２３４５６７８９")} | {str(i): str(i) for i in range(10)}
_WIDTH = str.maketrans("０１２３４５６７８９．，－−", "0123456789.,--")

ARABIC = (
    rf"(?:[{_ASCII}]{{1,3}}(?:[,，][{_ASCII}]{{3}}(?![{_ASCII}]))++(?:[.．][{_ASCII}]++)?"
    rf"|[{_ASCII}]++(?:[.．][{_ASCII}]++)?)"
)
"""Digits, with thousands separators and decimals: 1,234.5, ２０, 0.3."""

_CHINESE_RUN = rf"[{_DIGITS}{_TENS}{_SCALES}]"
CHINESE = rf"(?:{_CHINESE_RUN}(?:[{_DIGITS}{_TENS}{_SCALES}○◯]*{_CHINESE_RUN})?(?:点[{_DIGITS}]++[{_SCALES}]{{0,2}})?)"
"""Chinese numerals: 一万五千, 廿一, 二○○七, 三点五万."""

_MIXED = rf"{ARABIC}(?:[{_SCALES}]{{1,2}}(?:零?{ARABIC}[{_SCALES}]{{1,2}})*(?:零?{ARABIC}(?![{_ASCII}{_SCALES}]))?)?"
_FRACTION = (
    rf"(?:{_CHINESE_RUN}{{1,8}}|[{_ASCII}]{{1,4}})分之(?:{_MIXED}|{CHINESE})"
    rf"|(?<![{_ASCII}/／])[{_ASCII}]{{1,2}}[/／][{_ASCII}]{{1,3}}(?![{_ASCII}/／])"
)
NUMERAL = rf"(?:{_FRACTION}|{_MIXED}|{CHINESE})"
"""Source of a regular expression for one numeral of any writing; linear, without groups."""

PER_PREFIX = r"(?:百|千|万)分之"
"""What stands before the numerator of a per cent, per mille or per ten thousand."""

_FRACTION_OF = re.compile(r"(.{1,10}?)分之(.{1,20})|([0-9]{1,2})/([0-9]{1,3})")
_TOKEN = re.compile(rf"({ARABIC})|([{_DIGITS}○◯]{{2,}})|(.)", re.DOTALL)


def parse_number(text: str) -> Decimal | None:
    """The number that `text`, wholly one numeral, stands for; None where it is none.

    1.5万 → 15000, 1万5千 → 15000, 一万五 → 15000, 二〇二一 → 2021, 三分之一 → 0.3333 (four places),
    百分之三十 → 30 (the numerator: the unit % is the caller's). Rows of two non-zero digits (两三, 三五) are
    estimates, not numbers: None.
    """
    text = text.strip()
    if not 0 < len(text) <= _LONGEST:
        return None
    text = text.translate(_WIDTH)
    fraction = _FRACTION_OF.fullmatch(text)
    if fraction:
        return _fraction(fraction[1] or fraction[3], fraction[2] or fraction[4], "分之" in text)
    sign = -1 if text.startswith("-") else 1
    whole, point, decimals = text.lstrip("-").partition("点")
    if point:
        return _with_decimals(whole, decimals, sign)
    value = _integer(whole)
    return None if value is None else sign * value


def parse_digits(text: str) -> int | None:
    """A row of digits read by place: 二〇二一 → 2021, 二○○七 → 2007, ２０２１ → 2021, 二O二一 → 2021."""
    if not 0 < len(text) <= _LONGEST:
        return None
    digits = []
    for char in text:
        kind, value = _CHARS.get(char, ("", 0))
        if kind in ("digit", "zero_like"):
            digits.append(str(value))
        elif char in _ARABIC_DIGIT:
            digits.append(_ARABIC_DIGIT[char])
        else:
            return None
    return int("".join(digits))


def _fraction(first: str, second: str, chinese: bool) -> Decimal | None:
    """三分之一 and 1/3: in Chinese the denominator stands first."""
    if chinese and first in ("百", "千", "万", "100", "1000", "10000"):
        return parse_number(second)
    below, above = (first, second) if chinese else (second, first)
    denominator, numerator = parse_number(below), parse_number(above)
    if not denominator or numerator is None:
        return None
    return (numerator / denominator).quantize(Decimal("0.0001"))


def _with_decimals(whole: str, decimals: str, sign: int) -> Decimal | None:
    """三点五万: 3.5 × 10000."""
    digits = decimals.rstrip(_SCALES)
    before = _integer(whole)
    after = parse_digits(digits) if digits else None
    if before is None or after is None:
        return None
    value = before + Decimal(after).scaleb(-len(digits))
    for scale in decimals[len(digits) :]:
        value *= _CHARS[scale][1]
    return sign * value


def _integer(text: str) -> Decimal | None:
    """A numeral without 点: by place where it has no scale, else summed from the left."""
    tokens = [(match.lastindex or 0, match[0]) for match in _TOKEN.finditer(text)]
    if not tokens:
        return None
    if len(tokens) == 1 and tokens[0][0] == 2:
        return _by_place(text)
    return _sum(tokens)


def _by_place(text: str) -> Decimal | None:
    if len(text) == 2 and not set(text) & set(_ZEROS):
        return None
    value = parse_digits(text)
    return None if value is None else Decimal(value)


def _sum(tokens: list[tuple[int, str]]) -> Decimal | None:
    """Scales below 万 add up in a section, 万 and 亿 close it; a last lone digit is tenths of the scale before it."""
    total, section = Decimal(0), Decimal(0)
    current: Decimal | None = None
    last_scale, ceiling = 0, 10_000
    zero = False
    for group, token in tokens:
        kind, value = _CHARS.get(token, ("", 0)) if group == 3 else ("number", 0)
        if kind == "scale" and value < 10_000:
            if value >= ceiling or (current is None and value > 10 and (total or section)):
                return None
            section += (Decimal(1) if current is None else current) * value
            current, last_scale, ceiling, zero = None, value, value, False
        elif kind == "scale":
            alone = current is None and not (total or section or last_scale)  # 近亿元, 上万人
            section += 1 if alone else current or 0
            if value == 10_000:
                total += section * value
            else:
                total = (total + section) * value
            if not total:
                return None
            section, current, last_scale, ceiling, zero = Decimal(0), None, value, 10_000, False
        else:
            found = _one(group, token, kind, value)
            if current or found is None:
                return None
            current = found
            zero = zero or token[0] in _ZEROS
            if kind == "tens":
                section, current, last_scale, ceiling = section + current, None, 10, 10
    if current is not None:
        tenth = last_scale >= 100 and not zero and 0 < current < 10 and current == int(current)
        section += current * last_scale / 10 if tenth else current
    return total + section


def _one(group: int, token: str, kind: str, value: int) -> Decimal | None:
    """The worth of one token that is no scale."""
    if group == 1:
        return Decimal(token.replace(",", ""))
    if group == 2:
        digits = token.lstrip(_ZEROS)
        found = parse_digits(digits) if len(digits) == 1 else None
        return None if found is None else Decimal(found)
    return Decimal(value) if kind in ("digit", "tens") else None
