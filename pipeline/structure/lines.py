"""Paragraphs of the clean text with their offsets; what was run together on one line is taken apart.

Web copies and scans lose line ends: a document number behind the title, a signature behind the last sentence, whole
articles in one paragraph. The text is not changed; a paragraph is only read as several.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.structure.numbers import Label, read_label

_LINE = re.compile(r"[^\n\f\r\v\u2028\u2029\x85\x1c-\x1e]+")
_DATE = r"(?:[12]\d{3}|[一二三四五六七八九十〇○零]{4})\s*年\s*[\d一二三四五六七八九十〇○元正]{1,3}\s*月\s*[\d一二三四五六七八九十廿]{1,3}\s*日"
_SIGNED = re.compile(rf"[。：；！）)]\s*(?P<who>[^，。；：！、（）()\d]{{3,60}}?)\s*(?P<date>{_DATE})\s*(?P<note>[（(][^（）()]{{2,30}}[）)])?$")
_SIGNED_NAME = re.compile(r"(?:[部委厅局办院会社署科处所站校司府行党团市县区省组]|办公室|中心|公司|政府|集团|海关|大学|学院)$")
_NUMBERED = re.compile(r"^(?P<title>.{6,100}?(?:通知|意见|决定|公告|通告|通报|批复|函|办法|规定|命令|方案))\s*(?P<number>[一-鿿（）()]{1,16}[〔\[（(［]\s*(?:19|20)?\d\d\s*[〕\]）)］]\s*第?\s*\d{1,5}\s*号)$")
_LETTER = re.compile(r"^(?:贺信|感谢信|慰问信|表扬信|公开信|邀请函|倡议书|公告|通告)(?=[^，。；！？]{2,60}[:：]$)")
_TITLED = re.compile(
    r"^[^。：，；]{0,60}关于[^。：；]{4,120}?(?:通知|意见|决定|通报|函|批复|公告|通告|办法|规定)(?=(?:各|国务院各|有关|相关|驻|省直|市直|县直|区直|机关各|局属|局机关|委属|厅属)[^。；：]{2,800}[:：]$)"
)
_INLINE = re.compile(r"(?<=[。：:；;）)])\s*(?=[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|第[一二三四五六七八九十百]{1,5}[条章])")
_SERIES = ("cn", "cn_paren", "article", "chapter")


class Line(NamedTuple):
    """A paragraph without the white space around it; ``text == clean[start:end]``."""

    start: int
    end: int
    text: str


def _piece(text: str, start: int, end: int) -> Line:
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    words = words.strip()
    return Line(begin, begin + len(words), words)


def paragraphs(text: str) -> list[Line]:
    """The paragraphs that are not blank, in order."""
    found: list[Line] = []
    for match in _LINE.finditer(text):
        line = _piece(text, match.start(), match.end())
        if line.text:
            found += [piece for piece in _apart(text, line) if piece.text]
    return found


def _apart(text: str, line: Line) -> list[Line]:
    """A paragraph, in pieces where a number, a signature or a series of numbered items was run together with it."""
    if len(line.text) < 120:
        numbered = _NUMBERED.match(line.text) if line.text.endswith("号") else None
        if numbered:
            cut = line.start + numbered.start("number")
            return [_piece(text, line.start, cut), _piece(text, cut, line.end)]
    run_on = (_TITLED.match(line.text) or _LETTER.match(line.text)) if line.text[-1] in ":：" and len(line.text) < 1200 else None
    if run_on:
        cut = line.start + run_on.end()
        return [_piece(text, line.start, cut), _piece(text, cut, line.end)]
    end = line.end
    tail: list[Line] = []
    if line.text[-1] in "日）)":
        begin = max(line.start, line.end - 140)
        signed = _SIGNED.search(text[begin : line.end])
        if signed and _SIGNED_NAME.search(signed["who"].strip()):
            end = begin + signed.start("who")
            tail = [_piece(text, end, begin + signed.end("who")), _piece(text, begin + signed.start("date"), begin + signed.end("date"))]
            if signed["note"]:
                tail.append(_piece(text, begin + signed.start("note"), line.end))
    return [*_items(text, line.start, end), *tail]


def _items(text: str, start: int, end: int) -> list[Line]:
    """Cut before every label that goes on a series: 一、…。二、…。 in one paragraph are two provisions."""
    words = text[start:end]
    if "。" not in words and "：" not in words:
        return [_piece(text, start, end)]
    cuts: list[tuple[int, Label]] = []
    first = read_label(words)
    if first and first.style in _SERIES:
        cuts.append((0, first))
    for match in _INLINE.finditer(words):
        label = read_label(words, match.end())
        if label and label.style in _SERIES:
            cuts.append((match.end(), label))
    kept = _series(words, cuts)
    edges = [start, *(start + at for at in kept if at), end]
    return [_piece(text, a, b) for a, b in zip(edges, edges[1:], strict=False)]


def _series(words: str, cuts: list[tuple[int, Label]]) -> list[int]:
    """Places of labels that count: each goes on from one before it, or begins (一、 behind a colon or full stop) a series that goes on."""
    values: dict[str, int] = {}
    kept = []
    for index, (at, label) in enumerate(cuts):
        goes_on = values.get(label.style) == label.value - 1 and values.get(label.style, 0) > 0
        begins = label.value == 1 and _goes_on(words, cuts, index)
        if at == 0 or goes_on or begins:
            values[label.style] = label.value
            kept.append(at)
    return kept


def _goes_on(words: str, cuts: list[tuple[int, Label]], index: int) -> bool:
    """一、 or 第一条 within a paragraph begins a series if 二、 follows behind a full stop; （一） there is mere text."""
    at, label = cuts[index]
    if label.style == "cn_paren" and not (index > 0 and cuts[index - 1][1].style in ("cn", "article")):
        return False
    return any(other.style == label.style and other.value == 2 and "。" in words[at:place] for place, other in cuts[index + 1 : index + 40])
