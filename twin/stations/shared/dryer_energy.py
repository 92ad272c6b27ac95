"""What a dryer takes: heat, dry make-up air, fans, and the recovery of its solvent."""

from __future__ import annotations

from pydantic import model_validator

from twin.laws import dryer_energy, energy_demand, evaporation, moisture
from twin.stations.contract.fields import optional, parameter
from twin.stations.shared.zone_dryer import ZONES, DryerParams

_TOGETHER = (
    ("outside_dew_point_C", "dehumidifier_kWh_per_kg"),
    ("circulating_air_m3_h", "fan_pressure_Pa", "fan_efficiency_frac"),
    ("condenser_temperature_C", "cooling_ratio", "distillation_ratio"),
)


class DryerEnergyParams(DryerParams):
    """Air of a dryer and the way back of its solvent."""

    fresh_air_m3_h: float = parameter(
        0, 1e7, "Air the dryer takes in and heats to its hottest zone.", dryer_air_kW="flow_m3_h"
    )
    intake_temperature_C: float = parameter(-50, 100, "Temperature of the intake air.", dryer_air_kW="from_C")
    intake_dew_point_C: float = parameter(-100, 60, "Dew point of the intake air.", water_ppmv="dew_point_C")
    heat_recovered_frac: float = parameter(0, 1, "Heat the exhaust gives back to the intake.")
    outside_dew_point_C: float | None = optional(
        -100, 60, "Dew point of the outside air that makes up for the exhaust; its drying is free without."
    )
    dehumidifier_kWh_per_kg: float | None = optional(
        0, 100, "Energy to take a kilogram of water out of it.", air_drying_kW="kWh_per_kg"
    )
    circulating_air_m3_h: float | None = optional(
        0, 1e7, "Air the fans move in the dryer; without, none is charged.", fan_kW="flow_m3_h"
    )
    fan_pressure_Pa: float | None = optional(0, 1e5, "Pressure the fans raise.", fan_kW="pressure_Pa")
    fan_efficiency_frac: float | None = optional(
        0.01, 1, "Power of the air over electricity of the fans.", fan_kW="efficiency_frac"
    )
    recovery_kWh_per_kg: float | None = optional(
        0,
        100,
        "Energy to recover a kilogram of solvent; without, that of cooling, condensing and distilling.",
        recovery_kWh="recovery_kWh_per_kg",
    )
    condenser_temperature_C: float | None = optional(
        -150, 100, "Temperature at which the solvent condenses.", exhaust_cooling_kW="condenser_C"
    )
    cooling_ratio: float | None = optional(
        0.05, 20, "Cold over electricity of the chiller.", exhaust_cooling_kW="cooling_ratio"
    )
    distillation_ratio: float | None = optional(
        0,
        100,
        "Heat of distilling the solvent over its heat of evaporation.",
        condensing_kWh="distillation_ratio",
    )

    @model_validator(mode="after")
    def _told_as_a_whole(self) -> DryerEnergyParams:
        for keys in _TOGETHER:
            missing = [key for key in keys if getattr(self, key) is None]
            if missing and len(missing) < len(keys):
                given = next(key for key in keys if key not in missing)
                raise ValueError(f"{', '.join(missing)} is missing; {given} needs it")
        if self.recovery_kWh_per_kg is None and self.cooling_ratio is None:
            raise ValueError(f"give recovery_kWh_per_kg, or {', '.join(_TOGETHER[2])}")
        return self


def dryer_kWh(solvent_kg: float, time_s: float, params: DryerEnergyParams) -> float:
    """Return the energy of a dryer that evaporates and recovers a mass of solvent in a time."""
    latent_kJ_kg = evaporation.latent_heat_kJ_kg(params.heat_of_evaporation_kJ_mol, params.molar_mass_g_mol)
    air_kWh = energy_demand.running_kWh(_heating_kW(params) + _make_up_kW(params) + _fans_kW(params), time_s)
    evaporated_kWh = energy_demand.evaporation_kWh(solvent_kg, latent_kJ_kg)
    return air_kWh + evaporated_kWh + _recovery_kWh(solvent_kg, latent_kJ_kg, time_s, params)


def _hottest_C(params: DryerEnergyParams) -> float:
    return max(float(getattr(params, f"{zone}_temperature_C")) for zone in ZONES)


def _heating_kW(params: DryerEnergyParams) -> float:
    humidity = float(moisture.humidity_kg_kg(params.intake_dew_point_C))
    air_kW = dryer_energy.dryer_air_kW(
        params.fresh_air_m3_h, params.intake_temperature_C, _hottest_C(params), humidity
    )
    return air_kW * (1.0 - params.heat_recovered_frac)


def _make_up_kW(params: DryerEnergyParams) -> float:
    """Return the power to dry the outside air that takes the place of the exhaust."""
    if params.outside_dew_point_C is None or params.dehumidifier_kWh_per_kg is None:
        return 0.0
    return dryer_energy.air_drying_kW(
        params.fresh_air_m3_h,
        params.intake_temperature_C,
        float(moisture.humidity_kg_kg(params.outside_dew_point_C)),
        float(moisture.humidity_kg_kg(params.intake_dew_point_C)),
        params.dehumidifier_kWh_per_kg,
    )


def _fans_kW(params: DryerEnergyParams) -> float:
    if params.circulating_air_m3_h is None or params.fan_pressure_Pa is None:
        return 0.0
    assert params.fan_efficiency_frac is not None
    return dryer_energy.fan_kW(
        params.circulating_air_m3_h, params.fan_pressure_Pa, params.fan_efficiency_frac
    )


def _recovery_kWh(solvent_kg: float, latent_kJ_kg: float, time_s: float, params: DryerEnergyParams) -> float:
    """Return the energy of recovery: as stated per kilogram, else cold for the exhaust and distillation."""
    if params.recovery_kWh_per_kg is not None:
        return energy_demand.recovery_kWh(solvent_kg, params.recovery_kWh_per_kg)
    assert params.condenser_temperature_C is not None
    assert params.cooling_ratio is not None
    assert params.distillation_ratio is not None
    hot_C, intake_C = _hottest_C(params), params.intake_temperature_C
    exhaust_C = hot_C - params.heat_recovered_frac * (hot_C - intake_C)
    cooling_kW = dryer_energy.exhaust_cooling_kW(
        params.fresh_air_m3_h, intake_C, exhaust_C, params.condenser_temperature_C, params.cooling_ratio
    )
    return energy_demand.running_kWh(cooling_kW, time_s) + dryer_energy.condensing_kWh(
        solvent_kg, latent_kJ_kg, params.cooling_ratio, params.distillation_ratio
    )
