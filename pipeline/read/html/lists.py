"""What a browser prints before the items of a numbered list."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from pipeline.lexicon import read_toml, rule

_FILE = "web_main.toml"
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.I)
_DIGITS = "零一二三四五六七八九"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)
_HIGHEST = 3999  # numbers beyond are printed as digits


@cache
def _styles() -> dict[str, tuple[str, str]]:
    return {name: (kind, form) for name, (kind, form) in read_toml(_FILE)["list_styles"].items()}


class Lists:
    """Counts the items of the lists of one page."""

    def __init__(self) -> None:
        self._next: dict[etree._Element, int] = {}
        self._forms: dict[etree._Element, tuple[str, str]] = {}

    def label(self, item: etree._Element) -> str:
        """The printed label of an <li>; empty where there is none, or where the words bring their own."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        if parent not in self._next:
            self._next[parent] = _integer(parent.get("start"), _last(parent) if parent.get("reversed") is not None else 1)
            self._forms[parent] = _form(parent)
        step = -1 if parent.get("reversed") is not None else 1
        number = _integer(item.get("value"), self._next[parent])
        self._next[parent] = number + step
        kind, form = _form(item) if item.get("style") or item.get("type") else self._forms[parent]
        if not form or _numbered(item):
            return ""
        return form.format(_numeral(number, kind))


def _integer(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\s*[+-]?[0-9]{1,6}\s*", text) else default


def _last(parent: etree._Element) -> int:
    return sum(child.tag == "li" for child in parent)


def _form(element: etree._Element) -> tuple[str, str]:
    """Kind of number and form of the label: by the editor's class, the style, the type, else decimal."""
    for name in (element.get("class") or "").split():
        if name in _styles():
            return _styles()[name]
    style = _STYLE.search(element.get("style") or "")
    for name in style[1].lower().split() if style else ():
        if name in _styles():
            return _styles()[name]
    kind = element.get("type") or ""
    if not kind and element.tag == "li":
        parent = element.getparent()
        return _form(parent) if parent is not None and parent.tag == "ol" else ("", "")
    return _styles().get(kind, _styles()["1"])


def _numbered(item: etree._Element) -> bool:
    """Whether its words begin with a number of their own."""
    words = ""
    for text in item.itertext():
        words += text.strip()
        if len(words) > 12:
            break
    return bool(rule(_FILE, "numbered").search(words))


def _numeral(number: int, kind: str) -> str:
    if kind == "zero":
        return f"{number:02d}"
    if kind == "chinese" and 0 < number < 1000:
        return _chinese(number)
    if kind in ("lower", "upper") and number > 0:
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(97 + rest) + letters
        return letters.upper() if kind == "upper" else letters
    if kind in ("roman", "ROMAN") and 0 < number <= _HIGHEST:
        letters = ""
        for value, sign in _ROMAN:
            while number >= value:
                letters += sign
                number -= value
        return letters.upper() if kind == "ROMAN" else letters
    return str(number)


def _chinese(number: int) -> str:
    """一 … 九百九十九, ten as 十."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
