"""What a line loses: scrapped area and lots by station and cause within the window."""

from __future__ import annotations

import pandas as pd

from twin.records.tables import Tables

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


def loss_shares(tables: Tables, window_s: tuple[float, float], *, has_material: bool) -> pd.DataFrame:
    """Return losses in percent of the area (without material: the lots) shipped or lost in the window.

    Columns of `lost_by_cause` and percent; nothing that is 0.
    """
    lost = lost_by_cause(tables.events, window_s)
    lots = tables.lots
    ended = (lots["ended_s"] > window_s[0]) & (lots["ended_s"] <= window_s[1])
    shipped = lots[ended & (lots["fate"].astype(str) == "shipped")]
    column = "area_m2" if has_material else "lots"
    good = float(shipped["good_area_m2"].sum()) if has_material else float(len(shipped))
    total = good + float(lost[column].sum())
    percent = 100.0 * lost[column] / total if total else lost[column] * 0.0
    return lost.assign(percent=percent)[percent > 0].reset_index(drop=True)


def causes_of(losses: list[pd.DataFrame]) -> list[str]:
    """Return the causes in the losses of several lines, the largest loss first."""
    total: dict[str, float] = {}
    for table in losses:
        for cause, percent in zip(table["cause"], table["percent"], strict=True):
            total[cause] = total.get(cause, 0.0) + float(percent)
    return sorted(total, key=lambda cause: (-total[cause], cause))


def by_station_and_cause(losses: pd.DataFrame, stations: list[str], causes: list[str]) -> pd.DataFrame:
    """Return the losses in percent, a row per station and a column per cause."""
    wide = losses.pivot_table(index="station", columns="cause", values="percent", aggfunc="sum")
    return wide.reindex(index=stations, columns=causes).fillna(0.0)
