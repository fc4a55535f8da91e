"""The nouns: what a notice is made of on its way from file to tables.

Frozen dataclasses without logic beyond their own consistency. All offsets are Unicode code points, half-open. ``raw`` offsets
point into :attr:`Source.text` (the text as it was read), all others into :attr:`CleanText.text`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Severity = Literal["info", "warning", "error"]
Status = Literal["ok", "partial", "failed"]
TextSource = Literal["text", "text_layer", "ocr"]


class Box(NamedTuple):
    """A place on a page, in points from the top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its span in the raw text, and where it stands when the format knows."""

    start: int
    end: int
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: number from 1, span in the raw text, and how its text was had."""

    number: int
    start: int
    end: int
    text_source: TextSource = "text"
    confidence: float | None = None
    width: float | None = None
    height: float | None = None
    rotation: int = 0
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong, in words that say what to do. ``page`` is 0 where none is meant."""

    source: str
    stage: str
    severity: Severity
    message: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: raw text (line ends are ``\\n``, page breaks ``\\f``) and its pages."""

    path: str
    sha256: str
    text: str
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(page.start for page in self.pages))

    def page_at(self, raw: int) -> int:
        """Number of the page on which the raw character stands (the last page for the end of the text)."""
        return self.pages[max(0, bisect_right(self._starts, raw) - 1)].number if self._starts else 1


@dataclass(frozen=True, slots=True)
class Cleanup:
    """One edit that cleaning made: raw[raw_start:raw_end] == removed became replacement."""

    raw_start: int
    raw_end: int
    removed: str
    replacement: str
    rule: str


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean text, its raw text, and every edit between them, in order and without overlap.

    ``raw`` is rebuilt from ``text`` and ``cleanups`` (see :meth:`rebuild_raw`); what no cleanup covers is identical in both.
    """

    text: str
    raw: str
    cleanups: tuple[Cleanup, ...] = ()
    _raw_starts: tuple[int, ...] = field(default=(), repr=False, compare=False)
    _clean_starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        clean_starts, shift = [], 0
        for edit in self.cleanups:
            clean_starts.append(edit.raw_start + shift)
            shift += len(edit.replacement) - (edit.raw_end - edit.raw_start)
        object.__setattr__(self, "_raw_starts", tuple(edit.raw_start for edit in self.cleanups))
        object.__setattr__(self, "_clean_starts", tuple(clean_starts))
        if len(self.raw) + shift != len(self.text):
            raise ValueError("cleanups do not lead from the raw text to the clean text")

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of the clean words [start:end): from the first character's origin to the last one's end."""
        if start >= end:
            at = self._raw_of(start, first=True)
            return at, at
        return self._raw_of(start, first=True), self._raw_of(end - 1, first=False)

    def _raw_of(self, at: int, *, first: bool) -> int:
        """Raw start (first) or raw end (not first) of the clean character ``at``."""
        index = bisect_right(self._clean_starts, at) - 1
        if index < 0:
            return at if first else at + 1
        # several edits may share a clean start (removals side by side): the last one is the nearest before the character
        edit, begin = self.cleanups[index], self._clean_starts[index]
        within = at - begin
        if within < len(edit.replacement):
            if len(edit.replacement) == edit.raw_end - edit.raw_start:  # one character for one
                return edit.raw_start + within + (0 if first else 1)
            return edit.raw_start if first else edit.raw_end
        return edit.raw_end + within - len(edit.replacement) + (0 if first else 1)

    def clean_span(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """The clean span of the raw words [raw_start:raw_end), without what was put in at its edges; empty if removed."""
        if raw_start >= raw_end:
            at = self._clean_of(raw_start, first=True)
            return at, at
        return self._clean_of(raw_start, first=True), self._clean_of(raw_end, first=False)

    def _clean_of(self, at: int, *, first: bool) -> int:
        index = bisect_right(self._raw_starts, at if first else at - 1) - 1
        if index < 0:
            return at
        edit, begin = self.cleanups[index], self._clean_starts[index]
        if at >= edit.raw_end:
            return begin + len(edit.replacement) + at - edit.raw_end
        if len(edit.replacement) == edit.raw_end - edit.raw_start:
            return begin + at - edit.raw_start
        return begin if first else begin + len(edit.replacement)

    def rebuild_raw(self) -> str:
        """The raw text made again from the clean text and the cleanups alone."""
        parts, at = [], 0
        for edit, begin in zip(self.cleanups, self._clean_starts, strict=True):
            parts += [self.text[at:begin], edit.removed]
            at = begin + len(edit.replacement)
        return "".join(parts) + self.text[at:]


class Span(NamedTuple):
    """Words of the clean text and the rule that found them."""

    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of a notice by GB/T 9704, as far as they are printed. Every span points into the clean text.

    ``recipients`` and ``cc`` are the printed lists, whole (without 主送/抄送 and the colon); ``issuers`` one span a body.
    ``plan_title`` is the title of the document that a covering letter issues, where it is bound with it.
    ``not_issuers`` keeps the printing office (印发机关), the author of a forwarded document and the like.
    """

    title: Span | None = None
    plan_title: Span | None = None
    doc_number: Span | None = None
    issuers: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    cc: tuple[Span, ...] = ()
    issue_date: Span | None = None
    print_office: Span | None = None
    print_date: Span | None = None
    masthead: Span | None = None
    urgency: Span | None = None
    secrecy: Span | None = None
    signer: Span | None = None
    subject_words: Span | None = None
    attachments: tuple[Span, ...] = ()
    not_issuers: tuple[Span, ...] = ()
    title_repeats: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of the tree of provisions, in text order, with all of its text: children included for a parent.

    ``path`` is the dotted arabic path (2.3), unique in the notice. ``own_end`` is where its own lead-in ends (= ``end`` for a leaf).
    ``number`` is the printed label. ``title`` may be empty. ``kind`` is goal, measure, phase, safeguard or request.
    ``leaf`` is true where no numbered child stands under it. ``row`` is set for rows of task tables (cells by heading).
    """

    path: str
    number: str
    title: str
    kind: str
    level: int
    start: int
    end: int
    own_end: int
    title_start: int
    title_end: int
    leaf: bool
    rule: str
    cells: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """What the stage ``structure`` found: the elements, the tree in text order, and the spans of body and foot."""

    elements: Elements
    provisions: tuple[Provision, ...]
    body_start: int
    body_end: int

    def __iter__(self) -> Iterator[Provision]:
        return iter(self.provisions)


@dataclass(frozen=True, slots=True)
class Task:
    """A provision that asks somebody for something: one row of the table ``tasks``. ``[start:end)`` is all of its text."""

    path: str
    number: str
    title: str
    kind: str
    start: int
    end: int
    title_start: int
    title_end: int
    rule: str
    cells: tuple[tuple[str, int, int], ...] = ()
