"""Segmentation by the compact model: pkuseg's scores for many stretches of text at once, the same cuts.

The scores of all characters are summed with whole arrays; the best path is found by pkuseg's own compiled routine, one
stretch after the other, so that none can depend on its neighbours. Afterwards, as in pkuseg, pieces that make a word of
its dictionary are joined.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from pipeline.segment.model import CHAR_BITS, LONGEST_WORD, TAGS, WORD_BITS, CompactModel, Rows

_GAP = "\0\0"  # between stretches: two characters that no feature looks across
_MOST_JOINED = 7
_STARTS = np.array([True, True, False, False, False])  # B, B_single, I, I_end, I_first


def cut_many(model: CompactModel, stretches: Sequence[str]) -> list[list[str]]:
    """The words of each stretch (not empty, without white space), as ``spacy_pkuseg.pkuseg.cut`` gives them."""
    from spacy_pkuseg.inference import run_viterbi  # loaded late: importing it takes a while

    scores = _scores(model, model.encode(_GAP.join(stretches)))
    known, edges, out, at = joined_words(), model.edges, [], 0
    for stretch in stretches:
        end = at + len(stretch)
        _, tags = run_viterbi(scores[at:end], edges)
        starts = np.flatnonzero(_STARTS[tags]).tolist()
        if not starts or starts[0] != 0:
            starts.insert(0, 0)
        words = [stretch[a:b] for a, b in zip(starts, [*starts[1:], len(stretch)], strict=True)]
        out.append(_join(words, known))
        at = end + len(_GAP)
    return out


@cache
def joined_words() -> frozenset[str]:
    """pkuseg's dictionary, by which it joins what the model cut apart (it comes with the package spacy-pkuseg)."""
    data = resources.files("spacy_pkuseg").joinpath("dicts", "default.pkl").read_bytes()
    words: str = pickle.loads(data)
    return frozenset(words.strip().split("\n"))


def _join(words: list[str], known: frozenset[str]) -> list[str]:
    """Join neighbours that make a known word and are not all known words themselves: seven at once first, two last."""
    odd = [word not in known for word in words]
    if len(words) < 2 or not any(odd):
        return words
    for many in range(min(_MOST_JOINED, len(words)), 1, -1):
        at = 0
        while at + many <= len(words):
            if True in odd[at : at + many] and (word := "".join(words[at : at + many])) in known:
                words[at : at + many], odd[at : at + many] = [word], [False]
            at += 1
    return words


def _scores(model: CompactModel, chars: Rows) -> NDArray[np.float64]:
    """Score of every tag for every character, shape (characters, 5)."""
    scores = np.tile(model.bias, (len(chars), 1))
    if not len(chars):
        return scores
    own = model.char_weights[chars]
    scores += own[:, :TAGS]
    scores[1:] += own[:-1, TAGS : 2 * TAGS]
    scores[:-1] += own[1:, 2 * TAGS : 3 * TAGS]
    scores[2:] += own[:-2, 3 * TAGS : 4 * TAGS]
    scores[:-2] += own[2:, 4 * TAGS :]
    _add_pairs(model, chars, scores)
    _add_words(model, chars, scores)
    return scores


def _add_pairs(model: CompactModel, chars: Rows, scores: NDArray[np.float64]) -> None:
    """Features of two neighbours: for the left one, the right one, and the one after."""
    keys = chars.astype(np.uint64)
    rows = model.pairs.find(keys[:-1] << np.uint64(CHAR_BITS) | keys[1:])
    at = np.flatnonzero(rows >= 0)
    weights = model.pair_weights[rows[at]]
    scores[at] += weights[:, :TAGS]
    scores[at + 1] += weights[:, TAGS : 2 * TAGS]
    inside = at + 2 < len(scores)
    scores[at[inside] + 2] += weights[inside, 2 * TAGS :]


def _add_words(model: CompactModel, chars: Rows, scores: NDArray[np.float64]) -> None:
    """Features of dictionary words: each word at its first and last character, and each pair of words that meet."""
    count = len(chars)
    starting = np.zeros((LONGEST_WORD + 1, count + 1), dtype=np.int32)  # [length, first character] -> word
    ending = np.zeros((LONGEST_WORD + 1, count + 1), dtype=np.int32)  # [length, boundary behind it] -> word
    at = np.flatnonzero(model.roots[chars])
    state = model.roots[chars[at]]
    for length in range(2, LONGEST_WORD + 1):
        inside = at + length <= count
        at, state = at[inside], state[inside]
        last = chars[at + length - 1].astype(np.uint64)
        steps = model.steps.find(state.astype(np.uint64) << np.uint64(CHAR_BITS) | last)
        goes = steps >= 0
        at, state = at[goes], model.step_to[steps[goes]]
        word = model.word_of[state]
        is_word = word > 0
        first, word = at[is_word], word[is_word]
        starting[length, first] = word
        ending[length, first + length] = word
        weights = model.word_weights[word]
        scores[first] += weights[:, :TAGS]
        scores[first + length - 1] += weights[:, TAGS:]
    meets = np.flatnonzero(starting.any(axis=0) & ending.any(axis=0))  # boundaries before these characters
    left, right = ending[:, meets].astype(np.uint64), starting[:, meets].astype(np.uint64)
    for before in range(2, LONGEST_WORD + 1):
        for after in range(2, LONGEST_WORD + 1):
            both = np.flatnonzero((left[before] > 0) & (right[after] > 0))
            if not both.size:
                continue
            rows = model.meetings.find(left[before, both] << np.uint64(WORD_BITS) | right[after, both])
            hit = rows >= 0
            here = meets[both[hit]]
            weights = model.meeting_weights[rows[hit]]
            scores[here] += weights[:, :TAGS]
            scores[here - 1] += weights[:, TAGS:]
