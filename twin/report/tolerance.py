"""The section on density tolerance: how even each line rolls the electrode, and what makes the rest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from twin.analysis.variance_attribution import Attribution, attribute
from twin.report.blocks import Cell, Head, Section, Table
from twin.report.numbers import fixed, interval, number
from twin.report.pages.sensitivity import origin_label
from twin.report.results import Results, Shown
from twin.stations.contract.kinds import load
from twin.stats.intervals import Interval, paired_interval, t_interval

DENSITY = "density_g_cm3"
TOLERANCE = 3.0
"""A tolerance is read as this many standard deviations of a cell."""

ROWS = 16
"""Lots per cause on the page; `twin sensitivity` takes more."""

CAUSES = 5

_TEXT = (
    f"Density behind the last calender, ± {TOLERANCE:g} standard deviations of a cell over lots, lanes and "
    "segments, mean over replications with 95 % interval. Causes: share of the variance that goes when the "
    f"noise is set to zero under the same dice, {ROWS} lots through the stations without clock, limits and "
    "control; brackets hold 95 % bootstrap limits. Shares need not add up to 100 %."
)


def tolerance_section(results: Results) -> Section:
    """Return the section; it is empty where no line rolls its electrode."""
    rolled = [(shown, station) for shown in results.lines if (station := last_calender(shown)) is not None]
    known = [(shown, station, values(results, shown, station)) for shown, station in rolled]
    known = [entry for entry in known if len(entry[2])]
    if not known:
        return Section("tolerance", "Density tolerance")
    causes = tuple(_causes(shown, station) for shown, station, _ in known)
    tables = (_tolerances(results, known), *(table for table in causes if table is not None))
    return Section("tolerance", "Density tolerance", _TEXT, tables=tables)


def last_calender(shown: Shown) -> str | None:
    """Return the last station with a roll that sets the density, None where there is none."""
    plans = {plan.name: plan for plan in shown.line.station}
    for name in reversed(shown.stations):
        kind = load(plans[name].kind)
        if kind.circumference_m is not None and DENSITY in kind.sets:
            return name
    return None


def values(results: Results, shown: Shown, station: str) -> pd.Series:
    """Return the tolerance by replication in g/cm3."""
    table = results.kpis.astype({"line": str, "station": str, "property": str, "kpi": str})
    here = table[(table["line"] == shown.name) & (table["station"] == station)]
    here = here[(here["property"] == DENSITY) & (here["kpi"] == "sd_total")]
    return TOLERANCE * here.set_index("replication")["value"].dropna().sort_index()


def _tolerances(results: Results, known: list[tuple[Shown, str, pd.Series]]) -> Table:
    head = (
        Head("Line"), Head("Station"), Head("tolerance, g/cm³", numeric=True),
        Head("in % of the mean", numeric=True), Head("difference to the first line, g/cm³", numeric=True),
    )  # fmt: skip
    rows = []
    for shown, station, found in known:
        level = _mean_density(results, shown, station)
        one = t_interval(found.to_numpy(np.float64))
        percent = [100.0 * value / level for value in one[:3]]
        difference = ""
        if shown is not known[0][0]:
            both = pd.concat([found, known[0][2]], axis=1, join="inner").to_numpy(np.float64)
            difference = _said(paired_interval(both[:, 0], both[:, 1], results.confidence))
        texts = (station, f"± {_said(one)}", interval(percent[0], percent[1], percent[2]), difference)
        rows.append((Cell(shown.name, colour=shown.colour), *(Cell(text) for text in texts)))
    return Table(head, tuple(rows))


def _said(found: Interval) -> str:
    return interval(found.mean, found.low, found.high)


def _mean_density(results: Results, shown: Shown, station: str) -> float:
    table = results.summary.astype({"line": str, "station": str, "property": str, "kpi": str})
    here = table[(table["line"] == shown.name) & (table["station"] == station)]
    return float(here[(here["property"] == DENSITY) & (here["kpi"] == "mean")]["mean"].iloc[0])


def _causes(shown: Shown, station: str) -> Table | None:
    if not any(plan.noise for plan in shown.line.station):
        return None
    (found,) = attribute(shown.line, [DENSITY], at=station, rows=ROWS)
    head = (
        Head("Cause"), Head("% of the variance", numeric=True),
        Head("halved, the spread falls by, %", numeric=True),
    )  # fmt: skip
    return Table(head, tuple(_cause_rows(found)), f"What makes it: {shown.name}")


def _cause_rows(found: Attribution) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for row in found.origins.head(CAUSES).to_dict("records"):
        share, low, high = (100.0 * row[name] for name in ("frozen", "frozen_low", "frozen_high"))
        gain = number(100.0 * (1.0 - row["sd_if_halved"]), 2)
        cause = origin_label(row["station"], row["source"], row["component"])
        rows.append((Cell(cause), Cell(f"{fixed(share, 1)} [{fixed(low, 1)}, {fixed(high, 1)}]"), Cell(gain)))
    return rows
