"""Process capability with intervals, and the share out of limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr
from scipy.stats import chi2, norm

PPM = 1e6


@dataclass(frozen=True)
class Index:
    """A capability index with its interval; without units."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Limits:
    """Specification limits in the unit of the property; None = no limit on that side."""

    lower: float | None
    upper: float | None

    def __post_init__(self) -> None:
        if self.lower is None and self.upper is None:
            raise ValueError("capability needs a lower or an upper limit")
        if self.lower is not None and self.upper is not None and self.upper <= self.lower:
            raise ValueError(f"upper limit {self.upper} is not above lower limit {self.lower}")

    def width(self) -> float:
        """Return the distance of the limits, infinite where one is missing."""
        low = -math.inf if self.lower is None else self.lower
        return (math.inf if self.upper is None else self.upper) - low


def cp(limits: Limits, sd: float) -> float:
    """Return the tolerance over six standard deviations; NaN with one limit only."""
    return limits.width() / (6.0 * sd) if math.isfinite(limits.width()) else math.nan


def cpl(limits: Limits, mean: float, sd: float) -> float:
    """Return the distance to the lower limit in 3 sd, infinite without a lower limit."""
    return math.inf if limits.lower is None else (mean - limits.lower) / (3.0 * sd)


def cpu(limits: Limits, mean: float, sd: float) -> float:
    """Return the distance to the upper limit in 3 sd, infinite without an upper limit."""
    return math.inf if limits.upper is None else (limits.upper - mean) / (3.0 * sd)


def cpk(limits: Limits, mean: float, sd: float) -> float:
    """Return the distance to the nearer limit in 3 sd (`Ppk` where sd is the overall one)."""
    return min(cpl(limits, mean, sd), cpu(limits, mean, sd))


def off_centre(limits: Limits, mean: float) -> float:
    """Return k, the distance of the mean from the middle in half tolerances; NaN with one limit only."""
    if limits.lower is None or limits.upper is None:
        return math.nan
    return abs((limits.lower + limits.upper) / 2.0 - mean) / (limits.width() / 2.0)


def cpm(limits: Limits, mean: float, sd: float, target: float) -> float:
    """Return the tolerance over six root mean square distances from the target (Taguchi)."""
    return cp(limits, math.hypot(sd, mean - target))


def out_of_limits_ppm(limits: Limits, mean: float, sd: float) -> float:
    """Return the parts per million of a normal process outside the limits."""
    below = 0.0 if limits.lower is None else float(ndtr((limits.lower - mean) / sd))
    above = 0.0 if limits.upper is None else float(ndtr((mean - limits.upper) / sd))
    return PPM * (below + above)


def cp_interval(value: float, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the chi-square limits of Cp (or Pp) estimated from n values, exact for normal data."""
    tail = (1.0 - confidence) / 2.0
    low, high = chi2.ppf([tail, 1.0 - tail], n - 1)
    return value * math.sqrt(low / (n - 1)), value * math.sqrt(high / (n - 1))


def cpk_interval(
    value: float, n: int, confidence: float = 0.95, degrees: int | None = None
) -> tuple[float, float]:
    """Return the large-sample limits of Cpk (or Ppk) from n values (Bissell 1990).

    `degrees`: those of the standard deviation where they are not n - 1 (pooled within subgroups).
    """
    z = float(norm.ppf(0.5 + confidence / 2.0))
    freedom = n - 1 if degrees is None else degrees
    reach = z * math.sqrt(1.0 / (9.0 * n) + value**2 / (2.0 * freedom))
    return value - reach, value + reach


def cpm_interval(value: float, mean: float, sd: float, target: float, n: int) -> tuple[float, float]:
    """Return 95 % limits of Cpm by the chi-square approximation of Boyles (1991)."""
    away = ((mean - target) / sd) ** 2
    degrees = n * (1.0 + away) ** 2 / (1.0 + 2.0 * away)
    low, high = chi2.ppf([0.025, 0.975], degrees)
    return value * math.sqrt(low / degrees), value * math.sqrt(high / degrees)


@dataclass(frozen=True)
class Capability:
    """What a run of subgroups says about a specification.

    `cp`, `cpk` use the spread within subgroups (what the process can do), `pp`, `ppk` the overall
    spread (what it did); `out_ppm` follows from mean and overall spread of a normal process,
    `observed_ppm` is counted.
    """

    mean: float
    sd_within: float
    sd_overall: float
    n: int
    cp: Index
    cpk: Index
    pp: Index
    ppk: Index
    out_ppm: float
    observed_ppm: float


def capability(subgroups: ArrayLike, limits: Limits, confidence: float = 0.95) -> Capability:
    """Judge readings of shape (subgroup, n) against limits.

    The spread within is pooled over subgroups, with their degrees of freedom; NaN = missing. Raises
    ValueError without a subgroup of two.
    """
    table = np.asarray(subgroups, dtype=np.float64)
    seen = np.isfinite(table)
    sizes = seen.sum(axis=1)
    values = table[seen]
    degrees = int(np.sum(np.maximum(sizes - 1, 0)))
    if degrees < 1:
        raise ValueError("capability needs a subgroup of at least two readings")
    means = np.nansum(table, axis=1) / np.maximum(sizes, 1)
    within = float(np.sqrt(np.nansum((table - means[:, None]) ** 2) / degrees))
    mean, overall, n = float(values.mean()), float(values.std(ddof=1)), int(values.size)
    low, high = limits.lower, limits.upper
    out = (values < (-np.inf if low is None else low)) | (values > (np.inf if high is None else high))

    def spread_index(sd: float, freedom: int) -> Index:
        return Index(cp(limits, sd), *cp_interval(cp(limits, sd), freedom + 1, confidence))

    def nearer_index(sd: float, freedom: int) -> Index:
        value = cpk(limits, mean, sd)
        return Index(value, *cpk_interval(value, n, confidence, freedom))

    return Capability(
        mean=mean,
        sd_within=within,
        sd_overall=overall,
        n=n,
        cp=spread_index(within, degrees),
        cpk=nearer_index(within, degrees),
        pp=spread_index(overall, n - 1),
        ppk=nearer_index(overall, n - 1),
        out_ppm=out_of_limits_ppm(limits, mean, overall),
        observed_ppm=PPM * float(out.mean()),
    )
