"""The weights of pkuseg in a compact form, built once from the authors' files.

pkuseg keeps 2.6 million features as Python strings and 1.1 million bigrams that segmenting never reads: 1 GB and four
seconds. The same numbers fit into a few arrays (80 MB, a tenth of a second):

- a character is a small integer; its five features (itself, two to each side) are one row of 25 weights;
- a pair of characters is one key; the three features in which it occurs are one row of 15 weights;
- dictionary words of 2 to 6 characters are a trie; a word's two features are one row of 10 weights;
- a pair of words that meet is one key; its two features are one row of 10 weights.

Tags are those of the model: B, B_single, I, I_end, I_first. Weights are kept as float32; scores are summed in float64.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.models import ModelError

COMPACT = "compact.npz"
FORMAT = 1  # of the compact file: raise it when its arrays change
TAGS = 5
LONGEST_WORD = 6
CHAR_BITS = 13
WORD_BITS = 17
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

# how pkuseg folds characters before it looks at them
_NUMBERS = "0123456789几二三四五六七八九十千万亿兆零１２３４５６７８９０％"
_CAPITALS = "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
_LETTERS = _CAPITALS + "ａｂｃｄｅｆｇｈｉｇｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ／・－"
_SIGNS = "-._,|/*:"
_NUMBER, _LETTER, _SIGN = "**Num", "**Letter", "&"
_AT = {"c": 0, "c-1": 1, "c1": 2, "c-2": 3, "c2": 4}
_PAIR_AT = {"cc1": 0, "c-1c": 1, "c-2c-1": 2}

Floats = NDArray[np.float32]
Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]


@dataclass(frozen=True)
class HashTable:
    """A static map from 64-bit keys to row numbers, looked up for many keys at once (open addressing)."""

    keys: Keys
    rows: Rows

    @property
    def shift(self) -> np.uint64:
        """What is shifted out of a product to leave a slot."""
        return np.uint64(64 - (len(self.keys).bit_length() - 1))

    @classmethod
    def build(cls, keys: Keys) -> HashTable:
        """A table that gives ``i`` for ``keys[i]``; the keys are different from each other and not 0."""
        bits = max(4, int(len(keys) * 2).bit_length())
        slots = np.zeros(1 << bits, dtype=np.uint64)
        rows = np.full(1 << bits, -1, dtype=np.int32)
        waiting = np.arange(len(keys))
        at = (keys * MULTIPLIER) >> np.uint64(64 - bits)
        mask = np.uint64(len(slots) - 1)
        while waiting.size:
            free = waiting[slots[at[waiting]] == 0]
            places, first = np.unique(at[free], return_index=True)
            placed = free[first]
            slots[places], rows[places] = keys[placed], placed
            waiting = np.setdiff1d(waiting, placed, assume_unique=True)
            at[waiting] = (at[waiting] + np.uint64(1)) & mask
        return cls(slots, rows)

    def find(self, keys: Keys) -> Rows:
        """Row number of each key, -1 where the table has none."""
        at = (keys * MULTIPLIER) >> self.shift
        seen = self.keys[at]
        found = np.where(seen == keys, self.rows[at], np.int32(-1))
        mask = np.uint64(len(self.keys) - 1)
        left = np.flatnonzero((seen != keys) & (seen != 0))
        while left.size:
            at[left] = (at[left] + np.uint64(1)) & mask
            seen = self.keys[at[left]]
            hit = seen == keys[left]
            found[left[hit]] = self.rows[at[left[hit]]]
            left = left[~hit & (seen != 0)]
        return found


@dataclass(frozen=True)
class CompactModel:
    """pkuseg's weights as arrays. Character 0 is one that the model does not know."""

    code_of: Rows  # code point -> character id, for the code points that the model knows
    char_weights: Floats  # (characters, 25)
    pairs: HashTable
    pair_weights: Floats  # (pairs, 15)
    roots: Rows  # character id -> state of the trie
    steps: HashTable  # state, character -> transition
    step_to: Rows  # transition -> state
    word_of: Rows  # state -> word id, 0 for none
    word_weights: Floats  # (words, 10): starts a word, ends a word
    meetings: HashTable  # word, word -> row
    meeting_weights: Floats  # (meetings, 10): the right word starts here, the left word ends here
    bias: NDArray[np.float64]  # (5,)
    edges: NDArray[np.float64]  # (5, 5): tag, next tag

    @classmethod
    def load(cls, folder: Path) -> CompactModel:
        """The compact model of a folder; made, and kept there if it can be, where only the authors' files are there.

        Raises:
            ModelError: neither is there, with what to do.
        """
        path = folder / COMPACT
        if path.exists():
            try:
                with np.load(path) as arrays:
                    if int(arrays["format"]) == FORMAT:
                        return cls._from_arrays(dict(arrays))
            except (OSError, ValueError, KeyError):
                pass  # cut short or of another version: made again from the authors' files
        model = cls.from_pkuseg(folder)
        with suppress(OSError):  # a folder that cannot be written costs seconds, not results
            model.save(folder)
        return model

    @classmethod
    def from_pkuseg(cls, folder: Path) -> CompactModel:
        """Read ``features.pkl`` and ``weights.npz`` of pkuseg.

        Raises:
            ModelError: they are not there.
        """
        try:
            with (folder / "features.pkl").open("rb") as stream:
                features: dict[str, Any] = pickle.load(stream)
            with np.load(folder / "weights.npz") as arrays:
                weights, sizes = arrays["w"], arrays["sizes"]
        except FileNotFoundError:
            raise ModelError(f"the segmentation model is not in {folder}: run `make models` once") from None
        if int(sizes[0]) != TAGS:
            raise ModelError(f"{folder} holds a model with {int(sizes[0])} tags, not {TAGS}: run `make models`")
        return _compact(features["feature_to_idx"], features["unigram"], weights, int(sizes[1]))

    def save(self, folder: Path) -> Path:
        """Write the compact file beside the authors' files, in one step."""
        arrays = {name: value for name, value in self.__dict__.items() if not isinstance(value, HashTable)}
        for name in ("pairs", "steps", "meetings"):
            table: HashTable = getattr(self, name)
            arrays[f"{name}_keys"], arrays[f"{name}_rows"] = table.keys, table.rows
        target = folder / COMPACT
        handle, beside = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, format=np.int64(FORMAT), **arrays)
        Path(beside).chmod(0o644)
        return Path(beside).replace(target)

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> CompactModel:
        arrays.pop("format")
        for name in ("pairs", "steps", "meetings"):
            arrays[name] = HashTable(arrays.pop(f"{name}_keys"), arrays.pop(f"{name}_rows"))
        return cls(**arrays)

    def encode(self, text: str) -> Rows:
        """Character ids of a text."""
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        return self.code_of[np.minimum(points, len(self.code_of) - 1)]


def build_compact(folder: Path) -> Path:
    """Make the compact file of a folder that holds pkuseg's own files; returns its path.

    Raises:
        ModelError: they are not there.
    """
    return CompactModel.from_pkuseg(folder).save(folder)


def _compact(index: dict[str, int], unigrams: list[str], weights: NDArray[np.float64], count: int) -> CompactModel:
    rows = weights[: count * TAGS].reshape(count, TAGS)
    # pkuseg counts the transition from s' to s at [s, s'], and decodes with [s, s'] as (tag, next tag)
    edges = np.ones((TAGS, TAGS)) + weights[count * TAGS :].reshape(TAGS, TAGS).T
    folded = frozenset(_NUMBERS + _LETTERS + _SIGNS)
    words = sorted(word for word in unigrams if 2 <= len(word) <= LONGEST_WORD and not folded.intersection(word))
    chars = {name.split(".", 1)[1] for name in index if name.split(".", 1)[0] in _AT}
    ids = {char: number for number, char in enumerate(sorted(chars.union(*words)), 1)}
    if len(ids) >= 1 << CHAR_BITS:
        raise ModelError(f"the model knows {len(ids)} characters, more than {1 << CHAR_BITS}")
    char_weights = np.zeros((len(ids) + 1, 5 * TAGS), dtype=np.float32)
    pair_rows: dict[int, list[int]] = {}
    word_ids = {word: number for number, word in enumerate(words, 1)}
    word_weights = np.zeros((len(words) + 1, 2 * TAGS), dtype=np.float32)
    meeting_rows: dict[int, list[int]] = {}
    for name, row in index.items():
        kind, _, rest = name.partition(".")
        if kind in _AT:
            at = _AT[kind] * TAGS
            char_weights[ids[rest], at : at + TAGS] = rows[row]
        elif kind in _PAIR_AT:
            left, _, right = rest.partition(".")
            if left in ids and right in ids:
                pair_rows.setdefault(ids[left] << CHAR_BITS | ids[right], [-1, -1, -1])[_PAIR_AT[kind]] = row
        elif kind in ("w1", "w-1"):
            if rest in word_ids:
                at = 0 if kind == "w1" else TAGS
                word_weights[word_ids[rest], at : at + TAGS] = rows[row]
        elif kind == "ww":
            side, _, pair = rest.partition(".")
            left, _, right = pair.partition("*")
            if left in word_ids and right in word_ids:
                key = word_ids[left] << WORD_BITS | word_ids[right]
                meeting_rows.setdefault(key, [-1, -1])[0 if side == "l" else 1] = row
    pairs, pair_weights = _table(pair_rows, rows)
    meetings, meeting_weights = _table(meeting_rows, rows)
    return CompactModel(
        code_of=_codes(ids), char_weights=char_weights, pairs=pairs, pair_weights=pair_weights,
        **_trie(words, ids), word_weights=word_weights, meetings=meetings, meeting_weights=meeting_weights,
        bias=rows[index["$$"]].copy() if "$$" in index else np.zeros(TAGS), edges=edges,
    )  # fmt: skip


def _table(rows_of: dict[int, list[int]], rows: NDArray[np.float64]) -> tuple[HashTable, Floats]:
    """A hash table over the keys and their weights side by side (zeros for a feature that the model has not)."""
    keys = np.fromiter(rows_of, dtype=np.uint64, count=len(rows_of))
    numbers = np.array(list(rows_of.values()), dtype=np.int64)
    padded = np.vstack([rows, np.zeros((1, TAGS))]).astype(np.float32)  # row -1 is the last one
    return HashTable.build(keys), padded[numbers].reshape(len(keys), -1)


def _codes(ids: dict[str, int]) -> Rows:
    """Code point -> character id, with pkuseg's folding of numbers, letters and signs."""
    single = {ord(char): number for char, number in ids.items() if len(char) == 1}
    for folded, to in ((_LETTERS, _LETTER), (_NUMBERS, _NUMBER), (_SIGNS, _SIGN)):
        for char in folded:
            single[ord(char)] = ids.get(to, 0)
    codes = np.zeros(max(single) + 2, dtype=np.int32)
    codes[list(single)] = list(single.values())
    return codes


def _trie(words: list[str], ids: dict[str, int]) -> dict[str, Any]:
    """States of the dictionary: one for every beginning of a word; state 0 is none."""
    states: dict[str, int] = {}
    for word in words:
        for length in range(1, len(word) + 1):
            states.setdefault(word[:length], len(states) + 1)
    roots = np.zeros(max(ids.values(), default=0) + 1, dtype=np.int32)
    word_of = np.zeros(len(states) + 1, dtype=np.int32)
    for number, word in enumerate(words, 1):
        word_of[states[word]] = number
    keys, to = [], []
    for part, state in states.items():
        if len(part) == 1:
            roots[ids[part]] = state
        else:
            keys.append(states[part[:-1]] << CHAR_BITS | ids[part[-1]])
            to.append(state)
    table = HashTable.build(np.array(keys, dtype=np.uint64))
    return {"roots": roots, "steps": table, "step_to": np.array(to, dtype=np.int32), "word_of": word_of}
