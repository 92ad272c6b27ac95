"""Histogram of a figure over all good area, one outline per line."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from twin.report.figures.style import panel
from twin.report.labels import property_label, property_unit

_BINS = 60
_TAIL = 0.0005
"""Share of the area left out of the picture at either end, so that one odd cell does not set the scale."""


class Drawn(NamedTuple):
    """The good cells of one line and their areas in m2."""

    label: str
    colour: str
    values: NDArray[np.float64]
    areas: NDArray[np.float64]


def histogram(name: str, lines: list[Drawn]) -> Figure:
    """Draw the share of the good area by value."""
    figure, (axes,) = panel(2.35)
    ends = np.array([np.quantile(line.values, [_TAIL, 1.0 - _TAIL]) for line in lines])
    low, high = float(ends[:, 0].min()), float(ends[:, 1].max())
    margin = 0.04 * (high - low) + 1e-9 * abs(high)
    edges = np.linspace(low - margin, high + margin, _BINS + 1)
    for line in lines:
        share, _ = np.histogram(line.values, edges, weights=100.0 * line.areas / line.areas.sum())
        axes.stairs(share, edges, color=line.colour, fill=True, alpha=0.22)
        axes.stairs(share, edges, color=line.colour, label=line.label)
    unit = property_unit(name)
    axes.set_xlabel(f"{property_label(name)}, {unit}" if unit else property_label(name))
    axes.set_ylabel("% of the good area")
    axes.set_xlim(edges[0], edges[-1])
    axes.set_ylim(bottom=0)
    figure.legend(loc="outside upper left", ncols=1, handlelength=1.2)
    return figure
