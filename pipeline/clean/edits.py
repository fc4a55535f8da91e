"""Edits and how they compose: many small passes over the text become one list of cleanups against the raw text.

A rule is a function ``rule(text) -> list[Edit]`` over the text as it stands; its edits are in order and do not overlap.
:class:`Draft` applies them and keeps, after every pass, the cleanups that lead from the raw text to the present one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from pipeline.notice import CleanText, Cleanup


class Edit(NamedTuple):
    """text[start:end] becomes ``replacement``; ``rule`` says why."""

    start: int
    end: int
    replacement: str
    rule: str


Rule = Callable[[str], Iterable[Edit]]
_Span = tuple[int, bool, bool, int, Edit]  # in the middle text: start, not empty, is a later edit, end


def in_order(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Edits in order; of two that overlap the one that begins earlier, else the longer one."""
    at, inserted = 0, -1
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start < at or (edit.start == edit.end == inserted):
            continue
        yield edit
        at, inserted = edit.end, edit.end if edit.start == edit.end else -1


class Draft:
    """A text on its way from raw to clean."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = raw
        self._done: list[Edit] = []  # against the raw text: in order, without overlap

    def apply(self, rule: Rule) -> bool:
        """Apply a rule to the present text; true where it changed something."""
        edits = [edit for edit in rule(self.text) if self.text[edit.start:edit.end] != edit.replacement]
        if not edits:
            return False
        parts, at = [], 0
        for edit in edits:
            if edit.start < at:
                raise ValueError(f"edits of rule {edit.rule} overlap at {edit.start}")
            parts += [self.text[at:edit.start], edit.replacement]
            at = edit.end
        self._done = compose(self._done, edits, self.text) if self._done else edits
        self.text = "".join(parts) + self.text[at:]
        return True

    def state(self) -> tuple[str, list[Edit]]:
        """The text and the edits so far, to come back to."""
        return self.text, self._done

    def restore(self, state: tuple[str, list[Edit]]) -> None:
        """Come back to a former state."""
        self.text, self._done = state

    def finish(self) -> CleanText:
        """The clean text with all cleanups."""
        cleanups = tuple(
            Cleanup(edit.start, edit.end, self.raw[edit.start:edit.end], edit.replacement, edit.rule)
            for edit in self._done
            if self.raw[edit.start:edit.end] != edit.replacement
        )
        return CleanText(self.text, self.raw, cleanups)


def compose(first: list[Edit], then: list[Edit], middle: str) -> list[Edit]:
    """Edits ``first`` (raw → middle) and ``then`` (middle → new) as one list (raw → new), in order and without overlap.

    Edits that do not touch each other's characters stay apart, each with its own rule. Where a later edit changes what
    an earlier one wrote, the two become one; it keeps the earlier rule when the later one only takes that away.
    """
    spans: list[_Span] = []
    shift = 0
    for edit in first:
        start = edit.start + shift
        spans.append((start, bool(edit.replacement), False, start + len(edit.replacement), edit))
        shift += len(edit.replacement) - (edit.end - edit.start)
    spans += [(edit.start, edit.end > edit.start, True, edit.end, edit) for edit in then]
    spans.sort(key=itemgetter(0, 1, 2))  # removals exactly at an edit's start stand before it
    out: list[Edit] = []
    shift, index = 0, 0
    while index < len(spans):
        start, _, later, end, edit = spans[index]
        until = index + 1
        while until < len(spans) and spans[until][0] < end:
            end = max(end, spans[until][3])
            until += 1
        begin = start - shift
        if until == index + 1:
            if later:
                out.append(Edit(begin, end - shift, edit.replacement, edit.rule))
            else:
                out.append(edit)
                shift += len(edit.replacement) - (edit.end - edit.start)
        else:
            group = spans[index:until]
            shift += sum(len(each[4].replacement) - (each[4].end - each[4].start) for each in group if not each[2])
            out += _around(group, begin, end - shift) or [_merged(group, start, end, begin, end - shift, middle)]
        index = until
    return out


def _around(group: list[_Span], begin: int, finish: int) -> list[Edit]:
    """A later edit and what was taken away before inside of it, one after the other, each with its own rule.

    Empty where earlier edits wrote something, or where several later ones touch them.
    """
    later = [each[4] for each in group if each[2]]
    taken = [each[4] for each in group if not each[2]]
    if len(later) != 1 or any(edit.replacement for edit in taken):
        return []
    out, at, new = [], begin, later[0].replacement
    for edit in taken:
        if at < edit.start:
            out.append(Edit(at, edit.start, new, later[0].rule))
            new = ""
        out.append(edit)
        at = edit.end
    if at < finish or new:
        out.append(Edit(at, finish, new, later[0].rule))
    return out


def _merged(group: list[_Span], start: int, end: int, begin: int, finish: int, middle: str) -> Edit:
    """One edit of raw[begin:finish] for a group of touching edits that cover middle[start:end]."""
    parts, at = [], start
    later = [each[4] for each in group if each[2]]
    for edit in later:
        parts += [middle[at:edit.start], edit.replacement]
        at = edit.end
    replacement = "".join(parts) + middle[at:end]
    undone = len(group) == 2 and not group[0][2] and not replacement
    return Edit(begin, finish, replacement, group[0][4].rule if undone else later[-1].rule)
