"""The verb phrase of a clause: where its head verb stands behind adverbs, modal words, adverbials and fronted objects.

Everything here works on one clause, cut at ，；。：, and gives offsets in it. Nothing looks at more than it needs: most clauses
are a few dictionary look-ups.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.extract.actions_lexicon import Lexicon, Verb

Span = tuple[int, int]

_NOT_BEFORE_VERB = frozenset("的和与及或、并而不未已被所将把对向为以于在从无可能是有其该各每一两本我")
# words that end in such a character and may well stand before a verb
_BEFORE_VERB = frozenset(
    "行为 作为 所有 国有 成本 基本 样本 文本 版本 统一 存在 应对 核对 功能 职能 智能 性能 效能 产能 节能 技能 动能 单一 之一".split()
)
_JOINING = re.compile(r"[、和与及并或]|或者|以及|并且")
_DEEPEST = 12  # adverbials and fronted objects inside each other
_WAY = frozenset("通过 经过 用 靠 凭 凭借 借 借着 依托 充分依托 以 以此 继续以 坚持以 要以 必须以".split())
_PLACE = frozenset("在 当 于 从 自 到 至 经 随着 沿着 自从 截至 截止 历经 除 除了".split())
_ONLY_LEADS = frozenset("随着 鉴于 由于 因 因为 如 如果 若 凡 凡是 一旦 虽然 尽管 即使 自从 只要 只有 无论 不管 未 未经 逾期 出于".split())
_WITH_BODY = frozenset("由 向 给 同 与 和 跟 会同 联合 朝 往 携手".split())
_FUTURE = frozenset("在 于 对 按照 根据 结合 会同 联合 通过 围绕 依托 按 依据".split())  # 将在…: the modal word, not the preposition
_LIGHT = frozenset("进行 予以 给予 加以 实施 实行 开展 作出 做出 给以 提出 采取 提供 负责 落实 组织 加强 强化 加大 做好 处 处以".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb group ``[start:end)`` with what was said before it.

    ``fronted`` is an object before the verb (将, 把); ``topic`` may be one (对); ``subject`` a body (由).
    """

    start: int
    end: int
    kind: str
    modality: str = ""
    fronted: Span | None = None
    topic: Span | None = None
    subject: Span | None = None
    rule: str = "action.verb"


class Reader:
    """Reads verb phrases by a lexicon. Stateless: the same text always gives the same phrase."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.time = lexicon.parts["time"]
        self.thing = lexicon.parts["thing"]
        self.not_verb = lexicon.parts["not_verb"]
        self.organ_tail = lexicon.parts["organ_tail"]
        self.nominal = lexicon.parts["nominal"]
        self.noun_tail = lexicon.parts["noun_tail"]

    # verbs

    def verb_at(self, text: str, at: int, *, clear: bool) -> tuple[int, Verb] | None:
        """The verb at a place, unless what follows shows that it is none; ``clear`` after an adverb or modal word."""
        found = self.lexicon.verbs.at(text, at)
        if found is None:
            single = self.lexicon.single.match(text, at)
            return (at + 1, self.lexicon.single_kind[text[at]]) if single else None
        end, verb = found
        after = text[end : end + 1]
        if self.not_verb.match(text, end) and verb.kind != "result":
            return None
        if (verb.noun or text[at:end] == "组织") and self.lexicon.parts["modal"].match(text, end):
            return None
        if verb.noun and ((verb.kind != "cause" and self.organ_tail.match(text, end) and not self.lexicon.parts["serves"].match(text, at)) or self._followed_by_adverb(text, end)):
            return None
        if verb.noun and self._heads_noun(text, end):
            return None
        if verb.noun and not clear:
            if end == len(text) or after == "等":
                return None
            if after in "和与及、" and self.group(text, at, end, verb)[0] in (end, len(text)):
                return None
        if after == "好" and verb.kind in ("act", "event", "cause") and text[end + 1 : end + 2] not in ("", "的", "转", "氛", "人", "评"):
            end += 1
        return end, verb

    def _followed_by_adverb(self, text: str, at: int) -> bool:
        word = self.lexicon.words.at(text, at)
        return word is not None and (word[1] == "must" or text.startswith("亲自", at))

    def _heads_noun(self, text: str, at: int) -> bool:
        """Whether 检查 … goes on as a noun that does something or ends: 检查工作, 检查工作定期开展; not 检查工作台账."""
        tail = self.noun_tail.match(text, at)
        if tail is None:
            return False
        end = tail.end()
        if end == len(text):
            return True
        word, verb = self.adverbial_at(text, end), self.lexicon.verbs.at(text, end)
        return (
            (word is not None and word[0] - end > 1)
            or (verb is not None and not verb[1].noun)
            or bool(self.lexicon.single.match(text, end))
        )

    def group(self, text: str, start: int, end: int, verb: Verb) -> tuple[int, str]:
        """End and kind of a verb group that begins with this verb: compounds and verbs joined by 、和并或."""
        kind = verb.kind
        if verb.first:
            second = self.lexicon.verbs.at(text, end)
            if second and second[1].second and self._goes_on(text, second[0]):
                end, kind = second[0], second[1].kind
        while joint := _JOINING.match(text, end):
            at = self.skip_adverbs(text, joint.end())
            following = self.lexicon.verbs.at(text, at)
            if following is None or following[1].kind == "state" or text[following[0] : following[0] + 1] == "的":
                further = self._joined_further(text, joint)
                if further is None:
                    break
                end = further
                continue
            end, kind = following[0], following[1].kind
        return end, kind

    def _joined_further(self, text: str, joint: re.Match[str]) -> int | None:
        """End of what is joined to a verb though no verb of the lexicon stands there: 埋压、圈占、损坏; 编制并向社会公开."""
        at = joint.end()
        another = _JOINING.match(text, at + 2)
        if another and self.lexicon.verbs.at(text, another.end()):
            return at + 2
        if joint.group() in ("并", "并且"):
            found = self.phrase(text, at, depth=_DEEPEST - 2)
            if found and found.kind not in ("state", "send"):
                return found.end
        return None

    def _goes_on(self, text: str, at: int) -> bool:
        """Whether the second verb of a compound ends here: not 细化｜落实措施, 推进｜规范化执法."""
        thing = self.thing.match(text, at)
        return (thing is None or thing.end() < len(text)) and not self.not_verb.match(text, at) and text[at : at + 1] not in ("度", "力")

    def skip_adverbs(self, text: str, at: int) -> int:
        """The place behind adverbs, where a verb follows them."""
        here = at
        while (word := self.lexicon.words.at(text, here)) and word[1] == "adverb":
            here = word[0]
            if text[here : here + 1] in ("、", "地"):
                here += 1
        return here if self.lexicon.verbs.at(text, here) else at

    def adverbial_at(self, text: str, at: int) -> tuple[int, str] | None:
        """The longest word of those that stand before verbs, or an adverb made by a pattern (逐案)."""
        word = self.lexicon.words.at(text, at)
        if text[at] in "逐一“" and (made := self.lexicon.parts["adverb"].match(text, at)) and (not word or word[0] < made.end()):
            return made.end(), "adverb"
        return None if word and word[1] == "none" else word

    # phrases

    def phrase(self, text: str, at: int, *, clear: bool = False, depth: int = 0) -> Phrase | None:
        """The verb phrase that begins at a place: modal words, adverbs, adverbials, fronted objects, then the verb."""
        modality = ""
        while at < len(text) and depth < _DEEPEST:
            word = self.adverbial_at(text, at)
            verb = self.verb_at(text, at, clear=clear)
            if verb and (word is None or verb[0] > word[0]):
                return self._headed(text, at, verb, modality)
            if word is None or (len(text) > at and text[at] in "每于自从到至在本当年月季“" and self.time.match(text, at)):
                moment = self.time.match(text, at)
                if moment and moment.end() > (word[0] if word else at):
                    at = moment.end() + (text[moment.end() : moment.end() + 1] in ("、",))
                    continue
                if word is None:
                    return None
            end, kind = word
            if kind.startswith("prep."):
                found = self._behind(text, at, end, kind, depth + 1, clear=clear)
                if found is None and verb:
                    return self._headed(text, at, verb, modality)
                return replace(found, modality=found.modality or modality) if found else None
            if verb:  # 统一思想 or 统一安排: an adverb where a verb follows
                found = self.phrase(text, end, clear=False, depth=depth + 1)
                if found is None or found.kind == "state":
                    return self._headed(text, at, verb, modality)
                return replace(found, modality=found.modality or modality)
            if kind in ("must", "encourage", "forbid"):
                modality = kind
            at = end + (text[end : end + 1] in ("、", "地") and end + 1 < len(text))
            clear = True
        return None

    @staticmethod
    def may_begin(text: str, at: int) -> bool:
        """Whether the character before a place lets a verb phrase begin there."""
        return text[at - 1] not in _NOT_BEFORE_VERB or text[at - 2 : at] in _BEFORE_VERB

    def _headed(self, text: str, at: int, verb: tuple[int, Verb], modality: str) -> Phrase | None:
        end, kind = self.group(text, at, *verb)
        if text[end : end + 1] in ("或", "和", "、", "等"):  # 保留或新增的项目: no object, so no verb
            return None
        return Phrase(at, end, kind, modality)

    def _behind(self, text: str, at: int, end: int, kind: str, depth: int, *, clear: bool) -> Phrase | None:
        """The verb phrase behind a leading preposition, None where the stretch has no verb of its own."""
        if kind == "prep.object":
            return self._fronted(text, end, depth)
        if kind == "prep.topic":
            return self._topic(text, end, depth)
        word = text[at:end]
        if word in _ONLY_LEADS:
            return None
        if word in _WITH_BODY:
            return self._with_body(text, word, end, depth)
        parts = self.lexicon.parts
        if word in _WAY:
            closers = [parts["closer_for"], parts["closer_way"]] if "以" in word else [parts["closer_way"]]
        else:
            closers = [parts["closer_place" if word in _PLACE else "closer_basis"]]
        for closer in closers:
            for mark in closer.finditer(text, end + 1):
                if mark.end() == len(text):
                    return None
                found = self.phrase(text, mark.end(), clear=clear, depth=depth + 1)
                if found and found.kind != "state" and not (closer is parts["closer_basis"] and closer.match(text, found.start)):
                    return replace(found, rule="action.adverbial")
        found = self.strong(text, end, depth)
        return replace(found, rule="action.adverbial") if found else None

    def _with_body(self, text: str, word: str, start: int, depth: int) -> Phrase | None:
        """由 X …, 向 X …: the verb phrase behind the body X; after 由 the body is the subject."""
        found: Phrase | None = None
        body = start
        for mark in self.lexicon.bodies.finditer(text, start + 1):
            body = mark.end()
            if mark.lastgroup != "never" and body < len(text):
                found = self.phrase(text, body, clear=True, depth=depth + 1)
                if found and found.kind != "state":
                    break
        else:
            found = self.strong(text, start, depth, nouns=body == start)
            body = found.start if found else start
        if found is None or found.kind == "state":
            return None
        if word != "由":
            return replace(found, rule="action.adverbial")
        return replace(found, subject=found.subject or (start, body), rule="action.by")

    def strong(self, text: str, start: int, depth: int, *, nouns: bool = False) -> Phrase | None:
        """The first place behind ``start`` where a verb phrase plainly begins: an adverb with a verb, or a plain verb."""
        for at in range(start + 1, len(text) - 1):
            if not self.may_begin(text, at):
                continue
            word = self.adverbial_at(text, at)
            verb = self.verb_at(text, at, clear=False)
            if verb and (text[verb[0] : verb[0] + 1] == "等" or self.nominal.match(text, verb[0])):
                continue
            if verb and (nouns or not verb[1].noun) and verb[1].kind != "state" and (word is None or verb[0] > word[0]):
                return self._headed(text, at, verb, "")
            if word and (word[0] - at > 1 or word[1] in ("must", "forbid", "prep.object")) and word[1] != "prep.lead":
                found = self.phrase(text, at, depth=depth + 1)
                if found and found.kind != "state" and not self.is_noun(text, found):
                    return found
        return None

    def _names(self, text: str, at: int) -> bool:
        """Whether a verb that is also a noun is one here: 将评估报告报送, 将申报书报送."""
        following = self.lexicon.verbs.at(text, at)
        return bool(self.noun_tail.match(text, at)) or (following is not None and following[1].kind == "send")

    def is_noun(self, text: str, found: Phrase) -> bool:
        """Whether the head of a phrase is a noun as often."""
        verb = self.lexicon.verbs.at(text, found.start)
        return verb is not None and verb[1].noun

    def _fronted(self, text: str, start: int, depth: int) -> Phrase | None:
        """将 / 把 X V …: the verb that takes X before itself."""
        if (word := self.adverbial_at(text, start)) and (word[1] in ("adverb", "must") or text[start : word[0]] in _FUTURE):
            future = self.phrase(text, start, clear=True, depth=depth + 1)
            if future and future.kind not in ("send", "result", "state") and not self.is_noun(text, future):
                return future
        best: Phrase | None = None
        for at in range(start + 1, len(text)):
            found = self.lexicon.verbs.at(text, at)
            if found is None:
                if self.lexicon.single.match(text, at) and text[at] in "报交":
                    found = at + 1, self.lexicon.single_kind[text[at]]
                else:
                    continue
            end, verb = found
            if verb.kind == "state" or self.not_verb.match(text, end) or (verb.noun and self._names(text, end)):
                continue
            last = end == len(text)
            if not (verb.kind == "send" or (verb.kind == "result" and (last or end - at > 2)) or last or text[end] in "到至入为给于成向在"):
                continue
            behind_adverb = self._object_end(text, start, at, depth)
            if best is None:
                if text[end - 1 : end] not in "到至入为给于成向在" and verb.kind == "act" and not last and behind_adverb == at and verb.noun:
                    continue
                best = Phrase(at, self.group(text, at, end, verb)[0], verb.kind, "", (start, behind_adverb), rule="action.fronted")
            elif last and behind_adverb < at and verb.kind != "send":  # 将X作为Y精心组织落实
                return replace(best, start=at, end=end, kind=verb.kind)
        return best

    def _object_end(self, text: str, start: int, verb: int, depth: int) -> int:
        """Where the fronted object ends: before the adverbs and adverbials of the verb."""
        for at in range(start + 2, verb):
            word = self.lexicon.words.at(text, at)
            if word and (word[0] - at > 1 or word[1] != "adverb") and word[1] != "connector":
                found = self.phrase(text, at, clear=True, depth=depth + 1)
                if found and found.start == verb:
                    return at
            elif (moment := self.time.match(text, at)) and moment.end() <= verb and text[at - 1] not in "年月日第":
                found = self.phrase(text, moment.end(), clear=True, depth=depth + 1) if moment.end() < verb else None
                if moment.end() == verb or (found and found.start == verb):
                    return at
        return verb

    def _topic(self, text: str, start: int, depth: int) -> Phrase | None:
        """对 X …: the verb phrase behind X; X is its object where it has none of its own."""
        later: Phrase | None = None
        for at in range(start + 1, len(text) - 1):
            if not self.may_begin(text, at) and text[at - 1] not in "的等将":
                continue
            word = self.adverbial_at(text, at)
            verb = self.verb_at(text, at, clear=True)
            if verb and self.nominal.match(text, verb[0]):
                continue
            if verb and verb[1].kind != "state" and (word is None or verb[0] > word[0]):
                end, kind = self.group(text, at, *verb)
                last = end == len(text)
                if text[at:end] in _LIGHT and text[at - 1] != "的" or (last and (not verb[1].noun or (text[at - 1] != "的" and later is None))):
                    return Phrase(at, end, kind, topic=(start, self._object_end(text, start, at, depth)), rule="action.topic")
                if later is None and not verb[1].noun and text[at - 1] != "的" and text[end : end + 1] not in ("、", "等") and "的" not in text[end:]:
                    later = Phrase(at, end, kind, topic=(start, at), rule="action.topic")
            elif word and text[at - 1] != "的" and (word[0] - at > 1 or word[1] in ("must", "forbid")):
                found = self.phrase(text, at, depth=depth + 1)
                if found and found.kind != "state" and not (
                    self.is_noun(text, found) and (later is not None or self._names(text, found.end))
                ):
                    return replace(found, topic=found.topic or (start, at), rule="action.topic")
        return later
