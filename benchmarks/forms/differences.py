"""Where a text that was read differs from the text as it should be: errors by character, by paragraph, by kind of word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from benchmarks.forms.numbering import label_of
from pipeline.evaluate import folded

#: What has to be right to the last character wherever it stands.
EXACT: dict[str, re.Pattern[str]] = {
    "doc numbers": re.compile(r"[^\W\d_]{1,12}[〔(]\d{2,4}[〕)]第?\d+号"),
    "dates": re.compile(
        r"(?:[\d〇○零一二三四五六七八九]{2,4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})日|底)"
    ),
}
_ALIKE = str.maketrans({"○": "〇", "∶": ":", "|": ""})
_CONTEXT = 12
_LOST = 0.5
_LONGEST = 4_000_000  # products of lengths up to which a distance is counted exactly


@dataclass
class Difference:
    """How one text differs from another.

    ``errors`` of ``chars`` characters are wrong, missing or too much; ``lost`` holds the paragraphs of which less than half is found;
    ``parted`` and ``joined`` count paragraphs' ends; ``right`` and ``wanted`` what has to be exact, by kind.
    """

    chars: int = 0
    errors: int = 0
    parted: int = 0
    joined: int = 0
    lost: list[str] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    passages: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Character error rate."""
        return self.errors / self.chars if self.chars else 0.0

    def add(self, other: Difference) -> None:
        """Count another notice in."""
        self.chars += other.chars
        self.errors += other.errors
        self.parted += other.parted
        self.joined += other.joined
        self.lost += other.lost
        self.right += other.right
        self.wanted += other.wanted
        self.passages += other.passages


def paragraphs(text: str) -> list[str]:
    """Paragraphs without white space and bars of tables; widths, quotes and characters that print alike are folded."""
    return [words for line in text.split("\n") if (words := folded(line).translate(_ALIKE))]


def compare_texts(wanted: str, found: str) -> Difference:
    """How ``found`` differs from ``wanted``."""
    left, right = paragraphs(wanted), paragraphs(found)
    result = Difference(chars=sum(map(len, left)))
    for words in left:
        result.wanted += _exact(words)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            for words in left[a0:a1]:
                result.right += _exact(words)
        else:
            _Block(left[a0:a1], right[b0:b1], "".join(right)).into(result)
    return result


def _exact(words: str) -> Counter[str]:
    found = Counter({kind: len(pattern.findall(words)) for kind, pattern in EXACT.items()})
    found["labels"] = int(label_of(words) is not None)
    return found


class _Block:
    """Paragraphs side by side that are not all the same."""

    def __init__(self, left: Sequence[str], right: Sequence[str], everything: str) -> None:
        self.left, self.right, self.everything = left, right, everything
        self.a, self.b = "".join(left), "".join(right)
        matcher = SequenceMatcher(None, self.a, self.b, autojunk=False)
        self.steps = matcher.get_opcodes()
        self.same = [(a0, a1, b0) for kind, a0, a1, b0, _ in self.steps if kind == "equal"]

    def into(self, result: Difference) -> None:
        result.errors += sum(distance(self.a[a0:a1], self.b[b0:b1]) for kind, a0, a1, b0, b1 in self.steps if kind != "equal")
        self.ends(result)
        at = 0
        for words in self.left:
            found = sum(max(0, min(a1, at + len(words)) - max(a0, at)) for a0, a1, _ in self.same)
            if found < _LOST * len(words) and words not in self.everything:
                result.lost.append(words)
            for kind, pattern in EXACT.items():
                result.right[kind] += sum(self.kept(at + m.start(), at + m.end()) for m in pattern.finditer(words))
            label = label_of(words)
            result.right["labels"] += label is not None and self.kept(at, at + label.length)
            at += len(words)
        result.passages += self.passages()

    def kept(self, start: int, end: int) -> bool:
        return any(a0 <= start and end <= a1 for a0, a1, _ in self.same)

    def ends(self, result: Difference) -> None:
        wanted, found = _ends(self.left), _ends(self.right)
        mapped = {self.there(end) for end in wanted}
        result.joined += len(wanted) - len((mapped - {None}) & found)
        result.parted += len(found - mapped)

    def there(self, at: int) -> int | None:
        """Where the place ``at`` of the wanted text lies in the found one."""
        for a0, a1, b0 in self.same:
            if a0 <= at <= a1:
                return b0 + at - a0
        return None

    def passages(self) -> Iterator[str]:
        changed = [step for step in self.steps if step[0] != "equal"]
        if not changed:
            yield f"paragraphs: {' ¶ '.join(_cut(w) for w in self.left)}  →  {' ¶ '.join(_cut(w) for w in self.right)}"
        for _, a0, a1, b0, b1 in changed:
            before, after = self.a[max(0, a0 - _CONTEXT) : a0], self.a[a1 : a1 + _CONTEXT]
            yield f"{before}⟦{_cut(self.a[a0:a1], 60)} → {_cut(self.b[b0:b1], 60)}⟧{after}"


def _cut(words: str, most: int = 24) -> str:
    return words if len(words) <= most else f"{words[: most // 2]}…{words[-most // 2 :]}"


def _ends(parts: Sequence[str]) -> set[int]:
    ends, at = set(), 0
    for words in parts[:-1]:
        at += len(words)
        ends.add(at)
    return ends


def distance(a: str, b: str) -> int:
    """Least number of characters to put in, take out or change (Levenshtein); of very long texts an upper bound."""
    if not a or not b or len(a) * len(b) > _LONGEST:
        return max(len(a), len(b))
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(diagonal + (x != y), row[j] + 1, row[j - 1] + 1)
    return row[-1]
