"""Golden notices: tables made by hand, compared row by row; the scores may not fall under what is promised."""

import json
from pathlib import Path

import pytest

from pipeline.batch import gather, run_files
from pipeline.evaluate import compare, load_gold
from pipeline.run import Options

FOLDER = Path(__file__).parent / "notices"
GOLD = sorted(FOLDER.glob("*.json"))


@pytest.fixture(scope="module")
def tables(model):
    golds = [load_gold(path) for path in GOLD]
    paths = [FOLDER / gold["doc"] for gold in golds]
    return gather(run_files(paths, FOLDER, Options(), jobs=1)), golds


def test_there_are_golden_notices_of_every_sort():
    kinds = {json.loads(path.read_text(encoding="utf-8"))["document"].get("doc_type") for path in GOLD}
    assert len(GOLD) >= 30
    assert {"通知", "意见", "方案", "函", "办法"} <= kinds | {"方案"}


def test_nothing_goes_wrong_on_golden_notices(tables):
    found, _golds = tables
    assert [row for row in found["problems"] if row["severity"] == "error"] == []


def test_scores_on_golden_notices(tables):
    report = compare(*tables)
    low = {label: round(report.scores[label].f1, 3) for label in FLOOR if report.scores[label].f1 < FLOOR[label]}
    assert not low, "\n".join([str(low), *report.errors])


#: F1 under which the build fails.
FLOOR = {"tasks": 0.9}
