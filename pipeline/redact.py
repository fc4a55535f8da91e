"""Masking of contact persons: their names, numbers and mail addresses become asterisks, one for each character.

Masked is what the table of contacts holds, wherever it stands, and whatever looks like a number or address of a person.
Offsets hold, in the clean text as in the raw text and in every table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pipeline.extractors.contacts import is_hotline, is_part, person_name
from pipeline.lexicon import check, read_toml
from pipeline.notice import CleanText, Cleanup

Row = dict[str, Any]
MASK = "*"
_KEPT = frozenset(("rule", "task", "path", "kind", "role"))
_SURE = 3  # characters of a name that is masked wherever it stands; a shorter one may be part of a word
_BESIDE = "(?<![一-鿿])|(?<=[：:、和及由与向请经找])"  # what stands before a short name
_BEHIND = (
    "(?![一-鿿])|(?=同志|先生|女士|老师|电话|联系|手机|[副]?(?:局|科|处|组|校|院|所|站|县|市|区|镇|乡)长|主任|书记|负责|协助|牵头|兼|任|"
    "带队|参加|主持|分管|具体|办理|收|签)"
)


def redact(clean: CleanText, rows: dict[str, list[Row]]) -> CleanText:
    """Mask contact persons in the text and, in place, in all rows.

    Args:
        clean: the notice's clean text.
        rows: rows by table; ``rows["contacts"]`` says what is to be masked.

    Returns:
        The clean text, its raw text and its cleanups, masked; lengths and offsets are the same.
    """
    spans = {tuple(span) for row in rows.get("contacts", ()) for span in row.get("spans", ())}
    spans |= set(secret_spans(clean.text))
    raw_spans = set(secret_spans(clean.raw))  # in what was taken out there may be persons too
    secrets = {*_secrets(rows.get("contacts", ())), *(clean.text[start:end] for start, end in spans)}
    secrets |= {clean.raw[start:end] for start, end in raw_spans}
    pattern = _pattern(sorted(secrets, key=lambda value: (-len(value), value)))
    if pattern is None:
        return clean
    spans |= {match.span() for match in pattern.finditer(clean.text)}
    raw_spans |= {match.span() for match in pattern.finditer(clean.raw)}
    raw_spans |= {clean.raw_span(start, end) for start, end in spans}
    spans |= {clean.clean_span(start, end) for start, end in raw_spans}
    text, raw = _masked(clean.text, spans), _masked(clean.raw, raw_spans)
    masked = _rebuilt(clean, text, raw)
    for name, table in rows.items():
        for row in table:
            _mask_row(row, clean.text, text, pattern)
        if name == "cleanups" and len(table) == len(masked.cleanups):
            for row, cleanup in zip(table, masked.cleanups, strict=True):
                row["removed"], row["replacement"] = cleanup.removed, cleanup.replacement
    return masked


def _secrets(contacts: Iterable[Row]) -> list[str]:
    """Names, numbers and addresses of mail, longest first."""
    cells = (str(row.get(column) or "") for row in contacts for column in ("person", "phone", "email"))
    found = {value for cell in cells for value in cell.split("；")}
    secret = (value for value in found if len(value) > 1 and not is_hotline(value))
    return sorted(secret, key=lambda value: (-len(value), value))


def _pattern(secrets: list[str]) -> re.Pattern[str] | None:
    """Every place where a secret stands. A name of two characters counts only where it is no part of a word."""
    if not secrets:
        return None
    parts = []
    for value in secrets:
        short = len(value) < _SURE and not value.isascii()
        guard = "(?<![0-9])" if value[0].isdigit() else ""
        behind = "(?![0-9])" if value[-1].isdigit() else ""
        parts.append(f"(?:{_BESIDE}){re.escape(value)}(?:{_BEHIND})" if short else guard + re.escape(value) + behind)
    return re.compile("|".join(parts))


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            begin = max(start, at)
            parts += [text[at:begin], MASK * (end - begin)]
            at = end
    return "".join(parts) + text[at:]


def _rebuilt(clean: CleanText, text: str, raw: str) -> CleanText:
    """The clean text with masked words. Every edit stays, also where its two sides are now the same: offsets hold."""
    cleanups, shift = [], 0
    for edit in clean.cleanups:
        begin = edit.raw_start + shift
        replacement = text[begin : begin + len(edit.replacement)]
        removed = raw[edit.raw_start : edit.raw_end]
        cleanups.append(Cleanup(edit.raw_start, edit.raw_end, removed, replacement, edit.rule))
        shift += len(edit.replacement) - (edit.raw_end - edit.raw_start)
    return CleanText(text, raw, tuple(cleanups))


def _mask_row(row: Row, plain: str, text: str, pattern: re.Pattern[str]) -> None:
    """Mask every text column of a row: words of the notice are cut again from the masked text, others by the pattern."""
    start, end = row.get("start"), row.get("end")
    for column, value in row.items():
        if not isinstance(value, str) or not value or column in _KEPT:
            continue
        at = plain.find(value, start, end) if isinstance(start, int) else -1
        row[column] = text[at : at + len(value)] if at >= 0 else pattern.sub(lambda match: MASK * len(match[0]), value)
    if isinstance(start, int) and isinstance(end, int) and isinstance(row.get("text"), str):
        row["text"] = text[start:end]


def secret_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of what looks like the name, number or address of a person, contact or not."""
    for pattern in _lexicon():
        for match in pattern.finditer(text):
            value = match["secret"]
            if not is_hotline(value) and not is_part(value):
                yield match.span("secret")


@cache
def _lexicon() -> tuple[re.Pattern[str], ...]:
    found = []
    for row in read_toml("contacts.toml")["secret"]:
        pattern = re.compile(row["pattern"].replace("{name}", person_name().pattern), re.M)
        check("contacts.toml", row["id"], pattern, row["example"], row["counter"])
        found.append(pattern)
    return tuple(found)
