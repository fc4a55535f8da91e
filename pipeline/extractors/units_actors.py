"""Who acts and who is reported to, in running text: subjects of directive clauses, 由A负责, 报送B.

The cues are those of `lexicon/unit_cues.toml`; a subject is what stands between the beginning of its clause and a
word of duty or a verb, if it reads as the name of a body.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extractors.units_cues import END, LONGEST, Cues, Found, load_cues
from pipeline.extractors.units_reports import find_receivers
from pipeline.language.bodies import BodySpan, split_bodies
from pipeline.language.bodies_lexicon import ending, is_body

__all__ = ["Found", "find_actors"]

# a few words in quotes are part of a name (市“双减”专班); numbers of items begin a sentence where lines were lost
_BOUNDARY = re.compile(
    r"(?P<quoted>[（(](?:含|包括|不含)[^（）()\n]{1,40}[）)]|“[^“”，。；：、\n]{1,12}”)|(?P<sentence>[。；;！!？?\n]|(?<!第)[（(][一二三四五六七八九十]{1,3}[）)](?![款项类级]))"
    r"|[，,：:“”]|——"
)
_SHORT = 6  # characters of a predicate that is a verb alone
_NAME = 14  # within which the name may still go on
_FAR = 40  # of one that the lexicon does not know, behind a body that is plainly one
_COMMA = ("，", ",")
_WITH = "为对在将需因经按"  # prepositions that open a predicate
_NOT_PLACE = "需在有用属得产谓承提采列涉持辖处规确指述称"  # behind 所: 所需, no 植树所


def find_actors(text: str, start: int, end: int, taken: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """Actors and those reported to in ``text[start:end)``, in order; nothing is read within the spans ``taken``."""
    cues = load_cues()
    found: list[Found] = []
    taken = sorted(taken)
    starts = [span[0] for span in taken]
    led = False  # whether a lead was named in the sentence
    fresh = True  # whether no predicate stands before the clause in its sentence
    for begin, stop, opens in _clauses(text, start, end):
        if opens:
            led, fresh = False, True
        index = bisect_right(starts, begin) - 1
        if index >= 0 and begin < taken[index][1]:
            begin = taken[index][1]
            if begin >= stop:
                continue
            fresh = True
        clause = _Clause(text, begin, stop, end, fresh, led)
        subjects = _named_roles(clause, cues) or _subject(clause, cues) or _set_up(clause, cues)
        fresh = fresh and _circumstance(text, begin, stop, cues)
        led = led or any(one.role == "lead" for one in subjects)
        found += subjects
        found += find_receivers(text, begin, stop, cues)
    return found


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Spans between boundaries, and whether each opens a sentence."""
    at, opens = start, True
    for boundary in _BOUNDARY.finditer(text, start, end):
        if boundary.lastgroup == "quoted":
            continue
        if boundary.start() > at:
            yield at, boundary.start(), opens
            opens = False
        at = boundary.end()
        opens = opens or boundary.lastgroup == "sentence"
    if at < end:
        yield at, end, opens


def _circumstance(text: str, begin: int, stop: int, cues: Cues) -> bool:
    """Whether the clause only says when or under what condition the sentence holds: its subject may still follow."""
    if text[stop - 1] == "的" or cues.circumstantial.match(text, begin, stop):
        return True
    return cues.setting.search(text, max(begin, stop - 6), stop) is not None


class _Clause(NamedTuple):
    """A clause: its span, the end of the stretch, whether no predicate goes before it, whether a lead was named."""

    text: str
    begin: int
    stop: int
    end: int
    fresh: bool
    led: bool


def _subject(clause: _Clause, cues: Cues) -> list[Found]:
    """The subject of a clause, if it is a body and the clause directs; its bodies one by one.

    First the places before a word of duty, then those before an adverb or a verb; what bears a quota or stands before a
    circumstance whose clause goes on with a duty (收到材料后，应当…) needs none.
    """
    if clause.text[clause.begin - 1 : clause.begin] == "“":
        return []  # “政府负责、…”: a slogan
    if clause.text[clause.stop - 1] == "的" and not _duty_follows(clause, cues):
        return []  # 逾期未报送的, …: a condition
    if clause.text[clause.begin - 1 : clause.begin] == "”" and not cues.headed.match(clause.text, clause.begin):
        return []  # words behind a quotation go on with it
    if _opens_with_verb(clause, cues):
        return []
    strong, weak = _places(clause, cues)
    text_by = cues.by.search(clause.text, clause.begin, clause.stop)
    if text_by and _is_relative(clause, text_by.end(), (*strong, *weak), cues):
        return []  # 由A承办的赛事
    if text_by and clause.text.find("的", text_by.end(), clause.stop) < 0:
        weak = [
            (at, then) for at, then in weak if at > text_by.end()
        ]  # 各市州…由推荐单位签署: what stands before is the topic
    for at, then in strong:
        if found := _bodies_of(clause, at, then, True, cues):
            return found
    for at, then in weak:
        if _predicate(clause, then, cues) and (found := _bodies_of(clause, at, then, False, cues)):
            return found
    if found := _bearer(clause, cues):
        return found
    if text_by:
        weak = [(at, then) for at, then in weak if at > text_by.end()]
    if _goes_on(clause, cues):
        for at, then in reversed(weak):  # the longest name: what stands behind is said of it
            if text_by and not 2 <= clause.stop - then <= (
                _FAR if cues.headed.match(clause.text, text_by.end()) else _SHORT
            ):
                continue
            if clause.text[clause.stop - 1] == "的" and clause.text[then] not in _WITH:
                continue  # 机构不健全的，应当: a condition
            if not cues.goes_on.match(clause.text, then) and (found := _bodies_of(clause, at, then, False, cues)):
                return found
    return []


def _opens_with_verb(clause: _Clause, cues: Cues) -> bool:
    """Whether the clause begins as no subject does, and neither 由 nor a modifier with 的 brings one: most clauses."""
    text, stop = clause.text, clause.stop
    start, by = _subject_start(text, clause.begin, stop, cues)
    if by or not cues.not_start.match(text, start, stop) or cues.you.match(text, start, stop):
        return False
    return text.find("的", start, stop) < 0


def _set_up(clause: _Clause, cues: Cues) -> list[Found]:
    """设立路长办公室，负责日常工作: what is set up is the subject of the next clause."""
    if not clause.text.startswith(_COMMA, clause.stop):
        return []
    said = cues.set_up.search(clause.text, clause.begin, min(clause.end, clause.stop + 12))
    if said is None or said.end("body") > clause.stop:
        return []
    start = max(said.start("body"), clause.text.rfind("的", said.start("body"), said.end("body")) + 1)
    words = clause.text[start : said.end("body")]
    body = BodySpan(start, said.end("body"), words, words)
    return [Found(body, "actor", "actor.set_up")] if is_body(words) else []


def _is_relative(clause: _Clause, by: int, places: tuple[tuple[int, int], ...], cues: Cues) -> bool:
    """Whether what stands behind 由 only describes a noun: 由A承办的赛事."""
    for at, then in sorted(places):
        if at > by and cues.modifies(clause.text, then, clause.stop):
            return True
        if at > by and cues.begins(clause.text, then, clause.stop):
            return False
    return False


def _named_roles(clause: _Clause, cues: Cues) -> list[Found]:
    """省林业局为总牵头单位、市县林业局为责任单位: the role is said of the body before 为."""
    text, begin = clause.text, clause.begin
    if text.find("单位", begin, clause.stop) < 0:
        return []
    found: list[Found] = []
    for said in cues.named.finditer(text, begin, clause.stop):
        role = said.lastgroup or ""
        start = _subject_start(text, begin, said.start(), cues)[0]
        bodies = split_bodies(text, start, said.start())
        if bodies and all(cues.is_subject(body) for body in bodies):
            found += [Found(body, role, "actor.named") for body in bodies]
        begin = said.end()
    return found


def _places(clause: _Clause, cues: Cues) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where a subject may end and its predicate begin: before a word of duty, and anywhere else."""
    text, stop = clause.text, clause.stop
    strong: list[tuple[int, int]] = []
    weak: list[tuple[int, int]] = []
    for tail in END.finditer(text, clause.begin, min(stop, clause.begin + LONGEST)):
        at = tail.end()
        if (text[at - 1] == "所" and text[at : at + 1] in _NOT_PLACE) or text[at - 1 : at + 1] in cues.over:
            continue
        if (
            text.startswith("组织", at)
            and at + 2 < stop
            and is_body(text[at - 4 : at + 2])
            and cues.begins(text, at + 2, stop)
        ):
            continue  # 村（居）组织要
        called = cues.called.match(text, at) if text.startswith(("（", "("), at) else None  # 联席会议（以下简称…）要
        then = called.end() if called else at
        if then == stop:
            if text[stop : stop + 1] in _COMMA and cues.duty.match(text, stop + 1, min(clause.end, stop + 30)):
                strong.append((at, then))
        elif (said := cues.duty.match(text, then, min(clause.end, then + 30))) and text[
            said.end() : said.end() + 1
        ] != "由":
            strong.append((at, then))  # 经费应由财政承担: who acts stands behind 由
        elif (
            text.startswith(("设", "挂"), then)
            and cues.seat.match(text, then, stop)
            and cues.seat_then.match(text, stop, min(clause.end, stop + 12))
        ):
            strong.append((at, then))
        else:
            weak.append((at, then))
    return strong, weak


def _predicate(clause: _Clause, then: int, cues: Cues) -> bool:
    """Whether an adverb or a verb of the lexicon stands at ``then``, or 配合 where a lead was named."""
    text = clause.text
    if clause.led and cues.supports.match(text, then, min(clause.end, clause.stop + 1)):
        return True
    if cues.adverb.match(text, then, min(clause.end, then + 40)):
        return True
    if cues.goes_on.match(text, then):
        return False
    by = text.find("由", clause.begin, clause.stop) >= 0
    if cues.verb_at(text, then, clause.stop, nouns=by):
        return True
    if not clause.fresh or not cues.local.match(text, clause.begin):
        return False
    verb = cues.verb_at(text, then, clause.stop, nouns=True)
    if not verb or cues.noun_then.match(text, verb):
        return False
    ends = END.finditer(text, verb, min(clause.stop, then + _NAME))  # 市教委 | 教育技术装备中心
    return not any(is_body(text[then : tail.end()]) for tail in ends)


def _goes_on(clause: _Clause, cues: Cues) -> bool:
    """Whether the clause opens its sentence and holds a quota, or is a circumstance before 应当 of the next clause."""
    text, begin, stop = clause.text, clause.begin, clause.stop
    for by in cues.by.finditer(text, begin, stop):
        if by[0] == "由":  # 由…商定: a verb that the lexicon does not know ends the clause
            return stop - by.end() < LONGEST and cues.by_not.match(text, by.end(), stop) is None
    if not clause.fresh:
        return False
    if cues.quota.search(text, begin, stop):
        return cues.granted.search(text, begin, stop) is None
    said = text[stop - 1] == "的" or cues.setting.search(text, max(begin, stop - 6), stop) is not None
    return said and _duty_follows(clause, cues)


def _duty_follows(clause: _Clause, cues: Cues) -> bool:
    """Whether the next clause begins with a word of duty: what stands in this one is its subject."""
    text, stop = clause.text, clause.stop
    return text[stop : stop + 1] in _COMMA and cues.duty.match(text, stop + 1, min(clause.end, stop + 30)) is not None


def _bodies_of(clause: _Clause, at: int, then: int, duty: bool, cues: Cues) -> list[Found]:
    """The bodies of the subject that ends at ``at``; its predicate begins at ``then``."""
    text, begin, stop = clause.text, clause.begin, clause.stop
    start, by = _subject_start(text, begin, at, cues)
    if people := cues.and_people.search(text, max(start, at - 30), at):
        at = people.start()
    words = text[start:at]
    if len(words) < 2:
        return []
    entitled = duty and not by and clause.fresh  # 实现联网的医院要: what stands before 的 tells which
    if cues.not_start.match(words) and not (cues.you.fullmatch(words) or cues.is_modified(words, entitled)):
        return []
    if cues.you.fullmatch(words):
        return [Found(BodySpan(start, at, words, words), "actor", "actor.you")]
    if by and (cues.by_not.match(text, then, stop) or _within_object(text, begin, start, then, stop, cues)):
        return []
    if cues.past.search(text, then, min(stop, then + 20)):
        return []
    bodies = _valid(text, start, at, duty or by, cues)
    if not bodies and entitled and cues.is_modified(words, entitled):
        bodies = [BodySpan(start, at, words, words)]
    if not bodies or (not duty and not _may_act(clause, bodies, by, then, cues)):
        return []
    role, rule = "actor", "actor.by" if by else "actor.duty" if duty else "actor.verb"
    if cues.leads.match(text, then, stop):
        role, rule = "lead", "actor.leads"
    elif clause.led and cues.supports.match(text, then, min(clause.end, stop + 1)):
        role, rule = "support", "actor.supports"
    return [Found(body, role, rule) for body in bodies]


def _may_act(clause: _Clause, bodies: list[BodySpan], by: bool, then: int, cues: Cues) -> bool:
    """Whether a body before a mere verb is its subject: one headed by 各, 市 …, or one that opens the sentence."""
    found = ending(bodies[0].text)
    if found is not None and found.form == "area" and clause.text[then : then + 1].isdigit() and not by:
        return bodies[0].text.startswith(("各", "每"))  # 某市2025年度…项目 is no subject
    bare = found is not None and found.suffix == bodies[0].text and (found.form, found.kind) not in cues.alone
    if by:
        return not bare or (found is not None and len(found.suffix) > 1)
    if cues.modifies(clause.text, then, clause.stop) or any(
        pattern.match(clause.text, then, clause.stop) for pattern in (cues.topic, cues.relative)
    ):
        return False  # 各部门制定的方案, 各区落实情况纳入考核
    first = bodies[0].text
    if cues.headed.match(first) or cues.each.search(first) or first.startswith(cues.entitled):
        return True
    if bare:
        return clause.fresh and cues.firm.match(clause.text, then) is not None
    of_class = cues.of_class.search(first) is not None
    return clause.fresh or of_class or cues.firm.match(clause.text, then) is not None


def _valid(text: str, start: int, at: int, strong: bool, cues: Cues) -> list[BodySpan]:
    """The bodies that the words name, empty where they are no names of bodies; those behind 会同 are partners."""
    if together := cues.together.search(text, start + 1, at):
        at = together.start()
    bodies = split_bodies(text, start, at)
    if bodies and bodies[0].text.endswith(cues.above):
        return []  # 党中央、国务院高度重视
    bodies = [body for body in bodies if body.text not in cues.people]
    if bodies and all(
        cues.is_subject(body) or (strong and (cues.is_modified(body.text) or _bare_area(body.text, cues)))
        for body in bodies
    ):
        return bodies
    words = text[start:at]
    if (strong or words.startswith(cues.entitled)) and cues.is_modified(words):
        return [BodySpan(start, at, words, words)]
    return []


def _bare_area(words: str, cues: Cues) -> bool:
    """行政村负责, 社区要: kinds of areas that act as such, no mere 区 or 镇; 志愿服务类组织要."""
    if cues.association.fullmatch(words):
        return True
    found = ending(words)
    return found is not None and found.form == "area" and found.suffix == words and len(words) > 1


def _within_object(text: str, begin: int, start: int, then: int, stop: int, cues: Cues) -> bool:
    """取消由A签章的环节, 公布由A核定的计划: 由 within the object of a verb before it."""
    if cues.modifies(text, then, stop):
        return True
    return start - begin > 2 and cues.verb_at(text, begin, start) > 0 and text.find("的", start, stop) >= 0


def _subject_start(text: str, begin: int, at: int, cues: Cues) -> tuple[int, bool]:
    """Where the subject's own words begin, and whether 由 or 请 opens it."""
    start, by = begin, False
    for found in cues.by.finditer(text, begin, at):
        if found[0] == "请" and is_body(text[begin : found.start()]):
            continue  # 各地各校请按照…
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


def _bearer(clause: _Clause, cues: Cues) -> list[Found]:
    """各乡镇蔬菜面积均不得少于500亩: who has to reach the quota."""
    text, begin, stop = clause.text, clause.begin, clause.stop
    lead = cues.lead.match(text, begin, stop)
    start = lead.end() if lead else begin
    if not text.startswith(("各", "每"), start):
        return []
    best: list[BodySpan] = []
    for tail in END.finditer(text, start, min(stop, start + 24)):
        if cues.bearer.match(text, start, stop):
            bodies = split_bodies(text, start, tail.end())
            if bodies and all(cues.is_subject(body) for body in bodies):
                best = bodies
    return [Found(body, "actor", "actor.bearer") for body in best]
