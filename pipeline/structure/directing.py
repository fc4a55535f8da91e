"""Does a sentence ask somebody for something? A light test by words of duty and verbs at the beginning of a clause.

What exactly is asked of whom is for the extractors; here whole provisions are told from background, definitions,
conditions, reports and formulas. All words are rows of ``lexicon/directing.toml`` and ``lexicon/verbs.csv``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

from pipeline.structure.lexicon import check, read_csv, read_toml

_FILE = "directing.toml"
_SENTENCE = re.compile(r"[^。！？\n]+(?:[。！？]+[”’」』）)]*)?")
_CLAUSE = re.compile(r"[，。；：！？\n,;]+")
_PAPER = re.compile(r"(?:情况|介绍|材料|表|资料|报告|照片|文件|证明|复印件|清单|名单|证书|简历|说明|合同|协议)$")
_STATES = ("情况", "情形", "问题", "现象", "行为", "状况")
_CLASSES = frozenset({"act", "event", "cause", "means", "send", "forbid", "result"})


class _Words(NamedTuple):
    strong: re.Pattern[str]
    modal: re.Pattern[str]
    starts: re.Pattern[str]
    verb: re.Pattern[str]
    subject: re.Pattern[str]
    fact: re.Pattern[str]
    scope: re.Pattern[str]
    purpose: re.Pattern[str]
    penalty: re.Pattern[str]
    conditions: re.Pattern[str]
    listing: re.Pattern[str]
    item: re.Pattern[str]
    seen: re.Pattern[str]
    looks: re.Pattern[str]
    by: re.Pattern[str]
    duty: re.Pattern[str]
    reports: re.Pattern[str]
    topic: re.Pattern[str]
    tells: re.Pattern[str]
    closing: tuple[re.Pattern[str], ...]


@cache
def _words() -> _Words:
    rows = read_toml(_FILE)
    for row in rows["closing"]:
        check(_FILE, row["id"], re.compile(row["pattern"]), row["example"], row["counter"])
    patterns = {
        name: _pattern(rows, name)
        for name in (
            "strong",
            "modal",
            "subject",
            "fact",
            "scope",
            "purpose",
            "penalty",
            "conditions",
            "listing",
            "item",
            "seen",
            "looks",
            "by",
            "duty",
            "reports",
            "topic",
            "tells",
        )
    }
    plain, nouns = _verbs(rows)
    verbs = _alternation(plain)
    acts = (
        rf"(?:{verbs})(?!{rows['start']['not_before']})|(?:{_alternation(nouns)})(?!{rows['start']['not_behind_noun']})"
    )
    lead = rows["adverb"]["pattern"]
    return _Words(
        starts=re.compile(rf"(?:{lead}){{0,4}}(?:{acts})"),
        verb=re.compile(rf"(?:{verbs})(?!{rows['start']['not_before']})"),
        closing=tuple(re.compile(row["pattern"]) for row in rows["closing"]),
        **patterns,
    )


def _pattern(rows: dict[str, Any], name: str) -> re.Pattern[str]:
    pattern = re.compile(rows[name]["pattern"])
    if "example" in rows[name]:
        check(_FILE, name, pattern, rows[name]["example"], rows[name]["counter"])
    return pattern


def _alternation(words: set[str]) -> str:
    """Words as one pattern, longest first, grouped by their first character: a position is given up at once."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    heads = "".join(re.escape(first) for first in sorted(groups))
    return (
        f"(?=[{heads}])(?:"
        + "|".join(f"{re.escape(first)}(?:{'|'.join(groups[first])})" for first in sorted(groups))
        + ")"
    )


def _verbs(rows: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Verbs of this test and of the project's lexicon: plain ones, and those that are nouns as often."""
    plain, nouns = set(rows["start"]["verbs"]), {"核查", "检查"}
    if resources.files("pipeline").joinpath("lexicon", "verbs.csv").is_file():
        for row in read_csv("verbs.csv"):
            if len(row["verb"]) > 1 and row["class"] in _CLASSES:
                (nouns if row["noun"] == "1" else plain).add(row["verb"])
    never = set(rows["start"]["not_start"])
    return plain - never, nouns - plain - never


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of text[start:end), without the white space around them; a line end ends a sentence."""
    found = []
    for match in _SENTENCE.finditer(text, start, end):
        words = match[0]
        begin = match.start() + len(words) - len(words.lstrip())
        stop = match.end() - (len(words) - len(words.rstrip()))
        if stop > begin:
            found.append((begin, stop))
    return found


@lru_cache(maxsize=4096)
def is_closing(sentence: str) -> bool:
    """A formula that directs nothing of its own: 请认真贯彻执行, 特此通知."""
    bare = sentence.strip().rstrip("。！.!；")
    tail = bare[-80:]
    return any(pattern.search(tail) for pattern in _words().closing)


def is_purpose(sentence: str) -> bool:
    """A sentence that says why, or that only introduces what follows: 为…，制定本办法."""
    return _words().purpose.search(sentence) is not None


def begins_with_verb(heading: str) -> bool:
    """扩大保障范围 says what to do; 保障范围 does not."""
    return _words().starts.match(heading) is not None


def verb_end(words: str) -> int:
    """Where the verb ends with which the words begin, adverbs included; 0: they begin with none."""
    match = _words().starts.match(words)
    return match.end() if match else 0


def ends_in_verb(words: str) -> bool:
    """切实加强 is no heading: its object is still to come."""
    verb = _words().verb
    return (
        any(verb.fullmatch(words[-length:]) for length in (2, 3, 4) if len(words) >= length)
        or words[-1:] in "对向在为将把由"
    )


def covers(sentence: str) -> bool:
    """A sentence that says what the rule covers, what its words mean or when it takes effect."""
    return _words().scope.search(sentence) is not None


def names_state(words: str) -> bool:
    """One of the clauses names a state that is looked at: 企业履行责任情况."""
    return any(sign in words for sign in _STATES) and any(_is_named(clause) for clause in _clauses(words))


def denies(words: str) -> bool:
    """Something in the words shows that they ask nobody: a definition, a condition, a fact, a penalty."""
    found = _words()
    return any(
        covers(sentence)
        or is_penalty(sentence)
        or sets_conditions(sentence)
        or is_purpose(sentence)
        or is_closing(sentence)
        or any(found.fact.search(clause) or _is_named(clause) for clause in _clauses(sentence))
        for sentence in (match[0].strip() for match in _SENTENCE.finditer(words))
    )


def is_penalty(sentence: str) -> bool:
    """A sentence that says what follows a breach, without saying who acts."""
    words = _words()
    return words.penalty.search(sentence) is not None and not re.search(
        r"(?<!交)由[^，。]{2,30}(?:机关|部门|机构|局|委|政府|公安)", sentence
    )


def sets_conditions(sentence: str) -> bool:
    """Conditions or contents are listed: nobody is asked for anything."""
    return _words().conditions.search(sentence) is not None


def lists_things(lead: str) -> bool:
    """The lead-in's items are things (papers, forbidden acts), not directives of their own."""
    return _words().listing.search(lead.rstrip()) is not None


def is_thing(item: str) -> bool:
    """An item that is a thing or a case: 未经批准擅自施工的；"""
    words = _words()
    bare = item.strip()
    return words.item.search(bare) is not None and not (len(bare) < 20 and words.duty.match(bare))


def _clauses(sentence: str) -> list[str]:
    return [clause.strip(' \u3000“”"（()）') for clause in _CLAUSE.split(sentence)]


def directs(sentence: str, *, strongly: bool = False) -> bool:
    """Whether some clause of the sentence directs. ``strongly``: only words of duty and request count."""
    if is_purpose(sentence) or is_penalty(sentence) or _words().scope.search(sentence):
        return False
    listed = _words().conditions.search(sentence)
    if listed:  # 再选择一批企业开展试点，试点企业应当具备以下条件：
        sentence = sentence[: max(sentence.rfind("，", 0, listed.end() - 1), 0)]
        if _words().topic.match(sentence):
            return False
    if is_closing(sentence) and len(sentence) < 60:
        return False
    words = _words()
    strongly = strongly or words.tells.match(sentence) is not None
    for clause in _clauses(sentence):
        if len(clause) < 2 or words.fact.search(clause) or _is_case(clause):
            continue
        if words.strong.search(clause):
            return True
        if strongly:
            continue
        if words.modal.search(clause):
            return True
        if _is_named(clause):
            continue
        by = words.by.match(clause)
        if words.starts.match(clause) or (by and words.starts.match(clause, by.end())):
            return True
        subject = words.subject.match(clause)
        if subject and not _is_paper(clause) and words.verb.search(clause, subject.end()):
            return True
    return False


def _is_case(clause: str) -> bool:
    """The clause says in which case: 认定为示范单位的，."""
    return clause.endswith("的") and len(clause) > 4 and not clause.endswith("目的")


def _is_named(clause: str) -> bool:
    """The clause names a state, 企业履行责任情况, and does not ask to look at it, to report or to mend it."""
    words = _words()
    return words.seen.search(clause) is not None and words.looks.match(clause) is None


def _is_paper(clause: str) -> bool:
    """The clause names a paper, 参评单位开展活动情况介绍, and does not send it anywhere."""
    return _PAPER.search(clause) is not None and not any(sign in clause for sign in "报送向将请")


def asks(sentence: str) -> bool:
    """A bare imperative: some clause begins with what is to be done, and nothing shows a fact or a rule's scope."""
    words = _words()
    return (
        directs(sentence) and not denies(sentence) and any(words.starts.match(clause) for clause in _clauses(sentence))
    )


def requests(sentence: str) -> bool:
    """A directive outside every number: words of duty or request, and no closing formula."""
    if is_closing(sentence):
        return False
    return directs(sentence, strongly=True) or _words().reports.match(sentence) is not None
