"""Dry rolls in a vacuum oven for hours: the last solvent leaves the pores."""

from __future__ import annotations

from pydantic import model_validator

from twin.core.material import Material, plain
from twin.laws import energy_demand
from twin.laws.drying import vacuum_drying
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import beyond, edges
from twin.stations.contract.fields import of_solvent, optional, parameter, set_point
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Params, Visit

_EDGES = edges(LAWS["falling_rate"], "content_kg_kg")


_TOGETHER = (
    ("wall_area_m2", "wall_loss_W_m2_K"),
    ("chamber_mass_kg", "chamber_heat_capacity_kJ_kg_K"),
)


class VacuumDryParams(Params):
    """An oven; how many lots it takes is the equipment's `batch`. Power and heat are per lot."""

    drying_time_s: float = parameter(0, 1e7, "Time under vacuum.", falling_rate="time_s")
    heating_time_s: float = parameter(0, 1e7, "Time to warm up and to vent.")
    temperature_C: float = set_point(0, 300, "Temperature of the rolls.", vacuum_drying="temperature_C")
    pressure_Pa: float = set_point(
        0.01, 101_325, "Solvent pressure left in the chamber.", vacuum_drying="pressure_Pa"
    )
    rate_per_s: float = parameter(
        0, 1, "Falling rate at the reference temperature.", vacuum_drying="rate_per_s"
    )
    reference_temperature_C: float = parameter(
        0, 300, "Temperature at which the rate is stated.", vacuum_drying="reference_C"
    )
    activation_kJ_mol: float = parameter(
        0, 200, "Activation energy of the rate.", vacuum_drying="activation_kJ_mol"
    )
    sorption_kg_kg: float = parameter(
        0, 0.2, "Solvent the solids hold in saturated vapour.", vacuum_drying="sorption_kg_kg"
    )
    boiling_point_C: float = of_solvent(
        "boiling_point_C",
        parameter(30, 400, "Boiling point of the solvent.", vacuum_drying="boiling_point_C"),
    )
    heat_of_evaporation_kJ_mol: float = of_solvent(
        "heat_of_evaporation_kJ_mol",
        parameter(10, 100, "Heat of evaporation of the solvent.", vacuum_drying="heat_of_evaporation_kJ_mol"),
    )
    holding_kW: float = parameter(0, 1000, "Power of pumps and jacket, per lot.", running_kWh="power_kW")
    wall_area_m2: float | None = optional(
        0, 1000, "Walls of the oven, per lot; no loss without.", wall_loss_kW="area_m2"
    )
    wall_loss_W_m2_K: float | None = optional(
        0.01, 100, "Heat lost through them per area and kelvin.", wall_loss_kW="loss_W_m2_K"
    )
    chamber_mass_kg: float | None = optional(
        0, 1e5, "Mass of the oven that is warmed with every load, per lot; none without."
    )
    chamber_heat_capacity_kJ_kg_K: float | None = optional(0, 10, "Heat capacity of the oven.")
    heat_capacity_kJ_kg_K: float = parameter(
        0, 10, "Heat capacity of roll and core, per kg of solids.", heating_kWh="heat_capacity_kJ_kg_K"
    )
    start_temperature_C: float = parameter(
        -50, 300, "Temperature of a roll that comes in.", heating_kWh="from_C"
    )

    @model_validator(mode="after")
    def _told_as_a_whole(self) -> VacuumDryParams:
        for size, loss in _TOGETHER:
            if (getattr(self, size) is None) != (getattr(self, loss) is None):
                raise ValueError(f"{size} and {loss} are told together or not at all")
        return self


def transform(material: Material, params: VacuumDryParams, visit: Visit) -> Material:
    """Return the lot with the solvent left after first-order drying towards the sorption limit."""
    content = plain(material.solvent_kg_kg)
    left = vacuum_drying(
        content,
        params.drying_time_s,
        visit.set_point(params, "temperature_C"),
        visit.set_point(params, "pressure_Pa"),
        params.rate_per_s,
        params.activation_kJ_mol,
        params.reference_temperature_C,
        params.sorption_kg_kg,
        params.boiling_point_C,
        params.heat_of_evaporation_kJ_mol,
    )
    known = beyond(material.outside, _EDGES, content)
    return material.with_(solvent_kg_kg=left, outside=known)


def duration_s(material: Material, params: VacuumDryParams) -> float:  # noqa: ARG001
    """Return the time of one oven load."""
    return params.heating_time_s + params.drying_time_s


def energy_kWh(before: Material, after: Material, params: VacuumDryParams) -> float:  # noqa: ARG001
    """Return heat for roll and oven, loss through the walls and power of the pumps over the time inside."""
    start_C, hot_C = params.start_temperature_C, params.temperature_C
    warmed = energy_demand.heating_kWh(after.mass_kg, params.heat_capacity_kJ_kg_K, start_C, hot_C)
    if params.chamber_mass_kg is not None and params.chamber_heat_capacity_kJ_kg_K is not None:
        warmed += energy_demand.heating_kWh(
            params.chamber_mass_kg, params.chamber_heat_capacity_kJ_kg_K, start_C, hot_C
        )
    lost_kW = 0.0
    if params.wall_area_m2 is not None and params.wall_loss_W_m2_K is not None:
        lost_kW = energy_demand.wall_loss_kW(params.wall_area_m2, params.wall_loss_W_m2_K, hot_C, start_C)
    return warmed + energy_demand.running_kWh(params.holding_kW + lost_kW, duration_s(after, params))


STATION = Station(
    params=VacuumDryParams,
    needs=("solvent_kg_kg",),
    sets=("solvent_kg_kg",),
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
)
