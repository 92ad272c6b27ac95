"""Densification of powder or web between plates: two laws of one form, with temperature, dwell and memory."""

from __future__ import annotations

from typing import Annotated

from twin.core.arrays import exp, larger, log
from twin.core.material import Array
from twin.laws.compaction import softening
from twin.laws.registry.argument import Range
from twin.laws.registry.law import Target, law, part_of

PACKING = 0.61
"""Fitted on Sakuda 2013 (doi:10.1038/srep02261), 75, 200 and 450 MPa: sulfide glass, yielding at 202 MPa."""

SOFTENING_PER_K = 0.005
"""Assumption within 0.004-0.006: sulfide glass pressed at 200 C is fully dense (doi:10.1038/srep02261)."""

CREEP_RATE_PER_S = 3e-4
CREEP_EXPONENT = 3.0
"""Assumption: a minute at room temperature adds a point of density at most, hot pressing several."""

HECKEL_EXPONENT = 1.0
PANELLI_EXPONENT = 0.5
"""How ln(1 / porosity) grows with pressure: Heckel 1961; Panelli and Ambrosio Filho 2001."""


@law(
    "Densification between plates",
    unit="frac",
    source="Heckel 1961; Panelli and Ambrosio Filho 2001, doi:10.1016/S0032-5910(00)00207-2; constants: "
    "Sakuda 2013, doi:10.1038/srep02261",
    target=Target("absolute", 0.03),
)
def relative_density(
    pressure_MPa: Annotated[Array | float, Range(0.0, 1000.0, "Pressure of the press.", "P", 300.0)],
    yield_pressure_MPa: Annotated[
        Array | float, Range(50.0, 5000.0, "Yield pressure of the powder at 25 C.", "Py", 330.0)
    ],
    temperature_C: Annotated[Array | float, Range(15.0, 250.0, "Temperature of the plates.", "T", 25.0)],
    dwell_s: Annotated[Array | float, Range(0.0, 7200.0, "Time under pressure.", "t", 60.0)],
    packing: Annotated[
        Array | float, Range(0.0, 3.0, "ln(1 / porosity) of the powder before any pressure.", "A")
    ] = PACKING,
    softening_per_K: Annotated[Array | float, Range(0.0, 0.02, "With temperature.", "a")] = SOFTENING_PER_K,
    creep_rate_per_s: Annotated[Array | float, Range(0.0, 0.1, "At yield pressure.", "k")] = CREEP_RATE_PER_S,
    exponent: Annotated[
        Array | float, Range(0.5, 1.0, "1 after Heckel, 0.5 after Panelli and Ambrosio Filho.", "n")
    ] = HECKEL_EXPONENT,
    pressure_before_MPa: Annotated[
        Array | float, Range(0.0, 1000.0, "Highest pressure so far, as it would act at 25 C.", "P0")
    ] = 0.0,
) -> Array | float:
    """Return the relative density under pressure, and after creep over the dwell.

        D = 1 - exp(-A - max(p, P0 / Py)^n - k · t · p^3),   p = P / Py · exp(a · (T - 25))

    Heckel (n = 1) suits glass, which flows; Panelli and Ambrosio Filho (n = 0.5) suits crystalline grains,
    which harden. A belongs to the powder. What an earlier pressure has closed stays closed, and only one that
    works harder adds to it; creep is the closed form of dD/dt = k (1 - D) p^3.

    >>> round(relative_density(330.0, 330.0, 25.0, 0.0), 4)
    0.8001
    """
    reduced = pressure_MPa / yield_pressure_MPa * softening(temperature_C, softening_per_K)
    hardened = larger(reduced, pressure_before_MPa / yield_pressure_MPa)
    crept = creep_rate_per_s * dwell_s * reduced**CREEP_EXPONENT
    return 1.0 - exp(-(packing + hardened**exponent) - crept)


@part_of("relative_density")
def packing_before(
    porosity_frac: Array | float,
    pressure_MPa: Array | float,
    yield_pressure_MPa: Array | float,
    exponent: Array | float,
) -> Array | float:
    """Return ln(1 / porosity) that what is so porous after a pressure, as at 25 °C, had before any."""
    return -log(porosity_frac) - (pressure_MPa / yield_pressure_MPa) ** exponent


@law(
    "Yield pressure of a mixture between plates",
    unit="MPa",
    source="Ketter 2025, doi:10.1038/s41467-025-56514-5, densities of NCM83 and Li6PS5Cl at 500 MPa; form: "
    "geometric mean, preferred to arithmetic and harmonic with all rows in view",
    target=Target("relative", 0.2),
)
def mixed_yield_MPa(
    electrolyte_MPa: Annotated[
        Array | float, Range(50.0, 5000.0, "Yield pressure of electrolyte alone.", "Pe", 250.0)
    ],
    active_MPa: Annotated[
        Array | float, Range(50.0, 20000.0, "Yield pressure of active material alone.", "Pa", 1700.0)
    ],
    electrolyte_volume: Annotated[
        Array | float, Range(0.0, 1.0, "Volume of electrolyte, in any unit.", "Ve", 0.25)
    ],
    active_volume: Annotated[
        Array | float, Range(0.0, 1.0, "Volume of active material, in the same.", "Va", 0.75)
    ],
) -> Array | float:
    """Return the yield pressure of a mixture of soft electrolyte and hard grains.

        Py = Pe^x · Pa^(1 - x),   x = Ve / (Ve + Va)

    >>> round(mixed_yield_MPa(250.0, 1000.0, 0.5, 0.5), 4)
    500.0
    """
    share = electrolyte_volume / (electrolyte_volume + active_volume)
    return electrolyte_MPa**share * active_MPa ** (1.0 - share)
