"""The head of a notice that lost its line ends: masthead, document number, title and recipients in one line."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.structure.lexicon import organ_end, pattern

_NUMBER = pattern("lost.number")
_KIND = pattern("lost.kind")
_BEHIND = pattern("lost.behind_title")
_ABOUT = pattern("title.begins")
_MAST = pattern("lost.masthead")
_TO = pattern("recipients")
_NOT_TO = pattern("recipients.not")
_TO_BODY = pattern("recipients.body")
_YEAR = re.compile(r"\s*(?:19|20)\d\d年第\s*\d{1,4}\s*号")
_REACH, _TITLE, _RECIPIENTS = 500, 220, 1200  # characters in which the number stands; of a title; of recipients


class Head(NamedTuple):
    """Offsets where the parts of the head end, and the bodies that issue the notice."""

    cuts: tuple[int, ...]
    issuers: tuple[str, ...]
    titled: bool = False


NO_HEAD = Head((), ())


def read_head(line: str) -> Head:
    """The parts of the head at the beginning of a line; none where no title can be told from what follows."""
    cuts: list[int] = []
    at = 0
    issuers: list[str] = []
    mast = _MAST.match(line[:_REACH])
    number = _number(line, mast.end() if mast else 0)
    if mast:
        cuts.append(mast.end())
        issuers.append(mast["who"])
        at = mast.end()
    if number and not _ends_title(line[at : number[0]]):  # the number stands above the title
        cuts += [*number]
        if not mast and organ_end().search(line[: number[0]].strip()):
            issuers.append(line[: number[0]].strip())
        at = number[1]
        number = None
    end = _title_end(line, at)
    if end < 0:
        return Head(tuple(cuts), tuple(issuers))
    cuts.append(end)
    about = _ABOUT.search(line[at:end])
    if about and about.start() > 2:
        issuers.append(line[at : at + about.start()].strip())
    year = _YEAR.match(line, end)
    if number and not line[end : number[0]].strip():
        cuts += [*number]
        end = number[1]
    elif year:
        end = year.end()
        cuts.append(end)
    note = re.match(r"\s*[（(][^（）()]{2,60}[）)]", line[end : end + 80])
    if note:
        end += note.end()
        cuts.append(end)
    to = _recipients(line[end : end + _RECIPIENTS])
    if to:
        cuts.append(end + to)
    return Head(tuple(cuts), tuple(body for body in issuers if body), titled=True)


def named(line: str) -> str:
    """The body that a title begins with: 某市教育局关于…."""
    about = _ABOUT.search(line)
    name = line[: about.start()].strip() if about else line.removesuffix("文件").strip()
    return name if len(name) > 2 and organ_end().search(name) else ""


def _number(line: str, start: int) -> tuple[int, int] | None:
    """Span of the document number; its code is told from what stands before it."""
    match = _NUMBER.search(line, start, _REACH)
    if match is None or line[max(0, match.start() - 1) : match.start()] in ("（", "(", "《"):
        return None
    code = match["code"]
    for length in range(1, len(code) + 1):
        before = line[start : match.end("code") - length].rstrip()
        if not before or _ends_title(before) or (length > 1 and organ_end().search(before[-30:])):
            return match.end("code") - length, match.end()
    return match.start(), match.end()


def _ends_title(words: str) -> bool:
    tail = words[-12:].rstrip()
    return any(match.end() == len(tail) for match in _KIND.finditer(tail))


def _title_end(line: str, start: int) -> int:
    """The first word for a kind of document behind which the title is complete and something else begins."""
    for match in _KIND.finditer(line, start + 4, start + _TITLE):
        title = line[start : match.end()]
        if "。" in title:
            return -1
        if title.count("《") == title.count("》") and _BEHIND.match(line, match.end()):
            return match.end()
    return -1


def _recipients(words: str) -> int:
    """Length of the recipients with their colon; 0 where the text begins at once."""
    match = _TO.match(words)
    if match is None or _NOT_TO.search(match["who"][-40:]):
        return 0
    pieces = [piece for piece in re.split(r"[，,、；\n]", match["who"]) if piece]
    bodies = sum(1 for piece in pieces if _TO_BODY.search(piece))
    return match.start("rest") if pieces and bodies * 2 >= len(pieces) else 0
