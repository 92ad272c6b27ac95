"""Freeze one noise at a time on the running line, with its clock, gauges, control and limits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from twin.analysis.single_lot import Origin
from twin.line.api import LoadedLine
from twin.line.model.line import Line
from twin.stats.intervals import t_quantile

COLUMNS = ("station", "source", "component", "share", "low", "high", "sd", "n")
"""`share` of the variance that goes when the noise is 0; `sd` that is left, in the unit of the property."""


def label(origin: Origin) -> str:
    """Return an origin as the path of the line file that gives it."""
    station, name, component = origin
    return f"{station}.noise.{name}.{component}"


def without(line: LoadedLine, origin: Origin) -> LoadedLine:
    """Return the line with one noise at 0, named after it."""
    path = label(origin)
    return line.with_changes({path: 0.0, "name": f"{line.name} without {path}"})


def frozen_lines(line: LoadedLine, origins: Sequence[Origin]) -> list[LoadedLine]:
    """Return the line and its variants with one noise less, ready to be compared under the same dice."""
    return [line, *(without(line, origin) for origin in origins)]


def shares(
    kpis: pd.DataFrame,
    line: Line,
    origins: Sequence[Origin],
    figure: tuple[str, str],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return what share of the variance goes with each noise, paired by replication, largest first.

    `kpis` of `compare(frozen_lines(line, origins))`; `figure`: (station, property) whose `sd_total` counts.
    The share is a ratio of means over replications; its interval is that of the linearised ratio. Run-to-run
    control and limits work on, so a share may be below 0: a noise can hide another. Raises ValueError for a
    figure that is not in the table.
    """
    station, name = figure
    rows = kpis[(kpis["station"] == station) & (kpis["property"] == name) & (kpis["kpi"] == "sd_total")]
    if rows.empty:
        raise ValueError(f"there is no {name} at {station}")
    table = rows.pivot_table(index="replication", columns="line", values="value", observed=True) ** 2
    usual = table[line.name].to_numpy(np.float64)
    found = []
    for origin in origins:
        left = table[f"{line.name} without {label(origin)}"].to_numpy(np.float64)
        pairs = np.isfinite(usual) & np.isfinite(left)
        before, after = usual[pairs], left[pairs]
        n, share = before.size, 1.0 - float(after.mean() / before.mean())
        spread = float(np.std(before - after - share * before, ddof=1)) if n > 1 else np.nan
        reach = float(t_quantile(n - 1, confidence)) * spread / np.sqrt(n) / float(before.mean())
        found.append((*origin, share, share - reach, share + reach, float(np.sqrt(after.mean())), n))
    shown = pd.DataFrame(found, columns=COLUMNS)
    return shown.sort_values("share", ascending=False, ignore_index=True)
