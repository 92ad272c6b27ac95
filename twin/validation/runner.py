"""Run a law against a series: fit what is free on the calibration rows, predict every row."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from twin.validation.fitting import fitted
from twin.validation.model import Outcome, Prediction, Series
from twin.validation.predicting import errors_of, predict


def run_series(series: Series) -> Outcome:
    """Return what the law makes of a series."""
    constants, edges = fitted(series)
    predicted = predict(series, constants)
    errors = errors_of(series.error, predicted, series.measured)
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
        at_edge=edges,
    )


def _rows_outside(series: Series, constants: Mapping[str, float]) -> tuple[int, ...]:
    """Return the rows in which an argument lies outside the range of the law."""
    outside = np.zeros(len(series.rows), dtype=bool)
    for argument in series.law.arguments:
        value = series.inputs.get(argument.name, constants.get(argument.name))
        if value is not None:
            outside |= (np.asarray(value) < argument.low) | (np.asarray(value) > argument.high)
    return tuple(row for row, is_out in zip(series.rows, outside.tolist(), strict=True) if is_out)
