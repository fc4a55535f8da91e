"""Archives read through: zip, tar and gzip, one within the other, their files handed out one by one.

    for path, content in members(data, "2024年收文.zip"):
        path       # "2024年收文.zip/子目录/通知.docx"; an archive within it: "2024年收文.zip/一月.zip/通知.docx"
        content    # bytes, or the ReadError that says why they cannot be had

Nothing is written to the disk, so names are labels only and lead nowhere. Word, OFD and Excel files are zip files too, but
no archives: :func:`pipeline.read.formats.sniff` tells them apart. RAR and 7z need programs that are not free or not
everywhere; they are handed out as they are, and refused with advice when they are read.
"""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import IO, NamedTuple

from pipeline.read.archive_names import Namer, left_out
from pipeline.read.errors import ReadError
from pipeline.read.formats import sniff
from pipeline.read.package import MAX_RATIO, inflate, open_zip

MAX_DEPTH = 3
"""Archives within archives, the outermost counted. Offices pack districts' archives into their own, no deeper."""

MAX_MEMBERS = 20_000
"""Files of an archive, those of archives within it included."""

MAX_MEMBER_BYTES = 200_000_000
"""Unpacked bytes of a file: it stands in memory. The largest notices are some 100 MB of scans."""

MAX_TOTAL_BYTES = 2_000_000_000
"""Unpacked bytes of all files of an archive, each counted as often as an archive is unpacked for it."""

FREE_BYTES = 100_000_000
"""What all files together may unpack to whatever their ratio; beyond it :data:`pipeline.read.package.MAX_RATIO` holds."""

_CHUNK = 262_144
_BROKEN = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError, LookupError, RuntimeError)
_AGAIN = "it may have been cut off or damaged: copy or download it again"
_UNPACK = "unpack it and put the notices themselves into the folder"


class Member(NamedTuple):
    """A file of an archive: its path, the archive's own before it, and its bytes or why they cannot be had."""

    path: str
    content: bytes | ReadError


class _Full(Exception):
    """A limit of the whole archive is reached."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def members(data: bytes, path: str) -> Iterator[Member]:
    """The files of an archive in its own order, those of archives within it in their place.

    Files that the computer makes for itself (``__MACOSX/``, ``Thumbs.db``, hidden ones, locks of open files) are left out,
    as are folders, links and devices. Of two of one name the second is called ``name (2).ext``.

    Args:
        data: the archive.
        path: how the tables call it.

    Raises:
        ReadError: the archive itself cannot be read. What is wrong with one of its files is handed out in its place.
    """
    walk = _Walk(len(data))
    try:
        yield from walk.archive(data, path, sniff(data), 1)
    except _Full as full:
        yield Member(path, ReadError(full.words, _UNPACK))


class _Walk:
    """The way through an archive, with what it has cost so far."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._files = 0
        self._bytes = 0

    def archive(self, data: bytes, path: str, form: str, depth: int) -> Iterator[Member]:
        """The files of one archive.

        Raises:
            ReadError: it cannot be read.
        """
        namer = Namer(path)
        if form == "zip":
            yield from self._zip(data, namer, depth)
        elif form == "tar":
            yield from self._tar(data, namer, depth)
        elif form == "gzip":
            yield from self._gzip(data, namer, path, depth)
        else:
            raise ReadError("it is no archive of a kind that is read through (zip, tar, gzip)", _UNPACK)

    def _zip(self, data: bytes, namer: Namer, depth: int) -> Iterator[Member]:
        with open_zip(data, 4 * MAX_MEMBERS) as archive:
            listed = archive.infolist()
            namer.learn([_raw(member) for member in listed if not member.flag_bits & 0x800])
            for member in listed:
                name = namer.decode(_raw(member), member.extra, known=bool(member.flag_bits & 0x800))
                if member.is_dir() or name.endswith("/") or stat.S_ISLNK(member.external_attr >> 16) or left_out(name):
                    continue
                path = self._count(namer, name)
                try:
                    content = inflate(archive, member, MAX_MEMBER_BYTES, self._spend)
                except ReadError as error:
                    yield Member(path, error)
                    continue
                yield from self._inner(path, content, depth)

    def _tar(self, data: bytes, namer: Namer, depth: int) -> Iterator[Member]:
        broken: Exception | None = None
        listed: list[tarfile.TarInfo] = []
        try:
            with tarfile.open(fileobj=io.BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
                try:
                    listed += islice(archive, 2 * MAX_MEMBERS)
                except _BROKEN as error:
                    broken, listed = error, list(archive.members)  # type: ignore[attr-defined]
                raws = [member.name.encode("utf-8", "surrogateescape") for member in listed]
                namer.learn(raws)
                for member, raw in zip(listed, raws, strict=True):
                    name = namer.decode(raw)
                    if not member.isreg() or left_out(name):
                        continue
                    path = self._count(namer, name)
                    stream = archive.extractfile(member)
                    yield from self._inner(path, self._read(stream) if stream else b"", depth)
        except _BROKEN as error:
            broken = error
        if broken:
            raise ReadError(f"the archive cannot be read to its end ({_words(broken)})", _AGAIN)

    def _gzip(self, data: bytes, namer: Namer, path: str, depth: int) -> Iterator[Member]:
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
                content = self._read(stream)
        except _BROKEN as error:
            raise ReadError(f"the archive cannot be read to its end ({_words(error)})", _AGAIN) from error
        if isinstance(content, bytes) and sniff(content) == "tar":
            yield from self._tar(content, namer, depth)  # .tar.gz is one archive
            return
        name = path.rpartition("/")[2]
        bare = name[:-3] if name.lower().endswith(".gz") else name
        yield from self._inner(self._count(namer, bare or name), content, depth)

    def _inner(self, path: str, content: bytes | ReadError, depth: int) -> Iterator[Member]:
        """A file as it is, or what it holds where it is an archive itself."""
        form = sniff(content) if isinstance(content, bytes) else ""
        if not isinstance(content, bytes) or form not in ("zip", "tar", "gzip"):
            yield Member(path, content)
        elif depth >= MAX_DEPTH:
            yield Member(path, ReadError(f"it is an archive within more than {MAX_DEPTH - 1} others", _UNPACK))
        else:
            try:
                yield from self.archive(content, path, form, depth + 1)
            except ReadError as error:
                yield Member(path, error)

    def _read(self, stream: IO[bytes] | gzip.GzipFile) -> bytes | ReadError:
        """All of a stream, counted as it comes."""
        target, length = io.BytesIO(), 0
        while chunk := stream.read(_CHUNK):
            length += len(chunk)
            self._spend(len(chunk))
            if length > MAX_MEMBER_BYTES:
                return ReadError(f"it is larger than {MAX_MEMBER_BYTES / 1e6:.0f} MB when unpacked", _UNPACK)
            target.write(chunk)
        return target.getvalue()

    def _count(self, namer: Namer, name: str) -> str:
        self._files += 1
        if self._files > MAX_MEMBERS:
            raise _Full(f"it holds more than {MAX_MEMBERS:,} files; the first {MAX_MEMBERS:,} were read")
        return namer.path(name)

    def _spend(self, count: int) -> None:
        self._bytes += count
        if self._bytes > MAX_TOTAL_BYTES:
            raise _Full(f"it unpacks to more than {MAX_TOTAL_BYTES / 1e6:,.0f} MB; what came before was read")
        if self._bytes > FREE_BYTES and self._bytes > MAX_RATIO * self._size:
            raise _Full(f"it unpacks to more than {MAX_RATIO} times its size, as only a decompression bomb does")


def _raw(member: zipfile.ZipInfo) -> bytes:
    """The bytes of a name as they stand in the archive."""
    return member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437", "surrogateescape")


def _words(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:80] if lines else type(error).__name__
