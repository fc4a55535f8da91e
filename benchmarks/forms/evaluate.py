"""How well each form of a notice is read: its tables and its clean text against those of the plain text.

    python -m benchmarks.forms.evaluate [--forms pdf,docx,html,ofd,clean,dirty,hard] [--few] [--errors FILE] [--fail]
        [--notices FOLDER] [--gold FOLDER] [--rendered FOLDER] [--variant WORD] [--jobs 2]

The notices are rendered (:mod:`benchmarks.forms.render`; with ``--rendered`` what lies there is taken, and what is missing made
there), extracted, and scored with :mod:`pipeline.evaluate` against the hand-made tables. Where a notice has none, the tables of its
plain text stand for them. Of forms whose pages lie straight the rows' boxes are compared with the places where the words were set.
The text forms take a minute, the scans some minutes; ``--few`` takes every seventh notice. ``--errors`` writes every passage, row
and box that differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pipeline.read as reading
from benchmarks.forms.content import Content, content_of
from benchmarks.forms.differences import Difference, compare_texts
from benchmarks.forms.fonts import Fonts, missing
from benchmarks.forms.page import pages_of
from benchmarks.forms.places import Places
from benchmarks.forms.render import FORMS, NOTICES, render
from pipeline.batch import Outcome, gather, run_file
from pipeline.evaluate import MEASURES, Report, compare, load_gold
from pipeline.run import Options

#: measures that are shown and bounded, by the head of their column
COLUMNS = {"tasks": "tasks", "units printed": "units", "unit names": "names", "quotas": "quotas", "dates": "dates",
           "references": "refs", "actions": "actions"}
#: most that a form may lose: F1 against plain text, and wrong characters
F1_LOSS = {"pdf": 0.005, "docx": 0.005, "html": 0.005, "ofd": 0.005, "clean": 0.01, "dirty": 0.02, "hard": 0.06}
RATE = {"pdf": 0.0, "docx": 0.0, "html": 0.0, "ofd": 0.0, "clean": 0.0005, "dirty": 0.001, "hard": 0.005}
#: forms whose pages lie as they were set, and the least share of rows whose boxes lie on their words
PLACED = {"pdf": 0.999, "ofd": 0.999, "clean": 0.99}
_EXACT = ("pdf", "docx", "html", "ofd", "clean", "dirty")  # forms in which doc numbers, dates and labels are all right
_FEW, _SHOWN = 7, 3


@dataclass
class Result:
    """What came of one form."""

    form: str
    report: Report
    text: Difference
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    boxes: Counter[bool] = field(default_factory=Counter)

    def f1(self, label: str) -> float:
        """F1 of a measure."""
        return self.report.scores[label].f1


def extract(paths: Sequence[Path], jobs: int) -> list[Outcome]:
    """Outcomes of all files, in their order."""
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(_extract, paths, chunksize=2))


def _extract(path: Path) -> Outcome:
    for form in ("docx", "html", "ofd"):  # until a reader is registered
        reading.READERS.setdefault(form, f"{form}.read_{form}")
    return run_file(path, path.parent, Options())


def golds_of(contents: Iterable[Content], folder: Path, plain: Sequence[Outcome]) -> list[Mapping[str, Any]]:
    """The hand-made tables of each notice, or else those of its plain text."""
    own = {gold["doc"]: gold for gold in rows_as_gold(plain)}
    golds: list[Mapping[str, Any]] = []
    for content in contents:
        path = folder / f"{content.name}.json"
        golds.append(load_gold(path) if path.exists() else own[f"{content.name}.txt"])
    return golds


def rows_as_gold(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """The tables that were extracted, in the form of hand-made ones."""
    found = []
    for each in outcomes:
        paths = {row["task_id"]: row["path"] for row in each.rows["tasks"]}
        gold: dict[str, Any] = {"doc": each.path, "document": each.document}
        for table in {measure.table for measure in MEASURES}:
            gold[table] = [{**row, "task": paths.get(row.get("task_id") or "", "")} for row in each.rows.get(table, [])]
        found.append(gold)
    return found


def judge(
    form: str, outcomes: Sequence[Outcome], plain: Sequence[Outcome], golds: Sequence[Mapping[str, Any]], base: Report
) -> Result:
    """Score one form against the hand-made tables and the plain text."""
    report = compare(gather(outcomes), golds)
    result = Result(form, report, Difference())
    for each, wanted in zip(outcomes, plain, strict=True):
        stem = Path(wanted.path).stem
        if each.status == "failed":
            problems = "; ".join(str(row["message"]) for row in each.rows["problems"])
            result.failed.append(f"{stem}: {problems}")
        difference = compare_texts(wanted.text, each.text)
        result.text.add(difference)
        result.errors += [f"{form}  {stem}  text  {passage}" for passage in difference.passages]
        result.errors += [f"{form}  {stem}  LINE LOST  {words}" for words in difference.lost]
    before = Counter(base.errors)
    result.errors += [f"{form}  row  {error}" for error in sorted((Counter(report.errors) - before).elements())]
    return result


def check_places(result: Result, outcomes: Sequence[Outcome], contents: Sequence[Content]) -> None:
    """Count the rows whose boxes lie on their words, and those whose do not."""
    fonts = Fonts(content.text for content in contents)
    for content, each in zip(contents, outcomes, strict=True):
        places = Places(pages_of(content, fonts), fonts)
        for name, rows in each.rows.items():
            for row in rows:
                right = places.right(row) if row.get("box") and row.get("text") else None
                if right is not None:
                    result.boxes[right] += 1
                if right is False:
                    where = f"page {row['page']}: {row['box'][:60]}"
                    result.errors.append(f"{result.form}  {content.name}  box  {name} {row['text'][:30]!r} {where}")


def table(results: Sequence[Result], plain: Report, same: Mapping[str, Report]) -> list[str]:
    """All figures as lines of text."""
    lines = ["F1 against the hand-made tables, and what is lost to plain text"]
    lines.append(f"{'form':8}" + "".join(f"{name:>16}" for name in COLUMNS.values()))
    lines.append(f"{'plain':8}" + "".join(f"{plain.scores[label].f1:16.3f}" for label in COLUMNS))
    for each in results:
        cells = (f"{each.f1(label):9.3f}{each.f1(label) - plain.scores[label].f1:+7.3f}" for label in COLUMNS)
        lines.append(f"{each.form:8}" + "".join(cells))
    lines += ["", "F1 against the tables of the plain text"]
    for form, report in same.items():
        lines.append(f"{form:8}" + "".join(f"{report.scores[label].f1:16.3f}" for label in COLUMNS))
    heads = f"{'form':8}{'characters':>12}{'wrong':>8}{'rate %':>9}{'lost':>6}{'joined':>8}{'parted':>8}"
    lines += ["", heads + "".join(f"{name:>12}" for name in ("numbers", "dates", "labels", "boxes"))]
    for each in results:
        text = each.text
        exact = "".join(f"{f'{text.right[kind]}/{text.wanted[kind]}':>12}" for kind in ("doc numbers", "dates", "labels"))
        exact += f"{f'{each.boxes[True]}/{each.boxes.total()}':>12}" if each.form in PLACED else ""
        lines.append(
            f"{each.form:8}{text.chars:12d}{text.errors:8d}{100 * text.rate:9.3f}{len(text.lost):6d}{text.joined:8d}{text.parted:8d}{exact}"
        )
    return lines


def broken(results: Sequence[Result], plain: Report) -> list[str]:
    """The bounds that are not kept, in words."""
    found = []
    for each in results:
        form, text = each.form, each.text
        for label in COLUMNS:
            loss = plain.scores[label].f1 - each.f1(label)
            if loss > F1_LOSS[form] + 1e-9:
                found.append(f"{form}: F1 of {label} is {loss:.3f} below plain text (at most {F1_LOSS[form]})")
        if text.rate > RATE[form]:
            found.append(f"{form}: {100 * text.rate:.3f} % of the characters are wrong (at most {100 * RATE[form]:g} %)")
        if text.lost:
            found.append(f"{form}: {len(text.lost)} paragraphs are lost")
        if form in _EXACT:
            found += [f"{form}: {text.wanted[k] - text.right[k]} {k} are wrong" for k in text.wanted if text.right[k] < text.wanted[k]]
        if each.boxes[True] < PLACED.get(form, 0) * each.boxes.total():
            found.append(f"{form}: the boxes of {each.boxes[False]} rows lie beside their words")
        found += [f"{form}: not read: {words}" for words in each.failed[:_SHOWN]]
        found += [f"{form}: not read: {len(each.failed)} in all"] * (len(each.failed) > _SHOWN)
    return found


def evaluate(contents: Sequence[Content], forms: Sequence[str], gold: Path, folder: Path, jobs: int) -> tuple[list[Result], list[str]]:
    """Render, extract and score; the results, and all figures as lines of text."""
    files = render(contents, folder, forms, jobs=jobs, again=False)
    plain = extract(files["plain"], jobs)
    golds = golds_of(contents, gold, plain)
    base = compare(gather(plain), golds)
    own = rows_as_gold(plain)
    results, same = [], {}
    for form in forms:
        print(f"reading {form} …", file=sys.stderr, flush=True)  # scans take minutes
        outcomes = extract(files[form], jobs)
        results.append(judge(form, outcomes, plain, golds, base))
        if form in PLACED:
            check_places(results[-1], outcomes, contents)
        same[form] = compare(gather(outcomes), own)
    return results, [*table(results, base, same), "", *broken(results, base)]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.forms.evaluate", description="How well each form of a notice is read")
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--notices", type=Path, default=NOTICES)
    parser.add_argument("--gold", type=Path, help="folder of the hand-made tables; default: the notices' own")
    parser.add_argument("--rendered", type=Path, help="folder in which rendered notices are kept from run to run")
    parser.add_argument("--only", action="append", default=[], help="one notice, by its name")
    parser.add_argument("--variant", default="", help="any word: the same notices set otherwise")
    parser.add_argument("--few", action="store_true", help="every seventh notice")
    parser.add_argument("--errors", type=Path, help="file for every passage and row that differs")
    parser.add_argument("--fail", action="store_true", help="exit code 1 where a bound is broken")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args(arguments)
    if missing():
        print("fonts are missing: apt install " + " ".join(missing()), file=sys.stderr)
        return 1
    paths = [path for path in sorted(given.notices.glob("*.txt")) if not given.only or path.stem in given.only]
    contents = [content_of(path, given.variant) for path in (paths[::_FEW] if given.few else paths)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.rendered or Path(temporary)
        results, lines = evaluate(contents, given.forms.split(","), given.gold or given.notices, folder, given.jobs)
    print("\n".join(lines))
    if given.errors:
        given.errors.write_text("\n".join(error for each in results for error in each.errors) + "\n", encoding="utf-8")
    return int(given.fail and lines[-1] != "")


if __name__ == "__main__":
    sys.exit(main())
