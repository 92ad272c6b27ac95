"""Confidence intervals of means over replications, by Student's distribution."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from twin.core.material import Array

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """A mean, the limits of its interval, and the number of values behind it."""

    mean: float
    low: float
    high: float
    n: int


def t_quantile(degrees: Array | float, confidence: float = CONFIDENCE) -> Array:
    """Return the factor of the standard error for a two-sided interval; NaN below one degree of freedom.

    Raises ValueError for a confidence that is not between 0 and 1.
    """
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence}")
    freedom = np.asarray(degrees, dtype=np.float64)
    known = np.where(freedom >= 1.0, freedom, np.nan)
    return np.asarray(stdtrit(known, 0.5 + confidence / 2.0))


def t_interval(values: ArrayLike, confidence: float = CONFIDENCE) -> Interval:
    """Return mean and interval of independent values; NaN limits for one value, all NaN for none.

    Values that are NaN are left out.
    """
    given = np.asarray(values, dtype=np.float64).ravel()
    means, lows, highs, counts = t_intervals(given, np.zeros(len(given), dtype=np.int64), 1, confidence)
    return Interval(float(means[0]), float(lows[0]), float(highs[0]), int(counts[0]))


def paired_interval(values: ArrayLike, reference: ArrayLike, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of value minus reference, pair by pair; pairs with a NaN are left out.

    Raises ValueError where the two are not of the same length.
    """
    ours, theirs = np.asarray(values, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    if ours.shape != theirs.shape:
        raise ValueError(f"pairs need as many values as references, not {ours.size} and {theirs.size}")
    return t_interval(ours - theirs, confidence)


def t_intervals(
    values: Array, group: np.ndarray, groups: int, confidence: float = CONFIDENCE
) -> tuple[Array, Array, Array, Array]:
    """Return (mean, low, high, n) of each of several groups at once; `group` numbers them from 0."""
    known = ~np.isnan(values)
    kept, code = values[known], group[known]
    n = np.bincount(code, minlength=groups).astype(np.float64)
    some = np.where(n > 0, n, np.nan)
    # twice: the second pass takes off what rounding left in the first
    mean = np.bincount(code, kept, minlength=groups) / some
    mean = mean + np.bincount(code, kept - mean[code], minlength=groups) / some
    squares = np.bincount(code, (kept - mean[code]) ** 2, minlength=groups)
    error = np.sqrt(squares / np.where(n > 1, n - 1, np.nan) / some)
    half = t_quantile(n - 1, confidence) * error
    return mean, mean - half, mean + half, n
