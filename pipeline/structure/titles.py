"""The heading sentence of a provision: where it ends, or that there is none."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.structure.kinds import heading_kind

_MOST = 42  # characters of a heading sentence, brackets not counted
_STOP = re.compile(r"[。！？；;]|[:：]")
_MODAL = re.compile(
    r"(?<![重主需只首次必想不摘纪概扼将紧提简显切索机])要(?![求素点闻件害道职强领事旨务]|约)|必须|务必|应当|(?<![适相响反供对感效顺照因])应(?![用急对变届征])"
    r"|不得|可以|予以|(?<!必)须(?!知)|本办法|本方案|本通知|本意见|本规定|是指|指的是|负责(?!人|制)|如下|以下|下列"
)
_OPENS = re.compile(
    r"^(?:为了?(?!民)|根据|按照|依据|经(?!费|营|济|常)|自(?!觉|主|查|身|然|愿)|从(?!严|重|快|源头)|凡|如|若|因(?!地制宜)|近年|目前|当前|今年|去年|截至|截止|各(?!负其责|司其职|级各类|类)|我[省市县区国]|全[省市县区国](?![^，。]{2,12}工作$)"
    r"|本[省市县区]|对于?[^，]{1,12}的|由[^，]{2,}|原则同意|同意|你[省市县区局委们乡镇]|此项|该|其他|以[^，]{1,12}为|每[个位项人]|未经|符合|有下列)"
)
_NUMBERS = re.compile(r"\d")
_QUOTED = re.compile(r"[“\"《][^”\"》]*[”\"》]")
_DATED = re.compile(r"[（(][^（）()]{2,40}[）)]")
_COUNTED = re.compile(r"^(?:责任单位|牵头单位|责任部门|完成时限|完成时间|配合单位|联系人|联系电话|地址|邮编|电话|附件|备注|注)$")
_BOXED = re.compile(r"^[【〔\[](?P<name>[^【】〔〕\[\]]{2,20})[】〕\]]|^[（(](?P<round>[一-鿿]{2,14})[）)](?=.)")
_KNOWN = re.compile(
    r"^(?:指导思想|工作目标|总体目标|总体要求|主要目标|目标任务|工作原则|基本原则|主要任务|重点任务|工作任务|保障措施|工作要求|工作措施|实施步骤|工作步骤|组织领导|加强组织领导|组织实施|适用范围)"
    r"(?=以|到20|通过|坚持|为[^，]{2}|全[省市县区面]|按照|认真|深入|贯彻|围绕|紧紧|建立|各[级地县单]|成立|高举|在[^，]{2}|根据|要)"
)
_PHRASE = re.compile(r"[一-鿿“”‘’《》、，,A-Za-z0-9（）()·\-—+＋/：:]+$")


class Title(NamedTuple):
    """Span of a title within the words behind the label. ``sure``: it stands apart, or a colon divides it; else a first sentence."""

    start: int
    end: int
    sure: bool


def find_title(words: str, *, alone: bool, article: bool) -> Title | None:
    """The title among ``words`` (what stands behind the label on its line), without its final stop.

    ``alone``: nothing else belongs to the provision. ``article``: articles have a title only where it stands apart.
    """
    boxed = _BOXED.match(words) if article or words[:1] in "【〔[" else None
    if boxed:
        group = "name" if boxed["name"] else "round"
        return Title(boxed.start(group), boxed.end(group), True)
    stop = _STOP.search(words)
    if stop is None:
        return Title(0, len(words), True) if _own_line(words, article, alone) else None
    head, rest = words[: stop.start()], words[stop.end() :]
    known = _KNOWN.match(words)
    if known:
        return Title(0, known.end(), True)
    if article or stop[0] in "；;！？":
        return None
    if stop[0] in ":：":
        return Title(0, len(head), True) if _before_colon(head, rest, alone) else None
    return Title(0, len(head), heading_kind(head)[0] != "") if _sentence(head, rest, alone) else None


def first_sentence(words: str) -> Title | None:
    """The first sentence where the brothers show that each begins with its heading: looser than :func:`find_title`."""
    stop = _STOP.search(words)
    if stop is None or stop[0] != "。" or not words[stop.end() :].strip():
        return None
    bare = _DATED.sub("", words[: stop.start()])
    return Title(0, stop.start(), False) if 2 <= len(bare) <= 60 and bare.count("，") <= 3 else None


def _own_line(words: str, article: bool, alone: bool) -> bool:
    if not 1 < len(words) <= (20 if article else 60) or words[-1] in "，、,;" or _COUNTED.match(words):
        return False
    if alone or len(words) <= 24:
        return _PHRASE.match(words) is not None
    # a long line without a stop may be a sentence that was broken: a heading has no words of duty, no opening of a sentence
    return not (_OPENS.match(words) or _MODAL.search(words) or words.count("，") > 2)


def _before_colon(head: str, rest: str, alone: bool) -> bool:
    """工作目标：到2025年… and 动员阶段（3月1日—3月10日）：… have a title before the colon; so has 禁止行为： before items."""
    bare = _DATED.sub("", head)
    if not 2 <= len(bare) <= 18 or _MODAL.search(bare) or "，" in bare or _COUNTED.match(bare) or _NUMBERS.search(bare):
        return False
    return bool(rest) or not alone


def _sentence(head: str, rest: str, alone: bool) -> bool:
    bare = _DATED.sub("", head)
    if not 2 <= len(bare) <= _MOST or _OPENS.match(bare):
        return False
    if (_MODAL.search(bare) and not re.match(r"要[^，]{2,16}$", bare)) or bare.count("，") + bare.count(",") > 2:
        return False
    if _NUMBERS.search(_QUOTED.sub("", bare)):
        return False
    if not rest.strip() and alone:
        return len(bare) <= 24 and "，" not in bare and heading_kind(bare)[0] != ""
    return True
