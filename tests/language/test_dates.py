"""`find_dates` on the table of cases, and what holds of every result."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from pipeline.language.dates import DateExpression, find_dates

TABLES = [Path(__file__).with_name(name) for name in ("date_cases.csv", "date_cases_independent.csv")]


def cases() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for table in TABLES:
        lines = table.read_text(encoding="utf-8").splitlines()
        found += csv.DictReader(line for line in lines if not line.startswith("#"))
    return found


def shown(found: DateExpression) -> str:
    """An expression as the table writes it."""
    extras = [
        found.bound,
        found.rrule,
        found.duration,
        found.anchor and "@" + found.anchor,
        "!" if found.problem else "",
    ]
    return " ".join([f"{found.text}={found.kind} {found.date_from}/{found.date_to}", *filter(None, extras)])


def test_the_table_is_large() -> None:
    assert len(cases()) >= 1400
    assert len({case["phenomenon"] for case in cases()}) >= 20


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['phenomenon']}: {case['text']} ({case['reference']})")
def test_case(case: dict[str, str]) -> None:
    year = int(case["year"]) if case["year"] else None
    found = find_dates(case["text"], case["reference"] or None, default_year=year)
    assert "｜".join(shown(one) for one in found) == case["expected"]
    for one in found:
        assert case["text"][one.start : one.end] == one.text
        assert one.rule.startswith("dates.")


def test_offsets_count_characters_beyond_the_basic_plane() -> None:
    text = "𠮷𠮷村于2021年6月20日前报送"
    [found] = find_dates(text)
    assert text[found.start : found.end] == found.text == "2021年6月20日前"


def test_excluded_spans_are_not_read_and_lend_no_year() -> None:
    text = "《2019年工作要点》要求6月底前完成，12月底前总结"
    found = find_dates(text, "2021-01-28", exclude=[(0, 11)])
    assert [one.date_to for one in found] == ["2021-06-30", "2021-12-31"]


def test_excluded_spans_may_overlap_and_come_in_any_order() -> None:
    text = "2019年6月、2020年6月、2021年6月"
    found = find_dates(text, exclude=[(9, 16), (0, 7), (3, 8)])
    assert [one.text for one in found] == ["2021年6月"]


def test_reference_as_date_and_as_text_are_the_same() -> None:
    assert find_dates("今年底前", date(2021, 1, 28)) == find_dates("今年底前", "2021-01-28")


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2021年", "year"),
        ("2021年底前", "year"),
        ("上半年", "half"),
        ("一季度", "quarter"),
        ("6月底前", "month"),
        ("6月上旬", "ten_days"),
        ("本周", "week"),
        ("6月20日", "day"),
        ("6月20日下午5时", "hour"),
        ("6月20日17:00", "minute"),
        ("“十四五”期间", "plan"),
        ("每季度", "quarter"),
        ("每月5日前", "day"),
        ("30个工作日内", "day"),
        ("24小时内", "hour"),
    ],
)
def test_precision_is_as_written(text: str, precision: str) -> None:
    [found] = find_dates(text, "2021-01-28")
    assert found.precision == precision


def test_impossible_days_say_so() -> None:
    [found] = find_dates("2021年2月30日前")
    assert (found.date_from, found.date_to) == ("", "")
    assert "2021-02-30" in found.problem


def test_what_is_known_without_a_year_is_kept_in_the_problem() -> None:
    [found] = find_dates("6月20日前")
    assert "--06-20" in found.problem


def test_a_weekday_that_does_not_fall_on_the_date_is_reported() -> None:
    [right] = find_dates("2021年4月12日（星期一）")
    [wrong] = find_dates("2021年4月12日（星期二）")
    assert not right.problem
    assert wrong.problem


def test_a_year_is_not_carried_into_another_sentence() -> None:
    found = find_dates("2018年6月20日印发。12月底前完成。", "2021-03-15")
    assert [one.date_to for one in found] == ["2018-06-20", "2021-12-31"]


def test_a_line_break_ends_a_rhythm() -> None:
    found = find_dates("每年2月底前报送\n3月底前完成", "2021-03-15")
    assert [one.kind for one in found] == ["recurring", "point"]
