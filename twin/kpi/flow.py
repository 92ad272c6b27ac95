"""Flow: how much comes out, how many lots are inside, how long they take and wait."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twin.core.material import Array
from twin.kpi.declaration import Figure, Scope, Topic, kpi
from twin.kpi.iso22400 import ratio
from twin.kpi.record import Record
from twin.kpi.time_window import Mask

HOUR_S = 3600.0


@kpi(
    "throughput_per_h",
    unit="lots/h",
    label="lots shipped",
    better=1,
    topic=Topic.FLOW,
    iso="throughput rate",
)
def throughput(record: Record) -> float:
    """Lots shipped per hour of the window."""
    shipped = float(np.count_nonzero(_shipped(record)))
    return float(ratio(shipped, record.window.length_s / HOUR_S))


@kpi(
    "good_area_m2_per_h",
    unit="m²/h",
    unit_of_lots="lots/h",
    label="good area",
    better=1,
    topic=Topic.FLOW,
    headline=True,
)
def good_area(record: Record) -> float:
    """Good area of lots shipped per hour of the window."""
    good = float(record.lots.good_area_m2[_shipped(record)].sum())
    return float(ratio(good, record.window.length_s / HOUR_S))


@kpi("wip_mean", unit="lots", label="work in process", topic=Topic.FLOW)
def work_in_process(record: Record) -> float:
    """Lots created and not yet shipped, scrapped or consumed, mean over time."""
    inside_s = record.window.overlap_s(record.lots.created_s, record.lots.ended_s).sum()
    return float(ratio(inside_s, record.window.length_s))


@kpi("flow_time_s", unit="s", label="flow time", better=-1, shown_in="h", topic=Topic.FLOW)
def flow_time(record: Record) -> float:
    """Shipped minus created of the earliest ancestor, mean over lots shipped."""
    times_s = _flow_times_s(record)
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
def late_flow_time(record: Record) -> float:
    """Flow time that nineteen lots of twenty stay below."""
    times_s = _flow_times_s(record)
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
def queues(record: Record) -> Iterator[Figure]:
    """Yield the mean wait of the lots taken by a machine in the window, and the mean number waiting."""
    stays = record.visits
    queued = ~np.isnan(stays.arrived_s)
    taken = queued & record.window.holds(stays.taken_s)
    waited_s = np.where(taken, stays.taken_s - stays.arrived_s, 0.0)
    mean_s = ratio(record.by_station(taken, waited_s), record.by_station(taken))
    waiting_s = np.where(queued, record.window.overlap_s(stays.arrived_s, stays.waited_until_s), 0.0)
    length = ratio(record.by_station(queued, waiting_s), record.window.length_s)
    for station, wait_s, lots in zip(record.stations, mean_s.tolist(), length.tolist(), strict=True):
        yield Figure("queue_time_s", wait_s, station)
        yield Figure("queue_mean", lots, station)


def _shipped(record: Record) -> Mask:
    """Say of each lot whether it was shipped in the window."""
    return record.lots.shipped & record.window.holds(record.lots.ended_s)


def _flow_times_s(record: Record) -> Array:
    """Return the flow time of each lot shipped in the window, from the creation of its earliest ancestor."""
    lots, shipped = record.lots, _shipped(record)
    return np.asarray(lots.ended_s[shipped] - lots.created_s[lots.root[shipped]])
