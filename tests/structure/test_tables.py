from __future__ import annotations

import pytest

from pipeline.clean import clean
from pipeline.extractors.context import Context
from pipeline.extractors.dates import extract_dates
from pipeline.extractors.tasks import tasks_of
from pipeline.extractors.units import extract_units
from pipeline.notice import CleanText
from pipeline.read.raw import Cell, Raw, Words
from pipeline.structure import structure
from tests.structure.texts import paths, read, tasks

_HEAD = "关于印发任务分解表的通知\n各县：\n现将任务分解表印发给你们，请认真贯彻执行。\n"


def test_rows_of_a_task_table() -> None:
    text = (
        _HEAD
        + "序号\t重点任务\t具体内容\t牵头单位\t完成时限\n"
        + "1\t数据归集\t归集数据3万条。\t市数据局\t6月底前\n"
        + "2\t网络防护\t开展演练。\t市网信办\t全年"
    )
    found = tasks(text)
    assert {path: task.title for path, task in found.items()} == {"T1.1": "数据归集", "T1.2": "网络防护"}
    cells = {name: text[start:end] for name, start, end in found["T1.1"].cells}
    assert cells == {
        "序号": "1",
        "重点任务": "数据归集",
        "具体内容": "归集数据3万条。",
        "牵头单位": "市数据局",
        "完成时限": "6月底前",
    }
    assert found["T1.1"].number == "1"


def test_bars_frames_rules_and_totals() -> None:
    text = (
        _HEAD
        + "| 序号 | 乡镇 | 改厕任务（户） |\n|---|---|---|\n| 1 | 东河镇 | 18 |\n| 2 | 西山镇 | 15 |\n| 合计 | | 33 |"
    )
    assert [(p.path, p.title) for p in read(text).provisions] == [("T1.1", ""), ("T1.2", "")]


def test_two_tables_are_counted() -> None:
    table = "工作任务|责任单位\n修路|镇政府\n"
    assert paths(_HEAD + table + "说明如下。\n" + table) == ["T1.1", "T2.1"]


@pytest.mark.parametrize(
    "table",
    ["姓名|性别|学历\n张某|男|本科", "年份\t产值\n2020\t300\n2021\t320", "序号|比赛名称|时间|地点\n"],
)
def test_other_tables_hold_no_tasks(table: str) -> None:
    assert paths(_HEAD + table) == []


def _table(rows: list[list[str | tuple[str, int, int] | None]]) -> CleanText:
    """A notice with a table: None is a place that a merged cell covers, (words, rows, columns) a merged cell."""
    raw = Raw()
    for line in _HEAD.splitlines():
        raw.paragraph([Words(line)])
    grid: list[list[Cell | None]] = []
    for row in rows:
        cells: list[Cell | None] = []
        for each in row:
            words, down, right = each if isinstance(each, tuple) else (each, 1, 1)
            cells.append(None if words is None else Cell([Words(part) for part in words.split("/")], down, right))
        grid.append(cells)
    raw.table(grid)
    return clean(raw.source("x.docx", "0" * 64))


def _context(cleaned: CleanText) -> Context:
    tree = structure(cleaned)
    return Context(cleaned, tree, lambda start, end: [], tasks_of(tree, cleaned))


def test_merged_cells_hold_for_each_row_that_they_cover() -> None:
    cleaned = _table([
        [("2023年重点任务分解表", 1, 5), None, None, None, None],
        [("序号", 2, 1), ("重点任务", 2, 1), ("责任分工", 1, 2), None, ("完成时限", 2, 1)],
        [None, None, "牵头单位", "配合单位", None],
        [("1", 2, 1), ("数据归集", 2, 1), "市数据局", "市财政局/市人社局", ("2023年6月底前", 2, 1)],
        [None, None, "市公安局", "", None],
        ["2", "网络防护", ("市网信办", 1, 2), None, "2023年12月底前"],
    ])
    ctx = _context(cleaned)
    assert [(task.path, task.number, task.title) for task in ctx.tasks] == [
        ("T1.1", "1", "数据归集"), ("T1.2", "", ""), ("T1.3", "2", "网络防护"),
    ]
    units = [(row["task"], row["role"], row["text"]) for row in extract_units(ctx) if row["task"]]
    assert units == [
        ("T1.1", "lead", "市数据局"), ("T1.1", "support", "市财政局"), ("T1.1", "support", "市人社局"),
        ("T1.2", "lead", "市公安局"), ("T1.3", "lead", "市网信办"),
    ]
    dates = [(row["task"], row["date_to"]) for row in extract_dates(ctx) if row["task"]]
    assert dates == [("T1.1", "2023-06-30"), ("T1.2", "2023-06-30"), ("T1.3", "2023-12-31")]


def test_a_merged_first_cell_of_two() -> None:
    ctx = _context(_table([["责任单位", "工作任务"], [("市水务局", 2, 1), "修堤"], [None, "清淤"]]))
    assert [(task.path, task.title) for task in ctx.tasks] == [("T1.1", "修堤"), ("T1.2", "清淤")]
    assert [(row["task"], row["text"]) for row in extract_units(ctx) if row["task"]] == [("T1.1", "市水务局"), ("T1.2", "市水务局")]


def test_the_heading_repeated_on_the_next_page_is_no_row() -> None:
    head = "工作任务|责任单位\n"
    assert paths(_HEAD + head + "修路|镇政府\n" + head + "清淤|镇政府\n") == ["T1.1", "T1.2"]
