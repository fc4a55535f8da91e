"""The cues by which running text says who acts and who is reported to, compiled once from `lexicon/unit_cues.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from pipeline.language.bodies import BodySpan
from pipeline.language.bodies_lexicon import ending, is_body, read_csv, read_toml

__all__ = ["END", "LONGEST", "Cues", "Found", "load_cues"]

_ENDS = "局委办厅部院署会处科股室中心站所队行司府党团校位门构业关"  # of organs and groups
_ENDS += "区县市省州盟旗镇乡道地组级体务库台馆园厂社者长场方政村店议学商班点园织居街份伍统联协察军矿木城块派"  # of areas and all others
_PEOPLE: str = read_toml("unit_cues.toml")["subject"]["and_people"]
END = re.compile(rf"[{_ENDS}](?:[）)]|等)?|两委”|(?:{_PEOPLE})+")
"""Where the name of a body may end."""
LONGEST = 160
"""Characters of a subject at most (a list of bodies may be long)."""
MODIFIED = re.compile(r"(.{2,60})的([^的、]{1,20}|[省市县区州盟旗乡镇自治直辖（）、]{1,20})")


class Found(NamedTuple):
    """A body in running text, its role and the rule that found it."""

    body: BodySpan
    role: str
    rule: str


class Cues:
    """The compiled patterns of unit_cues.toml and the verbs of verbs.csv."""

    def __init__(self) -> None:
        data: dict[str, Any] = read_toml("unit_cues.toml")
        subject, report = data["subject"], data["report"]
        compiled = {name: re.compile(pattern) for name, pattern in subject.items() if isinstance(pattern, str)}
        self.lead, self.circumstance, self.by = compiled["lead"], compiled["circumstance"], compiled["by"]
        self.not_start, self.not_inside = compiled["not_start"], compiled["not_inside"]
        self.not_inside_office, self.office = compiled["not_inside_office"], compiled["office"]
        self.duty, self.adverb, self.bearer = compiled["duty"], compiled["adverb"], compiled["bearer"]
        self.quota, self.setting = compiled["quota"], compiled["setting"]
        self.past, self.by_not, self.goes_on, self.you = (
            compiled["past"],
            compiled["by_not"],
            compiled["goes_on"],
            compiled["you"],
        )
        self.headed, self.each, self.called = compiled["headed"], compiled["each"], compiled["called"]
        self.predicate, self.circumstantial = compiled["predicate"], compiled["circumstantial"]
        names = ("entitled", "causes", "people", "above")
        self.entitled, self.causes, self.people, self.above = (tuple(subject[name]) for name in names)
        self.and_people = re.compile(f"(?:{_PEOPLE})+$")
        self.local = compiled["local"]
        self.together = compiled["together"]
        self.association = compiled["association"]
        self.granted = compiled["granted"]
        self.set_up = compiled["set_up"]
        self.over = frozenset(subject["over"])
        self.leading = compiled["leading"]
        self.relative = compiled["relative"]
        self.noun_then = compiled["noun_then"]
        self.level_alone, self.topic, self.of_class = compiled["level_alone"], compiled["topic"], compiled["of_class"]
        self.firm, self.seat, self.seat_then = compiled["firm"], compiled["seat"], compiled["seat_then"]
        self.alone = frozenset(("organ", kind) for kind in subject["alone"])
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
        own = frozenset(subject["verbs"])
        self.verbs = own.union(row["verb"] for row in rows if row["noun"] != "1")
        self.all_verbs = own.union(row["verb"] for row in rows)
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

    def begins(self, text: str, at: int, end: int) -> bool:
        """Whether a predicate begins at the offset: a word of duty, an adverb, a verb."""
        begins = self.duty.match(text, at, end) or self.adverb.match(text, at, end)
        return begins is not None or self.verb_at(text, at, end, nouns=True) > 0

    def is_modified(self, words: str, entitled: bool = False) -> bool:
        """有条件的县（区）, 查处举报案件的部门: the modifier belongs to the name; ``entitled``: whatever verb it begins with."""
        split = MODIFIED.fullmatch(words)
        if split is None or words.startswith(self.causes):
            return False
        if self.not_start.match(words) and not (entitled or words.startswith(("从", "有"))):
            return False
        found = ending(split[2])
        if found is None or found.form == "people" or not self.may_hold(split[2]) or "向" in split[2]:
            return False
        return not self.predicate.search(split[1], 1)

    def modifies(self, text: str, at: int, end: int) -> bool:
        """Whether verbs at the offset run into 的: 政府投资建设的, 各部门制定的."""
        for _ in range(3):
            verb = self.verb_at(text, at, end, nouns=True)
            if not verb:
                return False
            if text.startswith("通过", verb):
                verb += 2
            if text.startswith("的", verb):
                return True
            at = verb
        return False

    def may_hold(self, words: str) -> bool:
        """Whether no word stands inside that only sentences hold; names of offices for a task hold verbs (…推进办公室)."""
        inside = self.not_inside_office if self.office.search(words) else self.not_inside
        return inside.search(words) is None

    def _takes(self, words: str, verb: int) -> bool:
        """Whether a verb that ends at ``verb`` takes the body behind it: 移送|司法机关, but 牵头|责任单位."""
        if not is_body(words[verb:]):
            return False
        if self.headed.match(words, verb):
            return True  # 申报|国家档案局
        leads = self.leading.match(words) or self.leading.match(words, verb)
        return leads is None and words[:verb] in self.verbs

    def is_subject(self, body: BodySpan) -> bool:
        """Whether the words read as the name of a body that may act: no verb in them, no mere 区 or 镇."""
        if self.level_alone.fullmatch(body.text):
            return True
        found = ending(body.full)
        if found is None or found.form == "people" or len(body.text) < 2:
            return False
        if self.not_start.match(body.text) or not self.may_hold(body.text):
            return False
        if "“" in body.text and found.form != "organ" and not body.text.endswith(("两委", "两委”", "成员单位")):
            return False  # 新发现“散乱污”企业: what a campaign is about
        verb = self.verb_at(body.text, 0, len(body.text), nouns=True)
        if verb and len(body.text) - verb > 2 and body.text[verb].isalnum() and self._takes(body.text, verb):
            return False  # 移送司法机关: what it takes is no subject
        return not (found.form == "area" and not self.headed.match(body.full) and len(body.text) <= len(found.suffix))


@cache
def load_cues() -> Cues:
    """The cues, compiled once."""
    return Cues()
