"""The stretch of time a KPI is about: (warm-up, end]."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.core.material import Array

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Window:
    """Seconds from the start of the run; the start itself is outside, the end inside.

    So without a warm-up, what happens at the very first instant is not counted; intervals lose nothing.
    The end is infinite in the parts of a run whose end is not known yet.
    """

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """Return the length; 0 where the run ended before the warm-up did."""
        return max(self.end_s - self.start_s, 0.0)

    def holds(self, times_s: Array) -> Mask:
        """Say of each time whether it counts; NaN (not yet) does not."""
        return (times_s > self.start_s) & (times_s <= self.end_s)

    def overlap_s(self, starts_s: Array, ends_s: Array) -> Array:
        """Return the part of each interval inside the window; an end that is NaN means not yet ended."""
        ends = np.where(np.isnan(ends_s), self.end_s, np.minimum(ends_s, self.end_s))
        return np.asarray(np.maximum(ends - np.maximum(starts_s, self.start_s), 0.0))
