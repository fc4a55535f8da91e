"""The command, as a user runs it: one end-to-end run over good and bad files, and every way in which it can fail."""

import csv
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTICE = """青河市教育局关于做好暑期校舍检修的通知

各区教育局，局属各学校：

现就有关事项通知如下：

一、开展全面排查。各学校要对校舍逐栋检查，7月15日前完成，隐患整改率不低于95%。（责任单位：市教育局、各区教育局）

二、强化经费保障。市财政局安排检修资金200万元。

青河市教育局
2023年6月20日
"""


def run(*arguments, **environment):
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    env = {**os.environ, "COLUMNS": "200", **environment}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False, timeout=300)


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def raw(tmp_path, model):
    folder = tmp_path / "raw"
    (folder / "下级").mkdir(parents=True)
    (folder / "下级" / "校舍通知.txt").write_text(NOTICE, encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "二进制.txt").write_bytes(bytes(range(256)) * 50)
    return folder


def test_a_folder_end_to_end_with_bad_files_in_it(raw, tmp_path):
    out = tmp_path / "out"
    done = run("extract", raw, out)
    assert done.returncode == 1, done.stderr
    documents = {row["source"]: row for row in rows(out / "documents.csv")}
    good = documents["下级/校舍通知.txt"]
    assert (good["status"], good["doc_type"], good["issue_date"]) == ("ok", "通知", "2023-06-20")
    assert {documents[name]["status"] for name in ("空.txt", "二进制.txt")} == {"failed"}
    assert {row["source"] for row in rows(out / "problems.csv")} == {"空.txt", "二进制.txt"}
    tasks = {row["path"]: row for row in rows(out / "tasks.csv")}
    assert tasks["1"]["title"] == "开展全面排查"
    units = {(row["role"], row["text"]) for row in rows(out / "units.csv") if row["task_id"] == tasks["1"]["task_id"]}
    assert {("responsible", "市教育局"), ("responsible", "各区教育局"), ("actor", "各学校")} <= units
    quota = next(row for row in rows(out / "quotas.csv") if row["unit"] == "%")
    assert (quota["op"], quota["value"], quota["indicator"]) == (">=", "95", "隐患整改率")
    deadline = next(row for row in rows(out / "dates.csv") if row["role"] == "deadline")
    assert deadline["date_to"] == "2023-07-15"
    clean = (out / "text" / f"{good['doc_id']}.txt").read_text(encoding="utf-8")
    for table in ("tasks", "units", "quotas", "dates"):
        for row in rows(out / f"{table}.csv"):
            assert clean[int(row["start"]) : int(row["end"])] == row["text"]
            assert row["rule"]
    with sqlite3.connect(out / "notices.sqlite") as db:
        assert db.execute("select count(*) from tasks").fetchone() == (len(tasks),)
    assert "校舍" in done.stderr and "failed" in done.stderr


def test_a_second_run_gives_the_same_bytes_whatever_the_workers(raw, tmp_path):
    for name, jobs in (("one", 1), ("two", 2)):
        run("extract", raw, tmp_path / name, "--jobs", jobs, "-q", PYTHONHASHSEED=str(jobs))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_contacts_only_on_request(raw, tmp_path):
    (raw / "联系.txt").write_text(NOTICE.replace("二、", "联系人：周某某，联系电话：0000-1234567。\n\n二、"), encoding="utf-8")
    run("extract", raw, tmp_path / "without", "-q")
    run("extract", raw, tmp_path / "with", "-q", "--contacts")
    assert not (tmp_path / "without" / "contacts.csv").exists()
    assert {row["phone"] for row in rows(tmp_path / "with" / "contacts.csv")} >= {"0000-1234567"}


def test_redaction_leaves_no_name_and_no_number(raw, tmp_path):
    (raw / "联系.txt").write_text(NOTICE.replace("二、", "联系人：周某某，联系电话：0000-1234567。\n\n二、"), encoding="utf-8")
    run("extract", raw, tmp_path / "out", "-q", "--redact", "--contacts")
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file() and path.suffix in {".csv", ".txt"}:
            assert "1234567" not in path.read_text(encoding="utf-8-sig"), path.name


def test_no_such_folder_and_an_empty_one(tmp_path, model):
    done = run("extract", tmp_path / "nowhere", tmp_path / "out")
    assert done.returncode == 2 and "no folder" in done.stderr
    (tmp_path / "leer").mkdir()
    done = run("extract", tmp_path / "leer", tmp_path / "out")
    assert done.returncode == 2 and "no notices" in done.stderr


def test_without_the_model_the_run_says_what_to_do(raw, tmp_path):
    done = run("extract", raw, tmp_path / "out", PIPELINE_MODELS=str(tmp_path / "none"))
    assert done.returncode == 2 and "make models" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_output_that_cannot_be_written_is_said_plainly(raw, tmp_path):
    (tmp_path / "out").write_text("a file in the way", encoding="utf-8")
    done = run("extract", raw, tmp_path / "out")
    assert done.returncode == 2 and "cannot write" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_the_commands():
    done = run("--help")
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("extract", "models", "evaluate"))


def test_evaluate_scores_a_run(raw, tmp_path):
    out = tmp_path / "out"
    run("extract", raw, out, "-q")
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "a.json").write_text('{"doc": "校舍通知.txt", "document": {"doc_type": "通知"}, "tasks": []}', encoding="utf-8")
    done = run("evaluate", gold, out)
    assert done.returncode == 0 and "documents.doc_type" in done.stdout
    assert run("evaluate", tmp_path / "none", out).returncode == 2


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_without_target_lists_what_it_can_do():
    done = subprocess.run(["make"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert "make extract" in done.stdout


def test_names_of_bodies_by_region_and_year():
    done = run("names", "市发改委、市工商局", "--region", "河南省漯河市", "--year", "2010")
    assert done.returncode == 0
    assert [line.split("\t")[:2] for line in done.stdout.splitlines()] == [
        ["市发改委", "漯河市发展和改革委员会"],
        ["市工商局", "漯河市工商行政管理局"],
    ]
    assert run("names", "卫生健康委", "--region", "全国").stdout.split("\t")[1] == "国家卫生健康委员会"


def test_names_wants_one_region():
    done = run("names", "区教育局", "--region", "朝阳区")
    assert done.returncode == 2
    assert "does not name one region" in done.stderr
