"""A quota in its sentence: how its number is meant, who has to reach it, over which time, of which other it is a part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.extractors.dates import plan_span
from pipeline.extractors.quota_rules import Rule
from pipeline.extractors.quota_words import quota_words
from pipeline.language.quantities import Quantity

if TYPE_CHECKING:
    from pipeline.extractors.context import Context

LONGEST_LEAD = 300  # characters of a sentence that are looked at before a number
_FARTHEST_WHOLE = 16  # characters between a number and the bracket that holds its parts
_CONDITION = re.compile(r"(?:对|对于|凡)?([^，。；\n]*的)$")
_RHYTHM = re.compile(r"年|月|周|季|日|天|旬|学期|小时")
_PART = re.compile(r"其中|含(?!量)")
_PART_BEFORE = re.compile(r"其中[，：]$")
_NO_PART = re.compile(r"累计|不含|约|即|不包括|原")
_REACHED = {"level.up": ">=", "level.down": "<="}
_FORBIDDEN = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}


@dataclass(slots=True)
class Kept:
    """A quantity that is a quota, where it stands, and the row that kept it.

    ``floor`` is the end of the quota before it, ``stops`` where numbers begin at which a noun ends.
    """

    quantity: Quantity
    rule: Rule
    clause: tuple[int, int]
    sentence: tuple[int, int]
    floor: int
    stops: list[int]

    def before(self, text: str) -> str:
        """The words of the clause before the number."""
        return text[min(self.clause[0], self.quantity.start) : self.quantity.number_start]


def op_of(text: str, item: Kept) -> str:
    """What is to be raised to a number has to reach it, what is to be brought down to one has to stay below it.

    An amount that is set anew (标准提高到500元) is that amount; what is forbidden above a number may not pass it.
    """
    quantity = item.quantity
    if item.rule.rule == "keep.forbidden":
        return _FORBIDDEN.get(quantity.op, quantity.op)
    if quantity.op == "=" and quota_words()["capped"].search(item.before(text)):
        return "<="
    if item.rule.kind == "standard":
        return quantity.op
    return _REACHED.get(quantity.rule, quantity.op)


def kind_of(text: str, item: Kept) -> str:
    """Its kind: as its rule says, else a limit where the number may not be passed."""
    if item.rule.kind:
        return item.rule.kind
    return "limit" if op_of(text, item) in ("<=", "<") and not item.quantity.change else "target"


def is_part(text: str, item: Kept) -> bool:
    """其中…: a part of the quota before."""
    begin = item.clause[0]
    return bool(_PART.match(text, begin) or _PART_BEFORE.search(text[max(0, begin - 4) : begin]))


def bracket_of(text: str, item: Kept) -> int:
    """Where the bracket opens that the number stands in; -1 for none."""
    low, start = item.sentence[0], item.quantity.start
    opening = max(text.rfind("（", low, start), text.rfind("(", low, start))
    if opening < 0 or any(mark in text[opening:start] for mark in "）)") or _NO_PART.match(text, opening + 1):
        return -1
    return opening


def holds_parts(whole_end: int, opening: int) -> bool:
    """Whether a bracket stands so close behind a number that it lists its parts: 4个项目（住宅2个、厂房2个）."""
    return 0 <= opening - whole_end <= _FARTHEST_WHOLE


def scope_of(text: str, item: Kept, before: str) -> str:
    """Who has to reach it: 每个县 at the number, else the last 各县, 全市 of the sentence; of a standard, the condition."""
    share = item.quantity.distribution
    words = text[max(item.sentence[0], item.quantity.start - LONGEST_LEAD) : item.quantity.start]
    if share.startswith("每") and not _RHYTHM.search(share):
        whole = quota_words()["each.who"].match(words, max(0, words.rfind(share)))
        return whole[0] if whole and len(whole[0]) > len(share) else share
    found = scope_in(words)
    if found:
        return found
    if item.rule.kind == "standard":
        condition = _CONDITION.search(words.rpartition("，")[0])
        if condition:
            return condition[1].lstrip("：:（）()一二三四五六七八九十0123456789.、")
    return before


def scope_in(piece: str) -> str:
    """The last expression in the words that says who has to reach the number."""
    known, found = quota_words(), ""
    for match in known["scope"].finditer(piece):
        begin, end = match.span()
        if known["scope.not-behind"].search(piece[max(0, begin - 4) : begin]) or known["scope.not-before"].match(piece, end):
            continue
        if match[0][0] == "各" or known["scope.behind"].search(piece[max(0, begin - 4) : begin]):
            found = match[0]
    return found


def period_of(ctx: Context, item: Kept) -> str:
    """The interval that the count runs over: named in the sentence, else the years of the plan."""
    if item.rule.kind in ("standard", "limit"):
        return ""
    low, high = item.sentence
    for found in reversed(ctx.dates_in(low, min(high, item.quantity.start))):
        if found.text in item.quantity.base:
            continue
        if found.kind == "interval" and found.date_from and found.date_to:
            return f"{found.date_from}/{found.date_to}"
        if found.kind == "point" and found.bound in ("until", "before") and found.date_to:
            return _years(int(found.date_to[:4]), int(found.date_to[:4]))
    span = plan_span(ctx)
    if span:
        return _years(*span)
    return _years(ctx.plan_year, ctx.plan_year) if ctx.plan_year else ""


def _years(first: int, last: int) -> str:
    return f"{date(first, 1, 1)}/{date(last, 12, 31)}"
