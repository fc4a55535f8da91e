"""One clause → the actions in it: subject, verb, object, modality, as offsets in the clause."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pipeline.extractors.actions_finish import ADVERBIAL, NOTHING, Action, Clause, Finisher
from pipeline.extractors.actions_fronted import Phrase, Span
from pipeline.extractors.actions_lexicon import lexicon

# titles, long quotations and long brackets are covered: no verb in them is the clause's
_QUOTED = re.compile("《[^《》]+》|“[^“”]{7,}”|（[^（）]{9,}）")
_COVER = "\ufffc"
_CIRCLED = "".join(map(chr, [*range(0x2460, 0x2474), *range(0x2474, 0x2488)]))  # ①–⑳ and ⑴–⒇
_NUMBERING = frozenset("一二三四五六七八九十0123456789（(第—－•●◆" + _CIRCLED)
_MODAL_SIGNS = frozenset("要应须必不可禁勿律请")  # one of them is in every modal word inside a clause
_SUBJECT_LONGEST = 80


@lru_cache(maxsize=1 << 16)
def read_clause(text: str) -> Clause:
    """The actions of a clause (without its final sign). The same words give the same actions anywhere."""
    return _ClauseReader(text).read()


class _ClauseReader(Finisher):
    """One clause under reading."""

    def __init__(self, text: str) -> None:
        super().__init__(_QUOTED.sub(lambda m: m[0][0] + _COVER * (len(m[0]) - 2) + m[0][-1], text), lexicon())

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
            return NOTHING
        for formula in self.lexicon.formulas:
            if formula.matches(text, at):
                return self._condition(at) if formula.last else NOTHING
        sent = self._sent(at)
        if sent is not None:
            return sent
        clause = self._in_order(at)
        return clause if clause.actions else self._last(at) or clause

    def _last(self, at: int) -> Clause | None:
        """A verb at the end that only says that something is done, where nothing else was found: 损失按评估价予以补偿."""
        mark = self.parts["light_end"].search(self.text, at + 2)
        if mark is None or self.parts["not_last"].search(self.text, at, mark.start()):
            return None
        phrase = Phrase(mark.start(), mark.start() + 2, "event", rule="action.last")
        return self.finish(phrase, at, None)

    def _in_order(self, at: int) -> Clause:
        """Subject, adverbials, verb, as most clauses have them."""
        text = self.text
        if self.parts["needed"].fullmatch(text, at):  # 参加培训所需经费，由…
            return Clause(topic=(at, len(text)), leads=True)
        subject = self._subject(at)
        if subject is not None:
            return self._with_subject(*subject)
        phrase = self.reader.after_first(at) or self.reader.phrase(at)
        if phrase is None and text[at] == text[at + 1]:  # 加加强, as page breaks leave it
            phrase = self.reader.phrase(at + 1)
        return self.finish(phrase, at, None) if phrase else self._without_verb(at)

    def _sent(self, at: int) -> Clause | None:
        """What is sent or dealt with stands first, without a preposition: 整改情况于6月底前报市局, 办法另行制定."""
        text, reader = self.text, self.reader
        if self.sets["leading"].isdisjoint(text):
            return None
        word = self.lexicon.words.at(text, at)
        if word and word[1] != "none" and text[at : word[0]] not in self.sets["adjectives"]:
            return None
        plain: Phrase | None = None
        for mark in self.parts["material"].finditer(text, at):
            if mark.end() == len(text) or self.parts["not_sent"].search(text, at, mark.end()):
                return None
            phrase = None if self.parts["and"].match(text, mark.end()) else reader.phrase(mark.end(), clear=True)
            if (
                phrase is None
                or phrase.fronted
                or phrase.topic
                or text[phrase.start : phrase.end] in self.sets["named"]
            ):
                continue
            plain = (
                None if "所需" in text[at : mark.end()] else plain or self._plain(at)
            )  # 巡河发现的问题: 的 belongs to what is sent
            if plain and plain.end < mark.start() and not (phrase.subject and "的" in text[plain.end : mark.end()]):
                return None
            if phrase.start == mark.end() and text[phrase.start : phrase.end] in self.sets["ruled"]:
                return self.finish(phrase, at, (at, mark.end()))
            last = phrase.end == len(text)
            passive = phrase.start > mark.end() and last and phrase.kind in ("act", "event", "cause")
            if self.parts["level"].match(text, phrase.end - 1):
                return None
            sends = phrase.kind == "send" or text[phrase.start : phrase.end] in self.sets["telling"]
            if passive or (sends and (last or self.is_goal((phrase.end, len(text))))):
                return self.finish(replace(phrase, fronted=(at, mark.end()), rule="action.sent"), at, None)
        return None

    def _plain(self, at: int) -> Phrase | None:
        """The first phrase of the clause whose head is no noun."""
        found = self.reader.phrase(at)
        plain = found is not None and (found.kind == "cause" or not self.reader.is_noun(found))
        return found if plain else self.reader.strong(at)

    # subjects

    def _subject(self, at: int) -> tuple[Span, int] | None:
        """The subject of the clause and where its predicate begins."""
        text, reader = self.text, self.reader
        word = self.lexicon.words.at(text, at)
        begin = word[0] if word and text[at : word[0]] in self.sets["asking"] else at
        if begin == at and word and (word[1].startswith("prep") or word[1] == "forbid"):
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
        work = modal is not None and self.parts["work"].search(text, begin, modal.start()) is not None
        may_be_modal = modal if verb is None or verb[1].noun or work else None
        if (
            may_be_modal and text[may_be_modal.start() - 1] == "的" and text[may_be_modal.start()] != "需"
        ):  # 逾期未申报的不再受理
            return (begin, may_be_modal.start()), may_be_modal.start()
        for end in self.lexicon.bodies.ends(text, begin, min(len(text) - 1, begin + _SUBJECT_LONGEST)):
            if (may_be_modal and end > may_be_modal.start()) or "由" in text[begin + 1 : end - 1]:
                break
            if end - begin < 2:
                continue
            if text[end] == "（" and 0 < (close := text.find("）", end)) < len(text) - 1:  # 文明办（创城办）将…
                end = close + 1
            if self.parts["modal"].match(text, end):
                if causes and "的" not in text[max(begin, end - 8) : end]:  # 督促企业…, but 承担评估的单位应当…
                    return None
                plain = verb is not None and not verb[1].noun and "的" not in text[verb[0] : end]
                if verb and plain and (end - verb[0] > 4 or text[end] == "可"):  # 入驻单位要…, but 明确政府可用储备
                    return None
                if reader.phrase(end) is not None or self._leads(end):
                    return (begin, end), end
            elif verb is None and not self._ends_before(may_be_modal) and self._predicate(end):
                first = reader.verb_at(end, clear=False)
                if first and may_be_modal and may_be_modal.group() in self.sets["binding"]:  # 企业实施改革须由机构评估
                    break
                return (begin, end), end
        if may_be_modal and text[may_be_modal.start() - 1] not in "、和与及或":
            return (begin, may_be_modal.start()), may_be_modal.start()
        known = (word := self.lexicon.words.at(text, begin)) and word[1] != "none"
        if begin == at or verb or known or self.parts["time"].match(text, begin):
            return None
        asked = reader.strong(begin)  # 请各会场认真做好…
        while asked and asked.start > begin + 2 and self._begins(asked.start - 2, asked):
            asked = replace(asked, start=asked.start - 2)
        return ((begin, asked.start), asked.start) if asked else None

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
            return self.lexicon.verbs.at(self.text, at) is not None and self.reader.after_first(at) is not None
        found = self.reader.phrase(at)
        return (
            (found is not None and found.kind != "state") or self._leads(at) or self.reader.after_first(at) is not None
        )

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
        phrase = self.reader.after_first(at) or self.reader.phrase(at, clear=True)
        if phrase is not None:
            return self.finish(phrase, subject[0], subject)
        if not self._leads(at):
            return NOTHING
        return Clause(subject=subject, leads=True) if self.is_body(subject) else Clause(topic=subject, leads=True)

    # clauses without a verb in its place

    def _condition(self, at: int) -> Clause:
        """A condition (对…的, …时): no action, perhaps the object of the next clause."""
        word = self.lexicon.words.at(self.text, at)
        return Clause(topic=(word[0], len(self.text)), leads=True) if word and word[1] == "prep.topic" else ADVERBIAL

    def _without_verb(self, at: int) -> Clause:
        text, words = self.text, self.lexicon.words
        word = words.at(text, at)
        while word and word[1] in ("adverb", "must") and (further := words.at(text, word[0])):  # 严厉禁止…, 及时将…
            if further[1] not in ("forbid", "adverb", "must", "prep.topic", "prep.object"):
                break
            at, word = word[0], further
        if word is None:
            return ADVERBIAL if self.parts["time"].fullmatch(text, at) else self._verb_later(at)
        if text[at : word[0]] in self.sets["forbidding"] and word[0] < len(text):
            return self._forbidden(at, word[0])
        later = self._behind_modal(at, word[1])
        if later is not None:
            return later
        if word[1] in ("prep.topic", "prep.object"):
            return Clause(topic=(word[0], len(text)), leads=True)
        return ADVERBIAL if word[1] == "adverb" or word[1].startswith("prep.") else self._verb_later(at)

    def _forbidden(self, at: int, end: int) -> Clause:
        """严禁 or 禁止 before somebody who must not do it, or where no verb of the lexicon follows."""
        if (subject := self._subject(end)) and (phrase := self.reader.phrase(subject[1], clear=True)):
            return self.finish(replace(phrase, modality="forbid"), at, subject[0])
        forbidden = Action(at, len(self.text), (at, end), (end, len(self.text)), None, "forbid", "action.forbid")
        return Clause((forbidden,))

    def _behind_modal(self, at: int, kind: str) -> Clause | None:
        """A modal word and its verb behind an adverbial that nothing else closes: 未经检测的材料不得使用, 如有问题应及时报告."""
        if kind not in ("prep.only", "prep.place", "prep.way") or _MODAL_SIGNS.isdisjoint(self.text):
            return None
        if self.text[at] in "因由":
            return None
        modal = self.parts["modal"].search(self.text, at + 2)
        phrase = self.reader.phrase(modal.start()) if modal else None
        if modal is None or phrase is None or phrase.kind == "state":
            return None
        met = "的" in self.text[at : modal.start()]
        return self.finish(replace(phrase, rule="action.adverbial"), at, (at, modal.start()) if met else None)

    def _verb_later(self, at: int) -> Clause:
        """Clauses that begin with what is sent, who meets a condition, every …, or what somebody is to do."""
        text, reader = self.text, self.reader
        if self.parts["every"].match(text, at) and (phrase := reader.strong(at + 1)):
            return self.finish(phrase, at, (at, phrase.start))
        if self.parts["condition"].match(text, at):
            for mark in re.finditer("的", text):
                phrase = reader.phrase(mark.end())
                if phrase and phrase.kind != "state" and (phrase.start > mark.end() or not reader.is_noun(phrase)):
                    return self.finish(phrase, at, (at, mark.end()))
        by = text.find("由", at + 2)
        if by > 0 and (phrase := reader.phrase(by)) and phrase.subject:
            return self.finish(replace(phrase, topic=(at, by)), at, None)
        named = (
            "的" in text[at:-1] or "等" in text[at:] or bool(self.parts["material_last"].search(text, at + 2))
        )  # 所需经费，由…
        return Clause(topic=(at, len(text)), leads=True) if named else NOTHING
