"""Springback: how a calendered layer grows again while it is stored."""

from __future__ import annotations

from typing import Annotated

from twin.core.arrays import exp, expm1
from twin.core.material import Array
from twin.laws.registry.argument import From, Range
from twin.laws.registry.law import law, part_of

RECOVERY_FRAC = 0.0648
RELAXATION_PER_K = 0.0238
"""Fitted on Hong 2026 (doi:10.1016/j.ensm.2026.105321): single-crystal NCMA at 3.5 g/cm3, rolls at 25 and
80 C, three weeks."""

RECOVERY_TIME_D = 5.0
"""Assumption within 3-7 d: growth is over after three weeks."""

REFERENCE_TEMPERATURE_C = 25.0


@part_of("springback")
def stored_growth(
    temperature_C: Annotated[Array | float, Range(15.0, 120.0, "Temperature of the rolls.", "T", 25.0)],
    recovery_frac: Annotated[
        Array | float, Range(0.0, 0.3, "Growth at last, rolled at 25 C.", "g")
    ] = RECOVERY_FRAC,
    relaxation_per_K: Annotated[
        Array | float, Range(0.0, 0.1, "Less growth per kelvin.", "a")
    ] = RELAXATION_PER_K,
    closed_frac: Annotated[
        Array | float, Range(0.0, 1.0, "Share of the closable pores closed in the nip.", "c")
    ] = 1.0,
) -> Array | float:
    """Return the growth in thickness at last that a nip leaves to come, over the thickness behind it.

    A web pressed half-way has strained its binder half as much as the dense one of the data, which had hardly
    a pore left to close (assumption).
    """
    relaxed = exp(-relaxation_per_K * (temperature_C - REFERENCE_TEMPERATURE_C))
    return recovery_frac * relaxed * closed_frac


@law("Springback in storage", unit="frac", source="Hong 2026, doi:10.1016/j.ensm.2026.105321")
def springback(
    time_d: Annotated[Array | float, Range(0.0, 365.0, "Time of storage.", "t", 21.0)],
    left_frac: Annotated[Array | float, From(stored_growth, "s")],
    recovery_time_d: Annotated[Array | float, Range(0.1, 100.0, "Time constant.", "t0")] = RECOVERY_TIME_D,
) -> Array | float:
    """Return the growth in thickness in a time of storage over the thickness at its start.

        s(t) = s · (1 - exp(-t / t0)),   s = g · exp(-a · (T - 25)) · c

    s is the growth still to come. A warm binder phase relaxes in the nip and stores less of it.

    >>> round(springback(5.0, stored_growth(25.0, 0.06), 5.0), 4)
    0.0379
    """
    return -left_frac * expm1(-time_d / recovery_time_d)


@part_of("springback")
def grown(
    left_frac: Array | float, time_d: float, recovery_time_d: Array | float
) -> tuple[Array | float, Array | float]:
    """Return the growth in a time over the thickness at its start, and what is left over that at its end.

    Two waits one after the other grow a layer exactly as one as long as both.
    """
    growth = springback(time_d, left_frac, recovery_time_d)
    return growth, (left_frac - growth) / (1.0 + growth)


@law(
    "Springback gained by a binder skin",
    unit="ratio",
    source="Form: assumption, a skin of binder takes more of the strain",
)
def skin_factor(
    binder_surface_ratio: Annotated[
        Array | float, Range(1.0, 10.0, "Binder at the surface over its mean.", "b", 2.0)
    ],
    skin_springback_frac: Annotated[
        Array | float, Range(0.0, 0.6, "Gain where it is twice the mean, 0 to 0.3.", "k", 0.1)
    ],
) -> Array | float:
    """Return by how much a binder skin raises springback; 1 for evenly spread binder.

        f = 1 + k · (b - 1)

    The binder phase is what springs back. Moving it to the surface leaves its mean as it was; the excess
    comes from the skin being more compliant, so that it takes more of the strain.

    >>> round(skin_factor(2.5, 0.1), 4)
    1.15
    """
    return 1.0 + skin_springback_frac * (binder_surface_ratio - 1.0)
