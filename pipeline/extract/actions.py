"""Actions: one row a verb-led clause of a task that directs (codebook, section 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.extract.actions_clause import Action, Clause, read_clause
from pipeline.extract.assignments import find_assignments
from pipeline.extract.context import Context, Row
from pipeline.notice import Task
from pipeline.segment import split_clauses
from pipeline.segment.spans import Spans

_ENDS = re.compile("[。；！？\n：]")
_PURPOSE = re.compile("为(?!此|期|主|民|止)|为了|为着")
_MATERIAL = re.compile("(?:方案|计划|报告|总结|材料|名单|清单|意见|台账|报表|预案|细则)$")
_MAIN = re.compile("请|必须|务必|各(?!项|类|种|方)|现[就将予发]|经|特|决定|根据|按照|结合|我|市|省|县|区")
_NOMINAL = re.compile("，(?:也|就|既|都|更|不仅)?(?:是(?!否)|事关|关系|有利于|有助于)|，对(?:于)?[^，。；]{2,40}(?:具有|有着|起到)")


def extract_actions(ctx: Context) -> list[Row]:
    """Rows of the table ``actions``, in text order; column ``task`` is the path of the task."""
    rows: list[Row] = []
    for task in ctx.tasks:
        for start, end in _stretches(ctx.text, task):
            rows.extend(_actions(ctx.text, task, start, end))
    return rows


def _stretches(text: str, task: Task) -> Iterator[tuple[int, int]]:
    """What of a task may direct: not its number and title, not the printed assignments."""
    begin = max(task.start, task.title_end) if task.title_end > task.title_start else task.start + len(task.number)
    for found in find_assignments(text, task.start, task.end):
        if found.start > begin:
            yield begin, found.start
        begin = max(begin, found.end)
    if begin < task.end:
        yield begin, task.end


def _actions(text: str, task: Task, start: int, end: int) -> Iterator[Row]:
    """Clause by clause; what a clause leaves open (subject, object, adverbial) is carried to the next of its sentence."""
    waiting: tuple[int, Clause] | None = None
    lead: int | None = None
    before = ""  # the object before
    spans = split_clauses(text, start, end)
    purpose = False  # 为…，加强…，现就…: what stands between names purposes
    for number, (begin, stop) in enumerate(spans):
        if number == 0 or _ENDS.search(text, spans[number - 1][1], begin):
            waiting, lead, before = None, None, ""
            purpose = _announces(text, spans, number)
        elif purpose and _MAIN.match(text, begin):
            purpose = False
        if purpose:
            continue
        clause = read_clause(text[begin:stop])
        if clause.actions and (_is_topic(text, spans, number) or (text.startswith("：", stop) and not _has_object(clause.actions[-1]))):
            clause = Clause()
        for index, action in enumerate(clause.actions):
            row = _row(text, task, action, begin)
            if index == 0:
                if lead is not None:
                    row["start"], row["text"] = lead, text[lead : row["end"]]
                if waiting:
                    _take_over(text, row, *waiting)
            if row["rule"] == "action.goal" and not row["object"] and _MATERIAL.search(before):
                row["object"] = before  # 制定方案，于5月31日前报市局
            before = row["object"]
            yield row
        if clause.leads:
            lead = begin if lead is None else lead
            if clause.topic or clause.subject or waiting is None:
                waiting = (begin, clause)
        elif clause.actions and waiting and waiting[1].topic:  # 对…的案件，充分利用…，及时答复
            lead = None
        else:
            waiting, lead = None, None


def _announces(text: str, spans: Spans, number: int) -> bool:
    """Whether a sentence that begins with its purpose (为…) comes to its point only later (…，现就…，请…)."""
    if not _PURPOSE.match(text, spans[number][0]):
        return False
    for (_, before), (begin, _) in pairwise(spans[number:]):
        if _ENDS.search(text, before, begin):
            return False
        if _MAIN.match(text, begin):
            return True
    return False


def _is_topic(text: str, spans: Spans, number: int) -> bool:
    """Whether the clause, or the clauses from it on, are what the sentence speaks of: 做好…，改善…，不仅关系…."""
    for (_, stop), (begin, _) in pairwise(spans[number : number + 4]):
        if _ENDS.search(text, stop, begin):
            return False
        if _NOMINAL.match(text, stop):
            return True
    return bool(_NOMINAL.match(text, spans[number][1]))


def _has_object(action: Action) -> bool:
    return action.object[1] > action.object[0]


def _row(text: str, task: Task, action: Action, offset: int) -> Row:
    subject = text[offset + action.subject[0] : offset + action.subject[1]] if action.subject else ""
    start, end = offset + action.start, offset + action.end
    return {
        "task": task.path,
        "subject": subject,
        "verb": text[offset + action.verb[0] : offset + action.verb[1]],
        "object": text[offset + action.object[0] : offset + action.object[1]],
        "modality": action.modality,
        "text": text[start:end],
        "start": start,
        "end": end,
        "rule": action.rule,
    }


def _take_over(text: str, row: Row, offset: int, waiting: Clause) -> None:
    """Give an action what an adverbial clause before it left: its subject, or its object (对…的案件，要及时答复)."""
    if waiting.subject and not row["subject"]:
        row["subject"] = text[offset + waiting.subject[0] : offset + waiting.subject[1]]
    if waiting.topic and not row["object"]:
        row["object"] = text[offset + waiting.topic[0] : offset + waiting.topic[1]]
        row["rule"] = "action.carried"
