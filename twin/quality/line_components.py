"""Variance components of every property at every station, from the readings, with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from twin.core.material import Array
from twin.line.model.line import Line
from twin.line.model.web_lanes import lane_counts
from twin.quality.variance_components import (
    Component,
    chi_square_component,
    mean_component,
    mls_interval,
    ratio_component,
)

COLUMNS = (
    "station", "property", "component", "variance", "share", "sd", "sd_low", "sd_high", "lots",
)  # fmt: skip
"""`share`: of the sum of lot, lane, along and cell, negative estimates as 0."""

WITHIN_TOTAL = ("lot", "lane", "along", "cell")
"""Components that add up to the variance of a cell."""

ROUNDING = 1e-12
"""Standard deviations below this share of the mean are what rounding leaves, and count as 0."""

LEFT_OUT = ("scrap_lot", "rework")
"""Verdicts after which a visit does not count: the lot is gone, or comes again."""

_FIGURES = ("mean", "sd_lane", "sd_along", "sd_cell", "cells", "measured")


@dataclass(frozen=True)
class VisitFigures:
    """Readings of one property at one station, one entry per lot.

    `root`: number of the first ancestor; children of one batch share it and are alike. `run`:
    replication, each with cross-web profiles of its own.
    """

    figures: Mapping[str, Array]
    root: NDArray[np.int64]
    run: NDArray[np.int64]

    @property
    def count(self) -> int:
        """Return the number of lots."""
        return len(self.root)

    @property
    def batch(self) -> NDArray[np.int64]:
        """Return which batch each lot comes from, numbered from 0 over all replications."""
        _, batch = np.unique(np.stack([self.run, self.root]), axis=1, return_inverse=True)
        return np.asarray(batch, dtype=np.int64).ravel()


def components(
    readings: pd.DataFrame, lots: pd.DataFrame, line: Line, confidence: float = 0.95
) -> pd.DataFrame:
    """Return lot, lane, along, cell and measurement component of each property at each station.

    `readings` and `lots` are the tables of a study, warm-up already cut; with `replication` columns the
    replications are pooled. Cells that a limit cut for the property itself leave a truncated spread: what
    comes out is the spread of the cells that are left. Fewer than three lots: no row.
    """
    if line.grid is None:
        return pd.DataFrame(columns=COLUMNS)
    rows, lanes = [], lane_counts(line)
    for station, name, visits in _groups(readings, roots(lots)):
        parts = split(visits, lanes[station], line.grid.segments, confidence)
        share = _measured_share(line, station, name)
        if share > 0.0:
            parts |= measurement(visits, parts["cell"], share, confidence)
        parts = {key: _rounded(part, visits) for key, part in parts.items()}
        total = sum(max(parts[key].variance, 0.0) for key in WITHIN_TOTAL)
        for key, part in parts.items():
            share = max(part.variance, 0.0) / total if total > 0.0 else np.nan
            rows.append((station, name, key, part.variance, share, part.sd, *part.sd_interval, visits.count))
    return pd.DataFrame(rows, columns=COLUMNS)


def _rounded(part: Component, visits: VisitFigures) -> Component:
    """Return a component, 0 where it is no more than rounding."""
    rounding = (ROUNDING * float(np.abs(visits.figures["mean"]).max())) ** 2
    largest = max(abs(part.variance), abs(part.low), abs(part.high))
    return Component(0.0, 0.0, 0.0) if largest < rounding else part


def last_set(parts: pd.DataFrame, names: Sequence[str], stations: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the components of properties that vary, each at the last station that sets it, by component."""
    varying = {}
    for name in names:
        here = parts[parts["property"] == name]
        for station in [place for place in stations if (here["station"] == place).any()][-1:]:
            part = here[here["station"] == station].set_index("component")
            if total_sd(part) > 0.0:
                varying[name] = part
    return varying


def total_sd(part: pd.DataFrame) -> float:
    """Return the standard deviation of a cell from the components of one property at one station."""
    return float(np.sqrt((part.loc[list(WITHIN_TOTAL), "sd"] ** 2).sum()))


def roots(lots: pd.DataFrame) -> dict[tuple[int, int], int]:
    """Return the first ancestor of each (replication, lot); of joined lots that of the first branch."""
    run = lots["replication"] if "replication" in lots else np.zeros(len(lots), dtype=np.int64)
    ancestors: dict[tuple[int, int], int] = {}
    for replication, lot, parents in zip(run, lots["lot"], lots["parents"], strict=True):
        first = str(parents).split()
        key = (int(replication), int(lot))
        ancestors[key] = ancestors[int(replication), int(first[0])] if first else int(lot)
    return ancestors


def split(visits: VisitFigures, lanes: int, segments: int, confidence: float = 0.95) -> dict[str, Component]:
    """Return the components lot, lane, along, cell of one property.

    The spread of lane and segment means is freed of what the cells put into it. The cells' part cannot be
    told from the course along the web with one lane, nor from the profile with one segment: it is then 0.
    """
    figures, batch = visits.figures, visits.batch
    batches = int(batch.max()) + 1
    freedom = figures["cells"] - lanes - segments + 1.0
    freedom = np.where(np.isfinite(figures["sd_cell"]), np.maximum(freedom, 0.0), 0.0)
    cell = Component(0.0, 0.0, 0.0)
    if lanes > 1 and segments > 1 and freedom.sum() > 0:
        squares = np.nan_to_num(figures["sd_cell"]) ** 2 * freedom
        sums = [np.bincount(batch, part, batches).astype(np.float64) for part in (squares, freedom)]
        cell = ratio_component(sums[0], sums[1], confidence)
    by_name = {"lot": lot_to_lot(visits, cell.variance, int(freedom.sum()), confidence)}
    for key, levels in (("lane", lanes), ("along", segments)):
        if levels == 1:
            by_name[key] = Component(0.0, 0.0, 0.0)
            continue
        share = float(np.mean((levels - 1) / figures["cells"]))
        per_batch = np.bincount(batch, figures[f"sd_{key}"] ** 2) / np.bincount(batch)
        by_name[key] = mean_component(per_batch, share, cell, confidence)
    return {**by_name, "cell": cell}


def lot_to_lot(visits: VisitFigures, cell: float, cell_degrees: int, confidence: float = 0.95) -> Component:
    """Return the variance of the lots' true means within a replication.

    Lots of one batch share what the batch got: with n of them per batch the variance is
    (MSB + (n-1) MSW) / n, and its interval counts batches, not lots.
    """
    noise = float(np.mean(1.0 / visits.figures["cells"]))
    means, batch = visits.figures["mean"], visits.batch
    sizes = np.bincount(batch).astype(np.float64)
    batch_mean = np.bincount(batch, means) / sizes
    _, run = np.unique(visits.run[np.unique(batch, return_index=True)[1]], return_inverse=True)
    run_mean = np.bincount(run, batch_mean) / np.bincount(run)
    between_degrees = sizes.size - (run.max() + 1)
    if between_degrees < 1:
        return Component(np.nan, np.nan, np.nan)
    n = float(sizes.size / np.sum(1.0 / sizes))
    between = n * float(np.sum((batch_mean - run_mean[run]) ** 2)) / between_degrees
    terms = [(1.0 / n, between, between_degrees)]
    within_degrees = visits.count - sizes.size
    if within_degrees > 0:
        within = float(np.sum((means - batch_mean[batch]) ** 2)) / within_degrees
        terms.append(((n - 1.0) / n, within, within_degrees))
    terms.append((-noise, cell, max(cell_degrees, 1)))
    coefficients, squares, degrees = zip(*terms, strict=True)
    low, high = mls_interval(coefficients, squares, degrees, confidence)
    return Component(float(np.dot(coefficients, squares)), low, high)


def measurement(
    visits: VisitFigures, cell: Component, share: float, confidence: float = 0.95
) -> dict[str, Component]:
    """Return the variance of one reading of the gauge, from lot means measured less true ones.

    `share`: of the cells that are measured. What those left out add is taken off as far as it is cell to
    cell; a course along the web between them stays in. Empty for fewer than three lots measured.
    """
    error = visits.figures["measured"] - visits.figures["mean"]
    seen = np.isfinite(error)
    if seen.sum() < 3:
        return {}
    readings = visits.figures["cells"][seen] * share
    squares = float(np.sum((error[seen] - error[seen].mean()) ** 2 * readings))
    reading = chi_square_component(squares, int(seen.sum()) - 1, confidence)
    unseen = cell.variance * (1.0 - share)
    return {"measurement": Component(reading.variance - unseen, reading.low - unseen, reading.high - unseen)}


def _measured_share(line: Line, station: str, name: str) -> float:
    """Return the share of segments a gauge measures, 0 without gauge."""
    plan = next(plan for plan in line.station if plan.name == station)
    gauge = plan.gauge.get(name)
    if gauge is None or line.grid is None:
        return 0.0
    return -(-line.grid.segments // gauge.every_segments) / line.grid.segments


def _groups(
    readings: pd.DataFrame, root: Mapping[tuple[int, int], int]
) -> Iterator[tuple[str, str, VisitFigures]]:
    """Yield (station, property, visits) with three lots or more, in order of first appearance."""
    counts = ~readings["verdict"].astype("str").isin(LEFT_OUT) & (readings["cells"] > 0)
    table = readings[counts]
    run = table["replication"] if "replication" in table else pd.Series(0, index=table.index)
    keys = zip(run.to_list(), table["lot"].to_list(), strict=True)
    table = table.assign(_run=run, _root=[root[int(r), int(lot)] for r, lot in keys])
    for key, group in table.groupby(["station", "property"], sort=False, observed=True):
        station, name = (str(part) for part in key)
        figures = {column: group[column].to_numpy(np.float64) for column in _FIGURES}
        known = np.isfinite(figures["mean"])
        if known.sum() < 3:
            continue
        yield (
            station,
            name,
            VisitFigures(
                {column: values[known] for column, values in figures.items()},
                group["_root"].to_numpy(np.int64)[known],
                group["_run"].to_numpy(np.int64)[known],
            ),
        )
