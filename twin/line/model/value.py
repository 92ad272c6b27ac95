"""One number of a line as it is listed: value, unit, source, range."""

from __future__ import annotations

from typing import NamedTuple

CHANGED = "set by a change"
"""The source of a number that a change has set."""


class Value(NamedTuple):
    """One number of a line or recipe; durations in seconds; `source` "" = no source given.

    `low`, `high`: between them the truth lies, None where the file has no range; `tied`: name of the numbers
    that are drawn together; `is_count`: a whole number; `is_series`: mean of a table of times.
    """

    path: str
    value: float
    unit: str
    source: str
    low: float | None = None
    high: float | None = None
    tied: str = ""
    is_count: bool = False
    is_series: bool = False
