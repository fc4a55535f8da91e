"""Official names of bodies: abbreviation resolved, region supplied (市市场监管局 → 攀枝花市市场监督管理局).

`full_name` looks a printed name up by level, place and year (`abbreviations.csv`, `organ_stems.csv`,
`state_bodies.csv`), reads 市, 县, 区 as the notice's own, and says in ``name_source`` whether the name was
written, resolved or guessed.
"""

from __future__ import annotations

import re

from pipeline.language.bodies_lexicon import ending, is_body
from pipeline.language.names_place import NOWHERE, Named, Place, name_words, of_level, of_zone, prefix, stem
from pipeline.language.names_tables import entry, expanded, from_stem, has_parts, office_stem, state_entries, tailed
from pipeline.language.regions import NATION, Region, by_code, named, regions_in

__all__ = ["Named", "Place", "full_name", "is_collective"]

_WIDTH = str.maketrans("(),[]", "（），〔〕")
_PLATES = re.compile(r"([^（）]+)（([^（）]+)）")
_CALLED = re.compile(r"（以下(?:简称|称|统称)[^（）]*）|[，、]?以下(?:简称|称|统称)[^（）]*(?=）)")
_PARTY = re.compile(r"中共|中国共产党")
_LONGEST = 200  # characters; what is longer is no name
_LONGEST_REGION = 24


def full_name(text: str, place: Place) -> Named:
    """The official name of a printed body (``BodySpan.full``; several joined with ；) as the notice means it."""
    if len(text) > _LONGEST:
        return _plain(text, "written", None)
    words = _CALLED.sub("", text.translate(_WIDTH))
    parts = [_plates(part, place) for part in words.split("；") if part]
    if not parts:
        return Named(text, "written", "", "", "", False)
    first = parts[0]
    if len(parts) == 1:
        return first
    name = "；".join(part.name for part in parts)
    return Named(name, "resolved", first.level, first.kind, first.region_code, first.collective)


def is_collective(text: str) -> bool:
    """Whether the words mean many bodies: 各县（区）, 有关部门, 成员单位."""
    words = name_words()
    if words.collective.search(text) is not None or words.relative.match(text) or "、" in text:
        return True
    found = None if words.zone.fullmatch(text) else ending(text)
    if found is None:
        return False
    return found.form == "group" or (found.form == "area" and len(text) <= len(found.suffix) + 1)


def _plates(text: str, place: Place) -> Named:
    """…局（…局): both plates are named; other brackets belong to the name."""
    plates = _PLATES.fullmatch(text)
    if plates is None or len(plates[2]) < 3 or not is_body(plates[2]) or is_collective(text):
        return _one(text, place)
    one, other = _one(plates[1], place), _one(plates[2], place)
    if one.name == other.name:  # an abbreviation of itself in brackets
        return one
    source = "written" if one.name_source == other.name_source == "written" else "resolved"
    return Named(f"{one.name}（{other.name}）", source, one.level, one.kind, one.region_code, one.collective)


def _one(text: str, place: Place) -> Named:
    """The name of one body, by the first of the ways that fits."""
    if is_collective(text):
        return _collective(text, place)
    if youth := name_words().pattern["youth"].fullmatch(text):
        text = (youth["place"] or "") + youth["level"] + "团委"
    return (
        _of_state(text, place)
        or _by_pattern(text, place)
        or _with_region(text, place)
        or _zone(text, place)
        or _with_level(text, place)
        or _own_part(text, place)
        or _bare(text, place)
    )


# --- collectives ------------------------------------------------------------------------------------------------------


def _collective(text: str, place: Place) -> Named:
    """Region + text: 攀枝花市各县（区）; 市直有关部门 is 攀枝花市直有关部门; in a body's own house, the body + text."""
    words = name_words()
    found = ending(text)
    kind = found.kind if found else "集合"
    spelt = _spelled_out(text, place)
    if words.relative.match(text):
        return Named(text, "written", "", kind, "", True)
    region = place.local
    if region is None or words.whole.match(text):
        national = place.national or words.whole.match(text) is not None
        source = "written" if spelt == text else "resolved"
        return Named(spelt, source, "国家" if national else "", kind, NATION.code if national else "", True)
    here = _printed_region(spelt, place)
    if here is not None:
        return Named(spelt, "written", here[0].level, kind, here[0].code, True)
    level = words.level.match(spelt)
    above = (of_zone(level[1], place) or of_level(level[1], region)) if level and len(spelt) > level.end() else None
    if level and above is not None:
        # 市级有关部门 keeps its 市, 市直有关部门 does not: 攀枝花市市级…, 攀枝花市直…
        rest = spelt if spelt.startswith("级", level.end()) else spelt[level.end() :]
        return Named(_of_upper(rest, above, place), "resolved", above.level, kind, above.code, True)
    if spelt.endswith("党工委"):
        return Named("中共" + prefix(region) + tailed(spelt), "resolved", region.level, "党委", region.code, True)
    if place.inside and place.issuer and not words.many_levels.match(spelt):
        return Named(place.issuer + spelt, "resolved", region.level, "内设", region.code, True)
    return Named(prefix(place.home) + spelt, "resolved", region.level, kind, region.code, True)


def _of_upper(rest: str, above: Region, place: Place) -> str:
    """市委各部委, 市安委会成员单位: the level's region, and the organ in full where one heads the words."""
    inner = name_words().pattern["head"].match(rest)
    if inner and is_collective(rest[inner.end() :]) and "、" not in inner[0] and inner[0] not in ("委", "政府"):
        name, kind = expanded(inner[0], above, place)
        if kind is not None:
            return name + rest[inner.end() :]
    party = "中共" if rest.startswith("委") and not rest.startswith("委员") else ""
    return party + prefix(above) + rest


def _spelled_out(text: str, place: Place) -> str:
    """The organ at the end of a collective in full: 各区发展改革委 → 各区发展和改革委员会, 各村委会 → 各村民委员会."""
    words = name_words()
    for short, full in words.spell.items():
        text = text.replace(short, full)
    level = words.pattern["lower"].match(text)
    if level is None or len(text) - level.end() < 3:
        return text
    rest = text[level.end() :]
    found = entry(rest, place.region, place.year)
    if found is not None and found.full.startswith("{R}") and found.full.count("{") == 1:
        return level[0] + found.full[3:]
    return level[0] + (from_stem(rest) or rest)


# --- bodies of the State ----------------------------------------------------------------------------------------------


def _of_state(text: str, place: Place) -> Named | None:
    """Bodies of the State by table, or with a part behind (教育部办公厅). Short names only in a notice of the State."""
    pattern = name_words().pattern
    table = state_entries()
    for length in range(min(24, len(text)), 1, -1):
        found = table.get(text[:length])
        if not found or not (place.national or pattern["state"].fullmatch(text, 0, length)):
            continue
        rest = text[length:]
        if rest and not pattern["state_part"].search(rest):
            continue
        if rest and (regions_in(rest) or (not place.national and length < 3)):
            return None
        held = next((one for one in found if one.held(place.year)), found[-1])
        name = held.full + rest
        source = "written" if name == text else "resolved"
        return Named(name, source, "国家", "部门" if rest else held.kind, NATION.code, False)
    return None


# --- local bodies -----------------------------------------------------------------------------------------------------


def _by_pattern(text: str, place: Place) -> Named | None:
    """Names that are made in a way of their own: 环保拱墅分局, 我局办公室, 人行…支行, 国网…供电公司."""
    pattern = name_words().pattern
    region = place.local
    if mine := pattern["mine"].match(text):
        return _plain(place.issuer + text[mine.end() :] if place.issuer else text, "resolved", region)
    if bank := pattern["bank"].match(text):
        branch = text[bank.end() :].replace("营管部", "营业管理部")
        return _plain("中国人民银行" + branch, "resolved", region)
    if (rail := pattern["rail"].fullmatch(text)) and rail[1] != "国家" and (place.year or 0) >= 2018:
        return _plain(f"中国铁路{rail[1]}局集团有限公司", "resolved", region)
    if region is None:
        return None
    if (bureau_of := pattern["branch"].fullmatch(text)) and region.code[2:4] not in ("", "00") and place.city:
        bureau = from_stem(bureau_of[1] + "局") or bureau_of[1] + "局"
        return _plain(f"{place.city.own}{bureau}{bureau_of[2]}分局", "resolved", region)
    of_city = pattern["of_city"].fullmatch(text)
    if of_city and region.level == "县" and of_city["place"] == stem(region) and place.city and (place.year or 0) >= 2018:
        return _plain(place.city.own + text, "resolved", region)
    if named_zone := pattern["named_zone"].fullmatch(text):
        zone = name_words().zones.get(named_zone["zone"], named_zone["zone"])
        party = "中共" if named_zone["tail"].endswith("工委") else ""
        here = (
            "" if named_zone["own"].startswith(stem(region)) or regions_in(named_zone["own"] + "市") else stem(region)
        )
        return _named(party + here + named_zone["own"] + zone + tailed(named_zone["tail"]), "resolved", region)
    if (grid := pattern["grid"].fullmatch(text)) and (place.year is None or place.year >= 2018):
        province = by_code(region.code[:2] + "0000")
        if province:
            return _plain(f"国网{province.own}电力有限公司{grid[1]}供电公司", "resolved", region)
    return None


def _with_region(text: str, place: Place) -> Named | None:
    """漯河市公安局, 漯河银保监分局: the region is printed; the rest is looked up."""
    here = _printed_region(text, place)
    if here is None:
        return None
    region, printed = here
    rest = text[len(printed) :]
    if not rest or rest.startswith(("街道", "镇", "乡")):
        return _named(text, "written", region)
    zone = name_words().zone.match(rest)
    if zone and not zone[1] and not printed.endswith(region.own):  # 临汾经济开发区管委会
        party = "中共" if rest.endswith("党工委") else ""
        return _told(text, party + printed + name_words().zones[zone[2]] + tailed(zone[3]), region)
    if not printed.endswith(region.own) and name_words().pattern["area_of_place"].match(rest):
        return _told(text, ("中共" if rest.endswith("工委") else "") + printed + tailed(rest), region)
    name, kind = expanded(rest, region, place)
    if kind is None:
        whole = prefix(region) if printed == region.own and printed.endswith("区") else printed
        return _told(text, whole + tailed(rest), region)
    if name == prefix(region) + rest and not printed.endswith(region.own):
        return _named(text, "written", region, kind)  # 攀枝花供电公司
    return _told(text, name, region, kind)


def _printed_region(text: str, place: Place) -> tuple[Region, str] | None:
    """The region at the head of the name, the notice's own before others so called, and the printed words."""
    lead = _PARTY.match(text)
    start = lead.end() if lead else 0
    candidates = regions_in(text[start:], place.year)
    own = place.local
    if own is not None:  # 西城区 in a notice of 漯河 is no district of 北京
        candidates = [
            one for one in candidates if one.level != "县" or _near(one, own) or not text.startswith(one.own, start)
        ]
    if not candidates:
        return None
    best = candidates[0]
    if own is not None:
        best = max(candidates, key=lambda one: [one.code[:length] == own.code[:length] for length in (6, 4, 2)])
    for length in range(min(len(text), _LONGEST_REGION), start + 1, -1):
        words = text[start:length]
        if words == best.name or any(one.code == best.code for one in named(words, place.year)):
            return best, text[:length]
    for words in (best.own, stem(best)):
        if (at := text.find(words)) >= 0:
            return best, text[: at + len(words)]
    return None


def _near(one: Region, own: Region) -> bool:
    """Whether a county lies where the notice does: in its province, in its city."""
    return one.code[:2] == own.code[:2] if own.level == "省" else one.code[:4] == own.code[:4]


def _zone(text: str, place: Place) -> Named | None:
    """高新区管委会 → 漯河高新技术产业开发区管理委员会, 市高新区 → 漯河市高新技术产业开发区."""
    words = name_words()
    zone = words.zone.fullmatch(text)
    region = place.local
    if zone is None or region is None or place.zone is not None or zone[3].startswith("人民"):
        return None
    own = of_level(zone[1], region) or region if zone[1] else region
    party = "中共" if zone[3] in ("党工委", "工委") else ""
    return _named(
        party + (prefix(own) if zone[1] else stem(own)) + words.zones[zone[2]] + tailed(zone[3]), "resolved", own
    )


def _with_level(text: str, place: Place) -> Named | None:
    """市财政局: the region of the level; where that is not known, the organ at least."""
    level = name_words().level.match(text)
    if level is None or len(text) == level.end() or place.national:
        return None
    rest = text[level.end() :]
    region = of_zone(level[1], place) or of_level(level[1], place.region)
    if region is None:
        name, kind = expanded(rest, Region(level[1], "", name_words().levels[level[1]]), place)
        source = "guessed" if name != text else "written"
        return Named(name, source, name_words().levels[level[1]], kind or "", "", False)
    if region.level == "乡" and region.name.endswith("街道") and not name_words().pattern["of_street"].match(rest):
        region = Region(prefix(region) + "办事处", "", "乡")  # a street's offices are those of its 办事处
    name, kind = expanded(rest, region, place)
    return _told(text, name, region, kind)


def _own_part(text: str, place: Place) -> Named | None:
    """知识产权科, 办公室 in a bureau's notice: its own."""
    found = ending(text)
    house = found is not None and found.form == "part"
    if not (house or name_words().pattern["house"].match(text)) or not has_parts(place.issuer):
        return None
    region = place.region or NOWHERE
    row = entry(text, region, place.year)
    if row is not None and "{I}" in row.full:
        return _named(row.full.replace("{I}", place.issuer), "resolved", region, row.kind)
    own = row.full if row is not None and "{" not in row.full else office_stem(text) or text
    return Named(place.issuer + own, "resolved", region.level, "内设", region.code, False)


def _bare(text: str, place: Place) -> Named:
    """财政局, 海关: of the notice's region, a guess where the tables do not know the organ; firms as written."""
    if place.national:
        return _plain(text, "written", place.region)
    home = place.home
    if home.level == "乡" and home.name.endswith("街道") and not name_words().pattern["of_street"].match(text):
        home = Region(prefix(home) + "办事处", "", "乡")
    name, kind = expanded(text, home, place)
    if kind is not None or name_words().pattern["of_town"].fullmatch(text):
        return _told(text, name, home, kind)
    found = ending(text)
    if found is None or found.kind in ("企业", "社会组织") or found.suffix in ("大学", "学院", "医院"):
        return _named(text, "written", home)
    return _named(name, "guessed", home)


def _told(text: str, name: str, region: Region, kind: str | None = None) -> Named:
    """A name that is sure: written where it is what was printed, else resolved."""
    return _named(name, "written" if name == text else "resolved", region, kind)


def _named(name: str, source: str, region: Region, kind: str | None = None) -> Named:
    if not kind:
        found = ending(name)
        kind = "党委" if name.startswith(("中共", "中国共产党")) else found.kind if found else ""
    return Named(name, source, region.level, kind, region.code, False)


def _plain(name: str, source: str, region: Region | None) -> Named:
    return _named(name, source, region or NOWHERE)
