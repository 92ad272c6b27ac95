"""Network of electrons: active grains that touch, and carbon, black or fibres, in the room they leave."""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np
from scipy.special import expit

from twin.core.material import Array
from twin.laws.percolation import ActiveSize, ElectrolyteSize, above_threshold
from twin.laws.registry.argument import Range
from twin.laws.registry.law import Target, law, part_of

_LN_10 = math.log(10.0)

ACTIVE_THRESHOLD_FRAC = 0.1743
ACTIVE_THRESHOLD_SLOPE = 0.0461
ACTIVE_EXPONENT = 2.532
"""Fitted on Minnmann 2021 (rows 0, 2, 4) and Schlautmann 2023 (40 um); threshold at equal sizes, its fall
per e-fold of the size ratio; ratios 1-12, active volume 0.25-0.61."""

LOWEST_ACTIVE_THRESHOLD_FRAC = 0.058
"""Fine grains between densely packed coarse ones: the critical volume 0.16 (Scher and Zallen 1970,
doi:10.1063/1.1674565) of the voids, 0.36."""

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

FIBRE_EXPONENT = 2.0
"""Composites of nanotubes: typical of a survey of 147 (Bauhofer and Kovacs 2009,
doi:10.1016/j.compscitech.2008.06.018)."""

FIBRE_WIDTH = 0.1
"""Assumption: width of the onset over the threshold."""

ELECTRON_BLOCKING_FRAC = 0.00551
"""Fitted on Lee 2025 (doi:10.1038/s41467-025-59363-4), 0.5 and 5 wt% PTFE: binder that leaves 1/e."""

_GRAINS = "Minnmann 2021, doi:10.1149/1945-7111/abf8d7; Schlautmann 2023, doi:10.1002/aenm.202302309; "
_CARBON = "Reisacher 2023, doi:10.3390/batteries9120595; Lee 2025, doi:10.1038/s41467-025-59363-4"


@part_of("electronic_conductivity")
def active_threshold(
    electrolyte_d50_um: Array | float,
    active_d50_um: Array | float,
    equal_frac: Array | float = ACTIVE_THRESHOLD_FRAC,
) -> Array:
    """Return the volume fraction at which the active grains first touch through the composite.

    Small grains string together around coarse electrolyte: the threshold falls with d_SE/d_AM.
    """
    fall = ACTIVE_THRESHOLD_SLOPE * np.log(np.asarray(electrolyte_d50_um) / active_d50_um)
    threshold = np.maximum(equal_frac - fall, LOWEST_ACTIVE_THRESHOLD_FRAC)
    return np.asarray(np.minimum(threshold, HIGHEST_ACTIVE_THRESHOLD_FRAC))


def _matrix_frac(active_frac: Array | float, carbon_frac: Array) -> Array:
    """Return the room the active grains leave to carbon, as much as carbon fills where that is more."""
    return np.maximum(1.0 - np.asarray(active_frac), np.maximum(carbon_frac, 1e-300))


@part_of("electronic_conductivity")
def black_network(
    active_frac: Array | float,
    carbon_frac: Array | float,
    threshold_frac: Array | float = CARBON_THRESHOLD_FRAC,
) -> Array:
    """Return the conductivity of a network of carbon black over that of the compact.

    Carbon has only the room the active grains leave, the matrix, and goes round them. Below the
    threshold aggregates still exchange electrons across the electrolyte, decades weaker.
    """
    carbon = np.asarray(carbon_frac)
    matrix = _matrix_frac(active_frac, carbon)
    apart = expit((1.0 - carbon / (matrix * threshold_frac)) / CARBON_WIDTH)
    bridged = np.exp(-CARBON_DECADES * _LN_10 * apart)
    return np.asarray(carbon**CARBON_EXPONENT * matrix**TORTUOSITY_EXPONENT * bridged)


@part_of("electronic_conductivity")
def fibre_network(
    active_frac: Array | float, carbon_frac: Array | float, carbon_aspect_ratio: Array | float
) -> Array:
    """Return the conductivity of a network of fibres or tubes over that of a bed of them.

    Random rods in the matrix the active grains leave, which takes the same share of the cross-section.
    """
    carbon = np.asarray(carbon_frac)
    matrix = _matrix_frac(active_frac, carbon)
    threshold = ROD_THRESHOLD / np.maximum(np.asarray(carbon_aspect_ratio), 1.0)
    above = above_threshold(carbon / matrix, threshold, FIBRE_WIDTH * threshold) / (1.0 - threshold)
    return np.asarray(np.where(carbon > 0.0, above**FIBRE_EXPONENT * matrix, 0.0))


@part_of("electronic_conductivity")
def carbon_network(
    active_frac: Array | float,
    carbon_frac: Array | float,
    carbon_aspect_ratio: Array | float,
    threshold_frac: Array | float = CARBON_THRESHOLD_FRAC,
) -> Array:
    """Return the conductivity of the carbon network over that of the carbon alone.

    Rods that would connect before aggregates of black do are fibres; anything shorter is black.
    """
    black = black_network(active_frac, carbon_frac, threshold_frac)
    are_fibres = threshold_frac * np.asarray(carbon_aspect_ratio) > ROD_THRESHOLD
    if not are_fibres.any():
        return black
    return np.where(are_fibres, fibre_network(active_frac, carbon_frac, carbon_aspect_ratio), black)


@law(
    "Electron conductivity of a composite",
    unit="mS/cm",
    source=_GRAINS + _CARBON,
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
        Array | float, Range(10.0, 1e5, "Carbon pressed alone.", "σC")
    ] = CARBON_CONDUCTIVITY_MS_CM,
    carbon_aspect_ratio: Annotated[
        Array | float, Range(1.0, 1000.0, "Length over diameter of the carbon.", "a")
    ] = 1.0,
    dispersion_frac: Annotated[
        Array | float, Range(0.05, 1.0, "Carbon not locked up in agglomerates or bundles.", "x")
    ] = 1.0,
    matrix_conductivity_mS_cm: Annotated[
        Array | float, Range(0.0, 1.0, "Electrolyte without carbon.", "σM")
    ] = 0.0,
    active_threshold_frac: Annotated[
        Array | float, Range(0.10, 0.30, "Threshold of active grains, equal sizes.", "f")
    ] = ACTIVE_THRESHOLD_FRAC,
    carbon_threshold_frac: Annotated[
        Array | float, Range(0.01, 0.10, "Threshold of carbon black in the matrix.", "g")
    ] = CARBON_THRESHOLD_FRAC,
    blocking_frac: Annotated[
        Array | float, Range(0.0025, 0.1, "Binder leaving 1/e of it.", "b")
    ] = ELECTRON_BLOCKING_FRAC,
) -> Array:
    """Return the electron conductivity (mS/cm): active grains and carbon in parallel, binder in the way.

        σ = (σA · max((φ - φc) / (1 - φc), 0)^2.532 + σC · N) · exp(-w / b) + σM
        φc = f - 0.0461 · ln(dSE / dAM), within 0.058 to 0.453
        c = x · φC,   m = 1 - φ,   p = 0.7 / a
        N = c^0.3 · m^0.5 · 10^-(2.9 / (1 + exp((c / m / g - 1) / 0.064)))   where p ≥ g: carbon black
        N = (s / (1 - p))^2 · m,   s = (u + √(u² + 0.04 · p²)) / 2,   u = c / m - p   where p < g: fibres

    Volume fractions of the total, pores included. Carbon has only the room m the active grains leave and goes
    round them. Below its threshold black still exchanges electrons across the electrolyte, 2.9 decades
    weaker; fibres connect far earlier and then gain with the square of the distance.

    >>> round(float(electronic_conductivity(0.45, 0.0, 7.2, 4.0, 11.0, 0.005)), 4)
    0.2336
    """
    threshold = active_threshold(electrolyte_d50_um, active_d50_um, active_threshold_frac)
    above = np.maximum((np.asarray(active_frac) - threshold) / (1.0 - threshold), 0.0)
    free = dispersion_frac * np.asarray(carbon_frac)
    network = carbon_network(active_frac, free, carbon_aspect_ratio, carbon_threshold_frac)
    grains = active_conductivity_mS_cm * above**ACTIVE_EXPONENT
    blocked = np.exp(-np.asarray(binder_mass_frac) / blocking_frac)
    return np.asarray((grains + carbon_conductivity_mS_cm * network) * blocked + matrix_conductivity_mS_cm)
