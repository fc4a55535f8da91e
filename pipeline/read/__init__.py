"""File → pages: the raw text of a notice, chosen by what the file holds and never by its name.

One module a format. A format is recognised by its first bytes (:mod:`pipeline.read.formats`); what no signature claims
is read as text (:mod:`pipeline.read.text`). A new format is a module with ``read_x(data, path, sha256) -> Source`` and
a line in ``READERS``.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from pipeline.notice import Source
from pipeline.read.errors import NoticeError, ReadError
from pipeline.read.formats import refuse, sniff
from pipeline.read.text import read_bytes, source_of

__all__ = ["MAX_BYTES", "NoticeError", "ReadError", "read", "read_text"]

MAX_BYTES = 20_000_000
"""Largest file that is read, in bytes. The longest notices known have some 500 KB of text."""

READERS: dict[str, Callable[[bytes, str, str], Source]] = {"text": read_bytes}
"""Readers by the format's name: (bytes, path, sha256) → Source."""


def read(path: Path, root: Path | None = None, *, max_bytes: int = MAX_BYTES) -> Source:
    """Read one file.

    Args:
        path: the file.
        root: the folder that ``Source.path`` is written relative to.
        max_bytes: larger files are refused.

    Raises:
        ReadError: no file, empty, too large, binary, of a form not read, or undecodable; the message says what to do.
        OSError: the file is not there or may not be read.
    """
    path = Path(path)
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        os.scandir(path).close()  # a folder that may not be looked into says so here
        raise ReadError("it is a folder, no file", "give the folder that holds the notices, or one file")
    if not stat.S_ISREG(state.st_mode):
        raise ReadError("it is a pipe, socket or device, no file", "put the notice there as a file")
    size = state.st_size
    if size > max_bytes:
        raise ReadError(
            f"file is too large ({size / 1e6:.0f} MB; at most {max_bytes / 1e6:.0f} MB are read)",
            "split it into one file a notice, or check that it is a notice at all",
        )
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if not data:
        raise ReadError("file is empty", "copy or download it again")
    form = sniff(data)
    if form not in READERS:
        raise refuse(form)
    return READERS[form](data, _name(path, root), sha256)


def read_text(text: str, path: str = "") -> Source:
    """A source from a string. Never raises: what cannot be printed is dealt with by cleaning."""
    return source_of(text, path, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def _name(path: Path, root: Path | None) -> str:
    """The file's path as the tables write it: relative to the root where it lies under it, with forward slashes."""
    if root is not None:
        base = Path(root) if Path(root).is_dir() else Path(root).parent
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.name
