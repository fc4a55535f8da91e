"""The words of a clause that matter for its verb: the verb at a place, what belongs to it, what stands before it."""

from __future__ import annotations

import re

from pipeline.extractors.actions_lexicon import Lexicon, Verb


class Words:
    """Looks up the words of one clause. Nothing here searches: each question is about one place."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.verbs, self.words, self.parts, self.sets = lexicon.verbs, lexicon.words, lexicon.parts, lexicon.sets

    def verb_at(self, at: int, *, clear: bool) -> tuple[int, Verb] | None:
        """The verb at a place, unless what follows shows that it is none; ``clear`` after an adverb or modal word."""
        text = self.text
        found = self.verbs.at(text, at)
        if found is None:
            return self.single_at(self.lexicon.single, at)
        end, verb = found
        if text.startswith("应对", at) and self.parts["ought"].match(text, at):
            return None
        if text.startswith("执法", end - 2) and self.parts["law_tail"].match(text, end):  # 规范｜执法行为
            shorter = self.verbs.at(text[: end - 2], at)
            return shorter if shorter and shorter[0] == end - 2 else None
        if verb.kind != "result" and self.parts["not_verb"].match(text, end):
            return None
        if (word := self.words.at(text, at)) and word[1] == "none" and word[0] > end:  # 建成区
            return None
        if (verb.noun or text[at:end] == "组织") and self.parts["modal"].match(text, end):
            return None
        if text.startswith("组织负责", at):  # 区残联组织负责…
            return None
        if verb.noun and ((verb.weak and not clear) or self._is_name(at, end, verb, clear=clear)):
            return None
        return end, verb

    def single_at(self, pattern: re.Pattern[str], at: int) -> tuple[int, Verb] | None:
        """A verb of one character, unless it ends a longer one (申报书)."""
        if not pattern.match(self.text, at) or (at and self.verbs.at(self.text, at - 1)):
            return None
        return at + 1, self.lexicon.single_kind[self.text[at]]

    def _is_name(self, at: int, end: int, verb: Verb, *, clear: bool) -> bool:
        """Whether a verb that is a noun as often is one here: 检查工作, 监管部门, 培训和演练."""
        text, parts = self.text, self.parts
        if verb.kind != "cause" and parts["organ_tail"].match(text, end) and not parts["serves"].match(text, at):
            return True
        if text.startswith("亲自", end) or self._heads_noun(end, clear=clear):
            return True
        if clear:
            return False
        after = text[end : end + 1]
        if after in ("", "等"):
            return True
        return after in "和与及、" and self.group(at, end, verb)[0] in (end, len(text))

    def _heads_noun(self, at: int, *, clear: bool) -> bool:
        """Whether a noun begins that ends the clause or does something: 检查工作定期开展, not 检查工作台账."""
        tail = self.parts["noun_tail"].match(self.text, at)
        if tail is None:
            return False
        end = tail.end()
        if end == len(self.text):
            return not clear
        word, verb = self.adverbial_at(end), self.verbs.at(self.text, end)
        acts = (word is not None and (word[0] - end > 1 or word[1].startswith("prep."))) or (
            verb is not None and not verb[1].noun
        )
        acts = acts or self.parts["modal"].match(self.text, end) is not None
        return acts or bool(self.lexicon.single.match(self.text, end))

    def adverbial_at(self, at: int) -> tuple[int, str] | None:
        """The longest word of those that stand before verbs, or an adverb made by a pattern (逐案)."""
        word = self.words.at(self.text, at)
        if self.text.startswith("应予以", at):
            return at + 1, "must"
        if self.text[at] in "逐一“":
            made = self.parts["adverb"].match(self.text, at)
            if made and (word is None or word[0] < made.end()):
                return made.end(), "adverb"
        return None if word and word[1] == "none" else word

    def may_begin(self, at: int) -> bool:
        """Whether the character before a place lets a verb phrase begin there."""
        if not self.parts["not_after"].match(self.text, at - 1):
            return True
        return self.text[at - 2 : at] in self.sets["before_verb"]

    def group(self, start: int, end: int, verb: Verb) -> tuple[int, str]:
        """End and kind of a verb group that begins with this verb: compounds, and verbs joined by 、和并或."""
        text, kind = self.text, verb.kind
        if kind == "result":
            return end, kind
        if verb.first:
            second = self.verbs.at(text, end)
            if second and second[1].second and self._is_compound(second[0]):
                end, kind = second[0], second[1].kind
        while (joint := self.parts["joining"].match(text, end)) and not joint.group().startswith("并"):
            if self.parts["joined_to"].match(text, end):
                break
            following = self.verbs.at(text, self._behind_adverbs(joint.end()))
            if following and following[1].kind == "result":
                break
            if following and following[1].kind != "state" and text[following[0] : following[0] + 1] != "的":
                end, kind = following[0], following[1].kind
                continue
            another = self.parts["joining"].match(text, joint.end() + 2)
            last = joint.end() + 2 == len(text) and joint.group() in ("或", "或者")  # 拆除或闲置
            if not last and (another is None or not self.verbs.at(text, another.end())):
                break
            end = joint.end() + 2  # a verb that the lexicon has not: 埋压、圈占、损坏
        return end, kind

    def _is_compound(self, end: int) -> bool:
        """Whether the second verb of a compound ends here: not 细化｜落实措施, 推进｜规范化执法."""
        thing = self.parts["thing"].match(self.text, end)
        if thing is not None and thing.end() == len(self.text):
            return False
        return not self.parts["not_verb"].match(self.text, end) and self.text[end : end + 1] not in ("度", "力")

    def _behind_adverbs(self, at: int) -> int:
        """The place behind adverbs, where a verb follows them."""
        here = at
        while (word := self.words.at(self.text, here)) and word[1] == "adverb":
            here = self.behind_mark(word[0])
        return here if self.verbs.at(self.text, here) else at

    def behind_mark(self, at: int) -> int:
        """Behind 、 or 地 after an adverb."""
        return at + 1 if self.text[at : at + 1] in ("、", "地") and at + 1 < len(self.text) else at
