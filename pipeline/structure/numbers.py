"""Labels of numbered provisions: 第三条, 二、, （三）, 4., （5）, ⑥ and what numbers they stand for."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from pipeline.language.numerals import parse_number
from pipeline.structure.lexicon import Style, styles

_STROKES = dict.fromkeys("-—－―–ー", 1) | dict.fromkeys("=＝", 2) | {"≡": 3}  # what OCR makes of 一, 二, 三
_ROWS = (
    "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "❶❷❸❹❺❻❼❽❾❿",
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
_SIGNS = {sign: index for row in _ROWS for index, sign in enumerate(row, 1)}
_BY_FIRST = re.compile(r"[第一二三四五六七八九十（(﹙〔\[［\dA-Za-z⒈-⒛⑴-⒇①-⑳❶-❿]")


class Label(NamedTuple):
    """A printed label at the beginning of a paragraph. ``values`` has one number, or those of 3.2.1."""

    style: str
    rank: int
    values: tuple[int, ...]
    printed: str

    @property
    def value(self) -> int:
        """The last number: what counts among brothers."""
        return self.values[-1]


def _values(style: Style, text: str) -> tuple[int, ...]:
    if style.id == "decimal":
        return tuple(int(part) for part in re.split(r"[.．]", text))
    if text in _SIGNS:
        return (_SIGNS[text],)
    if text in _STROKES:
        return (_STROKES[text],)
    number = parse_number(text)
    return (int(number),) if number is not None and 0 < number < 1000 else ()


@cache
def _by_first() -> dict[str, tuple[Style, ...]]:
    """Styles that may begin with a character: most paragraphs are settled by their first one."""
    probes = "第一二三四五六七八九十（(﹙〔[［0123456789⒈⑴①❶Aa"
    samples: dict[str, list[Style]] = defaultdict(list)
    for style in styles():
        for probe in probes:
            if probe == "第":
                fits = style.rank <= 3
            elif probe in "一二三四五六七八九十":
                fits = style.id in ("cn", "cn_paren")
            elif probe in "（(﹙〔[［":
                fits = style.id in ("cn_paren", "arabic_paren")
            elif probe in "0123456789":
                fits = style.id in ("decimal", "arabic", "arabic_paren")
            else:
                fits = style.id in ("arabic_dot", "arabic_paren", "circled", "letter")
            if fits:
                samples[probe].append(style)
    return {probe: tuple(found) for probe, found in samples.items()}


def read_label(text: str, at: int = 0) -> Label | None:
    """The label that stands at ``text[at:]``, or None. Whether it counts is for the tree to say."""
    first = text[at : at + 1]
    if not first or not _BY_FIRST.match(first):
        return None
    probe = first
    if first not in _by_first():
        probe = "A"
    for style in _by_first()[probe]:
        match = style.pattern.match(text[at : at + 60] if at else text)
        if match:
            numeral = next((group for group in match.groups() if group), "")
            values = _values(style, numeral)
            if values:
                return Label(style.id, style.rank, values, match[0])
    return None
