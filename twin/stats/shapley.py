"""Shapley effects: shares of the variance that add up, also where inputs are correlated."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from twin.core.material import Array
from twin.stats.sobol import Model

MOST_INPUTS = 12
"""Every subset of inputs is computed: 4096 of them at twelve inputs."""


@dataclass(frozen=True)
class Shapley:
    """Effects by input, fractions of the variance that add up to 1, with bootstrap limits."""

    effect: Array
    low: Array
    high: Array
    error: Array
    variance: float


def redrawn(
    sample: Array, covariance: Array, known: tuple[int, ...], generator: np.random.Generator
) -> Array:
    """Return a joint normal sample (n, d) with all but the known inputs drawn anew, given the known ones."""
    d = covariance.shape[0]
    unknown = [i for i in range(d) if i not in known]
    fresh = sample.copy()
    if not unknown:
        return fresh
    spread = covariance[np.ix_(unknown, unknown)]
    shift = np.zeros((len(sample), len(unknown)))
    if known:
        cross = covariance[np.ix_(unknown, known)]
        weights = np.linalg.solve(covariance[np.ix_(known, known)], cross.T).T
        shift = sample[:, list(known)] @ weights.T
        spread = spread - weights @ cross.T
    values, vectors = np.linalg.eigh(spread)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    fresh[:, unknown] = shift + generator.standard_normal((len(sample), len(unknown))) @ root.T
    return fresh


def shapley(
    model: Model,
    mean: ArrayLike,
    covariance: ArrayLike,
    n: int,
    generator: np.random.Generator,
    *,
    resamples: int = 300,
    confidence: float = 0.95,
) -> Shapley:
    """Estimate Shapley effects of jointly normal inputs with 2^d n runs of the model.

    The worth of a subset is Var E[Y | subset], by pairs of runs that share the subset only; an input's
    effect is its mean gain over all orders (Owen, SIAM/ASA JUQ 2 (2014) 245; Song, Nelson & Staum 4
    (2016) 1060). Raises ValueError beyond MOST_INPUTS inputs.
    """
    centre, joint = np.asarray(mean, dtype=np.float64), np.asarray(covariance, dtype=np.float64)
    d = centre.size
    if d > MOST_INPUTS:
        raise ValueError(f"{d} inputs are too many for all subsets; at most {MOST_INPUTS}")
    sample = generator.standard_normal((n, d)) @ np.linalg.cholesky(joint).T
    result = np.asarray(model(centre + sample), dtype=np.float64)
    result = result - result.mean()
    subsets = [s for size in range(1, d) for s in combinations(range(d), size)]
    products = np.empty((len(subsets) + 1, n))
    for row, known in enumerate(subsets):
        fresh = redrawn(sample, joint, known, generator)
        again = np.asarray(model(centre + fresh), dtype=np.float64)
        products[row] = result * (again - again.mean())
    products[-1] = result**2
    weights = _weights(subsets, d)
    effect = _shares(products.mean(axis=1), weights)
    rows = (generator.integers(0, n, n) for _ in range(resamples))
    drawn = np.array([_shares(products[:, pick].mean(axis=1), weights) for pick in rows])
    tails = [(1.0 - confidence) / 2.0, (1.0 + confidence) / 2.0]
    low, high = np.quantile(drawn, tails, axis=0)
    return Shapley(effect, low, high, drawn.std(axis=0, ddof=1), float(products[-1].mean()))


def _shares(worth: Array, weights: Array) -> Array:
    """Return the effects as fractions; the last worth is that of all inputs, the variance."""
    shares: Array = weights @ worth / worth[-1]
    return shares


def _weights(subsets: list[tuple[int, ...]], d: int) -> Array:
    """Return the matrix that makes effects from the worth of every subset, the full set last."""
    weights = np.zeros((d, len(subsets) + 1))
    for column, subset in enumerate([*subsets, tuple(range(d))]):
        size = len(subset)
        for i in range(d):
            if i in subset:
                weights[i, column] += 1.0 / (d * comb(d - 1, size - 1))
            else:
                weights[i, column] -= 1.0 / (d * comb(d - 1, size))
    return weights
