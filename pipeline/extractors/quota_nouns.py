"""The noun before a number and the noun behind it, freed of what is not the thing counted.

Before: 全年完成|老旧小区改造|120个; 各单位要组织|执法检查|不少于4次. Behind: 引进30家|企业|; 给予50万元|一次性奖励.
"""

from __future__ import annotations

import re
from collections import deque

from pipeline.extractors.quota_words import quota_words
from pipeline.language.quantities import Quantity
from pipeline.language.quantities_lexicon import lexicon, measure_at
from pipeline.language.quantities_values import read_rate

GRANTABLE = frozenset(("元", "%", "‰", "倍", ""))  # units in which something is granted
ABSTRACT = frozenset("率量数额度值费")  # last characters of indicators that are no things
_MEASURES = ABSTRACT | frozenset("积程长")  # last characters of what is measured of each (每处|建筑面积)
_EDGE = " \t“”‘’\"'（(【《》、，,：:；;。.·—-–+＋"
_EDGE_BUT_OPEN, _EDGE_BUT_CLOSE = _EDGE.replace("“", ""), _EDGE.replace("”", "")
_CLOSERS = frozenset("/／的）)”’，。；：、！？\n ")
_LINK_END = re.compile(r"(?:[、，]|以及|和|及|与|并|或)+$")
_PAIRS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"))
_LONGEST = 40
_LONGEST_RATE = 6  # characters of a rate that goes with the verb before it (抽检|合格率; but 办理|来信来访办结率)
_LONGEST_RELATIVE = 26  # characters of a noun with a clause before it (从事研发的企业); of a longer one only the noun is taken
_DEPTH = 3  # 每人每年 within 每个单位: further nesting is not read


def is_sum(unit: str) -> bool:
    """Whether the unit is money, at a rate or not: 元, 元/年, 元/平方米."""
    return unit == "元" or unit.startswith("元/")


def without(text: str, begin: int, end: int, spans: list[tuple[int, int]]) -> str:
    """The words [begin:end) less the spans (dates) within."""
    parts = []
    for low, high in spans:
        if begin <= low and high <= end:
            parts.append(text[begin:low])
            begin = high
    return "".join([*parts, text[begin:end]])


def noun_before(piece: str, quantity: Quantity, depth: int = 0) -> tuple[str, str]:
    """The noun in the words before a number, and the verb that was taken off."""
    known = quota_words()
    piece = known["label"].sub("", strip_right(known["from"].sub("", piece), quantity))
    piece = known["note"].sub("", piece)
    if not piece.endswith(("占比", "比例", "比重")):
        bare = known["attribute"].sub("", piece)
        piece = bare if len(bare) > 1 or not bare else piece  # 收入10万元以上的|村 is said of no other village
    fronted = known["fronted"].match(piece)
    if fronted:
        piece = piece[fronted.end() :]
    if "基础上" in piece or "前提下" in piece or "现行" in piece:
        piece = strip_right(known["basis"].sub("", piece), quantity)
    if quantity.change == "increase":
        piece = known["newly"].sub("", piece)
    if is_sum(quantity.unit) and known["out-of"].search(piece):
        return "", ""
    if quantity.unit in GRANTABLE or is_sum(quantity.unit):
        piece = known["highest"].sub("", piece)
        grant = known["grant.given"].search(piece) or known["grant.end"].match(piece)
        if grant:
            return grant[grant.lastindex or 1], ""
        if known["payer"].match(piece) or piece.endswith(("给予", "予以")):
            return "", ""
        bears = known["bears"].match(piece)
        if bears:
            return bears[1], ""
        reckoned = known["reckoned"].match(piece) or known["reckoned"].match(piece + quantity.distribution)
        of = known["share-of"].match(piece) or reckoned
        piece = "" if of and known["department"].fullmatch(of[1]) else of[1] if of else piece
    whose = known["each"].match(piece)
    if whose and whose.end() < len(piece):
        piece = piece[whose.end() :]
    last = ""
    rhythm = known["rhythm"].search(piece) if depth < _DEPTH else None
    if rhythm:
        noun, verb = noun_before(piece[rhythm.end() :], quantity, depth + 1) if rhythm.end() < len(piece) else ("", "")
        if noun.endswith(known.lists["whole"]):
            scope = known["scope"].match(piece)
            return opened(piece[scope.end() :] if scope else piece).rstrip(_EDGE), verb
        if noun or verb in known.sets["content"]:
            return noun, verb
        piece, last = strip_right(piece[: rhythm.start()], quantity), verb
    found = known["modal"].match(piece) or known["subject"].match(piece) or known["subject.other"].match(piece)
    if found:
        piece = piece[found.end() :]
    pivot = known["pivot"].match(piece)
    if pivot and len(piece) > pivot.end():
        piece = piece[pivot.end() :]
    noun, verb = strip_left(piece, doings=quantity.unit in known.sets["doings"])
    return noun, verb or last


def strip_right(piece: str, quantity: Quantity) -> str:
    """Take comparators, changes, levels and idle words off the end."""
    table, known = lexicon(), quota_words()
    before = None
    while piece and piece != before:
        before = piece
        piece = piece.rstrip(_EDGE_BUT_CLOSE if piece.count("“") == piece.count("”") else _EDGE)
        if len(quantity.distribution) > 1:
            piece = piece.removesuffix(quantity.distribution)
        piece = known["by-unit"].sub("", known["each.end"].sub("", piece))
        match = table.before_reversed.match(piece[-10:][::-1])
        word = match[0][::-1] if match else ""
        if word and table.before[word].role in ("op", "change", "level") and word not in known.sets["kept_ends"]:
            piece = piece.removesuffix(word)
        idle = known["trailing"].search(piece)
        if idle and not piece.endswith(known.lists["kept_words"]):
            piece = piece[: idle.start()]
    return piece


def strip_left(piece: str, *, doings: bool = False) -> tuple[str, str]:
    """Take time, scope, adverbs and verbs off the front; what is left, and the last verb.

    Before a unit that counts ``doings`` only light verbs go: 巡查水库|不少于1次.
    """
    known = quota_words()
    verb, before = "", None
    while piece and piece != before:
        before = piece
        piece = known["count.front"].sub("", opened(piece))
        for name in ("time", "each", "scope", "lead", "phrase", "subject"):
            match = known[name].match(piece)
            if match and match.end():
                # 每个零售点存放量 is no share of something but the thing itself
                own = name == "each" and match[0][-1] in _MEASURES and match.end() == len(piece)
                piece = piece[2:] if own else piece[match.end() :]
        match = known["verb"].match(piece)
        if match and not _is_bound(piece, match) and (not doings or match[0] in known.sets["light"] or match.end() == len(piece)):
            verb, piece = match[0], piece[match.end() :]
    return closed(_rstripped(opened(piece)).removesuffix("的")), verb


def _is_bound(piece: str, verb: re.Match[str]) -> bool:
    """The verb is the first part of a noun: 办理|时限, 处置|率, 整治|资金, 抽检|合格率; but 投入|资金, 提高|合格率."""
    known, at = quota_words(), verb.end()
    if len(piece) - at == 1:
        return True
    whole = at < len(piece) and piece.endswith(known.lists["whole_heads"]) and verb[0] not in known.sets["raising"]
    if whole and (not piece.endswith("率") or len(piece) - at <= _LONGEST_RATE):
        return True
    if verb[0] in known.sets["joined"] and known["verb.long"].match(piece, at):
        return True  # 造林绿化|面积
    if piece.startswith("资金", at):
        return verb[0] in known.sets["funded"]
    if known["bound"].match(piece, at):
        return True
    if piece[-1:] == "费" and verb[0] in known.sets["paying"]:
        return False
    return 0 < len(piece) - at <= 3 and piece[-1] in ABSTRACT and piece[at] != "的" and not piece.endswith("消费")


def _rstripped(piece: str) -> str:
    """Without marks at the end, but for the end of a quotation that is opened within (“农家书屋”)."""
    return piece.rstrip(_EDGE_BUT_CLOSE if piece.count("“") == piece.count("”") else _EDGE)


def opened(piece: str) -> str:
    """Without marks at the front, but for a quotation that is closed within (“送文化下乡”活动)."""
    piece = piece.lstrip(_EDGE_BUT_OPEN + "）)")
    return piece.lstrip(_EDGE) if piece.startswith("“") and "”" not in piece else piece


def closed(piece: str) -> str:
    """Without a bracket or quotation mark whose other half is elsewhere."""
    for opening, closing in _PAIRS:
        if opening != closing and piece.count(opening) == 2 and not piece.count(closing):
            continue  # “双随机“: read so by OCR
        if piece.count(opening) > piece.count(closing):
            piece += closing
        elif piece.count(opening) < piece.count(closing):
            piece = piece.replace(closing, "", 1)
    return piece


def noun_behind(text: str, quantity: Quantity, high: int, verb: str = "") -> str:
    """The noun behind the unit: 30家|企业, 3个|品牌|以上, 50万元|补助, 4名（其中女性1名）|管理员.

    ``verb`` is the one before the number: what is completed keeps its 建设 (完成5个|卫生院建设).
    """
    known = quota_words()
    found = measure_at(text, quantity.number_end)
    at = read_rate(text, quantity.number_end + len(found[0])) if found else quantity.number_end
    inner = known["noun.bounded"].match(text[at : quantity.end])
    if inner:
        return inner[0]
    note = known["behind.note"].match(text, quantity.end)
    at = note.end() if note else quantity.end
    piece = text[at : min(high, at + 2 * _LONGEST)]
    if known["requirement"].match(piece):
        return ""
    return _noun_at(piece.removeprefix("的"), verb)


def _noun_at(piece: str, verb: str) -> str:
    """The noun at the beginning of the words, its attributes with it."""
    known = quota_words()
    piece = known["other-unit"].sub("", piece)
    attribute = known["behind.attribute"].match(piece)
    if attribute:
        piece = piece[attribute.end() :]
    relative = known["relative"].match(piece)
    if relative:
        noun = _noun_at(piece[relative.end() :], verb)
        return relative[0] + noun if noun and len(relative[0]) + len(noun) <= _LONGEST_RELATIVE else noun
    of = known["of-things"].match(piece)
    if of:
        return of[0]
    if not piece or piece[0] in _CLOSERS or piece[0] in known.sets["word_opens"] or known["cut"].match(piece):
        return ""
    match = known["noun.regions"].match(piece.replace("(", "（").replace(")", "）")) or known["noun"].match(piece)
    piece = piece[: match.end()] if match else ""
    cut = known["cut.later"].search(piece, 1)
    piece = _LINK_END.sub("", _rstripped(piece[: cut.start()] if cut else piece))
    tail = known["verb.end"].search(piece)
    piece = piece[: tail.start()] if tail else piece
    piece = piece.removesuffix("建设") if len(piece) > 5 and verb != "完成" else piece
    return closed(_rstripped(opened(piece))) if len(piece) < _LONGEST else ""


def object_of(clause: str) -> str:
    """The noun at the end of the clause that applies a requirement: 督促企业缴存|工资保证金, 配备和充实…的|人员."""
    known = quota_words()
    if clause.startswith(("纳入", "列入", "计入")):
        return ""
    _, of, tail = clause.rpartition("的")
    if of and 2 <= len(tail) <= 12 and not known["verb.long"].search(tail):
        return tail
    cut = known["cut.later"].search(clause, 2)
    noun, _ = strip_left(clause[: cut.start()] if cut else clause)
    noun = noun.split("的")[-1]
    last = next(iter(deque(known["verb.long"].finditer(noun), maxlen=1)), None)
    if last and last.end() < len(noun) and not _is_bound(noun, last):
        noun = noun[last.end() :]
    return noun
