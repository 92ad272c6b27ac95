"""Blending of dry powders: how far the blend is from apart (0) and from random (1)."""

from __future__ import annotations

import numpy as np

from twin.core.arrays import exp, larger
from twin.core.material import Array

RATE_PER_S = 0.590
SPEED_EXPONENT = 0.304
REFERENCE_SPEED_M_S = 20.0
DEAD_TIME_S = 1.10
START_INDEX_FRAC = 0.055
"""Fitted on Hare 2026 (doi:10.1016/j.powtec.2025.121804), all axes, 10 and 30 m/s: 0.7 kg of dry NMC622 in
an intensive mixer; the start is the mean of its nine curves."""


def mixing_index(
    time_s: Array | float,
    tip_speed_m_s: Array | float,
    start_index_frac: Array | float = START_INDEX_FRAC,
    rate_per_s: Array | float = RATE_PER_S,
    speed_exponent: float = SPEED_EXPONENT,
    dead_time_s: Array | float = DEAD_TIME_S,
) -> Array | float:
    """Return the Lacey index after a time: a first-order approach to the random blend.

    `rate_per_s` holds at the reference tip speed. Before the dead time nothing has moved.
    """
    rate = rate_per_s * (tip_speed_m_s / REFERENCE_SPEED_M_S) ** speed_exponent
    worked_s = larger(time_s - dead_time_s, 0.0)
    return 1.0 - (1.0 - start_index_frac) * exp(-rate * worked_s)


def lacey_index(variance: Array | float, random_variance: Array | float, share_frac: Array | float) -> Array:
    """Return the Lacey index of a variance of the share of one component between samples.

    The variance of two powders lying apart is share x (1 - share).
    """
    apart = share_frac * (1.0 - np.asarray(share_frac))
    return np.asarray((apart - variance) / (apart - random_variance))


def random_variance(
    share_frac: Array | float,
    sample_mass_kg: Array | float,
    particle_mass_kg: Array | float,
    other_particle_mass_kg: Array | float,
    particle_mass_cv: Array | float = 0.0,
    other_particle_mass_cv: Array | float = 0.0,
) -> Array | float:
    """Return the variance of a random blend between samples of a mass (Stange 1954)."""
    p, q = share_frac, 1.0 - share_frac
    own = q * (1.0 + particle_mass_cv**2) * particle_mass_kg
    other = p * (1.0 + other_particle_mass_cv**2) * other_particle_mass_kg
    return p * q / sample_mass_kg * (own + other)
