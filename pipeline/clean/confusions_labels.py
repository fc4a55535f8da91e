"""Labels of provisions that recognition spoilt and their neighbours make certain: （二） before and （四） behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from pipeline.clean.edits import Edit
from pipeline.lexicon import read_toml

_FILE = "ocr_labels.toml"
_OPEN, _CLOSE = "（(", "）)"
_MARKS = {"cn": "、", "arabic": ".．、"}
_ANY = re.compile("[（(）)]")
_TENS, _ONES = ("", "十", *(f"{each}十" for each in "二三四五六七八九")), ("", *"一二三四五六七八九")
_MOST = 99
_FIGURES = {
    "cn": {_TENS[value // 10] + _ONES[value % 10]: value for value in range(1, _MOST + 1)},
    "arabic": {str(value): value for value in range(1, _MOST + 1)},
}


@dataclass(frozen=True, slots=True)
class _Style:
    """A style of labels: see the lexicon. ``looks`` gives for each character the numerals for which it may stand."""

    id: str
    rank: int
    figures: str
    sure: str
    pattern: re.Pattern[str]
    looks: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label in the text: its style, where its pieces stand (None where it has none), what its numeral may be."""

    style: _Style
    match: re.Match[str]
    readings: dict[int, str]
    whole: bool

    def piece(self, name: str) -> tuple[int, int]:
        """Span of a piece of the label; (-1, -1) where its style has none."""
        groups = self.match.re.groupindex
        spans = [self.match.span(each) for each in (name, name + "2") if each in groups]
        return max(spans, default=(-1, -1))


def misread_labels(text: str) -> Iterator[Edit]:
    """Edits of spoilt labels."""
    if not _odd().search("\n" + text):
        return
    labels = list(_labels(text))
    following: list[_Label | None] = []
    behind: dict[str, _Label] = {}
    for label in reversed(labels):
        following.append(behind.get(label.style.id))
        behind[label.style.id] = label
    following.reverse()
    last: dict[str, int] = {}  # value of the last label of a style
    scope: dict[str, int] = {}  # … since the last label of a higher rank
    marks: dict[str, str] = {}
    for label, then in zip(labels, following, strict=True):
        style = label.style
        value = _value(text, label, {scope.get(style.id, 0), last.get(style.id, 0)}, then)
        if value is None:
            if _is_read(text, label):  # another row of labels, or one whose brackets are meant so
                last[style.id] = scope[style.id] = -1
            continue
        if not label.whole:
            yield from _edits(text, label, label.readings[value], marks.get(style.id, _MARKS[style.figures][0]))
        else:
            start, end = label.piece("mark")
            marks[style.id] = text[start:end] if start >= 0 else ""
        last[style.id] = scope[style.id] = value
        for each in _styles():
            if each.rank > style.rank:
                scope[each.id] = 0


def _labels(text: str) -> Iterator[_Label]:
    """All that may be labels, in the order of the text; lines that begin otherwise are skipped."""
    for line in _begin().finditer(text):
        for style in _styles():
            match = style.pattern.match(text, line.end())
            if match:
                label = _label(text, style, match)
                if label.readings:
                    yield label
                    break


def _label(text: str, style: _Style, match: re.Match[str]) -> _Label:
    figures = _FIGURES[style.figures]
    label = _Label(style, match, {}, False)
    start, end = label.piece("n")
    numeral = text[start:end]
    readings = {figures[numeral]: numeral} if numeral in figures else _readings(style, numeral)
    return _Label(style, match, readings, numeral in figures and _has_rest(text, label))


def _fits(text: str, span: tuple[int, int], good: str) -> bool:
    return span[0] < 0 or (span[0] < span[1] and text[span[0]] in good)


def _readings(style: _Style, numeral: str) -> dict[int, str]:
    """What a numeral with characters misread may be: its values, and how each is written."""
    looks = [style.looks.get(char, "") for char in numeral]
    written = {"".join(each) for each in product(*looks)}
    if style.figures == "cn" and numeral.strip("一" + style.sure) == "" and len(numeral) > 1:
        written.add("一")  # 一 read twice
    figures = _FIGURES[style.figures]
    return {figures[each]: each for each in sorted(written) if each in figures}


def _value(text: str, label: _Label, before: set[int], then: _Label | None) -> int | None:
    """The value of a label, where it is whole or its neighbours make it certain: the last values, the next label of its style."""
    if label.whole:
        return next(iter(label.readings))
    start, end = label.piece("n")
    if text[start:end] in label.style.sure and _has_rest(text, label):
        return 1
    read = _is_read(text, label)
    for value in label.readings:
        if value - 1 not in before or not _can_be_label(text, label):
            continue
        if read and value > 1 and _is_bracketed(text, label):
            return value
        if then and value + 1 in then.readings and (then.whole or value > 1 or not read):
            return value
    return None


def _is_read(text: str, label: _Label) -> bool:
    """Whether the numeral itself is one."""
    start, end = label.piece("n")
    return text[start:end] in _FIGURES[label.style.figures]


def _has_rest(text: str, label: _Label) -> bool:
    """Whether all but the numeral is as it should be."""
    pieces = (("open", _OPEN), ("close", _CLOSE), ("mark", _MARKS[label.style.figures]))
    opened = "open" not in label.match.re.groupindex or label.match.start("open") >= 0
    return opened and all(_fits(text, label.piece(name), good) for name, good in pieces)


def _is_bracketed(text: str, label: _Label) -> bool:
    """Whether both brackets are there, of whatever kind."""
    opening, closing = label.piece("open"), label.piece("close")
    return opening[0] >= 0 and closing[1] > closing[0]


def _can_be_label(text: str, label: _Label) -> bool:
    """Whether a bracket that is not closed in the label is closed nowhere: （三级医院） is none. Only round ones are lost by half."""
    start, end = label.piece("close")
    if start < 0 or end > start:
        return True
    opening = label.piece("open")[0]
    line_end = text.find("\n", end)
    rest = _ANY.search(text, end, line_end if line_end >= 0 else len(text))
    return text[opening] in _OPEN and (rest is None or rest[0] in _OPEN)


def _edits(text: str, label: _Label, numeral: str, mark: str) -> Iterator[Edit]:
    """Edits that make a label whole."""
    open_at, close_at, mark_at = label.piece("open"), label.piece("close"), label.piece("mark")
    start, end = label.piece("n")
    if "open" in label.match.re.groupindex:
        if open_at[0] < 0:
            yield Edit(start, start, "（", "misread.label_bracket")
        elif text[open_at[0]] not in _OPEN:
            yield Edit(*open_at, "（", "misread.label_bracket")
    for at in range(start, end):
        new = numeral[at - start : at - start + 1]
        if text[at] != new:
            yield Edit(at, at + 1, new, "misread.label_numeral")
    if close_at[0] >= 0 and not _fits(text, close_at, _CLOSE):
        yield Edit(*close_at, "）", "misread.label_bracket")
    if mark_at[0] >= 0 and mark and not _fits(text, mark_at, _MARKS[label.style.figures]):
        yield Edit(*mark_at, mark, "misread.label_mark")


@cache
def _styles() -> tuple[_Style, ...]:
    file = read_toml(_FILE)
    styles = []
    for row in file["label"]:
        looks: dict[str, str] = {}
        for numeral, odd in file["look"][row["figures"]].items():
            for char in odd:
                looks[char] = looks.get(char, "") + numeral
        looks |= {char: char for char in ("".join(_ONES) + "十" if row["figures"] == "cn" else "0123456789")}
        parts = {"n": "".join(map(re.escape, looks)), "open": file["open"], "close": file["close"]}
        pattern = row["pattern"]
        for name, part in parts.items():
            pattern = pattern.replace("{" + name + "}", part)
        styles.append(_Style(row["id"], row["rank"], row["figures"], row["sure"], re.compile(pattern), looks))
    return tuple(styles)


@cache
def _odd() -> re.Pattern[str]:
    """The beginning of a line that may be a label and is no whole one."""
    file = read_toml(_FILE)
    whole = "".join(_ONES) + "十0-9"
    odd = "".join(re.escape(char) for char in sorted({char for style in _styles() for char in style.looks if char not in whole}))
    any_n, marks, close = f"[{whole}{odd}]{{1,3}}", "、.．,，·:：;；。", file["close"]
    shapes = (
        f"[{file['open']}]?{any_n} ?[{marks}{close}]",
        f"[（(]{any_n}(?=[ “《]?[一-鿿])",
        f"第[{whole}]{{0,3}}[{odd}]",
    )
    no_whole = f"(?!(?:[（(](?!一一)[{whole}]{{1,3}}[）)]|[{whole}]{{1,3}}[、.．]))"
    return re.compile(rf"\n[ \t\u3000]*{no_whole}(?:{'|'.join(shapes)})")


@cache
def _begin() -> re.Pattern[str]:
    """The beginning of a line that begins as some label may."""
    file = read_toml(_FILE)
    chars = {char for style in _styles() for char in style.looks} | {"第"}
    return re.compile(rf"(?:\n|\A)[ \t\u3000]*(?=[{file['open']}{''.join(map(re.escape, sorted(chars)))}])")
