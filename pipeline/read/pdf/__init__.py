"""PDF: text layer where it says what is printed, OCR page by page where it does not.

pdfium (pypdfium2's plain interface) reads every page: words with exact edges, ruling lines, images. pdfplumber, ten times
slower, says the same of a sound page (a test compares them) and is asked about damaged files, of which it may make more;
tables are found by the layout, for scans and OFD as well.
Scripts, attached files, bookmarks, annotations and form fields are not read. A page whose forms draw each other without
end keeps pdfium busy without end: the time limit of a run's workers is for such.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.notice import Problem, Severity, Source
from pipeline.read.errors import ReadError
from pipeline.read.layout import Sheet, assemble
from pipeline.read.pdf.layer import Layer, layer_of
from pipeline.read.pdf.mend import mended
from pipeline.read.pdf.scan import NoOCRError, recognised
from pipeline.read.pdf.score import DOUBTFUL, agree, cover, lie, printed
from pipeline.read.pdf.second import second_sheets

MAX_PAGES = 3_000
"""Pages read of a file. The thickest compilations of notices have some 1,500."""
MAX_SCANS = 1_000
"""Pages of a file that go to OCR; at a second a page this is a quarter of an hour."""
MAX_CHARACTERS = 6_000_000
"""Characters read of a file: 3,000 pages of 2,000."""
MAX_OBJECTS = 4_000_000
"""Objects on a file's pages: 2,000 pages drawn character by character."""

_CHINESE = re.compile("[\u4e00-\u9fff]")
_TAIL = 4096  # bytes at the end in which a whole file says %%EOF
_AGREED = 2  # doubtful pages on which OCR reads what the text layer says, after which a file's others are believed
_SOME = 0.02  # share of a page without words under images, from which they may be of words
_LARGE = 0.3  # share of a page under images beside its text, from which it is told that words in them are not read
_DRAWINGS = 30  # paths that are no ruling lines: a page without words may be words as outlines
_NAMES = 10  # attached files that are named
_SAVE = "open it in a PDF program, print or save it as a new PDF, and put that into the folder"
_OCR = "install what OCR needs, or put a PDF with a text layer (or its text) into the folder"
_XFA = (2, 3)  # forms whose pages are made by a program when they are opened


def read_pdf(data: bytes, path: str, sha256: str) -> Source:
    """A source from a PDF.

    Raises:
        ReadError: it is locked by a password, or so damaged that no page can be had.
    """
    pdfium.FPDF_InitLibrary()
    given = data
    document = _open(data)
    whole = document is not None
    if document is None:
        data = mended(data) or b""
        document = _open(data) if data else None
    if document is None:
        return _second(given, path, sha256, None)
    try:
        reader = _Reader(document, path)
        reader.look_around(whole=whole and b"%%EOF" in data[-_TAIL:])
        source = assemble(reader.sheets(), path, sha256)
        reader.sum_up()
    finally:
        pdfium.FPDF_CloseDocument(document)  # data must live until here: pdfium reads from it
    source = replace(source, problems=(*reader.problems, *source.problems))
    return source if whole else _second(given, path, sha256, source)


def _second(data: bytes, path: str, sha256: str, first: Source | None) -> Source:
    """A damaged file read once more, by pdfplumber; the reading with more Chinese words counts.

    Raises:
        ReadError: neither has any words.
    """
    words = "the file is damaged; what could be recovered was read: copy or download it again"
    problem = Problem(path, "read", "error", words)
    other = assemble(iter(second_sheets(data)), path, sha256, [problem])
    best = max((each for each in (first, other) if each), key=lambda each: len(_CHINESE.findall(each.text)))
    if not best.text.strip():
        raise ReadError("file is damaged: none of its words can be read", f"copy or download it again, or {_SAVE}")
    return best


def _open(data: bytes) -> Any:
    """The document; None where it is damaged.

    Raises:
        ReadError: it is locked.
    """
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if document:
        if pdfium.FPDF_GetPageCount(document) > 0:
            return document
        pdfium.FPDF_CloseDocument(document)
        return None
    code = pdfium.FPDF_GetLastError()
    if code == pdfium.FPDF_ERR_PASSWORD:
        raise ReadError("file is locked by a password", "open it in a PDF program with the password and save it without one")
    if code == pdfium.FPDF_ERR_SECURITY:
        raise ReadError("file is encrypted in a way that is not known here", _SAVE)
    return None


class _Reader:
    """One document on its way: what is left of its bounds, and what went wrong."""

    def __init__(self, document: Any, path: str) -> None:
        self.document, self.path = document, path
        self.problems: list[Problem] = []
        self.characters, self.objects, self.scans = MAX_CHARACTERS, MAX_OBJECTS, MAX_SCANS
        self.unread: list[int] = []
        self.no_ocr = ""
        self.agreed = 0
        self.watermarks: dict[str, int] = {}
        self.replaced: dict[str, list[int]] = {}
        self.lost: list[int] = []
        self.unseen: list[int] = []
        self.images: list[int] = []

    def say(self, severity: Severity, words: str, page: int = 0) -> None:
        self.problems.append(Problem(self.path, "read", severity, words, page))

    def look_around(self, *, whole: bool) -> None:
        """Problems of the whole file. ``whole``: it can be opened as it is and has an end."""
        if not whole:
            self.say("error", "the end of the file is missing; what could be recovered was read: copy or download it again")
        if pdfium.FPDF_GetFormType(self.document) in _XFA:
            self.say("warning", f"it is a form (XFA) whose text a program makes when it is opened: {_SAVE}")
        count = pdfium.FPDFDoc_GetAttachmentCount(self.document)
        if count > 0:
            names = "、".join(self._attached(index) for index in range(min(count, _NAMES)))
            more = " …" if count > _NAMES else ""
            self.say("info", f"files attached to it are not read ({count}: {names}{more}): save those that are notices into the folder")

    def _attached(self, index: int) -> str:
        item = pdfium.FPDFDoc_GetAttachment(self.document, index)
        buffer = (ctypes.c_ushort * 128)()
        if not item:
            return "?"
        length = pdfium.FPDFAttachment_GetName(item, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), ctypes.sizeof(buffer))
        return bytes(buffer)[: max(0, min(length, ctypes.sizeof(buffer)) - 2)].decode("utf-16-le", "replace")

    def sheets(self) -> Iterator[Sheet]:
        """The pages as sheets, each closed before the next is opened."""
        count = pdfium.FPDF_GetPageCount(self.document)
        for index in range(min(count, MAX_PAGES)):
            if self.characters < 0 or self.objects < 0:
                self.say("error", f"it holds too much; pages {index + 1} to {count} were not read: {_SPLIT}", index + 1)
                return
            yield from self._page(index)
        if count > MAX_PAGES:
            self.say("error", f"it has {count:,} pages; only the first {MAX_PAGES:,} were read: {_SPLIT}", MAX_PAGES + 1)

    def _page(self, index: int) -> Iterator[Sheet]:
        number = index + 1
        page = pdfium.FPDF_LoadPage(self.document, index)
        if not page:
            self.say("error", f"the page is damaged and could not be read: {_SAVE}", number)
            yield Sheet(number, 0.0, 0.0)
            return
        text = None
        try:
            text = pdfium.FPDFText_LoadPage(page)
            layer = layer_of(page, text)
            yield from self._sheets(page, layer, number)
        finally:
            if text:
                pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)

    def _sheets(self, page: Any, layer: Layer, number: int) -> list[Sheet]:
        self.characters -= layer.characters
        self.objects -= layer.objects
        if layer.cut:
            self.say("error", f"the page holds more characters than are read of one page; the rest is missing: {_SPLIT}", number)
        if layer.drawn.cut:
            self.say("warning", f"the page is made of too many objects to look at all; tables on it may be missing: {_SAVE}", number)
        for words in layer.watermarks:
            self.watermarks.setdefault(words, number)
        pieces, reason = chosen(layer)
        used = bool(pieces) and bool(layer.hidden) and pieces[0] is layer.hidden[0]
        if layer.unseen or (layer.hidden and not reason and not used):
            self.unseen.append(number)
        turned = (layer.frame.turn - layer.shown) % 360
        written = Sheet(number, *layer.frame.size, pieces, layer.rules, rotation=turned)
        doubtful = reason == DOUBTFUL and not used
        if not reason or (doubtful and self.agreed >= _AGREED):
            if any("\ufffd" in piece.text for piece in pieces):
                self.lost.append(number)
            if layer.covered > _LARGE and not layer.hidden:
                self.images.append(number)
            return [written]
        wide, high = layer.frame.size
        size = (high, wide) if turned in (90, 270) else (wide, high)
        sheets, doubts = self._scan(page, number, size, layer.resolution)
        lines = [piece.text for piece in pieces]
        if not sheets and (doubtful or (used and lie(lines) in ("", DOUBTFUL))):
            self.say("warning", f"its text layer {reason}, and OCR is not to be had: compare it with the page", number)
            return [written]
        if doubtful and agree(lines, [piece.text for sheet in sheets for piece in sheet.pieces]):
            self.agreed += 1
            return [written]
        if reason != _IMAGE and sheets:
            self.replaced.setdefault(reason, []).append(number)
        self.problems += doubts
        if not sheets:
            self.unread.append(number)
            return [Sheet(number, *size)]
        if layer.covered < cover().share and not turned and len(sheets) == 1 and not sheets[0].rotation:
            sheets[0].rules = layer.rules  # those that are drawn are better than those seen in an image
        return sheets

    def _scan(
        self, page: Any, number: int, size: tuple[float, float], resolution: float
    ) -> tuple[list[Sheet], list[Problem]]:
        """The page by OCR, and what that is not sure of; nothing where it is not to be had."""
        if not self.no_ocr and self.scans > 0:
            self.scans -= 1
            try:
                sheets, doubts = recognised(page, number, self.path, size, resolution)
            except NoOCRError as error:
                self.no_ocr = str(error)
            else:
                return sheets or [Sheet(number, *size, text_source="ocr")], doubts
        return [], []

    def sum_up(self) -> None:
        """Problems that many pages share."""
        if self.unread and self.no_ocr:
            words = f"OCR is not at hand ({self.no_ocr}), so nothing was read of {_listed(self.unread)}: {_OCR}"
            self.say("error", words, self.unread[0])
        elif self.unread:
            words = f"OCR is done for {MAX_SCANS:,} pages of a file at most, so nothing was read of {_listed(self.unread)}: {_SPLIT}"
            self.say("error", words, self.unread[0])
        for reason, numbers in self.replaced.items():
            self.say("info", f"the text layer {reason}, so recognised (OCR) instead: {_listed(numbers)}", numbers[0])
        if self.lost:
            words = f"characters without a code show as \ufffd; compare them with the page: {_listed(self.lost)}"
            self.say("warning", words, self.lost[0])
        if self.unseen:
            words = f"words that nobody sees (off the page, not painted, or white on white) were left out: {_listed(self.unseen)}"
            self.say("info", words, self.unseen[0])
        if self.images:
            self.say("info", f"large images stand beside the text; words in them were not read: {_listed(self.images)}", self.images[0])
        for words, number in list(self.watermarks.items())[:_NAMES]:
            self.say("info", f"“{words[:60]}” was taken for a watermark and left out", number)


_SPLIT = "split it into one file a notice"
_IMAGE = "is missing"


def chosen(layer: Layer) -> tuple[list[Any], str]:
    """The pieces that a page's text is taken from, and why it has to go to OCR instead (empty where it does not)."""
    lines = [piece.text for piece in layer.pieces]
    if layer.covered >= cover().share and printed(lines) < cover().few:
        behind = [piece.text for piece in layer.hidden]
        if printed(behind) < cover().few:
            return layer.pieces, _IMAGE
        return layer.hidden + layer.pieces, lie(behind, behind=True)
    if not lines and (layer.covered > _SOME or layer.drawn.drawings >= _DRAWINGS):
        return layer.pieces, _IMAGE
    return layer.pieces, lie(lines)


def _listed(numbers: list[int]) -> str:
    """Pages 1, 3–7 …"""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    shown = ", ".join(f"{one}" if one == other else f"{one}–{other}" for one, other in spans[:_NAMES])
    return f"page{'s' * (len(numbers) > 1)} {shown}{' …' if len(spans) > _NAMES else ''}"
