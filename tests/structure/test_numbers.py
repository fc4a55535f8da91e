from __future__ import annotations

import pytest

from pipeline.structure.numbers import read_label


@pytest.mark.parametrize(
    ("words", "style", "values", "printed"),
    [
        ("一、工作目标", "cn", (1,), "一、"),
        ("十二、附则", "cn", (12,), "十二、"),
        ("（三）强化督导", "cn_paren", (3,), "（三）"),
        ("(四)加强宣传", "cn_paren", (4,), "(四)"),
        ("（—）摸清底数", "cn_paren", (1,), "（—）"),
        ("（=）摸清底数", "cn_paren", (2,), "（=）"),
        ("三）强化督导", "cn_paren", (3,), "三）"),
        ("10.加强调度", "arabic", (10,), "10."),
        ("3．2020年底前完成", "arabic", (3,), "3．"),
        ("2、严格检查", "arabic", (2,), "2、"),
        ("⒊严格检查", "arabic_dot", (3,), "⒊"),
        ("（2）组织培训", "arabic_paren", (2,), "（2）"),
        ("⑵组织培训", "arabic_paren", (2,), "⑵"),
        ("③组织培训", "circled", (3,), "③"),
        ("3.2.1信息报告", "decimal", (3, 2, 1), "3.2.1"),
        ("第二十一条 承办单位应当回避。", "article", (21,), "第二十一条"),
        ("第三章 监督管理", "chapter", (3,), "第三章"),
        ("第一部分 总体要求", "part", (1,), "第一部分"),
        ("三、方法步骤", "cn", (3,), "三、"),
        ("一、7月28日至30日停课", "cn", (1,), "一、"),
    ],
)
def test_labels(words: str, style: str, values: tuple[int, ...], printed: str) -> None:
    label = read_label(words)
    assert label is not None
    assert (label.style, label.values, label.printed) == (style, values, printed)


@pytest.mark.parametrize(
    "words",
    [
        "二、三级医院要配齐人员",
        "2.5万亩良田",
        "第三条规定的材料",
        "第十条和第十一条",
        "（市、区）人民政府",
        "（2021年3月5日）",
        "五四青年节",
        "一是加强领导",
        "A级景区",
        "",
    ],
)
def test_no_labels(words: str) -> None:
    assert read_label(words) is None
