"""Network of ions: electrolyte that connects above a threshold, and what thins it, clumps it or blocks it."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import Target, law, part_of

FINE_THRESHOLD_FRAC = 0.0368
"""Threshold of electrolyte far finer than the active grains. Fitted together with binder blocking on six of
nine composites with carbon (Kim 2024, Bazzoun 2026, Lee 2025; first and last row of each), 0.5 um on 4 um.
Below the 0.058 that packed spheres give (Scher and Zallen 1970, doi:10.1063/1.1674565): sulfides flow."""

COARSE_ION_THRESHOLD_FRAC = 0.2186
"""Fitted on Minnmann 2021 (doi:10.1149/1945-7111/abf8d7, rows 0, 2, 4) and Schlautmann 2023
(doi:10.1002/aenm.202302309, 11 um), both laboratories with the same weight; size ratios 1-12."""

HALF_WAY_RATIO = 0.3
RATIO_EXPONENT = 3.0
"""Between fine and coarse, size ratios below 1: assumption."""

ION_EXPONENT = 2.0
"""Universal exponent of conduction in three dimensions (Stauffer and Aharony 1994)."""

WIDTH_FRAC = 0.01
"""Assumption: volume share over which the onset is smeared, as a layer some ten grains thick smears it."""

ION_BLOCKING_FRAC = 0.0196
"""Binder mass fraction that leaves 1/e; fitted together with `FINE_THRESHOLD_FRAC`."""

ION_DILUTION_EXPONENT = 0.5
"""Carbon in the electrolyte. Undecided: 0 to 1.5 fit the data equally, each with its own threshold."""

_PERCOLATION = "Minnmann 2021, doi:10.1149/1945-7111/abf8d7; Schlautmann 2023, doi:10.1002/aenm.202302309; "
_WITH_CARBON = "Kim 2024, doi:10.1002/adfm.202409318; Bazzoun 2026; Lee 2025, doi:10.1038/s41467-025-59363-4"

ElectrolyteSize = Annotated[
    Array | float, Range(0.3, 50.0, "Median size of the electrolyte particles.", "dSE", 4.0)
]
ActiveSize = Annotated[Array | float, Range(1.0, 20.0, "Median size of the active grains.", "dAM", 4.0)]


@part_of("ionic_conductivity", "electronic_conductivity")
def above_threshold(share_frac: Array | float, threshold_frac: Array | float, width: Array | float) -> Array:
    """Return the distance above a threshold, smooth near it: u far above, width²/|u| far below."""
    distance = np.asarray(share_frac) - threshold_frac
    spread = np.sqrt(distance * distance + 4.0 * width * width)
    # of the two equal forms the one that does not take the difference of two near numbers
    low = 2.0 * width * width / np.maximum(spread - distance, np.finfo(np.float64).tiny)
    return np.asarray(np.where(distance >= 0.0, 0.5 * (distance + spread), low))


@part_of("ionic_conductivity")
def ion_threshold(
    electrolyte_d50_um: Array | float,
    active_d50_um: Array | float,
    fine_frac: Array | float = FINE_THRESHOLD_FRAC,
    coarse_frac: Array | float = COARSE_ION_THRESHOLD_FRAC,
) -> Array:
    """Return the volume fraction at which the electrolyte first connects.

    Fine electrolyte fills the gaps between the grains and connects early; the threshold rises with
    the size ratio and levels off.
    """
    ratio = (np.asarray(electrolyte_d50_um) / active_d50_um / HALF_WAY_RATIO) ** RATIO_EXPONENT
    return np.asarray(fine_frac + (coarse_frac - fine_frac) * ratio / (1.0 + ratio))


@law(
    "Ion conductivity of a composite",
    unit="mS/cm",
    source=_PERCOLATION + _WITH_CARBON,
    target=Target("decades", 0.15),
)
def ionic_conductivity(
    electrolyte_frac: Annotated[
        Array | float, Range(0.10, 0.80, "Of the total volume, pores included.", "φ", 0.35)
    ],
    electrolyte_conductivity_mS_cm: Annotated[
        Array | float, Range(0.01, 30.0, "Of the dense electrolyte.", "σ0", 2.0)
    ],
    electrolyte_d50_um: ElectrolyteSize,
    active_d50_um: ActiveSize,
    binder_mass_frac: Annotated[Array | float, Range(0.0, 0.05, "Binder per solids.", "w", 0.0)],
    carbon_frac: Annotated[Array | float, Range(0.0, 0.15, "Carbon of the total volume.", "φC")] = 0.0,
    contact_frac: Annotated[
        Array | float, Range(0.4, 1.0, "Contact that agglomerates of electrolyte leave.", "c")
    ] = 1.0,
    fine_threshold_frac: Annotated[
        Array | float, Range(0.01, 0.08, "Threshold of fine electrolyte.", "f")
    ] = FINE_THRESHOLD_FRAC,
    coarse_threshold_frac: Annotated[
        Array | float, Range(0.15, 0.30, "Threshold of coarse electrolyte.", "g")
    ] = COARSE_ION_THRESHOLD_FRAC,
    blocking_frac: Annotated[
        Array | float, Range(0.01, 0.2, "Binder leaving 1/e of it.", "b")
    ] = ION_BLOCKING_FRAC,
    dilution_exponent: Annotated[
        Array | float, Range(0.0, 1.5, "How much carbon thins the network.", "n")
    ] = ION_DILUTION_EXPONENT,
) -> Array:
    """Return the ion conductivity (mS/cm) of a composite; volume fractions of the total, pores included.

        σ = σ0 · c · min(s / (1 - φc), 1)^2 · (φ / (φ + φC))^n · exp(-w / b)
        s = (u + √(u² + 4 · 0.01²)) / 2,   u = φ - φc
        φc = f + (g - f) · x / (1 + x),   x = (dSE / dAM / 0.3)^3

    Percolation above a threshold φc that rises with the size ratio of the particles, smeared near it. Below
    it hardly anything is left, without electrolyte nothing. Agglomerates cost contact between particles, not
    threshold: under pressure sulfide lumps flow and are no massive grains. Binder blocks contacts, carbon
    sits in the electrolyte and thins it.

    >>> round(float(ionic_conductivity(0.4, 2.0, 2.0, 4.0, 0.01, 0.02)), 4)
    0.0812
    """
    electrolyte = np.asarray(electrolyte_frac)
    threshold = ion_threshold(electrolyte_d50_um, active_d50_um, fine_threshold_frac, coarse_threshold_frac)
    above = np.minimum(above_threshold(electrolyte, threshold, WIDTH_FRAC) / (1.0 - threshold), 1.0)
    # nothing at all conducts nothing, with carbon or without
    least = np.finfo(np.float64).tiny
    diluted = np.where(electrolyte > 0.0, electrolyte, 0.0) / np.maximum(electrolyte + carbon_frac, least)
    thinned = np.where(electrolyte > 0.0, diluted**dilution_exponent, 0.0)
    blocked = np.exp(-np.asarray(binder_mass_frac) / blocking_frac)
    conducting = electrolyte_conductivity_mS_cm * contact_frac
    return np.asarray(conducting * above**ION_EXPONENT * thinned * blocked)
