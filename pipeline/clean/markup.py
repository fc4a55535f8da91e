"""Markdown signs and leftovers of HTML, as recognition services and web copies leave them. Tables stay rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pipeline.clean.edits import Edit, in_order

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HEADING = re.compile(rf"[ \t]{{0,3}}(?:#{{1,6}}[ \t\u3000]+)*#{{1,6}}(?:[ \t\u3000]+|(?=[{_HAN}（(《【“*])|$)")
_HEADING_END = re.compile(r"(?<=[^\s#])[ \t]+#{1,6}[ \t]*$")
_RULE = re.compile(
    r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}|[—―─━]{3,}"
    r"|\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?)[ \t]*$"
)
_LIST = re.compile(r"[ \t]*(?:[-*+•][ \t]+)+(?=\S)(?![0-9一二三四五六七八九十ivxIVX]{1,4}[ \t]*[-*—])")
_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+(?=\S)|[ \t]{0,3}>[ \t]*$")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)[ \t]*\w*[ \t]*$", re.A)
_RULE_ONLY, _LISTS = ((_RULE, "markdown_rule"),), ((_RULE, "markdown_rule"), (_LIST, "markdown_list"))
_BY_SIGN = {  # signs at the beginning of a line
    "#": ((_HEADING, "markdown_heading"),), ">": ((_QUOTE, "markdown_quote"),),
    **dict.fromkeys("-*+•", _LISTS), **dict.fromkeys("_=—―─━|:", _RULE_ONLY), **dict.fromkeys("`~", ((_FENCE, "markdown_fence"),)),
}
_BOLD = re.compile(r"(\*{2,3})(?=[^\s*，。、；：？！）])([^*\n]{1,300}?)(?<=[^\s*])\1(?!\*)")
_BOLD_SHORT = 4  # 张**和李** are hidden names: inside a word, bold is at least so long
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^()\n]{0,300}\)")
_IMAGE_FILE = re.compile(r"^[ \t]*[\w()-]{1,60}\.(?:tiff?|jpe?g|png|gif|bmp)[ \t]*$", re.A | re.I | re.M)
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,200})\](\((?:https?:|/|\./|#|mailto:|javascript:)[^()\s]{0,300}\))")
_ESCAPE = re.compile(r"(?<!\\)\\(?=[`*_{}\[\]()#+\-.!|>~$])")
_MATH = re.compile(r"\$[ ]*([0-9A-Za-z\\%~^_{}.,+=<>×±≥≤:/ ()\-]{1,60}?)[ ]*\$(?!\d)")
_ENTITY = re.compile(r"&(?:amp;)*(?:#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,5}|[A-Za-z]{2,8}[0-9]{0,2});")
_ATTRIBUTES = r"(?:[ \t\n/][^<>]{0,2000})?"
_CELL = re.compile(rf"</t[dh]>\s*<t[dh]{_ATTRIBUTES}>|<tr{_ATTRIBUTES}>\s*<t[dh]{_ATTRIBUTES}>|</t[dh]>\s*</tr>", re.I)
_TAG = re.compile(
    r"<!--[^<>]{0,400}-->|</?(?P<name>p|div|span|br|b|strong|i|em|u|s|font|center|h[1-6]|table|tbody|thead|tfoot|caption|colgroup|col|tr|td|th|ul|ol|li|dl|dt|dd|a|img|"
    rf"sup|sub|hr|html|body|head|section|article|blockquote|figure|figcaption|pre|code|small|o:p|st1:\w{{1,12}}|v:\w{{1,12}}){_ATTRIBUTES}/?>",
    re.I,
)
_BROKEN_COMMENT = re.compile(r"<!--[ \t]*$|^[ \t]*-->|[ \t]*-->[ \t]*$", re.M)
_BROKEN_TAG = re.compile(r"^[ \t]*/(?:p|div|span|td|tr|table|strong|b|br|li|ul|h[1-6])[ \t]*/?>[ \t]*$", re.M | re.I)
_BREAKING = frozenset((
    "p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "thead", "tr", "ul", "ol", "li", "dl", "dt",
    "dd", "hr", "section", "article", "blockquote", "figure", "pre",
))
_SIGNS = {"sim": "～", "times": "×", "ge": "≥", "geq": "≥", "le": "≤", "leq": "≤", "pm": "±", "%": "%", "cdot": "·"}
_LATEX = (
    (re.compile(r"\\(?:textcircled|circled)\s*\{?\s*([1-9]|1[0-9]|20)\s*\}?"), lambda m: chr(0x245F + int(m[1]))),
    (re.compile(r"\\(?:mathrm|text|mathbf|rm|bf|mathit|operatorname)\s*\{([^{}]*)\}"), lambda m: m[1]),
    (re.compile(r"\^\s*\{?\s*\\circ\s*\}?\s*C?"), lambda m: "℃" if m[0].endswith("C") else "°"),
    (re.compile(r"\^\s*\{?\s*([23])\s*\}?"), lambda m: "²" if m[1] == "2" else "³"),
    (re.compile(r"\\(sim|times|geq?|leq?|pm|%|,|;|quad|cdot)(?![A-Za-z])"), lambda m: _SIGNS.get(m[1], "")),
    (re.compile(r"[ ~{}]+"), lambda m: ""),
)


def html(text: str) -> Iterator[Edit]:
    """Edits of tags and entities. A row of a table becomes a line, its cells parted by tabs."""
    if ">" not in text:
        return
    if "<" in text:
        yield from _tags(text)
    else:
        found = [*_BROKEN_TAG.finditer(text), *(_BROKEN_COMMENT.finditer(text) if "-->" in text else ())]
        yield from in_order(Edit(match.start(), match.end(), "", "html_tag") for match in found)


def _at_line_start(text: str) -> Iterator[Edit]:
    at = 0
    for line in text.split("\n"):
        patterns = _BY_SIGN.get(line.lstrip(" \t")[:1])
        for pattern, rule in patterns or ():
            match = pattern.match(line)
            if match:
                yield Edit(at, at + match.end(), "", rule)
                tail = _HEADING_END.search(line, match.end()) if pattern is _HEADING else None
                if tail:
                    yield Edit(at + tail.start(), at + tail.end(), "", rule)
                break
        at += len(line) + 1


def entities(text: str) -> Iterator[Edit]:
    """Edits of character entities: &nbsp; &amp; &#8220;."""
    if "&" in text:
        for match in _ENTITY.finditer(text):
            char = unescape("&" + match[0].replace("amp;", "")[1:]) if match[0] != "&amp;" else "&"
            if len(char) == 1 and char not in "\n\r\f":
                yield Edit(match.start(), match.end(), char, "html_entity")


def _tags(text: str) -> Iterator[Edit]:
    cells = {match.start(): match for match in _CELL.finditer(text)}
    in_cell = False
    at = 0
    for match in _TAG.finditer(text):
        if match.start() < at:
            continue
        cell = cells.get(match.start())
        if cell is not None:
            closes_row = cell[0].rstrip(">").lower().endswith("/tr")
            in_cell, at = not closes_row, cell.end()
            yield Edit(match.start(), at, "\t" if cell[0][:2] == "</" and not closes_row else "\n", "html_tag")
            continue
        at = match.end()
        name = (match["name"] or "").lower()
        if name in ("td", "th"):
            in_cell = match[0][1] != "/"
        new = "\n" if name in _BREAKING else ""
        yield Edit(match.start(), at, " " if new and in_cell and name not in ("tr", "table") else new, "html_tag")


def markdown(text: str) -> Iterator[Edit]:
    """Edits of the signs of Markdown: headings, rules, lists, quotations, bold, images, links, escapes, formulas."""
    found: list[Edit] = list(_at_line_start(text))
    for signs, pattern, rule in (
        (("![",), _IMAGE, "markdown_image"),
        ((".tif", ".jpg", ".jpeg", ".png", ".gif", ".bmp"), _IMAGE_FILE, "image_file"),
        (("\\",), _ESCAPE, "markdown_escape"),
    ):
        if any(sign in text for sign in signs):
            found += [Edit(*match.span(), "", rule) for match in pattern.finditer(text)]
    if "](" in text:
        for match in _LINK.finditer(text):
            found.append(Edit(match.start(), match.start() + 1, "", "markdown_link"))
            found.append(Edit(match.end(1), match.end(), "", "markdown_link"))
    if "**" in text:
        for match in _BOLD.finditer(text):
            inside_word = match.start() and re.match(rf"[{_HAN}\w]", text[match.start() - 1])
            if not inside_word or len(match[2]) >= _BOLD_SHORT:
                found.append(Edit(match.start(), match.end(1), "", "markdown_bold"))
                found.append(Edit(match.end(2), match.end(), "", "markdown_bold"))
    if "$" in text:
        for match in _MATH.finditer(text):
            new = match[1]
            for pattern, put in _LATEX:
                new = pattern.sub(put, new)
            if new and "\\" not in new:
                found.append(Edit(match.start(), match.end(), new, "formula"))
    yield from in_order(found)
