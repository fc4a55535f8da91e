"""Actions: one row a verb-led clause of a task that directs (codebook, section 3)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.actions_clause import Action, Clause, read_clause
from pipeline.extract.assignments import find_assignments
from pipeline.extract.context import Context, Row
from pipeline.notice import Task
from pipeline.segment import split_clauses

_ENDS = frozenset("。；！？\n：")


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
    last = start
    for begin, stop in split_clauses(text, start, end):
        if any(sign in _ENDS for sign in text[last:begin]):
            waiting, lead = None, None
        last = stop
        clause = read_clause(text[begin:stop])
        for index, action in enumerate(clause.actions):
            row = _row(text, task, action, begin)
            if index == 0:
                if lead is not None:
                    row["start"] = lead
                    row["text"] = text[lead : row["end"]]
                if waiting:
                    _take_over(text, row, action, *waiting)
            yield row
        if clause.leads:
            lead = begin if lead is None else lead
            if clause.topic or clause.subject or waiting is None:
                waiting = (begin, clause)
        elif clause.actions and not (waiting and waiting[1].topic and not clause.actions[0].object[1] > clause.actions[0].object[0]):
            lead = None
            if not (waiting and waiting[1].topic):
                waiting = None
        else:
            waiting, lead = None, None


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


def _take_over(text: str, row: Row, action: Action, offset: int, waiting: Clause) -> None:
    """Give an action what an adverbial clause before it left: its subject, or its object (对…的案件，要及时答复)."""
    if waiting.subject and not row["subject"]:
        row["subject"] = text[offset + waiting.subject[0] : offset + waiting.subject[1]]
    if waiting.topic and not row["object"]:
        row["object"] = text[offset + waiting.topic[0] : offset + waiting.topic[1]]
        row["rule"] = "action.carried"
