"""Why a line does what it does, from the tables of its first replication: limits, losses, times, energy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from twin.analysis import bottleneck
from twin.kpi.states import states
from twin.kpi.visits import visits
from twin.report.figures.losses import lost_by_cause
from twin.report.figures.states import shares
from twin.report.results import Results, Shown


@dataclass(frozen=True)
class Evidence:
    """Tables of one line, a row per station (`losses`: per station and cause).

    `limiting`: station, sole, shifting. `losses`: station, cause, percent of what ended in the window.
    `times`: station, waiting_h, working_h, blocked_h, means per visit. `states`: shares by state.
    """

    limiting: pd.DataFrame
    losses: pd.DataFrame
    times: pd.DataFrame
    states: pd.DataFrame

    @property
    def bottleneck(self) -> tuple[str, float]:
        """Return the station that limits the line most often and its share of time, alone or shifting."""
        total = self.limiting["sole"] + self.limiting["shifting"]
        place = int(total.to_numpy().argmax())
        return str(self.limiting["station"].iloc[place]), float(self.limiting["sole"].iloc[place])

    @property
    def largest_loss(self) -> tuple[str, str, float] | None:
        """Return station, cause and percent of the largest loss, None where nothing was lost."""
        if self.losses.empty:
            return None
        row = self.losses.sort_values("percent", ascending=False, kind="stable").iloc[0]
        return str(row["station"]), str(row["cause"]), float(row["percent"])


def evidence(results: Results, shown: Shown) -> Evidence:
    """Return the evidence of one line."""
    window_s = results.window_s(shown)
    known = states(shown.tables, shown.line, results.end_s(shown))
    steps = bottleneck.walk(bottleneck.active_periods(known))
    summary = results.summary[results.summary["line"].astype(str) == shown.name]
    return Evidence(
        limiting=bottleneck.shares(steps, window_s, shown.stations),
        losses=_losses(shown, window_s),
        times=_times(shown, window_s),
        states=shares(summary, shown.stations),
    )


def _losses(shown: Shown, window_s: tuple[float, float]) -> pd.DataFrame:
    """Return losses in percent of the area (without material: the lots) shipped or lost in the window."""
    lost = lost_by_cause(shown.tables.events, window_s)
    lots = shown.tables.lots
    ended = (lots["ended_s"] > window_s[0]) & (lots["ended_s"] <= window_s[1])
    shipped = lots[ended & (lots["fate"].astype(str) == "shipped")]
    column = "area_m2" if shown.line.has_material else "lots"
    good = float(shipped["good_area_m2"].sum()) if shown.line.has_material else float(len(shipped))
    total = good + float(lost[column].sum())
    percent = 100.0 * lost[column] / total if total else lost[column] * 0.0
    return lost.assign(percent=percent)[percent > 0].reset_index(drop=True)


def _times(shown: Shown, window_s: tuple[float, float]) -> pd.DataFrame:
    """Return mean hours a lot waits, is worked on and is blocked, over visits finished in the window."""
    seen = visits(shown.tables, shown.line)
    inside = (seen.finished_s > window_s[0]) & (seen.finished_s <= window_s[1])
    begun = np.where(np.isnan(seen.arrived_s), seen.started_s, seen.arrived_s)
    table = pd.DataFrame(
        {
            "station": np.array([station.name for station in shown.line.station])[seen.place[inside]],
            "waiting_h": (seen.started_s - begun)[inside] / 3600.0,
            "working_h": (seen.finished_s - seen.started_s)[inside] / 3600.0,
            "blocked_h": (seen.released_s - seen.finished_s)[inside] / 3600.0,
        }
    )
    means = table.groupby("station", sort=False).mean().reindex(shown.stations)
    return means.rename_axis("station").reset_index()
