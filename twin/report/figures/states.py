"""Where time goes: the share of each machine state, station by station."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from twin.report.figures.style import STATE_COLOURS, panel

_STATE_LABELS = {"waiting_for_crew": "waiting for crew", "off_shift": "off shift"}


def shares(summary: pd.DataFrame, stations: list[str]) -> pd.DataFrame:
    """Return mean shares of time of one line: a row per station, a column per state."""
    rows = summary[(summary["kpi"] == "state_share") & summary["station"].astype(str).isin(stations)]
    table = rows.pivot_table(
        index="station", columns="property", values="mean", aggfunc="first", observed=True
    )
    table.index = table.index.astype(str)
    table.columns = table.columns.astype(str)
    return table.reindex(index=stations, columns=list(STATE_COLOURS)).fillna(0.0)


def states(table: pd.DataFrame, title: str, shown: list[str]) -> Figure:
    """Draw a stacked bar per station; `shown` are the states of the legend, the same for all lines."""
    figure, (axes,) = panel(0.95 + 0.3 * len(table))
    left = pd.Series(0.0, index=table.index)
    places = range(len(table))
    for state in shown:
        width = 100.0 * table[state]
        axes.barh(
            places,
            width,
            left=left,
            height=0.72,
            color=STATE_COLOURS[state],
            edgecolor="white",
            linewidth=0.6,
        )
        left = left + width
    for place, share in zip(places, table["working"], strict=True):
        if share > 0.09:
            axes.text(
                50.0 * share,
                place,
                f"{100 * share:.0f} %",
                color="white",
                ha="center",
                va="center",
                fontsize=8,
            )
    axes.set_yticks(places, list(table.index))
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("share of machine time, %")
    axes.set_title(title)
    handles = [Patch(facecolor=STATE_COLOURS[s], label=_STATE_LABELS.get(s, s)) for s in shown]
    figure.legend(handles=handles, loc="outside lower center", ncols=4, handlelength=1.0, columnspacing=1.2)
    return figure
