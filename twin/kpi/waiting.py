"""Lots that wait for a machine: queues over time, and lots that may not start for want of a place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.material import Array
from twin.kpi.steps import Codes, Steps, count_open, level_at
from twin.kpi.visits import Visits
from twin.line.model.line import Line, StationPlan


class Created(NamedTuple):
    """How many lots each source has made so far, and when it made the last."""

    lots: Codes
    last_s: Array


def may_not_start(line: Line, stays: Visits, created: Created) -> list[tuple[int, Steps]]:
    """Return, for each station that reserves a place before it starts, when a start was due (1) or not (0).

    A start is due when the lots of a batch wait on every branch, or the oldest has waited as long as a
    batch may. If a machine is empty then, it is the place downstream that is missing.
    """
    return [
        (place, _start_due(line, station, place, stays, created))
        for place, station in enumerate(line.station)
        if station.equipment.blocking == "before_service" and line.downstream(station.name) is not None
    ]


def _start_due(line: Line, station: StationPlan, place: int, stays: Visits, created: Created) -> Steps:
    """Return 1 while a machine of the station could start but for a place downstream, else 0."""
    here = np.flatnonzero((stays.place == place) & ~np.isnan(stays.arrived_s))
    branch = _branch_of(line, station, stays.came_from[here])
    arrived, until = stays.arrived_s[here], stays.waited_until_s[here]
    branches = range(len(station.inputs))
    parts = [count_open(arrived[branch == b], until[branch == b]) for b in branches]
    parts += [_called_up(line, name, station, created) for name in station.inputs]
    again = count_open(arrived[branch < 0], until[branch < 0])
    batch = station.equipment.batch
    wait = np.inf if batch is None or batch.wait is None else batch.wait
    late = np.isnan(until) | (until > arrived + wait)
    overdue = count_open(arrived[late] + wait, until[late])
    times = np.unique(np.concatenate([part.time_s for part in (*parts, again, overdue)]))
    levels = np.array([level_at(part, times) for part in parts]).reshape(2, len(branches), len(times))
    ready = levels.sum(axis=0).min(axis=0) + level_at(again, times)
    full = ready >= (1 if batch is None else batch.lots)
    return Steps(times, np.where(full | ((ready > 0) & (level_at(overdue, times) > 0)), 1, 0))


def _branch_of(line: Line, station: StationPlan, came_from: Codes) -> Codes:
    """Return the branch each lot came by; -1 for a lot that comes back to a join for rework."""
    if len(station.inputs) == 1:
        return np.zeros(len(came_from), dtype=np.int64)
    places = {item.name: code for code, item in enumerate(line.station)}
    places |= {item.name: -1 - code for code, item in enumerate(line.source)}
    branch = np.full(len(came_from), -1, dtype=np.int64)
    for number, name in enumerate(station.inputs):
        branch[came_from == places[name]] = number
    return branch


def _called_up(line: Line, name: str, station: StationPlan, created: Created) -> Steps:
    """Return a full batch while a saturated source has a lot for the next machine that can start, else 0."""
    number = next((code for code, source in enumerate(line.source) if source.name == name), None)
    source = None if number is None else line.source[number]
    if source is None or source.mode != "saturated" or source.conwip or station.equipment.buffer_before:
        return Steps(np.zeros(0), np.zeros(0, dtype=np.int64))
    spent = source.lots is not None and created.lots[number or 0] >= source.lots
    lots = 1 if station.equipment.batch is None else station.equipment.batch.lots
    steps = count_open(np.zeros(1), np.array([created.last_s[number or 0] if spent else np.nan]))
    return Steps(steps.time_s, steps.level * lots)
