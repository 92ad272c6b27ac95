"""Contact of two solids under pressure: area share and interface resistance, with a memory."""

from __future__ import annotations

import numpy as np

from twin.material import Array

# Doux et al. 2020, doi:10.1002/aenm.201903253, Fig. 4c: Li | Li6PS5Cl | Li, 1-25 MPa
RESIDUAL_OHM_CM2 = 17.0
CONTACT_OHM_CM2 = 493.0
PRESSURE_EXPONENT = 1.11
MEMORY = 0.5


def remembered_pressure(
    pressure_MPa: Array | float, highest_pressure_MPa: Array | float, memory: Array | float = MEMORY
) -> Array:
    """Return the pressure a contact behaves as if it had: contact made earlier is kept in part."""
    now = np.asarray(pressure_MPa)
    return np.asarray(now ** (1.0 - memory) * np.maximum(highest_pressure_MPa, now) ** memory)


def interface_resistance(
    pressure_MPa: Array | float,
    highest_pressure_MPa: Array | float | None = None,
    residual_ohm_cm2: Array | float = RESIDUAL_OHM_CM2,
    contact_ohm_cm2: Array | float = CONTACT_OHM_CM2,
    pressure_exponent: Array | float = PRESSURE_EXPONENT,
    memory: Array | float = MEMORY,
) -> Array:
    """Return the interface resistance (ohm cm2): a residue, and contact spots that open with pressure.

    `contact_ohm_cm2` is the contact part at 1 MPa. Without pressure there is no contact: inf.
    """
    highest = pressure_MPa if highest_pressure_MPa is None else highest_pressure_MPa
    felt = remembered_pressure(pressure_MPa, highest, memory)
    with np.errstate(divide="ignore"):
        return np.asarray(residual_ohm_cm2 + contact_ohm_cm2 * felt**-pressure_exponent)


def contact_area(pressure_MPa: Array | float, hardness_MPa: Array | float) -> Array:
    """Return real over nominal contact area: spots yield until they carry the load, then merge."""
    return np.asarray(-np.expm1(-np.asarray(pressure_MPa) / hardness_MPa))
