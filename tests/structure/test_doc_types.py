from __future__ import annotations

import pytest

from pipeline.structure import doc_type, doc_type_of
from pipeline.structure.doc_types import own_word
from tests.structure.texts import read


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("青禾市人民政府关于印发《青禾市清洁取暖实施方案》的通知", "通知"),
        ("青禾市清洁取暖实施方案", "方案"),
        ("关于加强河道管理的实施意见（征求意见稿）", "意见"),
        ("青禾市河道管理办法（试行）", "办法"),
        ("关于同意设立青禾湿地公园的复函", "函"),
        ("关于研究停车治理工作的会议纪要", "纪要"),
        ("青禾市人民政府令", "令"),
        ("致全市人民的公开信", "公开信"),
        ("全市防汛工作会议召开", ""),
        ("", ""),
    ],
)
def test_the_last_word_of_the_title(title: str, expected: str) -> None:
    assert doc_type(title) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("为加强管理，现将有关事项通告如下：", "通告"),
        ("为预防火灾，特发布如下禁火令：", "令"),
        ("经研究，现提出如下实施意见。", "意见"),
        ("特此公告。", "公告"),
        ("各单位要认真学习通告。", ""),
    ],
)
def test_what_a_text_calls_itself(words: str, expected: str) -> None:
    assert own_word(words) == expected


def test_without_a_title_the_text_says_what_it_is() -> None:
    text = "为加强烟花爆竹管理，现将有关事项通告如下：\n一、全市禁止燃放烟花爆竹。\n青禾市人民政府\n2021年1月5日"
    found = read(text)
    assert found.elements.title is None
    assert doc_type_of(text, found) == "通告"
