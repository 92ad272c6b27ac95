"""What a gauge's error costs: good parts refused, bad parts passed, and what a guard band changes."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from twin.quality.capability import Limits

REACH = 9.0
"""Standard deviations beyond which a normal value does not come."""


@dataclass(frozen=True)
class Guard:
    """What judging on a gauge costs, as shares of all parts.

    `producers_risk`: good but refused; `consumers_risk`: bad but passed; `passed`: all that pass.
    """

    producers_risk: float
    consumers_risk: float
    passed: float


@dataclass(frozen=True)
class Reading:
    """How a gauge sees a part: true value + bias + repeatability x normal, in the property's unit."""

    repeatability: float
    bias: float = 0.0


def guard_band(limits: Limits, mean: float, sd: float, reading: Reading, band: float = 0.0) -> Guard:
    """Return the risks when readings of a normal process are judged against limits moved inwards.

    `band`: what every limit moves, in the unit of the property. By quadrature over the true value,
    piecewise between the limits and where the judgement turns. Raises ValueError for a gauge without
    error: it makes no wrong judgement to compute.
    """
    if reading.repeatability <= 0.0 or sd <= 0.0:
        raise ValueError("risks need a spread of the process and of the gauge above 0")
    lower = -math.inf if limits.lower is None else (limits.lower - mean) / sd
    upper = math.inf if limits.upper is None else (limits.upper - mean) / sd
    nodes, weights = np.polynomial.legendre.leggauss(100)
    refused_good = passed_bad = passed = 0.0
    for start, end in itertools.pairwise(_edges(lower, upper, reading, sd, band)):
        z = start + (end - start) * (nodes + 1.0) / 2.0
        density = weights * (end - start) / 2.0 * np.exp(-(z**2) / 2.0) / math.sqrt(2.0 * math.pi)
        seen, error = sd * z + reading.bias, reading.repeatability
        below_upper = ndtr((sd * upper - band - seen) / error)
        share = np.maximum(below_upper - ndtr((sd * lower + band - seen) / error), 0.0)
        here = float(density @ share)
        passed += here
        if lower <= (start + end) / 2.0 <= upper:
            refused_good += float(density.sum()) - here
        else:
            passed_bad += here
    return Guard(refused_good, passed_bad, passed)


def _edges(lower: float, upper: float, reading: Reading, sd: float, band: float) -> list[float]:
    """Return where the integrand has a corner or a steep flank, in standard deviations of the process."""
    edges = {-REACH, REACH}
    flank = REACH * reading.repeatability / sd
    for limit, inwards in ((lower, band), (upper, -band)):
        turn = limit + (inwards - reading.bias) / sd
        edges |= {limit, turn - flank, turn, turn + flank}
    return sorted(edge for edge in edges if -REACH <= edge <= REACH)
