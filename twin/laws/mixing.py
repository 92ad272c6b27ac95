"""Blending of dry powders: how far the blend is from apart (0) and from random (1)."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.arrays import exp, larger
from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import Target, law

RATE_PER_S = 0.590
SPEED_EXPONENT = 0.304
REFERENCE_SPEED_M_S = 20.0
DEAD_TIME_S = 1.10
START_INDEX_FRAC = 0.055
"""Fitted on Hare 2026 (doi:10.1016/j.powtec.2025.121804), all axes, 10 and 30 m/s: 0.7 kg of dry NMC622 in
an intensive mixer; the start is the mean of its nine curves."""

Share = Annotated[Array | float, Range(0.001, 0.999, "Mass share of the component.", "w", 0.02)]


@law(
    "Mixing index of a dry blend",
    unit="frac",
    source="Lacey 1954; Hare 2026, doi:10.1016/j.powtec.2025.121804",
    target=Target("absolute", 0.03),
)
def mixing_index(
    time_s: Annotated[Array | float, Range(0.0, 3600.0, "Time of mixing.", "t", 60.0)],
    tip_speed_m_s: Annotated[Array | float, Range(10.0, 30.0, "Speed of the tool's tip.", "v", 20.0)],
    start_index_frac: Annotated[
        Array | float, Range(0.0, 0.99, "Index of the charge.", "M0")
    ] = START_INDEX_FRAC,
    rate_per_s: Annotated[Array | float, Range(1e-4, 10.0, "Rate at 20 m/s.", "k")] = RATE_PER_S,
    speed_exponent: Annotated[Array | float, Range(-1.0, 3.0, "Rate against speed.", "n")] = SPEED_EXPONENT,
    dead_time_s: Annotated[Array | float, Range(0.0, 60.0, "Time before powder moves.", "t0")] = DEAD_TIME_S,
) -> Array | float:
    """Return the Lacey index after a time: a first-order approach to the random blend.

        M = 1 - (1 - M0) · exp(-k · (v / 20)^n · max(t - t0, 0))

    >>> round(mixing_index(3.0, 20.0, 0.0, 0.5, dead_time_s=1.0), 4)
    0.6321
    """
    rate = rate_per_s * (tip_speed_m_s / REFERENCE_SPEED_M_S) ** speed_exponent
    worked_s = larger(time_s - dead_time_s, 0.0)
    return 1.0 - (1.0 - start_index_frac) * exp(-rate * worked_s)


@law(
    "Mixing index of measured samples",
    unit="frac",
    source="Lacey, J. Appl. Chem. 4 (1954) 257; range: every share",
    reference_only=True,
)
def lacey_index(
    variance: Annotated[Array | float, Range(0.0, 0.25, "Variance of the share between samples.", "V", 1e-3)],
    random_variance: Annotated[Array | float, Range(0.0, 0.25, "The same of a random blend.", "Vr", 1e-4)],
    share_frac: Share,
) -> Array:
    """Return the Lacey index of a variance of the share of one component between samples.

        M = (w · (1 - w) - V) / (w · (1 - w) - Vr)

    The variance of two powders lying apart is w · (1 - w). Where a simulated blend stands is told by its
    mixing index at once.

    >>> round(float(lacey_index(0.0196, 0.0001, 0.02)), 4)
    0.0
    """
    apart = share_frac * (1.0 - np.asarray(share_frac))
    return np.asarray((apart - variance) / (apart - random_variance))


@law(
    "Variance of a random blend",
    unit="frac²",
    source="Stange, Chem. Ing. Tech. 26 (1954) 331; range: assumption, from single grains to batches",
)
def random_variance(
    share_frac: Share,
    sample_mass_kg: Annotated[
        Array | float, Range(1e-12, 1.0, "Mass of a sample; 1 ug is a cube of 60 um.", "m", 1e-9)
    ],
    particle_mass_kg: Annotated[
        Array | float, Range(1e-18, 1e-6, "Mean mass of its particles.", "m1", 1e-14)
    ],
    other_particle_mass_kg: Annotated[
        Array | float, Range(1e-18, 1e-6, "Mean mass of all others.", "m2", 1.6e-13)
    ],
    particle_mass_cv: Annotated[
        Array | float, Range(0.0, 3.0, "Spread of its particle mass over the mean.", "c1")
    ] = 0.0,
    other_particle_mass_cv: Annotated[Array | float, Range(0.0, 3.0, "Spread of the others.", "c2")] = 0.0,
) -> Array | float:
    """Return the variance of the share of a component between samples of a random blend.

        V = w · (1 - w) / m · ((1 - w) · (1 + c1²) · m1 + w · (1 + c2²) · m2)

    >>> random_variance(0.5, 1e-9, 1e-14, 1e-14)
    2.4999999999999998e-06
    """
    p, q = share_frac, 1.0 - share_frac
    own = q * (1.0 + particle_mass_cv**2) * particle_mass_kg
    other = p * (1.0 + other_particle_mass_cv**2) * other_particle_mass_kg
    return p * q / sample_mass_kg * (own + other)
