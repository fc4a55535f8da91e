"""What the parsers of times and quantities say depends on their arguments alone: not on the clock, the time zone, the
locale or the order of a set; and no number is a float."""

from __future__ import annotations

import ast
import csv
import dataclasses
import json
import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

import pipeline.language
from pipeline.language.dates import find_dates
from pipeline.language.quantities import find_quantities

HERE = Path(__file__).parent
ROOM = Path(pipeline.language.__file__).parent
CLOCKS = {"today", "now", "utcnow", "localtime", "gmtime", "monotonic", "perf_counter", "time_ns"}

SHOW = """
import csv, dataclasses, hashlib, sys
from pipeline.language.dates import find_dates
from pipeline.language.quantities import find_quantities
digest = hashlib.sha256()
for name in sys.argv[1:]:
    lines = open(name, encoding="utf-8").read().splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        for found in (find_dates(row["text"], row.get("reference") or None), find_quantities(row["text"])):
            digest.update(repr([dataclasses.astuple(one) for one in found]).encode())
print(digest.hexdigest())
"""


def tables() -> list[Path]:
    return [*sorted(HERE.glob("date_cases*.csv")), *sorted(HERE.glob("quantity_cases*.csv"))]


def texts() -> list[str]:
    found = []
    for path in tables():
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [row["text"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))]
    return found


def test_other_time_zone_locale_and_hash_seed_give_the_same() -> None:
    def digest(**environment: str) -> str:
        command = [sys.executable, "-c", SHOW, *map(str, tables())]
        told = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
        return told.stdout.strip()

    here = digest(TZ="Pacific/Kiritimati", PYTHONHASHSEED="1", LC_ALL="C.UTF-8")
    there = digest(TZ="Pacific/Pago_Pago", PYTHONHASHSEED="2", LC_ALL="C")
    assert len(here) == 64
    assert here == there


def test_without_a_reference_nothing_is_counted_from_today(monkeypatch: pytest.MonkeyPatch) -> None:
    every = texts()
    before = [find_dates(text) for text in every]
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)  # what date.today() asks: a day of the year 2096
    assert [find_dates(text) for text in every] == before
    for text in ("今年", "明天", "本周五前", "三天后", "近三年", "国庆节", "6月20日前", "两小时后", "下午5时"):
        [found] = find_dates(text)
        assert (found.date_from, found.date_to) == ("", "")
        assert found.problem


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_no_module_asks_for_the_time(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in CLOCKS, f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            assert not {"time", "locale", "random"} & set(names), f"{path.name}:{node.lineno}"


def test_numbers_are_decimals_and_places_are_exact() -> None:
    for text in texts():
        end = 0
        for one in find_quantities(text):
            assert type(one.value) is Decimal
            assert one.value_max is None or type(one.value_max) is Decimal
            assert text[one.start : one.end] == one.text
            assert "E" not in str(one.value)
        for found in find_dates(text, "2021-03-15"):
            assert text[found.start : found.end] == found.text
            assert found.start >= end
            end = found.end


def test_results_are_plain_values() -> None:
    [date_found] = find_dates("2021年6月底前")
    [quantity] = find_quantities("不少于1.5万件")
    json.dumps(dataclasses.asdict(date_found))
    json.dumps(dataclasses.asdict(quantity), default=str)


PROSE = "各县（区）要于2021年6月底前完成不少于30件，并将工作情况报送领导小组办公室，确保各项任务落到实处。"


@pytest.mark.parametrize(("unit", "times"), [("1", 1_000_000), ("年", 100_000), ("一", 1_000_000), ("每", 1_000_000)])
def test_a_megabyte_of_one_sign_takes_no_longer_a_character_than_prose(unit: str, times: int) -> None:
    def a_character(text: str) -> float:
        began = time.process_time()
        find_dates(text, "2021-03-15")
        find_quantities(text)
        return (time.process_time() - began) / len(text)

    a_character(PROSE * 10)
    prose = min(a_character(PROSE * 2000) for _ in range(2))
    assert min(a_character(unit * times) for _ in range(2)) < 1.5 * prose
