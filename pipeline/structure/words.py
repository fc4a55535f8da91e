"""What a paragraph of head or foot is: a date, a body's name, a document number, a title."""

from __future__ import annotations

import re

from pipeline.structure.doc_types import doc_type
from pipeline.structure.lexicon import marks, organ_end
from pipeline.structure.lines import Line
from pipeline.structure.numbers import read_label

_CN = "一二三四五六七八九十〇○零◯OＯo0廿卅元正"
DATE = (
    rf"(?:(?:[12]\d{{3}}|[{_CN}]{{4}}|[{_CN}]{{2}})\s*年\s*(?:\d{{1,2}}|[{_CN}]{{1,3}})\s*月(?:\s*(?:\d{{1,2}}|[{_CN}]{{1,4}})\s*日?)?"
    r"|[12]\d{3}[-./．－]\d{1,2}[-./．－]\d{1,2})"
)
DATE_LINE = re.compile(rf"[（(]?({DATE})(?:[（(]?(?:印章|盖章|公章)?[）)])?[）)]?$")
_ENDS_IN_DATE = re.compile(rf"^(?P<who>[^，。；：！？、\d]{{3,60}}?)(?P<date>{DATE})$")
_BRACKETS = r"[〔\[［【(（「﹝『〈<{{]\s*(?:19|20)?\d{2}\s*[〕\]］】)）」﹞』〉>}}]"
_NUMBER = (
    r"(?:[一-鿿A-Za-z（）()·]{0,24}?" + _BRACKETS + r"\s*(?:[一-鿿]{1,6}字)?(?:第|字第)?\s*\d{1,5}\s*号?"
    r"|[一-鿿（）()]{0,24}?[12]\d{3}年第\s*\d{1,4}\s*号"
    r"|[一-鿿]{0,16}[字令函发办]第?\s*\d{1,5}\s*号"
    r"|第\s*(?:\d{1,5}|[" + _CN + r"百]{1,5})\s*号)"
)
DOC_NUMBER = re.compile(rf"[（(【\[]?(?:(?:发文字号|文\s*号|编号|文件编号)[:：]?\s*)?(?P<number>{_NUMBER})[）)】\]]?$")
_BEGINS_NUMBER = re.compile(rf"(?:(?:发文字号|文\s*号|文件编号)[:：]\s*)?(?P<number>{_NUMBER})(?=[\s,，（(]|签发|$|[12]\d{{3}}年)")
_STOPS = re.compile(r"[。；！？]")
_MASTHEAD = re.compile(r"(?:文件|[（(]?[通报]知[）)]?)$")
_PERSON = re.compile(r"^(?:代)?(?:省长|市长|县长|区长|州长|主席|局长|部长|主任|总理|院长|行长|署长|书记|厅长|秘书长|镇长|乡长)[:：]?\s*\S{2,4}$")
_NAV = re.compile(r"[>＞|｜]|^(?:通知公告|公告通知|政策文件|规范性文件|政府文件|通知通告|公示公告|文件通知)$")


def is_date(text: str) -> bool:
    """The paragraph is a date and nothing else."""
    return len(text) < 30 and DATE_LINE.match(text) is not None


def ends_in_date(text: str) -> re.Match[str] | None:
    """A body and a date on one line: 某市教育局2021年3月5日."""
    if len(text) > 80:
        return None
    match = _ENDS_IN_DATE.match(text)
    return match if match and organ_end().search(match["who"].strip()) else None


def is_organ(text: str) -> bool:
    """The paragraph is the name of a body and nothing else."""
    if not 2 < len(text) <= 45 or _STOPS.search(text) or text[-1] in "：:，、":
        return False
    return organ_end().search(text) is not None and "，" not in text and "关于" not in text and not read_label(text)


def is_person(text: str) -> bool:
    """An office and a name, as orders are signed: 市长 张某."""
    return len(text) <= 12 and _PERSON.match(text) is not None


def masthead(text: str) -> bool:
    """A masthead: one or more bodies and 文件."""
    if not 4 < len(text) <= 120 or not text.endswith("文件") or _STOPS.search(text) or "，" in text or "关于" in text:
        return False
    return organ_end().search(text[:-2].strip()) is not None


def number_in(text: str) -> re.Match[str] | None:
    """The document number of a line of the head, which may go on with 签发人 or a date."""
    if len(text) > 80:
        return None
    return DOC_NUMBER.match(text) or _BEGINS_NUMBER.match(text)


def is_mark(text: str, *names: str) -> bool:
    """The paragraph is one of the named marks of head or foot."""
    return any(marks()[name].match(text) for name in names)


def is_title(text: str, *, least: int = 5) -> bool:
    """The paragraph reads as the title of a document: it ends with its kind and has no stop within."""
    if not least <= len(text) <= 150 or _STOPS.search(text) or text[-1] in "：:，、；" or _NAV.search(text):
        return False
    return bool(doc_type(text)) and not is_mark(text, "attachment", "web", "cc") and not read_label(text)


def short_line(line: Line, most: int = 50) -> bool:
    """A line that may be part of a title: short, no stops, no label, no mark."""
    text = line.text
    if len(text) > most or _STOPS.search(text) or text[-1] in "：:，、；" or is_date(text) or number_in(text):
        return False
    return not read_label(text) and not masthead(text) and not is_mark(text, *marks())
