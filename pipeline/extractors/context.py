"""What every extractor is given: the notice after structure, and what is worked out once for all of them.

An extractor is a pure function ``extract_x(ctx: Context) -> list[Row]``; a Row is a dict with the codebook's columns less ids
(``task`` holds the task's path or ``""``), and always ``start``, ``end``, ``text``, ``rule``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from pipeline.language.dates import DateExpression, find_dates
from pipeline.notice import CleanText, Elements, Provision, Structure, Task

Row = dict[str, Any]
Words = Callable[[int, int], Sequence[tuple[int, int]]]

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_YEARS = re.compile(r"(?:19|20)\d\d\s*年?\s*(?:[-－—–―─~～至到]|—+)\s*((?:19|20)?\d\d)(?!\d)")
_WHITE = re.compile(r"\s+")
_BOOK = re.compile(r"《[^《》\n]{0,160}(?:《[^《》\n]{0,80}》[^《》\n]{0,80})?》?")
_NUMBERED = re.compile(r"[〔\[［【(（](?:19|20)?\d\d[〕\]］】)）]\s*第?\s*\d+\s*号")


@dataclass
class Context:
    """A notice under extraction. ``words(start, end)`` gives the token spans of a stretch of clean text, segmented when asked for."""

    clean: CleanText
    structure: Structure
    words: Words
    tasks: tuple[Task, ...] = ()
    rows: dict[str, list[Row]] = field(default_factory=dict)  # what earlier extractors found, by table
    fields: Mapping[str, str] = field(default_factory=dict)  # what a web page says of the notice beside its text

    @property
    def text(self) -> str:
        """The clean text."""
        return self.clean.text

    @property
    def elements(self) -> Elements:
        """The notice's elements."""
        return self.structure.elements

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """The tree of provisions in text order, tasks or not."""
        return self.structure.provisions

    @cached_property
    def issue_date(self) -> date | None:
        """成文日期 as a date; where the notice has none, the 印发 date; where it has neither, what its web page says."""
        printed = [span.text for span in (self.elements.issue_date, self.elements.print_date) if span]
        for words in [*printed, self.fields.get("issue_date", "")]:
            for found in find_dates(words):
                try:
                    return date.fromisoformat(found.date_to or found.date_from)
                except ValueError:
                    continue
        return None

    @cached_property
    def plan_year(self) -> int | None:
        """The year that 全年, 年底前 and dates without one mean: of the plan's title, the notice's title, else of its date.

        A plan for several years (2021—2025年) has no year of its own: its undated days are those of the year of issue.
        """
        for span in (self.elements.plan_title, self.elements.title):
            words = _WHITE.sub("", span.text) if span else ""
            if _YEARS.search(words):
                break
            years = {int(found) for found in _YEAR.findall(words)}
            if len(years) == 1:
                return years.pop()
        return self.issue_date.year if self.issue_date else None

    @cached_property
    def cited(self) -> tuple[tuple[int, int], ...]:
        """Spans in which numbers and names are not the notice's own: 《titles》 and document numbers."""
        spans = [m.span() for m in _BOOK.finditer(self.text)] + [m.span() for m in _NUMBERED.finditer(self.text)]
        return tuple(sorted(spans))

    @cached_property
    def dates(self) -> list[DateExpression]:
        """Every time expression outside citations and the notice's own titles, in order."""
        own = [span for span in (self.elements.title, self.elements.plan_title, *self.elements.title_repeats) if span]
        exclude = sorted([*self.cited, *((span.start, span.end) for span in own)])
        return find_dates(self.text, self.issue_date, default_year=self.plan_year, exclude=exclude)

    def dates_in(self, start: int, end: int) -> list[DateExpression]:
        """The time expressions within [start:end)."""
        first = bisect_right([found.start for found in self.dates], start - 1)
        return [found for found in self.dates[first:] if found.start < end and found.end <= end]

    @cached_property
    def _task_starts(self) -> list[int]:
        return [task.start for task in self.tasks]

    def task_at(self, offset: int) -> Task | None:
        """The task in whose text the offset lies (the innermost; tasks do not overlap but for parents' lead-ins)."""
        index = bisect_right(self._task_starts, offset) - 1
        while index >= 0:
            if offset < self.tasks[index].end:
                return self.tasks[index]
            index -= 1
        return None
