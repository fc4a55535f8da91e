"""The tables of names: what short forms stand for, at which level, in which years, and the full names made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.language.bodies_lexicon import ending, is_body, read_csv
from pipeline.language.names_place import Place, name_words, prefix, stem
from pipeline.language.regions import Region

__all__ = ["Entry", "entry", "expanded", "from_stem", "has_parts", "office_stem", "state_entries", "tailed"]

_ORGANS = ("局", "委", "委员会", "厅", "院", "办", "会", "社")
_STEM_TAILS = {"委员会": "委员会", "委": "委员会", "局": "局", "厅": "厅", "办公室": "办公室", "办": "办公室"}
_OWN_PARTY = re.compile("自治区委(?!员会)")  # 自治区党委宣传部
_PARTY = ("纪委", "监委", "工委", "党委", "团委", "常委")
_PARTS = ("科", "处", "股", "站", "所", "大队", "中队")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: the template of the full name ({R} region, {P} place …); levels, years and provinces where it holds."""

    full: str
    levels: frozenset[str]
    since: int
    until: int
    kind: str
    where: frozenset[str]

    def held(self, year: int | None) -> bool:
        """Whether the name was in force in the year (any, where it is not known)."""
        return year is None or self.since <= year <= self.until


def _entries(file: str) -> dict[str, list[Entry]]:
    table: dict[str, list[Entry]] = {}
    for row in read_csv(file):
        found = Entry(
            row.get("full") or row.get("name") or "",
            frozenset((row.get("levels") or "").split()),
            int(row["since"] or 0),
            int(row["until"] or 9999),
            row.get("kind") or "",
            frozenset((row.get("where") or "").split()),
        )
        for short in row["short"].split("|"):
            table.setdefault(short, []).append(found)
        if "{" not in found.full and found.full not in row["short"].split("|"):
            table.setdefault(found.full, []).append(found)
    return table


@cache
def state_entries() -> dict[str, list[Entry]]:
    """Bodies of the State by every short name."""
    return _entries("state_bodies.csv")


@cache
def _local() -> dict[str, list[Entry]]:
    return _entries("abbreviations.csv")


@cache
def _stems() -> dict[str, list[Entry]]:
    return _entries("organ_stems.csv")


def entry(rest: str, region: Region | None, year: int | None) -> Entry | None:
    """The table's row for the words behind the level word, at the region's level: in force in the year, else any."""
    level, province = (region.level, region.code[:2]) if region else ("", "")
    fitting = [
        one
        for one in _local().get(rest, ())
        if (not one.levels or level in one.levels) and (not one.where or province in one.where)
    ]
    if not fitting:
        return None
    # rows for just this place or level go before those for all; without a year the youngest name
    return min(
        [one for one in fitting if one.held(year)] or fitting,
        key=lambda one: (not one.where, not one.levels, -one.until if year is None else 0, -one.since),
    )


def office_stem(text: str) -> str | None:
    """城管科 → 城市管理科: a stem of the lexicon in the name of a part."""
    for tail in _PARTS:
        found = _stems().get(text.removesuffix(tail)) if text.endswith(tail) else None
        if found:
            return found[0].full + tail
    return None


def from_stem(rest: str) -> str | None:
    """发改局 → 发展和改革局: a stem of the lexicon and the organ's word behind it; None where neither is known."""
    for tail, full in _STEM_TAILS.items():
        if not rest.endswith(tail):
            continue
        found = _stems().get(rest.removesuffix(tail))
        if found:
            return found[0].full + full
        if tail in ("委", "办"):
            return rest[:-1] + full if len(rest) > 2 and not rest.endswith(_PARTY) else None
        if ending(rest) is not None:
            supervisor = rest.removesuffix("监管" + tail)  # 公共资源交易监管局
            return supervisor + "监督管理" + full if supervisor != rest and len(supervisor) > 1 else rest
    return office_stem(rest)


def tailed(rest: str) -> str:
    """管委会 → 管理委员会, 领导小组办 → 领导小组办公室."""
    words = name_words()
    tail = words.tail.search(rest)
    return rest[: tail.start()] + words.tails[tail[1]] if tail else rest


def has_parts(issuer: str) -> bool:
    """Whether the issuer is a body with offices of its own (a bureau), not a government's or a small group's office."""
    found = ending(issuer)
    if found is None or issuer.endswith(("办公室", "办公厅")):
        return False
    own_offices = ("部门", "事业", "企业", "法院", "检察院", "海关", "群团")
    return found.kind in own_offices or issuer.endswith(("局", "委员会", "院"))


def expanded(rest: str, region: Region, place: Place) -> tuple[str, str | None]:
    """The full name for what is printed behind the level word, and its kind; None where the tables did not know it."""
    found = entry(rest, region, place.year)
    if found is not None:
        return _filled(found.full, region, place), found.kind
    for head in ("人民政府", "政府"):
        inner = rest.removeprefix(head)
        if inner != rest and len(inner) > 1:
            name, kind = expanded(inner, region, place)
            bare = name.removeprefix(prefix(region))
            return prefix(region) + "人民政府" + (bare if kind is not None and bare != name else inner), kind or ""
    if rest.startswith("委") and len(rest) > 2 and is_body(rest):
        return "中共" + prefix(region) + tailed(rest), "党委"
    for length in range(len(rest) - 1, 2, -1):  # 公安局 | 治安支队
        if rest[:length].endswith(_ORGANS) and is_body(rest[length:]):
            head_of = entry(rest[:length], region, place.year)
            if head_of is not None:
                return _filled(head_of.full, region, place) + rest[length:], ""
    if name_words().tail.search(rest):  # 西城区党工委, 管委会
        party = "中共" if rest.endswith(("党工委", "党委")) else ""
        return party + prefix(region) + tailed(rest), ""
    spelt = from_stem(rest)
    return prefix(region) + (spelt or tailed(rest)), None if spelt is None else ""


def _filled(template: str, region: Region, place: Place) -> str:
    if "{" not in template:
        return (place.issuer if has_parts(place.issuer) else prefix(region)) + template
    city = place.city
    own = stem(region)
    if not region.code and city:  # a zone: 合肥市生态环境局经济技术开发区分局
        own = region.name.removeprefix(city.own).removeprefix(stem(city))
    name = (
        template.replace("{R}", prefix(region))
        .replace("{P}", stem(region))
        .replace("{I}", place.issuer or prefix(region))
        .replace("{C}", city.own if city else "")
        .replace("{O}", own)
    )
    return _OWN_PARTY.sub("自治区党委", name)
