"""Why a line does what it does, from the tables of one replication: limits, losses, times, states."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.analysis import bottleneck
from twin.analysis.losses import loss_shares
from twin.kpi.whole_run import states, visits
from twin.line.model.line import Line
from twin.records.tables import Tables

STATES = (
    "working", "setup", "starved", "blocked", "down", "waiting_for_crew", "maintenance", "off_shift",
)  # fmt: skip
"""Machine states, in the order of stacking."""

_TIME_LOSSES = ("off_shift", "maintenance", "setup", "starved", "blocked", "down", "waiting_for_crew")
_LEAST_PERCENT = 0.005


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


def evidence(
    tables: Tables, line: Line, summary: pd.DataFrame, stations: list[str], window_s: tuple[float, float]
) -> Evidence:
    """Return the evidence of one line; `summary`: the rows of that line, `stations` in the order of flow."""
    known = states(tables, line, window_s[1])
    steps = bottleneck.walk(bottleneck.active_periods(known))
    return Evidence(
        limiting=bottleneck.shares(steps, window_s, stations),
        losses=loss_shares(tables, window_s, has_material=line.has_material),
        times=hours_per_visit(tables, line, window_s).reindex(stations).rename_axis("station").reset_index(),
        states=state_shares(summary, stations),
    )


def hours_per_visit(tables: Tables, line: Line, window_s: tuple[float, float]) -> pd.DataFrame:
    """Return mean hours a lot waits, is worked on and is blocked, over visits finished in the window."""
    seen = visits(tables, line)
    inside = (seen.finished_s > window_s[0]) & (seen.finished_s <= window_s[1])
    begun = np.where(np.isnan(seen.arrived_s), seen.started_s, seen.arrived_s)
    table = pd.DataFrame(
        {
            "station": np.array([station.name for station in line.station])[seen.place[inside]],
            "waiting_h": (seen.started_s - begun)[inside] / 3600.0,
            "working_h": (seen.finished_s - seen.started_s)[inside] / 3600.0,
            "blocked_h": (seen.released_s - seen.finished_s)[inside] / 3600.0,
        }
    )
    return table.groupby("station", sort=False).mean()


def state_shares(summary: pd.DataFrame, stations: list[str]) -> pd.DataFrame:
    """Return mean shares of time of one line: a row per station, a column per state."""
    rows = summary[(summary["kpi"] == "state_share") & summary["station"].astype(str).isin(stations)]
    table = rows.pivot_table(
        index="station", columns="property", values="mean", aggfunc="first", observed=True
    )
    table.index = table.index.astype(str)
    table.columns = table.columns.astype(str)
    return table.reindex(index=stations, columns=list(STATES)).fillna(0.0)


def station_means(summary: pd.DataFrame, line: str, kpi: str) -> dict[str, float]:
    """Return the mean of a KPI of a line by station, for the stations that have it."""
    here = (summary["line"].astype(str) == line) & (summary["kpi"].astype(str) == kpi)
    rows = summary[here & (summary["station"].astype(str) != "")]
    return dict(zip(rows["station"].astype(str), rows["mean"].astype(float), strict=True))


def energy_by_station(summary: pd.DataFrame, line: str, stations: list[str]) -> dict[str, float]:
    """Return mean kWh per good m² of each consumer with any, stations in the order of flow first."""
    means = station_means(summary, line, "energy_kWh_per_m2")
    order = [*(name for name in stations if name in means), *(n for n in means if n not in stations)]
    return {name: means[name] for name in order if np.isfinite(means[name]) and means[name] > 0}


class Fall(NamedTuple):
    """One step from calendar time to good output; `kind`: a state, "speed" or "quality"."""

    kind: str
    percent: float


def falls(shares: Mapping[Hashable, float], effectiveness: float, quality_ratio: float) -> list[Fall]:
    """Return the losses of a station from its state shares and the two ratios; NaN ratios count as 1."""
    steps = [Fall(state, 100.0 * float(shares[state])) for state in _TIME_LOSSES]
    working = 100.0 * float(shares["working"])
    effective = 1.0 if effectiveness != effectiveness else effectiveness
    good = 1.0 if quality_ratio != quality_ratio else quality_ratio
    steps.append(Fall("speed", working * (1.0 - effective)))
    steps.append(Fall("quality", working * effective * (1.0 - good)))
    return [step for step in steps if abs(step.percent) >= _LEAST_PERCENT]


def outputs_alone(states: pd.DataFrame, made: float) -> dict[str, float]:
    """Return what each station could make if it never waited, where the line makes `made`.

    Busy = all planned time but starved and blocked; alone = made / busy share.
    """
    planned = 1.0 - states["off_shift"]
    busy = (planned - states["starved"] - states["blocked"]) / planned.where(planned > 0)
    return {str(station): made / share for station, share in busy.items() if share > 1e-9 and share == share}
