"""The heading sentence of a provision: where it ends, or that there is none."""

from __future__ import annotations

import re

_MOST = 42  # characters of a heading sentence
_STOP = re.compile(r"[。！？；]|[:：]")
_MODAL = re.compile(
    r"(?<![重主需只首次必想不摘纪概扼将紧提简显切索])要(?![求素点闻件害道职强领事旨]|约)|必须|务必|应当|(?<![适相响反供对感效顺照因])应(?![用急对变届征])"
    r"|不得|严禁|可以|予以|(?<!必)须(?!知)|本办法|本方案|本通知|本意见|本规定|是指|指的是|负责|如下|以下|下列"
)
_OPENS = re.compile(r"^(?:为了?|根据|按照|依据|经|自|从(?!严|重|快|源头)|凡|如|若|因|近年|目前|当前|今年|去年|截至|截止|各(?!负其责|司其职)|我[省市县区国]|全[省市县区国]|本[省市县区]|对于?[^，]{1,12}的|由[^，]{2,})")
_QUANTITY = re.compile(r"\d")
_DATED = re.compile(r"[（(][^（）()]{2,40}[）)]")
_COUNTED = re.compile(r"^(?:责任单位|牵头单位|责任部门|完成时限|配合单位|联系人|联系电话|地址|邮编|电话|附件|备注|注)$")


def title_length(words: str, *, alone: bool, article: bool, own_line: bool) -> int:
    """Characters of ``words`` (what stands behind the label on its line) that are the title, without the final stop; 0 for none.

    ``alone``: nothing else belongs to the provision; ``own_line`` is false where the line was cut out of a longer one;
    ``article``: articles have a title only where it stands apart.
    """
    stop = _STOP.search(words)
    if stop is None:
        return len(words) if _own_line(words, alone) and not (article and len(words) > 20) else 0
    head, rest = words[: stop.start()], words[stop.end() :]
    if stop[0] in "；！？" or article:
        return 0
    if stop[0] in ":：":
        return len(head) if _before_colon(head, rest) else 0
    return len(head) if _sentence(head, rest, alone) else 0


def _own_line(words: str, alone: bool) -> bool:
    return 1 < len(words) <= 60 and words[-1] not in "，、,;" and not _COUNTED.match(words)


def _before_colon(head: str, rest: str) -> bool:
    """工作目标：到2025年… and 动员阶段（3月1日—3月10日）：… have a title before the colon."""
    bare = _DATED.sub("", head)
    if not rest or not 2 <= len(bare) <= 16 or _MODAL.search(bare) or "，" in bare or _COUNTED.match(bare):
        return False
    return not _QUANTITY.search(bare)


def _sentence(head: str, rest: str, alone: bool) -> bool:
    bare = _DATED.sub("", head)
    if not 2 <= len(bare) <= _MOST or _OPENS.match(bare) or _MODAL.search(bare):
        return False
    if bare.count("，") + bare.count(",") > 2 or _QUANTITY.search(re.sub(r"[“\"][^”\"]*[”\"]", "", bare)):
        return False
    if not rest.strip() and alone:
        return len(bare) <= 24 and "，" not in bare
    return True
