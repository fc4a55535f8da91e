"""A folder of notices → tables. One bad file never stops the others; order and number of workers change nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.extractors.context import Row
from pipeline.models import ModelError, model_path
from pipeline.notice import Problem
from pipeline.read import NoticeError, ReadError, is_archive, name_of, read, read_data, unpack
from pipeline.read.formats import sniff
from pipeline.run import Options, Result, problem_row, process, version
from pipeline.store import Writer
from pipeline.tables import TABLES
from pipeline.workers import Broken, Limits, in_processes

#: Below this many bytes a second process costs more (it loads the model again) than it brings.
_WORTH_A_PROCESS = 3_000_000
#: First bytes of a file by which its form is told.
_LOOK = 65_536
_NO_MEMORY = "it needs more memory than it may take: split it, or allow more with --max-memory"
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


class Work(NamedTuple):
    """One notice to be read: how the tables call it, and its file or, out of an archive, its bytes."""

    name: str
    path: Path
    root: Path
    options: Options
    data: bytes | ReadError | None = None


def run_file(path: Path, root: Path, options: Options) -> Outcome:
    """Extract one file; whatever is wrong with it is in the outcome's problems."""
    return run_work(Work(name_of(path, root), path, root, options))


def run_work(work: Work) -> Outcome:
    """Extract one notice; whatever is wrong with it is in the outcome's problems."""
    try:
        if isinstance(work.data, ReadError):
            raise work.data
        source = read(work.path, work.root) if work.data is None else read_data(work.data, work.name)
    except NoticeError as error:
        return failed(work, error.stage, str(error))
    except OSError as error:
        words = f"cannot be read ({error.strerror or error}): check that the file is there and that you may read it"
        return failed(work, "read", words)
    except MemoryError:
        return failed(work, "read", _NO_MEMORY)
    except Exception as error:  # what no reader foresaw: the others go on
        words = f"could not be read ({type(error).__name__}: {error}): open it, see whether it is whole, and save it anew"
        return failed(work, "read", words)
    try:
        return outcome(process(source, work.options))
    except ModelError:
        raise
    except MemoryError:
        return failed(work, "extract", _NO_MEMORY)
    except Exception as error:  # the others go on; of this one nothing is written that might be wrong
        words = f"could not be worked on ({type(error).__name__}: {error}): nothing of it is written. Please report the file."
        return failed(work, "extract", words)


def outcome(result: Result) -> Outcome:
    """A result without what only a notebook needs."""
    return Outcome(result.source.path, result.rows, result.clean.text, result.seconds)


def failed(work: Work, stage: str, words: str) -> Outcome:
    """The outcome of a file that could not be read: a row in documents and one in problems."""
    sha = _sha256(work)
    identity = sha or hashlib.sha256(work.name.encode("utf-8", "surrogateescape")).hexdigest()
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    rows["documents"] = [{"doc_id": "d" + identity[:16], "source": work.name, "sha256": sha, "pages": 0, "chars": 0,
                          "status": "failed", "pipeline_version": version()}]
    rows["problems"] = [problem_row(Problem(work.name, stage, "error", words))]
    return Outcome(work.name, rows)


def _sha256(work: Work) -> str:
    """SHA-256 of the file's bytes; empty where they cannot be had."""
    if isinstance(work.data, bytes):
        return hashlib.sha256(work.data).hexdigest()
    with suppress(OSError):
        if work.data is None and work.path.is_file():  # neither a pipe nor a device, which never end
            with work.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
    return ""


def _works(paths: Iterable[Path], root: Path, options: Options) -> Iterator[Work]:
    """The notices in the files: each file one, an archive as many as it holds."""
    for path in paths:
        name = name_of(path, root)
        if not is_archive(path):
            yield Work(name, path, root, options)
            continue
        count = 0
        try:
            for inside, data in unpack(path, root):
                count += 1
                yield Work(inside, path, root, options, data)
        except NoticeError as error:
            yield Work(name, path, root, options, ReadError(error.message, error.advice))
        except OSError:
            yield Work(name, path, root, options)  # reading it says what is wrong
        else:
            if not count:
                empty = ReadError("the archive holds no files", "see whether it was packed whole")
                yield Work(name, path, root, options, empty)


def run_files(
    paths: Sequence[Path], root: Path, options: Options, jobs: int | None = None, limits: Limits | None = None
) -> Iterator[Outcome]:
    """Outcomes of all files in the order given, an archive's notices in its own order.

    With limits, whatever is not text is worked on in a process that may be stopped; without any and with one job,
    everything in this process.

    Args:
        paths: the files.
        root: the folder that their names are relative to.
        options: what is written.
        jobs: processes (None: as many as pay).
        limits: what one file may take (None: the usual where there are several processes).
    """
    model_path("pkuseg")  # a missing model stops the run here, before any file
    jobs = jobs or (min(os.cpu_count() or 1, _processes(paths)))
    works = _works(paths, root, options)
    if (jobs <= 1 or len(paths) < 2) and (limits is None or all(map(_is_plain, paths))):
        yield from map(run_work, works)
        return
    limits = limits or Limits()
    for work, done in in_processes(run_work, works, max(jobs, 1), limits):
        yield done if isinstance(done, Outcome) else failed(work, "read", _stopped(done, limits))


def _stopped(broken: Broken, limits: Limits) -> str:
    if broken.why == "time":
        return f"it took more than {limits.seconds:g} seconds and was stopped: split it, or allow more with --max-seconds"
    return f"{_NO_MEMORY}; or the program that reads it broke down: save the file anew"


def _processes(paths: Sequence[Path]) -> int:
    """How many processes pay: each loads the models first."""
    heavy = sum(not _is_plain(path) for path in paths)
    return max(1 + sum(map(_size, paths)) // _WORTH_A_PROCESS if not heavy else 0, heavy)


def _is_plain(path: Path) -> bool:
    """Whether the file is text, by its first bytes, which neither hangs nor takes memory."""
    with suppress(OSError):
        if not path.is_file():
            return True
        with path.open("rb") as stream:
            return sniff(stream.read(_LOOK)) == "text"
    return True


def _size(path: Path) -> int:
    """Bytes of a file; 0 where it is gone."""
    with suppress(OSError):
        return path.stat().st_size
    return 0


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
