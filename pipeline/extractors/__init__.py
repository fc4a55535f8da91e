"""From the notice's structure to rows: one module a table, each a pure function ``extract_x(ctx) -> list[Row]``."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.extractors.actions import extract_actions
from pipeline.extractors.contacts import extract_contacts
from pipeline.extractors.context import Context, Row
from pipeline.extractors.dates import extract_dates
from pipeline.extractors.quotas import extract_quotas
from pipeline.extractors.references import extract_references
from pipeline.extractors.tasks import extract_tasks
from pipeline.extractors.units import extract_units

#: The extractors in the order in which they run; a later one may read the rows of the earlier ones in ``ctx.rows``.
EXTRACTORS: dict[str, Callable[[Context], list[Row]]] = {
    "tasks": extract_tasks,
    "units": extract_units,
    "dates": extract_dates,
    "quotas": extract_quotas,
    "references": extract_references,
    "actions": extract_actions,
    "contacts": extract_contacts,
}

__all__ = ["EXTRACTORS", "Context", "Row"]
