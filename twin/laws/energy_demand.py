"""Energy of process steps, in kWh."""

from __future__ import annotations

import math
from typing import Annotated

from twin.laws.evaporation import ATMOSPHERE_PA
from twin.laws.registry.argument import Range
from twin.laws.registry.law import law

SECONDS_PER_HOUR = 3600.0
"""Also kJ per kWh."""
_BALANCE = "Energy balance; range: assumption"

SolidsMass = Annotated[float, Range(0.0, 1e5, "Mass of the solids.", "m", 300.0)]
SolventMass = Annotated[float, Range(0.0, 1e5, "Mass of the solvent.", "m", 100.0)]
StartTemperature = Annotated[float, Range(-50.0, 300.0, "Temperature at the start.", "T0", 23.0)]
EndTemperature = Annotated[float, Range(-50.0, 400.0, "Temperature at the end.", "T1", 100.0)]


@law("Electricity of a drive", unit="kWh", source=_BALANCE)
def mechanical_kWh(
    mass_kg: SolidsMass,
    energy_kJ_kg: Annotated[float, Range(0.0, 200.0, "Energy the tool puts in.", "e", 30.0)],
    drive_efficiency_frac: Annotated[float, Range(0.2, 1.0, "Tool power over electric power.", "η", 0.8)],
) -> float:
    """Return the electricity of a drive that put a specific energy into a mass.

        E = m · e / η / 3600

    >>> round(mechanical_kWh(300.0, 30.0, 0.8), 4)
    3.125
    """
    return mass_kg * energy_kJ_kg / drive_efficiency_frac / SECONDS_PER_HOUR


@law("Heat to warm a mass", unit="kWh", source=_BALANCE)
def heating_kWh(
    mass_kg: SolidsMass,
    heat_capacity_kJ_kg_K: Annotated[float, Range(0.1, 5.0, "Heat capacity.", "c", 0.8)],
    from_C: StartTemperature,
    to_C: EndTemperature,
) -> float:
    """Return the heat to warm a mass; 0 where it cools.

        E = m · c · max(T1 - T0, 0) / 3600

    >>> round(heating_kWh(300.0, 0.8, 25.0, 100.0), 4)
    5.0
    """
    return mass_kg * heat_capacity_kJ_kg_K * max(to_C - from_C, 0.0) / SECONDS_PER_HOUR


@law(
    "Heat to evaporate a solvent",
    unit="kWh",
    source=_BALANCE + ", 326 to 515 kJ/kg, water 2257",
)
def evaporation_kWh(
    solvent_kg: SolventMass,
    latent_heat_kJ_kg: Annotated[float, Range(100.0, 2500.0, "Heat of evaporation.", "h", 326.0)],
) -> float:
    """Return the heat to evaporate a solvent.

        E = m · h / 3600

    >>> round(evaporation_kWh(100.0, 360.0), 4)
    10.0
    """
    return solvent_kg * latent_heat_kJ_kg / SECONDS_PER_HOUR


@law(
    "Energy to recover a solvent",
    unit="kWh",
    source="Ahmed 2016: 10.1 kWh per kg of NMP dried and recovered; range: twice that",
    reference_only=True,
)
def recovery_kWh(
    solvent_kg: SolventMass,
    recovery_kWh_per_kg: Annotated[float, Range(0.0, 20.0, "Energy per solvent recovered.", "e", 1.5)],
) -> float:
    """Return the energy to recover a solvent from the exhaust, for a line that states it per kilogram.

        E = m · e

    >>> recovery_kWh(100.0, 1.5)
    150.0
    """
    return solvent_kg * recovery_kWh_per_kg


@law("Energy of a machine at constant power", unit="kWh", source=_BALANCE)
def running_kWh(
    power_kW: Annotated[float, Range(0.0, 1e4, "Power while working.", "P", 40.0)],
    time_s: Annotated[float, Range(0.0, 1e6, "Time of work.", "t", 3600.0)],
) -> float:
    """Return the energy of a machine that runs at constant power: pumps, heaters, fans.

        E = P · t / 3600

    >>> running_kWh(40.0, 1800.0)
    20.0
    """
    return power_kW * time_s / SECONDS_PER_HOUR


@law(
    "Power of a vacuum pump",
    unit="kW",
    source="Isothermal compression of an ideal gas; range: assumption",
    reference_only=True,
)
def vacuum_pump_kW(
    leak_Pa_m3_s: Annotated[float, Range(0.0, 1000.0, "Gas that leaks in or evaporates.", "Q", 1.0)],
    pressure_Pa: Annotated[
        float, Range(1.0, 101_325.0, "Pressure in the chamber, 0.07 to 1000 mbar.", "p", 100.0)
    ],
    efficiency_frac: Annotated[float, Range(0.005, 0.8, "Ideal work over electricity.", "η", 0.1)],
) -> float:
    """Return the power to keep a vacuum: isothermal compression of the gas load to one atmosphere.

        P = Q · ln(101325 / p) / (1000 · η)

    The ovens of the shipped lines state the power of their pumps instead.

    >>> round(vacuum_pump_kW(1.0, 100.0, 0.1), 4)
    0.0692
    """
    return leak_Pa_m3_s * math.log(ATMOSPHERE_PA / pressure_Pa) / efficiency_frac / 1e3


@law("Power of a dry room", unit="kW", source="Form: assumption, exponential around a stated room")
def dry_room_kW(
    floor_m2: Annotated[float, Range(0.0, 1e5, "Floor of the room.", "A", 600.0)],
    dew_point_C: Annotated[float, Range(-80.0, 0.0, "Dew point of the room.", "Td", -50.0)],
    reference_kW_m2: Annotated[float, Range(0.05, 5.0, "Power per floor at the reference.", "p0", 0.6)],
    reference_dew_point_C: Annotated[float, Range(-80.0, 0.0, "Dew point of the reference.", "T0", -40.0)],
    per_K: Annotated[float, Range(0.0, 0.1, "Rise per kelvin drier.", "a", 0.02)],
) -> float:
    """Return the power of a dry room: per floor area, rising by a share for every kelvin drier.

        P = A · p0 · exp(a · (T0 - Td))

    >>> round(dry_room_kW(600.0, -40.0, 0.6, -40.0, 0.02), 4)
    360.0
    """
    return floor_m2 * reference_kW_m2 * math.exp(per_K * (reference_dew_point_C - dew_point_C))


@law("Loss through the walls of an oven", unit="kW", source=_BALANCE)
def wall_loss_kW(
    area_m2: Annotated[float, Range(0.0, 500.0, "Walls, per lot.", "A", 4.0)],
    loss_W_m2_K: Annotated[float, Range(0.1, 10.0, "Loss per area and kelvin.", "U", 0.8)],
    inside_C: EndTemperature,
    outside_C: StartTemperature,
) -> float:
    """Return the heat an oven loses through its insulated walls.

        P = A · U · max(T1 - T0, 0) / 1000

    >>> wall_loss_kW(4.0, 0.5, 123.0, 23.0)
    0.2
    """
    return area_m2 * loss_W_m2_K * max(inside_C - outside_C, 0.0) / 1e3
