"""The verb phrase of a clause: where its head verb stands behind adverbs, modal words, adverbials and fronted objects.

Everything here works on one clause, cut at ，；。：, and gives offsets in it. Most clauses are a few look-ups; searches
behind a preposition look at no more than ``WINDOW`` characters, and no place is read twice.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.extractors.actions_fronted import WINDOW, Fronted, Phrase
from pipeline.extractors.actions_lexicon import Lexicon, Verb

_DEEPEST = 12  # adverbials and fronted objects inside each other
_AFTER_FIRST = ("must", "prep.object", "prep.place")  # what may begin right behind 后
_MODAL = ("must", "encourage", "forbid")


class Reader(Fronted):
    """Reads the verb phrases of one clause."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self._read: dict[tuple[int, bool], Phrase | None] = {}

    def phrase(self, at: int, *, clear: bool = False, depth: int = 0) -> Phrase | None:
        """The verb phrase that begins at a place: modal words, adverbs, adverbials, fronted objects, then the verb."""
        key = at, clear
        if key not in self._read:
            self._read[key] = None  # a place inside its own adverbial has no phrase
            self._read[key] = self._phrase(at, clear, depth)
        return self._read[key]

    def _phrase(self, at: int, clear: bool, depth: int) -> Phrase | None:
        modality = ""
        while at < len(self.text) and depth < _DEEPEST:
            word = self.adverbial_at(at)
            verb = self.verb_at(at, clear=clear)
            if verb and (word is None or verb[0] > word[0]):
                if self.text[at : verb[0]] in self.sets["trying"] and self._opens_adverbial(verb[0]):
                    at, clear = verb[0], True
                    continue
                return self._headed(at, verb, modality)
            moment = self._moment(at, word)
            if moment is not None:
                at = moment
                continue
            if word is None:
                return None
            end, kind = word
            if verb and verb[0] == end and self.text[end : end + 1] == "和":  # 发现和甄别
                return self._headed(at, verb, modality)
            if kind.startswith("prep."):
                found = self._behind(at, end, kind, depth + 1, clear=clear)
            elif verb:  # 统一思想 or 统一安排: an adverb where a verb follows
                behind = self.behind_mark(end)
                found = self.phrase(behind, clear=not self._opens_adverbial(behind), depth=depth + 1)
            else:
                modality = kind if kind in _MODAL else modality
                at, clear = self.behind_mark(end), True
                continue
            if verb and found is None and not kind.startswith("prep.") and self._opens_adverbial(end, "prep.basis"):
                return None  # 严格按照…
            prep = kind.startswith("prep.")
            if verb and (
                (found is None and verb[0] == end) or (not prep and (found is None or self._takes_noun(at, end, found)))
            ):
                return self._headed(at, verb, modality)
            return replace(found, modality=found.modality or modality) if found else None
        return None

    def _opens_adverbial(self, at: int, kind: str = "prep.") -> bool:
        word = self.words.at(self.text, at)
        return word is not None and word[1].startswith(kind)

    def _takes_noun(self, at: int, end: int, found: Phrase) -> bool:
        """Whether a word that is an adverb or a verb is the verb: 严格｜考核奖惩, but 集中整治违法行为."""
        word, text = self.text[at:end], self.text
        if (found.kind == "state" and word not in self.sets["before"]) or (
            word in self.sets["striving"] and self._opens_adverbial(end, "prep.object")
        ):
            return True
        if word in self.sets["renewing"]:  # 创新培养模式, 创新编制管理
            rest = self.verbs.at(text, found.end)
            named = rest is not None and rest[0] == len(text) and rest[1].noun
            return named or self.parts["thing"].fullmatch(text, found.end) is not None
        if not self.is_noun(found):
            return False
        head = self.verbs.at(text, found.start)
        if word not in self.sets["firm"]:  # 加快审批进度, 加快出口退税
            if head is not None and head[1].weak and found.end < len(text):
                return True
            return word != "集中" and self.parts["thing"].fullmatch(text, found.end) is not None
        if word in self.sets["before"]:  # 优先支持企业
            return False
        if text[found.start : found.end] not in self.sets["firmly"]:
            return True
        rest = self.verbs.at(text, found.end)  # 严格审核程序, 严格考核奖惩, but 严格审核材料
        if rest is not None and rest[0] == len(text):
            return True
        return bool(self.parts["noun_tail"].match(text, found.end) or self.parts["thing"].match(text, found.end))

    def _moment(self, at: int, word: tuple[int, str] | None) -> int | None:
        """End of a time expression that begins here and is longer than the word."""
        if word is not None and self.text[at] not in "每于自从到至在本当年月季“":
            return None
        moment = self.parts["time"].match(self.text, at)
        if moment is None or moment.end() <= (word[0] if word else at):
            return None
        return moment.end() + (self.text[moment.end() : moment.end() + 1] == "、")

    def _headed(self, at: int, verb: tuple[int, Verb], modality: str = "") -> Phrase | None:
        end, kind = self.group(at, *verb)
        if self.text[end : end + 1] in ("或", "和", "、", "等") and not self.result_follows(end):
            return None  # 保留或新增的项目: no object, so no verb
        another = self.verbs.at(self.text, end)  # 审核｜后公布, 汇总审核｜后报送
        behind = another[0] if another and self.text.startswith("后", another[0]) else end
        if kind == "act" and self.parts["afterwards"].match(self.text, behind):
            later = self.phrase(behind + 1, clear=True)
            if later is not None and later.kind != "state":
                return replace(later, modality=later.modality or modality)
        well = kind in ("act", "event", "cause") and self.parts["well"].match(self.text, end) is not None
        return Phrase(at, end + well, kind, modality, well=well)

    def result_follows(self, at: int) -> bool:
        """Whether 、 and a verb that stands alone follow: 部署、靠前指挥."""
        following = self.verbs.at(self.text, at + 1) if self.text[at : at + 1] == "、" else None
        return following is not None and following[1].kind == "result"

    def _behind(self, at: int, end: int, kind: str, depth: int, *, clear: bool) -> Phrase | None:
        """The verb phrase behind a leading preposition, None where the stretch has no verb of its own."""
        if kind == "prep.only":
            return None
        if kind == "prep.object":
            return self._fronted(end, depth)
        if kind == "prep.topic":
            return self._topic(end, depth)
        if kind in ("prep.body", "prep.by"):
            return self._with_body(end, depth, is_subject=kind == "prep.by")
        if self.text[end - 1] == "为" and (mark := self.parts["serving"].search(self.text, end + 1)):  # 为…提供便利
            return Phrase(mark.start(), mark.end(), "act", rule="action.adverbial")
        for name in _CLOSERS[kind]:
            closer = self.parts[name]
            for mark in closer.finditer(self.text, end + 1):
                if mark.end() == len(self.text):
                    both = kind == "prep.way" and mark.group() in self.sets["both_ways"]
                    if not both or self.phrase(end, depth=depth + 1):
                        return None
                    break
                found = self.phrase(mark.end(), clear=clear, depth=depth + 1)
                listed = mark.group()[-1] in "和与及、" and found and self.is_noun(found)  # 对照内容和建设…清单
                if found and not listed and not (kind == "prep.basis" and closer.match(self.text, found.start)):
                    return replace(found, rule="action.adverbial")
        if self.text[end - 1] == "以" and (mark := self.parts["causing"].search(self.text, end + 1)):  # 以管理促进…
            return Phrase(mark.start(), mark.end(), "cause", rule="action.adverbial")
        found = self.strong(end, depth) or (self.strong(end, depth, nouns=True) if self.text[end - 1] == "从" else None)
        return replace(found, rule="action.adverbial") if found else None

    def _with_body(self, start: int, depth: int, *, is_subject: bool) -> Phrase | None:
        """由 X …, 向 X …: the verb phrase behind the body X; after 由 the body is the subject."""
        together = self.text[start - 1] in "合同给" and not is_subject
        if together and self.verb_at(start, clear=True):  # 联合验收: nobody is named
            return self.phrase(start, clear=True, depth=depth + 1)
        found, body = self._body_and_phrase(start, depth)
        if found is None:
            found = self.strong(start, depth, nouns=not any(self.lexicon.bodies.ends(self.text, start, start + WINDOW)))
            body = found.start if found else start
        if found is None or found.kind == "state":
            return None
        if self.text[start - 1] in "与同跟" and found.end == len(self.text) and self.is_noun(found):
            return None  # 与有关部门合作，…: no more than an adverbial
        if not is_subject:
            return replace(found, rule="action.adverbial")
        return replace(found, subject=found.subject or (start, body), rule="action.by")

    def _body_and_phrase(self, start: int, depth: int) -> tuple[Phrase | None, int]:
        """The first body from ``start`` on behind which a verb phrase begins, and that phrase."""
        text = self.text
        if text[start : start + 1] == "其" and (found := self.phrase(start + 1, clear=True, depth=depth + 1)):
            return found, start + 1
        noun: tuple[Phrase | None, int] = (None, start)  # 社区｜领导和干部: perhaps the next body
        for body in self.lexicon.bodies.ends(text, start, min(len(text) - 1, start + WINDOW)):
            if noun[0] is not None and body > noun[1] + 10:
                break
            found = self.phrase(body, clear=True, depth=depth + 1) if body - start > 1 else None
            if found is None:
                found = self.after_first(body) if body - start > 1 else None
            if found is None or found.kind == "state":
                continue
            if not (found.start == body and self.is_noun(found)):
                return found, body
            if noun[0] is None:
                noun = found, body
        return noun

    def after_first(self, at: int) -> Phrase | None:
        """The phrase behind what has to be done first: 完成整改后及时销号."""
        before = self.words.at(self.text, at)
        if before and (before[1] in _MODAL or before[1] == "connector"):  # 还应当提交…之前的说明
            return None
        mark = self.parts["first"].match(self.text, at)
        if mark is None:
            return None
        word = self.words.at(self.text, mark.end())
        verb = self.verbs.at(self.text, at)
        if verb is not None and verb[1].kind == "cause":  # 确保每月5日前将…
            return None
        checked = verb is not None and verb[1].noun  # 公示无误后填报…
        again = verb is None and self.text[mark.end() : mark.end() + 1] in ("即", "再")
        if not (checked or again) and (word is None or not (word[0] - mark.end() > 1 or word[1] in _AFTER_FIRST)):
            return None
        found = self.phrase(mark.end())
        allowed = word is not None and word[1] == "must"  # 审批后方可施工
        if found is None or found.kind == "state" or (self.is_noun(found) and not allowed):
            return None
        return replace(found, rule="action.adverbial") if found.rule == "action.verb" else found

    def strong(self, start: int, depth: int = 0, *, nouns: bool = False) -> Phrase | None:
        """The first place behind ``start`` where a verb phrase plainly begins: a plain verb, or an adverb with one."""
        covered = start  # 防治｜污染: no verb begins inside another word
        for at in range(start + 1, min(len(self.text) - 1, start + WINDOW)):
            before, covered = covered, max(covered, (self.verbs.at(self.text, at) or (0,))[0])
            if before > at or not self.may_begin(at):
                continue
            word = self.adverbial_at(at)
            verb = self.verb_at(at, clear=nouns)
            if verb and verb[0] == len(self.text) and self.text.endswith("要求"):  # 均达到要求
                continue
            if verb and (self.text[verb[0] : verb[0] + 1] == "等" or self.parts["nominal"].match(self.text, verb[0])):
                continue
            if verb and (nouns or not verb[1].noun) and verb[1].kind != "state" and (word is None or verb[0] > word[0]):
                return self._headed(at, verb)
            if word and (word[0] - at > 1 or word[1] in ("must", "forbid", "prep.object")) and _opens(word[1]):
                found = self.phrase(at, depth=depth + 1)
                if found and found.kind != "state" and not self.is_noun(found):
                    return found
        return None


_CLOSERS = {
    "prep.way": ("closer_way",),
    "prep.as": ("closer_for", "closer_way"),
    "prep.place": ("closer_place",),
    "prep.basis": ("closer_basis",),
}


def _opens(kind: str) -> bool:
    """Whether such a word may begin the verb phrase that is looked for behind an adverbial."""
    return kind in ("prep.object", "prep.topic") or not kind.startswith("prep.")
