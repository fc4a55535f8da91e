"""Texts that lost their line ends are read as the paragraphs they were."""

from __future__ import annotations

from pipeline.structure.unbroken import heading_end, lost_lines
from tests.structure.texts import read, tasks

_BODY = (
    "近年来，我市河道管理不断加强，水环境持续改善。为进一步做好河道清理工作，经市政府同意，现提出如下意见。"
    "一、总体要求（一）指导思想。以新发展理念为指导，坚持统筹兼顾。（二）工作目标。到2025年，全市河道全部清理完毕。"
    "二、重点任务，分步实施（一）清理河道。各县要组织力量清理河道，拆除违章建筑，全面恢复行洪能力。（市水利局负责）"
    "（二）保护岸线。各县要划定岸线保护范围，设立界桩，严禁侵占。（市水利局、市自然资源局负责）"
    "三、工作要求各级各部门要加强领导，明确分工，按时完成任务，并于每年12月底前向市政府报告。"
)
TEXT = (
    "青禾市人民政府关于加强河道清理工作的意见青政发〔2021〕7号各县人民政府，市政府有关部门："
    + _BODY
    + "各县要逐级签订责任书，把任务落实到乡镇、到村、到人，定期组织检查，及时通报进度，对工作不力的予以问责。" * 6
    + "青禾市人民政府2021年3月5日（此件公开发布）青禾市河道清理名录清单序号名称1青河2禾河"
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


def test_provisions() -> None:
    assert {path: task.title for path, task in tasks(TEXT).items()} == {
        "1.2": "工作目标",
        "2.1": "清理河道",
        "2.2": "保护岸线",
        "3": "工作要求",
    }


def test_where_a_heading_ends_that_ran_into_its_text() -> None:
    words = "加强服务监管各区县政府要规范收费"
    assert words[: heading_end(words, 0)] == "加强服务监管"
    assert heading_end("切实加强各单位的内部管理", 0) == -1
    assert heading_end("建立，健全各项制度", 0) == -1


def test_ordinary_texts_have_their_line_ends() -> None:
    assert not lost_lines("关于做好普查的通知\n各村：\n" + "各村要登记。\n" * 200)
