"""Control charts of a gauge: single readings with run rules, and their moving average."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from twin.quality.charts import Chart
from twin.quality.monitoring import Monitored
from twin.report.figures.style import INK, SOFT, panel

_SIGNAL = "#B5382F"
_HOUR_S = 3600.0

MOST_DOTS = 150


class _Pen(TypedDict, total=False):
    """Keywords of a line of matplotlib."""

    linewidth: float
    marker: str
    markersize: float


def control(found: Monitored, colour: str, title: str, unit: str) -> Figure:
    """Draw the chart of single readings above that of their exponentially weighted average."""
    figure, (above, below) = panel(3.6, rows=2)
    hours = found.time_s / _HOUR_S
    marked = np.any(list(found.rules.values()), axis=0)
    _draw(above, hours, found.single, marked, colour)
    _draw(below, hours, found.smoothed, found.smoothed.out, colour)
    for axes in (above, below):
        axes.axvspan(hours[0], hours[found.phase_one - 1], color=SOFT, alpha=0.10, linewidth=0)
        axes.grid(visible=True, axis="y")
    above.set_title(title)
    above.set_ylabel(f"reading, {unit}" if unit else "reading")
    below.set_ylabel("EWMA")
    below.set_xlabel("h from the start; grey: the lots the limits come from")
    return figure


def sums(found: Monitored, colour: str, title: str, unit: str) -> Figure:
    """Draw the moving ranges above the cumulative sums, upwards and downwards, in sigma."""
    figure, (above, below) = panel(3.6, rows=2)
    hours = found.time_s / _HOUR_S
    _draw(above, hours[1:], found.moving_range, found.moving_range.out, colour)
    for side, values in ((1.0, found.sums.upper), (-1.0, found.sums.lower)):
        out = values > found.sums.interval
        below.plot(hours, side * values, color=colour, **_pen(hours))
        below.plot(hours[out], side * values[out], "o", color=_SIGNAL, markersize=3.6)
        below.axhline(side * found.sums.interval, color=SOFT, linestyle=(0, (4, 2)), linewidth=1.0)
    below.axhline(0.0, color=INK, linewidth=0.8)
    for axes in (above, below):
        axes.axvspan(hours[0], hours[found.phase_one - 1], color=SOFT, alpha=0.10, linewidth=0)
        axes.grid(visible=True, axis="y")
    above.set_title(title)
    above.set_ylabel(f"MR, {unit}" if unit else "MR")
    below.set_ylabel("CUSUM, sigma")
    below.set_xlabel("h from the start; grey: the lots the limits come from")
    return figure


def subgroups(
    drawn: tuple[Chart, Chart, np.ndarray], phase_one: int, line: tuple[str, str], unit: str
) -> Figure:
    """Draw means above ranges or standard deviations; `drawn`: both charts and the marked means."""
    figure, (above, below) = panel(3.6, rows=2)
    means, spread, marked = drawn
    title, colour = line
    lots = np.arange(1, len(means.values) + 1)
    _draw(above, lots, means, marked, colour)
    _draw(below, lots, spread, spread.out, colour)
    for axes in (above, below):
        axes.axvspan(lots[0], lots[phase_one - 1], color=SOFT, alpha=0.10, linewidth=0)
        axes.grid(visible=True, axis="y")
    above.set_title(title)
    above.set_ylabel(f"{means.name}, {unit}")
    below.set_ylabel(f"{spread.name}, {unit}")
    below.set_xlabel("lots in the order they left; grey: those the limits come from")
    return figure


def _pen(points: np.ndarray) -> _Pen:
    """Return how a course is drawn: with a dot per point as long as the dots stand apart."""
    if len(points) > MOST_DOTS:
        return {"linewidth": 0.6}
    return {"linewidth": 0.9, "marker": "o", "markersize": 2.2}


def _draw(axes: Axes, hours: np.ndarray, chart: Chart, marked: np.ndarray, colour: str) -> None:
    axes.plot(hours, chart.values, color=colour, **_pen(hours))
    axes.plot(hours[marked], chart.values[marked], "o", color=_SIGNAL, markersize=3.6)
    axes.axhline(chart.centre, color=INK, linewidth=0.8)
    for limit in (chart.lower, chart.upper):
        axes.plot(hours, limit, color=SOFT, linestyle=(0, (4, 2)), linewidth=1.0)
