"""A map of one figure over two set-points: limits as contours, today's set-point, laws left behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import AbstractPathEffect, withStroke
from numpy.typing import NDArray

from twin.core.material import Array
from twin.core.number_text import number
from twin.report.figures.style import INK, Legend, finish, panel

_SHADES = LinearSegmentedColormap.from_list("window", ("#F2F6F9", "#9CC3DC", "#2F7FB5", "#0B3C66"))
_LEVELS = 13
_LEAST_SPAN = 0.02
"""Share of the mean: below that a map stays one shade, so that digits without meaning make no pattern."""
_TODAY = "#D55E00"
_HATCH = "#A9B4BE"
_CONTOUR = "#1F2934"
"""As good as the ink, but of the map: it stays dark on a dark page."""
_BAR_PT = 58.0
_HALO: list[AbstractPathEffect] = [withStroke(linewidth=2.5, foreground="#FEFEFE")]


class Contour(NamedTuple):
    """A limit on the figure; dashed where it is judged at another station."""

    at: str
    edges: Sequence[float]
    dashed: bool


class Side(NamedTuple):
    """One axis of the map: its label, its values, and where it stands today."""

    label: str
    values: Array
    today: float


def map_of(
    values: Array, x: Side, y: Side, title: str, contours: Sequence[Contour], outside: NDArray[np.bool_]
) -> Figure:
    """Draw values of shape (y, x); hatched where a law is left behind."""
    figure, (axes,) = panel(3.5)
    _shades(figure, axes, values, x, y)
    handles: list[Artist] = [
        Line2D([], [], marker="P", color="none", markerfacecolor=_TODAY, markersize=8, label="today")
    ]
    handles += [_contour(axes, values, (x, y), one) for one in contours]
    if outside.any():
        hatched = axes.contourf(
            x.values, y.values, outside.astype(float), levels=[0.5, 1.5], colors="none", hatches=["///"]
        )
        hatched.set_edgecolor(_HATCH)
        hatched.set_linewidth(0.0)
        label = "outside the range of a law"
        handles.append(Patch(facecolor="none", edgecolor=_HATCH, hatch="///", label=label))
    axes.plot(x.today, y.today, "P", color=_TODAY, markeredgecolor="#FEFEFE", markersize=10)
    axes.set_xlabel(x.label)
    axes.set_ylabel(y.label)
    axes.set_title(title)
    axes.grid(visible=False)
    axes.tick_params(left=True)
    finish(figure, [axes], Legend(2, above=False, handles=handles), right_pt=_BAR_PT)
    box = axes.get_position()
    figure.axes[-1].set_position((box.x1 + 0.02, box.y0, 0.022, box.height))
    return figure


def _shades(figure: Figure, axes: Axes, values: Array, x: Side, y: Side) -> None:
    middle, span = float(np.mean(values)), float(np.ptp(values))
    half = max(span, _LEAST_SPAN * abs(middle), 1e-9) / 2.0
    centre = float(values.min() + values.max()) / 2.0
    levels = np.linspace(centre - half, centre + half, _LEVELS)
    filled = axes.contourf(x.values, y.values, values, levels=levels, cmap=_SHADES, extend="both")
    bar = figure.colorbar(filled, cax=figure.add_axes((0.9, 0.2, 0.02, 0.6)), ticks=levels[::4])
    bar.ax.set_yticklabels([number(level) for level in levels[::4]])
    bar.outline.set_visible(False)


def _contour(axes: Axes, values: Array, sides: tuple[Side, Side], contour: Contour) -> Artist:
    """Draw a limit as a contour; return its entry of the legend."""
    style: Literal["solid", "dashed"] = "dashed" if contour.dashed else "solid"
    x, y = (side.values for side in sides)
    drawn = axes.contour(x, y, values, levels=sorted(contour.edges), colors=_CONTOUR, linestyles=style)
    drawn.set_path_effects(_HALO)
    for text in axes.clabel(drawn, fmt=number, fontsize=8):
        text.set_path_effects(_HALO)
    return Line2D([], [], color=INK, linestyle=style, label=f"limits at {contour.at}")
