"""Distribution of a property over all cells: lots as normal densities, mixed, against the limits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray

from twin.report.figures.style import SOFT, panel
from twin.report.labels import property_label, property_unit

Array = NDArray[np.float64]
_POINTS = 240


class Cells(NamedTuple):
    """The cells of one line at one station: mean, standard deviation and cell count of each lot."""

    label: str
    colour: str
    means: Array
    sds: Array
    weights: Array

    @property
    def mean(self) -> float:
        """Return the mean over all cells."""
        return float(np.average(self.means, weights=self.weights))

    @property
    def sd(self) -> float:
        """Return the standard deviation over all cells, lot to lot included."""
        spread = np.average((self.means - self.mean) ** 2, weights=self.weights)
        return float(np.sqrt(spread + np.average(self.sds**2, weights=self.weights)))


def cells_at(
    readings: pd.DataFrame, station: str, name: str, window_s: tuple[float, float]
) -> tuple[Array, Array, Array]:
    """Return (means, sds, weights) of the lots read at a station within (start, end], last visits only."""
    here = (readings["station"].astype(str) == station) & (readings["property"].astype(str) == name)
    here &= (readings["time_s"] > window_s[0]) & (readings["time_s"] <= window_s[1])
    rows = readings[here].sort_values(["lot", "visit"]).drop_duplicates("lot", keep="last")
    rows = rows[np.isfinite(rows["mean"]) & (rows["cells"] > 0)]
    means, sds, weights = (rows[column].to_numpy(dtype=float) for column in ("mean", "sd_within", "cells"))
    return means, np.nan_to_num(sds), weights


def distribution(name: str, lines: list[Cells], limits: tuple[float | None, float | None]) -> Figure:
    """Draw the mixture density of each line; what lies outside the limits is shaded grey."""
    figure, (axes,) = panel(2.35)
    low, high = _range(lines, limits)
    x = np.linspace(low, high, _POINTS)
    for line in lines:
        if line.sd <= 1e-9 * max(1e-12, abs(line.mean)):
            axes.axvline(line.mean, color=line.colour, label=line.label)
            continue
        density = _mixture(x, line, 0.004 * (high - low))
        axes.fill_between(x, density, color=line.colour, alpha=0.22, linewidth=0)
        axes.plot(x, density, color=line.colour, label=line.label)
    for edge, outer in zip(limits, (low, high), strict=True):
        if edge is not None:
            axes.axvspan(min(edge, outer), max(edge, outer), color="#6B7785", alpha=0.16, linewidth=0)
            axes.axvline(edge, color=SOFT, linestyle=(0, (4, 2)), linewidth=1.1)
    unit = property_unit(name)
    axes.set_xlabel(f"{property_label(name)}, {unit}" if unit else property_label(name))
    axes.set_yticks([])
    axes.set_xlim(low, high)
    axes.set_ylim(bottom=0)
    figure.legend(loc="outside upper left", ncols=1, handlelength=1.2)
    return figure


def _range(lines: list[Cells], limits: tuple[float | None, float | None]) -> tuple[float, float]:
    """Return the ends of the axis: all lots to 4 standard deviations, and the limits near them."""
    ends = [
        edge
        for line in lines
        for edge in (np.min(line.means - 4 * line.sds), np.max(line.means + 4 * line.sds))
    ]
    low, high = float(min(ends)), float(max(ends))
    width = max(high - low, 1e-6 * max(abs(high), 1e-12))
    near = [edge for edge in limits if edge is not None and low - 1.5 * width < edge < high + 1.5 * width]
    low, high = min([low, *near]), max([high, *near])
    margin = 0.06 * max(high - low, width)
    return low - margin, high + margin


def _mixture(x: Array, line: Cells, narrowest: float) -> Array:
    """Return the mixture of normal densities; a lot narrower than a pen stroke is drawn that wide."""
    sds = np.maximum(line.sds, narrowest)
    share = line.weights / line.weights.sum()
    z = (x[:, None] - line.means) / sds
    return np.asarray((np.exp(-0.5 * z * z) / (sds * np.sqrt(2.0 * np.pi))) @ share)
