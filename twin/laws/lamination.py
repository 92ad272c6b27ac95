"""Lamination of a film on a collector: how fast it sticks, and what resistance the primer leaves."""

from __future__ import annotations

from typing import Annotated

from twin.core.arrays import expm1
from twin.core.material import Array
from twin.laws.compaction import softening
from twin.laws.registry.argument import Range
from twin.laws.registry.law import Target, law

DENSIFIED_EXPONENT = 1.53
"""Fitted on Nam 2026 (doi:10.1021/acsenergylett.6c01260), primer S100."""


@law(
    "Adhesion of a laminated film",
    unit="N/m",
    source="Kang 2025, Adv. Mater. 2416872: 57 N/m for a film with PTFE; its 2 % and the form: assumption",
)
def lamination_adhesion_N_m(
    pressure_MPa: Annotated[Array | float, Range(0.0, 200.0, "Pressure of the nip.", "P", 20.0)],
    temperature_C: Annotated[Array | float, Range(15.0, 120.0, "Temperature of the nip.", "T", 100.0)],
    binder_mass_frac: Annotated[Array | float, Range(0.0005, 0.05, "Binder at the collector.", "w", 0.01)],
    full_N_m: Annotated[
        Array | float, Range(10.0, 200.0, "Peel force with 2 % binder, fully pressed on.", "A1", 57.0)
    ],
    scale_MPa: Annotated[
        Array | float, Range(1.0, 100.0, "Pressure that leaves 1/e of it off, at 25 C.", "Pa", 15.0)
    ],
    softening_per_K: Annotated[Array | float, Range(0.0, 0.02, "With temperature.", "a", 0.006)],
) -> Array | float:
    """Return the force per width that peels a film off its collector.

        A = A1 · w / 0.02 · (1 - exp(-P / Pa · exp(a · (T - 25))))

    >>> round(lamination_adhesion_N_m(20.0, 25.0, 0.02, 57.0, 20.0, 0.006), 4)
    36.0309
    """
    pressed = -expm1(-pressure_MPa / scale_MPa * softening(temperature_C, softening_per_K))
    return full_N_m * (binder_mass_frac / 0.02) * pressed


@law(
    "Resistance of a pressed primer",
    unit="ohm_cm2",
    source="Nam 2026, doi:10.1021/acsenergylett.6c01260, primers of 75 and 57.5 % pores",
    target=Target("relative", 0.3),
)
def primer_ohm_cm2(
    coated_ohm_cm2: Annotated[Array | float, Range(0.01, 10.0, "Resistance as coated.", "R0", 0.2)],
    porosity_coated_frac: Annotated[Array | float, Range(0.3, 0.9, "Its pores as coated.", "ε0", 0.75)],
    porosity_pressed_frac: Annotated[Array | float, Range(0.1, 0.9, "Its pores when pressed.", "ε1", 0.6)],
    exponent: Annotated[
        Array | float, Range(0.5, 3.0, "Growth of conductance with solids.", "n")
    ] = DENSIFIED_EXPONENT,
) -> Array | float:
    """Return the resistance of a primer between collector and coating once it is pressed.

        R = R0 · ((1 - ε0) / (1 - ε1))^n

    >>> round(primer_ohm_cm2(0.2, 0.75, 0.5), 4)
    0.0693
    """
    return coated_ohm_cm2 * ((1.0 - porosity_coated_frac) / (1.0 - porosity_pressed_frac)) ** exponent
