"""Page numbers, running heads and feet, scanner marks and watermarks: known by place, by what comes again, and by likeness.

Only the outermost lines of a page are looked at, from its edge inwards: what stands inside of a line of the body is body.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import combinations
from statistics import median

from pipeline.lexicon import check, read_toml, rule
from pipeline.read.layout.lines import Row, row_of, segments
from pipeline.read.layout.page import Laid
from pipeline.read.layout.paragraphs import names_body

NUMBER, HEAD, MARK, WATERMARK = "layout.page_number", "layout.running_head", "layout.scanner_mark", "layout.watermark"

_FILE = "layout.toml"
_TOP, _FOOT = 0.15, 0.80  # share of the page's height above and below which a line may be furniture
_LOW = 0.86  # … below which a bare number that stands alone is a page number
_OUTER = 4  # lines from the edge of a page that are looked at
_LONGEST_NUMBER, _LONGEST_MARK, _LONGEST_HEAD = 24, 30, 60  # characters
_APART = 1.25  # of the line pitch, from which a line stands by itself
_OFTEN, _PAIR_SHARE, _SHARE = 3, 0.5, 0.2  # times a running head comes at least; share of the pages for two, and for more
_SAME_HEIGHT, _EXACT = 0.025, 0.004  # of the page's height, within which running heads stand; surely in the margin
_ALIKE, _ALIKE_HEAD, _ALIKE_LONG = 0.5, 0.75, 0.6  # share of characters that a misread mark, or running head, keeps
_LONG = 12  # characters of a long running head
_LARGE = 1.25  # of the body's size: a line so large is a title or masthead
_MISREAD = 5  # characters of a page number of which only the place is left to know it by
_MARGIN = 0.11  # share of the page's height that is margin above and below on every page
_BROWSER = 0.055, 0.945  # … in which browsers print a page's address
_TITLE = 200  # characters that a title has at most
_LEAST_TITLE, _TITLE_ROWS = 6, 12  # characters of a title that is repeated as running head; lines it is looked for in
_SHORT_NAME = 5  # characters of an app's name that is known though one is misread
_GROUPS = 60  # different running heads that misread ones are compared with
_NOT_WORD = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
_SPECKED = re.compile(r"[^0-9㐀-鿿()（）\[\]]{0,2}\s?([0-9]{1,3})\s?[^0-9㐀-鿿)）\]%％℃°]{0,2}")  # not 3）, 5％
_SET_APART = re.compile(r"(?:\S ){3,}\S")  # signs in cells of their own
_DIGITS = re.compile(r"([0-9]{1,3})(?:\s*[/／]\s*[0-9]{1,3})?")
_NUMERALS = re.compile("[0-9一二三四五六七八九十]")
_SENTENCE = re.compile("[。；，：、]$")


_Place = tuple[int, float, bool, float, float]  # page, share of its height, whether the line stands apart; x and end in its heights


@dataclass(slots=True)
class _Repeats:
    """Folded lines that are running heads (or feet), and at what share of the height they stand; the same of page numbers."""

    places: dict[tuple[bool, str], float] = field(default_factory=dict)
    numbers: dict[bool, float] = field(default_factory=dict)


def part(pages: Sequence[Laid]) -> None:
    """Move the furniture of all pages out of their rows into ``heads`` and ``feet``."""
    offsets = _offsets(pages)
    for index, page in enumerate(pages):
        _peel(page, index, offsets, _Repeats())
    repeats = _repeats(pages)
    if repeats.places or repeats.numbers:
        for index, page in enumerate(pages):
            _peel(page, index, offsets, repeats)
    _watermarks(pages)


def _peel(page: Laid, index: int, offsets: Counter[int], repeats: _Repeats) -> None:
    """Take furniture from the page's foot and head as long as there is some."""
    for foot in (True, False):
        for _ in range(_OUTER):
            row = _outermost(page, foot)
            if row is None:
                break
            name = _kind(row, page, index, foot, offsets, repeats)
            if name is None:
                break
            del page.rows[-1 if foot else 0]
            page.feet.insert(0, (row, name)) if foot else page.heads.append((row, name))


def _outermost(page: Laid, foot: bool) -> Row | None:
    """The lowest or highest line where it stands in the page's margin."""
    if not page.rows:
        return None
    row = page.rows[-1 if foot else 0]
    if foot:
        return row if row.y > _FOOT * page.height else None
    return row if row.y < _TOP * page.height else None


def _kind(row: Row, page: Laid, index: int, foot: bool, offsets: Counter[int], repeats: _Repeats) -> str | None:
    """What furniture the line is; None for a line of the body."""
    outside = row.y > _BROWSER[1] * page.height if foot else row.y < _BROWSER[0] * page.height
    if outside and rule(_FILE, "browser").search(row.text):
        return HEAD
    if len(_fold(row.text)) > 2 * _LONGEST_HEAD:
        return None
    if index == 0 and not foot and _is_title_again(row, page):
        return HEAD
    names = [_part_kind(each, row, page, index, foot, offsets, repeats) for each in segments(row)]
    if all(names):
        return names[0]
    return _part_kind(row, row, page, index, foot, offsets, repeats) if len(names) > 1 else None


def _is_title_again(row: Row, page: Laid) -> bool:
    """Whether a small line in the first page's upper margin says what the large lines below it say."""
    again = bool(page.heads) and page.heads[-1][1] == HEAD and abs(page.heads[-1][0].size / row.size - 1) < 0.05
    if row.y > _MARGIN * page.height or len(row.text) < (1 if again else _LEAST_TITLE):
        return False
    rows = page.rows[1:_TITLE_ROWS]
    last = max((at for at, each in enumerate(rows) if each.size > _LARGE * row.size), default=-1)
    below = "".join(_fold(each.text) for each in rows[: last + 1])  # an issuer above the title may be small
    text = _fold(row.text)
    if names_body(text):
        return False
    misread = page.text_source == "ocr" and len(text) >= _LONG and _common(text, below[:_TITLE]) >= _ALIKE_HEAD * len(text)
    return text in below or misread


def _part_kind(
    words: Row, row: Row, page: Laid, index: int, foot: bool, offsets: Counter[int], repeats: _Repeats
) -> str | None:
    text = words.text
    if len(text) <= _LONGEST_NUMBER:
        sure = page_number(_core(text) if page.text_source == "ocr" else text)
        if sure is not None and (sure or _is_bare(words, row, page, index, foot, offsets)):
            return NUMBER
    if len(text) <= _LONGEST_MARK and foot | (row.y < 0.08 * page.height) and is_mark(text):
        return MARK
    at = repeats.numbers.get(foot) if page.text_source == "ocr" and len(text) <= _MISREAD else None
    if at is not None and abs(row.y / page.height - at) < _SAME_HEIGHT / 2 and len(row.runs) == 1:
        return NUMBER
    if len(_fold(text)) <= _LONGEST_HEAD and repeats.places:
        place = repeats.places.get((foot, _fold(text)))
        if place is None and page.text_source == "ocr":
            place = _alike_place(_fold(text), foot, repeats)
        if place is not None and abs(row.y / page.height - place) < 2 * _SAME_HEIGHT:
            return HEAD
    return None


@lru_cache(2048)
def _core(text: str) -> str:
    """A number without the specks and strokes that recognition read beside it; another text as it is."""
    match = _SPECKED.fullmatch(text.strip())
    return match[1] if match else text.strip()


@lru_cache(2048)
def page_number(text: str) -> bool | None:
    """True where the text has the form of a page number, False where it is a number that may be one, else None."""
    bare = text.strip()
    if _SET_APART.fullmatch(bare):
        bare = _SPACE.sub("", bare)
    if not any(char.isdigit() for char in bare) and not _WORDS.search(bare):
        return None
    for sure, pattern in _forms():
        if pattern.fullmatch(bare):
            return sure
    squeezed = _SPACE.sub("", bare)
    return True if rule(_FILE, "misread_number").fullmatch(squeezed) else None


_WORDS = re.compile("[—–―－─━ー~～_·•-]|[一第页]|(?i:page|^[ivx]+$)")


@cache
def _forms() -> list[tuple[bool, re.Pattern[str]]]:
    """The forms of page numbers of the lexicon, the sure ones first."""
    name = "page_numbers.toml"
    table = read_toml(name)
    found = []
    for row in table["form"]:
        pattern = re.compile(row["pattern"].replace("{d}", table["dash"]).replace("{n}", table["number"]))
        check(name, row["id"], pattern, row["example"], row["counter"], whole=True)
        found.append((bool(row["sure"] or row["id"] in ("half_dashed", "page_letter")), pattern))
    return sorted(found, key=lambda each: not each[0])


def _offsets(pages: Sequence[Laid]) -> Counter[int]:
    """How far bare numbers at the edges of pages are ahead of the page's own number, and how often."""
    found: Counter[int] = Counter()
    for index, page in enumerate(pages):
        for foot in (True, False):
            rows = page.rows[-_OUTER:] if foot else page.rows[:_OUTER]
            values = {
                int(match[1])
                for row in rows
                if (row.y > _FOOT * page.height if foot else row.y < _TOP * page.height)
                for each in segments(row)
                if (match := _DIGITS.fullmatch(_core(each.text) if page.text_source == "ocr" else each.text.strip()))
            }
            found.update({value - index for value in values})
    return found


def _is_bare(words: Row, row: Row, page: Laid, index: int, foot: bool, offsets: Counter[int]) -> bool:
    """Whether a bare number is the page's: it goes on from page to page, or it stands low, alone and apart."""
    match = _DIGITS.search(words.text)
    if match is None:
        return False
    apart = _is_apart(row, page, foot)
    if offsets[int(match[1]) - index] > 1 and (apart or words.x0 > page.left + 3 * words.size):
        return True
    low = row.y > _LOW * page.height if foot else row.y < 0.09 * page.height
    return low and len(row.runs) == 1 and apart


def _is_apart(row: Row, page: Laid, foot: bool) -> bool:
    """Whether the line stands apart from the next one inwards by more than the page's lines from each other."""
    tables = [table.bottom if foot else table.top for table in page.tables]
    if foot:
        inner = max([each.y for each in page.rows[-2:-1]] + [bottom + 0.5 * row.size for bottom in tables], default=0.0)
        return row.y - inner > _APART * page.pitch
    inner = min([each.y for each in page.rows[1:2]] + [top - 0.5 * row.size for top in tables], default=page.height)
    return inner - row.y > _APART * page.pitch


def _repeats(pages: Sequence[Laid]) -> _Repeats:
    """Lines that come again at one height at the edges of pages."""
    groups: dict[tuple[bool, str], list[_Place]] = defaultdict(list)
    for index, page in enumerate(pages):
        for foot in (True, False):
            for row, name in page.feet if foot else page.heads:
                if name == HEAD:
                    groups[foot, _fold(row.text)].append((index, row.y / page.height, True, row.x0 / row.size, row.x1 / row.size))
            rows = page.rows[: -3 : -1] if foot else page.rows[:2]
            for row in rows:
                if row.y < _FOOT * page.height if foot else row.y > _TOP * page.height:
                    break
                for words in segments(row):
                    if not _may_repeat(words, page):
                        continue
                    apart = _is_apart(row, page, foot) or row.size < 0.9 * page.size
                    place = row.y / page.height
                    groups[foot, _fold(words.text)].append((index, place, apart, words.x0 / words.size, words.x1 / words.size))
    found = _Repeats(numbers=_number_places(pages))
    many = len(pages)
    if any(page.text_source == "ocr" for page in pages):
        groups = _gathered(groups)
    for key, places in groups.items():
        height = median(place[1] for place in places)
        near = [each for each in places if abs(each[1] - height) < _SAME_HEIGHT]
        count = len({each[0] for each in near})
        alone = sum(each[2] for each in near)
        margin = height < _MARGIN or height > 1 - _MARGIN
        if count == 2 and not any(_above_another(one, other) for one, other in combinations(near, 2)):
            continue
        if margin and count >= 2 and count >= _PAIR_SHARE * many and max(abs(place[1] - height) for place in near) < _EXACT:
            alone = len(near)
        often = count >= max(_OFTEN, _SHARE * many) and (count >= 0.6 * many or alone >= 0.6 * len(near))
        if often or (count >= 2 and count >= _PAIR_SHARE * many and alone == len(near)):
            found.places[key] = height
    return found


def _above_another(one: _Place, other: _Place) -> bool:
    """Whether lines of two pages lie above each other, or at the outermost edge: a title and a signature do not."""
    outermost = one[2] and other[2] and not _MARGIN / 2 < one[1] < 1 - _MARGIN / 2
    return one[0] != other[0] and (outermost or abs(one[3] - other[3]) < 1 or abs(one[4] - other[4]) < 1)


def _number_places(pages: Sequence[Laid]) -> dict[bool, float]:
    """At what share of the height page numbers stand, where several do."""
    found = {}
    for foot in (True, False):
        heights = [
            row.y / page.height for page in pages for row, name in (page.feet if foot else page.heads) if name == NUMBER
        ]
        if len(heights) > 1 and len(heights) >= _PAIR_SHARE * len(pages):
            found[foot] = median(heights)
    return found


def _may_repeat(words: Row, page: Laid) -> bool:
    text = words.text
    if not 2 <= len(_fold(text)) <= _LONGEST_HEAD or _SENTENCE.search(text) or words.size > _LARGE * page.size:
        return False
    bare = _SPACE.sub("", text)
    return not rule(_FILE, "not_head").fullmatch(bare) and bool(_NOT_WORD.sub("", bare))


def _gathered(groups: dict[tuple[bool, str], list[_Place]]) -> dict[tuple[bool, str], list[_Place]]:
    """Groups of lines, the misread ones with those that they are like."""
    found: dict[tuple[bool, str], list[_Place]] = {}
    for key in sorted(groups, key=lambda key: (-len(groups[key]), key)):
        near = next((each for each in list(found)[:_GROUPS] if each[0] == key[0] and _like(each[1], key[1])), key)
        found[near] = found.get(near, []) + groups[key]
    return found


def _alike_place(text: str, foot: bool, repeats: _Repeats) -> float | None:
    return next((place for (where, each), place in repeats.places.items() if where == foot and _like(each, text)), None)


@lru_cache(4096)
def _like(one: str, other: str) -> bool:
    """Whether two folded lines are one, misread. Lines that differ in their numbers alone are two."""
    longer, shorter = max(len(one), len(other)), min(len(one), len(other))
    share = _ALIKE_HEAD if longer < _LONG else _ALIKE_LONG
    if shorter < 4 or shorter < share * longer or _NUMERALS.sub("", one) == _NUMERALS.sub("", other):
        return one == other
    return _common(one, other) >= share * longer


@lru_cache(4096)
def _fold(text: str) -> str:
    return _SPACE.sub("", text)


@cache
def _marks() -> tuple[frozenset[str], tuple[str, ...]]:
    """Folded scanner marks of all apps, and those that are known by likeness."""
    table = read_toml("scanner_marks.toml")
    whole: set[str] = set()
    alike: list[str] = []
    for app in table["app"]:
        folded = [_bare(form.format(name=name)) for name in app["names"] for form in table["forms"]]
        names = [_bare(name) for name in app["names"] if len(_bare(name)) > 2]
        whole.update(folded + names)
        slogans = [_bare(each) for each in app.get("slogan", ())]
        whole.update(slogans)
        whole.update(name + slogan for name in names for slogan in slogans)
        if app.get("alike"):
            alike += [_bare(form.format(name=app["names"][0])) for form in table["forms"][:2]] + slogans
            alike += [name for name in names if len(name) == _SHORT_NAME]
            alike += [names[0] + slogan for slogan in slogans[:1]]
    return frozenset(whole), tuple(dict.fromkeys(each for each in alike if len(each) >= _SHORT_NAME))


@lru_cache(2048)
def is_mark(text: str) -> bool:
    """Whether a line at a page's edge is a scanner app's mark, misread perhaps."""
    folded = _bare(text)
    if len(folded) < 3 or _SENTENCE.search(text):
        return False
    whole, alike = _marks()
    if folded in whole or rule(_FILE, "mark_begun").match(folded):
        return True
    for mark in alike:
        if abs(len(mark) - len(folded)) <= max(1, len(mark) // 6):
            least = (_ALIKE if mark[0] > "\x7f" else 0.7) if len(mark) > _SHORT_NAME else 0.8
            if _common(mark, folded) >= max(4, least * len(mark)):
                return True
    return False


def _bare(text: str) -> str:
    """A line without white space, punctuation and case."""
    return _NOT_WORD.sub("", text).lower()


def _common(one: str, other: str) -> int:
    """Length of the longest sequence of characters that stands in both."""
    row = [0] * (len(other) + 1)
    for char in one:
        diagonal = 0
        for index, each in enumerate(other, 1):
            diagonal, row[index] = row[index], diagonal + 1 if char == each else max(row[index], row[index - 1])
    return row[-1]


def _watermarks(pages: Sequence[Laid]) -> None:
    """Take out upright watermarks: large words that come again at one place of most pages, through the body's lines."""
    if len(pages) < _OFTEN:
        return
    places: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        places.update({_place(row) for row in _large(page)})
    for page in pages:
        for row in list(_large(page)):
            text, x, y = _place(row)
            near = sum(places[text, x + right, y + down] for right in (-1, 0, 1) for down in (-1, 0, 1))
            if near >= max(_OFTEN, 0.6 * len(pages)):
                page.rows.remove(row)
                page.feet.append((row, WATERMARK))


def _large(page: Laid) -> Iterable[Row]:
    return [row for row in page.rows if row.size > 1.6 * page.size and _TOP * page.height < row.y < _FOOT * page.height]


def _place(row: Row) -> tuple[str, int, int]:
    return _fold(row.text), round(row.x0 / 6), round(row.y / 6)


def slanted(page: Laid) -> None:
    """Words that stand aslant on the page: a watermark."""
    page.feet += [(row_of([run]), WATERMARK) for run in page.slanted]
