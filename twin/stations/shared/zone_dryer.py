"""A dryer of three zones: its set-points, and what its air makes of a wet film."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core import mass_balance
from twin.core.arrays import larger, mean, smaller
from twin.core.material import Array
from twin.laws import drying, evaporation
from twin.stations.contract.fields import of_solvent, parameter, set_point
from twin.stations.contract.visit import Params, Visit

ZONES = ("zone_1", "zone_2", "zone_3")
_LEAST_RATE_G_M2_S = 1e-9  # solvent that condenses counts as not drying
_LEAST_TIME_S = 1e-9  # a film that never shrank lost nothing while it did


class DryerParams(Params):
    """Zones, air and solvent; `speed_m_min` of the web gives the time in each zone."""

    speed_m_min: float = parameter(0.01, 500, "Speed of the web.")
    zone_1_length_m: float = parameter(0, 500, "Length of the first zone.")
    zone_1_temperature_C: float = set_point(
        0, 300, "Air temperature of the first zone.", evaporation_rate="air_C"
    )
    zone_1_heat_transfer_W_m2_K: float = set_point(
        0.1,
        1000,
        "Heat transfer from air to film in the first zone.",
        evaporation_rate="heat_transfer_W_m2_K",
    )
    zone_2_length_m: float = parameter(0, 500, "Length of the second zone.")
    zone_2_temperature_C: float = set_point(
        0, 300, "Air temperature of the second zone.", evaporation_rate="air_C"
    )
    zone_2_heat_transfer_W_m2_K: float = set_point(
        0.1,
        1000,
        "Heat transfer from air to film in the second zone.",
        evaporation_rate="heat_transfer_W_m2_K",
    )
    zone_3_length_m: float = parameter(0, 500, "Length of the third zone.")
    zone_3_temperature_C: float = set_point(
        0, 300, "Air temperature of the third zone.", evaporation_rate="air_C"
    )
    zone_3_heat_transfer_W_m2_K: float = set_point(
        0.1,
        1000,
        "Heat transfer from air to film in the third zone.",
        evaporation_rate="heat_transfer_W_m2_K",
    )
    solvent_density_g_cm3: float = of_solvent(
        "density_g_cm3",
        parameter(0.1, 5, "Density of the solvent.", saturated_pores_kg_kg="solvent_g_cm3"),
    )
    molar_mass_g_mol: float = of_solvent(
        "molar_mass_g_mol",
        parameter(10, 1000, "Molar mass of the solvent.", evaporation_rate="molar_mass_g_mol"),
    )
    boiling_point_C: float = of_solvent(
        "boiling_point_C",
        parameter(30, 400, "Boiling point of the solvent.", evaporation_rate="boiling_point_C"),
    )
    heat_of_evaporation_kJ_mol: float = of_solvent(
        "heat_of_evaporation_kJ_mol",
        parameter(
            10, 100, "Heat of evaporation of the solvent.", evaporation_rate="heat_of_evaporation_kJ_mol"
        ),
    )
    vapour_Pa: float = parameter(0, 1e5, "Solvent vapour in the dryer air.", evaporation_rate="vapour_Pa")
    falling_per_s: float = parameter(
        1e-9, 10, "Falling rate at the reference temperature.", content_behind_zone="falling_per_s"
    )
    falling_reference_C: float = parameter(
        0, 300, "Temperature at which the falling rate is stated.", arrhenius="reference_C"
    )
    falling_activation_kJ_mol: float = parameter(
        0, 200, "Activation energy of the falling rate.", arrhenius="activation_kJ_mol"
    )
    film_heat_capacity_kJ_m2_K: float = parameter(
        0.001, 100, "Heat capacity of film and carrier.", cooler_film_K="heat_capacity_kJ_m2_K"
    )
    held_solvent_kg_kg: float = parameter(
        0, 1, "Solvent the dryer cannot remove.", content_behind_zone="rest_kg_kg"
    )
    dried_porosity_frac: float = parameter(
        0.05, 0.95, "Porosity of a film dried slowly.", saturated_pores_kg_kg="porosity_frac"
    )


class Dried(NamedTuple):
    """What the dryer made of the wet film, and the mean constant rates of its slowest and fastest zone.

    `shrunk_frac`: share of the wet thickness lost until the solids touched; `wet_s` at `wet_film_C`: how long
    and how warm the film shrank.
    """

    solvent_kg_kg: Array
    shrink_m_s: Array
    shrunk_frac: Array
    touching_kg_kg: Array | float
    slowest_g_m2_s: float
    fastest_g_m2_s: float
    wet_s: Array | float
    wet_film_C: float


def through_the_zones(
    content: Array | float,
    loading: Array,
    solids_g_cm3: Array | float,
    params: DryerParams,
    visit: Visit,
) -> Dried:
    """Return the film behind the last zone; the air of each zone may vary across the web."""
    first, rest = content, smaller(content, params.held_solvent_kg_kg)
    touching = drying.saturated_pores_kg_kg(
        params.dried_porosity_frac, solids_g_cm3, params.solvent_density_g_cm3
    )
    shrinking_s: Array | float = 0.0
    slowest, fastest = np.inf, 0.0
    degrees_s = 0.0
    for zone in ZONES:
        time_s = 60.0 * getattr(params, f"{zone}_length_m") / params.speed_m_min
        g_m2_s, falling_per_s, film_C = _rates(zone, time_s, params, visit)
        if time_s > 0.0:
            typical = mean(g_m2_s)
            slowest, fastest = min(slowest, typical), max(fastest, typical)
        content, shrank_s = drying.content_behind_zone(
            content, time_s, g_m2_s, loading, falling_per_s, touching, rest
        )
        shrinking_s = shrinking_s + shrank_s
        degrees_s = degrees_s + film_C * mean(np.asarray(shrank_s, dtype=np.float64))
    gone_kg_kg = larger(first - larger(content, touching), 0.0)
    m_per_mg_cm2 = 1e-6 * float(mass_balance.thickness_um(1.0, params.solvent_density_g_cm3))
    wet_s = larger(shrinking_s, _LEAST_TIME_S)
    shrink_m_s = m_per_mg_cm2 * loading * gone_kg_kg / wet_s
    per_solids = params.solvent_density_g_cm3 / solids_g_cm3
    return Dried(
        np.asarray(content),
        shrink_m_s,
        np.asarray(gone_kg_kg / (first + per_solids)),
        touching,
        slowest,
        fastest,
        wet_s,
        degrees_s / mean(np.asarray(wet_s, dtype=np.float64)),
    )


def _rates(
    zone: str, time_s: float, params: DryerParams, visit: Visit
) -> tuple[Array | float, Array | float, float]:
    """Return constant rate (g/m² s) and falling rate (1/s), with the air's noise, and the wet film's °C."""
    nominal_C = getattr(params, f"{zone}_temperature_C")
    transfer = getattr(params, f"{zone}_heat_transfer_W_m2_K")
    air_C = visit.set_point(params, f"{zone}_temperature_C")
    blown = visit.set_point(params, f"{zone}_heat_transfer_W_m2_K") / transfer
    rate = evaporation.evaporation_rate(
        nominal_C,
        transfer,
        params.molar_mass_g_mol,
        params.boiling_point_C,
        params.heat_of_evaporation_kJ_mol,
        params.vapour_Pa,
    )
    cooler_K = evaporation.cooler_film_K(
        nominal_C, rate.film_C, time_s, transfer, params.film_heat_capacity_kJ_m2_K
    )
    falling_per_s = drying.arrhenius(
        params.falling_per_s, params.falling_activation_kJ_mol, air_C - cooler_K, params.falling_reference_C
    )
    # heat and mass transfer rise together: the wet film keeps its temperature, its rate follows the air
    constant = blown * (rate.g_m2_s + rate.g_m2_s_per_K * (air_C - nominal_C))
    return larger(constant, _LEAST_RATE_G_M2_S), falling_per_s, rate.film_C
