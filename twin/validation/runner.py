"""Run a law against a series: fit what is free on the calibration rows, predict every row."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from twin.lawbook.model import ErrorKind
from twin.material import Array
from twin.validation.model import Outcome, Prediction, Series

_ZERO_DECADES = -30.0
"""log10 a fit sees where the law says zero: far from every measurement, yet finite."""

_LARGEST_RESIDUAL = 1e100
"""What a fit sees of larger errors, so that their squares stay numbers."""

_START_FACTORS = (1.0, 0.3, 3.0)


def run_series(series: Series) -> Outcome:
    """Return what the law makes of a series."""
    constants = _fitted(series)
    predicted = predict(series, constants)
    errors = _errors(series.error, predicted, series.measured)
    predictions = tuple(
        Prediction(
            row,
            float(series.measured[n]),
            float(predicted[n]),
            float(errors[n]) if np.isfinite(errors[n]) else None,
            "calibrate" if row in series.calibrate else "test",
        )
        for n, row in enumerate(series.rows)
    )
    tested = [p for p in predictions if p.use == "test" and p.error is not None]
    values = np.array([p.error for p in tested], dtype=np.float64)
    return Outcome(
        series=series,
        constants=constants,
        predictions=predictions,
        rmse=float(np.linalg.norm(values / math.sqrt(len(values)))) if tested else None,
        bias=float(np.mean(values)) if tested else None,
        worst_row=tested[int(np.argmax(np.abs(values)))].row if tested else None,
        rows_outside=_rows_outside(series, constants),
    )


def predict(
    series: Series, constants: Mapping[str, float], inputs: Mapping[str, Array] | None = None
) -> Array:
    """Return the law's answer, one per used row; `inputs` replaces the measured inputs."""
    columns = series.inputs if inputs is None else inputs
    with np.errstate(all="ignore"):
        answer = series.law.function(**constants, **columns)
    rows = next(iter(columns.values())).shape
    return np.broadcast_to(np.asarray(answer, dtype=np.float64), rows)


def _errors(kind: ErrorKind, predicted: Array, measured: Array) -> Array:
    """Return the errors in a measure; -inf where the law says zero and decades are asked for."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if kind == "decades":
            return np.asarray(np.log10(predicted / measured))
        if kind == "relative":
            return np.asarray(predicted / measured - 1.0)
        return np.asarray(predicted - measured)


def _fitted(series: Series) -> dict[str, float]:
    """Return the constants, the free ones fitted by least squares within their ranges."""
    constants = dict(series.starts)
    if not series.free:
        return constants
    from scipy.optimize import least_squares

    chosen = np.array([row in series.calibrate for row in series.rows])
    inputs = {name: column[chosen] for name, column in series.inputs.items()}
    measured = series.measured[chosen]
    bounds = [_bounds(series, name) for name in series.free]
    low, high = np.array(bounds, dtype=np.float64).T

    def residuals(values: Array) -> Array:
        trial = constants | dict(zip(series.free, values.tolist(), strict=True))
        errors = _errors(series.error, predict(series, trial, inputs), measured)
        finite = np.nan_to_num(errors, nan=-_ZERO_DECADES, posinf=-_ZERO_DECADES, neginf=_ZERO_DECADES)
        return np.clip(finite, -_LARGEST_RESIDUAL, _LARGEST_RESIDUAL)

    start = np.array([constants[name] for name in series.free])
    scale = np.maximum(np.abs(start), 1e-3 * (high - low))
    fits = [
        least_squares(residuals, np.clip(start * factor, low, high), bounds=(low, high), x_scale=scale)
        for factor in _START_FACTORS
    ]
    best = min(fits, key=lambda fit: float(fit.cost))
    return constants | {name: float(value) for name, value in zip(series.free, best.x, strict=True)}


def _bounds(series: Series, name: str) -> tuple[float, float]:
    """Return where a constant is looked for: its range, widened to take in the start."""
    argument, start = series.law.argument(name), series.starts[name]
    return min(argument.low, start), max(argument.high, start)


def _rows_outside(series: Series, constants: Mapping[str, float]) -> tuple[int, ...]:
    """Return the rows in which an argument lies outside the range of the law."""
    outside = np.zeros(len(series.rows), dtype=bool)
    for argument in series.law.arguments:
        value = series.inputs.get(argument.name, constants.get(argument.name))
        if value is not None:
            outside |= (np.asarray(value) < argument.low) | (np.asarray(value) > argument.high)
    return tuple(row for row, is_out in zip(series.rows, outside.tolist(), strict=True) if is_out)
