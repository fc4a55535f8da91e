"""What people call from Python: one notice, a folder of notices, the tables of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.parquet as pq

from pipeline.batch import gather, notices_in, run_files, save
from pipeline.notice import Box, CleanText, Elements, Link, Problem, Provision
from pipeline.read import NoticeError, read, read_text
from pipeline.run import Options, Result, process
from pipeline.tables import TABLES

if TYPE_CHECKING:
    from PIL import Image
    from spacy.tokens import Doc


class Notice:
    """One extracted notice: its clean text, elements and tables. Every table is an attribute: ``notice.tasks``, ``notice.units`` …"""

    def __init__(self, result: Result, path: Path | None = None) -> None:
        self._result = result
        self._path = path

    @property
    def doc_id(self) -> str:
        """Stable id made from the content."""
        return self._result.doc_id

    @property
    def clean(self) -> CleanText:
        """Clean text, raw text and the edits between them."""
        return self._result.clean

    @property
    def text(self) -> str:
        """The clean text; offsets of all tables point into it."""
        return self._result.clean.text

    @property
    def raw(self) -> str:
        """The text as it was read."""
        return self._result.clean.raw

    @property
    def elements(self) -> Elements:
        """Title, doc_number, issuers … as spans of the clean text."""
        return self._result.structure.elements if self._result.structure else Elements()

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """The tree of provisions, in text order."""
        return self._result.structure.provisions if self._result.structure else ()

    @property
    def document(self) -> dict[str, Any]:
        """The notice's row in ``documents``."""
        return dict(self._result.rows["documents"][0])

    @property
    def issues(self) -> list[Problem]:
        """What went wrong, as objects (``notice.problems`` is the table)."""
        return list(self._result.problems)

    @property
    def rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """All rows by table, as plain dicts."""
        return self._result.rows

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables as DataFrames."""
        return {name: table.frame(self._result.rows.get(name, [])) for name, table in TABLES.items()}

    @cached_property
    def doc(self) -> Doc:
        """The clean text as a spaCy Doc with the results in ``doc.spans``."""
        from pipeline.components import load

        return load()(self.text)

    @property
    def links(self) -> tuple[Link, ...]:
        """Attachments that the notice's web page links to."""
        return self._result.source.links

    def places(self, row: Mapping[str, Any]) -> list[tuple[int, Box]]:
        """Page and box of every printed line that a row's words stand on, also where they run over several pages."""
        return self._result.places(int(row["raw_start"]), int(row["raw_end"]))

    def image(
        self, page: int = 1, *, tables: Iterable[str] = ("tasks", "units", "quotas", "dates", "references"), dpi: float = 110
    ) -> Image.Image:
        """A page as a picture, with the words of its rows marked in the colours of :data:`pipeline.pictures.COLOURS`.

        Args:
            page: the page's number, from 1.
            tables: whose rows are marked; tasks are framed.
            dpi: resolution of the picture.

        Raises:
            NoticeError: the notice was not read from a file, or its form has no pages (text, Word, web pages).
            IndexError: there is no such page.
        """
        from pipeline.pictures import marked, page_picture

        if self._path is None:
            raise NoticeError("picture", "the notice was not read from a file", "read it with pipeline.extract(path)")
        found = next((each for each in self._result.source.pages if each.number == page), None)
        if found is None:
            raise IndexError(f"the notice has {len(self._result.source.pages)} pages, there is no page {page}")
        rows = ((name, self.places(row)) for name in tables for row in self.rows[name])
        on_page = ((name, [box for number, box in places if number == page]) for name, places in rows)
        return marked(page_picture(self._path.read_bytes(), found, self.raw, dpi), found, on_page)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """``notice.tasks``, ``notice.units``, ``notice.quotas`` …: a table as a DataFrame."""
        if name in TABLES:
            return self.tables[name]
        raise AttributeError(f"a notice has no {name!r}; its tables are {', '.join(TABLES)}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {len(self.rows[name])}" for name in ("tasks", "units", "quotas", "dates"))
        return f"<Notice {self.document.get('title') or self.doc_id}: {counts}>"


def extract(path: str | Path | None = None, *, text: str | None = None, contacts: bool = False, redact: bool = False) -> Notice:
    """Extract one notice from a file, or from text that is at hand.

    Args:
        path: a file in any form that the package reads.
        text: the notice's text instead of a file.
        contacts: fill the table ``contacts``.
        redact: mask names and numbers of contact persons in the clean text and in every table.

    Raises:
        NoticeError: the file cannot be read; the message says what to do. Text never raises.
        ModelError: the segmentation model has not been brought (``make models``).
        TypeError: neither or both of path and text are given.
    """
    if (path is None) == (text is None):
        raise TypeError("give a file, or text=…: one of the two")
    source = read(Path(path)) if path is not None else read_text(text or "")
    return Notice(process(source, Options(contacts, redact)), Path(path) if path is not None else None)


def extract_folder(
    folder: str | Path, out: str | Path | None = None, *, jobs: int | None = 1, contacts: bool = False, redact: bool = False
) -> dict[str, pd.DataFrame]:
    """Extract every notice under a folder; write the tables into ``out`` when it is given.

    Returns:
        DataFrames by table name: ``{"documents": …, "tasks": …}``. Files that could not be read stand in ``problems``.
    """
    root = Path(folder)
    paths = notices_in(root, Path(out) if out is not None else None)
    outcomes = run_files(paths, root, Options(contacts, redact), jobs)
    if out is not None:
        for _written in save(outcomes, Path(out)):
            pass
        return read_tables(out)
    rows = gather(outcomes)
    return {name: table.frame(rows[name]) for name, table in TABLES.items()}


def read_tables(out: str | Path) -> dict[str, pd.DataFrame]:
    """The tables that a run wrote, with their types, from its Parquet files.

    Raises:
        FileNotFoundError: the folder holds no tables.
    """
    folder = Path(out)
    found = {name: folder / f"{name}.parquet" for name in TABLES if (folder / f"{name}.parquet").exists()}
    if not found:
        raise FileNotFoundError(f"{folder} holds no tables: run `pipeline extract RAW {folder}` first")
    rows = {name: pq.read_table(path).to_pylist() for name, path in found.items()}
    return {name: table.frame(rows.get(name, [])) for name, table in TABLES.items()}
