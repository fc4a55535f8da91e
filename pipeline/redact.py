"""Masking of contact persons: their names, numbers and mail addresses become asterisks, one for each character.

Offsets hold, in the clean text as in the raw text and in every table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pipeline.extract.contacts import is_hotline
from pipeline.notice import CleanText, Cleanup

Row = dict[str, Any]
MASK = "*"
_SURE = 3  # characters of a name that is masked wherever it stands; a shorter one may be part of a word
_BESIDE = "(?<![一-鿿])|(?<=[：:、和及由])"  # what stands before a short name
_BEHIND = "(?![一-鿿])|(?=同志|先生|女士|电话|联系|手机|科长|主任|处长)"


def redact(clean: CleanText, rows: dict[str, list[Row]]) -> CleanText:
    """Mask contact persons in the text and, in place, in all rows.

    Args:
        clean: the notice's clean text.
        rows: rows by table; ``rows["contacts"]`` says what is to be masked.

    Returns:
        The clean text, its raw text and its cleanups, masked; lengths and offsets are the same.
    """
    secrets = _secrets(rows.get("contacts", ()))
    spans = {tuple(span) for row in rows.get("contacts", ()) for span in row.get("spans", ())}
    pattern = _pattern(secrets)
    if pattern is not None:
        spans |= {match.span() for match in pattern.finditer(clean.text)}
    if not spans:
        return clean
    text = _masked(clean.text, spans)
    raw = _masked(clean.raw, (clean.raw_span(start, end) for start, end in spans))
    masked = _rebuilt(clean, text, raw)
    for name, table in rows.items():
        for row in table:
            _mask_row(row, text, pattern)
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


def _mask_row(row: Row, text: str, pattern: re.Pattern[str] | None) -> None:
    """Mask every text column of a row; ``text`` is cut again from the masked text."""
    for column, value in row.items():
        if isinstance(value, str) and column not in ("rule", "task", "path") and pattern is not None:
            row[column] = pattern.sub(lambda match: MASK * len(match[0]), value)
    if isinstance(row.get("start"), int) and isinstance(row.get("end"), int) and isinstance(row.get("text"), str):
        row["text"] = text[row["start"] : row["end"]]
