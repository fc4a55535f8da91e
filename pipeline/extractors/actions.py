"""Actions: one row a verb-led clause of a task that directs (codebook, section 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.extractors.actions_clause import read_clause
from pipeline.extractors.actions_finish import NOTHING, Action, Clause
from pipeline.extractors.actions_lexicon import lexicon
from pipeline.extractors.assignments import find_assignments
from pipeline.extractors.context import Context, Row
from pipeline.notice import Task
from pipeline.segment import split_clauses
from pipeline.segment.spans import Spans

_ENDS = re.compile("[。；！？\n：]")  # signs over which nothing is carried from clause to clause


def extract_actions(ctx: Context) -> list[Row]:
    """Rows of the table ``actions``, in text order; column ``task`` is the path of the task."""
    return [
        row
        for task in ctx.tasks
        for start, end in _stretches(ctx.text, task)
        for row in find_actions(ctx.text, start, end, task.path)
    ]


def find_actions(text: str, start: int = 0, end: int | None = None, task: str = "") -> list[Row]:
    """The actions in a stretch of running text, clause by clause, as rows."""
    spans = split_clauses(text, start, len(text) if end is None else end)
    return list(_Stretch(text, spans, task).rows())


def _stretches(text: str, task: Task) -> Iterator[tuple[int, int]]:
    """What of a task may direct: not its number and title, not the printed assignments."""
    begin = max(task.start, task.title_end) if task.title_end > task.title_start else task.start + len(task.number)
    for found in find_assignments(text, task.start, task.end):
        if found.start > begin:
            yield begin, found.start
        begin = max(begin, found.end)
    if begin < task.end:
        yield begin, task.end


class _Stretch:
    """The clauses of a stretch, and what one of them leaves open for the next: an adverbial, a subject, an object."""

    def __init__(self, text: str, spans: Spans, task: str) -> None:
        self.text, self.spans, self.task = text, spans, task
        parts = lexicon().parts
        self.purpose, self.main, self.nominal = parts["purpose"], parts["main"], parts["nominal_sentence"]
        self.spoken_of = parts["spoken_of"]
        self.tells, self.modal = parts["tells"], parts["modal"]
        self.lists, self.item = parts["lists"], parts["item"]
        self.named, self.start = parts["named_people"], 0
        self.listing = False  # 需提交以下材料：what is named there directs nothing
        self._begin_sentence()

    def _begin_sentence(self) -> None:
        self.lead: int | None = None  # where the adverbial clauses before this one begin
        self.waiting: tuple[int, Clause] | None = None
        self.before = self.verb = ""  # object and verb of the action before
        self.told = False  # 发展体育有利于…，提高…: nothing is asked of anybody

    def rows(self) -> Iterator[Row]:
        purpose = False  # 为…，加强…，现就…: what stands between names purposes
        for number, (begin, stop) in enumerate(self.spans):
            if number == 0 or _ENDS.search(self.text, self.spans[number - 1][1], begin):
                self._begin_sentence()
                self._look_for_list(number)
                purpose = self._announces(number)
            elif purpose and self.main.match(self.text, begin):
                purpose = False
            if not purpose and not self.listing:
                yield from self._clause(number, begin, stop)

    def _look_for_list(self, number: int) -> None:
        """Begin a list of things behind 以下材料：, end it where a paragraph is no item of it."""
        if number == 0:
            return
        (start, before), (begin, _) = self.spans[number - 1 : number + 1]
        signs = self.text[before:begin]
        if "：" in signs:
            self.listing = self.listing or self.lists.search(self.text, start, before) is not None
            self.in_lines = "\n" in signs
        elif self.listing and ("\n" in signs or "。" in signs):
            self.listing = self.in_lines and self.item.match(self.text, begin) is not None

    def _clause(self, number: int, begin: int, stop: int) -> Iterator[Row]:
        clause = read_clause(self.text[begin:stop])
        self.start = begin
        if clause.actions and (self._is_spoken_of(number) or self._opens(clause.actions, stop)):
            clause = NOTHING
        modal = self.modal.search(self.text, begin, stop) is not None
        if self.told and (clause.subject or (clause.actions and clause.actions[0].subject) or modal):
            self.told = False
        self.told = self.told or (self.tells.match(self.text, begin, stop) is not None and not modal)
        if self.told:
            clause = NOTHING
        for index, action in enumerate(clause.actions):
            row = self._row(action, begin, first=index == 0)
            again = row["verb"] == self.verb and not row["object"] and row["rule"] != "action.goal"
            self.verb = row["verb"]
            if not again:  # 将任务落实到村，落实到户
                yield row
        if clause.leads:
            self.lead = begin + clause.start if self.lead is None else self.lead
            if clause.topic or clause.subject or self.waiting is None:
                self.waiting = begin, clause
            return
        self.lead = None
        if not (clause.actions and self.waiting and self.waiting[1].topic):  # 对…案件，充分利用…，及时答复
            self.waiting = None

    def _row(self, action: Action, offset: int, *, first: bool) -> Row:
        text = self.text

        def words(span: tuple[int, int] | None, at: int = offset) -> str:
            return text[at + span[0] : at + span[1]] if span else ""

        start, end = offset + action.start, offset + action.end
        subject, found, rule = words(action.subject), words(action.object), action.rule
        if first and self.lead is not None:
            start = self.lead
        if first and self.waiting:
            at, clause = self.waiting
            subject = subject or words(clause.subject, at)
            if clause.topic and (not found or action.into):
                found, rule = words(clause.topic, at), "action.carried"
        if found and subject and action.object[0] < action.object[1]:  # 对…的，由甲将其列为…，依法公示: done with
            self.waiting = None
        self.before = found
        return {
            "task": self.task, "subject": subject, "verb": words(action.verb), "object": found,
            "modality": action.modality, "text": text[start:end], "start": start, "end": end, "rule": rule,
        }  # fmt: skip

    def _announces(self, number: int) -> bool:
        """Whether a sentence that begins with its purpose (为…) comes to its point only later (…，现就…，请…)."""
        if not self.purpose.match(self.text, self.spans[number][0]):
            return False
        for (_, before), (begin, _) in pairwise(self.spans[number:]):
            if _ENDS.search(self.text, before, begin):
                return False
            if self.main.match(self.text, begin):
                return True
        return False

    def _is_spoken_of(self, number: int) -> bool:
        """Whether the clause is what the sentence says something about: 做好…，改善…，不仅关系…."""
        ends = [stop for _, stop in self.spans[number : number + 5]]
        for stop, (begin, _) in zip(ends, [*self.spans[number + 1 : number + 5], (0, 0)], strict=False):
            if self.nominal.match(self.text, stop):
                return True
            if _ENDS.search(self.text, stop, begin):
                return False
        return False

    def _opens(self, actions: tuple[Action, ...], stop: int) -> bool:
        """Whether a clause only opens what follows: 并应当做到：, or at the beginning of a sentence 开展…，要…."""
        action = actions[0]
        if self.spoken_of.match(self.text, stop):
            if self.named.search(self.text, self.start, stop):  # 引进技术的单位，必须…
                return True
            return self.lead is None and not self.before and action.start == action.verb[0] and len(actions) == 1
        return actions[-1].object[0] == actions[-1].object[1] and self.text.startswith("：", stop)
