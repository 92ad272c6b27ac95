"""The cells of the lots a line finished within a window, with their area."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from twin.core.material import Array
from twin.records import cells_table

QUANTILES = (0.05, 0.5, 0.95)
BINS = 60
TAIL = 0.0005
"""Share of the area left out of a histogram at either end, so that one odd cell does not set the scale."""


@dataclass(frozen=True)
class Finished:
    """Cells of finished lots in the order they left; `area_m2`: of a good cell of each lot, shape (lot,)."""

    cells: pd.DataFrame
    lots: np.ndarray
    area_m2: Array

    @property
    def names(self) -> tuple[str, ...]:
        """Return the properties that are known."""
        return tuple(str(name) for name in self.cells.columns if name not in cells_table.PLACE)

    @property
    def web_shape(self) -> tuple[int, int]:
        """Return how many lanes and segments each lot has."""
        return cells_table.web_shape(self.cells)

    def field(self, name: str) -> Array:
        """Return a property, shape (lot, lane, segment), NaN where a cell was cut."""
        return cells_table.field(self.cells, name)[1]

    def good(self, name: str) -> tuple[Array, Array]:
        """Return the values of all good cells and their areas in m2, both of shape (cell,)."""
        values = self.field(name)
        areas = np.broadcast_to(self.area_m2[:, None, None], values.shape)
        known = np.isfinite(values)
        return values[known], areas[known]


def finished(cells: pd.DataFrame, lots: pd.DataFrame, window_s: tuple[float, float]) -> Finished:
    """Return the cells of the lots shipped within (start, end]; `cells`, `lots` of one replication."""
    inside = (lots["ended_s"] > window_s[0]) & (lots["ended_s"] <= window_s[1])
    shipped = lots[inside & (lots["fate"].astype(str) == "shipped")].set_index("lot")
    chosen = cells[cells["lot"].isin(shipped.index)].reset_index(drop=True)
    if chosen.empty:
        return Finished(chosen, np.zeros(0, dtype=np.int64), np.zeros(0))
    count = math.prod(cells_table.web_shape(chosen))
    numbers = chosen["lot"].to_numpy(np.int64)[::count]
    good = chosen.drop(columns=list(cells_table.PLACE)).notna().any(axis=1).to_numpy()
    good_m2 = shipped.loc[numbers, "good_area_m2"].to_numpy(np.float64)
    good_cells = np.add.reduceat(good, np.arange(0, len(good), count), dtype=np.int64)
    return Finished(chosen, numbers, good_m2 / np.maximum(good_cells, 1))


@dataclass(frozen=True)
class Distribution:
    """A figure over all good area: mean and standard deviation by area, and quantiles 5, 50, 95 %."""

    mean: float
    sd: float
    quantiles: tuple[float, float, float]
    area_m2: float


def distribution(values: Array, areas: Array) -> Distribution:
    """Return the distribution of cell values weighted by their areas.

    Raises ValueError without a cell.
    """
    if not len(values):
        raise ValueError("there is no good cell")
    mean = float(np.average(values, weights=areas))
    order = np.argsort(values, kind="stable")
    below = (np.cumsum(areas[order]) - areas[order] / 2.0) / areas.sum()
    low, middle, high = (float(np.interp(share, below, values[order])) for share in QUANTILES)
    sd = float(np.sqrt(np.average((values - mean) ** 2, weights=areas)))
    return Distribution(mean, sd, (low, middle, high), float(areas.sum()))


def shares_by_value(populations: Sequence[tuple[Array, Array]]) -> tuple[Array, list[Array]]:
    """Return common edges, and the percentage of the area of each population between them.

    `populations`: values of cells and their areas.
    """
    ends = np.array([np.quantile(values, [TAIL, 1.0 - TAIL]) for values, _ in populations])
    low, high = float(ends[:, 0].min()), float(ends[:, 1].max())
    margin = 0.04 * (high - low) + 1e-9 * abs(high)
    edges = np.linspace(low - margin, high + margin, BINS + 1)
    return edges, [
        np.histogram(values, edges, weights=100.0 * areas / areas.sum())[0] for values, areas in populations
    ]
