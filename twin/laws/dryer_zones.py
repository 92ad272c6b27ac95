"""Drying one step at a time: the rate of a zone, what a zone leaves in a film, what an oven leaves."""

from __future__ import annotations

import math

import numpy as np

from twin.core.material import Array
from twin.laws.drying import (
    Solvent,
    arrhenius,
    dry_through,
    drying_time,
    evaporation,
    falling_rate,
    vapour_pressure_Pa,
)


def evaporation_rate(
    air_C: float,
    heat_transfer_W_m2_K: float,
    molar_mass_g_mol: float,
    boiling_point_C: float,
    heat_of_evaporation_kJ_mol: float,
    vapour_Pa: float,
) -> float:
    """Return the constant rate of a wet film (g/m2 s); see `evaporation`, which needs no density."""
    solvent = Solvent(math.nan, molar_mass_g_mol, boiling_point_C, heat_of_evaporation_kJ_mol)
    return evaporation(air_C, heat_transfer_W_m2_K, solvent, vapour_Pa).g_m2_s


def content_behind_zone(
    content_kg_kg: Array | float,
    time_s: Array | float,
    drying_rate_g_m2_s: Array | float,
    loading_mg_cm2: Array | float,
    falling_per_s: Array | float,
    touching_kg_kg: Array | float,
    rest_kg_kg: Array | float,
) -> Array:
    """Return the solvent content a zone leaves: constant rate, then falling; see `dry_through`."""
    # a slurry of as much solvent as solids takes this long to lose 1 kg/kg
    constant_per_s = 1.0 / drying_time(loading_mg_cm2, 0.5, drying_rate_g_m2_s)
    after, _ = dry_through(content_kg_kg, time_s, constant_per_s, falling_per_s, touching_kg_kg, rest_kg_kg)
    return np.asarray(after)


def vacuum_dried_kg_kg(
    content_kg_kg: Array | float,
    time_s: Array | float,
    temperature_C: Array | float,
    pressure_Pa: Array | float,
    rate_per_s: Array | float,
    activation_kJ_mol: Array | float,
    reference_C: Array | float,
    sorption_kg_kg: Array | float,
    boiling_point_C: Array | float,
    heat_of_evaporation_kJ_mol: Array | float,
) -> Array | float:
    """Return the solvent content a vacuum oven leaves: first order towards what the solids hold.

    They hold `sorption_kg_kg` in saturated vapour and as much less as the pressure lies below it.
    """
    saturated_Pa = vapour_pressure_Pa(temperature_C, boiling_point_C, heat_of_evaporation_kJ_mol)
    rest = np.minimum(sorption_kg_kg * pressure_Pa / saturated_Pa, content_kg_kg)
    rate = arrhenius(rate_per_s, activation_kJ_mol, temperature_C, reference_C)
    return falling_rate(content_kg_kg, rest, rate, time_s)
