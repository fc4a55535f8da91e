"""Paths of provisions: which numbers count, whose children they are, which were lost."""

from __future__ import annotations

import pytest

from tests.structure.texts import LETTER_AND_PLAN, paths, read


def by_path(text: str) -> dict[str, tuple[str, str]]:
    return {p.path: (p.number, p.title) for p in read(text).provisions}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # the four levels of official texts
        (
            ["一、任务", "（一）普查", "1.摸底", "（1）入户。各村要入户登记。", "（2）核对。各村要核对。", "二、要求"],
            "1 1.1 1.1.1 1.1.1.1 1.1.1.2 2",
        ),
        # a level left out
        (["一、任务", "1.摸底", "2.登记", "二、要求", "1.领导"], "1 1.1 1.2 2 2.1"),
        # numbers that run on over parts keep their number
        (["一、任务", "（一）摸底", "（二）登记", "二、要求", "（三）领导", "（四）督查"], "1 1.1 1.2 2 2.3 2.4"),
        (["一、任务", "1.摸底", "2.登记", "二、要求", "3.领导"], "1 1.1 1.2 2 2.3"),
        # chapters and articles
        (
            [
                "第一章总则",
                "第一条各单位应当登记。",
                "第二章管理",
                "第二条各单位应当核对。",
                "第三条：各单位应当报告。",
            ],
            "1 1.1 2 2.2 2.3",
        ),
        (["第一条各单位应当：", "（一）登记造册；", "（二）按时核对。", "第二条各单位不得瞒报。"], "1 1.1 1.2 2"),
        # decimals
        (["1总则", "1.1目的", "1.2依据", "2职责", "2.1指挥部", "2.1.1组成"], "1 1.1 1.2 2 2.1 2.1.1"),
        # a letter with numbers and an annex that begins again
        (["一、任务", "二、要求", "附件1", "青禾市登记细则", "一、范围", "二、步骤"], "1 2 1~2 2~2"),
        # a date or an amount at the beginning is no number
        (["一、任务", "2.5万亩良田要建成。", "二、要求"], "1 2"),
        # an item that begins with a number of its own
        (
            ["一、材料", "1.申请书；", "2.2019、2020年度报表；", "3.证书；", "4.1篇论文。", "二、要求"],
            "1 1.1 1.2 1.3 1.4 2",
        ),
        # 第一部分 inside a section divides papers, not provisions
        (["一、摸底", "二、材料", "第一部分：", "1.申请书", "第二部分：", "1.目录", "三、要求"], "1 2 2.1 2.1~2 3"),
        # an article about a third party
        (["第一条各村应当登记。", "第二条第三人提出异议的，各村应当核对。"], "1 2"),
        # what stands behind 第二条 is a citation
        (["第一条各村应当登记。", "第二条、第三条规定的情形除外。"], "1"),
        # a chapter and its first article in one line behind the last article
        (["第一章总则", "第一条各村登记。第二章核对第二条各村核对。", "第三条各村报告。"], "1 1.1 2 2.2 2.3"),
        # 一、 behind 如下：
        (["现通知如下：一、各村要摸底。", "二、各村要登记。"], "1 2"),
        # enumerations inside a paragraph are text
        (["一、任务。一是登记；二是核对；（1）入户；（2）造册。", "二、要求"], "1 2"),
    ],
)
def test_paths(lines: list[str], expected: str) -> None:
    assert " ".join(paths("关于做好普查的通知\n各村：\n" + "\n".join(lines))) == expected


@pytest.mark.parametrize(
    ("lines", "lost", "title"),
    [
        # between two brothers
        (
            ["一、总体要求", "全面完成普查。", "重点任务", "（一）摸底", "（二）登记", "三、工作要求", "（一）领导"],
            "2",
            "重点任务",
        ),
        (
            ["（一）摸清底数。各村要入户。", "规范登记。各村要按表登记。", "（三）严格核对。各村要核对。"],
            "2",
            "规范登记",
        ),
        # before the first
        (["工作目标", "全面完成普查。", "二、重点任务", "各村要入户。", "三、工作要求"], "1", "工作目标"),
        # behind the last
        (["一、重点任务", "（一）摸底", "（二）登记", "保障措施", "（一）领导", "（二）督查"], "2", "保障措施"),
        # two in a row
        (
            ["一、总体要求", "全面完成。", "重点任务", "各村要入户。", "实施步骤", "分三步走。", "四、工作要求"],
            "3",
            "实施步骤",
        ),
        # misread or doubled
        (["一、摸底", "二、登记", "二、核对", "四、报告"], "3", "核对"),
        (["一、摸底", "二、登记", "七、核对", "四、报告"], "3", "核对"),
        (["1.1.加强领导。各村要负责。", "2.密切配合。各村要配合。"], "1", "加强领导"),
    ],
)
def test_numbers_that_were_lost(lines: list[str], lost: str, title: str) -> None:
    found = by_path("关于做好普查的通知\n各村：\n" + "\n".join(lines))
    assert found[lost][1] == title


def test_headings_without_any_number_are_counted() -> None:
    text = (
        "关于做好普查的通知\n各村：\n为做好普查，现通知如下：\n加强领导\n各村要成立小组，明确专人负责。\n"
        "认真实施\n各村要严格按表登记，不得漏报、瞒报。\n按时上报\n各村须在12月3日前报镇政府统计站。"
    )
    assert by_path(text) == {"1": ("", "加强领导"), "2": ("", "认真实施"), "3": ("", "按时上报")}


def test_a_series_run_together_in_one_paragraph() -> None:
    text = (
        "关于做好普查的通知\n各村：\n现通知如下：一、摸清底数。各村要入户登记。"
        "二、严格核对。各村要逐户核对。三、按时上报。各村要上报。"
    )
    assert by_path(text) == {"1": ("一、", "摸清底数"), "2": ("二、", "严格核对"), "3": ("三、", "按时上报")}


def test_extents() -> None:
    found = {p.path: p for p in read(LETTER_AND_PLAN).provisions}
    text = LETTER_AND_PLAN
    assert text[found["2"].start : found["2"].own_end] == "二、主要任务"
    assert text[found["2"].start : found["2"].end].endswith("（责任单位：市城管局）")
    assert text[found["2.1"].start : found["2.1"].end].startswith("（一）推进集中供热。")
    assert text[found["2.1"].start : found["2.1"].end].endswith("（责任单位：市住房城乡建设局）")
    assert text[found["3.2"].start : found["3.2"].end].endswith("定期开展督查。")
    assert not found["2"].leaf
    assert found["2.1"].leaf


def test_paragraphs_with_assignments_of_their_own() -> None:
    text = (
        "关于做好普查的通知\n各村：\n一、登记。\n各村要入户登记。（民政所负责）\n"
        "各村要核对表册。\n核对后要签字。（统计站负责）\n二、报告。"
    )
    found = {p.path: text[p.start : p.end] for p in read(text).provisions}
    assert found == {
        "1.p1": "一、登记。\n各村要入户登记。（民政所负责）",
        "1.p2": "各村要核对表册。\n核对后要签字。（统计站负责）",
        "2": "二、报告。",
    }


def test_assignments_on_lines_of_their_own_are_one() -> None:
    text = "关于做好普查的通知\n各村：\n一、登记\n各村要入户登记。\n牵头单位：民政所\n责任单位：统计站\n二、报告"
    assert paths(text) == ["1", "2"]
