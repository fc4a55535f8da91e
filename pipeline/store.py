"""Rows into files: SQLite, CSV, Parquet and clean text, written beside and moved into place, the same bytes each time.

A folder of output is replaced file by file only when everything has been written; a run that is killed half-way leaves the
last good output as it was.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

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

from pipeline.tables import DECIMAL, TABLES, Table, cell

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

#: A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STAGING = ".writing"


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


def write(tables: Tables, texts: Mapping[str, str], out: Path) -> None:
    """Write all tables and clean texts into ``out``.

    Raises:
        OSError: when the folder cannot be written; nothing of the last output is lost then.
    """
    out.mkdir(parents=True, exist_ok=True)
    staging = out / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    (staging / "text").mkdir(parents=True)
    try:
        for name, table in TABLES.items():
            if name == "contacts" and not tables.get(name):
                continue
            write_csv(table, tables.get(name, ()), staging / f"{name}.csv")
            write_parquet(table, tables.get(name, ()), staging / f"{name}.parquet")
        write_sqlite(tables, staging / "notices.sqlite")
        for doc_id, text in texts.items():
            (staging / "text" / f"{doc_id}.txt").write_bytes(text.encode("utf-8", "replace"))
        _move(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


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


def write_csv(table: Table, rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """UTF-8 with BOM, so that Excel opens it right; \\n inside cells stays."""
    texts = {c.name for c in table.columns if c.type == "text" and c.name != "op"}
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(table.names)
        for row in rows:
            cells = [(name, cell(row.get(name))) for name in table.names]
            writer.writerow([harmless(value) if name in texts else value for name, value in cells])


def write_parquet(table: Table, rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Typed columns with their meaning in the schema."""
    pq.write_table(table.record_batch(_encodable(rows)), path, compression="zstd")


def _encodable(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lone surrogates cannot be written as UTF-8: they become "?"; everything else stays."""
    return [
        {k: v.encode("utf-8", "replace").decode() if isinstance(v, str) and not v.isascii() else v for k, v in row.items()}
        for row in rows
    ]


def write_sqlite(tables: Tables, path: Path) -> None:
    """One database file with all tables, keys and column types."""
    path.unlink(missing_ok=True)
    engine = _sqlite(path)
    metadata = schema()
    metadata.create_all(engine)
    with engine.begin() as connection:
        for name, table in TABLES.items():
            rows = [{c: _stored(row.get(c)) for c in table.names} for row in _encodable(tables.get(name, ()))]
            if rows:
                connection.execute(metadata.tables[name].insert(), rows)
    engine.dispose()


def _stored(value: Any) -> Any:
    return None if value == "" else value


def _sqlite(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _quick(connection: Any, _record: Any) -> None:  # the file is new and moved into place whole: no journal needed
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")

    return engine
