"""Plain text and Markdown, in whatever encoding they come.

The encoding is found by evidence: a byte order mark, then strict UTF-8, then the encoding of Chinese text (GB18030,
Big5, UTF-16) under which most characters are common ones. Latin-1 and the like are never tried: they turn any bytes
into garbage without a complaint.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise

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
_LEGACY = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_SAMPLE = 200_000  # characters looked at to weigh an encoding
_ENOUGH = 0.3  # least share of common characters among all beyond ASCII
_SHORT = 60  # bytes; Chinese in GBK that is valid UTF-8 by chance is no longer
_BROKEN = 0.001  # largest share of unreadable bytes that is mended with a warning
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


def decode(data: bytes) -> tuple[str, str, int]:
    """Text, encoding and the number of unreadable places (shown as U+FFFD).

    Raises:
        ReadError: the bytes are no text in any encoding known here.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark):], encoding)
    if b"\x00" not in data:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            if len(data) > _SHORT or likeness(text) >= _ENOUGH:
                return text, "utf-8", 0
            weight, other, encoding = _weigh(data, "gb18030")  # 通知 in GBK happens to be valid UTF-8
            return (other, encoding, 0) if weight > 2 * _ENOUGH else (text, "utf-8", 0)
    best = max((_weigh(data, encoding) for encoding in _LEGACY), key=lambda each: each[0])
    if best[0] >= _ENOUGH:
        return best[1], best[2], 0
    return _damaged(data)


def _weigh(data: bytes, encoding: str) -> tuple[float, str, str]:
    """Likeness of the bytes under a legacy encoding (-1: they do not decode), the text, the encoding."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -1.0, "", encoding
    return (-1.0 if _BINARY.search(text) else likeness(text)), text, encoding


def _damaged(data: bytes) -> tuple[str, str, int]:
    """UTF-8 or GB18030 with a few broken bytes: a file cut off or edited badly."""
    if b"\x00" not in data:
        for encoding in ("utf-8", "gb18030", "big5hkscs"):
            text = data.decode(encoding, "replace")
            broken = text.count("\ufffd")
            if broken <= max(1, len(data) * _BROKEN) and likeness(text) >= _ENOUGH:
                return text, encoding, broken
    if b"\x00" in data or _BINARY.search(data[:4096].decode("latin-1")):
        raise ReadError("file is binary, not text", "check what it is; a notice has to be saved as text (.txt, UTF-8)")
    raise ReadError("its characters are in no encoding known here (tried UTF-8, GB18030, Big5, UTF-16)", _ADVICE)


def _tolerant(data: bytes, encoding: str) -> tuple[str, str, int]:
    """What follows a byte order mark, with unreadable places replaced and counted."""
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd") - (0 if encoding != "utf-8" else data.count("\ufffd".encode()))
    if broken > max(1, len(data) * _BROKEN):
        raise ReadError(f"it begins like {encoding.upper()} but does not go on so", _ADVICE)
    return text, encoding, max(0, broken)


def read_bytes(data: bytes, path: str, sha256: str) -> Source:
    """A source from the bytes of a text file.

    Raises:
        ReadError: undecodable, binary, or nothing but white space.
    """
    text, encoding, broken = decode(data)
    if not _PRINTABLE.search(text):
        raise ReadError("file holds white space only", "copy it again, or have its pages recognised (OCR)")
    if broken:
        line = text.count("\n", 0, text.find("\ufffd")) + 1
        words = f"{broken} places could not be read as {encoding.upper()} and show as \ufffd, the first in line {line}"
        return source_of(text, path, sha256, (Problem(path, "read", "error", f"{words}: {_ADVICE}"),))
    return source_of(text, path, sha256, tuple(Problem(path, "read", "error", words) for words in _garbled(text)))


def _garbled(text: str) -> Iterator[str]:
    """What shows that the text was spoilt before it came here, in words that say what to do."""
    for pattern, least, words in _signs():
        if sum(1 for _ in islice(pattern.finditer(text), least)) == least:
            yield words


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
