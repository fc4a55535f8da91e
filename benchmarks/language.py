"""`find_dates` and `find_quantities` beside JioNLP on our tables of cases: pass rates and sentences a second, in one run.

    make bench

The tables are those of the tests (tests/language). Our results have to agree with them to the letter. JioNLP's are read
generously (`peer_times`): another form of the same days counts as right, and the words of a limit need not be in the span. Where JioNLP is
right by the table and we are not, and where it gives days that the table leaves open, a row of
benchmarks/jionlp_reasons.csv has to say why; the run fails for a case without a reason.
"""

from __future__ import annotations

import csv
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peer_times import agrees, expected_times, gives_days, money_agrees, times_of

from pipeline.language.dates import DateExpression, find_dates
from pipeline.language.quantities import Quantity, find_quantities

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "language"
REASONS = Path(__file__).with_name("jionlp_reasons.csv")
ROUNDS = 3
Row = dict[str, str]


def rows(*paths: Path) -> list[Row]:
    """The rows of CSV files, comments left out."""
    found: list[Row] = []
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        found += csv.DictReader(line for line in lines if not line.startswith("#"))
    return found


def shown_date(found: DateExpression) -> str:
    """A time as the table of cases writes it."""
    extras = [
        found.bound,
        found.rrule,
        found.duration,
        found.anchor and "@" + found.anchor,
        "!" if found.problem else "",
    ]
    return " ".join([f"{found.text}={found.kind} {found.date_from}/{found.date_to}", *filter(None, extras)])


def shown_quantity(found: Quantity) -> str:
    """A quantity as the table of cases writes it."""
    value = str(found.value) if found.value_max is None else f"{found.value} {found.value_max}"
    sign = {"increase": "+", "decrease": "-"}.get(found.change, "")
    return " ".join(part for part in (found.op, value, found.unit, sign) if part)


def our_dates(row: Row) -> str:
    """What we find in a case of dates, in the notation of the table."""
    year = int(row["year"]) if row["year"] else None
    return "｜".join(shown_date(one) for one in find_dates(row["text"], row["reference"] or None, default_year=year))


def our_quantities(row: Row) -> str:
    """What we find in a case of quantities, in the notation of the table."""
    return " ; ".join(shown_quantity(one) for one in find_quantities(row["text"]))


def rates(work: Callable[[Row], object], cases: list[Row]) -> tuple[float, float]:
    """Sentences a second: at the first pass, word lists and expressions still to be made, and at the best of the later."""
    seconds = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        for row in cases:
            work(row)
        seconds.append(time.perf_counter() - began)
    return len(cases) / seconds[0], len(cases) / min(seconds[1:])


class Peer:
    """JioNLP behind our two questions; what it raises counts as nothing found."""

    def __init__(self) -> None:
        import jionlp  # type: ignore[import-untyped]

        logging.disable(logging.CRITICAL)
        self.times, self.money = jionlp.ner.extract_time, jionlp.ner.extract_money

    def dates(self, row: Row) -> list[dict[str, Any]]:
        """Its times of a case, counted from the case's reference."""
        day = (row["reference"] or "2021-03-15").replace("T", "-").replace(":", "-").split("-")
        base = dict(zip(("year", "month", "day", "hour", "minute"), map(int, day), strict=False))
        try:
            return list(self.times(row["text"], time_base=base))
        except Exception:  # the peer's, whatever it is
            return []

    def sums(self, row: Row) -> list[dict[str, Any]]:
        """Its sums of money of a case."""
        try:
            return list(self.money(row["text"]))
        except Exception:
            return []


def reason_for(case: Row, reasons: list[Row]) -> str:
    """The first written reason whose table, phenomenon and pattern fit a case; empty where there is none."""
    for row in reasons:
        if row["phenomenon"] in ("", case["phenomenon"]) and re.search(row["pattern"], case["text"]):
            return row["reason"]
    return ""


def by_phenomenon(cases: list[Row], ours: list[bool], theirs: list[bool]) -> None:
    """A line for each phenomenon."""
    total, we, they = Counter[str](), Counter[str](), Counter[str]()
    for row, our, their in zip(cases, ours, theirs, strict=True):
        total[row["phenomenon"]] += 1
        we[row["phenomenon"]] += our
        they[row["phenomenon"]] += their
    for name, count in total.items():
        print(f"    {name:24}{count:6}{we[name] / count:10.0%}{they[name] / count:10.0%}")
    print(f"    {'all':24}{len(cases):6}{sum(ours) / len(cases):10.1%}{sum(theirs) / len(cases):10.1%}")


def compare(peer: Peer, cases: list[Row], reasons: list[Row]) -> int:
    """The tables of dates; the number of differences that nobody has explained."""
    ours = [our_dates(row) == row["expected"] for row in cases]
    answers = [(row, expected_times(row["text"], row["expected"]), times_of(peer.dates(row))) for row in cases]
    theirs = [agrees(expected, found, row["reference"]) for row, expected, found in answers]
    print(f"  {'phenomenon':26}{'cases':>6}{'ours':>10}{'JioNLP':>10}")
    by_phenomenon(cases, ours, theirs)
    unexplained = 0
    said = Counter[str]()
    for row, our, their in zip(cases, ours, theirs, strict=True):
        if their and not our:
            reason = reason_for(row, reasons)
            unexplained += not reason
            print(f"  JioNLP right, ours not: {row['text']} ({row['reference']}): {reason or 'NO REASON WRITTEN'}")
    for row, expected, found in answers:
        if gives_days(expected, found):
            reason = reason_for(row, reasons)
            unexplained += not reason
            said[reason or f"NO REASON WRITTEN: {row['text']}"] += 1
    print(f"  JioNLP gives days that the table leaves open or holds no time: {sum(said.values())} cases")
    for reason, count in said.most_common():
        print(f"    {count:4}  {reason}")
    return unexplained


def main() -> int:
    """Print the comparison; 1 where a difference lacks its reason."""
    dates = rows(CASES / "date_cases.csv", CASES / "date_cases_independent.csv")
    quantities = rows(*sorted(CASES.glob("quantity_cases*.csv")))
    speed = {"dates": rates(our_dates, dates), "quantities": rates(our_quantities, quantities)}
    try:
        peer: Peer | None = Peer()
    except ImportError:
        peer = None
    unexplained = 0
    if peer is None:
        print("JioNLP is not installed (pip install -r requirements/bench.txt): our figures alone")
        ours = [our_dates(row) == row["expected"] for row in dates]
        by_phenomenon(dates, ours, [False] * len(dates))
    else:
        theirs = {"dates": rates(peer.dates, dates), "quantities": rates(peer.sums, quantities)}
        unexplained = compare(peer, dates, rows(REASONS))
    right = [our_quantities(row) == row["expected"] for row in quantities]
    print(f"  quantities: {len(quantities)} cases, ours {sum(right) / len(right):.1%}", end="")
    if peer is not None:
        money = [(row, ok) for row, ok in zip(quantities, right, strict=True) if row["phenomenon"] == "money"]
        agree = [money_agrees(row["expected"], peer.sums(row)) for row, _ in money]
        print(
            f"; of the {len(money)} of money, the only ones that JioNLP reads, ours {sum(ok for _, ok in money) / len(money):.1%},"
            f" JioNLP {sum(agree) / len(money):.1%}",
            end="",
        )
        for (row, ok), their in zip(money, agree, strict=True):
            if their and not ok:
                reason = reason_for(row, rows(REASONS))
                unexplained += not reason
                print(f"\n  JioNLP right, ours not: {row['text']}: {reason or 'NO REASON WRITTEN'}", end="")
    print("\n  sentences a second              first pass      later")
    for name, (first, later) in speed.items():
        print(f"    ours, {name:22}{first:12,.0f}{later:11,.0f}   (promised: 3,000)")
    if peer is not None:
        for name, (first, later) in theirs.items():
            print(f"    JioNLP, {'money' if name == 'quantities' else name:20}{first:12,.0f}{later:11,.0f}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
