"""What stands outside every number: preambles, closing paragraphs, and the directives among them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.notice import Provision
from pipeline.structure.directing import asks, directs, is_closing, requests, sentences
from pipeline.structure.lexicon import pattern
from pipeline.structure.nodes import Item, Node

_LONG = 30  # characters of a closing sentence that may ask without a word of duty
_OUTSIDE = pattern("closing.outside")
_CONTINUES = pattern("closing.continues")
_INTRODUCES = pattern("closing.introduces")
_QUOTES = pattern("closing.quotes")
_REPORT = pattern("closing.report")
_REPORTING = pattern("closing.reporting")
_ASKS_ANEW = pattern("closing.anew")


def cut_closing(items: Sequence[Item], nodes: Sequence[Node]) -> list[Item]:
    """Paragraphs behind the last number that stand outside of it, cut off the last provisions.

    Formulas, contacts and 会议要求 are outside always; any paragraph is where the last provision and its brothers
    are one paragraph each; a paragraph that asks for reports is where the brothers are.
    """
    if not nodes:
        return []
    leaf = nodes[-1]
    brothers = [
        node
        for node in nodes
        if node.parent is leaf.parent and node.label.style == leaf.label.style and node is not leaf
    ]
    single = bool(brothers) and all(_is_single(items, node) for node in brothers)
    # behind a list of short items deep in the numbering the text of their parent goes on
    run_in = "。" in items[leaf.line].text.rstrip("。") or (
        leaf.label.rank <= 5 and items[leaf.line].text.endswith("。")
    )
    for at in range(leaf.line + 1, len(items)):
        words = items[at].text
        own = at > leaf.line + 1 and (single or (leaf.parent is None and not _REPORTING.search(items[leaf.line].text)))
        if (single and run_in) or _OUTSIDE.match(words) or (own and _REPORT.match(words)):
            break
    else:
        return []
    end = items[at - 1].end
    node: Node | None = leaf
    while node is not None:
        node.end, node.own_end = min(node.end, end), min(node.own_end, end)
        node = node.parent
    return list(items[at:])


def _is_single(items: Sequence[Item], node: Node) -> bool:
    """The provision is one paragraph and nothing below it."""
    return not node.children and node.own_end <= items[node.line].end


def directives(text: str, items: Sequence[Item], *, closing: bool = False) -> list[Provision]:
    """Sentences outside every number that ask for something, with those that go on from them.

    A closing paragraph is one directive, whole.
    """
    found: list[Provision] = []
    for item in items:
        if _QUOTES.search(item.text):  # what a leader wrote on a report is cited, not asked here
            continue
        begin = end = -1
        for first, last in sentences(text, item.start, item.end):
            words = text[first:last]
            goes_on = not _ASKS_ANEW.match(words) if closing else _CONTINUES.match(words) is not None
            if begin >= 0 and goes_on and directs(words) and not is_closing(words):
                end = last
                continue
            if begin >= 0:
                found.append(_request(begin, end))
                begin = -1
            if requests(_INTRODUCES.sub("", words)) or (closing and len(words) > _LONG and asks(words)):
                begin, end = first, last
        if begin >= 0:
            found.append(_request(begin, end))
    return found


def _request(start: int, end: int) -> Provision:
    return Provision("0", "", "", "request", 1, start, end, end, start, start, True, "request.sentence")
