"""Numbers that OCR lost, doubled or misread, and headings that were printed or copied without any."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.structure.lexicon import pattern
from pipeline.structure.nodes import Item, Node
from pipeline.structure.numbers import Label
from pipeline.structure.words import is_date, is_mark, is_organ

_ENDS = re.compile(r"[。；：！？，、;:,|\t]")
_RUN_IN = pattern("label.run_in")
_PLAIN = pattern("label.plain")
_MOST_LOST = 3  # headings in a row that may have lost their numbers


def mend(items: list[Item], nodes: Sequence[Node]) -> bool:
    """Mend what plainly went wrong with the numbers, one kind after the other; True if the tree must be built anew."""
    groups = _brothers(nodes)
    return (
        _misread(items, groups) | _between(items, nodes, groups) | _before_first(items, nodes, groups)
        or _begun_anew(items, nodes)
        or _decimal_chapters(items, nodes)
        or _unnumbered(items, nodes)
    )


def heading_like(text: str) -> bool:
    """A line that may be a heading whose number fell out: short, without stops, no date, no body's name."""
    if not 2 < len(text) <= 30 or _ENDS.search(text) or text[0].isdigit() or is_date(text):
        return False
    return not is_mark(text, "annex", "attachment", "open_note", "cc")


def _brothers(nodes: Sequence[Node]) -> list[list[Node]]:
    groups: dict[tuple[int, str], list[Node]] = defaultdict(list)
    for node in nodes:
        if node.label.style not in ("decimal", "unnumbered"):
            groups[(id(node.parent), node.label.style)].append(node)
    return list(groups.values())


def _misread(items: list[Item], groups: Sequence[Sequence[Node]]) -> bool:
    """一、二、二、四、: the second 二 is 三; the label stays as printed."""
    changed = False
    for brothers in groups:
        for before, node, after in zip(brothers, brothers[1:], brothers[2:], strict=False):
            value = before.label.value
            if (
                node.label.value in (value, value + 2)
                and after.label.value == value + 2
                and len(node.label.values) == 1
            ):
                items[node.line].label = node.label._replace(values=(value + 1,))
                changed = True
    return changed


def _between(items: list[Item], nodes: Sequence[Node], groups: Sequence[Sequence[Node]]) -> bool:
    """The heading between two brothers whose numbers leave a gap takes the number in it."""
    changed = False
    taken = {node.line for node in nodes}
    for brothers in groups:
        for before, after in pairwise(brothers):
            lost = after.label.value - before.label.value - 1
            if 0 < lost <= _MOST_LOST:
                changed |= _supply(items, taken, before.line + 1, after.line, before.label, lost)
    return changed


def _before_first(items: list[Item], nodes: Sequence[Node], groups: Sequence[Sequence[Node]]) -> bool:
    """A series that begins with 二、 had a 一、: the heading line above it. Run-on numbers (二、→5.) lost nothing."""
    changed = False
    taken = {node.line for node in nodes}
    seen: dict[str, int] = {}
    firsts = {id(brothers[0]): brothers for brothers in groups}
    for node in nodes:
        runs_on = seen.get(node.label.style) == node.label.value - 1
        seen[node.label.style] = node.label.value
        if id(node) not in firsts or runs_on or not 1 < node.label.value <= _MOST_LOST:
            continue
        begin = node.parent.line + 1 if node.parent else 0
        like = node.label._replace(values=(0,))
        changed |= _supply(items, taken, begin, node.line, like, node.label.value - 1, only_headings=True)
    return changed


def _supply(
    items: list[Item], taken: set[int], first: int, last: int, like: Label, lost: int, *, only_headings: bool = False
) -> bool:
    """Number the candidates among items[first:last]: misread labels, heading lines, run-in headings."""
    free = [i for i in range(first, last) if i not in taken]
    misread = [i for i in free if (label := items[i].label) and label.style == like.style]
    own = [i for i in free if items[i].label is None and heading_like(items[i].text)]
    followed = [i for i in own if i + 1 in taken]
    run_in = [] if only_headings else [i for i in free if items[i].label is None and _RUN_IN.match(items[i].text)]
    for found in (misread, followed, own):
        if len(found) == lost or (found and lost == 1):
            _number(items, found[:lost], like)
            return True
    if lost == 1 and run_in:
        _number(items, run_in[-1:], like)
        return True
    return False


def _number(items: list[Item], places: Sequence[int], like: Label) -> None:
    for count, at in enumerate(places, 1):
        printed = label.printed if (label := items[at].label) else ""
        items[at].supplied = not printed
        items[at].label = Label(like.style, like.rank, (like.value + count,), printed)


def _begun_anew(items: list[Item], nodes: Sequence[Node]) -> bool:
    """（一） begins anew under the same parent: the heading right above it is the parent's next brother."""
    last: dict[tuple[int, str], Node] = {}
    latest = {(id(node.parent), node.label.value): node.line for node in nodes}
    for node in nodes:
        key, parent, above = (id(node.parent), node.label.style), node.parent, node.line - 1
        earlier = last.get(key)
        last[key] = node
        if earlier is None or parent is None or parent.label.style == "decimal":
            continue
        if node.label.value != 1 or earlier.label.value < 2 or above <= earlier.line:
            continue
        follows = latest.get((id(parent.parent), parent.label.value + 1), -1) > node.line
        if items[above].label is None and heading_like(items[above].text) and not follows:
            _number(items, [above], parent.label)
            return True
    return False


def _decimal_chapters(items: list[Item], nodes: Sequence[Node]) -> bool:
    """组织体系 above 2.1 is chapter 2."""
    changed = False
    chapters = {node.label.values for node in nodes if len(node.label.values) == 1}
    for node in nodes:
        values, above = node.label.values, node.line - 1
        if node.label.style != "decimal" or len(values) != 2 or values[-1] != 1 or values[:1] in chapters or above < 0:
            continue
        if items[above].label is None and heading_like(items[above].text):
            items[above].label, items[above].supplied = Label("decimal", 6, values[:1], ""), True
            chapters.add(values[:1])
            changed = True
    return changed


def _unnumbered(items: list[Item], nodes: Sequence[Node]) -> bool:
    """Headings without any number, above paragraphs, are counted: 1, 2, 3, or 2.1, 2.2 under 二、."""
    changed = False
    leaves = [
        (node.line + 1, _end(nodes, at, len(items)), node.label.rank + 0.5)
        for at, node in enumerate(nodes)
        if not node.children
    ]
    if not nodes:
        leaves = [(0, len(items), 4)]
    for first, last, rank in leaves:
        found = list(_headings(items, first, last))
        if len(found) < 2:
            continue
        for count, at in enumerate(found, 1):
            items[at].label, items[at].supplied = Label("unnumbered", int(rank + 0.5), (count,), ""), True
        changed = True
    return changed


def _end(nodes: Sequence[Node], at: int, last: int) -> int:
    return nodes[at + 1].line if at + 1 < len(nodes) else last


def _headings(items: Sequence[Item], first: int, last: int) -> Iterator[int]:
    """Lines that read as headings and stand above running text."""
    for at in range(first, last - 1):
        text, below = items[at].text, items[at + 1].text
        if (
            items[at].label
            or not 3 < len(text) <= 20
            or not _PLAIN.match(text)
            or not heading_like(text)
            or is_organ(text)
        ):
            continue
        if "。" in below and len(below) > 9:
            yield at
