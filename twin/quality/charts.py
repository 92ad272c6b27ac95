"""Control charts: centre, limits and points that are out, with the formulas of SPC practice."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twin.core.material import Array
from twin.quality.run_rules import Marks
from twin.quality.spc_constants import constants, range_moments

EWMA_WEIGHT, EWMA_REACH = 0.2, 2.962
"""Weight of the newest value and limits in sigma: in-control run length 500 (Lucas & Saccucci 1990)."""

CUSUM_SLACK, CUSUM_INTERVAL = 0.5, 5.0
"""k and h in sigma: best against a shift of 1 sigma, in-control run length 465 (Montgomery)."""


@dataclass(frozen=True)
class ControlChart:
    """One chart in the unit of its values; `sigma` is the standard deviation of one plotted point."""

    name: str
    values: Array
    centre: float
    lower: Array
    upper: Array
    sigma: Array

    @property
    def out(self) -> Marks:
        """Return which points lie outside the limits."""
        marks: Marks = (self.values > self.upper) | (self.values < self.lower)
        return marks

    @property
    def z(self) -> Array:
        """Return the points in sigma from the centre, what the run rules take."""
        return (self.values - self.centre) / self.sigma


def _chart(name: str, values: Array, centre: float, low: float, high: float, sigma: float) -> ControlChart:
    """Return a chart with the same limits at every point."""
    full = [np.full(values.shape, x) for x in (low, high, sigma)]
    return ControlChart(name, values, centre, full[0], full[1], full[2])


def _subgroups(subgroups: ArrayLike) -> Array:
    table = np.asarray(subgroups, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] < 2 or not np.isfinite(table).all():
        raise ValueError("charts of subgroups need readings (subgroup, n) with n of 2 or more, none missing")
    return table


def xbar_r(subgroups: ArrayLike) -> tuple[ControlChart, ControlChart]:
    """Return mean and range chart of readings (subgroup, n)."""
    table = _subgroups(subgroups)
    factor = constants(table.shape[1])
    means, ranges = table.mean(axis=1), np.ptp(table, axis=1)
    centre, mean_range = float(means.mean()), float(ranges.mean())
    reach = factor.A2 * mean_range
    mean_chart = _chart("Xbar", means, centre, centre - reach, centre + reach, reach / 3.0)
    low, high = factor.D3 * mean_range, factor.D4 * mean_range
    return mean_chart, _chart("R", ranges, mean_range, low, high, mean_range * factor.d3 / factor.d2)


def xbar_s(subgroups: ArrayLike) -> tuple[ControlChart, ControlChart]:
    """Return mean and standard deviation chart of readings (subgroup, n)."""
    table = _subgroups(subgroups)
    factor = constants(table.shape[1])
    means, spreads = table.mean(axis=1), table.std(axis=1, ddof=1)
    centre, mean_spread = float(means.mean()), float(spreads.mean())
    reach = factor.A3 * mean_spread
    mean_chart = _chart("Xbar", means, centre, centre - reach, centre + reach, reach / 3.0)
    low, high = factor.B3 * mean_spread, factor.B4 * mean_spread
    sigma = mean_spread * math.sqrt(1.0 - factor.c4**2) / factor.c4
    return mean_chart, _chart("s", spreads, mean_spread, low, high, sigma)


def individuals(readings: ArrayLike) -> tuple[ControlChart, ControlChart]:
    """Return the chart of single readings and of their moving ranges (I-MR)."""
    values = _series(readings)
    d2, d3 = range_moments(2)
    ranges = np.abs(np.diff(values))
    mean_range, centre = float(ranges.mean()), float(values.mean())
    sigma = mean_range / d2
    chart = _chart("I", values, centre, centre - 3.0 * sigma, centre + 3.0 * sigma, sigma)
    high = mean_range * (1.0 + 3.0 * d3 / d2)
    return chart, _chart("MR", ranges, mean_range, 0.0, high, mean_range * d3 / d2)


def _series(readings: ArrayLike) -> Array:
    values = np.asarray(readings, dtype=np.float64)
    if values.ndim != 1 or values.size < 2 or not np.isfinite(values).all():
        raise ValueError("a chart of single readings needs one row of two or more, none missing")
    return values


def frozen(chart: ControlChart, values: ArrayLike) -> ControlChart:
    """Return the limits of a chart from a first phase with the points of a later one."""
    points = np.asarray(values, dtype=np.float64)
    if np.ptp(chart.upper) > 0.0 or np.ptp(chart.lower) > 0.0:
        raise ValueError(f"limits of {chart.name} change from point to point and cannot be frozen")
    low, high, sigma = float(chart.lower[0]), float(chart.upper[0]), float(chart.sigma[0])
    return _chart(chart.name, points, chart.centre, low, high, sigma)


def ewma(
    readings: ArrayLike,
    target: float,
    sigma: float,
    weight: float = EWMA_WEIGHT,
    reach: float = EWMA_REACH,
) -> ControlChart:
    """Return the exponentially weighted moving average of readings with standard deviation `sigma`.

    z_i = w x_i + (1-w) z_(i-1), z_0 = target; limits with the exact variance of each point.
    """
    values = _series(readings)
    if not 0.0 < weight <= 1.0:
        raise ValueError(f"weight {weight} is not above 0 and at most 1")
    smooth, last = np.empty_like(values), target
    for i, value in enumerate(values):
        last = weight * value + (1.0 - weight) * last
        smooth[i] = last
    steps = np.arange(1, values.size + 1)
    spread = sigma * np.sqrt(weight / (2.0 - weight) * (1.0 - (1.0 - weight) ** (2 * steps)))
    return ControlChart("EWMA", smooth, target, target - reach * spread, target + reach * spread, spread)


@dataclass(frozen=True)
class Cusum:
    """Sums of what exceeds the slack above and below the target, in sigma; both 0 or more."""

    upper: Array
    lower: Array
    interval: float

    @property
    def out(self) -> Marks:
        """Return which points exceed the decision interval on either side."""
        marks: Marks = (self.upper > self.interval) | (self.lower > self.interval)
        return marks


def cusum(
    readings: ArrayLike,
    target: float,
    sigma: float,
    slack: float = CUSUM_SLACK,
    interval: float = CUSUM_INTERVAL,
) -> Cusum:
    """Return the tabular cumulative sums; `slack` (k) and `interval` (h) in sigma."""
    z = (_series(readings) - target) / sigma
    upper, lower = _one_sided(z, slack), _one_sided(-z, slack)
    return Cusum(upper, lower, interval)


def _one_sided(z: Array, slack: float) -> Array:
    """Return max(0, S + z - k) step by step: the running sum less its running minimum."""
    total = np.concatenate([[0.0], np.cumsum(z - slack)])
    sums: Array = (total - np.minimum.accumulate(total))[1:]
    return sums
