"""pkuseg as a spaCy tokenizer whose Doc is the text, white space and all: ``Doc.text == text``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, ensure_path, registry
from spacy.vocab import Vocab

from pipeline.segment import Segmenter, default_segmenter

_FILE = "tokenizer.json"


class NoticeTokenizer(DummyTokenizer):
    """Text → Doc by a :class:`~pipeline.segment.Segmenter`.

    A single space behind a word is the word's own (``token.whitespace_``), any other white space is a token. What is
    saved is the list of terms; the model itself stays in ``models/`` and is loaded from there at the first use.
    """

    def __init__(self, vocab: Vocab, segmenter: Segmenter | None = None) -> None:
        self.vocab = vocab
        self.segmenter = segmenter or default_segmenter()

    def __call__(self, text: str) -> Doc:
        """The Doc of a text.

        Raises:
            ModelError: the model has not been brought (``make models``).
        """
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for start, end in [*self.segmenter.words(text), (len(text), len(text))]:
            if at < start:
                gap = text[at:start]
                if words and gap[0] == " ":
                    spaces[-1], gap = True, gap[1:]
                if gap:
                    words.append(gap)
                    spaces.append(False)
            if start < end:
                words.append(text[start:end])
                spaces.append(False)
            at = end
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **kwargs: Any) -> bytes:
        """The terms, as JSON."""
        return json.dumps(self._config(), ensure_ascii=False).encode()

    def from_bytes(self, data: bytes, **kwargs: Any) -> NoticeTokenizer:
        """Take over the terms that :meth:`to_bytes` gave."""
        self._configure(json.loads(data))
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Write the terms into the folder ``path``."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **kwargs: Any) -> NoticeTokenizer:
        """Take over the terms that :meth:`to_disk` wrote."""
        return self.from_bytes((ensure_path(path) / _FILE).read_bytes())

    def _config(self) -> dict[str, Any]:
        return {"model": "pkuseg", "terms": sorted(self.segmenter.terms)}

    def _configure(self, config: dict[str, Any]) -> None:
        if frozenset(config["terms"]) != self.segmenter.terms:
            self.segmenter = Segmenter(self.segmenter.folder, config["terms"])


@registry.tokenizers("notice.pkuseg.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], NoticeTokenizer]:
    """The tokenizer by its name in a spaCy config: ``[nlp.tokenizer] @tokenizers = "notice.pkuseg.v1"``."""

    def make(nlp: Language) -> NoticeTokenizer:
        return NoticeTokenizer(nlp.vocab)

    return make
