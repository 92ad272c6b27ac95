"""Ageing: losses that grow with the square root of cycles on unprotected surface."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import law

FADE_COATED_FRAC = 0.00894
FADE_PRESSURE_EXPONENT = 0.382
FADE_PRESSURE_MPA = 2.0
FADE_TEMPERATURE_C = 25.0
"""Both rows of Lee 2025: 80 and 95 % left after 500 cycles, at least, so an upper bound of fade."""

GAP_PRESSURE_EXPONENT = 0.4
"""Assumption: how much stack pressure keeps grains in contact."""


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


@law(
    "Capacity lost per square root of cycles",
    unit="frac",
    source="Lee 2025, doi:10.1038/s41467-025-59363-4 (2 and 75 MPa, lower bounds of retention); Kim 2025, "
    "doi:10.1016/j.cej.2025.170461 (bare against coated); temperature: assumption",
)
def fade_frac(
    coated_frac: Annotated[
        Array | float, Range(0.0, 0.05, "Of coated grains at 2 MPa and 25 °C.", "k0")
    ] = FADE_COATED_FRAC,
    intact_frac: Annotated[
        Array | float, Range(0.0, 1.0, "Share of the particle coating intact.", "c")
    ] = 1.0,
    bare_ratio: Annotated[Array | float, Range(1.0, 20.0, "Bare over coated grains.", "b")] = 5.0,
    stack_pressure_MPa: Annotated[
        Array | float, Range(1.0, 100.0, "Pressure on the cell in use.", "P")
    ] = FADE_PRESSURE_MPA,
    pressure_exponent: Annotated[
        Array | float, Range(0.0, 1.0, "How much pressure helps.", "m")
    ] = FADE_PRESSURE_EXPONENT,
    temperature_C: Annotated[
        Array | float, Range(0.0, 60.0, "Of the cell in use.", "T")
    ] = FADE_TEMPERATURE_C,
    doubling_K: Annotated[Array | float, Range(5.0, 40.0, "Warmth that doubles the fade.", "D")] = 15.0,
) -> Array:
    """Return the capacity lost per square root of cycles: more where coating is gone, less under pressure.

        k = k0 · (1 + (b - 1) · (1 - c)) · (P / 2)^-m · 2^((T - 25) / D)

    >>> round(float(fade_frac(0.0089, 0.9, 5.0, 75.0)), 5)
    0.00312
    """
    surface = coated_frac * (1.0 + (bare_ratio - 1.0) * (1.0 - np.asarray(intact_frac)))
    pressed = (stack_pressure_MPa / FADE_PRESSURE_MPA) ** -pressure_exponent
    warm = 2.0 ** ((temperature_C - FADE_TEMPERATURE_C) / doubling_K)
    return np.asarray(surface * pressed * warm)


@law(
    "Contact of grains left over cycles",
    unit="frac",
    source="Form and pressure: assumption; swing: Koerver 2018, doi:10.1039/C8EE00907D",
)
def contact_left_frac(
    swing_frac: Annotated[Array | float, Range(0.0, 0.2, "Volume grains lose while charged.", "v", 0.065)],
    loss_ratio: Annotated[Array | float, Range(0.0, 5.0, "Lost in 100 cycles at 5 MPa over v.", "l", 1.0)],
    stack_pressure_MPa: Annotated[Array | float, Range(1.0, 100.0, "Pressure on the cell in use.", "P", 5.0)],
    cycles: Annotated[Array | float, Range(0.0, 2000.0, "Cycles of charge and discharge.", "N", 500.0)],
) -> Array:
    """Return the contact of active grains and electrolyte over that at first: grains that shrink leave gaps.

        c = max(1 - l · v · (P / 5)^-0.4 · √(N / 100), 0)

    >>> round(float(contact_left_frac(0.06, 1.0, 5.0, 400.0)), 4)
    0.88
    """
    lost = loss_ratio * swing_frac * (stack_pressure_MPa / 5.0) ** -GAP_PRESSURE_EXPONENT
    return np.asarray(np.maximum(1.0 - lost * np.sqrt(np.asarray(cycles) / 100.0), 0.0))


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
