"""Density tolerance: how even each line rolls the electrode, and what makes the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.density_tolerance import (
    ROWS,
    TOLERANCE,
    last_calender,
    mean_density,
    tolerance,
    tolerance_difference,
    tolerances,
)
from twin.analysis.results import LineResults
from twin.analysis.variance_attribution import origin_label
from twin.core.number_text import interval, number, share_text
from twin.report.blocks import Cell, Content, Section, Table, line_cell, numbers, table

_CAUSES = 5

_TEXT = (
    f"Density behind the last calender, ± {TOLERANCE:g} standard deviations of a cell over lots, lanes and "
    "segments, mean over replications with 95 % interval. Causes: share of the variance that goes when the "
    f"noise is set to zero under the same dice, {ROWS} lots through the stations without clock, limits and "
    "control; brackets hold 95 % bootstrap limits. Shares need not add up to 100 %."
)


def build(data: AnalysedResults) -> Content | None:
    """Return the tolerance and its causes; None where no line rolls its electrode."""
    kpis = data.results.kpis
    known = [
        (shown, station, values)
        for shown in data.lines_with_tables
        if (station := last_calender(shown.line, shown.stations)) is not None
        and len(values := tolerances(kpis, shown.name, station))
    ]
    causes = (_causes(shown) for shown, _, _ in known if len(shown.causes))
    return Content(_TEXT, tables=(_tolerances(data, known), *causes)) if known else None


def _tolerances(data: AnalysedResults, known: list[tuple[LineResults, str, pd.Series]]) -> Table:
    rows: list[tuple[Cell | str, ...]] = []
    for shown, station, values in known:
        level = mean_density(data.results.summary, shown.name, station)
        mean, low, high, _ = tolerance(values)
        percent = interval(100.0 * mean / level, 100.0 * low / level, 100.0 * high / level)
        difference = ""
        if shown is not known[0][0]:
            difference = interval(*tolerance_difference(values, known[0][2], data.results.confidence)[:3])
        rows.append((line_cell(shown), station, f"± {interval(mean, low, high)}", percent, difference))
    head = numbers("tolerance, g/cm³", "in % of the mean", "difference to the first line, g/cm³")
    return table(("Line", "Station", *head), rows)


def _causes(shown: LineResults) -> Table:
    head = numbers("% of the variance", "halved, the spread falls by, %")
    return table(("Cause", *head), _cause_rows(shown.causes), f"What makes it: {shown.name}")


def _cause_rows(causes: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    for row in causes.head(_CAUSES).to_dict("records"):
        share = share_text(*(row[name] for name in ("frozen", "frozen_low", "frozen_high")))
        gain = number(100.0 * (1.0 - row["sd_if_halved"]), 2)
        yield origin_label(row["station"], row["source"], row["component"]), share, gain


SECTION = Section(key="tolerance", heading="Density tolerance", order=100, build=build)
