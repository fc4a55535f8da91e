"""Printed assignments: who does a task, as the notice prints it behind the task or beside it.

`find_assignments` reads （责任单位：…）, （A牵头，B配合）, （A、B按职责分工负责）, bare （A、B） at the end of a
sentence, and labelled lines (牵头单位：…), with nested, half-width and missing brackets. Marks are rows of
`lexicon/assignment_marks.toml`.
`first_leads` says from where on the first body of each list leads (列第一位的为牵头单位，下同).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pipeline.language.bodies import BodySpan, split_bodies
from pipeline.language.bodies_lexicon import ending, is_body, read_toml

__all__ = ["Assignment", "Part", "find_assignments", "first_leads", "with_first_leading"]

_LONGEST_BRACKET = 1500  # characters; of a labelled list too
_DEEPEST = 6  # brackets that a line leaves open and are still looked at
_FAILED = 40  # labels without a body in a row, after which the rest of the line is left
_BRACKET = re.compile(r"(?P<open>[（(【\[〔])|(?P<close>[）)】\]〕])|\n")
# a colon, what OCR makes of it, or none at all
_COLON = re.compile(
    r"[：:](?!\d)|(?<=单位|部门)(?:为|是|[;；\s]+(?=[一-鿿]))"
    r"|(?<=[（(【〔；;，,](?:责任|牵头|配合|承办|主办|协办|参与|实施)(?:单位|部门))(?=[省市县区各])"
)
_BLANK = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[。！？!?]")
_CLAUSE_END = re.compile(r"[，,；;。]")
_BEFORE_LABEL = frozenset("。；;！!？?，,、”》）)】 \t\n（(【[〔：:·—-.．*●•")
_NO_NAME = re.compile(r"[到在去凭经对按从因如若可以](?!开区|济|贸|信|线|州|化)")  # （到镇政府办理）
_SELF_CHECK = "rule {} of assignment_marks.toml fails its own example: {}"


@dataclass(frozen=True, slots=True)
class Part:
    """The bodies of one printed list and their role: lead, responsible, support or guide."""

    role: str
    bodies: tuple[BodySpan, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """A printed assignment, brackets or label included: ``text[start:end]``."""

    start: int
    end: int
    parts: tuple[Part, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    role: str
    rule: str
    label: bool


class _Grammar:
    """The compiled rows of assignment_marks.toml, each checked by its own examples."""

    def __init__(self) -> None:
        data: dict[str, Any] = read_toml("assignment_marks.toml")
        self.labels = {f"L{index}": rule for index, rule in enumerate(data["label"])}
        self.label = re.compile(
            "(?:" + "|".join(f"(?P<{name}>{rule['pattern']})" for name, rule in self.labels.items()) + r")\s*$"
        )
        self.verbs = {f"V{index}": rule for index, rule in enumerate(data["verb"])}
        boundary = r"(?=[，,；;。、）)\]】〕]|$|会同|联合|协同|并|共同)"
        strong = (
            r"(?<=负责|牵头|配合|协助|指导|落实)(?!单位|部门|人|制|中心|委|组|小组|办|站|科|处|队|员|性|度|同志|司|室)"
        )
        self.verb = re.compile(
            "|".join(f"(?P<{name}>{rule['pattern']})(?:{boundary}|{strong})" for name, rule in self.verbs.items())
        )
        self.none = re.compile(data["bracket"]["none"])
        self.first_leads = re.compile(data["bracket"]["first_leads"])
        self.level = re.compile(r"各|国家|国务院|中央|全国|省|市|县|区|州|盟|旗|镇|乡|街道|自治区|兵团|海关|税务")
        for rule in data["label"]:
            found = self.label_of(rule["example"].partition("：")[0])
            self._check(rule, found is not None and found[0]["id"] == rule["id"])
            self._check(rule, self.label_of(rule["counter"]) is None)
        for rule in data["verb"]:
            hit = self.verb.search(rule["example"])
            self._check(rule, hit is not None and self.verbs[hit.lastgroup or ""]["id"] == rule["id"])
            self._check(rule, self.verb.search(rule["counter"]) is None)

    @staticmethod
    def _check(rule: dict[str, Any], passed: bool) -> None:
        if not passed:
            raise ValueError(_SELF_CHECK.format(rule["id"], rule["example"]))

    def label_of(self, words: str) -> tuple[dict[str, Any], int] | None:
        """The label with which the words end, and where in them it starts."""
        squeezed = _BLANK.sub("", words)  # 责 任 单 位
        found = self.label.search(squeezed)
        if found is None:
            return None
        at, left = len(words), len(squeezed) - found.start()
        while left:
            at -= 1
            left -= not words[at].isspace()
        return self.labels[found.lastgroup or ""], at


@cache
def _grammar() -> _Grammar:
    return _Grammar()


def find_assignments(text: str, start: int = 0, end: int | None = None) -> list[Assignment]:
    """Every printed assignment in ``text[start:end)``, in order, without overlap."""
    end = len(text) if end is None else end
    grammar = _grammar()
    found: list[Assignment] = []
    at = start
    for open_, close, closed in _brackets(text, start, end):
        if open_ < at or close - open_ < 4:
            continue
        if (assignment := _bracketed(text, open_, close, closed, end, grammar)) is not None:
            found.append(assignment)
            at = assignment.end
    taken = [(one.start, one.end) for one in found]
    found += _labelled(text, start, end, taken, grammar)
    return sorted(found, key=lambda one: one.start)


def first_leads(text: str) -> list[tuple[int, int]]:
    """Where the text says that the first of each list leads."""
    if "牵头" not in text and "主办" not in text and "主责" not in text:
        return []
    return [found.span() for found in _grammar().first_leads.finditer(text)]


def with_first_leading(assignment: Assignment) -> Assignment:
    """The assignment where the first body of each list of responsible bodies leads; a body alone stays responsible."""
    if any(part.role == "lead" for part in assignment.parts):
        return assignment
    parts: list[Part] = []
    for part in assignment.parts:
        if part.role == "responsible" and len(part.bodies) > 1:
            parts.append(Part("lead", part.bodies[:1], part.rule + "+first"))
            parts.append(replace(part, bodies=part.bodies[1:]))
        else:
            parts.append(part)
    return replace(assignment, parts=tuple(parts))


def _brackets(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """(open, after close, closed) of every bracket, the outer first; a lone one reaches to its line's end."""
    stack: list[int] = []
    spans: list[tuple[int, int, bool]] = []
    for token in _BRACKET.finditer(text, start, end):
        if token.lastgroup == "open":
            stack.append(token.start())
        elif token.lastgroup == "close":
            if stack:
                spans.append((stack.pop(), token.end(), True))
        else:
            still = [open_ for open_ in stack[-_DEEPEST:] if _goes_on(text, open_, token.start())]
            spans += [(open_, token.start(), False) for open_ in stack[-_DEEPEST:] if open_ not in still]
            stack = still
    spans += [(open_, end, False) for open_ in stack[-_DEEPEST:]]
    return sorted(span for span in spans if span[1] - span[0] <= _LONGEST_BRACKET)


def _goes_on(text: str, open_: int, line_end: int) -> bool:
    """Whether a labelled list goes on in the next line: its first line ends with the label or a 、."""
    if line_end - open_ > _LONGEST_BRACKET:
        return False
    words = text[open_:line_end].rstrip()
    return (
        words.endswith(("：", ":", "、", "，", ","))
        and "\n" not in words
        and _grammar().label_of(words.rstrip("：:、，,")[:24].split("：")[0].strip("（(【")) is not None
    )


def _bracketed(text: str, open_: int, close: int, closed: bool, end: int, grammar: _Grammar) -> Assignment | None:
    inner_end = close - 1 if closed else close
    if not closed:
        stop = _SENTENCE_END.search(text, open_, inner_end)
        inner_end = stop.start() if stop else inner_end
        close = inner_end
    inner = open_ + 1
    said = grammar.first_leads.search(text, inner, inner_end)  # （…，列第一位的为牵头单位，下同）
    inner_end = said.start() if said else inner_end
    marks = _marks(text, inner, inner_end, grammar)
    if not marks:
        if not closed or not _may_be_bare(text, open_, close, end, grammar):
            return None
        bodies = split_bodies(text, inner, inner_end)
        if not _all_bodies(bodies, text, open_, grammar):
            return None
        return Assignment(open_, close, (Part("responsible", tuple(bodies), "bracket.bare"),), "bracket.bare")
    if not closed and not (marks[0].start - inner < 4 if marks[0].label else marks[-1].end > inner_end - 4):
        return None  # a bracket that never closes holds more than the list
    if not marks[0].label and grammar.none.match(text, inner, inner_end) and not text.startswith("20", inner):
        return None
    parts = _parts(text, inner, inner_end, marks)
    return Assignment(open_, close, parts, "bracket." + parts[0].rule) if parts else None


def _may_be_bare(text: str, open_: int, close: int, end: int, grammar: _Grammar) -> bool:
    """Whether a bracket without any mark stands where a bare assignment does: behind a sentence, at its end."""
    if grammar.none.match(text, open_ + 1, close):
        return False
    before = text[open_ - 1] if open_ else "\n"
    after = text[close] if close < len(text) else "\n"
    if before in "。；;！!”》":
        return after in "\n。；;" or before in "。；;！!"
    return after in "\n。；;" and before not in "\n：:" and not is_body(text[max(0, open_ - 12) : open_])


def _all_bodies(bodies: list[BodySpan], text: str, open_: int, grammar: _Grammar) -> bool:
    if not bodies or not all(is_body(body.text) for body in bodies):
        return False
    headed = any(grammar.level.match(body.text) and len(body.text) > 2 for body in bodies)
    after_sentence = open_ > 0 and text[open_ - 1] in "。；;！!"
    if len(bodies) == 1 and not headed:
        found = ending(bodies[0].text)
        return after_sentence and found is not None and found.form in ("organ", "part") and len(bodies[0].text) > 2
    if all((found := ending(body.text)) and found.form == "area" and not body.text.startswith("各") for body in bodies):
        return False
    return headed or after_sentence


def _marks(text: str, start: int, end: int, grammar: _Grammar) -> list[_Mark]:
    """Labels and verbs of assignment in the words, in order; a verb only where a body stands before it."""
    marks = []
    for colon in _COLON.finditer(text, start, end):
        found = grammar.label_of(text[max(start, colon.start() - 24) : colon.start()])
        if found is not None:
            rule, offset = found
            at = max(start, colon.start() - 24) + offset
            marks.append(_Mark(at, colon.end(), rule["role"], rule["id"], True))
    labels = [(mark.start, mark.end) for mark in marks]
    for verb in grammar.verb.finditer(text, start, end):
        if any(begin < verb.end() and verb.start() < stop for begin, stop in labels):
            continue
        rule = grammar.verbs[verb.lastgroup or ""]
        if _body_before(text, start, verb.start()):
            marks.append(_Mark(verb.start(), verb.end(), rule["role"], rule["id"], False))
    return sorted(marks, key=lambda mark: mark.start)


def _body_before(text: str, start: int, at: int) -> bool:
    words = text[max(start, at - 40) : at].rstrip("，,、 ")
    for tail in ("等部门和单位", "等部门", "等单位", "等", "分别", "共同", "具体"):
        words = words.removesuffix(tail)
    return bool(words) and (is_body(words) or words.endswith(("等有关部门", "同志")))


def _parts(text: str, start: int, end: int, marks: list[_Mark]) -> tuple[Part, ...]:
    """Lists between the marks with their roles: behind a label, before a verb, else responsible."""
    parts: list[Part] = []
    at, role, rule = start, "", ""
    for mark in marks:
        if mark.start < at:
            continue
        if mark.label:
            _add(parts, text, at, mark.start, role or "responsible", rule or "bare", bool(role))
            at, role, rule = mark.end, mark.role, mark.rule
            continue
        _add(parts, text, at, mark.start, mark.role, mark.rule, False)
        at, role, rule = _after_verb(text, mark.end, end), "", ""
    _add(parts, text, at, end, role or "responsible", rule or "bare", bool(role))
    return tuple(part for part in parts if part.bodies)


def _after_verb(text: str, at: int, end: int) -> int:
    """Where the next list may start: what the verb takes (负责落实资金) is passed over, 会同B is not."""
    if text.startswith(("会同", "联合", "协同", "，会同", "并会同"), at):
        return at
    stop = _CLAUSE_END.search(text, at, end)
    return stop.start() if stop else end


def _add(parts: list[Part], text: str, start: int, end: int, role: str, rule: str, labelled: bool) -> None:
    if role == "none" or end - start < 2:
        return
    bodies = split_bodies(text, start, end)
    if labelled:
        kept = [body for body in bodies if _may_follow_label(body)]
    else:
        kept = []
        for body in reversed(bodies):
            if (not is_body(body.text) and not is_body(body.full)) or _NO_NAME.match(body.text):
                break
            kept.append(body)
        kept.reverse()
        if rule == "bare" and len(kept) != len(bodies):
            return
    roles = {body.note or role for body in kept}  # 市教育局（牵头）、市财政局
    for each in ("lead", "responsible", "support", "guide"):
        if each in roles:
            parts.append(Part(each, tuple(body for body in kept if (body.note or role) == each), rule))


def _may_follow_label(body: BodySpan) -> bool:
    """Behind a label everything short is a body unless it plainly is something else (a date, a clause)."""
    if is_body(body.text) or is_body(body.full):
        return True
    return 2 <= len(body.text) <= 14 and not re.search(
        r"[0-9：:%％]|确保|完成|落实|时间|年底|无$|^同上|^同前", body.text
    )


def _labelled(text: str, start: int, end: int, taken: list[tuple[int, int]], grammar: _Grammar) -> Iterator[Assignment]:
    """Labelled lists outside brackets: a line of their own, or behind the sentence."""
    at, failed = start, 0
    starts = [span[0] for span in taken]
    for colon in _COLON.finditer(text, start, end):
        inside = bisect_right(starts, colon.start()) - 1
        if colon.start() < at or (inside >= 0 and colon.start() < taken[inside][1]):
            continue
        back = max(at, colon.start() - 24)
        found = grammar.label_of(text[back : colon.start()])
        if found is None or found[0]["role"] == "none":
            continue
        label_start = back + found[1]
        if label_start > start and text[label_start - 1] not in _BEFORE_LABEL and not text[label_start - 1].isdigit():
            continue
        stop = _list_end(text, colon.end(), end, taken, grammar)
        parts = _parts(text, label_start, stop, _marks(text, label_start, stop, grammar))
        if parts and is_body(parts[0].bodies[0].full):
            yield Assignment(label_start, stop, parts, "line." + parts[0].rule)
            at, failed = stop, 0
            continue
        failed += 1
        if failed > _FAILED:
            line = text.find("\n", colon.end(), end)
            at, failed = (end if line < 0 else line), 0


def _list_end(text: str, at: int, end: int, taken: list[tuple[int, int]], grammar: _Grammar) -> int:
    """The end of a labelled list: the line's end, or the first 。 behind which no further label stands."""
    end = min(end, at + _LONGEST_BRACKET)
    line = text.find("\n", at, end)
    line = end if line < 0 else line
    while True:
        stop = _SENTENCE_END.search(text, at, line)
        if stop is None:
            break
        colon = _COLON.search(text, stop.end(), min(line, stop.end() + 24))
        if colon is None or grammar.label_of(text[stop.end() : colon.start()]) is None:
            line = stop.start()
            break
        at = stop.end()
    following = bisect_left(taken, (at, 0))
    if following < len(taken):
        line = min(line, max(at, taken[following][0]))
    while line > at and text[line - 1] in "）)】] \t":
        if text[line - 1] in "）)" and text.count("（", at, line) + text.count("(", at, line) > 0:
            break
        line -= 1
    return line
