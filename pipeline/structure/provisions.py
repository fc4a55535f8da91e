"""Provisions of the whole notice: paths, titles, kinds and extents from the trees of its parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.notice import Merge, Provision
from pipeline.structure.closing import cut_closing, directives
from pipeline.structure.kinds import NONE, heading_kind, kinds_of
from pipeline.structure.lexicon import pattern
from pipeline.structure.nodes import Item, Node
from pipeline.structure.parts import Layout, Part
from pipeline.structure.tables import Table, find_tables, task_cell
from pipeline.structure.titles import Title, find_title, first_sentence
from pipeline.structure.tree import build

MARK = "~"
"""Divides a path from the ordinal that keeps it apart from the same number in an earlier part: annexes begin again."""

_ASSIGNED = pattern("assigned")
_OWNER = pattern("assigned.word")
_NAMED = 3  # articles with a name from which names are believed, a third of all at least
_LONG = 24  # characters on the average from which first sentences are headings only if all of their style have one
_SHOWS = pattern("annex.shows")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")


def printed_path(path: str) -> str:
    """The path as the codebook writes it, without what keeps annexes apart."""
    return path.partition(MARK)[0]


class _Paths:
    """Makes paths unique in the notice."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def unique(self, path: str) -> str:
        count = self.seen.get(path, 0) + 1
        self.seen[path] = count
        return path if count == 1 else f"{path}{MARK}{count}"


def provisions_of(text: str, layout: Layout, merges: Sequence[Merge] = ()) -> tuple[Provision, ...]:
    """All provisions in text order; parents before their children. ``merges``: the merged cells of the source's tables."""
    covered = {merge.at: (merge.start, merge.end) for merge in merges}
    found: list[Provision] = []
    paths = _Paths()
    tables = 0
    for part in layout.parts:
        grids = find_tables(text, part.lines, covered)
        found += _part(text, part, grids, paths)
        for grid in grids:
            tables += 1
            found += _rows(text, grid, tables)
    found.sort(key=lambda provision: (provision.start, -provision.end))
    return tuple(_number_requests(found))


def _part(text: str, part: Part, grids: Sequence[Table], paths: _Paths) -> list[Provision]:
    taken = {i for grid in grids for i in range(grid.first, grid.last)}
    items, nodes = build([line for i, line in enumerate(part.lines) if i not in taken])
    outside = cut_closing(items, nodes)
    found = list(_numbered(text, nodes, items, paths))
    if part.kind != "letter" and part.title and _SHOWS.search(_BRACKETED.sub("", part.title.text)):
        return [replace(provision, kind="", rule="annex.shows") for provision in found]
    found = [_without(text, provision, part, grids) for provision in found]
    found += directives(text, items[: nodes[0].line] if nodes else items)
    found += directives(text, outside, closing=True)
    return found


def _without(text: str, provision: Provision, part: Part, grids: Sequence[Table]) -> Provision:
    """The provision without a table of tasks that stands in it: its rows are provisions themselves."""
    for grid in grids:
        begin = part.lines[grid.first].start
        if provision.start < begin < provision.own_end:
            end = provision.start + len(text[provision.start : begin].rstrip())
            return replace(provision, own_end=end, end=end if provision.leaf else provision.end)
    return provision


def _number_requests(found: Sequence[Provision]) -> Iterator[Provision]:
    """Directives outside every number are 0.1, 0.2 … in the order of the text."""
    count = 0
    for provision in found:
        if provision.kind == "request":
            count += 1
            provision = replace(provision, path=f"0.{count}")
        yield provision


class _Words:
    """What stands behind a node's label: ``text[begin:end]``, on its first line."""

    def __init__(self, text: str, node: Node, items: Sequence[Item]) -> None:
        item = items[node.line]
        words = text[node.body : item.end]
        self.begin = node.body + len(words) - len(words.lstrip())
        self.text = words.strip()
        self.alone = not node.children and node.own_end <= item.end
        self.article = node.label.style == "article"
        self.parent = bool(node.children)
        single = "。" not in self.text.rstrip("。")
        self.bare = single and not node.children and _only_assigned(node, items)


def _titles(nodes: Sequence[Node], words: dict[int, _Words]) -> dict[int, Title | None]:
    """Titles of all nodes. Brothers settle the doubtful ones: headings are written for all of a series or for none."""
    found = {
        key: None
        if w.bare and not heading_kind(w.text.rstrip("。"))[0] and not w.text.endswith(("单位", "机构", "部门"))
        else find_title(w.text, alone=w.alone, article=w.article, parent=w.parent)
        for key, w in words.items()
    }
    series: dict[tuple[int, str], list[int]] = defaultdict(list)
    styles: dict[str, list[int]] = defaultdict(list)
    for node in nodes:
        series[(id(node.parent), node.label.style)].append(id(node))
        styles[node.label.style].append(id(node))
    named = [key for key in styles["article"] if (title := found[key]) and not title.sure]
    if len(named) < _NAMED or len(named) * 3 < len(styles["article"]):
        found.update(dict.fromkeys(named))
    for (_, style), brothers in series.items():
        if style == "article":
            continue
        sure = [key for key in brothers if (title := found[key]) and title.sure]
        doubtful = [key for key in brothers if (title := found[key]) and not title.sure]
        titled = len(sure) + len(doubtful)
        short = [*sure, *(key for key in doubtful if _is_short(words[key], found[key]))]
        if len(brothers) <= 2 and len(short) == len(brothers) > 1:
            continue
        wide = len(brothers) <= 2 or sum(_length(found[key]) for key in doubtful) > _LONG * len(doubtful)
        if doubtful and not _headed(styles[style] if wide else brothers, found):
            found.update(dict.fromkeys(doubtful))
        elif len(doubtful) > 1 and titled * 3 >= len(brothers) * 2:
            found.update(
                {
                    key: first_sentence(words[key].text)
                    for key in brothers
                    if found[key] is None and not words[key].article
                }
            )
        elif titled > 1 and titled * 2 >= len(brothers):
            first = {key: first_sentence(words[key].text) for key in brothers if found[key] is None}
            found.update({key: title for key, title in first.items() if _is_short(words[key], title)})
    return found


def _length(title: Title | None) -> int:
    return title.end - title.start if title else 0


def _is_short(words: _Words, title: Title | None) -> bool:
    """A first sentence of a few words can hardly be anything but a heading."""
    head = words.text[title.start : title.end] if title else ""
    return 0 < len(head) <= 12 and "，" not in head


def _headed(brothers: Sequence[int], found: Mapping[int, Title | None]) -> bool:
    """Most of a series have headings; two alone are believed."""
    titled = sum(1 for key in brothers if found[key])
    return titled * 2 > len(brothers) or (len(brothers) <= 2 and titled > 0)


def _numbered(text: str, nodes: Sequence[Node], items: Sequence[Item], paths: _Paths) -> Iterator[Provision]:
    words = {id(node): _Words(text, node, items) for node in nodes}
    titles = _titles(nodes, words)
    names = {
        key: words[key].text[title.start : title.end].rstrip(" 。.：:") if title else ""
        for key, title in titles.items()
    }
    kinds = kinds_of(nodes, names, {key: w.text for key, w in words.items()})
    levels: dict[int, int] = {}
    for node in nodes:
        key = id(node)
        levels[key] = level = levels[id(node.parent)] + 1 if node.parent else 1
        kind, rule = kinds[key]
        begin = words[key].begin + (titles[key].start if titles[key] else 0)  # type: ignore[union-attr]
        provision = Provision(
            path=paths.unique(".".join(map(str, node.numbers))),
            number="" if node.supplied else node.label.printed,
            title=names[key],
            kind="" if kind == NONE else kind,
            level=level,
            start=node.start,
            end=node.end,
            own_end=node.own_end,
            title_start=begin,
            title_end=begin + len(names[key]),
            leaf=not node.children,
            rule=rule or f"number.{node.label.style}",
        )
        yield from _paragraphs(provision, node, items) if provision.leaf else (provision,)


def _paragraphs(provision: Provision, node: Node, items: Sequence[Item]) -> Iterator[Provision]:
    """Where paragraphs each end with an assignment of their own, each is a provision: .p1 with the title, .p2 …"""
    spans = _assigned(provision, node, items)
    if len(spans) < 2:
        yield provision
        return
    for count, (start, end) in enumerate(spans, 1):
        first = count == 1
        yield replace(
            provision,
            path=_under(provision.path, f"p{count}"),
            number=provision.number if first else "",
            title=provision.title if first else "",
            start=start,
            end=end,
            own_end=end,
            title_start=provision.title_start if first else start,
            title_end=provision.title_end if first else start,
            rule="paragraph.assigned",
        )


def _under(path: str, name: str) -> str:
    printed, mark, ordinal = path.partition(MARK)
    return f"{printed}.{name}{mark}{ordinal}"


def _assigned(provision: Provision, node: Node, items: Sequence[Item]) -> list[tuple[int, int]]:
    """Spans of the paragraphs of a provision, each with its own assignment at the end; fewer than two: none."""
    own = _own_items(items, node.line, provision.end)
    ends = [_ends_assigned(item.text) for item in own]
    groups: list[tuple[int, int]] = []
    start = provision.start
    for at, item in enumerate(own):
        more = at + 1 < len(own) and ends[at + 1] == 2  # an assignment on lines of its own goes on
        if ends[at] and not more:
            groups.append((start, item.end))
            start = own[at + 1].start if at + 1 < len(own) else provision.end
    if len(groups) > 1 and groups[-1][1] < provision.end:
        groups[-1] = (groups[-1][0], provision.end)
    return groups


def _own_items(items: Sequence[Item], first: int, end: int) -> list[Item]:
    """The lines from ``first`` that begin before the offset ``end``."""
    last = first
    while last < len(items) and items[last].start < end:
        last += 1
    return list(items[first:last])


def _only_assigned(node: Node, items: Sequence[Item]) -> bool:
    """Nothing but an assignment stands under the first line: the line is the provision itself, not its heading."""
    below = _own_items(items, node.line + 1, node.own_end)
    return bool(below) and all(_ends_assigned(item.text) == 2 for item in below)


def _ends_assigned(words: str) -> int:
    """1: the paragraph ends with an assignment; 2: it is nothing else; 0: neither."""
    if not _OWNER.search(words[-400:]):
        return 0
    match = _ASSIGNED.search(words[-800:])
    if not match or not _OWNER.search(match[0]):
        return 0
    return 2 if len(match[0]) >= len(words) - 1 else 1


def _rows(text: str, grid: Table, ordinal: int) -> Iterator[Provision]:
    """Rows of a task table are T1.1, T1.2 …; the title is the cell that names the task."""
    for count, row in enumerate(grid.rows, 1):
        begin, end = task_cell(text, row) or (row.start, row.start)
        title = text[begin:end].rstrip("。；")
        yield Provision(
            path=f"T{ordinal}.{count}", number=row.number, title=title, kind="measure", level=1,
            start=row.start, end=row.end, own_end=row.end, title_start=begin, title_end=begin + len(title),
            leaf=True, rule="table.row", cells=row.cells,
        )  # fmt: skip
