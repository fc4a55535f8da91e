"""Raw text → clean text: scanner marks, page numbers, broken lines, spacing, widths, variants.

One rule a function, each in a small module; every rule takes the text as it stands and gives edits. :class:`Draft`
composes them, so that the clean text knows for every character where it stood. What the result looks like is the
codebook's section 0.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.clean.characters import characters
from pipeline.clean.confusions import misread, misread_quotes
from pipeline.clean.confusions_labels import misread_labels
from pipeline.clean.edits import Draft, Edit, Rule
from pipeline.clean.glued import glued
from pipeline.clean.indents import indents
from pipeline.clean.lines import lines
from pipeline.clean.marks import scanner_marks
from pipeline.clean.markup import entities, html, markdown
from pipeline.clean.page_numbers import page_numbers
from pipeline.clean.running_heads import running_heads
from pipeline.clean.spacing import spaces
from pipeline.clean.variants import simplified, variant_words, variants
from pipeline.clean.web_page import web_page
from pipeline.clean.widths import half_brackets, half_width, number_brackets, quotes
from pipeline.notice import CleanText, Merge, Source

__all__ = ["RULES", "clean", "simplified"]

RULES: tuple[Rule, ...] = (
    html,
    entities,
    indents,
    markdown,
    characters,
    web_page,
    page_numbers,
    scanner_marks,
    page_numbers,  # once more: a bare number next to a mark is one
    running_heads,
    misread,
    misread_labels,
    half_width,
    half_brackets,
    number_brackets,
    variants,
    variant_words,
    lines,
    glued,
    spaces,
    quotes,
    misread_quotes,
)
"""The rules in the order in which they are applied. Later ones rely on earlier ones: lines are joined when clean."""

_ROUNDS, _WORK = 10, 1_000_000  # rounds at least; characters looked at up to which there are more, for nested signs


def clean(source: Source) -> CleanText:
    """Clean a source: first what its reader knows by place, then the rules.

    Cleaning what is clean changes nothing; linear in the length of the text; never raises.

    A rule may make work for an earlier one; ordinary text needs one round and one that finds nothing.
    """
    draft = Draft(source.text)
    draft.apply(lambda _: (Edit(each.raw_start, each.raw_end, each.replacement, each.rule) for each in source.edits))
    seen = {source.text}
    for _ in range(max(_ROUNDS, _WORK // (len(source.text) + 1))):
        text, state = draft.text, draft.state()
        if not sum(draft.apply(rule) for rule in RULES):
            break
        if draft.text == text:  # one rule took back what another did: a doubtful repair is left alone
            draft.restore(state)
            break
        if draft.text in seen:
            break
        seen.add(draft.text)
    return _with_merges(draft.finish(), source)


def _with_merges(cleaned: CleanText, source: Source) -> CleanText:
    """The clean text with the source's merged cells."""
    if not source.merges:
        return cleaned
    merges = tuple(Merge(cleaned.clean_span(at, at)[0], *cleaned.clean_span(start, end)) for at, start, end in source.merges)
    return replace(cleaned, merges=merges)
