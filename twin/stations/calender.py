"""Compact a web between heated rolls: one or several layers in one pass, first pass or later."""

from __future__ import annotations

from twin.core.material import Material
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Visit
from twin.stations.shared.free_web import WEB_STRENGTH, hazard_of
from twin.stations.shared.roll_nip import (
    ROLL_NEEDS,
    ROLL_SETS,
    RollParams,
    circumference_m,
    duration_s,
    energy_kWh,
    press_web,
)


class CalenderParams(RollParams):
    """A calender needs nothing beyond its rolls."""


def transform(material: Material, params: CalenderParams, visit: Visit) -> Material:
    """Return the web compacted, as thick and as porous as it comes."""
    loading, porosity, roughness = material.loading_mg_cm2, material.porosity_frac, material.roughness_um
    return material.with_(**press_web(material, params, visit, loading, porosity, roughness))


def web_hazard(material: Material, params: CalenderParams) -> float:
    """Return how many times as often the web breaks as at half its strength."""
    return hazard_of(material, material.loading_mg_cm2, params)


STATION = Station(
    params=CalenderParams,
    needs=(*ROLL_NEEDS, "loading_mg_cm2", "porosity_frac", "roughness_um"),
    sets=ROLL_SETS,
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
    circumference_m=circumference_m,
    hazards={WEB_STRENGTH: web_hazard},
)
