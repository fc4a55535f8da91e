"""The page's own title and document number, where they stand outside of the notice's main text."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache

from lxml import etree

from pipeline.lexicon import read_csv, read_toml, rule
from pipeline.read.html.paragraphs import Block, blocks, collapse
from pipeline.read.html.tree import Node, Outline, names, squeeze

_FILE = "web_main.toml"
_SHORTEST, _LONGEST = 5, 200  # characters of a title
_UNKNOWN = 12  # characters of a heading that is taken for the title though nothing else on the page says so
_HEADINGS = {"h1": 3, "h2": 2, "h3": 1}
# likeness from which a line of the text is taken for the title that the page bears; where nothing in it says title
_LIKE, _VERY_LIKE = 0.6, 0.75
_BEGINNING = 600  # characters of the main text in which a title stands
_FIRST = 30  # lines of the main text among which the title is looked for
_SENTENCE = re.compile("[^。]{20,}[。；]")
_PARTS = re.compile(r"\s*(?:[_|｜]|\s[-–—]+\s|-{1,3}|—{1,2})\s*")
_PLAIN = re.compile(r"[\W_]+")


@cache
def _title_names() -> frozenset[str]:
    return frozenset(name.lower() for name in read_toml(_FILE)["title"])


def page_title(page: Outline, main: Node, root: etree._Element, said: str) -> tuple[list[str], int]:
    """Lines of the title that stands on the page outside of the main element, and where its words end; ([], -1) if none.

    Args:
        page: the page's outline.
        main: the element that holds the notice.
        root: the page's root, whose <title> is asked.
        said: the title as the page's head or table of data says it.
    """
    bar = collapse("".join(root.xpath("//title[1]//text()"))[:1000])
    known = [_bare(each) for each in (said, bar, *_PARTS.split(bar)) if _bare(each)]
    sure = any(rule(_FILE, "title_text").search(each) for each in known)
    best: tuple[int, int, Node] | None = None
    for number, node in enumerate(page.nodes):
        if not 1 < node.size <= _LONGEST or main.start <= node.start < main.end:
            continue
        weight = _HEADINGS.get(node.element.tag, 0) + any(name in _title_names() for name in names(node.element))
        if not weight:
            continue
        words = page.words(node)
        if rule(_FILE, "site_words").search(words) and not rule(_FILE, "title_text").search(words):
            continue
        bare = _bare(words)
        if any(_same(bare, each) for each in known):
            weight += 4
        elif sure or node.start > main.start or node.linked or not _may_be(node, words, weight):
            continue
        if best is None or (weight, number if node.start <= main.start else -number) > best[:2]:
            best = (weight, number if node.start <= main.start else -number, node)
    if best is not None:
        lines = [line for block in blocks(best[2].element) for line in block.lines if line.strip()]
        return lines, best[2].end
    for text in (said, next(iter(_before_site(bar)), "")):
        if _SHORTEST <= len(text) <= _LONGEST and rule(_FILE, "title_text").search(text):
            return [collapse(text)], -1
    return [], -1


def _same(bare: str, other: str) -> bool:
    """Whether a heading has the words by which the page calls its notice, all of them if it is a short one."""
    if bare == other:
        return True
    return len(bare) >= _SHORTEST and (bare in other or (other in bare and len(other) > len(bare) // 2))


def _may_be(node: Node, words: str, weight: int) -> bool:
    """Whether a heading of which nothing on the page says that it is the title may be it: by its words or its rank."""
    if len(words) >= _UNKNOWN and rule(_FILE, "title_text").search(words):
        return True
    named = any(name in _title_names() for name in names(node.element))
    return (named or len(words) >= _SHORTEST) and weight > max(_HEADINGS.values()) - 1 and not rule(_FILE, "site_words").search(words)


def _before_site(bar: str) -> Iterator[str]:
    """The <title> without the site's name behind it, or before it."""
    parts = [part for part in _PARTS.split(bar) if part]
    fitting = [part for part in parts if rule(_FILE, "title_text").search(part) and len(part) >= _SHORTEST]
    yield from sorted(fitting, key=len, reverse=True)[:1]


def _bare(text: str) -> str:
    """Letters and digits alone, old characters as the present ones: the site simplifies what the notice prints."""
    return _PLAIN.sub("", text).translate(_present())


@cache
def _present() -> dict[int, str]:
    return str.maketrans({row["char"]: row["standard"] for row in read_csv("variants.csv")})


def head_lines(found: Sequence[Block]) -> list[str]:
    """The lines of the main text before its first sentence or its recipients, without white space."""
    lines: list[str] = []
    for block in found:
        for line in block.lines if block.grid is None else [block.text]:
            words = squeeze(line)
            if not words:
                continue
            if _SENTENCE.match(words) or len(lines) == _FIRST or rule(_FILE, "recipients_line").search(words):
                return lines
            lines.append(words)
    return lines


def holds_title(found: Sequence[Block], lines: Sequence[str], title: str) -> bool:
    """Whether the head of the main text bears the title: the same words, the same without the issuer, or one much like it.

    The same words count among the first characters too, where all is one line; not as a cited title.
    """
    words, first = squeeze(title), ""
    for block in found:
        if len(first) >= _BEGINNING:
            break
        first += squeeze(block.text[: 2 * _BEGINNING])
    at = first[:_BEGINNING].find(words)
    if at >= 0 and first[max(0, at - 1) : at] not in ("《", "〈", "“") and rule(_FILE, "title_text").search(words):
        return True  # words of a news title come again in its first sentence
    bare = _bare(title)
    if any(len(line) <= _LONGEST and _bare(line) == bare for block in found for line in block.lines):
        return True  # the page is called after the plan that a letter issues
    whole = _bare("".join(lines))
    if bare in whole:
        return True
    for number in range(len(lines)):
        joined = ""
        for line in lines[number : number + 4]:
            joined += _bare(line)
            if len(joined) > _LONGEST:
                break
            if len(joined) >= 2 * _SHORTEST and (bare.endswith(joined) or bare in joined):
                return True
            if _like(joined, bare, _LIKE if rule(_FILE, "title_text").search(joined) else _VERY_LIKE):
                return True
    return False


def title_above(found: Sequence[Block], dropped: Container[int], known: Sequence[str]) -> int:
    """Which block is the page's title above a text that bears it too, in the same words; -1 if none.

    ``dropped``: blocks that are the site's own; ``known``: how the page's head and its table of data call it.
    """
    called = {_bare(part) for each in known for part in (each, *_PARTS.split(each)) if _bare(part)}
    lines = [(at, _bare(block.text)) for at, block in enumerate(found) if at not in dropped and block.text.strip()][:_FIRST]
    if not lines or lines[0][1] not in called or len(lines[0][1]) > _LONGEST:
        return -1
    return lines[0][0] if any(words == lines[0][1] for _, words in lines[1:]) else -1


def _like(one: str, other: str, least: float) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() > least and matcher.quick_ratio() > least and matcher.ratio() > least


def page_number(page: Outline, start: int, end: int) -> str:
    """A document number that stands alone between the page's title and the main text; not the value of a label."""
    for node in page.nodes:
        if node.start >= end:
            break
        if node.start < start or not 6 <= node.size <= 40:
            continue
        words = page.words(node)
        if rule(_FILE, "doc_number").search(words) and page.text[node.start - 1] not in "：:号" and not node.linked:
            return collapse("".join(node.element.itertext()))
    return ""
