"""Densification of a powder between plates: Heckel with temperature and dwell."""

from __future__ import annotations

from typing import Annotated

from twin.core.arrays import exp, smaller
from twin.core.material import Array
from twin.laws.compaction import softening
from twin.laws.registry.argument import Range
from twin.laws.registry.law import Target, law

PACKING = 0.61
"""Fitted on Sakuda 2013 (doi:10.1038/srep02261), 75, 200 and 450 MPa: sulfide glass, yielding at 202 MPa."""

SOFTENING_PER_K = 0.005
"""Assumption within 0.004-0.006: sulfide glass pressed at 200 C is fully dense (doi:10.1038/srep02261)."""

CREEP_RATE_PER_S = 3e-4
CREEP_EXPONENT = 3.0
"""Assumption: a minute at room temperature adds a point of density at most, hot pressing several."""

LOOSE_FRAC = 1.0
"""Porosity of powder no pressure has closed yet: the law of Heckel holds whatever it was."""


@law(
    "Densification between plates",
    unit="frac",
    source="Heckel 1961; Sakuda 2013, doi:10.1038/srep02261",
    target=Target("absolute", 0.03),
)
def relative_density(
    pressure_MPa: Annotated[Array | float, Range(0.0, 1000.0, "Pressure of the press.", "P", 300.0)],
    yield_pressure_MPa: Annotated[
        Array | float, Range(50.0, 3000.0, "Yield pressure of the powder at 25 C.", "Py", 330.0)
    ],
    temperature_C: Annotated[Array | float, Range(15.0, 250.0, "Temperature of the plates.", "T", 25.0)],
    dwell_s: Annotated[Array | float, Range(0.0, 7200.0, "Time under pressure.", "t", 60.0)],
    packing: Annotated[Array | float, Range(0.0, 3.0, "-ln(1-D) after the grains have slid.", "A")] = PACKING,
    softening_per_K: Annotated[Array | float, Range(0.0, 0.02, "With temperature.", "a")] = SOFTENING_PER_K,
    creep_rate_per_s: Annotated[Array | float, Range(0.0, 0.1, "At yield pressure.", "k")] = CREEP_RATE_PER_S,
    porosity_before_frac: Annotated[
        Array | float, Range(0.0, 1.0, "Porosity earlier pressures have left; 1 for powder.", "ε0")
    ] = LOOSE_FRAC,
) -> Array | float:
    """Return the relative density under pressure: Heckel's law, and creep over the dwell.

        D = 1 - min(ε0, exp(-A - p)) · exp(-k · t · p^3),   p = P / Py · exp(a · (T - 25))

    A is the packing once the grains have slid into place: it belongs to the powder. What an earlier pressure
    has closed stays closed, creep adds to it: the closed form of dD/dt = k (1 - D) p^3.

    >>> round(relative_density(330.0, 330.0, 25.0, 0.0), 4)
    0.8001
    """
    reduced = pressure_MPa / yield_pressure_MPa * softening(temperature_C, softening_per_K)
    crept = creep_rate_per_s * dwell_s * reduced**CREEP_EXPONENT
    return 1.0 - smaller(porosity_before_frac, exp(-(packing + reduced))) * exp(-crept)
