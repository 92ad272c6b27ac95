"""Compact a web between heated rolls: one or several layers in one pass, first pass or later."""

from __future__ import annotations

import numpy as np

from twin.lawbook.ranges import beyond, edges
from twin.laws import LAWS
from twin.material import Array, Material
from twin.physics.springback import springback
from twin.rolls import (
    ROLL_NEEDS,
    ROLL_SET_POINTS,
    ROLL_SETS,
    RollParams,
    circumference_m,
    duration_s,
    energy_kWh,
    press_web,
)
from twin.station import Station, Visit

_SECONDS_PER_DAY = 86_400.0
_EDGES = edges(LAWS["springback"], "time_d", "temperature_C")


class CalenderParams(RollParams):
    """A calender needs nothing beyond its rolls."""


def grown_porosity_frac(
    porosity_frac: Array, highest_pressure_MPa: Array, waited_d: float, growth_frac: Array | float
) -> Array:
    """Return the porosity after a wait in which layers pressed before have grown by a share of thickness."""
    if waited_d <= 0.0:
        return porosity_frac
    grown = 1.0 + growth_frac * (highest_pressure_MPa > 0.0)
    return np.asarray(1.0 - (1.0 - porosity_frac) / grown)


def transform(material: Material, params: CalenderParams, visit: Visit) -> Material:
    """Return the web compacted; a web rolled before has sprung back while it waited."""
    known, waited_d = material.known, visit.waited_s / _SECONDS_PER_DAY
    growth = springback(
        waited_d,
        params.roll_temperature_C,
        known["compaction_springback_frac"],
        known["compaction_springback_time_d"],
        known["compaction_relaxation_per_K"],
    )
    left = beyond(material.outside, _EDGES, waited_d, params.roll_temperature_C)
    if left is not material.outside:
        material = material.with_(outside=left)
    entering = grown_porosity_frac(material.porosity_frac, material.highest_pressure_MPa, waited_d, growth)
    return material.with_(
        **press_web(material, params, visit, material.loading_mg_cm2, entering, material.roughness_um)
    )


STATION = Station(
    params=CalenderParams,
    needs=(*ROLL_NEEDS, "loading_mg_cm2", "porosity_frac", "roughness_um"),
    sets=ROLL_SETS,
    transform=transform,
    duration_s=duration_s,
    energy_kWh=energy_kWh,
    circumference_m=circumference_m,
    set_points=ROLL_SET_POINTS,
)
