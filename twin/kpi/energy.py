"""Energy: of the visits from the log, of standing machines from their states."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.kpi.iso import ratio
from twin.kpi.record import Kpi, Record
from twin.material import Array


def energy(record: Record) -> Iterator[Kpi]:
    """Yield energy per good area shipped, for the line and station by station.

    A visit counts where it was finished; a machine draws its `idle_kW` in every state but working.
    """
    shipped = record.lots.shipped & record.window.holds(record.lots.ended_s)
    good = float(record.lots.good_area_m2[shipped].sum())
    used = _visits_kWh(record) + _idle_kWh(record)
    unit = "kWh/m²" if record.line.has_material else "kWh/lot"
    yield Kpi("", "", "energy_kWh_per_m2", float(ratio(used.sum(), good)), unit)
    for station, value in zip(record.stations, ratio(used, good).tolist(), strict=True):
        yield Kpi(station, "", "energy_kWh_per_m2", value, unit)


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
