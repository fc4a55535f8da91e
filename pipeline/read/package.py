"""Zip packages (docx, OFD, archives) opened safely: nothing that a header says is believed, every byte inflated is counted.

    package = Package(data)
    package.names                     # parts, as written, with forward slashes
    package.read("word/document.xml") # bytes; ReadError where it is missing, broken, encrypted or too large
    package.repacked()                # the same parts, stored: what a library may open that would trust the headers
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from pipeline.read.errors import ReadError

MAX_PARTS = 20_000
"""Parts of a package. A book of a thousand pages in OFD has some 3,000, a Word file with many pictures some hundred."""

MAX_PART_BYTES = 64_000_000
"""Inflated bytes of a part. The largest known are pictures of whole pages (some 20 MB uncompressed)."""

MAX_TOTAL_BYTES = 256_000_000
"""Inflated bytes of all parts read of one package: it bounds time and, with what is made of them, memory."""

MAX_RATIO = 250
"""Inflated bytes for a packed one. XML of long tables reaches 100; deflate cannot pass 1,032, which is what bombs come near to."""

FREE_BYTES = 8_000_000
"""What a part may inflate to whatever its ratio: small files of blanks are no danger."""

_CHUNK = 65_536
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)  # LZMA may ask for a dictionary of 4 GB
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, IndexError, OverflowError, NotImplementedError,
           RuntimeError, LookupError)
_AGAIN = "it may have been cut off or damaged: copy or download it again"


def open_zip(data: bytes, most: int = MAX_PARTS) -> zipfile.ZipFile:
    """The zip file in the bytes, its directory read and nothing else.

    Raises:
        ReadError: no zip file, a damaged one, or one of more than ``most`` members.
    """
    if data.count(_DIRECTORY_ENTRY) > most:  # before its directory becomes objects
        raise ReadError(f"it holds more than {most:,} files", "unpack it and put the notices themselves into the folder")
    try:
        try:
            return zipfile.ZipFile(io.BytesIO(data))
        except UnicodeDecodeError:
            return zipfile.ZipFile(io.BytesIO(_unmarked(data)))
    except _BROKEN as error:
        raise ReadError(f"its list of contents cannot be read ({_words(error)})", _AGAIN) from error


def _unmarked(data: bytes) -> bytes:
    """The zip file with no name marked as UTF-8: some programs set the mark on names in GBK, and the directory is lost."""
    changed, end = bytearray(data), data.rfind(b"PK\x05\x06")
    at = data.find(_DIRECTORY_ENTRY, max(0, end - int.from_bytes(data[end + 12 : end + 16], "little")))
    while 0 <= at < end:
        changed[at + 9] &= 0xF7
        at = data.find(_DIRECTORY_ENTRY, at + 46)
    return bytes(changed)


def inflate(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int = MAX_PART_BYTES, spend: Callable[[int], None] | None = None
) -> bytes:
    """The bytes of a member, at most ``most``; they are counted as they come, so a header that lies is no danger.

    ``spend`` is told of every byte, whether the member can be read in the end or not.

    Raises:
        ReadError: encrypted, packed in a way not read, broken (its checksum is wrong), or too large.
    """
    if member.flag_bits & _ENCRYPTED:
        raise ReadError("it is encrypted with a password", "unpack it with the password and put the notice into the folder")
    if member.compress_type not in _METHODS:
        raise ReadError(f"it is packed by method {member.compress_type}, which is not read", "unpack it and pack it again as plain zip")
    target, length = io.BytesIO(), 0
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):  # never read(): that would inflate all there is before it looks at the size
                length += len(chunk)
                if spend:
                    spend(len(chunk))
                if length > most:
                    raise ReadError(f"it is larger than {most / 1e6:.0f} MB when unpacked", "check that it is a notice at all")
                if length > FREE_BYTES and length > MAX_RATIO * max(1, member.compress_size):
                    raise ReadError(
                        f"it unpacks to more than {MAX_RATIO} times its size, as only a decompression bomb does",
                        "check where the file is from",
                    )
                target.write(chunk)
    except _BROKEN as error:
        raise ReadError(f"it is broken within its package ({_words(error)})", _AGAIN) from error
    return target.getvalue()


def part_name(name: str) -> str:
    """A part's name in one form: forward slashes, no leading one, ``.`` and ``..`` resolved (never out of the package)."""
    steps: list[str] = []
    for step in name.replace("\\", "/").split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


class Package:
    """A zip package in memory. Parts are found by :func:`part_name`, letter case ignored where no part has it exactly.

    Raises:
        ReadError: no zip file, a damaged one, or one with too many parts.
    """

    def __init__(self, data: bytes) -> None:
        self._zip = open_zip(data)
        self._left = MAX_TOTAL_BYTES
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for member in self._zip.infolist():
            name = part_name(member.filename)
            if name and not member.is_dir():
                self._parts.setdefault(name, member)
        self._folded = {name.casefold(): name for name in reversed(self._parts)}

    @property
    def names(self) -> list[str]:
        """Names of all parts, in the order of the package's directory."""
        return list(self._parts)

    def find(self, name: str) -> str | None:
        """The name under which the package holds a part, None where it holds none."""
        name = part_name(name)
        return name if name in self._parts else self._folded.get(name.casefold())

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    def read(self, name: str, most: int = MAX_PART_BYTES) -> bytes:
        """The bytes of a part.

        Raises:
            ReadError: it is missing, encrypted, broken or too large; the message does not name it.
        """
        found = self.find(name)
        if found is None:
            raise ReadError("it is missing from the package", _AGAIN)
        if self._left <= 0:
            raise ReadError(
                f"the package unpacks to more than {MAX_TOTAL_BYTES / 1e6:.0f} MB", "split it, or check where the file is from"
            )
        return inflate(self._zip, self._parts[found], min(most, self._left), self._spend)

    def _spend(self, count: int) -> None:
        self._left -= count

    def repacked(self, keep: Callable[[str], bool] = lambda name: True) -> bytes:
        """A new package of the parts that ``keep`` takes, uncompressed, for a library that believes what headers say.

        Parts that are broken, encrypted or too large are left out: ask :meth:`read` for those that must be there.
        """
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name in self._parts:
                if not keep(name):
                    continue
                try:
                    archive.writestr(zipfile.ZipInfo(name), self.read(name))
                except ReadError:
                    continue
        return target.getvalue()


def _words(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return text[0][:80] if text else type(error).__name__
