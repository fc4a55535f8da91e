"""Regions: administrative divisions down to the county, in force and former, and which of them a body belongs to.

`region_of` reads the region out of a body's own name (攀枝花市知识产权工作领导小组办公室 → 四川省攀枝花市); `region`
finds a notice's: from its issuer, and where that name is shared by several places (鼓楼区) or says none, from the rest.
Codes are those of GB/T 2260 (`lexicon/regions.csv`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.language.bodies_lexicon import one_of, read_csv, read_toml

__all__ = ["NATION", "Region", "by_code", "named", "region", "region_of", "regions_in"]

_LONGEST_NAME = 16  # characters; the longest name of a county has 15
_OWN_LEVEL = re.compile(r"[我全本]([省市县区])(?!域|间)")
_OFTEN = 3  # times that a notice without an issuer must name its place
_HEAD, _TAIL = 4000, 1500  # characters of a notice that are looked through for other names
_LEVEL_WORD = re.compile(r"[省市县区州盟旗]")
_TOWN = re.compile(r"((?![^乡镇]*和城)[一-鿿]{2,6}?(?:镇|民族乡|(?<!城)乡(?!村振兴)|苏木))(?!街|长|级|村|镇府)")
_BEFORE_SHORT = re.compile(r"[^一-鿿]|[省市区州县和与及在]")  # 范县 is meant in 濮阳市范县, not in 示范县
_SUFFIX = re.compile(r"(?:省|市|地区|自治区|自治州|自治县|自治旗|州|盟|县|旗|区|特区|林区)$")
_NATIONAL = re.compile(
    r"(?:中华人民共和国)?(?:国务院|国家|中共中央|中央|党中央|全国(?!.*(?:省|市|县|区))|最高人民|中国共产党中央|中华全国|中国(?!共产党|人民解放军))"
)
_MINISTRY = re.compile(r"[一-鿿]{2,10}(?:部|总局|总署|署|委员会)(?:办公厅)?(?:、|，|$)")


@dataclass(frozen=True, slots=True)
class Region:
    """An area of administration: full name, code by GB/T 2260 (a town has its county's), level 国家, 省, 市, 县, 乡."""

    name: str
    code: str
    level: str

    @property
    def own(self) -> str:
        """The last part of the name: 攀枝花市."""
        return _own_names().get(self.code, self.name)


NATION = Region("全国", "100000", "国家")
_CORPS = Region("新疆生产建设兵团", "660000", "省")


@dataclass(frozen=True, slots=True)
class _Division:
    code: str
    name: str
    since: int
    until: int

    @property
    def level(self) -> str:
        """省, 市 or 县, by the code."""
        if self.code.endswith("0000"):
            return "省"
        return "市" if self.code.endswith("00") else "县"

    def held(self, year: int | None) -> bool:
        """Whether the name was in force in the year, a year's grace on either side (lists are of the year's end)."""
        return self.until == 9999 if year is None else self.since - 1 <= year <= self.until + 1


@cache
def _divisions() -> tuple[_Division, ...]:
    rows = read_csv("regions.csv")
    return tuple(_Division(row["code"], row["name"], int(row["since"] or 0), int(row["until"] or 9999)) for row in rows)


@cache
def _by_code() -> dict[str, list[_Division]]:
    table: dict[str, list[_Division]] = {}
    for division in _divisions():
        table.setdefault(division.code, []).append(division)
    return table


@cache
def _own_names() -> dict[str, str]:
    return {code: max(found, key=lambda one: one.until).name for code, found in _by_code().items()}


_Names = dict[str, list[_Division]]


@cache
def _names() -> tuple[_Names, _Names]:
    """(full names, short names) → divisions. Short: 攀枝花, 恩施州, 湘西; not of districts: 和平 is a word."""
    words = read_toml("region_words.toml")
    nationality = re.compile(rf"(?:{words['nationalities']}族?)+(自治[区州县旗])$")
    full: dict[str, list[_Division]] = {}
    short: dict[str, list[_Division]] = {}
    for division in _divisions():
        full.setdefault(division.name, []).append(division)
        for alias in _aliases(division.name, nationality):
            short.setdefault(alias, []).append(division)
    return full, short


def _aliases(name: str, nationality: re.Pattern[str]) -> set[str]:
    aliases = set()
    autonomous = nationality.search(name)
    if autonomous and autonomous.start() >= 2:
        stem = name[: autonomous.start()]
        aliases |= {stem, stem + autonomous[1][-1]}
    elif not name.endswith("区") or name.endswith(("地区", "自治区")):
        aliases.add(_SUFFIX.sub("", name))
        if name.endswith("自治区"):
            aliases.add(name[:3] if name.startswith("内蒙古") else name[:2])
    if name.endswith("地区"):
        aliases.add(name[:-2])
    return {alias for alias in aliases if len(alias) >= 2 and alias != name}


def by_code(code: str, year: int | None = None) -> Region | None:
    """The division with the code under the name that it bore in the year; 全国 for 100000."""
    if code in (NATION.code, _CORPS.code):
        return NATION if code == NATION.code else _CORPS
    found = _by_code().get(code)
    if not found:
        return None
    return _region(next((one for one in found if one.held(year)), found[-1]), year)


def _region(division: _Division, year: int | None) -> Region:
    chain = []
    code = division.code
    for above in (code[:2] + "0000", code[:4] + "00"):
        if above != code and (found := _by_code().get(above)):
            chain.append(next((one for one in found if one.held(year)), found[-1]).name)
    return Region("".join([*chain, division.name]), code, division.level)


def named(name: str, year: int | None = None) -> list[Region]:
    """Every division of that name, full (龙山县) or short (攀枝花), those in force in the year before all others."""
    full, short = _names()
    found = full.get(name) or short.get(name) or []
    return [_region(one, year) for one in _distinct(_in_force(found, year))]


def _in_force(divisions: list[_Division], year: int | None) -> list[_Division]:
    """Those in force in the year, else those within a year of it, else all."""
    strict = [one for one in divisions if year is not None and one.since <= year <= one.until]
    return strict or [one for one in divisions if one.held(year)] or divisions


def _distinct(divisions: Iterable[_Division]) -> list[_Division]:
    seen: dict[str, _Division] = {}
    for one in divisions:
        seen.setdefault(one.code, one)
    return list(seen.values())


@cache
def _other() -> re.Pattern[str]:
    return re.compile(read_toml("region_words.toml")["other_place"])


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of(read_toml('region_words.toml')['before'])})+")


def _chains(words: str, year: int | None) -> tuple[list[_Division], int]:
    """The divisions that the head of the words may mean, the most special first found wins, and where its name ends."""
    full, short = _names()
    at, candidates = 0, list[_Division]()
    for _ in range(3):
        step = _step(words, at, full, short, candidates, year)
        if step is None:
            break
        candidates, at = step
    return candidates, at


def _step(
    words: str, at: int, full: _Names, short: _Names, above: list[_Division], year: int | None
) -> tuple[list[_Division], int] | None:
    """One name further down: 四川省 | 攀枝花市 | 盐边县; the names below must lie within those above."""
    for table in (full, short):
        for length in range(min(_LONGEST_NAME, len(words) - at), 1, -1):
            found = table.get(words[at : at + length])
            if not found or (table is short and not _short_fits(words, at, length, above)):
                continue
            if above:
                found = [one for one in found if any(_within(one.code, over.code) for over in above)]
            found = _distinct(_in_force(found, year))
            if found:
                return found, at + length
    return None


def _short_fits(words: str, at: int, length: int, above: list[_Division]) -> bool:
    """A short name is read as one only where no longer word swallows it: 河南 in 河南省… but not 海南 in 海南藏族…."""
    rest = words[at + length :]
    return bool(rest) and not rest.startswith(("族", "大学", "路", "街")) and not _other_place(rest)


def _other_place(rest: str) -> bool:
    """Whether what follows a short name makes it the name of another place: 平川|市 is not 平川区, 南丰|渡县 not 南丰县."""
    found = _other().match(rest)
    return found is not None and found[0] not in _names()[0]


def _within(code: str, above: str) -> bool:
    return code != above and (
        (above.endswith("0000") and code[:2] == above[:2]) or (above.endswith("00") and code[:4] == above[:4])
    )


def regions_in(words: str, year: int | None = None) -> list[Region]:
    """The regions that the head of the words may mean, with all that is printed of the way down to them."""
    lead = _before().match(words)
    candidates, _ = _chains(words[lead.end() :] if lead else words, year)
    return [_region(one, year) for one in candidates]


def _read(words: str, year: int | None) -> tuple[list[_Division], str]:
    """Divisions meant by a body's name, and the words behind the region."""
    lead = _before().match(words)
    at = lead.end() if lead else 0
    candidates, end = _chains(words[at:], year)
    return candidates, words[at + end :]


def region_of(body: str, year: int | None = None) -> Region | None:
    """The region in a body's name, None where it names none or one that several places share.

    Bodies of the State give 全国. A town behind its county is part of the region; a street, sent out by it, is not.
    """
    body = body.strip()
    if body.startswith("新疆生产建设兵团"):
        return _CORPS
    candidates, rest = _read(body, year)
    if len(candidates) == 1:
        return _with_town(_region(candidates[0], year), rest)
    if candidates:
        return None
    return NATION if is_national(body) else None


def is_national(body: str) -> bool:
    """Whether the name is that of a body of the State without a region of its own."""
    return _NATIONAL.match(body) is not None or _state_body(body)


@cache
def _state_names() -> frozenset[str]:
    names = set()
    for row in read_csv("state_bodies.csv"):
        names.add(row["name"])
        names |= {short for short in row["short"].split("|") if short.endswith(("部", "总局", "总署", "署", "银行"))}
    return frozenset(names)


def _state_body(body: str) -> bool:
    names = _state_names()
    return any(body[:length] in names for length in range(2, min(len(body), 20) + 1))


def _with_town(region: Region, rest: str) -> Region:
    town = _TOWN.match(rest)
    if town is None or region.level not in ("县", "市") or rest.startswith(("各", "乡镇", "城镇", "所有")):
        return region
    return Region(region.name + town[1], region.code, "乡")


@lru_cache(maxsize=16)
def region(issuer: str, title: str = "", text: str = "", doc_number: str = "", year: int | None = None) -> Region | None:
    """The region of a notice's issuer, full name; None where nothing in the notice tells it.

    The issuer's own name decides; among places that share a name (朝阳区) the one that the rest of the notice and its
    发文字号 speak for; an issuer without a region (高新区管委会) lies where the title and the text say.
    """
    issuer = issuer.strip()
    if issuer.startswith("新疆生产建设兵团"):
        return _CORPS
    candidates, rest = _read(issuer, year)
    if not candidates and is_national(issuer):
        return NATION
    if len(candidates) == 1:
        return _with_town(_region(candidates[0], year), rest)
    words = title + "\n" + text[:_HEAD] + "\n" + text[-_TAIL:]
    if candidates:
        best = _best(candidates, words, doc_number, year)
        return _with_town(_region(best, year), rest) if best else None
    for source in (title.removeprefix("关于"), doc_number):
        found, rest = _read(source, year)
        if len(found) == 1:
            return _region(found[0], year)
    others = title.replace(issuer, "") if issuer else title  # 珠江口高新区 does not lie in 江口
    return _in_title(others, year) or _most_named(words, doc_number, year, least=1 if issuer else _OFTEN)


def _in_title(title: str, year: int | None) -> Region | None:
    """The one place that a title names in any form (…加快萧山经济发展…), None where it names none or several."""
    _, short = _names()
    ordinary = frozenset(read_toml("region_words.toml")["words"])
    found: dict[str, _Division] = {}
    pieces = [(start, start + length) for start in range(len(title)) for length in (4, 3, 2)]
    for start, end in pieces:
        words = title[start:end]
        if words in ordinary or (not _SUFFIX.search(words) and _other_place(title[end:])):
            continue
        for one in (*short.get(words, ()), *_districts().get(words, ())):
            if one.held(year):
                found.setdefault(one.code, one)
    codes = [code for code in found if not any(_within(other, code) for other in found)]
    return _region(found[codes[0]], year) if len(codes) == 1 else None


@cache
def _districts() -> dict[str, list[_Division]]:
    """Districts by their names without 区, for places where only one is meant."""
    table: dict[str, list[_Division]] = {}
    for one in _divisions():
        if one.name.endswith("区") and not one.name.endswith(("地区", "自治区")) and len(one.name) > 2:
            table.setdefault(one.name[:-1], []).append(one)
    return table


def _best(candidates: list[_Division], words: str, doc_number: str, year: int | None) -> _Division | None:
    """The candidate that the rest of the notice speaks for, None where it speaks for none."""
    mentioned = _mentions(words, year)
    province = _province_of(doc_number)
    scores = []
    for one in candidates:
        score = 0
        for code, count in mentioned.items():
            if code == one.code or code[:2] != one.code[:2]:
                continue
            weight = 3 if _within(one.code, code) else 1
            score += weight * min(count, 5)
        scores.append(score + (4 if province == one.code[:2] else 0))
    top = max(scores)
    if top == 0 or scores.count(top) > 1:
        return None
    return candidates[scores.index(top)]


def _mentions(words: str, year: int | None) -> Counter[str]:
    """How often the words name each division by its full name; names that several places share do not count."""
    full = _names()[0]
    found: Counter[str] = Counter()
    for end in _LEVEL_WORD.finditer(words):
        for length in range(min(_LONGEST_NAME, end.end()), 1, -1):
            start = end.end() - length
            divisions = full.get(words[start : end.end()])
            if divisions and (length > 2 or _BEFORE_SHORT.match(words, start - 1)):
                distinct = _distinct([one for one in divisions if one.held(year)] or divisions)
                if len(distinct) == 1:
                    found[distinct[0].code] += 1
                break
    for code, stem in _province_stems():
        if count := words.count(stem):
            found[code] += count
    return found


@cache
def _province_stems() -> tuple[tuple[str, str], ...]:
    """Code and short name of every province: 四川, 内蒙古."""
    return tuple(
        (code, name[:3] if name.startswith(("内蒙", "黑龙")) else name[:2])
        for code, name in _own_names().items()
        if code.endswith("0000")
    )


def _most_named(words: str, doc_number: str, year: int | None, least: int) -> Region | None:
    """For an issuer without a region: the city or county most named, ``least`` times and more often than any other."""
    mentioned = _mentions(words, year)
    province = _province_of(doc_number)
    counted = ((count + (2 if code[:2] == province else 0), code) for code, count in mentioned.items())
    scored = sorted(counted, key=lambda each: (-each[0], each[1]))
    counts = Counter(_OWN_LEVEL.findall(words))
    if counts["县"] + counts["区"] > max(counts["市"], counts["省"]):  # 结合我区实际: the one county or district named
        counties = [code for _, code in scored if not code.endswith("00")]
        return by_code(counties[0], year) if len(counties) == 1 else None
    local = [(count, code) for count, code in scored if not code.endswith("0000")] or scored
    if (
        not local
        or local[0][0] < least
        or (len(local) > 1 and local[0][0] == local[1][0] and not _within(local[1][1], local[0][1]))
    ):
        return by_code(province + "0000", year) if province else None
    return by_code(local[0][1], year)


def _province_of(doc_number: str) -> str:
    """The first two digits of the province whose sign opens the 发文字号, empty where none does."""
    return str(read_toml("region_words.toml")["provinces"].get(doc_number[:1], ""))
