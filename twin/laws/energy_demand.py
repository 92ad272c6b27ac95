"""Energy of process steps, in kWh."""

from __future__ import annotations

import math

SECONDS_PER_HOUR = 3600.0
"""Also kJ per kWh."""


def mechanical_kWh(mass_kg: float, energy_kJ_kg: float, drive_efficiency_frac: float) -> float:
    """Return the electricity of a drive that put a specific energy into a mass."""
    return mass_kg * energy_kJ_kg / drive_efficiency_frac / SECONDS_PER_HOUR


def heating_kWh(mass_kg: float, heat_capacity_kJ_kg_K: float, from_C: float, to_C: float) -> float:
    """Return the heat to warm a mass; 0 where it cools."""
    return mass_kg * heat_capacity_kJ_kg_K * max(to_C - from_C, 0.0) / SECONDS_PER_HOUR


def evaporation_kWh(solvent_kg: float, latent_heat_kJ_kg: float) -> float:
    """Return the heat to evaporate a solvent."""
    return solvent_kg * latent_heat_kJ_kg / SECONDS_PER_HOUR


def recovery_kWh(solvent_kg: float, recovery_kWh_per_kg: float) -> float:
    """Return the energy to recover a solvent from the exhaust."""
    return solvent_kg * recovery_kWh_per_kg


def running_kWh(power_kW: float, time_s: float) -> float:
    """Return the energy of a machine that runs at constant power: pumps, heaters, fans."""
    return power_kW * time_s / SECONDS_PER_HOUR


def vacuum_pump_kW(leak_Pa_m3_s: float, pressure_Pa: float, efficiency_frac: float) -> float:
    """Return the power to keep a vacuum: isothermal compression of the gas load to one atmosphere."""
    return leak_Pa_m3_s * math.log(101_325.0 / pressure_Pa) / efficiency_frac / 1e3


def dry_room_kW(
    floor_m2: float, dew_point_C: float, reference_kW_m2: float, reference_dew_point_C: float, per_K: float
) -> float:
    """Return the power of a dry room: per floor area, rising by a share for every kelvin drier.

    Form: assumption, exponential in the dew point around a stated reference.
    """
    return floor_m2 * reference_kW_m2 * math.exp(per_K * (reference_dew_point_C - dew_point_C))
