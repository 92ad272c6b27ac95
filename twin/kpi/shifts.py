"""The shift calendar as stretches of time off shift."""

from __future__ import annotations

import math

import numpy as np

from twin.core.material import Array
from twin.line.model.line import Calendar

WEEK_S = 604800.0


def off_shift(calendar: Calendar | None, start_s: float, end_s: float) -> tuple[Array, Array]:
    """Return starts and ends of the times off shift between two instants; none without a calendar."""
    if calendar is None:
        return np.zeros(0), np.zeros(0)
    first, last = math.floor(start_s / WEEK_S), math.ceil(end_s / WEEK_S)
    weeks = np.arange(first, max(last, first + 1))[:, None] * WEEK_S
    on = np.array(calendar.intervals, dtype=np.float64).reshape(-1, 2)
    starts = np.append(first * WEEK_S, (weeks + on[None, :, 1]).ravel())
    ends = np.append((weeks + on[None, :, 0]).ravel(), math.inf)
    starts, ends = np.clip(starts, start_s, end_s), np.clip(ends, start_s, end_s)
    real = ends > starts
    return starts[real], ends[real]
