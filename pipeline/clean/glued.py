"""Paragraphs that a web copy ran together and that are surely apart: title, number, recipients, signature, date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.clean import forms
from pipeline.clean.edits import Edit, in_order
from pipeline.clean.titles import is_title
from pipeline.lexicon import rule

_FILE = "glued.toml"
_GAP = re.compile("[ ]{3,}")
_SHORTEST, _PRINTED = 3, ("印发", "印制", "印")
_PART = re.compile("([^ ]+)( *)")
_HEAD = 12  # lines from the top in which title, number and recipients stand
_LONGEST = 400  # characters of recipients
_TITLE_BODY = re.compile("(?:^|[\n号])([一-鿿（）]{3,40}?)(?:关于|转发|印发)")
_LONG = 150  # characters of a line that may hold more than one paragraph
_RUN = (
    "run_secrecy", "run_urgency", "run_masthead", "run_body_number", "run_number", "run_title_number",
    "run_title_recipients",
)  # fmt: skip


def _pattern(name: str) -> re.Pattern[str]:
    return rule(_FILE, name)


def glued(text: str) -> Iterator[Edit]:
    """Edits that put a line end where two paragraphs were run together."""
    yield from in_order((*_heads(text), *_feet(text), *_tails(text), *_headings(text), *_elements(text)))


def _heads(text: str) -> Iterator[Edit]:
    """Between title and document number, and between recipients and what follows, at the top of the text."""
    at, above = 0, ""
    for _ in range(_HEAD):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else min(len(text), at + 2 * _LONGEST)]
        cut = _cut(line, above)
        if cut is not None:
            yield Edit(at + cut[0], at + cut[0], "\n", f"glued.{cut[1]}")
            above, at = line[: cut[0]], at + cut[0]
        elif end < 0:
            return
        else:
            above, at = line, end + 1


def _cut(line: str, above: str) -> tuple[int, str] | None:
    """Where the first paragraph of the line ends and by which pattern; None where the line is one paragraph."""
    run: tuple[str, ...] = ()
    if len(line) >= _LONG:
        run = (*_RUN, "run_recipients") if is_title(above) or forms.stands_alone(above) else _RUN
    for name in (*run, "title_number", "title_recipients", "title_text", "recipients_text"):
        match = _pattern(name).match(line)
        if match and match.end(1) < len(line):
            return match.end(1), name
    return None


def _tails(text: str) -> Iterator[Edit]:
    """Before signature, date, 抄送 and printing office at the end of a long line that holds them all."""
    title = _TITLE_BODY.search(text[: 2 * _LONGEST])
    own = title[1] if title and forms.is_body(title[1]) else "\n"
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if end - at >= _LONG:
            tail = text[max(at, end - _LONGEST) : end]
            shift = end - len(tail)
            for name in ("run_signature", "run_sent", "run_printed"):
                match = next(_pattern(name).finditer(tail), None)
                if match is None or ("body" in match.groupdict() and not _signs(match["body"], own)):
                    continue
                for group, value in match.groupdict().items():
                    if value:
                        start = shift + match.start(group)
                        yield Edit(start, start, "\n", f"glued.{name}")
                    if value and group == "body" and value.endswith(own) and value != own:
                        yield Edit(start + len(value) - len(own), start + len(value) - len(own), "\n", f"glued.{name}")
        at = end + 1


def _signs(name: str, own: str) -> bool:
    """Whether the name signs: a body's, or as much as is left of the one in the title."""
    return forms.is_body(name) or (len(name) > _SHORTEST and own.startswith(name))


def _feet(text: str) -> Iterator[Edit]:
    """At a wide gap before a date or a note in brackets; the signature before it is parted from the text."""
    if "   " not in text:
        return
    for match in _GAP.finditer(text):
        start, end = match.span()
        line_end = text.find("\n", end)
        right = _GAP.split(text[end : line_end if line_end >= 0 else len(text)][:80], maxsplit=1)[0]
        if not (_pattern("date").fullmatch(right.replace(" ", "")) or _pattern("note").match(right)):
            continue
        line_start = text.rfind("\n", 0, start) + 1
        left = text[max(line_start, start - 60) : start]
        if not left.strip():
            continue
        yield Edit(start, end, "\n", "glued.foot")
        signature = _pattern("signature").search(left)
        if signature and forms.is_body(signature[1].replace(" ", "")):
            cut = start - len(left) + signature.start(1)
            yield Edit(cut, cut, "\n", "glued.signature")


def _elements(text: str) -> Iterator[Edit]:
    """At spaces that were line ends: between elements of head and foot, and before the label of a provision."""
    at = 0
    for line in text.split("\n"):
        if " " in line:
            for name in ("label_after_stop", "label_after_heading"):
                for match in _pattern(name).finditer(line):
                    yield Edit(at + match.start("gap"), at + match.end("gap"), "\n", f"glued.{name}")
            if _pattern("elements").match(line):
                yield from (Edit(at + start, at + end, "\n", "glued.elements") for start, end in _between_elements(line))
        at += len(line) + 1


def _between_elements(line: str) -> Iterator[tuple[int, int]]:
    """Spans of the gaps between two elements of head or foot."""
    start = 0
    for before, after in pairwise(_PART.findall(line)):
        start += len(before[0]) + len(before[1])
        if _stands(before[0]) and _stands(after[0]) and not (forms.is_body(before[0]) and forms.is_body(after[0])):
            yield start - len(before[1]), start


def _stands(part: str) -> bool:
    """Whether a piece between spaces is an element of head or foot: body, date, number, note."""
    if _pattern("date").fullmatch(part) or _pattern("note").fullmatch(part):
        return True
    return len(part) > _SHORTEST and not part.endswith(_PRINTED) and forms.stands_alone(part)


def _headings(text: str) -> Iterator[Edit]:
    """Between a heading 二、… and the （一） that was run on to it, where the next paragraphs go on with （二）."""
    if "（一）" not in text:
        return
    for match in _pattern("heading").finditer(text):
        if text.find("\n（二）", match.end()) >= 0:
            yield Edit(match.end(1), match.end(1), "\n", "glued.heading")
