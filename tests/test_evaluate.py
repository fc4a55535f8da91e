"""The measure: counts what agrees, lists what does not."""

import json
from decimal import Decimal

import pytest

from pipeline.evaluate import amount, compare, folded, gold_files, load_gold, render


def tables(**more):
    base = {name: [] for name in ("documents", "tasks", "units", "quotas", "dates", "references", "actions")}
    base["documents"] = [{"doc_id": "d1", "source": "sub/a.txt", "title": "关于X的通知", "issuer": "乙局；甲局", "issue_date": "2021-01-02"}]
    base["tasks"] = [{"doc_id": "d1", "task_id": "t1", "path": "1.1", "title": "加强(一)监管", "kind": "measure"}]
    return base | more


def gold(**more):
    return {"doc": "a.txt", "document": {"title": "关于X的通知", "issuer": ["甲局", "乙局"], "issue_date": "2021-01-02"},
            "tasks": [{"path": "1.1", "title": "加强（一）监管", "kind": "measure"}]} | more


def test_the_same_tables_score_one():
    report = compare(tables(), [gold()])
    assert report.scores["tasks"].f1 == report.scores["tasks: kind"].f1 == 1.0
    assert report.fields["issuer"].recall == 1.0  # the order of a list does not count
    assert not report.errors and not report.missing


def test_rows_are_matched_within_their_task_and_counted_once():
    quota = {"doc_id": "d1", "task_id": "t1", "op": ">=", "value": Decimal("15.00"), "unit": "件", "indicator": "案件"}
    wanted = {"task": "1.1", "op": ">=", "value": 15, "unit": "件", "indicator": "案件"}
    report = compare(tables(quotas=[quota, quota]), [gold(quotas=[wanted, {**wanted, "value": "16"}])])
    score = report.scores["quotas"]
    assert (score.right, score.found, score.wanted) == (1, 2, 2)
    assert [line.split()[2] for line in report.errors if "  quotas: " in line and "indicator" not in line] == ["missed", "false"]


def test_roles_are_measured_apart_and_tables_without_gold_not_at_all():
    units = [{"doc_id": "d1", "task_id": "t1", "role": role, "text": "市公安局", "name": "某市公安局"} for role in ("lead", "actor")]
    wanted = [{"task": "1.1", "role": "lead", "text": "市公安局", "name": "某市公安局"}]
    report = compare(tables(units=units), [gold(units=wanted)])
    assert report.scores["units printed"].f1 == 1.0
    assert report.scores["units actor, report_to"].found == 1
    assert report.scores["dates"].wanted == 0


def test_a_notice_without_row_is_said_to_be_missing():
    report = compare(tables(documents=[]), [gold()])
    assert report.missing == ["a"] and report.fields["title"].recall == 0
    assert "a: no row in documents" in render(report)


@pytest.mark.parametrize(("one", "other"), [("（一） 加 强", "(一)加强"), ("［2020］", "〔2020〕"), ("“剑网”", '"剑网"'), (None, "")])
def test_folding(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("value", "written"), [("15.0", "15"), (Decimal("0.33333"), "0.3333"), ("", ""), ("许多", "许多")])
def test_amounts(value, written):
    assert amount(value) == written


def test_bad_gold_says_what_is_wrong(tmp_path):
    with pytest.raises(FileNotFoundError, match="JSON"):
        gold_files(tmp_path)
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="not JSON"):
        load_gold(tmp_path / "a.json")
    (tmp_path / "a.json").write_text(json.dumps({"doc": "a"}), encoding="utf-8")
    with pytest.raises(ValueError, match="lacks"):
        load_gold(tmp_path / "a.json")
