"""Half-width punctuation in Chinese prose becomes full-width; numbers, clock times and addresses of the web stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.clean.edits import Edit
from pipeline.clean.views import HAN

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。"}
_POINTS = re.compile("[,;:?!.]")
_HAN = re.compile(f"[{HAN}]")
_LEFT = re.compile(f"[{HAN}，。、；：？！）》〉”’〕】」』…％℃]")  # Chinese before a point
_RIGHT = re.compile(f"[{HAN}（《〈“‘〔【「『]")  # Chinese behind it
_NEAR = re.compile(f"[{HAN}，。、；：？！《》“”〔〕]")  # Chinese next to a bracket
_PROSE = re.compile("[，、；。：]")
_BRACKET = re.compile(r"[()（）\n]")
_ODD_BRACKETS = "[]［］【】〖〗{}„‟﹝﹞<>〈〉"  # what recognition makes of 〔〕
_NUMBER = re.compile(r"[\[［【〖〔{„﹝<〈](?:19|20)[0-9]{2}[\]］】〗〕}‟﹞>〉](?=第?[0-9]{1,5}号)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.A)
_DOT = re.compile(rf"[{HAN}）》”%]\.(?=[ \n{HAN}《“（]|$)")
_AFTER_DOT = re.compile(rf" *[{HAN}《“（0-9]|$")
_LABEL = re.compile(r"\s*[一二三四五六七八九十百（）第]{1,5}")
_DOTS = 2  # more dots than so many, and than full stops, and the text is dotted
_LONGEST = 400  # characters between the two brackets of a pair
_NEAR_ENOUGH = 30  # characters before a point at the end of a line in which Chinese has to stand
_LEAST = 8  # characters of a sentence that a dot may end


def half_width(text: str) -> Iterator[Edit]:
    """Edits of points: , ; : ? ! next to Chinese, and a dot at the end of a sentence."""
    maybe = "@" in text or "://" in text or "www." in text
    addresses = [match.span() for match in _ADDRESS.finditer(text)] if maybe else []
    dotted = "." in text and _is_dotted(text)
    index = 0
    for match in _POINTS.finditer(text):
        at = match.start()
        while index < len(addresses) and addresses[index][1] <= at:
            index += 1
        if index < len(addresses) and addresses[index][0] <= at:
            continue
        if _is_stop(text, at, dotted) if match[0] == "." else _is_point(text, at):
            yield Edit(at, at + 1, _FULL[match[0]], "half_width_point")


def _is_point(text: str, at: int) -> bool:
    """Whether the half-width point stands in Chinese prose."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before and _LEFT.match(before):
        return not (text[at] == ":" and text.startswith("//", at + 1))
    if after and _RIGHT.match(after):
        return True
    if after not in ("", "\n") or text[at] not in ",;:":
        return False
    begin = max(text.rfind("\n", max(0, at - _NEAR_ENOUGH), at), at - _NEAR_ENOUGH, 0)
    return bool(_HAN.search(text, begin, at))


def _is_dotted(text: str) -> bool:
    """Whether the text has dots for its full stops throughout."""
    dots = sum(1 for _ in _DOT.finditer(text))
    return dots > _DOTS and dots > text.count("。")


def _is_stop(text: str, at: int, dotted: bool) -> bool:
    """Whether the dot ends a Chinese sentence: at the end of a line, and everywhere where the text is dotted."""
    if not (at and (_HAN.match(text[at - 1]) or text[at - 1] in "）》”%")):
        return False
    begin = text.rfind("\n", max(0, at - _LONGEST), at) + 1 or max(0, at - _LONGEST)
    if _LABEL.fullmatch(text, begin, at):
        return False
    rest = text[at + 1 : at + 8].lstrip(" \t")
    if rest and rest[0] != "\n":
        return dotted and bool(_AFTER_DOT.match(text, at + 1))
    return at - begin > _LEAST and (dotted or bool(_PROSE.search(text, begin, at)))


def half_brackets(text: str) -> Iterator[Edit]:
    """Edits of round brackets that hold or touch Chinese, or whose other half is full-width."""
    if "(" not in text and ")" not in text:
        return
    found: list[int] = []
    stack: list[int] = []
    for match in _BRACKET.finditer(text):
        char, at = match[0], match.start()
        if char == "\n":
            found += [each for each in stack if _touches(text, each)]
            stack = []
        elif char in "(（":
            stack.append(at)
        elif not stack:
            found += [at] if _touches(text, at) else []
        else:
            opening = stack.pop()
            mixed = (text[opening] == "（") != (char == "）")
            inside = at - opening < _LONGEST and _HAN.search(text, opening, at)
            if mixed or inside or _touches(text, opening) or _touches(text, at):
                found += [opening, at]
    found += [each for each in stack if _touches(text, each)]
    for at in sorted(found):
        if text[at] in "()":
            yield Edit(at, at + 1, _FULL[text[at]], "half_width_bracket")


def _touches(text: str, at: int) -> bool:
    """Whether Chinese stands directly before or behind the character."""
    return bool(_NEAR.match(text, at + 1) or (at and _NEAR.match(text[at - 1])))


def number_brackets(text: str) -> Iterator[Edit]:
    """Edits of the brackets in document numbers: 〔2019〕154号, as GB/T 9704 has it."""
    if not any(bracket in text for bracket in _ODD_BRACKETS):
        return
    for match in _NUMBER.finditer(text):
        if not (match.start() and _HAN.match(text[match.start() - 1])):
            continue
        for at, new in ((match.start(), "〔"), (match.end() - 1, "〕")):
            if text[at] != new:
                yield Edit(at, at + 1, new, "number_bracket")


def quotes(text: str) -> Iterator[Edit]:
    """Edits of straight quotation marks that stand in pairs in a Chinese paragraph."""
    if '"' not in text:
        return
    at = 0
    for line in text.split("\n"):
        marks = [index for index, char in enumerate(line) if char == '"'] if '"' in line else []
        if marks and len(marks) % 2 == 0 and _HAN.search(line) and "=" not in line:
            for nth, index in enumerate(marks):
                yield Edit(at + index, at + index + 1, "”" if nth % 2 else "“", "straight_quote")
        at += len(line) + 1
