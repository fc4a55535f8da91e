"""Number formats of Word's automatic numbering: a number → what is printed; and signs of symbol fonts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pipeline.lexicon import RuleError, read_toml

MOST = 32_767
"""Largest number that is written in a format of its own: Word counts no further."""

_FILE = "word_numbering.toml"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS = 780  # Word repeats a letter thirty times at most
_Row = Mapping[str, Any]


def printed(number: int, form: str) -> str:
    """The number in a format of ST_NumberFormat; in decimal digits where the format is not known here."""
    row = _formats().get(form)
    if row is None or not 0 <= number <= MOST:
        return str(number)
    return _KINDS[row["kind"]](number, row)


@cache
def _formats() -> Mapping[str, _Row]:
    rows: Mapping[str, _Row] = read_toml(_FILE)["format"]
    for name, row in rows.items():
        number, words = row["example"]
        found = _KINDS[row["kind"]](number, row)
        if found != words:
            raise RuleError(f"{_FILE}: format {name} writes {number} as {found!r}, not as its example {words!r}")
    return rows


def _counting(number: int, row: _Row) -> str:
    names, first = row["names"], row.get("from", 0)
    if number == 0 or (first and number >= first):
        return _positional(number, row)
    if number >= 10_000:
        rest = number % 10_000
        gap = row.get("zero", "") if 0 < rest < 1000 else ""
        return _counting(number // 10_000, row) + str(names[3]) + gap + (_group(rest, row, lead=True) if rest else "")
    return _group(number, row, lead=False)


def _group(number: int, row: _Row, *, lead: bool) -> str:
    """A number under ten thousand. ``lead``: something stands before it."""
    digits, names, zero = row["digits"], row["names"], row.get("zero", "")
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(out)
            continue
        if gap:
            out += zero
        gap = False
        bare = digit == 1 and place and not (row.get("one") and (out or lead or place > 1 or row.get("one_ten")))
        out += ("" if bare else digits[digit]) + (names[place - 1] if place else "")
    return out


def _positional(number: int, row: _Row) -> str:
    return "".join(row["digits"][int(each)] for each in str(number))


def _list(number: int, row: _Row) -> str:
    signs = row["signs"].split() if " " in row["signs"] else row["signs"]
    return str(signs[number - 1]) if 1 <= number <= len(signs) else str(number)


def _letters(number: int, row: _Row) -> str:
    if not 1 <= number <= _LETTERS:
        return str(number)
    first = "a" if row.get("lower") else "A"
    return chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int, row: _Row) -> str:
    if number == 0:
        return "0"
    out = ""
    for value, sign in _ROMAN:
        out += sign * (number // value)
        number %= value
    return out.lower() if row.get("lower") else out


_KINDS: Mapping[str, Callable[[int, _Row], str]] = {
    "counting": _counting,
    "positional": _positional,
    "list": _list,
    "letters": _letters,
    "roman": _roman,
    "decimal": lambda number, row: str(number),
    "zeros": lambda number, row: str(number).zfill(row["width"]),
    "dashes": lambda number, row: f"- {number} -",
    "none": lambda number, row: "",
}


@cache
def _symbols() -> Mapping[str, Mapping[int, str]]:
    fonts = read_toml(_FILE)["symbol"]
    return {font: {int(code, 16): sign for code, sign in signs.items()} for font, signs in fonts.items()}


def is_symbol_font(font: str) -> bool:
    """Whether the font's characters are signs and not letters."""
    return font.lower() in _symbols()


def symbol(font: str, code: int) -> str:
    """The sign that a symbol font has at a place (F0xx or xx); the character itself where that is not known."""
    signs = _symbols().get(font.lower())
    if signs is None or not (code <= 0xFF or 0xF000 <= code <= 0xF0FF):
        return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
    return signs.get(code & 0xFF, chr(0xF000 | code & 0xFF))


def symbols(font: str, text: str) -> str:
    """The text of a run in a symbol font."""
    return "".join(char if char.isspace() or "\u2000" <= char < "\ue000" else symbol(font, ord(char)) for char in text)


@cache
def _raised() -> dict[int, str]:
    row = read_toml(_FILE)["raised"]
    return {ord(plain): sign for plain, sign in zip(row["plain"], row["signs"], strict=True)}


def raised(text: str) -> str:
    """Superscript: 10⁵, m². Words in superscript stay as they are."""
    return text.translate(_raised()) if len(text) <= 3 and all(ord(char) in _raised() for char in text) else text
