"""How well a law is known to hold: the shipped series that test it."""

from __future__ import annotations

from functools import cache

from twin.laws.registry.law import Law
from twin.validation.model import Outcome, Series
from twin.validation.reader import read_series
from twin.validation.runner import run_series
from twin.validation.shipped import notes, shipped_sets
from twin.validation.verdict_text import rmse_text, verdict

REFERENCE_ONLY = "For reference only: the simulator does not call it."
UNTESTED = "No shipped series tests it."


@cache
def _shipped_series() -> tuple[Series, ...]:
    return tuple(read_series(shipped_sets()))


def outcomes_of(law: Law) -> list[Outcome]:
    """Return the outcomes of the shipped series that test a law, in order of their files."""
    return [run_series(series) for series in _shipped_series() if series.law.name == law.name]


def state_lines(law: Law) -> list[str]:
    """Return a line per shipped series that tests a law: its title, rows, error and verdict."""
    lines = [REFERENCE_ONLY] if law.reference_only else []
    known = notes()
    for outcome in outcomes_of(law):
        count = outcome.count("test")
        rows = "1 row" if count == 1 else f"{count} rows"
        lines.append(f"{outcome.series.title}: {rows}, {rmse_text(outcome)}; {verdict(outcome, known)[1]}")
    return lines if len(lines) > law.reference_only else [*lines, UNTESTED]
