"""A notice's clean text as blocks: what each paragraph is in the official layout (GB/T 9704)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.clean import clean
from pipeline.notice import Elements, Span
from pipeline.read import read
from pipeline.structure import structure

_DATE = re.compile(r"[（(]?[〇○零一二三四五六七八九\d]{4}年[一二三四五六七八九十\d]{1,3}月[一二三四五六七八九十\d]{1,3}日[）)]?")
_NUMBER = re.compile(r"\w{2,16}[〔（(\[]\d{2,4}[〕）)\]]第?\d{1,5}号")
_PART = re.compile(r"附(?:件|表|录)[\s\d一二三四五六七八九十]{0,4}[：:]?")
_IMPRINT = re.compile(r"(?:主题词|抄送|抄报|分送)[：:]|.{4,40}印发$")
_NO_SIGNATURE = re.compile(r"[。；：，？！]|^(?:[一二三四五六七八九十]+、|[（(]|\d+[.、．])")
_ADDRESSED = re.compile(r"(?!.*(?:如下|现将|根据))[^。；]{3,200}[：:]")
_CHAPTER = re.compile(r"第[一二三四五六七八九十]+[章节]\s.{1,20}")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the rows of a table.

    ``kind``: masthead, doc_number, title, subtitle, recipients, chapter, body, part (附件1), signature, date, imprint, table.
    """

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Content:
    """A notice ready to be set: its clean text and its blocks in the order of the text."""

    name: str
    text: str
    blocks: tuple[Block, ...]
    fields: dict[str, str] = field(default_factory=dict)
    seed: str = ""


def content_of(path: Path, variant: str = "") -> Content:
    """Read a text file, clean it and say what each paragraph is. Another ``variant`` is set, scanned, numbered otherwise."""
    cleaned = clean(read(path))
    elements = structure(cleaned).elements
    kinds = list(_kinds(cleaned.text, elements))
    _signatures(kinds)
    fields = _fields(elements)
    first = next((index for index, (kind, _) in enumerate(kinds) if kind == "title"), len(kinds))
    if any(kind in ("recipients", "body") for kind, _ in kinds[:first]):
        fields.pop("title", None)  # the title is a later one's: the notice's own was lost
    return Content(path.stem, cleaned.text, tuple(_blocks(kinds)), fields, path.stem + variant)


def _kinds(text: str, elements: Elements) -> Iterator[tuple[str, str]]:
    """Each line that is not empty, with what it is as far as it shows by itself."""
    heads = [span for span in (elements.title, elements.plan_title, *elements.title_repeats) if span]
    number = elements.doc_number
    at, before = 0, ""
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        words = line.strip()
        if not words:
            continue
        kind = "body"
        if "\t" in line or line.count("|") > 1:
            kind = "row"
        elif _PART.fullmatch(words):
            kind = "part"
        elif _CHAPTER.fullmatch(words):
            kind = "chapter"
        elif any(_covers(span, start, end, 0.6) for span in heads):
            kind = "title"
        elif (number and _covers(number, start, end, 0.6)) or _NUMBER.fullmatch(words.split("签发人")[0].strip()):
            kind = "doc_number"
        elif _is_masthead(words, start, elements):
            kind = "masthead"
        elif _IMPRINT.match(words) and before != "title":
            kind = "imprint"
        elif _DATE.fullmatch(words):
            kind = "subtitle" if before in ("title", "subtitle") else "date"
        elif before in ("title", "doc_number") and _ADDRESSED.fullmatch(words):
            kind = "recipients"
        elif before == "title" and len(words) < 30 and not _NO_SIGNATURE.search(words) and elements.recipients == ():
            kind = "subtitle"
        before = kind
        yield kind, line if kind == "row" else words


def _covers(span: Span, start: int, end: int, share: float) -> bool:
    return min(span.end, end) - max(span.start, start) >= share * (end - start)


def _is_masthead(words: str, start: int, elements: Elements) -> bool:
    if len(words) < 40 and re.fullmatch(r"[^，。；：\d]{3,}文件", words):
        return True
    first = elements.doc_number or elements.title
    return first is not None and start < first.start and len(words) < 40 and "：" not in words


def _signatures(kinds: list[tuple[str, str]]) -> None:
    """Short lines just before a date are who signs; so are lines after which nothing but notes and the imprint comes."""
    for index, (kind, _) in enumerate(kinds):
        at = index - 1
        while kind == "date" and at > 0 and index - at <= 6 and kinds[at][0] in ("body", "subtitle"):
            words = kinds[at][1]
            if not 2 < len(words) < 45 or _NO_SIGNATURE.search(words):
                break
            kinds[at] = ("subtitle" if kinds[at - 1][0] in ("title", "subtitle") else "signature", words)
            at -= 1
    for index in range(1, len(kinds)):  # names under a title
        kind, above = kinds[index][0], kinds[index - 1][0]
        if (kind == "signature" and above in ("title", "subtitle")) or (kind == "date" and above == "subtitle"):
            kinds[index] = ("subtitle", kinds[index][1])


def _blocks(kinds: list[tuple[str, str]]) -> Iterator[Block]:
    rows: list[tuple[str, ...]] = []
    for kind, words in [*kinds, ("", "")]:
        if rows and kind != "row":
            columns = max(map(len, rows))
            yield Block("table", rows=tuple((*row, *[""] * (columns - len(row))) for row in rows))
            rows = []
        if kind == "row":
            rows.append(_cells(words))
        elif kind:
            yield Block(kind, words)


def _cells(line: str) -> tuple[str, ...]:
    if "\t" in line:
        return tuple(cell.strip() for cell in line.split("\t"))
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _fields(elements: Elements) -> dict[str, str]:
    """What a government site prints in its table of fields."""
    found = {
        "title": elements.title.text if elements.title else "",
        "doc_number": elements.doc_number.text if elements.doc_number else "",
        "issuer": " ".join(span.text for span in elements.issuers),
        "issue_date": elements.issue_date.text if elements.issue_date else "",
    }
    return {name: words for name, words in found.items() if words}
