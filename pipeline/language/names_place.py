"""From where a notice speaks, and what 省, 市, 县, 区 mean there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.language.bodies_lexicon import one_of, read_toml
from pipeline.language.regions import NATION, Region, by_code

__all__ = ["NOWHERE", "Named", "Place", "Words", "name_words", "of_level", "of_zone", "prefix", "stem"]

NOWHERE = Region("", "", "")
_STEM = ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "地区", "省", "市", "县", "区", "盟", "旗")


class Words:
    """The compiled patterns of name_words.toml."""

    def __init__(self) -> None:
        words: dict[str, Any] = read_toml("name_words.toml")
        self.levels: dict[str, str] = words["level"]["words"]
        self.level = re.compile(rf"({one_of(list(self.levels))}){words['level']['not']}")
        self.many_levels = re.compile(words["collective"]["many_levels"])
        self.collective = re.compile(words["collective"]["pattern"])
        self.relative = re.compile(words["collective"]["relative"])
        self.whole = re.compile(words["collective"]["whole"])
        self.zones: dict[str, str] = words["zones"]
        self.zone = re.compile(rf"(市|县|区)?({one_of(list(self.zones))})(.*)")
        self.tails: dict[str, str] = words["tails"]
        self.tail = re.compile(rf"({one_of(list(self.tails))})$")
        self.spell: dict[str, str] = words["spell"]
        self.pattern = {name: re.compile(pattern) for name, pattern in words["pattern"].items()}


@cache
def name_words() -> Words:
    """The patterns, compiled once."""
    return Words()


@dataclass(frozen=True, slots=True)
class Named:
    """A body's official name and what is known of it. ``name_source``: written, resolved or guessed."""

    name: str
    name_source: str
    level: str
    kind: str
    region_code: str
    collective: bool


@dataclass(frozen=True, slots=True)
class Place:
    """From where a notice speaks: the region of its issuer, the issuer's own name, its year.

    ``inside`` is true for a body's notice to its own parts: 各有关部门 are then those of the issuer.
    """

    region: Region | None = None
    issuer: str = ""
    year: int | None = None
    inside: bool = False

    @property
    def national(self) -> bool:
        """Whether a body of the State speaks."""
        return self.region is NATION

    @property
    def local(self) -> Region | None:
        """The region, None for the State and where it is not known."""
        return None if self.national else self.region

    @property
    def zone(self) -> Region | None:
        """The zone whose committee speaks, or the street: its 区财政局 is 合肥经济技术开发区财政局."""
        if self.region is None:
            return None
        pattern = name_words().pattern
        if street := pattern["street_issuer"].match(self.issuer):
            return Region(prefix(self.region) + street[1], "", "乡")
        found = pattern["zone_issuer"].match(self.issuer)
        return Region(found[1].removeprefix("中共").removeprefix("中国共产党"), "", "县") if found else None

    @property
    def home(self) -> Region:
        """The region that a body without any is of: the zone, else the region."""
        return self.zone or self.region or NOWHERE

    @property
    def city(self) -> Region | None:
        """The city, or the municipality, in which a district or county lies; of a city itself."""
        code = self.region.code if self.region else ""
        return by_code(code[:4] + "00", self.year) or by_code(code[:2] + "0000", self.year)


def of_zone(word: str, place: Place) -> Region | None:
    """区 in a zone's notice is the zone, 街道 in a street's the street."""
    zone = place.zone
    return zone if zone is not None and (word == "区" if zone.level == "县" else word in ("街道", "街")) else None


def of_level(word: str, region: Region | None) -> Region | None:
    """What 省, 市, 县, 区 mean in a notice of the region.

    市 in a county-level city's notice is that city, in a district's the city above; None where no one region is meant.
    """
    if word == "兵团":
        return by_code("660000")
    if region is None or region is NATION:
        return None
    if not region.code:
        return region if region.own.endswith(word) else None
    level = name_words().levels[word]
    province = by_code(region.code[:2] + "0000")
    if level == "省":
        return province
    if level == "市":
        return _city(word, region, province)
    if level == "县":
        if word == "区" and region.level == "省" and province is not None and province.own.endswith("自治区"):
            return province
        return by_code(region.code) if region.level in ("县", "乡") else None
    return region if region.level == "乡" else None


def _city(word: str, region: Region, province: Region | None) -> Region | None:
    own = by_code(region.code)
    if word == "市" and region.level in ("县", "乡") and own is not None and own.own.endswith("市"):
        return own
    if province is not None and province.own.endswith("市"):
        return province
    return by_code(region.code[:4] + "00") if region.level != "省" else None


def prefix(region: Region) -> str:
    """What a body of the region is called after: 攀枝花市, 龙山县, 漯河市郾城区, 天津市西青区."""
    if not region.code:
        return region.name
    if region.level == "乡":
        county = by_code(region.code)
        return prefix(county) + region.name.removeprefix(county.name) if county else region.name
    if region.level == "县" and region.own.endswith("区"):
        above = by_code(region.code[:4] + "00") or by_code(region.code[:2] + "0000")
        return (above.own if above else "") + region.own
    return region.own


@cache
def stem(region: Region) -> str:
    """The place without its level word: 攀枝花, 四川; 和县 stays."""
    own = region.own
    for suffix in _STEM:
        if own.endswith(suffix) and len(own) - len(suffix) >= 2:
            return own.removesuffix(suffix)
    return own
