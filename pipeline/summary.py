"""What a run says at its end: per notice what was found and what went wrong, the troubled ones first when there are many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from pipeline.batch import Outcome

_SHOWN = 40
_COUNTED = ("tasks", "units", "quotas", "dates")
_STYLE = {"ok": "green", "partial": "yellow", "failed": "red", "double": "dim"}


def printable(text: str) -> str:
    """Text that changes nothing on a terminal: control characters and what cannot be encoded become "?"."""
    return "".join(ch if ch.isprintable() else "?" for ch in text.encode("utf-8", "replace").decode())


@dataclass(frozen=True)
class _Line:
    name: str
    counts: tuple[int, ...]
    status: str
    problems: str

    @property
    def calm(self) -> bool:
        return self.status == "ok" and not self.problems


class Summary:
    """Gathers a line a notice while a run goes on; only what is shown in the end is kept."""

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter()
        self.failed = 0
        self._troubled: list[_Line] = []
        self._calm: list[_Line] = []

    def add(self, outcome: Outcome) -> None:
        """Take in what came of one file."""
        rows = outcome.rows
        documents = rows.get("documents") or [{"title": outcome.path, "status": "double"}]
        words = " ".join(str(row["message"]) for row in rows.get("problems", []))
        counts = tuple(len(rows.get(name, [])) for name in _COUNTED)
        line = _Line(str(documents[0].get("title") or outcome.path), counts, str(documents[0]["status"]), words)
        self.totals.update(dict(zip(_COUNTED, counts, strict=True)))
        self.totals["documents"] += len(rows.get("documents", []))
        self.totals["problems"] += len(rows.get("problems", []))
        self.failed += line.status in ("failed", "partial")
        kept = self._calm if line.calm else self._troubled
        if len(kept) < _SHOWN:
            kept.append(line)
        self.totals["lines"] += 1

    def show(self, screen: Console, out: Path) -> None:
        """Print the table and the totals."""
        lines = (self._troubled + self._calm)[:_SHOWN]
        grid = Table(header_style="bold")
        grid.add_column("notice", overflow="fold", ratio=4)
        for name in _COUNTED:
            grid.add_column(name, justify="right")
        grid.add_column("status")
        grid.add_column("problems", overflow="fold", ratio=3)
        for line in lines:
            status = Text(line.status, _STYLE.get(line.status, ""))
            grid.add_row(Text(printable(line.name)), *map(str, line.counts), status, Text(printable(line.problems)))
        screen.print(grid)
        if (left := self.totals["lines"] - len(lines)) > 0:
            screen.print(f"… and {left} more; all problems stand in {out / 'problems.csv'}", highlight=False, soft_wrap=True)
        total = ", ".join(f"{self.totals[name]} {name}" for name in ("documents", *_COUNTED, "problems"))
        screen.print(f"{total} → {out}", highlight=False, soft_wrap=True)
