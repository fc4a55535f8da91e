"""Who acts and who is reported to, in running text: subjects of directive clauses, 由A负责, 报送B.

The cues are those of `lexicon/unit_cues.toml`; a subject is what stands between the beginning of its clause and a
word of duty or a verb, if it reads as the name of a body.
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
_SENTENCE = "。；;！!？?\n"
_ENDS = "局委办厅部院署会处科股室中心站所队行司府党团校位门构业关织"  # of organs and groups
_ENDS += "区县市省州盟旗镇乡道地组级体务库台馆园厂社者长场方政村店议学商"  # of areas and all others
_END = re.compile(rf"[{_ENDS}](?:[）)]|等)?|[和、及或]个人")
_LONGEST = 160  # characters of a subject (a list of bodies may be long)
_MODIFIED = re.compile(r"(.{2,60})的([^的、]{1,20}|[省市县区州盟旗乡镇自治直辖（）、]{1,20})")
_HEADED = re.compile(
    r"各|有关|相关|所有|全体|每个|省|市(?!场)|县|区(?!域)|州|盟|旗|镇|乡|街道|国家|国务院|中央|全国|地方|其他|自治区|你"
)
_EACH = re.compile(r"每[个县区村镇乡家]")
_CAUSES = ("鼓励", "支持", "引导", "允许", "推动", "督促", "指导", "组织", "对", "向", "将", "把", "为", "与", "会同", "其", "该")
_ENTITLED = ("符合条件", "具备条件", "有条件")
_AND_PEOPLE = ("和个人", "、个人", "及个人", "或个人")
_PEOPLE = ("个人", "公民", "群众", "职工", "人员")
_ALONE = {
    ("organ", kind) for kind in ("部门", "海关", "法院", "检察院", "政府", "党委", "群团", "军队", "集合")
}  # 海关 is enough
_SHORT = 6  # characters of a predicate that is a verb alone
_PREDICATE = re.compile(r"(?<!面)对|把|将|应当|必须")  # in a modifier: it is a predicate, the words are no name
_COMMA = ("，", ",")
_NOT_PLACE = "需在有用属得产谓"  # behind 所: 所需, no 植树所
_CALLED = re.compile(r"[（(](?:以下)?(?:简称|下称|统称)[^（）()\n]{1,20}[）)]")
_SETTING = re.compile(
    r"(?:原则上$|为|根据|按照|依据|经|自|从|对|在|到|至|截至|通过|凡|每|如|若|当|因|遇|[0-9]|第[一二三四五六七八九十百零〇0-9]+条)"
)


class Found(NamedTuple):
    """A body in running text, its role and the rule that found it."""

    body: BodySpan
    role: str
    rule: str


class _Cues:
    def __init__(self) -> None:
        data: dict[str, Any] = read_toml("unit_cues.toml")
        subject, report = data["subject"], data["report"]
        compiled = {name: re.compile(pattern) for name, pattern in subject.items()}
        self.lead, self.circumstance, self.by = compiled["lead"], compiled["circumstance"], compiled["by"]
        self.not_start, self.not_inside = compiled["not_start"], compiled["not_inside"]
        self.duty, self.adverb, self.bearer = compiled["duty"], compiled["adverb"], compiled["bearer"]
        self.quota, self.setting = compiled["quota"], compiled["setting"]
        self.past, self.by_not, self.goes_on, self.you = (
            compiled["past"],
            compiled["by_not"],
            compiled["goes_on"],
            compiled["you"],
        )
        self.named = re.compile(data["named"]["as"])
        self.leads = re.compile(data["lead"]["verb"])
        self.supports = re.compile(data["lead"]["support"])
        self.to = re.compile(report["to"])
        self.towards = re.compile(report["towards"])
        self.after = re.compile(report["after"])
        self.below = re.compile(report["below"])
        self._check({**compiled, "to": self.to, "towards": self.towards, "leads": self.leads}, data["examples"])
        rows = [
            row for row in read_csv("verbs.csv") if row["class"] not in ("state", "forbid") and len(row["verb"]) > 1
        ]
        self.verbs = frozenset(row["verb"] for row in rows if row["noun"] != "1")
        self.all_verbs = frozenset(row["verb"] for row in rows)
        self.longest_verb = max(map(len, self.all_verbs))

    @staticmethod
    def _check(patterns: dict[str, re.Pattern[str]], examples: dict[str, list[str]]) -> None:
        """Every pattern must find its example, and must not match where its counter-example begins."""
        for name, (example, counter) in examples.items():
            if not patterns[name].search(example) or patterns[name].match(counter):
                raise ValueError(f"pattern {name} of unit_cues.toml fails its own example: {example} / {counter}")

    def verb_at(self, text: str, at: int, end: int, *, nouns: bool = False) -> int:
        """End of the lexicon's verb at the offset, else 0; ``nouns``: also verbs that are nouns as often."""
        verbs = self.all_verbs if nouns else self.verbs
        for length in range(min(self.longest_verb, end - at), 1, -1):
            if text[at : at + length] in verbs:
                return at + length
        return 0


@cache
def _cues() -> _Cues:
    return _Cues()


def find_actors(text: str, start: int, end: int, taken: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """Actors and those reported to in ``text[start:end)``, in order; nothing is read within the spans ``taken``."""
    cues = _cues()
    found: list[Found] = []
    taken = sorted(taken)
    starts = [span[0] for span in taken]
    led = False  # whether a lead was named in the sentence
    fresh = True  # whether no predicate stands before the clause in its sentence
    for begin, stop in _clauses(text, start, end):
        if begin <= start or text[begin - 1] in _SENTENCE:
            led, fresh = False, True
        index = bisect_right(starts, begin) - 1
        if index >= 0 and begin < taken[index][1]:
            begin = taken[index][1]
            if begin >= stop:
                continue
            fresh = True
        clause = _Clause(text, begin, stop, end, fresh, led)
        subjects = _named_roles(clause, cues) or _subject(clause, cues)
        fresh = fresh and (text[stop - 1] == "的" or _SETTING.match(text, begin, stop) is not None)
        led = led or any(one.role == "lead" for one in subjects)
        found += subjects
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


class _Clause(NamedTuple):
    """A clause: its span, the end of the stretch, whether no predicate goes before it, whether a lead was named."""

    text: str
    begin: int
    stop: int
    end: int
    fresh: bool
    led: bool


def _subject(clause: _Clause, cues: _Cues) -> list[Found]:
    """The subject of a clause, if it is a body and the clause directs; its bodies one by one.

    First the places before a word of duty, then those before an adverb or a verb; what bears a quota or stands before a
    circumstance whose clause goes on with a duty (收到材料后，应当…) needs none.
    """
    if clause.text[clause.stop - 1] == "的" or clause.text[clause.begin - 1 : clause.begin] == "“":
        return []  # 逾期未报送的, …: a condition; “政府负责、…”: a slogan
    strong, weak = _places(clause, cues)
    for at, then in strong:
        if found := _bodies_of(clause, at, then, True, cues):
            return found
    for at, then in weak:
        if _predicate(clause, then, cues) and (found := _bodies_of(clause, at, then, False, cues)):
            return found
    if found := _bearer(clause, cues):
        return found
    text_by = cues.by.search(clause.text, clause.begin, clause.stop)
    if text_by:
        weak = [(at, then) for at, then in weak if at > text_by.end()]
    if _goes_on(clause, cues):
        for at, then in reversed(weak):  # the longest name: what stands behind is said of it
            if text_by and not 2 <= clause.stop - then <= _SHORT:
                continue
            if not cues.goes_on.match(clause.text, then) and (found := _bodies_of(clause, at, then, False, cues)):
                return found
    return []


def _named_roles(clause: _Clause, cues: _Cues) -> list[Found]:
    """省林业局为总牵头单位、市县林业局为责任单位: the role is said of the body before 为."""
    text, begin = clause.text, clause.begin
    if text.find("单位", begin, clause.stop) < 0:
        return []
    found: list[Found] = []
    for said in cues.named.finditer(text, begin, clause.stop):
        role = said.lastgroup or ""
        start = _subject_start(text, begin, said.start(), cues)[0]
        bodies = split_bodies(text, start, said.start())
        if bodies and all(_is_subject(body, cues) for body in bodies):
            found += [Found(body, role, "actor.named") for body in bodies]
        begin = said.end()
    return found


def _places(clause: _Clause, cues: _Cues) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where a subject may end and its predicate begin: before a word of duty, and anywhere else."""
    text, stop = clause.text, clause.stop
    strong: list[tuple[int, int]] = []
    weak: list[tuple[int, int]] = []
    for tail in _END.finditer(text, clause.begin, min(stop, clause.begin + _LONGEST)):
        at = tail.end()
        if text[at - 1] == "所" and text[at : at + 1] in _NOT_PLACE:
            continue
        called = _CALLED.match(text, at)  # 联席会议（以下简称…）要
        then = called.end() if called else at
        if then == stop:
            if text[stop : stop + 1] in _COMMA and cues.duty.match(text, stop + 1, min(clause.end, stop + 30)):
                strong.append((at, then))
        elif cues.duty.match(text, then, min(clause.end, then + 30)):
            strong.append((at, then))
        else:
            weak.append((at, then))
    return strong, weak


def _predicate(clause: _Clause, then: int, cues: _Cues) -> bool:
    """Whether an adverb or a verb of the lexicon stands at ``then``, or 配合 where a lead was named."""
    text = clause.text
    if clause.led and cues.supports.match(text, then, min(clause.end, clause.stop + 1)):
        return True
    if cues.adverb.match(text, then, min(clause.end, then + 40)):
        return True
    by = text.find("由", clause.begin, clause.stop) >= 0
    return cues.verb_at(text, then, clause.stop, nouns=by) > 0 and cues.goes_on.match(text, then) is None


def _goes_on(clause: _Clause, cues: _Cues) -> bool:
    """Whether the clause opens its sentence and holds a quota, or is a circumstance before 应当 of the next clause."""
    text, begin, stop = clause.text, clause.begin, clause.stop
    for by in cues.by.finditer(text, begin, stop):
        if by[0] == "由":  # 由…商定: a verb that the lexicon does not know ends the clause
            return stop - by.end() < _LONGEST and cues.by_not.match(text, by.end(), stop) is None
    if not clause.fresh:
        return False
    if cues.quota.search(text, begin, stop):
        return True
    return (
        cues.setting.search(text, max(begin, stop - 6), stop) is not None
        and text[stop : stop + 1] in _COMMA
        and cues.duty.match(text, stop + 1, min(clause.end, stop + 30)) is not None
    )


def _bodies_of(clause: _Clause, at: int, then: int, duty: bool, cues: _Cues) -> list[Found]:
    """The bodies of the subject that ends at ``at``; its predicate begins at ``then``."""
    text, begin, stop = clause.text, clause.begin, clause.stop
    start, by = _subject_start(text, begin, at, cues)
    at -= 3 if text.startswith(_AND_PEOPLE, at - 3) else 0
    words = text[start:at]
    if len(words) < 2:
        return []
    entitled = duty and not by and clause.fresh  # 实现联网的医院要: what stands before 的 tells which
    if cues.not_start.match(words) and not (cues.you.fullmatch(words) or _is_modified(words, cues, entitled)):
        return []
    if cues.you.fullmatch(words):
        return [Found(BodySpan(start, at, words, words), "actor", "actor.you")]
    if by and (cues.by_not.match(text, then, stop) or _within_object(text, begin, start, stop, cues)):
        return []
    if cues.past.search(text, then, min(stop, then + 20)):
        return []
    bodies = _valid(text, start, at, duty or by, cues)
    if not bodies and entitled and _is_modified(words, cues, entitled):
        bodies = [BodySpan(start, at, words, words)]
    if not bodies or (not duty and not _may_act(clause, bodies, by, then, cues)):
        return []
    role, rule = "actor", "actor.by" if by else "actor.duty" if duty else "actor.verb"
    if cues.leads.match(text, then, stop):
        role, rule = "lead", "actor.leads"
    elif clause.led and cues.supports.match(text, then, min(clause.end, stop + 1)):
        role, rule = "support", "actor.supports"
    return [Found(body, role, rule) for body in bodies]


def _may_act(clause: _Clause, bodies: list[BodySpan], by: bool, then: int, cues: _Cues) -> bool:
    """Whether a body before a mere verb is its subject: one headed by 各, 市 …, or one that opens the sentence."""
    found = ending(bodies[0].text)
    if found is not None and found.form == "area" and clause.text[then : then + 1].isdigit() and not by:
        return bodies[0].text.startswith(("各", "每"))  # 某市2025年度…项目 is no subject
    bare = found is not None and found.suffix == bodies[0].text and (found.form, found.kind) not in _ALONE
    if by:
        return not bare
    headed = _HEADED.match(bodies[0].text) or _EACH.search(bodies[0].text)
    if not headed and (bare or not clause.fresh) and not bodies[0].text.startswith(_ENTITLED):
        return False
    verb = cues.verb_at(clause.text, then, clause.stop)
    return not (verb and clause.text.startswith("的", verb))  # 各部门制定的方案


def _valid(text: str, start: int, at: int, strong: bool, cues: _Cues) -> list[BodySpan]:
    """The bodies that the words name, empty where they are no names of bodies; those behind 会同 are partners."""
    together = text.find("会同", start, at)
    if together > start:
        at = together
    bodies = [body for body in split_bodies(text, start, at) if body.text not in _PEOPLE]
    if bodies and all(_is_subject(body, cues) or (strong and _is_modified(body.text, cues)) for body in bodies):
        return bodies
    words = text[start:at]
    if (strong or words.startswith(_ENTITLED)) and _is_modified(words, cues):
        return [BodySpan(start, at, words, words)]
    return []


def _within_object(text: str, begin: int, start: int, stop: int, cues: _Cues) -> bool:
    """取消由A签章的环节: 由 within the object of a verb before it."""
    return start - begin > 2 and cues.verb_at(text, begin, start) > 0 and text.find("的", start, stop) >= 0


def _subject_start(text: str, begin: int, at: int, cues: _Cues) -> tuple[int, bool]:
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


def _is_modified(words: str, cues: _Cues, entitled: bool = False) -> bool:
    """有条件的县（区）, 查处举报案件的部门: the modifier belongs to the name; ``entitled``: whatever verb it begins with."""
    split = _MODIFIED.fullmatch(words)
    if split is None or words.startswith(_CAUSES):
        return False
    if cues.not_start.match(words) and not (entitled or words.startswith(("从", "有"))):
        return False
    found = ending(split[2])
    return found is not None and found.form != "people" and not _PREDICATE.search(split[1], 1)


def _is_subject(body: BodySpan, cues: _Cues) -> bool:
    found = ending(body.full)
    if found is None or found.form == "people" or len(body.text) < 2:
        return False
    if cues.not_start.match(body.text) or cues.not_inside.search(body.text):
        return False
    return not (found.form == "area" and not _HEADED.match(body.full) and len(body.text) <= len(found.suffix))


def _is_receiver(body: BodySpan, cues: _Cues) -> bool:
    """Whether the words behind 报送 name a body: any organ, but no mere place."""
    found = ending(body.full)
    if found is None or found.form == "people" or len(body.text) < 2:
        return False
    if cues.not_inside.search(body.text.replace("与", "")):  # 教育部体育卫生与艺术教育司
        return False
    return cues.not_start.match(body.text) is None and (found.form != "area" or _is_subject(body, cues))


def _bearer(clause: _Clause, cues: _Cues) -> list[Found]:
    """各乡镇蔬菜面积均不得少于500亩: who has to reach the quota."""
    text, begin, stop = clause.text, clause.begin, clause.stop
    lead = cues.lead.match(text, begin, stop)
    start = lead.end() if lead else begin
    if not text.startswith(("各", "每"), start):
        return []
    best: list[BodySpan] = []
    for tail in _END.finditer(text, start, min(stop, start + 24)):
        if cues.bearer.match(text, start, stop):
            bodies = split_bodies(text, start, tail.end())
            if bodies and all(_is_subject(body, cues) for body in bodies):
                best = bodies
    return [Found(body, "actor", "actor.bearer") for body in best]


def _reported(text: str, begin: int, stop: int, cues: _Cues) -> Iterator[Found]:
    """Bodies behind 报送, 反馈至 and between 向 and 报告."""
    for verb in cues.to.finditer(text, begin, stop):
        if not text.startswith(("和", "及", "与", "、"), verb.end()):  # 工作报告和…
            sent = verb[0][0] in "发送寄快电传转"  # downwards nothing is reported
            for found in _receivers(text, verb.end(), stop, cues, "report.to"):
                if not (sent and cues.below.match(found.body.text)):
                    yield found
    if text.find("向", begin, stop) >= 0:
        for found in cues.towards.finditer(text, begin, stop):
            yield from _bodies(text, found.start("body"), found.end("body"), "report.towards", cues)


def _receivers(text: str, at: int, stop: int, cues: _Cues, rule: str) -> Iterator[Found]:
    """The longest words behind the verb that end as a body and before what may follow one."""
    best = at
    for tail in _END.finditer(text, at, min(stop, at + _LONGEST)):
        if cues.after.match(text, tail.end(), min(len(text), tail.end() + 8)):
            words = text[at : tail.end()]
            if words.count("（") + words.count("(") == words.count("）") + words.count(")"):
                best = tail.end()
    if best > at:
        if text.startswith(("（", "("), best):
            close = text.find("）" if text[best] == "（" else ")", best, best + 24)
            if close > 0 and is_body(text[best + 1 : close]):
                best = close + 1
        yield from _bodies(text, at, best, rule, cues)


def _bodies(text: str, start: int, end: int, rule: str, cues: _Cues) -> Iterator[Found]:
    bodies = split_bodies(text, start, end)
    if bodies and all(_is_receiver(body, cues) for body in bodies):
        for body in bodies:
            yield Found(body, "report_to", rule)
