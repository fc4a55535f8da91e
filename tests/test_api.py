"""What people import: one notice, a folder, the tables of a run."""

import subprocess
import sys

import pytest

import pipeline
from pipeline.read import NoticeError
from pipeline.tables import TABLES

TEXT = """云岭县水利局关于开展河道清障的通知

各乡镇人民政府：

一、全面清障。各乡镇要于2022年4月30日前完成河道清障，清障率达到100%。（责任单位：县水利局、各乡镇人民政府）

二、加强值守。严格落实24小时值班制度，每日17时前将情况报县水利局。

云岭县水利局
2022年3月1日
"""


@pytest.fixture(scope="module")
def notice(model):
    return pipeline.extract(text=TEXT)


def test_tables_are_attributes(notice):
    assert list(notice.tasks["path"]) == ["1", "2"]
    assert set(notice.units["role"]) >= {"issuer", "recipient", "responsible", "actor", "report_to"}
    assert notice.quotas.loc[0, "indicator"] == "清障率"
    assert tuple(notice.dates.columns) == TABLES["dates"].names
    assert notice.document["region"] == "" or "云岭" in notice.document["region"]
    with pytest.raises(AttributeError, match="its tables are"):
        _ = notice.nothing


def test_every_row_leads_back_to_its_words(notice):
    for name in ("tasks", "units", "quotas", "dates", "references", "actions"):
        for row in notice.rows[name]:
            assert notice.text[row["start"] : row["end"]] == row["text"]
            assert 0 <= row["raw_start"] <= row["raw_end"] <= len(notice.raw)
            assert row["rule"] and row["doc_id"] == notice.doc_id


def test_ids_are_unique_and_tasks_are_linked(notice):
    for table, key in (("tasks", "task_id"), ("units", "unit_id"), ("dates", "date_id"), ("actions", "action_id")):
        ids = [row[key] for row in notice.rows[table]]
        assert len(set(ids)) == len(ids)
    tasks = {row["task_id"] for row in notice.rows["tasks"]}
    assert all(row["task_id"] in tasks | {""} for name in ("units", "dates", "quotas") for row in notice.rows[name])


def test_the_doc_holds_the_results(notice):
    assert notice.doc.text == notice.text
    assert [span.text for span in notice.doc.spans["quotas"]]


def test_one_of_file_and_text_must_be_given(tmp_path):
    with pytest.raises(TypeError, match="one of the two"):
        pipeline.extract()
    with pytest.raises(NoticeError, match="empty"):
        (tmp_path / "a.txt").write_bytes(b"")
        pipeline.extract(tmp_path / "a.txt")


def test_folder_and_tables_of_a_run_agree(tmp_path, model):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(TEXT, encoding="gb18030")
    in_memory = pipeline.extract_folder(tmp_path / "raw")
    written = pipeline.extract_folder(tmp_path / "raw", tmp_path / "out")
    again = pipeline.read_tables(tmp_path / "out")
    assert set(in_memory) == set(written) == set(again) == set(TABLES)
    for name in TABLES:
        assert in_memory[name].equals(written[name]), name
        assert written[name].equals(again[name]), name
    with pytest.raises(FileNotFoundError, match="pipeline extract"):
        pipeline.read_tables(tmp_path / "raw")


@pytest.mark.parametrize("first", ["pipeline.load()", "pipeline.find_dates('明年')", "import pipeline.components"])
def test_extract_is_the_function_whatever_was_imported_before(first, model):
    code = f"import pipeline; {first}; print(pipeline.extract(text='关于报送总结的通知').document['doc_type'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "通知", done.stderr
