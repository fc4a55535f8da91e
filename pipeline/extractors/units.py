"""The table ``units``: every body in its role, with its official name.

Roles of the whole notice come from its elements (issuer, recipient, cc), printed roles from `assignments` and from the
columns of task tables, actors and those reported to from running text (`units_actors`). Names are those of
`language.names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.extractors.assignments import Assignment, Part, find_assignments, first_leads, with_first_leading
from pipeline.extractors.context import Context, Row
from pipeline.extractors.units_actors import find_actors
from pipeline.extractors.units_cues import load_cues
from pipeline.extractors.units_short import holds, long_form, short_names
from pipeline.language.bodies import BodySpan, split_bodies
from pipeline.language.bodies_lexicon import ending, read_toml
from pipeline.language.names import Named, Place, full_name
from pipeline.language.regions import region, regions_in
from pipeline.notice import Span, Task

__all__ = ["extract_units", "place_of"]

_WHITE = re.compile(r"\s+")
_WORDS = re.compile(r"[一-鿿]{2}")
_ORGANS = ("局", "委", "厅", "办", "社")
_LABEL = re.compile(r"[（(]?(?:第?[一二三四五六七八九十百\d]{1,4}[条章节]?)[)）、.．]*")
_COLON = re.compile(r"[：:]")
_BEHIND = re.compile(r"[：:。\s]*")
_SENTENCE = re.compile(r"[。；;，,\n]")
_NAMED = re.compile(r"[省市县区州盟旗镇乡各]|国家|国务院|自治区|街道|国网|中国|.{2,6}(?:公司|海关|支行|分局|科|处|股)$")
#: Levels of names and regions as the table ``units`` writes them.
_LEVELS = {"国家": "nation", "省": "province", "市": "prefecture", "县": "county", "乡": "township", "村": "village"}
_HEADING = 60  # characters of a heading that is a list of bodies
_MOST = 300  # organs compared with each other
_SAME = re.compile(r"[（(【](?:责任单位|牵头单位|责任部门)?[：:]?同上[）)】]")


def extract_units(ctx: Context) -> list[Row]:
    """Rows of ``units`` in text order; one row a body, role and task."""
    rows = _Rows(ctx)
    elements = ctx.elements
    for span in elements.issuers:
        rows.add("", "issuer", BodySpan(span.start, span.end, span.text, _WHITE.sub("", span.text)), span.rule)
    for role, spans in (("recipient", elements.recipients), ("cc", elements.cc)):
        for body, rule in _listed(ctx.text, spans):
            rows.add("", role, body, rule)
    taken = _printed(ctx, rows)
    _running(ctx, rows, taken)
    return rows.rows()


def place_of(ctx: Context) -> Place:
    """From where the notice speaks: its first issuer, the region, the year, whether it speaks to its own house."""
    elements = ctx.elements
    issuer = _WHITE.sub("", elements.issuers[0].text) if elements.issuers else ""
    if not issuer and elements.masthead:
        issuer = _WHITE.sub("", elements.masthead.text).removesuffix("文件")
    title = elements.title.text if elements.title else ""
    number = elements.doc_number.text if elements.doc_number else ""
    year = ctx.issue_date.year if ctx.issue_date else ctx.plan_year
    found = region(issuer, title, ctx.text, number, year)
    inside = any(
        (form := ending(body.text)) is not None and form.kind == "内设" and not body.text.startswith(("市", "县", "省"))
        for body, _ in _listed(ctx.text, elements.recipients)
    )
    return Place(found, issuer, year, inside)


def _listed(text: str, spans: Iterable[Span]) -> Iterator[tuple[BodySpan, str]]:
    for span in spans:
        for body in split_bodies(text, span.start, span.end):
            yield body, span.rule


class _Rows:
    """Collects bodies in their roles, and names them when all are known: each body once in a role and task."""

    def __init__(self, ctx: Context) -> None:
        self.place = place_of(ctx)
        self.short = short_names(ctx.text)
        self.found: list[tuple[str, str, BodySpan, str]] = []

    def add(self, task: str, role: str, body: BodySpan, rule: str) -> None:
        """A body in a role of a task (empty: of the whole notice)."""
        self.found.append((task, role, body, rule))

    def rows(self) -> list[Row]:
        """The rows, those of the whole notice first, then in text order."""
        fuller = _fuller_forms({_WHITE.sub("", body.full) for _, _, body, _ in self.found})
        names: dict[str, Named] = {}
        rows: dict[tuple[str, str, str], Row] = {}
        for task, role, body, rule in self.found:
            full = _WHITE.sub("", body.full)
            if full not in names:
                names[full] = self._named(long_form(full, self.short), fuller.get(full))
            named = names[full]
            if (task, role, named.name) not in rows:
                rows[task, role, named.name] = _row(task, role, body, rule, named)
        order = {"issuer": 0, "recipient": 1, "cc": 2}
        return sorted(rows.values(), key=lambda row: (order.get(row["role"], 3), row["start"], row["role"]))

    def _named(self, full: str, fuller: str | None) -> Named:
        """The name by the tables; for a short one that the notice also prints in full, the name of the full form."""
        named = full_name(full, self.place)
        if fuller is None or named.name.endswith(full[1:]):
            return named
        return full_name(fuller, self.place)


def _row(task: str, role: str, body: BodySpan, rule: str, named: Named) -> Row:
    return {
        "task": task,
        "role": role,
        "text": body.text,
        "name": named.name,
        "collective": named.collective,
        "level": _LEVELS.get(named.level, ""),
        "kind": named.kind,
        "region_code": named.region_code,
        "name_source": named.name_source,
        "start": body.start,
        "end": body.end,
        "rule": rule,
    }


def _fuller_forms(names: set[str]) -> dict[str, str]:
    """Abbreviations that the notice itself prints in full: 市文广旅局 where 市文化广电和旅游局 stands elsewhere.

    A fuller form begins and ends as the abbreviation does and holds its signs in order; two of them settle nothing.
    """
    forms: dict[str, str] = {}
    organs = sorted(name for name in names if name.isalnum() and len(name) <= 20 and name.endswith(_ORGANS))
    if len(organs) > _MOST:
        return {}
    for short in organs:
        if not 4 <= len(short) <= 7:
            continue
        fuller = [
            long
            for long in organs
            if len(long) >= len(short) + 2 and long[:2] == short[:2] and long[-1] == short[-1] and holds(long, short)
        ]
        if len(fuller) == 1:
            forms[short] = fuller[0]
    return forms


# --- printed assignments ----------------------------------------------------------------------------------------------


def _printed(ctx: Context, rows: _Rows) -> list[tuple[int, int]]:
    """Rows of the printed assignments; their spans, which hold no running text."""
    assignments = _assignments(ctx)
    with_own: set[str] = set()
    heads: list[tuple[str, Assignment]] = []
    for assignment in assignments:
        task = ctx.task_at(assignment.start)
        if task is not None:
            with_own.add(task.path)
            _add_parts(rows, task.path, assignment.parts)
        elif (path := _group_at(ctx, assignment.start)) is not None:
            heads.append((path, assignment))
    for task in ctx.tasks:
        if (_cells if task.cells else _headed)(ctx, rows, task):
            with_own.add(task.path)
    for path, assignment in heads:  # said at the head of a group, it holds for all tasks under it that say nothing else
        for task in ctx.tasks:
            if (not path or task.path.startswith(path + ".")) and task.path not in with_own:
                _add_parts(rows, task.path, assignment.parts)
    return [(one.start, one.end) for one in assignments]


def _assignments(ctx: Context) -> list[Assignment]:
    """The notice's assignments; where it says so, the first body of each list leads."""
    found = find_assignments(ctx.text)
    said = first_leads(ctx.text)
    if said and found:
        since = said[0][0]
        if all(one.end <= since for one in found):
            since = 0  # a note at the end
        found = [with_first_leading(one) if one.end > since else one for one in found]
    if "同上" not in ctx.text:
        return found
    same = []
    for match in _SAME.finditer(ctx.text):
        before = [one for one in found if one.end <= match.start()]
        if before:
            same.append(Assignment(match.start(), match.end(), before[-1].parts, "bracket.same"))
    return sorted([*found, *same], key=lambda one: one.start)


def _group_at(ctx: Context, offset: int) -> str | None:
    """Path of the provision with tasks under it in whose own words the offset lies."""
    best = None
    for provision in ctx.provisions:
        if provision.start > offset:
            break
        if not provision.leaf and provision.start <= offset < provision.own_end:
            best = provision.path
    return best


def _add_parts(rows: _Rows, path: str, parts: Iterable[Part]) -> None:
    for part in parts:
        for body in part.bodies:
            rows.add(path, part.role, body, part.rule)


def _headed(ctx: Context, rows: _Rows, task: Task) -> bool:
    """（一）市教育局：牵头制定方案。 The heading of a task is the body that acts in it: the subject, no printed assignment."""
    label = _LABEL.match(ctx.text, task.start, task.end)
    start = label.end() if label else task.start
    stop = _COLON.search(ctx.text, start, min(task.end, start + _HEADING))
    if stop is None:
        start, end = task.title_start, task.title_end
    else:
        end = stop.start()
    if not 2 < end - start <= _HEADING or _SENTENCE.search(ctx.text, start, end):
        return False
    bodies = split_bodies(ctx.text, start, end)
    acts = load_cues().begins(ctx.text, _BEHIND.match(ctx.text, end).end(), task.end)  # type: ignore[union-attr]
    if not bodies or not all(_heads(body, acts) for body in bodies):
        return False
    for body in bodies:
        rows.add(task.path, "actor", body, "heading.body")
    return True


def _heads(body: BodySpan, acts: bool) -> bool:
    """Whether the words are the name of a body and nothing else: 市教育局, not 强化组织 or 牵头单位.

    ``acts``: a predicate follows, so that classes of bodies head their item too: 公安部门：负责….
    """
    found = ending(body.full)
    if found is None or found.form in ("people", "not") or len(body.text) <= len(found.suffix):
        return False
    if found.form == "group" and not acts and not body.text.startswith(("各", "其他", "有关", "相关")):
        return False
    if not load_cues().is_subject(body) or found.suffix.endswith("长"):
        return False
    return found.form == "group" or _NAMED.match(body.text) is not None or bool(regions_in(body.text))


@cache
def _columns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    cells: dict[str, str] = read_toml("unit_cues.toml")["cell"]
    return tuple((role, re.compile(pattern)) for role, pattern in cells.items())


def _cells(ctx: Context, rows: _Rows, task: Task) -> bool:
    """The bodies in the columns 责任单位, 牵头单位, 配合单位 of a task table's row."""
    any_found = False
    for heading, start, end in task.cells:
        words = _WHITE.sub("", heading)
        role = next((role for role, pattern in _columns() if pattern.fullmatch(words)), None)
        if role is None:
            continue
        any_found = True
        inner = find_assignments(ctx.text, start, end)
        if inner:
            for assignment in inner:
                _add_parts(rows, task.path, assignment.parts)
            continue
        for body in split_bodies(ctx.text, start, end):
            if _WORDS.search(body.text):
                rows.add(task.path, body.note or role, body, "table." + role)
    return any_found


# --- running text -----------------------------------------------------------------------------------------------------


def _running(ctx: Context, rows: _Rows, taken: list[tuple[int, int]]) -> None:
    """Actors and those reported to, task by task."""
    hidden = sorted([*taken, *ctx.cited])
    for task in ctx.tasks:
        begin = task.title_end if task.title_end < task.end else task.start
        begin = begin if begin > task.start else task.start
        for found in find_actors(ctx.text, begin, task.end, hidden):
            at = ctx.task_at(found.body.start)
            if at is not None and at.path == task.path:
                rows.add(task.path, found.role, found.body, found.rule)
