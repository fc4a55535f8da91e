"""References: documents that a notice cites (codebook, section 7).

A citation is a title in 《》, a document number, or both next to each other. Left out are the notice's own title, the
plan that it issues, what only looks like a document (forms, licences, newspapers), and a second citation of one
document in one task.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.extractors.context import Context, Row
from pipeline.lexicon import check, read_toml

_FILE = "references.toml"
_OPEN, _CLOSE = frozenset("《〈"), frozenset("》〉")
_TRIGGER = re.compile("[《号]|GB|HJ|DB")
_MARKS = re.compile("[《》〈〉\n]")
_LONGEST = 200  # characters of a title
_SHORT = 4  # characters of a title that only says its kind: 《意见》
_DEEPEST, _MOST = 4, 24  # titles inside one another; marks inside a title
_BEHIND = 16  # characters between a title and its number
_BETWEEN = re.compile(
    "(?:的(?:紧急)?(?:通知|意见|公告|函|批复|决定))?(?:[（(][^（）()《》]{1,8}[）)])?[（(,，](?:[^（）()《》。；]{1,8}[，,])?|"
)
_CLOSING = re.compile("[^（）()。；\\n]{0,30}(?:《[^《》]{1,12}》)?[）)]")
_PAPER = re.compile("文件?(?![号字])|号文件?")
_OPENED = re.compile("[（(]([A-Za-z一-鿿、]{1,24})$")  # all that stands before the number inside its bracket
_CODE = re.compile("[A-Za-z一-鿿]{1,24}(?:（[一-鿿]{1,6}）[一-鿿]{0,4})?$")
_ALIAS_BEHIND = re.compile(
    "[（(，]?(?:(?:以下)?(?:统一)?(?:简称|合称|统称)|以下称)(?:为)?[：:]?[《“]([^《》“”]{1,20})[》”]"
)
_ALIAS_WITHIN = re.compile("(?:简称|合称|统称|以下称)(?:为)?[：:]?[《“]([^《》“”]{1,20})[》”]")
_NUMBER_BEHIND = re.compile("（[一-鿿]{1,12}〔(?:19|20)[0-9]{2}〕[0-9]{1,5}号")
_WIDTH = str.maketrans("（）〈〉[]［］【】", "()<>〔〕〔〕〔〕")
_SENTENCE = re.compile("[。；\n]")
_YEAR = re.compile(r"[〔\[［【﹝]((?:19|20)?[0-9]{2})[〕\]］】﹞]")


class _Cited(NamedTuple):
    start: int  # of the whole citation
    end: int
    title: str
    number: str
    rule: str


class _Number(NamedTuple):
    start: int
    end: int
    id: str
    alone: bool


class _Form(NamedTuple):
    id: str
    core: re.Pattern[str]
    prefix: int
    alone: bool


@cache
def _forms() -> tuple[_Form, ...]:
    """Forms of document numbers."""
    table = read_toml(_FILE)
    found = []
    for row in table["number"]:
        core = row["core"].replace("{b}", table["open"]).replace("{e}", table["close"])
        check(_FILE, row["id"], re.compile(core), row["example"], row["counter"])
        found.append(_Form(row["id"], re.compile(core), row["prefix"], row["alone"]))
    return tuple(found)


@cache
def _word(name: str) -> re.Pattern[str]:
    table = read_toml(_FILE)
    pattern = re.compile(table[name])
    check(_FILE, name, pattern, table[name + "_example"], table[name + "_counter"])
    return pattern


def extract_references(ctx: Context) -> list[Row]:
    """Rows of the table ``references``: task (path or empty), title, doc_number, text, start, end, rule."""
    text = ctx.text
    if not _TRIGGER.search(text):
        return []
    own = _Own(ctx)
    rows: list[Row] = []
    seen: set[tuple[str, str]] = set()
    aliases: dict[str, str] = {}  # short name → what it stands for, folded
    for cited in _citations(text):
        if _is_alias(text, cited.start) or own.has(cited, aliases):
            continue
        key = aliases.get(_fold(cited.title)) or _fold(cited.title) or _fold(cited.number)
        short = _ALIAS_BEHIND.match(text, cited.end - 1 if text[cited.end - 1] in "）)" else cited.end)
        short = short or _ALIAS_WITHIN.search(text[cited.start : cited.end])
        if short:
            aliases[_fold(short[1])] = key
        task = ctx.task_at(cited.start)
        path = task.path if task else ""
        if (path, key) in seen:
            continue
        seen.add((path, key))
        rows.append({
            "task": path, "title": cited.title, "doc_number": cited.number, "start": cited.start, "end": cited.end,
            "text": text[cited.start : cited.end], "rule": cited.rule,
        })
    return rows


class _Own:
    """What is the notice's own and no reference: its title, its number, the plan that it issues, its attachments."""

    def __init__(self, ctx: Context) -> None:
        elements = ctx.elements
        titles = [span for span in (elements.title, elements.plan_title, *elements.title_repeats) if span]
        self._text = ctx.text
        self._spans = [(span.start, span.end) for span in (*titles, *elements.attachments)]
        self._titles = {_fold(span.text).strip("《》") for span in titles}
        issues = _word("issues").search(_fold(elements.title.text)) if elements.title else None
        self._issued_by_title = {issues[1].strip("《》<>")} if issues else set()
        self._lines = {_fold(line) for line in self._text.split("\n") if len(line) <= _LONGEST // 2}
        self._number = _fold(elements.doc_number.text) if elements.doc_number else ""

    def has(self, cited: _Cited, aliases: dict[str, str]) -> bool:
        """Whether the citation is none: own, an alias of what is own, or no document."""
        if any(start <= cited.start < end for start, end in self._spans):
            return True
        number = _fold(cited.number)
        if number and number == self._number:
            return True
        if not cited.title:
            return self._alone_on_line(cited)
        title = _fold(cited.title)
        own = aliases[title] == "" if title in aliases else not number and self._is_own(title, cited)
        if own:
            short = _ALIAS_BEHIND.match(self._text, cited.end)
            if short:
                aliases[_fold(short[1])] = ""
            return True
        return bool(_word("form").search(cited.title)) and not number

    def _is_own(self, title: str, cited: _Cited) -> bool:
        if title in self._titles or title in self._issued_by_title:
            return True
        if len(title) <= _SHORT and any(own.endswith(title) for own in self._titles):
            return True  # the plan by its kind alone: 《方案》
        return self._is_issued(title, cited)

    def _is_issued(self, title: str, cited: _Cited) -> bool:
        """Whether the sentence issues the document with this notice. What is only forwarded has to be bound with it."""
        before = self._text[max(0, cited.start - 2 * _LONGEST) : cited.start]
        behind = self._text[cited.end : cited.end + 2 * _LONGEST]
        issued = _word("issued").match(behind)
        given = _word("given").match(behind) if not issued and _word("issuing").search(before) else None
        verb = (issued or given or [""])[0]
        return bool(verb) and ("转发" not in verb[-4:] or title in self._lines)

    def _alone_on_line(self, cited: _Cited) -> bool:
        """Whether a number stands alone on its line, as the number of a document bound with the notice does."""
        before, after = self._text[max(0, cited.start - 1) : cited.start], self._text[cited.end : cited.end + 1]
        return before in ("", "\n") and after in ("", "\n")


def _fold(text: str) -> str:
    return "".join(text.translate(_WIDTH).split())


def _is_alias(text: str, start: int) -> bool:
    """Whether the title is given as a short name of the one before: 以下简称《意见》."""
    return bool(_word("alias").search(text[max(0, start - 8) : start]))


def _citations(text: str) -> Iterator[_Cited]:
    """Titles with their numbers, and numbers without a title, in text order."""
    titles = list(_titles(text))
    numbers = [each for each in _numbers(text) if not _inside(each, titles)]
    taken: set[int] = set()
    found: list[_Cited] = []
    following = 0
    for start, end in titles:
        title = text[start + 1 : end - 1].strip() if text[end - 1] in _CLOSE else text[start + 1 : end].strip()
        while following < len(numbers) and numbers[following].end <= start:
            following += 1
        number, rule, first, last = "", "reference.title", start, end
        if following and start - numbers[following - 1].end <= 2 and following - 1 not in taken:
            before = numbers[following - 1]
            if not text[before.end : start].strip("文件的 "):
                number, rule, first = text[before.start : before.end], f"reference.{before.id}", before.start
                taken.add(following - 1)
        if not number and following < len(numbers):
            behind = numbers[following]
            if behind.start - end <= _BEHIND and _BETWEEN.fullmatch(text, end, behind.start):
                closing = _CLOSING.match(text, behind.end)
                number, rule = text[behind.start : behind.end], f"reference.{behind.id}"
                last = closing.end() if closing else behind.end
                taken.add(following)
        if title:
            found.append(_Cited(first, last, title, _standard(number), rule))
    for index, each in enumerate(numbers):
        if index not in taken and each.alone:
            paper = _PAPER.match(text, each.end)
            end = paper.end() if paper else each.end
            number = text[each.start : each.end]
            found.append(_Cited(each.start, end, "", _standard(number), f"reference.{each.id}"))
    yield from sorted(found)


def _standard(number: str) -> str:
    """A document number without spaces, square brackets made 〔〕, round ones as printed. Standards keep spaces."""
    if number[:1].isascii():
        return number
    return _YEAR.sub(lambda match: f"〔{match[1]}〕", "".join(number.split()))


def _inside(number: _Number, titles: list[tuple[int, int]]) -> bool:
    index = bisect_right(titles, (number.start, len(titles) * _LONGEST + number.end)) - 1
    return index >= 0 and titles[index][0] < number.start < titles[index][1]


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """Spans of titles with their marks. Inner titles, 〈〉 or 《》, belong to the outer one; marks may be mixed up."""
    at = 0
    while (start := text.find("《", at)) >= 0:
        end = _title_end(text, start)
        if end > start + 2:
            yield start, end
        at = max(end, start + 1)


def _title_end(text: str, start: int) -> int:
    """End of the title that opens at ``start``; ``start`` where it is none."""
    depth = 0
    first_close = last_close = 0
    reopened = False
    for count, match in enumerate(_MARKS.finditer(text, start, start + _LONGEST)):
        char = match[0]
        if char == "\n" or depth > _DEEPEST or count > _MOST:
            break
        if char in _OPEN:
            reopened = reopened or (last_close > 0 and depth > 0)
            depth += 1
        else:
            depth -= 1
            first_close = first_close or match.end()
            last_close = last_close if reopened else match.end()
            if depth <= 0:
                return match.end()
    if last_close:  # a mark was lost: up to the last closing mark before another title opens, in the same sentence
        if "。" not in text[start:last_close]:
            return last_close
        return start if "。" in text[start:first_close] else first_close
    lost = _NUMBER_BEHIND.search(text, start, start + _LONGEST)
    return lost.start() if lost and not _SENTENCE.search(text, start, lost.start()) else start


def _numbers(text: str) -> Iterator[_Number]:
    """Document numbers with the code or name of the body before them, in text order."""
    found: dict[int, _Number] = {}
    for form in _forms():
        if form.id != "standard" and "号" not in text:
            continue
        for match in form.core.finditer(text):
            start = match.start()
            if form.prefix:
                start = _prefix(text, start, form.prefix)
                if start == match.start() and form.id != "bracketed_year":
                    continue
            if match.end() not in found or found[match.end()].start > start:
                found[match.end()] = _Number(start, match.end(), form.id, form.alone)
    at = 0
    for number in sorted(found.values()):
        if number.start >= at:
            yield number
            at = number.end


def _prefix(text: str, start: int, longest: int) -> int:
    """Where the code of the issuing body begins before a number."""
    window = text[max(0, start - longest) : start]
    opening = _OPENED.search(window)
    if opening and len(opening[1]) > 1:
        return start - len(opening[1])
    run = _CODE.search(window)
    if run is None:
        return start
    code = run[0]
    lead = _word("lead").match(code)
    return start - len(code[lead.end() :] if lead else code)
