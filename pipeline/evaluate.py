"""Score extracted tables against hand-made ones: precision, recall and F1 a table, with every miss listed.

Gold is one JSON file a notice: ``doc`` (name of the file that was read), ``document`` (fields of its row) and a list a table.
Two rows are the same when the fields of the table's key agree; text is compared without white space and with punctuation
widths folded (NFKC), numbers by value. Rows of a table that the gold file leaves out are not counted.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow.parquet as pq

Key = tuple[str, ...]
Row = Mapping[str, Any]

_QUOTES = str.maketrans({"[": "〔", "]": "〕", "【": "〔", "】": "〕", "<": "〈", ">": "〉", "“": '"', "”": '"', "‘": "'", "’": "'"})


def folded(value: Any) -> str:
    """Text for comparison: widths and quotes folded, white space gone."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    return "".join(text.translate(_QUOTES).split())


def amount(value: Any) -> str:
    """A number for comparison, to four decimals."""
    if value is None or value == "":
        return ""
    try:
        return format(Decimal(str(value)).quantize(Decimal("0.0001")).normalize(), "f")
    except InvalidOperation:
        return str(value)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _set(value: Any) -> str:
    parts = value if isinstance(value, list) else _plain(value).split("；")
    return "；".join(sorted(filter(None, map(folded, parts))))


@dataclass(frozen=True)
class Measure:
    """What makes two rows of a table the same. ``roles`` limits the measure to rows in these roles."""

    label: str
    table: str
    columns: tuple[tuple[str, Callable[[Any], str]], ...]
    roles: frozenset[str] = frozenset()

    def key(self, row: Row) -> Key | None:
        """The row's key, or None when the measure does not concern it."""
        if self.roles and row.get("role") not in self.roles:
            return None
        return tuple(form(row.get(name)) for name, form in self.columns)


def _measure(label: str, table: str, columns: str, roles: str = "") -> Measure:
    forms: dict[str, Callable[[Any], str]] = {"value": amount, "value_max": amount, "number": folded, "title": _title}
    exact = {"task", "path", "role", "kind", "op", "date_from", "date_to"}
    picked = tuple((name, _plain if name in exact else forms.get(name, folded)) for name in columns.split())
    return Measure(label, table, picked, frozenset(roles.split()))


def _title(value: Any) -> str:
    return folded(value).removeprefix("《").removesuffix("》")


PRINTED = "lead responsible support guide"
MEASURES = (
    _measure("tasks", "tasks", "path title"),
    _measure("tasks: kind", "tasks", "path kind"),
    _measure("units printed", "units", "task role text", PRINTED),
    _measure("units actor, report_to", "units", "task role text", "actor report_to"),
    _measure("units issuer, recipient, cc", "units", "role text", "issuer recipient cc"),
    _measure("unit names", "units", "task role name", PRINTED),
    _measure("quotas", "quotas", "task op value value_max unit"),
    _measure("quotas: indicator", "quotas", "task indicator op value"),
    _measure("dates", "dates", "task kind date_from date_to"),
    _measure("dates: role", "dates", "task role date_from date_to"),
    _measure("references", "references", "title doc_number"),
    _measure("actions", "actions", "task verb object"),
)
FIELDS: dict[str, Callable[[Any], str]] = {
    "title": folded, "doc_type": folded, "doc_number": folded, "issuer": _set, "recipients": _set,
    "issue_date": _plain, "region": folded,
}


@dataclass
class Score:
    """Counts of one measure over all notices."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Share of the found rows that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the wanted rows that were found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.found + self.wanted
        return 2 * self.right / total if total else 0.0


@dataclass
class Report:
    """Scores by measure, right fields by document field, and the errors as lines."""

    scores: dict[str, Score] = field(default_factory=lambda: {m.label: Score() for m in MEASURES})
    fields: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in FIELDS})
    errors: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def gold_files(gold: Path) -> list[Path]:
    """The gold files of a folder.

    Raises:
        FileNotFoundError: there are none.
    """
    files = sorted(gold.glob("*.json"))
    if not files:
        raise FileNotFoundError(f"{gold} holds no gold: it wants one JSON file a notice (see tests/notices/)")
    return files


def load_gold(path: Path) -> dict[str, Any]:
    """One gold file.

    Raises:
        ValueError: it is not JSON or lacks ``doc`` or ``document``.
    """
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} is not JSON: {error}") from error
    if not isinstance(gold, dict) or "doc" not in gold or "document" not in gold:
        raise ValueError(f"{path} lacks \"doc\" or \"document\": see tests/notices/README.md")
    return gold


def read_scored(out: Path) -> dict[str, list[dict[str, Any]]]:
    """The tables that are scored, from the Parquet files of a run.

    Raises:
        FileNotFoundError: the folder holds no tables.
    """
    names = ("documents", *dict.fromkeys(m.table for m in MEASURES))
    if not (out / "documents.parquet").exists():
        raise FileNotFoundError(f"{out} holds no tables: run `pipeline extract RAW {out}` first")
    return {name: pq.read_table(out / f"{name}.parquet").to_pylist() for name in names}


def compare(tables: Mapping[str, Iterable[Row]], golds: Iterable[Mapping[str, Any]]) -> Report:
    """Score rows (dicts with the codebook's columns) against gold dicts."""
    documents = {PurePosixPath(row["source"]).stem: row for row in tables["documents"]}
    paths = {row["task_id"]: row["path"] for row in tables["tasks"]}
    by_doc: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for name in {m.table for m in MEASURES}:
        for row in tables.get(name, ()):
            with_path = {**row, "task": paths.get(row.get("task_id") or "", "")}
            by_doc.setdefault((name, row["doc_id"]), []).append(with_path)
    report = Report()
    for gold in golds:
        stem = PurePosixPath(gold["doc"]).stem
        document = documents.get(stem)
        if document is None:
            report.missing.append(stem)
        _score_document(report, stem, document, gold["document"])
        for measure in MEASURES:
            if measure.table in gold and not (measure.table == "actions" and not gold["actions"]):
                found = by_doc.get((measure.table, document["doc_id"]), []) if document else []
                _score_rows(report, stem, measure, found, gold[measure.table])
    return report


def _score_document(report: Report, stem: str, got: Row | None, wanted: Row) -> None:
    for name, form in FIELDS.items():
        if name not in wanted:
            continue
        score = report.fields[name]
        same = got is not None and form(got.get(name)) == form(wanted[name])
        score.right, score.found, score.wanted = score.right + same, score.found + 1, score.wanted + 1
        if not same:
            report.errors.append(f"{stem}  documents.{name}: found {got and got.get(name)!r}, wanted {wanted[name]!r}")


def _score_rows(report: Report, stem: str, measure: Measure, found: list[dict[str, Any]], wanted: list[Row]) -> None:
    keys = [Counter(key for row in rows if (key := measure.key(row)) is not None) for rows in (found, wanted)]
    got, want = keys
    score = report.scores[measure.label]
    score.right += (got & want).total()
    score.found += got.total()
    score.wanted += want.total()
    for words, rest in (("missed", want - got), ("false ", got - want)):
        report.errors += [f"{stem}  {measure.label}: {words} {' | '.join(key)}" for key in sorted(rest.elements())]


def render(report: Report, *, errors: bool = True) -> list[str]:
    """The report as lines of text."""
    lines = [*report.errors, ""] if errors and report.errors else []
    lines += [f"{stem}: no row in documents" for stem in report.missing]
    lines.append(f"{'table':30}{'P':>8}{'R':>8}{'F1':>8}{'gold':>8}")
    for label, s in report.scores.items():
        lines.append(f"{label:30}{s.precision:8.3f}{s.recall:8.3f}{s.f1:8.3f}{s.wanted:8d}")
    lines += [f"{'documents.' + name:30}{'':16}{s.recall:8.3f}{s.wanted:8d}" for name, s in report.fields.items() if s.wanted]
    return lines
