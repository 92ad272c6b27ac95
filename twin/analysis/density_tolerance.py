"""How even a line rolls its electrode: density behind the last calender, and what makes its spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from twin.analysis.variance_attribution import COLUMNS, attribute
from twin.line.model.line import Line
from twin.stations.contract.kinds import load
from twin.stats.intervals import Interval, paired_interval, t_interval

DENSITY = "density_g_cm3"
TOLERANCE = 3.0
"""A tolerance is read as this many standard deviations of a cell."""

ROWS = 16
"""Lots per cause; `twin sensitivity` takes more."""


def last_calender(line: Line, stations: Sequence[str]) -> str | None:
    """Return the last station with a roll that sets the density, None where there is none.

    `stations`: names of the stations, each after those that feed it.
    """
    plans = {plan.name: plan for plan in line.station}
    for name in reversed(stations):
        kind = load(plans[name].kind)
        if kind.circumference_m is not None and DENSITY in kind.sets:
            return name
    return None


def causes(line: Line, stations: Sequence[str]) -> pd.DataFrame:
    """Return the origins of the variance of the density, the largest first; columns of an attribution.

    Runs single lots through the stations. Empty where no station rolls the electrode or nothing varies.
    """
    calender = last_calender(line, stations)
    if calender is None or not any(plan.noise for plan in line.station):
        return no_causes()
    (attribution,) = attribute(line, [DENSITY], at=calender, rows=ROWS)
    return attribution.origins


def no_causes() -> pd.DataFrame:
    """Return a table of causes without rows."""
    texts = ("station", "source", "component")
    return pd.DataFrame({name: np.zeros(0, dtype=object if name in texts else float) for name in COLUMNS})


def tolerances(kpis: pd.DataFrame, line: str, station: str) -> pd.Series:
    """Return the tolerance of a line by replication in g/cm3."""
    table = kpis.astype({"line": str, "station": str, "property": str, "kpi": str})
    here = table[(table["line"] == line) & (table["station"] == station) & (table["property"] == DENSITY)]
    spread = here[here["kpi"] == "sd_total"].set_index("replication")["value"]
    return TOLERANCE * spread.dropna().sort_index()


def tolerance(values: pd.Series) -> Interval:
    """Return the mean tolerance with its interval."""
    return t_interval(values.to_numpy(np.float64))


def tolerance_difference(values: pd.Series, reference: pd.Series, confidence: float) -> Interval:
    """Return the difference of two tolerances, pair by replication."""
    both = pd.concat([values, reference], axis=1, join="inner").to_numpy(np.float64)
    return paired_interval(both[:, 0], both[:, 1], confidence)


def mean_density(summary: pd.DataFrame, line: str, station: str) -> float:
    """Return the mean density behind a station in g/cm3."""
    table = summary.astype({"line": str, "station": str, "property": str, "kpi": str})
    here = table[(table["line"] == line) & (table["station"] == station) & (table["property"] == DENSITY)]
    return float(here[here["kpi"] == "mean"]["mean"].iloc[0])
