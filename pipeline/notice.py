"""The nouns: what a notice is made of on its way from file to tables.

Frozen dataclasses without logic beyond their own consistency. All offsets are Unicode code points, half-open. ``raw`` offsets
point into :attr:`Source.text` (the text as it was read), all others into :attr:`CleanText.text`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cached_property
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
    """A printed line (or the part of one in a cell): its span in the raw text and where it stands on its page.

    ``edges`` holds for every character the x at which it begins, and behind the last one its end: ``end - start + 1`` numbers.
    ``slope`` is the line's rise downwards, points of y for a point of x, on a page that lay askew.
    """

    start: int
    end: int
    box: Box
    edges: array[float]
    confidence: float | None = None
    slope: float = 0.0

    def part(self, start: int, end: int) -> Box:
        """The box of the raw characters [start:end) of this line."""
        first, last = self.edges[max(start, self.start) - self.start], self.edges[min(end, self.end) - self.start]
        x0, x1 = min(first, last), max(first, last)
        before, behind = abs(self.slope) * max(0.0, x0 - self.box.x0), abs(self.slope) * max(0.0, self.box.x1 - x1)
        above, below = (before, behind) if self.slope >= 0 else (behind, before)
        return Box(x0, self.box.y0 + above, x1, self.box.y1 - below)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: number from 1, span in the raw text, how its text was had, and its printed lines.

    ``rotation`` is how many degrees clockwise the page was turned to stand upright; width, height and all boxes are in points
    on the upright page.
    """

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
class Cleanup:
    """One edit that cleaning made: raw[raw_start:raw_end] == removed became replacement."""

    raw_start: int
    raw_end: int
    removed: str
    replacement: str
    rule: str


class Merge(NamedTuple):
    """A cell that a merged one covers: at the raw offset ``at`` stands nothing, its words are raw[start:end]."""

    at: int
    start: int
    end: int


class Link(NamedTuple):
    """An attachment that a web page links to: its name and its address as written."""

    name: str
    address: str


@dataclass(frozen=True)
class Source:
    """A file as it was read: raw text (line ends are ``\\n``, cells end with ``\\t``, pages with ``\\f``) and its pages.

    ``edits`` is what the reader knows by place and form alone and cleaning does first: printed lines that are one paragraph,
    page numbers, running heads. ``merges`` names the cells that a merged one covers. ``fields`` holds what a web page
    says of the notice beside its text (doc_number, issuer …), ``links`` its attachments.
    """

    path: str
    sha256: str
    text: str
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()
    edits: tuple[Cleanup, ...] = ()
    merges: tuple[Merge, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()

    @cached_property
    def _page_starts(self) -> list[int]:
        return [page.start for page in self.pages]

    @cached_property
    def _lines(self) -> list[tuple[int, Line]]:
        """All printed lines in the order of the raw text, each with its page's number."""
        found = [(page.number, line) for page in self.pages for line in page.lines]
        return sorted(found, key=lambda each: (each[1].start, each[1].end))

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for _, line in self._lines]

    def places(self, start: int, end: int, without: Container[int] = ()) -> list[tuple[int, Box]]:
        """Page and box of each printed line, or part of one, that the raw words [start:end) stand on.

        ``without``: starts of lines that do not count: a page number between the halves of a paragraph.
        """
        index = max(0, bisect_right(self._line_starts, start) - 1)
        found = []
        while index < len(self._lines) and self._lines[index][1].start < end:
            page, line = self._lines[index]
            if line.end > start and line.start not in without:
                found.append((page, line.part(start, end)))
            index += 1
        return found

    def page_at(self, raw: int) -> int:
        """Number of the page on which the raw character stands (the last page for the end of the text)."""
        index = bisect_right(self._line_starts, raw) - 1
        if index >= 0 and raw < self._lines[index][1].end:
            return self._lines[index][0]
        return self.pages[max(0, bisect_right(self._page_starts, raw) - 1)].number if self.pages else 1


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean text, its raw text, and every edit between them, in order and without overlap.

    ``raw`` is rebuilt from ``text`` and ``cleanups`` (see :meth:`rebuild_raw`); what no cleanup covers is identical in both.
    ``merges``: the source's merged cells, their offsets in the clean text.
    """

    text: str
    raw: str
    cleanups: tuple[Cleanup, ...] = ()
    merges: tuple[Merge, ...] = ()
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

    def is_gone(self, raw_start: int, raw_end: int) -> bool:
        """Whether cleaning took all of the raw words [raw_start:raw_end) away and put nothing there."""
        start, end = self.clean_span(raw_start, raw_end)
        return start == end

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
