"""What can be had of a package that was cut off or damaged: its parts are found by their own heads, one after the other."""

from __future__ import annotations

import struct
import zipfile
import zlib

from pipeline.read.package import FREE_BYTES, MAX_RATIO, part_name

MAX_BYTES = 64_000_000
"""Bytes that are inflated in all: it bounds time and memory whatever the heads say."""

_HEAD = b"PK\x03\x04"
_HEAD_SIZE = 30
_COST = 20_000  # what a head costs of MAX_BYTES, whatever comes of it
_CHUNK, _STEP = 16_384, 64


class Salvaged:
    """The parts of a package whose directory is lost or does not fit it. Never raises."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = MAX_BYTES
        self._parts: dict[str, bytes] = {}
        at = data.find(_HEAD)
        while 0 <= at <= len(data) - _HEAD_SIZE and self._left > 0:
            at = data.find(_HEAD, self._take(at))

    @property
    def names(self) -> list[str]:
        """Names of the parts that were found."""
        return list(self._parts)

    def find(self, name: str) -> str | None:
        """The name under which there is a part, None where there is none."""
        name = part_name(name)
        return name if name in self._parts else None

    def read(self, name: str) -> bytes:
        """The bytes of a part that :meth:`find` knows."""
        return self._parts[name]

    def _take(self, at: int) -> int:
        """Inflate the part whose head stands at ``at``; where to look for the next one."""
        method: int = struct.unpack_from("<H", self._data, at + 8)[0]
        packed, _, name_length, extra = struct.unpack_from("<IIHH", self._data, at + 18)
        begin: int = at + _HEAD_SIZE + name_length + extra
        name = part_name(self._data[at + _HEAD_SIZE : at + _HEAD_SIZE + name_length].decode("utf-8", "replace"))
        self._left -= _COST
        if method == zipfile.ZIP_STORED:
            found, end = self._data[begin : begin + min(packed, max(0, self._left))], begin
        elif method == zipfile.ZIP_DEFLATED:
            found, end = self._inflated(begin)
        else:
            return begin
        self._left -= len(found)
        if found:
            self._parts.setdefault(name, found)
        return end

    def _inflated(self, begin: int) -> tuple[bytes, int]:
        """What inflates before the place where the bytes are broken or end, and where that is."""
        inflater, out, length, at = zlib.decompressobj(-zlib.MAX_WBITS), [], 0, begin
        step = _CHUNK
        while at < len(self._data) and not inflater.eof:
            before = inflater.copy() if step == _CHUNK else None
            chunk = self._data[at : at + step]
            try:
                out.append(inflater.decompress(chunk, max(1, min(self._left - length, FREE_BYTES))))
            except zlib.error:
                if before is None:
                    break
                inflater, step = before, _STEP  # go on in small steps up to the broken place
                continue
            length += len(out[-1])
            at += len(chunk) - len(inflater.unused_data)
            if inflater.unconsumed_tail or length > max(FREE_BYTES, MAX_RATIO * (at - begin)):
                break
        return b"".join(out), max(at, begin)
