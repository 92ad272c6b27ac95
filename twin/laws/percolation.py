"""Networks of particles: ions through the electrolyte, electrons through active grains and carbon."""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np
from scipy.special import expit

from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import Target, law, part_of

_LN_10 = math.log(10.0)

FINE_THRESHOLD_FRAC = 0.058
"""Threshold of grains far finer than their neighbours: the critical volume 0.16 (Scher and Zallen 1970,
doi:10.1063/1.1674565) of the voids, 0.36, between densely packed coarse ones."""

COARSE_ION_THRESHOLD_FRAC = 0.2155
"""Fitted on Minnmann 2021 (doi:10.1149/1945-7111/abf8d7, rows 0, 2, 4) and Schlautmann 2023
(doi:10.1002/aenm.202302309, 11 um), both laboratories with the same weight; size ratios 1-12."""

HALF_WAY_RATIO = 0.3
RATIO_EXPONENT = 3.0
"""Between fine and coarse, size ratios below 1: assumption, set so that fine electrolyte on usual grains
(ratio 0.1-0.25) connects at 0.06-0.12."""

ION_EXPONENT = 2.0
"""Universal exponent of conduction in three dimensions (Stauffer and Aharony 1994)."""

ION_BINDER_BLOCKING = 49.1
ELECTRON_BINDER_BLOCKING = 188.0
"""Fitted on Lee 2025 (doi:10.1038/s41467-025-59363-4), 0.5 and 5 wt% PTFE; per binder mass fraction."""

DILUTION_EXPONENT = 1.5
"""A conductor with insulating inclusions (Bruggeman 1935, doi:10.1002/andp.19354160705)."""

ACTIVE_THRESHOLD_FRAC = 0.1743
ACTIVE_THRESHOLD_SLOPE = 0.0461
ACTIVE_EXPONENT = 2.532
"""Fitted on Minnmann 2021 (rows 0, 2, 4) and Schlautmann 2023 (40 um); threshold at equal sizes, its fall
per e-fold of the size ratio; ratios 1-12, active volume 0.25-0.61."""

HIGHEST_ACTIVE_THRESHOLD_FRAC = 0.453
"""Modelled for active grains of 3 um (Bielefeld 2019, doi:10.1021/acs.jpcc.8b11043)."""

CARBON_DECADES = 2.9
CARBON_CONDUCTIVITY_MS_CM = 200.0
"""Fitted on Reisacher 2023 (doi:10.3390/batteries9120595, 0, 3, 5 and 100 wt% C65)."""

CARBON_EXPONENT = 0.3
CARBON_THRESHOLD_FRAC = 0.047
CARBON_WIDTH = 0.064
TORTUOSITY_EXPONENT = 0.5
"""Chosen by hand with every row of Reisacher 2023 and of Kim 2024 (doi:10.1002/adfm.202409318) in view, the
threshold within the 4-5 vol% of the former; width over threshold; the last for the detour around grains."""

ROD_THRESHOLD = 0.7
"""Threshold of random rods times their aspect ratio (Balberg 1984, doi:10.1103/PhysRevB.30.3933)."""

_PERCOLATION = "Minnmann 2021, doi:10.1149/1945-7111/abf8d7; Schlautmann 2023, doi:10.1002/aenm.202302309; "
_BINDER = "Lee 2025, doi:10.1038/s41467-025-59363-4"

ElectrolyteSize = Annotated[
    Array | float, Range(0.3, 50.0, "Median size of the electrolyte, agglomerates included.", "dSE", 4.0)
]
ActiveSize = Annotated[Array | float, Range(1.0, 20.0, "Median size of the active grains.", "dAM", 4.0)]


@part_of("ionic_conductivity")
def ion_threshold(electrolyte_d50_um: Array | float, active_d50_um: Array | float) -> Array:
    """Return the volume fraction at which the electrolyte first connects.

    Fine electrolyte fills the gaps between the grains and connects early; the threshold rises with
    the size ratio and levels off.
    """
    ratio = (np.asarray(electrolyte_d50_um) / active_d50_um / HALF_WAY_RATIO) ** RATIO_EXPONENT
    span = COARSE_ION_THRESHOLD_FRAC - FINE_THRESHOLD_FRAC
    return np.asarray(FINE_THRESHOLD_FRAC + span * ratio / (1.0 + ratio))


@law(
    "Ion conductivity of a composite",
    unit="mS/cm",
    source=_PERCOLATION + _BINDER,
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
) -> Array:
    """Return the ion conductivity (mS/cm) of a composite; volume fractions of the total, pores included.

        σ = σ0 · max((φ - φc) / (1 - φc), 0)^2 · (φ / (φ + φC))^1.5 · exp(-49.1 · w)
        φc = 0.058 + (0.2155 - 0.058) · x / (1 + x),   x = (dSE / dAM / 0.3)^3

    Percolation above a threshold φc that rises with the size ratio, nothing below it; binder blocks
    contacts; carbon sits in the electrolyte and dilutes it. 0.058: fine grains in the gaps of coarse ones.

    >>> round(float(ionic_conductivity(0.4, 2.0, 2.0, 4.0, 0.01, 0.02)), 4)
    0.0778
    """
    electrolyte = np.asarray(electrolyte_frac)
    threshold = ion_threshold(electrolyte_d50_um, active_d50_um)
    above = np.maximum((electrolyte - threshold) / (1.0 - threshold), 0.0)
    # below the threshold the quotient does not matter; the threshold keeps it away from 0/0
    connected = np.maximum(electrolyte, threshold)
    diluted = connected / (connected + carbon_frac)
    blocked = np.exp(-ION_BINDER_BLOCKING * np.asarray(binder_mass_frac))
    return np.asarray(
        electrolyte_conductivity_mS_cm * above**ION_EXPONENT * diluted**DILUTION_EXPONENT * blocked
    )


@part_of("electronic_conductivity")
def active_threshold(electrolyte_d50_um: Array | float, active_d50_um: Array | float) -> Array:
    """Return the volume fraction at which the active grains first touch through the composite.

    Small grains string together around coarse electrolyte: the threshold falls with d_SE/d_AM.
    """
    fall = ACTIVE_THRESHOLD_SLOPE * np.log(np.asarray(electrolyte_d50_um) / active_d50_um)
    threshold = np.maximum(ACTIVE_THRESHOLD_FRAC - fall, FINE_THRESHOLD_FRAC)
    return np.asarray(np.minimum(threshold, HIGHEST_ACTIVE_THRESHOLD_FRAC))


@part_of("electronic_conductivity")
def carbon_threshold(carbon_aspect_ratio: Array | float) -> Array:
    """Return the carbon share of the matrix at which carbon connects: random rods, or aggregates."""
    return np.minimum(CARBON_THRESHOLD_FRAC, ROD_THRESHOLD / np.asarray(carbon_aspect_ratio))


@part_of("electronic_conductivity")
def carbon_network(
    active_frac: Array | float,
    carbon_frac: Array | float,
    carbon_aspect_ratio: Array | float,
    dispersion_frac: Array | float,
) -> Array:
    """Return the conductivity of the carbon network over that of the carbon compact.

    Carbon has only the room the active grains leave, the matrix, and goes round them. Below the
    threshold aggregates still exchange electrons across the electrolyte, decades weaker.
    `dispersion_frac`: share of the carbon not locked up in agglomerates.
    """
    carbon = dispersion_frac * np.asarray(carbon_frac)
    matrix = np.maximum(1.0 - np.asarray(active_frac), np.maximum(carbon, 1e-300))
    over_threshold = carbon / (matrix * carbon_threshold(carbon_aspect_ratio))
    apart = expit((1.0 - over_threshold) / CARBON_WIDTH)
    bridged = np.exp(-CARBON_DECADES * _LN_10 * apart)
    return np.asarray(carbon**CARBON_EXPONENT * matrix**TORTUOSITY_EXPONENT * bridged)


@law(
    "Electron conductivity of a composite",
    unit="mS/cm",
    source=_PERCOLATION + "Reisacher 2023, doi:10.3390/batteries9120595; " + _BINDER,
    target=Target("decades", 0.25),
)
def electronic_conductivity(
    active_frac: Annotated[
        Array | float, Range(0.0, 0.80, "Of the total volume, pores included.", "φ", 0.45)
    ],
    carbon_frac: Annotated[Array | float, Range(0.0, 1.0, "Carbon of the total volume.", "φC", 0.0)],
    active_conductivity_mS_cm: Annotated[
        Array | float, Range(1e-4, 100.0, "Active material pressed alone.", "σA", 7.2)
    ],
    active_d50_um: ActiveSize,
    electrolyte_d50_um: ElectrolyteSize,
    binder_mass_frac: Annotated[Array | float, Range(0.0, 0.05, "Binder per solids.", "w")] = 0.0,
    carbon_conductivity_mS_cm: Annotated[
        Array | float, Range(10.0, 1e4, "Carbon pressed alone.", "σC")
    ] = CARBON_CONDUCTIVITY_MS_CM,
    carbon_aspect_ratio: Annotated[
        Array | float, Range(1.0, 1000.0, "Length over diameter of the carbon.", "a")
    ] = 1.0,
    dispersion_frac: Annotated[
        Array | float, Range(0.05, 1.0, "Carbon not locked up in agglomerates.", "x")
    ] = 1.0,
    matrix_conductivity_mS_cm: Annotated[
        Array | float, Range(0.0, 1.0, "Electrolyte without carbon.", "σM")
    ] = 0.0,
) -> Array:
    """Return the electron conductivity (mS/cm): active grains and carbon in parallel, binder in the way.

        σ = (σA · max((φ - φc) / (1 - φc), 0)^2.532 + σC · c^0.3 · m^0.5 · 10^-d) · exp(-188 · w) + σM
        φc = 0.1743 - 0.0461 · ln(dSE / dAM), within 0.058 to 0.453
        c = x · φC,   m = 1 - φ,   d = 2.9 / (1 + exp((c / m / min(0.047, 0.7 / a) - 1) / 0.064))

    Volume fractions of the total, pores included. Carbon has only the room m the active grains leave and goes
    round them; below its threshold aggregates still exchange electrons across the electrolyte, 2.9 decades
    weaker.

    >>> round(float(electronic_conductivity(0.45, 0.0, 7.2, 4.0, 11.0, 0.005)), 4)
    0.2261
    """
    threshold = active_threshold(electrolyte_d50_um, active_d50_um)
    above = np.maximum((np.asarray(active_frac) - threshold) / (1.0 - threshold), 0.0)
    network = carbon_network(active_frac, carbon_frac, carbon_aspect_ratio, dispersion_frac)
    grains = active_conductivity_mS_cm * above**ACTIVE_EXPONENT
    blocked = np.exp(-ELECTRON_BINDER_BLOCKING * np.asarray(binder_mass_frac))
    return np.asarray((grains + carbon_conductivity_mS_cm * network) * blocked + matrix_conductivity_mS_cm)
