"""Clean text → words, sentences, clauses, by pkuseg's model in a compact form (:mod:`pipeline.segment.model`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources
from pathlib import Path

from pipeline.models import model_path
from pipeline.segment.decode import cut_many
from pipeline.segment.model import CompactModel, build_compact
from pipeline.segment.spans import split_clauses, split_sentences

__all__ = ["Segmenter", "build_compact", "default_segmenter", "split_clauses", "split_sentences", "terms"]

Words = list[tuple[int, int]]

_SIGNS = "，。；：、！？“”‘’（）《》〈〉【】〔〕「」"
# white space | signs that are words of their own (a dash or dots of several characters are one) | what the model cuts
_STRETCH = re.compile(rf"(\s+)|([{_SIGNS}]|—+|…+)|([^\s{_SIGNS}—…]+)")
_REMEMBERED = 1 << 16


class Segmenter:
    """Words by pkuseg, stretch by stretch between punctuation; stretches seen before are not segmented again.

    ``folder`` holds the model (found by :func:`pipeline.models.model_path` when None; loaded at the first use);
    ``terms`` are words that stay whole, the longest first where they overlap. A stretch always gives the same words.
    """

    def __init__(self, folder: Path | None = None, terms: Iterable[str] = ()) -> None:
        self.folder = folder
        self.terms = frozenset(term for term in terms if len(term) > 1)
        self._lengths = _lengths(self.terms)
        self._model: CompactModel | None = None
        self._seen: dict[str, tuple[str, ...]] = {}

    @property
    def model(self) -> CompactModel:
        """The model.

        Raises:
            ModelError: it has not been brought (``make models``).
        """
        if self._model is None:
            self._model = CompactModel.load(self.folder or model_path("pkuseg"))
        return self._model

    def cut(self, text: str) -> list[str]:
        """The words of a text in order, punctuation included, white space left out."""
        return [text[start:end] for start, end in self.words(text)]

    def words(self, text: str, start: int = 0, end: int | None = None) -> Words:
        """Spans of the words in [start:end)."""
        end = len(text) if end is None else end
        found = [(m.start(), m.group(), m.lastindex) for m in _STRETCH.finditer(text, start, end)]
        self._learn({stretch for _, stretch, kind in found if kind == 3})
        spans: Words = []
        for at, stretch, kind in found:
            if kind == 2:
                spans.append((at, at + len(stretch)))
            elif kind == 3:
                for word in self._seen[stretch]:
                    spans.append((at, at := at + len(word)))
        return spans

    def forget(self) -> None:
        """Forget the stretches seen so far (for measuring)."""
        self._seen.clear()

    def words_of(self, text: str) -> Callable[[int, int], Words]:
        """What extraction asks: the words of any stretch of this text, segmented when asked for."""
        return lambda start, end: self.words(text, start, end)

    def _learn(self, stretches: set[str]) -> None:
        """Segment the stretches that are new, all at once."""
        new = sorted(stretches.difference(self._seen))
        if not new:
            return
        if len(self._seen) + len(new) > _REMEMBERED:
            kept = sorted(stretches.intersection(self._seen))
            self._seen = {stretch: self._seen[stretch] for stretch in kept}
        parts = [self._around_terms(stretch) for stretch in new]
        open_parts = [part for split in parts for part, whole in split if not whole and len(part) > 1]
        cuts = iter(cut_many(self.model, open_parts) if open_parts else [])
        for stretch, split in zip(new, parts, strict=True):
            words: list[str] = []
            for part, whole in split:
                words.extend([part] if whole or len(part) == 1 else next(cuts))
            self._seen[stretch] = tuple(words)

    def _around_terms(self, stretch: str) -> list[tuple[str, bool]]:
        """The stretch as parts, each a term (True) or text between terms."""
        parts: list[tuple[str, bool]] = []
        at = begin = 0
        while at < len(stretch) - 1:
            for length in self._lengths.get(stretch[at : at + 2], ()):
                if stretch[at : at + length] in self.terms:
                    if begin < at:
                        parts.append((stretch[begin:at], False))
                    parts.append((stretch[at : at + length], True))
                    begin = at = at + length
                    break
            else:
                at += 1
        if begin < len(stretch):
            parts.append((stretch[begin:], False))
        return parts


def _lengths(terms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """By the first two characters of a term, the lengths to try, longest first."""
    lengths: dict[str, set[int]] = {}
    for term in terms:
        lengths.setdefault(term[:2], set()).add(len(term))
    return {begin: tuple(sorted(found, reverse=True)) for begin, found in lengths.items()}


@cache
def terms() -> tuple[str, ...]:
    """The terms that stay whole: every ``terms*.txt`` of the lexicon, one a line, # begins a comment."""
    folder = resources.files("pipeline").joinpath("lexicon")
    lines = [
        line.split("#")[0].strip()
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.startswith("terms") and file.name.endswith(".txt")
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return tuple(dict.fromkeys(line for line in lines if line))


@cache
def default_segmenter() -> Segmenter:
    """The segmenter of the package: pkuseg's model from ``models/`` and the lexicon's terms, shared by a process."""
    return Segmenter(terms=terms())
