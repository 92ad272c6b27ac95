"""Shapley effects of independent inputs: shares of the variance that add up to 1.

What inputs make together is split evenly among them, so an effect lies between the first and the total
Sobol index (Owen, SIAM/ASA J. Uncertainty Quantification 2 (2014) 245).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.core.material import Array
from twin.stats.sobol import Design, Model

Orders = NDArray[np.int64]
"""For each row the inputs in the order they are exchanged, shape (row, input)."""


@dataclass(frozen=True)
class Shapley:
    """Effects by input, fractions of the variance, with bootstrap limits and standard errors."""

    effect: Array
    low: Array
    high: Array
    error: Array


def exchange_orders(inputs: int, rows: int, generator: np.random.Generator) -> Orders:
    """Return a random order of the inputs for every row."""
    orders: Orders = generator.permuted(np.tile(np.arange(inputs), (rows, 1)), axis=1)
    return orders


def between(design: Design, orders: Orders) -> Array:
    """Return the points between A and B as inputs are exchanged one by one, shape ((d - 1) n, d)."""
    place = np.argsort(orders, axis=1)
    steps = range(1, design.a.shape[1])
    return np.concatenate([np.where(place < step, design.b, design.a) for step in steps])


def gains(walk: Array, orders: Orders) -> Array:
    """Return what each input adds to half the squared distance of A and B, shape (input, row).

    `walk`: results from A over the exchanges to B, shape (d + 1, n) or (d + 1, n, cell). The mean of the
    gains of a walk from A and of the same walk back from B, each as in Goda, Reliability Engineering
    & System Safety 213 (2021) 107702; their mean over rows is the effect times the variance. Cells add up.
    """
    field = walk if walk.ndim == 3 else walk[:, :, None]
    steps: Array = ((field[0] - field[-1]) * (field[:-1] - field[1:])).sum(axis=-1) / 2.0
    by_input: Array = np.empty_like(steps)
    np.put_along_axis(by_input, orders.T, steps, axis=0)
    return by_input


def from_gains(
    by_input: Array,
    generator: np.random.Generator,
    *,
    together: Sequence[Sequence[int]] = (),
    resamples: int = 500,
    confidence: float = 0.95,
) -> Shapley:
    """Return the effects with bootstrap limits over the rows, then those of inputs taken `together`.

    The effect of several inputs is the sum of theirs. Raises ValueError where nothing varies.
    """
    if not by_input.any():
        raise ValueError("the result does not vary: there is nothing to share out")
    variance = by_input.sum(axis=0)
    sums = [by_input[list(inputs)].sum(axis=0) for inputs in together]
    shared = np.vstack([by_input, *sums])
    rows = variance.size
    picks = generator.integers(0, rows, size=(resamples, rows))
    drawn = np.array([shared[:, pick].mean(axis=1) / variance[pick].mean() for pick in picks])
    tails = [(1.0 - confidence) / 2.0, (1.0 + confidence) / 2.0]
    low, high = np.quantile(drawn, tails, axis=0)
    return Shapley(shared.mean(axis=1) / variance.mean(), low, high, drawn.std(axis=0, ddof=1))


def shapley(
    model: Model, design: Design, ends: Array, generator: np.random.Generator, *, resamples: int = 500
) -> Shapley:
    """Estimate Shapley effects with (d - 1) n runs of the model; `ends`: its results at A and B, (2, n)."""
    rows, inputs = design.a.shape
    orders = exchange_orders(inputs, rows, generator)
    inner = np.asarray(model(between(design, orders)), dtype=np.float64).reshape(inputs - 1, rows)
    walk = np.concatenate([ends[:1], inner, ends[1:]])
    return from_gains(gains(walk, orders), generator, resamples=resamples)
