"""A measured series against its law: points that calibrated, points that test, the law's curve and range."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from twin.core.material import Array
from twin.report.figures.style import INK, LINE_COLOURS, SOFT, panel
from twin.validation.model import Outcome
from twin.validation.predicting import predict

_CURVES = 6
_POINTS = 160
_LOG_SPAN = 50.0
CALIBRATE_COLOUR, TEST_COLOUR = LINE_COLOURS[0], LINE_COLOURS[1]


def series_figure(outcome: Outcome) -> Figure:
    """Draw one series over the first input that changes."""
    figure, (axes,) = panel(2.9)
    name = _abscissa(outcome)
    x = outcome.series.inputs[name]
    if _spans_decades(x):
        axes.set_xscale("log")
        _plain_decades(axes.xaxis)
    if _is_logarithmic(outcome):
        axes.set_yscale("log")
        _plain_decades(axes.yaxis)
    low, high = _ends(x, log=_spans_decades(x))
    axes.set_xlim(low, high)
    _range(axes, outcome, name, (low, high))
    _law(axes, outcome, name, (low, high))
    _points(axes, outcome, x)
    argument = outcome.series.law.argument(name)
    words = name.removesuffix("_" + _suffix(name)).replace("_", " ")
    axes.set_xlabel(f"{words}, {argument.unit}" if argument.unit else words)
    axes.set_ylabel(outcome.series.law.unit, color=SOFT)
    axes.grid(True, axis="both")
    figure.legend(loc="outside upper left", ncols=4, handlelength=1.2, columnspacing=1.0, handletextpad=0.4)
    return figure


def _plain_decades(axis: Axis) -> None:
    """Label a logarithmic axis with plain numbers at 1, 2 and 5."""
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0), numticks=8))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def _suffix(name: str) -> str:
    from twin.core.units import SUFFIXES

    return next((s for s in sorted(SUFFIXES, key=len, reverse=True) if name.endswith("_" + s)), "")


def _abscissa(outcome: Outcome) -> str:
    """Return the input that changes most from row to row, the first of equals."""
    spread = {
        name: float(np.ptp(column)) / max(float(np.mean(np.abs(column))), 1e-300)
        for name, column in outcome.series.inputs.items()
    }
    return max(spread, key=lambda name: spread[name])


def _spans_decades(x: Array) -> bool:
    return bool(x.min() > 0.0 and x.max() > _LOG_SPAN * x.min())


def _is_logarithmic(outcome: Outcome) -> bool:
    """Say whether measured values are drawn over decades: where ratios count and there are many."""
    kind, measured = outcome.series.error, outcome.series.measured
    return kind == "decades" or (kind == "relative" and bool(measured.max() > 10.0 * measured.min() > 0.0))


def _ends(x: Array, *, log: bool) -> tuple[float, float]:
    low, high = float(x.min()), float(x.max())
    if log:
        return low / 1.5, high * 1.5
    margin = 0.08 * (high - low) if high > low else 0.1 * max(abs(high), 1.0)
    return low - margin, high + margin


def _range(axes: Axes, outcome: Outcome, name: str, ends: tuple[float, float]) -> None:
    argument = outcome.series.law.argument(name)
    inside = max(argument.low, ends[0]), min(argument.high, ends[1])
    if inside[0] < inside[1]:
        axes.axvspan(*inside, color="#00876C", alpha=0.07, linewidth=0, label="range of the law")


def _law(axes: Axes, outcome: Outcome, name: str, ends: tuple[float, float]) -> None:
    """Draw a curve for every combination of the other inputs; where each has one row, marks joined."""
    series = outcome.series
    others = {key: column for key, column in series.inputs.items() if key != name}
    combinations = sorted(set(zip(*(column.tolist() for column in others.values()), strict=True))) or [()]
    if len(combinations) > min(_CURVES, len(series.rows) - 1):
        x, order = series.inputs[name], np.argsort(series.inputs[name], kind="stable")
        predicted = np.array([p.predicted for p in outcome.predictions])
        axes.plot(x[order], predicted[order], ":x", color=INK, markersize=5, linewidth=1.0, label="law")
        return
    log = axes.get_xscale() == "log"
    grid = np.geomspace(*ends, _POINTS) if log else np.linspace(max(ends[0], 0.0), ends[1], _POINTS)
    for number, values in enumerate(combinations):
        inputs = {name: grid} | {k: np.full(_POINTS, v) for k, v in zip(others, values, strict=True)}
        curve = predict(series, outcome.constants, inputs)
        drawn = np.where(curve > 0.0, curve, np.nan) if _is_logarithmic(outcome) else curve
        axes.plot(grid, drawn, color=INK, linewidth=1.1, label="law" if number == 0 else None)


def _points(axes: Axes, outcome: Outcome, x: Array) -> None:
    styles = (("calibrate", "o", CALIBRATE_COLOUR), ("test", "D", TEST_COLOUR))
    for use, marker, colour in styles:
        chosen = np.array([p.use == use for p in outcome.predictions])
        if chosen.any():
            measured = outcome.series.measured[chosen]
            label = "calibration" if use == "calibrate" else "test"
            axes.plot(x[chosen], measured, marker, color=colour, markersize=5, label=label, linestyle="none")
