"""P-01: the departure recursion of a saturated or released serial line, blocking after service."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.float64]


def departures(
    times: Sequence[Sequence[float]] | Times, places: Sequence[int], released: Sequence[float] | None = None
) -> tuple[Times, Times, Times]:
    """Return start, finish and departure of job i at station j, arrays (job, station)."""
    t = np.asarray(times, dtype=float)
    n, k = t.shape
    start, finish, left = np.zeros((n, k)), np.zeros((n, k)), np.zeros((n, k))
    for i in range(n):
        for j in range(k):
            here = left[i, j - 1] if j else (0.0 if released is None else released[i])
            before = left[i - 1, j] if i else 0.0
            start[i, j] = max(here, before)
            finish[i, j] = start[i, j] + t[i, j]
            left[i, j] = finish[i, j]
            if j < k - 1 and i - places[j] - 1 >= 0:
                left[i, j] = max(finish[i, j], left[i - places[j] - 1, j + 1])
    return start, finish, left
