"""How values are spread: bars or curves of shares over a property, and the limits on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from twin.core.material import Array
from twin.kpi.labels import property_title
from twin.report.figures.style import DASHED, INK, SOFT, Legend, finish, panel


class Outline(NamedTuple):
    """Shares over values: stepped with one value more than shares (edges), else a curve.

    No shares: all values are alike, one line stands at the first of them.
    """

    x: Array
    shares: Array
    colour: str
    label: str = ""
    alpha: float = 0.22
    lined: bool = True


def histogram(
    name: str,
    outlines: Sequence[Outline],
    ends: tuple[float, float],
    *,
    limits: Sequence[tuple[float, float]] = (),
    y_label: str = "",
    title: str = "",
    normal: tuple[Array, Array] | None = None,
    height_in: float = 2.35,
) -> Figure:
    """Draw outlines of a property. `limits`: (limit, end of what is out, the limit itself to shade nothing).

    `normal`: a curve over them.
    """
    figure, (axes,) = panel(height_in)
    for outline in outlines:
        _draw(axes, outline)
    if normal is not None:
        axes.plot(*normal, color=INK, linewidth=1.0)
    for edge, outer in limits:
        if outer != edge:
            axes.axvspan(min(edge, outer), max(edge, outer), color=SOFT, alpha=0.16, linewidth=0)
        axes.axvline(edge, color=SOFT, linestyle=DASHED, linewidth=1.1)
    axes.set_xlabel(property_title(name))
    axes.set_ylabel(y_label)
    if not y_label:
        axes.set_yticks([])
    axes.set_xlim(*ends)
    axes.set_ylim(bottom=0)
    axes.set_title(title)
    labelled = any(outline.label for outline in outlines)
    return finish(figure, [axes], Legend(1) if labelled else None)


def _draw(axes: Axes, outline: Outline) -> None:
    label = outline.label or None
    if not len(outline.shares):
        axes.axvline(float(outline.x[0]), color=outline.colour, label=label)
    elif len(outline.x) > len(outline.shares):
        axes.stairs(outline.shares, outline.x, color=outline.colour, fill=True, alpha=outline.alpha)
        if outline.lined:
            axes.stairs(outline.shares, outline.x, color=outline.colour, label=label)
    else:
        axes.fill_between(outline.x, outline.shares, color=outline.colour, alpha=outline.alpha, linewidth=0)
        axes.plot(outline.x, outline.shares, color=outline.colour, label=label)
