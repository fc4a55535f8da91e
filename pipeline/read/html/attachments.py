"""Attachments that a page links to, and files that it shows within itself. Nothing is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import unquote

from lxml import etree

from pipeline.lexicon import read_toml
from pipeline.notice import Link
from pipeline.read.html.paragraphs import collapse
from pipeline.read.html.tree import Outline, names

_FILE = "web_main.toml"
_MOST = 200  # attachments of one page
_LONGEST = 2000  # characters of an address
_NEAR = 3  # elements around the main one in which attachments are listed
_SCHEME = re.compile(r"(?i)\s*(?:javascript|mailto|tel|data|about|#)")
_NAME = 120


@cache
def _endings(kind: str) -> re.Pattern[str]:
    words = "|".join(read_toml(_FILE)[kind])
    return re.compile(rf"\.(?:{words})(?=$|[?#&\s)）])", re.I)


@cache
def _boxes() -> frozenset[str]:
    return frozenset(name.lower() for name in read_toml(_FILE)["attachments"])


def links(page: Outline, main: int) -> list[Link]:
    """Attachments within the main element, in boxes of attachments, and next to the main element."""
    whole = page.nodes[main]
    near = [page.nodes[number] for number in page.ancestors(main)[:_NEAR]]
    around = next((node for node in reversed(near) if node.element.tag != "body"), whole)
    found: dict[str, Link] = {}
    boxed = -1  # where a box of attachments ends
    for node in page.nodes:
        if any(name in _boxes() for name in names(node.element)):
            boxed = max(boxed, node.end)
        if node.element.tag != "a":
            continue
        address = (node.element.get("href") or "").strip()
        if not address or len(address) > _LONGEST or _SCHEME.match(address) or len(found) == _MOST:
            continue
        name = _name(node.element, address)
        inside = whole.start <= node.start and node.end <= whole.end
        called = node.start < boxed or _called() in name
        if not (inside or called or around.start <= node.start < around.end):
            continue
        if is_file(address) or _endings("files").search(name) or _is_picture(address, name, inside, called):
            found.setdefault(address, Link(name, address))
    return list(found.values())


def _is_picture(address: str, name: str, inside: bool, called: bool) -> bool:
    picture = _endings("pictures")
    return bool((inside or called) and picture.search(name)) or bool(called and picture.search(address))


@cache
def _called() -> str:
    return str(read_toml(_FILE)["attachment_word"])


def is_file(address: str) -> bool:
    """Whether an address is that of a document to be loaded."""
    return bool(_endings("files").search(unquote(address)))


def _name(element: etree._Element, address: str) -> str:
    """The words of a link, else its title, else the file's name in its address."""
    words = collapse("".join(element.itertext()))
    words = words or collapse(element.get("title") or "") or unquote(address.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1])
    return words[:_NAME].strip("\xa0\u3000 ")


def shown(body: etree._Element) -> list[str]:
    """Addresses of files that the page shows in a frame or an object."""
    found = []
    for element in body.iter("iframe", "frame", "embed", "object"):
        address = (element.get("src") or element.get("data") or "").strip()
        if address and len(address) <= _LONGEST and _endings("files").search(unquote(address)):
            found.append(address)
    return found


def frames(root: etree._Element) -> Sequence[str]:
    """Addresses of the pages that the page shows in frames."""
    found = ((element.get("src") or "").strip() for element in root.iter("iframe", "frame"))
    return [address[:_LONGEST] for address in found if address and not _SCHEME.match(address)]
