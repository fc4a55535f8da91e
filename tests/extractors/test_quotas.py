"""Quotas: which numbers of a provision are, what they count, for whom, of which other they are a part."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors.context import Context
from pipeline.extractors.quota_indicator import clause_of, split_list
from pipeline.extractors.quota_rules import Place, decide, rules
from pipeline.extractors.quotas import extract_quotas
from pipeline.language.quantities import find_quantities
from pipeline.language.quantities_lexicon import rows
from pipeline.notice import CleanText, Elements, Span, Structure, Task

CASES = Path(__file__).with_name("quota_cases.csv")


def cases() -> list[tuple[str, str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(row["text"], row["expected"]) for row in csv.DictReader(lines)]


def context(text: str, kind: str = "measure", title: str = "") -> Context:
    """One task that is the whole text."""
    elements = Elements(title=Span(0, 0, title, "test")) if title else Elements()
    task = Task("1", "", "", kind, 0, len(text), 0, 0, "test")
    return Context(CleanText(text, text), Structure(elements, (), 0, len(text)), lambda start, end: [], (task,))


def quotas(text: str, **options: str) -> list[dict[str, Any]]:
    return extract_quotas(context(text, **options))


def written(row: dict[str, Any]) -> str:
    parts = [f"{row['indicator']}@{row['op']}", row["value"], row["value_max"], row["unit"] or None]
    return " ".join(str(part) for part in parts if part is not None)


@pytest.mark.parametrize(("text", "expected"), cases())
def test_cases(text: str, expected: str) -> None:
    assert " ; ".join(written(row) for row in quotas(text)) == expected


@pytest.mark.parametrize("row", rows("quota_rules.toml", "rule"), ids=lambda row: row["rule"])
def test_rule_rows_keep_their_examples(row: dict[str, Any]) -> None:
    def decided(text: str) -> set[str]:
        found = set()
        for quantity in find_quantities(text):
            begin, _ = clause_of(text, 0, len(text), quantity.start, quantity.end)
            before = text[min(begin, quantity.start) : quantity.start]
            goal = bool(row.get("goal"))
            rule = decide(Place(quantity, before, text[: quantity.start], text[quantity.end :], goal))
            found.add(rule.rule if rule else "")
        return found

    assert row["rule"] in decided(row["example"])
    assert row["rule"] not in decided(row["counter"])
    assert decided(row["counter"])


def test_rules_have_ids_of_their_own() -> None:
    names = [rule.rule for rule in rules()]
    assert len(names) == len(set(names))


def test_parts_have_a_parent() -> None:
    found = quotas("商标案件不少于20件，其中网络案件不少于5件，专利案件不少于3件。")
    assert [row["parent"] for row in found] == [None, 0, None]


def test_parent_counts_rows_of_the_whole_notice() -> None:
    first, second = "查办案件10件。", "培育企业50家，其中科技企业5家。"
    text = first + second
    tasks = (
        Task("1", "", "", "measure", 0, len(first), 0, 0, "test"),
        Task("2", "", "", "measure", len(first), len(text), 0, 0, "test"),
    )
    ctx = Context(CleanText(text, text), Structure(Elements(), (), 0, len(text)), lambda start, end: [], tasks)
    assert [(row["task"], row["parent"]) for row in extract_quotas(ctx)] == [("1", None), ("2", None), ("2", 1)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("查办案件不少于15件。", "target"),
        ("陪餐人数不得超过3人。", "limit"),
        ("办理时限压缩至3个工作日以内。", "limit"),
        ("对获奖单位给予补助50万元。", "standard"),
        ("每季度至少开展1次督查。", "frequency"),
        ("处1000元以上5000元以下罚款。", "standard"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert [row["kind"] for row in quotas(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("各县（区）查办案件不少于15件。", "各县（区）"),
        ("全市著作权案件不少于1件。", "全市"),
        ("每个乡镇建设示范点2个。", "每个乡镇"),
        ("查办案件不少于15件。", ""),
        ("各县（区）查办假冒案件不少于15件，商标案件不少于5件。", "各县（区）"),
    ],
)
def test_scope(text: str, scope: str) -> None:
    assert quotas(text)[-1]["scope"] == scope


def test_period_is_the_year_of_the_plan() -> None:
    found = quotas("全年查办案件不少于15件。", title="2022年度案件查办工作方案")
    assert found[0]["period"] == "2022-01-01/2022-12-31"


def test_a_standard_has_no_period() -> None:
    found = quotas("给予一次性奖励20万元。", title="2022年度奖励办法")
    assert found[0]["period"] == ""


def test_text_is_the_clause() -> None:
    text = "强化督导，各县（区）查办案件不得低于15件，按时报送。"
    row = quotas(text)[0]
    assert row["text"] == "各县（区）查办案件不得低于15件" == text[row["start"] : row["end"]]
    assert row["rule"] == "keep.compared/ge.before"


def test_numbers_in_titles_of_books_are_not_read() -> None:
    assert quotas("落实《新建100所学校行动方案》要求。") == []


def test_numbers_outside_tasks_are_not_read() -> None:
    text = "查办案件不少于15件。"
    ctx = Context(CleanText(text, text), Structure(Elements(), (), 0, len(text)), lambda start, end: [], ())
    assert extract_quotas(ctx) == []


@pytest.mark.parametrize(
    ("written_list", "items"),
    [
        ("著作权、地理标志和植物新品种案件", ["著作权案件", "地理标志案件", "植物新品种案件"]),
        ("入学率、巩固率", ["入学率", "巩固率"]),
        ("化肥、农药使用量", ["化肥使用量", "农药使用量"]),
        ("龙头企业、合作社", ["龙头企业", "合作社"]),
        ("道路（桥梁、隧道）养护率", ["道路（桥梁、隧道）养护率"]),
        ("案件", ["案件"]),
    ],
)
def test_a_list_shares_its_head(written_list: str, items: list[str]) -> None:
    assert split_list(written_list) == items


WORDS = st.sampled_from(
    [
        "各县（区）", "全市", "每个乡镇", "每季度", "至少", "不少于", "达到", "增长", "新建", "完成", "给予", "补助", "案件", "覆盖率",
        "企业", "15", "1.5万", "三", "件", "%", "万元", "家", "次", "以上", "以内", "分别", "和", "、", "，", "。", "；", "（", "）", "“", "”",
        "其中", "的", "对", "由", "到", "2025年", "压缩至", "个工作日", "\n", "每人", "标准：", "禁止", "全覆盖",
    ]
)


@given(st.lists(WORDS, max_size=40))
@settings(max_examples=300, deadline=None)
def test_offsets_hold_for_any_text(words: list[str]) -> None:
    text = "".join(words)
    found = quotas(text)
    for row in found:
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["parent"] is None or 0 <= row["parent"] < len(found)
        assert row["op"] and row["rule"]
    assert found == quotas(text)
