"""What on a web page is the site's and not the notice's: by names, by links, by the lines that sites print."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from lxml import etree

from pipeline.lexicon import read_toml, rule
from pipeline.read.html.attachments import is_file
from pipeline.read.html.fields import hits
from pipeline.read.html.paragraphs import blocks
from pipeline.read.html.tree import Node, Outline, has_sentence, names

_FILE = "web_main.toml"
_LINE = 300  # characters of a line that may be the recipients
_LINKS = 0.5  # share of links from which an element is a menu
_ALL_LINKS, _MENU = 0.9, 4  # share of links, and links, of an element that is a menu whatever it is called
_FURNITURE = 0.33  # share of an element from which what stands in it is no furniture, whatever it is called
_COPY = 0.6  # share of an element that a second copy of its words may be
_TWICE = 8  # characters of words that stand twice on a page by no chance
_HIDDEN = 500  # elements that may be hidden and are looked for elsewhere on the page
_HEAVY = 0.5  # share of the running text from which an element within another one may hold the whole notice
_PARAGRAPHS = 3  # paragraphs of the shortest notice
_DATA = 2  # labels of a site's table of data
_SMALL = 3000  # characters of a site's own part that is looked through for labels
_HEADINGS = frozenset(("h1", "h2"))
_CONTAINERS = frozenset((
    "div", "section", "article", "main", "td", "form", "center", "body", "html", "blockquote", "pre", "dd", "font", "span",
    "table", "tr", "tbody",
))
_SIGNS = ("recipients_line", "date_line", "doc_number", "masthead_line")


@cache
def _known(kind: str) -> frozenset[str]:
    return frozenset(name.lower() for name in read_toml(_FILE)[kind])


def called(node: Node, kind: str) -> bool:
    """Whether an element bears one of the known names."""
    return any(name in _known(kind) for name in names(node.element))


def is_site_line(line: str) -> bool:
    """Whether a line is one that sites print: by its words, and no sentence."""
    return len(line) <= _LINE and bool(rule(_FILE, "site_line").search(line)) and not has_sentence(line)


def has_sign(lines: Iterable[str], name: str) -> bool:
    """Whether one of the lines is such a part of a notice, and none that a site prints."""
    return any(len(line) <= _LINE and rule(_FILE, name).search(line) and not is_site_line(line) for line in lines)


def tighten(page: Outline, number: int, title: str) -> int:
    """The element, or one within it around which only the site's own stands: the title, buttons, data, links.

    Next to what stands in the page's body itself, running text may be left out too, but no sign of a notice.
    """
    families: dict[int, list[int]] = {}
    for each, node in enumerate(page.nodes):
        if node.size:
            families.setdefault(node.parent, []).append(each)
    while True:
        node = page.nodes[number]
        children = families.get(number, [])
        inner = max(children, key=lambda each: (page.prose(page.nodes[each]), page.nodes[each].size), default=None)
        if inner is None:
            return number
        heavy = page.nodes[inner]
        if heavy.element.tag not in _CONTAINERS or page.prose(heavy) < page.prose(node) * _HEAVY or not page.prose(heavy):
            return number
        if sum(1 for _ in page.lines(heavy.start, heavy.end)) < _PARAGRAPHS:
            return number
        others = [page.nodes[each] for each in children if each != inner]
        if sum(each.size for each in others) + heavy.size < node.size and not _bare_is_sites(page, node, [heavy, *others]):
            return number
        in_body = node.element.tag == "body"
        if not all(_is_sites(page, each, title, before=each.end <= heavy.start, in_body=in_body) for each in others):
            return number
        number = inner


def _bare_is_sites(page: Outline, node: Node, children: list[Node]) -> bool:
    """Whether the words that stand in an element itself, in none of its children, are lines that a site prints."""
    at = node.start
    for child in sorted(children, key=lambda each: each.start):
        if child.start > at and not is_site_line(page.text[at : child.start]):
            return False
        at = max(at, child.end)
    return at >= node.end or is_site_line(page.text[at : node.end])


def _is_sites(page: Outline, node: Node, title: str, *, before: bool, in_body: bool) -> bool:
    """Whether an element that stands next to the notice is the site's."""
    lines = list(page.lines(node.start, node.end))
    words = page.words(node)
    if title and (words in title or (title in words and not page.prose(node))):
        return True
    if before and not rule(_FILE, "numbered").search(words) and (node.element.tag in _HEADINGS or called(node, "title")):
        return not page.prose(node)
    if node.linked > node.size * _LINKS:
        return True
    data = len({hit.field for hit in hits(blocks(node.element, empty=True)) if hit.value}) if node.size < _SMALL else 0
    if data >= _DATA:
        return True
    if any(has_sign(lines, name) for name in _SIGNS):
        return False
    if in_body and node.element.tag in _CONTAINERS:
        return True
    sites = called(node, "furniture") or any(map(is_site_line, lines))
    return sites and (page.prose(node) == 0 or node.linked > 0)


def furniture(page: Outline, main: int) -> set[etree._Element]:
    """Elements within the main one that are menus, buttons or links to other pages, or stand twice and may be hidden.

    What holds a sentence, a date alone or recipients is the notice's, whatever it is called.
    """
    whole = page.nodes[main]
    found: set[etree._Element] = set()
    looked = 0
    gone: dict[str, int] = {}
    for node in page.nodes[main + 1 :]:
        if node.start > whole.end or (node.start == whole.end and node.size):
            break
        if not node.size or node.size > whole.size * _COPY:
            continue
        words = page.words(node)
        if node.size <= whole.size * _FURNITURE and (node.element.tag in ("nav", "footer", "aside") or called(node, "furniture")):
            own = list(page.lines(node.start, node.end))
            if not (has_sentence(words) or any(has_sign(own, name) for name in ("date_line", "recipients_line", "doc_number"))):
                found.add(node.element)
        elif node.size <= whole.size * _FURNITURE and _is_menu(page, node):
            found.add(node.element)
        elif node.size >= _TWICE and looked < _HIDDEN and _may_be_hidden(node):
            looked += 1
            if page.text.count(words) > 1 + gone.get(words, 0):
                gone[words] = gone.get(words, 0) + 1
                found.add(node.element)
    return found


def _is_menu(page: Outline, node: Node) -> bool:
    """Whether an element is nothing but links to other pages."""
    if node.element.tag in ("a", "p", "span") or node.linked < node.size * _ALL_LINKS or has_sentence(page.words(node)):
        return False
    addresses = [link.get("href") or "" for link in node.element.iter("a")]
    return len(addresses) >= _MENU and not any(is_file(address) for address in addresses)


def _may_be_hidden(node: Node) -> bool:
    return node.element.get("aria-hidden") == "true" or called(node, "hidden")
