"""One clause → the actions in it: subject, verb, object, modality, as offsets in the clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.extract.actions_lexicon import lexicon
from pipeline.extract.actions_phrase import Phrase, Reader, Span

_ENCOURAGE = frozenset("鼓励 支持 引导 倡导 提倡 鼓励支持 支持鼓励 鼓励引导 引导鼓励 支持引导 引导支持 允许".split())
# titles, long quotations and long brackets are covered: no verb in them is the clause's
_QUOTED = re.compile("《[^《》]+》|“[^“”]{7,}”|（[^（）]{9,}）")
_COVER = "\ufffc"
_FORBIDDING = frozenset("严禁 禁止 严格禁止 坚决禁止 严令禁止 一律禁止 切忌".split())  # verbs of their own where no other follows
_AND = re.compile(r"(?<![合兼归吞])(?:并且|并)(?![网轨购联行入发])|(?<=[^同一])同时(?!期)")
_CONDITION = re.compile("有条件|符合|具备|属于|未|不(?![得准断])|难以|确[需有因]|经")
_EFFECT = re.compile("(?:作用|优势|功能|效应|效能|效益)$")  # 发挥市场在资源配置中的作用 goes to the end
_SUBJECT_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Action:
    """A directive: spans of its verb and object, its subject where one stands in the clause, and where its words begin."""

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


_NOTHING = Clause()


@lru_cache(maxsize=1 << 16)
def read_clause(text: str) -> Clause:
    """The actions of a clause (without its final sign). The same words give the same actions anywhere."""
    return _ClauseReader(text).read()


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader(lexicon())


class _ClauseReader:
    """One clause under reading."""

    def __init__(self, text: str) -> None:
        self.text = _QUOTED.sub(lambda m: m[0][0] + _COVER * (len(m[0]) - 2) + m[0][-1], text)
        self.reader = _reader()
        self.lexicon = self.reader.lexicon

    def read(self) -> Clause:
        text, parts = self.text, self.lexicon.parts
        at = 0
        while (mark := parts["enumerator"].match(text, at)) and mark.end() > at:
            at = mark.end()
        while (word := self.lexicon.words.at(text, at)) and word[1] == "connector":
            at = word[0]
        if len(text) - at < 2 or parts["skip"].match(text, at):
            return _NOTHING
        for name, formula in self.lexicon.formulas:
            if formula.search(text, at):
                return self._condition(at) if name == "formula.condition" else _NOTHING
        subject = self._subject(at)
        if subject is not None:
            return self._with_subject(*subject)
        phrase = self.reader.phrase(text, at)
        if phrase is None and text[at] == text[at + 1]:  # 加加强, as page breaks leave it
            phrase = self.reader.phrase(text, at + 1)
        if phrase is None:
            return self._without_verb(at)
        return self._finish(phrase, at, None)

    # subjects

    def _subject(self, at: int) -> tuple[Span, int] | None:
        """The subject of the clause and where its predicate begins."""
        text = self.text
        begin = at
        word = self.lexicon.words.at(text, at)
        if word and text[at : word[0]] in ("请", "要求", "望", "希望"):
            begin = word[0]
        elif word and word[1].startswith("prep"):
            return None
        verb = self.reader.verb_at(text, begin, clear=False)
        headed = verb is not None
        causes = verb is not None and verb[1].kind in ("cause", "event")
        if not headed and word and begin == at and not word[1].startswith("prep"):
            inner = self.reader.phrase(text, at)
            if inner is not None and inner.kind != "state":
                return None
        first_modal = None if verb and not verb[1].noun else self.lexicon.parts["modal"].search(text, begin + 2)
        for mark in self.lexicon.bodies.finditer(text, begin, begin + _SUBJECT_LONGEST):
            end = mark.end()
            if first_modal and end > first_modal.start():
                break
            if mark.lastgroup == "never" or end >= len(text) or end - begin < 2:
                continue
            if "由" in text[begin + 1 : end - 1]:
                break
            modal = self.lexicon.parts["modal"].match(text, end)
            if modal is None and (headed or not self._predicate(end)):
                continue
            if causes and "的" not in text[max(begin, end - 8) : end]:  # 督促企业…, but 承担评估的单位应当…
                return None
            if modal is not None and self.reader.phrase(text, end) is None and not self._leads(end):
                continue
            return (begin, end), end
        if first_modal and text[first_modal.start() - 1] not in "的、和与及或":
            return (begin, first_modal.start()), first_modal.start()
        return None

    def _predicate(self, at: int) -> bool:
        """Whether a verb phrase plainly begins here, behind a body."""
        text = self.text
        word = self.lexicon.words.at(text, at)
        verb = self.reader.verb_at(text, at, clear=False)
        if verb and not verb[1].noun and (word is None or verb[0] > word[0]):
            return verb[1].kind != "state"
        if word or self.reader.time.match(text, at):
            found = self.reader.phrase(text, at)
            return (found is not None and found.kind != "state") or self._leads(at)
        return False

    def _leads(self, at: int) -> bool:
        """Whether an adverbial without a verb of its own begins here (behind adverbs)."""
        while word := self.lexicon.words.at(self.text, at):
            if word[1].startswith("prep."):
                return word[0] - at > 1 or word[1] != "prep.lead"
            at = word[0]
        return False

    def _with_subject(self, subject: Span, at: int) -> Clause:
        phrase = self.reader.phrase(self.text, at, clear=True)
        if phrase is None:
            return Clause(subject=subject, leads=True) if self._leads(at) else _NOTHING
        return self._finish(phrase, subject[0], subject)

    # ends of clauses without a verb

    def _condition(self, at: int) -> Clause:
        """A condition (对…的, …时): no action, perhaps the object of the next clause."""
        word = self.lexicon.words.at(self.text, at)
        if word and word[1] == "prep.topic":
            return Clause(topic=(word[0], len(self.text)), leads=True)
        return Clause(leads=True)

    def _without_verb(self, at: int) -> Clause:
        text = self.text
        word = self.lexicon.words.at(text, at)
        if word and word[1] == "prep.topic":
            return Clause(topic=(word[0], len(text)), leads=True)
        if word and word[1] == "forbid" and text[at : word[0]] in _FORBIDDING and word[0] < len(text):
            return Clause((Action(at, len(text), (at, word[0]), (word[0], len(text)), None, "forbid", "action.forbid"),))
        if word and word[1] in ("prep.lead", "prep.object", "adverb") or self.reader.time.fullmatch(text, at):
            return Clause(leads=True)
        return self._sent(at)

    def _sent(self, at: int) -> Clause:
        """整改情况于6月底前报市局: what is sent stands before the verb without a preposition."""
        text = self.text
        for mark in self.lexicon.parts["material"].finditer(text, at):
            end = mark.end()
            phrase = self.reader.phrase(text, end, clear=True) if end < len(text) else None
            if phrase and phrase.kind == "send":
                return self._finish(replace(phrase, fronted=(at, end), rule="action.sent"), at, None)
        if text[at] in "每各" or text.startswith(("所有", "全体"), at):
            phrase = self.reader.strong(text, at + 1, 0)
            if phrase:
                return self._finish(phrase, at, (at, phrase.start))
        if _CONDITION.match(text, at):  # 有条件的采用新工艺: who meets it is told to
            for mark in re.finditer("的", text):
                phrase = self.reader.phrase(text, mark.end())
                if phrase and phrase.kind != "state" and not self.reader.is_noun(text, phrase):
                    return self._finish(phrase, at, (at, mark.end()))
        by = text.find("由", at + 2)
        if by > 0:
            phrase = self.reader.phrase(text, by)
            if phrase and phrase.subject:
                return self._finish(replace(phrase, topic=(at, by)), at, None)
        return _NOTHING

    # actions

    def _finish(self, phrase: Phrase, start: int, subject: Span | None) -> Clause:
        if phrase.kind == "state" or (phrase.kind == "offence" and phrase.modality != "forbid"):
            return Clause(leads=True)
        if phrase.kind not in ("cause", "means") and self._is_quota(phrase):
            return _NOTHING
        actions: list[Action] = []
        self._collect(phrase, start, len(self.text), subject or phrase.subject, actions)
        return Clause(tuple(actions))

    def _is_quota(self, phrase: Phrase) -> bool:
        """Whether the clause is an indicator with its number: 办理时间不超过30日, 合格率要提高到98%."""
        at = phrase.end if phrase.fronted else phrase.start
        return bool(self.lexicon.parts["quota"].search(self.text, at)) and not self.lexicon.parts["times"].search(self.text, at + 1)

    def _collect(self, phrase: Phrase, start: int, end: int, subject: Span | None, actions: list[Action]) -> None:
        """The action of a phrase, and those that follow it in the same clause."""
        following = self._following(phrase, end)
        stop = following[0] if following else end
        actions.append(self._action(phrase, start, stop, subject))
        if following and len(actions) < 8:
            cut, begin, next_phrase = following
            self._collect(next_phrase, begin, end, next_phrase.subject, actions)

    def _following(self, phrase: Phrase, end: int) -> tuple[int, int, Phrase] | None:
        """Where a second action begins inside the clause: (end of the first, start of the second, its phrase)."""
        text = self.text
        for mark in _AND.finditer(text, phrase.end + 1):
            found = self.reader.phrase(text, mark.end()) if mark.end() < len(text) else None
            if found and found.kind != "state" and text[mark.start() - 1] not in "、的" and not self._bare_verb(phrase.end, mark.start()):
                return mark.start(), mark.end(), replace(found, rule="action.joined")
        if phrase.kind == "means" and not _EFFECT.search(text, phrase.end):
            for mark in self.lexicon.parts["closer_way"].finditer(text, phrase.end + 1):
                if mark.end() == len(text):
                    return None
                found = self.reader.phrase(text, mark.end())
                if found and found.kind not in ("state", "means") and (
                    found.kind == "cause" or not self.reader.is_noun(text, found)
                ):
                    return mark.end(), mark.end(), replace(found, rule="action.serial")
            found = self.reader.strong(text, phrase.end + 1, 0)
            if found and found.kind != "state":
                begin = self._begin_of(phrase.end + 1, found)
                return begin, begin, replace(found, rule="action.serial")
        return self._listed(phrase, end)

    def _begin_of(self, start: int, phrase: Phrase) -> int:
        """Where the adverbs of a phrase begin."""
        for at in range(start, phrase.start):
            found = self.reader.phrase(self.text, at, clear=True) if self.lexicon.words.at(self.text, at) else None
            if found and found.start == phrase.start:
                return at
        return phrase.start

    def _bare_verb(self, start: int, end: int) -> bool:
        """Whether a stretch is nothing but a verb: 查处生产并销售…的 is one object."""
        found = self.lexicon.verbs.at(self.text, start)
        return found is not None and found[0] >= end

    def _listed(self, phrase: Phrase, end: int) -> tuple[int, int, Phrase] | None:
        """加强领导、落实责任: verb phrases joined by 、, each with an object of its own."""
        text = self.text
        cut = text.find("、", phrase.end, end)
        if cut < 0 or phrase.kind in ("cause", "means", "send") or cut - phrase.end < 2 or self.lexicon.verbs.at(text, phrase.end):
            return None
        chunks = [c for c in text[cut + 1 : end].split("、")]
        if "的" in chunks[-1] or "等" in chunks[-1] or any(len(c) > 20 for c in chunks):
            return None
        at = cut + 1
        first: Phrase | None = None
        for chunk in chunks:
            found = self.reader.phrase(text[: at + len(chunk)], at)
            if found is None or found.kind == "state" or found.end > at + len(chunk) - 2:
                return None
            verb = self.lexicon.verbs.at(text, found.start)
            thing = self.reader.thing.match(text, found.end)
            if verb is None or verb[1].noun or (thing and thing.end() == at + len(chunk)):
                return None
            first = first or found
            at += len(chunk) + 1
        return (cut, cut + 1, replace(first, rule="action.listed")) if first else None

    def _action(self, phrase: Phrase, start: int, stop: int, subject: Span | None) -> Action:
        text = self.text
        own = (phrase.end, stop)
        times = self.lexicon.parts["times"].search(text, phrase.end + 1, stop)
        if times and phrase.kind not in ("cause", "means"):
            own = (phrase.end, times.start())
        while own[0] < own[1] and text[own[0]] in "了着、":
            own = (own[0] + 1, own[1])
        found = own
        if phrase.fronted:
            found = phrase.fronted
        elif own[0] >= own[1]:
            found = phrase.topic or (stop, stop)
        elif phrase.kind == "send" and phrase.topic and self._is_goal(own):
            found = phrase.topic
        elif phrase.kind == "send" and self._is_body(own):
            found = (stop, stop)
        if subject and not phrase.fronted and found[0] == found[1] and phrase.kind in ("send", "act", "event", "offence") and not self._is_body(subject):
            found, subject = subject, None
        elif subject and phrase.kind == "send" and self._is_goal(own) and not phrase.fronted and not self._is_body(subject):
            found, subject = subject, None
        rule = "action.goal" if phrase.kind == "send" and found[0] == found[1] else phrase.rule
        modality = phrase.modality
        if modality in ("", "must"):
            modality = "encourage" if text[phrase.start : phrase.end] in _ENCOURAGE else "must"
        return Action(start, stop, (phrase.start, phrase.end), _trim(text, found), subject, modality, rule)

    def _is_body(self, span: Span) -> bool:
        last = None
        for mark in self.lexicon.bodies.finditer(self.text, span[0], span[1]):
            last = mark
        return last is not None and last.end() == span[1] and last.lastgroup != "never"

    def _is_goal(self, span: Span) -> bool:
        """Whether what follows a verb of sending is a body or a place, not what is sent."""
        begin = span[0]
        return self.text[begin : begin + 1] in ("到", "至", "给", "入", "于", "在") or self.text[begin - 1] in "入为到至于成给在向" or self._is_body(span)


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "：、"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
