"""The percolation threshold a measured ion conductivity implies, where particle sizes are not given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from twin.core.material import Array
from twin.core.number_text import number
from twin.laws.percolation import ION_EXPONENT, WIDTH_FRAC, above_threshold, ion_threshold
from twin.laws.registry.book import LAWS
from twin.validation.model import Outcome
from twin.validation.predicting import ask

LAW = "ionic_conductivity"
_SIZES = ("electrolyte_d50_um", "active_d50_um")
_FINEST = dict(zip(_SIZES, (1e-9, 1e9), strict=True))
"""Sizes of the lowest threshold the law has: whatever conducts at all conducts with them."""

_IN_THE_WAY = ("binder_mass_frac", "carbon_frac")


class Implied(NamedTuple):
    """One row: electrolyte by volume, measured conductivity, and the threshold that follows.

    `alone`: with binder and carbon neglected. NaN where no threshold gives the measured value.
    """

    row: int
    electrolyte_frac: float
    measured_mS_cm: float
    threshold_frac: float
    alone_frac: float


class ThresholdRow(NamedTuple):
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


def implied_thresholds(outcome: Outcome) -> tuple[Implied, ...]:
    """Return the threshold of every row; none for another law, nor where a size is given or fitted.

    None either where the conductivity of the dense electrolyte is fitted: the threshold went into it.
    """
    series = outcome.series
    given = series.law.name == LAW and all(name in series.typical for name in _SIZES)
    if not given or {*_SIZES, "electrolyte_conductivity_mS_cm"}.intersection(series.free):
        return ()
    count = len(series.rows)
    columns = {name: np.full(count, value) for name, value in outcome.constants.items()}
    columns |= dict(series.inputs)
    alone = columns | {name: np.zeros(count) for name in _IN_THE_WAY}
    rows = (series.rows, columns["electrolyte_frac"], series.measured)
    both = threshold_of(series.measured, columns), threshold_of(series.measured, alone)
    return tuple(Implied(row, *map(float, numbers)) for row, *numbers in zip(*rows, *both, strict=True))


def threshold_of(measured_mS_cm: Array, arguments: Mapping[str, Array]) -> Array:
    """Return the threshold at which the law gives the measured values, its other arguments as they are.

    The law goes with a power of the smeared distance from the threshold over what is left above it; that
    quotient is scaled until it fits, and solved for the threshold.
    """
    fine = {name: np.full(len(measured_mS_cm), size) for name, size in _FINEST.items()}
    share, least = arguments["electrolyte_frac"], ion_threshold(*_FINEST.values())
    reference = ask(LAWS[LAW], {**arguments, **fine})
    most = np.minimum(above_threshold(share, least, WIDTH_FRAC) / (1.0 - least), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = most * (measured_mS_cm / reference) ** (1.0 / ION_EXPONENT)
        # share - (1 - q) = quotient q - width² / (quotient q), q = 1 - threshold
        rest, pores = 1.0 - quotient, 1.0 - share
        q = (pores + np.sqrt(pores * pores - 4.0 * rest * WIDTH_FRAC**2 / quotient)) / (2.0 * rest)
    return np.where((reference > 0.0) & (quotient < 1.0) & (q <= 1.0), 1.0 - q, np.nan)


def threshold_rows(scored: Sequence[Outcome], unscored: Sequence[Outcome]) -> list[ThresholdRow]:
    """Return one line per row of every series without sizes, the unscored ones first."""
    return [
        _row(outcome, implied, is_scored=is_scored)
        for outcomes, is_scored in ((unscored, False), (scored, True))
        for outcome in outcomes
        for implied in implied_thresholds(outcome)
    ]


def _row(outcome: Outcome, implied: Implied, *, is_scored: bool) -> ThresholdRow:
    series, name = outcome.series, "electrolyte_conductivity_mS_cm"
    dense = outcome.constants.get(name)
    if dense is None:
        dense = float(series.inputs[name][series.rows.index(implied.row)])
    return ThresholdRow(
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
