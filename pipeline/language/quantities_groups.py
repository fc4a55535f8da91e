"""The quantity, and what quantities that stand together say of each other.

分别不低于90%、95%: what is said once holds for each number of a list; 57、54、55微克: so does the unit;
5万元以上50万元以下: two bounds of one number are a range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from pipeline.language.quantities_lexicon import lists

_LIST_LINK = re.compile(r"、|[、，]?(?:和|及|以及|与|或)")
LIST_MARKS = frozenset("、和与及")
_BOUND_LINK = re.compile(r"[、，,]?(?:但|且|而|并|又)?")
_LONGEST_LIST = 40
_SEVERALLY = tuple(sorted(lists("quantity_words.toml")["severally"]))


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity. Offsets are code points, half-open; ``text`` is comparator, number, unit, trailing comparator.

    ``value`` (and ``value_max`` where ``op`` is ``..``) in ``unit``: money in 元 (or its own currency), shares as
    written (30 with %), 三分之一 as 0.3333. ``change`` is "increase" or "decrease" where the number is a difference.
    ``distribution`` is what it holds for (每个县, 各, 人均), ``base`` what it is measured against (较2020年, 同比).
    ``rule`` names the row of the lexicon that decided ``op``.
    """

    start: int
    end: int
    text: str
    value: Decimal
    value_max: Decimal | None
    op: str
    unit: str
    change: str
    distribution: str
    base: str
    rule: str
    number_start: int
    number_end: int


@dataclass(slots=True)
class Found:
    """A quantity and what later steps need of it: whether its op stood before or behind, its kind, whether it was lent its op."""

    quantity: Quantity
    own_op: bool
    dimension: str
    bare: bool = False
    lent: bool = False


def without_overlap(found: list[Found]) -> list[Found]:
    """Of two that share characters the one that begins first stays."""
    kept: list[Found] = []
    for item in found:
        if kept and item.quantity.start < kept[-1].quantity.end:
            if item.quantity.number_start < kept[-1].quantity.end:
                continue
            start = item.quantity.number_start
            item.quantity = replace(item.quantity, start=start, text=text_of(item.quantity, start))
        kept.append(item)
    return kept


def text_of(quantity: Quantity, start: int) -> str:
    """The quantity's text from a later start."""
    return quantity.text[start - quantity.start :]


def with_lists(text: str, found: list[Found]) -> list[Found]:
    """分别不低于90%、95%以上: what is said once for a list holds for each number of it."""
    found = _united(text, found)
    for before, item in pairwise(found):
        one, two = before.quantity, item.quantity
        link = text[one.end : two.start]
        severally = one.distribution == "分别" and link in LIST_MARKS  # 分别达到60万头、500万只
        if (one.unit != two.unit and not severally) or not 0 < len(link) <= 3 or not _LIST_LINK.fullmatch(link):
            continue
        inherits = one.distribution in ("分别", "各", "均") or link in LIST_MARKS
        if not inherits:
            continue
        changes: dict[str, str] = {}
        stood_before = one.number_start > one.start or before.lent
        if not item.own_op and one.op in (">=", ">", "<=", "<", "~") and two.op == "=" and stood_before:
            changes["op"], changes["rule"] = one.op, one.rule
            item.lent = True
        if one.change and not two.change:
            changes["change"] = one.change
        if one.distribution and not two.distribution:
            changes["distribution"] = one.distribution
        if one.base and not two.base:
            changes["base"] = one.base
        if changes:
            item.quantity = replace(two, **changes)  # type: ignore[arg-type]
    for item, after in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        one, two = item.quantity, after.quantity
        if (
            one.distribution == two.distribution == "分别"
            and one.op == "="
            and two.op in (">=", "<=", "~")
            and two.unit == one.unit
            and _LIST_LINK.fullmatch(text[one.end : two.start])
        ):
            item.quantity = replace(one, op=two.op, rule=two.rule)
    return found


def _united(text: str, found: list[Found]) -> list[Found]:
    """分别为57、54、55微克: the unit that is said once, with the last number of a list, holds for all of it.

    Numbers without a unit that no such list claims are dropped.
    """
    run: list[Found] = []
    for item in found:
        quantity = item.quantity
        if run and (quantity.start - run[-1].quantity.end != 1 or text[quantity.start - 1] not in LIST_MARKS):
            run = []
        if not item.bare and run and quantity.unit:
            first = run[0].quantity.start
            if len(run) > 1 or text[max(0, first - 3) : first].endswith(_SEVERALLY):
                for one in run:
                    one.quantity, one.bare = replace(one.quantity, unit=quantity.unit), False
        run = [*run, item] if item.bare and len(run) < _LONGEST_LIST else []
    return [item for item in found if not item.bare]


def with_bounds(text: str, found: list[Found]) -> list[Found]:
    """5万元以上50万元以下: two bounds of one number are a range."""
    merged: list[Found] = []
    for item in found:
        one = merged[-1].quantity if merged else None
        two = item.quantity
        if one is not None and _between(text, one, two):
            merged[-1].quantity = replace(
                one, end=two.end + 2, text=text[one.start : two.end + 2], value_max=two.value, op="..", unit=two.unit,
                rule="between", number_end=two.number_end,
            )  # fmt: skip
            continue
        if (
            one is not None
            and one.op in (">=", ">")
            and two.op in ("<=", "<")
            and one.value < two.value
            and two.start - one.end <= 2
            and (one.unit == two.unit or not one.unit)
            and not two.change
            and _BOUND_LINK.fullmatch(text[one.end : two.start])
        ):
            merged[-1].quantity = replace(
                one, end=two.end, text=text[one.start : two.end], value_max=two.value, op="..", unit=two.unit,
                rule="bounds", number_end=two.number_end,
            )  # fmt: skip
            continue
        merged.append(item)
    return merged


def _between(text: str, one: Quantity, two: Quantity) -> bool:
    """介于300元和500元之间."""
    return (
        one.op == two.op == "="
        and one.value < two.value
        and one.unit in (two.unit, "")
        and text[one.end : two.start] in LIST_MARKS
        and text.startswith("之间", two.end)
    )
