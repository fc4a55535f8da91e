from __future__ import annotations

import pytest

from pipeline.structure.titles import find_title
from tests.structure.texts import read


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("工作目标", "工作目标"),
        ("加强组织领导。各县要成立专班。", "加强组织领导"),
        ("提高认识，压实责任。各县要高度重视。", "提高认识，压实责任"),
        ("动员部署阶段（3月1日至3月10日）。各县要动员。", "动员部署阶段（3月1日至3月10日）"),
        ("自查阶段（3月1日—3月10日）：各县开展自查。", "自查阶段（3月1日—3月10日）"),
        ("工作目标：到2025年，基本建成。", "工作目标"),
        ("推进“1+3”工程。各县要推进。", "推进“1+3”工程"),
        ("指导思想以科学发展观为指导，全面推进。", "指导思想"),
        ("要加强领导。各级党委要负起责任。", "要加强领导"),
        ("走访要到位。各单位要制定走访计划。", "走访要到位"),
    ],
)
def test_titles(words: str, title: str) -> None:
    found = find_title(words, alone=False, article=False)
    assert found is not None
    assert words[found.start : found.end] == title


@pytest.mark.parametrize(
    "words",
    [
        "各县要于3月底前完成自查。自查内容见附表。",
        "对未完成任务的单位，予以通报。",
        "组织召开动员大会；",
        "县财政局：落实所需资金。",
        "县级路长：负责全县农村公路。",
        "责任单位：市教育局",
        "各单位要做好以下工作：",
        "为加强管理，各县要建立台账。",
        "新建扩建校舍12万平方米。",
        "同意你县设立自然保护区。保护区面积为三千亩。",
        "由市教育局牵头，市财政局配合，开展摸底。",
    ],
)
def test_ordinary_sentences_have_none(words: str) -> None:
    assert find_title(words, alone=True, article=False) is None


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("目的", "目的"),
        ("【适用范围】本办法适用于全市。", "适用范围"),
        ("（立法目的）为加强管理，制定本办法。", "立法目的"),
    ],
)
def test_articles_have_a_title_where_it_stands_apart(words: str, title: str) -> None:
    found = find_title(words, alone=False, article=True)
    assert found is not None
    assert words[found.start : found.end] == title


def test_articles_have_no_title_otherwise() -> None:
    assert find_title("各县负责摸底。摸底应当逐户进行。", alone=True, article=True) is None
    text = "河道办法\n第一条加强领导。各级人民政府应当加强领导。\n第二条各县应当摸底。\n第三条各乡应当登记。"
    assert [provision.title for provision in read(text).provisions] == ["", "", ""]


def test_articles_that_begin_with_their_names_have_titles() -> None:
    text = (
        "河道办法\n第一条摸底登记。各县应当摸底。\n第二条清淤保洁。各乡应当清淤。\n第三条资金奖补。对完成的乡给予奖补。"
    )
    assert [provision.title for provision in read(text).provisions] == ["摸底登记", "清淤保洁", "资金奖补"]


def test_brothers_settle_a_doubtful_title() -> None:
    head = "关于做好普查的通知\n各村：\n"
    few = head + "一、各村要登记。\n二、认真核对表册。核对后要签字。\n三、各村要上报。\n四、各村不得瞒报。"
    most = head + "一、入户登记。各村要登记。\n二、认真核对表册。核对后要签字。\n三、按时上报。各村要上报。"
    assert [p.title for p in read(few).provisions] == ["", "", "", ""]
    assert [p.title for p in read(most).provisions] == ["入户登记", "认真核对表册", "按时上报"]
