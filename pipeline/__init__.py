"""Chinese government notices (公文) into tables, each cell traceable to its words.

>>> import pipeline
>>> [found.date_to for found in pipeline.find_dates("请于6月20日前报送", reference="2021-01-28")]
['2021-06-20']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.api import Notice, extract, extract_folder, read_tables
    from pipeline.components import load
    from pipeline.language.dates import find_dates
    from pipeline.language.quantities import find_quantities

_HOME = {
    "Notice": "pipeline.api",
    "extract": "pipeline.api",
    "extract_folder": "pipeline.api",
    "read_tables": "pipeline.api",
    "load": "pipeline.components",
    "find_dates": "pipeline.language.dates",
    "find_quantities": "pipeline.language.quantities",
}
__all__ = ["Notice", "extract", "extract_folder", "find_dates", "find_quantities", "load", "read_tables"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: ``pipeline --help`` need not wait for spaCy."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value
