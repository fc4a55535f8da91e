"""Doubtful lines are read again, at other scales, and each character is what most readings are surest of."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher

import cv2
import numpy as np

from pipeline.read.ocr_engine import Engine, Gray, Reading
from pipeline.read.ocr_ink import Level
from pipeline.read.ocr_lines import Strip, cut_out

_SURE = 0.85
"""A line is doubtful whose worst character has a lower score."""


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
    """The base's characters, each replaced by another where the readings together are surer of that."""
    votes: list[dict[str, float]] = [defaultdict(float) for _ in base.text]
    for reading in readings:
        if reading is base:
            for index, (char, score) in enumerate(zip(base.text, base.scores, strict=True)):
                votes[index][char] += score
            continue
        for kind, i0, i1, j0, j1 in SequenceMatcher(None, base.text, reading.text, autojunk=False).get_opcodes():
            if kind == "equal" or (kind == "replace" and i1 - i0 == j1 - j0):
                for i, j in zip(range(i0, i1), range(j0, j1), strict=True):
                    votes[i][reading.text[j]] += reading.scores[j]
    text = "".join(max(vote, key=lambda char: vote[char]) for vote in votes)
    scores = tuple(
        max(vote.values()) / sum(vote.values()) * score if char != old else score
        for vote, score, char, old in zip(votes, base.scores, text, base.text, strict=True)
    )
    return Reading(text, scores, base.middles)
