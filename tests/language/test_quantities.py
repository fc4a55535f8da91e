"""Quantities: the table of cases, the lexicon's own examples, offsets, and round trips."""

from __future__ import annotations

import csv
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.language.quantities import Quantity, find_quantities
from pipeline.language.quantities_lexicon import lexicon, rows

TABLES = [Path(__file__).with_name(name) for name in ("quantity_cases.csv", "quantity_cases_independent.csv")]


def cases() -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for table in TABLES:
        lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        found += [(row["phenomenon"], row["text"], row["expected"]) for row in csv.DictReader(lines)]
    return found


def written(quantity: Quantity) -> str:
    """A quantity in the notation of the table of cases."""
    value = str(quantity.value) if quantity.value_max is None else f"{quantity.value} {quantity.value_max}"
    sign = {"increase": "+", "decrease": "-"}.get(quantity.change, "")
    return " ".join(part for part in (quantity.op, value, quantity.unit, sign) if part)


@pytest.mark.parametrize(("phenomenon", "text", "expected"), cases())
def test_cases(phenomenon: str, text: str, expected: str) -> None:
    assert " ; ".join(written(quantity) for quantity in find_quantities(text)) == expected, phenomenon


def sets(row: dict[str, str], text: str) -> bool:
    """Whether a quantity of the text shows what the row of comparators sets."""
    for found in find_quantities(text):
        shown = {
            "op": found.op == row["op"],
            "change": found.change == row["op"],
            "level": found.rule == row["rule"],
            "share": bool(found.distribution),
            "filler": found.start == found.number_start,
            "stop": found.op == "=",
        }
        if shown[row["role"]]:
            return True
    return False


@pytest.mark.parametrize("row", rows("comparators.toml", "rule"), ids=lambda row: row["rule"])
def test_comparator_rows_keep_their_examples(row: dict[str, str]) -> None:
    assert sets(row, row["example"])
    assert not sets(row, row["counter"])


@pytest.mark.parametrize("row", rows("quantity_words.toml", "word"), ids=lambda row: row["rule"])
def test_word_rows_keep_their_examples(row: dict[str, str]) -> None:
    assert any(row["rule"] in (found.rule, "half", "half-time") and found.value == Decimal(row["value"]) for found in find_quantities(row["example"]))
    assert not any(found.rule == row["rule"] for found in find_quantities(row["counter"]))


@pytest.mark.parametrize("row", rows("quantity_words.toml", "fixed"), ids=lambda row: row["rule"])
def test_fixed_rows_keep_their_examples(row: dict[str, str]) -> None:
    assert find_quantities(row["example"]) == []
    assert len(find_quantities(row["counter"])) == 1


@pytest.mark.parametrize(
    ("text", "distribution", "base"),
    [
        ("每个县不少于2家", "每个县", ""),
        ("各县（区）各1件", "各", ""),
        ("人均5平方米", "人均", ""),
        ("户均增收2000元", "户均", ""),
        ("每万人口拥有床位20张", "每万人口", ""),
        ("每100平方米配备灭火器2具，共配备30个", "", ""),
        ("每100平方米不少于1个", "每100平方米", ""),
        ("每季度至少开展1次", "每季度", ""),
        ("每人每月补助300元", "每人每月", ""),
        ("每2年轮训1次", "每2年", ""),
        ("一年两次", "一年", ""),
        ("较2020年提高5个百分点", "", "较2020年"),
        ("比上年增长8%", "", "比上年"),
        ("比去年同期下降3%", "", "比去年同期"),
        ("同比增长6%", "", "同比"),
        ("较“十三五”末增加10家", "", "较“十三五”末"),
        ("不低于财政总支出的2%", "", "财政总支出"),
        ("分别为3件和5件", "分别", ""),
        ("年均增长8%", "年均", ""),
    ],
)
def test_distribution_and_base(text: str, distribution: str, base: str) -> None:
    found = find_quantities(text)[-1]
    assert (found.distribution, found.base) == (distribution, base)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("覆盖率达到95%以上。", "达到95%以上"),
        ("原则上不超过3天", "不超过3天"),
        ("至少组织2次演练", "至少组织2次"),
        ("增长10%以上", "增长10%以上"),
        ("每村3—5户", "3—5户"),
        ("处5万元以上50万元以下罚款", "5万元以上50万元以下"),
        ("案件“消零”", "“消零”"),
        ("浓度控制在35微克/立方米以内", "控制在35微克/立方米以内"),
        ("人数不少于５人。", "不少于５人"),
    ],
)
def test_text_covers_comparator_number_and_unit(text: str, part: str) -> None:
    assert find_quantities(text)[0].text == part


def test_number_span_is_the_numeral() -> None:
    text = "产值突破1.2万亿元"
    found = find_quantities(text)[0]
    assert text[found.number_start : found.number_end] == "1.2万亿"


def test_excluded_spans_are_not_read() -> None:
    text = "按照《2000套住房建设方案》完成300套"
    found = find_quantities(text, exclude=[(2, 15)])
    assert [item.value for item in found] == [Decimal(300)]


# --- round trips ---------------------------------------------------------------------------------------------------------

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """An integer below 10**12 in Chinese numerals."""
    if number < 10_000:
        return _section(number) or "零"
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        high, low = divmod(number, scale)
        if high:
            rest = _below(low, scale)
            return chinese(high) + name + rest
    raise AssertionError(number)


def _below(low: int, scale: int) -> str:
    if not low:
        return ""
    return ("零" if low < scale // 10 else "") + chinese(low)


def _section(number: int) -> str:
    words, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words


def styles(number: int) -> list[str]:
    """A number in every writing that the lexicon knows."""
    written = [str(number), f"{number:,}", str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))]
    if number >= 21:
        written.append(chinese(number))
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if number >= scale and number % (scale // 100) == 0:
            written.append(f"{Decimal(number) / scale:f}{name}")
            break
    return written


FREE = sorted(
    (word, measure)
    for found in lexicon().measures.values()
    for word, _, measure in found
    if measure.use == "free" and measure.dimension not in ("time", "share", "points") and not word.startswith("千")
)
BEFORE = sorted(
    (word, row.op) for word, row in lexicon().before.items() if row.role == "op" and row.strength == 2
)
AFTER = [("以上", ">="), ("及以上", ">="), ("以下", "<="), ("以内", "<="), ("（含）以上", ">="), ("左右", "~"), ("（不含）以上", ">")]


@given(st.integers(1, 10**11), st.sampled_from(FREE), st.data())
@settings(max_examples=400, deadline=None)
def test_any_number_in_every_style_comes_back(number: int, unit: tuple, data: st.DataObject) -> None:
    word, measure = unit
    writing = data.draw(st.sampled_from(styles(number)))
    assume(not (writing[-1] == "千" and word[0] in "米克瓦伏帕赫焦卡"))  # 一千米 is read as 1 千米
    side = data.draw(st.sampled_from(["none", "before", "after"]))
    before, after, op = "", "", "="
    if side == "before":
        before, op = data.draw(st.sampled_from(BEFORE))
    elif side == "after":
        after, op = data.draw(st.sampled_from(AFTER))
    text = f"全县完成{before}{writing}{word}{after}，按期报送。"
    found = find_quantities(text)
    assert len(found) == 1, text
    only = found[0]
    assert (only.value, only.op, only.unit) == (number * measure.factor, op, measure.unit), text
    assert text[only.start : only.end] == only.text == f"{before}{writing}{word}{after}"
    assert text[only.number_start : only.number_end] == writing


@pytest.mark.parametrize("digit", "二三四五六七八九十")
def test_no_fixed_name_hides_a_measure(digit: str) -> None:
    """三公里 is no 三公, 九小时 no 九小, 完成十项 no 成十."""
    for word, measure in FREE:
        if not word.startswith("百"):  # 七百分点 is 700 分点 as well
            for before in ("安排", "完成"):
                [found] = find_quantities(f"{before}{digit}{word}。")
                assert (found.value, found.unit) == (("二三四五六七八九十".index(digit) + 2) * measure.factor, measure.unit)


@given(st.decimals("0.01", "99.99", places=2), st.sampled_from(["%", "％", "个百分点"]), st.sampled_from(["", "不低于", "增长", "下降"]))
def test_any_share_comes_back(value: Decimal, unit: str, before: str) -> None:
    found = find_quantities(f"全市指标{before}{value}{unit}。")
    assert [(item.value, item.unit) for item in found] == [(value, unit.replace("％", "%"))]


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["—", "－", "-", "~", "～", "至", "到"]), st.sampled_from(["家", "人次", "平方米"]))
def test_any_range_comes_back(low: int, more: int, link: str, unit: str) -> None:
    found = find_quantities(f"建设{low}{link}{low + more}{unit}")
    assert [(item.op, item.value, item.value_max) for item in found] == [("..", low, low + more)]


@given(st.text(alphabet="0123456789０１.,，。零一二三两十百千万亿点分之成半个件元%％年月日以上下内至到—-~不少于超过约每各较增长（）含“”第、左右余多来几翻番\n ", max_size=60))
@settings(max_examples=600, deadline=None)
def test_offsets_hold_for_any_text(text: str) -> None:
    at = 0
    for found in find_quantities(text):
        assert text[found.start : found.end] == found.text
        assert found.start <= found.number_start < found.number_end <= found.end
        assert found.start >= at
        at = found.end


@given(st.text(max_size=200))
def test_arbitrary_text_never_raises(text: str) -> None:
    assert find_quantities(text) == find_quantities(text)


@pytest.mark.parametrize("unit", ["1234567890", "年", "一", "1万", "1,000", "三分之", "至少", "（含", "“三", "每", "3—"])
def test_time_is_linear_in_the_length(unit: str) -> None:
    def seconds(times: int) -> float:
        begin = time.process_time()
        find_quantities(unit * times)
        return time.process_time() - begin

    seconds(100)
    size = 60_000 // len(unit)
    assert seconds(4 * size) < 12 * seconds(size) + 0.05
