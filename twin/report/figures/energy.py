"""Energy by station: what a good square metre costs in kWh, and where."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from twin.report.figures.style import SOFT, panel
from twin.report.numbers import number


def energy(table: pd.DataFrame, colour: str, title: str, reach: float) -> Figure:
    """Draw a bar per consumer from columns station, kWh_per_m2; the axis ends at `reach`."""
    figure, (axes,) = panel(0.75 + 0.28 * len(table))
    places = range(len(table))
    axes.barh(places, table["kWh_per_m2"], height=0.66, color=colour)
    for place, value in zip(places, table["kWh_per_m2"], strict=True):
        axes.text(value + 0.015 * reach, place, number(float(value)), va="center", fontsize=8, color=SOFT)
    axes.set_yticks(places, list(table["station"]))
    axes.invert_yaxis()
    axes.set_xlim(0, 1.15 * reach)
    axes.set_xlabel("kWh per good m²")
    axes.set_title(title)
    return figure
