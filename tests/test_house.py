"""The house keeps its order: data flows one way, rules live in the lexicon, rooms stay small."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pipeline"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

#: What each room may import of the others: nothing of a later stage.
ALLOWED = {
    "notice": set(),
    "tables": set(),
    "lexicon": set(),
    "read": {"notice", "lexicon"},
    "clean": {"notice", "lexicon"},
    "language": {"notice", "lexicon"},
    "structure": {"notice", "lexicon", "language"},
    "segment": {"notice", "lexicon", "models"},
    "extractors": {"notice", "lexicon", "language", "structure", "segment"},
    "store": {"tables"},
    "models": set(),
    "evaluate": set(),
}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pipeline"):
            parts = node.module.split(".")
            yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("pipeline."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_stage_looks_ahead(path):
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room in ALLOWED:
        assert set(imported(path)) - {room} <= ALLOWED[room]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_rooms_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_every_lexicon_file_says_what_it_is_and_where_it_is_from():
    for path in sorted((PACKAGE / "lexicon").iterdir()):
        if path.suffix in {".csv", ".toml", ".txt"}:
            head = "\n".join(path.read_text(encoding="utf-8").splitlines()[:12])
            assert head.startswith("#"), f"{path.name} has no header comment"
            assert re.search("source|compiled", head, re.I), f"{path.name} does not say where its rows are from"
