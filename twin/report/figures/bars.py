"""Bars, one above the other, stacked from layers: shares, hours, losses, energies, waterfalls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from twin.report.figures.style import DASHED, INK, SOFT, Legend, finish, panel

_HATCH = "////"


class Layer(NamedTuple):
    """One value per bar; layers are stacked in their order. `label`: in the legend, "" for none."""

    label: str
    values: Sequence[float]
    colour: str | Sequence[str]
    alpha: float = 1.0
    hatched: bool = False


class Note(NamedTuple):
    """A text at a bar."""

    place: int
    x: float
    text: str
    align: str = "left"
    colour: str = SOFT


class Axis(NamedTuple):
    """The axis of the values: what they are, where it ends, its ticks where they matter."""

    label: str
    end: float | None = None
    ticks: Sequence[float] | None = None


def bars(
    names: Sequence[str],
    layers: Sequence[Layer],
    axis: Axis,
    title: str,
    *,
    notes: Sequence[Note] = (),
    starts: Sequence[float] | None = None,
    limits: Sequence[tuple[float, float]] = (),
    mark: float | None = None,
    columns: int = 3,
) -> Figure:
    """Draw a bar per name. `starts`: where each bar starts, joined by a thin step; else all at 0.

    `limits`: an interval over each bar; `mark`: a dashed line across all of them.
    """
    handles = [_patch(layer) for layer in layers if layer.label]
    legend = Legend(columns, above=False, handles=handles) if handles else None
    rows = -(-len(handles) // columns)
    figure, (axes,) = panel(0.72 + 0.28 * len(names) + (0.06 + 0.18 * rows if rows else 0.0))
    places = range(len(names))
    left = list(starts) if starts is not None else [0.0] * len(names)
    stacked = len(layers) > 1
    for layer in layers:
        axes.barh(
            places, layer.values, left=left, height=0.66, color=layer.colour, alpha=layer.alpha,
            hatch=_HATCH if layer.hatched else None,
            edgecolor="white" if stacked else "none", linewidth=0.6 if stacked else 0.0,
        )  # fmt: skip
        left = [start + value for start, value in zip(left, layer.values, strict=True)]
    for place, start in enumerate((starts or [])[1:-1], start=1):
        axes.plot([start, start], [place - 0.67, place + 0.33], color=SOFT, linewidth=0.6)
    for place, (low, high) in enumerate(limits):
        axes.plot([low, high], [place, place], color=INK, linewidth=1.4, solid_capstyle="butt")
    if mark is not None:
        axes.axvline(mark, color=INK, linestyle=DASHED, linewidth=1.2)
    for note in notes:
        axes.text(note.x, note.place, note.text, ha=note.align, va="center", fontsize=8, color=note.colour)
    axes.set_yticks(places, list(names))
    axes.set_ylim(len(names) - 0.4, -0.6)
    if axis.end is not None:
        axes.set_xlim(0, axis.end)
    if axis.ticks is not None:
        axes.set_xticks(list(axis.ticks))
    axes.set_xlabel(axis.label)
    axes.set_title(title)
    return finish(figure, [axes], legend)


def end_notes(layers: Sequence[Layer], gap: float, text: Callable[[float], str]) -> list[Note]:
    """Return a text behind the end of each stack of values, `gap` away from it."""
    ends = [sum(values) for values in zip(*(layer.values for layer in layers), strict=True)]
    return [Note(place, end + gap, text(end)) for place, end in enumerate(ends)]


def _patch(layer: Layer) -> Patch:
    colour = layer.colour if isinstance(layer.colour, str) else layer.colour[0]
    if not layer.hatched:
        return Patch(facecolor=colour, label=layer.label)
    return Patch(facecolor=colour, alpha=layer.alpha, hatch=_HATCH, edgecolor="white", label=layer.label)
