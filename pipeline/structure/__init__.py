"""Clean text → elements by GB/T 9704 and the tree of provisions."""

from __future__ import annotations

from pipeline.notice import CleanText, Elements, Provision, Span, Structure
from pipeline.structure.doc_types import doc_type, own_word
from pipeline.structure.head import Head, read_head
from pipeline.structure.issuers import choose_issuers
from pipeline.structure.lines import paragraphs
from pipeline.structure.parts import Layout, read_parts
from pipeline.structure.provisions import provisions_of

__all__ = ["doc_type", "doc_type_of", "structure"]


def doc_type_of(text: str, found: Structure) -> str:
    """文种 of a notice: the last word of its title; without a title, what its text calls itself."""
    if found.elements.title is not None:
        return doc_type(found.elements.title.text)
    return own_word(text[found.body_start : found.body_start + 3000])


def _titles(head: Head, layout: Layout) -> tuple[Span | None, Span | None]:
    """The title of the notice and of the plan that it issues; a letter that lost its title goes by the plan's."""
    plan = next((part.title for part in layout.parts[1:2]), None)
    if head.title is None and plan is not None and doc_type(plan.text):
        return plan, None
    return head.title, plan


def structure(clean: CleanText) -> Structure:
    """Elements and provisions of a notice. Never raises; spans are exact in ``clean.text``; linear time."""
    text = clean.text
    lines = paragraphs(text)
    head = read_head(text, lines)
    layout = read_parts(text, lines, head)
    issuers, others, date = choose_issuers(clean, head, layout)
    title, plan = _titles(head, layout)
    repeats = [*head.repeats, *layout.title_repeats, *(part.title for part in layout.parts[2:] if part.title)]
    elements = Elements(
        title=title,
        plan_title=plan,
        doc_number=head.doc_number,
        issuers=issuers,
        recipients=tuple(head.recipients),
        cc=tuple(layout.cc),
        issue_date=date,
        print_office=layout.print_office,
        print_date=layout.print_date,
        masthead=head.masthead,
        urgency=head.urgency,
        secrecy=head.secrecy,
        signer=head.signer,
        subject_words=layout.subject_words,
        attachments=tuple(layout.attachments),
        not_issuers=others,
        title_repeats=tuple(sorted(repeats)),
    )
    provisions: tuple[Provision, ...] = provisions_of(text, layout, clean.merges)
    start = min(head.begins, len(text))
    end = layout.foot if layout.foot >= start else len(text.rstrip())
    return Structure(elements, provisions, start, max(start, end))
