"""Contact of two solids under pressure: the share that touches, what a release leaves, and its resistance."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.arrays import expm1, larger, smaller
from twin.core.material import Array
from twin.laws.compaction import softening
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

YIELD_PRESSURE_MPA = 214.0
PACKING = 0.6
"""Heckel's line of sulfide pellets: 200-330 MPa and 0.6 (Sakuda 2013, doi:10.1038/srep02261; Cronau 2021)."""

REFERENCE_ROUGHNESS_UM = 5.0
"""Contact of 0.96 (Lee 2025, films made apart), taken as pressed at 400 MPa and 120 C with a roughness of
1 um, none of which is stated: 0.95 at once and 0.97 after a minute."""

RELEASE_EXPONENT = 0.0352
"""Lee 2025 (doi:10.1038/s41467-025-59363-4), films made apart: contact 0.960 at 75 MPa, 0.845 at 2 MPa."""

_OHM_CM2 = 0.1
"""1 um at 1 mS/cm is 0.1 ohm cm2."""

_LEAST_MPA = 1e-9

_MAY_BE_LEFT_OFF = Physical(0.0)
"""0 makes sense, though there is no finite answer then."""


@part_of("interface_resistance")
def remembered_pressure(
    pressure_MPa: Array | float, highest_pressure_MPa: Array | float, memory: Array | float = MEMORY
) -> Array | float:
    """Return the pressure a contact behaves as if it had: contact made earlier is kept in part."""
    return pressure_MPa ** (1.0 - memory) * larger(highest_pressure_MPa, pressure_MPa) ** memory


@law(
    "Resistance of lithium on electrolyte under pressure",
    unit="ohm_cm2",
    source="Doux 2020, doi:10.1002/aenm.201903253; Cooper 1969, doi:10.1016/0017-9310(69)90011-8",
    target=Target("relative", 0.15),
    reference_only=True,
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
    """Return the resistance (ohm cm2) of lithium pressed on a pellet: a residue, and spots that open.

        R = R0 + Rc · (P^(1-m) · Pmax^m)^-n,   P in MPa

    The residue is mostly the pellet. No law of the cell here: lithium creeps where a cathode does not.
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


@law(
    "Contact made under a press",
    unit="frac",
    source="Form: assumption; a soft electrolyte flows into the gaps as it densifies (Heckel); yield "
    "pressure: Sakuda 2013, doi:10.1038/srep02261",
)
def contact_area(
    pressure_MPa: Annotated[Array | float, Range(0.0, 600.0, "Pressure on the contact.", "P", 120.0)],
    roughness_um: Annotated[
        Array | float, Range(0.0, 15.0, "Root mean square roughness of the electrode.", "Rq", 0.5)
    ],
    temperature_C: Annotated[Array | float, Range(0.0, 150.0, "Temperature of the press.", "T")] = 25.0,
    dwell_s: Annotated[Array | float, Range(0.0, 3600.0, "Time under pressure.", "t")] = 0.0,
    yield_pressure_MPa: Annotated[
        Array | float, Range(100.0, 600.0, "Yield pressure of the electrolyte at 25 °C.", "Py")
    ] = YIELD_PRESSURE_MPA,
    packing: Annotated[Array | float, Range(0.2, 1.2, "What touches without pressure.", "A0")] = PACKING,
    softening_per_K: Annotated[
        Array | float, Range(0.0, 0.02, "Yield pressure lost per kelvin.", "b")
    ] = 0.005,
    creep_per_s: Annotated[Array | float, Range(0.0, 0.01, "Creep at the yield pressure.", "k")] = 3e-4,
    reference_roughness_um: Annotated[
        Array | float, Range(0.5, 20.0, "Roughness that halves the exponent.", "R0")
    ] = REFERENCE_ROUGHNESS_UM,
) -> Array | float:
    """Return real over nominal contact area: gaps of a rough surface close as soft electrolyte flows in.

        A = 1 - exp(-(A0 + p + k · t · p^3) / (1 + Rq / R0)),   p = P / Py · exp(b · (T - 25))

    >>> round(contact_area(120.0, 0.25, 100.0, 120.0), 4)
    0.7452
    """
    felt = pressure_MPa / yield_pressure_MPa * softening(temperature_C, softening_per_K)
    closed = packing + felt + creep_per_s * dwell_s * felt * felt * felt
    return -expm1(-closed / (1.0 + roughness_um / reference_roughness_um))


@law(
    "Contact kept in the cell",
    unit="frac",
    source="Lee 2025, doi:10.1038/s41467-025-59363-4: voids of 4.0 and 15.5 % at 75 and 2 MPa (1.9 and 3.5 % "
    "co-rolled)",
)
def kept_contact_frac(
    made_frac: Annotated[Array | float, Range(0.0, 1.0, "Contact made at the higher pressure.", "A0", 0.9)],
    stack_pressure_MPa: Annotated[
        Array | float, Range(1.0, 100.0, "Pressure on the cell in use.", "P", 5.0, _MAY_BE_LEFT_OFF)
    ],
    made_at_MPa: Annotated[Array | float, Range(1.0, 600.0, "Pressure it was made at.", "P0", 120.0)],
    release_exponent: Annotated[
        Array | float, Range(0.002, 0.06, "0.0045 co-rolled, 0.035 made apart and joined.", "m")
    ] = RELEASE_EXPONENT,
) -> Array | float:
    """Return the contact share left when a press lets go: what was made is kept but for a weak power.

        A = A0 · min(P / P0, 1)^m

    >>> round(kept_contact_frac(0.96, 2.0, 75.0), 4)
    0.845
    """
    return made_frac * smaller(stack_pressure_MPa / larger(made_at_MPa, _LEAST_MPA), 1.0) ** release_exponent


@law(
    "Resistance of contact spots",
    unit="ohm_cm2",
    source="Holm 1967: current narrows to a spot; spots one grain apart: assumption",
)
def constriction_resistance(
    grain_um: Annotated[Array | float, Range(0.3, 50.0, "Distance of the spots.", "d", 4.0)],
    electrolyte_conductivity_mS_cm: Annotated[
        Array | float, Range(0.01, 30.0, "Of the dense electrolyte.", "σ0", 1.6)
    ],
    electrolyte_frac: Annotated[
        Array | float, Range(0.05, 1.0, "Share of electrolyte in the surface of the electrode.", "φ", 0.2)
    ],
    contact_frac: Annotated[
        Array | float, Range(0.02, 1.0, "Contact share of that surface.", "A", 0.7, _MAY_BE_LEFT_OFF)
    ],
) -> Array:
    """Return the resistance (ohm cm2) of current that narrows to spots of electrolyte on electrolyte.

        R = 0.1 · d / (2 · σ0 · φ · A)

    inf without any contact.

    >>> round(float(constriction_resistance(4.0, 1.8, 0.2, 0.68)), 4)
    0.817
    """
    with np.errstate(divide="ignore"):
        spots = 2.0 * electrolyte_conductivity_mS_cm * electrolyte_frac * np.asarray(contact_frac)
        return np.asarray(_OHM_CM2 * grain_um / spots)
