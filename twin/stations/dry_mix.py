"""Blend dry powder: from layers lying apart towards a random mixture."""

from __future__ import annotations

import math

from twin.core.arrays import mean
from twin.core.material import Material, plain
from twin.laws.damage import coating_left
from twin.laws.dispersion import electrolyte_size_um, sheared_conductivity, specific_power_W_kg
from twin.laws.energy_demand import mechanical_kWh, running_kWh
from twin.laws.mixing import mixing_index
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import beyond, edges
from twin.stations.contract.fields import optional, parameter, set_point
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Params, Visit

_EDGES = (
    *edges(LAWS["specific_power_W_kg"], "speed_ratio"),
    *edges(LAWS["electrolyte_size_um"], "energy_kJ_kg"),
    *edges(LAWS["coating_left"], "energy_kJ_kg"),
    *edges(LAWS["sheared_conductivity"], "energy_after_kJ_kg"),
)


class DryMixParams(Params):
    """A batch mixer; a lot larger than its charge is blended in several equal charges."""

    tip_speed_m_s: float = set_point(0.1, 100, "Tip speed of the tool.", mixing_index="tip_speed_m_s")
    blend_time_s: float = parameter(0, 1e5, "Time the tool runs per charge.", mixing_index="time_s")
    charge_kg: float = parameter(0.001, 1e5, "Largest charge.")
    handling_time_s: float = parameter(0, 1e5, "Filling, discharge and cleaning per charge.")
    mixing_rate_per_s: float = parameter(
        0, 100, "Lacey rate of the reference charge at 20 m/s.", mixing_index="rate_per_s"
    )
    dead_time_s: float = parameter(
        0, 1000, "Time before the reference charge moves.", mixing_index="dead_time_s"
    )
    reference_charge_kg: float = parameter(0.001, 1e5, "Charge the rate was measured with.")
    specific_power_W_kg: float = parameter(
        0, 1e5, "Tool power per powder at the reference speed.", specific_power_W_kg="reference_W_kg"
    )
    reference_speed_m_s: float = parameter(0.1, 100, "Tip speed at which the power was measured.")
    drive_efficiency_frac: float = parameter(
        0.01, 1, "Tool power over electric power.", mechanical_kWh="drive_efficiency_frac"
    )
    no_load_kW: float | None = optional(
        0,
        1e4,
        "Power of the running machine beyond what the powder takes up; none without.",
        running_kWh="power_kW",
    )


def charges(mass_kg: float, params: DryMixParams) -> int:
    """Return how many charges a lot is blended in."""
    return max(1, math.ceil(mass_kg / params.charge_kg))


def size_ratio(mass_kg: float, params: DryMixParams) -> float:
    """Return the length of the charge over that of the reference charge.

    At equal tip speed the powder goes round once in a time that grows with length (similar vessels).
    """
    return math.cbrt(mass_kg / charges(mass_kg, params) / params.reference_charge_kg)


def transform(material: Material, params: DryMixParams, visit: Visit) -> Material:
    """Return the powder blended, with what the tool's energy does to coating and electrolyte."""
    known, slower = material.known, size_ratio(material.mass_kg, params)
    before_kJ_kg = plain(material.energy_kJ_kg)
    speed_m_s = visit.set_point(params, "tip_speed_m_s")
    ratio = speed_m_s / params.reference_speed_m_s
    power_W_kg = specific_power_W_kg(params.specific_power_W_kg, ratio)
    added_kJ_kg = power_W_kg * params.blend_time_s / 1000.0
    energy_kJ_kg = before_kJ_kg + added_kJ_kg
    mixing = mixing_index(
        params.blend_time_s,
        speed_m_s,
        plain(material.mixing_index_frac),
        params.mixing_rate_per_s / slower,
        dead_time_s=params.dead_time_s * slower,
    )
    agglomerate_um = electrolyte_size_um(
        plain(material.electrolyte_agglomerate_um),
        known["electrolyte_d50_um"],
        added_kJ_kg,
        known["electrolyte_deagglomeration_kJ_kg"],
    )
    conductivity = sheared_conductivity(
        plain(material.electrolyte_conductivity_mS_cm),
        before_kJ_kg,
        energy_kJ_kg,
        known["electrolyte_shear_loss_frac"],
        known["electrolyte_shear_loss_kJ_kg"],
    )
    intact = coating_left(
        plain(material.coating_intact_frac), 0.0, 0.0, added_kJ_kg, known["active_coating_wear_kJ_kg"]
    )
    return material.with_(
        mixing_index_frac=mixing,
        electrolyte_agglomerate_um=agglomerate_um,
        electrolyte_conductivity_mS_cm=conductivity,
        coating_intact_frac=intact,
        energy_kJ_kg=energy_kJ_kg,
        outside=beyond(material.outside, _EDGES, ratio, added_kJ_kg, added_kJ_kg, energy_kJ_kg),
    )


def duration_s(material: Material, params: DryMixParams) -> float:
    """Return the time for all charges of the lot."""
    return charges(material.mass_kg, params) * (params.blend_time_s + params.handling_time_s)


def energy_kWh(before: Material, after: Material, params: DryMixParams) -> float:
    """Return the electric energy of the tool."""
    added_kJ_kg = mean(after.energy_kJ_kg) - mean(before.energy_kJ_kg)
    taken_kWh = mechanical_kWh(before.mass_kg, added_kJ_kg, params.drive_efficiency_frac)
    running_s = charges(before.mass_kg, params) * params.blend_time_s
    return taken_kWh + running_kWh(params.no_load_kW or 0.0, running_s)


_BLENDED = (
    "mixing_index_frac",
    "electrolyte_agglomerate_um",
    "electrolyte_conductivity_mS_cm",
    "coating_intact_frac",
    "energy_kJ_kg",
)
STATION = Station(
    params=DryMixParams,
    needs=_BLENDED,
    sets=_BLENDED,
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
)
