"""Who is reported to, in running text: behind 报送, 反馈至, 抄送, and between 向 and 报告."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extractors.units_cues import END, LONGEST, Cues, Found
from pipeline.language.bodies import BodySpan, split_bodies
from pipeline.language.bodies_lexicon import ending, is_body

__all__ = ["find_receivers"]


def find_receivers(text: str, begin: int, stop: int, cues: Cues) -> Iterator[Found]:
    """Bodies behind 报送, 反馈至 and between 向 and 报告."""
    for verb in cues.to.finditer(text, begin, stop):
        if text.startswith(("不再", "无需", "不用", "不必"), max(begin, verb.start() - 2)):
            continue
        if not text.startswith(("和", "及", "与", "、"), verb.end()):  # 工作报告和…
            sent = verb[0][0] in "发送寄快电传转抄"  # downwards nothing is reported
            for found in _receivers(text, verb.end(), stop, cues, "report.to"):
                if not (sent and cues.below.match(found.body.text)):
                    yield found
    if text.find("向", begin, stop) >= 0:
        for towards in cues.towards.finditer(text, begin, stop):
            yield from _bodies(text, towards.start("body"), towards.end("body"), "report.towards", cues)


def _receivers(text: str, at: int, stop: int, cues: Cues, rule: str) -> Iterator[Found]:
    """The longest words behind the verb that end as a body and before what may follow one."""
    best = at
    for tail in END.finditer(text, at, min(stop, at + LONGEST)):
        if cues.after.match(text, tail.end(), min(len(text), tail.end() + 8)):
            words = text[at : tail.end()]
            if words.count("（") + words.count("(") == words.count("）") + words.count(")"):
                best = tail.end()
    if best > at:
        if text.startswith(("（", "("), best):
            close = text.find("）" if text[best] == "（" else ")", best, best + 24)
            if close > 0 and is_body(text[best + 1 : close]):
                best = close + 1
        yield from _bodies(text, at, best, rule, cues)


def _bodies(text: str, start: int, end: int, rule: str, cues: Cues) -> Iterator[Found]:
    bodies = split_bodies(text, start, end)
    if bodies and all(_is_receiver(body, cues) for body in bodies):
        for body in bodies:
            yield Found(body, "report_to", rule)


def _is_receiver(body: BodySpan, cues: Cues) -> bool:
    """Whether the words behind 报送 name a body: any organ, but no mere place."""
    found = ending(body.full)
    if found is None or found.form == "people" or len(body.text) < 2:
        return False
    if not cues.may_hold(body.text.replace("与", "")):  # 教育部体育卫生与艺术教育司
        return False
    return cues.not_start.match(body.text) is None and (found.form != "area" or cues.is_subject(body))
