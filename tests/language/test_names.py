"""Official names: by level, by place, by year."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.names import Place, full_name, is_collective
from pipeline.language.regions import region


def table(name: str) -> list[tuple[str, ...]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    next(rows)
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(("text", "issuer", "year", "name"), table("names.csv"))
def test_names(text: str, issuer: str, year: str, name: str) -> None:
    place = Place(region(issuer, year=int(year)), issuer, int(year))
    assert full_name(text, place).name == name


def test_what_is_known_of_a_body() -> None:
    place = Place(region("攀枝花市人民政府"), "攀枝花市人民政府", 2021)
    named = full_name("市委宣传部", place)
    assert (named.name_source, named.level, named.kind, named.region_code) == ("resolved", "市", "党委", "510400")
    assert not named.collective
    assert full_name("攀枝花市公安局", place).name_source == "written"
    assert full_name("省财政厅", place).level == "省"
    assert full_name("财政部", place).level == "国家"


def test_own_offices_of_a_bureau_that_speaks_to_its_house() -> None:
    place = Place(region("龙山县教育局"), "龙山县教育局", 2021, inside=True)
    assert full_name("各有关部门", place).name == "龙山县教育局各有关部门"
    assert full_name("各乡镇中心学校", place).name == "龙山县各乡镇中心学校"


def test_a_street_names_its_own_offices() -> None:
    issuer = "武汉市洪山区狮子山街道办事处"
    place = Place(region(issuer), issuer, 2018)
    assert full_name("街道综合执法中心", place).name == "武汉市洪山区狮子山街道办事处综合执法中心"
    assert full_name("区教育局", place).name == "武汉市洪山区教育局"


def test_several_bodies_in_one_name() -> None:
    place = Place(region("漯河市人民政府"), "漯河市人民政府", 2020)
    named = full_name("经济技术开发区党工委；经济技术开发区管委会", place)
    assert named.name == "中共漯河经济技术开发区工作委员会；漯河经济技术开发区管理委员会"


def test_without_a_place_only_the_organ_is_known() -> None:
    named = full_name("县卫健委", Place(None, "", 2021))
    assert (named.name, named.name_source, named.region_code) == ("县卫生健康委员会", "guessed", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各县（区）", True),
        ("有关部门", True),
        ("市安委会成员单位", True),
        ("市教育局", False),
        ("知识产权科", False),
        ("各地", True),
    ],
)
def test_collectives(text: str, expected: bool) -> None:
    assert is_collective(text) is expected


@given(
    st.text(alphabet="省市县区各有关部门教育局委办政府（）、；中共国家财政", max_size=30),
    st.sampled_from([None, 1985, 2021]),
)
def test_never_raises_and_is_stable(text: str, year: int | None) -> None:
    place = Place(region("漯河市人民政府"), "漯河市人民政府", year)
    assert full_name(text, place) == full_name(text, place)
