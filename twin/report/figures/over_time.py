"""Over time: work in process, and what is shipped, with the warm-up marked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from twin.report.figures.style import panel

Array = NDArray[np.float64]
_BINS = 360
_DAY_S = 86400.0


class Curve(NamedTuple):
    """One line's values over time (days)."""

    label: str
    colour: str
    time_d: Array
    value: Array


def work_in_process(lots: pd.DataFrame, end_s: float) -> tuple[Array, Array]:
    """Return (time in days, lots inside): the mean of each of 360 equal slices of the run, exactly."""
    edges = np.linspace(0.0, end_s, _BINS + 1)
    ended = np.where(lots["fate"].astype(str) == "inside", np.inf, lots["ended_s"])
    inside = _lot_seconds(lots["created_s"].to_numpy(dtype=float), edges) - _lot_seconds(ended, edges)
    width = end_s / _BINS
    return (edges[:-1] + width / 2.0) / _DAY_S, np.diff(inside) / width


def _lot_seconds(starts: Array, edges: Array) -> Array:
    """Return for each edge the sum over all starts of the time since the start, 0 before it."""
    order = np.sort(starts[np.isfinite(starts)])
    total = np.concatenate([[0.0], np.cumsum(order)])
    count = np.searchsorted(order, edges, side="right")
    return np.asarray(count * edges - total[count])


def output(lots: pd.DataFrame, end_s: float) -> tuple[Array, Array, str]:
    """Return (time in days, output per hour, unit), a day at a time, in 24 slices below 12 days."""
    shipped = lots[lots["fate"].astype(str) == "shipped"]
    has_area = bool(shipped["good_area_m2"].notna().any())
    slices = max(24, int(end_s // _DAY_S)) if end_s < 12 * _DAY_S else int(end_s // _DAY_S)
    edges = np.linspace(0.0, end_s, slices + 1)
    weights = shipped["good_area_m2"].to_numpy(dtype=float) if has_area else np.ones(len(shipped))
    made, _ = np.histogram(shipped["ended_s"].to_numpy(dtype=float), bins=edges, weights=weights)
    per_hour = made / (end_s / slices / 3600.0)
    return (edges[:-1] + edges[1:]) / 2.0 / _DAY_S, per_hour, "m²/h" if has_area else "lots/h"


def over_time(curves: list[Curve], warmup_d: float, end_d: float, what: str) -> Figure:
    """Draw a curve per line over the days of the run."""
    figure, (axes,) = panel(2.2)
    for curve in curves:
        axes.plot(curve.time_d, curve.value, color=curve.colour, label=curve.label, linewidth=1.3)
    axes.set_xlim(0, end_d)
    axes.set_ylim(bottom=0)
    axes.grid(visible=True, axis="y")
    axes.grid(visible=False, axis="x")
    axes.set_xlabel("days")
    axes.set_ylabel(what)
    if warmup_d > 0:
        _mark_warm_up(axes, warmup_d)
    if len(curves) > 1:
        figure.legend(loc="outside upper left", ncols=2, handlelength=1.4)
    return figure


def _mark_warm_up(axes: Axes, warmup_d: float) -> None:
    axes.axvspan(0, warmup_d, color="#6B7785", alpha=0.16, linewidth=0)
    axes.text(
        warmup_d,
        1.0,
        " warm-up ends",
        transform=axes.get_xaxis_transform(),
        va="top",
        fontsize=8,
        color="#5F6C78",
    )
