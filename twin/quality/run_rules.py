"""Run rules of control charts: which points speak against chance, in the words of Western Electric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr
from scipy.stats import binom

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """`needed` of `window` points in a row beyond so many sigma, on one side unless `both_sides`."""

    name: str
    text: str
    needed: int
    window: int
    sigma: float
    both_sides: bool = False


ZONE_RULES: tuple[Rule, ...] = (
    Rule("beyond_3_sigma", "one point beyond 3 sigma", 1, 1, 3.0),
    Rule("2_of_3_beyond_2_sigma", "two of three points beyond 2 sigma on one side", 2, 3, 2.0),
    Rule("4_of_5_beyond_1_sigma", "four of five points beyond 1 sigma on one side", 4, 5, 1.0),
    Rule("8_on_one_side", "eight points in a row on one side of the centre", 8, 8, 0.0),
    Rule("8_outside_1_sigma", "eight points in a row outside 1 sigma, on both sides", 8, 8, 1.0, True),
)
"""The four zone rules of the Western Electric handbook (1956) and the mixture rule of Nelson (1984)."""

WESTERN_ELECTRIC = ZONE_RULES[:4]

TREND = 6
"""Points in a row that rise or fall (Nelson 1984, rule 3)."""

ALTERNATING = 14
"""Points in a row that alternate up and down (Nelson 1984, rule 4)."""

STRATIFIED = 15
"""Points in a row within 1 sigma (Nelson 1984, rule 7)."""


def _run_lengths(marks: Marks) -> NDArray[np.int64]:
    """Return at each point how many marked points in a row end there."""
    place = np.arange(1, marks.size + 1)
    last_gap = np.maximum.accumulate(np.where(marks, 0, place))
    length: NDArray[np.int64] = place - last_gap
    return length


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
    if rule.both_sides:
        outside = np.abs(values) > rule.sigma
        marks: Marks = outside & (_counted(outside, rule.window) >= rule.needed)
        return marks
    signal = np.zeros(values.shape, dtype=np.bool_)
    for side in (values > rule.sigma, values < -rule.sigma):
        signal |= side & (_counted(side, rule.window) >= rule.needed)
    return signal


def trend_signal(z: ArrayLike, points: int = TREND) -> Marks:
    """Return the points that end a rise or a fall of so many points."""
    steps = np.sign(np.diff(np.asarray(z, dtype=np.float64)))
    rising, falling = _run_lengths(steps > 0), _run_lengths(steps < 0)
    signal: Marks = np.concatenate([[False], np.maximum(rising, falling) >= points - 1])
    return signal


def alternating_signal(z: ArrayLike, points: int = ALTERNATING) -> Marks:
    """Return the points that end so many points alternating up and down."""
    steps = np.sign(np.diff(np.asarray(z, dtype=np.float64)))
    turns = steps[1:] * steps[:-1] < 0
    signal: Marks = np.concatenate([[False, False], _run_lengths(turns) >= points - 2])
    return signal


def stratified_signal(z: ArrayLike, points: int = STRATIFIED) -> Marks:
    """Return the points that end so many points within 1 sigma: limits too wide, or mixed samples."""
    signal: Marks = _run_lengths(np.abs(np.asarray(z, dtype=np.float64)) < 1.0) >= points
    return signal


def signals(z: ArrayLike, rules: Sequence[Rule] = WESTERN_ELECTRIC) -> dict[str, Marks]:
    """Return the points each zone rule marks, by the name of the rule."""
    return {rule.name: zone_signal(z, rule) for rule in rules}


def nelson_signals(z: ArrayLike) -> dict[str, Marks]:
    """Return the points each of the eight rules of Nelson (J. Quality Technology 16 (1984) 237) marks.

    Nelson's own count of points on one side is nine; eight is the handbook's.
    """
    nine = Rule("9_on_one_side", "nine points in a row on one side of the centre", 9, 9, 0.0)
    found = signals(z, (*ZONE_RULES[:3], nine, ZONE_RULES[4]))
    found["6_rising_or_falling"] = trend_signal(z)
    found["14_alternating"] = alternating_signal(z)
    found["15_within_1_sigma"] = stratified_signal(z)
    return found


def false_alarm_one_side(rule: Rule, shift_sigma: float = 0.0) -> float:
    """Return the chance that a full window of normal points meets the rule on the upper side.

    `shift_sigma`: how far the mean of the points has moved.
    """
    return float(binom.sf(rule.needed - 1, rule.window, ndtr(shift_sigma - rule.sigma)))


def false_alarm(rule: Rule, shift_sigma: float = 0.0) -> float:
    """Return the chance that a full window of normal points meets the rule on either side."""
    if rule.both_sides:
        outside = ndtr(shift_sigma - rule.sigma) + ndtr(-shift_sigma - rule.sigma)
        return float(binom.sf(rule.needed - 1, rule.window, outside))
    return false_alarm_one_side(rule, shift_sigma) + false_alarm_one_side(rule, -shift_sigma)
