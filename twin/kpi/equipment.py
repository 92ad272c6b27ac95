"""Machines: where their time went, and the ISO 22400 ratios per station."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.core.material import Array
from twin.kpi import iso22400
from twin.kpi.ideal import ideal_s
from twin.kpi.record import Kpi, Record
from twin.kpi.states import STATES

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
    shares = iso22400.ratio(record.state_s, total[:, None])
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
    available = iso22400.availability(working, planned)
    effective = iso22400.effectiveness(ideal_s(record, finished), working)
    good = iso22400.quality_ratio(produced - lost, produced)
    oee = iso22400.oee(available, effective, good)
    nee = iso22400.net_equipment_effectiveness(working, setup, planned, effective, good)
    failures = _failures(record)
    return {
        "availability": available,
        "effectiveness": effective,
        "quality_ratio": good,
        "oee": oee,
        "teep": iso22400.teep(oee, planned, total),
        "net_equipment_effectiveness": nee,
        "utilisation": iso22400.ratio(working, total),
        "technical_efficiency": iso22400.technical_efficiency(working, down),
        "setup_ratio": iso22400.setup_ratio(setup, working),
        "mtbf_s": iso22400.ratio(working, failures),
        "mttr_s": iso22400.ratio(record.seconds("down"), failures),
    }


def _failures(record: Record) -> Array:
    """Count the failures of each station in the window."""
    events = record.tables.events
    inside = record.window.holds(events["time_s"].to_numpy(np.float64))
    failed = (events["event"] == "failed").to_numpy() & inside
    names = events["station"].to_numpy(dtype=object)[failed]
    return np.array([np.count_nonzero(names == station) for station in record.stations], dtype=np.float64)
