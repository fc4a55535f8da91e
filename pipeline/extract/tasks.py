"""Tasks: the provisions that ask somebody for something (codebook, section 2)."""

from __future__ import annotations

from pipeline.extract.context import Context, Row
from pipeline.notice import CleanText, Provision, Structure, Task
from pipeline.structure.directing import directs, sentences


def tasks_of(structure: Structure, clean: CleanText) -> tuple[Task, ...]:
    """The tasks of a notice in text order."""
    return tuple(_task(p, clean.text) for p in structure.provisions if _asks(p, clean.text))


def _asks(provision: Provision, text: str) -> bool:
    if provision.kind == "request" or provision.path.startswith("T"):
        return True
    if provision.kind == "":
        return False
    body = _body(provision)
    if not provision.leaf:
        return any(_goal(text[a:b]) or (directs(text[a:b]) and not _announces(text[a:b])) for a, b in sentences(text, *body))
    if provision.kind == "goal":
        return True
    return any(directs(text[a:b]) for a, b in sentences(text, *body)) or (body[0] >= body[1] and directs(provision.title))


def _goal(sentence: str) -> bool:
    return "到20" in sentence


def _announces(sentence: str) -> bool:
    return sentence.endswith(("：", ":")) or "以下" in sentence or "如下" in sentence or "下列" in sentence


def _body(provision: Provision) -> tuple[int, int]:
    """The provision's own words behind its title."""
    return max(provision.title_end, provision.start), provision.end if provision.leaf else provision.own_end


def _task(p: Provision, text: str) -> Task:
    return Task(p.path, p.number, p.title, p.kind, p.start, p.end if p.leaf else p.own_end, p.title_start, p.title_end, p.rule, p.cells)


def extract_tasks(ctx: Context) -> list[Row]:
    """Rows of the table ``tasks``; column ``task`` is the path."""
    return [
        {
            "task": task.path, "path": task.path, "number": task.number, "title": task.title, "kind": task.kind,
            "start": task.start, "end": task.end, "text": ctx.text[task.start : task.end], "rule": task.rule,
        }  # fmt: skip
        for task in ctx.tasks or tasks_of(ctx.structure, ctx.clean)
    ]
