"""Ideal time: what the finished lots would have taken without any loss."""

from __future__ import annotations

import numpy as np

from twin.core.material import Array
from twin.kpi.record import Record
from twin.kpi.steps import Codes
from twin.kpi.time_window import Mask


def ideal_s(record: Record, finished: Mask) -> Array:
    """Return the ideal time of the finished visits, added up per station.

    A lot's ideal time is the mean of `service`, else the time the physics asked for: the working time
    of the visit itself, without what a restart repeated. In an oven it is shared by a full batch.
    """
    total = np.zeros(len(record.machines))
    for place, station in enumerate(record.line.station):
        here = finished & (record.visits.place == place)
        equipment = station.equipment
        if equipment.service is not None:
            time_s = equipment.service.mean_s * float(np.count_nonzero(here))
        else:
            time_s = float(_worked_s(record, place, here).sum())
        total[place] = time_s / (1 if equipment.batch is None else equipment.batch.lots)
    return total


def _worked_s(record: Record, place: int, here: Mask) -> Array:
    """Return the working seconds of visits to a station, counted from the last restart."""
    stays, stretches = record.visits, record.stretches
    restarted_s = _restarted_s(record, place, here)
    rows = ((stretches["station"].cat.codes == place) & (stretches["state"] == "working")).to_numpy()
    machine = stretches["machine"].to_numpy(np.int64)[rows]
    start, end = stretches["start_s"].to_numpy()[rows], stretches["end_s"].to_numpy()[rows]
    worked_s = np.append(0.0, np.cumsum(end - start))

    def worked_by(machines: Codes, times_s: Array) -> Array:
        span = record.window.end_s + 1.0
        row = np.searchsorted(machine * span + start, machines * span + times_s, side="right")
        last = np.maximum(row - 1, 0)
        unfinished = np.where(row > 0, np.maximum(end[last] - times_s, 0.0), 0.0)
        return np.asarray(worked_s[row] - np.where(machine[last] == machines, unfinished, 0.0))

    if len(machine) == 0:
        return np.zeros(np.count_nonzero(here))
    return worked_by(stays.machine[here], stays.finished_s[here]) - worked_by(
        stays.machine[here], restarted_s
    )


def _restarted_s(record: Record, place: int, here: Mask) -> Array:
    """Return when the work that was finished in the end began: the start, or the last restart."""
    station = record.line.station[place]
    started = record.visits.started_s[here]
    if not any(failure.then == "restart" for failure in station.equipment.failure):
        return started
    events = record.tables.events
    mine = events[(events["station"] == station.name) & (events["event"] == "repaired")]
    restarted_s = started.copy()
    finished, machine = record.visits.finished_s[here], record.visits.machine[here]
    for number in range(1, station.equipment.machines + 1):
        repaired = np.append(-np.inf, mine["time_s"].to_numpy()[mine["machine"].to_numpy() == number])
        visits = machine == number
        last = repaired[np.searchsorted(repaired, finished[visits], side="right") - 1]
        restarted_s[visits] = np.maximum(started[visits], last)
    return restarted_s
