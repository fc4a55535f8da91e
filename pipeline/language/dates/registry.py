"""The functions that turn a match of a row of lexicon/dates_slots.toml into parts of a moment, by the row's id."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.language.dates.moment import Moment

Set = Callable[[Moment, "re.Match[str]"], bool]
SETTERS: dict[str, Set] = {}


def sets(*slots: str) -> Callable[[Set], Set]:
    """Enters a function for the rows with these ids."""

    def keep(function: Set) -> Set:
        for slot in slots:
            SETTERS[slot] = function
        return function

    return keep
