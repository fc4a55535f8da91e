"""The tree of provisions of one part: which labels count, whose children they are, which numbers fell out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.structure.gaps import mend
from pipeline.structure.lexicon import pattern
from pipeline.structure.lines import Line
from pipeline.structure.nodes import Item, Node
from pipeline.structure.numbers import Label, read_label

_ROUNDS = 8  # mending a number on one level may show a gap on the next
_GAP = 3  # numbers that may be missing between two brothers before the second is taken for no brother
_ARABIC = 6  # rank of 1.
_BARE = pattern("label.bare")
_RUN_ON = pattern("label.run_on")


def items_of(lines: Sequence[Line]) -> list[Item]:
    """Lines with their labels, as a whole: which kind of decimals there is decides what 1.1 and 1总则 are."""
    items = [Item(line.start, line.end, line.text, read_label(line.text)) for line in lines]
    decimals = {item.label.values for item in items if item.label and item.label.style == "decimal"}
    system = len(decimals) > 1 and any(values[-1] == 1 for values in decimals)
    for item in items:
        label = item.label
        if label and label.style == "decimal" and not system:
            item.label = _doubled(label)
        elif label is None and system and (bare := _BARE.match(item.text)) and len(item.text) < 30:
            item.label = Label("decimal", 6, (int(bare[0]),), bare[0])
    if not system:
        _run_on(items)
    _inner_parts(items)
    return items


def _run_on(items: Sequence[Item]) -> None:
    """4.1篇论文 behind 3. is the fourth item, not 4.1."""
    last = 0
    for item in items:
        if item.label and item.label.style == "arabic":
            last = item.label.value
        elif item.label:
            last = last if item.label.rank > _ARABIC else 0
        elif last and (match := _RUN_ON.match(item.text)) and int(match["n"]) == last + 1:
            last += 1
            item.label = Label("arabic", _ARABIC, (last,), match[0])


def _inner_parts(items: Sequence[Item]) -> None:
    """第一部分 between 五、 and 六、 divides what stands under 五、: papers to be bound, and no provisions."""
    numbers = [(at, item.label.value) for at, item in enumerate(items) if item.label and item.label.style == "cn"]
    for (start, value), (end, following) in pairwise(numbers):
        if following != value + 1:
            continue
        for item in items[start + 1 : end]:
            if item.label and item.label.style == "part":
                item.label = None


def _doubled(label: Label) -> Label | None:
    """1.1. where no decimals are used is a number printed twice; else it is no label."""
    twice = len(label.values) == 2 and label.values[0] == label.values[1] and label.printed[-1] in ".．、"
    return Label("arabic", 6, label.values[:1], label.printed) if twice else None


class _Builder:
    """Builds the tree in one pass over the items; brothers are known by style and sequence."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.stack: list[Node] = []
        self.roots: list[Node] = []
        self.last: dict[str, int] = defaultdict(int)  # last number of a style anywhere: numbering may run on over parts
        self.ranks = _ranks(items)

    def build(self) -> list[Node]:
        nodes: list[Node] = []
        for index, item in enumerate(self.items):
            if item.label is None or not self._counts(item.label, item.text):
                continue
            node = Node(item.label, index, item.start, item.end, supplied=item.supplied)
            self._place(node)
            nodes.append(node)
        return nodes

    def _rank(self, label: Label) -> float:
        return self.ranks.get(label.style, label.rank)

    def _counts(self, label: Label, text: str) -> bool:
        """The number goes on from its brothers, begins anew, or runs on over parts."""
        if label.style == "decimal":
            return True
        value = label.value
        brother = next((node for node in reversed(self.stack) if node.label.style == label.style), None)
        if value == 1 or (brother and 0 <= value - brother.label.value <= _GAP):
            return True
        if self.last[label.style] and 0 < value - self.last[label.style] <= _GAP:
            return True
        if brother is None and value <= _GAP:
            return True
        return label.rank <= 3

    def _place(self, node: Node) -> None:
        label = node.label
        if label.style == "decimal":
            self._place_decimal(node)
            return
        rank = self._rank(label)
        while self.stack and self._rank(self.stack[-1].label) >= rank:
            self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        self._attach(node, parent, (*parent.numbers, label.value) if parent else (label.value,))
        self.last[label.style] = label.value

    def _place_decimal(self, node: Node) -> None:
        values = node.label.values
        while self.stack and not _prefix(self.stack[-1], values):
            self.stack.pop()
        self._attach(node, self.stack[-1] if self.stack else None, values)

    def _attach(self, node: Node, parent: Node | None, numbers: tuple[int, ...]) -> None:
        node.parent, node.numbers = parent, numbers
        (parent.children if parent else self.roots).append(node)
        self.stack.append(node)


def _prefix(node: Node, values: tuple[int, ...]) -> bool:
    """The open item is a chapter of the decimal number: 3 or 3.2 of 3.2.1."""
    return (
        len(node.numbers) < len(values)
        and node.numbers == values[: len(node.numbers)]
        and (node.label.style in ("decimal", "arabic", "bare", "cn", "chapter", "part"))
    )


def _ranks(items: Sequence[Item]) -> dict[str, float]:
    """Ranks that differ from custom in this part: 一、 above 第一条, decimals only where they are a system."""
    first: dict[str, int] = {}
    count: dict[str, int] = defaultdict(int)
    for index, item in enumerate(items):
        if item.label:
            first.setdefault(item.label.style, index)
            count[item.label.style] += 1
    ranks: dict[str, float] = {}
    if "article" in first and "cn" in first and first["cn"] < first["article"] and count["cn"] < count["article"]:
        ranks["cn"] = 2.5
    if "arabic" in first and "cn_paren" in first and "cn" not in first and first["arabic"] < first["cn_paren"]:
        brothers = [item.label.value for item in items if item.label and item.label.style == "cn_paren"]
        if brothers.count(1) > 1 or first["cn_paren"] == first["arabic"] + 1:
            ranks["arabic"] = 4.5
    return ranks


def build(lines: Sequence[Line]) -> tuple[list[Item], list[Node]]:
    """Items and nodes of a part in text order; numbers, parents and extents are set."""
    items = items_of(lines)
    nodes = _Builder(items).build()
    for _ in range(_ROUNDS):
        if not mend(items, nodes):
            break
        nodes = _Builder(items).build()
    _extents(items, nodes)
    return items, nodes


def _extents(items: Sequence[Item], nodes: Sequence[Node]) -> None:
    """A provision reaches to the next of the same or a higher level; its own lead-in to its first child."""
    last = len(items)
    next_start: list[int] = [*(node.line for node in nodes[1:]), last][: len(nodes)]
    for node, following in zip(nodes, next_start, strict=True):
        node.own_end = node.end = items[max(node.line, following - 1)].end
    for node in reversed(nodes):
        if node.children:
            node.end = max(node.end, node.children[-1].end)
