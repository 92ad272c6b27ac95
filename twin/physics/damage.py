"""Damage: what mixing and pressing break on the active particles."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from twin.material import Array
from twin.physics.elementary import exp


def coating_left(
    intact_frac: Array,
    time_h: float,
    solvent_per_h: Array | float,
    energy_kJ_kg: Array | float,
    wear_energy_kJ_kg: Array | float,
) -> Array:
    """Return the intact share of the particle coating after mixing.

    First order in time for the attack of a solvent (0 without one) and in specific energy for abrasion,
    which is the same law dry and wet. Form: assumption.
    """
    return np.asarray(intact_frac * np.exp(-solvent_per_h * time_h - energy_kJ_kg / wear_energy_kJ_kg))


def cracking_pressure_MPa(
    pressure_MPa: Array, highest_pressure_MPa: Array, memory_frac: Array | float
) -> Array:
    """Return the pressure that counts for cracks: the higher of this and earlier, plus a share of the lower.

    Repeated loading weakens particles (Wheatcroft 2023, index entry); the share is an assumption.
    """
    higher = np.maximum(pressure_MPa, highest_pressure_MPa)
    lower = np.minimum(pressure_MPa, highest_pressure_MPa)
    return np.asarray(higher + memory_frac * lower)


def cracked_frac(
    before_frac: Array, pressure_MPa: Array, strength_MPa: Array | float, spread_MPa: Array | float
) -> Array:
    """Return the share of active particles cracked; never less than before, none at zero pressure.

    Logistic in pressure around the particle strength, less its value at zero pressure. Anchors: flat
    compression of secondary particles 207 ± 49 MPa, tips 67 ± 21 MPa (Wheatcroft 2023, index entry).
    """
    distance = strength_MPa / spread_MPa
    bound = exp(-distance)
    unloaded = bound / (1.0 + bound)
    broken = (expit(pressure_MPa * (1.0 / spread_MPa) - distance) - unloaded) * (1.0 / (1.0 - unloaded))
    return np.asarray(np.maximum(before_frac, broken))
