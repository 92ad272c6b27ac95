"""Curves over time, lots or a period, in one pane or in several that share their axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from twin.core.material import Array
from twin.report.figures.style import DASHED, INK, SIGNAL, SOFT, Legend, finish, panel

MOST_DOTS = 150
"""A curve of measured points has a dot for each as long as the dots stand apart."""


class Curve(NamedTuple):
    """Values over x; `label`: in the legend. `dotted`: a dot per point; `signals`: points in red."""

    x: Array
    y: Array
    colour: str
    label: str = ""
    width: float = 1.3
    dotted: bool = False
    dashed: bool = False
    signals: np.ndarray | None = None
    band: tuple[Array, Array] | None = None


class Pane(NamedTuple):
    """Curves on one pair of axes; `levels`: values across, `bars`: the same, dashed; `span`: shaded x."""

    label: str
    curves: Sequence[Curve]
    levels: Sequence[float] = ()
    dashes: Sequence[float] = ()
    span: tuple[float, float] | None = None
    from_zero: bool = False


def curves(
    panes: Sequence[Pane],
    x_label: str,
    title: str = "",
    *,
    ends: tuple[float, float] | None = None,
    height_in: float = 2.2,
    note: tuple[float, str] | None = None,
    marks: Mapping[str, float] | None = None,
    log: bool = False,
    columns: int = 2,
) -> Figure:
    """Draw panes above each other. `note`: a text at an x; `marks`: label -> x of a dashed line."""
    figure, axes = panel(height_in, rows=len(panes))
    for pane, one in zip(panes, axes, strict=True):
        _pane(one, pane)
        if ends is not None:
            one.set_xlim(*ends)
    if log:
        _decades(axes[0], panes[0].curves[0].x)
    for place, (label, x) in enumerate((marks or {}).items()):
        axes[0].axvline(x, color=SOFT, linestyle=(0, (4, 2 + 2 * place)), linewidth=1.0, label=label)
    if note is not None:
        across = axes[0].get_xaxis_transform()
        axes[0].text(note[0], 1.0, note[1], transform=across, va="top", fontsize=8, color=SOFT)
    axes[-1].set_xlabel(x_label)
    axes[0].set_title(title)
    labelled = bool(axes[0].get_legend_handles_labels()[0])
    return finish(figure, axes, Legend(columns, above=not marks) if labelled else None)


def _pane(axes: Axes, pane: Pane) -> None:
    for curve in pane.curves:
        if curve.band is not None:
            axes.fill_between(curve.x, *curve.band, color=curve.colour, alpha=0.22, linewidth=0)
        dotted = curve.dotted and len(curve.x) <= MOST_DOTS
        axes.plot(
            curve.x, curve.y, color=curve.colour, label=curve.label or None,
            linewidth=curve.width if dotted or not curve.dotted else 0.6,
            linestyle=DASHED if curve.dashed else "-", marker="o" if dotted else "", markersize=2.2,
        )  # fmt: skip
        if curve.signals is not None:
            axes.plot(curve.x[curve.signals], curve.y[curve.signals], "o", color=SIGNAL, markersize=3.6)
    for level in pane.levels:
        axes.axhline(level, color=INK, linewidth=0.8)
    for level in pane.dashes:
        axes.axhline(level, color=SOFT, linestyle=DASHED, linewidth=1.0)
    if pane.span is not None:
        axes.axvspan(*pane.span, color=SOFT, alpha=0.14, linewidth=0)
    if pane.from_zero:
        axes.set_ylim(bottom=0.0)
    axes.grid(visible=True, axis="y")
    axes.grid(visible=False, axis="x")
    axes.set_ylabel(pane.label)


def _decades(axes: Axes, x: Array) -> None:
    """Make the axis logarithmic, with plain numbers at 1, 2 and 5."""
    axes.set_xscale("log")
    ticks = [step * 10.0**power for power in range(-3, 7) for step in (1, 2, 5)]
    axes.set_xticks([at for at in ticks if x.min() <= at <= x.max()])
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("")
