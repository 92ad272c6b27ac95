"""Process capability with intervals, and the share out of limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

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
