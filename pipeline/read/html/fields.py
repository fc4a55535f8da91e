"""What a site says of its notice beside the text: the table of data on the page, and the names in the page's head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from lxml import etree

from pipeline.lexicon import read_toml, rule
from pipeline.read.html.paragraphs import Block
from pipeline.read.html.tree import squeeze

_FILE = "web_fields.toml"
_LONGEST = 300  # characters of a line of data, its label and value
_CELLS = 200  # cells of a site's table of data, at most
_GAP = 3  # lines between two of one group
_LEAST = 3  # different labels of a group that stands within the notice's text
_LONG_LABEL = 3  # characters of a label that is known without a colon
_EDGES = " \t\xa0\u3000|丨[]【】：:"
_SPACE = "[ \t\xa0\u3000]*"
_DATE = re.compile(
    r"((?:19|20)[0-9]{2}|[一二][〇○零九0-9一二三四五六七八]{3})[-/.年]" + _SPACE + r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})[-/.月]"
    + _SPACE + r"([0-9]{1,2}|[一二三四五六七八九十]{1,3})"
)
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_ANY_LABEL = re.compile(f"[^：:，。、]{{2,12}}{_SPACE}[：:]")
_TAG = re.compile("<[^<>]{0,40}>")
_SENTENCE = re.compile("[^。]{30,}[。；]")


class _Field(NamedTuple):
    name: str
    form: str
    sure: bool
    alone: bool


class Hit(NamedTuple):
    """A label on the page: the number of its block, that of its value's, the field, and the value."""

    at: int
    value_at: int
    field: _Field
    value: str


@cache
def _fields() -> dict[str, _Field]:
    return {
        word: _Field(row["name"], row["form"], row.get("sure", False), row.get("alone", False))
        for row in read_toml(_FILE)["field"]
        for word in row["words"]
    }


@cache
def _label() -> re.Pattern[str]:
    """A label at the beginning of a line, behind a space or a bracket, with its colon, or the whole line."""
    words = sorted(_fields(), key=lambda word: (-len(word), word))
    spaced = "|".join(_SPACE.join(map(re.escape, word)) for word in words)
    return re.compile(rf"(?:^|(?<=[ \t\xa0\u3000|丨\]】）)0-9号]))[\[【]?({spaced})(?:[\]】]{_SPACE}[：:]?|{_SPACE}[：:]|{_SPACE}$)")


@cache
def _glued_label() -> re.Pattern[str]:
    words = sorted(_fields(), key=lambda word: (-len(word), word))
    return re.compile(f"({'|'.join(_SPACE.join(map(re.escape, word)) for word in words)}){_SPACE}(?=[^：: ])")


@cache
def _nothing() -> frozenset[str]:
    return frozenset(read_toml(_FILE)["nothing"])


def hits(blocks: Sequence[Block]) -> list[Hit]:
    """Labels and values in the order of the page. A label alone on its line has its value in the next cell or line."""
    found: list[Hit] = []
    cells = [(number, cell) for number, block in enumerate(blocks) for cell in _cells(block)]
    bare: tuple[int, _Field] | None = None
    for number, cell in cells:
        matches = list(_label().finditer(cell)) if 0 < len(cell) <= _LONGEST else []
        if matches and matches[0].start() > 0:
            matches = []
        glued = None if matches else _glued(cell)
        if glued:
            found.append(Hit(number, number, *glued))
            bare = None
            continue
        if not matches:
            if bare is not None and len(cell) <= _LONGEST:
                found.append(Hit(bare[0], number, bare[1], cell.strip(_EDGES)))
            bare = None
            continue
        if bare is not None:
            found.append(Hit(bare[0], bare[0], bare[1], ""))
        bare = None
        ends = [match.start() for match in matches[1:]] + [len(cell)]
        for match, end in zip(matches, ends, strict=True):
            field, value = _fields()[re.sub(_SPACE, "", match[1])], cell[match.end() : end].strip(_EDGES)
            if not value and match is matches[-1]:
                bare = number, field
            else:
                found.append(Hit(number, number, field, value))
    if bare is not None:
        found.append(Hit(bare[0], bare[0], bare[1], ""))
    return _headed(blocks, found)


def _glued(cell: str) -> tuple[_Field, str] | None:
    """A label with its value directly behind it, as where a style sheet parts them."""
    match = _glued_label().match(cell) if len(cell) <= _LONGEST else None
    if not match:
        return None
    field, value = _fields()[re.sub(_SPACE, "", match[1])], cell[match.end() :].strip(_EDGES)
    fits = {"date": bool(_DATE.match(value)), "number": bool(rule(_FILE, "number").search(squeeze(value)))}
    return (field, value) if fits.get(field.form, len(match[1]) >= _LONG_LABEL and field.name != "title") else None


def _headed(blocks: Sequence[Block], found: list[Hit]) -> list[Hit]:
    """The hits, with those of tables whose labels stand over their values: two rows, the first of labels alone."""
    out = found
    for number, block in enumerate(blocks):
        rows = block.grid.rows if block.grid else []
        if len(rows) != 2:
            continue
        above, below = ([" ".join(cell[0]).strip(_EDGES) if cell else "" for cell in row] for row in rows)
        names = [_fields().get(squeeze(word)) for word in above]
        if len([name for name in names if name]) >= _LEAST and all(name or not word for name, word in zip(names, above, strict=True)):
            pairs = zip(names, below, strict=True)
            out = [hit for hit in out if hit.at != number and hit.value_at != number]
            out += [Hit(number, number, name, value) for name, value in pairs if name]
    return sorted(out, key=lambda hit: hit.at)


def _cells(block: Block) -> Iterator[str]:
    if block.grid is None:
        yield from (line.strip() for line in block.lines)
    elif sum(map(len, block.grid.rows)) <= _CELLS:
        yield from (" ".join(cell[0]).strip() for row in block.grid.rows for cell in row if cell is not None)


def groups(found: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Hits that stand together."""
    group: list[Hit] = []
    for hit in found:
        if group and hit.at - group[-1].value_at > _GAP:
            yield group
            group = []
        group.append(hit)
    if group:
        yield group


def sites_own(blocks: Sequence[Block]) -> tuple[list[Hit], set[int]]:
    """The site's data within the notice's main text, and the numbers of the blocks that are nothing else.

    It stands before the first or behind the last sentence, has three different labels, one of them surely the site's.
    """
    sentences = [number for number, block in enumerate(blocks) if block.grid is None and _SENTENCE.match(block.text)]
    first, last = (sentences[0], sentences[-1]) if sentences else (len(blocks), -1)
    out: list[Hit] = []
    dropped: set[int] = set()
    for group in groups(hits(blocks)):
        begin, end = group[0].at, max(hit.value_at for hit in group)
        outside = end < first or begin > last
        valued = {hit.field for hit in group if hit.value}
        if outside and len(valued) >= _LEAST and any(hit.field.sure for hit in group):
            out += group
            known = {number for hit in group for number in (hit.at, hit.value_at)}
            dropped.update(number for number in range(begin, end + 1) if number in known or _is_data(blocks[number]))
    return out, dropped


def _is_data(block: Block) -> bool:
    """Whether a paragraph between two of the site's data is one too: a label that is not known here, or nothing."""
    text = block.text.strip(_EDGES)
    return not text or (block.grid is None and len(text) < _LONGEST and bool(_ANY_LABEL.match(text)))


def around(blocks: Sequence[Block]) -> list[Hit]:
    """The site's data outside of the main text."""
    out: list[Hit] = []
    for group in groups(hits(blocks)):
        known = [hit for hit in group if _value(hit)]
        several = len({hit.field.name for hit in known}) >= _LEAST or sum(hit.field.sure for hit in known) > 1
        out += [hit for hit in known if several or hit.field.alone]
    return out


def pairs(found: Sequence[Hit], head: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Names and values, each name once: what the page shows goes before what its head says."""
    out: dict[str, str] = {}
    for hit in found:
        value = _value(hit)
        if value and hit.field.name:
            out.setdefault(hit.field.name, value)
    for name, value in head:
        out.setdefault(name, value)
    order = {name: number for number, name in enumerate(dict.fromkeys(field.name for field in _fields().values()))}
    return tuple(sorted(out.items(), key=lambda pair: order.get(pair[0], len(order))))


def _value(hit: Hit) -> str:
    """The value as it is kept; empty where it says nothing or is none of its field's."""
    value = hit.value
    if squeeze(value) in _nothing():
        return ""
    if hit.field.form == "date":
        return iso(value)
    if hit.field.form == "number" and not rule(_FILE, "number").search(squeeze(value)):
        return ""
    return value


def iso(text: str) -> str:
    """The first date in a text as ISO 8601; empty where there is none. Chinese numerals are read too."""
    match = _DATE.search(text)
    if not match:
        return ""
    year = "".join(_DIGITS.get(char, char) for char in match[1])
    month, day = (_small(part) for part in match.groups()[1:])
    if not (year.isdigit() and 1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{year}-{month:02d}-{day:02d}"


def _small(text: str) -> int:
    """A numeral of at most two places, in digits or Chinese."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(_DIGITS.get(text, "0")) if len(text) == 1 else 0
    return 10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0"))


@cache
def _head_names() -> dict[str, str]:
    return {name.lower(): row["field"] for row in read_toml(_FILE)["head"] for name in row["names"]}


def head(root: etree._Element) -> list[tuple[str, str]]:
    """Fields of the page's <meta> elements."""
    found = []
    for meta in root.iter("meta"):
        field = _head_names().get((meta.get("name") or meta.get("property") or "").strip().lower(), "")
        value = _TAG.sub("", (meta.get("content") or "")[:_LONGEST]).strip()
        if field.endswith("date"):
            value = iso(value)
        if field and squeeze(value) not in _nothing():
            found.append((field, value))
    return found
