"""Stir powder into a solvent: agglomerates break, electrolyte and particle coating suffer."""

from __future__ import annotations

from pydantic import Field, model_validator

from twin.core.arrays import mean
from twin.core.material import Array, Material, plain
from twin.laws import energy_demand
from twin.laws.damage import coating_left
from twin.laws.dispersion import (
    aspect_ratio,
    carbon_size_um,
    electrolyte_size_um,
    sheared_conductivity,
    specific_power_W_kg,
)
from twin.laws.mixing import mixing_index
from twin.laws.registry.book import LAWS
from twin.laws.registry.validity import beyond, edges
from twin.laws.solvent import exposed_electrolyte, solvent_content_kg_kg
from twin.stations.contract.fields import of_solvent, optional, parameter, set_point
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Params, Visit
from twin.stations.shared.solvent_contact import attacked

_ROOM_C = 25.0

_EDGES = (
    *edges(LAWS["specific_power_W_kg"], "speed_ratio"),
    *edges(LAWS["carbon_size_um"], "speed_ratio"),
    *edges(LAWS["exposed_electrolyte"], "time_s"),
    *edges(LAWS["electrolyte_size_um"], "energy_kJ_kg"),
    *edges(LAWS["coating_left"], "energy_kJ_kg"),
    *edges(LAWS["aspect_ratio"], "energy_kJ_kg"),
    *edges(LAWS["sheared_conductivity"], "energy_after_kJ_kg"),
)


class SlurryMixParams(Params):
    """A dissolver or planetary mixer, its solvent, and what the two do to the solids."""

    tip_speed_m_s: float = set_point(0.1, 100, "Speed of the tool.", mixing_index="tip_speed_m_s")
    mixing_time_s: float = parameter(
        0, 1e6, "Time of stirring.", mixing_index="time_s", carbon_size_um="time_s"
    )
    degassing_time_s: float = parameter(0, 1e6, "Slow stirring under vacuum afterwards.")
    solids_frac: float = set_point(0.05, 0.98, "Solids by mass of the slurry.", drying_time="solids_frac")
    reference_speed_m_s: float = parameter(0.1, 100, "Speed at which power and breakage are stated.")
    specific_power_W_kg: float = set_point(
        0,
        1e5,
        "Power into a kilogram of solids at the reference speed.",
        specific_power_W_kg="reference_W_kg",
    )
    drive_efficiency_frac: float = parameter(
        0.01, 1, "Power into the slurry over electricity.", mechanical_kWh="drive_efficiency_frac"
    )
    no_load_kW: float | None = optional(
        0,
        1e4,
        "Power of the running machine beyond what the powder takes up; none without.",
        running_kWh="power_kW",
    )
    mixing_rate_per_s: float = parameter(
        0, 100, "Rate of blending at the law's reference speed.", mixing_index="rate_per_s"
    )
    breakage_per_s: float = parameter(
        0, 100, "Breakage of carbon agglomerates at the reference speed.", carbon_size_um="breakage_per_s"
    )
    slurry_temperature_C: float | None = optional(
        -50, 200, "Temperature of the slurry; 25 °C without.", contact_h="temperature_C"
    )
    solvent: str = Field("", description="The solvent by its name in the table of solvents.")
    solvent_polarity_index: float | None = of_solvent(
        "polarity_index",
        optional(
            0, 20, "Polarity index of the solvent; no attack without.", solvent_retention="polarity_index"
        ),
    )
    solvent_loss_frac: float | None = optional(
        0,
        1,
        "Electrolyte conductivity lost at last to the solvent; as the named solvent does without.",
        exposed_electrolyte="damage_frac",
    )
    solvent_loss_per_h: float | None = optional(
        0, 1000, "Rate at which the electrolyte loses it; 0 without.", exposed_electrolyte="rate_per_h"
    )
    coating_loss_per_h: float | None = optional(
        0,
        1000,
        "Particle coating dissolved per hour; as the named solvent does without.",
        coating_left="solvent_per_h",
    )

    @model_validator(mode="after")
    def _solvent_is_known(self) -> SlurryMixParams:
        if not self.solvent and None in (self.solvent_loss_frac, self.coating_loss_per_h):
            raise ValueError("name a solvent, or give solvent_loss_frac and coating_loss_per_h")
        if self.solvent_loss_frac and self.solvent_loss_per_h is None:
            raise ValueError("solvent_loss_per_h is missing; solvent_loss_frac needs it")
        return self


def transform(material: Material, params: SlurryMixParams, visit: Visit) -> Material:
    """Return a slurry: solvent added, agglomerates smaller, electrolyte and coating damaged."""
    known, before_kJ_kg = material.known, plain(material.energy_kJ_kg)
    tip_m_s = visit.set_point(params, "tip_speed_m_s")
    speed = tip_m_s / params.reference_speed_m_s
    power_W_kg = specific_power_W_kg(visit.set_point(params, "specific_power_W_kg"), speed)
    stirred_kJ_kg = power_W_kg * params.mixing_time_s / 1e3
    index = mixing_index(
        params.mixing_time_s, tip_m_s, plain(material.mixing_index_frac), params.mixing_rate_per_s
    )
    carbon_um = carbon_size_um(
        plain(material.carbon_agglomerate_um),
        known["carbon_aggregate_um"],
        params.mixing_time_s,
        params.breakage_per_s,
        speed,
    )
    electrolyte_um = electrolyte_size_um(
        plain(material.electrolyte_agglomerate_um),
        known["electrolyte_d50_um"],
        stirred_kJ_kg,
        known["electrolyte_deagglomeration_kJ_kg"],
    )
    aspect = aspect_ratio(
        plain(material.carbon_aspect_ratio),
        known["carbon_shortest_aspect_ratio"],
        stirred_kJ_kg,
        known["carbon_shortening_kJ_kg"],
    )
    energy_kJ_kg = before_kJ_kg + stirred_kJ_kg
    asked = (speed, speed, duration_s(material, params), *(stirred_kJ_kg,) * 3, energy_kJ_kg)
    return material.with_(
        solvent_kg_kg=solvent_content_kg_kg(visit.set_point(params, "solids_frac")),
        mixing_index_frac=index,
        carbon_agglomerate_um=carbon_um,
        electrolyte_agglomerate_um=electrolyte_um,
        carbon_aspect_ratio=aspect,
        energy_kJ_kg=energy_kJ_kg,
        outside=beyond(material.outside, _EDGES, *asked),
        **_damaged(material, stirred_kJ_kg, params),
    )


def _damaged(
    material: Material, stirred_kJ_kg: Array | float, params: SlurryMixParams
) -> dict[str, Array | float]:
    """Return what shear and contact with the solvent leave of electrolyte and coating, as fields of Material.

    Numbers the station states itself count before those of the named solvent: with a loss of its own the
    solvent takes nothing more in the stations behind it either.
    """
    known, before_kJ_kg = material.known, plain(material.energy_kJ_kg)
    contact_s = duration_s(material, params)
    sheared = sheared_conductivity(
        plain(material.electrolyte_conductivity_mS_cm),
        before_kJ_kg,
        before_kJ_kg + stirred_kJ_kg,
        known["electrolyte_shear_loss_frac"],
        known["electrolyte_shear_loss_kJ_kg"],
    )
    worn = coating_left(
        plain(material.coating_intact_frac),
        contact_s / energy_demand.SECONDS_PER_HOUR,
        params.coating_loss_per_h or 0.0,
        stirred_kJ_kg,
        known["active_coating_wear_kJ_kg"],
    )
    polarity = params.solvent_polarity_index or 0.0
    temperature_C = _ROOM_C if params.slurry_temperature_C is None else params.slurry_temperature_C
    in_solvent = material.with_(
        solvent_polarity_index=polarity, electrolyte_conductivity_mS_cm=sheared, coating_intact_frac=worn
    )
    harmed = {"solvent_polarity_index": polarity, **attacked(in_solvent, contact_s, temperature_C)}
    if params.solvent_loss_frac is not None:
        left = exposed_electrolyte(
            sheared, params.solvent_loss_frac, params.solvent_loss_per_h or 0.0, contact_s
        )
        harmed |= {"electrolyte_conductivity_mS_cm": left, **dict.fromkeys(_ATTACKED, 0.0)}
    if params.coating_loss_per_h is not None:
        harmed |= {"coating_intact_frac": worn}
    return harmed


def duration_s(material: Material, params: SlurryMixParams) -> float:  # noqa: ARG001
    """Return the time of one batch, whatever its size."""
    return params.mixing_time_s + params.degassing_time_s


def energy_kWh(before: Material, after: Material, params: SlurryMixParams) -> float:
    """Return the electricity of the stirrer, its vacuum and its cooling."""
    taken_up_kJ_kg = mean(after.energy_kJ_kg) - mean(before.energy_kJ_kg)
    taken_kWh = energy_demand.mechanical_kWh(after.mass_kg, taken_up_kJ_kg, params.drive_efficiency_frac)
    return taken_kWh + energy_demand.running_kWh(params.no_load_kW or 0.0, duration_s(after, params))


_ATTACKED = ("solvent_polarity_index", "solvent_contact_h")
_CHANGED = (
    "mixing_index_frac",
    "carbon_agglomerate_um",
    "electrolyte_agglomerate_um",
    "carbon_aspect_ratio",
    "electrolyte_conductivity_mS_cm",
    "coating_intact_frac",
    "energy_kJ_kg",
)

STATION = Station(
    params=SlurryMixParams,
    needs=("solvent_contact_h", *_CHANGED),
    sets=("solvent_kg_kg", *_ATTACKED, *_CHANGED),
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
    form="slurry",
)
