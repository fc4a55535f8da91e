"""Actions: lifelike sentences with the actions in them, rules with their examples, and rows for any text."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extractors.actions import extract_actions, find_actions
from pipeline.extractors.actions_clause import read_clause
from pipeline.extractors.actions_lexicon import lexicon
from pipeline.extractors.context import Context
from pipeline.lexicon import read_csv
from pipeline.notice import CleanText, Elements, Structure, Task

CASES = Path(__file__).with_name("actions_cases.csv")
KINDS = {"act", "event", "cause", "means", "send", "result", "offence", "state"}
CLASSES = {
    "adverb", "must", "encourage", "forbid", "connector", "none", "prep.object", "prep.topic", "prep.by", "prep.body",
    "prep.way", "prep.as", "prep.place", "prep.basis", "prep.only",
}  # fmt: skip


def cases() -> list[dict[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def found_in(sentence: str) -> list[str]:
    return [f"{row['verb']}|{row['object']}" for row in find_actions(sentence)]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["sentence"][:20])
def test_actions_of_a_sentence(case: dict[str, str]) -> None:
    assert found_in(case["sentence"]) == [action for action in case["actions"].split("；") if action]


@pytest.mark.parametrize("rule", read_csv("action_rules.csv"), ids=lambda rule: rule["id"])
def test_each_rule_makes_its_example_and_not_its_counter_example(rule: dict[str, str]) -> None:
    made = [(row["verb"], row["object"]) for row in find_actions(rule["example"]) if row["rule"] == rule["id"]]
    assert (rule["verb"], rule["object"]) in made
    assert rule["id"] not in {row["rule"] for row in find_actions(rule["counter"])}


def test_every_rule_is_listed() -> None:
    made = {row["rule"] for case in cases() for row in find_actions(case["sentence"])}
    assert made <= {rule["id"] for rule in read_csv("action_rules.csv")}


MODALITIES = [
    ("各单位须于月底前完成自查", "各单位", "must"),
    ("加强值班备勤", "", "must"),
    ("有条件的镇可设立专职消防队", "有条件的镇", "encourage"),
    ("鼓励居民自主更新改造", "", "encourage"),
    ("任何单位和个人不得干扰普查工作", "任何单位和个人", "forbid"),
    ("禁止在河道内倾倒垃圾", "", "forbid"),
    ("由区民政局牵头制定办法", "区民政局", "must"),
    ("请各镇如实填报数据", "各镇", "must"),
    ("承担评估任务的机构应当出具评估报告", "承担评估任务的机构", "must"),
    ("督促企业要落实主体责任", "", "must"),
    ("党员干部带头执行规定", "党员干部", "must"),
]


@pytest.mark.parametrize(("sentence", "subject", "modality"), MODALITIES)
def test_subject_and_modality(sentence: str, subject: str, modality: str) -> None:
    (row,) = find_actions(sentence)
    assert (row["subject"], row["modality"]) == (subject, modality)


def test_subject_waits_behind_an_adverbial_and_belongs_to_one_action() -> None:
    rows = find_actions("市商务局将继续结合促消费活动，引导企业让利，活跃市场。")
    assert [(row["subject"], row["verb"]) for row in rows] == [("市商务局", "引导")]
    rows = find_actions("各镇要按照职责分工，排查隐患，落实责任。")
    assert [row["subject"] for row in rows] == ["各镇", ""]


def test_text_is_the_clause_with_its_adverbials() -> None:
    text = "一要聚焦薄弱环节，针对问题清单，逐项整改到位，严防反弹。"
    rows = find_actions(text)
    assert [row["text"] for row in rows] == ["聚焦薄弱环节，针对问题清单，逐项整改到位", "严防反弹"]


DIRECTS_NOTHING = [
    "深入贯彻习近平新时代中国特色社会主义思想",
    "坚持以人民为中心的发展思想",
    "以推动高质量发展为主题",
    "坚持政府主导、社会参与的原则",
    "聚焦群众急难愁盼问题",
    "结合工作实际",
    "全市空气质量优良天数比率达到90%以上",
    "办结时限不超过5个工作日",
    "服务体系更加健全",
    "这项工作是民生工程的重要内容",
    "现将有关事项通知如下",
    "请结合实际认真贯彻执行",
    "联系人：某某，联系电话：0000",
    "对符合条件的",
    "本办法自发布之日起施行",
]


@pytest.mark.parametrize("sentence", DIRECTS_NOTHING)
def test_what_directs_nothing_makes_no_action(sentence: str) -> None:
    assert found_in(sentence) == []


def test_purposes_and_what_a_sentence_speaks_of_make_no_action() -> None:
    assert found_in("为加强管理，规范秩序，请各单位于5月底前完成清查。") == ["完成|清查"]
    assert found_in("做好防汛工作，保障安全度汛，事关群众生命财产安全。") == []


def test_list_of_things_makes_no_action_until_another_paragraph_begins() -> None:
    text = "申请补贴应提交以下材料：\n（一）基地建设情况报告；\n（二）土地使用证明。\n各镇要公示补贴结果。"
    assert found_in(text) == ["提交|以下材料", "公示|补贴结果"]
    assert found_in("应具备下列条件：加强管理的；落实责任的。各镇要及时审核申请。") == ["审核|申请"]


def test_title_number_and_printed_assignment_give_none() -> None:
    text = "（二）强化隐患治理。建立隐患清单，逐项销号。（责任单位：县应急管理局，各镇负责落实）"
    task = Task("1.2", "（二）", "强化隐患治理", "measure", 0, len(text), 3, 9, "")
    context = Context(CleanText(text, text), Structure(Elements(), (), 0, len(text)), lambda start, end: [], (task,))
    assert [(row["task"], row["verb"]) for row in extract_actions(context)] == [("1.2", "建立"), ("1.2", "销号")]


def test_same_clause_gives_the_same_actions_wherever_it_stands() -> None:
    alone = find_actions("压实属地责任")[0]
    (row,) = [row for row in find_actions("一是抓宣传。二是压实属地责任") if row["verb"] == "压实"]
    assert (row["verb"], row["object"], row["text"]) == (alone["verb"], alone["object"], alone["text"])


def test_verbs_of_the_lexicon_are_many_and_well_formed() -> None:
    rows = read_csv("verbs.csv")
    assert len(rows) >= 1200
    assert [word for word, count in Counter(row["verb"] for row in rows).items() if count > 1] == []
    assert {row["class"] for row in rows} <= KINDS
    assert {row["joins"] for row in rows} <= {"", "first", "second", "both"}
    assert {row["class"] for row in read_csv("action_words.csv")} <= CLASSES


# words of every class side by side, so that adverbials, fronted objects and lists nest in every way
PIECES = (
    "将 把 对 以 由 向 与 在 按照 通过 结合 发现 要 应当 不得 严禁 可以 并 、 和 ， 。 ： ； （ ） 《 》 “ ” 的 等 "
    "为重点 方式 要求 中 后 各镇 县教育局 企业 情况 方案 工作 加强 开展 报送 报 纳入 利用 鼓励 整改 检查 宣传 落实到位 "
    "挪用 达到 3次 95% 2024年6月底前 每月5日 依法 及时 逐项 严格 统一 一是 第一 \n"
)


@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=40).map("".join))
def test_rows_point_into_any_text(text: str) -> None:
    rows = find_actions(text)
    assert [row for row in rows if text[row["start"] : row["end"]] != row["text"]] == []
    assert [row for row in rows if not row["verb"] or row["verb"] not in row["text"]] == []
    assert [row for row in rows if row["object"] not in text or row["subject"] not in text] == []
    assert rows == sorted(rows, key=lambda row: row["end"])


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert all(row["rule"].startswith("action.") for row in find_actions(text))


def test_hostile_clauses_cost_linear_time() -> None:
    lexicon()
    for piece in ("对", "将", "对将按以通过", "由各镇向各县对", "加强、", "发现将对并", "（一）"):
        read_clause.cache_clear()
        began = time.process_time()
        find_actions(piece * (6000 // len(piece)))
        short = time.process_time() - began
        read_clause.cache_clear()
        began = time.process_time()
        find_actions(piece * (24000 // len(piece)))
        assert time.process_time() - began < 12 * short + 0.5
