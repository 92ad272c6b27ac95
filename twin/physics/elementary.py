"""Elementary functions of a plain number or of cells: NumPy's own cost ten times as much on a number."""

from __future__ import annotations

import math

import numpy as np

from twin.material import Array


def exp(x: Array | float) -> Array | float:
    """Return e^x. Raises OverflowError for a number above 709, where cells become inf."""
    return math.exp(x) if isinstance(x, float) else np.exp(x)


def expm1(x: Array | float) -> Array | float:
    """Return e^x - 1 without loss of digits near 0. Raises OverflowError for a number above 709."""
    return math.expm1(x) if isinstance(x, float) else np.expm1(x)


def larger(x: Array | float, least: float) -> Array | float:
    """Return x where it is above `least`, else `least`."""
    return max(x, least) if isinstance(x, float) else np.maximum(x, least)


def mean(values: Array | float) -> float:
    """Return the mean of all cells; a number is its own."""
    return values if isinstance(values, float) else float(np.add.reduce(values, None)) / values.size
