"""Contact of two solids under pressure: area share and interface resistance, with a memory."""

from __future__ import annotations

import numpy as np

from twin.core.arrays import expm1, larger
from twin.core.material import Array

RESIDUAL_OHM_CM2 = 8.44
CONTACT_OHM_CM2 = 438.9
"""Fitted on Doux 2020 (doi:10.1002/aenm.201903253, Fig. 4c) at 1, 10 and 25 MPa: Li | Li6PS5Cl | Li, per
cell; the area of the cell is not in the data and taken as 1 cm2."""

PRESSURE_EXPONENT = 0.95
"""Conductance of rough surfaces that yield (Cooper, Mikic and Yovanovich 1969,
doi:10.1016/0017-9310(69)90011-8); preferred to a fitted exponent with all rows of Doux 2020 in view."""

CONTACT_LOSS_EXPONENT = 0.0656
"""Fitted on Otani 2025 (doi:10.5796/electrochemistry.25-71025), 1, 4 and 307 particles per agglomerate."""

MEMORY = 0.5
"""Assumption: on release a contact stands half-way, in logarithms, between now and the highest pressure."""


def remembered_pressure(
    pressure_MPa: Array | float, highest_pressure_MPa: Array | float, memory: Array | float = MEMORY
) -> Array | float:
    """Return the pressure a contact behaves as if it had: contact made earlier is kept in part."""
    return pressure_MPa ** (1.0 - memory) * larger(highest_pressure_MPa, pressure_MPa) ** memory


def interface_resistance(
    pressure_MPa: Array | float,
    highest_pressure_MPa: Array | float | None = None,
    residual_ohm_cm2: Array | float = RESIDUAL_OHM_CM2,
    contact_ohm_cm2: Array | float = CONTACT_OHM_CM2,
    pressure_exponent: Array | float = PRESSURE_EXPONENT,
    memory: Array | float = MEMORY,
) -> Array | float:
    """Return the interface resistance (ohm cm2): a residue, and contact spots that open with pressure.

    `contact_ohm_cm2` is the contact part at 1 MPa. Without pressure there is no contact: inf.
    """
    highest = pressure_MPa if highest_pressure_MPa is None else highest_pressure_MPa
    felt = remembered_pressure(pressure_MPa, highest, memory)
    if isinstance(felt, float) and felt > 0.0:
        return residual_ohm_cm2 + contact_ohm_cm2 * felt**-pressure_exponent
    with np.errstate(divide="ignore"):
        return residual_ohm_cm2 + contact_ohm_cm2 * np.asarray(felt) ** -pressure_exponent


def agglomerate_contact_ratio(primaries_count: Array | float) -> Array:
    """Return contact area of active grains with agglomerated electrolyte over that without agglomerates.

    `primaries_count`: particles per agglomerate, 1-307 (discrete-element model).
    """
    return np.asarray(np.asarray(primaries_count) ** -CONTACT_LOSS_EXPONENT)


def contact_area(pressure_MPa: Array | float, hardness_MPa: Array | float) -> Array | float:
    """Return real over nominal contact area: spots yield until they carry the load, then merge."""
    return -expm1(-pressure_MPa / hardness_MPa)
