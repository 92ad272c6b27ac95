"""A map of one figure over two set-points: limits as contours, today's set-point, laws left behind."""

from __future__ import annotations

from typing import Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import AbstractPathEffect, withStroke

from twin.analysis.process_window import Map, Mask, Window
from twin.report.figures.style import INK, panel
from twin.report.labels import property_label, property_unit
from twin.report.numbers import number

_SHADES = LinearSegmentedColormap.from_list("window", ("#F2F6F9", "#9CC3DC", "#2F7FB5", "#0B3C66"))
_LEVELS = 13
_LEAST_SPAN = 0.02
"""Share of the mean: below that a map stays one shade, so that digits without meaning make no pattern."""
_TODAY = "#D55E00"
_HATCH = "#A9B4BE"
_HALO: list[AbstractPathEffect] = [withStroke(linewidth=2.5, foreground="white")]


def window_map(found: Window, shown: Map) -> Figure:
    """Draw one map; contours where a limit lies, hatched where a law of this station is left behind."""
    figure, (axes,) = panel(3.5)
    x, y = found.x.values, found.y.values
    middle, span = float(np.mean(shown.values)), float(np.ptp(shown.values))
    half = max(span, _LEAST_SPAN * abs(middle), 1e-9) / 2.0
    centre = float(shown.values.min() + shown.values.max()) / 2.0
    levels = np.linspace(centre - half, centre + half, _LEVELS)
    filled = axes.contourf(x, y, shown.values, levels=levels, cmap=_SHADES, extend="both")
    bar = figure.colorbar(filled, ax=axes, pad=0.02, aspect=30, ticks=levels[::4])
    bar.ax.set_yticklabels([number(level) for level in levels[::4]])
    bar.outline.set_visible(False)
    handles: list[Artist] = [
        Line2D([], [], marker="P", color="none", markerfacecolor=_TODAY, markersize=8, label="today")
    ]
    handles += _limits(axes, found, shown)
    left_behind = _any(found)
    if left_behind.any():
        hatched = axes.contourf(
            x, y, left_behind.astype(float), levels=[0.5, 1.5], colors="none", hatches=["///"]
        )
        hatched.set_edgecolor(_HATCH)
        hatched.set_linewidth(0.0)
        handles.append(
            Patch(facecolor="none", edgecolor=_HATCH, hatch="///", label="outside the range of a law")
        )
    axes.plot(found.x.today, found.y.today, "P", color=_TODAY, markeredgecolor="white", markersize=10)
    _dress(axes, found, shown)
    figure.legend(handles=handles, loc="outside lower left", ncols=2, handlelength=1.6, columnspacing=1.2)
    return figure


def _any(found: Window) -> Mask:
    """Return where any law is left."""
    masks = [*found.outside.values(), np.zeros(found.maps[0].values.shape, dtype=bool)]
    return np.asarray(np.logical_or.reduce(masks))


def _limits(axes: Axes, found: Window, shown: Map) -> list[Artist]:
    """Draw the limits on this figure as contours; dashed where the line judges it at another station."""
    handles: list[Artist] = []
    for limit in shown.limits:
        ends = [one for one in (limit.lower, limit.upper) if one is not None]
        style: Literal["solid", "dashed"] = "solid" if limit.at == shown.at else "dashed"
        inside = [one for one in ends if shown.values.min() < one < shown.values.max()]
        if inside:
            x, y = found.x.values, found.y.values
            drawn = axes.contour(x, y, shown.values, levels=inside, colors=INK, linestyles=style)
            drawn.set_path_effects(_HALO)
            for text in axes.clabel(drawn, fmt=number, fontsize=8):
                text.set_path_effects(_HALO)
            handles.append(Line2D([], [], color=INK, linestyle=style, label=f"limits at {limit.at}"))
    return handles


def _dress(axes: Axes, found: Window, shown: Map) -> None:
    """Name the axes and the map."""
    for name, label in ((found.x.name, axes.set_xlabel), (found.y.name, axes.set_ylabel)):
        label(f"{property_label(name)}, {property_unit(name)}")
    unit = property_unit(shown.figure)
    axes.set_title(f"{property_label(shown.figure)}{f', {unit}' if unit else ''} (after {shown.at})")
    axes.grid(visible=False)
    axes.tick_params(left=True)
