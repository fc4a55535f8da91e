"""The row of the table ``documents``: what the elements and the units say of the notice as a whole."""

from __future__ import annotations

import re
from typing import Any

from pipeline.extractors.context import Context
from pipeline.language.regions import region
from pipeline.structure import doc_type, doc_type_of

_BRACKETS = re.compile(r"[〔\[［【(（〈<{﹝]((?:19|20)?\d{2})[〕\]］】)）〉>}﹞]")
_BETWEEN = re.compile(r"[\s、；;，,]+")
_WHITE = re.compile(r"\s+")


def document_row(ctx: Context) -> dict[str, Any]:
    """Title, kind, number, issuers, recipients, date and region; ids and sizes are added by the run.

    What the text lacks is taken from what its web page says of it (``ctx.fields``).
    """
    elements, fields = ctx.elements, ctx.fields
    title = _WHITE.sub("", elements.title.text if elements.title else fields.get("title", ""))
    number = normal_number(elements.doc_number.text if elements.doc_number else fields.get("doc_number", ""))
    issuers = _texts(ctx, "issuer") or [span.text for span in elements.issuers]
    issuers = issuers or [each for each in _BETWEEN.split(fields.get("issuer", "")) if each]
    found = region(issuers[0] if issuers else "", title, ctx.text, number, ctx.issue_date.year if ctx.issue_date else None)
    return {
        "title": title,
        "doc_type": doc_type_of(ctx.text, ctx.structure) or doc_type(title),
        "doc_number": number,
        "issuer": "；".join(issuers),
        "recipients": "；".join(_texts(ctx, "recipient")),
        "issue_date": ctx.issue_date,
        "region": found.name if found else "",
    }


def supplied(ctx: Context) -> list[str]:
    """Columns of ``documents`` that the text does not give and its web page does."""
    elements = ctx.elements
    printed = {"title": elements.title, "doc_number": elements.doc_number, "issuer": elements.issuers,
               "issue_date": elements.issue_date or elements.print_date}  # fmt: skip
    return [column for column, found in printed.items() if not found and ctx.fields.get(column)]


def _texts(ctx: Context, role: str) -> list[str]:
    return [_WHITE.sub("", row["text"]) for row in ctx.rows.get("units", []) if row["role"] == role]


def normal_number(printed: str) -> str:
    """发文字号 by GB/T 9704: year in 〔〕, no spaces: 平市监〔2019〕154号. Brackets of other years' usage are made 〔〕."""
    return _BRACKETS.sub(r"〔\1〕", _WHITE.sub("", printed))
