"""Shear powder hard: break agglomerates, draw the binder into fibrils, and pay for it in damage."""

from __future__ import annotations

import math

from twin.core.arrays import mean
from twin.core.material import Array, Material, plain
from twin.laws import dispersion
from twin.laws.damage import coating_left
from twin.laws.energy_demand import mechanical_kWh, running_kWh
from twin.laws.fibrillation import fibrillation
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import beyond, edges
from twin.stations.contract.fields import optional, parameter, set_point
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Params, Visit

_EDGES = (
    *edges(LAWS["specific_power_W_kg"], "speed_ratio"),
    *edges(LAWS["carbon_size_um"], "speed_ratio"),
    *edges(LAWS["fibrillation"], "time_min"),
    *edges(LAWS["electrolyte_size_um"], "energy_kJ_kg"),
    *edges(LAWS["coating_left"], "energy_kJ_kg"),
    *edges(LAWS["aspect_ratio"], "energy_kJ_kg"),
    *edges(LAWS["sheared_conductivity"], "energy_after_kJ_kg"),
)


class DisperseParams(Params):
    """A high-shear kneader; a continuous one has its hold-up as charge and little handling."""

    tip_speed_m_s: float = set_point(0.1, 100, "Tip speed of the tool.")
    time_s: float = parameter(0, 1e5, "Time a charge is sheared.", carbon_size_um="time_s")
    powder_temperature_C: float = set_point(
        -50, 250, "Temperature of the powder while it is sheared.", fibrillation="temperature_C"
    )
    charge_kg: float = parameter(0.001, 1e5, "Largest charge.")
    handling_time_s: float = parameter(0, 1e5, "Filling, discharge and cleaning per charge.")
    reference_speed_m_s: float = parameter(0.1, 100, "Tip speed at which power and rates were measured.")
    specific_power_W_kg: float = set_point(
        0, 1e5, "Tool power per powder at the reference speed.", specific_power_W_kg="reference_W_kg"
    )
    breakage_per_s: float = parameter(
        0,
        100,
        "Breakage rate of carbon agglomerates at the reference speed.",
        carbon_size_um="breakage_per_s",
    )
    drive_efficiency_frac: float = parameter(
        0.01, 1, "Tool power over electric power.", mechanical_kWh="drive_efficiency_frac"
    )
    no_load_kW: float | None = optional(
        0,
        1e4,
        "Power of the running machine beyond what the powder takes up; none without.",
        running_kWh="power_kW",
    )


def transform(material: Material, params: DisperseParams, visit: Visit) -> Material:
    """Return the powder dispersed and kneaded, with what shear costs coating, carbon and electrolyte."""
    known = material.known
    ratio = visit.set_point(params, "tip_speed_m_s") / params.reference_speed_m_s
    temperature_C = visit.set_point(params, "powder_temperature_C")
    reference_W_kg = visit.set_point(params, "specific_power_W_kg")
    added_kJ_kg = dispersion.specific_power_W_kg(reference_W_kg, ratio) * params.time_s / 1000.0
    stressed_min = dispersion.stress_clock_min(params.time_s, ratio)
    carbon_um = dispersion.carbon_size_um(
        plain(material.carbon_agglomerate_um),
        known["carbon_aggregate_um"],
        params.time_s,
        params.breakage_per_s,
        ratio,
    )
    drawn = plain(material.fibrillation_frac)
    if "binder_fibrillation_per_min" in known:
        drawn = fibrillation(
            drawn,
            stressed_min,
            temperature_C,
            known["binder_fibrillation_per_min"],
            known["binder_transition_C"],
            known["binder_transition_width_K"],
            known["binder_saturation_s"],
            known["binder_cleavage_per_min2"],
        )
    done = sheared(material, added_kJ_kg)
    asked = (ratio, ratio, stressed_min, added_kJ_kg, added_kJ_kg, added_kJ_kg, done["energy_kJ_kg"])
    return material.with_(
        carbon_agglomerate_um=carbon_um,
        fibrillation_frac=drawn,
        outside=beyond(material.outside, _EDGES, *asked),
        **done,
    )


def sheared(material: Material, added_kJ_kg: Array | float) -> dict[str, Array | float]:
    """Return what a specific energy does, as fields of Material."""
    known, before_kJ_kg = material.known, plain(material.energy_kJ_kg)
    energy_kJ_kg = before_kJ_kg + added_kJ_kg
    return {
        "electrolyte_agglomerate_um": dispersion.electrolyte_size_um(
            plain(material.electrolyte_agglomerate_um),
            known["electrolyte_d50_um"],
            added_kJ_kg,
            known["electrolyte_deagglomeration_kJ_kg"],
        ),
        "electrolyte_conductivity_mS_cm": dispersion.sheared_conductivity(
            plain(material.electrolyte_conductivity_mS_cm),
            before_kJ_kg,
            energy_kJ_kg,
            known["electrolyte_shear_loss_frac"],
            known["electrolyte_shear_loss_kJ_kg"],
        ),
        "coating_intact_frac": coating_left(
            plain(material.coating_intact_frac), 0.0, 0.0, added_kJ_kg, known["active_coating_wear_kJ_kg"]
        ),
        "carbon_aspect_ratio": dispersion.aspect_ratio(
            plain(material.carbon_aspect_ratio),
            known["carbon_shortest_aspect_ratio"],
            added_kJ_kg,
            known["carbon_shortening_kJ_kg"],
        ),
        "energy_kJ_kg": energy_kJ_kg,
    }


def duration_s(material: Material, params: DisperseParams) -> float:
    """Return the time for all charges of the lot."""
    return _charges(material.mass_kg, params) * (params.time_s + params.handling_time_s)


def _charges(mass_kg: float, params: DisperseParams) -> int:
    """Return the number of charges a lot is sheared in."""
    return max(1, math.ceil(mass_kg / params.charge_kg))


def energy_kWh(before: Material, after: Material, params: DisperseParams) -> float:
    """Return the electric energy of the tool."""
    added_kJ_kg = mean(after.energy_kJ_kg) - mean(before.energy_kJ_kg)
    taken_kWh = mechanical_kWh(before.mass_kg, added_kJ_kg, params.drive_efficiency_frac)
    running_s = _charges(before.mass_kg, params) * params.time_s
    return taken_kWh + running_kWh(params.no_load_kW or 0.0, running_s)


_SHEARED = (
    "carbon_agglomerate_um",
    "electrolyte_agglomerate_um",
    "fibrillation_frac",
    "carbon_aspect_ratio",
    "electrolyte_conductivity_mS_cm",
    "coating_intact_frac",
    "energy_kJ_kg",
)
STATION = Station(
    params=DisperseParams,
    needs=_SHEARED,
    sets=_SHEARED,
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
)
