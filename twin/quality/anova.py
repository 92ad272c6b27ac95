"""One-way analysis of variance and its variance components, stable to the digits of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2
from scipy.stats import f as fisher

from twin.core.material import Array


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


@dataclass(frozen=True)
class OneWay:
    """Sums of squares, degrees of freedom and the F test of groups of observations.

    `group_size`: the n0 of unbalanced groups, (N - sum n_i^2 / N) / (a - 1); all groups of n: n.
    """

    ss_between: float
    ss_within: float
    df_between: int
    df_within: int
    group_size: float
    mean: float

    @property
    def ms_between(self) -> float:
        """Return the mean square between groups."""
        return self.ss_between / self.df_between

    @property
    def ms_within(self) -> float:
        """Return the mean square within groups."""
        return self.ss_within / self.df_within

    @property
    def f(self) -> float:
        """Return the F statistic; infinite where nothing varies within groups."""
        return self.ms_between / self.ms_within if self.ms_within > 0.0 else float("inf")

    @property
    def p_value(self) -> float:
        """Return the chance of so large an F where all groups have one mean."""
        return float(fisher.sf(self.f, self.df_between, self.df_within))

    @property
    def r_squared(self) -> float:
        """Return the share of the total sum of squares that lies between groups."""
        return self.ss_between / (self.ss_between + self.ss_within)

    @property
    def var_between(self) -> float:
        """Return the component between groups, (MSB - MSW) / n0; negative where MSW is larger."""
        return (self.ms_between - self.ms_within) / self.group_size

    @property
    def intraclass_correlation(self) -> float:
        """Return the share of the between component in the total variance."""
        return self.var_between / (self.var_between + self.ms_within)


def one_way(groups: Sequence[ArrayLike]) -> OneWay:
    """Split the variation of groups into between and within.

    All values are shifted by the first one before anything is summed (exact for data of one level),
    means are taken twice: what cancels is small. NaN = missing. Raises ValueError for fewer than two
    groups or no repeated value.
    """
    kept = [values[~np.isnan(values)] for values in (np.asarray(g, dtype=np.float64) for g in groups)]
    kept = [values for values in kept if values.size]
    total = sum(values.size for values in kept)
    if len(kept) < 2 or total <= len(kept):
        raise ValueError("analysis of variance needs two groups and one repeated value")
    level = kept[0][0]
    shifted = [values - level for values in kept]
    means = np.array([_mean(values) for values in shifted])
    sizes = np.array([values.size for values in shifted], dtype=np.float64)
    grand = _mean(np.concatenate(shifted))
    within = sum(float(np.sum((v - m) ** 2)) for v, m in zip(shifted, means, strict=True))
    return OneWay(
        ss_between=float(np.sum(sizes * (means - grand) ** 2)),
        ss_within=within,
        df_between=len(kept) - 1,
        df_within=total - len(kept),
        group_size=float((total - np.sum(sizes**2) / total) / (len(kept) - 1)),
        mean=float(level + grand),
    )


def _mean(values: Array) -> float:
    """Return the mean, corrected once by the mean of the residuals."""
    first = float(values.mean())
    return first + float((values - first).mean())


def within_component(result: OneWay, confidence: float = 0.95) -> Component:
    """Return the variance within groups with its chi-square interval."""
    return chi_square_component(result.ss_within, result.df_within, confidence)


def chi_square_component(sum_of_squares: float, degrees: int, confidence: float = 0.95) -> Component:
    """Return a variance and its interval from a sum of squares of normal deviations."""
    tail = (1.0 - confidence) / 2.0
    return Component(
        sum_of_squares / degrees,
        sum_of_squares / float(chi2.ppf(1.0 - tail, degrees)),
        sum_of_squares / float(chi2.ppf(tail, degrees)),
    )


def between_component(groups: Sequence[ArrayLike], confidence: float = 0.95) -> Component:
    """Return the variance between groups with a modified-large-sample interval.

    Balanced: exact mean squares. Unbalanced: the estimate of `one_way`, limits from the unweighted
    group means (Thomas & Hultquist, Annals of Statistics 6 (1978) 582).
    """
    result = one_way(groups)
    kept = [values[~np.isnan(values)] for values in (np.asarray(g, dtype=np.float64) for g in groups)]
    kept = [values for values in kept if values.size]
    size = len(kept) / sum(1.0 / values.size for values in kept)
    unweighted = size * float(np.var([values.mean() for values in kept], ddof=1))
    squares, degrees = (unweighted, result.ms_within), (result.df_between, result.df_within)
    low, high = mls_interval((1.0 / size, -1.0 / size), squares, degrees, confidence)
    return Component(result.var_between, low, high)


def satterthwaite_degrees(
    coefficients: Sequence[float], squares: Sequence[float], degrees: Sequence[int]
) -> float:
    """Return the degrees of freedom of a sum of mean squares (Satterthwaite 1946)."""
    terms = np.asarray(coefficients) * np.asarray(squares)
    return float(terms.sum() ** 2 / np.sum(terms**2 / np.asarray(degrees)))


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
