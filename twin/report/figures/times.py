"""How long: hours a lot waits, is worked on and is blocked at each station."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from twin.report.figures.style import SOFT, STATE_COLOURS, panel
from twin.report.numbers import number

_PARTS = (
    ("waiting_h", "waiting", STATE_COLOURS["starved"]),
    ("working_h", "worked on", ""),
    ("blocked_h", "blocked", STATE_COLOURS["blocked"]),
)


def times(table: pd.DataFrame, colour: str, title: str, reach: float) -> Figure:
    """Draw hours per visit: columns station, waiting_h, working_h, blocked_h; the axis ends at `reach`."""
    figure, (axes,) = panel(0.95 + 0.28 * len(table))
    places = range(len(table))
    left = pd.Series(0.0, index=table.index)
    for column, _, fill in _PARTS:
        width = table[column].fillna(0.0)
        axes.barh(
            places, width, left=left, height=0.66, color=fill or colour, edgecolor="white", linewidth=0.6
        )
        left = left + width
    for place, total in zip(places, left, strict=True):
        axes.text(total + 0.015 * reach, place, f"{number(total)} h", va="center", fontsize=8, color=SOFT)
    axes.set_yticks(places, list(table["station"]))
    axes.invert_yaxis()
    axes.set_xlim(0, 1.18 * reach)
    axes.set_xlabel("hours per lot")
    axes.set_title(title)
    handles = [Patch(facecolor=fill or colour, label=label) for _, label, fill in _PARTS]
    figure.legend(handles=handles, loc="outside lower left", ncols=3, handlelength=1.2)
    return figure
