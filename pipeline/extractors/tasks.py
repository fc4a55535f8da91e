"""Tasks: the provisions that ask somebody for something (codebook, section 2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.extractors.context import Context, Row
from pipeline.notice import CleanText, Provision, Structure, Task
from pipeline.structure import doc_type_of
from pipeline.structure.directing import (
    covers,
    denies,
    directs,
    is_penalty,
    is_thing,
    lists_things,
    names_state,
    sentences,
    sets_conditions,
)
from pipeline.structure.doc_types import doc_type, kinds
from pipeline.structure.lexicon import pattern

_SHORT = 160  # characters of an item that may just name what is looked at
_SERIES = 3  # provisions from which brothers settle the doubtful ones
_GOAL = pattern("task.goal")
_SHOWS = pattern("task.shows")
_WHOM = frozenset({"h.none.whom", "h.none.scope"})
_PAPERS = pattern("task.papers")
_OBLIGES = pattern("task.obliges")
_ARTICLE = pattern("task.article")
_ACTS = pattern("task.acts")
_ANNOUNCES = pattern("task.announces")
_ASSIGNED = pattern("assigned")
_LABELLED = pattern("assigned.label")
_FORBIDS = re.compile("不得|严禁|禁止|应当?|必须|负责")


def tasks_of(structure: Structure, clean: CleanText) -> tuple[Task, ...]:
    """The tasks of a notice in text order."""
    tasks = _Chooser(clean.text, structure).choose()
    if not _is_notice(structure, clean.text):
        tasks = [task for task in tasks if task.kind != "request"]
    return tuple(tasks)


def _is_notice(structure: Structure, text: str) -> bool:
    """News and stories have no mark of an official document."""
    found = structure.elements
    typed = doc_type_of(text, structure) != ""
    return bool(
        typed or found.doc_number or found.recipients or (found.issuers and (found.issue_date or found.print_date))
    )


@dataclass
class _Branch:
    """A provision and what stands under it."""

    provision: Provision
    children: list[_Branch] = field(default_factory=list)
    asks: bool | None = None
    """Settled by its brothers, or not settled."""


class _Chooser:
    """Decides for each provision whether it is a task, alone, with its children, or not at all."""

    def __init__(self, text: str, structure: Structure) -> None:
        self.text, self.provisions = text, structure.provisions
        title = structure.elements.title
        row = kinds().get(doc_type(title.text)) if title else None
        self.strongly = row is not None and row["directs"] == "0"

    def choose(self) -> list[Task]:
        tasks: list[Task] = []
        forest = _forest(self.provisions)
        self._level([branch for branch in forest if branch.provision.path[0] not in "0T"])
        for branch in forest:
            tasks += self._tasks(branch)
        return sorted(tasks, key=lambda task: (task.start, task.end))

    def _directs(self, start: int, end: int, *, strongly: bool = False) -> bool:
        """Whether a sentence directs. Behind one that says what the rule covers only words of duty do."""
        strongly = strongly or self.strongly
        for a, b in sentences(self.text, start, end):
            words = self.text[a:b]
            if directs(words, strongly=strongly):
                return True
            strongly = strongly or covers(words)
        return False

    def _tasks(self, branch: _Branch) -> list[Task]:
        """Tasks of a branch. Recursion is as deep as the numbering, ten styles at most."""
        provision = branch.provision
        if not branch.children:
            asks = self._leaf_asks(provision) if branch.asks is None else branch.asks
            return [_task(provision)] if asks else []
        self._level(branch.children)
        below = [task for child in branch.children for task in self._tasks(child)]
        lead = self.text[max(provision.title_end, provision.start) : provision.own_end].strip().lstrip("。：: ")
        if self._is_unit(branch, lead, below):
            return [_task(provision, whole=True)] if self._whole_asks(provision, lead) else []
        own = self._lead(provision)
        return [own, *below] if own else below

    def _obliges(self, start: int, end: int) -> bool:
        """Somebody has to do something, though the heading only says whom it concerns."""
        spans = sentences(self.text, start, end)
        return any(directs(self.text[a:b], strongly=True) and _OBLIGES.search(self.text[a:b]) for a, b in spans)

    def _level(self, brothers: Sequence[_Branch]) -> None:
        """The doubtful ones of a series go with the others: 剪力墙选用内置保温系统。 among items that direct is one too."""
        leaves = [branch for branch in brothers if not branch.children and branch.provision.kind not in ("", "goal")]
        if self.strongly or len(leaves) < _SERIES or any(_ARTICLE.match(leaf.provision.number) for leaf in leaves):
            return
        asking = [self._leaf_asks(leaf.provision) for leaf in leaves]
        words = [self._words(leaf.provision) for leaf in leaves]
        states = sum(len(text) < _SHORT and names_state(text) for text in words)
        for leaf, asks, text in zip(leaves, asking, words, strict=True):
            leaf.asks = asks
            imperative = leaf.provision.level > 1 or directs(leaf.provision.title, strongly=False)
            if not asks and imperative and sum(asking) * 2 >= len(leaves):
                leaf.asks = text.endswith(("。", "；")) and not (denies(text) or is_thing(text) or _PAPERS.search(text))
            elif asks and len(text) < _SHORT and names_state(text) and states * 3 >= len(leaves) * 2:
                leaf.asks = self._directs(leaf.provision.start, leaf.provision.end, strongly=True)

    def _words(self, provision: Provision) -> str:
        """What stands behind number and title."""
        start = max(provision.title_end, provision.start + len(provision.number))
        return self.text[start : provision.end].strip().lstrip("。：: ")

    def _leaf_asks(self, provision: Provision) -> bool:
        if provision.kind == "request":
            return not self.strongly
        if provision.path.startswith("T") or provision.kind == "goal":
            return True
        start = max(provision.title_end, provision.start + len(provision.number))
        if provision.kind == "":
            return (provision.rule == "h.none.time" and self._directs(start, provision.end)) or (
                provision.rule in _WHOM and provision.title != "" and self._obliges(start, provision.end)
            )
        if _is_roll(self.text[start : provision.end]):
            return False
        if self._directs(start, provision.end) or self._is_assigned(provision):
            return True
        return not re.search(r"\w", self.text[start : provision.end]) and directs(
            provision.title, strongly=self.strongly
        )

    def _is_assigned(self, provision: Provision) -> bool:
        """Somebody is named at its end who has to see to it: （责任单位：…）."""
        found = _ASSIGNED.search(self.text, max(provision.start, provision.end - 800), provision.end)
        return not self.strongly and found is not None and _LABELLED.search(found[0]) is not None

    def _is_unit(self, branch: _Branch, lead: str, below: Sequence[Task]) -> bool:
        """The items are no directives of their own: papers, cases, conditions of a rule. Then the whole is the unit."""
        provision = branch.provision
        if not below or lists_things(lead) or covers(lead) or self._conditions(branch, lead):
            return True
        if not lead and (_ACTS.search(provision.title) or _PAPERS.search(provision.title)):
            return True
        items = [child.provision for child in branch.children]
        if not lead or not (_ARTICLE.match(provision.number) or lead.endswith(("：", ":"))):
            return False
        things = sum(
            1 for item in items if not item.title and is_thing(self.text[item.start + len(item.number) : item.own_end])
        )
        return things * 2 >= len(items)

    def _conditions(self, branch: _Branch, lead: str) -> bool:
        """The items are conditions; 应当符合以下要求： may have items that oblige by themselves."""
        if not sets_conditions(lead) or "标准" in lead:
            return False
        if not lead.endswith(("要求：", "要求:", "分为：", "分为:")):
            return True
        items = [child.provision for child in branch.children]
        return sum(_FORBIDS.search(self.text, item.start, item.end) is not None for item in items) * 2 < len(items)

    def _whole_asks(self, provision: Provision, lead: str) -> bool:
        if provision.kind == "" or is_penalty(lead) or (sets_conditions(lead) and not self._some(lead)):
            return False
        if _ACTS.search(provision.title) or directs(provision.title, strongly=True):
            return True
        return self._some(lead) or (
            _ARTICLE.match(provision.number) is not None
            and lists_things(lead)
            and self._directs(provision.own_end, provision.end)
        )

    def _some(self, words: str) -> bool:
        return any(directs(words[a:b], strongly=self.strongly) for a, b in sentences(words, 0, len(words)))

    def _lead(self, provision: Provision) -> Task | None:
        """The lead-in of a parent, if it directs by itself or sets a goal."""
        if provision.kind == "":
            return None
        start = max(provision.title_end, provision.start + len(provision.number))
        spans = sentences(self.text, start, provision.own_end)
        for a, b in spans:
            words = self.text[a:b]
            if _GOAL.search(words) and not words.endswith(("：", ":")):
                return _task(provision, kind="goal" if provision.kind == "measure" else provision.kind)
        for a, b in spans:
            words = self.text[a:b]
            shows = words.endswith(("：", ":")) and _SHOWS.search(words) is not None
            if directs(_ANNOUNCES.sub("", words) if _announces(words) else words, strongly=self.strongly or shows):
                return _task(provision)
        return None


def _is_roll(words: str) -> bool:
    """A roll of names: several short lines without any stop."""
    return words.strip().count("\n") > 1 and not re.search("[，。；：]", words)


def _announces(sentence: str) -> bool:
    return sentence.endswith(("：", ":")) or _ANNOUNCES.fullmatch(sentence) is not None


def _forest(provisions: Sequence[Provision]) -> list[_Branch]:
    """Provisions by what contains them."""
    roots: list[_Branch] = []
    stack: list[_Branch] = []
    for provision in provisions:
        while stack and stack[-1].provision.end <= provision.start:
            stack.pop()
        branch = _Branch(provision)
        if stack and not stack[-1].provision.leaf:
            stack[-1].children.append(branch)
        else:
            roots.append(branch)
        stack.append(branch)
    return roots


def _task(p: Provision, *, whole: bool = False, kind: str = "") -> Task:
    end = p.end if p.leaf or whole else p.own_end
    return Task(
        p.path,
        p.number,
        p.title,
        kind or p.kind or "measure",
        p.start,
        end,
        p.title_start,
        p.title_end,
        p.rule,
        p.cells,
    )


def extract_tasks(ctx: Context) -> list[Row]:
    """Rows of the table ``tasks``; column ``task`` is the path."""
    return [
        {
            "task": task.path,
            "path": task.path,
            "number": task.number,
            "title": task.title,
            "kind": task.kind,
            "start": task.start,
            "end": task.end,
            "text": ctx.text[task.start : task.end],
            "rule": task.rule,
        }
        for task in ctx.tasks or tasks_of(ctx.structure, ctx.clean)
    ]
