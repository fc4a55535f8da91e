"""Pages that hold no notice: what they are instead, in words that say what to do."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.lexicon import rule
from pipeline.read.errors import ReadError
from pipeline.read.html.attachments import frames, shown
from pipeline.read.html.tree import Outline, has_sentence, squeeze

_FILE = "web_main.toml"
SAVE = "open the page in a browser, wait until the notice shows, and save it as a whole web page (.html or .mht), or copy its text to .txt"
"""What to do where a page holds no text."""
_LEAST = 30  # characters of the shortest notice
_FEW = 200  # characters of a page that may say that something is missing
_LINKS, _MENU = 0.6, 6  # share of words in links, and links, of a list of links
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\";]{1,200})", re.I)


def refuse(root: etree._Element, page: Outline, number: int, scripts: int) -> None:
    """Raise where the page holds no notice.

    Args:
        root: the page's root.
        page: its outline.
        number: of the element that would hold the notice.
        scripts: how many scripts the page had.

    Raises:
        ReadError: what the page is instead, and what to do.
    """
    main, body = page.nodes[number], page.nodes[0]
    words = page.words(main)
    title = squeeze("".join(root.xpath("//title[1]//text()"))[:500])
    prose = has_sentence(words)
    if main.size >= _FEW and prose:
        return
    files = shown(body.element)
    if files and not prose:
        words = f"the page shows its notice only as a file within itself ({files[0]})"
        raise ReadError(words, "download that file and put it into the folder")
    if (body.size < _FEW and root.find(".//frameset") is not None) or (body.size < _LEAST and frames(root)):
        address = next(iter(frames(root)), "")
        raise ReadError(f"the page is only a frame around another one ({address})", "open that page by itself and save it")
    if not prose and rule(_FILE, "missing_page").search(title + " " + words[:_FEW]):
        raise ReadError("the page says that there is nothing (404 or the like)", "look for the notice on the site again, and save its page")
    password = any((each.get("type") or "").lower() == "password" for each in root.iter("input"))
    if not prose and (password or rule(_FILE, "login_page").search(title + words[:_FEW])):
        raise ReadError("the page asks for a name and a password", "log in, open the notice, and save its page then")
    if body.size < _LEAST:
        _empty(root, scripts)
    pictures = sum(1 for _ in main.element.iter("img"))
    if main.size < _FEW and pictures and not prose:
        raise ReadError(f"the page shows its notice as pictures ({pictures})", "save the pictures and put them into the folder")
    anchors = sum(1 for _ in main.element.iter("a"))
    if not prose and anchors >= _MENU and main.linked > main.size * _LINKS:
        raise ReadError("the page is a list of links, no notice", "open the notices that it lists, and save their pages")


def _empty(root: etree._Element, scripts: int) -> None:
    for meta in root.iter("meta"):
        target = _REFRESH.search(meta.get("content") or "") if (meta.get("http-equiv") or "").lower() == "refresh" else None
        if target:
            raise ReadError(f"the page only leads to another one ({target[1]})", "open that page and save it")
    if next(root.iter("img"), None) is not None:
        raise ReadError("the page holds pictures and no text", "save the pictures and put them into the folder")
    hint = squeeze("".join(text for each in root.iter("noscript", "body") for text in each.itertext())[:1000])
    if scripts or rule(_FILE, "missing_script").search(hint):
        raise ReadError("the page holds no text: a script loads it from the site", SAVE)
    raise ReadError("the page holds no text", SAVE)
