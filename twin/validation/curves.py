"""What a law gives over the input of a measured series that changes most: curves to hold points against."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.material import Array
from twin.validation.model import Outcome
from twin.validation.predicting import predict

_CURVES = 6
_POINTS = 160
_LOG_SPAN = 50.0


class Curves(NamedTuple):
    """The input on the axis of x, the ends of that axis, and the law's values along it.

    `curves`: (x, y) for every combination of the other inputs; where each has one row, `rows`: (x, y) of
    the rows, joined.
    """

    name: str
    ends: tuple[float, float]
    x_log: bool
    y_log: bool
    curves: list[tuple[Array, Array]]
    rows: tuple[Array, Array] | None


def curves(outcome: Outcome) -> Curves:
    """Return what is drawn of a law over the first input that changes."""
    name = _abscissa(outcome)
    x = outcome.series.inputs[name]
    x_log = bool(x.min() > 0.0 and x.max() > _LOG_SPAN * x.min())
    y_log = _counts_ratios(outcome)
    ends = _ends(x, log=x_log)
    others = {key: column for key, column in outcome.series.inputs.items() if key != name}
    combinations = sorted(set(zip(*(column.tolist() for column in others.values()), strict=True))) or [()]
    if len(combinations) > min(_CURVES, len(outcome.series.rows) - 1):
        order = np.argsort(x, kind="stable")
        predicted = np.array([p.predicted for p in outcome.predictions])
        return Curves(name, ends, x_log, y_log, [], (x[order], predicted[order]))
    grid = np.geomspace(*ends, _POINTS) if x_log else np.linspace(max(ends[0], 0.0), ends[1], _POINTS)
    drawn = []
    for values in combinations:
        inputs = {name: grid} | {k: np.full(_POINTS, v) for k, v in zip(others, values, strict=True)}
        curve = predict(outcome.series, outcome.constants, inputs)
        drawn.append((grid, np.where(curve > 0.0, curve, np.nan) if y_log else curve))
    return Curves(name, ends, x_log, y_log, drawn, None)


def _abscissa(outcome: Outcome) -> str:
    """Return the input that changes most from row to row, the first of equals."""
    spread = {
        name: float(np.ptp(column)) / max(float(np.mean(np.abs(column))), 1e-300)
        for name, column in outcome.series.inputs.items()
    }
    return max(spread, key=lambda name: spread[name])


def _counts_ratios(outcome: Outcome) -> bool:
    """Say whether measured values are drawn over decades: where ratios count and there are many."""
    kind, measured = outcome.series.error, outcome.series.measured
    return kind == "decades" or (kind == "relative" and bool(measured.max() > 10.0 * measured.min() > 0.0))


def _ends(x: Array, *, log: bool) -> tuple[float, float]:
    low, high = float(x.min()), float(x.max())
    if log:
        return low / 1.5, high * 1.5
    margin = 0.08 * (high - low) if high > low else 0.1 * max(abs(high), 1.0)
    return low - margin, high + margin
