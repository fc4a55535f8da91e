"""The actions of a clause whose verb phrase is found: further verbs in it, what each of them takes, quotas left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.extractors.actions_fronted import Phrase, Span
from pipeline.extractors.actions_lexicon import Lexicon
from pipeline.extractors.actions_phrase import Reader

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
    into: bool = False  # the object is perhaps what something goes into


@dataclass(frozen=True, slots=True)
class Clause:
    """What a clause says: its actions, or what it leaves for the next clause (a subject, an object, an adverbial)."""

    actions: tuple[Action, ...] = ()
    topic: Span | None = None
    subject: Span | None = None
    leads: bool = False
    start: int = 0  # behind numbering and connectors


NOTHING = Clause()
ADVERBIAL = Clause(leads=True)


class Finisher:
    """Makes the actions of one clause from its first verb phrase."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon = text, lexicon
        self.parts, self.sets = lexicon.parts, lexicon.sets
        self.reader = Reader(text, lexicon)

    def finish(self, phrase: Phrase, start: int, subject: Span | None) -> Clause:
        """The clause whose first verb phrase this is: its actions, begun at ``start``."""
        if phrase.kind == "state" or (phrase.kind == "offence" and phrase.modality != "forbid"):
            return ADVERBIAL
        if phrase.kind not in ("cause", "means") and self._is_quota(phrase):
            return NOTHING
        if phrase.kind == "means" and self.parts["span_of_time"].search(self.text, phrase.end):  # 利用3年时间
            return ADVERBIAL
        who = subject or phrase.subject
        if who and not phrase.fronted and not phrase.modality and self.text[phrase.start : phrase.end] == "作为":
            return Clause(subject=who, leads=True)  # 县水利局作为牵头单位，…
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
        head = self.text[phrase.start : phrase.end]
        if (
            phrase.kind in ("act", "event")
            and not phrase.fronted
            and not phrase.topic
            and head not in self.sets["granting"]
        ):
            number = "added" if head in self.sets["growing"] else "counted"
            every = "每" in self.text[: phrase.start] and self.parts["often"].match(self.text, phrase.end)
            if every or self.parts[number].match(self.text, phrase.end):
                return True
        kept = self.text[phrase.end - 1] == "在"  # 将价格控制在…: a level, not a change
        return bool(self.parts["quota"].search(self.text, phrase.end if phrase.fronted and not kept else phrase.start))

    def _following(self, phrase: Phrase) -> tuple[int, int, Phrase] | None:
        """Where a second action begins inside the clause: (end of the first, start of the second, its phrase)."""
        text, reader = self.text, self.reader
        for joint in self.parts["further"].finditer(text, phrase.end):
            found = reader.phrase(joint.end()) if joint.end() < len(text) else None
            light = text[phrase.start : phrase.end] in self.sets["lightest"]
            bare = (
                not light and (verb := self.lexicon.verbs.at(text, phrase.end)) is not None and verb[0] == joint.start()
            )
            if found and found.kind != "state" and text[joint.start() - 1] not in "、的" and not bare:
                return joint.start(), joint.end(), replace(found, rule="action.joined")
        if phrase.kind == "means" and not self.parts["effect"].search(text, phrase.end):
            return self._served(phrase)
        if phrase.kind not in ("cause", "send") and (mark := self.parts["sent_on"].search(text, phrase.end + 2)):
            found = reader.phrase(mark.start())
            if found and found.end < len(text):
                return mark.start(), mark.start(), replace(found, rule="action.serial")
        return self._listed(phrase) or self._serial(phrase)

    def _serial(self, phrase: Phrase) -> tuple[int, int, Phrase] | None:
        """整合资金｜予以支持, 汇聚资源｜推动企业创新: verbs one after the other, each with an object of its own."""
        text = self.text
        if (
            phrase.kind not in ("act", "event")
            or phrase.fronted
            or text[phrase.start : phrase.end] in self.sets["never_serial"]
        ):
            return None
        for mark in self.parts["serial"].finditer(text, phrase.end + 2):
            at, end = mark.span()
            if "的" in text[end:] or not self.reader.may_begin(at) or text[at - 1] == "等":
                return None
            adverbs = (at - size for size in (5, 4, 3, 2) if at - size > phrase.end + 1)
            begin = next((place for place in adverbs if self.lexicon.words.at(text, place) == (at, "adverb")), at)
            before = phrase.end, begin
            if (
                self.parts["not_serial"].search(text, *before)
                or (self.is_body(before) and not mark.group().startswith("组"))
                or not self.reader.may_begin(begin)
            ):
                return None
            if (
                self.parts["thing"].fullmatch(text, end)
                or self.parts["noun_tail"].fullmatch(text, end)
                or len(text) - end < 2
            ):
                return None
            if any((verb := self.lexicon.verbs.at(text, begin - size)) and verb[0] >= begin for size in (2, 3, 4)):
                return None  # 组织｜开展, 评估｜进行
            found = self.reader.phrase(begin)
            return (begin, begin, replace(found, rule="action.serial")) if found else None
        return None

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
        if reader.is_noun(found) and (not parallel or self.parts["noun_tail"].fullmatch(chunk, found.end)):
            return None
        return None if self.parts["loose"].fullmatch(chunk, found.end) else found

    def _action(self, phrase: Phrase, start: int, stop: int, subject: Span | None) -> Action:
        text = self.text
        times = self.parts["times"].search(text, phrase.end + 1, stop)
        own = phrase.end, times.start() if times and phrase.kind not in ("cause", "means") else stop
        own = _trim(text, own)
        if self.parts["and_then"].match(text, own[0]):  # 修改完善并经…通过
            own = stop, stop
        if phrase.kind != "means" and self.parts["goes_to"].match(text, own[0], own[1]):
            own = stop, stop
        empty = own[0] == own[1]
        sends = phrase.kind == "send"
        found = own
        if phrase.fronted:
            found = phrase.fronted
        elif empty or (sends and phrase.topic and self.is_goal(own)):
            found = phrase.topic or own
        elif sends and (self.is_body(own) or self.parts["approved"].match(text, *own)):
            found = stop, stop
        takes = (empty and phrase.kind in ("send", "act", "event", "offence", "means")) or (sends and self.is_goal(own))
        if subject and takes and not phrase.fronted and found in (own, (stop, stop)) and not self.is_body(subject):
            found, subject = subject, None  # 隐患要及时整改: what stands first is not who acts
        rule = "action.goal" if sends and found[0] == found[1] else phrase.rule
        into = found == own and not phrase.topic and text[phrase.start : phrase.end] in self.sets["into"]
        modality = phrase.modality or "must"
        if modality == "must" and text[phrase.start : phrase.end] in self.sets["encourage"]:
            modality = "encourage"
        return Action(start, stop, phrase.verb, _trim(text, found), subject, modality, rule, into)

    def is_body(self, span: Span) -> bool:
        """Whether a name of a body or person ends where the span ends."""
        return any(end == span[1] for end in self.lexicon.bodies.ends(self.text, *span))

    def is_goal(self, span: Span) -> bool:
        """Whether what follows a verb of sending is a body or a place, not what is sent."""
        goal = self.parts["goal"]
        if goal.match(self.text, span[0]) or goal.match(self.text, span[0] - 1):
            return True
        if self.is_body(span) or self.parts["destination"].search(self.text, *span):
            return True
        return bool(self.parts["approved"].match(self.text, *span))


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "：、了着"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
