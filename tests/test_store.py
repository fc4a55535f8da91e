"""Rows into files: harmless for spreadsheets, the same bytes each time, never half-written."""

import csv
import sqlite3
from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from pipeline import store
from pipeline.tables import TABLES


def sample(title="关于做好防汛工作的通知"):
    tables = {name: [] for name in TABLES}
    tables["documents"] = [{"doc_id": "d1", "source": "a.txt", "title": title, "issue_date": date(2021, 5, 6), "pages": 1,
                            "chars": 9, "status": "ok"}]
    tables["tasks"] = [{"task_id": "d1-t0", "doc_id": "d1", "path": "1", "kind": "measure", "text": "一、储备\n编织袋", "start": 0,
                        "end": 8, "raw_start": 0, "raw_end": 8, "page": 1, "rule": "item"}]
    tables["quotas"] = [{"quota_id": "d1-q5", "doc_id": "d1", "task_id": "d1-t0", "op": "=", "value": Decimal("0.3333"),
                         "text": "=1+1", "indicator": "-储备", "start": 5, "end": 8}]
    return tables, {"d1": "一、储备\n编织袋"}


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_two_writes_give_identical_bytes(tmp_path):
    for name in ("one", "two"):
        store.write(*sample(), tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert {"notices.sqlite", "tasks.csv", "tasks.parquet", "text/d1.txt"} <= set(files(tmp_path / "one"))


def test_csv_opens_in_excel_and_runs_nothing(tmp_path):
    store.write(*sample(), tmp_path)
    assert (tmp_path / "documents.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    row = read_csv(tmp_path / "quotas.csv")[0]
    assert row["text"] == "'=1+1" and row["indicator"] == "'-储备"
    assert row["op"] == "="  # a comparator is one of the codebook's values and no formula
    assert read_csv(tmp_path / "tasks.csv")[0]["text"] == "一、储备\n编织袋"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+86", "-1", "@SUM", "\tx", "\rx"])
def test_formulas_are_made_harmless(text):
    assert store.harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "一、加强", "（一）=x", "——推进"])
def test_other_text_is_left_alone(text):
    assert store.harmless(text) == text


def test_parquet_and_sqlite_keep_the_types(tmp_path):
    store.write(*sample(), tmp_path)
    assert pq.read_table(tmp_path / "quotas.parquet").to_pylist()[0]["value"] == Decimal("0.3333")
    assert pq.read_table(tmp_path / "documents.parquet").to_pylist()[0]["issue_date"] == date(2021, 5, 6)
    with sqlite3.connect(tmp_path / "notices.sqlite") as db:
        assert db.execute("select value, op, text from quotas").fetchall() == [("0.3333", "=", "=1+1")]
        assert db.execute("select issue_date from documents").fetchone() == ("2021-05-06",)


def test_what_cannot_be_encoded_is_written_as_a_question_mark(tmp_path):
    store.write(*sample(title="坏\ud800字"), tmp_path)
    assert read_csv(tmp_path / "documents.csv")[0]["title"] == "坏?字"


def test_a_write_that_breaks_off_leaves_the_last_output(tmp_path, monkeypatch):
    store.write(*sample("旧通知"), tmp_path)
    before = files(tmp_path)

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store._Database, "close", full)
    with pytest.raises(OSError, match="No space left"):
        store.write(*sample("新通知"), tmp_path)
    assert files(tmp_path) == before


def test_writing_piece_by_piece_gives_the_same_tables(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "_ROW_GROUP", 2)
    tables, texts = sample()
    tables["cleanups"] = [{"doc_id": "d1", "raw_start": n, "raw_end": n + 1, "removed": " ", "rule": "r"} for n in range(5)]
    store.write(tables, texts, tmp_path / "whole")
    with store.Writer(tmp_path / "pieces") as writer:
        for row in tables["cleanups"]:
            writer.add({"cleanups": [row]})
        writer.add({name: rows for name, rows in tables.items() if name != "cleanups"}, "d1", texts["d1"])
    assert read_csv(tmp_path / "pieces" / "cleanups.csv") == read_csv(tmp_path / "whole" / "cleanups.csv")
    assert (tmp_path / "pieces" / "cleanups.parquet").read_bytes() == (tmp_path / "whole" / "cleanups.parquet").read_bytes()


def test_an_exception_on_the_way_leaves_the_last_output(tmp_path):
    store.write(*sample("旧通知"), tmp_path)
    before = files(tmp_path)
    with pytest.raises(KeyboardInterrupt), store.Writer(tmp_path) as writer:
        writer.add(sample("新通知")[0])
        raise KeyboardInterrupt
    assert files(tmp_path) == before


def test_a_second_run_removes_texts_of_notices_that_are_gone(tmp_path):
    store.write(*sample(), tmp_path)
    tables, _ = sample()
    store.write(tables, {"d2": "另一份"}, tmp_path)
    assert [path.name for path in (tmp_path / "text").iterdir()] == ["d2.txt"]


def test_contacts_are_written_only_when_there_are_any(tmp_path):
    tables, texts = sample()
    tables["contacts"] = [{"contact_id": "c", "doc_id": "d1", "phone": "000"}]
    store.write(tables, texts, tmp_path)
    assert (tmp_path / "contacts.csv").exists()
    store.write(*sample(), tmp_path)
    assert not (tmp_path / "contacts.csv").exists() and not (tmp_path / "contacts.parquet").exists()
