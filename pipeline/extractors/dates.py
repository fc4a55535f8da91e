"""Dates: the time expressions of a notice and what each is for (codebook, section 6).

`find_dates` says what an expression means; here its role in the notice is decided (`date_rules`), and what only
the notice knows is supplied: the day of issue, the span of its plan.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pipeline.extractors.date_rules import Place, decide
from pipeline.language.dates import DateExpression, find_dates

if TYPE_CHECKING:
    from pipeline.extractors.context import Context

Row = dict[str, Any]

_SENTENCE_END = re.compile("[。！？\n]")
_CLAUSE_END = re.compile("[，,；;。！？：:\n]")
_REACH = 80  # characters of a sentence that a rule may look at on either side
_PAUSE = re.compile("》|$|的(?:通知|通告|公告|通报|意见|函|决定|批复|请示|报告)")
_LIST = re.compile("(?:、|和|及|与|或|以及|或者)")
_BRACKET = re.compile("^(?:[（(][^（）()\n]{0,40}[）)]|[）)])")  # 每季度末（分别在…），将情况报送
_LASTING = ("超过", "最长", "满", "近", "连续", "过去", "每", "少于", "低于", "至少")
_OFTEN = 2  # times that a year must be said to be the plan's
_OWN = re.compile("施行|执行|实施|试行|本(?:办法|通知|意见|规定|细则|政策|措施|方案|公告|通告|规则|条例)")
_SLOGAN = 24  # characters of a slogan before or after a time in it
_QUOTED = re.compile("“[^”“\\n]*$")
_UNQUOTED = re.compile(f"[^“”\\n]{{1,{_SLOGAN}}}”")
_ATTACHED = re.compile(
    r"(?:^|\n)[ 　]*附(?:件|表)?[：:]?[^\n]{0,60}(?:\n[ 　]*[0-9０-９]{1,2}[.．、][^\n]{0,60}){0,8}"
    r"\n[ 　]*[0-9０-９]{1,2}[.．、][^\n。]*$"
)
_LONGEST_ANNEXES = 500  # characters of a list of attachments
_SAME = 6  # characters after a year that make it the title's
_ISSUED = re.compile(
    "自?(?:印发|发布|公布|发文|下发|下文|行文|颁布|公告|成文|签发|通知发布|通告发布|文件印发)(?:公布|发布|施行)?之?日"
)
_DAYS_LATER = re.compile(r"(\d{1,3})[日天]后?$")
_TAKES_IN = {
    "expiry": re.compile("(?:有效期限?|试行期限?|试行)(?:暂定)?(?:为)?$"),
    "period": re.compile("(?:用|为期|历时)$"),
}
_SPAN = re.compile("((?:19|20)\\d\\d)[年]?[-—–―~～至]{1,2}((?:19|20)\\d\\d)")
_YEARS = re.compile("([一二两三四五六七八九十]|\\d{1,2})年")
_COUNT = {char: i for i, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


def extract_dates(ctx: Context) -> list[Row]:
    """Rows of the table ``dates`` in text order."""
    rows = []
    for group in _groups(ctx.text, _expressions(ctx)):
        for found in group:
            row = _row(ctx, found, group[0], group[-1])
            if row is not None:
                rows.append(row)
    rows += list(_of_merged_cells(ctx, rows))
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


def _of_merged_cells(ctx: Context, rows: list[Row]) -> Iterator[Row]:
    """The dates of cells that are merged over several rows of a task table, once more for each further row."""
    for task in ctx.tasks:
        for _, start, end in task.cells:
            if start < task.start:
                yield from ({**row, "task": task.path} for row in rows if start <= row["start"] and row["end"] <= end)


def _groups(text: str, expressions: Iterator[DateExpression]) -> Iterator[list[DateExpression]]:
    """Expressions of one list (3月25日、4月9日和4月19日), which are for the same."""
    group: list[DateExpression] = []
    for found in expressions:
        if group and (
            not _LIST.fullmatch(text, group[-1].end, found.start)
            or (found.kind, found.bound) != (group[-1].kind, group[-1].bound)
        ):
            yield group
            group = []
        group.append(found)
    if group:
        yield group


def _expressions(ctx: Context) -> Iterator[DateExpression]:
    """The notice's expressions; lengths that its title spells out (三年 of a plan 2023—2025) become that span."""
    span = plan_span(ctx)
    for found in _found(ctx):
        years = _YEARS.fullmatch(found.text)
        if span and years and found.kind == "duration" and not found.bound:
            count = _COUNT.get(years[1]) or (int(years[1]) if years[1].isdigit() else 0)
            if count == span[1] - span[0] + 1 and not _is_condition(ctx.text, found):
                yield replace(
                    found,
                    kind="interval",
                    date_from=f"{span[0]}-01-01",
                    date_to=f"{span[1]}-12-31",
                    rule="dates.plan_span",
                )
                continue
        yield found


def _is_condition(text: str, found: DateExpression) -> bool:
    """Whether a length says for how long something has to last or may last, and not which years the plan has."""
    before, after = text[max(0, found.start - 4) : found.start], text[found.end : found.end + 2]
    return before.endswith(_LASTING) or after.startswith(("期", "以上", "以下", "以内", "的"))


def _found(ctx: Context) -> list[DateExpression]:
    """The notice's dates; where neither date nor title gives a year, the one said most often is the plan's."""
    if ctx.issue_date is not None:
        far = ctx.plan_year is not None and ctx.plan_year > ctx.issue_date.year + 1
        return _with_year(ctx, ctx.issue_date.year) if far else ctx.dates
    if ctx.plan_year is not None:
        return ctx.dates
    years = Counter(found.date_to[:4] or found.date_from[:4] for found in ctx.dates if found.date_to or found.date_from)
    often = years.most_common(1)
    if not often or often[0][1] < _OFTEN:
        return ctx.dates
    return _with_year(ctx, int(often[0][0]))


def _with_year(ctx: Context, year: int) -> list[DateExpression]:
    """The notice's dates where those without a year lie in this one; a title may name the year of a goal far ahead."""
    own = [span for span in (ctx.elements.title, ctx.elements.plan_title, *ctx.elements.title_repeats) if span]
    exclude = [*ctx.cited, *((span.start, span.end) for span in own)]
    return find_dates(ctx.text, ctx.issue_date, default_year=year, exclude=exclude)


def plan_span(ctx: Context) -> tuple[int, int] | None:
    """First and last year of the plan, as its title has them."""
    for span in (ctx.elements.plan_title, ctx.elements.title):
        found = _SPAN.search(span.text) if span else None
        if found:
            return int(found[1]), int(found[2])
    return None


def _row(ctx: Context, found: DateExpression, first: DateExpression, last: DateExpression) -> Row | None:
    """The row of an expression; first and last are those of its list."""
    at = _place(ctx, found, first.start, last.end)
    rule = decide(at)
    if not rule.role or _repeats_title(ctx, found):
        return None
    date_from, date_to = _sides(found, rule.ends)
    if rule.rule == "effective.later":
        date_from = date_to = _later(ctx, found)
    if found.anchor and found.bound == "from" and ctx.issue_date and _ISSUED.fullmatch(found.anchor):
        date_from = ctx.issue_date.isoformat()
        date_to = date_from if rule.role == "effective" else ""
    start = found.start
    taken = _TAKES_IN.get(rule.role) and _TAKES_IN[rule.role].search(at.clause)
    if taken:
        start -= len(taken[0])
    task = None if at.place in ("issue", "print") or _of_the_whole(rule.role, at) else ctx.task_at(found.start)
    return {
        "task": task.path if task else "",
        "role": rule.role,
        "kind": found.kind,
        "date_from": date_from,
        "date_to": date_to,
        "precision": found.precision,
        "rrule": found.rrule,
        "start": start,
        "end": found.end,
        "text": ctx.text[start : found.end],
        "rule": f"{rule.rule}/{found.rule}",
    }


def _later(ctx: Context, found: DateExpression) -> str:
    """The day on which something takes effect so many days after the notice is issued (自发布之日起30日后); else empty."""
    days = _DAYS_LATER.search(found.text)
    if ctx.issue_date is None or days is None or not _ISSUED.search(found.text):
        return ""
    return (ctx.issue_date + timedelta(days=int(days[1]))).isoformat()


def _of_the_whole(role: str, at: Place) -> bool:
    """Whether a time is the notice's own: when it takes effect and until when it holds."""
    return role == "effective" or (role == "expiry" and bool(_OWN.search(at.before)))


def _repeats_title(ctx: Context, found: DateExpression) -> bool:
    """A year in the words of the notice's own title (现将2023年…要点印发) or in its list of attachments is no time."""
    if any(span.start <= found.start < span.end for span in ctx.elements.attachments):
        return True
    if _ATTACHED.search(ctx.text[max(0, found.start - _LONGEST_ANNEXES) : found.start]):
        return True
    if found.precision != "year" or found.bound:
        return False
    if ctx.text[ctx.text.rfind("\n", 0, found.start) + 1 :].lstrip(" 　").startswith(("附件", "附：", "附表")):
        return True
    for span in (ctx.elements.title, ctx.elements.plan_title):
        at = span.text.find(found.text) if span else -1
        if span and at >= 0 and _same_words(ctx.text, found.end, span.text[at + len(found.text) :]):
            return True
    return False


def _same_words(text: str, at: int, tail: str) -> bool:
    """Whether the text goes on as the title does, to its end: 现将2021年…工作要点印发, not 做好2021年…工作."""
    ahead = text[at : at + len(tail)]
    run = next(
        (i for i, (one, two) in enumerate(zip(ahead, tail, strict=False)) if one != two), min(len(ahead), len(tail))
    )
    core = _PAUSE.search(tail)
    return run >= max(_SAME, core.start() if core else 0)


def _sides(found: DateExpression, ends: str) -> tuple[str, str]:
    """date_from and date_to for the role: both alike, one, or none."""
    if ends == "both":
        if found.kind == "interval":
            return found.date_from, found.date_to
        return found.date_from or found.date_to, found.date_to or found.date_from
    if ends == "to":
        return "", found.date_to or found.date_from
    if ends == "from":
        return found.date_from or found.date_to, ""
    return ("", "") if ends == "none" else (found.date_from, found.date_to)


def _place(ctx: Context, found: DateExpression, start: int, end: int) -> Place:
    """The words and the element around an expression, or around the list from start to end that it stands in."""
    text = ctx.text
    before = text[max(0, start - _REACH) : start]
    sentence = max((match.end() for match in _SENTENCE_END.finditer(before)), default=0)
    clause = max((match.end() for match in _CLAUSE_END.finditer(before)), default=0)
    after = _BRACKET.sub("", text[end : end + _REACH], count=1)
    closed = _SENTENCE_END.search(after)
    return Place(
        found,
        before[sentence:],
        before[clause:],
        after[: closed.end()] if closed else after,
        _past(found, ctx.issue_date),
        ctx.issue_date is not None and "" < found.date_to[:4] < f"{ctx.issue_date.year:04d}",
        _where(ctx, found),
        _cell(ctx, found),
    )


def _past(found: DateExpression, issued: date | None) -> bool | None:
    if issued is None or not (found.date_to or found.date_from):
        return None
    return (found.date_to or found.date_from)[:10] < issued.isoformat()


def _where(ctx: Context, found: DateExpression) -> str:
    """issue, print, line, heading or body."""
    for name, span in (("issue", ctx.elements.issue_date), ("print", ctx.elements.print_date)):
        if span is not None and span.start <= found.start < span.end:
            return name
    line_start = ctx.text.rfind("\n", 0, found.start) + 1
    line_end = ctx.text.find("\n", found.end)
    around = ctx.text[line_start : found.start] + ctx.text[found.end : line_end if line_end >= 0 else len(ctx.text)]
    if not around.strip(" 　()（）。"):
        return "line"
    if _QUOTED.search(ctx.text, max(0, found.start - _SLOGAN), found.start) and _UNQUOTED.match(ctx.text, found.end):
        return "quoted"
    if ctx.text[max(0, found.start - 1) : found.start] in ("（", "(") and ctx.text[found.end : found.end + 1] in (
        "）",
        ")",
    ):
        task = ctx.task_at(found.start)
        if task is not None and task.title_start <= found.start < task.title_end + 2:
            return "heading"
    return "body"


def _cell(ctx: Context, found: DateExpression) -> str:
    """The heading of the table column that the expression stands in."""
    task = ctx.task_at(found.start)
    if task is None or not task.cells:
        return ""
    return next((heading for heading, start, end in task.cells if start <= found.start < end), "")
