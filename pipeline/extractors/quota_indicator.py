"""What a number counts: the indicator, completed from the clause, its list and the sentence before it.

The nouns on both sides of the number are read by `quota_nouns`; here the right one is chosen, a list gives each item its
own indicator (著作权、地理标志案件分别…), and what the clause does not say is taken from what stands before or behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from pipeline.extractors.quota_nouns import (
    ABSTRACT,
    GRANTABLE,
    closed,
    is_sum,
    noun_before,
    noun_behind,
    object_of,
    strip_left,
    without,
)
from pipeline.extractors.quota_rules import Rule
from pipeline.extractors.quota_words import quota_words
from pipeline.language.quantities import Quantity

_BREAK = re.compile(r"[，。；：！？\n\t|｜]|(?<=[一-龥）)%])[.．](?![0-9])")
_LIST = re.compile(r"、|以及|和(?!谐|平|美)|及(?!时|格)|与(?!会)")
_INSIDE = re.compile(r"（[^（）]*）|“[^“”]*”")
_CLAUSE_MARKS = re.compile(r"[，；：。\n]")
_SHARES = frozenset(("%", "‰", "个百分点", "倍", ""))  # units of what a number before them names
_LENGTHS = frozenset(("天", "日", "个月", "小时", "周", "年"))
_OF_NOUN_RULES = frozenset(("keep.share-of", "keep.share-noun", "keep.fund", "keep.days-granted"))
_LONGEST_CLAUSE = 160  # characters on each side of a number
_LONGEST_OPEN = 3  # characters of an item that does not stand without the head of its list (农业、林业基地)
_HIDDEN = "\x00"


@dataclass(slots=True)
class Reading:
    """The indicators of a number (several for a list), the verb that asks for it, where they came from (list, level …),
    and the scopes where the list is one of regions.
    """

    items: list[str]
    verb: str = ""
    source: str = ""
    scopes: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a group of numbers stands: its clause and sentence, the end of the number before, where others begin, dates, its rule."""

    clause: tuple[int, int]
    sentence: tuple[int, int]
    floor: int
    stops: list[int]
    times: list[tuple[int, int]]
    rule: Rule

    def ceiling(self, offset: int) -> int:
        """Where the next number begins, at ``offset`` or later; the end of the sentence where none does."""
        index = bisect_left(self.stops, offset)
        return min(self.stops[index], self.sentence[1]) if index < len(self.stops) else self.sentence[1]


def clause_of(text: str, low: int, high: int, start: int, end: int) -> tuple[int, int]:
    """The clause around [start:end) within [low:high), brackets and marks left out."""
    low, high = max(low, start - _LONGEST_CLAUSE), min(high, end + _LONGEST_CLAUSE)
    begin = low
    for match in _BREAK.finditer(text, low, start):
        begin = match.end()
    stop = _BREAK.search(text, end, high)
    finish = stop.start() if stop else high
    opening = max(text.rfind("（", begin, start), text.rfind("(", begin, start))
    if opening >= 0 and not any(mark in text[opening:start] for mark in "）)"):
        begin = opening + 1
        closing = [at for at in (text.find("）", end, finish), text.find(")", end, finish)) if at >= 0]
        finish = min(closing) if closing else finish
    while begin < start and text[begin] in " \t、":
        begin += 1
    return begin, finish


def read(text: str, group: list[Quantity], place: Surroundings) -> Reading:
    """The indicators of numbers that stand side by side: one each where their list has as many, else all for each."""
    known, first, last = quota_words(), group[0], group[-1]
    left, verb = _left(text, first, place)
    note = known["behind.note"].match(text, last.end)
    limit = place.sentence[1] if note else place.clause[1]
    right = noun_behind(text, last, min(limit, place.ceiling(note.end() if note else last.end)), verb)
    granted = _granted(text, last, place, right)
    if granted:
        return Reading([granted], verb, "granted")
    if not right and place.ceiling(last.end) == last.end:
        noun = known["of-noun"].search(text[last.end : place.clause[1]])
        right = noun[1] if noun else ""
    cand = _chosen(left, right, verb, first, place.rule) or _from_behind(text, last, verb)
    covering = known["covering"].match(text[place.clause[0] : place.clause[1]])
    if place.rule.rule == "keep.share-noun" and covering and right:
        cand = covering[1] + right
    if not cand:
        return Reading([verb] if verb in known.sets["content"] else [], verb)
    if not right and known["level.alone"].fullmatch(cand.rstrip("的")):
        return Reading([cand], verb, "level")
    several = any(item.distribution.startswith(known.lists["several"]) for item in group)
    if several or len(group) > 1:
        items = split_list(cand)
        if len(items) == len(group) > 1 and all(known["region"].match(item) for item in items[:-1]):
            return _by_region(items, verb)
        if several or len(items) == len(group):
            return Reading(items, verb, "list")
    return Reading([cand], verb, "right" if cand == right else "left")


def _left(text: str, first: Quantity, place: Surroundings) -> tuple[str, str]:
    """The noun before the first number and its verb; dates and what the number is measured against left out."""
    begin = max(place.clause[0], place.floor)
    bridged = bool(first.base) and first.base in first.text
    stop = first.start if bridged else first.number_start
    times = place.times
    at = text.find(first.base, begin, stop) if first.base else -1
    if at >= 0:
        end = at + len(first.base)
        times = sorted([*(span for span in times if not at <= span[0] < end), (at, end)])
    piece = without(text, begin, stop, times)
    if first.rule == "all":
        piece = quota_words()["subject-of"].sub(r"\1", piece)
    return noun_before(piece, first)


def _granted(text: str, last: Quantity, place: Surroundings, right: str) -> str:
    """What is granted, where the words behind the number say it: 50万元|补助, 按2%|给予最高200万元资助."""
    known = quota_words()
    if last.unit not in GRANTABLE:
        return ""
    behind = text[last.end : last.end + _LONGEST_CLAUSE]
    applied = known["requirement.applied"].match(behind)
    if applied and known["grant"].search(applied[1]):
        return object_of(applied[1]) or strip_left(applied[1])[1]
    if place.rule.kind == "standard" and last.unit != "元":
        found = known["granted.last"].search(text[last.end : place.clause[1]])
        if found:
            return str(found[1])
    found = known["granted"].match(behind)
    if found and known["grant"].search(found[1]):
        return str(found[1])
    return right if known["grant"].search(right) else ""


def _chosen(left: str, right: str, verb: str, first: Quantity, rule: Rule) -> str:
    """The noun before a share, the noun behind a number of things; of a sum of money the one that it is asked for."""
    if rule.rule == "keep.forbidden" and left and right:
        verb_there = quota_words()["verb"].match(left)
        return right + (left[verb_there.end() :] if verb_there else left)
    if rule.rule in _OF_NOUN_RULES:
        return right or left
    if first.unit in _SHARES or (first.change and not right):
        return left or right
    if first.unit in _LENGTHS:
        return left or right
    if is_sum(first.unit):
        return left if left and not (right and verb) else right or left
    return right or left


def _from_behind(text: str, last: Quantity, verb: str) -> str:
    """What the words behind the number name: the use of a sum, the noun that a requirement is applied to."""
    known = quota_words()
    behind = text[last.end : last.end + _LONGEST_CLAUSE]
    purpose = known["purpose"].match(behind) if last.unit == "元" else None
    if purpose:
        return str(purpose[1])
    charged = known["charged"].match(behind) if last.unit in GRANTABLE else None
    if charged:
        return str(charged[1])
    offered = known["offered"].match(behind) if not verb else None
    if offered:
        return str(offered[1])
    applied = known["requirement.applied"].match(behind) if verb not in known.sets["content"] else None
    if applied is None:
        return ""
    noun = object_of(applied[1])
    return noun or (applied[1] if applied[1] in known.sets["paying"] else "")


def _by_region(items: list[str], verb: str) -> Reading:
    """甲区、乙县环境目标PM10分别为57、54: a region each, and the indicator behind the last."""
    known = quota_words()
    region = known["region.first"].match(items[-1])
    name = items[-1][region.end() :] if region else items[-1]
    scopes = [*items[:-1], region[0] if region else ""]
    return Reading([known["aim"].sub("", name)] * len(items), verb, "list", scopes)


def read_clause(text: str, low: int, high: int) -> str:
    """The thing that the clause before asks for, where the number's own clause does not name it (建设示范村，每县3个)."""
    if high <= low:
        return ""
    known = quota_words()
    piece = _CLAUSE_MARKS.split(text[max(low, high - _LONGEST_CLAUSE) : high])[-1]
    if piece.endswith(("的", "者", "时", "后")) or piece.startswith(("凡", "如", "若")):
        return ""  # a condition
    piece = known["stated"].sub("", piece)
    grant = known["grant.given"].search(piece)
    if grant:
        return str(grant[grant.lastindex or 1])
    noun, verb = strip_left(known["label"].sub("", piece))
    return (noun or (verb if verb in known.sets["content"] else "")) if len(noun) <= 20 else ""


def split_list(cand: str) -> list[str]:
    """著作权、地理标志和植物新品种案件 → each with the head that is said once."""
    known = quota_words()
    masked = _INSIDE.sub(lambda match: match[0].replace("、", _HIDDEN), known["severally"].sub("", cand))
    items = [item for item in (closed(piece.strip(" 、，")) for piece in _LIST.split(masked)) if item]
    if len(items) < 2:
        return [cand]
    shared = _of_regions(items) or _of_relative(items)
    if shared:
        return shared
    above = known["level.above"].match(items[0])
    if above:
        items = [item if known["level.own"].match(item) else above[0] + item for item in items]
    head = head_of(items[-1])
    if head and len(head) < len(items[-1]):
        category = known["category"].search(items[-1].removesuffix(head) + "HEAD")
        if category:
            items[-1] = items[-1][: category.start()] + head
        alone = () if head.endswith(known.lists["shared"]) else known.lists["head"]
        longest = _LONGEST_OPEN if head in known.sets["things"] else _LONGEST_CLAUSE
        items = [
            item if _complete(item, head) or item.endswith(alone) or len(item) > longest else item + head for item in items
        ]
    return [item.replace(_HIDDEN, "、") for item in items]


def _of_regions(items: list[str]) -> list[str]:
    """农村公路县、乡、村道养护资金; 国家和市级示范社: the words on both sides belong to each level."""
    known = quota_words()
    first, last = known["region.ends"].search(items[0]), known["region.opens"].match(items[-1])
    if first is None or last is None or not all(known["region.opens"].fullmatch(item) for item in items[1:-1]):
        return []
    if (len(first[0]) > 1) != (items[-1][last.end() : last.end() + 1] == "级") and first[0] == "国家":
        return []
    head, tail = items[0][: first.start()], items[-1][last.end() :]
    if not tail or (head and not tail.endswith(tuple(ABSTRACT)) and len(items) < 3):
        return []
    return [head + item.removeprefix(head) + tail for item in [*items[:-1], last[0]]]


def _of_relative(items: list[str]) -> list[str]:
    """有研发机构、研发活动的企业占比: what the last item has behind its 的 is meant for each."""
    before, of, tail = items[-1].rpartition("的")
    if not of or not tail.endswith(quota_words().lists["whole_heads"]):
        return []
    if any("的" in item or item[-1] in ABSTRACT for item in items[:-1]) or not before:
        return []
    return [*(item + of + tail for item in items[:-1]), items[-1]]


def _complete(item: str, head: str) -> bool:
    """An item that has a head of its own: 事故起数 beside 死亡人数; but 需氧量 is the name of a substance."""
    own = item[-1] in ABSTRACT and not item.endswith(quota_words().lists["substances"])
    return own or item.endswith(head[-2:])


def head_of(item: str) -> str:
    """The last word of an indicator, as far as it can be shared: 案件, 覆盖率, 治理率."""
    known = quota_words()
    for head in known.lists["head"]:
        if item.endswith(head):
            return head
    match = known["tail"].search(item)
    return match[0] if match else ""


def with_level(item: str, before: str) -> str:
    """省级龙头企业3家、市级10家: the second number's indicator takes the first one's noun."""
    match = quota_words()["level"].match(before)
    return item + (before[match.end() :] if match else before)


def completed(reading: Reading, carried: str, quantity: Quantity) -> Reading:
    """An indicator that the sentence names in part takes the rest from the one before it.

    粮食播种面积…、总产量 is 粮食总产量; 工业产值…、占全市比重 is 工业产值占全市比重; 村级河长每周不少于1次 is what the others do.
    """
    if not carried or len(reading.items) != 1:
        return reading
    known, name = quota_words(), reading.items[0]
    of = known["measured"].match(carried)
    if name.startswith("占") and not carried.startswith("占"):
        return Reading([(of[1] + of[2] if of else carried) + name], reading.verb, "carried")
    if known["measure"].fullmatch(name) and of and of[1]:
        return Reading([of[1] + name], reading.verb, "carried")
    alone = known["grant"].fullmatch(name) or quantity.unit in known.sets["doings"]
    if name in known.sets["content"] and carried.endswith(name) and not alone:
        return Reading([carried], reading.verb, "carried")
    if known["department"].fullmatch(name) or (quantity.unit in known.sets["doings"] and known["doer"].fullmatch(name)):
        return Reading([carried], reading.verb, "carried", [name])
    return reading
