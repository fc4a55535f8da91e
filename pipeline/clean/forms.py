"""How lines begin and end: what a paragraph of a notice looks like, from the lexicon."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.lexicon import check, read_csv, read_toml

_FILE = "clean_lines.toml"
_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_LONGEST_BODY = 30
_ENDS = frozenset(("cannot_end", "never_ends", "label_end", "before_number", "number_end"))
_BOOK = re.compile("[》）〉”]$")
_NO_BODY = re.compile("[，。；：！？《》0-9、]")


@cache
def _labels() -> re.Pattern[str]:
    """Labels of provisions, from the table of numbering."""
    rows = read_toml("numbering.toml")["label"]
    return re.compile("|".join(_GROUP_NAME.sub("(?:", f"(?:{row['pattern']}){row['follow']}") for row in rows))


def _compiled(kind: str, whole: bool) -> re.Pattern[str]:
    rows = read_toml(_FILE)[kind]
    for row in rows:
        pattern = re.compile(row["pattern"] if whole else "^" + row["pattern"])
        check(_FILE, row["id"], pattern, row["example"], row["counter"], whole=whole)
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows))


@cache
def _starts() -> re.Pattern[str]:
    return _compiled("start", whole=False)


@cache
def _wholes() -> re.Pattern[str]:
    return _compiled("whole", whole=True)


@cache
def _date() -> re.Pattern[str]:
    return re.compile(next(row["pattern"] for row in read_toml(_FILE)["whole"] if row["id"] == "date"))


@cache
def _annex() -> re.Pattern[str]:
    return re.compile(next(row["pattern"] for row in read_toml(_FILE)["whole"] if row["id"] == "annex"))


@cache
def _edge(name: str) -> re.Pattern[str]:
    table = read_toml(_FILE)
    pattern = re.compile(f"(?:{table[name]})$" if name in _ENDS else f"^(?:{table[name]})")
    check(_FILE, name, pattern, table[name + "_example"], table[name + "_counter"])
    return pattern


@cache
def _organ() -> re.Pattern[str]:
    return re.compile(read_toml("organ_lines.toml")["end"])


@cache
def _state_bodies() -> frozenset[str]:
    return frozenset(read_toml("organ_lines.toml")["state"])


def _names(text: str) -> list[str]:
    """The names on a line, parted by spaces; one empty name where there is no space."""
    return text.split() if " " in text else [""]


@cache
def doc_types() -> re.Pattern[str]:
    """A kind of document at the end of a title, with a note in brackets behind it."""
    words = sorted((row["word"] for row in read_csv("doc_types.csv")), key=lambda word: (-len(word), word))
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})(?:（[^（）]{{1,20}}）)*$")


@lru_cache(4096)
def numbered(text: str) -> bool:
    """Whether the text begins with the label of a provision."""
    return bool(_labels().match(text))


@lru_cache(4096)
def begins(text: str) -> bool:
    """Whether the text begins as only a paragraph does: a label, 附件, 联系人, 抄送 …"""
    return bool(_starts().match(text)) or numbered(text)


@lru_cache(4096)
def stands_alone(text: str) -> bool:
    """Whether the whole text is an element of its own: a date, a document number, the name of a body …"""
    return len(text) <= 60 and (bool(_wholes().fullmatch(text)) or is_body(text))


@lru_cache(4096)
def is_body(text: str) -> bool:
    """Whether the whole line may be names of bodies, as in a signature or masthead."""
    if not 2 <= len(text) <= 60 or _NO_BODY.search(text):
        return False
    if text in _state_bodies():
        return True
    if len(text) <= _LONGEST_BODY and _organ().search(text):
        return True
    return all(len(each) > 1 and is_body(each) for each in _names(text))


def is_masthead(text: str) -> bool:
    """Whether the line is the red head of a notice: 某市人民政府文件."""
    return text.rstrip().endswith("文件") and len(text) <= 60


def is_recipients(text: str) -> bool:
    """Whether the text begins as a list of recipients does."""
    return bool(_edge("recipients").match(text))


def parts_number(text: str, following: str) -> bool:
    """Whether the line break parts a number from what it counts: 70 / 万亩."""
    if text[-1:].isdigit() and not text.isdigit():
        return bool(_edge("counted").match(following) or (following[0].isdigit() and _cut_number(text, following)))
    if not following[0].isdigit():
        return False
    return bool(_edge("before_number").search(text[-4:]) and _edge("amount").match(following))


def _cut_number(text: str, following: str) -> bool:
    """Whether a telephone number goes on: 联系电话：123 / 4567。"""
    return bool(_edge("number_end").search(text[-24:])) and not numbered(following)


def is_row(text: str) -> bool:
    """Whether the line is a row of a table."""
    return "\t" in text or text.startswith("|") or text.count("|") > 1


def never_ends(text: str) -> bool:
    """Whether nothing ends so, not even before a label: …之 / 一，"""
    return bool(_edge("never_ends").search(text[-4:]))


def ends_with_label(text: str) -> bool:
    """Whether the text ends with a label whose value is still to come: 联系电话："""
    return bool(_edge("label_end").search(text[-12:]))


def is_assignment(text: str) -> bool:
    """Whether the text begins with an assignment in brackets: （责任单位：…）, （…负责）"""
    return bool(_edge("assignment").match(text))


def opens_text(text: str) -> bool:
    """Whether the text begins as the first paragraph under a title does: 为…, 根据…, 各…："""
    return bool(_edge("opener").match(text))


def is_date(text: str) -> bool:
    """Whether the whole text is a date, as under a signature."""
    return bool(_date().fullmatch(text))


@lru_cache(4096)
def is_annex(text: str) -> bool:
    """Whether the whole text is the label of an annex: 附件2."""
    return len(text) <= 8 and bool(_annex().fullmatch(text))


def is_article(text: str) -> bool:
    """Whether the text begins with 第…条, which is never a heading."""
    return bool(_edge("article").match(text))


def cannot_end(text: str) -> bool:
    """Whether no paragraph ends so."""
    return bool(_edge("cannot_end").search(text[-8:]))


def cannot_start(text: str) -> bool:
    """Whether no paragraph begins so."""
    return bool(_edge("cannot_start").match(text))


def ends_as_paragraph(text: str) -> bool:
    """Whether a line without a point at its end may be whole all the same: it ends with a bracket or quotation."""
    return bool(_BOOK.search(text))
