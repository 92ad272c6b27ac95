"""Contact of two solids under pressure: area share and interface resistance, with a memory."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.arrays import expm1, larger
from twin.core.material import Array
from twin.laws.registry.argument import Physical, Range
from twin.laws.registry.law import Target, law, part_of

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

_MAY_BE_LEFT_OFF = Physical(0.0)
"""A pressure of 0 makes sense, though there is no finite answer then."""


@part_of("interface_resistance")
def remembered_pressure(
    pressure_MPa: Array | float, highest_pressure_MPa: Array | float, memory: Array | float = MEMORY
) -> Array | float:
    """Return the pressure a contact behaves as if it had: contact made earlier is kept in part."""
    return pressure_MPa ** (1.0 - memory) * larger(highest_pressure_MPa, pressure_MPa) ** memory


@law(
    "Interface resistance under pressure",
    unit="ohm_cm2",
    source="Doux 2020, doi:10.1002/aenm.201903253; Cooper 1969, doi:10.1016/0017-9310(69)90011-8",
    target=Target("relative", 0.15),
)
def interface_resistance(
    pressure_MPa: Annotated[
        Array | float, Range(0.5, 50.0, "Pressure on the stack now.", "P", 10.0, _MAY_BE_LEFT_OFF)
    ],
    highest_pressure_MPa: Annotated[
        Array | float | None,
        Range(0.5, 50.0, "So far; left out, the pressure itself.", "Pmax", physical=_MAY_BE_LEFT_OFF),
    ] = None,
    residual_ohm_cm2: Annotated[
        Array | float, Range(0.0, 1e4, "What no pressure removes.", "R0")
    ] = RESIDUAL_OHM_CM2,
    contact_ohm_cm2: Annotated[
        Array | float, Range(0.0, 1e6, "Contact part at 1 MPa.", "Rc")
    ] = CONTACT_OHM_CM2,
    pressure_exponent: Annotated[
        Array | float, Range(0.3, 2.0, "How contact spots open.", "n")
    ] = PRESSURE_EXPONENT,
    memory: Annotated[
        Array | float, Range(0.0, 1.0, "0: none, 1: contact made is kept whole.", "m")
    ] = MEMORY,
) -> Array | float:
    """Return the interface resistance (ohm cm2): a residue, and contact spots that open with pressure.

        R = R0 + Rc · (P^(1-m) · Pmax^m)^-n,   P in MPa

    Without pressure there is no contact: inf.

    >>> round(interface_resistance(10.0), 4)
    57.6854
    """
    highest = pressure_MPa if highest_pressure_MPa is None else highest_pressure_MPa
    felt = remembered_pressure(pressure_MPa, highest, memory)
    if isinstance(felt, float) and felt > 0.0:
        return residual_ohm_cm2 + contact_ohm_cm2 * felt**-pressure_exponent
    with np.errstate(divide="ignore"):
        return residual_ohm_cm2 + contact_ohm_cm2 * np.asarray(felt) ** -pressure_exponent


@law(
    "Contact area lost to agglomerates",
    unit="ratio",
    source="Otani 2025, doi:10.5796/electrochemistry.25-71025, 1 to 307 primaries",
)
def agglomerate_contact_ratio(
    primaries_count: Annotated[
        Array | float, Range(1.0, 307.0, "Electrolyte particles per agglomerate.", "N", 20.0)
    ],
    exponent: Annotated[
        Array | float, Range(0.03, 0.14, "Contact falls with primaries to this power.", "n")
    ] = CONTACT_LOSS_EXPONENT,
) -> Array | float:
    """Return contact area of active grains with agglomerated electrolyte over that without agglomerates.

        A / A0 = N^-n

    >>> round(agglomerate_contact_ratio(100.0), 4)
    0.7393
    """
    return primaries_count**-exponent


@law("Real contact area", unit="frac", source="Assumption: spots that yield (Tabor) and merge")
def contact_area(
    pressure_MPa: Annotated[Array | float, Range(0.0, 1000.0, "Pressure on the contact.", "P", 200.0)],
    hardness_MPa: Annotated[
        Array | float, Range(50.0, 10000.0, "Hardness of the softer side at its roughness.", "H", 1000.0)
    ],
) -> Array | float:
    """Return real over nominal contact area: spots yield until they carry the load, then merge.

        A = 1 - exp(-P / H)

    >>> round(contact_area(200.0, 1000.0), 4)
    0.1813
    """
    return -expm1(-pressure_MPa / hardness_MPa)
