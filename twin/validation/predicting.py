"""Ask a law for the rows of a series, and measure what it gets wrong."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.core.material import Array
from twin.laws.registry.law import ErrorKind, Law
from twin.validation.model import Series


def predict(
    series: Series, constants: Mapping[str, float], inputs: Mapping[str, Array] | None = None
) -> Array:
    """Return the law's answer, one per used row; `inputs` replaces the measured inputs."""
    columns = series.inputs if inputs is None else inputs
    count = len(next(iter(columns.values())))
    return ask(series.law, {name: np.full(count, value) for name, value in constants.items()} | dict(columns))


def ask(law: Law, arguments: Mapping[str, Array]) -> Array:
    """Return the answer of a law to columns of one length; NaN for rows it refuses to answer.

    Every argument is an array: plain numbers would take other functions, which stop at an overflow.
    """
    with np.errstate(all="ignore"):
        try:
            return np.asarray(law.ask(**arguments), dtype=np.float64)
        except (ArithmeticError, ValueError):
            count = len(next(iter(arguments.values())))
            if count == 1:
                return np.full(1, np.nan)
            single = [{name: column[n : n + 1] for name, column in arguments.items()} for n in range(count)]
            return np.concatenate([ask(law, row) for row in single])


def errors_of(kind: ErrorKind, predicted: Array, measured: Array) -> Array:
    """Return the errors in a measure; -inf where the law says zero and decades are asked for."""
    with np.errstate(all="ignore"):
        if kind == "decades":
            return np.asarray(np.log10(predicted / measured))
        if kind == "relative":
            return np.asarray(predicted / measured - 1.0)
        return np.asarray(predicted - measured)
