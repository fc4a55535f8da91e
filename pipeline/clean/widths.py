"""Half-width punctuation in Chinese prose becomes full-width; numbers, clock times, addresses of the web stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.clean.edits import Edit

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇"
_LEFT = rf"{_HAN}，。、；：？！）》〉”’〕】」』…"
_RIGHT = rf"{_HAN}（《〈“‘〔【「『"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_POINT = re.compile(rf"(?<=[{_LEFT}])[,;:?!](?!//)|[,;:?!](?=[{_RIGHT}])|(?<=[0-9A-Za-z%)])[,;](?=[{_RIGHT}0-9]*[{_RIGHT}])")
_STOP = re.compile(rf"(?<=[{_HAN}）》”])\.(?=[ \t]*$)", re.M)
_PROSE = re.compile("[，、；。：]")
_BRACKET = re.compile(r"[()（）\n]")
_NEAR_HAN = re.compile(rf"[{_HAN}，。、；：？！《》“”〔〕（）]")
_HAN_IN = re.compile(f"[{_HAN}]")
_NUMBER = re.compile(rf"(?<=[{_HAN}])[\[［【〔{{]((?:19|20)[0-9]{{2}})[\]］】〕}}](?=[第0-9]{{1,5}}[0-9]*号)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.A)
_LONGEST = 400  # characters between the two brackets of a pair


def half_width(text: str) -> Iterator[Edit]:
    """Edits of points: , ; : ? ! next to Chinese, and a full stop typed as a dot at the end of a sentence."""
    if not any(mark in text for mark in ",;:?!."):
        return
    found = {match.start(): _FULL[match[0]] for match in _POINT.finditer(text)}
    for match in _STOP.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        if match.start() - begin > 8 and _PROSE.search(text, begin, match.start()):
            found[match.start()] = "。"
    if found and ("@" in text or "/" in text or "www." in text):
        for match in _ADDRESS.finditer(text):
            for at in range(*match.span()):
                found.pop(at, None)
    for at in sorted(found):
        yield Edit(at, at + 1, found[at], "half_width_point")


def half_brackets(text: str) -> Iterator[Edit]:
    """Edits of round brackets that hold or touch Chinese, or whose other half is full-width."""
    if "(" not in text and ")" not in text:
        return
    found: list[int] = []
    stack: list[int] = []
    for match in _BRACKET.finditer(text):
        char, at = match[0], match.start()
        if char == "\n":
            found += [each for each in stack if text[each] == "(" and _touches(text, each)]
            stack = []
        elif char in "(（":
            stack.append(at)
        elif not stack:
            found += [at] if char == ")" and _touches(text, at) else []
        else:
            opening = stack.pop()
            mixed = (text[opening] == "（") != (char == "）")
            inside = at - opening < _LONGEST and _HAN_IN.search(text, opening, at)
            if mixed or inside or _touches(text, opening) or _touches(text, at):
                found += [each for each in (opening, at) if text[each] in "()"]
    found += [each for each in stack if text[each] == "(" and _touches(text, each)]
    for at in sorted(found):
        yield Edit(at, at + 1, _FULL[text[at]], "half_width_bracket")


def _touches(text: str, at: int) -> bool:
    """Whether Chinese stands directly before or behind the character."""
    return bool(_NEAR_HAN.match(text, at + 1) or (at and _NEAR_HAN.match(text[at - 1])))


def number_brackets(text: str) -> Iterator[Edit]:
    """Edits of the brackets in document numbers: 〔2019〕154号, as GB/T 9704 has it."""
    for match in _NUMBER.finditer(text):
        for at, new in ((match.start(), "〔"), (match.end() - 1, "〕")):
            if text[at] != new:
                yield Edit(at, at + 1, new, "number_bracket")


def quotes(text: str) -> Iterator[Edit]:
    """Edits of straight quotation marks that stand in pairs in a Chinese paragraph."""
    if '"' not in text:
        return
    for match in re.finditer(r'[^\n"]*"[^\n]*', text):
        line = match[0]
        if line.count('"') % 2 or not _HAN_IN.search(line) or "=" in line:
            continue
        opening = True
        for at in (index for index, char in enumerate(line) if char == '"'):
            yield Edit(match.start() + at, match.start() + at + 1, "“" if opening else "”", "straight_quote")
            opening = not opening
