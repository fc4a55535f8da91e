"""File → pages: the raw text of a notice, chosen by what the file holds and never by its name.

One module a format. A format is recognised by its first bytes (:mod:`pipeline.read.formats`); what no signature claims
is read as text (:mod:`pipeline.read.text`). A new format is a module with ``read_x(data, path, sha256) -> Source`` and
a line in ``READERS``. Archives hold several notices: :func:`unpack` hands them out one by one.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from pipeline.notice import Source
from pipeline.read.errors import NoticeError, ReadError
from pipeline.read.formats import refuse, sniff
from pipeline.read.text import source_of

__all__ = ["MAX_BYTES", "NoticeError", "ReadError", "is_archive", "name_of", "read", "read_data", "read_text", "sha256_of", "unpack"]

MAX_BYTES = 400_000_000
"""Largest file that is read, in bytes: a book of scanned pages."""
MAX_TEXT = 20_000_000
"""Largest plain text. The longest notices known have some 500 KB of text."""

READERS: dict[str, str] = {
    "text": "text.read_bytes",
    "pdf": "pdf.read_pdf",
    "image": "image.read_image",
    "docx": "docx.read_docx",
    "doc": "office.read_office",
    "rtf": "office.read_office",
    "odt": "office.read_office",
    "uof": "office.read_office",
    "ofd": "ofd.read_ofd",
    "html": "html.read_html",
    "mhtml": "html.read_mhtml",
}
"""Readers by the format's name, loaded when the first such file comes: (bytes, path, sha256) → Source."""

ARCHIVES = frozenset({"zip", "tar", "gzip"})

_HEAD = 4096  # bytes by which an archive is told from other files


def read(path: Path, root: Path | None = None, *, max_bytes: int = MAX_BYTES) -> Source:
    """Read one file.

    Args:
        path: the file.
        root: the folder that ``Source.path`` is written relative to.
        max_bytes: larger files are refused.

    Raises:
        ReadError: no file, empty, too large, of a form not read, broken, or an archive; the message says what to do.
        OSError: the file is not there or may not be read.
    """
    return read_data(_bytes(Path(path), max_bytes), name_of(path, root))


def read_data(data: bytes, path: str) -> Source:
    """Read the bytes of a file; ``path`` is how the tables call it.

    Raises:
        ReadError: as :func:`read`.
    """
    if not data:
        raise ReadError("file is empty", "copy or download it again")
    form = sniff(data)
    if form in ARCHIVES:
        advice = "give its folder to `pipeline extract`, which reads through it"
        raise ReadError("it is an archive (ZIP, TAR or GZIP), no single notice", advice)
    if form not in READERS:
        raise refuse(form)
    if form == "text" and len(data) > MAX_TEXT:
        raise _too_large(len(data), MAX_TEXT)
    module, _, name = READERS[form].partition(".")
    reader: Callable[[bytes, str, str], Source] = getattr(import_module(f"pipeline.read.{module}"), name)
    return reader(data, path, sha256_of(data))


def read_text(text: str, path: str = "") -> Source:
    """A source from a string. Never raises: what cannot be printed is dealt with by cleaning."""
    return source_of(text, path, sha256_of(text.encode("utf-8", "surrogatepass")))


def is_archive(path: Path) -> bool:
    """Whether the file is an archive of notices. Never raises: what cannot be read is told when it is read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        # of a zip file only the names of its members, at its end, tell whether it is an archive or a Word document
        return sniff(_bytes(path, MAX_BYTES) if head.startswith(b"PK") else head) in ARCHIVES
    except (OSError, ReadError):
        return False


def unpack(path: Path, root: Path | None = None) -> Iterator[tuple[str, bytes | ReadError]]:
    """The files of an archive, one by one: how the tables call each, and its bytes or why they cannot be had.

    Raises:
        ReadError: the archive itself cannot be read.
        OSError: it is not there or may not be read.
    """
    from pipeline.read.archive import members

    yield from members(_bytes(path, MAX_BYTES), name_of(path, root))


def sha256_of(data: bytes) -> str:
    """SHA-256 as hex digits."""
    return hashlib.sha256(data).hexdigest()


def name_of(path: Path, root: Path | None) -> str:
    """The file's path as the tables write it: relative to the root where it lies under it, with forward slashes."""
    if root is not None:
        base = Path(root) if Path(root).is_dir() else Path(root).parent
        if Path(path).is_relative_to(base):
            return Path(path).relative_to(base).as_posix()
    return Path(path).name


def _bytes(path: Path, max_bytes: int) -> bytes:
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        os.scandir(path).close()  # a folder that may not be looked into says so here
        raise ReadError("it is a folder, no file", "give the folder that holds the notices, or one file")
    if not stat.S_ISREG(state.st_mode):
        raise ReadError("it is a pipe, socket or device, no file", "put the notice there as a file")
    if state.st_size > max_bytes:
        raise _too_large(state.st_size, max_bytes)
    return path.read_bytes()


def _too_large(size: int, most: int) -> ReadError:
    return ReadError(
        f"file is too large ({size / 1e6:.0f} MB; at most {most / 1e6:.0f} MB are read)",
        "split it into one file a notice, or check that it is a notice at all",
    )
