"""How many replications a stated precision needs, and running until it is reached."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from twin.stats.intervals import t_quantile

FEWEST = 10
"""Replications before the first look: a spread from fewer is too uncertain to stop on."""


@dataclass(frozen=True)
class Progress:
    """Where a run stands on its way to a relative half-width.

    `relative_half_width`: reached so far; `needed`: replications expected in all; `reached`: the
    target is met. Costs follow from the seconds per replication so far.
    """

    n: int
    mean: float
    relative_half_width: float
    target: float
    needed: int
    spent_s: float

    @property
    def reached(self) -> bool:
        """Return whether the half-width is at most the target."""
        return self.relative_half_width <= self.target

    @property
    def expected_s(self) -> float:
        """Return the seconds the whole run is expected to take."""
        return self.spent_s / self.n * max(self.needed, self.n)


def half_width(sd: float, n: int, confidence: float = 0.95) -> float:
    """Return the half-width of a t interval for the mean of n replications, in the unit of `sd`."""
    return float(t_quantile(n - 1, confidence)) * sd / math.sqrt(n)


def replications_needed(mean: float, sd: float, relative: float, confidence: float = 0.95) -> int:
    """Return the smallest n whose t interval has at most the relative half-width.

    `mean` and `sd` come from a pilot run. Raises ValueError for a mean of 0: a relative width of
    nothing does not exist.
    """
    if mean == 0.0:
        raise ValueError("a relative half-width needs a mean other than 0")
    if relative <= 0.0:
        raise ValueError(f"relative half-width {relative} must be above 0")
    allowed = relative * abs(mean)
    normal = float(ndtri(0.5 + confidence / 2.0))
    n = max(2, math.floor((normal * sd / allowed) ** 2))
    while half_width(sd, n, confidence) > allowed:
        n += 1
    return n


def look(values: ArrayLike, target: float, spent_s: float = 0.0, confidence: float = 0.95) -> Progress:
    """Judge the replications so far against a relative half-width; the worst of several figures counts.

    `values`: shape (replication,) or (replication, figure). A figure that does not vary is exact,
    also when it is 0; one that varies around 0 never reaches a relative width and raises ValueError.
    """
    table = np.asarray(values, dtype=np.float64)
    table = table[:, None] if table.ndim == 1 else table
    n = table.shape[0]
    if n < 2:
        raise ValueError("precision needs two replications")
    means, spreads = table.mean(axis=0), table.std(axis=0, ddof=1)
    if np.any((spreads > 0.0) & (means == 0.0)):
        raise ValueError("a relative half-width needs a mean other than 0")
    widths = np.divide(
        [half_width(sd, n, confidence) for sd in spreads],
        np.abs(means),
        out=np.zeros_like(means),
        where=spreads > 0.0,
    )
    worst = int(np.argmax(widths))
    mean, sd = float(means[worst]), float(spreads[worst])
    needed = replications_needed(mean, sd, target, confidence) if sd > 0.0 else n
    return Progress(n, mean, float(widths[worst]), target, max(needed, n), spent_s)


def next_block(progress: Progress, most: int, step: int = 1) -> int:
    """Return how many replications to add: to the expected need, not beyond `most`, in whole steps.

    At most as many as there are already, so that an uncertain early spread cannot order a huge block.
    """
    missing = max(progress.needed - progress.n, 1)
    block = math.ceil(min(missing, progress.n) / step) * step
    return max(0, min(block, most - progress.n))
