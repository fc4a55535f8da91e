"""Where a text that lost its line ends has to be cut: at labels, around signatures, behind headings and titles.

Web copies and OCR give whole notices in one line. What follows reads such a line as the paragraphs that it was; texts with
line ends of their own never come here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.structure.directing import ends_in_verb, verb_end
from pipeline.structure.kinds import heading_kind
from pipeline.structure.lexicon import organ_end, pattern
from pipeline.structure.numbers import Label, read_label

_LABEL = pattern("lost.label")
_SIGNED = pattern("lost.signature")
_ANNEX = pattern("lost.annex")
_ASSIGNED = pattern("lost.assigned")
_CLOSING = pattern("lost.closing")
_ENDS = pattern("lost.ends")
_TITLE = pattern("lost.title")
_OPENS = pattern("lost.opens")
_GOES_ON = pattern("lost.goes_on")
_FINAL = pattern("lost.final")
_FIXED = pattern("lost.fixed")
_FOOT = pattern("lost.foot")
_WHO = pattern("lost.who")
_SUBJECT = pattern("lost.subject")
_LONE = re.compile(r"[。；）〕](?P<name>[一-鿿“”]{4,16})$")
_LONE_MOST = 16
_CN = 4  # rank of 一、
_HEADING = re.compile(r"[一-鿿“”、，]+")
_STOPS = re.compile(r"[。；：！？:;）)〕】]")
_STYLES = frozenset({"chapter", "section", "article", "cn", "cn_paren", "arabic", "arabic_paren"})
_SURE = frozenset({"chapter", "article", "cn"})  # styles that may stand behind any character where the number goes on
_LONG, _SHARE = 150, 0.5  # characters of a line, and its share of the text, by which the loss is known
_NAME = 40
_GAP = 2  # numbers of a series that may have been lost
_LEAST, _MOST, _UNDER = 4, 30, 45  # characters of a heading: least, most, most above a label
_OBJECT = 4  # characters behind the first verb where the object ends in a verb: 加强|沟通对接
_SENTENCE = 24  # characters up to which a sentence with a stop is a heading itself


def lost_lines(text: str) -> bool:
    """Most of the text stands on one line: its line ends were lost."""
    longest = max(map(len, text.split("\n")), default=0)
    return longest > _LONG and longest > _SHARE * len(text)


def paragraph_cuts(line: str, issuers: Sequence[str]) -> list[int]:
    """Offsets of paragraphs that end within the line, but for its head. ``issuers``: bodies that are known to sign."""
    found = {*_signatures(line, issuers), *_annexes(line), *(match.start() for match in _FOOT.finditer(line))}
    end = len(line.rstrip())
    found.update(end - len(body) for body in issuers if body and line.endswith(body, 0, end))
    places = labels(line)
    ends = {at + len(label.printed) for at, label in places}
    found |= {
        lone for at, label in places if label.rank > _CN and (lone := _lone_heading(line, at)) > 0 and lone not in ends
    }
    found.update(match.end() for match in _ASSIGNED.finditer(line))
    last = places[-1][0] if places else len(line)
    found.update(match.start() for match in _CLOSING.finditer(line, last))
    for at, label in places:
        found.add(at)
        if label.style in ("cn", "cn_paren"):
            end = heading_end(line, at + len(label.printed), sure=label.style == "cn")
            found |= {end} if end > 0 else set()
    return sorted(at for at in found if 0 < at < len(line))


class _Series:
    """Which labels of a line count: each goes on its series or begins one."""

    def __init__(self, line: str, places: Sequence[tuple[int, Label]]) -> None:
        self.line = line
        self.found: list[tuple[int, Label]] = []
        self.now: dict[str, int] = defaultdict(int)  # numbers at which the open series stand
        self.ever: dict[str, int] = defaultdict(int)  # … over all parts: numbering may run on
        self.ranks: dict[str, int] = {}
        self.sign = ""  # what stands behind arabic numbers: 1． or 1、
        self.later = {label.style: at for at, label in places if 1 < label.value <= 1 + _GAP}  # where a series goes on
        self.deeper = {at for (at, one), (_, below) in pairwise(places) if below.rank > one.rank and below.value == 1}

    def take(self, at: int, label: Label) -> None:
        """Keep the label if it counts."""
        if not (self._goes_on(at, label) or self._begins(at, label)):
            return
        self.found.append((at, label))
        self.ranks[label.style] = label.rank
        self.now.update({style: 0 for style, rank in self.ranks.items() if rank > label.rank})
        self.now[label.style] = self.ever[label.style] = label.value
        self.sign = label.printed[-1] if label.style == "arabic" else self.sign

    def _stands(self, at: int, label: Label) -> bool:
        """Behind a stop or a heading; labels of the higher levels may stand behind any character."""
        return label.style in _SURE or self._stopped(at) or self._headed(at, label)

    def _goes_on(self, at: int, label: Label) -> bool:
        style, value = label.style, label.value
        if value > 1 and value in (self.now[style] + 1, self.ever[style] + 1):
            return self._stands(at, label) or (style == "arabic" and label.printed[-1] == self.sign)
        return style in _SURE and 0 < self.now[style] < value <= self.now[style] + 1 + _GAP and self._stopped(at)

    def _begins(self, at: int, label: Label) -> bool:
        if label.value != 1:
            return False
        if self.later.get(label.style, -1) > at:
            return self._stands(at, label) or (label.rank > _CN and _lone_heading(self.line, at) > 0)
        if label.style in _SURE:
            return at in self.deeper or (self._stopped(at) and _is_fixed(self.line, at, label))
        return self._headed(at, label)

    def _stopped(self, at: int) -> bool:
        return at == 0 or _STOPS.match(self.line[max(0, at - 8) : at].rstrip()[-1:]) is not None

    def _headed(self, at: int, label: Label) -> bool:
        above = self.found[-1] if self.found else None
        return (
            above is not None
            and above[1].rank < label.rank
            and _is_heading(self.line, above[0] + len(above[1].printed), at)
        )


def labels(line: str) -> list[tuple[int, Label]]:
    """Labels of provisions in a line: each goes on its series, behind a stop or behind the heading above it."""
    read = [(match.start(), read_label(line, match.start())) for match in _LABEL.finditer(line)]
    places = [(at, label) for at, label in read if label and label.style in _STYLES]
    series = _Series(line, places)
    for at, label in places:
        series.take(at, label)
    return series.found


def _is_fixed(line: str, at: int, label: Label) -> bool:
    """一、工作目标: known as a heading by its words, also where nothing follows it in the series."""
    return label.style == "cn" and _FIXED.match(line, at + len(label.printed)) is not None


def _lone_heading(line: str, at: int) -> int:
    """Where a heading begins that stands between a stop and a first label, its own number lost; -1: there is none."""
    match = _LONE.search(line[max(0, at - _LONE_MOST - 2) : at])
    return at - len(match["name"]) if match else -1


def _is_heading(line: str, start: int, end: int) -> bool:
    words = line[start : min(end, start + 2 * _UNDER)].strip(" 。：")
    return end - start <= _UNDER and len(words) > 1 and not re.search("[。；：:;]", words)


def heading_end(words: str, at: int, *, sure: bool = True) -> int:
    """Where the heading ends that begins at ``at`` and ran into its text: 加强服务监管|各区县政府要…; -1: it did not.

    ``sure``: headings of this kind have no stop of their own; else only one that is known or said again is cut off.
    """
    again = re.match(r"([一-鿿]{4,16}?)(?=\1)", words[at : at + 2 * _MOST])
    if again:
        return at + again.end()
    line = words[at : at + 2 * _MOST]
    run = _HEADING.match(line)
    if run is None or run.end() < _LEAST:
        return -1
    if line[run.end() : run.end() + 1] in ("。", "：") and run.end() <= _SENTENCE:
        return -1  # it has a stop of its own
    fixed = _FIXED.match(line)
    if fixed:
        return at + fixed.end()
    weak = -1
    for end in range(_LEAST, min(run.end(), _MOST) + 1):
        name = line[:end]
        opens = _OPENS.match(line, end) is not None
        subject = _WHO.match(line, end) is not None
        if not (opens or subject or _GOES_ON.match(line, end)):
            continue
        if heading_kind(name)[0]:
            return at + end
        if sure and _complete(name, opens):
            if opens or subject:
                return at + end
            weak = at + end if weak < 0 else weak
    return weak


def _complete(name: str, opens: bool) -> bool:
    """A phrase of verb and object, or a name, that a heading may be. ``opens``: a sentence plainly begins behind it."""
    parts = name.split("，")
    if len(parts[-1]) < _LEAST or len(parts) > 3 or _SUBJECT.search(name):
        return False
    if _FINAL.search(name):
        return True
    verb = verb_end(parts[-1])
    return opens and verb > 0 and len(parts[-1]) - verb >= (_OBJECT if ends_in_verb(name) else 1)


def _signatures(line: str, issuers: Sequence[str]) -> Iterator[int]:
    """Before the body that signs, before and behind the date, behind the title that follows."""
    for date in _SIGNED.finditer(line):
        before = line[max(0, date.start() - 3 * _NAME) : date.start()].rstrip()
        name = ""
        while own := next((body for body in issuers if before[: len(before) - len(name)].rstrip().endswith(body)), ""):
            name = before[len(before[: len(before) - len(name)].rstrip()) - len(own) :]
        name = name or _STOPS.split(before)[-1].strip()
        if not 2 < len(name) <= 3 * _NAME or "，" in name or not organ_end().search(name):
            if _ENDS.match(line[date.end() : date.end() + 12]):
                yield from (date.start(), date.end("date"), date.end())
            continue
        yield (
            date.start()
            - len(line[max(0, date.start() - _NAME) : date.start()])
            + len(line[max(0, date.start() - _NAME) : date.start()].rstrip())
            - len(name)
        )
        yield from (date.start(), date.end("date"), date.end())
        yield from _title(line, date.end())


def _annexes(line: str) -> Iterator[int]:
    for match in _ANNEX.finditer(line):
        yield match.start()
        yield match.end()
        yield from _title(line, match.end())


def _title(line: str, at: int) -> Iterator[int]:
    match = _TITLE.match(line, at)
    if match:
        yield match.end()
