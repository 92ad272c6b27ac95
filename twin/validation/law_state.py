"""How well a law is known to hold: the shipped series that test it."""

from __future__ import annotations

from functools import cache

from twin.laws.registry.law import Law
from twin.validation.model import Outcome, Series
from twin.validation.reader import read_series
from twin.validation.runner import run_series
from twin.validation.shipped import shipped_sets


@cache
def _shipped_series() -> tuple[Series, ...]:
    return tuple(read_series(shipped_sets()))


def outcomes_of(law: Law) -> list[Outcome]:
    """Return the outcomes of the shipped series that test a law, in order of their files."""
    return [run_series(series) for series in _shipped_series() if series.law.name == law.name]
