"""Compound files (MS-CFB), the container of .doc, .wps, .xls and of encrypted .docx: which streams they hold at the top."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128
_END = 0xFFFFFFFA  # sector numbers from here on are no sectors
_MAX_ENTRIES = 20_000
_HEADER = 512
_STREAM, _ROOT = 2, 5
_MINI = 4096  # streams under this size lie in the ministream
_WORD, _FLAGS, _ENCRYPTED = 0xA5EC, 10, 0x0100


class Compound:
    """The names of the streams and storages at the top of a compound file; of embedded documents none. Never raises.

    Where the directory cannot be followed, a name counts as there if the bytes hold it.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._shift = 9
        self._top: dict[str, tuple[int, int]] | None = None
        try:
            self._top = self._read()
        except (struct.error, IndexError, ValueError, OverflowError):
            self._top = None

    def __contains__(self, name: str) -> bool:
        if self._top:
            return name in self._top
        return name.encode("utf-16-le") in self._data

    @property
    def encrypted(self) -> bool:
        """Whether the Word document says that its text is encrypted."""
        start, size = (self._top or {}).get("WordDocument", (_END, 0))
        if start >= _END or size < _MINI:
            return False
        at = self._at(start)
        head = self._data[at : at + _FLAGS + 2]
        if len(head) < _FLAGS + 2 or struct.unpack_from("<H", head)[0] != _WORD:
            return False
        return bool(struct.unpack_from("<H", head, _FLAGS)[0] & _ENCRYPTED)

    def _at(self, sector: int) -> int:
        return (sector + 1) << self._shift

    def _read(self) -> dict[str, tuple[int, int]]:
        """Names at the top: first sector and size of each."""
        data = self._data
        self._shift = int(struct.unpack_from("<H", data, 30)[0])
        if self._shift not in (9, 12):
            raise ValueError("no such sector size")
        entries = self._entries()
        kinds = [entry[66] for entry in entries]
        root = kinds.index(_ROOT)
        top: dict[str, tuple[int, int]] = {}
        waiting, seen = [struct.unpack_from("<I", entries[root], 76)[0]], set()
        while waiting:
            index = waiting.pop()
            if index >= len(entries) or index in seen:
                continue
            seen.add(index)
            entry = entries[index]
            length = min(max(struct.unpack_from("<H", entry, 64)[0] - 2, 0), 62)
            name = entry[:length].decode("utf-16-le", "replace")
            left, right = struct.unpack_from("<II", entry, 68)
            top[name] = struct.unpack_from("<II", entry, 116)
            waiting += [left, right]
        return top

    def _entries(self) -> list[bytes]:
        """Entries of the directory, along its chain of sectors."""
        data, size = self._data, 1 << self._shift
        table: list[int] = []
        for sector in struct.unpack_from("<109I", data, 76):
            if sector < _END:
                at = self._at(sector)
                table += struct.unpack_from(f"<{size // 4}I", data, at)
        sector, seen = struct.unpack_from("<I", data, 48)[0], set()
        out: list[bytes] = []
        while sector < _END and sector not in seen and len(out) < _MAX_ENTRIES:
            seen.add(sector)
            block = data[self._at(sector) : self._at(sector) + size]
            out += [block[at : at + _ENTRY] for at in range(0, len(block) - _ENTRY + 1, _ENTRY)]
            sector = table[sector] if sector < len(table) else _END
        return out
