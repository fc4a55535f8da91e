"""From the notice's structure to rows: one module a table, each a pure function ``extract_x(ctx) -> list[Row]``."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.extract.actions import extract_actions
from pipeline.extract.contacts import extract_contacts
from pipeline.extract.context import Context, Row
from pipeline.extract.dates import extract_dates
from pipeline.extract.quotas import extract_quotas
from pipeline.extract.references import extract_references
from pipeline.extract.tasks import extract_tasks
from pipeline.extract.units import extract_units

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
