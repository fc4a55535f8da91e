"""What the context works out once for all extractors."""

from __future__ import annotations

import pytest

from pipeline.extractors.context import Context
from pipeline.notice import CleanText
from pipeline.structure import structure


def context(title: str, dated: str = "2022年3月5日") -> Context:
    text = f"青禾市人民政府关于印发《{title}》的通知\n各县人民政府：\n现将《{title}》印发给你们。\n青禾市人民政府\n{dated}\n{title}\n一、任务\n各县要在年底前完成清淤。"
    clean = CleanText(text, text)
    return Context(clean, structure(clean), lambda start, end: [])


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2021年河道清淤工作方案", 2021),
        ("河道清淤工作方案", 2022),
        ("河道清淤规划（2021—2025年）", 2022),
        ("河道清淤行动方案（2021年—2025年）", 2022),
        ("河道清淤三年行动计划（2023-2025）", 2022),
        ("2023－2025年河道清淤行动方案", 2022),
        ("河道清淤行动方案（2023年至2025年）", 2022),
        ("河道清淤行动方案（2019～2021年）", 2022),
    ],
)
def test_the_year_of_a_plan(title: str, year: int) -> None:
    assert context(title).plan_year == year


def test_a_plan_without_any_year_has_none() -> None:
    assert context("河道清淤规划（2021—2025年）", dated="抄送：市委办公室。").plan_year is None
