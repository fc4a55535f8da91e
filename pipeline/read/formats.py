"""Which form a file has, by what it holds and never by its name."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import Any, NamedTuple

from pipeline.lexicon import read_toml
from pipeline.read.errors import ReadError

_HEAD = 4096  # bytes in which what tells a form stands
_SAMPLE = 65_536  # bytes of a page in which tags are counted
_MIMETYPE = 256  # bytes in which the first part of an OpenDocument package stands, uncompressed
_MAX_NAMES = 20_000  # of a package's directory
_PDF = re.compile(rb"%PDF-\d\.\d")
_PDF_WITHIN = 1024  # ISO 32000-1, annex H.3.4.1: readers look for the header here
_PDF_OBJECTS = (b"endobj", b"startxref")
_END_OF_ZIP = b"PK\x05\x06"
_DIRECTORY_ENTRY, _LOCAL_ENTRY = b"PK\x01\x02", b"PK\x03\x04"
_COMMENT = 66_000  # bytes: the longest end of a zip file
_CLASSES = {  # class ids of Word and Excel, MS-CFB 2.6.1: which of the two a file with both streams is
    bytes.fromhex("0609020000000000c000000000000046"): "doc",
    bytes.fromhex("2008020000000000c000000000000046"): "xls",
    bytes.fromhex("1008020000000000c000000000000046"): "xls",
}
_MARKS = ((codecs.BOM_UTF8, ""), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_PROLOG = re.compile(r"(?:\s+|<\?[^>]{0,500}>|<!--.{0,20000}?-->)*", re.S)
_DOCTYPE = re.compile(r"<!doctype\s+html|<html[\s>]", re.I)
_HEADING = re.compile(r"^#{1,6} \S", re.M)


class _Format(NamedTuple):
    id: str
    name: str
    advice: str
    magic: re.Pattern[bytes] | None
    at: int
    parts: tuple[tuple[str, ...], ...]
    mimetype: bytes
    streams: tuple[bytes, ...]
    brands: frozenset[bytes]
    pattern: re.Pattern[bytes] | None


def _magic(forms: list[str]) -> re.Pattern[bytes] | None:
    """First bytes written as hex, ?? for any byte."""
    pairs = [re.findall("..", form) for form in forms]
    found = [b"".join(b"." if pair == "??" else re.escape(bytes.fromhex(pair)) for pair in each) for each in pairs]
    return re.compile(b"|".join(found), re.S) if found else None


def _format(row: dict[str, Any]) -> _Format:
    return _Format(
        row["id"],
        row["name"],
        row["advice"],
        _magic(row.get("magic", [])),
        row.get("at", 0),
        tuple(tuple(names) for names in row.get("parts", [])),
        row.get("mimetype", "").encode(),
        tuple(name.encode("utf-16-le") + b"\x00\x00" for name in row.get("streams", [])),
        frozenset(brand.encode() for brand in row.get("brands", [])),
        re.compile(row["pattern"].encode(), re.M) if "pattern" in row else None,
    )


@cache
def _formats() -> tuple[_Format, ...]:
    return tuple(map(_format, read_toml("file_formats.toml")["format"]))


def sniff(data: bytes) -> str:
    """Id of the file's format; ``text`` where nothing claims it. The first 64 KB tell whether it is text."""
    names = _zip_names(data) if data.startswith(b"PK") else None
    head = data[:_HEAD]
    for form in _formats():
        if form.magic and form.magic.match(data, form.at) and _holds(form, data, names):
            return _between(form.id, data)
        if form.pattern and form.pattern.search(head.removeprefix(codecs.BOM_UTF8).lstrip()):
            return form.id
    if _old_tar(data):
        return "tar"
    found = _PDF.search(data, 0, _PDF_WITHIN)
    if found and any(word in data for word in _PDF_OBJECTS):
        return "pdf"
    if data[:64].lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    return "html" if _is_html(data) else "text"


def refuse(form: str) -> ReadError:
    """The error for a form that no reader takes: which form it is and what to do."""
    found = next(each for each in _formats() if each.id == form)
    return ReadError(f"file is {found.name}, which is not read yet", found.advice)


def _holds(form: _Format, data: bytes, names: frozenset[str] | None) -> bool:
    """Whether a file of the right first bytes holds what the format must hold."""
    if form.parts:
        held = names is not None and any(all(name in names for name in each) for each in form.parts)
        return held and form.mimetype in data[:_MIMETYPE]
    if form.streams:
        return any(_stream(data, name) >= 0 for name in form.streams)
    if form.brands:
        size = min(max(16, int.from_bytes(data[:4], "big")), 512)
        return any(data[at : at + 4] in form.brands for at in (8, *range(16, size, 4)))
    return True


def _zip_names(data: bytes) -> frozenset[str]:
    """Names of a zip file's directory (of a file cut off, of its heads), lower case, and its folders with their slash."""
    end = data.rfind(_END_OF_ZIP, max(0, len(data) - _COMMENT))
    entry, length_at, name_at, begin = _LOCAL_ENTRY, 26, 30, 0
    if end >= 0:
        size = int.from_bytes(data[end + 12 : end + 16], "little")
        start = end - size if size < end else max(0, end - 4_000_000)  # zip64 writes no size here
        first = data.find(_DIRECTORY_ENTRY, start, end)
        if first >= 0:
            entry, length_at, name_at, begin = _DIRECTORY_ENTRY, 28, 46, first
    found: set[str] = set()
    at = begin if data.startswith(entry, begin) else -1
    for _ in range(_MAX_NAMES):
        if at < 0:
            break
        length = int.from_bytes(data[at + length_at : at + length_at + 2], "little")
        name = data[at + name_at : at + name_at + min(length, 80)].decode("latin-1").lower().replace("\\", "/")
        name = name.removeprefix("./").removeprefix("/")
        folder, slash, _rest = name.partition("/")
        found |= {name, folder + slash} if slash else {name}
        at = data.find(entry, at + name_at + length)
    return frozenset(found)


def _stream(data: bytes, name: bytes) -> int:
    """Where the directory of a compound file has a name (entries are 128 bytes long), -1 where it has not."""
    at = data.find(name)
    while at >= 0 and at % 128:
        at = data.find(name, at + 1)
    return at


def _between(form: str, data: bytes) -> str:
    """Word with a sheet of Excel in it, or the other way round: the class of the file's root tells."""
    if form != "doc":
        return form
    root = _stream(data, "Root Entry".encode("utf-16-le"))
    return _CLASSES.get(data[root + 80 : root + 96], form) if root >= 0 else form


def _old_tar(data: bytes) -> bool:
    """A tar archive from before POSIX has no mark, but the sum of its first head is right."""
    head = data[:512]
    digits = head[148:156].strip(b" \0")
    if len(head) < 512 or not head[0] or not re.fullmatch(rb"[0-7]{1,7}", digits):
        return False
    return sum(head[:148]) + sum(head[156:]) + 8 * 32 == int(digits, 8)


@cache
def _tags() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(map(re.escape, read_toml("html_tags.toml")["tags"]["names"].split()))
    return re.compile(rf"<(?:{names})(?=[\s>/])[^<>]{{0,2000}}>", re.I), re.compile(rf"</?(?:{names})(?=[\s>/])", re.I)


def _is_html(data: bytes) -> bool:
    """A web page, or a part of one: it begins with an element of HTML and goes on so.

    A notice may begin with 《 written as <, or with one tag of Markdown's: these are text.
    """
    sample = data[:_SAMPLE]
    encoding = "utf-16-be" if sample[:1] == b"\0" else "utf-16-le" if sample[1:2] == b"\0" else ""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            sample, encoding = sample[len(mark) :], name
    text = sample.decode(encoding or "latin-1", "replace")
    begin = _PROLOG.match(text)
    at = begin.end() if begin else 0
    if _DOCTYPE.match(text, at):
        return True
    first, every = _tags()
    if not first.match(text, at):
        return False
    count = sum(1 for _ in every.finditer(text, at))
    closed = data[-200:].rstrip(b" \t\r\n\0").endswith(b">")
    return (count >= 4 or (count >= 2 and closed)) and not _HEADING.search(text, at)
