"""Text of a web page → a tree of bounded size and depth, and its outline: where each element's words stand.

No step is recursive: pages with 100,000 nested or unclosed tags are read like others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.read.errors import ReadError

_MOST_TAGS = 600_000
"""Tags of one page, closing ones counted. The largest tables published on web pages have some 100,000 cells."""
_LONGEST = 1_000_000
"""Characters of one run without a tag that the parser is given: it cuts longer ones off at 10 MB without a word."""
_FED = 500_000  # bytes that the parser is given at a time

_DEEP, _BUFFER = "Excessive depth", "Buffer size limit"
_ATTRIBUTES = r"(?:[\s/][^<>]{0,4000})?>"
_INLINE = re.compile(
    r"</?(?:span|b|strong|i|em|u|font|a|big|small|s|strike|del|ins|o:p|st1:\w{1,20}|tt|code|label|sub|sup|abbr)" + _ATTRIBUTES, re.I
)
_BLOCK = re.compile(
    r"</?(?!br\b|html\b|body\b|head\b|title\b|meta\b|table\b|tbody\b|tr\b|t[dh]\b)[A-Za-z][\w:-]{0,30}" + _ATTRIBUTES, re.I
)
_ALL = re.compile(r"</?[A-Za-z][^<>]{0,4000}>")
_STOP = re.compile("[。；]")
_LINES = 400  # paragraphs at either end that are looked at one by one
_RUNNING = 20  # characters of a paragraph with a stop that is running text
_NO_WIDTH = re.compile("[\u200b\ufeff]+")
_RUN = re.compile("[^<>]+")
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|table(?![-\w])|list-item)", re.I)
_STYLE_NONE = re.compile(r"display\s*:\s*none", re.I)

_BLOCKS = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "header", "footer", "aside", "nav", "center", "pre",
    "blockquote", "address", "figure", "figcaption", "ul", "ol", "li", "dl", "dt", "dd", "dir", "menu", "form", "fieldset", "legend",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "hr", "body", "html", "details", "summary", "hgroup", "listing", "xmp",
))
UNSEEN = frozenset((
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "iframe", "frame", "frameset", "noframes", "object",
    "embed", "svg", "canvas", "audio", "video", "button", "select", "input", "textarea", "option", "map", "applet", "param", "rp", "rt",
))
"""Elements whose words are not printed."""


def parse(page: str) -> tuple[etree._Element, str]:
    """The page's root, and what had to be given up for it in words ("" if nothing).

    Raises:
        ReadError: too many tags, or no element at all.
    """
    if page.count("<") > _MOST_TAGS:
        raise ReadError(
            f"the page has more than {_MOST_TAGS:,} tags",
            "open it in a browser, copy the notice's text and save it as .txt (UTF-8)",
        )
    page = _cut(page)
    root, errors = _parsed(page)
    lost = ""
    for pattern in (_INLINE, _BLOCK, _ALL):
        if root is not None and not errors:
            break
        page = pattern.sub("<br>" if pattern is not _INLINE else "", page)
        root, errors = _parsed(page)
        lost = "its tags are nested more than 256 deep, or broken: paragraphs may be joined or parted wrongly; compare its text"
    if root is None:
        raise ReadError("the page is empty", "save it again from the browser as a whole web page (.html or .mht)")
    return root, lost


def _cut(page: str) -> str:
    """The page with a break within every run that is longer than the parser takes."""
    if len(page) < _LONGEST:
        return page
    return _RUN.sub(lambda run: run[0] if len(run[0]) < _LONGEST else "<wbr>".join(_chunks(run[0])), page)


def _chunks(text: str) -> list[str]:
    return [text[at : at + _LONGEST] for at in range(0, len(text), _LONGEST)]


def _parsed(page: str) -> tuple[etree._Element | None, bool]:
    """The root and whether the parser gave up somewhere."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True)
    data = page.encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
        if root is not None and any(_BUFFER in error.message for error in parser.error_log):
            parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True)
            for at in range(0, len(data), _FED):  # so it has no bound of its own, and does not say where nesting ends it
                parser.feed(data[at : at + _FED])
            root = parser.close()
    except etree.LxmlError:
        return None, True
    return root, any(_DEEP in error.message or "limit" in error.message.lower() for error in parser.error_log)


def squeeze(text: str) -> str:
    """The text without white space, as words are compared."""
    words = "".join(text.split())
    return _NO_WIDTH.sub("", words) if "\u200b" in words or "\ufeff" in words else words


def has_sentence(text: str, least: int = 12) -> bool:
    """Whether a sentence of at least so many characters stands in the text."""
    at = 0
    for stop in _STOP.finditer(text):
        if stop.start() - at >= least:
            return True
        at = stop.end()
    return False


def names(element: etree._Element) -> list[str]:
    """Its id and classes in lower case."""
    attributes = element.attrib
    if not attributes:
        return []
    return f"{attributes.get('id') or ''} {attributes.get('class') or ''}".lower().split()


def unseen(element: etree._Element) -> bool:
    """Whether the element says by itself that its words are not shown."""
    if element.tag in UNSEEN:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _STYLE_NONE.search(style))


def is_block(element: etree._Element) -> bool:
    """Whether the element parts paragraphs."""
    if element.tag in _BLOCKS:
        return True
    style = element.get("style")
    return bool(style and "display" in style.lower() and _BLOCK_STYLE.search(style))


@dataclass(slots=True)
class Node:
    """An element, its parent's number (-1: none), the span of its words in :attr:`Outline.text`, and characters in links."""

    element: etree._Element
    parent: int
    start: int
    end: int = 0
    linked: int = 0

    @property
    def size(self) -> int:
        """Characters of its words."""
        return self.end - self.start


@dataclass(slots=True)
class Outline:
    """All elements that are shown, in the order of the page, and their words without white space."""

    nodes: list[Node] = field(default_factory=list)
    text: str = ""
    breaks: list[int] = field(default_factory=list)  # where its paragraphs begin
    starts: list[int] = field(default_factory=list)  # of running text
    sums: list[int] = field(default_factory=lambda: [0])  # characters of running text up to each

    def words(self, node: Node) -> str:
        """The words of an element, without white space."""
        return self.text[node.start : node.end]

    def lines(self, start: int, end: int) -> Iterator[str]:
        """Paragraphs that begin within the words [start:end), without white space; the first and last ones where they are many."""
        first, last = bisect_left(self.breaks, start), bisect_left(self.breaks, end)
        for number in range(first, last):
            if first + _LINES <= number < last - _LINES:
                continue
            begin = self.breaks[number]
            behind = self.breaks[number + 1] if number + 1 < len(self.breaks) else len(self.text)
            yield self.text[begin : min(behind, end)]

    def prose(self, node: Node) -> int:
        """Characters of running text in an element: paragraphs with a stop, of some length, that are no links."""
        return self.sums[bisect_left(self.starts, node.end)] - self.sums[bisect_left(self.starts, node.start)]

    def around(self, start: int, end: int) -> int:
        """Number of the smallest element that holds the words [start:end)."""
        best = 0
        for number, node in enumerate(self.nodes):
            if node.start <= start and node.end >= end and node.size <= self.nodes[best].size:
                best = number
        return best

    def ancestors(self, number: int) -> list[int]:
        """Numbers of the elements that an element stands in, from the inmost."""
        found = []
        while (number := self.nodes[number].parent) >= 0:
            found.append(number)
        return found


class _Outliner:
    """Walks through the body. A paragraph's words are put together from its inline elements."""

    def __init__(self, body: etree._Element) -> None:
        self.page = Outline()
        self._body = body
        self._parts: list[str] = []
        self._at = self._links = 0  # characters so far; of them in links
        self._stack: list[int] = []
        self._begun = (0, 0)  # characters, and characters in links, before the paragraph
        self._stops = False

    def run(self) -> Outline:
        shut: etree._Element | None = None
        walk = etree.iterwalk(self._body, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if shut is not None:
                    continue
                if unseen(element) and element is not self._body:
                    shut = element
                    walk.skip_subtree()
                    continue
                self._open(element)
                self._put(element.text)
            elif shut is None or shut is element:
                if shut is None:
                    self._close(element)
                shut = None
                if element is not self._body:
                    self._put(element.tail)
        self._paragraph()
        self.page.text = "".join(self._parts)
        return self.page

    def _open(self, element: etree._Element) -> None:
        if is_block(element) or element.tag == "br":
            self._paragraph()
        nodes = self.page.nodes
        nodes.append(Node(element, self._stack[-1] if self._stack else -1, self._at, linked=self._links))
        self._stack.append(len(nodes) - 1)

    def _close(self, element: etree._Element) -> None:
        node = self.page.nodes[self._stack.pop()]
        node.end = self._at
        if element.tag == "a" and element.get("href"):
            self._links += self._at - node.start
        node.linked = self._links - node.linked
        if is_block(element):
            self._paragraph()

    def _put(self, text: str | None) -> None:
        words = squeeze(text) if text else ""
        if words:
            self._parts.append(words)
            self._at += len(words)
            self._stops = self._stops or bool(_STOP.search(words))

    def _paragraph(self) -> None:
        start, links = self._begun
        size = self._at - start
        if size:
            self.page.breaks.append(start)
        if self._stops and size >= _RUNNING and (self._links - links) * 2 < size:
            self.page.starts.append(start)
            self.page.sums.append(self.page.sums[-1] + size)
        self._begun, self._stops = (self._at, self._links), False


def outline(body: etree._Element) -> Outline:
    """The outline of the page's body."""
    return _Outliner(body).run()
