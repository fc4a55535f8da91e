"""Which form a file has, by its first bytes."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.lexicon import read_toml
from pipeline.read.errors import ReadError

_HTML = re.compile(rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html[\s>])", re.I | re.S)
_ARCHIVE_HEAD = 4096  # bytes at either end of an archive in which the names of its members are looked for
_HTML_ADVICE = "open it in a browser, copy the notice's text and save it as .txt (UTF-8)"


class _Format(NamedTuple):
    id: str
    name: str
    magic: re.Pattern[bytes]
    within: bytes
    advice: str


def _magic(forms: list[str]) -> re.Pattern[bytes]:
    """First bytes written as hex, ?? for any byte."""
    pairs = [re.findall("..", form) for form in forms]
    found = [b"".join(b"." if pair == "??" else re.escape(bytes.fromhex(pair)) for pair in each) for each in pairs]
    return re.compile(b"|".join(found), re.S)


@cache
def _formats() -> tuple[_Format, ...]:
    return tuple(
        _Format(row["id"], row["name"], _magic(row["magic"]), row.get("within", "").encode(), row["advice"])
        for row in read_toml("file_formats.toml")["format"]
    )


def sniff(data: bytes) -> str:
    """Id of the file's format; ``text`` where no signature claims it."""
    for form in _formats():
        if form.magic.match(data) and form.within in data[:_ARCHIVE_HEAD] + data[-_ARCHIVE_HEAD:]:
            return form.id
    return "html" if _HTML.match(data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")) else "text"


def refuse(form: str) -> ReadError:
    """The error for a form that no reader takes: which form it is and what to do."""
    for each in _formats():
        if each.id == form:
            return ReadError(f"file is {each.name}, which is not read yet", each.advice)
    return ReadError("file is a web page (HTML), which is not read yet", _HTML_ADVICE)
