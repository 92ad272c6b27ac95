"""Bottleneck: how often each station limits the line, and what each could make alone."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from twin.report.figures.style import SOFT, panel


class Capacity(NamedTuple):
    """What a station would make if it never waited, in the unit of the line's output."""

    station: str
    alone: float


def bottleneck(table: pd.DataFrame, colour: str, title: str) -> Figure:
    """Draw sole and shifting bottleneck shares; columns station, sole, shifting (fractions)."""
    figure, (axes,) = panel(0.95 + 0.28 * len(table))
    places = range(len(table))
    sole, shifting = 100.0 * table["sole"], 100.0 * table["shifting"]
    axes.barh(places, sole, height=0.66, color=colour)
    axes.barh(
        places, shifting, left=sole, height=0.66, color=colour, alpha=0.38, hatch="////", edgecolor="white"
    )
    for place, value in zip(places, sole + shifting, strict=True):
        axes.text(value + 1.5, place, f"{value:.0f} %", va="center", fontsize=8, color=SOFT)
    axes.set_yticks(places, list(table["station"]))
    axes.invert_yaxis()
    axes.set_xlim(0, 112)
    axes.set_xticks(range(0, 101, 20))
    axes.set_xlabel("share of time the station limits the line, %")
    axes.set_title(title)
    handles = [
        Patch(facecolor=colour, label="alone"),
        Patch(facecolor=colour, alpha=0.38, hatch="////", edgecolor="white", label="shifting"),
    ]
    figure.legend(handles=handles, loc="outside lower left", ncols=2, handlelength=1.2)
    return figure


def capacities(shares: pd.DataFrame, made: float) -> list[Capacity]:
    """Return what each station could make alone, from its shares of time and what the line makes.

    Busy = all planned time but starved and blocked; alone = made / busy share.
    """
    planned = 1.0 - shares["off_shift"]
    busy = (planned - shares["starved"] - shares["blocked"]) / planned.where(planned > 0)
    return [
        Capacity(str(station), made / share)
        for station, share in busy.items()
        if share > 1e-9 and share == share
    ]


def ladder(stations: list[Capacity], made: float, unit: str, colour: str, title: str) -> Figure:
    """Draw what each station could make alone; the dashed mark is what the line makes."""
    figure, (axes,) = panel(0.75 + 0.28 * len(stations))
    places = range(len(stations))
    top = 4.0 * made
    axes.barh(places, [min(top, row.alone) for row in stations], height=0.66, color=colour, alpha=0.75)
    for place, row in zip(places, stations, strict=True):
        far = row.alone > top
        label = f"{row.alone / made:.1f}×" if row.alone < 99 * made else "> 99×"
        where = (top * 0.985, "right", "white") if far else (row.alone + 0.02 * top, "left", SOFT)
        axes.text(where[0], place, label, ha=where[1], va="center", fontsize=8, color=where[2])
    axes.axvline(made, color="#1F2933", linestyle=(0, (3, 2)), linewidth=1.2)
    axes.set_yticks(places, [row.station for row in stations])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.1 * top)
    axes.set_xlabel(f"output if it never waited, {unit}")
    axes.set_title(title)
    return figure
