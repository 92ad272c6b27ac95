"""Machines: where their time went, and the ISO 22400 ratios per station."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.kpi import iso
from twin.kpi.ideal import ideal_s
from twin.kpi.record import Kpi, Record
from twin.kpi.states import STATES
from twin.material import Array

_PER_STATION = {
    "availability": "fraction",
    "effectiveness": "fraction",
    "quality_ratio": "fraction",
    "oee": "fraction",
    "teep": "fraction",
    "net_equipment_effectiveness": "fraction",
    "utilisation": "fraction",
    "technical_efficiency": "fraction",
    "setup_ratio": "fraction",
    "mtbf_s": "s",
    "mttr_s": "s",
}


def state_shares(record: Record) -> Iterator[Kpi]:
    """Yield the share of time of every station in every state; they add up to 1."""
    total = record.machines * record.window.length_s
    shares = iso.ratio(record.state_s, total[:, None])
    for station, row in zip(record.stations, shares.tolist(), strict=True):
        for state, value in zip(STATES, row, strict=True):
            yield Kpi(station, state, "state_share", value, "fraction")


def effectiveness_ratios(record: Record) -> Iterator[Kpi]:
    """Yield the ratios of ISO 22400 per station; machines in parallel are added up."""
    values = _ratios(record)
    for name, unit in _PER_STATION.items():
        for station, value in zip(record.stations, values[name].tolist(), strict=True):
            yield Kpi(station, "", name, value, unit)


def _ratios(record: Record) -> dict[str, Array]:
    seen = record.visits
    total = record.machines * record.window.length_s
    working, setup = record.seconds("working"), record.seconds("setup")
    down = record.seconds("down", "waiting_for_crew")
    planned = total - record.seconds("off_shift", "maintenance")
    finished = record.window.holds(seen.finished_s)
    produced = record.by_station(finished, seen.finished_m2)
    lost = record.by_station(finished, seen.scrapped_after_m2 + seen.reworked_m2)
    available = iso.availability(working, planned)
    effective = iso.effectiveness(ideal_s(record, finished), working)
    good = iso.quality_ratio(produced - lost, produced)
    oee = iso.oee(available, effective, good)
    nee = iso.net_equipment_effectiveness(working, setup, planned, effective, good)
    failures = _failures(record)
    return {
        "availability": available,
        "effectiveness": effective,
        "quality_ratio": good,
        "oee": oee,
        "teep": iso.teep(oee, planned, total),
        "net_equipment_effectiveness": nee,
        "utilisation": iso.ratio(working, total),
        "technical_efficiency": iso.technical_efficiency(working, down),
        "setup_ratio": iso.setup_ratio(setup, working),
        "mtbf_s": iso.ratio(working, failures),
        "mttr_s": iso.ratio(record.seconds("down"), failures),
    }


def _failures(record: Record) -> Array:
    """Count the failures of each station in the window."""
    events = record.tables.events
    inside = record.window.holds(events["time_s"].to_numpy(np.float64))
    failed = (events["event"] == "failed").to_numpy() & inside
    names = events["station"].to_numpy(dtype=object)[failed]
    return np.array([np.count_nonzero(names == station) for station in record.stations], dtype=np.float64)
