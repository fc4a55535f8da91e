"""The tables are defined once; everything that writes them agrees with that definition."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.store import schema
from pipeline.tables import TABLES, cell, dictionary_markdown


def test_every_foreign_key_leads_to_a_primary_key():
    primary = {f"{t.name}.{c.name}" for t in TABLES.values() for c in t.columns if c.key == "primary"}
    foreign = {c.key for t in TABLES.values() for c in t.columns if "." in c.key}
    assert foreign and foreign <= primary


def test_column_names_are_unique_in_a_table_and_all_have_a_meaning():
    for table in TABLES.values():
        assert len(set(table.names)) == len(table.names)
        assert all(c.meaning and c.zh for c in table.columns)


def test_sql_schema_has_the_same_columns_in_the_same_order():
    for name, table in TABLES.items():
        assert tuple(schema().tables[name].columns.keys()) == table.names


def test_frame_keeps_types_and_makes_missing_values_missing():
    frame = TABLES["quotas"].frame([{"quota_id": "q", "value": Decimal("0.3"), "start": 3, "text": "", "op": ">="}])
    assert frame.loc[0, "value"] == Decimal("0.3")
    assert frame["start"].dtype == "Int64"
    assert frame["text"].isna().all()
    assert frame["value_max"].isna().all()


def test_empty_frame_has_all_columns():
    frame = TABLES["documents"].frame([])
    assert tuple(frame.columns) == TABLES["documents"].names


def test_arrow_types_and_descriptions():
    batch = TABLES["documents"].record_batch([{"doc_id": "d1", "issue_date": date(2021, 1, 28), "pages": 2}])
    assert batch.column("issue_date").to_pylist() == [date(2021, 1, 28)]
    assert batch.schema.field("title").metadata[b"zh"] == "标题".encode()


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, ""), (True, "true"), (False, "false"), (Decimal("15000"), "15000"), (Decimal("1E+4"), "10000"),
     (Decimal("0.3000"), "0.3"), (Decimal("100"), "100"), (date(2020, 2, 29), "2020-02-29"), (0, "0")],
)
def test_cells_are_plain(value, written):
    assert cell(value) == written


def test_dictionary_names_every_column():
    words = dictionary_markdown()
    assert all(f"| `{c.name}` |" in words for t in TABLES.values() for c in t.columns)
