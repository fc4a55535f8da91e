"""Word documents (.docx, .docm, .dotx): text as it is printed, automatic numbering and all.

Read by python-docx, and by its XML where it has no door: text boxes, notes, fields, tracked changes (taken as accepted),
hidden text, numbering. Word keeps no pages in a file: pages are parted only where the author parted them; boxes are not known.
What stands on every page (heads, feet) is written and dropped by the edit ``layout.running_head``; tables of contents by
``layout.contents``, bullets by ``layout.bullet``, marks of notes by ``layout.note_mark``, unfilled fields by
``layout.placeholder``. Notes follow the body. Hidden and deleted text is no text of the notice and not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.lexicon import rule
from pipeline.notice import Problem, Severity, Source
from pipeline.read.docx.blocks import Limit, Story
from pipeline.read.docx.names import RELATED, W, child, on, value
from pipeline.read.docx.numbering import Numbering
from pipeline.read.docx.package import Opened, open_docx
from pipeline.read.docx.pictures import joined, large, recognised
from pipeline.read.docx.runs import Bit, Found
from pipeline.read.docx.styles import Styles
from pipeline.read.docx.tables import Block, Paragraph
from pipeline.read.docx.write import Writer, flat
from pipeline.read.errors import ReadError
from pipeline.read.xml import Element

SCANT = 120
"""Characters of its own up to which a document with large pictures is one of pasted scans."""

_PRINTABLE = re.compile(r"[^\W_]")
_AGAIN = "copy it again, or have its pages recognised (OCR)"


def read_docx(data: bytes, path: str, sha256: str) -> Source:
    """A source from the bytes of a .docx.

    Raises:
        ReadError: no Word document, one that cannot be opened safely, or one without any text or picture.
    """
    try:
        return _Reader(open_docx(data), path, sha256).read()
    except RecursionError as error:
        raise ReadError("its tables and text boxes are nested too deep", "check where the file is from") from error


class _Reader:
    def __init__(self, opened: Opened, path: str, sha256: str) -> None:
        self._opened = opened
        self._path, self._sha256 = path, sha256
        self._part = opened.document.part
        self._styles = Styles(opened.roots.get("styles"))
        self._numbering = Numbering(opened.roots.get("numbering"), self._styles)
        self._found, self._limit = Found(), Limit()

    def read(self) -> Source:
        """The source of the document."""
        document = self._opened.document.element
        sections = [each for each in document.iter(W + "sectPr") if each.getparent().tag in (W + "pPr", W + "body")]
        story = self._story([value(child(each, "type")) or "nextPage" for each in sections])
        blocks = [block for body in document.findall(W + "body") for block in story.read(body)]  # joined files may have several
        self._numbering.restart()
        notes = list(self._notes())
        text = "".join(flat([*blocks, *notes]))
        writer = Writer()
        masthead = self._masthead(sections[:1], text)
        writer.blocks([Paragraph([Bit(line)]) for line in masthead])
        for head in self._running(sections, "header"):
            writer.running([line for line in flat(head) if line not in masthead], "layout.running_head")
        writer.blocks(blocks)
        writer.blocks(notes)
        for foot in self._running(sections, "footer"):
            writer.running(flat(foot), "layout.running_head")
        source = writer.raw.source(self._path, self._sha256, tuple(self._problems()))
        pages = large(self._found.pictures)
        if pages and len("".join(text.split())) <= SCANT:
            return self._pasted(source, bool(_PRINTABLE.search(text)))
        if not _PRINTABLE.search(text):
            raise ReadError("file holds no text", _AGAIN)
        if pages:
            many = _many(len(pages), "large picture")
            words = f"it holds {many}, whose words are not read: if they belong to the notice, give them as files"
            source = replace(source, problems=(*source.problems, self._problem("info", words)))
        return source

    def _story(self, sections: Sequence[str] = (), mark: str = "") -> Story:
        return Story(self._styles, self._numbering, self._found, self._limit, sections, mark)

    def _pasted(self, source: Source, has_words: bool) -> Source:
        """The document with the words in its pictures behind its own."""
        first = source.pages[-1].number + 1 if has_words else 1
        try:
            read = recognised(large(self._found.pictures), self._opened.pictures, self._path, self._sha256, first)
        except ReadError as error:
            if not has_words:
                raise
            return replace(source, problems=(*source.problems, self._problem("error", f"its pictures are not read: {error}")))
        if not _PRINTABLE.search(read.text) and not has_words:
            raise ReadError("file holds pictures without any words", "check what it is")
        if has_words and not _PRINTABLE.search(read.text):
            return replace(source, problems=source.problems + read.problems)
        if has_words:
            return joined(source, read)
        return replace(read, problems=source.problems + read.problems)

    def _notes(self) -> Iterator[Block]:
        """Footnotes and endnotes in the order of their marks."""
        rows = {kind: self._opened.roots.get(kind + "s") for kind in ("footnote", "endnote")}
        by_id = {
            (kind, value(each, "id")): each
            for kind, root in rows.items()
            if root is not None
            for each in root.findall(W + kind)
        }
        for index, key in enumerate(list(self._found.notes), 1):
            if key in by_id:
                yield from self._story(mark=str(index)).read(by_id[key])

    def _running(self, sections: Sequence[Element], kind: str) -> Iterator[list[Block]]:
        """What the heads or feet of the pages hold, each part once."""
        seen: set[str] = set()
        for section in sections:
            for reference in section.findall(f"{W}{kind}Reference"):
                key = reference.get(RELATED + "id") or ""
                if key not in seen:
                    seen.add(key)
                    yield self._blocks_of(key)

    def _blocks_of(self, key: str) -> list[Block]:
        relation = self._part.rels.get(key)
        if relation is None or relation.is_external or not hasattr(relation.target_part, "element"):
            return []
        self._numbering.restart()
        found, self._found = self._found, Found()  # pictures and notes there are none of the notice's
        blocks = self._story().read(relation.target_part.element)
        self._found = found
        return blocks

    def _masthead(self, sections: Sequence[Element], text: str) -> list[str]:
        """Lines of the first page's head that belong to the notice: its red head, its number, where the body lacks them."""
        bare = "".join(text.split())
        lines: list[str] = []
        for section in sections:
            wanted = ("first",) if on(section, "titlePg") else ("default",)
            for reference in section.findall(W + "headerReference"):
                if (value(reference, "type") or "default") in wanted:
                    lines += flat(self._blocks_of(reference.get(RELATED + "id") or ""))
        pattern = rule("word_numbering.toml", "masthead")
        return [line for line in lines if pattern.search("".join(line.split())) and "".join(line.split()) not in bare]

    def _problems(self) -> Iterator[Problem]:
        found = self._found
        for words in self._opened.notes:
            yield self._problem("error", words)
        if self._limit.left <= 0:
            yield self._problem("error", "it has too many paragraphs and was read in part: split the document")
        if found.tracked:
            yield self._problem("info", "it holds tracked changes, which are taken as accepted: check that they are")
        if found.comments:
            yield self._problem("info", "it holds comments, which are left out: check that it is the final version")
        if found.renewed:
            words = "a date in it is one that Word renews whenever the document is opened: compare it with the issued notice"
            yield self._problem("warning", words)
        if found.chunks:
            yield self._problem("warning", "another document is set into it, which is not read: open it in Word and save it again")
        objects = found.objects or self._opened.others.get("package", 0)
        if objects:
            many = _many(objects, "embedded object")
            yield self._problem("info", f"it holds {many}, not read: save those that belong to the notice as files")

    def _problem(self, severity: Severity, words: str) -> Problem:
        return Problem(self._path, "read", severity, words)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count > 1)}"
