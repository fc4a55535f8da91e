from __future__ import annotations

import pytest

from tests.structure.texts import LETTER_AND_PLAN, read


def test_elements_of_a_letter_with_its_plan() -> None:
    found = read(LETTER_AND_PLAN).elements
    assert found.masthead is not None
    assert found.masthead.text == "青禾市人民政府办公室文件"
    assert found.doc_number is not None
    assert found.doc_number.text == "青政办发〔2022〕31号"
    assert found.title is not None
    assert found.title.text == "青禾市人民政府办公室关于印发《青禾市清洁取暖实施方案》的通知"
    assert found.plan_title is not None
    assert found.plan_title.text == "青禾市清洁取暖实施方案"
    assert [span.text for span in found.recipients] == ["各县（市、区）人民政府，市直有关部门"]
    assert [span.text for span in found.issuers] == ["青禾市人民政府办公室"]
    assert found.issue_date is not None
    assert found.issue_date.text == "2022年8月15日"
    assert [span.text for span in found.attachments] == ["任务分工表", "进度表"]
    assert [span.text for span in found.cc] == ["市委办公室，市人大常委会办公室"]
    assert found.print_office is not None
    assert found.print_office.text == "青禾市人民政府办公室"
    assert found.print_date is not None
    assert found.print_date.text == "2022年8月16日"
    assert [span.text for span in found.not_issuers] == ["青禾市人民政府办公室"]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("青禾县教育局\n关于开展校园安全检查的通知\n各中小学：", "青禾县教育局\n关于开展校园安全检查的通知"),
        (
            "青禾县教育局\n青禾县教育局关于开展校园安全检查的通知\n各中小学：",
            "青禾县教育局关于开展校园安全检查的通知",
        ),
        ("青禾县教育局文件\n关于开展校园安全检查的通知\n各中小学：", "关于开展校园安全检查的通知"),
        (
            "中共青禾县委办公室\n青禾县人民政府办公室\n关于做好秋收工作的通知",
            "中共青禾县委办公室\n青禾县人民政府办公室\n关于做好秋收工作的通知",
        ),
        ("青禾县2021年公开招聘护士\n公告\n一、岗位", "青禾县2021年公开招聘护士\n公告"),
        ("青禾市人民政府\n专题会议纪要\n青府纪〔2019〕7号\n关于研究停车治理的会议纪要", "关于研究停车治理的会议纪要"),
        (
            "关于印发《校园安全方案》的通知\n青禾县教育局文件\n青教发〔2020〕3号\n青禾县教育局关于印发《校园安全方案》的通知\n各中小学：",
            "青禾县教育局关于印发《校园安全方案》的通知",
        ),
        (
            "我要查\n我要办\n信用信息公示\n我要信访\n首页\n青禾市民政局关于印发救助标准的通知\n-\n青民〔2025〕2号\n各县：",
            "青禾市民政局关于印发救助标准的通知",
        ),
        ("贺信\n青禾市代表队：\n欣闻佳绩，谨致祝贺。", "贺信"),
        (
            "全市护林防火会议召开\n2023年3月1日，全市护林防火会议召开，市林业局有关同志参加会议。",
            "全市护林防火会议召开",
        ),
        (
            "索引号：0012\n发布机构：青禾县政府办\n青禾县人民政府关于做好秋收工作的通知\n各乡镇：",
            "青禾县人民政府关于做好秋收工作的通知",
        ),
    ],
)
def test_titles(lines: str, title: str) -> None:
    found = read(lines).elements.title
    assert found is not None
    assert found.text == title


def test_metadata_of_a_collector_above_the_number() -> None:
    lines = "关于印发《河道方案》的通知\n原文链接：http://example.org/1.html\n检索关键词：河道，清淤\n空间图.pdf\n青科〔2025〕5号\n各有关单位："
    found = read(lines + "\n现印发给你们。").elements
    assert found.doc_number is not None
    assert found.doc_number.text == "青科〔2025〕5号"
    assert [span.text for span in found.recipients] == ["各有关单位"]


def test_no_title_where_none_is_printed() -> None:
    assert read("各村委会、镇村级河长：\n为做好防汛工作，现将要求通知如下：\n一、按时巡河。").elements.title is None


@pytest.mark.parametrize(
    "line",
    [
        "青办〔2020〕19号",
        "(87)青卫药字第12号",
        "青政发[1994]8号",
        "第12号",
        "2021年第5号",
        "青政办函〔2020〕7 号",
        "文号：青政发〔2021〕3号",
    ],
)
def test_document_numbers(line: str) -> None:
    text = f"{line}\n关于做好秋收工作的通知\n各乡镇人民政府：\n现将有关事项通知如下。"
    found = read(text).elements.doc_number
    assert found is not None
    assert found.text == line.removeprefix("文号：")


def test_a_number_in_brackets_under_the_title_with_its_date() -> None:
    found = read(
        "国务院关于保护耕地的通知\n国发〔1986〕7号　1986年3月21日\n各省、自治区、直辖市人民政府：\n现通知如下。"
    ).elements
    assert found.doc_number is not None
    assert found.doc_number.text == "国发〔1986〕7号"
    assert found.issue_date is not None
    assert found.issue_date.text == "1986年3月21日"


@pytest.mark.parametrize(
    ("lines", "recipients"),
    [
        ("各县（区）人民政府，市直各单位：\n现通知如下。", "各县（区）人民政府，市直各单位"),
        ("各县（区）人民政府，\n市直各单位：\n现通知如下。", "各县（区）人民政府，\n市直各单位"),
        ("主送：青禾县财政局：\n现函告如下。", "青禾县财政局"),
        ("各乡镇人民政府：为做好秋收工作，现通知如下。", "各乡镇人民政府"),
        ("各乡镇（街道）、县直有关单位\n受降雨影响，水位上涨，现通知如下。", "各乡镇（街道）、县直有关单位"),
    ],
)
def test_recipients(lines: str, recipients: str) -> None:
    found = read(f"关于做好秋收工作的通知\n{lines}").elements.recipients
    assert [span.text for span in found] == [recipients]


@pytest.mark.parametrize("line", ["现将有关事项通知如下：", "一、工作目标：", "联系人：张某"])
def test_no_recipients(line: str) -> None:
    assert read(f"关于做好秋收工作的通知\n{line}\n一、抓好秋收。").elements.recipients == ()


def test_marks_of_the_head() -> None:
    found = read(
        "机密★1年\n特急\n青禾市委文件\n青委〔2020〕1号 签发人：张某\n关于做好秋收工作的通知\n各乡镇：\n通知如下。"
    ).elements
    assert found.secrecy is not None
    assert found.secrecy.text == "机密★1年"
    assert found.urgency is not None
    assert found.urgency.text == "特急"
    assert found.signer is not None
    assert found.signer.text == "张某"


def test_a_title_that_stands_again_is_a_repeat() -> None:
    text = "关于返还基金的通知\n财政部、司法部\n关于返还基金的通知\n一、各单位要按时返还。"
    found = read(text).elements
    assert [span.text for span in found.issuers] == ["财政部", "司法部"]
    assert [span.text for span in found.title_repeats] == ["关于返还基金的通知"]


def test_the_title_below_a_number_where_an_introduction_stands_above() -> None:
    notice = read(
        "河道文库\n简介:小编为你整理了多篇相关的《青禾市水利局文件》,但愿对你的工作和学习有帮助,你还可以找到更多的文件。\n"
        "青禾市水利局文件\n青水发〔2009〕24号\n青禾市水利局关于清淤工作的通知\n各县水利局:\n一、各县要清淤。"
    )
    assert notice.elements.title is not None
    assert notice.elements.title.text == "青禾市水利局关于清淤工作的通知"


def test_a_body_in_two_lines_above_its_title() -> None:
    notice = read("青禾市健康委员会\n（爱国卫生委员会）\n关于印发清淤方案的通知\n各县水利局：\n一、各县要清淤。")
    assert notice.elements.title is not None
    assert notice.elements.title.text.replace("\n", "") == "青禾市健康委员会（爱国卫生委员会）关于印发清淤方案的通知"


def test_a_number_in_brackets_at_the_end_of_the_title() -> None:
    notice = read("青禾市水利局关于清淤工作的通知（青水发〔2021〕9号）\n各县水利局：\n一、各县要清淤。").elements
    assert notice.title is not None and notice.doc_number is not None
    assert (notice.title.text, notice.doc_number.text) == ("青禾市水利局关于清淤工作的通知", "青水发〔2021〕9号")
