"""Energy: of the visits from the log, of standing machines from their states."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.core.material import Array
from twin.kpi.declaration import Figure, Scope, Topic, kpi
from twin.kpi.flow import good_shipped_m2
from twin.kpi.iso22400 import ratio
from twin.kpi.part import Part
from twin.kpi.totals import Totals, state_seconds, total
from twin.laws.energy_demand import dry_room_kW
from twin.line.model.line import Room


@total
def visits_kWh(part: Part) -> Array:
    """Return the energy of the visits finished in the window, per station."""
    used_kWh = part.events.energy_kWh
    rows = np.flatnonzero(~np.isnan(used_kWh))
    rows = rows[part.window.holds(part.events.time_s[rows])]
    return part.count(part.keys.place[part.events.key[rows]], used_kWh[rows])


@kpi(
    "energy_kWh_per_m2",
    unit="kWh/m²",
    unit_of_lots="kWh/lot",
    label="energy",
    better=-1,
    topic=Topic.ENERGY,
    scope=Scope.LINE | Scope.STATION,
    iso="comprehensive energy consumption",
    zero_is_nothing=True,
    definition="Energy of all stations in all states per good area shipped.",
)
def energy(totals: Totals) -> Iterator[Figure]:
    """Yield energy per good area shipped, for the line and station by station.

    A visit counts where it was finished; a machine draws its `idle_kW` in every state but working.
    """
    good_m2 = totals[good_shipped_m2]
    used_kWh = totals[visits_kWh] + _idle_kWh(totals)
    yield Figure("energy_kWh_per_m2", float(ratio(used_kWh.sum(), good_m2)))
    for station, value in zip(totals.stations, ratio(used_kWh, good_m2).tolist(), strict=True):
        yield Figure("energy_kWh_per_m2", value, station)


@kpi(
    "room_energy_kWh_per_m2",
    unit="kWh/m²",
    unit_of_lots="kWh/lot",
    label="energy of the dry room",
    better=-1,
    topic=Topic.ENERGY,
    definition="Energy of the dry room per good area shipped.",
)
def room_energy(totals: Totals) -> Iterator[Figure]:
    """Yield the energy of the dry room per good area shipped, where its floor and load are given."""
    power_kW = _room_kW(totals.line.room)
    if power_kW is not None:
        used_kWh = power_kW * totals.window.length_s / 3600.0
        yield Figure("room_energy_kWh_per_m2", float(ratio(used_kWh, totals[good_shipped_m2])))


def _room_kW(room: Room | None) -> float | None:
    if room is None or room.floor_m2 is None or room.reference_kW_m2 is None:
        return None
    if room.reference_dew_point_C is None or room.load_per_K is None:
        return None
    return dry_room_kW(
        room.floor_m2, room.dew_point_C, room.reference_kW_m2, room.reference_dew_point_C, room.load_per_K
    )


def _idle_kWh(totals: Totals) -> Array:
    """Return what the machines of each station draw while they do not work."""
    idle_kW = np.array([station.equipment.idle_kW for station in totals.line.station])
    hours = (totals[state_seconds].sum(axis=1) - totals.seconds("working")) / 3600.0
    return np.asarray(idle_kW * hours)
