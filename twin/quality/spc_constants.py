"""Constants of control charts, from the definition of the range and the standard deviation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import gammaln, ndtr

REACH = 9.0
"""Standard deviations beyond which a normal value does not come: 1 in 1e18."""

NODES = 160
"""Points of the Gauss-Legendre rule over the reach; the integrands are smooth, 1e-12 is reached."""


@dataclass(frozen=True)
class ChartConstants:
    """Factors for subgroups of n: ranges (d, A2, D) and standard deviations (c4, A3, B)."""

    n: int
    d2: float
    d3: float
    c4: float

    @property
    def A2(self) -> float:
        """Return the 3-sigma limit of the mean in mean ranges."""
        return 3.0 / (self.d2 * math.sqrt(self.n))

    @property
    def A3(self) -> float:
        """Return the 3-sigma limit of the mean in mean standard deviations."""
        return 3.0 / (self.c4 * math.sqrt(self.n))

    @property
    def D3(self) -> float:
        """Return the lower limit of the range in mean ranges."""
        return max(0.0, 1.0 - 3.0 * self.d3 / self.d2)

    @property
    def D4(self) -> float:
        """Return the upper limit of the range in mean ranges."""
        return 1.0 + 3.0 * self.d3 / self.d2

    @property
    def B3(self) -> float:
        """Return the lower limit of the standard deviation in mean standard deviations."""
        return max(0.0, 1.0 - 3.0 * math.sqrt(1.0 - self.c4**2) / self.c4)

    @property
    def B4(self) -> float:
        """Return the upper limit of the standard deviation in mean standard deviations."""
        return 1.0 + 3.0 * math.sqrt(1.0 - self.c4**2) / self.c4


def c4(n: int) -> float:
    """Return the mean standard deviation of n normal values with standard deviation 1."""
    return float(math.sqrt(2.0 / (n - 1)) * math.exp(gammaln(n / 2.0) - gammaln((n - 1) / 2.0)))


@cache
def range_moments(n: int) -> tuple[float, float]:
    """Return mean and standard deviation of the range of n standard normal values (d2, d3).

    E[R] = integral of 1 - (1-F)^n - F^n; E[R^2] = 2 x integral over x < y of
    1 - F(y)^n - (1-F(x))^n + (F(y)-F(x))^n, F the normal distribution (Tippett 1925).
    """
    if n < 2:
        raise ValueError("a range needs two values")
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    x = REACH * nodes
    f = ndtr(x)
    mean = REACH * float(weights @ (1.0 - ndtr(-x) ** n - f**n))
    # y runs from x to the reach: a rule of its own on every row keeps the corner x = y smooth
    half = (REACH - x) / 2.0
    y = x[:, None] + half[:, None] * (nodes + 1.0)
    g, low = ndtr(y), f[:, None]
    inside = 1.0 - g**n - ndtr(-x)[:, None] ** n + (g - low) ** n
    square = 2.0 * float((REACH * weights) @ (half * (inside @ weights)))
    return mean, math.sqrt(square - mean**2)


def constants(n: int) -> ChartConstants:
    """Return the chart constants for subgroups of n values. Raises ValueError for n below 2."""
    d2, d3 = range_moments(n)
    return ChartConstants(n, d2, d3, c4(n))


def d2_star(n: int, groups: int) -> float:
    """Return the root mean square of the mean range of so many groups of n standard normal values."""
    d2, d3 = range_moments(n)
    return math.sqrt(d2**2 + d3**2 / groups)
