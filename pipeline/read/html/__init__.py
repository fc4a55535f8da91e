"""Web pages (.html, .mht): the notice out of a page saved from a government site.

The text is written whole as a browser prints it, from the smallest element that holds the notice
(:mod:`pipeline.read.html.main`); the site's menus and imprint outside of it are not part of the raw text. The site's own
data (索引号, 文号, 发布机构 …) go to ``Source.fields``, attachments to ``Source.links``. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from lxml import etree

from pipeline.lexicon import rule
from pipeline.notice import Problem, Source
from pipeline.read.errors import ReadError
from pipeline.read.html.attachments import links, shown
from pipeline.read.html.decode import decode_page
from pipeline.read.html.fields import around, head, pairs, sites_own
from pipeline.read.html.main import find_main
from pipeline.read.html.paragraphs import Block, blocks, collapse
from pipeline.read.html.refusals import SAVE, refuse
from pipeline.read.html.site import furniture
from pipeline.read.html.table import read_table
from pipeline.read.html.title import head_lines, holds_title, page_number, page_title, title_above
from pipeline.read.html.tree import Node, Outline, outline, parse, squeeze
from pipeline.read.raw import Cell, Raw, Words

__all__ = ["read_html", "read_mhtml"]

_FILE = "web_main.toml"
_PARTS = 500  # MIME parts of a saved page that are looked at


@dataclass(frozen=True, slots=True)
class _Page:
    """A parsed page, its outline, its text as parsed."""

    root: etree._Element
    outline: Outline
    html: str


def read_html(data: bytes, path: str, sha256: str) -> Source:
    """A source from the bytes of a web page.

    Raises:
        ReadError: no encoding known here, too many tags, or no notice on the page; the message says what to do.
    """
    return _read(data, path, sha256, "")


def _read(data: bytes, path: str, sha256: str, declared: str) -> Source:
    decoded = decode_page(data, declared)
    root, lost = parse(decoded.text)
    body = root.find(".//body") if root.tag != "body" else root
    page = _Page(root, outline(body if body is not None else root), decoded.text)
    words = [lost] if lost else []
    if decoded.broken:
        words.append(f"{decoded.broken} places could not be read as {decoded.encoding.upper()} and show as \ufffd: save the page again")
    problems = [Problem(path, "read", "warning", each) for each in words]
    called = squeeze("".join(root.xpath("//title[1]//text()"))[:1000])
    main = find_main(page.outline, page.html, called)
    refuse(root, page.outline, main, decoded.scripts)
    return _write(page, main, path, sha256, problems)


def _write(page: _Page, number: int, path: str, sha256: str, problems: list[Problem]) -> Source:
    main = page.outline.nodes[number]
    found = blocks(main.element, left_out=furniture(page.outline, number), tables=read_table)
    own, dropped = sites_own(found)
    outside = blocks(page.outline.nodes[0].element, left_out={main.element}, tables=read_table, empty=True) if number else []
    fields = pairs([*own, *around(outside)], head(page.root))
    repeated = title_above(found, dropped, [dict(fields).get("title", ""), collapse("".join(page.root.xpath("//title[1]//text()"))[:1000])])
    kept = [block for at, block in enumerate(found) if at not in dropped and at != repeated]
    raw = Raw()
    for line in _heading(page, main, kept, dict(fields).get("title", "")):
        raw.put(line + "\n")
    for at, block in enumerate(found):
        start = raw.length
        _put(raw, block)
        if at in dropped or at == repeated:
            raw.drop(start, raw.length, "web.title" if at == repeated else "web.fields")
    attached = links(page.outline, number)
    for link in attached:
        words = f"the page links to an attachment, {link.name} ({link.address}): download it and put it into the folder with the notice"
        problems.append(Problem(path, "read", "info", words))
    for address in shown(page.outline.nodes[0].element):
        words = f"the page shows a file within itself ({address}): download it and put it into the folder"
        problems.append(Problem(path, "read", "info", words))
    return raw.source(path, sha256, problems, fields, attached)


def _put(raw: Raw, block: Block) -> None:
    if block.grid is None:
        for line in block.lines:
            raw.put(line + "\n")
        return
    raw.table([[cell and Cell([Words(line) for line in cell[0]], cell[1], cell[2]) for cell in row] for row in block.grid.rows])


def _heading(page: _Page, main: Node, found: Sequence[Block], said: str) -> list[str]:
    """What the main text lacks of the page's title and of the document number below it."""
    title, end = page_title(page.outline, main, page.root, said)
    lines = head_lines(found)
    out = [] if not title or holds_title(found, lines, "".join(title)) else title
    number = page_number(page.outline, end, main.start) if 0 <= end < main.start else ""
    if number and squeeze(number) not in "".join(lines) and not any(rule(_FILE, "doc_number").search(line) for line in lines):
        out = [*out, number] if out else [number]
    return out


def read_mhtml(data: bytes, path: str, sha256: str) -> Source:
    """A source from a web archive (.mht, .mhtml): the page itself, or the largest of its frames where that holds no notice.

    Raises:
        ReadError: no page in it, or none that holds a notice.
    """
    try:
        message = message_from_bytes(data)
        pages = _pages(message)
    except (MessageError, RecursionError, LookupError, ValueError, AssertionError) as error:
        raise ReadError("the web archive is broken", SAVE) from error
    if not pages:
        raise ReadError("the web archive holds no page", SAVE)
    first: ReadError | None = None
    for words, declared in [pages[0], *sorted(pages[1:], key=lambda page: -len(page[0]))]:
        try:
            return _read(words, path, sha256, declared)
        except ReadError as error:
            first = first or error
    raise first or ReadError("the web archive holds no page", SAVE)


def _pages(message: Message) -> list[tuple[bytes, str]]:
    """Bytes and declared encoding of the archive's HTML parts, in order."""
    found = []
    for count, part in enumerate(message.walk()):
        if count == _PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            words = part.get_payload(decode=True)
            if isinstance(words, bytes) and words.strip():
                found.append((words, str(part.get_content_charset() or "")))
    return found
