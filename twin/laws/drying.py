"""Drying of a film: constant rate until the solids touch, falling rate behind it, and the oven."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from twin.core.arrays import exp, smaller
from twin.core.material import Array
from twin.laws.evaporation import (
    GAS_CONSTANT_J_MOL_K,
    BoilingPoint,
    HeatOfEvaporation,
    vapour_pressure_Pa,
)
from twin.laws.registry.argument import From, Range
from twin.laws.registry.law import Target, law
from twin.laws.solvent import solvent_content_kg_kg

_ZERO_C_K = 273.15
_GRAMS_M2_PER_MG_CM2 = 10.0
_LIPPKE = "Lippke 2023, doi:10.1002/ente.202200724"
_FIRST_ORDER = "First order once the pores hold back: assumption; 12 to 30 h at 60 to 150 C are usual"

Loading = Annotated[Array | float, Range(1.0, 100.0, "Dry mass per area.", "m", 20.0)]
DryingRate = Annotated[Array | float, Range(0.05, 20.0, "Solvent evaporated per area and time.", "g", 1.0)]
Activation = Annotated[Array | float, Range(0.0, 100.0, "Activation energy of the rate.", "E", 40.0)]
Reference = Annotated[
    Array | float, Range(0.0, 200.0, "Temperature at which the rate is stated.", "Tr", 100.0)
]
LastContent = Annotated[
    Array | float, Range(0.0, 0.3, "Solvent before; below that of full pores.", "x0", 0.01)
]
OvenTime = Annotated[Array | float, Range(0.0, 1e6, "Time of drying.", "t", 7200.0)]


class Zone(NamedTuple):
    """What a dryer zone leaves in a film, and the seconds in it during which the film shrank."""

    content_kg_kg: Array
    shrinking_s: Array | float


@law(
    "Time to dry a film",
    unit="s",
    source=f"Mass balance; {_LIPPKE}; Kumberg 2019, doi:10.1002/ente.201900722",
    target=Target("relative", 0.10),
)
def drying_time(
    loading_mg_cm2: Loading,
    content_kg_kg: Annotated[Array | float, From(solvent_content_kg_kg, "x")],
    drying_rate_g_m2_s: DryingRate,
) -> Array:
    """Return the time (s) to evaporate a solvent content of a film at a constant rate; loading is dry mass.

        t = 10 · m · x / g,   x = 1 / w - 1

    >>> round(float(drying_time(20.0, solvent_content_kg_kg(0.5), 2.0)), 4)
    100.0
    """
    return np.asarray(_GRAMS_M2_PER_MG_CM2 * content_kg_kg * loading_mg_cm2 / drying_rate_g_m2_s)


@law("Falling rate against temperature", unit="1/s", source="Arrhenius 1889; range: assumption")
def arrhenius(
    at_reference: Annotated[
        Array | float, Range(1e-9, 10.0, "Rate at the reference temperature, 1/s.", "kr", 0.06)
    ],
    activation_kJ_mol: Activation,
    temperature_C: Annotated[Array | float, Range(0.0, 240.0, "Temperature of the film.", "T", 80.0)],
    reference_C: Reference,
) -> Array | float:
    """Return a rate constant at a temperature, from its value at a reference temperature.

        k = kr · exp(-1000 · E / 8.314462618 · (1 / (T + 273.15) - 1 / (Tr + 273.15)))

    >>> round(arrhenius(0.06, 40.0, 100.0, 100.0), 4)
    0.06
    """
    cold = 1.0 / (temperature_C + _ZERO_C_K) - 1.0 / (reference_C + _ZERO_C_K)
    return at_reference * exp(-activation_kJ_mol * 1e3 / GAS_CONSTANT_J_MOL_K * cold)


@law(
    "Solvent left when shrinking ends",
    unit="kg/kg",
    source=f"Volume balance; {_LIPPKE}: porosity 0.41 to 0.43; range: assumption",
)
def saturated_pores_kg_kg(
    porosity_frac: Annotated[
        Array | float, Range(0.2, 0.8, "Porosity of the film once its solids touch.", "ε", 0.42)
    ],
    solids_g_cm3: Annotated[
        Array | float, Range(1.0, 6.0, "Density of the solids without pores.", "ρs", 3.9)
    ],
    solvent_g_cm3: Annotated[Array | float, Range(0.6, 1.6, "Density of the solvent.", "ρl", 0.87)],
) -> Array | float:
    """Return the solvent content at which the solids touch: all pores full of solvent, no more shrinkage.

        x = ε · ρl / ((1 - ε) · ρs)

    >>> saturated_pores_kg_kg(0.5, 4.0, 0.8)
    0.2
    """
    return solvent_g_cm3 * porosity_frac / ((1.0 - porosity_frac) * solids_g_cm3)


@law(
    "Solvent behind a dryer zone",
    unit="kg/kg",
    source=f"Constant, then falling rate: {_LIPPKE}; falling part: assumption",
    answer="content_kg_kg",
)
def content_behind_zone(
    content_kg_kg: Annotated[Array | float, Range(0.0, 4.0, "Solvent before the zone.", "x0", 0.43)],
    time_s: Annotated[Array | float, Range(0.0, 600.0, "Time in the zone.", "t", 60.0)],
    drying_rate_g_m2_s: DryingRate,
    loading_mg_cm2: Loading,
    falling_per_s: Annotated[
        Array | float, Range(1e-4, 1.0, "Falling rate; 0.03 to 0.1 near 100 C.", "k", 0.02)
    ],
    touching_kg_kg: Annotated[
        Array | float, Range(0.01, 2.0, "Content at which the solids touch.", "xt", 0.16)
    ],
    rest_kg_kg: Annotated[Array | float, Range(0.0, 0.1, "Solvent that stays.", "xr", 0.005)],
) -> Zone:
    """Return the solvent content after a zone: constant rate, then falling exponentially.

        x = x0 - c · t                                     down to xb = min(xt, xr + c / k), at time tb
        x = xr + (xb - xr) · exp(-k · (t - tb))            behind it
        c = g / (10 · m)

    The constant rate holds until the solids touch and on, while the pores deliver as much.

    >>> float(content_behind_zone(0.43, 10.0, 1.0, 20.0, 0.06, 0.16, 0.005).content_kg_kg)
    0.38
    """
    s_per_kg_kg = drying_time(loading_mg_cm2, 1.0, drying_rate_g_m2_s)
    wet = content_kg_kg - time_s / s_per_kg_kg
    shrinks = wet - touching_kg_kg
    if shrinks.item(shrinks.argmin()) > 0.0:
        return Zone(wet, time_s)
    bend = np.minimum(rest_kg_kg + 1.0 / (falling_per_s * s_per_kg_kg), touching_kg_kg)
    constant_s = np.minimum(np.maximum((content_kg_kg - bend) * s_per_kg_kg, 0.0), time_s)
    over = content_kg_kg - constant_s / s_per_kg_kg - rest_kg_kg
    after = rest_kg_kg + over * np.exp(falling_per_s * (constant_s - time_s))
    shrinking_s = np.minimum(np.maximum((content_kg_kg - touching_kg_kg) * s_per_kg_kg, 0.0), time_s)
    return Zone(after, shrinking_s)


@law("Last solvent leaving the pores", unit="kg/kg", source=_FIRST_ORDER)
def falling_rate(
    content_kg_kg: LastContent,
    rest_kg_kg: Annotated[Array | float, Range(0.0, 0.1, "Solvent that stays.", "xr", 0.0005)],
    rate_per_s: Annotated[Array | float, Range(0.0, 10.0, "Rate at the temperature of the film.", "k", 1e-4)],
    time_s: OvenTime,
) -> Array | float:
    """Return the solvent content after a time of first-order drying towards the rest.

        x = xr + (x0 - xr) · exp(-k · t)

    >>> round(falling_rate(0.011, 0.001, 1e-4, 1e4), 6)
    0.004679
    """
    return rest_kg_kg + (content_kg_kg - rest_kg_kg) * exp(-rate_per_s * time_s)


@law("Solvent behind a vacuum oven", unit="kg/kg", source=_FIRST_ORDER)
def vacuum_drying(
    content_kg_kg: LastContent,
    time_s: Annotated[Array | float, Range(0.0, 1e6, "Time under vacuum.", "t", 7200.0)],
    temperature_C: Annotated[Array | float, Range(20.0, 200.0, "Temperature of the rolls.", "T", 80.0)],
    pressure_Pa: Annotated[
        Array | float, Range(1.0, 101_325.0, "Solvent pressure left in the chamber.", "p", 100.0)
    ],
    rate_per_s: Annotated[Array | float, Range(1e-7, 0.1, "Rate at the reference temperature.", "kr", 5e-5)],
    activation_kJ_mol: Activation,
    reference_C: Reference,
    sorption_kg_kg: Annotated[
        Array | float, Range(0.0, 0.1, "Solvent the solids hold in saturated vapour.", "xs", 0.01)
    ],
    boiling_point_C: BoilingPoint,
    heat_of_evaporation_kJ_mol: HeatOfEvaporation,
) -> Array | float:
    """Return the solvent content a vacuum oven leaves: first order towards what the solids hold.

        x = xr + (x0 - xr) · exp(-k · t),   xr = min(xs · p / psat, x0)
        k = kr · exp(-1000 · E / 8.314462618 · (1 / (T + 273.15) - 1 / (Tr + 273.15)))
        psat = 101325 · exp(-1000 · Hv / 8.314462618 · (1 / (T + 273.15) - 1 / (Tb + 273.15)))

    An oven has no solvent to give: what is drier than the sorption limit stays as it is.

    >>> round(vacuum_drying(0.01, 2e4, 100.0, 100.0, 5e-5, 40.0, 100.0, 0.0, 165.0, 47.0), 6)
    0.003679
    """
    rate = arrhenius(rate_per_s, activation_kJ_mol, temperature_C, reference_C)
    saturated_Pa = vapour_pressure_Pa(temperature_C, boiling_point_C, heat_of_evaporation_kJ_mol)
    rest = smaller(content_kg_kg, sorption_kg_kg * pressure_Pa / saturated_Pa)
    return falling_rate(content_kg_kg, rest, rate, time_s)
