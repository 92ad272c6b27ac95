"""The course of a run: what comes out and how many lots are inside, in buckets of time."""

from __future__ import annotations

import numpy as np

from twin.core.material import Array
from twin.kpi.part import Part
from twin.kpi.totals import total
from twin.records.time_series import edges_s, inside_of, output_of


@total
def course(part: Part) -> Array:
    """Return output per hour and work in process in each bucket from time 0, shape (2, bucket).

    Good area, lots where there is no material; no buckets where a run has no horizon.
    """
    if part.horizon_s is None:
        return np.zeros((2, 0))
    lots, edges = part.lots, edges_s(part.horizon_s)
    made = output_of(lots.ended_s[lots.shipped], lots.good_area_m2[lots.shipped], edges)
    return np.array([made, inside_of(lots.created_s, lots.ended_s, edges)])
