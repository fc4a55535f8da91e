"""Properties that hold for any text: nothing raises, spans are exact, paths unique, provisions nested and in order."""

from __future__ import annotations

import time
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors.tasks import tasks_of
from pipeline.notice import CleanText, Span, Structure
from pipeline.structure import structure

_PIECES = [
    "一、", "二、", "三、", "四、", "（一）", "（二）", "（三）", "(四)", "1.", "2.", "3．", "1、", "（1）", "（2）",
    "①", "②", "第一章", "第二章 总则", "第一条", "第二条\u3000", "1.1", "1.2", "2.1.1", "1总则", "附件", "附件1",
    "附件：1.名单", "附件：", "工作目标", "重点任务", "保障措施", "加强组织领导。", "某市人民政府文件",
    "某市人民政府", "某市教育局", "某市人民政府关于做好某项工作的通知", "关于印发《某项方案》的通知", "某项方案",
    "某政发〔2021〕3号", "各县（区）人民政府，市直各部门：", "为做好工作，现通知如下：",
    "各单位要于3月底前完成自查，并将情况报市局。", "请认真贯彻执行。", "（市教育局负责）", "责任单位：市教育局",
    "2021年3月5日", "二○○七年三月五日", "（此件公开发布）", "抄送：市委办公室。",
    "某市人民政府办公室2021年3月5日印发", "主题词：教育 通知", "特急", "签发人：张某",
    "序号|重点任务|责任单位|完成时限", "|1|摸清底数|市教育局|3月底|", "序号\t工作任务\t牵头单位",
    "1\t清查台账\t市教育局", "——坚持原则。", "一是抓好；二是落实。", "有下列情形之一的：", "未经批准的；",
    "到2025年，全面完成。", "。", "：", "；", "\n", "\n\n", " ", "\u3000", "\t", "|", "《", "》", "（", "）", "年",
]  # fmt: skip
_NOTICES = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join) | st.lists(
    st.sampled_from(_PIECES), max_size=60
).map("\n".join)
_TEXTS = (
    _NOTICES
    | st.text(max_size=300)
    | st.text(alphabet="一二三（）1.、条第章节\n：。，；附件年月日关于通知的|\t 《》", max_size=300)
)


def clean(text: str) -> CleanText:
    return CleanText(text, text)


def spans_of(found: Structure) -> list[Span]:
    spans: list[Span] = []
    for element in fields(found.elements):
        value = getattr(found.elements, element.name)
        if isinstance(value, Span):
            spans.append(value)
        elif value:
            spans += value
    return spans


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_spans_are_exact(text: str) -> None:
    found = structure(clean(text))
    for span in spans_of(found):
        assert text[span.start : span.end] == span.text
        assert span.text.strip() == span.text != ""
        assert span.rule
    assert 0 <= found.body_start <= found.body_end <= len(text)


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_provisions_are_nested_and_in_order(text: str) -> None:
    found = structure(clean(text)).provisions
    assert len({provision.path for provision in found}) == len(found)
    open_ends: list[int] = []
    last = 0
    for provision in found:
        assert 0 <= last <= provision.start < provision.end <= len(text)
        assert provision.start <= provision.own_end <= provision.end
        assert text[provision.title_start : provision.title_end] == provision.title
        assert text[provision.start : provision.end] == text[provision.start : provision.end].strip()
        if provision.number and not provision.path.startswith("T"):
            assert text.startswith(provision.number, provision.start)
        for _, start, end in provision.cells:
            assert provision.start <= start < end <= provision.end
        while open_ends and open_ends[-1] <= provision.start:
            open_ends.pop()
        assert all(provision.end <= end for end in open_ends)
        open_ends.append(provision.end)
        last = provision.start


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_tasks_are_provisions_and_do_not_overlap(text: str) -> None:
    found = structure(clean(text))
    paths = {provision.path for provision in found.provisions}
    end = 0
    for task in tasks_of(found, clean(text)):
        assert task.path in paths
        assert end <= task.start < task.end <= len(text)
        assert task.kind in {"goal", "measure", "phase", "safeguard", "request"}
        assert (task.kind == "request") == task.path.startswith("0.")
        end = task.end


@settings(max_examples=50, deadline=None)
@given(_NOTICES)
def test_the_same_text_gives_the_same_structure(text: str) -> None:
    assert structure(clean(text)) == structure(clean(text))


@pytest.mark.parametrize(
    "hostile",
    [
        "一、" * 50_000,
        "（一）" * 40_000,
        "1." * 50_000,
        "（" * 100_000,
        "《" * 100_000,
        "各市、县" * 30_000 + "：",
        "关于" * 50_000 + "通知",
        "年" * 100_000,
        "2021年3月" * 20_000,
        "局" * 100_000 + "\n2021年3月5日",
        "|" * 100_000,
        "一、加强领导。二、加强领导。" * 8_000,
        "附件：" * 40_000,
        "要，" * 50_000,
        "\n".join(["一、", "（一）", "1."] * 20_000),
        "\n".join(["某市教育局"] * 20_000),
        "\n".join(["（市教育局负责）"] * 20_000),
        "\n".join(["附件"] * 20_000),
        "\n".join(["2021年3月5日"] * 20_000),
    ],
    ids=lambda text: text[:6].replace("\n", " "),
)
def test_hostile_text_takes_no_long_time(hostile: str) -> None:
    began = time.process_time()
    found = structure(clean(hostile))
    tasks_of(found, clean(hostile))
    assert time.process_time() - began < 8
