"""Fibrillation: kneading draws a soft binder (PTFE) into fibrils, too much of it cuts them again."""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy.special import dawsn

from twin.core.arrays import exp, larger, log1p, logistic, smaller, sqrt
from twin.core.material import Array

POOR_FRAC, POOR_CV = 0.3, 0.22
GOOD_FRAC, GOOD_CV = 1.0, 0.016
"""Spread of the resistivity of films kneaded in one step and in stages (Lee 2025, doi:10.1039/d5ee03240g, as
digested: 0.39 of 1.78 and 0.02 of 1.29 ohm cm); the degrees of fibrillation that go with them: assumption."""


class Kneading(NamedTuple):
    """How a binder takes kneading: `rate_per_min` when soft, softening at `transition_C` within
    `transition_width_K`, cutting by `cleavage_per_min2` past `saturation_min` of soft kneading."""

    rate_per_min: Array | float
    transition_C: Array | float
    transition_width_K: Array | float
    saturation_min: Array | float
    cleavage_per_min2: Array | float


def softness(
    temperature_C: Array | float, transition_C: Array | float, width_K: Array | float
) -> Array | float:
    """Return how much of the binder yields, 0 to 1: PTFE softens at its crystal transition near 19 °C."""
    return logistic((temperature_C - transition_C) / width_K)


def fibrillation(
    before_frac: Array | float, time_min: Array | float, temperature_C: Array | float, binder: Kneading
) -> Array | float:
    """Return the fibrillated share after kneading, exact in time.

    In soft minutes s (kneading time weighted with softness): dF/ds = k (1 - F) - k_x F max(0, s - s_sat).
    The start is the s at which `before_frac` was reached, so two visits do the same as one long one up to
    saturation. Below the transition nothing happens. Form and saturation at 12 min after a thesis (UNIST)
    as digested; softness width and cleavage are assumptions.
    """
    k, saturation = binder.rate_per_min, binder.saturation_min
    so_far = smaller(-log1p(-smaller(before_frac, 1.0 - 1e-12)) / k, saturation)
    total = so_far + time_min * softness(temperature_C, binder.transition_C, binder.transition_width_K)
    drawing = smaller(total, saturation) - so_far
    drawn = 1.0 - (1.0 - before_frac) * exp(-k * drawing)
    return _overkneaded(drawn, larger(total - saturation, 0.0), k, binder.cleavage_per_min2)


def _overkneaded(
    drawn_frac: Array | float,
    past_min: Array | float,
    rate_per_min: Array | float,
    cleavage_per_min2: Array | float,
) -> Array | float:
    """Solve dF/ds = k (1 - F) - k_x F s from s = 0: an integrating factor leaves Dawson's integral."""
    root = sqrt(cleavage_per_min2 / 2.0)
    start = rate_per_min / (2.0 * root)
    end = start + root * past_min
    left = exp(-past_min * (rate_per_min + cleavage_per_min2 * past_min / 2.0))
    drawing: Array | float = dawsn(end) - dawsn(start) * left
    return drawn_frac * left + rate_per_min / root * drawing


def uneven_flow_cv(fibrillated_frac: Array | float, poor_cv: Array | float) -> Array | float:
    """Return how unevenly a powder flows into the nip: spread of the local loading over its mean.

    `poor_cv`: that of a poorly fibrillated powder. It falls with fibrillation as the spread of
    resistivity does in the data, exponential between the two films. That loading follows: assumption.
    """
    per_frac = math.log(POOR_CV / GOOD_CV) / (GOOD_FRAC - POOR_FRAC)
    return poor_cv * exp(-per_frac * (fibrillated_frac - POOR_FRAC))


def fibrillated_frac(
    before_frac: Array | float,
    time_min: Array | float,
    temperature_C: Array | float,
    rate_per_min: Array | float,
    transition_C: Array | float,
    transition_width_K: Array | float,
    saturation_s: Array | float,
    cleavage_per_min2: Array | float,
) -> Array | float:
    """Return the fibrillated share after kneading, with the binder's numbers one by one.

    The law is that of `fibrillation`; saturation in seconds as recipes state it.
    """
    saturation_min = saturation_s / 60.0
    binder = Kneading(rate_per_min, transition_C, transition_width_K, saturation_min, cleavage_per_min2)
    return fibrillation(before_frac, time_min, temperature_C, binder)
