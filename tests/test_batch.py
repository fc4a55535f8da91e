"""A folder as folders are: broken links, pipes, odd names, the same notice twice. Nothing hangs, nothing is lost."""

from __future__ import annotations

import csv
import os
import socket
import sqlite3
import sys

import pytest

from pipeline import batch
from pipeline.api import extract, extract_folder, read_tables
from pipeline.batch import notices_in, run_file, run_files, save
from pipeline.read import NoticeError, ReadError, read
from pipeline.run import Options
from tests.test_cli import NOTICE, run

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


@pytest.fixture
def raw(tmp_path, model):
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(NOTICE, encoding="utf-8")
    return folder


def names(folder, out=None):
    return [path.relative_to(folder).as_posix() for path in notices_in(folder, out)]


def problem_of(path, root):
    done = run_file(path, root, Options())
    assert done.status == "failed"
    (problem,) = done.rows["problems"]
    return problem["message"]


def table(out, name):
    with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_hidden_files_and_locks_are_left_out_and_the_order_is_fixed(raw):
    for name in (".hidden.txt", "~$b.docx", "Thumbs.db", "b.txt", "B.txt", "10.txt", "9.txt"):
        (raw / name).write_text(NOTICE, encoding="utf-8")
    (raw / ".git").mkdir()
    (raw / ".git" / "c.txt").write_text(NOTICE, encoding="utf-8")
    (raw / "d.txt").mkdir()  # a folder that is named like a file
    (raw / "d.txt" / "e").write_text(NOTICE, encoding="utf-8")
    assert names(raw) == ["10.txt", "9.txt", "B.txt", "a.txt", "b.txt", "d.txt/e"]


@POSIX
@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_is_no_file_is_refused_and_never_waited_for(raw, kind, tmp_path, monkeypatch):
    path = raw / "x.txt"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        monkeypatch.chdir(raw)  # its name may not be long
        socket.socket(socket.AF_UNIX).bind("x.txt")
    else:
        path.symlink_to("/dev/zero")
    assert "x.txt" in names(raw)
    assert "pipe, socket or device" in problem_of(path, raw)


@POSIX
def test_broken_links_and_circles(raw):
    (raw / "gone.txt").symlink_to(raw / "nowhere.txt")
    (raw / "self.txt").symlink_to(raw / "self.txt")
    (raw / "sub").mkdir()
    (raw / "sub" / "circle").symlink_to(raw)
    (raw / "sub" / "b.txt").write_text(NOTICE + "另一份。", encoding="utf-8")
    assert names(raw) == ["a.txt", "gone.txt", "self.txt", "sub/b.txt"]
    assert "cannot be read" in problem_of(raw / "gone.txt", raw)
    assert "cannot be read" in problem_of(raw / "self.txt", raw)


@POSIX
def test_links_to_folders_are_followed_once(raw, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.txt").write_text(NOTICE, encoding="utf-8")
    (raw / "one").symlink_to(tmp_path / "elsewhere")
    (raw / "two").symlink_to(tmp_path / "elsewhere")
    (raw / "back").symlink_to(raw)
    assert names(raw) == ["a.txt", "one/b.txt"]


def test_a_folder_that_may_not_be_looked_into_is_reported(raw, monkeypatch):
    (raw / "closed").mkdir()
    (raw / "closed" / "b.txt").write_text(NOTICE, encoding="utf-8")
    real = os.scandir

    def scandir(path="."):
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert names(raw) == ["a.txt", "closed"]
    assert "Permission denied" in problem_of(raw / "closed", raw)


def test_a_file_that_may_not_be_read_is_reported(raw, monkeypatch):
    def denied(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", denied)
    assert "Permission denied" in problem_of(raw / "a.txt", raw)


def test_a_folder_is_no_file(raw):
    with pytest.raises(ReadError, match="folder"):
        read(raw)


def test_a_file_that_vanishes_is_reported_and_the_others_go_on(raw, tmp_path):
    (raw / "b.txt").write_text(NOTICE + "另一份。", encoding="utf-8")
    paths = notices_in(raw)
    (raw / "a.txt").unlink()
    done = list(run_files(paths, raw, Options()))
    assert [each.status for each in done] == ["failed", "ok"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("ones.txt", b"\xff" * 5000, "encodings? known"),
        ("zeros.txt", b"\x00" * 5000, "binary"),
        ("large.txt", b"\xe5\xb8\x82" * 8_400_000, "too large"),
        ("marks.txt", "扫描全能王 创建\n— 1 —\n\f扫描全能王 创建\n".encode(), "OCR"),
    ],
)
def test_files_without_a_notice_say_so(raw, tmp_path, name, data, words):
    import re

    (raw / name).write_bytes(data)
    for _each in save(run_files(notices_in(raw), raw, Options()), tmp_path / "out"):
        pass
    found = {row["source"]: row["message"] for row in table(tmp_path / "out", "problems")}
    assert re.search(words, found[name]), found
    documents = {row["source"]: row["status"] for row in table(tmp_path / "out", "documents")}
    assert documents == {"a.txt": "ok", name: "partial" if name == "marks.txt" else "failed"}


@POSIX
def test_names_that_are_no_text_and_names_with_line_ends(raw, tmp_path):
    folder = os.fsencode(raw)
    for name in (b"\xb9\xab\xce\xc4.txt", b"two\nlines.txt", b"quote\".txt", "公文 一，二.txt".encode(), b"=1+1.txt"):
        with open(os.path.join(folder, name), "wb") as stream:  # noqa: PTH118, PTH123 - names that are no text
            stream.write((NOTICE + repr(name)).encode())
    done = run("extract", raw, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    sources = {row["source"] for row in table(tmp_path / "out", "documents")}
    assert len(sources) == 6 and {"two\nlines.txt", 'quote".txt', "公文 一，二.txt", "'=1+1.txt"} <= sources
    with sqlite3.connect(tmp_path / "out" / "notices.sqlite") as db:
        assert db.execute("select count(*) from documents").fetchone() == (6,)


def test_the_same_content_twice_is_written_once_and_said(raw, tmp_path):
    (raw / "copy.txt").write_text(NOTICE, encoding="utf-8")
    (raw / "empty1.txt").write_bytes(b"")
    (raw / "empty2.txt").write_bytes(b"")
    tables = extract_folder(raw, tmp_path / "out")
    assert list(tables["documents"]["source"]) == ["a.txt", "empty1.txt"]
    words = dict(zip(tables["problems"]["source"], tables["problems"]["message"], strict=True))
    assert "same content as a.txt" in words["copy.txt"] and "tables stand there" in words["copy.txt"]
    assert "same content as empty1.txt" in words["empty2.txt"] and "could not be read either" in words["empty2.txt"]


def test_an_unforeseen_fault_stops_no_run_and_writes_nothing_doubtful(raw, tmp_path, monkeypatch):
    (raw / "b.txt").write_text(NOTICE + "另一份。", encoding="utf-8")
    real = batch.process

    def process(source, options):
        if source.path == "a.txt":
            raise RuntimeError("boom")
        return real(source, options)

    monkeypatch.setattr(batch, "process", process)
    tables = extract_folder(raw, tmp_path / "out")
    assert dict(zip(tables["documents"]["source"], tables["documents"]["status"], strict=True)) == {"a.txt": "failed", "b.txt": "ok"}
    assert "boom" in tables["problems"]["message"][0] and "report" in tables["problems"]["message"][0]


def test_a_redacted_run_writes_nothing_where_contacts_could_not_be_found(raw, monkeypatch):
    from pipeline import run as run_module

    def broken(_context):
        raise RuntimeError("boom")

    monkeypatch.setitem(run_module.EXTRACTORS, "contacts", broken)
    assert "masked" in problem_of_options(raw, Options(redacted=True))
    with pytest.raises(NoticeError, match="masked"):
        extract(raw / "a.txt", redact=True)


def problem_of_options(raw, options):
    done = run_file(raw / "a.txt", raw, options)
    assert done.status == "failed" and done.text == ""
    return done.rows["problems"][0]["message"]


def test_tables_inside_the_folder_of_notices_are_no_notices(raw):
    out = raw / "tables"
    first = extract_folder(raw, out)
    second = extract_folder(raw, out)
    assert list(first["documents"]["source"]) == list(second["documents"]["source"]) == ["a.txt"]


@pytest.mark.parametrize("where", [".", ".."])
def test_tables_are_never_written_over_the_notices(raw, where):
    (raw / "text").mkdir()
    (raw / "text" / "b.txt").write_text(NOTICE, encoding="utf-8")
    with pytest.raises(NoticeError, match="over the notices"):
        extract_folder(raw, raw / where)
    assert (raw / "text" / "b.txt").exists()


def test_a_folder_with_texts_of_others_is_not_written_into(raw, tmp_path):
    out = tmp_path / "home"
    (out / "text").mkdir(parents=True)
    (out / "text" / "novel.txt").write_text("不是公文", encoding="utf-8")
    done = run("extract", raw, out)
    assert done.returncode == 2 and "no run wrote" in done.stderr
    assert (out / "text" / "novel.txt").exists()


def test_exit_codes_are_as_help_says(raw, tmp_path):
    assert run("extract", raw, tmp_path / "out", "-q").returncode == 0
    (raw / "cut.txt").write_bytes((NOTICE * 30).encode()[:-2])  # the last character is cut in two
    done = run("extract", raw, tmp_path / "out")
    assert done.returncode == 1 and "partial" in done.stderr
    assert run("extract", raw / "none", tmp_path / "out").returncode == 2


def test_a_killed_worker_stops_no_run(raw, tmp_path):
    script = f"""
import os, signal
from pathlib import Path
from pipeline import batch
from pipeline.run import Options

real = batch.process

def process(source, options):
    if source.path == "b.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return real(source, options)

batch.process = process
root = Path({str(raw)!r})
if __name__ == "__main__":
    print([each.status for each in batch.run_files(batch.notices_in(root), root, Options(), jobs=2)])
"""
    import subprocess

    for name in ("b.txt", "c.txt", "d.txt"):
        (raw / name).write_text(NOTICE + name, encoding="utf-8")
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, tmp_path / "script.py"], capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout.strip() == "['ok', 'failed', 'ok', 'ok']", done.stderr


def test_what_hangs_or_eats_memory_is_stopped_and_the_others_go_on(raw, tmp_path):
    script = f"""
import time
from pathlib import Path
from pipeline import batch
from pipeline.run import Options
from pipeline.workers import Limits

real = batch.process

def process(source, options):
    if source.path == "b.txt":
        time.sleep(600)
    if source.path == "c.txt":
        bytearray(5_000_000_000)
    return real(source, options)

batch.process = process
root = Path({str(raw)!r})
if __name__ == "__main__":
    for each in batch.run_files(batch.notices_in(root), root, Options(), 2, Limits(12, 2_000_000_000)):
        print(each.path, each.status, *(row["message"] for row in each.rows["problems"]))
"""
    import subprocess

    for name in ("b.txt", "c.txt", "d.txt"):
        (raw / name).write_text(NOTICE + name, encoding="utf-8")
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, tmp_path / "script.py"], capture_output=True, text=True, check=False, timeout=300)
    said = done.stdout.splitlines()
    assert said[0] == "a.txt ok" and said[3] == "d.txt ok", done.stderr
    assert said[1].startswith("b.txt failed it took more than 12 seconds") and "--max-seconds" in said[1]
    assert said[2].startswith("c.txt failed it needs more memory") and "--max-memory" in said[2]


def test_tables_are_read_back_with_their_types(raw, tmp_path):
    written = extract_folder(raw, tmp_path / "out")
    again = read_tables(tmp_path / "out")
    in_memory = extract_folder(raw)
    assert set(written) == set(again) == set(in_memory)
    for name, frame in again.items():
        assert list(frame.dtypes) == list(in_memory[name].dtypes), name
        assert frame.equals(in_memory[name]), name


def test_there_are_no_tables_in_an_empty_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match="pipeline extract"):
        read_tables(tmp_path)
