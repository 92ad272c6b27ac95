"""Grades of cells, and how even a stack of n electrodes is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Grade:
    """One class of a figure: from `low` up to, not including, `high`; share of all good area."""

    name: str
    low: float
    high: float
    share: float


def grade(values: ArrayLike, edges: Sequence[float], weights: ArrayLike | None = None) -> tuple[Grade, ...]:
    """Sort cell figures into classes between rising edges, the two open ends included.

    `weights`: area of each cell, equal where left out; NaN values are not graded. Class A has the highest
    figures, B those below the highest edge, and so on.
    """
    data = np.asarray(values, dtype=np.float64).ravel()
    area = np.ones_like(data) if weights is None else np.asarray(weights, dtype=np.float64).ravel()
    seen = np.isfinite(data)
    if not seen.any():
        raise ValueError("there is no figure to grade")
    if list(edges) != sorted(set(edges)) or not 1 <= len(edges) <= 25:
        raise ValueError("edges of classes must rise, one to twenty-five of them")
    place = np.searchsorted(np.asarray(edges), data[seen], side="right")
    share = np.bincount(place, area[seen], minlength=len(edges) + 1) / area[seen].sum()
    bounds = [-np.inf, *edges, np.inf]
    best = len(edges)
    classes = range(best, -1, -1)
    return tuple(Grade(chr(65 + best - i), bounds[i], bounds[i + 1], float(share[i])) for i in classes)


@dataclass(frozen=True)
class StackSpread:
    """How uneven the electrodes of one stack are, in the unit of the figure.

    `sd`: mean standard deviation within a stack; `range`: mean of largest less smallest; `weakest`: mean
    of the smallest less the overall mean, which limits a stack in series; `stack_sd`: between stacks.
    """

    electrodes: int
    sd: float
    range: float
    weakest: float
    stack_sd: float
    stacks: int


def stack_spread(values: ArrayLike, electrodes: int) -> StackSpread:
    """Return the spread within stacks of neighbouring electrodes, in the order given.

    Neighbours share their lot, so their spread is smaller than that of electrodes taken at random:
    shuffle first for that. NaN = not there; a rest that fills no stack is left out.
    """
    data = np.asarray(values, dtype=np.float64).ravel()
    data = data[np.isfinite(data)]
    stacks = data.size // electrodes
    if electrodes < 2 or stacks < 2:
        raise ValueError("a spread within stacks needs two stacks of two electrodes")
    table = data[: stacks * electrodes].reshape(stacks, electrodes)
    return StackSpread(
        electrodes=electrodes,
        sd=float(np.sqrt(np.mean(table.var(axis=1, ddof=1)))),
        range=float(np.ptp(table, axis=1).mean()),
        weakest=float(table.min(axis=1).mean() - table.mean()),
        stack_sd=float(table.mean(axis=1).std(ddof=1)),
        stacks=stacks,
    )
