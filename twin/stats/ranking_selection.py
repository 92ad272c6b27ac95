"""The best of k lines with a stated guarantee: Kim-Nelson, Rinott, and where to spend runs (OCBA)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import ndtr
from scipy.stats import chi2

from twin.core.material import Array

Draw = Callable[[int, int], float]
"""(line, replication) -> the figure of merit, larger is better."""


@dataclass(frozen=True)
class Selected:
    """The line chosen, the means it was chosen by, and the replications each line took.

    With at least the stated confidence the choice is the best line or within the indifference of it.
    """

    best: int
    means: tuple[float, ...]
    replications: tuple[int, ...]
    indifference: float
    confidence: float


def kim_nelson_eta(k: int, first: int, confidence: float = 0.95, *, same_dice: bool = False) -> float:
    """Return eta of the fully sequential procedure for k lines and `first` replications each.

    Independent lines share the error multiplicatively, lines under the same dice by Bonferroni.
    Source: Kim & Nelson, ACM TOMACS 11 (2001) 251, with c = 1.
    """
    if k < 2 or first < 2:
        raise ValueError("selection needs two lines and two first replications")
    alpha = 1.0 - confidence
    beta = alpha / (k - 1) if same_dice else 1.0 - (1.0 - alpha) ** (1.0 / (k - 1))
    return float(((2.0 * beta) ** (-2.0 / (first - 1)) - 1.0) / 2.0)


def kim_nelson_h2(k: int, first: int, confidence: float = 0.95, *, same_dice: bool = False) -> float:
    """Return h squared = 2 eta (first - 1), the scale of the continuation region."""
    return 2.0 * kim_nelson_eta(k, first, confidence, same_dice=same_dice) * (first - 1)


def kim_nelson(
    draw: Draw,
    k: int,
    indifference: float,
    *,
    first: int = 20,
    confidence: float = 0.95,
    most: int = 10_000,
    expected: Callable[[int], None] | None = None,
) -> Selected:
    """Drop lines as soon as they are clearly worse, until one is left; the same dice are allowed.

    The first replications bound how many there can be: once they are through, the largest mean is the choice,
    the first of equals. `expected` is told that bound. Raises RuntimeError when `most` replications of a line
    come before it.
    """
    if indifference <= 0.0:
        raise ValueError(f"indifference {indifference} must be above 0")
    h2 = kim_nelson_h2(k, first, confidence, same_dice=True)
    values = [[draw(line, r) for r in range(first)] for line in range(k)]
    table = np.asarray(values)
    differences = table[:, None, :] - table[None, :, :]
    variance = differences.var(axis=2, ddof=1)
    alive, n = list(range(k)), first
    bound = max(first, math.ceil(h2 * float(variance.max()) / indifference**2))
    if expected is not None:
        expected(bound)
    while True:
        means = np.array([np.mean(values[line]) for line in alive])
        reach = indifference / (2.0 * n) * (h2 * variance[np.ix_(alive, alive)] / indifference**2 - n)
        beaten = means[:, None] < means[None, :] - np.maximum(reach, 0.0)
        alive = [line for line, out in zip(alive, beaten.any(axis=1), strict=True) if not out]
        if len(alive) == 1 or n >= bound:
            break
        if n >= most:
            raise RuntimeError(
                f"{most} replications leave {len(alive)} lines undecided, up to {bound} may be needed"
            )
        for line in alive:
            values[line].append(draw(line, n))
        n += 1
    return Selected(
        best=alive[0],
        means=tuple(float(np.mean(v)) for v in values),
        replications=tuple(len(v) for v in values),
        indifference=indifference,
        confidence=confidence,
    )


def rinott_h(k: int, first: int, confidence: float = 0.95) -> float:
    """Return Rinott's constant for k independent lines, by quadrature over two chi-square variances.

    Solves E[ E[Phi(h / sqrt(v (1/X + 1/Y))) | Y]^(k-1) ] = confidence with v = first - 1 degrees.
    Source: Rinott, Communications in Statistics A7 (1978) 799.
    """
    if k < 2 or first < 2:
        raise ValueError("selection needs two lines and two first replications")
    degrees = first - 1
    nodes, rule = np.polynomial.legendre.leggauss(100)
    # on the logarithm the density is smooth up to both ends; on probabilities the tails cost four digits
    low, high = np.log(chi2.ppf(1e-15, degrees)), np.log(chi2.isf(1e-15, degrees))
    inside = np.exp(low + (high - low) * (nodes + 1.0) / 2.0)
    weights = rule * (high - low) / 2.0 * chi2.pdf(inside, degrees) * inside
    scale = 1.0 / np.sqrt(degrees * (1.0 / inside[:, None] + 1.0 / inside[None, :]))

    def excess(h: float) -> float:
        inner = ndtr(h * scale) @ weights
        return float(weights @ inner ** (k - 1)) - confidence

    return float(brentq(excess, 0.0, 100.0, xtol=1e-10))


def rinott_replications(
    sd: ArrayLike, indifference: float, first: int, confidence: float = 0.95
) -> list[int]:
    """Return the replications each line needs in all, from the spreads of its first ones."""
    spreads = np.asarray(sd, dtype=np.float64)
    h = rinott_h(spreads.size, first, confidence)
    return [max(first, math.ceil((h * s / indifference) ** 2)) for s in spreads]


def ocba_shares(means: ArrayLike, sd: ArrayLike) -> Array:
    """Return the share of a budget each line should get to find the largest mean.

    Source: Chen, Lin, Yucesan & Chick, Discrete Event Dynamic Systems 10 (2000) 251. Raises ValueError for a
    tie with the best: no budget decides between equals.
    """
    mean, spread = np.asarray(means, dtype=np.float64), np.asarray(sd, dtype=np.float64)
    best = int(np.argmax(mean))
    gap = mean[best] - mean
    others = np.arange(mean.size) != best
    if np.any(gap[others] == 0.0) or np.any(spread <= 0.0):
        raise ValueError("shares need one largest mean and spreads above 0")
    ratio = np.zeros(mean.size)
    ratio[others] = (spread[others] / gap[others]) ** 2
    ratio[best] = spread[best] * math.sqrt(np.sum((ratio[others] / spread[others]) ** 2))
    share: Array = ratio / ratio.sum()
    return share
