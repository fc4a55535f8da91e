"""What kind of provision a heading announces."""

from __future__ import annotations

import re

from pipeline.structure.lexicon import headings

_DECOR = re.compile(r"[（(][^（）()]*[）)]$")


def heading_kind(title: str, *, top: bool = True) -> tuple[str, str]:
    """(kind, rule) by the lexicon: goal, measure, phase, safeguard, none; ("", "") where the heading decides nothing.

    ``top``: the heading stands at the uppermost level or under one that decides nothing, so that 加强组织领导 counts.
    """
    bare = title.strip()
    for rule in headings():
        if rule.scope == "top" and not top:
            continue
        if rule.scope == "whole":
            if rule.pattern.fullmatch(bare) or rule.pattern.fullmatch(_DECOR.sub("", bare)):
                return rule.kind, rule.id
        elif rule.pattern.search(bare):
            return rule.kind, rule.id
    return "", ""
