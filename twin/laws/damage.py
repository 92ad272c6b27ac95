"""Damage: what mixing and pressing break on the active particles."""

from __future__ import annotations

from twin.core.arrays import exp, is_zero, larger, logistic, smaller
from twin.core.material import Array


def coating_left(
    intact_frac: Array | float,
    time_h: float,
    solvent_per_h: Array | float,
    energy_kJ_kg: Array | float,
    wear_energy_kJ_kg: Array | float,
) -> Array | float:
    """Return the intact share of the particle coating after mixing.

    First order in time for the attack of a solvent (0 without one) and in specific energy for abrasion,
    which is the same law dry and wet. Form: assumption.
    """
    return intact_frac * exp(-solvent_per_h * time_h - energy_kJ_kg / wear_energy_kJ_kg)


def cracking_pressure_MPa(
    pressure_MPa: Array | float, highest_pressure_MPa: Array | float, memory_frac: Array | float
) -> Array | float:
    """Return the pressure that counts for cracks: the higher of this and earlier, plus a share of the lower.

    Repeated loading weakens particles (Wheatcroft 2023, index entry); the share is an assumption.
    """
    higher = larger(pressure_MPa, highest_pressure_MPa)
    if is_zero(highest_pressure_MPa):
        return higher
    return higher + memory_frac * smaller(pressure_MPa, highest_pressure_MPa)


def cracked_frac(
    before_frac: Array | float,
    pressure_MPa: Array | float,
    strength_MPa: Array | float,
    spread_MPa: Array | float,
) -> Array | float:
    """Return the share of active particles cracked; never less than before, none at zero pressure.

    Logistic in pressure around the particle strength, less its value at zero pressure. Anchors: flat
    compression of secondary particles 207 ± 49 MPa, tips 67 ± 21 MPa (Wheatcroft 2023, index entry).
    """
    distance = strength_MPa / spread_MPa
    bound = exp(-distance)
    unloaded = bound / (1.0 + bound)
    share = 1.0 / (1.0 - unloaded)
    broken = share * logistic(pressure_MPa * (1.0 / spread_MPa) - distance) - share * unloaded
    return larger(broken, before_frac)


def cracked_over_passes(
    pressure_MPa: Array | float,
    highest_pressure_MPa: Array | float,
    memory_frac: Array | float,
    strength_MPa: Array | float,
    spread_MPa: Array | float,
) -> Array | float:
    """Return the share of active particles cracked by a pass after one at another pressure; whole before."""
    felt = cracking_pressure_MPa(pressure_MPa, highest_pressure_MPa, memory_frac)
    return cracked_frac(0.0, felt, strength_MPa, spread_MPa)
