"""Which quantities of a provision are quotas: the rows of `lexicon/quota_rules.toml`, tried in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pipeline.extractors.quota_words import led, quota_words
from pipeline.language.quantities import Quantity
from pipeline.language.quantities_lexicon import measure_at, rows

_CHINESE = re.compile(r"[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+")
_VERDICTS = ("keep", "drop")
_CONDITIONS = frozenset(
    ("before", "unless", "sentence", "after", "number", "dimension", "unit", "op", "numeral", "bare", "share", "most", "change", "goal")
)


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity in its clause and sentence: the words before it and behind it, and whether its provision is a goal."""

    quantity: Quantity
    before: str
    sentence: str
    after: str
    goal: bool = False

    @property
    def dimension(self) -> str:
        """What its measure word measures; share for 全覆盖 and the like; empty where there is none."""
        word = self.quantity.text[self.quantity.number_end - self.quantity.start :].lstrip()
        found = measure_at(word, 0)
        if found is not None:
            return found[1].dimension
        if self.quantity.unit in ("%", "‰", "‱"):
            return "share"
        return "time" if self.quantity.rule == "half-time" else ""

    @property
    def chinese(self) -> bool:
        """Whether the number is written in Chinese numerals."""
        quantity = self.quantity
        numeral = quantity.text[quantity.number_start - quantity.start : quantity.number_end - quantity.start]
        return bool(_CHINESE.fullmatch(numeral))


@dataclass(frozen=True, slots=True)
class Rule:
    """One row, compiled."""

    rule: str
    keep: bool
    kind: str
    before: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    sentence: re.Pattern[str] | None
    after: re.Pattern[str] | None
    number: re.Pattern[str] | None
    dimension: frozenset[str] | None
    unit: frozenset[str] | None
    op: frozenset[str] | None
    numeral: str
    bare: bool | None
    share: bool | None
    change: bool | None
    goal: bool
    most: Decimal | None

    def holds(self, place: Place, dimension: str) -> bool:
        """Whether all its conditions hold; the cheap ones are asked first."""
        quantity = place.quantity
        return (
            (self.dimension is None or dimension in self.dimension)
            and (self.unit is None or quantity.unit in self.unit)
            and (self.op is None or quantity.op in self.op)
            and (self.bare is None or self.bare == is_bare(quantity))
            and (self.share is None or self.share == bool(quantity.distribution))
            and (self.change is None or self.change == bool(quantity.change))
            and (self.most is None or quantity.value <= self.most)
            and (not self.goal or place.goal)
            and (not self.numeral or (self.numeral == "chinese") == place.chinese)
            and (self.number is None or self.number.match(quantity.text) is not None)
            and (self.after is None or self.after.match(place.after) is not None)
            and (self.before is None or self.before.search(place.before) is not None)
            and (self.unless is None or self.unless.search(place.before) is None)
            and (self.sentence is None or self.sentence.search(place.sentence) is not None)
        )


def is_bare(quantity: Quantity) -> bool:
    """A plain number: no comparator, no change, no verb that leads to it."""
    return quantity.op == "=" and not quantity.change and not quantity.rule.startswith("level")


@cache
def rules() -> tuple[Rule, ...]:
    """The rows of the table in order; a row with an unknown key or verdict is refused."""
    verb = f"(?:{led(quota_words().lists['bring_about'])}|(?<=[，、；：要应须并共拟新改扩])[建办派设])"
    return tuple(_compiled(row, verb) for row in rows("quota_rules.toml", "rule"))


def _compiled(row: dict[str, Any], verbs: str) -> Rule:
    unknown = set(row) - _CONDITIONS - {"rule", "verdict", "kind", "example", "counter"}
    if unknown or row["verdict"] not in _VERDICTS:
        raise ValueError(f"quota_rules.toml: row {row['rule']}: unknown {sorted(unknown) or row['verdict']}")

    def pattern(name: str) -> re.Pattern[str] | None:
        return re.compile(row[name].replace("VERB", verbs)) if name in row else None

    def members(name: str) -> frozenset[str] | None:
        return frozenset(row[name]) if name in row else None

    return Rule(
        rule=row["rule"], keep=row["verdict"] == "keep", kind=row.get("kind", ""), before=pattern("before"),
        unless=pattern("unless"), sentence=pattern("sentence"), after=pattern("after"), number=pattern("number"),
        dimension=members("dimension"), unit=members("unit"), op=members("op"), numeral=row.get("numeral", ""),
        bare=row.get("bare"), share=row.get("share"), change=row.get("change"), goal=row.get("goal", False),
        most=Decimal(row["most"]) if "most" in row else None,
    )  # fmt: skip


def decide(place: Place) -> Rule | None:
    """The row that decides about this quantity; None where no row does (it is then no quota)."""
    dimension = place.dimension
    return next((rule for rule in rules() if rule.holds(place, dimension)), None)
