"""A folder of notices → tables. One bad file never stops the others; order and number of workers change nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.extractors.context import Row
from pipeline.models import ModelError, model_path
from pipeline.notice import Problem
from pipeline.read import NoticeError, read
from pipeline.run import Options, Result, problem_row, process, version
from pipeline.store import Writer
from pipeline.tables import TABLES

#: Below this many bytes a second process costs more (it loads the model again) than it brings.
_WORTH_A_PROCESS = 3_000_000
#: Files that lie about in folders of notices and are none.
_NOT_NOTICES = {"thumbs.db", "desktop.ini", "readme.md"}


@dataclass(frozen=True)
class Outcome:
    """What came of one file: its rows by table, its clean text, and how it went."""

    path: str
    rows: dict[str, list[Row]]
    text: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def document(self) -> Row:
        """The notice's row in ``documents``."""
        return self.rows["documents"][0]

    @property
    def status(self) -> str:
        """ok, partial or failed."""
        return str(self.document["status"])


def notices_in(folder: Path, out: Path | None = None) -> list[Path]:
    """All files under a folder (or the one file), hidden ones and system files left out, in a fixed order.

    A folder that may not be looked into stands in the list itself: reading it says what is wrong. Links to folders are
    followed, each folder once.

    Args:
        folder: the folder, or one file.
        out: the folder that the run writes: its files are no notices.

    Raises:
        NoticeError: there is no such folder, or it lies inside ``out``.
    """
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise NoticeError("read", f"there is no folder {folder}", "give the folder that holds the notices: make extract RAW=…")
    written = out.resolve() if out is not None else None
    if written is not None and folder.resolve().is_relative_to(written):
        advice = "name another folder for the tables: make extract RAW=… OUT=…"
        raise NoticeError("read", f"the tables would be written over the notices in {folder}", advice)
    seen = {written} if written is not None else set()
    found: list[Path] = []
    waiting = [folder]
    while waiting:  # the links that one walk meets are walked after it: what stands in the folder itself comes first
        links: list[Path] = []
        for start in waiting:
            found += _files(start, seen, links)
        waiting = sorted(links, key=os.fsencode)
    return sorted(found, key=lambda path: os.fsencode(path.relative_to(folder)))


def _files(start: Path, seen: set[Path], links: list[Path]) -> Iterator[Path]:
    """Files under a folder that was not seen yet; links to folders are put into ``links``."""
    unreadable: list[OSError] = []
    for parent, folders, files in os.walk(start, onerror=unreadable.append):
        here = Path(parent).resolve()
        if here in seen:
            folders.clear()
            continue
        seen.add(here)
        kept = sorted(name for name in folders if not name.startswith("."))
        links += [Path(parent, name) for name in kept if Path(parent, name).is_symlink()]
        folders[:] = [name for name in kept if not Path(parent, name).is_symlink()]
        yield from (Path(parent, name) for name in files if not _is_none(name))
    yield from (Path(os.fsdecode(error.filename)) for error in unreadable if error.filename)


def _is_none(name: str) -> bool:
    """Whether a file of the name is no notice: hidden, a system's, or the lock of an open document."""
    return name.startswith((".", "~$")) or name.lower() in _NOT_NOTICES


def run_file(path: Path, root: Path, options: Options) -> Outcome:
    """Extract one file; whatever is wrong with it is in the outcome's problems."""
    name = _name(path, root)
    try:
        source = read(path, root)
    except NoticeError as error:
        return failed(name, path, Problem(name, error.stage, "error", str(error)))
    except OSError as error:
        words = f"cannot be read ({error.strerror or error}): check that the file is there and that you may read it"
        return failed(name, path, Problem(name, "read", "error", words))
    try:
        return outcome(process(source, options))
    except ModelError:
        raise
    except Exception as error:  # the others go on; of this one nothing is written that might be wrong
        words = f"could not be worked on ({type(error).__name__}: {error}): nothing of it is written. Please report the file."
        return failed(name, path, Problem(name, "extract", "error", words))


def outcome(result: Result) -> Outcome:
    """A result without what only a notebook needs."""
    return Outcome(result.source.path, result.rows, result.clean.text, result.seconds)


def failed(name: str, path: Path, problem: Problem) -> Outcome:
    """The outcome of a file that could not be read: a row in documents and one in problems."""
    sha = ""
    with suppress(OSError):
        if path.is_file():  # neither a pipe nor a device, which never end
            with path.open("rb") as stream:
                sha = hashlib.file_digest(stream, "sha256").hexdigest()
    identity = sha or hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    rows["documents"] = [{"doc_id": "d" + identity[:16], "source": name, "sha256": sha, "pages": 0, "chars": 0,
                          "status": "failed", "pipeline_version": version()}]
    rows["problems"] = [problem_row(problem)]
    return Outcome(name, rows)


def _name(path: Path, root: Path) -> str:
    base = root if root.is_dir() else root.parent
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name


def run_files(paths: Sequence[Path], root: Path, options: Options, jobs: int | None = None) -> Iterator[Outcome]:
    """Outcomes of all files in the order given; ``jobs`` processes (None: as many as pay)."""
    if jobs is None:
        size = sum(map(_size, paths))
        jobs = min(os.cpu_count() or 1, 1 + size // _WORTH_A_PROCESS)
    model_path("pkuseg")  # a missing model stops the run here, before any file
    if jobs <= 1 or len(paths) < 2:
        for path in paths:
            yield run_file(path, root, options)
        return
    done = 0
    try:
        with ProcessPoolExecutor(max_workers=jobs) as pool:
            work = [(path, root, options) for path in paths]
            for each in pool.map(_run_one, work, chunksize=max(1, min(16, len(work) // (jobs * 4) or 1))):
                yield each
                done += 1
    except BrokenProcessPool:  # a worker was killed, for want of memory perhaps: the rest goes one by one
        for path in paths[done:]:
            yield _alone(path, root, options)


def _alone(path: Path, root: Path, options: Options) -> Outcome:
    """The outcome of one file in a process of its own, whose death harms no other."""
    try:
        with ProcessPoolExecutor(max_workers=1) as pool:
            return pool.submit(run_file, path, root, options).result()
    except BrokenProcessPool:
        words = "the process that worked on it was killed: see whether the machine has enough memory, or split the file"
        name = _name(path, root)
        return failed(name, path, Problem(name, "extract", "error", words))


def _size(path: Path) -> int:
    """Bytes of a file; 0 where it is gone."""
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _run_one(work: tuple[Path, Path, Options]) -> Outcome:
    return run_file(*work)


def without_doubles(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes, the same content under a second path reduced to a problem that says where its tables stand."""
    first: dict[str, tuple[str, bool]] = {}
    for each in outcomes:
        number = str(each.document["doc_id"])
        if number in first:
            path, read_too = first[number]
            said = "its tables stand there, they are not written twice" if read_too else "it could not be read either"
            words = f"has the same content as {path}: {said}"
            yield Outcome(each.path, {"problems": [problem_row(Problem(each.path, "read", "info", words))]})
        else:
            first[number] = each.path, each.status != "failed"
            yield each


def gather(outcomes: Iterable[Outcome]) -> dict[str, list[dict[str, Any]]]:
    """All rows by table, in the order of the outcomes."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for each in without_doubles(outcomes):
        for name in TABLES:
            tables[name] += each.rows.get(name, [])
    return tables


def save(outcomes: Iterable[Outcome], out: Path) -> Iterator[Outcome]:
    """Write outcomes into ``out`` as they come, handing each on when it is written; the output appears after the last.

    Raises:
        OSError: the folder cannot be written; the last output is untouched.
    """
    with Writer(out) as writer:
        for each in without_doubles(outcomes):
            readable = bool(each.rows.get("documents")) and each.status != "failed"
            writer.add(each.rows, str(each.document["doc_id"]) if readable else "", each.text if readable else None)
            yield each
