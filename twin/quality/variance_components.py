"""Variances with their intervals: from sums of squares, from mean squares, from lots that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2
from scipy.stats import f as fisher

from twin.core.material import Array
from twin.stats.intervals import t_quantile


@dataclass(frozen=True)
class Component:
    """A variance with its interval, in the squared unit of the data; the estimate may be below 0.

    `sd` and its limits are cut at 0: a negative estimate says that nothing was found.
    """

    variance: float
    low: float
    high: float

    @property
    def sd(self) -> float:
        """Return the standard deviation, 0 where the estimate of the variance is negative."""
        return float(np.sqrt(max(self.variance, 0.0)))

    @property
    def sd_interval(self) -> tuple[float, float]:
        """Return the limits of the standard deviation."""
        return float(np.sqrt(max(self.low, 0.0))), float(np.sqrt(max(self.high, 0.0)))


def chi_square_component(sum_of_squares: float, degrees: int, confidence: float = 0.95) -> Component:
    """Return a variance and its interval from a sum of squares of normal deviations."""
    tail = (1.0 - confidence) / 2.0
    return Component(
        sum_of_squares / degrees,
        sum_of_squares / float(chi2.ppf(1.0 - tail, degrees)),
        sum_of_squares / float(chi2.ppf(tail, degrees)),
    )


def mls_interval(
    coefficients: Sequence[float],
    squares: Sequence[float],
    degrees: Sequence[int],
    confidence: float = 0.95,
) -> tuple[float, float]:
    """Return the limits of sum c_i E[MS_i] for independent mean squares, c_i of either sign.

    Modified large sample method of Graybill & Wang (1980) and Ting et al. (1990); S = c MS, symbols as
    in Burdick & Graybill, Confidence Intervals on Variance Components (1992), chapter 3.
    """
    c, ms = np.asarray(coefficients, dtype=np.float64), np.asarray(squares, dtype=np.float64)
    n, theta = np.asarray(degrees, dtype=np.float64), float(np.sum(np.asarray(coefficients) * ms))
    lower = theta - np.sqrt(max(_mls_spread(c * ms, n, (1.0 - confidence) / 2.0), 0.0))
    upper = -theta - np.sqrt(max(_mls_spread(-c * ms, n, (1.0 - confidence) / 2.0), 0.0))
    return float(lower), float(-upper)


def _mls_spread(terms: Array, n: Array, tail: float) -> float:
    """Return the squared distance of the lower limit; the upper one is the lower one of the negative.

    The cross terms of two means of the same sign are left out, which makes the limit conservative.
    """
    plus, minus = terms >= 0.0, terms < 0.0
    g = 1.0 - n / chi2.ppf(1.0 - tail, n)
    h = n / chi2.ppf(tail, n) - 1.0
    spread = np.sum((g * terms)[plus] ** 2) + np.sum((h * terms)[minus] ** 2)
    for q in np.flatnonzero(plus):
        for r in np.flatnonzero(minus):
            upper = fisher.ppf(1.0 - tail, n[q], n[r])
            cross = ((upper - 1.0) ** 2 - (g[q] * upper) ** 2 - h[r] ** 2) / upper
            spread += cross * terms[q] * abs(terms[r])
    return float(spread)


def mean_component(squares: Array, share: float, noise: Component, confidence: float = 0.95) -> Component:
    """Return the mean over lots of a mean square less a share of a noise, with its interval.

    The t interval of the mean square is taken of its logarithm: mean squares are skewed, their
    logarithms hardly. The noise's own limits widen it, as in the modified large sample method. One mean
    square has no interval.
    """
    n, mean = squares.size, float(squares.mean())
    estimate = mean - share * noise.variance
    if mean <= 0.0:
        return Component(estimate, estimate, estimate)
    if n < 2:
        return Component(estimate, np.nan, np.nan)
    relative = float(squares.std(ddof=1)) / np.sqrt(n) / mean
    reach = float(np.exp(t_quantile(n - 1, confidence) * relative))
    below = np.hypot(mean - mean / reach, share * (noise.high - noise.variance))
    above = np.hypot(mean * reach - mean, share * (noise.variance - noise.low))
    return Component(estimate, estimate - float(below), estimate + float(above))


def ratio_component(sums: Array, degrees: Array, confidence: float = 0.95) -> Component:
    """Return sum of squares over degrees of freedom; the t interval of the logarithm lets lots differ.

    One lot has no interval.
    """
    n, total = sums.size, float(degrees.sum())
    variance = float(sums.sum()) / total
    if variance == 0.0:
        return Component(0.0, 0.0, 0.0)
    if n < 2:
        return Component(variance, np.nan, np.nan)
    relative = float(np.sqrt(np.sum((sums - variance * degrees) ** 2) * n / (n - 1))) / total / variance
    reach = float(np.exp(t_quantile(n - 1, confidence) * relative))
    return Component(variance, variance / reach, variance * reach)
