"""Capability: a histogram of the cells against their limits, with the indices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from scipy.special import ndtr

from twin.report.figures.distribution import Cells
from twin.report.figures.style import INK, SOFT, panel
from twin.report.labels import property_label, property_unit

_BINS = 48
_REACH = 4.5


def capability(
    name: str, cells: Cells, limits: tuple[float | None, float | None], indices: Sequence[str]
) -> Figure:
    """Draw the share of cells by value, the normal curve of their overall spread, and the limits."""
    figure, (axes,) = panel(2.7)
    known = [edge for edge in limits if edge is not None]
    low, high = cells.mean - _REACH * cells.sd, cells.mean + _REACH * cells.sd
    near = [edge for edge in known if low - 2.0 * (high - low) < edge < high + 2.0 * (high - low)]
    low, high = min([low, *near]), max([high, *near])
    margin = 0.03 * (high - low)
    edges = np.linspace(low - margin, high + margin, _BINS + 1)
    weights = 100.0 * cells.weights / cells.weights.sum()
    spread = np.maximum(cells.sds, 1e-12 * abs(cells.mean))[:, None]
    below = weights @ ndtr((edges - cells.means[:, None]) / spread)
    axes.stairs(np.diff(below), edges, color=cells.colour, fill=True, alpha=0.35)
    normal = 100.0 * np.diff(ndtr((edges - cells.mean) / cells.sd))
    axes.plot((edges[1:] + edges[:-1]) / 2.0, normal, color=INK, linewidth=1.0)
    for edge in near:
        axes.axvline(edge, color=SOFT, linestyle=(0, (4, 2)), linewidth=1.2)
    axes.set_xlim(edges[0], edges[-1])
    axes.set_ylim(bottom=0)
    half = (len(indices) + 1) // 2
    rows = ["   ".join(indices[:half]), "   ".join(indices[half:])]
    axes.set_title("\n".join([cells.label, *(row for row in rows if row)]), fontsize=8.5)
    unit = property_unit(name)
    axes.set_xlabel(f"{property_label(name)}, {unit}" if unit else property_label(name))
    axes.set_ylabel("% of the cells")
    return figure
