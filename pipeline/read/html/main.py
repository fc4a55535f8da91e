"""Where on a web page the notice stands: the smallest element that holds all of it.

Known containers of the sites' editors come first, where one stands out; else the part that readability-lxml finds, or the
smallest element with nearly all running text. Libraries leave short lines out (recipients, signature, date, cells), so
that only the place of what they find is used, and the element is written whole. What stands just outside and belongs to a
notice (recipients, signature) is taken in, what is surely the site's within is left out (:mod:`pipeline.read.html.site`).

Measured on the twenty page templates of the tests, each with half of the golden notices; a page is right where its clean
text is that of the plain text. readability-lxml 0.9: its own text is right on 67 % and lacks 5 % of the paragraphs, the
smallest element around it is right on 64 %. trafilatura 2.3 (favouring recall): 37 %, lacks 1.5 %, element 47 %. This
module: 100 %, without known names as well; there 95 % if it never asks the library.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.read.html.paragraphs import blocks
from pipeline.read.html.site import called, has_sign, is_site_line, tighten
from pipeline.read.html.tree import Outline, squeeze

_CONTAINERS = frozenset((
    "div", "section", "article", "main", "td", "form", "center", "body", "html", "blockquote", "pre", "dd", "font", "span",
))
_LEAST = 30  # characters of a container that holds a notice
_SECOND = 0.5  # share of the largest container from which another one is its equal
_TOGETHER = 1.3  # how much more than two containers the element around both may hold
_OUTSIDE = 0.3  # prose outside of the container, as a share of that inside, from which the container is doubted
_LINKS = 0.5  # share of links from which an element is a menu
_RISE, _MORE = 5, 600  # elements upwards in which the notice's other parts are looked for; characters that they may add
_LIBRARY_TAGS, _LIBRARY_SIZE = 40_000, 3_000_000  # elements and characters up to which the library is asked: its time is not linear
_ANCHOR, _ANCHORS = 12, 2000  # characters of a paragraph by which its place is found, and paragraphs that are looked for
_NEARLY = 0.8  # share of the page's running text that its main part holds


def find_main(page: Outline, html: str, title: str) -> int:
    """Number of the element that holds the notice (0: the whole body).

    Args:
        page: the page's outline.
        html: the page.
        title: what the page's head calls the notice; the element that bears it need not be within.
    """
    return _rise(page, tighten(page, _chosen(page, html), title))


def _chosen(page: Outline, html: str) -> int:
    whole = page.prose(page.nodes[0])
    chosen = _editors(page)
    if chosen is not None and whole - page.prose(page.nodes[chosen]) <= page.prose(page.nodes[chosen]) * _OUTSIDE:
        return chosen
    found = [each for each in (chosen, _by_library(page, html), _densest(page)) if each is not None]
    found = [each for each in found if 2 * page.prose(page.nodes[each]) >= whole] or found
    if not found:
        return 0
    best, *others = sorted(found, key=lambda number: page.nodes[number].size)
    for other in others:  # the smallest one, as long as it holds nearly all running text that a larger one has
        if page.prose(page.nodes[other]) > page.prose(page.nodes[best]) * (1 + _OUTSIDE):
            best = other
    return _widen(page, best)


def _editors(page: Outline) -> int | None:
    """The editor's container, where one stands out or several stand together."""
    found: list[int] = []
    for number, node in enumerate(page.nodes):
        if node.size >= _LEAST and called(node, "editor") and node.linked < node.size * _LINKS:
            if found and node.end <= page.nodes[found[-1]].end:
                continue  # within the one before
            found.append(number)
    if not found:
        return None
    found.sort(key=lambda number: -page.nodes[number].size)
    largest = page.nodes[found[0]]
    equals = [number for number in found if page.nodes[number].size > largest.size * _SECOND]
    if len(equals) > 1:
        nodes = [page.nodes[number] for number in equals]
        around = page.around(min(node.start for node in nodes), max(node.end for node in nodes))
        if page.nodes[around].size <= sum(node.size for node in nodes) * _TOGETHER:
            return around
    return found[0]


def _densest(page: Outline) -> int | None:
    """The smallest element that holds nearly all running text of the page; one with the name of a main column before others."""
    whole = page.prose(page.nodes[0])
    found = [
        number for number, node in enumerate(page.nodes)
        if node.size >= _LEAST and node.linked < node.size * _LINKS and page.prose(node) > whole * _NEARLY
    ]
    return min(found, key=lambda number: (not called(page.nodes[number], "main"), page.nodes[number].size), default=None)


def _by_library(page: Outline, html: str) -> int | None:
    """The smallest element around what the library takes for the main text."""
    if len(page.nodes) > _LIBRARY_TAGS or len(html) > _LIBRARY_SIZE:
        return None
    spans = []
    for words in dict.fromkeys(map(squeeze, _library(html))):
        start = page.text.find(words) if len(words) >= _ANCHOR else -1
        if start >= 0:
            spans.append((start, page.text.rfind(words) + len(words), len(words)))
            if len(spans) == _ANCHORS:
                break
    once = [span for span in spans if span[1] - span[0] == span[2]]  # a title stands twice, and once outside
    if not spans:
        return None
    return page.around(min(span[0] for span in once or spans), max(span[1] for span in once or spans))


def _library(html: str) -> Iterator[str]:
    """Paragraphs that readability-lxml takes for the main text; none where it fails."""
    import logging

    from readability import Document

    logging.getLogger("readability.readability").setLevel(logging.CRITICAL)
    try:
        summary = Document(html).summary(html_partial=True)
        root = etree.fromstring(summary, etree.HTMLParser(encoding="utf-8", no_network=True))
    except Exception:  # whatever it stumbles over: the page is read without it
        return
    if root is not None:
        for block in blocks(root):
            yield from block.lines


def _widen(page: Outline, number: int) -> int:
    """The element, or one around it that adds only lines without links and of none that a site prints."""
    while page.nodes[number].element.tag not in _CONTAINERS and page.nodes[number].parent >= 0:
        number = page.nodes[number].parent
    node = page.nodes[number]
    best = number
    for above in page.ancestors(number):
        larger = page.nodes[above]
        if larger.linked > node.linked or larger.element.tag == "body":
            break
        added = [*page.lines(larger.start, node.start), *page.lines(node.end, larger.end)]
        if any(map(is_site_line, added)):
            break
        best = above
    return best


def _rise(page: Outline, number: int) -> int:
    """The element, or the one around it that adds the notice's recipients before it or its signature behind it."""
    node = page.nodes[number]
    lines = list(page.lines(node.start, node.end))
    before, behind = not has_sign(lines, "recipients_line"), not has_sign(lines, "date_line")
    best = number
    for above in page.ancestors(number)[:_RISE] if before or behind else ():
        larger = page.nodes[above]
        more = larger.size - node.size
        if more > _MORE or larger.element.tag == "body" or larger.linked - node.linked > more * _LINKS:
            break
        added = before and has_sign(page.lines(larger.start, node.start), "recipients_line")
        if added or (behind and has_sign(page.lines(node.end, larger.end), "date_line")):
            best = above
    return best
