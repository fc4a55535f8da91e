"""What a web site prints around a notice: data table, breadcrumbs and buttons above it, links and imprint below it.

Only whole lines go, and only above the notice's first and below its last sentence. A line that could be the notice's own
(来源：…, 公开方式：…) goes next to a line that is surely the site's. A document number or title that stands in the site's
table alone stays, without its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.clean import forms
from pipeline.clean.edits import Edit
from pipeline.clean.titles import is_title
from pipeline.lexicon import check, read_toml

_FILE = "web_page.toml"
_ROWS = 40  # lines of the notice from its top and from its end, among which a site's own may stand
_LONGEST, _LINK = 240, 80  # characters of such a line; of a link to another page
_SENTENCE = re.compile("[^。]{24,}[。；]")
_RECIPIENTS = re.compile("[^。；]{2,200}[：:]$")
_EDGES = " \t|丨•·>《》【】[]"
_OPEN, _CLOSE = " *(?:[【\\[（(] *)?", "(?: *[】\\]）)])?"
_VALUE_ENDS = re.compile("[。；！？]")
_NUMBER = re.compile(r"[^，。；：:\s]{1,20}[〔\[［【（(](?:19|20)[0-9]{2}[〕\]］】）)]第?[0-9]{1,5}号")
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?: [0-9:]{4,8})?")
_STOP = re.compile("[。；：，]")
_NEAR = 2  # rows between which two lines are next to each other, blank ones not counted
_SPACE = re.compile(r"\s+")
_TOP = 4  # lines from the top in which the site's own name stands
_RUN = 8  # lines next to the site's own in which values without labels are looked for
_LABELS = 3  # labels without values, one a line, by which their values are known to stand between them


class _Row(NamedTuple):
    start: int
    end: int
    text: str


class _Label(NamedTuple):
    id: str
    sure: bool
    foot: bool
    keep: str
    value: re.Pattern[str]
    sure_value: re.Pattern[str]


class _Line(NamedTuple):
    id: str
    pattern: re.Pattern[str]
    sure: bool
    foot: bool
    ends: bool


class _Found(NamedTuple):
    """A line of the site's: the rule, whether it is surely one, whether a value is still to come, what of it is kept."""

    id: str
    sure: bool
    open: bool = False
    kept: tuple[int, int] | None = None  # within the line
    ends: bool = False


def web_page(text: str) -> Iterator[Edit]:
    """Edits that take out what a web site prints around the notice."""
    head = _head(text)
    behind = head[-1].end if head else 0
    foot = _foot(text, behind)
    for rows, at_foot in ((head, False), (foot, True)):
        for row, found in _sites_own(text, rows, at_foot):
            kept = found.kept
            if kept is None:
                yield Edit(row.start, row.end, "", f"web_page.{found.id}")
            else:
                yield Edit(row.start, row.start + kept[0], "", f"web_page.{found.id}")
                yield Edit(row.start + kept[1], row.end, "", f"web_page.{found.id}")


def _rows(text: str, start: int, end: int) -> Iterator[_Row]:
    """Lines with something on them, without the white space at their ends."""
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        bare = text[at:stop].strip(" \t\f")
        if bare:
            first = text.index(bare[0], at)
            yield _Row(first, first + len(bare), bare)
        at = stop + 1


def _head(text: str) -> list[_Row]:
    """The lines above the notice's first sentence or its recipients."""
    found: list[_Row] = []
    others = 0
    for row in _rows(text, 0, len(text)):
        if others >= _ROWS or len(row.text) > _LONGEST or _SENTENCE.match(row.text):
            break
        own = _looked(row.text, False)
        if own is None and _RECIPIENTS.fullmatch(row.text) and forms.is_recipients(row.text):
            break
        others += own is None
        found.append(row)
    return found


def _foot(text: str, behind: int) -> list[_Row]:
    """The lines below the notice's last sentence."""
    found: list[_Row] = []
    end = len(text)
    others = 0
    while end > behind and others < _ROWS:
        start = text.rfind("\n", behind, end) + 1 or behind
        if end - start > 3 * _LONGEST:
            break
        row = next(_rows(text, start, end), None)
        end = max(start - 1, behind)
        if row is None:
            continue
        own = _looked(row.text, True)
        if len(row.text) > _LONGEST or (own is None and _SENTENCE.match(row.text)):
            break
        others += own is None
        found.append(row)
    return found[::-1]


def _sites_own(text: str, rows: list[_Row], at_foot: bool) -> Iterator[tuple[_Row, _Found]]:
    """The lines that are the site's, in order."""
    looked = [_looked(row.text, at_foot) for row in rows]
    if not any(looked):
        return
    if at_foot:
        _links(rows, looked)
    else:
        _cells(rows, looked)
    own = {index for index, found in enumerate(looked) if found and found.sure}
    if not own:
        return
    waiting = sorted(own)
    while waiting:  # what stands next to a sure line, and what stands next to that
        index = waiting.pop()
        for near in range(max(0, index - _NEAR), min(len(rows), index + _NEAR + 1)):
            if near not in own and looked[near] and _contiguous(looked, index, near):
                own.add(near)
                waiting.append(near)
    if not at_foot:
        own |= {index for index, found in enumerate(looked[:_TOP]) if found and found.id == "site_name"}
        own |= set(_bare_values(rows, own)) | set(_owner(rows, looked))
    number, title = _printed(rows, own)
    for index in sorted(own):
        found = looked[index] or _Found("value", True)
        if found.kept and (number if found.id == "number" else title or not _only_here(text, rows[index], found.kept)):
            found = found._replace(kept=None)
        elif found.kept:
            number, title = number or found.id == "number", title or found.id == "name"
        yield rows[index], found


def _links(rows: list[_Row], looked: list[_Found | None]) -> None:
    """What stands under a heading of links or below the imprint, and files under a heading of files."""
    for index, found in enumerate(looked):
        if found and found.ends and not any(_notices_own(row.text) for row in rows[index + 1 :]):
            looked[index + 1 :] = [each or _Found("link", True) for each in looked[index + 1 :]]
            return
        above = looked[index - 1] if index else None
        if found is None and above and above.id == "files" and _words("file").fullmatch(rows[index].text):
            looked[index] = above


def _cells(rows: list[_Row], looked: list[_Found | None]) -> None:
    """Labels and values that stand on lines of their own, as the cells of a table that was copied."""
    words = _label_rows()
    bare = {i for i, row in enumerate(rows) if looked[i] is None and _SPACE.sub("", row.text.strip(_EDGES)) in words}
    labels = [words[_SPACE.sub("", rows[index].text.strip(_EDGES))] for index in sorted(bare)]
    if len(bare) >= _LABELS and any(label.sure for label in labels):
        for index, label in zip(sorted(bare), labels, strict=True):
            looked[index] = _Found(label.id, label.sure, open=True)
    if sum(bool(found and found.open) for found in looked) >= _LABELS:
        _values(rows, looked)


def _owner(rows: list[_Row], looked: list[_Found | None]) -> Iterator[int]:
    """The name of the site's owner directly above the breadcrumbs at the top."""
    for index, found in enumerate(looked[:_TOP]):
        if found and found.id == "breadcrumb" and index and forms.is_body(_SPACE.sub("", rows[index - 1].text)):
            yield index - 1


def _printed(rows: list[_Row], own: set[int]) -> tuple[bool, bool]:
    """Whether the notice itself has a document number and a title among the lines."""
    words = [_SPACE.sub("", row.text) for index, row in enumerate(rows) if index not in own]
    return any(_NUMBER.fullmatch(word) for word in words), any(is_title(word) for word in words)


def _contiguous(looked: list[_Found | None], one: int, other: int) -> bool:
    """Whether all lines between two are the site's by their form."""
    return all(looked[index] for index in range(min(one, other) + 1, max(one, other)))


def _values(rows: list[_Row], looked: list[_Found | None]) -> None:
    """Lines that are the values of labels on lines of their own: another label follows, or they are dates."""
    for index in range(1, len(rows)):
        before = looked[index - 1]
        if looked[index] or not before or not before.open or _VALUE_ENDS.search(rows[index].text):
            continue
        if (index + 1 < len(rows) and looked[index + 1]) or _DATE.fullmatch(rows[index].text):
            keep = (0, len(rows[index].text)) if before.id in ("number", "name") else None
            looked[index] = _Found(before.id, before.sure, kept=keep)


def _bare_values(rows: list[_Row], own: set[int]) -> Iterator[int]:
    """Lines of the head that are values of a table whose labels were lost: they stand next to the site's own lines.

    Such a run of lines has two dates, or one of its values comes again: the last of these is the notice's own.
    """
    words = [_SPACE.sub("", row.text) for row in rows]
    run: list[int] = []
    for index in range(max(0, min(own) - _RUN), min(len(rows), max(own) + _RUN)):
        if index not in own and forms.stands_alone(words[index]) and not forms.is_masthead(words[index]):
            run.append(index)
        else:
            yield from _table(words, run, own)
            run = []
    yield from _table(words, run, own)


def _table(words: list[str], run: list[int], own: set[int]) -> list[int]:
    """As many lines of the run as belong to a table of the site."""
    if not run or not {run[0] - 1, run[-1] + 1} & own:
        return []
    last = {words[index]: index for index in run}
    cut = min((last[words[index]] for index in run if index != last[words[index]]), default=len(words))
    table = [index for index in run if index < cut]
    others = {word for index, word in enumerate(words) if index not in table}
    dates = sum(bool(_DATE.fullmatch(words[index])) for index in table)
    return table if dates > 1 or any(words[index] in others for index in table) else []


def _notices_own(line: str) -> bool:
    """Whether the line can only be the notice's: a sentence, a date, 抄送."""
    bare = _SPACE.sub("", line)
    return bool(_VALUE_ENDS.search(line)) or forms.is_date(bare) or bool(_words("imprint").match(bare))


def _only_here(text: str, row: _Row, kept: tuple[int, int]) -> bool:
    """Whether the value stands in no other place of the text, but for its spaces."""
    value = _SPACE.sub("", row.text[kept[0] : kept[1]])
    return _SPACE.sub("", text[: row.start]).find(value) < 0 and _SPACE.sub("", text[row.end : row.end + 3000]).find(value) < 0


@lru_cache(4096)
def _looked(line: str, at_foot: bool) -> _Found | None:
    """What the line is by its form, if it is the site's."""
    if not _signs().search(line):
        return None
    for each in _lines():
        if (each.foot or not at_foot) and each.pattern.fullmatch(line):
            return _Found(each.id, each.sure, ends=each.ends)
    return _labelled(line, at_foot)


def _labelled(line: str, at_foot: bool) -> _Found | None:
    """A line of labels with their values."""
    bare = line.strip(_EDGES)
    shift = len(line) - len(line.lstrip(_EDGES))
    found = list(_labels().finditer(bare))
    if not found or (found[0].start() and not _words("before").fullmatch(bare[: found[0].start()])):
        return None
    labels = [_label_rows()[_SPACE.sub("", match["word"])] for match in found]
    if at_foot and not all(label.foot for label in labels):
        return None
    ends = [match.start() for match in found[1:]] + [len(bare)]
    values = [bare[match.end() : end].strip(_EDGES) for match, end in zip(found, ends, strict=True)]
    pairs = list(zip(labels, values, strict=True))
    if any(_VALUE_ENDS.search(value) or not label.value.fullmatch(value) for label, value in pairs):
        return None
    first = labels[0]
    sure = any(label.sure and label.sure_value.fullmatch(value) for label, value in pairs)
    kept = None
    for match, label, value in zip(found, labels, values, strict=True):
        number = _NUMBER.fullmatch(_SPACE.sub("", value)) if label.keep == "number" else None
        if value and (number or (label.keep == "title" and forms.doc_types().search(value))):
            at = bare.index(value, match.end()) + shift
            kept = kept or (at, at + len(value))
    return _Found(first.id, sure or len({label.id for label in labels}) > 2, not values[-1], kept)


@cache
def _words(name: str) -> re.Pattern[str]:
    table = read_toml(_FILE)
    pattern = re.compile(table[name])
    check(_FILE, name, pattern, table[name + "_example"], table[name + "_counter"], whole=True)
    return pattern


@cache
def _signs() -> re.Pattern[str]:
    """Characters without which no line is a site's: a label's colon or bracket, a word of a button."""
    return re.compile(read_toml(_FILE)["signs"])


@cache
def _label_rows() -> dict[str, _Label]:
    return {
        word: _Label(
            row["id"], row.get("sure", False), row.get("foot", False), row.get("keep", ""),
            re.compile(row.get("value", ".*")), re.compile(row.get("sure_value", ".*")),
        )
        for row in read_toml(_FILE)["label"]
        for word in row["words"]
    }


@cache
def _labels() -> re.Pattern[str]:
    """A label at the beginning of a line, behind a space or a cell's edge, with its colon or in brackets."""
    table = read_toml(_FILE)
    words = sorted(_label_rows(), key=lambda word: (-len(word), word))
    spaced = "|".join(" *".join(map(re.escape, word)) for word in words)
    pattern = re.compile(
        rf"(?:^|(?<=[ \t|丨•·,，】\]）)0-9]))(?:[【\[（(] *)?(?P<word>{spaced})(?: *[】\]）)](?: *[：:])?| *[：:]| *[|\t])"
    )
    check(_FILE, "labels", pattern, table["labels_example"], table["labels_counter"])
    return pattern


@cache
def _lines() -> tuple[_Line, ...]:
    found = []
    for row in read_toml(_FILE)["line"]:
        pattern = re.compile(row["pattern"])
        check(_FILE, row["id"], pattern, row["example"], row["counter"], whole=True)
        found.append(_Line(row["id"], pattern, row.get("sure", False), row.get("foot", False), row.get("ends", False)))
    return tuple(found)
