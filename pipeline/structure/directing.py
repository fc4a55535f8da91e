"""Does a sentence ask somebody for something? A light test by modal words and verbs at the beginning of a clause."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.structure.lexicon import check, read_toml

_SENTENCE = re.compile(r"[^。！？\n]+(?:[。！？]+[”’」』）)]*|(?=\n)|$)")
_CLAUSE = re.compile(r"[，。；：！？\n,;]")


class _Words(NamedTuple):
    modal: re.Pattern[str]
    starts: re.Pattern[str]
    facts: re.Pattern[str]
    closing: tuple[re.Pattern[str], ...]


@cache
def _words() -> _Words:
    rows = read_toml("directing.toml")
    for row in rows["closing"]:
        check("directing.toml", row["id"], re.compile(row["pattern"]), row["example"], row["counter"])
    verbs = "|".join(sorted(_verbs(rows), key=lambda verb: (-len(verb), verb)))
    adverbs = rows["adverb"]["pattern"]
    return _Words(
        re.compile(rows["modal"]["pattern"]),
        re.compile(rf"(?:{adverbs})*(?:{verbs})(?!{rows['start']['not_before']})"),
        re.compile(rows["fact"]["pattern"]),
        tuple(re.compile(row["pattern"]) for row in rows["closing"]),
    )


def _verbs(rows: dict[str, dict[str, list[str]]]) -> set[str]:
    """Verbs of the project's verb lexicon where it is there, and those of this test."""
    verbs = set(rows["start"]["verbs"])
    source = resources.files("pipeline").joinpath("lexicon", "verbs.csv")
    if source.is_file():
        lines = [line for line in source.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        verbs |= {row["verb"] for row in csv.DictReader(lines) if len(row.get("verb") or "") > 1}
    return {re.escape(verb) for verb in verbs if verb}


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


def is_closing(sentence: str) -> bool:
    """A formula that directs nothing of its own: 请认真贯彻执行, 特此通知."""
    bare = sentence.strip().rstrip("。！.!")
    return any(pattern.search(bare) for pattern in _words().closing)


def directs(sentence: str) -> bool:
    """Whether some clause of the sentence directs."""
    if is_closing(sentence):
        return False
    words = _words()
    for clause in _CLAUSE.split(sentence):
        clause = clause.strip(" \u3000“”\"（(")
        if len(clause) < 2 or words.facts.search(clause):
            continue
        if words.modal.search(clause) or words.starts.match(clause):
            return True
    return False


def requests(sentence: str) -> bool:
    """A directive outside every number: with a modal word or 请, not a bare verb (those describe the purpose)."""
    if is_closing(sentence):
        return False
    words = _words()
    return any(words.modal.search(clause) and not words.facts.search(clause) for clause in _CLAUSE.split(sentence))
