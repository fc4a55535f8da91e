"""The command ``pipeline``: thin; what it does is in batch, store, models and evaluate."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from pipeline.summary import printable

app = typer.Typer(
    name="pipeline",
    help="Chinese government notices (公文) into tables: tasks, responsible units, quotas, dates – each cell traceable to its words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
screen = Console(stderr=True)

Raw = Annotated[Path, typer.Argument(help="Folder with the notices (or one file).", show_default=True)]
Out = Annotated[Path, typer.Argument(help="Folder for the tables.", show_default=True)]


@app.command()
def extract(
    raw: Raw = Path("data/raw"),
    out: Out = Path("data/extracted"),
    contacts: Annotated[bool, typer.Option("--contacts", help="Also write the table of contact persons.")] = False,
    redact: Annotated[bool, typer.Option("--redact", help="Mask names and numbers of contact persons everywhere.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0: as many as pay.")] = 0,
    max_seconds: Annotated[float, typer.Option(min=0, help="Time one file may take, in seconds; 0: any.")] = 900,
    max_memory: Annotated[int, typer.Option(min=0, help="Memory one file may take, in MB; 0: any.")] = 4000,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
) -> None:
    """Extract all notices of a folder into tables.

    Writes OUT/notices.sqlite, one CSV and one Parquet file a table, and OUT/text/ with the clean texts. Exit code 0: everything
    was read; 1: some files were not read, or not whole (see OUT/problems.csv); 2: nothing could be done.
    """
    from pipeline.batch import notices_in, run_files, save
    from pipeline.models import ModelError
    from pipeline.read import NoticeError
    from pipeline.run import Options
    from pipeline.summary import Summary
    from pipeline.workers import Limits

    summary = Summary()
    limits = Limits(max_seconds, max_memory * 1_000_000)
    try:
        paths = notices_in(raw, out)
        if not paths:
            _fail(f"no notices in {raw}: put files there, or name another folder: make extract RAW=…")
        with _bar(quiet) as bar:
            task = bar.add_task("notices", total=len(paths), last="")
            for done in save(run_files(paths, raw, Options(contacts, redact), jobs or None, limits), out):
                summary.add(done)
                bar.update(task, advance=1, last=printable(done.path)[-40:])
    except (NoticeError, ModelError) as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"cannot write {out} ({error.strerror or error}): check the disk and your rights; the last output is untouched")
    if not quiet:
        summary.show(screen, out)
    raise typer.Exit(1 if summary.failed else 0)


@app.command()
def models() -> None:
    """Bring the models into models/ (the only command that downloads). Resumable, checked by SHA-256."""
    from pipeline.models import ModelError, fetch, listed, model_path
    from pipeline.segment import build_compact

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    try:
        for model in listed().values():
            with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as bar:
                task = bar.add_task(model.name, total=None)
                fetch(model, _say, partial(_advance, bar, task))
        build_compact(model_path("pkuseg"))
    except (ModelError, OSError) as error:
        _fail(str(error))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder with hand-made tables, one JSON file a notice.")],
    out: Annotated[Path | None, typer.Argument(help="Folder that `pipeline extract` wrote; or use --raw.")] = None,
    raw: Annotated[Path | None, typer.Option("--raw", help="Extract the notices that the gold names from this folder first.")] = None,
    errors: Annotated[bool, typer.Option("--errors/--no-errors", help="List every miss and every false row.")] = True,
) -> None:
    """Score extracted tables against hand-made ones: precision, recall and F1 a table."""
    from pipeline.evaluate import compare, gold_files, load_gold, read_scored, render
    from pipeline.models import ModelError
    from pipeline.read import NoticeError

    try:
        golds = [load_gold(path) for path in gold_files(gold)]
        if out is not None:
            tables = read_scored(out)
        else:
            tables = _extracted(raw or gold, [Path(each["doc"]).name for each in golds])
        report = compare(tables, golds)
    except (OSError, ValueError, NoticeError, ModelError) as error:
        _fail(str(error))
    for line in render(report, errors=errors):
        typer.echo(line)
    raise typer.Exit(1 if report.missing else 0)


@app.command()
def names(
    bodies: Annotated[str, typer.Argument(help="A body, or a list of bodies, as a notice prints them: 市发改委、市财政局.")],
    place: Annotated[str, typer.Option("--region", help="Where the notice comes from: 河南省漯河市; 全国 for the State.")] = "",
    year: Annotated[int | None, typer.Option("--year", help="The notice's year; names changed with the reforms.")] = None,
    issuer: Annotated[str, typer.Option("--issuer", help="Who issued it, for bodies that speak to their own offices.")] = "",
) -> None:
    """Official names of bodies: a line each with name, level, kind, region code and how sure it is."""
    from pipeline.language.bodies import split_bodies
    from pipeline.language.names import Place, full_name
    from pipeline.language.regions import NATION, regions_in

    found = [NATION] if place == NATION.name else regions_in(place, year)
    if place and len(found) != 1:
        said = "、".join(one.name for one in found) or "no division of that name"
        _fail(f"--region {place} does not name one region ({said}): write it whole, as 河南省漯河市")
    here = Place(found[0] if found else None, issuer, year)
    for body in split_bodies(bodies):
        named = full_name(body.full, here)
        typer.echo("\t".join((body.text, named.name, named.level, named.kind, named.region_code, named.name_source)))


def _extracted(raw: Path, names: list[str]) -> dict[str, list[dict[str, object]]]:
    """The tables of the named notices, extracted now."""
    from pipeline.batch import gather, notices_in, run_files
    from pipeline.run import Options

    stems = {Path(name).stem for name in names}
    paths = [path for path in notices_in(raw) if path.stem in stems and path.suffix != ".json"]
    outcomes = []
    with _bar(False) as bar:
        task = bar.add_task("notices", total=len(paths), last="")
        for done in run_files(paths, raw, Options()):
            outcomes.append(done)
            bar.update(task, advance=1, last=printable(done.path)[-40:])
    return gather(outcomes)


def _say(line: str) -> None:
    screen.print(line, soft_wrap=True, highlight=False)


def _advance(bar: Progress, task: TaskID, done: int, total: int) -> None:
    bar.update(task, completed=done, total=total)


def _bar(quiet: bool) -> Progress:
    last = TextColumn("{task.fields[last]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), last)
    return Progress(*columns, console=screen, disable=quiet or not screen.is_terminal, transient=True)


def _fail(words: str) -> None:
    screen.print(Text("pipeline: " + words, "red"), soft_wrap=True)
    sys.exit(2)


if __name__ == "__main__":
    app()
