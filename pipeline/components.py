"""The extractors as spaCy components: rows in ``doc.spans`` and, with all their columns, in ``doc._.notice.rows``.

Each factory is registered by an entry point, so that ``nlp.add_pipe("notice_quotas")`` works in any pipeline that has a
Chinese tokenizer. The text of the Doc is taken for clean text: run :func:`pipeline.extract` for spoilt text.

>>> nlp = load()
>>> doc = nlp("一、落实责任。各县区要于6月底前完成自查。")
>>> [(span.label_, span.text) for span in doc.spans["dates"]]
[('deadline', '6月底前')]
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extractors.context import Context, Row
from pipeline.notice import CleanText
from pipeline.segment import split_sentences
from pipeline.segment.tokenizer import NoticeTokenizer

#: The components of :func:`load`, in the order in which they run.
PIPES = (
    "notice_sentences", "notice_structure", "notice_tasks", "notice_units", "notice_dates", "notice_quotas",
    "notice_references", "notice_actions", "notice_contacts",
)  # fmt: skip
# the column that becomes the label of a span, by table
_LABEL = {"tasks": "kind", "units": "role", "dates": "role", "quotas": "kind", "actions": "modality"}

_contexts: WeakKeyDictionary[Doc, Context] = WeakKeyDictionary()  # beside the Doc: what is in it must be serialisable


def load() -> Language:
    """A spaCy pipeline with this package's tokenizer, sentence boundaries and all components.

    The segmentation model is loaded when the first text is given.
    """
    nlp = spacy.blank("zh")
    nlp.tokenizer = NoticeTokenizer(nlp.vocab)
    nlp.config["nlp"]["tokenizer"] = {"@tokenizers": "notice.pkuseg.v1"}
    for name in PIPES:
        nlp.add_pipe(name)
    return nlp


def context_of(doc: Doc) -> Context:
    """The notice of a Doc: structure, tasks and the rows that components found; worked out when first asked for."""
    found = _contexts.get(doc)
    if found is None:
        from pipeline.extractors import EXTRACTORS
        from pipeline.structure import structure

        clean = CleanText(doc.text, doc.text)
        rows: dict[str, list[Row]] = {table: [] for table in EXTRACTORS}
        found = _contexts[doc] = Context(clean, structure(clean), _words_of(doc), rows=rows)
    return found


def _words_of(doc: Doc) -> Callable[[int, int], list[tuple[int, int]]]:
    """The Doc's tokens as the words that extraction asks for, white space left out. It does not keep the Doc alive."""
    spans = [(token.idx, token.idx + len(token)) for token in doc if not token.is_space]
    starts = [start for start, _ in spans]

    def words(start: int, end: int) -> list[tuple[int, int]]:
        first = bisect_left(starts, start)
        return [span for span in spans[first : bisect_left(starts, end)] if span[1] <= end]

    return words


if not Doc.has_extension("notice"):
    Doc.set_extension("notice", getter=context_of)


@Language.component("notice_sentences", assigns=["token.is_sent_start"])
def notice_sentences(doc: Doc) -> Doc:
    """Sentence boundaries by punctuation and line ends, none inside brackets or quotations."""
    if not len(doc):
        return doc
    starts = [start for start, _ in split_sentences(doc.text)]
    begins = np.isin([token.idx for token in doc], starts)
    begins[0] = True
    values = np.where(begins, 1, -1).astype("uint64").reshape(-1, 1)
    doc.from_array(["SENT_START"], values)  # type: ignore[arg-type]  # all at once: one by one it is quadratic
    return doc


@Language.component("notice_structure")
def notice_structure(doc: Doc) -> Doc:
    """Elements of the notice and its provisions: ``doc._.notice.structure`` and ``doc.spans["provisions"]``."""
    provisions = context_of(doc).provisions
    doc.spans["provisions"] = _spans(doc, ((p.start, p.end, p.kind, p.path) for p in provisions))
    return doc


def _component(table: str) -> Callable[[Doc], Doc]:
    """The component of one table: ``doc._.notice.rows[table]`` and ``doc.spans[table]``."""

    def component(doc: Doc) -> Doc:
        from pipeline.extractors import EXTRACTORS

        context = context_of(doc)
        if table == "tasks" or not context.tasks:
            _find_tasks(context)
        rows = context.rows[table] = EXTRACTORS[table](context)
        doc.spans[table] = _spans(doc, (_labelled(table, number, row) for number, row in enumerate(rows, 1)))
        return doc

    component.__name__ = f"notice_{table}"
    component.__doc__ = f"Rows of the table ``{table}``, as they are and as spans of the Doc."
    return component


def _find_tasks(context: Context) -> None:
    from pipeline.extractors.tasks import tasks_of

    context.tasks = tasks_of(context.structure, context.clean)


def _labelled(table: str, number: int, row: Row) -> tuple[int, int, str, str]:
    label = str(row.get(_LABEL.get(table, ""), "") or table.removesuffix("s"))
    identity = str(row["path"]) if table == "tasks" else f"{table}-{number}"
    return row["start"], row["end"], label, identity


def _spans(doc: Doc, found: Iterator[tuple[int, int, str, str]]) -> list[Span]:
    """Spans of the Doc; one whose ends lie within a token takes the whole token."""
    spans = (
        doc.char_span(start, end, label=label, span_id=identity, alignment_mode="expand")
        for start, end, label, identity in found
        if start < end
    )
    return [span for span in spans if span is not None]


def _register(table: str) -> Any:
    return Language.component(f"notice_{table}", func=_component(table), assigns=["doc.spans"])


notice_tasks = _register("tasks")
notice_units = _register("units")
notice_dates = _register("dates")
notice_quotas = _register("quotas")
notice_references = _register("references")
notice_actions = _register("actions")
notice_contacts = _register("contacts")
