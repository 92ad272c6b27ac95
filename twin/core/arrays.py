"""Elementary functions of a plain number or of cells: NumPy's own cost ten times as much on a number."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy.special import expit

from twin.core.material import Array


def exp(x: Array | float) -> Array | float:
    """Return e^x. Raises OverflowError for a number above 709, where cells become inf."""
    return math.exp(x) if isinstance(x, float) else np.exp(x)


def expm1(x: Array | float) -> Array | float:
    """Return e^x - 1 without loss of digits near 0. Raises OverflowError for a number above 709."""
    return math.expm1(x) if isinstance(x, float) else np.expm1(x)


def log(x: Array | float) -> Array | float:
    """Return the natural logarithm. Raises ValueError for a number of 0 or less."""
    return math.log(x) if isinstance(x, float) else np.log(x)


def log1p(x: Array | float) -> Array | float:
    """Return ln(1 + x) without loss of digits near 0. Raises ValueError for a number of -1 or less."""
    return math.log1p(x) if isinstance(x, float) else np.log1p(x)


def sqrt(x: Array | float) -> Array | float:
    """Return the square root. Raises ValueError for a negative number, where cells become NaN."""
    return math.sqrt(x) if isinstance(x, float) else np.sqrt(x)


def cbrt(x: Array | float) -> Array | float:
    """Return the cube root."""
    return math.cbrt(x) if isinstance(x, float) else np.cbrt(x)


def logistic(x: Array | float) -> Array | float:
    """Return 1 / (1 + e^-x), without overflow."""
    if not isinstance(x, float):
        return np.asarray(expit(x))
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0.0 else math.exp(x) / (1.0 + math.exp(x))


def is_zero(x: Array | float) -> bool:
    """Return whether x is the plain number 0; cells are not looked at."""
    return isinstance(x, float) and x == 0.0


def smaller(x: Array | float, most: Array | float) -> Array | float:
    """Return x where it is below `most`, else `most`."""
    both = isinstance(x, float) and isinstance(most, float)
    return min(x, most) if both else np.minimum(x, most)


def larger(x: Array | float, least: Array | float) -> Array | float:
    """Return x where it is above `least`, else `least`."""
    both = isinstance(x, float) and isinstance(least, float)
    return max(x, least) if both else np.maximum(x, least)


def mean(values: Array | float) -> float:
    """Return the mean of all cells; a number is its own."""
    if isinstance(values, float):
        return values
    return float(values.ravel().dot(_ones(values.size))) / values.size


def layer_means(values: Array | float, count: int) -> list[float]:
    """Return the mean of every one of a number of layers; what has no layers, or one, is that of all."""
    if isinstance(values, float) or len(values) == 1:
        return [mean(values)] * count
    cells = values.size // count
    means: list[float] = (values.reshape(count, cells).dot(_ones(cells)) / cells).tolist()
    return means


@cache
def _ones(count: int) -> Array:
    """Return ones: a product with them is a sum, which NumPy itself does three times as slowly."""
    ones = np.ones(count)
    ones.flags.writeable = False
    return ones
