"""Fit the free constants of a series on its calibration rows, from many starts within their ranges."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from twin.core.material import Array
from twin.laws.registry.argument import Argument
from twin.validation.model import Series
from twin.validation.predicting import ask, errors_of

_ZERO_DECADES = -30.0
"""log10 a fit sees where the law says zero: far from every measurement, yet finite."""

_LARGEST_RESIDUAL = 1e100
"""What a fit sees of larger errors, so that their squares stay numbers."""

_CANDIDATES = 600
"""Points of the grid that is looked over for starts, over all free constants."""

_DESCENTS = 4
"""Starts taken from the grid; the value in the file is one more."""

_NEAR_EDGE = 0.01
"""Share of a range within which a fit that ends is tried on the edge itself."""

_TOLERANCE = 1e-10

_ROUNDING = 1e-14
"""Squared errors over squared measurements that no data tells from none."""


def fitted(series: Series) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the constants, the free ones fitted by least squares within their ranges.

    Second, the names of those that end at the edge of their range.
    """
    constants = dict(series.starts)
    if not series.free:
        return constants, ()
    problem = _Problem(series)
    best = problem.at_edge(problem.best())
    fitted_constants = dict(zip(series.free, best.tolist(), strict=True))
    edges = tuple(
        name
        for name, value, low, high in zip(series.free, best, problem.low, problem.high, strict=True)
        if value in (low, high)
    )
    return constants | fitted_constants, edges


class _Problem:
    """The calibration rows of a series and the range of every free constant."""

    def __init__(self, series: Series) -> None:
        chosen = np.array([row in series.calibrate for row in series.rows])
        self._series = series
        self._measured = series.measured[chosen]
        self._inputs = {name: column[chosen] for name, column in series.inputs.items()}
        size = self._measured if series.error == "absolute" else np.ones(len(self._measured))
        self._noise = _ROUNDING * float(size @ size)
        self._start = np.array([series.starts[name] for name in series.free])
        bounds = [_bounds(series.law.argument(name), series.starts[name]) for name in series.free]
        self.low, self.high = np.array(bounds, dtype=np.float64).T

    def best(self) -> Array:
        """Return the values with the least squares of all descents."""
        from scipy.optimize import least_squares

        fits = [
            least_squares(
                lambda values: self._residuals(values[None])[0],
                start,
                bounds=(self.low, self.high),
                x_scale=np.maximum(np.abs(start), 1e-3 * (self.high - self.low)),
                xtol=_TOLERANCE,
                ftol=_TOLERANCE,
                gtol=_TOLERANCE,
            )
            for start in self._starts()
        ]
        return np.asarray(min(fits, key=lambda fit: float(fit.cost)).x)

    def at_edge(self, values: Array) -> Array:
        """Return values, each put on the edge of its range where it is near and fits no worse there.

        A descent stays inside of its bounds by its nature.
        """
        for n, (low, high) in enumerate(zip(self.low, self.high, strict=True)):
            for edge in (low, high):
                if abs(values[n] - edge) <= _NEAR_EDGE * (high - low):
                    moved = np.where(np.arange(len(values)) == n, edge, values)
                    before, after = self._costs(np.array([values, moved]))
                    values = moved if after <= before + self._noise else values
        return values

    def _starts(self) -> list[Array]:
        """Return the start in the file and the best points of a grid, no two of them neighbours."""
        points = max(2, int(_CANDIDATES ** (1.0 / len(self._start))))
        axes = [_spread(low, high, points) for low, high in zip(self.low, self.high, strict=True)]
        places = np.array(list(product(*(range(len(axis)) for axis in axes))))
        values = np.column_stack([axis[places[:, n]] for n, axis in enumerate(axes)])
        starts = [np.clip(self._start, self.low, self.high)]
        taken: list[NDArray[np.int_]] = []
        for best in np.argsort(self._costs(values), kind="stable").tolist():
            if all(np.abs(places[best] - other).max() > 1 for other in taken):
                taken.append(places[best])
                starts.append(values[best])
            if len(taken) == _DESCENTS:
                break
        return starts

    def _costs(self, values: Array) -> Array:
        return np.asarray(np.square(self._residuals(values)).sum(axis=1))

    def _residuals(self, values: Array) -> Array:
        """Return the errors, one row per set of values of the free constants, one column per data row."""
        sets, rows = len(values), len(self._measured)
        arguments = {name: np.full(sets * rows, value) for name, value in self._series.starts.items()}
        arguments |= {name: np.repeat(values[:, n], rows) for n, name in enumerate(self._series.free)}
        arguments |= {name: np.tile(column, sets) for name, column in self._inputs.items()}
        predicted = ask(self._series.law, arguments)
        errors = errors_of(self._series.error, predicted, np.tile(self._measured, sets))
        finite = np.nan_to_num(errors, nan=-_ZERO_DECADES, posinf=-_ZERO_DECADES, neginf=_ZERO_DECADES)
        return np.asarray(np.clip(finite, -_LARGEST_RESIDUAL, _LARGEST_RESIDUAL).reshape(sets, rows))


def _bounds(argument: Argument, start: float) -> tuple[float, float]:
    """Return where a constant is looked for: its range, widened to take in the start."""
    return min(argument.low, start), max(argument.high, start)


def _spread(low: float, high: float, points: int) -> Array:
    """Return values over a range: even steps, and even ratios where all of it has one sign."""
    even = np.linspace(low, high, points - points // 2)
    if low < 0.0:
        return np.linspace(low, high, points)
    ratios = np.geomspace(max(low, 1e-5 * high), high, points // 2 + 1)
    return np.unique(np.concatenate([even, ratios]))
