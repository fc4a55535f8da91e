"""Regions: which one a body's name tells, and which one a notice speaks from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.regions import NATION, by_code, named, region, region_of


def table(name: str) -> list[tuple[str, ...]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    next(rows)
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(("body", "year", "name", "code", "level"), table("regions.csv"))
def test_bodies(body: str, year: str, name: str, code: str, level: str) -> None:
    found = region_of(body, int(year) if year else None)
    assert ((found.name, found.code, found.level) if found else ("", "", "")) == (name, code, level)


def test_shared_names_are_told_apart_by_the_notice() -> None:
    found = region("鼓楼区人民政府", "关于春季防火的通知", "按照福州市人民政府部署，全区要……福建省……")
    assert found is not None
    assert found.name == "福建省福州市鼓楼区"
    found = region("朝阳区人民政府", "", "按照长春市委、市政府部署……")
    assert found is not None
    assert found.name == "吉林省长春市朝阳区"


def test_the_number_tells_the_province() -> None:
    found = region("鼓楼区人民政府办公室", "", "现将有关事项通知如下。开封市正在……", "豫鼓政〔2020〕1号")
    assert found is not None
    assert found.name == "河南省开封市鼓楼区"


def test_left_open_where_nothing_tells() -> None:
    assert region("鼓楼区人民政府", "关于防火的通知", "各单位要做好防火工作。") is None
    assert region("", "关于防火的通知", "各单位要做好防火工作。") is None


def test_an_issuer_without_a_place_lies_where_the_notice_says() -> None:
    found = region("高新区管委会", "关于印发攀枝花市高新区工作要点的通知", "")
    assert found is not None
    assert found.name == "四川省攀枝花市"


def test_the_state() -> None:
    assert region("国务院办公厅") is NATION
    assert region("商务部") is NATION


def test_a_word_that_only_looks_like_a_county() -> None:
    assert region("", "关于创建电子商务示范县的方案", "开展示范县建设。做好示范县工作。示范县要……") is None


def test_codes_and_names_agree() -> None:
    found = by_code("510400", 1980)
    assert found is not None
    assert found.name == "四川省渡口市"
    assert by_code("999999") is None
    assert [one.code for one in named("攀枝花")] == ["510400"]
    assert len(named("鼓楼区")) > 2


@given(
    st.text(alphabet="省市县区州中共国家税务局人民政府攀枝花漯河天津西青鼓楼朝阳", max_size=30),
    st.sampled_from([None, 1985, 2024]),
)
def test_never_raises(text: str, year: int | None) -> None:
    found = region_of(text, year)
    assert found is None or found.name
    assert region(text, text, text, text, year) == region(text, text, text, text, year)


def test_a_place_within_the_issuers_own_name_is_no_region():
    title = "珠江口高新技术产业开发区管理委员会关于征求意见的函"
    assert region("珠江口高新技术产业开发区管理委员会", title) is None
    assert region("临江街道办事处", "临江街道办事处关于开展火灾防控工作的通知") is None
