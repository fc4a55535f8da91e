"""What stands around an amount: comparators before and behind, changes, what it is counted by and measured against.

Words before a number are read from the number leftwards, one after the other (力争|达到, 增长|至少); what is
found is ranked by the strength of its row. Nothing looks further than one clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.quantities_lexicon import Comparator, lexicon, patterns
from pipeline.language.quantities_values import Amount

_WINDOW = 48
_BREAK = re.compile(r".*[，。；：！？\n、]", re.DOTALL)
_BRACKETED = re.compile(r"（[^（）\n]{0,12}）")
_FAR = patterns("comparators.toml")
_NEEDS_BASE = frozenset(("高于", "超过", "低于", "少于", "达到", "相当于"))  # 达到…的3倍, but not 达到…3倍
_BASELESS = frozenset(("至少", "最少", "起码", "至多", "最多", "最高"))
_CURRENCIES = {"￥": "元", "¥": "元", "$": "美元", "＄": "美元", "€": "欧元", "£": "英镑"}
_SCALES = frozenset("百千万亿")
_EACH_TRIGGER = re.compile("[每均]")
_BASE_TRIGGER = re.compile("[较比与]")
_NOUN_UNITS = frozenset(("个", "名", "家", "所", "项", "件", "人", "户", "条"))


@dataclass(slots=True)
class Around:
    """What was read around an amount; ``start`` and ``end`` take it in. ``behind``: words stand behind the unit."""

    start: int
    end: int
    op: str = ""
    strength: int = 0
    rule: str = ""
    change: str = ""
    level: bool = False
    share: str = ""
    base: str = ""
    base_hint: bool = False
    currency: str = ""
    behind: bool = False


def read_around(text: str, amount: Amount, floor: int) -> Around:
    """What stands around ``amount``; nothing before ``floor`` (the end of the quantity before) is taken."""
    around = Around(amount.start, amount.end)
    edge = _read_before(text, amount, max(floor, amount.start - _WINDOW), around)
    if text[edge - 1 : edge] == "过" and amount.numeral[0] in _SCALES and edge == amount.start:
        around.op, around.strength, around.rule, around.start = ">", 2, "gt.before", edge - 1  # 过亿元
    _read_after(text, amount, around)
    if not around.level:
        _read_bridge(text, around, edge, floor, amount.dimension)
    return around


def _read_before(text: str, amount: Amount, floor: int, around: Around) -> int:
    """Words directly before the number, from right to left; returns where they begin."""
    known = lexicon()
    at = amount.start
    if text[at - 1 : at] in _CURRENCIES and at > floor:
        around.currency = _CURRENCIES[text[at - 1]]
        at -= 1
        around.start = at
    while at > floor:
        if text[at - 1] == " " and text[at - 2 : at - 1] in known.before_last:
            at -= 1  # a blank that a scanner left
        if text[at - 1] not in known.before_last:
            break
        match = known.before_reversed.match(text[max(floor, at - 10) : at][::-1])
        if match is None:
            break
        word = match[0][::-1]
        row = known.before[word]
        if row.role == "stop":
            break
        if word == "高" and not _is_raised(text, at - 1, floor, amount):
            break
        at -= len(word)
        _note(row, word, at, around)
    return at


def _is_raised(text: str, at: int, floor: int, amount: Amount) -> bool:
    """比上年高5个百分点 is a change, 净高2.5米 a measure."""
    return amount.dimension in ("points", "share") or _BASE_TRIGGER.search(_clause(text, floor, at)) is not None


def _note(row: Comparator, word: str, at: int, around: Around) -> None:
    if row.role == "filler":
        around.base_hint = around.base_hint or word in ("同比", "环比")
        around.base = around.base or (word if word in ("同比", "环比") else "")
        if word in ("人民币", "RMB"):
            around.currency, around.start = "元", at
        return
    if row.role == "share":
        around.share = word + around.share
        return
    around.start = at
    if row.role == "change":
        if not around.level:
            around.change = row.op
    elif row.role == "level":
        around.level = True
        around.rule = around.rule or row.rule
    elif row.strength > around.strength or (row.strength == around.strength == 1 and row.op == "<="):
        if around.op == "~" and row.strength == 1:
            return
        around.op, around.strength, around.rule = row.op, row.strength, row.rule


def _read_after(text: str, amount: Amount, around: Around) -> None:
    """以上, 左右, 以内 behind the unit; and behind its noun where the clause ends there (3个品牌以上)."""
    known = lexicon()
    match = known.after.match(text, amount.end)
    if match is None and amount.word in _NOUN_UNITS:
        noun = _FAR["after.noun"].match(text, amount.end)
        match = known.after.match(text, noun.start(1)) if noun else None
    if match is None:
        return
    row = known.after_rules[match.lastgroup or ""]
    if row.rule == "le.within" and amount.dimension not in ("time", "length"):
        return
    around.behind = True
    around.end = match.end()
    if around.strength < 2 or row.op != "~":
        if around.strength == 2 and row.op != around.op:
            return
        around.op, around.strength, around.rule = row.op, row.strength, row.rule


def _read_bridge(text: str, around: Around, edge: int, floor: int, dimension: str) -> None:
    """至少组织2次, 不低于总投资的30%, 不超过每人300元: a comparator with words between it and the number."""
    clause = _clause(text, max(floor, edge - _WINDOW), edge)
    if not around.change and clause:
        if _FAR["newly"].search(clause):
            around.change = "increase"
        elif _FAR["lessly"].search(clause):
            around.change = "decrease"
    match = _FAR["bridge"].search(clause) if around.strength < 2 and _FAR["bridge.first"].search(clause) else None
    if match is None:
        return
    word, gap = match["word"], match["gap"]
    row = lexicon().before.get(word)
    if row is None or row.role != "op" or (around.op and around.strength >= row.strength):
        return
    of_each, of_base, points = gap.startswith("每"), gap.endswith("的"), dimension == "points"
    if word in _NEEDS_BASE and not (of_base or of_each or points):
        return
    if word == "最高" and not _FAR["bridge.grant"].match(gap):
        return
    none = _FAR["bridge.none-of" if of_base else "bridge.none"]
    if not points and none.search(gap.removesuffix("的")):
        return
    around.op, around.strength, around.rule = row.op, row.strength, row.rule
    around.start = edge - len(clause) + match.start()
    if (of_base or points or dimension == "share") and word not in _BASELESS and not of_each:
        around.base = gap.removesuffix("的")


def _clause(text: str, begin: int, end: int, *, brackets: bool = True) -> str:
    """The words [begin:end) behind the last mark in them; without what stands in `brackets` (每个县（市、区）)."""
    words = text[begin:end]
    if not brackets and "（" in words:
        words = _BRACKETED.sub("", words)
    return _BREAK.sub("", words)


def share_before(text: str, start: int, floor: int) -> str:
    """每个县, 人均, 每季度: the last in the clause before ``start`` that says what the number holds for."""
    clause = _clause(text, max(floor, start - _WINDOW), start, brackets=False)
    if not clause or not _EACH_TRIGGER.search(clause):
        return ""
    found, end = "", 0
    for match in _FAR["each"].finditer(clause):
        found = found + match[0] if found and match.start() == end else match[0]
        end = match.end()
    return found


def base_before(text: str, start: int) -> str:
    """较2020年, 比上年同期, 同比: what a change is measured against."""
    clause = _clause(text, max(0, start - _WINDOW), start)
    if not _BASE_TRIGGER.search(clause):
        return ""
    match = _FAR["base.same-period"].search(clause) or _FAR["base"].search(clause)
    return match[0] if match else ""
