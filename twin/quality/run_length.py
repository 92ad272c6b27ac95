"""Mean run length of control charts: how many points until a signal, right or false."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from twin.core.material import Array

NODES = 120
"""Points of the Gauss-Legendre rule; the kernels are normal densities, far wider than the spacing."""


def shewhart(shift_sigma: float = 0.0, n: int = 1, reach: float = 3.0) -> float:
    """Return the mean run length of a mean chart with limits at +- `reach` sigma of the mean.

    `shift_sigma`: shift of the process in standard deviations of single values; n: subgroup size.
    """
    move = shift_sigma * math.sqrt(n)
    return 1.0 / float(ndtr(-reach + move) + ndtr(-reach - move))


def ewma(weight: float, reach: float, shift_sigma: float = 0.0) -> float:
    """Return the mean run length of an EWMA with its final limits, started at the target.

    Solves L(u) = 1 + integral of L(v) phi((v - (1-w)u)/w - shift)/w over the band (Crowder,
    Technometrics 29 (1987) 401).
    """
    band = reach * math.sqrt(weight / (2.0 - weight))
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    v = band * nodes
    start = np.concatenate([v, [0.0]])
    arrival = (v[None, :] - (1.0 - weight) * start[:, None]) / weight - shift_sigma
    kernel = _density(arrival) / weight * (band * weights)[None, :]
    length = np.linalg.solve(np.eye(NODES) - kernel[:NODES], np.ones(NODES))
    return float(1.0 + kernel[NODES] @ length)


def cusum_one_sided(slack: float, interval: float, shift_sigma: float = 0.0) -> float:
    """Return the mean run length of a one-sided cumulative sum started at 0 (k, h in sigma).

    Page's equation: L(u) = 1 + L(0) Phi(k - u - shift) + integral of L(v) phi(v + k - u - shift) from 0 to h.
    """
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    v = np.concatenate([[0.0], interval * (nodes + 1.0) / 2.0])
    kernel = np.empty((NODES + 1, NODES + 1))
    kernel[:, 0] = ndtr(slack - v - shift_sigma)
    kernel[:, 1:] = _density(v[None, 1:] + slack - v[:, None] - shift_sigma) * (interval * weights / 2.0)
    return float(np.linalg.solve(np.eye(NODES + 1) - kernel, np.ones(NODES + 1))[0])


def cusum(slack: float, interval: float, shift_sigma: float = 0.0) -> float:
    """Return the mean run length of the two-sided cumulative sum: rates of both sides add."""
    up = cusum_one_sided(slack, interval, shift_sigma)
    down = cusum_one_sided(slack, interval, -shift_sigma)
    return 1.0 / (1.0 / up + 1.0 / down)


def _density(z: Array) -> Array:
    """Return the standard normal density."""
    return np.asarray(np.exp(-(z**2) / 2.0) / math.sqrt(2.0 * math.pi))
