"""What kind of provision a heading announces: goal, measure, phase, safeguard, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipeline.structure.directing import begins_with_verb
from pipeline.structure.lexicon import headings, pattern, substance
from pipeline.structure.nodes import Node

NONE = "none"
_MEANS = "s.means"
_WHOM = frozenset({"h.none.whom", "h.none.scope"})
_CHAPTER = 2  # rank of chapters and sections
_DECOR = re.compile(r"[（(][^（）()]*[）)]$")
_LEADERSHIP = pattern("kind.untitled_leadership")
_PUBLICITY = pattern("kind.untitled_publicity")
_STRONG = pattern("kind.leadership")
_SOUGHT = 200  # characters of a provision without a title in which its substance is looked for


@lru_cache(maxsize=4096)
def heading_kind(title: str) -> tuple[str, str]:
    """(kind, rule) of a heading that is known as such; ("", "") where it decides nothing."""
    bare = title.strip()
    plain = _DECOR.sub("", bare)
    for rule in headings():
        if rule.scope == "whole":
            if rule.pattern.fullmatch(bare) or rule.pattern.fullmatch(plain):
                return rule.kind, rule.id
        elif rule.scope == "noun":
            if rule.pattern.fullmatch(plain) and not begins_with_verb(plain):
                return rule.kind, rule.id
        elif rule.pattern.search(bare):
            return rule.kind, rule.id
    return "", ""


@lru_cache(maxsize=4096)
def substance_kind(words: str) -> tuple[str, str]:
    """Safeguard in substance: 加强组织领导, 强化宣传, 严格督导考核, under headings that decide nothing."""
    first = words.partition("，")[0].partition(",")[0]  # 落实责任，确保质量 is about responsibility
    for rule in substance():
        if rule.pattern.search(words) or rule.pattern.search(first):
            return rule.kind, rule.id
    return "", ""


def kinds_of(nodes: Sequence[Node], titles: Mapping[int, str], texts: Mapping[int, str]) -> dict[int, tuple[str, str]]:
    """Kind and rule of every node, by its own heading, that of its parent, or its substance. Keys are ``id(node)``."""
    found: dict[int, tuple[str, str]] = {}
    for node in nodes:  # parents stand before their children
        found[id(node)] = _kind(node, titles, texts, found)
    for node in nodes:
        if node.label.style == "article":
            continue  # the bodies named in an article are no safeguards
        if node.children and found[id(node)][1] == "" and _mostly_safeguards(node, found):
            _spread(node, found)
    return {key: (kind or "measure", rule) for key, (kind, rule) in found.items()}


def _kind(
    node: Node, titles: Mapping[int, str], texts: Mapping[int, str], found: Mapping[int, tuple[str, str]]
) -> tuple[str, str]:
    title = titles[id(node)]
    above, rule = found[id(node.parent)] if node.parent else ("", "")
    own, own_rule = heading_kind(title) if title else ("", "")
    if own == NONE and node.label.rank <= _CHAPTER and own_rule in _WHOM:
        own, own_rule = "", ""  # the chapter 审核范围 has articles that direct
    if rule == "h.safe.supplement" and node.label.style == "article":
        return "measure", "number.article"
    if above:
        if above == "measure":
            if own in ("phase", "goal", NONE):
                return own, own_rule
            return ("safeguard", "h.safe.leadership") if _STRONG.match(title) else (above, rule)
        if own in ("goal", "phase", NONE, "safeguard") and above != own:
            return own, own_rule
        return above, rule
    if node.parent and node.parent.label.style == "article" and own not in ("goal", "phase", NONE):
        return "", ""
    if own == "phase" and sum(titles[id(child)].endswith(("行动", "工程")) for child in node.children) > 1:
        return "measure", "h.measure"  # 行动步骤 over actions that are no stages
    if own:
        return own, own_rule
    words = title or (texts[id(node)][:_SOUGHT] if not node.children else "")
    if node.children:
        first, first_rule = heading_kind(title.partition("，")[0])  # 健全机制保障，强化刚性约束
        if _STRONG.match(title):
            return "safeguard", "h.safe.leadership"
        return (first, first_rule) if first == "safeguard" else ("", "")
    kind, rule = substance_kind(words) if title else _untitled(words)
    return ("", rule) if rule == _MEANS else (kind, rule)  # 强化人才支持 is one only among safeguards


def _untitled(words: str) -> tuple[str, str]:
    """A provision without a heading is a safeguard if it is about leadership, or begins with publicity."""
    if _LEADERSHIP.search(words):
        return "safeguard", "kind.untitled_leadership"
    if _PUBLICITY.search(words):
        return "safeguard", "kind.untitled_publicity"
    return "", ""


def _mostly_safeguards(node: Node, found: Mapping[int, tuple[str, str]]) -> bool:
    kinds = [found[id(child)] for child in node.children]
    safe = sum(1 for kind, rule in kinds if kind == "safeguard" or rule == _MEANS)
    return len(kinds) > 1 and safe * 2 > len(kinds) and kinds[0][0] == "safeguard"


def _spread(node: Node, found: dict[int, tuple[str, str]]) -> None:
    """A part whose children are safeguards is one, and so are all its children."""
    found[id(node)] = ("safeguard", "h.safe.children")
    for child in node.children:
        if found[id(child)][0] in ("", "measure"):
            _spread(child, found)
