"""What stands around an amount: comparators before and behind, changes, what it is counted by and measured against.

Words before a number are read from the number leftwards, one after the other (力争|达到, 增长|至少, 原则上|不超过); what is found
is ranked by the strength of its row. Nothing looks further than one clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.quantities_lexicon import Comparator, lexicon
from pipeline.language.quantities_values import Amount

_WINDOW = 48
_BREAK = re.compile(r".*[，。；：！？\n、]", re.DOTALL)
_REACHING = (
    "不得低于|不得少于|不低于|不少于|至少|最少|起码|不得超过|不得高于|不超过|不高于|至多|最多|最高|高于|超过|低于|少于|达到|相当于"
)
_GAP = re.compile(
    rf"(?P<word>{_REACHING})(?P<gap>[^，。；：、0-9０-９“”《》的]{{1,14}}|[^，。；：、“”《》的]{{1,20}}的|每[^，。；：的]{{1,12}})$"
)
_GAP_TRIGGER = re.compile("[至最不起高超低少达]")
_NEEDS_BASE = frozenset(("高于", "超过", "低于", "少于", "达到", "相当于"))
_NO_BRIDGE = re.compile("前提|情况|范围|以上|以下|以内|条件|标准(?!的)|给予|目标|要求|水平|增长|下降|提高|减少|增加|任务")
_GRANTING = re.compile("可|给予|予以|补助|补贴|奖励|资助|支持|享受|获|贷|扶持|奖补|发放|报销|授信|救助|补偿")
_BARE_BRIDGE = frozenset(("至少", "最少", "起码", "至多", "最多", "最高"))
_CURRENCIES = {"￥": "元", "¥": "元", "$": "美元", "＄": "美元", "€": "欧元", "£": "英镑"}
_EACH = re.compile(
    r"(?:平均)?每(?:[一1]|十|百|千|万|亿)?(?:个|名|位|户|家|所|件|项|次|座|条|处|亩|台|辆|只|头|套|栋|张|吨|公里|平方米|平方公里|立方米|公斤|人|万人|"
    r"千人|百人|月|年|周|天|日|季度|季|半年|学期|学年|小时|旬|县|市|区|乡|镇|村|校|省|班|组|期|场|单|社区|乡镇|街道|行政村|部门|单位|党支部|支部|学校|企业)"
    r"(?:[一-龥]{0,8}?[（(][^（）()]{1,12}[）)])?"
    r"(?:口|人口|常住人口|户籍人口|老年人口|常住人|县|市|区|乡镇|街道|镇|村|社区|行政村|学校|企业|单位|部门|家庭|学生|教师|党支部|支部|班级|试点|园区|网格|项目|床位|月|学期|季度)?"
    r"|人均|户均|亩均|村均|年均|月均|日均|(?<![一-龥])各(?=[一-龥]{1,10}$)"
)
_EACH_TRIGGER = re.compile("[每均]")
_BASE = re.compile(
    r"(?:较|相比|同?比|对比|与)(?=[^，。；、]{2,})(?:[“‘]?十[一二三四五][”’]?五?[”’]?[期末初时间]{0,2}|(?:19|20)[0-9]{2}年(?:度|底|末|初|同期|水平|基数|上半年|下半年)?"
    r"|上年(?:度)?(?:末|底|同期)?|去年(?:末|底|同期)?|上一?(?:季度|月|年度)|前三年(?:平均)?|同期|基准年|基期|改革前|目前|现行标准|全[国省市县](?:平均水平|平均)?"
    r"|[^，。；、0-9]{1,10}?(?:平均水平|水平|年|期|末|底|前|标准|相比|相较))(?:相比|相较|同期)?"
)
_SAME_PERIOD = re.compile(r"(?:同比|环比)(?=[^，。；、]{0,8}$)")
_BASE_TRIGGER = re.compile("[较比与]")
_NEW = re.compile(r"(?:新增|净增)[^，。；：、\n0-9一二三四五六七八九十百千万亿]{1,14}$")
_NOUN_ABOVE = re.compile(r"[一-龥]{1,10}?(以上|以下|以内|左右)(?=[，。；、）)\n]|$)")


@dataclass(slots=True)
class Around:
    """What was read around an amount; ``start`` and ``end`` take it in. ``behind``: something stands behind the unit."""

    start: int
    end: int
    op: str = ""
    strength: int = 0
    rule: str = ""
    change: str = ""
    level: bool = False
    share: str = ""
    base: str = ""
    base_hint: bool = False
    currency: str = ""
    behind: bool = False


def read_around(text: str, amount: Amount, floor: int) -> Around:
    """What stands around ``amount``; nothing before ``floor`` (the end of the quantity before) is taken."""
    around = Around(amount.start, amount.end)
    edge = _read_before(text, amount, max(floor, amount.start - _WINDOW), around)
    _read_after(text, amount, around)
    if around.strength < 2 and not around.level:
        _read_bridge(text, around, edge, floor, amount.dimension == "share")
    return around


def _read_before(text: str, amount: Amount, floor: int, around: Around) -> int:
    """Words directly before the number, from right to left; returns where they begin."""
    known = lexicon()
    at = amount.start
    if text[at - 1 : at] in _CURRENCIES and at > floor:
        around.currency = _CURRENCIES[text[at - 1]]
        at -= 1
        around.start = at
    while at > floor and text[at - 1] in known.before_last:
        match = known.before_reversed.match(text[max(floor, at - 10) : at][::-1])
        if match is None:
            break
        word = match[0][::-1]
        row = known.before[word]
        if row.role == "stop":
            break
        at -= len(word)
        _note(row, word, at, around)
    return at


def _note(row: Comparator, word: str, at: int, around: Around) -> None:
    if row.role == "filler":
        around.base_hint = around.base_hint or word in ("同比", "环比")
        around.base = around.base or (word if word in ("同比", "环比") else "")
        if word in ("人民币", "RMB"):
            around.currency, around.start = "元", at
        return
    if row.role == "share":
        around.share = word + around.share
        return
    around.start = at
    if row.role == "change":
        if not around.level:
            around.change = row.op
    elif row.role == "level":
        around.level = True
        around.rule = around.rule or row.rule
    elif row.strength > around.strength or (row.strength == around.strength == 1 and row.op == "<="):
        if around.op == "~" and row.strength == 1:
            return
        around.op, around.strength, around.rule = row.op, row.strength, row.rule


def _read_after(text: str, amount: Amount, around: Around) -> None:
    """以上, 左右, 以内 behind the unit; and behind its noun where the clause ends there (3个品牌以上)."""
    known = lexicon()
    match = known.after.match(text, amount.end)
    if match is None and amount.word in ("个", "名", "家", "所", "项", "件", "人", "户", "条"):
        noun = _NOUN_ABOVE.match(text, amount.end)
        match = known.after.match(text, noun.start(1)) if noun else None
    if match is None:
        return
    row = known.after_rules[match.lastgroup or ""]
    if row.rule == "le.within" and amount.dimension not in ("time", "length"):
        return
    around.behind = True
    around.end = match.end()
    if around.strength < 2 or row.op != "~":
        if around.strength == 2 and row.op != around.op:
            return
        around.op, around.strength, around.rule = row.op, row.strength, row.rule


def _read_bridge(text: str, around: Around, edge: int, floor: int, share: bool) -> None:
    """至少组织2次, 不低于总投资的30%, 不超过每人300元: a comparator with words between it and the number."""
    begin = max(floor, edge - _WINDOW)
    clause = _BREAK.sub("", text[begin:edge])
    if not clause:
        return
    if not around.change and _NEW.search(clause) and not around.level:
        around.change = "increase"
    if around.strength == 2 or not _GAP_TRIGGER.search(clause):
        return
    match = _GAP.search(clause)
    if match is None or _NO_BRIDGE.search(match["gap"]):
        return
    if match["word"] == "最高" and not _GRANTING.match(match["gap"]):
        return
    of_base, word = match["gap"].endswith("的"), match["word"]
    if not of_base and word in _NEEDS_BASE and not match["gap"].startswith("每"):
        return
    row = lexicon().before.get(word)
    if row is None or row.role != "op":
        return
    if around.op and around.strength >= row.strength:
        return
    around.op, around.strength, around.rule = row.op, row.strength, row.rule
    around.start = edge - len(clause) + match.start()
    if (of_base or share) and word not in _BARE_BRIDGE and not match["gap"].startswith("每"):
        around.base = match["gap"].removesuffix("的")


def share_before(text: str, start: int, floor: int) -> str:
    """每个县, 人均, 每季度: the last in the clause before ``start`` that says what the number holds for."""
    begin = max(floor, start - _WINDOW)
    clause = _BREAK.sub("", text[begin:start])
    if not clause or not _EACH_TRIGGER.search(clause):
        return ""
    found, end = "", 0
    for match in _EACH.finditer(clause):
        found = found + match[0] if found and match.start() == end else match[0]
        end = match.end()
    return found


def base_before(text: str, start: int) -> str:
    """较2020年, 比上年同期, 同比: what a change is measured against."""
    clause = _BREAK.sub("", text[max(0, start - _WINDOW) : start])
    if not clause:
        return ""
    if _BASE_TRIGGER.search(clause):
        match = _SAME_PERIOD.search(clause) or _BASE.search(clause)
        if match:
            return match[0]
    return ""
