"""Machines: where their time went, and the ISO 22400 ratios per station."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from twin.core.material import Array
from twin.kpi import iso22400
from twin.kpi.declaration import Figure, Scope, Topic, kpi
from twin.kpi.ideal import ideal_seconds
from twin.kpi.part import Part
from twin.kpi.states import STATES
from twin.kpi.totals import Totals, state_seconds, total

_of_station = partial(kpi, topic=Topic.EQUIPMENT, scope=Scope.STATION)
_share = partial(_of_station, unit="fraction", shown_in="%")


@total
def quantities_m2(part: Part) -> Array:
    """Return the area finished in the window and what of it was not good, shape (2, station)."""
    stays = part.visits
    lost_m2 = stays.scrapped_after_m2 + stays.reworked_m2
    return np.array([part.by_station(part.finished, m2) for m2 in (stays.finished_m2, lost_m2)])


@total
def failures(part: Part) -> Array:
    """Return the failures of each station in the window."""
    return part.events_at("failed")


@kpi(
    "state_share",
    unit="fraction",
    label="share of time",
    shown_in="%",
    topic=Topic.STATES,
    scope=Scope.STATE,
    definition="Time in the state per machine time.",
)
def state_shares(totals: Totals) -> Iterator[Figure]:
    """Yield the share of time of every station in every state; they add up to 1."""
    total_s = totals.machines * totals.window.length_s
    shares = iso22400.ratio(totals[state_seconds], total_s[:, None])
    for station, row in zip(totals.stations, shares.tolist(), strict=True):
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
def equipment_ratios(totals: Totals) -> Iterator[Figure]:
    """Yield the ratios of ISO 22400 per station; machines in parallel are added up."""
    for name, values in _ratios(totals).items():
        for station, value in zip(totals.stations, values.tolist(), strict=True):
            yield Figure(name, value, station)


def _ratios(totals: Totals) -> dict[str, Array]:
    """Return each ratio by its name, one value per station."""
    total_s = totals.machines * totals.window.length_s
    working, setup = totals.seconds("working"), totals.seconds("setup")
    down = totals.seconds("down", "waiting_for_crew")
    planned = total_s - totals.seconds("off_shift", "maintenance")
    produced, lost = totals[quantities_m2]
    available = iso22400.availability(working, planned)
    effective = iso22400.effectiveness(totals[ideal_seconds], working)
    good = iso22400.quality_ratio(produced - lost, produced)
    oee = iso22400.oee(available, effective, good)
    nee = iso22400.net_equipment_effectiveness(working, setup, planned, effective, good)
    failed = totals[failures]
    return {
        "availability": available,
        "effectiveness": effective,
        "quality_ratio": good,
        "oee": oee,
        "teep": iso22400.teep(oee, planned, total_s),
        "net_equipment_effectiveness": nee,
        "utilisation": iso22400.ratio(working, total_s),
        "technical_efficiency": iso22400.technical_efficiency(working, down),
        "setup_ratio": iso22400.setup_ratio(setup, working),
        "mtbf_s": iso22400.ratio(working, failed),
        "mttr_s": iso22400.ratio(totals.seconds("down"), failed),
    }
