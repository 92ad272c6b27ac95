"""Energy: of the visits from the log, of standing machines from their states."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.core.material import Array
from twin.kpi.declaration import Figure, Scope, Topic, kpi
from twin.kpi.iso22400 import ratio
from twin.kpi.record import Record
from twin.laws.energy_demand import dry_room_kW
from twin.line.model.line import Room


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
def energy(record: Record) -> Iterator[Figure]:
    """Yield energy per good area shipped, for the line and station by station.

    A visit counts where it was finished; a machine draws its `idle_kW` in every state but working.
    """
    good_m2 = _good_m2(record)
    used_kWh = _visits_kWh(record) + _idle_kWh(record)
    yield Figure("energy_kWh_per_m2", float(ratio(used_kWh.sum(), good_m2)))
    for station, value in zip(record.stations, ratio(used_kWh, good_m2).tolist(), strict=True):
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
def room_energy(record: Record) -> Iterator[Figure]:
    """Yield the energy of the dry room per good area shipped, where its floor and load are given."""
    power_kW = _room_kW(record.line.room)
    if power_kW is not None:
        used_kWh = power_kW * record.window.length_s / 3600.0
        yield Figure("room_energy_kWh_per_m2", float(ratio(used_kWh, _good_m2(record))))


def _room_kW(room: Room | None) -> float | None:
    if room is None or room.floor_m2 is None or room.reference_kW_m2 is None:
        return None
    if room.reference_dew_point_C is None or room.load_per_K is None:
        return None
    return dry_room_kW(
        room.floor_m2, room.dew_point_C, room.reference_kW_m2, room.reference_dew_point_C, room.load_per_K
    )


def _good_m2(record: Record) -> float:
    shipped = record.lots.shipped & record.window.holds(record.lots.ended_s)
    return float(record.lots.good_area_m2[shipped].sum())


def _visits_kWh(record: Record) -> Array:
    """Add up the energy of the visits finished in the window, per station."""
    events = record.tables.events
    used = events["energy_kWh"].to_numpy(np.float64)
    rows = record.window.holds(events["time_s"].to_numpy(np.float64)) & ~np.isnan(used)
    names = events["station"].to_numpy(dtype=object)[rows]
    return np.array([used[rows][names == station].sum() for station in record.stations])


def _idle_kWh(record: Record) -> Array:
    """Return what the machines of each station draw while they do not work."""
    idle_kW = np.array([station.equipment.idle_kW for station in record.line.station])
    hours = (record.state_s.sum(axis=1) - record.seconds("working")) / 3600.0
    return np.asarray(idle_kW * hours)
