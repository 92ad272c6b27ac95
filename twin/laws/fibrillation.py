"""Fibrillation: kneading draws a soft binder (PTFE) into fibrils, too much of it cuts them again."""

from __future__ import annotations

import math
from typing import Annotated

from scipy.special import dawsn

from twin.core.arrays import exp, larger, log1p, logistic, smaller, sqrt
from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import law, part_of

POOR_FRAC, POOR_CV = 0.3, 0.22
GOOD_FRAC, GOOD_CV = 1.0, 0.016
"""Spread of the resistivity of films kneaded in one step and in stages (Lee 2025, doi:10.1039/d5ee03240g, as
digested: 0.39 of 1.78 and 0.02 of 1.29 ohm cm); the degrees of fibrillation that go with them: assumption."""


@part_of("fibrillation")
def softness(
    temperature_C: Array | float, transition_C: Array | float, width_K: Array | float
) -> Array | float:
    """Return how much of the binder yields, 0 to 1: PTFE softens at its crystal transition near 19 °C."""
    return logistic((temperature_C - transition_C) / width_K)


@law(
    "Fibrils drawn and cut by kneading",
    unit="frac",
    source="Lee 2025, doi:10.1039/d5ee03240g; form and saturation at 12 min after a thesis (UNIST), "
    "as digested; PTFE seen from 30 to 120 C, 5 to 30 min; widths and cleavage: assumption",
)
def fibrillation(
    before_frac: Annotated[
        Array | float, Range(0.0, 1.0, "Share of the binder in fibrils before.", "F0", 0.0)
    ],
    time_min: Annotated[Array | float, Range(0.0, 60.0, "Kneading time at the reference speed.", "t", 13.0)],
    temperature_C: Annotated[Array | float, Range(0.0, 150.0, "Temperature of the powder.", "T", 45.0)],
    rate_per_min: Annotated[Array | float, Range(0.01, 5.0, "Rate of drawing soft binder.", "k", 0.25)],
    transition_C: Annotated[
        Array | float, Range(5.0, 60.0, "Temperature at which the binder softens.", "Tt", 19.0)
    ],
    transition_width_K: Annotated[Array | float, Range(0.5, 20.0, "Width of the softening.", "w", 4.0)],
    saturation_s: Annotated[
        Array | float, Range(60.0, 7200.0, "Soft kneading after which fibrils are cut.", "ss", 720.0)
    ],
    cleavage_per_min2: Annotated[
        Array | float, Range(1e-5, 0.05, "How fast cutting grows from there.", "kx", 0.002)
    ],
) -> Array | float:
    """Return the fibrillated share after kneading, exact in time.

        dF/ds = k · (1 - F) - kx · F · max(0, s - ss / 60),   s = s0 + t / (1 + exp((Tt - T) / w))
        s0 = -ln(1 - F0) / k, at most ss / 60

    s are soft minutes: kneading time weighted with how much of the binder yields. The start is the s at which
    F0 was reached, so two visits do the same as one long one up to saturation. Below the transition nothing
    happens.

    >>> round(fibrillation(0.0, 12.0, 80.0, 0.25, 19.0, 4.0, 720.0, 0.002), 4)
    np.float64(0.9502)
    """
    saturation_min = saturation_s / 60.0
    so_far = smaller(-log1p(-smaller(before_frac, 1.0 - 1e-12)) / rate_per_min, saturation_min)
    total = so_far + time_min * softness(temperature_C, transition_C, transition_width_K)
    drawing = smaller(total, saturation_min) - so_far
    drawn = 1.0 - (1.0 - before_frac) * exp(-rate_per_min * drawing)
    return _overkneaded(drawn, larger(total - saturation_min, 0.0), rate_per_min, cleavage_per_min2)


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


@law(
    "Powder that flows unevenly into the nip",
    unit="frac",
    source="Lee 2025, doi:10.1039/d5ee03240g; that loading follows resistivity: assumption",
)
def uneven_flow_cv(
    fibrillated_frac: Annotated[Array | float, Range(0.15, 1.0, "Share of the binder in fibrils.", "F", 0.8)],
    poor_cv: Annotated[
        Array | float, Range(0.0, 0.44, "Spread of loading where fibrils are poor.", "cv0", 0.03)
    ],
) -> Array | float:
    """Return how unevenly a powder flows into the nip: spread of the local loading over its mean.

        cv = cv0 · (0.016 / 0.22)^((F - 0.3) / (1 - 0.3))

    It falls with fibrillation as the spread of resistivity does in the data, exponentially between a film
    kneaded poorly (share 0.3, spread 0.22) and one kneaded well (share 1, spread 0.016).

    >>> round(uneven_flow_cv(1.0, 0.22), 4)
    0.016
    """
    per_frac = math.log(POOR_CV / GOOD_CV) / (GOOD_FRAC - POOR_FRAC)
    return poor_cv * exp(-per_frac * (fibrillated_frac - POOR_FRAC))
