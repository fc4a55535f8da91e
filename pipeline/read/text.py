"""Plain text and Markdown, in whatever encoding they come.

The encoding is found by evidence: a byte order mark, then strict UTF-8, then the encoding of Chinese text (GB18030,
Big5, UTF-16) under which most characters are common ones. Latin-1 and the like are never tried: they turn any bytes
into garbage without a complaint.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple

from pipeline.lexicon import check, read_toml
from pipeline.notice import Page, Problem, Source
from pipeline.read.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_SAMPLE = 200_000  # characters looked at to weigh an encoding
_ENOUGH = 0.3  # least share of common characters among all beyond ASCII
_SHORT = 60  # bytes; Chinese in GBK that is valid UTF-8 by chance is no longer
_BROKEN = 0.001  # largest share of unreadable bytes behind a byte order mark; ten times that where none says what it is
_STRAY = 12  # unreadable places of a short text: a byte lost within a character shows as several
_ZEROS = 0.1  # share of zero bytes in a text
_UNLIKELY = 0.1  # likeness under which a byte order mark is doubted
_BOTH = "utf-8 and gb18030"
_WIDTH = {"utf-16": 2, "utf-32": 4}
_CHINESE = re.compile("[\u3400-\u9fff]|&#(?:x[4-9][0-9A-Fa-f]{3}|[1-4][0-9]{4});")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x1c-\x1e\x85\u2028\u2029]")
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1b]")
_PRINTABLE = re.compile(r"[^\W_]")
_ADVICE = "open it in an editor that shows its text right, and save it as UTF-8"


@cache
def _common() -> frozenset[str]:
    rows = read_toml("common_characters.toml")
    return frozenset("".join(rows["simplified"].split() + rows["traditional"].split()) + rows["punctuation"])


def likeness(text: str) -> float:
    """Share of common Chinese characters among the characters beyond ASCII (0 where there are none)."""
    beyond = [char for char in text[:_SAMPLE] if char > "\x7f"]
    common = _common()
    return sum(char in common for char in beyond) / len(beyond) if beyond else 0.0


class Decoded(NamedTuple):
    """Text, the encoding it was in, and the number of places that could not be read (shown as U+FFFD)."""

    text: str
    encoding: str
    broken: int = 0


def decode(data: bytes) -> Decoded:
    """The text of the bytes.

    Raises:
        ReadError: the bytes are no text in any encoding known here.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark):], encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if b"\x00" not in data and len(data) > _SHORT:
            return Decoded(text, "utf-8")
        weight = likeness(text)
        if weight >= _ENOUGH and not _BINARY.search(text.replace("\x00", "")):
            return Decoded(text, "utf-8")
        if b"\x00" not in data:
            other = _weigh(data, "gb18030")  # 通知 in GBK happens to be valid UTF-8
            return other[1] if other[0] > 2 * _ENOUGH else Decoded(text, "utf-8")
    weight, best = max((_weigh(data, encoding) for encoding in _LEGACY), key=lambda each: each[0])
    return best if weight >= _ENOUGH else _damaged(data)


def _weigh(data: bytes, encoding: str, *, broken: int = 0) -> tuple[float, Decoded]:
    """Likeness of the bytes under an encoding (-1: they do not decode), and the text.

    ``broken``: so many unreadable places are taken. Of UTF-16 and UTF-32 the end may be cut off.
    """
    width = _WIDTH.get(encoding[:6], 1)
    cut = len(data) % width
    text = data[: len(data) - cut].decode(encoding, "replace") + "\ufffd" * bool(cut)
    lost = text.count("\ufffd")
    bare = text if width > 1 else text.replace("\x00", "")  # a file cut off or mended may hold a few zeros
    if lost > max(broken, bool(cut)) or len(text) - len(bare) > len(bare) * _ZEROS or _BINARY.search(bare):
        return -1.0, Decoded(text, encoding, lost)
    return likeness(text), Decoded(text, encoding, lost)


def _marked(data: bytes, encoding: str) -> Decoded:
    """What follows a byte order mark. A mark that the rest gives the lie to counts for nothing."""
    few = max(1, round(len(data) * _BROKEN))
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd") - (data.count("\ufffd".encode()) if encoding == "utf-8" else 0)
    if lost <= few and (likeness(text) > _UNLIKELY or text.isascii()):
        return Decoded(text, encoding, max(0, lost))
    weight, other = max((_weigh(data, each) for each in ("utf-8", *_LEGACY)), key=lambda each: each[0])
    if weight >= _ENOUGH:
        return other
    if lost <= few:
        return Decoded(text, encoding, max(0, lost))
    raise ReadError(f"it begins like {encoding.upper()} but does not go on so", _ADVICE)


def _damaged(data: bytes) -> Decoded:
    """Text with a few broken bytes, a file cut off or edited badly, and text whose lines are in two encodings."""
    mixed = _mixed(data)
    if mixed is not None and mixed.broken == 0:
        return mixed
    most = max(_STRAY, round(10 * len(data) * _BROKEN))
    for encoding, share in (("utf-8", _ENOUGH), *((each, 2 * _ENOUGH) for each in _LEGACY)):
        weight, found = _weigh(data, encoding, broken=most)
        if weight >= share:
            return found
    if mixed is not None:
        return mixed
    if b"\x00" in data or _BINARY.search(data[:4096].decode("latin-1")):
        raise ReadError("file is binary, not text", "check what it is; a notice has to be saved as text (.txt, UTF-8)")
    raise ReadError("its characters are in no encoding known here (tried UTF-8, GB18030, Big5, UTF-16)", _ADVICE)


def _mixed(data: bytes) -> Decoded | None:
    """Text of which every line is UTF-8 or GB18030, as where files were put together; None where it is not."""
    if b"\x00" in data:
        return None
    parts: list[str] = []
    lost = 0
    for line in data.split(b"\n"):
        try:
            parts.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            weight, found = _weigh(line, "gb18030", broken=1)
            if weight < _ENOUGH:
                return None
            parts.append(found.text)
            lost += found.broken
    text = "\n".join(parts)
    return Decoded(text, _BOTH, lost) if lost <= 1 and likeness(text) >= 2 * _ENOUGH else None


def read_bytes(data: bytes, path: str, sha256: str) -> Source:
    """A source from the bytes of a text file.

    Raises:
        ReadError: undecodable, binary, or nothing but white space.
    """
    text, encoding, broken = decode(data)
    if not _PRINTABLE.search(text):
        raise ReadError("file holds white space only", "copy it again, or have its pages recognised (OCR)")
    if encoding == _BOTH and not broken:
        words = "some of its lines are in UTF-8 and some in GB18030; all were read: compare them, and save it as UTF-8"
        return source_of(text, path, sha256, (Problem(path, "read", "warning", words),))
    if broken:
        line = text.count("\n", 0, text.find("\ufffd")) + 1
        words = f"{broken} place{'s' * (broken > 1)} could not be read as {encoding.upper()} and show as \ufffd, the first in line {line}"
        return source_of(text, path, sha256, (Problem(path, "read", "error", f"{words}: {_ADVICE}"),))
    return source_of(text, path, sha256, tuple(replace(problem, source=path) for problem in _garbled(text)))


def _garbled(text: str) -> Iterator[Problem]:
    """What shows that the text was spoilt before it came here, in words that say what to do."""
    for pattern, least, words in _signs():
        if sum(1 for _ in islice(pattern.finditer(text), least)) == least:
            yield Problem("", "read", "error", words)
            return
    if not _CHINESE.search(text):
        yield Problem("", "read", "warning", "it holds no Chinese text: check what it is")


@cache
def _signs() -> tuple[tuple[re.Pattern[str], int, str], ...]:
    found = []
    for row in read_toml("garbled.toml")["sign"]:
        pattern = re.compile(row["pattern"])
        check("garbled.toml", row["id"], pattern, row["example"], row["counter"])
        found.append((pattern, row["least"], f"{row['message']}: {row['advice']}"))
    return tuple(found)


def source_of(text: str, path: str, sha256: str, problems: tuple[Problem, ...] = ()) -> Source:
    """A source from decoded text: line ends become ``\\n``, a form feed ends a page."""
    text = _LINE_ENDS.sub("\n", text)
    breaks = [0, *(match.end() for match in re.finditer("\f", text)), len(text)]
    spans = [span for span in pairwise(breaks) if span[0] < span[1]] or [(0, 0)]
    pages = tuple(Page(number, start, end) for number, (start, end) in enumerate(spans, 1))
    return Source(path, sha256, text, pages, problems)
