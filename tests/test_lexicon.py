"""Every file of the lexicon can be read, and every rule in it is true to its own examples (the loaders refuse it otherwise)."""

import csv
import tomllib
from pathlib import Path

import pytest

from pipeline import lexicon

FOLDER = Path(lexicon.__file__).parent
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".csv", ".toml", ".txt"})


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".toml"], ids=lambda path: path.name)
def test_toml_files_are_read(path):
    assert tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".csv"], ids=lambda path: path.name)
def test_csv_rows_have_as_many_cells_as_the_head(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    head, *rows = csv.reader(lines)
    assert rows and len(set(head)) == len(head)
    assert [row for row in rows if len(row) != len(head)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_clean_text(path):
    text = path.read_text(encoding="utf-8")
    assert "\r" not in text and "\ufeff" not in text and text.endswith("\n")


def test_a_rule_that_fails_its_own_example_is_refused():
    import re

    lexicon.check("x.toml", "good", re.compile("以上"), "5件以上", "5件")
    with pytest.raises(lexicon.RuleError, match="its example"):
        lexicon.check("x.toml", "bad", re.compile("以下"), "5件以上", "")
    with pytest.raises(lexicon.RuleError, match="counter-example"):
        lexicon.check("x.toml", "bad", re.compile("件"), "5件以上", "5件")


def test_all_rooms_load_their_rules(model):
    """Loading compiles every rule and checks it; a whole notice touches all of them."""
    import pipeline

    notice = pipeline.extract(text="某某市公安局关于开展检查的通知\n一、抓好落实。6月底前检查不少于5次。（责任单位：市公安局）")
    assert len(notice.quotas) == 1
