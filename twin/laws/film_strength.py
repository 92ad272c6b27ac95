"""Strength of a self-supporting film: fibrils of binder carry it, and what breaks it."""

from __future__ import annotations

import math
from typing import Annotated

from twin.core.arrays import exp
from twin.core.material import Array
from twin.laws.registry.argument import Physical, Range
from twin.laws.registry.law import Target, definition, law

STRENGTH_MPA = 0.369
BINDER_EXPONENT = 0.824
FIBRIL_EXPONENT = 1.02
"""Fitted on Lee 2025: films with 0.1 and 0.5 % PTFE (doi:10.1038/s41467-025-59363-4), taken as fully drawn,
and one with 3 % kneaded in a single step (doi:10.1039/d5ee03240g), taken as drawn to 0.3 (assumption)."""

SOFTENING_PER_K = 0.0123
"""PTFE loses 67 % of its modulus from 30 to 120 C (Lee 2025, doi:10.1038/s41467-025-59363-4); that strength
follows modulus: assumption."""


@law(
    "Strength of a self-supporting film",
    unit="MPa",
    source="Lee 2025, doi:10.1038/s41467-025-59363-4 and doi:10.1039/d5ee03240g, 0.1 to 3 % PTFE",
    target=Target("relative", 0.3),
)
def film_strength_MPa(
    binder_mass_frac: Annotated[
        Array | float,
        Range(0.0005, 0.05, "Fibril-forming binder in the solids.", "w", 0.01, Physical(0.0, 1.0)),
    ],
    fibrillated_frac: Annotated[
        Array | float, Range(0.15, 1.0, "Share of it in fibrils.", "F", 0.8, Physical(0.0, 1.0))
    ],
    temperature_C: Annotated[Array | float, Range(15.0, 130.0, "Temperature of the film.", "T", 30.0)],
    porosity_frac: Annotated[Array | float, Range(0.0, 0.5, "Pores: they carry nothing.", "ε", 0.27)],
    strength_MPa: Annotated[
        Array | float, Range(0.1, 3.0, "Of a film with 0.5 %, all drawn, at 30 C and 27 % pores.", "S1")
    ] = STRENGTH_MPA,
    binder_exponent: Annotated[
        Array | float, Range(0.5, 1.5, "Growth with the binder.", "n")
    ] = BINDER_EXPONENT,
    fibril_exponent: Annotated[Array | float, Range(0.5, 2.0, "Growth with fibrils.", "f")] = FIBRIL_EXPONENT,
    softening_per_K: Annotated[Array | float, Range(0.0, 0.03, "With temperature.", "a")] = SOFTENING_PER_K,
) -> Array | float:
    """Return the tensile strength over the cross-section, pores included; without fibrils there is none.

        S = S1 · (w / 0.005)^n · F^f · exp(-a · (T - 30)) · (1 - ε) / 0.73

    >>> round(film_strength_MPa(0.005, 1.0, 30.0, 0.27), 4)
    0.369
    """
    drawn = (binder_mass_frac / 0.005) ** binder_exponent * fibrillated_frac**fibril_exponent
    solids = (1.0 - porosity_frac) / 0.73
    return strength_MPa * drawn * exp(-softening_per_K * (temperature_C - 30.0)) * solids


@definition
def web_strength_N_m(strength_MPa: Array | float, thickness_um: Array | float) -> Array | float:
    """Return the force per width that tears a layer: 1 MPa over 1 um is 1 N/m; layers add up."""
    return strength_MPa * thickness_um


@law(
    "Web breaks under tension",
    unit="ratio",
    source="Weibull 1951: weakest place of a long web; modulus of paper and films, 4 to 15: assumption",
)
def break_hazard_ratio(
    strength_N_m: Annotated[
        float, Range(1.0, 5000.0, "Mean strength of the web per width.", "S", 20.0, Physical(0.0))
    ],
    tension_N_m: Annotated[float, Range(0.0, 500.0, "Tension of the web per width.", "T", 8.0)],
    modulus: Annotated[float, Range(3.0, 20.0, "Weibull modulus of the strength.", "m", 8.0)],
) -> float:
    """Return how many times as often a web breaks as at a tension of half its strength; inf where it tears.

        h = (T / (S · 0.5))^m,   inf for T ≥ S

    >>> break_hazard_ratio(20.0, 10.0, 8.0)
    1.0
    >>> break_hazard_ratio(10.0, 10.0, 8.0)
    inf
    """
    if tension_N_m >= strength_N_m:
        return math.inf if tension_N_m > 0.0 else 0.0
    return float((tension_N_m / (0.5 * strength_N_m)) ** modulus)
