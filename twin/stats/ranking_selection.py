"""The best of k lines with a stated guarantee, by the procedure of Kim and Nelson."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

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
