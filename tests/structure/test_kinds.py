from __future__ import annotations

import pytest

from pipeline.structure.kinds import heading_kind, substance_kind
from tests.structure.texts import read


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("工作目标", "goal"),
        ("2019年工作目标", "goal"),
        ("总体要求", "goal"),
        ("指导思想", "none"),
        ("基本原则", "none"),
        ("编制依据", "none"),
        ("存在的主要问题", "none"),
        ("实施步骤", "phase"),
        ("宣传发动阶段（4月1日至4月20日）", "phase"),
        ("保障措施", "safeguard"),
        ("工作要求", "safeguard"),
        ("组织实施", "safeguard"),
        ("有关要求", "safeguard"),
        ("重点任务", "measure"),
        ("主要措施", "measure"),
        ("加强农田水利建设", ""),
    ],
)
def test_headings_that_are_known(title: str, kind: str) -> None:
    assert heading_kind(title)[0] == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("加强组织领导", "safeguard"),
        ("切实加强领导，确保改革顺利进行", "safeguard"),
        ("提高思想认识，积极主动作为", "safeguard"),
        ("强化宣传引导", "safeguard"),
        ("严格督查考评", "safeguard"),
        ("落实责任，确保质量", "safeguard"),
        ("压实各方治理责任", ""),
        ("强化科技支撑", ""),
        ("提升应急能力", ""),
        ("积极引导高校毕业生到基层就业", ""),
    ],
)
def test_safeguards_in_substance(title: str, kind: str) -> None:
    assert substance_kind(title)[0] == kind


def kinds(*lines: str) -> dict[str, str]:
    return {p.path: p.kind for p in read("关于做好普查的通知\n各村：\n" + "\n".join(lines)).provisions}


def test_children_follow_their_part() -> None:
    found = kinds(
        "一、总体要求",
        "（一）指导思想。坚持服务群众。",
        "（二）主要目标。到2025年，全面完成。",
        "二、重点任务",
        "（一）加强宣传。各村要宣传。",
        "三、实施步骤",
        "（一）摸底。各村要摸底。",
        "四、保障措施",
        "（一）提升能力。各村要培训。",
    )
    goals = {"1": "goal", "1.1": "", "1.2": "goal"}
    others = {"2": "measure", "2.1": "measure", "3": "phase", "3.1": "phase", "4": "safeguard", "4.1": "safeguard"}
    assert found == goals | others


def test_a_part_whose_children_are_mostly_safeguards_is_one() -> None:
    found = kinds(
        "一、健全机制，确保实效",
        "（一）强化组织领导。要领导。",
        "（二）强化队伍建设。要建设。",
        "（三）强化宣传发动。要宣传。",
    )
    assert set(found.values()) == {"safeguard"}


def test_under_a_heading_that_decides_nothing_each_goes_by_its_own() -> None:
    found = kinds(
        "一、完善机制",
        "（一）发挥会议作用。要发挥。",
        "（二）加强督办考核。要考核。",
        "（三）强化科技支撑。要支撑。",
    )
    assert found == {"1": "measure", "1.1": "measure", "1.2": "safeguard", "1.3": "measure"}
