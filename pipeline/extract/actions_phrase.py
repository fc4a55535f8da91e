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
_NO_VERB_BEFORE = frozenset("的者了率性化员是")
_JOINING = re.compile(r"[、和与及并或]|或者|以及|并且")
_DEEPEST = 12  # adverbials and fronted objects inside each other
_WAY = frozenset("通过 经过 用 靠 凭 凭借 借 借着 依托 充分依托 以 以此 继续以 坚持以 要以 必须以".split())
_PLACE = frozenset("在 当 于 从 自 到 至 经 随着 沿着 自从 截至 截止 历经 除 除了".split())
_LIGHT = frozenset("进行 予以 给予 加以 实施 实行 开展 作出 做出 给以 提出 采取 提供 负责 落实 组织 加强 强化 加大 做好".split())


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
        if after and (after in _NO_VERB_BEFORE and verb.kind != "result"):
            return None
        if verb.noun and not clear and (end == len(text) or after in "和与及、等" or self.noun_tail.match(text, end)):
            return None
        if after == "好" and verb.kind in ("act", "event", "cause") and text[end + 1 : end + 2] not in ("", "的", "转", "氛", "人", "评"):
            end += 1
        return end, verb

    def group(self, text: str, start: int, end: int, verb: Verb) -> tuple[int, str]:
        """End and kind of a verb group that begins with this verb: compounds and verbs joined by 、和并或."""
        kind = verb.kind
        if verb.first:
            second = self.lexicon.verbs.at(text, end)
            if second and second[1].second and not self._only_thing(text, second[0]) and text[second[0] : second[0] + 1] != "的":
                end, kind = second[0], second[1].kind
        while joint := _JOINING.match(text, end):
            at = self.skip_adverbs(text, joint.end())
            following = self.lexicon.verbs.at(text, at)
            if following is None or following[1].kind == "state" or text[following[0] : following[0] + 1] == "的":
                unknown = self._unknown_in_list(text, joint.end())
                if unknown is None:
                    break
                end = unknown
                continue
            end, kind = following[0], following[1].kind
        return end, kind

    def _unknown_in_list(self, text: str, at: int) -> int | None:
        """End of a two-character word that the lexicon has not, between verbs of a list: 埋压、圈占、损坏."""
        joint = _JOINING.match(text, at + 2)
        return at + 2 if joint and self.lexicon.verbs.at(text, joint.end()) else None

    def _only_thing(self, text: str, at: int) -> bool:
        thing = self.thing.match(text, at)
        return bool(thing) and thing.end() == len(text)  # type: ignore[union-attr]

    def skip_adverbs(self, text: str, at: int) -> int:
        """The place behind adverbs, where a verb follows them."""
        here = at
        while (word := self.lexicon.words.at(text, here)) and word[1] == "adverb":
            here = word[0]
            if text[here : here + 1] in ("、", "地"):
                here += 1
        return here if self.lexicon.verbs.at(text, here) else at

    # phrases

    def phrase(self, text: str, at: int, *, clear: bool = False, depth: int = 0) -> Phrase | None:
        """The verb phrase that begins at a place: modal words, adverbs, adverbials, fronted objects, then the verb."""
        modality = ""
        while at < len(text) and depth < _DEEPEST:
            word = self.lexicon.words.at(text, at)
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
                found = self._behind(text, at, end, kind, depth + 1)
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

    def _headed(self, text: str, at: int, verb: tuple[int, Verb], modality: str) -> Phrase:
        end, kind = self.group(text, at, *verb)
        return Phrase(at, end, kind, modality)

    def _behind(self, text: str, at: int, end: int, kind: str, depth: int) -> Phrase | None:
        """The verb phrase behind a leading preposition, None where the stretch has no verb of its own."""
        if kind == "prep.object":
            return self._fronted(text, end, depth)
        if kind == "prep.topic":
            return self._topic(text, end, depth)
        word = text[at:end]
        if word == "由":
            return self._by(text, end, depth)
        parts = self.lexicon.parts
        if word in _WAY:
            closers = [parts["closer_for"], parts["closer_way"]] if "以" in word else [parts["closer_way"]]
        else:
            closers = [parts["closer_place" if word in _PLACE else "closer_basis"]]
        for closer in closers:
            for mark in closer.finditer(text, end + 1):
                if mark.end() == len(text):
                    return None
                found = self.phrase(text, mark.end(), depth=depth + 1)
                if found and found.kind != "state" and not (closer is parts["closer_basis"] and closer.match(text, found.start)):
                    return replace(found, rule="action.adverbial")
        found = self.strong(text, end, depth)
        return replace(found, rule="action.adverbial") if found else None

    def _by(self, text: str, start: int, depth: int) -> Phrase | None:
        """由 X …: the verb phrase behind the body X."""
        for mark in self.lexicon.bodies.finditer(text, start + 1):
            if mark.lastgroup != "never" and mark.end() < len(text):
                found = self.phrase(text, mark.end(), clear=True, depth=depth + 1)
                if found and found.kind != "state":
                    return replace(found, subject=found.subject or (start, mark.end()), rule="action.by")
        found = self.strong(text, start + 1, depth)
        return replace(found, subject=found.subject or (start, found.start), rule="action.by") if found else None

    def strong(self, text: str, start: int, depth: int) -> Phrase | None:
        """The first place behind ``start`` where a verb phrase plainly begins: an adverb with a verb, or a plain verb."""
        for at in range(start + 1, len(text) - 1):
            if not self.may_begin(text, at):
                continue
            word = self.lexicon.words.at(text, at)
            verb = self.verb_at(text, at, clear=False)
            if verb and not verb[1].noun and verb[1].kind != "state" and (word is None or verb[0] > word[0]):
                return self._headed(text, at, verb, "")
            if word and (word[0] - at > 1 or word[1] in ("must", "forbid", "prep.object")) and word[1] != "prep.lead":
                found = self.phrase(text, at, depth=depth + 1)
                if found and found.kind != "state" and not self._is_noun(text, found):
                    return found
        return None

    def _is_noun(self, text: str, found: Phrase) -> bool:
        verb = self.lexicon.verbs.at(text, found.start)
        return verb is not None and verb[1].noun

    def _fronted(self, text: str, start: int, depth: int) -> Phrase | None:
        """将 / 把 X V …: the verb that takes X before itself."""
        future = self.phrase(text, start, clear=True, depth=depth + 1)
        if future and future.start - start <= 6 and not self._is_noun(text, future) and self.lexicon.words.at(text, start):
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
            if verb.kind == "state" or text[end : end + 1] == "的":
                continue
            last = end == len(text)
            if not (verb.kind in ("send", "result") or last or text[end] in "到至入为给于成向在"):
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
            if not self.may_begin(text, at) and text[at - 1] not in "的等":
                continue
            word = self.lexicon.words.at(text, at)
            verb = self.verb_at(text, at, clear=True)
            if verb and verb[1].kind != "state" and (word is None or verb[0] > word[0]):
                end, kind = self.group(text, at, *verb)
                last = end == len(text)
                if text[at:end] in _LIGHT and text[at - 1] != "的" or (last and (not verb[1].noun or text[at - 1] != "的")):
                    return Phrase(at, end, kind, topic=(start, at), rule="action.topic")
                if later is None and not verb[1].noun and text[at - 1] != "的" and text[end : end + 1] not in ("、", "等") and "的" not in text[end:]:
                    later = Phrase(at, end, kind, topic=(start, at), rule="action.topic")
            elif word and text[at - 1] != "的" and (word[0] - at > 1 or word[1] in ("must", "forbid")):
                found = self.phrase(text, at, depth=depth + 1)
                if found and found.kind != "state":
                    return replace(found, topic=found.topic or (start, at), rule="action.topic")
        return later
