"""The shift calendar as stretches of time off shift."""

from __future__ import annotations

import math

import numpy as np

from twin.core.material import Array
from twin.line.model.line import Calendar

WEEK_S = 604800.0


def off_shift(calendar: Calendar | None, end_s: float) -> tuple[Array, Array]:
    """Return starts and ends of the times off shift from 0 to the end; none without a calendar."""
    if calendar is None:
        return np.zeros(0), np.zeros(0)
    weeks = np.arange(max(math.ceil(end_s / WEEK_S), 1))[:, None] * WEEK_S
    on = np.array(calendar.intervals, dtype=np.float64).reshape(-1, 2)
    starts = np.append(0.0, (weeks + on[None, :, 1]).ravel())
    ends = np.append((weeks + on[None, :, 0]).ravel(), math.inf)
    starts, ends = np.minimum(starts, end_s), np.minimum(ends, end_s)
    real = ends > starts
    return starts[real], ends[real]
