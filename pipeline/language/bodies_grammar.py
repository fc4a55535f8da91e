"""The rules by which lists of bodies are cut, compiled once from `lexicon/body_lists.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline.language.bodies_lexicon import ending, one_of, read_toml

__all__ = ["Grammar", "load_grammar"]


class Grammar:
    """Compiled patterns: separators, levels of administration, set phrases, what is shared, what is stripped."""

    def __init__(self) -> None:
        data: dict[str, Any] = read_toml("body_lists.toml")
        split, share, strip = data["split"], data["share"], data["strip"]
        self.rank = {word: int(rank) for rank, words in data["ranks"].items() for word in words}
        level = one_of(list(self.rank))
        opener = one_of(split["openers"])
        self.token = re.compile(
            rf"(?P<open>[（(《“【〔\[〈<])|(?P<close>[）)》”】〕\]〉>])|(?P<hard>[、，,；;。\n]|{split['worn']})"
            rf"|(?P<soft>会同|商(?=[省市县区州][一-鿿]{{1,8}}[局委厅办]|同级)|以及|及其(?!他|它|余|中)|及|与|或者|或|并(?=各|有关|相关)|{split['place_he']})|(?P<end>{split['not_open']})"
        )
        self.level_only = re.compile(
            rf"(?:[^、，]{{1,80}}的|[^、，各]{{1,12}}(?=各))?{opener}?(?:{level}[、及和与]?)*?({level})(?:两|三|四|级|各)*"
        )
        self.level_first = re.compile(rf"({level})(?!{split['own']})")
        self.governed = re.compile(rf"{level}(?:人民政府|政府)")  # 各区，县人民政府
        self.level_begins = re.compile(rf"({level})")
        self.level_up = re.compile(r"市(?:（区）|人民政府|政府|区|、区)?")
        self.opener = re.compile(opener)
        self.short_tails = frozenset(split["short_tails"])
        groups = one_of(split["group_heads"])
        heads = one_of(split["set_heads"])
        self.set_tail, self.set_head = re.compile(rf"{heads}$"), re.compile(heads)
        self.group_tail, self.group = re.compile(rf"{groups}$"), re.compile(groups)
        self.open_end = re.compile(split["open_ends"])
        self.open_head = re.compile(split["open_head"])
        words = "[一-鿿]{1,8}(?:、[一-鿿]{1,8}){0,12}"
        self.open_group = re.compile(rf"{words}(?:等{split['open_head']}|、[一-鿿]{{2,10}}(?:部门|单位|机构))")
        self.before = re.compile(rf"(?:{strip['before']})+")
        self.after = re.compile(rf"(?:{strip['after']})+$")
        self.notes = tuple(
            (re.compile(rf"(?:{strip[key]})$"), role)
            for key, role in (("note_lead", "lead"), ("note_support", "support"), ("note_other", ""))
        )
        self.headed_group = re.compile(rf"(?!各|有关|相关|其他|其它|所有).{{1,14}}{groups}")
        self.committee = re.compile(share["committee"])
        self.organ = re.compile(rf"(.*?)({one_of(share['organs'])})")
        self.party = re.compile(rf"(.*?委){one_of(share['party'])}")
        self.party_bare = frozenset(share["party"])
        self.tail = re.compile(rf"(.+(?:区|县|市|园|城|镇|乡|街道|旗|新城|港|岛|山|湖))({one_of(share['tails'])})")
        self.tails = frozenset(share["tails"])
        self.of_place = re.compile(share["of_place"])
        self.no_zone = re.compile(share["no_zone"])
        self.zone = re.compile(share["zone"])
        self.department = re.compile(share["department"])
        self.bare_department = re.compile(share["bare_department"])
        self.headed = re.compile(share["headed"])

    def takes_tail(self, area: str, tail: str) -> bool:
        """Whether an area in a list takes the tail of the one behind it: 武汉市、鄂州市教育局, but 镇（街）、园区管委会."""
        if area.startswith(("各", "有关", "相关")):
            return False
        if tail.startswith("管"):
            return self.no_zone.search(area) is None
        return tail in self.tails or len(area) > 2

    def is_modifier(self, words: str, bare_nouns: bool = True) -> bool:
        """Whether the words only modify the head behind them: 民政, 市发改; with ``bare_nouns`` 机关, 学校 too."""
        if not 1 < len(words) <= 12 or not words.isalnum():
            return False
        found = ending(words)
        if found is None:
            return True
        bare = found.suffix == words and found.form in ("group", "organ")
        return bare and (bare_nouns or (found.form == "organ" and found.kind == "集合"))  # 财政


@cache
def load_grammar() -> Grammar:
    """The grammar, compiled once."""
    return Grammar()
