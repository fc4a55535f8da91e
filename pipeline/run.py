"""One notice, all the way: source → clean text → structure → rows. The stages call nothing back; this is where they meet."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import metadata
from typing import Any, TypeVar

from pipeline.clean import clean
from pipeline.extractors import EXTRACTORS
from pipeline.extractors.context import Context, Row
from pipeline.extractors.documents import document_row, supplied
from pipeline.extractors.tasks import tasks_of
from pipeline.notice import Box, CleanText, Problem, Source, Structure
from pipeline.read.errors import NoticeError
from pipeline.redact import redact
from pipeline.segment import Segmenter, default_segmenter
from pipeline.structure import structure
from pipeline.structure.provisions import printed_path
from pipeline.tables import ID_LETTER, TABLES

T = TypeVar("T")


@cache
def version() -> str:
    """Version of the installed package."""
    try:
        return metadata.version("gongwen-pipeline")
    except metadata.PackageNotFoundError:  # run from a bare checkout
        return "0+unknown"


@dataclass(frozen=True)
class Options:
    """What a run writes: contacts only on request; ``redacted`` masks contact persons and numbers everywhere."""

    contacts: bool = False
    redacted: bool = False


@dataclass
class Result:
    """A notice with the rows of every table. ``seconds`` says how long each stage took (never written to a table)."""

    source: Source
    clean: CleanText
    structure: Structure | None
    rows: dict[str, list[Row]]
    problems: list[Problem]
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def doc_id(self) -> str:
        """Stable id of the notice."""
        return doc_id(self.source)

    @cached_property
    def gone(self) -> frozenset[int]:
        """Raw starts of the printed lines that cleaning took away: page numbers, running heads."""
        return gone_lines(self.source, self.clean)

    def places(self, raw_start: int, raw_end: int) -> list[tuple[int, Box]]:
        """Page and box of every printed line that the raw words stand on, without lines that cleaning took away."""
        return self.source.places(raw_start, raw_end, self.gone)


def doc_id(source: Source) -> str:
    """The notice's id: a letter, so that no program takes it for a number, and 16 digits of the SHA-256 of its bytes."""
    return "d" + source.sha256[:16]


def process(source: Source, options: Options | None = None, segmenter: Segmenter | None = None) -> Result:
    """Take a source through all stages.

    A stage that fails on this notice is reported in ``problems`` and leaves its tables empty; the others go on.

    Raises:
        NoticeError: the notice was to be redacted and its contact persons could not be looked for.
    """
    options = options or Options()
    seconds: dict[str, float] = {}
    problems = list(source.problems)
    stages = _Stages(source.path, problems, seconds)
    cleaned = stages.run("clean", lambda: clean(source)) or CleanText(source.text, source.text)
    if not cleaned.text:
        words = "nothing is left when marks, page numbers and buttons are taken out: have its pages recognised (OCR)"
        words = words if source.text.strip() else "no words were found on its pages: open it and see whether it is the right file"
        problems.append(Problem(source.path, "clean", "error", words))
    tree = stages.run("structure", lambda: structure(cleaned))
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    if tree is not None:
        words_of = (segmenter or default_segmenter()).words_of(cleaned.text)
        context = Context(cleaned, tree, words_of, fields=dict(source.fields))
        context.tasks = stages.run("tasks", lambda: tasks_of(tree, cleaned)) or ()
        context.rows = rows
        for name, extractor in EXTRACTORS.items():
            rows[name] = stages.run(name, lambda extractor=extractor: extractor(context)) or []  # type: ignore[misc]
        document = stages.run("documents", lambda: document_row(context))
        if columns := supplied(context):
            words = f"{', '.join(columns)}: not in the text, taken from what its web page says beside it"
            problems.append(Problem(source.path, "documents", "info", words))
    else:
        document = None
    rows["documents"] = [document or {}]
    rows["cleanups"] = [
        {"raw_start": c.raw_start, "raw_end": c.raw_end, "removed": c.removed, "replacement": c.replacement, "rule": c.rule}
        for c in cleaned.cleanups
    ]
    if options.redacted:
        if stages.failed & {"structure", "contacts"}:
            raise NoticeError("redact", "contact persons could not be looked for, so nothing can be masked", "report the file")
        cleaned = redact(cleaned, rows)
    if not options.contacts:
        rows["contacts"] = []
    _finish(source, cleaned, rows, problems)
    return Result(source, cleaned, tree, rows, problems, seconds)


class _Stages:
    """Runs stages, keeps the time of each, and turns an unforeseen fault into a problem."""

    def __init__(self, path: str, problems: list[Problem], seconds: dict[str, float]) -> None:
        self.path, self.problems, self.seconds = path, problems, seconds
        self.failed: set[str] = set()

    def run(self, stage: str, work: Callable[[], T]) -> T | None:
        began = time.perf_counter()
        try:
            return work()
        except Exception as error:  # the batch goes on whatever one notice holds; models missing must stop it
            if type(error).__name__ == "ModelError":
                raise
            words = f"{stage} failed ({type(error).__name__}: {error}); its table is empty for this notice. Please report the file."
            self.problems.append(Problem(self.path, stage, "error", words))
            self.failed.add(stage)
            return None
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - began


def _finish(source: Source, cleaned: CleanText, rows: dict[str, list[Row]], problems: list[Problem]) -> None:
    """Give every row its ids, its place in the raw text and its page; tables are in text order."""
    number = doc_id(source)
    task_ids: dict[str, str] = {}
    gone = gone_lines(source, cleaned)
    for name, letter in ID_LETTER.items():
        table = rows[name]
        key = TABLES[name].names[0]
        ids = _ids(number, letter, table)
        for row, identity in zip(table, ids, strict=True):
            row["doc_id"], row[key] = number, identity
            if name == "tasks":
                task_ids[row["path"]] = identity
            row["task_id"] = identity if name == "tasks" else task_ids.get(row.get("task", ""), "")
            row["raw_start"], row["raw_end"] = cleaned.raw_span(row["start"], row["end"])
            _place(source, row, gone)
        if name == "tasks":  # inside, an annex that numbers anew has paths of its own (2.1~2); outside, they read as printed
            for row in table:
                row["path"] = printed_path(row["path"])
        if name == "quotas":
            for row in table:
                parent = row.get("parent")
                row["parent_id"] = ids[parent] if isinstance(parent, int) and 0 <= parent < len(ids) else ""
    for row in rows["cleanups"]:
        row["doc_id"], row["page"] = number, source.page_at(row["raw_start"])
    rows["pages"] = [
        {"doc_id": number, "page": p.number, "text_source": p.text_source, "confidence": p.confidence, "width": p.width,
         "height": p.height, "rotation": p.rotation}
        for p in source.pages
    ]
    failed = any(p.severity == "error" for p in problems)
    rows["documents"][0].update(
        doc_id=number, source=source.path, sha256=source.sha256, pages=len(source.pages), chars=len(cleaned.text),
        status="partial" if failed else "ok", pipeline_version=version(),
    )
    rows["problems"] = [problem_row(p) for p in problems]


def gone_lines(source: Source, cleaned: CleanText) -> frozenset[int]:
    """Raw starts of the printed lines that cleaning took away."""
    return frozenset(line.start for page in source.pages for line in page.lines if cleaned.is_gone(line.start, line.end))


def _place(source: Source, row: Row, gone: Container[int]) -> None:
    """The page on which the row's words begin, and their boxes on that page; lines that cleaning took away have none."""
    places = source.places(row["raw_start"], row["raw_end"], gone)
    row["page"] = places[0][0] if places else source.page_at(row["raw_start"])
    boxes = [",".join(f"{value:.1f}" for value in box) for page, box in places if page == row["page"]]
    row["box"] = "；".join(boxes)


def _ids(number: str, letter: str, table: list[Row]) -> list[str]:
    """Ids made from the place in the text, so that a new rule elsewhere changes no other row's id."""
    seen: Counter[int] = Counter()
    ids = []
    for row in table:
        seen[row["start"]] += 1
        nth = seen[row["start"]]
        ids.append(f"{number}-{letter}{row['start']}" + (f".{nth}" if nth > 1 else ""))
    return ids


def problem_row(problem: Problem) -> dict[str, Any]:
    """A problem as a row of its table."""
    return {"source": problem.source, "stage": problem.stage, "severity": problem.severity,
            "page": problem.page or None, "message": problem.message}
