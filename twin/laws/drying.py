"""Drying of a coated film: gas side, constant and falling rate, binder migration, cracks."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from twin.core.arrays import exp, sqrt
from twin.core.material import Array

GAS_CONSTANT_J_MOL_K = 8.314462618
ATMOSPHERE_PA = 101_325.0
_ZERO_C_K = 273.15
_AIR_DENSITY_KG_M3 = 1.06
_AIR_HEAT_CAPACITY_J_KG_K = 1008.0
_LEWIS = 1.7
"""Thermal over mass diffusivity, to the 2/3, of a heavy solvent vapour in air at 60 °C (assumption)."""
_COORDINATION = 6.0
_STEPS = 12
_GRAMS_M2_PER_MG_CM2 = 10.0


class Solvent(NamedTuple):
    """What drying needs to know about a liquid."""

    density_g_cm3: float
    molar_mass_g_mol: float
    boiling_point_C: float
    heat_of_evaporation_kJ_mol: float

    @property
    def latent_heat_kJ_kg(self) -> float:
        """Return the heat of evaporation by mass."""
        return self.heat_of_evaporation_kJ_mol / self.molar_mass_g_mol * 1000.0


class Rate(NamedTuple):
    """Evaporation in a zone, its change with air temperature, and the temperature of the wet film."""

    g_m2_s: float
    g_m2_s_per_K: float
    film_C: float


def vapour_pressure_Pa(
    temperature_C: Array | float,
    boiling_point_C: Array | float,
    heat_of_evaporation_kJ_mol: Array | float,
) -> Array | float:
    """Return the vapour pressure by Clausius-Clapeyron through the boiling point at one atmosphere."""
    cold = 1.0 / (temperature_C + _ZERO_C_K) - 1.0 / (boiling_point_C + _ZERO_C_K)
    return ATMOSPHERE_PA * exp(-heat_of_evaporation_kJ_mol * 1e3 / GAS_CONSTANT_J_MOL_K * cold)


@lru_cache(maxsize=4096)
def evaporation(air_C: float, heat_transfer_W_m2_K: float, solvent: Solvent, vapour_Pa: float = 0.0) -> Rate:
    """Return the constant rate of a wet film in hot air, from its heat and mass balance.

    h (T_air - T_film) = rate · heat of evaporation, rate = h / (ρ cp Le^⅔) · M/(RT) (p_sat - p), solved
    by Newton's method. One side, no radiation. Negative where vapour condenses on the film.
    """
    latent_J_kg = solvent.latent_heat_kJ_kg * 1e3
    clapeyron_K = solvent.heat_of_evaporation_kJ_mol * 1e3 / GAS_CONSTANT_J_MOL_K
    boiling_K = solvent.boiling_point_C + _ZERO_C_K
    transfer_m_s = heat_transfer_W_m2_K / (_AIR_DENSITY_KG_M3 * _AIR_HEAT_CAPACITY_J_KG_K * _LEWIS)
    air_K = air_C + _ZERO_C_K
    film_K = min(air_K, boiling_K)
    for _ in range(_STEPS):
        saturated_Pa = ATMOSPHERE_PA * math.exp(-clapeyron_K * (1.0 / film_K - 1.0 / boiling_K))
        per_Pa = transfer_m_s * solvent.molar_mass_g_mol * 1e-3 / (GAS_CONSTANT_J_MOL_K * film_K)
        rate = per_Pa * (saturated_Pa - vapour_Pa)
        slope = per_Pa * saturated_Pa * clapeyron_K / film_K**2 - rate / film_K
        error = heat_transfer_W_m2_K * (air_K - film_K) - rate * latent_J_kg
        film_K += error / (heat_transfer_W_m2_K + slope * latent_J_kg)
    warms = heat_transfer_W_m2_K / (heat_transfer_W_m2_K + slope * latent_J_kg)
    by_heat = heat_transfer_W_m2_K * (air_K - film_K) / latent_J_kg
    return Rate(1e3 * by_heat, 1e3 * heat_transfer_W_m2_K * (1.0 - warms) / latent_J_kg, film_K - _ZERO_C_K)


def cooler_film_K(
    air_C: float, wet_film_C: float, time_s: float, heat_transfer_W_m2_K: float, heat_capacity_kJ_m2_K: float
) -> float:
    """Return how much colder than the air a film is in the mean while it warms up from its wet temperature.

    First order with the time constant heat capacity over heat transfer; evaporation no longer cools it.
    """
    if time_s <= 0.0:
        return air_C - wet_film_C
    constants = time_s * heat_transfer_W_m2_K / (1e3 * heat_capacity_kJ_m2_K)
    return (air_C - wet_film_C) * -math.expm1(-constants) / constants


def drying_time(
    loading_mg_cm2: Array | float, solids_frac: Array | float, drying_rate_g_m2_s: Array | float
) -> Array:
    """Return the time (s) to evaporate all solvent of a film at a constant rate; loading is dry mass."""
    solvent_g_m2 = _GRAMS_M2_PER_MG_CM2 * np.asarray(loading_mg_cm2) * (1.0 / np.asarray(solids_frac) - 1.0)
    return np.asarray(solvent_g_m2 / drying_rate_g_m2_s)


def arrhenius(
    at_reference: Array | float,
    activation_kJ_mol: Array | float,
    temperature_C: Array | float,
    reference_C: Array | float,
) -> Array | float:
    """Return a rate constant at a temperature, from its value at a reference temperature."""
    cold = 1.0 / (temperature_C + _ZERO_C_K) - 1.0 / (reference_C + _ZERO_C_K)
    return at_reference * exp(-activation_kJ_mol * 1e3 / GAS_CONSTANT_J_MOL_K * cold)


def saturated_pores_kg_kg(
    porosity_frac: Array | float, solids_g_cm3: Array | float, solvent_g_cm3: Array | float
) -> Array | float:
    """Return the solvent content at which the solids touch: all pores full of solvent, no more shrinkage."""
    return solvent_g_cm3 * porosity_frac / ((1.0 - porosity_frac) * solids_g_cm3)


def dry_through(
    content_kg_kg: Array | float,
    time_s: Array | float,
    constant_per_s: Array,
    falling_per_s: Array | float,
    touching_kg_kg: Array | float,
    rest_kg_kg: Array | float,
) -> tuple[Array, Array | float]:
    """Return the solvent content after a zone, and the seconds in it during which the film shrank.

    `constant_per_s`: constant rate over loading, kg/kg per second. It holds until the solids touch and
    on, while the pores deliver as much; then the content falls exponentially towards `rest_kg_kg`.
    """
    wet = content_kg_kg - constant_per_s * time_s
    shrinks = wet - touching_kg_kg
    if shrinks.item(shrinks.argmin()) > 0.0:
        return wet, time_s
    bend = np.minimum(rest_kg_kg + constant_per_s / falling_per_s, touching_kg_kg)
    constant_s = np.minimum(np.maximum((content_kg_kg - bend) / constant_per_s, 0.0), time_s)
    over = content_kg_kg - constant_per_s * constant_s - rest_kg_kg
    after = rest_kg_kg + over * np.exp(falling_per_s * (constant_s - time_s))
    shrinking_s = np.minimum(np.maximum((content_kg_kg - touching_kg_kg) / constant_per_s, 0.0), time_s)
    return after, shrinking_s


def falling_rate(
    content_kg_kg: Array | float,
    rest_kg_kg: Array | float,
    rate_per_s: Array | float,
    time_s: Array | float,
) -> Array | float:
    """Return the solvent content after a time of first-order drying towards `rest_kg_kg`."""
    return rest_kg_kg + (content_kg_kg - rest_kg_kg) * exp(-rate_per_s * time_s)


def peclet(
    shrink_m_s: Array | float, wet_thickness_um: Array | float, diffusivity_m2_s: Array | float
) -> Array:
    """Return how fast the surface sinks compared with the binder's diffusion."""
    return np.asarray(1e-6 / diffusivity_m2_s * shrink_m_s * wet_thickness_um)


def binder_surface_ratio(peclet: Array | float) -> Array:
    """Return binder at the surface over its mean in a steadily shrinking film: Pe / (1 - exp(-Pe)).

    1 without migration; after 10.1016/j.jpowsour.2018.04.097.
    """
    pe = np.maximum(np.asarray(peclet, dtype=np.float64), 1e-12)
    return np.asarray(-pe / np.expm1(-pe))


def cracking_thickness_um(
    modulus_GPa: Array | float,
    radius_um: Array | float,
    packed_frac: Array | float,
    surface_tension_N_m: Array | float,
) -> Array | float:
    """Return the dry thickness above which capillary stress cracks a film.

    h = 0.41 (G M φ R³ / 2γ)^½; Singh and Tirumkudulu, Phys. Rev. Lett. 98 (2007) 218302.
    """
    solid = modulus_GPa * 1e9 * _COORDINATION * (radius_um * 1e-6) ** 3
    return 0.41e6 * sqrt(solid / (2.0 * surface_tension_N_m)) * sqrt(packed_frac)


def crack_share(thickness_um: Array | float, limit_um: Array | float, spread_ratio: Array | float) -> Array:
    """Return the area share whose local cracking thickness is exceeded: logistic around the limit.

    `spread_ratio`: scatter of the local limit over its mean. Form: assumption.
    """
    return np.asarray(expit((thickness_um / limit_um - 1.0) / spread_ratio))


def humid_air_heat_kJ_kg(from_C: float, to_C: float, humidity_kg_kg: float) -> float:
    """Return the heat to warm moist air, per kg of dry air, at constant pressure.

    Heat capacities of dry air and water vapour (kJ/kg K) as in ASHRAE Fundamentals 2017, chapter 1.
    """
    return (1.006 + 1.86 * humidity_kg_kg) * (to_C - from_C)


def dryer_air_kW(flow_m3_h: float, from_C: float, to_C: float, humidity_kg_kg: float) -> float:
    """Return the power to heat an air flow, measured at the intake temperature and one atmosphere."""
    volume_m3_kg = 287.042 * (from_C + _ZERO_C_K) * (1.0 + 1.607858 * humidity_kg_kg) / ATMOSPHERE_PA
    return flow_m3_h / 3600.0 / volume_m3_kg * humid_air_heat_kJ_kg(from_C, to_C, humidity_kg_kg)


def water_heat_of_evaporation_kJ_kg(temperature_C: Array | float) -> Array:
    """Return the heat of evaporation of water, 0 to 200 °C.

    Watson's rule from 2256.5 kJ/kg at 100 °C with the exponent for water.
    """
    critical_K = 647.096
    reduced = (critical_K - np.asarray(temperature_C) - _ZERO_C_K) / (critical_K - 373.15)
    return np.asarray(2256.5 * reduced**0.321)
