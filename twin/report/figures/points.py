"""Points: what was measured, lane by lane or row by row, with the curves it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from twin.core.material import Array
from twin.report.figures.style import INK, SOFT, Legend, finish, panel

_SPAN_COLOUR = "#00876C"


class Points(NamedTuple):
    """Marks at (x, y); `reach`: how far their intervals go down and up; `joined`: by a line."""

    x: Array
    y: Array
    colour: str
    label: str = ""
    marker: str = "o"
    reach: tuple[Array, Array] | None = None
    joined: bool = False
    dotted: bool = False


class Scales(NamedTuple):
    """Which axes count decades, and where the axis of x ends."""

    x_log: bool = False
    y_log: bool = False
    ends: tuple[float, float] | None = None


PLAIN = Scales()


def points(
    groups: Sequence[Points],
    x_label: str,
    y_label: str,
    *,
    curves: Sequence[tuple[Array, Array, str]] = (),
    span: tuple[float, float, str] | None = None,
    scales: Scales = PLAIN,
    zero: bool = False,
    whole: int = 0,
    height_in: float = 2.35,
    columns: int = 2,
) -> Figure:
    """Draw groups of points. `curves`: (x, y, label); `span`: a shaded range of x and its label.

    `zero`: a line at 0; `whole`: ticks at 1, 2, ... up to this.
    """
    figure, (axes,) = panel(height_in)
    for log, set_scale, axis in (
        (scales.x_log, axes.set_xscale, axes.xaxis),
        (scales.y_log, axes.set_yscale, axes.yaxis),
    ):
        if log:
            set_scale("log")
            _plain_decades(axis)
    if scales.ends is not None:
        axes.set_xlim(*scales.ends)
    if span is not None:
        axes.axvspan(*span[:2], color=_SPAN_COLOUR, alpha=0.07, linewidth=0, label=span[2])
    for x, y, label in curves:
        axes.plot(x, y, color=INK, linewidth=1.1, label=label or None)
    for group in groups:
        style = ":" if group.dotted else "-" if group.joined else "none"
        axes.errorbar(
            group.x, group.y, yerr=group.reach, color=group.colour, marker=group.marker, label=group.label,
            linestyle=style, linewidth=1.0 if group.dotted else 1.6, markersize=3.5 if group.joined else 5,
        )  # fmt: skip
    if zero:
        axes.axhline(0.0, color=INK, linewidth=0.8)
    if whole:
        axes.set_xticks(range(1, whole + 1))
    axes.grid(visible=True, axis="y" if zero else "both")
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label, color=SOFT)
    return finish(figure, [axes], Legend(columns))


def _plain_decades(axis: Axis) -> None:
    """Label a logarithmic axis with plain numbers at 1, 2 and 5."""
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0), numticks=8))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
