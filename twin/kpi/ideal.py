"""Ideal time: what the finished lots would have taken without any loss."""

from __future__ import annotations

import numpy as np

from twin.core.material import Array
from twin.kpi.part import Part
from twin.kpi.totals import total


@total
def ideal_seconds(part: Part) -> Array:
    """Return the ideal time of the visits finished in the window, added up per station.

    A lot's ideal time is the mean of `service`, else the time the physics asked for: the working time
    of the visit itself, without what a restart repeated. In an oven it is shared by a full batch.
    """
    equipment = [station.equipment for station in part.line.station]
    batch = np.array([1 if item.batch is None else item.batch.lots for item in equipment])
    mean_s = np.array([np.nan if item.service is None else item.service.mean_s for item in equipment])
    of_physics = np.isnan(mean_s)
    stays = part.visits
    rows = np.flatnonzero(part.finished & (stays.place >= 0))
    rows = rows[of_physics[stays.place[rows]]]
    machine = part.shop.first[stays.place[rows]] + stays.machine[rows] - 1
    worked_s = part.work.seconds(machine, stays.started_s[rows], stays.finished_s[rows])
    ideal_s = np.where(of_physics, 0.0, mean_s) * part.by_station(part.finished)
    return np.asarray((ideal_s + part.count(stays.place[rows], worked_s)) / batch)
