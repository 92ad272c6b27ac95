"""Sobol indices: which share of the variance of a result each independent input makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from twin.material import Array

Model = Callable[[Array], Array]
"""Inputs of shape (n, d) -> results of shape (n,)."""

Quantiles = Sequence[Callable[[Array], Array]]
"""Per input: probabilities of shape (n,) -> values."""


@dataclass(frozen=True)
class Sobol:
    """First and total indices by input, fractions of the variance, with limits and standard errors."""

    first: Array
    first_low: Array
    first_high: Array
    first_error: Array
    total: Array
    total_low: Array
    total_high: Array
    total_error: Array
    mean: float
    variance: float


@dataclass(frozen=True)
class Design:
    """Two independent samples, and for every input the first with that column of the second."""

    a: Array
    b: Array

    @property
    def inputs(self) -> Array:
        """Return all points to be computed, shape ((d + 2) n, d): A, B, then A with column i of B."""
        mixed = [np.where(np.arange(self.a.shape[1]) == i, self.b, self.a) for i in range(self.a.shape[1])]
        return np.concatenate([self.a, self.b, *mixed])


def saltelli(quantiles: Quantiles, n: int, generator: np.random.Generator) -> Design:
    """Return the sampling design of Saltelli et al. (2010) with n rows of a low-discrepancy sequence.

    The sequence is shifted by one random point (Cranley & Patterson 1976). Raises ValueError unless n is a
    power of two, at which the sequence is balanced.
    """
    d, power = len(quantiles), n.bit_length() - 1
    if n != 1 << power:
        raise ValueError(f"{n} rows are not a power of two")
    points = qmc.Sobol(2 * d, scramble=False).random_base2(power)
    # a shifted point may fall on 0 exactly, which no normal quantile survives
    unit = np.clip((points + generator.random(2 * d)) % 1.0, 1e-12, 1.0 - 1e-12)
    a = np.column_stack([q(unit[:, i]) for i, q in enumerate(quantiles)])
    b = np.column_stack([q(unit[:, d + i]) for i, q in enumerate(quantiles)])
    return Design(a, b)


def indices(results: Array, d: int) -> tuple[Array, Array]:
    """Return first and total indices from the results of a design, shape (..., d + 2, n).

    First: Saltelli et al., Computer Physics Communications 181 (2010) 259, eq. (b) of table 2; total:
    Jansen (1999), eq. (f). Results are centred before: a large mean costs no digits.
    """
    centred = results - results[..., :2, :].mean(axis=(-2, -1), keepdims=True)
    variance = np.mean(centred[..., :2, :] ** 2, axis=(-2, -1))[..., None]
    a, b, mixed = centred[..., :1, :], centred[..., 1:2, :], centred[..., 2 : d + 2, :]
    first: Array = np.mean(b * (mixed - a), axis=-1) / variance
    total: Array = np.mean((mixed - a) ** 2, axis=-1) / (2.0 * variance)
    return first, total


def sobol(
    model: Model,
    quantiles: Quantiles,
    n: int,
    generator: np.random.Generator,
    *,
    resamples: int = 500,
    confidence: float = 0.95,
) -> Sobol:
    """Estimate Sobol indices with (d + 2) n runs of the model and bootstrap limits over the rows.

    Raises ValueError when n is no power of two or the result does not vary.
    """
    d = len(quantiles)
    design = saltelli(quantiles, n, generator)
    results = np.asarray(model(design.inputs), dtype=np.float64).reshape(d + 2, n)
    return from_results(results, generator, resamples=resamples, confidence=confidence)


def from_results(
    results: Array, generator: np.random.Generator, *, resamples: int = 500, confidence: float = 0.95
) -> Sobol:
    """Return the indices from results of shape (d + 2, n) in the order of `Design.inputs`."""
    d, n = results.shape[0] - 2, results.shape[1]
    if np.ptp(results[:2]) == 0.0:
        raise ValueError("the result does not vary: there is nothing to share out")
    first, total = indices(results, d)
    drawn = [indices(results[:, generator.integers(0, n, n)], d) for _ in range(resamples)]
    firsts, totals = (np.array(part) for part in zip(*drawn, strict=True))
    tails = [(1.0 - confidence) / 2.0, (1.0 + confidence) / 2.0]
    first_limits, total_limits = (np.quantile(x, tails, axis=0) for x in (firsts, totals))
    return Sobol(
        first=first,
        first_low=first_limits[0],
        first_high=first_limits[1],
        first_error=firsts.std(axis=0, ddof=1),
        total=total,
        total_low=total_limits[0],
        total_high=total_limits[1],
        total_error=totals.std(axis=0, ddof=1),
        mean=float(results[:2].mean()),
        variance=float(results[:2].var()),
    )
