"""Cited documents: titles, numbers, what belongs together, and what is the notice's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extractors.context import Context
from pipeline.extractors.references import extract_references
from pipeline.notice import CleanText, Elements, Span, Structure, Task


def context(text, title="", plan="", number="", tasks=()):
    def span(words):
        at = text.find(words)
        return Span(at, at + len(words), words, "test") if words and at >= 0 else None

    elements = Elements(title=span(title), plan_title=span(plan), doc_number=span(number))
    found = Context(CleanText(text, text), Structure(elements, (), 0, len(text)), lambda start, end: [])
    spans = [(path, text.find(words), text.find(words) + len(words)) for path, words in tasks]
    found.tasks = tuple(Task(path, "", "", "measure", start, end, 0, 0, "test") for path, start, end in spans)
    return found


def cited(text, **given):
    rows = extract_references(context(text, **given))
    for row in rows:
        assert text[row["start"] : row["end"]] == row["text"] and row["rule"].startswith("reference.")
    return [(row["title"], row["doc_number"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据《某省环境保护条例》，制定本办法。", [("某省环境保护条例", "")]),
        ("按照《关于强化保护的意见》（某办发〔2019〕56号）要求", [("关于强化保护的意见", "某办发〔2019〕56号")]),
        ("贯彻《甲条例》《乙办法》和《丙规定》", [("甲条例", ""), ("乙办法", ""), ("丙规定", "")]),
        (
            "《某省办公厅关于印发〈某方案〉的通知》（某政办〔2020〕3号）",
            [("某省办公厅关于印发〈某方案〉的通知", "某政办〔2020〕3号")],
        ),
        ("《某省办公厅关于印发《某方案》的通知》", [("某省办公厅关于印发《某方案》的通知", "")]),
        ("《某省办公厅印发〈关于\n", []),
        ("《某省办公厅印发〈关于强化保护的实施意见》的通知》（某办〔2020〕21号）精神", [
            ("某省办公厅印发〈关于强化保护的实施意见》的通知", "某办〔2020〕21号")]),
        ("《某省办公厅印发〈关于强化保护的意见》和《乙办法》要求", [
            ("某省办公厅印发〈关于强化保护的意见", ""), ("乙办法", "")]),
        ("根据某发〔1994〕8号文件精神", [("", "某发〔1994〕8号")]),
        ("按照某政发[2001]12号文执行", [("", "某政发〔2001〕12号")]),
        ("依照某价字（2002）109号文件", [("", "某价字（2002）109号")]),
        ("某国办发〔2013〕1号《关于做好工作的通知》", [("关于做好工作的通知", "某国办发〔2013〕1号")]),
        ("《校车管理条例》（国务院令第617号）", [("校车管理条例", "国务院令第617号")]),
        ("《股权管理办法》（国务院国资委、财政部令第3号）", [("股权管理办法", "国务院国资委、财政部令第3号")]),
        ("《关于调整资料的公告》（2016年第2号）", [("关于调整资料的公告", "2016年第2号")]),
        (
            "按《热线举报处理规定》（国家某某局公告2021年第5号）等规定",
            [("热线举报处理规定", "国家某某局公告2021年第5号")],
        ),
        ("《某办法》（试行）（某发〔2020〕1号）", [("某办法", "某发〔2020〕1号")]),
        ("《某规划》（某政发〔2021〕9号，以下简称《规划》）。要落实《规划》要求。", [("某规划", "某政发〔2021〕9号")]),
        ("《某目录》（以下简称《目录》）是依据。", [("某目录", "")]),
        ("与GB6675《玩具安全》相违背", [("玩具安全", "GB6675")]),
        ("达到GB 18918-2002一级A标准", [("", "GB 18918-2002")]),
        ("办理《食品经营许可证》，填写《申请表》，在《某某日报》公告。", []),
        ("第6号台风、12345热线、双拥〔模范〕城", []),
        ("《甲条例》和《甲条例》", [("甲条例", "")]),
        ("《未完的标题（某发〔2020〕5号）要求", [("未完的标题", "某发〔2020〕5号")]),
    ],
)
def test_citations(text, expected):
    assert cited(text) == expected


def test_the_text_is_the_whole_citation():
    rows = extract_references(context("按照《某意见》（某发〔2019〕5号）要求，执行某发〔1994〕8号文件。"))
    assert [row["text"] for row in rows] == ["《某意见》（某发〔2019〕5号）", "某发〔1994〕8号文件"]


def test_own_title_and_plan_are_no_references():
    text = (
        "某市关于印发《某市防汛应急预案》的通知\n某政发〔2020〕3号\n现将《某市防汛应急预案》印发给你们。"
        "\n某市防汛应急预案\n"
        "根据《某省防汛条例》，制定本预案。\n某政发〔2020〕3号"
    )
    own = {"title": "某市关于印发《某市防汛应急预案》的通知", "plan": "某市防汛应急预案", "number": "某政发〔2020〕3号"}
    assert cited(text, **own) == [("某省防汛条例", "")]


def test_plans_issued_together_are_no_references():
    text = "现将《甲工作方案》《乙工作方案》印发给你们，请按照《某省条例》执行。"
    assert cited(text) == [("某省条例", "")]


def test_a_part_of_the_own_title_is_a_reference_of_its_own():
    title = "某市蓝天保卫战三年行动计划实施方案"
    text = f"{title}\n根据国务院《蓝天保卫战三年行动计划》，制定本方案。"
    assert cited(text, title=title) == [("蓝天保卫战三年行动计划", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("现将《某省通知》（某办发〔2009〕3号）转发给你们。", [("某省通知", "某办发〔2009〕3号")]),
        ("现将市水利局《关于振兴水利的报告》转发给你们。", [("关于振兴水利的报告", "")]),
        ("现将市水利局《关于振兴水利的报告》转发给你们。\n关于振兴水利的报告\n市政府：", []),
    ],
)
def test_a_forwarded_document_is_a_reference_unless_it_is_bound_with_the_notice(text, expected):
    assert cited(text) == expected


def test_one_row_a_document_and_task():
    text = "依据《甲条例》。一、落实《甲条例》，再按《甲条例》。二、执行《甲条例》。"
    tasks = [("1", "一、落实《甲条例》，再按《甲条例》。"), ("2", "二、执行《甲条例》。")]
    rows = extract_references(context(text, tasks=tasks))
    assert [(row["task"], row["title"]) for row in rows] == [("", "甲条例"), ("1", "甲条例"), ("2", "甲条例")]


def test_a_short_name_counts_where_it_is_the_only_citation_of_the_task():
    text = "《某指导目录》（以下简称《指导目录》）已经同意。一、落实《指导目录》。"
    rows = extract_references(context(text, tasks=[("1", "一、落实《指导目录》。")]))
    assert [(row["task"], row["title"]) for row in rows] == [("", "某指导目录"), ("1", "指导目录")]


PIECES = st.sampled_from([
    "《", "》", "〈", "〉", "（", "）", "甲条例", "某发〔2020〕3号", "〔", "〕",
    "号", "令第3号", "以下简称", "，", "。", "\n", "GB 1-2020",
])


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_gives_rows_that_stand_in_it(text):
    ends = 0
    for row in extract_references(context(text)):
        assert text[row["start"] : row["end"]] == row["text"] and row["start"] >= ends
        assert row["title"] or row["doc_number"]
        ends = row["start"]


@pytest.mark.parametrize("unit", ["《", "《〈", "号", "（某发", "《甲》", "第3号"])
def test_hostile_text_takes_linear_time(unit):
    extract_references(context(unit * 30_000))
