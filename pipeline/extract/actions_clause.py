"""One clause → the actions in it: subject, verb, object, modality, as offsets in the clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.extract.actions_lexicon import lexicon
from pipeline.extract.actions_phrase import Phrase, Reader, Span

# titles, long quotations and long brackets are covered: no verb in them is the clause's
_QUOTED = re.compile("《[^《》]+》|“[^“”]{7,}”|（[^（）]{9,}）")
_COVER = "\ufffc"
_CIRCLED = "".join(map(chr, [*range(0x2460, 0x2474), *range(0x2474, 0x2488)]))  # ①–⑳ and ⑴–⒇
_NUMBERING = frozenset("一二三四五六七八九十0123456789（(第—－•●◆" + _CIRCLED)
_MODAL_SIGNS = frozenset("要应须必不可禁勿律请")  # one of them is in every modal word inside a clause
_AFTER_FIRST = ("must", "prep.object", "prep.place")
_SUBJECT_LONGEST = 80
_MOST_ACTIONS = 8
_NEVER_HEADS = ("state", "result", "offence")  # kinds that head no piece of a list
_NEVER_LISTED = ("cause", "means", "send")  # verbs whose object may be a list of clauses


@dataclass(frozen=True, slots=True)
class Action:
    """A directive ``[start:end)``: spans of its verb and object, and of its subject where one stands in the clause."""

    start: int
    end: int
    verb: Span
    object: Span
    subject: Span | None
    modality: str
    rule: str


@dataclass(frozen=True, slots=True)
class Clause:
    """What a clause says: its actions, or what it leaves for the next clause (a subject, an object, an adverbial)."""

    actions: tuple[Action, ...] = ()
    topic: Span | None = None
    subject: Span | None = None
    leads: bool = False
    start: int = 0  # behind numbering and connectors


_NOTHING = Clause()
_ADVERBIAL = Clause(leads=True)


@lru_cache(maxsize=1 << 16)
def read_clause(text: str) -> Clause:
    """The actions of a clause (without its final sign). The same words give the same actions anywhere."""
    return _ClauseReader(text).read()


class _ClauseReader:
    """One clause under reading."""

    def __init__(self, text: str) -> None:
        self.text = _QUOTED.sub(lambda m: m[0][0] + _COVER * (len(m[0]) - 2) + m[0][-1], text)
        self.lexicon = lexicon()
        self.parts, self.sets = self.lexicon.parts, self.lexicon.sets
        self.reader = Reader(self.text, self.lexicon)

    def read(self) -> Clause:
        """What the clause says."""
        at = self._begin()
        clause = self._read(at)
        return replace(clause, start=at) if clause.leads and at else clause

    def _begin(self) -> int:
        """Where the clause begins behind numbering and connectors."""
        text, parts, at = self.text, self.parts, 0
        while text[at : at + 1] in _NUMBERING and (mark := parts["enumerator"].match(text, at)):
            at = mark.end()
        while (word := self.lexicon.words.at(text, at)) and word[1] == "connector":
            if (verb := self.lexicon.verbs.at(text, at)) and verb[0] > word[0]:
                break
            at = word[0]
        return at

    def _read(self, at: int) -> Clause:
        text, parts = self.text, self.parts
        if len(text) - at < 2 or parts["skip"].match(text, at):
            return _NOTHING
        for formula in self.lexicon.formulas:
            if formula.matches(text, at):
                return self._condition(at) if formula.last else _NOTHING
        subject = self._subject(at)
        if subject is not None:
            return self._with_subject(*subject)
        phrase = self._after_first(at) or self.reader.phrase(at)
        if phrase is None and text[at] == text[at + 1]:  # 加加强, as page breaks leave it
            phrase = self.reader.phrase(at + 1)
        return self._finish(phrase, at, None) if phrase else self._without_verb(at)

    def _after_first(self, at: int) -> Phrase | None:
        """The phrase behind what has to be done first: 完成整改后及时销号."""
        mark = self.parts["first"].match(self.text, at)
        if mark is None:
            return None
        word = self.lexicon.words.at(self.text, mark.end())
        verb = self.lexicon.verbs.at(self.text, at)
        if verb is not None and verb[1].kind == "cause":  # 确保每月5日前将…
            return None
        checked = verb is not None and verb[1].noun  # 公示无误后填报…
        if not checked and (word is None or not (word[0] - mark.end() > 1 or word[1] in _AFTER_FIRST)):
            return None
        found = self.reader.phrase(mark.end())
        if found is None or found.kind == "state" or self.reader.is_noun(found):
            return None
        return replace(found, rule="action.adverbial") if found.rule == "action.verb" else found

    # subjects

    def _subject(self, at: int) -> tuple[Span, int] | None:
        """The subject of the clause and where its predicate begins."""
        text, reader = self.text, self.reader
        word = self.lexicon.words.at(text, at)
        begin = word[0] if word and text[at : word[0]] in self.sets["asking"] else at
        if begin == at and word and word[1].startswith("prep"):
            return None
        verb = reader.verb_at(begin, clear=False)
        modal = None if _MODAL_SIGNS.isdisjoint(text) else self.parts["modal"].search(text, begin + 2)
        if verb and not modal:
            return None
        if word and not verb and begin == at:
            inner = reader.phrase(at)
            if inner is not None and inner.kind != "state":
                return None
        causes = verb and verb[1].kind in ("cause", "event") and text[begin : verb[0]] not in self.sets["describing"]
        may_be_modal = modal if verb is None or verb[1].noun else None
        for end in self.lexicon.bodies.ends(text, begin, min(len(text) - 1, begin + _SUBJECT_LONGEST)):
            if (may_be_modal and end > may_be_modal.start()) or "由" in text[begin + 1 : end - 1]:
                break
            if end - begin < 2:
                continue
            if self.parts["modal"].match(text, end):
                if causes and "的" not in text[max(begin, end - 8) : end]:  # 督促企业…, but 承担评估的单位应当…
                    return None
                if reader.phrase(end) is not None or self._leads(end):
                    return (begin, end), end
            elif verb is None and not self._ends_before(may_be_modal) and self._predicate(end):
                return (begin, end), end
        if may_be_modal and text[may_be_modal.start() - 1] not in "、和与及或":
            return (begin, may_be_modal.start()), may_be_modal.start()
        return None

    def _ends_before(self, modal: re.Match[str] | None) -> bool:
        """Whether a body stands right before a modal word: then it is the subject, whatever stands before it."""
        return modal is not None and modal.start() in self.lexicon.bodies.ends(self.text, 0, modal.start())

    def _predicate(self, at: int) -> bool:
        """Whether a verb phrase plainly begins here, behind a body."""
        word = self.lexicon.words.at(self.text, at)
        verb = self.reader.verb_at(at, clear=False)
        if verb and not verb[1].noun and (word is None or verb[0] > word[0]):
            return verb[1].kind != "state"
        if word is None and not self.parts["time"].match(self.text, at):
            return False
        found = self.reader.phrase(at)
        return (found is not None and found.kind != "state") or self._leads(at) or self._after_first(at) is not None

    def _leads(self, at: int) -> bool:
        """Whether an adverbial without a verb of its own begins here (behind adverbs), or nothing else follows."""
        begin = at
        while word := self.lexicon.words.at(self.text, at):
            if self.parts["time"].fullmatch(self.text, at):
                return True
            if word[1].startswith("prep."):
                return word[0] - at > 1 or word[1] in ("prep.object", "prep.topic")
            at = word[0]
        return begin < at == len(self.text)

    def _with_subject(self, subject: Span, at: int) -> Clause:
        phrase = self._after_first(at) or self.reader.phrase(at, clear=True)
        if phrase is not None:
            return self._finish(phrase, subject[0], subject)
        if not self._leads(at):
            return _NOTHING
        return Clause(subject=subject, leads=True) if self._is_body(subject) else Clause(topic=subject, leads=True)

    # clauses without a verb in its place

    def _condition(self, at: int) -> Clause:
        """A condition (对…的, …时): no action, perhaps the object of the next clause."""
        word = self.lexicon.words.at(self.text, at)
        return Clause(topic=(word[0], len(self.text)), leads=True) if word and word[1] == "prep.topic" else _ADVERBIAL

    def _without_verb(self, at: int) -> Clause:
        text = self.text
        word = self.lexicon.words.at(text, at)
        further = self.lexicon.words.at(text, word[0]) if word and word[1] == "adverb" else None
        if word and further and further[1] == "forbid":  # 严厉禁止…
            at, word = word[0], further
        if word is None:
            return _ADVERBIAL if self.parts["time"].fullmatch(text, at) else self._verb_later(at)
        if word[1] in ("prep.topic", "prep.object"):
            return Clause(topic=(word[0], len(text)), leads=True)
        if text[at : word[0]] in self.sets["forbidding"] and word[0] < len(text):
            forbidden = Action(at, len(text), (at, word[0]), (word[0], len(text)), None, "forbid", "action.forbid")
            return Clause((forbidden,))
        return _ADVERBIAL if word[1] == "adverb" or word[1].startswith("prep.") else self._verb_later(at)

    def _verb_later(self, at: int) -> Clause:
        """Clauses that begin with what is sent, who meets a condition, every …, or what somebody is to do."""
        text, reader = self.text, self.reader
        for mark in self.parts["material"].finditer(text, at):  # 整改情况于6月底前报市局
            phrase = reader.phrase(mark.end(), clear=True) if mark.end() < len(text) else None
            if phrase and phrase.kind == "send":
                return self._finish(replace(phrase, fronted=(at, mark.end()), rule="action.sent"), at, None)
        if self.parts["every"].match(text, at) and (phrase := reader.strong(at + 1)):
            return self._finish(phrase, at, (at, phrase.start))
        if self.parts["condition"].match(text, at):
            for mark in re.finditer("的", text):
                phrase = reader.phrase(mark.end())
                if phrase and phrase.kind != "state" and not reader.is_noun(phrase):
                    return self._finish(phrase, at, (at, mark.end()))
        by = text.find("由", at + 2)
        if by > 0 and (phrase := reader.phrase(by)) and phrase.subject:
            return self._finish(replace(phrase, topic=(at, by)), at, None)
        named = "的" in text[at:-1] or "等" in text[at:]  # 所需的经费，由市财政安排
        return Clause(topic=(at, len(text)), leads=True) if named else _NOTHING

    # actions

    def _finish(self, phrase: Phrase, start: int, subject: Span | None) -> Clause:
        if phrase.kind == "state" or (phrase.kind == "offence" and phrase.modality != "forbid"):
            return _ADVERBIAL
        if phrase.kind not in ("cause", "means") and self._is_quota(phrase):
            return _NOTHING
        who = subject or phrase.subject
        if who and phrase.topic is None and self.text[phrase.start :] in self.sets["bearing"]:
            return Clause(subject=who, leads=True)
        actions: list[Action] = []
        following: tuple[int, int, Phrase] | None = (start, start, phrase)
        while following and len(actions) < _MOST_ACTIONS:
            _, begin, phrase = following
            following = self._following(phrase)
            stop = following[0] if following else len(self.text)
            actions.append(self._action(phrase, begin, stop, phrase.subject if actions else who))
        return Clause(tuple(actions))

    def _is_quota(self, phrase: Phrase) -> bool:
        """Whether the clause is an indicator with its number: 办理时间不超过30日, 合格率要提高到98%, 抽查不少于1次."""
        if self.parts["once"].match(self.text, phrase.end):
            return phrase.topic is None
        if self.parts["times"].search(self.text, phrase.end):
            return False
        kept = self.text[phrase.end - 1] == "在"  # 将价格控制在…: a level, not a change
        return bool(self.parts["quota"].search(self.text, phrase.end if phrase.fronted and not kept else phrase.start))

    def _following(self, phrase: Phrase) -> tuple[int, int, Phrase] | None:
        """Where a second action begins inside the clause: (end of the first, start of the second, its phrase)."""
        text, reader = self.text, self.reader
        for joint in self.parts["further"].finditer(text, phrase.end):
            found = reader.phrase(joint.end()) if joint.end() < len(text) else None
            bare = (verb := self.lexicon.verbs.at(text, phrase.end)) is not None and verb[0] == joint.start()
            if found and found.kind != "state" and text[joint.start() - 1] not in "、的" and not bare:
                return joint.start(), joint.end(), replace(found, rule="action.joined")
        if phrase.kind == "means" and not self.parts["effect"].search(text, phrase.end):
            return self._served(phrase)
        if phrase.kind not in ("cause", "send") and (mark := self.parts["sent_on"].search(text, phrase.end + 2)):
            found = reader.phrase(mark.start())
            if found and found.end < len(text):
                return mark.start(), mark.start(), replace(found, rule="action.serial")
        return self._listed(phrase)

    def _served(self, phrase: Phrase) -> tuple[int, int, Phrase] | None:
        """利用…平台｜开展…: the action that a means serves."""
        text, reader = self.text, self.reader
        for mark in self.parts["closer_way"].finditer(text, phrase.end + 1):
            if mark.end() == len(text):
                return None
            found = reader.phrase(mark.end())
            if found and found.kind not in ("state", "means") and found.end < len(text):
                return mark.end(), mark.end(), replace(found, rule="action.serial")
        found = reader.strong(phrase.end + 1)
        if found is None:
            return None
        begin = phrase.end + 1
        while begin < found.start and not self._begins(begin, found):
            begin += 1
        return begin, begin, replace(found, rule="action.serial")

    def _begins(self, at: int, phrase: Phrase) -> bool:
        """Whether the adverbs of a phrase begin here."""
        if not self.lexicon.words.at(self.text, at):
            return False
        found = self.reader.phrase(at, clear=True)
        return found is not None and found.start == phrase.start

    def _listed(self, phrase: Phrase) -> tuple[int, int, Phrase] | None:
        """加强领导、落实责任: verb phrases joined by 、, each with an object of its own."""
        text = self.text
        cut = text.find("、", phrase.end)
        if phrase.kind in _NEVER_LISTED:
            return None
        alone = self.reader.phrase(cut + 1) if cut >= 0 and self.reader.result_follows(cut) else None
        if alone and text[alone.end : alone.end + 1] in ("", "、"):  # 亲临一线、靠前指挥
            return cut, cut + 1, replace(alone, rule="action.listed")
        if cut - phrase.end < 2:
            return None
        inner = self.lexicon.verbs.at(text, phrase.end)  # 加强组织领导、…, but 做好收集、整理工作, 开展打击…、查处…行动
        if inner and (inner[0] >= cut or (phrase.kind == "event" and not inner[1].noun and inner[1].kind != "event")):
            return None
        chunks = text[cut + 1 :].split("、")
        if "的" in chunks[-1] or "等" in chunks[-1] or any(len(chunk) > 20 for chunk in chunks):
            return None
        at = cut + 1
        first: Phrase | None = None
        for chunk in chunks:
            found = self._chunk(chunk, parallel=len(chunk) == cut - phrase.start <= 6)
            if found is None or chunk[found.start : found.end] in text[phrase.end : cut]:
                return None
            first = first or replace(found, start=found.start + at, end=found.end + at, rule="action.listed")
            at += len(chunk) + 1
        if first is None or first.fronted or first.topic or first.subject:
            return None
        return cut, cut + 1, first

    def _chunk(self, chunk: str, *, parallel: bool) -> Phrase | None:
        """The phrase of a piece of a list, if it is a verb with an object that is not just a word like 措施.

        In pieces as long as the first (褒扬诚信、惩戒失信) the verb may be one that is a noun as often.
        """
        if not chunk:
            return None
        reader = Reader(chunk, self.lexicon)
        found = reader.phrase(0)
        if found is None or found.kind in _NEVER_HEADS or found.end > len(chunk) - 2:
            return None
        if reader.is_noun(found) and not parallel:
            return None
        return None if self.parts["loose"].fullmatch(chunk, found.end) else found

    def _action(self, phrase: Phrase, start: int, stop: int, subject: Span | None) -> Action:
        text = self.text
        times = self.parts["times"].search(text, phrase.end + 1, stop)
        own = phrase.end, times.start() if times and phrase.kind not in ("cause", "means") else stop
        own = _trim(text, own)
        if phrase.kind != "means" and self.parts["goes_to"].match(text, own[0], own[1]):
            own = stop, stop
        empty = own[0] == own[1]
        sends = phrase.kind == "send"
        found = own
        if phrase.fronted:
            found = phrase.fronted
        elif empty or (sends and phrase.topic and self._is_goal(own)):
            found = phrase.topic or own
        elif sends and (self._is_body(own) or self.parts["approved"].match(text, *own)):
            found = stop, stop
        takes = (empty and phrase.kind in ("send", "act", "event", "offence")) or (sends and self._is_goal(own))
        if subject and takes and not phrase.fronted and found in (own, (stop, stop)) and not self._is_body(subject):
            found, subject = subject, None  # 隐患要及时整改: what stands first is not who acts
        rule = "action.goal" if sends and found[0] == found[1] else phrase.rule
        modality = phrase.modality or "must"
        if modality == "must" and text[phrase.start : phrase.end] in self.sets["encourage"]:
            modality = "encourage"
        return Action(start, stop, phrase.verb, _trim(text, found), subject, modality, rule)

    def _is_body(self, span: Span) -> bool:
        return any(end == span[1] for end in self.lexicon.bodies.ends(self.text, *span))

    def _is_goal(self, span: Span) -> bool:
        """Whether what follows a verb of sending is a body or a place, not what is sent."""
        goal = self.parts["goal"]
        if goal.match(self.text, span[0]) or goal.match(self.text, span[0] - 1):
            return True
        return self._is_body(span) or bool(self.parts["approved"].match(self.text, *span))


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "：、了着"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
