"""An amount: a number with its measure word, or a range of two, read at one place of a text.

Reads what stands from the numeral to the unit: 1.5万件, 30余家, 三五家, 3—5种, 一百二十到一百五十万元, 5元5角, 两年半,
七成, 百分之三十, 200元/亩. What stands around it (不少于, 以上, 每个县) is read by `quantities`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.language.numerals import NUMERAL, parse_digits, parse_number
from pipeline.language.quantities_lexicon import lexicon, measure_at

_NUMERAL = re.compile(NUMERAL)
_MIXED_FRACTION = re.compile(rf"又({NUMERAL})")
_ESTIMATE = re.compile(r"(.*[十百千万亿拾佰仟])?([一二两三四五六七八])([二三四五六七八九])([十百千万亿]*)")
_PER_MANY = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,4})?)([/／](?:10|百)?万)(?![元0-9])")
_MORE = re.compile(r"[余多来几][百千万亿]{0,2}")
_CONNECTOR = re.compile(r"\s?(?:[—–―－-]{1,2}|[~～∼〜﹏]|至|到)\s?")
_SCALE_TAIL = re.compile(r"([百千万亿佰仟萬億]+)$")
_SCALE_APART = re.compile(r" {1,2}([百千万亿]{1,2})(?=[一-龥])")
_CHINESE_ONLY = re.compile(r"[〇零○一二三四五六七八九]+")
_DIGIT = "[0-9一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_SMALL_MONEY = re.compile(rf"(?:零?({_DIGIT})角)?(?:零?({_DIGIT})分)?整?")
_CENTS = re.compile(rf"()({_DIGIT})分")
_MORE_UNIT = re.compile(r"个(多|半)(月|小时|学期|季度|星期|钟头|学年)")
_HALF_BEHIND = re.compile(r"半(?=[，。；、）]|左右|以|$)")  # 两吨半, not 五米半径
_MORE_BEHIND = re.compile(r"[多余](?=[，。；、）的]|$)")  # 一吨多
_LIANG = re.compile(rf"({_DIGIT})两(?![级岸手个年次会侧])")  # 三斤二两
_HALVED = frozenset(("length", "area", "volume", "mass"))
_KILO = frozenset("米克瓦伏帕赫焦卡")
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 10**8, "佰": 100, "仟": 1000, "萬": 10_000, "億": 10**8}
_PER = {"百": "%", "千": "‰", "万": "‱"}
_LONGEST = 28  # characters; a longer numeral is a row of digits
_LARGEST = Decimal(10) ** 20
_TENTHS = {"半": 5} | {char: digit for digit, char in enumerate("一二三四五六七八九", 1)}


@dataclass(slots=True)
class Amount:
    """A number (or two) and its unit. ``word``: the measure word as written; ``number_end``: where the figures end."""

    start: int
    end: int
    number_end: int
    numeral: str
    value: Decimal
    value_max: Decimal | None = None
    about: bool = False
    unit: str = ""
    word: str = ""
    dimension: str = ""
    use: str = ""


def plain(value: Decimal) -> Decimal:
    """The number without exponent and without idle zeros: 1.50E+4 → 15000."""
    value = value.normalize()
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(exponent, int) and 0 < exponent < 20 else value


def read_amount(text: str, at: int) -> Amount | None:
    """The amount whose numeral begins at ``at``, ranges included; None where there is no number."""
    first = _single(text, at)
    if first is None or first.value_max is not None:
        return first
    link = _CONNECTOR.match(text, first.end)
    if link is None:
        return first
    second = _single(text, link.end())
    if second is None or second.value_max is not None or not _may_join(first, second, link[0].strip()):
        return first
    return _joined(first, second)


def _may_join(first: Amount, second: Amount, link: str) -> bool:
    if first.unit and first.unit != second.unit:
        return False
    if _shared(first, second) >= second.value:
        return False
    # 2019—2023 and 3-5 without a measure word are years and numbering more often than amounts
    return bool(second.unit) or link in ("至", "到", "~", "～")


def _shared(first: Amount, second: Amount) -> Decimal:
    """The first value in the scale that is said once: 三到五万 is 30000 to 50000, and so is 3—5万."""
    tail = _SCALE_TAIL.search(second.numeral)
    own = _SCALE_TAIL.search(first.numeral) is not None and not _smaller(first.numeral, second.numeral)
    if first.unit or tail is None:
        return first.value * _factor(first, second)
    ending = _SCALE_TAIL.search(first.numeral)
    if ending and tail[1] != ending[1] and tail[1].startswith(ending[1]):  # 7百到9百亿
        return first.value * _scale(tail[1][len(ending[1]) :]) * _factor(first, second)
    if own:
        return first.value * _factor(first, second)
    scale = _scale(tail[1])
    mantissa = parse_number(second.numeral[: tail.start()])
    if mantissa is None or first.value > mantissa:
        return first.value * _factor(first, second)
    return first.value * scale * _factor(first, second)


def _scale(written: str) -> int:
    """百万 → 1000000."""
    scale = 1
    for char in written:
        scale *= _SCALES[char]
    return scale


def _smaller(first: str, second: str) -> bool:
    """The second numeral closes with a scale that the first has not (一百二十 beside 一百五十万)."""
    return second[-1] not in first and second[-1] in "万亿萬億"


def _factor(first: Amount, second: Amount) -> Decimal:
    """A unit that is said once counts for both: 3—5成."""
    if first.unit or not second.word:
        return Decimal(1)
    found = measure_at(second.word, 0)
    return found[1].factor if found else Decimal(1)


def _joined(first: Amount, second: Amount) -> Amount:
    return Amount(
        first.start, second.end, second.number_end, second.numeral, _shared(first, second), second.value,
        first.about or second.about, second.unit, second.word, second.dimension, second.use,
    )  # fmt: skip


def _single(text: str, at: int) -> Amount | None:
    """One number and its unit."""
    amount = _number(text, at)
    if amount is None:
        return None
    return _with_unit(text, amount)


def _number(text: str, at: int) -> Amount | None:
    rate = _PER_MANY.match(text, at)
    if rate:
        value = parse_number(rate[1])
        if value is not None:
            return Amount(at, rate.end(), rate.end(1), rate[1], value, None, False, rate[2], rate[2], "share", "free")
    match = _NUMERAL.match(text, at)
    if match is None or match.end() - at > _LONGEST:
        return None
    raw, end = match[0], match.end()
    apart = _SCALE_APART.match(text, end) if raw[-1] not in _SCALES else None
    if apart:  # 5 万元, as scanners leave it
        raw, end = raw + apart[1], apart.end()
    if raw[-1] == "千" and len(raw) > 1 and text[end : end + 1] in _KILO:
        raw, end = raw[:-1], end - 1
    if "分之" in raw:
        return _fraction(raw, at, end)
    if raw[-1] in "亿万" and text.startswith("分之", end):
        return None
    estimate = _ESTIMATE.fullmatch(raw)
    if estimate and _neighbours(estimate[2], estimate[3]):
        return _estimate(estimate, at, end)
    if len(raw) > 2 and _CHINESE_ONLY.fullmatch(raw) and len(raw) < len(text) and not measure_at(text, end):
        return None
    value = _discount(raw) if text.startswith("折", end) else parse_number(raw)
    if value is None or value >= _LARGEST:
        return None
    more = _MIXED_FRACTION.match(text, end)
    if more:
        part = parse_number(more[1])
        if part is not None and 0 < part < 1:
            return Amount(at, more.end(), more.end(), raw + more[0], value + part)
    about = _MORE.match(text, end) if value >= 10 or raw[-1] in _SCALES else None
    if about:
        for char in about[0][1:]:
            value *= _SCALES[char]
        return Amount(at, about.end(), about.end(), raw + about[0][1:], value, about=True)
    return Amount(at, end, end, raw, value)


def _discount(raw: str) -> Decimal | None:
    """七五折: the digits stand side by side."""
    value = parse_number(raw)
    digits = parse_digits(raw) if value is None else None
    return value if digits is None else Decimal(digits)


def _neighbours(first: str, second: str) -> bool:
    """两三, 五六, 三五: two digits side by side that mean a little range."""
    small, large = ("一二三四五六七八九".find("二" if digit == "两" else digit) for digit in (first, second))
    return large - small == 1 or (first, second) == ("三", "五")


def _estimate(parts: re.Match[str], at: int, end: int) -> Amount | None:
    head, low, high, scale = parts[1] or "", parts[2], parts[3], parts[4] or ""
    values = [parse_number(head + digit + scale) for digit in (low, high)]
    if values[0] is None or values[1] is None:
        return None
    return Amount(at, end, end, parts[0], values[0], values[1])


def _fraction(raw: str, at: int, end: int) -> Amount | None:
    below, _, above = raw.partition("分之")
    value = parse_number(above) if below in _PER else parse_number(raw)
    if value is None:
        return None
    unit = _PER.get(below, "")
    return Amount(at, end, end, raw, value, unit=unit, word=unit, dimension="share", use="free")


def _with_unit(text: str, amount: Amount) -> Amount:
    if amount.word or "分之" in amount.numeral:
        return amount
    at = amount.end
    while at < amount.end + 2 and text[at : at + 1] in (" ", "\u3000"):
        at += 1
    half = _MORE_UNIT.match(text, at)
    if half:
        return _half_unit(amount, half)
    found = measure_at(text, at)
    if found is None:
        return amount
    word, measure = found
    amount.end = at + len(word)
    amount.unit, amount.word, amount.dimension, amount.use = measure.unit, word, measure.dimension, measure.use
    amount.value = _scaled(amount.value, measure.unit, measure.factor)
    if amount.value_max is not None:
        amount.value_max = _scaled(amount.value_max, measure.unit, measure.factor)
    if amount.unit == "元":
        _small_money(text, amount)
    elif (measure.dimension in _HALVED or word == "个") and _HALF_BEHIND.match(text, amount.end):
        amount.value += Decimal("0.5") * measure.factor
        amount.end += 1
    elif measure.dimension in _HALVED and _MORE_BEHIND.match(text, amount.end):
        amount.about, amount.end = True, amount.end + 1
    elif word == "斤" and (liang := _LIANG.match(text, amount.end)):
        amount.value += (parse_number(liang[1]) or 0) * Decimal("0.1")
        amount.end = liang.end()
    elif word == "成" and text[amount.end : amount.end + 1] in _TENTHS:
        amount.value += _TENTHS[text[amount.end]]
        amount.end += 1
    elif measure.dimension == "time" and text.startswith("半", amount.end):
        amount.value += Decimal("0.5")
        amount.end += 1
    elif measure.dimension == "time" and text[amount.end : amount.end + 1] in ("多", "余"):
        amount.about, amount.end = True, amount.end + 1
    return amount


def _scaled(value: Decimal, unit: str, factor: Decimal) -> Decimal:
    """七成 is 70 %, and 七五折 is 75 %."""
    return value if unit == "%" and factor != 1 and value > 10 else value * factor


def _half_unit(amount: Amount, match: re.Match[str]) -> Amount:
    """3个半月, 2个多月."""
    found = measure_at("个" + match[2], 0) or measure_at(match[2], 0)
    if match[1] == "半":
        amount.value += Decimal("0.5")
    else:
        amount.about = True
    amount.end = match.end()
    amount.word = amount.unit = found[1].unit if found else "个" + match[2]
    amount.dimension, amount.use = "time", "free"
    return amount


def _small_money(text: str, amount: Amount) -> None:
    """元 with 角 and 分 behind it, and 整."""
    match = (_CENTS if amount.word == "角" else _SMALL_MONEY).match(text, amount.end)
    if match is None or amount.value_max is not None or not (match[1] or match[2] or match[0]):
        return
    if amount.word == "角":
        amount.use = "free"  # 一角五分 is money without more
    for digit, worth in ((match[1], "0.1"), (match[2], "0.01")):
        part = parse_number(digit) if digit else None
        if part is not None:
            amount.value += part * Decimal(worth)
    amount.end = match.end()


def read_rate(text: str, at: int) -> int:
    """Where the rate behind a unit ends (/人·年, /立方米, 每立方米); ``at`` where there is none."""
    if text[at : at + 1] not in ("/", "／", "每"):
        return at
    match = lexicon().rate.match(text, at)
    return match.end() if match else at
