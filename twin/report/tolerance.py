"""The section on density tolerance: how even each line rolls the electrode, and what makes the rest."""

from __future__ import annotations

import pandas as pd

from twin.analysis.density_tolerance import (
    ROWS,
    TOLERANCE,
    last_calender,
    mean_density,
    tolerance,
    tolerance_difference,
    tolerances,
)
from twin.report.blocks import Cell, Head, Section, Table
from twin.report.numbers import fixed, interval, number
from twin.report.pages.sensitivity import origin_label
from twin.report.results import Results, Shown
from twin.stats.intervals import Interval

CAUSES = 5

_TEXT = (
    f"Density behind the last calender, ± {TOLERANCE:g} standard deviations of a cell over lots, lanes and "
    "segments, mean over replications with 95 % interval. Causes: share of the variance that goes when the "
    f"noise is set to zero under the same dice, {ROWS} lots through the stations without clock, limits and "
    "control; brackets hold 95 % bootstrap limits. Shares need not add up to 100 %."
)


def tolerance_section(results: Results) -> Section:
    """Return the section; it is empty where no line rolls its electrode."""
    rolled = [
        (shown, station)
        for shown in results.lines
        if (station := last_calender(shown.line, shown.stations)) is not None
    ]
    known = [(shown, station, tolerances(results.kpis, shown.name, station)) for shown, station in rolled]
    known = [entry for entry in known if len(entry[2])]
    if not known:
        return Section("tolerance", "Density tolerance")
    causes = tuple(_causes(shown) for shown, _, _ in known if len(shown.causes))
    return Section("tolerance", "Density tolerance", _TEXT, tables=(_tolerances(results, known), *causes))


def _tolerances(results: Results, known: list[tuple[Shown, str, pd.Series]]) -> Table:
    head = (
        Head("Line"), Head("Station"), Head("tolerance, g/cm³", numeric=True),
        Head("in % of the mean", numeric=True), Head("difference to the first line, g/cm³", numeric=True),
    )  # fmt: skip
    rows = []
    for shown, station, values in known:
        level = mean_density(results.summary, shown.name, station)
        estimate = tolerance(values)
        percent = [100.0 * value / level for value in estimate[:3]]
        difference = ""
        if shown is not known[0][0]:
            difference = _text(tolerance_difference(values, known[0][2], results.confidence))
        texts = (station, f"± {_text(estimate)}", interval(percent[0], percent[1], percent[2]), difference)
        rows.append((Cell(shown.name, colour=shown.colour), *(Cell(text) for text in texts)))
    return Table(head, tuple(rows))


def _text(estimate: Interval) -> str:
    return interval(estimate.mean, estimate.low, estimate.high)


def _causes(shown: Shown) -> Table:
    head = (
        Head("Cause"), Head("% of the variance", numeric=True),
        Head("halved, the spread falls by, %", numeric=True),
    )  # fmt: skip
    return Table(head, tuple(_cause_rows(shown.causes)), f"What makes it: {shown.name}")


def _cause_rows(causes: pd.DataFrame) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for row in causes.head(CAUSES).to_dict("records"):
        share, low, high = (100.0 * row[name] for name in ("frozen", "frozen_low", "frozen_high"))
        gain = number(100.0 * (1.0 - row["sd_if_halved"]), 2)
        cause = origin_label(row["station"], row["source"], row["component"])
        rows.append((Cell(cause), Cell(f"{fixed(share, 1)} [{fixed(low, 1)}, {fixed(high, 1)}]"), Cell(gain)))
    return rows
