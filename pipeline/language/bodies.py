"""Bodies: a printed list cut into bodies, as the codebook does it.

`split_bodies` knows the punctuation of lists, set phrases that stay whole (有关部门和单位, 市、县两级财政部门,
市政府各委、办、局) and names with 和 inside (发展和改革委员会); what coordinated bodies share is restored in
`BodySpan.full`. What a body is called officially is for `names.full_name`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.bodies_grammar import Grammar, load_grammar
from pipeline.language.bodies_lexicon import Ending, ending, is_body, strip_brackets

__all__ = ["BodySpan", "split_bodies"]

_LONGEST = 80  # characters of a name; what is longer is no name and is left as it is
_COORDINATING = ("、", "和", "及", "与", "或", "或者")


@dataclass(frozen=True, slots=True)
class BodySpan:
    """A body in a list: its span and words, ``full`` with shared heads and tails restored (several joined with ；).

    ``note`` is a role that the list itself prints behind the body: 市教育局（牵头） has note ``lead``.
    """

    start: int
    end: int
    text: str
    full: str
    note: str = ""

    @property
    def ending(self) -> Ending | None:
        """How the name ends, None where it ends as no body does."""
        return ending(self.full.split("；")[0])


@dataclass(slots=True)
class _Piece:
    start: int
    end: int
    before: str  # the separator before it
    open_end: int = 0  # where 等部门 behind it ends, 0 where none stands


def split_bodies(text: str, start: int = 0, end: int | None = None) -> list[BodySpan]:
    """The bodies of the printed list ``text[start:end)``, in order, each with its span in ``text``."""
    end = len(text) if end is None else end
    grammar = load_grammar()
    lead = grammar.before.match(text, start, end)
    start = lead.end() if lead else start
    pieces = _joined(text, _cut(text, start, end, grammar), grammar)
    bodies = []
    for piece in pieces:
        trimmed = _trimmed(text, piece, grammar)
        if trimmed:
            bodies.append(trimmed)
    return _shared(bodies, grammar)


def _cut(text: str, start: int, end: int, grammar: Grammar) -> list[_Piece]:
    """Cut at every separator outside brackets; 和 and its like only between bodies; 等 with what it drops."""
    tokens = list(grammar.token.finditer(text, start, end))
    paired = _paired(tokens)
    pieces: list[_Piece] = []
    begin, before, depth, skip_to = start, "", 0, start
    for index, token in enumerate(tokens):
        kind = token.lastgroup
        if kind in ("open", "close"):
            if index in paired:
                depth += 1 if kind == "open" else -1
            continue
        if depth or token.start() < skip_to:
            continue
        if kind == "soft" and not _coordinates(text, begin, token, tokens, index, end, grammar):
            continue
        if kind == "hard" and text[token.start() - 1 : token.start()] == "地" and begin == token.start():
            continue
        pieces.append(_Piece(begin, token.start(), before))
        begin, before = token.end(), token.group()
        if kind == "end":
            dropped = grammar.open_end.match(text, begin, end)
            if dropped and (dropped.end() == end or text[dropped.end()] in "、，,；;。\n（(及和与"):
                if dropped.end() > begin:
                    pieces[-1].open_end = dropped.end()
                begin = skip_to = dropped.end()
    pieces.append(_Piece(begin, end, before))
    return pieces


def _paired(tokens: list[re.Match[str]]) -> set[int]:
    """Indices of brackets that have a partner; a lone one (OCR) is an ordinary character."""
    stack: list[int] = []
    paired: set[int] = set()
    for index, token in enumerate(tokens):
        if token.lastgroup == "open":
            stack.append(index)
        elif token.lastgroup == "close" and stack:
            paired |= {stack.pop(), index}
        elif token.group() == "\n":
            stack.clear()
    return paired


def _coordinates(
    text: str, begin: int, token: re.Match[str], tokens: list[re.Match[str]], index: int, end: int, grammar: Grammar
) -> bool:
    """Whether 和, 及, 与 stands between two bodies: 发展和改革委 has no body before its 和."""
    left = text[begin : token.start()]
    if not left:
        return True
    if len(left) > _LONGEST:
        return False
    ends: list[int] = []  # of the words to the right: to the next 和, and to the next 、
    depth = 0
    for following in range(index + 1, len(tokens)):
        after = tokens[following]
        if after.start() - token.end() > _LONGEST:
            ends.append(after.start())
            break
        if after.lastgroup == "open":
            depth += 1
        elif after.lastgroup == "close":
            depth -= 1
        elif depth <= 0 and after.lastgroup in ("hard", "end"):
            ends.append(after.start())
            break
        elif depth <= 0 and after.lastgroup == "soft" and len(ends) < 2:
            ends.append(after.start())
    else:
        ends.append(end)
    rights = [text[token.end() : stop] for stop in ends]
    if grammar.set_head.fullmatch(rights[0]) and grammar.set_tail.search(left):
        return False  # 有关部门和单位
    if token.group() in ("以及", "及其", "会同", "商"):
        return True
    if grammar.level_only.fullmatch(left) and not left.startswith("各") and "的" not in left:
        return False  # 市和县（区）知识产权管理部门
    if not is_body(left):
        return False
    if any(is_body(grammar.after.sub("", right) or right) for right in rights):
        return True
    return grammar.open_group.match(text, token.end(), end) is not None  # 建设单位和施工、监理等参建单位


def _joined(text: str, pieces: list[_Piece], grammar: Grammar) -> list[_Piece]:
    """Set phrases that a 、 had cut are put together again."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and piece.before in ("、", "，", ",") and _one_phrase(text, joined[-1], piece, grammar):
            joined[-1].end = piece.end
        else:
            joined.append(piece)
    return _modifiers(text, joined, grammar)


def _modifiers(text: str, pieces: list[_Piece], grammar: Grammar) -> list[_Piece]:
    """Modifiers of one head are one body: 民政、财政部门; 环境保护、工商、供水等部门和单位; 机关、团体、学校等单位."""
    joined: list[_Piece] = []
    for piece in pieces:
        words = text[piece.start : piece.end]
        run = len(joined)
        opened = piece.before == "等" and grammar.open_head.fullmatch(words) is not None  # 民政、财政等有关部门
        heads = grammar.headed_group.fullmatch(words) is not None and piece.before in _COORDINATING
        if opened and run and grammar.is_modifier(text[joined[-1].start : joined[-1].end], bare_nouns=False):
            joined[-1].open_end = piece.end
            piece = joined.pop()
            words, run = text[piece.start : piece.end], run - 1
        if (piece.open_end and grammar.is_modifier(words)) or heads:
            before = piece.before
            while run and before in _COORDINATING:
                left = joined[run - 1]
                if left.open_end or not grammar.is_modifier(text[left.start : left.end], bare_nouns=not heads):
                    break
                run -= 1
                before = left.before
            if run < len(joined) or (piece.open_end and not is_body(words)):
                merged = joined[run] if run < len(joined) else piece
                merged.end = piece.open_end or piece.end
                del joined[run + 1 :]
                if run == len(joined):
                    joined.append(merged)
                continue
        joined.append(piece)
    return joined


def _one_phrase(text: str, left: _Piece, right: _Piece, grammar: Grammar) -> bool:
    before, after = text[left.start : left.end], text[right.start : right.end]
    if not before or not after or len(before) > 100:
        return False
    if right.before == "、" and strip_brackets(after) in grammar.short_tails:
        return re.search("各|所属$|有关|相关", before) is not None
    if (
        right.before == "、"
        and grammar.set_head.fullmatch(after)
        and grammar.set_tail.search(before)
        and not grammar.set_head.fullmatch(before)
    ):
        return True  # 市级有关部门、单位
    level = grammar.level_only.fullmatch(before)
    opened = grammar.opener.match(before) is not None  # 各区、市直各部门 is two, 省、市直各部门 one
    first = (grammar.level_first if opened else grammar.level_begins).match(after) if level else None
    if level is None or first is None or (right.before != "、" and not grammar.governed.fullmatch(after)):
        return False
    last, next_ = grammar.rank[level[1]], grammar.rank[first[1]]
    if first[1] in ("自治区", "直辖市") and "省" in before:
        return True  # 各省、市、自治区
    if last < next_:
        # 各市、县（区） and 各市、县财政局 are one, 各乡镇、社区 two
        return not opened or next_ <= 3 or not grammar.level_only.fullmatch(after)
    if last == next_:
        whole = not opened or before.startswith("各") or not grammar.level_only.fullmatch(after)
        return level[1] != first[1] and whole
    return level[1] in ("县", "区") and grammar.level_up.fullmatch(after) is not None


def _trimmed(text: str, piece: _Piece, grammar: Grammar) -> BodySpan | None:
    """The piece without connectors before it, without notes and 等 behind it; None where nothing is left."""
    start, end, note = piece.start, piece.end, ""
    lead = grammar.before.match(text, start, end)
    if lead:
        start = lead.end()
    while start < end:
        words = text[start:end]
        for pattern, role in grammar.notes:
            found = pattern.search(words)
            if found:
                note = role or note
                break
        else:
            found = grammar.after.search(words, max(0, len(words) - _LONGEST))
        if found is None or not found.group():
            break
        end = start + found.start()
    if start >= end:
        return None
    words = text[start:end]
    return BodySpan(start, end, words, words, note)


def _shared(bodies: list[BodySpan], grammar: Grammar) -> list[BodySpan]:
    """Heads and tails that stand once for several bodies are given to each, in ``full``."""
    full = [body.text for body in bodies]
    head = ""
    for index, body in enumerate(bodies):
        words = body.text
        before = full[index - 1] if index else ""
        if len(words) > _LONGEST or len(before) > _LONGEST:
            continue
        if grammar.organ.fullmatch(words) and not _head_of(words, grammar):
            head = _head_of(before, grammar) or (head if before.endswith(words) else "")
            full[index] = head + words
        elif words in grammar.party_bare:
            party = grammar.party.fullmatch(before)
            full[index] = (party[1] if party else "") + words
        elif grammar.group.fullmatch(words) and grammar.group_tail.search(before):
            full[index] = grammar.group_tail.sub("", before) + words
        elif words.startswith(("各", "有关", "相关")) and ("直属" in words or words.startswith(("各部委", "各特设"))):
            headed = grammar.headed.fullmatch(before)
            full[index] = (headed[1] if headed else "") + words
        elif grammar.bare_department.fullmatch(words) and (head_of := grammar.department.fullmatch(before)):
            full[index] = head_of[1] + words
        elif before.startswith("各") and grammar.level_first.match(words) and ending(words):
            rank = grammar.level_first.match(words)
            lower = rank is not None and grammar.rank[rank[1]] >= 4
            full[index] = "各" + words if lower else words
    _share_tails(bodies, full, grammar)
    return [BodySpan(body.start, body.end, body.text, name, body.note) for body, name in zip(bodies, full, strict=True)]


def _head_of(words: str, grammar: Grammar) -> str:
    found = grammar.organ.fullmatch(words) or grammar.committee.fullmatch(words)
    return found[1] if found else ""


def _share_tails(bodies: list[BodySpan], full: list[str], grammar: Grammar) -> None:
    """城乡一体化示范区、高新区管委会: the areas before the last one take its tail (or both of 党工委和管委会)."""
    tails: list[str] = []
    zone = ""
    for index in range(len(bodies) - 1, -1, -1):
        words = bodies[index].text
        if len(words) > _LONGEST:
            zone, tails = "", []
            continue
        of_zone = grammar.zone.fullmatch(words)
        zone = of_zone[1] if of_zone else zone if 2 <= len(words) <= 3 else ""
        found = grammar.tail.fullmatch(words) or grammar.of_place.fullmatch(words)
        if found and not words.startswith("各"):
            following = bodies[index + 1].text if index + 1 < len(bodies) else ""
            tails = [found[2]] + ([following] if following in grammar.tails else [])
        elif words in grammar.tails:
            continue
        elif zone and 2 <= len(words) <= 3 and ending(words) is None:
            full[index] = words + zone  # 临汾、侯马、洪洞经济开发区
        elif tails and (end := ending(words)) and end.form == "area" and grammar.takes_tail(words, tails[0]):
            full[index] = "；".join(full[index] + tail for tail in tails)
        else:
            tails = []
