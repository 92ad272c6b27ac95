"""Forest plot: how far each line is from the first one, with intervals, pair by pair."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from twin.report.figures.style import SOFT, Legend, finish, panel

_TICKS = (-1000, -300, -100, -30, -10, -3, 0, 3, 10, 30, 100, 300, 1000)
_ARROWS = {1: " ▲", -1: " ▼", 0: ""}


class Row(NamedTuple):
    """One paired difference in percent of the first line; `better` +1 if more is better, -1 if less."""

    label: str
    better: int
    line: int
    percent: float
    low: float
    high: float


def forest(rows: list[Row], names: list[str], colours: list[str], title: str) -> Figure:
    """Draw one mark per row, hollow where the interval holds zero; `line` indexes names and colours."""
    labels = list(dict.fromkeys((row.label, row.better) for row in rows))
    figure, (axes,) = panel(0.95 + 0.27 * len(labels))
    several = len({row.line for row in rows}) > 1
    lines = sorted({row.line for row in rows})
    for row in rows:
        place = labels.index((row.label, row.better)) + (0.16 * lines.index(row.line) if several else 0.0)
        clear = row.low > 0 or row.high < 0
        colour = colours[row.line]
        axes.plot([row.low, row.high], [place, place], color=colour, linewidth=2.2, solid_capstyle="butt")
        face = colour if clear else "white"
        axes.plot(row.percent, place, "o", color=colour, markerfacecolor=face, markersize=5.5)
    axes.axvline(0.0, color=SOFT, linewidth=1.0)
    axes.set_yticks(range(len(labels)), [label + _ARROWS[better] for label, better in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    reach = max(3.0, *(max(abs(row.low), abs(row.high)) for row in rows))
    axes.set_xscale("asinh", linear_width=4.0)
    axes.set_xlim(-1.25 * reach, 1.25 * reach)
    shown = [tick for tick in _TICKS if abs(tick) <= 1.2 * reach]
    axes.xaxis.set_major_locator(FixedLocator(_thinned(shown)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(_signed))
    axes.set_xlabel(f"difference from {names[0]}, %")
    axes.set_title(title)
    handles = [axes.plot([], [], "o-", color=colours[i], label=names[i])[0] for i in lines] if several else []
    return finish(figure, [axes], Legend(2, handles=handles) if several else None)


def _signed(value: float, _place: int | None) -> str:
    return f"{value:+.0f}".replace("-", "−") if value else "0"


def _thinned(ticks: list[int]) -> list[int]:
    """Leave out every other tick on each side where more than five would stand."""
    if len(ticks) <= 5:
        return ticks
    half = len(ticks) // 2
    right = ticks[half + 1 :][::-1][::2][::-1]
    return [-tick for tick in reversed(right)] + [0, *right]
