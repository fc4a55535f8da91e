"""Names of files in archives: in which encoding they are, which are none of the user's, and each made distinct."""

from __future__ import annotations

import re
import zlib

from pipeline.read.package import part_name
from pipeline.read.text import likeness

MAX_NAME = 400
"""Characters of a name that are kept. File systems allow 255 bytes for each step of a path."""

_LEGACY = ("gb18030", "big5hkscs")
_SURE = 0.5  # share of common characters of a name that is UTF-8 without saying so
_SAMPLE = 20_000  # bytes of names by which the encoding of all is told
_UNICODE_PATH = 0x7075  # Info-ZIP Unicode Path: version, CRC-32 of the name in the header, name in UTF-8
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_DRIVE = re.compile("^[A-Za-z]:")
_OF_THE_SYSTEM = frozenset({"__macosx", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
_TEMPORARY = re.compile(r"^(?:\.|~\$|~WRL\d+)|\.(?:tmp|crdownload|part)$", re.I)


def left_out(name: str) -> bool:
    """Whether a file is one that the computer made for itself: hidden, of the system, or the lock of an open file."""
    steps = part_name(name).split("/")
    return any(step.casefold() in _OF_THE_SYSTEM or step.startswith(".") for step in steps) or bool(_TEMPORARY.search(steps[-1]))


class Namer:
    """Names of one archive. ``learn`` the bytes of those without a known encoding, then ``decode`` each."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._sample = b""
        self._legacy = _LEGACY[0]
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def learn(self, names: list[bytes]) -> None:
        """Tell by all names together which of the Chinese encodings they are in: one alone is too short."""
        if len(self._sample) >= _SAMPLE:
            return
        before = len(self._sample)
        for name in names:
            if not name.isascii() and _utf8(name) is None and len(self._sample) < _SAMPLE:
                self._sample += name + b"\n"
        if len(self._sample) > before:
            self._legacy = max(_LEGACY, key=lambda each: _weight(self._sample, each))  # of equals the first

    def decode(self, raw: bytes, extra: bytes = b"", *, known: bool = False) -> str:
        """The name in characters. ``known``: it is marked as UTF-8; ``extra``: the entry's extra fields."""
        if known:
            return raw.decode("utf-8", "replace")
        found = _unicode_path(raw, extra) or _utf8(raw)
        if found is not None:
            return found
        try:
            return raw.decode(self._legacy)
        except UnicodeDecodeError:
            other = _LEGACY[1 - _LEGACY.index(self._legacy)]
            return raw.decode(other, "replace") if _weight(raw, other) > 0 else raw.decode(self._legacy, "replace")

    def path(self, name: str) -> str:
        """The archive's path and a name under it that no other file of the archive has."""
        label = part_name(_DRIVE.sub("", _UNPRINTABLE.sub("_", name)))[-MAX_NAME:].lstrip("/") or "unnamed"
        stem, dot, ending = label.rpartition(".")
        if not dot or "/" in ending:
            stem, ending = label, ""
        found, count = label, self._counts.get(label, 1)
        while found in self._taken:
            count += 1
            found = f"{stem} ({count}){dot if ending else ''}{ending}"
        self._counts[label] = count
        self._taken.add(found)
        return f"{self._path}/{found}"


def _utf8(raw: bytes) -> str | None:
    """The name where it is ASCII, or UTF-8 beyond doubt."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if text.isascii() or likeness(text) >= _SURE or max(_weight(raw, each) for each in _LEGACY) <= likeness(text):
        return text
    return None


def _weight(raw: bytes, encoding: str) -> float:
    """Share of common characters of the names under an encoding, less what cannot be read; -1 where nothing can."""
    text = raw.decode(encoding, "replace")
    lost = text.count("\ufffd")
    return likeness(text) - lost / max(1, len(text)) if lost * 4 < max(1, len(text)) else -1.0


def _unicode_path(raw: bytes, extra: bytes) -> str | None:
    """The name of an Info-ZIP Unicode Path field that belongs to this name."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        field = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
        at += 4 + length
    return None
