"""Where material goes: what is lost at each station, by cause."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from twin.report.figures.style import CAUSE_COLOURS, SOFT, panel
from twin.report.labels import cause_label
from twin.report.numbers import number

LOST = ("scrapped", "cells_scrapped")


def lost_by_cause(events: pd.DataFrame, window_s: tuple[float, float]) -> pd.DataFrame:
    """Return what was scrapped within (start, end]: columns station, cause, area_m2, lots.

    Cut cells count in area, not in lots; without material the areas are NaN.
    """
    kinds = events["event"].astype(str)
    inside = kinds.isin(LOST) & (events["time_s"] > window_s[0]) & (events["time_s"] <= window_s[1])
    rows = events.loc[inside, ["station", "cause", "area_m2"]].astype({"station": str, "cause": str})
    rows = rows.assign(lots=(kinds[inside] == "scrapped").astype(int))
    rows["cause"] = rows["cause"].replace({"": "not stated", "nan": "not stated", "None": "not stated"})
    grouped = rows.groupby(["station", "cause"], sort=True, as_index=False)
    return grouped.agg(area_m2=("area_m2", lambda part: part.sum(min_count=1)), lots=("lots", "sum"))


def causes_of(tables: list[pd.DataFrame]) -> list[str]:
    """Return the causes of all lines, the largest loss first, so that a colour means one cause everywhere."""
    total: dict[str, float] = {}
    for table in tables:
        for cause, percent in zip(table["cause"], table["percent"], strict=True):
            total[cause] = total.get(cause, 0.0) + float(percent)
    return sorted(total, key=lambda cause: (-total[cause], cause))


def losses(table: pd.DataFrame, stations: list[str], causes: list[str], title: str, reach: float) -> Figure:
    """Draw a stacked bar per station from columns station, cause, percent; the axis ends at `reach`."""
    figure, (axes,) = panel(0.95 + 0.28 * len(stations) + 0.16 * ((len(causes) + 1) // 2))
    colours = {cause: CAUSE_COLOURS[i % len(CAUSE_COLOURS)] for i, cause in enumerate(causes)}
    wide = table.pivot_table(index="station", columns="cause", values="percent", aggfunc="sum")
    wide = wide.reindex(index=stations, columns=causes).fillna(0.0)
    left = pd.Series(0.0, index=wide.index)
    places = range(len(stations))
    for cause in causes:
        axes.barh(
            places,
            wide[cause],
            left=left,
            height=0.66,
            color=colours[cause],
            edgecolor="white",
            linewidth=0.6,
        )
        left = left + wide[cause]
    for place, total in zip(places, left, strict=True):
        label = f"{number(total, 2)} %" if total else "0"
        axes.text(total + 0.015 * reach, place, label, va="center", fontsize=8, color=SOFT)
    axes.set_yticks(places, stations)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.18 * reach)
    axes.set_xlabel("lost, % of what ended in the window")
    axes.set_title(title)
    handles = [Patch(facecolor=colours[cause], label=cause_label(cause)) for cause in causes]
    figure.legend(handles=handles, loc="outside lower left", ncols=2, handlelength=1.0)
    return figure
