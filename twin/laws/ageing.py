"""Ageing: losses that grow with the square root of cycles on unprotected surface."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import law


@law(
    "Side reaction under a film",
    unit="ratio",
    source="Assumption: bare spots react at the full rate",
    reference_only=True,
)
def side_reaction_ratio(
    coverage_frac: Annotated[Array | float, Range(0.0, 1.0, "Area share the film covers.", "θ", 0.94)],
    thickness_nm: Annotated[Array | float, Range(0.0, 100.0, "Thickness of the film.", "d", 5.0)],
    decay_nm: Annotated[
        Array | float, Range(0.0, 10.0, "Thickness leaving 1/e; 0 is a tight film.", "d0", 1.0)
    ],
) -> Array:
    """Return the side reaction of a covered surface over that of a bare one.

        r = 1 - θ · (1 - exp(-d / d0))

    The cell of the shipped lines takes every film as tight, r = 1 - θ.

    >>> round(float(side_reaction_ratio(0.9, 2.0, 1.0)), 4)
    0.2218
    """
    covered = np.asarray(coverage_frac)
    with np.errstate(divide="ignore", invalid="ignore"):
        through = np.where(np.asarray(decay_nm) > 0.0, np.exp(-np.asarray(thickness_nm) / decay_nm), 0.0)
    return np.asarray(1.0 - covered * (1.0 - through))


@law("Resistance grown over cycles", unit="ohm", source="Kim 2025, doi:10.1016/j.cej.2025.170461")
def grown_resistance(
    first: Annotated[Array | float, Range(0.0, 1e5, "Resistance without cycles, ohm.", "R0", 50.0)],
    rate: Annotated[Array | float, Range(0.0, 1e4, "Growth per square root of cycles, ohm.", "k", 15.0)],
    cycles: Annotated[Array | float, Range(0.0, 1000.0, "Cycles of charge and discharge.", "N", 100.0)],
) -> Array:
    """Return a resistance after cycles, in the unit of the first one: a film that slows its own growth.

        R = R0 + k · √N

    >>> float(grown_resistance(50.0, 15.0, 100.0))
    200.0
    """
    return np.asarray(first + rate * np.sqrt(cycles))


@law("Capacity left over cycles", unit="frac", source="Square root of cycles: assumption")
def retention_frac(
    fade_frac: Annotated[
        Array | float, Range(0.0, 0.1, "Capacity lost per square root of cycles.", "f", 0.005)
    ],
    cycles: Annotated[Array | float, Range(0.0, 2000.0, "Cycles of charge and discharge.", "N", 500.0)],
) -> Array:
    """Return the capacity left after cycles, never below 0.

        C = max(1 - f · √N, 0)

    >>> round(float(retention_frac(0.005, 400.0)), 4)
    0.9
    """
    return np.asarray(np.maximum(1.0 - fade_frac * np.sqrt(cycles), 0.0))


@law("Efficiency of the first cycle", unit="frac", source="Charge balance; range: assumption")
def first_cycle_efficiency_frac(
    lost_mAh_g: Annotated[Array | float, Range(0.0, 500.0, "Charge not given back.", "L", 25.0)],
    charge_mAh_g: Annotated[Array | float, Range(10.0, 5000.0, "First charge.", "Q", 220.0)],
) -> Array:
    """Return discharge over charge of the first cycle, never below 0.

        η = max(1 - L / Q, 0)

    >>> float(first_cycle_efficiency_frac(25.0, 200.0))
    0.875
    """
    return np.asarray(np.maximum(1.0 - np.asarray(lost_mAh_g) / charge_mAh_g, 0.0))
