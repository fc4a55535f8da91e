"""The word lists of dates: every row does what it says."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.language.dates import find_dates, slots, trigger, words
from pipeline.language.dates.almanac import named_day
from pipeline.language.dates.registry import SETTERS


def test_slots_match_their_examples_and_not_their_counter_examples() -> None:
    assert slots.failures() == []


def test_every_slot_has_a_reader() -> None:
    find_dates("2021年")
    assert set(slots.rows()) == set(SETTERS)


def test_triggers_match_their_examples_and_not_their_counter_examples() -> None:
    assert trigger.failures() == []


@pytest.mark.parametrize("name", sorted(words.DAYS))
def test_every_named_day_is_found_in_quotation_marks(name: str) -> None:
    expected = named_day(words.DAYS[name], 2021)
    assert expected is not None
    quoted = f"“{name}”环境日" if name in ("六五", "八八") else f"“{name}”"
    [found] = find_dates(f"结合{quoted}开展宣传", "2021-01-28")
    assert found.date_from == found.date_to == expected.isoformat()


@pytest.mark.parametrize("row", words.table("dates_relative"), ids=lambda row: row["word"])
def test_every_relative_word_is_found(row: dict[str, str]) -> None:
    text = f"2021年6月20日通过，{row['word']}完成"
    found = find_dates(text, "2021-01-28")
    assert row["word"] in [one.text for one in found]


@pytest.mark.parametrize("name", sorted(words.PLANS))
def test_every_plan_is_found(name: str) -> None:
    first, last = words.PLANS[name]
    for text in (f"“{name}”期间", f"“{name}”时期", f"“{name}”"):
        [found] = find_dates(text)
        assert (found.date_from, found.date_to) == (f"{first}-01-01", f"{last}-12-31")


@pytest.mark.parametrize("word", words.bounds("after"))
def test_every_limit_after_a_day_is_read(word: str) -> None:
    [found] = find_dates(f"2021年6月20日{word}")
    assert found.bound == words.BOUNDS["after", word].bound
    assert found.text.endswith(word)


@pytest.mark.parametrize("word", words.bounds("before"))
def test_every_limit_before_a_day_is_read(word: str) -> None:
    [found] = find_dates(f"{word}2021年6月20日")
    assert found.bound == words.BOUNDS["before", word].bound


@pytest.mark.parametrize("word", [word for place, word in words.RHYTHMS if place == "each"])
def test_every_rhythm_is_found(word: str) -> None:
    [found] = find_dates(f"每{word}组织1次")
    assert found.kind == "recurring"
    assert found.rrule.startswith("FREQ=")


@pytest.mark.parametrize("word", [row["word"] for row in words.table("dates_periods")])
def test_every_season_is_found_without_days(word: str) -> None:
    [found] = find_dates(f"做好{word}工作", "2021-01-28")
    assert (found.date_from, found.date_to) == ("", "")
    assert found.problem


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("春节", 2021, date(2021, 2, 12)),
        ("春节", 2025, date(2025, 1, 29)),
        ("除夕", 2023, date(2023, 1, 21)),
        ("清明节", 2020, date(2020, 4, 4)),
        ("端午节", 2021, date(2021, 6, 14)),
        ("中秋节", 2023, date(2023, 9, 29)),
        ("重阳节", 2019, date(2019, 10, 7)),
        ("冬至", 2021, date(2021, 12, 21)),
        ("全国助残日", 2021, date(2021, 5, 16)),
    ],
)
def test_movable_days(name: str, year: int, expected: date) -> None:
    assert named_day(words.DAYS[name], year) == expected
