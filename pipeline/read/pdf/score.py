"""Whether a page's text layer says what is printed on the page."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any, NamedTuple

from pipeline.lexicon import read_toml, rule

DOUBTFUL = "is of characters that hardly make words"
"""What :func:`lie` says of a list of names, medicines or plants as well: only the page's image can tell."""

_FILE = "text_layer.toml"
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_PRINTED = re.compile(r"[^\s\x00]")
_LATIN = re.compile("[A-Za-z]")
_VOWELS = re.compile("[AEIOUYaeiouy]")


class Bounds(NamedTuple):
    """Shares from ``text_layer.toml``; see there."""

    least: int
    lost: float
    private: float
    foreign: float
    stray: float
    common: float
    common_from: int
    ordinary: float
    agreement: float
    common_behind: float
    noise: float
    latin_from: int
    signs: float
    vowels_least: float
    vowels_most: float


class Cover(NamedTuple):
    """From which share of the page an image covers it, and how few characters are then no text layer."""

    few: int
    share: float


@cache
def bounds() -> Bounds:
    """Shares that a page's text is held against."""
    return Bounds(**read_toml(_FILE)["shares"])


@cache
def cover() -> Cover:
    """When a page is an image with a few printed words."""
    return Cover(**read_toml(_FILE)["cover"])


def printed(lines: list[str]) -> int:
    """Number of printed characters that are no scanner's mark and no page number."""
    return sum(len(_PRINTED.findall(line)) for line in lines if not _marks().search(line) and not _number().match(line))


@cache
def _marks() -> re.Pattern[str]:
    apps = read_toml("scanner_marks.toml")["app"]
    names = {name for app in apps for name in app["names"] if len(name) > 3}
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda each: (-len(each), each))), re.I)


@cache
def _number() -> re.Pattern[str]:
    rows: dict[str, Any] = read_toml("page_numbers.toml")
    parts = [row["pattern"] for row in rows["form"]]
    parts = [re.sub(r"\(\?P<\w+>", "(?:", part) for part in parts]
    parts = [part.replace("{d}", rows["dash"]).replace("{n}", rows["number"]) for part in parts]
    return re.compile("|".join(rf"(?:{part})\s*$" for part in parts))


def lie(lines: list[str], *, behind: bool = False) -> str:
    """Why the page's text is not to be believed, in words that follow “its text layer”; empty where it is.

    ``behind``: the text is not painted but stands behind an image, where it may be what recognition left.
    """
    text = "\n".join(lines)
    bare = "".join(text.split())
    total, least = len(bare), bounds()
    if not total:
        return ""
    lost = len(rule(_FILE, "lost").findall(text))
    if lost > least.lost * total and (lost > 2 or lost > 0.2 * total):
        return "has characters without a code"
    if total < least.least:
        return ""
    if sum(len(rule(_FILE, "private").findall(line)) for line in lines) > least.private * total:
        return "has characters of a font's own code"
    chinese = len(bare) - len(_CHINESE.sub("", bare))
    foreign = len(rule(_FILE, "foreign").findall(text))
    if foreign > least.foreign * total or (chinese and foreign > max(2, least.stray * total)):
        return "is mojibake"
    if not chinese:
        return "is of letters that make no words" if total >= least.latin_from and _no_words(text, total) else ""
    if chinese >= least.common_from:
        common = len(bare) - len(_common().sub("", bare))
        if common < (least.common_behind if behind else least.common) * chinese:
            ordinary = sum(map(_ordinary, "".join(_CHINESE.findall(bare))))
            return "is of characters that make no words" if ordinary < least.ordinary * chinese else DOUBTFUL
        if behind and len(rule(_FILE, "noise").findall(text)) > least.noise * chinese:
            return "is poor recognition"
    return ""


def _ordinary(char: str) -> bool:
    """Whether a Chinese character is one of the 6,763 of GB/T 2312."""
    code = char.encode("gb18030")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xF7 and code[1] > 0xA0


def agree(lines: list[str], read: list[str]) -> bool:
    """Whether a text layer holds what recognition reads on its page. Where that reads little, nothing speaks against it."""
    layer, seen = (Counter("".join(_CHINESE.findall("".join(each)))) for each in (lines, read))
    return 2 * seen.total() < layer.total() or (layer & seen).total() >= bounds().agreement * min(layer.total(), seen.total())


@cache
def _common() -> re.Pattern[str]:
    """Runs of common Chinese characters, simplified and traditional."""
    rows = read_toml("common_characters.toml")
    found = sorted(set("".join((rows["simplified"] + rows["traditional"]).split())))
    return re.compile(f"[{''.join(found)}]+")


def _no_words(text: str, total: int) -> bool:
    least, letters = bounds(), len(_LATIN.findall(text))
    if len(rule(_FILE, "signs").findall(text)) > least.signs * total:
        return True
    if letters < least.latin_from:
        return False
    vowels = len(_VOWELS.findall(text))
    return not least.vowels_least * letters <= vowels <= least.vowels_most * letters
