"""Provisions of the whole notice: paths, titles, kinds and extents from the trees of its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.notice import Provision
from pipeline.structure.directing import requests, sentences
from pipeline.structure.head import Head
from pipeline.structure.kinds import heading_kind
from pipeline.structure.lines import Line
from pipeline.structure.parts import Layout, Part
from pipeline.structure.tables import Table, find_tables, task_cell
from pipeline.structure.titles import title_length
from pipeline.structure.tree import Item, Node, build

_OUTSIDE = re.compile(
    r"^(?:请|望|希望|以上|上述|本(?:通知|办法|方案|意见|规定|预案|细则|规划|计划|措施)(?:自|由|印发|从|有效)|特此|此复|各(?:地|级|县|市|区|单位|部门|乡镇)[^。]{0,30}(?:请|要|应|须|可)[^。]*(?:报|反馈|执行|落实)"
    r"|执行中|联系人|联\s*系\s*电\s*话|联系方式|联系单位|电子邮箱|邮\s*箱|传\s*真|附[:：件]|抄送|注[:：]|备注[:：]|[（(](?:此件|联系人))"
)
_ASSIGNED = re.compile(r"(?:[（(][^（）()]{0,400}(?:负责|牵头|配合|参与|责任|承办|落实|按职责分工|分工)[^（）()]{0,400}[）)]|(?:责任|牵头|配合|主办|承办)(?:单位|部门)[:：].{1,400})[。；]?$")
MARK = "~"
"""Divides a path from the ordinal that keeps it apart from the same number in an earlier part (annexes begin again at 一、)."""


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


def provisions_of(text: str, head: Head, layout: Layout) -> tuple[Provision, ...]:
    """All provisions in text order; parents before their children."""
    found: list[Provision] = []
    paths = _Paths()
    tables = 0
    for part in layout.parts:
        grids = find_tables(part.lines)
        taken = {i for grid in grids for i in range(grid.first, grid.last)}
        items, nodes = build([line for i, line in enumerate(part.lines) if i not in taken])
        outside = _cut_closing(items, nodes)
        found += _numbered(text, nodes, items, paths)
        found += _outside(text, items[: nodes[0].line] if nodes else items, part)
        found += _outside(text, outside, part)
        for grid in grids:
            tables += 1
            found += _table(text, grid, tables)
    found.sort(key=lambda provision: (provision.start, -provision.end))
    return tuple(_number_requests(found))


def _number_requests(found: Sequence[Provision]) -> list[Provision]:
    """Directives outside every number are 0.1, 0.2 … in the order of the text."""
    done, count = [], 0
    for provision in found:
        if provision.kind == "request":
            count += 1
            provision = _with_path(provision, f"0.{count}")
        done.append(provision)
    return done


def _with_path(p: Provision, path: str) -> Provision:
    return Provision(path, p.number, p.title, p.kind, p.level, p.start, p.end, p.own_end, p.title_start, p.title_end, p.leaf, p.rule, p.cells)


def _cut_closing(items: list[Item], nodes: list[Node]) -> list[Item]:
    """Closing paragraphs behind the last number are outside of it: formulas, and any where the brothers are one paragraph each."""
    if not nodes:
        return []
    leaf = nodes[-1]
    brothers = [node for node in (leaf.parent.children if leaf.parent else [n for n in nodes if n.parent is None]) if node is not leaf]
    lines_of = {id(node): _count_lines(items, node) for node in brothers}
    single = bool(brothers) and all(count == 1 for count in lines_of.values())
    run_in = "。" in items[leaf.line].text
    first = next(
        (i for i in range(leaf.line + 1, len(items)) if (single and run_in) or _OUTSIDE.match(items[i].text)),
        len(items),
    )
    if first == len(items):
        return []
    end = items[first - 1].end
    node: Node | None = leaf
    while node is not None:
        node.end = min(node.end, end)
        node.own_end = min(node.own_end, end)
        node = node.parent
    return items[first:]


def _count_lines(items: Sequence[Item], node: Node) -> int:
    count = 0
    for item in items[node.line :]:
        if item.start >= node.own_end:
            break
        count += 1
    return count


def _numbered(text: str, nodes: Sequence[Node], items: Sequence[Item], paths: _Paths) -> list[Provision]:
    found: list[Provision] = []
    kinds: dict[int, tuple[str, str]] = {}
    for node in nodes:
        item = items[node.line]
        words = text[node.body : item.end]
        lead = len(words) - len(words.lstrip())
        begin = node.body + lead
        words = words.strip()
        alone = not node.children and node.own_end <= item.end
        length = title_length(words, alone=alone, article=node.label.style == "article", own_line=True)
        title = words[:length].rstrip(" 。.：:")
        kind, rule = _kind(node, title, kinds)
        kinds[id(node)] = (kind, rule)
        path = paths.unique(".".join(map(str, node.numbers)))
        level = 1 + sum(1 for _ in _parents(node))
        found.append(
            Provision(
                path, node.label.printed, title, kind, level, node.start, node.end, node.own_end,
                begin, begin + len(title), not node.children, rule or f"number.{node.label.style}",
            )
        )  # fmt: skip
    return found


def _parents(node: Node) -> Sequence[Node]:
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def _kind(node: Node, title: str, kinds: dict[int, tuple[str, str]]) -> tuple[str, str]:
    """By its own heading, else by that of its parent; measure where neither decides."""
    above, rule = kinds.get(id(node.parent), ("", "")) if node.parent else ("", "")
    decided = above in ("phase", "safeguard", "goal", "none") or rule.startswith("h.measure")
    own, own_rule = heading_kind(title, top=not decided) if title else ("", "")
    if own and not (decided and own in ("measure",)):
        return ("" if own == "none" else own), own_rule
    if decided:
        return above, rule
    return "measure", ""


def _outside(text: str, items: Sequence[Item], part: Part) -> list[Provision]:
    """Sentences that ask for something outside every number."""
    found = []
    for item in items:
        for begin, end in sentences(text, item.start, item.end):
            if requests(text[begin:end]):
                found.append(Provision("0", "", "", "request", 1, begin, end, end, begin, begin, True, "request.sentence"))
    return found


def _table(text: str, grid: Table, ordinal: int) -> list[Provision]:
    found = []
    for count, row in enumerate(grid.rows, 1):
        cell = task_cell(row)
        begin, end = cell if cell else (row.start, row.start)
        title = text[begin:end]
        if len(title) > 40 or "。" in title[:-1]:
            title = ""
        title = title.rstrip("。；")
        found.append(
            Provision(
                f"T{ordinal}.{count}", "", title, "measure", 1, row.start, row.end, row.end, begin, begin + len(title), True, "table.row", row.cells
            )
        )
    return found
