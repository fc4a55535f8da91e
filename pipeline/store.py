"""Rows into files: SQLite, CSV, Parquet and clean text, written beside and moved into place, the same bytes each time.

A folder of output is replaced file by file only when everything has been written; a run that is killed half-way leaves the
last good output as it was.
"""

from __future__ import annotations

import csv
import errno
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import pyarrow.parquet as pq
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    Text,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy import Table as SqlTable
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.types import TypeEngine

from pipeline.tables import DECIMAL, TABLES, Table, cell, encodable

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

#: A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STAGING = ".writing"
_ROW_GROUP = 20_000  # rows of a Parquet row group: the same whatever the size of the notices


class _Plain(TypeDecorator[Any]):
    """NUMERIC that goes into SQLite as its plain digits, not as a rounded float."""

    impl = Numeric(*DECIMAL)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric(*DECIMAL))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return cell(value) if dialect.name == "sqlite" and value is not None else value


_SQL: dict[str, Any] = {
    "text": Text, "integer": Integer, "decimal": _Plain, "boolean": Boolean, "date": Date, "real": Float,
}


def schema() -> MetaData:
    """The SQL tables, derived from :data:`pipeline.tables.TABLES`."""
    metadata = MetaData()
    for table in TABLES.values():
        columns = []
        for c in table.columns:
            foreign = [ForeignKey(c.key)] if "." in c.key else []
            columns.append(Column(c.name, _SQL[c.type](), *foreign, primary_key=c.key == "primary", comment=c.meaning))
        SqlTable(table.name, metadata, *columns, comment=table.meaning)
    return metadata


class Writer:
    """Writes notices one after the other, in bounded memory; the output appears, whole, when the writer is closed.

    Use it as a context manager: leaving it by an exception throws everything away and leaves the last output untouched.

    Raises:
        OSError: the folder cannot be written, or holds a folder ``text`` that is not of a former run.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.staging = out / _STAGING
        self.counts = dict.fromkeys(TABLES, 0)

    def __enter__(self) -> Self:
        self.out.mkdir(parents=True, exist_ok=True)
        texts = self.out / "text"
        if texts.is_dir() and any(texts.iterdir()) and not (self.out / "notices.sqlite").exists():
            raise FileExistsError(errno.EEXIST, "it holds a folder text/ that no run wrote", str(texts))
        shutil.rmtree(self.staging, ignore_errors=True)
        (self.staging / "text").mkdir(parents=True)
        self._files = {name: _TableFiles(table, self.staging) for name, table in TABLES.items()}
        self._database = _Database(self.staging / "notices.sqlite")
        return self

    def add(self, tables: Tables, doc_id: str = "", text: str | None = None) -> None:
        """Add the rows of one notice (or of many), and the clean text of one."""
        for name, files in self._files.items():
            rows = _encodable(tables.get(name, ()))
            if rows:
                self.counts[name] += len(rows)
                files.add(rows)
                self._database.add(name, rows)
        if text is not None:
            (self.staging / "text" / f"{doc_id}.txt").write_bytes(text.encode("utf-8", "replace"))

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        try:
            for files in self._files.values():
                files.close()
            self._database.close()
            if kind is None:
                if not self.counts["contacts"]:
                    self._files["contacts"].remove()
                _move(self.staging, self.out)
        finally:
            shutil.rmtree(self.staging, ignore_errors=True)


def write(tables: Tables, texts: Mapping[str, str], out: Path) -> None:
    """Write all tables and clean texts (by doc_id) into ``out``.

    Raises:
        OSError: when the folder cannot be written; nothing of the last output is lost then.
    """
    with Writer(out) as writer:
        writer.add(tables)
        for doc_id, text in texts.items():
            writer.add({}, doc_id, text)


def _move(staging: Path, out: Path) -> None:
    """Put every written file in place of the old one; what a former run wrote and this one did not goes."""
    for name in TABLES:
        for suffix in (".csv", ".parquet"):
            if not (staging / (name + suffix)).exists():
                (out / (name + suffix)).unlink(missing_ok=True)
    old = out / ".old-text"
    shutil.rmtree(old, ignore_errors=True)
    if (out / "text").exists():
        (out / "text").rename(old)
    for path in sorted(staging.iterdir()):
        path.replace(out / path.name)
    shutil.rmtree(old, ignore_errors=True)


def harmless(text: str) -> str:
    """A text cell that no spreadsheet runs: a leading apostrophe before what would be a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


class _TableFiles:
    """The CSV (UTF-8 with BOM, so that Excel opens it right) and the Parquet file of one table."""

    def __init__(self, table: Table, folder: Path) -> None:
        self.table = table
        self.paths = (folder / f"{table.name}.csv", folder / f"{table.name}.parquet")
        self._texts = [c.type == "text" and c.name != "op" for c in table.columns]
        self._stream = self.paths[0].open("w", encoding="utf-8-sig", errors="replace", newline="")
        self._csv = csv.writer(self._stream, lineterminator="\r\n")
        self._csv.writerow(table.names)
        self._parquet = pq.ParquetWriter(self.paths[1], table.arrow, compression="zstd")
        self._waiting: list[Mapping[str, Any]] = []

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        for row in rows:
            cells = [cell(row.get(name)) for name in self.table.names]
            self._csv.writerow([harmless(c) if text else c for c, text in zip(cells, self._texts, strict=True)])
        self._waiting.extend(rows)
        while len(self._waiting) >= _ROW_GROUP:
            self._flush(_ROW_GROUP)

    def _flush(self, count: int) -> None:
        self._parquet.write_table(self.table.record_batch(self._waiting[:count]))
        self._waiting = self._waiting[count:]

    def close(self) -> None:
        self._flush(len(self._waiting))
        self._stream.close()
        self._parquet.close()

    def remove(self) -> None:
        for path in self.paths:
            path.unlink(missing_ok=True)


def _encodable(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lone surrogates cannot be written as UTF-8: they become "?"; everything else stays."""
    return [{k: encodable(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows]


class _Database:
    """The SQLite file of a run, written in one transaction: all tables with keys and column types."""

    def __init__(self, path: Path) -> None:
        self._engine = _sqlite(path)
        self._metadata = schema()
        self._metadata.create_all(self._engine)
        self._connection = self._engine.connect()

    def add(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        table = self._metadata.tables[name]
        self._connection.execute(table.insert(), [{c: _stored(row.get(c)) for c in TABLES[name].names} for row in rows])

    def close(self) -> None:
        self._connection.commit()
        self._connection.close()
        self._engine.dispose()


def _stored(value: Any) -> Any:
    return None if value == "" else value


def _sqlite(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _quick(connection: Any, _record: Any) -> None:  # the file is new and moved into place whole: no journal needed
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")

    return engine
