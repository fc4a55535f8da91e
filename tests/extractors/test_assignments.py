"""Printed assignments in all their forms: the bodies and roles that they name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extractors.assignments import find_assignments, first_leads, with_first_leading


def table(name: str) -> list[tuple[str, ...]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    next(rows)
    return [tuple(row) for row in rows]


def parts(text: str) -> list[str]:
    return [
        f"{part.role}={'、'.join(body.text for body in part.bodies)}"
        for assignment in find_assignments(text)
        for part in assignment.parts
    ]


@pytest.mark.parametrize(("text", "expected"), table("assignments.csv"))
def test_forms(text: str, expected: str) -> None:
    assert "|".join(parts(text)) == expected


def test_every_bracket_of_a_paragraph_is_one() -> None:
    text = "新建泵站5座。（县水利局负责）清淤沟渠。（县农业农村局牵头，县财政局配合）其余照旧。"
    assert parts(text) == ["responsible=县水利局", "lead=县农业农村局", "support=县财政局"]
    first, second = find_assignments(text)
    assert text[first.start : first.end] == "（县水利局负责）"
    assert text[second.start : second.end] == "（县农业农村局牵头，县财政局配合）"


def test_list_broken_over_lines_goes_on() -> None:
    assert parts("清淤沟渠。（责任单位：\n县水利局、县财政局）\n下一条。") == ["responsible=县水利局、县财政局"]


def test_a_bracket_that_never_closes_ends_with_its_line() -> None:
    assert parts("清淤沟渠。（责任单位：县水利局、县财政局\n各乡镇（街道）要配合。") == [
        "responsible=县水利局、县财政局"
    ]


def test_first_leads_where_it_is_said() -> None:
    text = "清淤。（县水利局、县财政局，列第一位的为牵头单位，下同）种树。（县林业局、县财政局）修路。（县交通局）"
    assert len(first_leads(text)) == 1
    leading = [with_first_leading(one) for one in find_assignments(text)]
    roles = [[(part.role, [body.text for body in part.bodies]) for part in one.parts] for one in leading]
    assert roles[0] == [("lead", ["县水利局"]), ("responsible", ["县财政局"])]
    assert roles[1] == [("lead", ["县林业局"]), ("responsible", ["县财政局"])]
    assert roles[2] == [("responsible", ["县交通局"])]  # alone in its list


@pytest.mark.parametrize(
    "said",
    [
        "排名第一的为牵头单位",
        "列首位的单位为牵头单位",
        "排在第一位的为牵头单位",
        "第一个单位为牵头单位",
        "首位单位为牵头部门",
    ],
)
def test_ways_of_saying_that_the_first_leads(said: str) -> None:
    assert first_leads(f"责任单位中{said}，下同。")


BODIES = [
    "市教育局", "市发展和改革委员会", "市住房和城乡建设局", "市委宣传部", "各县（市、区）人民政府",
    "市公安局交警支队", "团市委", "市中级人民法院", "市文化广电和旅游局", "市委政法委", "高新区管委会",
    "市税务局", "某某海关", "市总工会", "市人力资源社会保障局", "有关部门和单位", "市直及驻市各单位",
    "市供销社", "市气象局", "市水务集团有限公司",
]  # fmt: skip
bodies = st.lists(st.sampled_from(BODIES), min_size=1, max_size=5, unique=True)
FORMS = {
    "（责任单位：{a}）": ("responsible", None),
    "（牵头单位：{a}；配合单位：{b}）": ("lead", "support"),
    "（{a}牵头，{b}配合）": ("lead", "support"),
    "（{a}负责）": ("responsible", None),
    "（由{a}负责，{b}配合）": ("responsible", "support"),
    "（{a}按职责分工负责）": ("responsible", None),
    "（{a}等按职责分工负责；{b}落实）": ("responsible", "responsible"),
    "(责任单位:{a};指导单位:{b})": ("responsible", "guide"),
    "【牵头单位：{a}，责任单位：{b}】": ("lead", "responsible"),
    "责任单位：{a}": ("responsible", None),
    "牵头单位：{a}；责任单位：{b}。": ("lead", "responsible"),
    "（{a}牵头，{b}按职责分工负责）": ("lead", "responsible"),
    "（责任单位：{a}；完成时限：2022年12月底前）": ("responsible", None),
    "（6月底取得明显成效，牵头考核单位：{a}）": ("lead", None),
    "（牵头：{a}；配合：{b}）": ("lead", "support"),
    "责 任 单 位：{a}": ("responsible", None),
    "（责任单位;{a}）": ("responsible", None),
    "（{a}主办，{b}协办）": ("responsible", "support"),
    "（{a}按职责分工牵头，{b}参加）": ("lead", "support"),
    "（由{a}牵头，{b}等部门协同配合）": ("lead", "support"),
    "（{a}落实，{b}督导）": ("responsible", "guide"),
    "[牵头单位：{a}，配合单位：{b}]": ("lead", "support"),
    "〔{a}具体负责〕": ("responsible", None),
    "（完成时限：长期；责任单位：{a}": ("responsible", None),
}


@given(first=bodies, second=bodies, form=st.sampled_from(sorted(FORMS)), separator=st.sampled_from(["、", "，"]))
def test_whatever_is_rendered_comes_back(first: list[str], second: list[str], form: str, separator: str) -> None:
    roles = FORMS[form]
    text = "做好防汛物资储备。" + form.format(a=separator.join(first), b="、".join(second))
    found: list[tuple[str, str]] = []
    for assignment in find_assignments(text):
        assert text[assignment.start : assignment.end].strip() == text[assignment.start : assignment.end]
        for part in assignment.parts:
            for body in part.bodies:
                assert text[body.start : body.end] == body.text
                found.append((part.role, body.text))
    expected = [(roles[0], body) for body in first]
    if roles[1]:
        expected += [(roles[1], body) for body in second]
    assert found == expected


@given(st.text(alphabet="（）()【：:；、，。责任单位牵头配合负责市教育局各县区等和及\n 12", max_size=120))
def test_hostile_text_neither_raises_nor_overlaps(text: str) -> None:
    end = 0
    for assignment in find_assignments(text):
        assert end <= assignment.start < assignment.end <= len(text)
        end = assignment.end
        for part in assignment.parts:
            assert all(text[body.start : body.end] == body.text for body in part.bodies)
