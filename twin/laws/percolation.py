"""Networks of particles: ions through the electrolyte, electrons through active grains and carbon."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import expit

from twin.core.material import Array

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


def ion_threshold(electrolyte_d50_um: Array | float, active_d50_um: Array | float) -> Array:
    """Return the volume fraction at which the electrolyte first connects.

    Fine electrolyte fills the gaps between the grains and connects early; the threshold rises with
    the size ratio and levels off.
    """
    ratio = (np.asarray(electrolyte_d50_um) / active_d50_um / HALF_WAY_RATIO) ** RATIO_EXPONENT
    span = COARSE_ION_THRESHOLD_FRAC - FINE_THRESHOLD_FRAC
    return np.asarray(FINE_THRESHOLD_FRAC + span * ratio / (1.0 + ratio))


def ionic_conductivity(
    electrolyte_frac: Array | float,
    electrolyte_conductivity_mS_cm: Array | float,
    electrolyte_d50_um: Array | float,
    active_d50_um: Array | float,
    binder_mass_frac: Array | float,
    carbon_frac: Array | float = 0.0,
) -> Array:
    """Return the ion conductivity (mS/cm) of a composite; volume fractions of the total, pores included.

    Percolation above a threshold that depends on the size ratio, nothing below it; binder blocks
    contacts; carbon sits in the electrolyte and dilutes it.
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


def active_threshold(electrolyte_d50_um: Array | float, active_d50_um: Array | float) -> Array:
    """Return the volume fraction at which the active grains first touch through the composite.

    Small grains string together around coarse electrolyte: the threshold falls with d_SE/d_AM.
    """
    fall = ACTIVE_THRESHOLD_SLOPE * np.log(np.asarray(electrolyte_d50_um) / active_d50_um)
    threshold = np.maximum(ACTIVE_THRESHOLD_FRAC - fall, FINE_THRESHOLD_FRAC)
    return np.asarray(np.minimum(threshold, HIGHEST_ACTIVE_THRESHOLD_FRAC))


def carbon_threshold(carbon_aspect_ratio: Array | float) -> Array:
    """Return the carbon share of the matrix at which carbon connects: random rods, or aggregates."""
    return np.minimum(CARBON_THRESHOLD_FRAC, ROD_THRESHOLD / np.asarray(carbon_aspect_ratio))


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


def electronic_conductivity(
    active_frac: Array | float,
    carbon_frac: Array | float,
    active_conductivity_mS_cm: Array | float,
    active_d50_um: Array | float,
    electrolyte_d50_um: Array | float,
    binder_mass_frac: Array | float = 0.0,
    carbon_conductivity_mS_cm: Array | float = CARBON_CONDUCTIVITY_MS_CM,
    carbon_aspect_ratio: Array | float = 1.0,
    dispersion_frac: Array | float = 1.0,
    matrix_conductivity_mS_cm: Array | float = 0.0,
) -> Array:
    """Return the electron conductivity (mS/cm): active grains and carbon in parallel, binder in the way.

    Volume fractions of the total, pores included. `active_conductivity_mS_cm` is that of the active
    material pressed alone; `matrix_conductivity_mS_cm` what the electrolyte passes without carbon.
    """
    threshold = active_threshold(electrolyte_d50_um, active_d50_um)
    above = np.maximum((np.asarray(active_frac) - threshold) / (1.0 - threshold), 0.0)
    network = carbon_network(active_frac, carbon_frac, carbon_aspect_ratio, dispersion_frac)
    grains = active_conductivity_mS_cm * above**ACTIVE_EXPONENT
    blocked = np.exp(-ELECTRON_BINDER_BLOCKING * np.asarray(binder_mass_frac))
    return np.asarray((grains + carbon_conductivity_mS_cm * network) * blocked + matrix_conductivity_mS_cm)
