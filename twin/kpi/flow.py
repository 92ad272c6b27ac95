"""Flow: how much comes out, how many lots are inside, how long they take and wait."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.core.material import Array
from twin.kpi.declaration import Figure, Scope, Topic, kpi
from twin.kpi.iso22400 import ratio
from twin.kpi.part import Part
from twin.kpi.totals import Totals, total

HOUR_S = 3600.0


@total
def lots_shipped(part: Part) -> float:
    """Return the lots shipped in the window."""
    return float(np.count_nonzero(part.shipped))


@total
def good_shipped_m2(part: Part) -> float:
    """Return the good area of the lots shipped in the window."""
    return float(part.lots.good_area_m2[part.shipped].sum())


@total
def lot_seconds(part: Part) -> float:
    """Return the time lots spent between creation and their end, inside the window, added up."""
    return float(part.window.overlap_s(part.lots.created_s, part.lots.ended_s).sum())


@total
def flow_times_s(part: Part) -> list[Array]:
    """Return the flow time of each lot shipped in the window, from the creation of its earliest ancestor."""
    return [part.lots.ended_s[part.shipped] - part.lots.born_s[part.shipped]]


@total
def waits(part: Part) -> Array:
    """Return lots taken from queues in the window, how long they had waited, and the time spent in queues.

    Shape (3, station).
    """
    stays = part.visits
    queued = ~np.isnan(stays.arrived_s)
    taken = queued & part.window.holds(stays.taken_s)
    waited_s = np.where(taken, stays.taken_s - stays.arrived_s, 0.0)
    waiting_s = np.where(queued, part.window.overlap_s(stays.arrived_s, stays.waited_until_s), 0.0)
    return np.array(
        [part.by_station(taken), part.by_station(taken, waited_s), part.by_station(queued, waiting_s)]
    )


@kpi(
    "throughput_per_h",
    unit="lots/h",
    label="lots shipped",
    better=1,
    topic=Topic.FLOW,
    iso="throughput rate",
)
def throughput(totals: Totals) -> float:
    """Lots shipped per hour of the window."""
    return float(ratio(totals[lots_shipped], totals.window.length_s / HOUR_S))


@kpi(
    "good_area_m2_per_h",
    unit="m²/h",
    unit_of_lots="lots/h",
    label="good area",
    better=1,
    topic=Topic.FLOW,
    headline=True,
)
def good_area(totals: Totals) -> float:
    """Good area of lots shipped per hour of the window."""
    return float(ratio(totals[good_shipped_m2], totals.window.length_s / HOUR_S))


@kpi("wip_mean", unit="lots", label="work in process", topic=Topic.FLOW)
def work_in_process(totals: Totals) -> float:
    """Lots created and not yet shipped, scrapped or consumed, mean over time."""
    return float(ratio(totals[lot_seconds], totals.window.length_s))


@kpi("flow_time_s", unit="s", label="flow time", better=-1, shown_in="h", topic=Topic.FLOW)
def flow_time(totals: Totals) -> float:
    """Shipped minus created of the earliest ancestor, mean over lots shipped."""
    times_s = np.concatenate(totals[flow_times_s])
    return float(times_s.mean()) if len(times_s) else float("nan")


@kpi(
    "flow_time_p95_s",
    unit="s",
    label="flow time, 95th percentile",
    better=-1,
    shown_in="h",
    topic=Topic.FLOW,
    restates="flow_time_s",
)
def late_flow_time(totals: Totals) -> float:
    """Flow time that nineteen lots of twenty stay below."""
    times_s = np.concatenate(totals[flow_times_s])
    return float(np.quantile(times_s, 0.95)) if len(times_s) else float("nan")


@kpi(
    "queue_time_s",
    unit="s",
    label="queue time",
    better=-1,
    shown_in="h",
    topic=Topic.QUEUES,
    scope=Scope.STATION,
    definition="Started minus arrived, mean over the lots a machine took in the window.",
)
@kpi(
    "queue_mean",
    unit="lots",
    label="queue",
    topic=Topic.QUEUES,
    scope=Scope.STATION,
    definition="Lots waiting for the station, mean over time.",
)
def queues(totals: Totals) -> Iterator[Figure]:
    """Yield the mean wait of the lots taken by a machine in the window, and the mean number waiting."""
    taken, waited_s, waiting_s = totals[waits]
    mean_s, length = ratio(waited_s, taken), ratio(waiting_s, totals.window.length_s)
    for station, wait_s, lots in zip(totals.stations, mean_s.tolist(), length.tolist(), strict=True):
        yield Figure("queue_time_s", wait_s, station)
        yield Figure("queue_mean", lots, station)
