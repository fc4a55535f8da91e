"""Objects that stand before their verb: behind 将 or 把, and behind 对."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.extractors.actions_lexicon import Verb
from pipeline.extractors.actions_words import Words

Span = tuple[int, int]

WINDOW = 120  # how far behind a preposition its verb may stand


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb group ``[start:end)`` with what was said before it.

    ``fronted`` is an object before the verb (将, 把); ``topic`` may be one (对); ``subject`` a body (由).
    What stands behind the verb begins at ``end``; ``well`` says that 好 stands between (落实｜好｜政策).
    """

    start: int
    end: int
    kind: str
    modality: str = ""
    fronted: Span | None = None
    topic: Span | None = None
    subject: Span | None = None
    rule: str = "action.verb"
    well: bool = False

    @property
    def verb(self) -> Span:
        """The verb group without 好."""
        return self.start, self.end - self.well


class Fronted(Words):
    """Finds the verb that takes what stands before it."""

    def phrase(self, at: int, *, clear: bool = False, depth: int = 0) -> Phrase | None:
        """The verb phrase that begins at a place; the reader of phrases says how."""
        raise NotImplementedError

    def _fronted(self, start: int, depth: int) -> Phrase | None:
        """将 / 把 X V …: the verb that takes X before itself."""
        text, goal = self.text, self.parts["goal"]
        word = self.adverbial_at(start) if start < len(text) else None
        if word and (word[1] in ("adverb", "must") or text[start : word[0]] in self.sets["future"]):
            future = self.phrase(start, clear=True, depth=depth + 1)
            if future and future.kind not in ("send", "result", "state") and not self.is_noun(future):
                return future
        best: Phrase | None = None
        for at in range(start + 1, min(len(text), start + WINDOW)):
            found = self._taking(at)
            if found is None:
                continue
            end, verb = found
            last = end == len(text)
            object_end = self._object_end(start, at, depth)
            if best is not None:
                into = self.text[best.start : best.end] in self.sets["into"]
                if last and object_end < at and verb.kind != "send" and not into:  # 将X作为Y精心组织落实
                    return replace(best, start=at, end=end, kind=verb.kind)
                continue
            plain = verb.kind == "act" and verb.noun and not last and object_end == at
            if not plain or goal.match(text, end - 1):
                end, kind = self.group(at, end, verb)
                best = Phrase(at, end, kind, "", (start, object_end), rule="action.fronted")
        if best is None and word is None and start < len(text):  # 将简化程序: the modal word
            best = self.phrase(start, depth=depth + 1)
            best = None if best and self.is_noun(best) else best
        return best

    def _taking(self, at: int) -> tuple[int, Verb] | None:
        """A verb that may take a fronted object: of sending, at the clause's end, or with where it goes (到, 至)."""
        if self.text[at:] in self.sets["mutual"]:
            return len(self.text), Verb("result", False, False, False)
        found = self.verbs.at(self.text, at) or self.single_at(self.lexicon.single_fronted, at)
        if found is None:
            return None
        end, verb = found
        if verb.kind == "state" or self.parts["not_verb"].match(self.text, end):
            return None
        if verb.noun and (self._names(end) or self.text[end : end + 1] in ("和", "、", "及", "与")):
            return None
        last = end == len(self.text)
        takes = verb.kind == "send" or last or (verb.kind == "result" and end - at > 2)
        takes = takes or self.text[at:end] in self.sets["fronting"]
        return found if takes or self.parts["goal"].match(self.text, end) else None

    def is_noun(self, found: Phrase) -> bool:
        """Whether the head of a phrase is a noun as often."""
        verb = self.verbs.at(self.text, found.start)
        return verb is not None and verb[1].noun

    def _names(self, at: int) -> bool:
        """Whether a verb that is also a noun and ends here is one: 将评估报告报送, 将申报书报送."""
        following = self.verbs.at(self.text, at)
        sent = following is not None and following[1].kind == "send"
        return sent or bool(self.parts["noun_tail"].match(self.text, at))

    def _object_end(self, start: int, verb: int, depth: int) -> int:
        """Where the fronted object ends: before the adverbs and adverbials of the verb."""
        for at in range(start + 2, verb):
            word = self.words.at(self.text, at)
            served = self.text[at] == "为" and self.text[at - 1] not in "作列定评"
            if served or self.parts["than"].match(self.text, at - 1):  # 为民办事, 不高于
                continue
            if word and word[1] == "prep.body" and self.text[verb:] in self.sets["mutual"]:
                return at
            if word and (word[0] - at > 1 or word[1] != "adverb") and word[1] not in ("connector", "none"):
                found = self.phrase(at, clear=True, depth=depth + 1)
                if found and found.start == verb:
                    return at
            elif (moment := self.parts["time"].match(self.text, at)) and self.text[at - 1] not in "年月日第":
                if moment.end() == verb:
                    return at
                found = self.phrase(moment.end(), clear=True, depth=depth + 1) if moment.end() < verb else None
                if found and found.start == verb:
                    return at
        return verb

    def _topic(self, start: int, depth: int) -> Phrase | None:
        """对 X …: the verb phrase behind X; X is its object where it has none of its own."""
        text = self.text
        if text[start : start + 1] in ("经", "因"):
            return None
        if self.parts["acted_upon"].search(text, start) and not self._light_later(start):
            return None
        later: Phrase | None = None
        for at in range(start + 1, min(len(text) - 1, start + WINDOW)):
            before = text[at - 1]
            if before not in "的等将其" and not self.may_begin(at):
                continue
            word = self.adverbial_at(at)
            verb = self.verb_at(at, clear=True)
            if verb and self.parts["nominal"].match(text, verb[0]):
                continue
            if verb and verb[1].kind != "state" and (word is None or verb[0] > word[0]):
                end, kind = self.group(at, *verb)
                here = before != "的"
                last = end == len(text) and (not verb[1].noun or (here and later is None and not verb[1].weak))
                plain = here and not verb[1].noun and text[end : end + 1] not in ("、", "等")
                done = plain and kind == "event" and "的" not in text[end:]  # but not 对完成任务的单位
                light = (text[at:end] in self.sets["light"] and here) or done
                light = light and (text[at:end] in self.sets["lightest"] or not self._light_later(end, "lightest"))
                if (light and not self._within_modifier(end)) or last:
                    return Phrase(at, end, kind, topic=(start, self._object_end(start, at, depth)), rule="action.topic")
                if later is None and plain and "的" not in text[end:]:
                    later = Phrase(at, end, kind, topic=(start, at), rule="action.topic")
            elif word and (before != "的" or word[0] - at > 2) and (word[0] - at > 1 or word[1] in ("must", "forbid")):
                found = self.phrase(at, depth=depth + 1)
                if found and found.kind != "state":
                    names = self.is_noun(found)
                    names = names and (later is not None or self._names(found.end) or self._light_later(found.end))
                    names = names and word[1] not in ("must", "forbid")
                    if not names:
                        return replace(found, topic=found.topic or (start, at), rule="action.topic")
        return later

    def _within_modifier(self, at: int) -> bool:
        """Whether a verb belongs to what modifies a noun, and the clause's verb comes later: 对开展…的情况进行通报."""
        behind = self.text.rfind("的", at)
        return behind >= 0 and self._light_later(behind)

    def _light_later(self, at: int, name: str = "light") -> bool:
        """Whether a verb comes later that only says that something is done: 进行, 予以."""
        return any(verb in self.text[at:] for verb in self.sets[name] if len(verb) > 1)
