"""Sobol indices: which share of the variance of a result each independent input makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from twin.core.material import Array

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

    def columns(self) -> dict[str, Array]:
        """Return both indices and their limits by name, for a table with a row per input."""
        names = ("first", "first_low", "first_high", "total", "total_low", "total_high")
        return {name: getattr(self, name) for name in names}


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

    The sequence is Sobol's, scrambled at random (Owen 1998; a random linear map of the digits and a digital
    shift, Matousek 1998). Raises ValueError unless n is a power of two, at which the sequence is balanced.
    """
    d, power = len(quantiles), n.bit_length() - 1
    if n != 1 << power:
        raise ValueError(f"{n} rows are not a power of two")
    points = qmc.Sobol(2 * d, scramble=True, seed=generator).random_base2(power)
    # a scrambled point may fall on 0 exactly, which no normal quantile survives
    unit = np.maximum(points, 1e-12)
    a = np.column_stack([q(unit[:, i]) for i, q in enumerate(quantiles)])
    b = np.column_stack([q(unit[:, d + i]) for i, q in enumerate(quantiles)])
    return Design(a, b)


@dataclass(frozen=True)
class Products:
    """What the indices are ratios of, row by row: `first` and `total` (input, n), `square` (n,)."""

    first: Array
    total: Array
    square: Array

    def indices(self, rows: NDArray[np.int64]) -> tuple[Array, Array]:
        """Return first and total indices from some of the rows."""
        variance = self.square[rows].mean()
        first: Array = self.first[:, rows].mean(axis=1) / variance
        total: Array = self.total[:, rows].mean(axis=1) / variance
        return first, total


def products(results: Array) -> Products:
    """Return the products behind the indices from results of shape (d + 2, n) or (d + 2, n, cell).

    First: Saltelli et al., Computer Physics Communications 181 (2010) 259, eq. (b) of table 2; total:
    Jansen (1999), eq. (f). A field of cells counts by its summed variance (Gamboa et al., Electronic
    J. Statistics 8 (2014) 575). Results are centred before: a large mean costs no digits.
    """
    field = results if results.ndim == 3 else results[:, :, None]
    centred = field - field[:2].mean(axis=(0, 1))
    a, b, mixed = centred[0], centred[1], centred[2:]
    moved = mixed - a
    return Products(
        first=np.asarray((b * moved).sum(axis=-1)),
        total=np.asarray((moved**2).sum(axis=-1) / 2.0),
        square=np.asarray((a**2 + b**2).sum(axis=-1) / 2.0),
    )


def from_results(
    results: Array, generator: np.random.Generator, *, resamples: int = 500, confidence: float = 0.95
) -> Sobol:
    """Return the indices from results of shape (d + 2, n) or (d + 2, n, cell), ordered as `Design.inputs`.

    Of a field of cells mean and variance are those of the mean cell.
    """
    n = results.shape[1]
    by_row = products(results)
    if not by_row.square.any():
        raise ValueError("the result does not vary: there is nothing to share out")
    first, total = by_row.indices(np.arange(n))
    picks = generator.integers(0, n, size=(resamples, n))
    drawn = [by_row.indices(pick) for pick in picks]
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
        variance=float(by_row.square.mean()) / results[0, 0].size,
    )
