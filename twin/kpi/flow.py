"""Flow: how much comes out, how many lots are inside, how long they take and wait."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from twin.kpi.iso22400 import ratio
from twin.kpi.record import Kpi, Record
from twin.kpi.steps import count_open
from twin.kpi.visits import visits
from twin.kpi.waiting import queue
from twin.line.model.line import Line
from twin.records.tables import Tables

HOUR_S = 3600.0


def throughput(record: Record) -> Iterator[Kpi]:
    """Yield lots shipped and their good area, per hour of the window."""
    shipped = record.lots.shipped & record.window.holds(record.lots.ended_s)
    hours = record.window.length_s / HOUR_S
    yield Kpi("", "", "throughput_per_h", float(ratio(float(np.count_nonzero(shipped)), hours)), "lots/h")
    unit = "m²/h" if record.line.has_material else "lots/h"
    good = float(record.lots.good_area_m2[shipped].sum())
    yield Kpi("", "", "good_area_m2_per_h", float(ratio(good, hours)), unit)


def work_in_process(record: Record) -> Iterator[Kpi]:
    """Yield the time average of lots created and not yet shipped, scrapped or consumed."""
    inside_s = record.window.overlap_s(record.lots.created_s, record.lots.ended_s).sum()
    yield Kpi("", "", "wip_mean", float(ratio(inside_s, record.window.length_s)), "lots")


def flow_time(record: Record) -> Iterator[Kpi]:
    """Yield mean and 95th percentile of shipped minus created of the earliest ancestor."""
    lots = record.lots
    shipped = lots.shipped & record.window.holds(lots.ended_s)
    times = lots.ended_s[shipped] - lots.created_s[lots.root[shipped]]
    mean, late = (float(times.mean()), float(np.quantile(times, 0.95))) if len(times) else (np.nan, np.nan)
    yield Kpi("", "", "flow_time_s", mean, "s")
    yield Kpi("", "", "flow_time_p95_s", late, "s")


def queue_time(record: Record) -> Iterator[Kpi]:
    """Yield the mean wait of the lots taken by a machine in the window, and the mean number waiting."""
    seen = record.visits
    queued = ~np.isnan(seen.arrived_s)
    taken = queued & record.window.holds(seen.taken_s)
    waited = np.where(taken, seen.taken_s - seen.arrived_s, 0.0)
    mean = ratio(record.by_station(taken, waited), record.by_station(taken))
    waiting_s = np.where(queued, record.window.overlap_s(seen.arrived_s, seen.waited_until_s), 0.0)
    length = ratio(record.by_station(queued, waiting_s), record.window.length_s)
    for station, wait_s, lots in zip(record.stations, mean.tolist(), length.tolist(), strict=True):
        yield Kpi(station, "", "queue_time_s", wait_s, "s")
        yield Kpi(station, "", "queue_mean", lots, "lots")


def wip_over_time(tables: Tables) -> pd.DataFrame:
    """Return the lots inside as a step function: `time_s, wip`, each row holding until the next."""
    created = tables.lots["created_s"].to_numpy(np.float64)
    ended = tables.lots["ended_s"].to_numpy(np.float64)
    steps = count_open(created, ended)
    return pd.DataFrame({"time_s": steps.time_s, "wip": steps.level})


def queue_over_time(tables: Tables, line: Line) -> pd.DataFrame:
    """Return the lots waiting for each station as step functions: `station, time_s, queue`."""
    seen = visits(tables, line)
    parts = []
    for place, station in enumerate(line.station):
        steps = queue(seen, place)
        part = pd.DataFrame({"station": station.name, "time_s": steps.time_s, "queue": steps.level})
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
