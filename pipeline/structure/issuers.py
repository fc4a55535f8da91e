"""发文机关: as signed, else from the masthead, else from the title; and who is not one."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.notice import CleanText, Span
from pipeline.structure.head import Head, span
from pipeline.structure.lexicon import organ_end, pattern, state_bodies
from pipeline.structure.parts import Layout, plain
from pipeline.structure.words import is_organ

_GAP = re.compile(r"[ \t\u3000\u00a0\u2002-\u200b\n]+")
_ABOUT = pattern("title.begins")
_FORWARDS = pattern("title.forwards")
_DATED = pattern("title.dated_issuer")
_LEADING = pattern("title.leading_issuer")
_ORDER = pattern("title.order")
_REGION = pattern("region")


def choose_issuers(
    clean: CleanText, head: Head, layout: Layout
) -> tuple[tuple[Span, ...], tuple[Span, ...], Span | None]:
    """(issuers, not issuers, date of issue)."""
    parts = layout.parts
    others: list[Span] = []
    signed = parts[0]
    if not signed.issuers and len(parts) > 1 and not (head.title and _FORWARDS.search(head.title.text)):
        last = next((part for part in reversed(parts) if part.issuers), None)
        if last is not None and (_is_own(last.issuers, head) or len(parts) == 2):
            signed = last
    for part in parts:
        if part is not signed:
            others += part.issuers
    if layout.print_office:
        others.append(layout.print_office)
    issuers = [piece for body in signed.issuers for piece in split_bodies(clean, body)]
    if not issuers:
        issuers = _from_masthead(clean, head) or _below_title(clean, head) or _from_title(clean, head)
    date = signed.date or parts[0].date or head.date or _last_date(layout)
    return tuple(issuers), tuple(sorted(others)), date


def _last_date(layout: Layout) -> Span | None:
    if layout.print_date:
        return None
    return next((part.date for part in reversed(layout.parts) if part.date and not part.issuers), None)


def _is_own(bodies: list[Span], head: Head) -> bool:
    """The signature names the body of the masthead or of the title."""
    known = plain((head.masthead.text if head.masthead else "") + (head.title.text if head.title else ""))
    return any(plain(body.text) in known for body in bodies)


def _from_masthead(clean: CleanText, head: Head) -> list[Span]:
    mast = head.masthead
    if mast is None:
        return []
    words = mast.text.removesuffix("文件")
    found = span(clean.text, mast.start, mast.start + len(words), "issuer.masthead")
    if not organ_end().search(found.text):
        return []
    return split_bodies(clean, found)


def _below_title(clean: CleanText, head: Head) -> list[Span]:
    """Bodies on a line of their own under the title, as web copies name them."""
    found: list[Span] = []
    for line in head.bodies:
        begin = line.start
        for piece in re.split(r"([、，,\s]+)", line.text):
            if is_organ(piece):
                found += split_bodies(clean, span(clean.text, begin, begin + len(piece), line.rule))
            begin += len(piece)
    return found


def _from_title(clean: CleanText, head: Head) -> list[Span]:
    title = head.title
    if title is None:
        return []
    about = _ABOUT.search(title.text)
    before = title.text[: about.start()] if about else ""
    if not before:
        found = _ORDER.match(title.text.replace("\n", " ")) or _DATED.match(title.text) or _LEADING.match(title.text)
        before = found["who"] if found else ""
    body = span(clean.text, title.start, title.start + len(before), "issuer.title")
    return split_bodies(clean, body) if len(body.text) > 2 and organ_end().search(body.text) else []


def split_bodies(clean: CleanText, body: Span) -> list[Span]:
    """Several bodies on one line are told apart: by the white space between them, known names, a repeated region."""
    cuts = {at for at in _raw_gaps(clean, body) if _organ(body.text[:at]) and _organ(body.text[at:])}
    for begin, end in pairwise([0, *sorted(cuts), len(body.text)]):
        words = body.text[begin:end]
        begin += len(words) - len(words.lstrip())
        cuts |= {begin + at for at in _known(words.strip())}
    found, begin = [], 0
    for cut in [*sorted(cuts), len(body.text)]:
        if organ_end().search(body.text[begin:cut].strip()):
            found.append(span(clean.text, body.start + begin, body.start + cut, body.rule))
            begin = cut
    if begin < len(body.text) and not found:
        found.append(body)
    return found


def _organ(words: str) -> bool:
    return len(words.strip()) > 2 and organ_end().search(words.strip()) is not None


def _raw_gaps(clean: CleanText, body: Span) -> list[int]:
    """Offsets in the name where the raw text (or the clean text) has white space."""
    found = []
    for at in range(1, len(body.text)):
        here = body.start + at
        if body.text[at].isspace():
            found.append(at)
            continue
        before, after = clean.raw_span(here - 1, here)[1], clean.raw_span(here, here + 1)[0]
        if after > before and _GAP.search(clean.raw[before:after]):
            found.append(at)
    return found


def _known(words: str) -> set[int]:
    """Cuts before bodies of the State, and where the region of the first body begins again."""
    cuts: set[int] = set()
    at = 0
    while at < len(words):
        name = next((name for name in state_bodies() if words.startswith(name, at)), None)
        if name is None:
            break
        at += len(name)
        if at < len(words) and any(words.startswith(other, at) for other in state_bodies()):
            cuts.add(at)
    region = _REGION.match(words)
    if region and not cuts:
        for found in re.finditer(re.escape(region["name"]), words[2:]):
            begin = found.start() + 2
            if _organ(words[:begin]):
                cuts.add(begin)
    return cuts
