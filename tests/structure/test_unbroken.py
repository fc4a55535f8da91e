"""Texts that lost their line ends are read as the paragraphs they were."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.structure.unbroken import heading_end, labels, lost_lines
from pipeline.structure.unbroken_head import read_head
from tests.structure.texts import read, tasks

_BODY = (
    "近年来，我市河道管理不断加强，水环境持续改善。为进一步做好河道清理工作，经市政府同意，现提出如下意见。"
    "一、总体要求（一）指导思想。以新发展理念为指导，坚持统筹兼顾。（二）工作目标。到2025年，全市河道全部清理完毕。"
    "二、重点任务，分步实施（一）清理河道1.摸清底数。各县要逐河登记。2.拆除违建。各县要拆除违章建筑。（市水利局负责）"
    "（二）保护岸线。各县要划定岸线保护范围，设立界桩，严禁侵占。（市水利局、市自然资源局负责）"
    "三、工作要求各级各部门要加强领导，明确分工，按时完成任务，并于每年12月底前向市政府报告。"
    "请各县于3月底前将方案报市水利局。"
)
TEXT = (
    "青禾市人民政府关于加强河道清理工作的意见青政发〔2021〕7号各县人民政府，市政府有关部门："
    + _BODY
    + "青禾市人民政府2021年3月5日（此件公开发布）青禾市河道名录清单序号名称1青河2禾河抄送：市委办公室。"
)


def test_elements() -> None:
    assert lost_lines(TEXT)
    found = read(TEXT).elements
    assert found.title is not None
    assert found.title.text == "青禾市人民政府关于加强河道清理工作的意见"
    assert found.doc_number is not None
    assert found.doc_number.text == "青政发〔2021〕7号"
    assert [span.text for span in found.recipients] == ["各县人民政府，市政府有关部门"]
    assert [span.text for span in found.issuers] == ["青禾市人民政府"]
    assert found.issue_date is not None
    assert found.issue_date.text == "2021年3月5日"
    assert [span.text for span in found.cc] == ["市委办公室"]


def test_provisions() -> None:
    assert {path: task.title for path, task in tasks(TEXT).items()} == {
        "1.2": "工作目标",
        "2.1.1": "摸清底数",
        "2.1.2": "拆除违建",
        "2.2": "保护岸线",
        "3": "工作要求",
        "0.1": "",
    }


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "青禾县教育局文件青教发〔2020〕3号关于做好防汛工作的通知各学校：各校要巡查。",
            ["青禾县教育局文件", "青教发〔2020〕3号", "关于做好防汛工作的通知", "各学校："],
        ),
        (
            "青教发〔2020〕3号青禾县教育局关于印发《防汛方案》的通知各学校：现将方案印发。",
            ["青教发〔2020〕3号", "青禾县教育局关于印发《防汛方案》的通知", "各学校："],
        ),
        (
            "青禾县水利局关于清理河道的公告2022年第3号根据规定，公告如下。",
            ["青禾县水利局关于清理河道的公告", "2022年第3号"],
        ),
        (
            "青禾县关于印发防汛方案（2022—2024年）的通知青政发〔2022〕4号各乡：现印发。",
            ["青禾县关于印发防汛方案（2022—2024年）的通知", "青政发〔2022〕4号", "各乡："],
        ),
    ],
)
def test_heads(line: str, parts: list[str]) -> None:
    head = read_head(line)
    edges = [0, *sorted(set(head.cuts) - {0})]
    assert [line[a:b] for a, b in pairwise(edges)] == parts


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("意见如下。一、摸底各县要登记。二、清淤各县要清淤。", "一、 二、"),
        # 二、 was lost
        ("意见如下：一、摸底。各县登记。清淤。三、保洁。各县保洁。四、督查。", "一、 三、 四、"),
        # numbers that run on over parts
        ("如下。一、摸底1.登记。甲。2.造册。乙。二、清淤3.组织。丙。", "一、 1. 2. 二、 3."),
        # mere text
        ("二、三级医院要配齐人员，增长2.5万亩。", ""),
        ("按照第一、第二款的规定办理。", ""),
    ],
)
def test_labels(line: str, printed: str) -> None:
    assert " ".join(label.printed for _, label in labels(line)) == printed


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("加强服务监管各区县政府要规范收费", "加强服务监管"),
        ("加强沟通对接各通信公司要明确专人", "加强沟通对接"),
        ("工作目标到2025年，全部完成", "工作目标"),
        ("继续教育内容继续教育内容有两类", "继续教育内容"),
        ("健全工作机制建立联席会议，定期会商", "健全工作机制"),
        ("切实加强各单位的内部管理", None),
        ("各有关单位要高度重视", None),
        ("县水利局要派出技术人员", None),
        ("提高对档案重要性的认识。各县要重视", None),
        ("建立", None),
    ],
)
def test_where_a_heading_ends_that_ran_into_its_text(words: str, heading: str | None) -> None:
    end = heading_end(words, 0)
    assert (words[:end] if end > 0 else None) == heading


def test_a_heading_whose_number_was_lost_stands_by_itself() -> None:
    text = TEXT.replace("二、重点任务，分步实施（一）", "重点任务（一）")
    assert tasks(text)["2.2"].title == "保护岸线"


def test_ordinary_texts_have_their_line_ends() -> None:
    assert not lost_lines("关于做好普查的通知\n各村：\n" + "各村要登记。\n" * 200)
