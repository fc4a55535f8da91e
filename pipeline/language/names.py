"""Official names of bodies: abbreviation resolved, region supplied (市市场监管局 → 攀枝花市市场监督管理局).

`full_name` looks a printed name up by level and year (`abbreviations.csv`, `organ_stems.csv`, `state_bodies.csv`), reads
市, 县, 区 as the notice's own, and says in ``name_source`` whether the name was written, resolved or guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.language.bodies_lexicon import ending, is_body, one_of, read_csv, read_toml
from pipeline.language.regions import NATION, Region, by_code, named, regions_in

__all__ = ["Named", "Place", "full_name", "is_collective"]

_WIDTH = str.maketrans("(),[]", "（），〔〕")
_PLATES = re.compile(r"([^（）]+)（([^（）]+)）")
_DISTRICT = re.compile(r"区$")
_PARTY = re.compile(r"(?:中共|中国共产党)")
_ZONE_ISSUER = re.compile(r"(.{2,}?(?:开发区|高新区|示范区|新区|保税区|保税港区|产业园区|工业园区|度假区|试验区|合作区|新城|功能区|经开区))(?:党工委|工作委员会|管委会|管理委员会)")
_STREET_ISSUER = re.compile(r"(?:.*[省市县区州盟旗])?([一-鿿]{2,8}?街道)(?:办事处|党工委)")
_HOUSE = re.compile(r"(?:办公室|研究室|综合科|秘书科|秘书处|机关党委|综合处|机关纪委|党委办公室|党组|人事科|财务科|监察室|总工办|局办公室|委办公室|厅办公室)$")
_BRANCH = re.compile(r"市?(公安|环保|生态环境|国土|国土资源|自然资源|规划资源|规划|资源规划|自然资源和规划|规划和自然资源)局?([一-鿿]{2,3})分局")
_MINE = re.compile(r"[我本](?:局|委|厅|部|院|办|校|会|中心|公司|行)(?=.)")
_BANK = re.compile(r"(?:人行|人民银行)(?=[^，。]{2,10}(?:支行|分行|营管部|营业管理部))")
_GRID = re.compile(r"国网(?!.{2,3}省|.*有限)([一-鿿]{2,6}?)(?:市|县|区)?供电(?:分)?公司")
_LOWER = re.compile(r"各(?:.{0,6}?[县区市州盟旗镇乡级地道](?:（[^（）]{1,12}）)?)+")
_OF_STREET = ("办事处", "党工委", "工委", "纪工委", "人大", "武装部", "人武部", "总工会", "团工委", "妇联")
_OFFICE = re.compile(r"(?:办公室|办公厅)$")
_SPLIT = re.compile(r".{1,14}?(?:局|委员会|委|厅|院|政府|海关|办公室)(?=.{2,})")
_YOUTH = re.compile(r"(?:共青)?团(自治区|省|市|县|区|州|盟|旗)委")


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
    def zone(self) -> Region | None:
        """The zone whose committee speaks, or the street: its 区财政局 is 合肥经济技术开发区财政局."""
        if self.region is None:
            return None
        if street := _STREET_ISSUER.match(self.issuer):
            return Region(_prefix(self.region) + street[1], "", "乡")
        found = _ZONE_ISSUER.match(self.issuer)
        return Region(_PARTY.sub("", found[1]), "", "县") if found else None

    @property
    def home(self) -> Region | None:
        """The region that a body without any is of: the zone, else the region."""
        return self.zone or self.region


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
class _Entry:
    full: str
    levels: frozenset[str]
    since: int
    until: int
    kind: str
    where: frozenset[str]

    def fits(self, level: str, year: int | None) -> bool:
        return (not self.levels or level in self.levels) and (year is None or self.since <= year <= self.until)


def _entries(file: str) -> dict[str, list[_Entry]]:
    table: dict[str, list[_Entry]] = {}
    for row in read_csv(file):
        entry = _Entry(
            row.get("full") or row.get("name") or "",
            frozenset((row.get("levels") or "").split()),
            int(row["since"] or 0),
            int(row["until"] or 9999),
            row.get("kind") or "",
            frozenset((row.get("where") or "").split()),
        )
        for short in (row["short"]).split("|"):
            table.setdefault(short, []).append(entry)
    return table


class _Names:
    """The tables and compiled patterns."""

    def __init__(self) -> None:
        words: dict[str, Any] = read_toml("name_words.toml")
        self.local, self.state, self.stems = (
            _entries(name) for name in ("abbreviations.csv", "state_bodies.csv", "organ_stems.csv")
        )
        self.levels: dict[str, str] = words["level"]["words"]
        self.level = re.compile(rf"({one_of(list(self.levels))}){words['level']['not']}")
        self.many_levels = re.compile(words["collective"]["many_levels"])
        self.collective = re.compile(words["collective"]["pattern"])
        self.whole = re.compile(words["collective"]["whole"])
        self.zones: dict[str, str] = words["zones"]
        self.zone = re.compile(rf"(市|县|区)?({one_of(list(self.zones))})(.*)")
        self.tails: dict[str, str] = words["tails"]
        self.tail = re.compile(rf"({one_of(list(self.tails))})$")
        self.longest_state = max(map(len, self.state))


@cache
def _names() -> _Names:
    return _Names()


def is_collective(text: str) -> bool:
    """Whether the words mean many bodies: 各县（区）, 有关部门, 成员单位."""
    if _names().collective.search(text) is not None or "、" in text:
        return True
    if _names().zone.fullmatch(text):
        return False
    found = ending(text)
    return found is not None and (
        found.form == "group" or (found.form == "area" and len(text) <= len(found.suffix) + 1)
    )


def full_name(text: str, place: Place) -> Named:
    """The official name of a printed body (``BodySpan.full``; several joined with ；) as the notice means it."""
    parts = [_plates(part.translate(_WIDTH), place) for part in text.split("；") if part]
    if not parts:
        return Named(text, "written", "", "", "", False)
    first = parts[0]
    if len(parts) == 1:
        return first
    name = "；".join(part.name for part in parts)
    return Named(name, "resolved", first.level, first.kind, first.region_code, first.collective)


def _plates(text: str, place: Place) -> Named:
    """…局（…局): both plates are named; other brackets belong to the name."""
    plates = _PLATES.fullmatch(text)
    if plates and is_body(plates[2]) and len(plates[2]) > 2 and not is_collective(text):
        first, second = _one(plates[1], place), _one(plates[2], place)
        source = "written" if first.name_source == second.name_source == "written" else "resolved"
        return Named(
            f"{first.name}（{second.name}）", source, first.level, first.kind, first.region_code, first.collective
        )
    return _one(text, place)


def _one(text: str, place: Place) -> Named:
    if is_collective(text):
        return _collective(text, place)
    if (state := _of_state(text, place)) is not None:
        return state
    if youth := _YOUTH.fullmatch(text):
        text = youth[1] + "团委"
    elif (branch := _BRANCH.fullmatch(text)) and place.region and place.region.code[2:4] not in ("", "00"):
        stem = _from_stem(branch[1] + "局", place.year)
        city = by_code(place.region.code[:4] + "00") or by_code(place.region.code[:2] + "0000")
        if city:
            return _as_written(f"{city.own}{stem or branch[1] + '局'}{branch[2]}分局", place.region, "resolved")
    elif mine := _MINE.match(text):
        return _as_written(place.issuer + text[mine.end() :], place.region, "resolved")
    elif bank := _BANK.match(text):
        return _as_written("中国人民银行" + text[bank.end() :], place.region, "resolved")
    elif (grid := _GRID.fullmatch(text)) and place.region and place.region is not NATION and (place.year or 9999) >= 2018:
        province = by_code(place.region.code[:2] + "0000")
        if province:
            return _as_written(f"国网{province.own}电力有限公司{grid[1]}供电公司", place.region, "resolved")
    here = _written_region(text, place)
    if here is not None:
        region, prefix = here
        return _local(text, text[len(prefix) :], region, prefix, place)
    names = _names()
    zone = names.zone.fullmatch(text)
    if zone and place.zone is None and place.region is not None and place.region is not NATION and not zone[3].startswith("人民"):
        return _zone(text, zone, place.region)
    level = names.level.match(text)
    if level and len(text) > level.end():
        region_of_level = _of_zone(level[1], place) or _of_level(level[1], place.region)
        if region_of_level is not None:
            return _local(text, text[level.end() :], region_of_level, "", place)
        if place.region is None:  # the place is not known, the organ is
            name, kind = _expanded(text[level.end() :], Region(level[1], "", _names().levels[level[1]]), place)
            return Named(name, "guessed" if name != text else "written", _names().levels[level[1]], kind or "", "", False)
        return _as_written(text, place.region, "written")
    found = ending(text)
    house = _HOUSE.match(text) is not None or (found is not None and found.form == "part")
    if house and place.issuer and _has_parts(place.issuer):
        return _part(text, place)
    home = place.home
    if home is None or home is NATION:
        return _as_written(text, place.region, "written")
    return _local(text, text, home, "", place)


# --- collectives ------------------------------------------------------------------------------------------------------


def _collective(text: str, place: Place) -> Named:
    """Region + text: 攀枝花市各县（区）; 市直有关部门 is 攀枝花市直有关部门; in a body's own house, the body + text."""
    names = _names()
    region = place.region
    found = ending(text)
    kind = found.kind if found else "集合"
    printed, text = text, _spelled_out(text, place)
    if region is None or region is NATION or names.whole.match(text):
        national = region is NATION or names.whole.match(text) is not None
        source = "written" if text == printed else "resolved"
        return Named(text, source, "国家" if national else "", kind, NATION.code if national else "", True)
    here = _written_region(text, place)
    if here is not None:
        return Named(text, "written", here[0].level, kind, here[0].code, True)
    level = names.level.match(text)
    above = _of_level(level[1], region) if level and len(text) > level.end() else None
    if level and (of_zone := _of_zone(level[1], place)) is not None:
        above = of_zone
    if level and above is not None:
        rest = text[level.end() :]
        head = _prefix(above)
        if rest.startswith("委") and not rest.startswith("委员"):
            head = "中共" + head
        if (inner := _SPLIT.match(rest)) and is_collective(rest[inner.end() :]) and "、" not in inner[0]:
            body, known = _expanded(inner[0], above, place)
            if known is not None:
                return Named(body + rest[inner.end() :], "resolved", above.level, kind, above.code, True)
        return Named(head + rest, "resolved", above.level, kind, above.code, True)
    if text.endswith("党工委"):
        return Named("中共" + _prefix(region) + _tailed(text), "resolved", region.level, "党委", region.code, True)
    if place.inside and place.issuer and not names.many_levels.match(text):
        return Named(place.issuer + text, "resolved", region.level, "内设", region.code, True)
    return Named(_prefix(place.home or region) + text, "resolved", region.level, kind, region.code, True)


def _spelled_out(text: str, place: Place) -> str:
    """The organ at the end of a collective in full: 各区发展改革委 → 各区发展和改革委员会, 各村委会 → 各村民委员会."""
    for short, full in (("村委会", "村民委员会"), ("居委会", "居民委员会"), ("管委会", "管理委员会")):
        if short in text:
            text = text.replace(short, full)
    level = _LOWER.match(text)
    if level is None or len(text) - level.end() < 3:
        return text
    rest = text[level.end() :]
    entry = _entry(rest, place.region, place.year)
    if entry is not None and entry.full.startswith("{R}") and entry.full.count("{") == 1:
        return level[0] + entry.full[3:]
    stem = _from_stem(rest, place.year)
    return level[0] + stem if stem else text


# --- bodies of the State ----------------------------------------------------------------------------------------------


def _of_state(text: str, place: Place) -> Named | None:
    """Bodies of the State by table: exactly, or with a part behind (教育部办公厅). Short names only in a notice of the State."""
    names = _names()
    national = place.region is NATION
    for length in range(min(names.longest_state, len(text)), 1, -1):
        found = names.state.get(text[:length])
        if not found or (not national and not _plainly_state(text[:length])):
            continue
        rest = text[length:]
        if rest and not rest.endswith(
            ("办公厅", "办公室", "司", "局", "部", "委", "院", "中心", "署", "队", "厅", "处")
        ):
            continue
        if rest and (regions_in(rest) or (not national and length < 3)):
            return None
        entry = next((one for one in found if one.fits("国家", place.year)), found[-1])
        name = entry.full + rest
        kind = entry.kind if not rest else "部门"
        return Named(name, "written" if name == text else "resolved", "国家", kind, NATION.code, False)
    return None


def _plainly_state(short: str) -> bool:
    return (
        short.startswith(("国家", "国务院", "中央", "中共中央", "中国", "全国", "最高", "中华"))
        or (short.endswith(("部", "总局", "总署", "监会", "总社")) and len(short) > 2)
        or short in ("审计署", "新华社", "中科院", "中宣部", "中组部", "团中央", "党中央", "国办", "中办")
    )


# --- local bodies -----------------------------------------------------------------------------------------------------


def _written_region(text: str, place: Place) -> tuple[Region, str] | None:
    """The region printed at the head of the name, the notice's own before others of that name, and the printed words."""
    lead = _PARTY.match(text)
    start = lead.end() if lead else 0
    candidates = regions_in(text[start:], place.year)
    own = place.region
    if own is not None and own is not NATION and not text.startswith(candidates[0].name if candidates else " "):
        candidates = [
            one for one in candidates if one.level != "县" or _near(one, own) or one.own not in text[: start + 6]
        ]
    if not candidates:
        return None
    best = candidates[0]
    if own is not None and len(candidates) > 1:
        best = max(
            candidates,
            key=lambda one: (one.code == own.code, one.code[:4] == own.code[:4], one.code[:2] == own.code[:2]),
        )
    for length in range(min(len(text), 24), start + 1, -1):
        if (
            any(one.code == best.code for one in named(text[start:length], place.year))
            or text[start:length] == best.name
        ):
            return best, text[:length]
    for end in (best.own, _stem(best)):
        at = text.find(end)
        if at >= 0:
            return best, text[: at + len(end)]
    return None


def _near(one: Region, own: Region) -> bool:
    """Whether a county lies where the notice does: 西城区 in a notice of 漯河 is no district of 北京."""
    return one.code[:2] == own.code[:2] if own.level == "省" else one.code[:4] == own.code[:4]


def _local(text: str, rest: str, region: Region, prefix: str, place: Place) -> Named:
    """A body of a region: ``rest`` is its name without the printed ``prefix`` (empty where 市 or nothing was printed)."""
    if not rest:
        name = _prefix(region) if not prefix else text
        return _named(name, "written" if name == text else "resolved", region)
    if not prefix and region.level == "乡" and region.name.endswith("街道") and not rest.startswith(_OF_STREET):
        region = Region(_prefix(region) + "办事处", "", "乡")  # a street's offices are those of its 办事处
    if prefix and rest.startswith(("街道", "镇", "乡")):
        return _named(text, "written", region)
    zone = _names().zone.match(rest)
    if prefix and zone and not zone[1] and not prefix.endswith(region.own):  # 临汾经济开发区管委会
        party = "中共" if rest.endswith("党工委") else ""
        name = party + prefix + _names().zones[zone[2]] + _tailed(zone[3])
        return _named(name, "written" if name == text else "resolved", region)
    name, kind = _expanded(rest, region, place)
    if prefix and kind is None:
        name = prefix + _tailed(rest)
        if _DISTRICT.search(prefix) and prefix == region.own:
            name = _prefix(region) + _tailed(rest)
        return _named(name, "written" if name == text else "resolved", region)
    if prefix and name == _prefix(region) + rest and not prefix.endswith(region.own):
        return _named(text, "written", region, kind)  # 攀枝花供电公司
    if kind is not None or prefix or text != rest:
        return _named(name, "written" if name == text else "resolved", region, kind)
    found = ending(rest)
    if (
        found is None
        or found.kind in ("企业", "社会组织")
        or (found.form == "organ" and found.suffix in ("大学", "学院", "医院"))
    ):
        return _named(text, "written", region)
    return _named(name, "guessed", region)


def _named(name: str, source: str, region: Region, kind: str | None = None) -> Named:
    if not kind:
        found = ending(name)
        kind = "党委" if name.startswith(("中共", "中国共产党")) else found.kind if found else ""
    return Named(name, source, region.level, kind, region.code, False)


def _as_written(text: str, region: Region | None, source: str) -> Named:
    found = ending(text)
    return Named(
        text, source, region.level if region else "", found.kind if found else "", region.code if region else "", False
    )


def _part(text: str, place: Place) -> Named:
    region = place.region
    entry = _entry(text, region, place.year)
    if entry is not None and "{I}" in entry.full:
        return _named(entry.full.replace("{I}", place.issuer), "resolved", region or NATION, entry.kind)
    if entry is not None and "{" not in entry.full:
        text = entry.full
    elif stem := _office_stem(text):
        text = stem
    return Named(
        place.issuer + text, "resolved", region.level if region else "", "内设", region.code if region else "", False
    )


def _has_parts(issuer: str) -> bool:
    """Whether the issuer is a body with offices of its own (a bureau), not a government's or a small group's office."""
    found = ending(issuer)
    if found is None or _OFFICE.search(issuer):
        return False
    return found.kind in ("部门", "事业", "企业", "法院", "检察院", "海关", "群团") or issuer.endswith(
        ("局", "委员会", "院")
    )


def _expanded(rest: str, region: Region, place: Place) -> tuple[str, str | None]:
    """The full name for what is printed behind the level word, and its kind; None where the tables did not know it."""
    names = _names()
    entry = _entry(rest, region, place.year)
    if entry is not None:
        return _filled(entry.full, region, place), entry.kind
    for head in ("人民政府", "政府"):
        inner = rest.removeprefix(head)
        if inner != rest and len(inner) > 1:
            name, known = _expanded(inner, region, place)
            bare = name.removeprefix(_prefix(region))
            return _prefix(region) + "人民政府" + (bare if known is not None and bare != name else inner), known or ""
    if rest.startswith("委") and len(rest) > 2 and is_body(rest):
        return "中共" + _prefix(region) + _tailed(rest), "党委"
    for match in (found for length in range(len(rest) - 1, 2, -1) if (found := _organ_head(rest, length)) is not None):
        head_entry = _entry(match, region, place.year)
        if head_entry is not None and is_body(rest[len(match) :]):
            return _filled(head_entry.full, region, place) + rest[len(match) :], ""
    if names.tail.search(rest):
        return _with_committee(rest, region), ""
    stem = _from_stem(rest, place.year)
    return _prefix(region) + (stem or _tailed(rest)), None if stem is None else ""


def _organ_head(rest: str, length: int) -> str | None:
    head = rest[:length]
    return head if head.endswith(("局", "委", "委员会", "厅", "院", "办", "会", "社")) else None


def _entry(rest: str, region: Region | None, year: int | None) -> _Entry | None:
    """The table's row for the printed words at the region's level: in force in the year, else any."""
    level, province = (region.level, region.code[:2]) if region else ("", "")
    fitting = [
        one
        for one in _names().local.get(rest, ())
        if (not one.levels or level in one.levels) and (not one.where or province in one.where)
    ]
    if not fitting:
        return None
    held = [one for one in fitting if one.fits(level, year)]
    # rows for just this place or level go before those for all; without a year the youngest name
    ranked = sorted(
        held or fitting,
        key=lambda one: (not one.where, not one.levels, -one.until if year is None else 0, -one.since),
    )
    return ranked[0]


def _office_stem(text: str) -> str | None:
    """城管科 → 城市管理科: a stem of the lexicon in the name of a part."""
    for tail in ("科", "处", "股", "站", "所", "大队", "中队"):
        found = _names().stems.get(text.removesuffix(tail)) if text.endswith(tail) else None
        if found:
            return found[0].full + tail
    return None


def _from_stem(rest: str, year: int | None) -> str | None:
    """发改局 → 发展和改革局: a stem of the lexicon and the word for the organ behind it."""
    for tail, full in (
        ("委员会", "委员会"),
        ("委", "委员会"),
        ("局", "局"),
        ("厅", "厅"),
        ("办公室", "办公室"),
        ("办", "办公室"),
    ):
        if rest.endswith(tail):
            found = _names().stems.get(rest.removesuffix(tail))
            if found:
                return found[0].full + full
            if tail == "委" and len(rest) > 2 and not rest.endswith(("纪委", "监委", "工委", "党委", "团委", "常委")):
                return rest[:-1] + full
            if tail == "办" and len(rest) > 2:
                return rest + "公室"
            if ending(rest) is not None and tail in ("局", "厅", "委员会", "办公室"):
                return rest
    return _office_stem(rest)


def _tailed(rest: str) -> str:
    names = _names()
    tail = names.tail.search(rest)
    return rest[: tail.start()] + names.tails[tail[1]] if tail else rest


def _with_committee(rest: str, region: Region) -> str:
    """西城区党工委 → 中共漯河市西城区工作委员会; 管委会 → 管理委员会."""
    party = "中共" if rest.endswith(("党工委", "党委")) else ""
    return party + _prefix(region) + _tailed(rest)


def _filled(template: str, region: Region, place: Place) -> str:
    if "{" not in template:
        return (place.issuer if place.issuer and _has_parts(place.issuer) else _prefix(region)) + template
    code = region.code or (place.region.code if place.region else "")
    above = by_code(code[:4] + "00", place.year) or by_code(code[:2] + "0000", place.year)
    own = _stem(region)
    if not region.code and above:  # a zone: 合肥市生态环境局经济技术开发区分局
        own = region.name.removeprefix(above.own).removeprefix(_stem(above))
    return (
        template.replace("{R}委", _party_prefix(region) + "委")
        .replace("{R}", _prefix(region))
        .replace("{P}", _stem(region))
        .replace("{I}", place.issuer or _prefix(region))
        .replace("{C}", above.own if above else "")
        .replace("{O}", own)
    )


def _party_prefix(region: Region) -> str:
    return _prefix(region)


def _zone(text: str, zone: re.Match[str], region: Region) -> Named:
    """高新区管委会 → 漯河高新技术产业开发区管理委员会, 市高新区 → 漯河市高新技术产业开发区."""
    level = _of_level(zone[1], region) if zone[1] else region
    own = level or region
    head = (_prefix(own) if zone[1] else _stem(own)) + _names().zones[zone[2]]
    name = head + _tailed(zone[3])
    if zone[3] in ("党工委", "工委", "党委"):
        name = "中共" + head + _names().tails.get(zone[3], "工作委员会")
    return _named(name, "resolved", own)


# --- regions of a level -----------------------------------------------------------------------------------------------


def _of_zone(word: str, place: Place) -> Region | None:
    """区 in a zone's notice is the zone, 街道 in a street's the street."""
    zone = place.zone
    return zone if zone is not None and (word == "区" if zone.level == "县" else word in ("街道", "街")) else None


def _of_level(word: str, region: Region | None) -> Region | None:
    """What 省, 市, 县, 区 mean in a notice of the region: 市 in a county-level city is that city, in a district the city above."""
    if region is None or region is NATION or not region.code:
        return region if region is not None and region is not NATION and region.own.endswith(word) else None
    province = by_code(region.code[:2] + "0000")
    city = by_code(region.code[:4] + "00")
    own = by_code(region.code) or region
    level = _names().levels[word]
    if level == "省":
        return province
    if level == "市":
        if word == "市" and region.level in ("县", "乡") and own.own.endswith("市"):
            return own
        if province is not None and province.own.endswith("市"):
            return province
        return city if region.level != "省" else None
    if level == "县":
        if word == "区" and region.level == "省" and province is not None and province.own.endswith("自治区"):
            return province
        return own if region.level in ("县", "乡") else None
    return region if region.level == "乡" else None


def _prefix(region: Region) -> str:
    """What a body of the region is called after: 攀枝花市, 龙山县, 漯河市郾城区, 天津市西青区."""
    if region.level == "乡" and region.code:
        county = by_code(region.code)
        return (_prefix(county) if county else "") + region.name.removeprefix(county.name if county else "")
    if region.level == "县" and region.own.endswith("区"):
        above = by_code(region.code[:4] + "00") or by_code(region.code[:2] + "0000")
        return (above.own if above else "") + region.own
    return region.own if region.code else region.name


@cache
def _stem(region: Region) -> str:
    """The place without its level word: 攀枝花, 四川; 和县 stays."""
    own = region.own
    for suffix in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "地区", "省", "市", "县", "区", "盟", "旗"):
        if own.endswith(suffix) and len(own) - len(suffix) >= 2:
            return own.removesuffix(suffix)
    return own
