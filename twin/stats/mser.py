"""How much of the start of a series to leave out: the MSER-5 rule, and when it must refuse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twin.core.material import Array

BATCH = 5
"""Observations per batch: the 5 of MSER-5 (White, Cobb & Spratt, Winter Simulation Conference 2000)."""

ROUNDING = 1e-12
"""Relative error that rounding leaves in batch means and in differences of their sums of squares."""

CLEARLY = 0.1
"""How small a statistic of less than a quarter of the batches must be over the best, to be no chance."""

FEWEST_BATCHES = 5
"""The last batches are never judged: a chance agreement of so few makes the statistic collapse."""


@dataclass(frozen=True)
class WarmUp:
    """What to leave out of one series.

    `drop`: observations at the start; `kept`: observations the mean rests on; `statistic`: the
    value of MSER at the drop; `refused`: the series is still in its transient, the drop must not be used.
    """

    drop: int
    kept: int
    mean: float
    statistic: float
    refused: bool

    @property
    def reason(self) -> str:
        """Return why the rule refuses, "" where it does not."""
        if not self.refused:
            return ""
        return "more than half of the series would have to be dropped: run longer"


def batch_means(series: ArrayLike, batch: int) -> Array:
    """Return the means of consecutive batches; an incomplete batch at the end is left out."""
    values = np.asarray(series, dtype=np.float64)
    if values.ndim != 1 or not np.isfinite(values).all():
        raise ValueError("a series must be one row of finite numbers")
    count = values.size // batch
    if count < 2:
        raise ValueError(f"a series of {values.size} is too short for two batches of {batch}")
    means: Array = values[: count * batch].reshape(count, batch).mean(axis=1)
    return means


def mser_statistics(means: Array) -> Array:
    """Return sum((z - mean)^2) / m^2 of the m batches kept, for 0, 1, 2 ... batches dropped.

    Sums run backwards over values centred on the overall mean, so a large level costs no digits.
    """
    centred = (means - means.mean())[::-1]
    kept = np.arange(1, means.size + 1)
    total, squares = np.cumsum(centred), np.cumsum(centred**2)
    spread = np.maximum(squares - total**2 / kept, 0.0)
    statistics: Array = (spread / kept**2)[::-1]
    return statistics


def mser(series: ArrayLike, batch: int = BATCH) -> WarmUp:
    """Choose the drop that minimises the marginal standard error of what is left.

    The drop is at most half of the batches; where an even smaller statistic lies beyond the half
    the rule refuses. Beyond three quarters it must be smaller by far, since there a few batches that
    agree by chance do; the last few batches never count. Raises ValueError for a series too short to batch.
    """
    means = batch_means(series, batch)
    statistics = mser_statistics(means)
    half = means.size // 2
    # what rounding alone can make: a course that has settled exactly is settled from its first batch on
    rounding = ROUNDING * statistics[0] + (ROUNDING * float(np.abs(means).max())) ** 2
    dropped = int(np.argmax(statistics[: half + 1] <= statistics[: half + 1].min() + rounding))
    kept = means.size - np.arange(means.size)
    asked = np.where(kept < means.size / 4.0, CLEARLY, 1.0) * statistics[dropped]
    # within the half nothing is smaller than the drop by more than rounding: what is, lies beyond it
    refused = bool(np.any((kept >= FEWEST_BATCHES) & (statistics + rounding < asked)))
    return WarmUp(
        drop=dropped * batch,
        kept=(means.size - dropped) * batch,
        mean=float(means[dropped:].mean()),
        statistic=float(statistics[dropped]),
        refused=refused,
    )


def averaged_over_replications(replications: ArrayLike) -> Array:
    """Return the mean course over replications, shape (replication, time) -> (time,).

    One replication shows mostly its own noise; the mean course shows the transient (Welch 1983).
    """
    values = np.asarray(replications, dtype=np.float64)
    if values.ndim != 2:
        raise ValueError("replications must have the shape (replication, time)")
    course: Array = values.mean(axis=0)
    return course
