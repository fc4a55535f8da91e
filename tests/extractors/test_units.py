"""Units: roles of the notice, printed assignments, task tables, actors; one row a body, role and task."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extractors.context import Context, Row
from pipeline.extractors.units import extract_units, place_of
from pipeline.extractors.units_actors import find_actors
from pipeline.extractors.units_short import long_form, short_names
from pipeline.notice import CleanText, Elements, Provision, Span, Structure, Task


def table(name: str) -> list[tuple[str, ...]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if line and not line.startswith("#"))
    next(rows)
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(("text", "expected"), table("actors.csv"))
def test_actors(text: str, expected: str) -> None:
    groups: list[tuple[str, str, list[str]]] = []
    clause = 0
    for found in find_actors(text, 0, len(text)):
        key = (found.role, found.rule)
        if not groups or (groups[-1][0], groups[-1][1]) != key or "，" in text[clause : found.body.start]:
            groups.append((*key, []))
        groups[-1][2].append(found.body.text)
        clause = found.body.end
    assert "|".join(f"{role}={'、'.join(bodies)}" for role, _, bodies in groups) == expected


def test_nothing_is_read_in_taken_spans() -> None:
    text = "（各县区要配合）各部门要落实。"
    assert [found.body.text for found in find_actors(text, 0, len(text), [(0, 8)])] == ["各部门"]


class Notice:
    """A notice made of pieces, with the spans of its elements and tasks."""

    def __init__(self) -> None:
        self.text = ""
        self.spans: dict[str, list[Span]] = {"issuers": [], "recipients": [], "cc": []}
        self.tasks: list[Task] = []
        self.provisions: list[Provision] = []

    def element(self, name: str, words: str) -> Notice:
        start = len(self.text)
        self.text += words + "\n"
        self.spans[name].append(Span(start, start + len(words), words, name))
        return self

    def task(self, path: str, words: str, cells: dict[str, str] | None = None) -> Notice:
        start = len(self.text)
        self.text += words + "\n"
        end = start + len(words)
        columns = tuple(
            (heading, start + words.index(cell), start + words.index(cell) + len(cell))
            for heading, cell in (cells or {}).items()
        )
        self.tasks.append(Task(path, "", "", "measure", start, end, start, start, "test", columns))
        return self

    def group(self, path: str, words: str) -> Notice:
        start = len(self.text)
        self.text += words + "\n"
        end = start + len(words)
        self.provisions.append(Provision(path, "", "", "measure", 1, start, end, end, start, end, False, "test"))
        return self

    def context(self) -> Context:
        spans = {name: tuple(found) for name, found in self.spans.items()}
        elements = Elements(issuers=spans["issuers"], recipients=spans["recipients"], cc=spans["cc"])
        structure = Structure(elements, tuple(self.provisions), 0, len(self.text))
        context = Context(CleanText(self.text, self.text), structure, lambda start, end: [])
        context.tasks = tuple(self.tasks)
        return context

    def rows(self) -> list[Row]:
        return extract_units(self.context())


def brief(rows: list[Row]) -> list[tuple[str, str, str, str]]:
    return [(row["task"], row["role"], row["text"], row["name"]) for row in rows]


def test_roles_of_the_whole_notice() -> None:
    notice = Notice().element("recipients", "各县（区）教育局，市直各学校").element("issuers", "攀枝花市教育局")
    notice.element("cc", "省教育厅，市政府办公室")
    assert brief(notice.rows()) == [
        ("", "issuer", "攀枝花市教育局", "攀枝花市教育局"),
        ("", "recipient", "各县（区）教育局", "攀枝花市各县（区）教育局"),
        ("", "recipient", "市直各学校", "攀枝花市直各学校"),
        ("", "cc", "省教育厅", "四川省教育厅"),
        ("", "cc", "市政府办公室", "攀枝花市人民政府办公室"),
    ]


def test_printed_and_running_roles_of_a_task() -> None:
    notice = Notice().element("issuers", "漯河市人民政府办公室")
    notice.task("2.1", "加强巡查。海关要加大查验。（责任单位：漯河海关、市公安局）")
    rows = [row for row in notice.rows() if row["task"]]
    assert brief(rows) == [
        ("2.1", "actor", "海关", "漯河海关"),
        ("2.1", "responsible", "漯河海关", "漯河海关"),
        ("2.1", "responsible", "市公安局", "漯河市公安局"),
    ]
    assert all(notice.text[row["start"] : row["end"]] == row["text"] for row in rows)
    assert all(row["rule"] for row in rows)


def test_a_body_is_one_row_in_a_role_and_task() -> None:
    notice = Notice().element("issuers", "漯河市人民政府")
    notice.task("1", "各县区要自查。各县区应及时整改。").task("2", "各县区要总结。")
    assert brief([row for row in notice.rows() if row["task"]]) == [
        ("1", "actor", "各县区", "漯河市各县区"),
        ("2", "actor", "各县区", "漯河市各县区"),
    ]


def test_the_head_of_a_group_holds_for_its_tasks_that_say_nothing() -> None:
    notice = Notice().element("issuers", "漯河市人民政府").group("1", "一、强化监管（责任单位：市教育局、市财政局）")
    notice.task("1.1", "完善制度。").task("1.2", "开展检查。（市公安局负责）").task("2.1", "加强宣传。")
    assert [(task, text) for task, _, text, _ in brief(notice.rows()) if task] == [
        ("1.1", "市教育局"),
        ("1.1", "市财政局"),
        ("1.2", "市公安局"),
    ]


def test_a_body_as_the_heading_of_a_task_does_it() -> None:
    notice = Notice().element("issuers", "漯河市人民政府")
    notice.task("2.1", "（一）市教育局、市财政局：制定方案，落实经费。").task("2.2", "（二）工作要求：各部门要配合。")
    notice.task("2.3", "（三）完善机制。市教育局要通报情况：每月一次。")
    assert [(task, role, text) for task, role, text, _ in brief(notice.rows()) if task] == [
        ("2.1", "actor", "市教育局"),
        ("2.1", "actor", "市财政局"),
        ("2.2", "actor", "各部门"),
        ("2.3", "actor", "市教育局"),
    ]


def test_first_of_each_list_leads_from_where_it_is_said() -> None:
    notice = Notice().element("issuers", "漯河市人民政府")
    notice.task("1", "修渠。（市水利局、市财政局）").task(
        "2", "种树。（市林业局、市财政局，列第一位的为牵头单位，下同）"
    )
    notice.task("3", "修路。（市交通运输局、市公安局）").task("4", "防汛。（市应急局）")
    roles = {(task, text): role for task, role, text, _ in brief(notice.rows()) if task}
    assert roles[("1", "市水利局")] == "responsible"
    assert roles[("2", "市林业局")] == "lead"
    assert roles[("3", "市交通运输局")] == "lead"
    assert roles[("3", "市公安局")] == "responsible"
    assert roles[("4", "市应急局")] == "responsible"


def test_same_as_above() -> None:
    notice = Notice().element("issuers", "漯河市人民政府")
    notice.task("1", "修渠。（责任单位：市水利局、市财政局）").task("2", "清淤。（责任单位：同上）")
    assert [(task, text) for task, _, text, _ in brief(notice.rows()) if task == "2"] == [
        ("2", "市水利局"),
        ("2", "市财政局"),
    ]


def test_columns_of_a_task_table() -> None:
    notice = Notice().element("issuers", "漯河市人民政府")
    cells = {"牵头单位": "市教育局", "配合单位": "市财政局、市公安局", "完成时限": "6月底"}
    notice.task("T1.1", "1 开展排查 市教育局 市财政局、市公安局 6月底", cells)
    notice.task("T1.2", "2 总结 — 市卫健委 7月底", {"牵头单位": "—", "责任单位": "市卫健委"})
    notice.task("T2.1", "3 北山镇 120户", {"乡镇": "北山镇", "任务数": "120户"})
    assert [(task, role, text) for task, role, text, _ in brief(notice.rows()) if task] == [
        ("T1.1", "lead", "市教育局"),
        ("T1.1", "support", "市财政局"),
        ("T1.1", "support", "市公安局"),
        ("T1.2", "responsible", "市卫健委"),
        ("T2.1", "actor", "北山镇"),
    ]


def test_a_short_name_takes_the_form_that_the_notice_prints_in_full() -> None:
    notice = Notice().element("issuers", "漯河市人民政府").element("recipients", "市文化广电和旅游局、市公安局")
    notice.task("1", "开展检查。（市文旅局、市公安局）")
    names = {row["text"]: row["name"] for row in notice.rows()}
    assert names["市文旅局"] == "漯河市文化广电和旅游局"
    assert names["市公安局"] == "漯河市公安局"


def test_short_names_that_the_notice_gives_itself() -> None:
    short = short_names(
        "成立北河县清渠护岸“百日行动”工作领导小组（以下简称领导小组）。办公室设在县水利局。"
        "报县食品安全委员会办公室（以下简称“县食安办”）。为规范用水管理（以下简称用水）。"
    )
    assert short == {"领导小组": "北河县清渠护岸“百日行动”工作领导小组", "县食安办": "县食品安全委员会办公室"}
    assert long_form("领导小组办公室", short) == "北河县清渠护岸“百日行动”工作领导小组办公室"
    assert long_form("县水利局", short) == "县水利局"


def test_a_short_name_is_named_in_full() -> None:
    notice = Notice().element("issuers", "漯河市人民政府")
    notice.task("1", "成立市创建工作领导小组（以下简称领导小组）。").task("2", "开展督查。（领导小组成员单位负责）")
    names = {row["text"]: row["name"] for row in notice.rows() if row["task"] == "2"}
    assert names["领导小组成员单位"] == "漯河市创建工作领导小组成员单位"


def test_classes_of_bodies_head_their_items() -> None:
    notice = Notice().element("issuers", "漯河市人民政府")
    notice.task("1.1", "（一）公安部门：负责维护秩序。").task("1.2", "（二）风险等级：分为三级。")
    assert [(task, role, text) for task, role, text, _ in brief(notice.rows()) if task] == [
        ("1.1", "actor", "公安部门")
    ]


def test_a_bureau_that_speaks_to_its_house() -> None:
    notice = Notice().element("issuers", "龙山县教育局").element("recipients", "各有关部门，督导室，基础教育股")
    notice.task("1", "做好核查。（责任部门：督导室、基础教育股）")
    assert place_of(notice.context()).inside
    names = {row["text"]: row["name"] for row in notice.rows()}
    assert names["各有关部门"] == "龙山县教育局各有关部门"
    assert names["基础教育股"] == "龙山县教育局基础教育股"


def test_without_elements_nothing_breaks() -> None:
    assert Notice().rows() == []
    assert brief(Notice().task("1", "各部门要落实。").rows()) == [("1", "actor", "各部门", "各部门")]


BODIES = [
    "市教育局", "市住房和城乡建设局", "市委宣传部", "各县（市、区）人民政府", "各乡镇", "市公安局交警支队", "团市委",
    "市文化广电和旅游局", "高新区管委会", "市总工会", "有关部门", "施工单位", "公安机关", "市水务集团有限公司",
    "各村（社区）", "市食品安全委员会办公室", "各类学校",
]  # fmt: skip
RUNNING = {
    "{a}要加强巡查，消除隐患。": "actor",
    "{a}应当建立台账。": "actor",
    "做好防汛工作。{a}按照职责分工抓好落实。": "actor",
    "具体工作由{a}负责。": "actor",
    "请{a}于6月底前完成自查。": "actor",
    "重大事项及时报送{a}。": "report_to",
    "发现问题要立即向{a}报告。": "report_to",
    "汇总情况上报至{a}备案。": "report_to",
}


@given(
    bodies=st.lists(st.sampled_from(BODIES), min_size=1, max_size=4, unique=True), form=st.sampled_from(sorted(RUNNING))
)
def test_whatever_is_rendered_comes_back(bodies: list[str], form: str) -> None:
    text = form.format(a="、".join(bodies))
    found = [(one.role, one.body.text) for one in find_actors(text, 0, len(text))]
    assert found == [(RUNNING[form], body) for body in bodies]


@given(st.text(alphabet="各县区部门要由请负责牵头报送市教育局（）、，。：的和及\n将在应当单位1", max_size=120))
def test_spans_are_exact_whatever_is_read(text: str) -> None:
    rows = Notice().element("issuers", "漯河市人民政府").task("1", text).context()
    for row in extract_units(rows):
        assert rows.text[row["start"] : row["end"]] == row["text"]
        assert row["role"] in ("issuer", "lead", "responsible", "support", "guide", "actor", "report_to")
