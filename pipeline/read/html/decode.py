"""Bytes of a web page → its text, without what no reader shows: scripts, styles, embedded files, control characters.

The encoding is found as for plain text (:func:`pipeline.read.text.decode`); what the page declares decides only where the
bytes bear it out: pages that say gb2312 are GB18030, and many say the one and are the other.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from pipeline.read.errors import ReadError
from pipeline.read.text import Decoded, decode, likeness

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 8192  # bytes in which a page declares its encoding
_DECLARED = re.compile(
    r"<meta[^<>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{2,20})|<\?xml[^<>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,20})", re.I | re.A
)
_NAMES = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf-8": "utf-8", "utf8": "utf-8",
}  # what a page may declare, and how it is read: each name as the widest encoding that holds it
_ZEROS = 0.1  # share of zero bytes from which the text is UTF-16
_STRAY = 0.001  # share of broken bytes with which a declared encoding is still taken
_LIKELY = 0.3  # likeness from which a declared encoding is believed

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_LINE_ENDS = re.compile("\r\n?|[\x1c-\x1e\x85\u2028\u2029]")
_SHUT = re.compile(r"<(/?)(script|style)(?:[\s/][^<>]{0,4000})?>|<!--|-->", re.I)
_DATA = re.compile(r"data:[\w.+/-]{1,60}(?:;[\w=-]{1,40})?;base64,[\w+/=%\s-]{100,}", re.A)
_LONG_TAG = re.compile(r"<([A-Za-z][\w:-]{0,30})((?:[\s/][^<>]{2000,}))>")
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(id|class|style|href|src|name|content|rowspan|colspan|start|type|value|hidden|title|align|aria-hidden)\s*=\s*("[^"]{0,1500}"|'[^']{0,1500}'|[^\s"'>]{1,500})""",
    re.I,
)
_MOST_ATTRIBUTES = 40  # attributes of one element that are looked at: the parser's time grows with their square


class WebText(NamedTuple):
    """Text of a page, its encoding, the places that could not be read, and how many scripts were taken out."""

    text: str
    encoding: str
    broken: int
    scripts: int


def decode_page(data: bytes, declared: str = "") -> WebText:
    """The text of a page's bytes.

    Args:
        data: the page.
        declared: an encoding declared outside of the page (a header of its MIME part); the page's own goes before it.

    Raises:
        ReadError: no text in any encoding known here.
    """
    if data.startswith(_MARKS) or data.count(0) > len(data) * _ZEROS:
        found = decode(data)
        text, scripts = thin(found.text)
        return WebText(text, found.encoding, found.broken, scripts)
    shown, scripts = thin(data.decode("latin-1"), lines=False)  # byte by byte: tags are ASCII in every encoding left
    found = _weighed(shown.encode("latin-1"), _named(data) or _NAMES.get(declared.strip().lower(), ""))
    text, _ = thin(found.text)
    return WebText(text, found.encoding, found.broken, scripts)


def _named(data: bytes) -> str:
    match = _DECLARED.search(data[:_HEAD].decode("latin-1"))
    return _NAMES.get((match[1] or match[2]).lower(), "") if match else ""


def _weighed(data: bytes, declared: str) -> Decoded:
    """By evidence; the declared encoding where it fits no worse, or where the evidence fails."""
    try:
        found = decode(data)
    except ReadError:
        if not declared:
            raise
        text = data.decode(declared, "replace")
        lost = text.count("\ufffd")
        if lost > max(1, len(data) * _STRAY) or likeness(text) < _LIKELY:
            raise
        return Decoded(text, declared, lost)
    if declared and declared != found.encoding and not found.encoding.startswith("utf-8"):
        try:
            text = data.decode(declared)
        except UnicodeDecodeError:
            return found
        if likeness(text) >= likeness(found.text):
            return Decoded(text, declared)
    return found


def thin(page: str, *, lines: bool = True) -> tuple[str, int]:
    """The page without scripts, styles, embedded files and control characters; and the number of scripts.

    ``lines``: line ends become ``\\n`` (not where the characters stand for bytes).
    """
    parts: list[str] = []
    at = scripts = 0
    opened = ""  # the element, or the comment, that is open
    for match in _SHUT.finditer(page):
        if match[0] == "<!--":
            opened = opened or match[0]
        elif match[0] == "-->":
            opened = "" if opened == "<!--" else opened
        elif not opened and not match[1]:
            opened = match[2].lower()
            scripts += opened == "script"
            parts.append(page[at : match.start()])
            at = match.start()
        elif match[1] and opened == match[2].lower():
            opened, at = "", match.end()
    page = "".join(parts) + page[at:]
    if "base64," in page:
        page = _DATA.sub("data:", page)
    page = _LONG_TAG.sub(_short, page)
    if lines:
        page = _LINE_ENDS.sub("\n", page)
    return _CONTROL.sub("", page), scripts


def _short(tag: re.Match[str]) -> str:
    """A tag of thousands of characters with no more than the attributes that are asked for, each once."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag[2]):
        found.setdefault(match[1].lower(), match[2])
        if len(found) == _MOST_ATTRIBUTES:
            break
    return f"<{tag[1]} {' '.join(f'{name}={value}' for name, value in found.items())}>"
