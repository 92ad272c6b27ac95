"""Networks of particles: ions through the electrolyte, electrons through active grains and carbon."""

from __future__ import annotations

import numpy as np

from twin.material import Array

ION_THRESHOLD_FINE_FRAC = 0.058
ION_THRESHOLD_COARSE_FRAC = 0.215
ION_THRESHOLD_RATIO = 0.4
ION_RATIO_EXPONENT = 2.0
ION_EXPONENT = 2.0
ION_BINDER_BLOCKING = 50.0
ION_CARBON_EXPONENT = 2.0

ACTIVE_THRESHOLD_FRAC = 0.31
ACTIVE_THRESHOLD_SLOPE = 0.035
ACTIVE_THRESHOLD_LOW_FRAC = 0.16
ACTIVE_THRESHOLD_HIGH_FRAC = 0.58
ACTIVE_EXPONENT = 1.3
COMPACT_SHARE = 0.36

CARBON_EXPONENT = 0.4
CARBON_THRESHOLD_FRAC = 0.046
CARBON_THRESHOLD_WIDTH_FRAC = 0.004
CARBON_DECADES = 2.85
CARBON_CONDUCTIVITY_MS_CM = 200.0
ROD_THRESHOLD = 0.7
ELECTRON_BINDER_BLOCKING = 180.0


def ion_threshold(electrolyte_d50_um: Array | float, active_d50_um: Array | float) -> Array:
    """Return the volume fraction at which the electrolyte first connects.

    Fine electrolyte fills the gaps between the grains and connects early; the threshold rises with
    the size ratio and levels off.
    """
    ratio = (np.asarray(electrolyte_d50_um) / active_d50_um) ** ION_RATIO_EXPONENT
    middle = ION_THRESHOLD_RATIO**ION_RATIO_EXPONENT
    span = ION_THRESHOLD_COARSE_FRAC - ION_THRESHOLD_FINE_FRAC
    return np.asarray(ION_THRESHOLD_FINE_FRAC + span * ratio / (ratio + middle))


def ionic_conductivity(
    electrolyte_frac: Array | float,
    electrolyte_conductivity_mS_cm: Array | float,
    electrolyte_d50_um: Array | float,
    active_d50_um: Array | float,
    binder_mass_frac: Array | float,
    carbon_frac: Array | float = 0.0,
) -> Array:
    """Return the ion conductivity (mS/cm) of a composite; volume fractions include the pores.

    Percolation above a threshold that depends on the size ratio; binder blocks contacts; carbon sits
    in the electrolyte and dilutes it.
    """
    threshold = ion_threshold(electrolyte_d50_um, active_d50_um)
    above = np.maximum((np.asarray(electrolyte_frac) - threshold) / (1.0 - threshold), 0.0)
    blocked = np.exp(-ION_BINDER_BLOCKING * np.asarray(binder_mass_frac))
    matrix = np.asarray(electrolyte_frac) + carbon_frac
    diluted = np.divide(electrolyte_frac, matrix, out=np.ones_like(matrix), where=matrix > 0.0)
    return np.asarray(
        electrolyte_conductivity_mS_cm * above**ION_EXPONENT * blocked * diluted**ION_CARBON_EXPONENT
    )


def active_threshold(electrolyte_d50_um: Array | float, active_d50_um: Array | float) -> Array:
    """Return the volume fraction at which the active grains first touch through the composite.

    Small grains string together around coarse electrolyte: the threshold falls with d_SE/d_AM.
    """
    slope = ACTIVE_THRESHOLD_SLOPE * np.log(np.asarray(electrolyte_d50_um) / active_d50_um)
    return np.clip(ACTIVE_THRESHOLD_FRAC - slope, ACTIVE_THRESHOLD_LOW_FRAC, ACTIVE_THRESHOLD_HIGH_FRAC)


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

    Carbon has only the room the active grains leave. `dispersion_frac`: share of the carbon not locked
    up in agglomerates.
    """
    carbon = dispersion_frac * np.asarray(carbon_frac)
    room = np.maximum(1.0 - np.asarray(active_frac), carbon)
    share = np.divide(carbon, room, out=np.zeros_like(room * carbon), where=room > 0.0)
    distance = (share - carbon_threshold(carbon_aspect_ratio)) / CARBON_THRESHOLD_WIDTH_FRAC
    apart = 1.0 / (1.0 + np.exp(np.clip(distance, -50.0, 50.0)))
    return np.asarray(carbon**CARBON_EXPONENT * 10.0 ** (-CARBON_DECADES * apart))


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
) -> Array:
    """Return the electron conductivity (mS/cm): active grains and carbon in parallel, binder in the way."""
    threshold = active_threshold(electrolyte_d50_um, active_d50_um)
    above = np.maximum((np.asarray(active_frac) - threshold) / (1.0 - threshold), 0.0)
    active = active_conductivity_mS_cm * COMPACT_SHARE * above**ACTIVE_EXPONENT
    network = carbon_network(active_frac, carbon_frac, carbon_aspect_ratio, dispersion_frac)
    blocked = np.exp(-ELECTRON_BINDER_BLOCKING * np.asarray(binder_mass_frac))
    return np.asarray((active + carbon_conductivity_mS_cm * network) * blocked)
