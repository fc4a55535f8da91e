"""What a number counts: the indicator, completed from the clause, its list and the sentence before it.

Reads the words left of the number (假冒专利案件|不得低于15件) and right of its unit (引进30家|企业), takes off what is not the
thing counted (time, scope, adverbs, verbs that ask for a number), and gives each item of a list its own indicator
(著作权、地理标志案件分别…). The words are lists of `lexicon/quota_words.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.extract.quota_rules import Rule, words
from pipeline.language.quantities import Quantity
from pipeline.language.quantities_lexicon import lexicon, measure_at
from pipeline.language.quantities_values import read_rate

_BREAK = re.compile(r"[，。；：！？\n\t|｜]|(?<=[一-龥）)%])[.．](?![0-9])")
_EDGE = " \t“”‘’\"'（(【《》、，,：:；;。.·—-–+＋"
_LIST = re.compile(r"、|以及|和(?!谐|平|美)|及(?!时|格)|与(?!会)")
_LINK_END = re.compile(r"(?:[、，]|以及|和|及|与|并|或)+$")
_TAIL_WORD = re.compile(r"[一-龥]{2}[率度量数额值]$")
_OF_REQUIREMENT = re.compile(r"的?(?:要求|标准|比例|原则|配比|目标)[，,]?([^，。；\n]{2,60})")
_GRANTED = re.compile(r"的?(?:给予|予以|发放|享受|进行|实行|[缴交]纳|收取|征收|支付|加付|计提|提取|缴存|计收)([一-龥]{2,12})")
_REQUIREMENT = re.compile(r"的?(?:要求|标准|比例|原则|配比|目标|速度|增速|增幅)")
_FROM = re.compile(r"(?:由|从|自)(?:[^，由从自]{0,8})[0-9０-９一二两三四五六七八九十百千万亿.]+[^，由从自0-9]{0,8}(?=(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|降|压缩|压减|缩短|缩减|精简|调整|增|减|升|延长|优化)[到至为]?)")
_EACH = re.compile(r"(?:每(?:人|户|亩|生|头|公里|平方米|公顷|立方米|座|套|株|栋|只|度|小时|村|年|月|天|日|周|季度?|半年|半月|学期|旬|餐|次|名|床|辆|台|吨|班)(?!均))+")
_LABEL = re.compile(r"^\s*(?:第[一二三四五六七八九十百零〇0-9]{1,6}条|[0-9]{1,2}[.．、]|[（(][一二三四五六七八九十0-9]{1,3}[)）])\s*")
_SHARE_OF = re.compile(r"(.+?)(?:要|应|须|必须|应当)?(?:达到|不低于|不少于|不超过|不得低于|不得少于|不得超过|超过|占到?|相当于|按照?|为)[^，]+的$")
_ABSTRACT = frozenset("率量数额度值费")
_SUBJECT_OF_DOING = re.compile(r"^([^，]{4,24}?)(?:实现|做到|达到)[^，]{2,}$")  # 村级便民商店|实现行政村全覆盖
_ATTRIBUTE = re.compile(r"^[^，]*[0-9一二三四五六七八九十百千万亿][^，的]{0,6}(?:以上|以下|以内)(?:规模)?的|^[^，]*?[0-9]+个[一-龥]{2,12}中(?=[一-龥]{4})|^[0-9]+(?:个|条|项|家|座)(?=[一-龥]{4})")
_GRANT_AT_END = re.compile(r"^(?:每|单|给予|对)[^，]*?((?:一次性)?(?:奖补|补助|补贴|奖励|资助|救助|补偿))$")
_NOUN = re.compile(r"(?:[^，。；：（()）！？\n]|[（(][^（）()]{1,8}[)）](?=[一-龥“]))*")
_FUNDED = frozenset("整治 建设 补助 奖励 改造 扶持 帮扶 救助 发展 治理 推广 培训 奖补 补贴".split())
_REGION = re.compile(r"[一-龥]{1,7}(?:区|县|市|州|盟|旗|镇|乡|街道)")
_REGION_FIRST = re.compile(r"[一-龥]{1,6}?(?:区|县|市|州|盟|旗|镇|乡|街道)")
_AIM = re.compile(r"^[一-龥]{2,12}目标(?:为)?(?=.{2})")
_COVERING = re.compile(r"[—\-\s]*([一-龥]{2,14}?覆盖)")
_PURPOSE = re.compile(r"[，,](?:专项)?用于([^，。；]{2,24})")
_KEPT_WHOLE = ("时间", "天数", "时长")  # 每周开放时间 is one thing
_REGIONS = re.compile(r"[一-龥]{0,12}[市县区州乡镇]（[市县区州盟旗地乡镇街道、]+）")
_WORD_OPENS = frozenset("并和及与或用以左进给予/／的）)”’，。；：、！？\n 其且而但即由在于按到至共等时后前每各均")
_GRANTABLE = frozenset(("元", "%", "‰", "倍", ""))
_CONTENT = frozenset(
    "培训 轮训 检查 巡查 抽检 抽查 走访 宣讲 植树 造林 绿化 演练 改造 投资 投入 整治 治理 修缮 修复 补植 抚育 监测 巡查 种植 拆除 安置 关停 淘汰 处置 调解 "
    "扶持 支持 救助 预算 立案 审结 招录 招聘 增殖放流 播种 出栏 存栏 奖励 补助 补贴 资助 慰问 救助 新增".split()
)


@dataclass(slots=True)
class Reading:
    """What was read of one number: its indicators (several for a list), the verb that asks for it, where it came
    from, and the scopes where the list is one of regions."""

    items: list[str]
    verb: str = ""
    source: str = ""
    scopes: list[str] | None = None


class _Words:
    """The lists, compiled."""

    def __init__(self) -> None:
        table = words()

        def either(names: list[str]) -> str:
            return "|".join(re.escape(name) for name in sorted(set(names), key=lambda word: (-len(word), word)))

        verbs = either([name for name in table["bring_about"] if len(name) > 1])
        verbs += "|建(?!制|档|筑|材|议|言|模)|办(?!学|公|事|结|案|法)|派(?!驻|遣)"
        self.time = re.compile("|".join(table["time"]))
        self.scope = re.compile("|".join(f"(?:{pattern})" for pattern in table["scope"]))
        self.lead = re.compile("|".join(pattern.replace("VERB", f"(?:{verbs})") for pattern in table["lead"]))
        self.bound = re.compile("|".join(table["bound"]))
        self.verb = re.compile(verbs)
        self.verb_first = re.compile("|".join(table["cut"]))
        self.cut = re.compile("|".join([*table["cut"], "分别|各自|共同|联合"]))
        self.trailing = re.compile(f"(?:{either(table['trailing'])})$")
        self.level = re.compile(f"(?:{either(table['level'])})")
        self.heads = tuple(sorted(table["head"], key=lambda word: (-len(word), word)))
        self.shared = tuple(table["shared"])
        self.grant_last = re.compile(rf"(?:^(?:给予|予以|的)?|元|给予|予以|给|的)(?!给予|予以)([^，元]{{0,8}}?(?:{either(table['grant'])}))$")
        self.grants = re.compile(either(table["grant"]))
        long = either([name for name in table["bring_about"] if len(name) > 1])
        self.long = re.compile(long)
        self.light = frozenset(table["light"])
        self.doings = frozenset(table["doings"])
        one = r"(?:每(?:个|位|名|家|所|件|项|户|支|人|次|场|辆|台|座|只|笔|证)|单(?:个|家|户|笔|项|台|次|辆|座))[一-龥]{0,8}"
        self.each = re.compile(rf"{one}(?=限|可|至少|应|要|须|不|{long})|{one}$")
        bound = "|".join(table["bound"])
        ends = "|".join(table["body_end"])
        self.subject = re.compile(rf"^[^的，]{{0,16}}(?:{ends})(?:（[^（）]{{1,10}}）)?(?=(?:要|应当|应|须|必须|需|均|每年|每月|负责|至少|统筹|年内|三年|两年|五年)?(?:{long})(?!{bound}))")
        self.modal = re.compile(rf"^[^的，]{{1,24}}?(?:要|应当|应|须|必须|(?<![产供急必所])需)(?=(?:每[年月周季][度]?)?(?:{long}|至少|不少于|积极|认真|定期|确保|按|对|在|于|将))")
        self.phrase = re.compile(
            rf"^(?:对|通过|围绕|依托|利用|结合|针对|聚焦|采取|根据|面向|组织|以|为|请|恳请|商请|由|从)[^，]{{2,24}}?(?=(?:{long})[^率量数额度])"
            rf"|^为[^，]{{1,8}}(?=办)"
            rf"|^[^，“]{{0,16}}每(?:年|月|季度|周|学期|半年)(?=为|(?:{long})[^率量数额度])"
        )
        self.pivot = re.compile(r".*(?:确保|力争|努力实现|使得?|保证|做到|促进|推动|推进|实现|争取)(?!用|率)(?=[^，]{2})")


@cache
def _known() -> _Words:
    return _Words()


def clause_of(text: str, low: int, high: int, start: int, end: int) -> tuple[int, int]:
    """The clause around [start:end) within [low:high), brackets and marks left out."""
    begin = low
    for match in _BREAK.finditer(text, low, start):
        begin = match.end()
    stop = _BREAK.search(text, end, high)
    finish = stop.start() if stop else high
    opened = max(text.rfind("（", begin, start), text.rfind("(", begin, start))
    if opened >= 0 and not any(mark in text[opened:start] for mark in "）)"):
        begin = opened + 1
        closing = [at for at in (text.find("）", end, finish), text.find(")", end, finish)) if at >= 0]
        finish = min(closing) if closing else finish
    while begin < start and text[begin] in " \t、":
        begin += 1
    return begin, finish


def read(text: str, clause: tuple[int, int], group: list[Quantity], floor: int, ceiling: int,
         times: list[tuple[int, int]], rule: Rule) -> Reading:
    """The indicators of a group of numbers that stand side by side; ``floor`` is where the words of the number before end.

    ``ceiling`` is where the next number begins; The rule that kept the number tells
    whether it is a share of the noun behind it (80%以上的乡镇) or an amount granted. One item a number where the list has as many, else all items for each.
    """
    first, last = group[0], group[-1]
    begin = max(clause[0], floor)
    standard, of_noun = rule.kind == "standard", rule.rule in ("keep.share-of", "keep.share-noun", "keep.fund")
    bridged = bool(first.base) and first.base in first.text
    stop = first.start if bridged else first.number_start
    at = text.find(first.base, begin, stop) if first.base else -1
    if at >= 0:
        times = sorted([*(span for span in times if not at <= span[0] < at + len(first.base)), (at, at + len(first.base))])
    piece = _without(text, begin, stop, times)
    if first.rule == "all" and not text[first.end : first.end + 1].isalpha():
        piece = _SUBJECT_OF_DOING.sub(r"\1", piece)
    left, verb = _left(piece, first)
    right = _right(text, last, min(clause[1], ceiling))
    requirement = _OF_REQUIREMENT.match(text, last.end)
    if requirement and _known().grants.search(requirement[1]):
        return Reading([_object_of(requirement[1]) or _strip_left(requirement[1], False)[1]], verb, "requirement")
    if standard and first.unit in _GRANTABLE and first.unit != "元":
        behind = _known().grant_last.search(text[last.end : clause[1]])
        if behind:
            return Reading([behind[1]], verb, "right")
    granted = _GRANTED.match(text, last.end)
    if granted and _known().grants.search(granted[1]) and first.unit in _GRANTABLE:
        return Reading([granted[1]], verb, "right")
    if _known().grants.search(right) and first.unit in _GRANTABLE:
        return Reading([right], verb, "right")
    share_like = not of_noun and (first.unit in ("%", "‰", "个百分点", "倍", "") or bool(first.change))
    if share_like:
        cand = left or right
    elif first.unit == "元" and not of_noun:
        cand = left if left and not (right and verb) else right or left
    else:
        cand = right or left
    covering = _COVERING.match(text, clause[0]) if rule.rule == "keep.share-noun" else None
    if covering and right:
        cand = covering[1] + right
    if not cand and first.unit == "元":
        purpose = _PURPOSE.match(text, last.end)
        cand = purpose[1] if purpose else ""
    if cand and _known().level.fullmatch(cand.rstrip("的")) and not right:
        return Reading([cand], verb, "level")
    if not cand:
        if requirement and verb not in _CONTENT:
            cand = _object_of(requirement[1])
    if not cand and verb in _CONTENT:
        cand = verb
    if not cand:
        return Reading([], verb, "")
    if any(item.distribution.startswith(("分别", "各", "均", "都")) for item in group) or len(group) > 1:
        items = split_list(cand)
        if len(items) == len(group) > 1 and all(_REGION.fullmatch(item) for item in items[:-1]):
            region = _REGION_FIRST.match(items[-1])
            name = items[-1][region.end() :] if region else items[-1]
            regions = [*items[:-1], region[0] if region else ""]
            return Reading([_AIM.sub("", name)] * len(group), verb, "list", regions)
        if len(items) == len(group) or any(item.distribution.startswith(("分别", "各", "均", "都")) for item in group):
            return Reading(items, verb, "list")
    return Reading([cand], verb, "right" if cand == right else "left")


def _object_of(clause: str) -> str:
    """The noun at the end of the clause that applies a requirement: 督促企业缴存|工资保证金, 配备和充实…的|人员."""
    head, of, tail = clause.rpartition("的")
    if of and 2 <= len(tail) <= 12 and not _known().long.search(tail):
        return tail
    match = _known().cut.search(clause, 2)
    clause = clause[: match.start()] if match else clause
    noun, _ = _strip_left(clause, False)
    noun = noun.split("的")[-1]
    last = None
    for last in _known().long.finditer(noun):
        pass
    if last and last.end() < len(noun) and not _bound(noun, last.end()):
        noun = noun[last.end() :]
    return noun


def _without(text: str, begin: int, end: int, spans: list[tuple[int, int]]) -> str:
    """The words [begin:end) less the spans (dates) within."""
    parts = []
    for low, high in spans:
        if begin <= low and high <= end:
            parts.append(text[begin:low])
            begin = high
    return "".join([*parts, text[begin:end]])


def _left(piece: str, quantity: Quantity) -> tuple[str, str]:
    """The noun in the words before a number, and the verb that was taken off."""
    known = _known()
    piece = _LABEL.sub("", _strip_right(_FROM.sub("", piece), quantity))
    piece = _ATTRIBUTE.sub("", piece)
    if quantity.change == "increase":
        piece = re.sub("新增|净增", "", piece)
    if quantity.unit in _GRANTABLE:
        piece = re.sub(r"最高(?=奖|补|资助|支持|扶持)", "", piece)
        grant = _GRANT_AT_END.match(piece)
        if grant:
            return grant[1], ""
    if quantity.unit in _GRANTABLE and piece.endswith("的"):
        of = _SHARE_OF.match(piece)
        piece = of[1] if of else piece
    whose = known.each.match(piece)
    if whose and whose.end() < len(piece):
        piece = piece[whose.end() :]
    each = _EACH.search(piece)
    if each:
        behind, verb = _left(piece[each.end() :], quantity) if each.end() < len(piece) else ("", "")
        if (behind or verb in _CONTENT) and not behind.endswith(_KEPT_WHOLE):
            return behind, verb
        if behind:
            scope = _known().scope.match(piece)
            return _opened(piece[scope.end() :] if scope else piece).rstrip(_EDGE), verb
        piece = _strip_right(piece[: each.start()], quantity)
    found = known.modal.match(piece) or known.subject.match(piece)
    if found:
        piece = piece[found.end() :]
    pivot = known.pivot.match(piece)
    if pivot and len(piece) > pivot.end():
        piece = piece[pivot.end() :]
    return _strip_left(piece, quantity.unit in _known().doings)


def _strip_right(piece: str, quantity: Quantity) -> str:
    """Take comparators, changes and bases off the end."""
    table, known = lexicon(), _known()
    while piece:
        before = piece
        piece = piece.rstrip(_EDGE.replace("”", "")) if piece.count("“") == piece.count("”") else piece.rstrip(_EDGE)
        if len(quantity.distribution) > 1:
            piece = piece.removesuffix(quantity.distribution)
        match = table.before_reversed.match(piece[-10:][::-1])
        if match:
            word = match[0][::-1]
            row = table.before[word]
            if row.role in ("op", "change", "level") and word not in ("增收", "增产", "减排", "减收", "减产", "扩大", "快", "多", "高", "少", "满"):
                piece = piece.removesuffix(word)
        trailing = known.trailing.search(piece)
        if trailing:
            piece = piece[: trailing.start()]
        if piece == before:
            break
    return piece


def _strip_left(piece: str, doings: bool) -> tuple[str, str]:
    """Take time, scope, adverbs and verbs off the front; what is left, and the last verb."""
    known = _known()
    verb = ""
    while piece:
        before = piece
        piece = _opened(piece)
        for pattern in (known.time, known.each, known.scope, known.lead, known.phrase, known.subject):
            match = pattern.match(piece)
            if match and match.end():
                # 每个零售点存放量 is no share of something but the thing itself
                own = pattern is known.each and match[0][-1] in _ABSTRACT and match.end() == len(piece)
                piece = piece[2:] if own else piece[match.end() :]
        match = known.verb.match(piece)
        light = not doings or match is None or match[0] in known.light or piece == match[0]
        if match and light and not _bound(piece, match.end(), match[0]):
            verb, piece = match[0], piece[match.end() :]
        if piece == before:
            break
    return _closed(_opened(piece).rstrip(_EDGE).removesuffix("的")), verb


def _opened(piece: str) -> str:
    """Without marks at the front, but for a quotation that is closed within (“送文化下乡”活动)."""
    piece = piece.lstrip(_EDGE.replace("“", "") + "）)")
    return piece.lstrip(_EDGE) if piece.startswith("“") and "”" not in piece else piece


def _bound(piece: str, at: int, verb: str = "") -> bool:
    """What was matched is the first part of a noun: 办理|时限, 处置|率."""
    rest = len(piece) - at
    if piece.startswith("资金", at):
        return verb in _FUNDED
    return rest > 0 and (_known().bound.match(piece, at) is not None or (rest <= 3 and piece[-1] in _ABSTRACT))


def _closed(piece: str) -> str:
    """Without a bracket or quotation mark whose other half is elsewhere."""
    for opening, closing in ("（）", "()", "“”", "《》"):
        if piece.count(opening) > piece.count(closing):
            piece += closing
        elif piece.count(opening) < piece.count(closing):
            piece = piece.replace(closing, "", 1)
    return piece


def _right(text: str, quantity: Quantity, high: int) -> str:
    """The noun behind the unit: 30家|企业, 3个|品牌|以上, 50万元|补助."""
    at = quantity.number_end
    found = measure_at(text, at)
    at = read_rate(text, at + len(found[0])) if found else at
    inner = text[at : quantity.end]
    noun = re.match(r"[一-龥]{2,10}?(?=以上|以下|以内|左右)", inner) if quantity.end > at else None
    if noun and noun[0] not in ("以上",):
        return noun[0]
    piece = text[quantity.end : high]
    if _REQUIREMENT.match(piece):
        return ""
    piece = piece.removeprefix("的")
    if not piece or piece[0] in _WORD_OPENS - {"的"}:
        return ""
    regions = _REGIONS.match(piece.replace("(", "（").replace(")", "）"))
    piece = piece[: regions.end()] if regions else _NOUN.match(piece)[0]  # type: ignore[index]
    match = _known().cut.search(piece, 2) if len(piece) > 2 else None
    if match:
        piece = piece[: match.start()]
    if _known().verb_first.match(piece):
        return ""
    piece = _LINK_END.sub("", piece.rstrip(_EDGE))
    tail = re.search(r"[、和及与并](?:" + _known().verb.pattern + r")$", piece)
    if tail:
        piece = piece[: tail.start()]
    piece = piece.removesuffix("建设") if len(piece) > 5 else piece
    return _closed(_opened(piece).rstrip(_EDGE)) if len(piece) < 40 else ""


def read_clause(text: str, low: int, high: int) -> str:
    """The thing that the clause before asks for, where the number's own clause does not name it (建设示范村，每县3个)."""
    if high <= low:
        return ""
    piece = re.split(r"[，；：。\n]", text[low:high])[-1]
    noun, verb = _strip_left(_LABEL.sub("", piece), False)
    return (noun or (verb if verb in _CONTENT else "")) if len(noun) <= 20 else ""


def split_list(cand: str) -> list[str]:
    """著作权、地理标志和植物新品种案件 → each with the head that is said once."""
    items = [item.strip(_EDGE) for item in _LIST.split(_masked(cand))]
    items = [item for item in items if item]
    if len(items) < 2:
        return [cand]
    head = head_of(items[-1])
    if head and len(head) < len(items[-1]):
        items[-1] = re.sub(rf"等(?:主要|重点|各类|常规)?[一-龥]{{2,3}}(?={re.escape(head)}$)", "", items[-1])
        alone = _known().heads if not head.endswith(_known().shared) else ()
        items = [item if _complete(item, head) or item.endswith(alone) else item + head for item in items]
    return [item.replace("\x00", "、") for item in items]


def _complete(item: str, head: str) -> bool:
    """An item that has a head of its own: 事故起数 beside 死亡人数; but 需氧量 is the name of a substance."""
    return item.endswith(head[-2:]) or (item[-1] in _ABSTRACT and not item.endswith(("需氧量", "含量")))


def _masked(cand: str) -> str:
    """Hide 、 inside brackets from the splitting."""
    return re.sub(r"（[^（）]*）|“[^“”]*”", lambda match: match[0].replace("、", "\x00"), cand)


def head_of(item: str) -> str:
    """The last word of an indicator, as far as it can be shared: 案件, 覆盖率, 治理率."""
    for head in _known().heads:
        if item.endswith(head):
            return head
    match = _TAIL_WORD.search(item)
    return match[0] if match else ""


def with_level(item: str, before: str) -> str:
    """省级龙头企业3家、市级10家: the second number's indicator takes the first one's noun."""
    match = _known().level.match(before)
    rest = before[match.end() :] if match else before
    return item + rest


def scope_in(piece: str) -> str:
    """The last expression in the words that says who has to reach the number."""
    found = ""
    for match in _known().scope.finditer(piece):
        found = match[0]
    return found
