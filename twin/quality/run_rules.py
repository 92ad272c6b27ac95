"""Run rules of control charts: which points speak against chance, in the words of Western Electric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """`needed` of `window` points in a row beyond so many sigma, on one side."""

    name: str
    text: str
    needed: int
    window: int
    sigma: float


WESTERN_ELECTRIC: tuple[Rule, ...] = (
    Rule("beyond_3_sigma", "one point beyond 3 sigma", 1, 1, 3.0),
    Rule("2_of_3_beyond_2_sigma", "two of three points beyond 2 sigma on one side", 2, 3, 2.0),
    Rule("4_of_5_beyond_1_sigma", "four of five points beyond 1 sigma on one side", 4, 5, 1.0),
    Rule("8_on_one_side", "eight points in a row on one side of the centre", 8, 8, 0.0),
)
"""The four zone rules of the Western Electric handbook (1956)."""


def _counted(marks: Marks, window: int) -> NDArray[np.int64]:
    """Return how many of the last `window` points are marked."""
    total = np.concatenate([[0], np.cumsum(marks)])
    place = np.arange(1, marks.size + 1)
    counted: NDArray[np.int64] = total[place] - total[np.maximum(place - window, 0)]
    return counted


def zone_signal(z: ArrayLike, rule: Rule) -> Marks:
    """Return the points where a zone rule signals; z = (value - centre) / sigma.

    A point signals only when it is itself in the zone; runs need a full window unless `needed` points
    came earlier.
    """
    values = np.asarray(z, dtype=np.float64)
    signal = np.zeros(values.shape, dtype=np.bool_)
    for side in (values > rule.sigma, values < -rule.sigma):
        signal |= side & (_counted(side, rule.window) >= rule.needed)
    return signal


def signals(z: ArrayLike, rules: Sequence[Rule] = WESTERN_ELECTRIC) -> dict[str, Marks]:
    """Return the points each zone rule marks, by the name of the rule."""
    return {rule.name: zone_signal(z, rule) for rule in rules}
