"""Doubtful lines are read again, at other scales, and each character is what most readings are surest of."""

from __future__ import annotations

from difflib import SequenceMatcher

import cv2
import numpy as np

from pipeline.read.ocr.engine import Engine, Gray, Reading
from pipeline.read.ocr.ink import Level
from pipeline.read.ocr.lines import Strip, cut_out

_SURE = 0.85
"""A line is doubtful whose worst character has a lower score."""
_FAINT = ("○", "〇")  # one reading that sees them is enough: they are overlooked, never made up
_ABSENT = 0.6  # the vote of a reading that does not have a character


def read_again(reader: Engine, gray: Gray, level: Level, strip: Strip, first: Reading) -> Reading:
    """The line's reading, after others where it is doubtful."""
    if first.text and first.worst >= _SURE:
        return first
    close = cut_out(gray, level, strip, 0.85, 0.94)
    others = [reader.read(close), reader.read(_sharper(cut_out(gray, level, strip, pad=0.15)))]
    best = max([first, *others], key=lambda reading: reading.score * min(1, len(reading.text)))
    return first if not first.text.strip() and not best.text.strip() else _voted(best, [first, *others])


def _sharper(line: Gray) -> Gray:
    low, high = np.percentile(line, (1, 80))
    spread = (line.astype(np.float32) - low) * (255 / max(1.0, high - low))
    sharp: Gray = cv2.addWeighted(spread, 2, cv2.GaussianBlur(spread, (0, 0), 1.5), -1, 0).clip(0, 255)
    return sharp.astype(np.uint8)


def _voted(base: Reading, readings: list[Reading]) -> Reading:
    """The base's characters, each what the readings together are surest of: another, none, or one more."""
    votes: list[dict[str, float]] = [{char: score} for char, score in zip(base.text, base.scores, strict=True)]
    more: list[dict[str, float]] = [{} for _ in range(len(votes) + 1)]  # before each character, and behind the last one
    for reading in readings:
        if reading is base:
            continue
        for kind, i0, i1, j0, j1 in SequenceMatcher(None, base.text, reading.text, autojunk=False).get_opcodes():
            if kind == "equal" or (kind == "replace" and i1 - i0 == j1 - j0):
                for i, j in zip(range(i0, i1), range(j0, j1), strict=True):
                    _vote(votes[i], reading.text[j], reading.scores[j])
            elif kind == "delete":
                for i in range(i0, i1):
                    _vote(votes[i], "", 0.0 if base.text[i] in _FAINT else _ABSENT)
            elif kind == "insert" and j1 - j0 == 1:
                _vote(more[i0], reading.text[j0], reading.scores[j0])
    return _elected(base, votes, more)


def _vote(votes: dict[str, float], char: str, score: float) -> None:
    votes[char] = votes.get(char, 0.0) + score


def _elected(base: Reading, votes: list[dict[str, float]], more: list[dict[str, float]]) -> Reading:
    found: list[tuple[str, float, float]] = []
    middles = [0.0, *base.middles, 1.0]
    for index in range(len(base.text) + 1):
        char, score = max(more[index].items(), key=lambda vote: vote[1], default=("", 0.0))
        if score > 2 * _ABSENT - 0.1 or char in _FAINT:  # both others have it
            found.append((char, score / 3, (middles[index] + middles[index + 1]) / 2))
        if index < len(base.text):
            char = max(votes[index], key=lambda each: votes[index][each])
            if char:
                share = votes[index][char] / sum(votes[index].values())
                score = base.scores[index] if char == base.text[index] else share * votes[index][char] / 2
                found.append((char, min(1.0, score), base.middles[index]))
    return Reading(
        "".join(each[0] for each in found), tuple(each[1] for each in found), tuple(each[2] for each in found)
    )
