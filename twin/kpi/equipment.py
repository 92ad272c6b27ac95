"""Machines: where their time went, and the ISO 22400 ratios per station."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from twin.core.material import Array
from twin.kpi import iso22400
from twin.kpi.declaration import Figure, Scope, Topic, kpi
from twin.kpi.ideal import ideal_s
from twin.kpi.record import Record
from twin.kpi.states import STATES

_of_station = partial(kpi, topic=Topic.EQUIPMENT, scope=Scope.STATION)
_share = partial(_of_station, unit="fraction", shown_in="%")


@kpi(
    "state_share",
    unit="fraction",
    label="share of time",
    shown_in="%",
    topic=Topic.STATES,
    scope=Scope.STATE,
    definition="Time in the state per machine time.",
)
def state_shares(record: Record) -> Iterator[Figure]:
    """Yield the share of time of every station in every state; they add up to 1."""
    total_s = record.machines * record.window.length_s
    shares = iso22400.ratio(record.state_s, total_s[:, None])
    for station, row in zip(record.stations, shares.tolist(), strict=True):
        for state, value in zip(STATES, row, strict=True):
            yield Figure("state_share", value, station, state)


@_share(
    "availability",
    label="availability",
    better=1,
    iso="availability",
    definition="Working time per planned busy time: all but maintenance and the time off shift.",
)
@_share(
    "effectiveness",
    label="effectiveness",
    better=1,
    iso="effectiveness",
    definition="Ideal time of the lots finished per working time.",
)
@_share(
    "quality_ratio",
    label="quality ratio",
    better=1,
    iso="quality ratio",
    definition="Good area leaving per area finished.",
)
@_share(
    "oee",
    label="OEE",
    better=1,
    iso="OEE index",
    definition="Overall equipment effectiveness: availability × effectiveness × quality ratio.",
)
@_share(
    "teep",
    label="TEEP",
    better=1,
    definition="Total effective equipment performance: the OEE per calendar time, not per planned time.",
)
@_share(
    "net_equipment_effectiveness",
    label="NEE",
    better=1,
    iso="NEE index",
    definition="Net equipment effectiveness: the OEE with setup counted as production.",
)
@_share("utilisation", label="utilisation", definition="Working time per calendar time of the machines.")
@_share(
    "technical_efficiency",
    label="technical efficiency",
    better=1,
    iso="technical efficiency",
    definition="Working time per working time and downtime; starved and blocked are no downtime.",
)
@_share(
    "setup_ratio",
    label="setup",
    better=-1,
    iso="setup ratio",
    definition="Setup time per working and setup time.",
)
@_of_station(
    "mtbf_s",
    unit="s",
    label="MTBF",
    better=1,
    shown_in="h",
    iso="mean operating time between failures",
    definition="Mean time between failures: working time per failure.",
)
@_of_station(
    "mttr_s",
    unit="s",
    label="MTTR",
    better=-1,
    shown_in="h",
    definition="Mean time to repair: repair time per failure, without the wait for a crew.",
)
def equipment_ratios(record: Record) -> Iterator[Figure]:
    """Yield the ratios of ISO 22400 per station; machines in parallel are added up."""
    for name, values in _ratios(record).items():
        for station, value in zip(record.stations, values.tolist(), strict=True):
            yield Figure(name, value, station)


def _ratios(record: Record) -> dict[str, Array]:
    """Return each ratio by its name, one value per station."""
    stays = record.visits
    total = record.machines * record.window.length_s
    working, setup = record.seconds("working"), record.seconds("setup")
    down = record.seconds("down", "waiting_for_crew")
    planned = total - record.seconds("off_shift", "maintenance")
    finished = record.window.holds(stays.finished_s)
    produced = record.by_station(finished, stays.finished_m2)
    lost = record.by_station(finished, stays.scrapped_after_m2 + stays.reworked_m2)
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
