"""Dates of a notice: what each expression is for, and which give no row."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.extractors.context import Context
from pipeline.extractors.date_rules import rules
from pipeline.extractors.dates import extract_dates
from pipeline.notice import CleanText, Elements, Span, Structure, Task

ISSUED = "2021年6月1日"


def context(
    text: str, *, title: str = "", issued: str = ISSUED, printed: str = "", attachment: str = "", cells: tuple = ()
) -> Context:
    """A notice of one task: title, text, signature."""
    head = f"{title}\n" if title else ""
    whole = f"{head}{text}\n{issued}\n{printed}" if issued else f"{head}{text}"

    def span(words: str, start: int = 0) -> Span | None:
        at = whole.find(words, start)
        return Span(at, at + len(words), words, "test") if words and at >= 0 else None

    attachments = (found,) if (found := span(attachment)) else ()
    elements = Elements(
        title=span(title),
        issue_date=span(issued, len(head) + len(text)),
        print_date=span(printed, len(whole) - len(printed)) if printed else None,
        attachments=attachments,
    )
    start, end = len(head), len(head) + len(text)
    placed = tuple((name, start + a, start + b) for name, a, b in cells)
    task = Task("1", "", "", "measure", start, end, start, start, "test", placed)
    return Context(CleanText(whole, whole), Structure(elements, (), 0, len(whole)), lambda a, b: [], (task,))


def rows(text: str, **options: Any) -> list[dict[str, Any]]:
    return [row for row in extract_dates(context(text, **options)) if row["role"] not in ("issue", "print")]


def brief(text: str, **options: Any) -> list[tuple[str, str, str, str]]:
    return [(row["text"], row["role"], row["date_from"], row["date_to"]) for row in rows(text, **options)]


MARKED = [rule for rule in rules() if rule.example]


def decided(sample: str) -> tuple[str, str]:
    """The rule that decides the marked expression, and its words; empty where none is found."""
    before, _, rest = sample.partition("【")
    marked, _, after = rest.partition("】")
    context_of = context(before + marked + after)
    from pipeline.extractors import dates as module

    for group in module._groups(context_of.text, module._expressions(context_of)):
        for found in group:
            if found.start <= len(before) < found.end or (found.start < len(before) + len(marked) <= found.end):
                place = module._place(context_of, found, group[0].start, group[-1].end)
                return module.decide(place).rule, found.text
    return "", ""


@pytest.mark.parametrize("rule", MARKED, ids=lambda rule: rule.rule)
def test_every_rule_decides_its_example(rule) -> None:
    assert decided(rule.example)[0] == rule.rule, decided(rule.example)


@pytest.mark.parametrize("rule", [rule for rule in MARKED if rule.counter], ids=lambda rule: rule.rule)
def test_no_rule_decides_its_counter_example(rule) -> None:
    assert decided(rule.counter)[0] != rule.rule


def test_rules_have_names_of_their_own_and_the_last_holds_always() -> None:
    names = [rule.rule for rule in rules()]
    assert len(names) == len(set(names))
    last = rules()[-1]
    assert not (last.kind or last.bound or last.form or last.after or last.place)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "请于2021年6月20日、12月20日前报送。",
            [("2021年6月20日", "deadline", "", "2021-06-20"), ("12月20日前", "deadline", "", "2021-12-20")],
        ),
        ("到2025年，体系更加健全。", [("到2025年", "milestone", "", "2025-12-31")]),
        ("每月5日前将案件信息上传。", [("每月5日前", "deadline", "", "")]),
        ("每季度至少检查1次。", [("每季度", "period", "", "")]),
        (
            "2022年起，每年2月底前报送总结。",
            [("2022年起", "start", "2022-01-01", ""), ("每年2月底前", "deadline", "", "")],
        ),
        ("集中整治阶段（7月1日至9月30日）。", [("7月1日至9月30日", "period", "2021-07-01", "2021-09-30")]),
        ("应当在30个工作日内办结。", [("30个工作日内", "deadline", "", "")]),
        ("全年完成改造300户。", [("全年", "period", "2021-01-01", "2021-12-31")]),
        ("年底前建成投用。", [("年底前", "deadline", "", "2021-12-31")]),
        ("结合“12·4”国家宪法日开展宣传。", [("“12·4”国家宪法日", "event", "2021-12-04", "2021-12-04")]),
        ("2020年，全市共查处案件30件。", [("2020年", "past", "2020-01-01", "2020-12-31")]),
        ("截至2020年底，全市已建成20处。", [("截至2020年底", "past", "2020-12-31", "2020-12-31")]),
        ("总量较2020年增长10%。", [("2020年", "past", "2020-01-01", "2020-12-31")]),
        (
            "本办法自2021年7月1日起施行，有效期5年。",
            [("自2021年7月1日起", "effective", "2021-07-01", "2021-07-01"), ("有效期5年", "expiry", "", "")],
        ),
        (
            "本通知自印发之日起施行，有效期至2023年12月31日。",
            [
                ("自印发之日起", "effective", "2021-06-01", "2021-06-01"),
                ("有效期至2023年12月31日", "expiry", "2023-12-31", "2023-12-31"),
            ],
        ),
        ("自受理之日起10个工作日内审核。", [("自受理之日起10个工作日内", "deadline", "", "")]),
        (
            "各村分别在7月5日、7月15日和7月25日向镇政府报送进展。",
            [
                ("7月5日", "deadline", "", "2021-07-05"),
                ("7月15日", "deadline", "", "2021-07-15"),
                ("7月25日", "deadline", "", "2021-07-25"),
            ],
        ),
        ("于2021年6月21日12时启动应急响应。", [("2021年6月21日12时", "start", "2021-06-21T12:00", "")]),
        ("培训于2021年7月8日上午举行。", [("2021年7月8日上午", "event", "2021-07-08", "2021-07-08")]),
        ("争取用3年时间完成。", [("用3年", "period", "", "")]),
    ],
)
def test_roles(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "贯彻落实《2019—2021年行动计划》（川府〔2020〕12号）。",
        "做好年度考核。",
        "近年来，定期及时开展日常检查。",
        "贯彻第二十五次会议精神。",
        "办理时限压缩至5个工作日以内。",
        "实行24小时值班。",
        "近三年无不良记录。",
        "从事本专业工作5年以上。",
        "开展全国知识产权宣传周、世界环境日活动。",
        "加强汛期值守。",
        "办公时间为8:30—12:00。",
        "上年度经费结余。",
        "坚持“年初建账、年底交账”。",
        "推动“十四五”高质量发展。",
        "新建每小时35蒸吨锅炉。",
        "开展三年行动。",
    ],
)
def test_what_gives_no_row(text: str) -> None:
    assert brief(text) == []


def test_the_elements_give_issue_and_print() -> None:
    found = extract_dates(context("做好工作。", printed="2021年6月3日印发"))
    assert [(row["role"], row["date_from"], row["task"]) for row in found] == [
        ("issue", "2021-06-01", ""),
        ("print", "2021-06-03", ""),
    ]


def test_the_title_and_its_repetition_give_none() -> None:
    title = "关于印发2021年全市供水工作要点的通知"
    assert brief("现将2021年全市供水工作要点印发给你们。", title=title) == []
    assert brief("做好2021年供水工作。", title=title) != []


def test_attachments_give_no_years() -> None:
    assert brief("附件：2021年工作任务分解表", attachment="2021年工作任务分解表") == []


def test_the_plans_year_is_the_titles() -> None:
    [(_, _, _, last)] = brief("年底前完成。", title="关于印发2022年工作要点的通知", issued="2021年12月20日")
    assert last == "2022-12-31"


def test_a_length_that_the_title_spells_out_is_its_span() -> None:
    title = "关于印发三年行动计划（2021—2023年）的通知"
    assert ("三年", "period", "2021-01-01", "2023-12-31") in brief("三年累计培训1万人次。", title=title)


def test_a_column_of_time_limits_holds_deadlines() -> None:
    text = "完成改造|2021年9月底|第四季度"
    found = brief(text, cells=(("任务", 0, 4), ("完成时限", 5, 13), ("时间", 14, 18)))
    assert found == [("2021年9月底", "deadline", "", "2021-09-30"), ("第四季度", "period", "2021-10-01", "2021-12-31")]


def test_a_notice_without_date_takes_the_year_it_says_most() -> None:
    text = "2018年完成减排任务。2018年新增3家，9月底前完成淘汰，较2017年下降10%。"
    assert ("9月底前", "deadline", "", "2018-09-30") in brief(text, issued="")


def test_facts_of_a_notice_without_date_are_past() -> None:
    assert brief("2022年10月建成投用。", issued="") == [("2022年10月", "past", "2022-10-01", "2022-10-31")]
    assert brief("2022年10月开展整治。", issued="") == [("2022年10月", "period", "2022-10-01", "2022-10-31")]


def test_rows_point_into_the_text_and_name_their_rule() -> None:
    context_of = context("请于2021年6月20日、12月20日前报送。")
    for row in extract_dates(context_of):
        assert context_of.text[row["start"] : row["end"]] == row["text"]
        assert "/dates." in row["rule"]
    assert {row["task"] for row in extract_dates(context_of) if row["role"] == "deadline"} == {"1"}
