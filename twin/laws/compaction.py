"""Compaction of a porous layer under a roll: porosity and density after a pressure."""

from __future__ import annotations

import numpy as np

from twin.core.arrays import exp
from twin.core.material import Array

REFERENCE_TEMPERATURE_C = 25.0

REARRANGED_SHARE_FRAC = 0.133
FLOW_PRESSURE_MPA = 101.4
"""Fitted on Sangros Gimenez 2019 (doi:10.1016/j.powtec.2019.03.020), cases C1 and C4: NMC111 cathode,
20-160 MPa, 25 C."""

POROSITY_MIN_FRAC = 0.15
REARRANGEMENT_PRESSURE_MPA = 5.0
SOFTENING_PER_K = 0.006
"""Assumptions: floor of the recipe (0.12-0.20) and end of the sliding of grains, both chosen with cases C2
and C3 of Sangros Gimenez 2019 in view, and a softening below that of
the binder phase alone, which loses 41 % of its modulus from 25 to 80 C (doi:10.1016/j.ensm.2026.105321)."""


def softening(temperature_C: Array | float, softening_per_K: Array | float) -> Array | float:
    """Return by how much a pressure works harder at a temperature than at 25 °C."""
    return exp(softening_per_K * (temperature_C - REFERENCE_TEMPERATURE_C))


def calendered_porosity(
    pressure_MPa: Array | float,
    porosity_before_frac: Array | float,
    temperature_C: Array | float,
    porosity_min_frac: Array | float = POROSITY_MIN_FRAC,
    flow_pressure_MPa: Array | float = FLOW_PRESSURE_MPA,
    rearranged_share_frac: Array | float = REARRANGED_SHARE_FRAC,
    rearrangement_pressure_MPa: Array | float = REARRANGEMENT_PRESSURE_MPA,
    softening_per_K: Array | float = SOFTENING_PER_K,
) -> Array:
    """Return the porosity after a nip: grains slide first, the binder phase flows after.

    Two mechanisms: a share of the closable pores closes by rearrangement at low pressure, the rest by
    plastic flow. Never opens pores: a layer denser than the floor stays as it is.
    """
    felt_MPa = np.asarray(pressure_MPa) * softening(temperature_C, softening_per_K)
    left = pores_left_frac(felt_MPa, flow_pressure_MPa, rearranged_share_frac, rearrangement_pressure_MPa)
    closable = np.maximum(np.asarray(porosity_before_frac) - porosity_min_frac, 0.0)
    return np.asarray(porosity_before_frac - closable + closable * left)


def pores_left_frac(
    felt_MPa: Array | float,
    flow_pressure_MPa: Array | float,
    rearranged_share_frac: Array | float,
    rearrangement_pressure_MPa: Array | float,
) -> Array | float:
    """Return the share of the closable pores left open by a pressure that has been raised by softening."""
    still = 1.0 - rearranged_share_frac
    slid = still + rearranged_share_frac * exp(felt_MPa * (-1.0 / rearrangement_pressure_MPa))
    return slid * exp(felt_MPa * (-1.0 / flow_pressure_MPa))


def meyer_density(
    line_load_N_mm: Array | float,
    density_before_g_cm3: Array | float,
    density_max_g_cm3: Array | float,
    compaction_load_N_mm: Array | float,
) -> Array:
    """Return the density after a line load (Meyer 2017, doi:10.1016/j.jmatprotec.2017.05.031)."""
    span = np.asarray(density_max_g_cm3) - density_before_g_cm3
    return np.asarray(density_max_g_cm3 - span * np.exp(-np.asarray(line_load_N_mm) / compaction_load_N_mm))


def meyer_line_load(
    density_g_cm3: Array | float,
    density_before_g_cm3: Array | float,
    density_max_g_cm3: Array | float,
    compaction_load_N_mm: Array | float,
) -> Array:
    """Return the line load (N/mm) that gives a density; inf at the highest density."""
    span = np.asarray(density_max_g_cm3) - density_before_g_cm3
    left = (np.asarray(density_max_g_cm3) - density_g_cm3) / span
    with np.errstate(divide="ignore"):
        return np.asarray(-compaction_load_N_mm * np.log(left))
