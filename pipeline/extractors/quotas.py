"""Quotas: the numbers of a provision that somebody has to reach or keep to (codebook, section 5).

`find_quantities` gives every quantity; here it is decided which are quotas (`quota_rules`), what each counts
(`quota_indicator`), for whom, over which time, and of which other quota it is a part.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.extractors.quota_frame import (
    LONGEST_LEAD,
    Kept,
    bracket_of,
    holds_parts,
    is_part,
    kind_of,
    op_of,
    period_of,
    scope_of,
)
from pipeline.extractors.quota_indicator import (
    Reading,
    Surroundings,
    clause_of,
    completed,
    read,
    read_clause,
    with_level,
)
from pipeline.extractors.quota_nouns import strip_left, strip_right
from pipeline.extractors.quota_rules import Place, decide
from pipeline.extractors.quota_words import quota_words
from pipeline.language.numerals import parse_number
from pipeline.language.quantities import Quantity, find_quantities
from pipeline.language.quantities_lexicon import measure_at
from pipeline.language.quantities_values import plain

if TYPE_CHECKING:
    from pipeline.extractors.context import Context

Row = dict[str, Any]

_SENTENCE = re.compile(r"(?:[^。！？\n.．]|(?<![一-龥）)%])[.．]|[.．](?=[0-9]))*(?:[。！？\n.．]|$)")
_LINK = re.compile(r"[、，,]?(?:和|及|以及|与|或)?")
_HEADING = re.compile(r"(.{2,16}?)[（(]([一-龥%‰/·A-Za-z]{1,8})[）)]")
_LONGEST_NAME = 20  # characters of the name of a sum before a bracket
_FARTHEST_LEAD = 2000  # characters that a list may stand behind its heading
_ATTRIBUTES = ("drop.attribute", "drop.threshold", "drop.grade", "drop.condition")  # of rules whose numbers are of the thing counted
_HELD = frozenset(("名", "人", "次", "课时", "学时"))  # units of what somebody has or does, and not of bodies themselves
_VAGUE_INDICATOR = frozenset(("奖励", "补助", "补贴", "资助", "给予"))


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
        if start < task.start:  # a figure for several rows together is counted with the first of them
            continue
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
    recent: list[str] = []  # the indicators of the sentence
    carried, scope = "", ""
    granted = ""  # the last indicator that is a sum granted
    parent: int | None = None
    whole_end = -1  # where the number of the parent ends
    last_sentence = (-1, -1)
    for group in _groups(ctx.text, _kept(ctx.text, task, quantities)):
        head = group[0]
        if head.sentence != last_sentence:
            last_sentence, scope, carried, recent = head.sentence, "", "", []
            granted = granted if head.rule.kind == "standard" else ""
            parent = parent if is_part(ctx.text, head) else None
        reading = _reading(ctx, task, group, carried, granted)
        if reading.source == "carried" and len(group) > 1 and len(recent) >= len(group) and _severally(head):
            reading = Reading(recent[-len(group) :], reading.verb, "list")
        recent += reading.items
        carried = reading.items[-1] if reading.items else carried
        granted = carried if quota_words()["sum.granted"].search(carried) else granted
        if rows and scope.endswith("的") and "；" in ctx.text[rows[-1]["end"] : head.clause[0]]:
            scope = ""  # a condition holds as far as its part of the sentence
        scope = scope_of(ctx.text, head, scope)
        opening = bracket_of(ctx.text, head)
        part = is_part(ctx.text, head) or (parent is not None and holds_parts(whole_end, opening))
        made = list(_rows(ctx, task, group, reading, scope))
        for row in made:
            row["parent"] = parent if part else None
        if not part:
            parent, whole_end = first + len(rows), group[-1].quantity.end
        rows += made
    return rows


def _kept(text: str, task: Any, quantities: list[Quantity]) -> list[Kept]:
    """The quantities that are quotas, each with its clause and sentence."""
    sentences = [match.span() for match in _SENTENCE.finditer(text, task.start, task.end) if match.end() > match.start()]
    begins = [span[0] for span in sentences]
    goal = task.kind == "goal"
    stops: list[int] = []  # where a noun ends because another number begins, unless that only says which things are counted
    kept: list[Kept] = []
    floor = task.start
    for quantity in quantities:
        low, high = sentences[max(0, bisect_right(begins, quantity.number_start) - 1)]
        clause = clause_of(text, low, high, quantity.start, quantity.end)
        before = text[min(clause[0], quantity.start) : quantity.start]
        sentence = text[max(low, quantity.start - LONGEST_LEAD) : quantity.start]
        place = Place(quantity, before, sentence, text[quantity.end : min(high, quantity.end + LONGEST_LEAD)], goal)
        rule = decide(place)
        if kept and (rule is None or (rule.keep and not rule.kind)) and _linked(text, kept[-1].quantity, quantity):
            rule = kept[-1].rule  # one of a list
        if kept and rule and rule.rule == "drop.attribute" and _goes_on(text, kept[-1], quantity, low):
            rule = kept[-1].rule
        if rule is None or rule.keep or not rule.rule.startswith(_ATTRIBUTES):
            stops.append(quantity.start)
        if rule is None or not rule.keep:
            continue
        kept.append(Kept(quantity, rule, clause, (low, high), floor, stops))
        floor = quantity.end
    return kept


def _groups(text: str, kept: list[Kept]) -> Iterator[list[Kept]]:
    """Numbers with nothing but a link between them belong together: 分别达到95%、90%."""
    group: list[Kept] = []
    for item in kept:
        if group and not _linked(text, group[-1].quantity, item.quantity):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _linked(text: str, one: Quantity, two: Quantity) -> bool:
    gap = text[one.end : two.start]
    if "，" in gap and (one.change != two.change or two.start != two.number_start):
        return False
    alike = one.unit == two.unit or one.distribution == two.distribution == "分别"
    return alike and 0 < len(gap) <= 3 and _LINK.fullmatch(gap) is not None


def _severally(item: Kept) -> bool:
    return item.quantity.distribution.startswith("分别")


def _goes_on(text: str, before: Kept, two: Quantity, low: int) -> bool:
    """培育5家以上自主创新企业、10家以上骨干企业: the second number is asked for as the first is."""
    one = before.quantity
    same = (one.op, one.unit) == (two.op, two.unit) and before.sentence[0] == low
    return same and text[two.start - 1] in "、和及" and not any(mark in text[one.end : two.start] for mark in "，；：")


def _reading(ctx: Context, task: Any, group: list[Kept], carried: str, granted: str) -> Reading:
    """The indicators of a group; an empty one takes the one before it, of a sum the last sum granted, or the heading."""
    head = group[0]
    times = _times(ctx, head.clause[0], head.quantity.number_start)
    place = Surroundings(head.clause, head.sentence, head.floor, head.stops, times, head.rule)
    reading = read(ctx.text, [item.quantity for item in group], place)
    if reading.source == "level" and carried:
        return Reading([with_level(reading.items[0], carried)], reading.verb, "level")
    opening = bracket_of(ctx.text, head) if head.quantity.unit == "元" else -1
    named = quota_words()["sum.bracket"].search(ctx.text, max(head.sentence[0], opening - _LONGEST_NAME), opening) if opening > 0 else None
    if named and reading.source != "granted" and not quota_words()["sum.bracket"].search("".join(reading.items)):
        return Reading([strip_left(named[1])[0] or named[1]], reading.verb, "lead-in")
    share = quota_words()["lead-in.share"].match(ctx.text, *head.sentence) if head.quantity.unit == "%" else None
    alone = len(reading.items) == 1 and not reading.items[0].endswith(quota_words().lists["whole_heads"])
    if share and alone and share.end() <= head.clause[0]:
        return Reading([share[1]], reading.verb, "lead-in", reading.items)
    lead = _lead_in(ctx.text, task, head)
    if lead and (head.quantity.unit == "元" or not reading.items) and reading.source != "granted":
        return Reading([lead], reading.verb, "lead-in")
    if (not reading.items or reading.items[0] in _VAGUE_INDICATOR) and head.rule.kind == "standard":
        low = max(task.start, head.quantity.start - _FARTHEST_LEAD)
        found = quota_words()["lead-in"].search(ctx.text, low, head.quantity.start)
        if found:
            return Reading([found[1]], reading.verb, "lead-in")
    if not reading.items and head.quantity.unit == "元":
        low = max(head.sentence[0], head.quantity.start - LONGEST_LEAD)
        sums = quota_words()["sum.subject"].finditer(ctx.text[low : head.quantity.start])
        found = next(iter(deque(sums, maxlen=1)), None)
        if found:
            name = quota_words()["label"].sub("", found[1])
            return Reading([strip_left(name)[0] or name], reading.verb, "carried")
    held = head.quantity.unit in _HELD and head.floor > head.sentence[0] and len(reading.items) == 1
    if carried and held and quota_words()["holder"].fullmatch(reading.items[0]):
        counted = quota_words()["holder"].sub("", carried, count=1) or carried  # 学校保安员不少于3名，幼儿园不少于1名
        return Reading([counted], reading.verb, "carried", [reading.items[0]])
    if reading.items:
        return completed(reading, carried, head.quantity)
    low = max(head.sentence[0], head.floor)
    before = read_clause(ctx.text, low, head.clause[0] - 1)
    if granted and head.quantity.unit == "元":
        before = before or granted
    if carried and not any(mark in ctx.text[low : head.clause[0] - 1] for mark in "，；："):
        before = carried  # the clause before has a number of its own, of the same thing
    source = quota_words()["out-of"].search(strip_right(head.before(ctx.text), head.quantity))
    if not before and not carried:
        inside = bracket_of(ctx.text, head)
        before = read_clause(ctx.text, head.sentence[0], inside) if inside > 0 else ""
    name = before or carried or (source[1] if source else "") or reading.verb or _of_title(ctx.text, task)
    return Reading([name] if name else [], reading.verb, "carried")


def _of_title(text: str, task: Any) -> str:
    """The indicator that heads a provision: 3.签约居民续约率 … 2023年达到80%."""
    noun, _ = strip_left(quota_words()["label"].sub("", text[task.title_start : task.title_end]))
    return noun if noun.endswith(quota_words().lists["whole_heads"]) else ""


def _lead_in(text: str, task: Any, head: Kept) -> str:
    """医疗费结算标准：甲2700元，乙3100元: what each sum of the list is."""
    low = max(head.sentence[0], head.quantity.start - LONGEST_LEAD)
    if not any(colon in text[low : head.quantity.start] for colon in "：:"):
        return ""
    leads = quota_words()["lead-in.sums"].finditer(text, low, head.quantity.start)
    found = next(iter(deque(leads, maxlen=1)), None)
    return strip_left(found[1])[0] if found else ""


def _times(ctx: Context, low: int, high: int) -> list[tuple[int, int]]:
    """Where dates stand that are no part of an indicator; rhythms and spans of time are read with the words."""
    dates = (found for found in ctx.dates_in(low, high) if found.kind in ("point", "interval"))
    return [(found.start, found.end) for found in dates if found.kind == "point" or found.date_from or found.date_to]


def _rows(ctx: Context, task: Any, group: list[Kept], reading: Reading, scope: str) -> Iterator[Row]:
    """One row a number, or a number and an item of its list."""
    pairs: list[tuple[Kept, str]]
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
            "task": task.path, "kind": kind_of(ctx.text, item), "indicator": name, "op": op_of(ctx.text, item), "value": quantity.value,
            "value_max": quantity.value_max, "unit": quantity.unit, "change": quantity.change,
            "scope": reading.scopes[index] if reading.scopes else scope, "period": period_of(ctx, item), "parent": None,
            "start": start, "end": end, "text": ctx.text[start:end], "rule": f"{item.rule.rule}/{quantity.rule}",
        }  # fmt: skip
