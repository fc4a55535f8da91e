"""Printed lists of bodies: cut as the codebook does, what they share restored."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.bodies import split_bodies
from pipeline.language.bodies_lexicon import ending, is_body, strip_brackets


def table(name: str) -> list[tuple[str, ...]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    next(rows)
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(("text", "expected"), table("body_lists.csv"))
def test_lists(text: str, expected: str) -> None:
    found = [body.text if body.full == body.text else f"{body.text}>{body.full}" for body in split_bodies(text)]
    assert "|".join(found) == expected


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "主送：市教育局、市财政局。"
    found = split_bodies(text, 3, len(text) - 1)
    assert [(text[body.start : body.end], body.text) for body in found] == [("市教育局",) * 2, ("市财政局",) * 2]


def test_roles_printed_behind_a_body() -> None:
    found = split_bodies("市教育局（牵头）、市财政局（配合）、市公安局")
    assert [(body.text, body.note) for body in found] == [
        ("市教育局", "lead"),
        ("市财政局", "support"),
        ("市公安局", ""),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "form"),
    [
        ("市教育局", "部门", "organ"),
        ("某市中级人民法院", "法院", "organ"),
        ("知识产权科", "内设", "part"),
        ("各县（市、区）", "区域", "area"),
        ("有关部门", "集合", "group"),
        ("市市场监管局（市知识产权局）", "部门", "organ"),
        ("某市住房公积金管理中心", "事业", "organ"),
    ],
)
def test_endings(name: str, kind: str, form: str) -> None:
    found = ending(name)
    assert found is not None
    assert (found.kind, found.form) == (kind, form)


@pytest.mark.parametrize("word", ["工作部署", "信息平台", "社会", "网站", "格局", "座谈会", "全部", "执行"])
def test_ordinary_words_are_no_bodies(word: str) -> None:
    assert not is_body(word)


def test_brackets_at_the_end_are_looked_past() -> None:
    assert strip_brackets("市市场监管局（市知识产权局）") == "市市场监管局"


@given(st.text(alphabet="各市县区（）()、，和及与等部门单位教育局党委政府管委会的\n", max_size=100))
def test_pieces_are_in_order_and_exact(text: str) -> None:
    end = 0
    for body in split_bodies(text):
        assert end <= body.start < body.end <= len(text)
        assert text[body.start : body.end] == body.text
        end = body.end
