"""Energy of a dryer's air: heated, dried, moved, cooled again until its solvent condenses."""

from __future__ import annotations

from typing import Annotated

from twin.laws.energy_demand import (
    SECONDS_PER_HOUR,
    EndTemperature,
    SolventMass,
    StartTemperature,
    evaporation_kWh,
)
from twin.laws.evaporation import ATMOSPHERE_PA
from twin.laws.registry.argument import Range
from twin.laws.registry.law import definition, law

_ZERO_C_K = 273.15
_BALANCE = "Energy balance; range: assumption"


@definition
def humid_air_heat_kJ_kg(from_C: float, to_C: float, humidity_kg_kg: float) -> float:
    """Return the heat to warm moist air, per kg of dry air, at constant pressure.

    Heat capacities of dry air and water vapour (kJ/kg K) as in ASHRAE Fundamentals 2017, chapter 1.
    """
    return (1.006 + 1.86 * humidity_kg_kg) * (to_C - from_C)


@law(
    "Power to heat the air of a dryer",
    unit="kW",
    source="ASHRAE Fundamentals 2017, chapter 1; range: assumption",
)
def dryer_air_kW(
    flow_m3_h: Annotated[float, Range(0.0, 1e6, "Air at the intake.", "V", 6000.0)],
    from_C: StartTemperature,
    to_C: EndTemperature,
    humidity_kg_kg: Annotated[float, Range(0.0, 0.05, "Water per dry air.", "x", 0.01)],
) -> float:
    """Return the power to heat an air flow, measured at the intake temperature and one atmosphere.

        P = V / 3600 / v · (1.006 + 1.86 · x) · (T1 - T0)
        v = 287.042 · (T0 + 273.15) · (1 + 1.607858 · x) / 101325

    v is the volume of moist air per kg of dry air.

    >>> round(dryer_air_kW(6000.0, 23.0, 100.0, 0.01), 2)
    154.25
    """
    volume_m3_kg = moist_air_m3_kg(from_C, humidity_kg_kg)
    return flow_m3_h / SECONDS_PER_HOUR / volume_m3_kg * humid_air_heat_kJ_kg(from_C, to_C, humidity_kg_kg)


@law(
    "Power to dry the air a dryer takes in",
    unit="kW",
    source="Water balance, moist air of ASHRAE Fundamentals 2017, chapter 1; energy per water: assumption, "
    "heat of sorption wheels two to four times the heat of evaporation, cooling included",
)
def air_drying_kW(
    flow_m3_h: Annotated[float, Range(0.0, 1e6, "Air at the intake.", "V", 6000.0)],
    intake_C: StartTemperature,
    outside_kg_kg: Annotated[float, Range(0.0, 0.05, "Water of the outside air.", "xo", 0.01)],
    dried_kg_kg: Annotated[float, Range(0.0, 0.05, "Water of the dried air.", "xi", 0.0)],
    kWh_per_kg: Annotated[float, Range(0.5, 10.0, "Energy per water taken out.", "e", 2.0)],
) -> float:
    """Return the power to dry outside air that makes up for the exhaust of a dryer.

        P = V / v · max(xo - xi, 0) · e,   v = 287.042 · (T0 + 273.15) · (1 + 1.607858 · xi) / 101325

    >>> round(air_drying_kW(6000.0, 23.0, 0.0106, 0.0, 2.0), 1)
    151.6
    """
    volume_m3_kg = moist_air_m3_kg(intake_C, dried_kg_kg)
    return flow_m3_h / volume_m3_kg * max(outside_kg_kg - dried_kg_kg, 0.0) * kWh_per_kg


@definition
def moist_air_m3_kg(temperature_C: float, humidity_kg_kg: float) -> float:
    """Return the volume of moist air per kg of dry air at one atmosphere, as in ASHRAE Fundamentals 2017."""
    return 287.042 * (temperature_C + _ZERO_C_K) * (1.0 + 1.607858 * humidity_kg_kg) / ATMOSPHERE_PA


@law("Power of fans", unit="kW", source=_BALANCE)
def fan_kW(
    flow_m3_h: Annotated[float, Range(0.0, 1e6, "Air moved.", "V", 40_000.0)],
    pressure_Pa: Annotated[float, Range(50.0, 5000.0, "Pressure the fans raise.", "p", 1200.0)],
    efficiency_frac: Annotated[float, Range(0.2, 0.9, "Power of the air over electricity.", "η", 0.6)],
) -> float:
    """Return the electricity of fans that move air against a pressure.

        P = V / 3600 · p / η / 1000

    >>> fan_kW(36_000.0, 1200.0, 0.6)
    20.0
    """
    return flow_m3_h / SECONDS_PER_HOUR * pressure_Pa / efficiency_frac / 1e3


@law("Power to cool the exhaust of a dryer", unit="kW", source=_BALANCE)
def exhaust_cooling_kW(
    flow_m3_h: Annotated[float, Range(0.0, 1e6, "Air at the intake.", "V", 6000.0)],
    intake_C: StartTemperature,
    exhaust_C: Annotated[float, Range(-50.0, 300.0, "Temperature behind the heat exchanger.", "T1", 60.0)],
    condenser_C: Annotated[float, Range(-80.0, 50.0, "Temperature at which solvent condenses.", "T2", -10.0)],
    cooling_ratio: Annotated[float, Range(0.3, 8.0, "Cold over electricity of the chiller.", "c", 2.5)],
) -> float:
    """Return the electricity of a chiller that cools the exhaust until its solvent condenses.

        P = V / 3600 / v · 1.006 · max(T1 - T2, 0) / c,   v = 287.042 · (T0 + 273.15) / 101325

    >>> round(exhaust_cooling_kW(6000.0, 23.0, 60.0, -10.0, 2.5), 1)
    56.0
    """
    dry_air_kg_s = flow_m3_h / SECONDS_PER_HOUR / moist_air_m3_kg(intake_C, 0.0)
    cooled_kJ_kg = humid_air_heat_kJ_kg(condenser_C, max(exhaust_C, condenser_C), 0.0)
    return dry_air_kg_s * cooled_kJ_kg / cooling_ratio


@law("Energy to condense and distil a solvent", unit="kWh", source=_BALANCE)
def condensing_kWh(
    solvent_kg: SolventMass,
    latent_heat_kJ_kg: Annotated[float, Range(100.0, 2500.0, "Heat of evaporation.", "h", 326.0)],
    cooling_ratio: Annotated[float, Range(0.3, 8.0, "Cold over electricity of the chiller.", "c", 2.5)],
    distillation_ratio: Annotated[
        float, Range(0.0, 10.0, "Heat of distilling over heat of evaporation.", "d", 3.0)
    ],
) -> float:
    """Return the energy to condense a solvent and to distil it clean: boiled again, with reflux.

        E = m · h / 3600 · (1 / c + d)

    >>> condensing_kWh(100.0, 360.0, 2.5, 3.0)
    34.0
    """
    return evaporation_kWh(solvent_kg, latent_heat_kJ_kg) * (1.0 / cooling_ratio + distillation_ratio)
