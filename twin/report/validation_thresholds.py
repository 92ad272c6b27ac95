"""The table of percolation thresholds that measured rows without particle sizes imply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from twin.core.number_text import number
from twin.validation.model import Outcome
from twin.validation.thresholds import Implied, implied_thresholds


class ShownThreshold(NamedTuple):
    """One row of a series: what was measured and which threshold follows."""

    title: str
    data_file: str
    row: int
    electrolyte: str
    measured: str
    dense: str
    threshold: str
    alone: str
    is_scored: bool


def shown_thresholds(scored: Sequence[Outcome], unscored: Sequence[Outcome]) -> list[ShownThreshold]:
    """Return one line per row of every series without sizes, the unscored ones first."""
    return [
        _shown(outcome, implied, is_scored=is_scored)
        for outcomes, is_scored in ((unscored, False), (scored, True))
        for outcome in outcomes
        for implied in implied_thresholds(outcome)
    ]


def _shown(outcome: Outcome, implied: Implied, *, is_scored: bool) -> ShownThreshold:
    series, name = outcome.series, "electrolyte_conductivity_mS_cm"
    dense = outcome.constants.get(name)
    if dense is None:
        dense = float(series.inputs[name][series.rows.index(implied.row)])
    return ShownThreshold(
        title=series.title,
        data_file=series.data_file,
        row=implied.row,
        electrolyte=number(implied.electrolyte_frac),
        measured=number(implied.measured_mS_cm),
        dense=number(dense),
        threshold=number(implied.threshold_frac),
        alone=number(implied.alone_frac),
        is_scored=is_scored,
    )
