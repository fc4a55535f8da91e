"""Who acts and who is reported to, in running text: subjects of directive clauses, 由A负责, 报送B.

The cues are those of `lexicon/unit_cues.toml`; a subject is what stands between the beginning of its clause and a word of duty
or a verb, if it reads as the name of a body.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from pipeline.language.bodies import BodySpan, split_bodies
from pipeline.language.bodies_lexicon import ending, is_body, read_csv, read_toml

__all__ = ["Found", "find_actors"]

_BOUNDARY = re.compile(r"[。；;！!？?，,：:\n“”]|——")
_ENDS = "局委办厅部院署会处科股室中心站所队行司府党团校位门构业关织区县市省州盟旗镇乡道地组级体务库台馆园厂社者长盟场方政"
_END = re.compile(rf"[{_ENDS}](?:[）)]|等)?")
_LONGEST = 60  # characters of a subject
_MODIFIED = re.compile(r"(.{2,30})的([^的]{1,20})")
_HEADED = re.compile(r"各|有关|相关|所有|全体|每个|省|市|县|区|州|盟|旗|镇|乡|街道|国家|国务院|中央|全国|地方|其他|自治区")


class Found(NamedTuple):
    """A body in running text, its role and the rule that found it."""

    body: BodySpan
    role: str
    rule: str


class _Cues:
    def __init__(self) -> None:
        data: dict[str, Any] = read_toml("unit_cues.toml")
        subject, report = data["subject"], data["report"]
        self.lead = re.compile(subject["lead"])
        self.circumstance = re.compile(subject["circumstance"])
        self.by = re.compile(subject["by"])
        self.not_start = re.compile(subject["not_start"])
        self.not_inside = re.compile(subject["not_inside"])
        self.modal = re.compile(subject["modal"])
        self.past = re.compile(subject["past"])
        self.by_not = re.compile(subject["by_not"])
        self.leads = re.compile(data["lead"]["verb"])
        self.supports = re.compile(data["lead"]["support"])
        self.quota = re.compile(data["quota"]["words"])
        self.to = re.compile(report["to"])
        self.towards = re.compile(report["towards"])
        self.after = re.compile(report["after"])
        self.verbs = frozenset(
            row["verb"]
            for row in read_csv("verbs.csv")
            if row["noun"] != "1" and row["class"] not in ("state", "forbid") and len(row["verb"]) > 1
        )
        self.longest_verb = max(map(len, self.verbs))

    def verb_at(self, text: str, at: int, end: int) -> bool:
        """Whether a verb of the lexicon stands at the offset."""
        return any(text[at : at + n] in self.verbs for n in range(min(self.longest_verb, end - at), 1, -1))


@cache
def _cues() -> _Cues:
    return _Cues()


def find_actors(text: str, start: int, end: int, taken: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """Actors and those reported to in ``text[start:end)``, outside the spans ``taken`` (assignments, citations), in order."""
    cues = _cues()
    found: list[Found] = []
    taken = sorted(taken)
    starts = [span[0] for span in taken]
    for begin, stop in _clauses(text, start, end):
        index = bisect_right(starts, begin) - 1
        if index >= 0 and begin < taken[index][1]:
            continue
        found += _subject(text, begin, stop, end, cues)
        found += _reported(text, begin, stop, cues)
    return found


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for boundary in _BOUNDARY.finditer(text, start, end):
        if boundary.start() > at:
            yield at, boundary.start()
        at = boundary.end()
    if at < end:
        yield at, end


def _subject(text: str, begin: int, stop: int, end: int, cues: _Cues) -> list[Found]:
    """The subject of a clause, if it is a body and the clause directs; its bodies one by one."""
    for tail in _END.finditer(text, begin, min(stop, begin + _LONGEST)):
        at = tail.end()
        modal = cues.modal.match(text, at, min(end, at + 40)) if at < stop else None
        if modal is not None and not modal.group() and not text[at : at + 1].isdigit():
            modal = None
        if modal is None and not cues.verb_at(text, at, stop):
            continue
        found = _bodies_of(text, begin, at, stop, modal is not None, cues)
        if found:
            return found
    return []


def _bodies_of(text: str, begin: int, at: int, stop: int, strong: bool, cues: _Cues) -> list[Found]:
    start, by = _subject_start(text, begin, at, cues)
    words = text[start:at]
    if len(words) < 2 or cues.not_start.match(words):
        return []
    if by and cues.by_not.match(text, at, stop):
        return []
    if cues.past.search(text, at, min(stop, at + 20)):
        return []
    if _MODIFIED.fullmatch(words):
        return _modified(text, start, at) if strong else []
    bodies = split_bodies(text, start, at)
    if not bodies or not all(_is_subject(body, cues) for body in bodies):
        return []
    if not strong and not by and not _HEADED.match(bodies[0].text):
        return []
    if not strong and text.startswith("的", _verb_end(text, at, stop, cues)):
        return []  # 各部门制定的方案
    role, rule = "actor", "actor.by" if by else "actor.modal" if strong else "actor.verb"
    if cues.leads.match(text, at, stop) and by:
        role, rule = "lead", "actor.leads"
    return [Found(body, role, rule) for body in bodies]


def _verb_end(text: str, at: int, stop: int, cues: _Cues) -> int:
    for length in range(min(cues.longest_verb, stop - at), 1, -1):
        if text[at : at + length] in cues.verbs:
            return at + length
    return at


def _subject_start(text: str, begin: int, at: int, cues: _Cues) -> tuple[int, bool]:
    """Where the subject's own words begin, and whether 由 or 请 opens it."""
    start, by = begin, False
    for found in cues.by.finditer(text, begin, at):
        start, by = found.end(), True
    lead = cues.lead.match(text, start, at)
    if lead:
        start = lead.end()
    circumstance = cues.circumstance.match(text, start, at)
    if circumstance:
        start = circumstance.end()
        lead = cues.lead.match(text, start, at)
        start = lead.end() if lead else start
    return start, by


def _modified(text: str, start: int, at: int) -> list[Found]:
    """有条件的县（区）, 查处举报案件的部门: the modifier belongs to the name."""
    words = text[start:at]
    head = words.rpartition("的")[2]
    found = ending(head)
    if found is None or found.form == "people" or "、" in head:
        return []
    return [Found(BodySpan(start, at, words, words), "actor", "actor.modified")]


def _is_subject(body: BodySpan, cues: _Cues) -> bool:
    found = ending(body.text)
    if found is None or found.form == "people" or len(body.text) < 2:
        return False
    if cues.not_start.match(body.text) or cues.not_inside.search(body.text):
        return False
    return not (found.form == "area" and not _HEADED.match(body.text) and len(body.text) <= len(found.suffix))


def _reported(text: str, begin: int, stop: int, cues: _Cues) -> Iterator[Found]:
    """Bodies behind 报送, 反馈至 and between 向 and 报告."""
    for verb in cues.to.finditer(text, begin, stop):
        yield from _receivers(text, verb.end(), stop, cues, "report.to")
    if text.find("向", begin, stop) >= 0:
        for found in cues.towards.finditer(text, begin, stop):
            yield from _bodies(text, found.start("body"), found.end("body"), "report.towards", cues)


def _receivers(text: str, at: int, stop: int, cues: _Cues, rule: str) -> Iterator[Found]:
    """The longest words behind the verb that end as a body and before what may follow one."""
    best = at
    for tail in _END.finditer(text, at, min(stop, at + 40)):
        if cues.after.match(text, tail.end(), min(len(text), tail.end() + 8)):
            best = tail.end()
    if best > at:
        if text.startswith(("（", "("), best):
            close = text.find("）" if text[best] == "（" else ")", best, best + 24)
            if close > 0 and is_body(text[best + 1 : close]):
                best = close + 1
        yield from _bodies(text, at, best, rule, cues)


def _bodies(text: str, start: int, end: int, rule: str, cues: _Cues) -> Iterator[Found]:
    bodies = split_bodies(text, start, end)
    if bodies and all(_is_subject(body, cues) for body in bodies):
        for body in bodies:
            yield Found(body, "report_to", rule)
