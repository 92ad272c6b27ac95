"""Energy: of the visits from the log, of standing machines from their states."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.core.material import Array
from twin.kpi.iso22400 import ratio
from twin.kpi.record import Kpi, Record
from twin.laws.energy_demand import dry_room_kW
from twin.line.model.line import Room


def energy(record: Record) -> Iterator[Kpi]:
    """Yield energy per good area shipped, for the line and station by station.

    A visit counts where it was finished; a machine draws its `idle_kW` in every state but working.
    """
    good = _good_m2(record)
    used = _visits_kWh(record) + _idle_kWh(record)
    unit = "kWh/m²" if record.line.has_material else "kWh/lot"
    yield Kpi("", "", "energy_kWh_per_m2", float(ratio(used.sum(), good)), unit)
    for station, value in zip(record.stations, ratio(used, good).tolist(), strict=True):
        yield Kpi(station, "", "energy_kWh_per_m2", value, unit)


def room_energy(record: Record) -> Iterator[Kpi]:
    """Yield the energy of the dry room per good area shipped, where its floor and load are given."""
    power_kW = _room_kW(record.line.room)
    if power_kW is not None:
        used = power_kW * record.window.length_s / 3600.0
        unit = "kWh/m²" if record.line.has_material else "kWh/lot"
        yield Kpi("", "", "room_energy_kWh_per_m2", float(ratio(used, _good_m2(record))), unit)


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
