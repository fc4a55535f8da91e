"""Quotas: the numbers of a provision that somebody has to reach or keep to (codebook, section 5).

`find_quantities` gives every quantity; here it is decided which are quotas (`quota_rules`), what each counts
(`quota_indicator`), for whom, over which time, and of which other quota it is a part.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.extract.quota_indicator import Reading, Surroundings, clause_of, read, read_clause, scope_in, with_level
from pipeline.extract.quota_nouns import strip_left
from pipeline.extract.quota_rules import Place, Rule, decide
from pipeline.extract.quota_words import quota_words
from pipeline.language.numerals import parse_number
from pipeline.language.quantities import Quantity, find_quantities
from pipeline.language.quantities_lexicon import measure_at
from pipeline.language.quantities_values import plain

if TYPE_CHECKING:
    from pipeline.extract.context import Context

Row = dict[str, Any]

_SENTENCE = re.compile(r"(?:[^。！？\n.．]|(?<![一-龥）)%])[.．]|[.．](?=[0-9]))*(?:[。！？\n.．]|$)")
_LINK = re.compile(r"[、，,]?(?:和|及|以及|与|或)?")
_PART = re.compile(r"其中|含(?!量)")
_PART_BEFORE = re.compile(r"其中[，：]$")
_CONDITION = re.compile(r"(?:对|对于|凡)?([^，。；\n]*的)$")
_HEADING = re.compile(r"(.{2,16}?)[（(]([一-龥%‰/·A-Za-z]{1,8})[）)]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_RHYTHM = re.compile(r"年|月|周|季|日|天|旬|学期|小时")
_REACHED = {"level.up": ">=", "level.down": "<="}
_FORBIDDEN = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
_LONGEST_LEAD, _FARTHEST_LEAD = 300, 2000  # characters that a list may stand behind its heading, in its sentence and in all
_VAGUE_INDICATOR = frozenset(("奖励", "补助", "补贴", "资助", "给予"))


@dataclass(slots=True)
class _Kept:
    """A quantity that is a quota, where it stands, and the row that kept it."""

    quantity: Quantity
    rule: Rule
    clause: tuple[int, int]
    sentence: tuple[int, int]
    floor: int
    ceiling: int


def extract_quotas(ctx: Context) -> list[Row]:
    """Rows of the table ``quotas``; ``parent`` is the index of the quota that a row is a part of, None for none."""
    rows: list[Row] = []
    quantities = find_quantities(ctx.text, exclude=ctx.cited)
    starts = [quantity.number_start for quantity in quantities]
    tasks = sorted(ctx.tasks, key=lambda task: (task.start, -task.end))
    for index, task in enumerate(tasks):
        # what a later task takes over (a child of the one whose lead-in this is) is left to it
        stop = tasks[index + 1].start if index + 1 < len(tasks) else task.end
        low, high = bisect_left(starts, task.start), bisect_left(starts, min(task.end, stop))
        if task.cells:
            rows += _of_cells(ctx, task, len(rows))
        if low < high:
            rows += _of_task(ctx, task, quantities[low:high], len(rows))
    return rows


def _of_cells(ctx: Context, task: Any, first: int) -> Iterator[Row]:
    """The bare figures of a row of a task table, under headings that name their unit: 改厕任务（户）| 1800."""
    for heading, start, end in task.cells:
        match = _HEADING.fullmatch(heading.strip())
        found = measure_at(match[2].lstrip("万亿千百"), 0) if match else None
        value = parse_number(ctx.text[start:end].strip())
        if match is None or found is None or value is None:
            continue
        words, measure = found
        if words != match[2].lstrip("万亿千百"):
            continue
        scale = parse_number("1" + match[2][: len(match[2]) - len(words)]) or 1
        yield {
            "task": task.path, "kind": "target", "indicator": match[1], "op": "=",
            "value": plain(value * scale * measure.factor), "value_max": None, "unit": measure.unit, "change": "",
            "scope": _row_name(ctx, task), "period": "", "start": start, "end": end, "text": ctx.text[start:end],
            "rule": "table.cell", "parent": None,
        }  # fmt: skip


def _row_name(ctx: Context, task: Any) -> str:
    """The first cell of a row that is words: whose figures they are."""
    for heading, start, end in task.cells:
        words = ctx.text[start:end].strip()
        if heading.strip() not in ("序号", "编号") and words and parse_number(words) is None:
            return words if len(words) <= 12 else ""
    return ""


def _of_task(ctx: Context, task: Any, quantities: list[Quantity], first: int) -> list[Row]:
    rows: list[Row] = []
    carried = ""
    scope = ""
    parent: int | None = None
    last_sentence = (-1, -1)
    for group in _groups(ctx.text, _kept(ctx.text, task, quantities)):
        head = group[0]
        if head.sentence != last_sentence:
            last_sentence, scope, carried = head.sentence, "", ""
            parent = parent if _PART.match(ctx.text, head.sentence[0]) else None
        reading = _reading(ctx, task, group, carried)
        carried = reading.items[-1] if reading.items else carried
        scope = _scope(ctx.text, head, scope)
        is_part = bool(_PART.match(ctx.text, head.clause[0]) or _PART_BEFORE.search(ctx.text[head.clause[0] - 4 : head.clause[0]]))
        made = list(_rows(ctx, task, group, reading, scope))
        for row in made:
            row["parent"] = parent if is_part else None
        if not is_part:
            parent = first + len(rows)
        rows += made
    return rows


def _kept(text: str, task: Any, quantities: list[Quantity]) -> Iterator[_Kept]:
    """The quantities that are quotas, each with its clause and sentence."""
    sentences = [match.span() for match in _SENTENCE.finditer(text, task.start, task.end) if match.end() > match.start()]
    begins = [span[0] for span in sentences]
    goal = task.kind == "goal"
    floor = task.start
    kept: _Kept | None = None
    for index, quantity in enumerate(quantities):
        low, high = sentences[max(0, bisect_right(begins, quantity.number_start) - 1)]
        clause = clause_of(text, low, high, quantity.start, quantity.end)
        before = text[min(clause[0], quantity.start) : quantity.start]
        sentence = text[max(low, quantity.start - _LONGEST_LEAD) : quantity.start]
        place = Place(quantity, before, sentence, text[quantity.end : min(high, quantity.end + _LONGEST_LEAD)], goal)
        rule = decide(place)
        if rule is None and kept is not None and _linked(text, kept.quantity, quantity):
            rule = kept.rule  # one of a list
        if rule is None or not rule.keep:
            continue
        ceiling = quantities[index + 1].start if index + 1 < len(quantities) else task.end
        kept = _Kept(quantity, rule, clause, (low, high), floor, ceiling)
        yield kept
        floor = quantity.end


def _groups(text: str, kept: Iterator[_Kept]) -> Iterator[list[_Kept]]:
    """Numbers with nothing but a link between them belong together: 分别达到95%、90%."""
    group: list[_Kept] = []
    for item in kept:
        if group and not _linked(text, group[-1].quantity, item.quantity):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _linked(text: str, one: Quantity, two: Quantity) -> bool:
    gap = text[one.end : two.start]
    return 0 < len(gap) <= 3 and one.unit == two.unit and _LINK.fullmatch(gap) is not None


def _reading(ctx: Context, task: Any, group: list[_Kept], carried: str) -> Reading:
    """The indicators of a group; an empty one takes the one before it, or the heading."""
    head = group[0]
    times = _times(ctx, head.clause[0], head.quantity.number_start)
    place = Surroundings(head.clause, head.floor, group[-1].ceiling, times, head.rule)
    reading = read(ctx.text, [item.quantity for item in group], place)
    if reading.source == "level" and carried:
        return Reading([with_level(reading.items[0], carried)], reading.verb, "level")
    lead = _lead_in(ctx.text, task, head)
    if lead and (head.quantity.unit == "元" or not reading.items) and reading.source != "granted":
        return Reading([lead], reading.verb, "lead-in")
    if (not reading.items or reading.items[0] in _VAGUE_INDICATOR) and head.rule.kind == "standard":
        low = max(task.start, head.quantity.start - _FARTHEST_LEAD)
        found = quota_words()["lead-in"].search(ctx.text, low, head.quantity.start)
        if found:
            return Reading([found[1]], reading.verb, "lead-in")
    if not reading.items:
        low = max(head.sentence[0], head.floor)
        before = read_clause(ctx.text, low, head.clause[0] - 1)
        if carried and not any(mark in ctx.text[low : head.clause[0] - 1] for mark in "，；："):
            before = carried  # the clause before has a number of its own, of the same thing
        name = before or carried or reading.verb
        return Reading([name] if name else [], reading.verb, "carried")
    return reading


def _lead_in(text: str, task: Any, head: _Kept) -> str:
    """医疗费结算标准：甲2700元，乙3100元: what each sum of the list is."""
    low = max(head.sentence[0], head.quantity.start - _LONGEST_LEAD)
    if not any(colon in text[low : head.quantity.start] for colon in "：:"):
        return ""
    leads = quota_words()["lead-in.sums"].finditer(text, low, head.quantity.start)
    found = next(iter(deque(leads, maxlen=1)), None)
    return strip_left(found[1])[0] if found else ""


def _times(ctx: Context, low: int, high: int) -> list[tuple[int, int]]:
    """Where dates stand that are no part of an indicator; rhythms and spans of time are read with the words."""
    dates = (found for found in ctx.dates_in(low, high) if found.kind in ("point", "interval"))
    return [(found.start, found.end) for found in dates if found.date_from or found.date_to]


def _rows(ctx: Context, task: Any, group: list[_Kept], reading: Reading, scope: str) -> Iterator[Row]:
    """One row a number, or a number and an item of its list."""
    pairs: list[tuple[_Kept, str]]
    if len(reading.items) == len(group):
        pairs = list(zip(group, reading.items, strict=True))
    else:
        pairs = [(item, name) for item in group for name in reading.items or [""]]
    for index, (item, name) in enumerate(pairs):
        quantity = item.quantity
        start, end = min(item.clause[0], quantity.start), item.clause[1]
        while end > start and ctx.text[end - 1] in " \t、":
            end -= 1
        end = max(end, quantity.end)
        yield {
            "task": task.path, "kind": _kind(item), "indicator": name, "op": _op(item), "value": quantity.value,
            "value_max": quantity.value_max, "unit": quantity.unit, "change": quantity.change,
            "scope": reading.scopes[index] if reading.scopes else scope, "period": _period(ctx, item), "parent": None,
            "start": start, "end": end, "text": ctx.text[start:end], "rule": f"{item.rule.rule}/{quantity.rule}",
        }  # fmt: skip


def _op(item: _Kept) -> str:
    """What is to be raised to a number has to reach it, what is to be brought down to one has to stay below it.

    What is forbidden above a number may not pass it.
    """
    if item.rule.rule == "keep.forbidden":
        return _FORBIDDEN.get(item.quantity.op, item.quantity.op)
    return _REACHED.get(item.quantity.rule, item.quantity.op)


def _kind(item: _Kept) -> str:
    if item.rule.kind:
        return item.rule.kind
    return "limit" if _op(item) in ("<=", "<") and not item.quantity.change else "target"


def _scope(text: str, item: _Kept, before: str) -> str:
    """Who has to reach it: 每个县 at the number, else the last 各县, 全市 of the sentence; of a standard, the condition."""
    share = item.quantity.distribution
    if share.startswith("每") and not _RHYTHM.search(share):
        return share
    words = text[max(item.sentence[0], item.quantity.start - _LONGEST_LEAD) : item.quantity.start]
    found = scope_in(words)
    if found:
        return found
    if item.rule.kind == "standard":
        condition = _CONDITION.search(words.rpartition("，")[0])
        if condition:
            return condition[1].lstrip("：:（）()一二三四五六七八九十0123456789.、")
    return before


def _period(ctx: Context, item: _Kept) -> str:
    """The interval that the count runs over: named in the sentence, else the year of the plan."""
    if item.rule.kind in ("standard", "limit"):
        return ""
    low, high = item.sentence
    for found in reversed(ctx.dates_in(low, min(high, item.quantity.start))):
        if found.kind == "interval" and found.date_from and found.date_to and found.text not in item.quantity.base:
            return f"{found.date_from}/{found.date_to}"
    year = ctx.plan_year
    return f"{date(year, 1, 1)}/{date(year, 12, 31)}" if year else ""
