"""A wet film in hot air: vapour pressure, constant rate, and the film that warms up once it is dry."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Annotated, NamedTuple

import numpy as np

from twin.core.arrays import exp
from twin.core.material import Array
from twin.laws.registry.argument import Range
from twin.laws.registry.law import Target, definition, law

GAS_CONSTANT_J_MOL_K = 8.314462618
ATMOSPHERE_PA = 101_325.0
_ZERO_C_K = 273.15
_AIR_DENSITY_KG_M3 = 1.06
_AIR_HEAT_CAPACITY_J_KG_K = 1008.0
_LEWIS = 1.7
"""Thermal over mass diffusivity, to the 2/3, of a heavy solvent vapour in air at 60 °C (assumption)."""
_STEPS = 12

BoilingPoint = Annotated[Array | float, Range(50.0, 300.0, "Boiling point of the solvent.", "Tb", 165.0)]
HeatOfEvaporation = Annotated[Array | float, Range(25.0, 70.0, "Its heat of evaporation.", "Hv", 47.0)]
HeatTransfer = Annotated[float, Range(5.0, 120.0, "Heat transfer of the air.", "h", 40.0)]
AirTemperature = Annotated[float, Range(20.0, 240.0, "Temperature of the air.", "Ta", 100.0)]


class Rate(NamedTuple):
    """Evaporation in a zone, its change with air temperature, and the temperature of the wet film."""

    g_m2_s: float
    g_m2_s_per_K: float
    film_C: float


@definition
def latent_heat_kJ_kg(heat_of_evaporation_kJ_mol: float, molar_mass_g_mol: float) -> float:
    """Return the heat of evaporation by mass."""
    return heat_of_evaporation_kJ_mol / molar_mass_g_mol * 1000.0


@law(
    "Vapour pressure of a solvent",
    unit="Pa",
    source="Clausius and Clapeyron through the boiling point; range: assumption",
    target=Target("decades", 0.1),
)
def vapour_pressure_Pa(
    temperature_C: Annotated[Array | float, Range(0.0, 200.0, "Temperature of the solvent.", "T", 80.0)],
    boiling_point_C: BoilingPoint,
    heat_of_evaporation_kJ_mol: HeatOfEvaporation,
) -> Array | float:
    """Return the vapour pressure by Clausius-Clapeyron through the boiling point at one atmosphere.

        p = 101325 · exp(-1000 · Hv / 8.314462618 · (1 / (T + 273.15) - 1 / (Tb + 273.15)))

    >>> round(vapour_pressure_Pa(165.0, 165.0, 47.0), 1)
    101325.0
    """
    cold = 1.0 / (temperature_C + _ZERO_C_K) - 1.0 / (boiling_point_C + _ZERO_C_K)
    return ATMOSPHERE_PA * exp(-heat_of_evaporation_kJ_mol * 1e3 / GAS_CONSTANT_J_MOL_K * cold)


@law(
    "Vapour pressure after Antoine",
    unit="Pa",
    source="Antoine 1888; constants of the table of solvents, textbook values",
    reference_only=True,
)
def antoine_pressure_Pa(
    temperature_C: Annotated[Array | float, Range(0.0, 200.0, "Temperature of the solvent.", "T", 80.0)],
    a_index: Annotated[Array | float, Range(8.0, 11.0, "First constant, for Pa.", "A", 9.115)],
    b_K: Annotated[Array | float, Range(900.0, 2500.0, "Second constant.", "B", 1453.4)],
    c_K: Annotated[Array | float, Range(180.0, 250.0, "Third constant, for °C.", "C", 215.3)],
) -> Array | float:
    """Return the vapour pressure of a solvent by its Antoine constants.

        p = 10^(A - B / (T + C))

    Dryers go by boiling point and heat of evaporation, which every solvent of the table has.

    >>> round(antoine_pressure_Pa(20.0, 9.11542, 1453.43, 215.307), 1)
    868.3
    """
    return 10.0 ** (a_index - b_K / (temperature_C + c_K))


@law(
    "Constant rate of a dryer zone",
    unit="g/(m²·s)",
    source="Heat and mass balance; Lippke 2023, doi:10.1002/ente.202200724: 80 to 120 C, "
    "40 to 55 W/m²K; range: about twice that",
    answer="g_m2_s",
)
@lru_cache(maxsize=4096)
def evaporation_rate(
    air_C: AirTemperature,
    heat_transfer_W_m2_K: HeatTransfer,
    molar_mass_g_mol: Annotated[float, Range(18.0, 200.0, "Molar mass of the solvent.", "M", 144.2)],
    boiling_point_C: Annotated[float, Range(50.0, 300.0, "Boiling point of the solvent.", "Tb", 165.0)],
    heat_of_evaporation_kJ_mol: Annotated[float, Range(25.0, 70.0, "Its heat of evaporation.", "Hv", 47.0)],
    vapour_Pa: Annotated[float, Range(0.0, 2000.0, "Solvent vapour in the air.", "p", 50.0)],
) -> Rate:
    """Return the constant rate of a wet film in hot air, from its heat and mass balance.

        h · (Ta - Tf) = g · Hv / M
        g = h / (1.06 · 1008 · 1.7) · M / (8.314462618 · (Tf + 273.15)) · (psat - p)
        psat = 101325 · exp(-1000 · Hv / 8.314462618 · (1 / (Tf + 273.15) - 1 / (Tb + 273.15)))

    Solved for the temperature Tf of the film by Newton's method. One side, no radiation. Air of 1.06 kg/m³
    and 1008 J/(kg K), 1.7 = Le^(2/3) of a heavy vapour at 60 °C (assumption). Negative where vapour
    condenses on the film.

    >>> rate = evaporation_rate(100.0, 40.0, 144.2, 165.0, 47.0, 50.0)
    >>> round(rate.g_m2_s, 3), round(rate.film_C, 1)
    (3.425, 72.1)
    """
    latent_J_kg = latent_heat_kJ_kg(heat_of_evaporation_kJ_mol, molar_mass_g_mol) * 1e3
    clapeyron_K = heat_of_evaporation_kJ_mol * 1e3 / GAS_CONSTANT_J_MOL_K
    boiling_K = boiling_point_C + _ZERO_C_K
    transfer_m_s = heat_transfer_W_m2_K / (_AIR_DENSITY_KG_M3 * _AIR_HEAT_CAPACITY_J_KG_K * _LEWIS)
    air_K = air_C + _ZERO_C_K
    film_K = min(air_K, boiling_K)
    for _ in range(_STEPS):
        saturated_Pa = ATMOSPHERE_PA * math.exp(-clapeyron_K * (1.0 / film_K - 1.0 / boiling_K))
        per_Pa = transfer_m_s * molar_mass_g_mol * 1e-3 / (GAS_CONSTANT_J_MOL_K * film_K)
        rate = per_Pa * (saturated_Pa - vapour_Pa)
        slope = per_Pa * saturated_Pa * clapeyron_K / film_K**2 - rate / film_K
        error = heat_transfer_W_m2_K * (air_K - film_K) - rate * latent_J_kg
        film_K += error / (heat_transfer_W_m2_K + slope * latent_J_kg)
    warms = heat_transfer_W_m2_K / (heat_transfer_W_m2_K + slope * latent_J_kg)
    by_heat = heat_transfer_W_m2_K * (air_K - film_K) / latent_J_kg
    return Rate(1e3 * by_heat, 1e3 * heat_transfer_W_m2_K * (1.0 - warms) / latent_J_kg, film_K - _ZERO_C_K)


@law("A dry film that warms up", unit="K", source="Lumped heat balance; range: assumption")
def cooler_film_K(
    air_C: AirTemperature,
    wet_film_C: Annotated[float, Range(0.0, 150.0, "Temperature of the wet film.", "Tf", 60.0)],
    time_s: Annotated[float, Range(0.0, 600.0, "Time in the zone.", "t", 30.0)],
    heat_transfer_W_m2_K: HeatTransfer,
    heat_capacity_kJ_m2_K: Annotated[
        float, Range(0.01, 2.0, "Heat capacity of film and carrier.", "C", 0.25)
    ],
) -> float:
    """Return how much colder than the air a film is in the mean while it warms up from its wet temperature.

        ΔT = (Ta - Tf) · (1 - exp(-n)) / n,   n = t · h / (1000 · C)

    Evaporation no longer cools it.

    >>> round(cooler_film_K(100.0, 60.0, 25.0, 40.0, 1.0), 4)
    25.2848
    """
    if time_s <= 0.0:
        return air_C - wet_film_C
    constants = time_s * heat_transfer_W_m2_K / (1e3 * heat_capacity_kJ_m2_K)
    return (air_C - wet_film_C) * -math.expm1(-constants) / constants


@law(
    "Heat of evaporation of water",
    unit="kJ/kg",
    source="Watson, Ind. Eng. Chem. 35 (1943) 398; water of 2256.5 kJ/kg at 100 °C",
    reference_only=True,
)
def water_heat_of_evaporation_kJ_kg(
    temperature_C: Annotated[Array | float, Range(0.0, 200.0, "Temperature of the water.", "T", 80.0)],
) -> Array:
    """Return the heat of evaporation of water, should a slurry be made of it.

        h = 2256.5 · ((647.096 - 273.15 - T) / (647.096 - 373.15))^0.321

    >>> round(float(water_heat_of_evaporation_kJ_kg(100.0)), 4)
    2256.5
    """
    critical_K = 647.096
    reduced = (critical_K - np.asarray(temperature_C) - _ZERO_C_K) / (critical_K - 373.15)
    return np.asarray(2256.5 * reduced**0.321)
