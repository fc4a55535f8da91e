from __future__ import annotations

import pytest

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
