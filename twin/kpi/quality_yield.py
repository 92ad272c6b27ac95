"""Quality: mean, components of the variance and capability of every property at every station."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from twin.core.material import Array
from twin.kpi.declaration import Figure, Scope, Topic, kpi
from twin.kpi.record import Record
from twin.kpi.rows import codes_of
from twin.kpi.time_window import Mask
from twin.line.model.line import Line
from twin.line.model.web_lanes import lane_counts

ROUNDING = 1e-12
"""Spread below this share of the mean is the rounding of equal numbers."""


@dataclass(frozen=True)
class Components:
    """Mean and standard deviations of a property over good cells, in its unit.

    `total`^2 = `lot`^2 + `lane`^2 + `along`^2 + `cell`^2. `within` is the pooled one of single lots.
    """

    mean: float
    lot: float
    lane: float
    along: float
    cell: float
    within: float

    @property
    def total(self) -> float:
        """Return the standard deviation of all cells together."""
        return float(np.sqrt(self.lot**2 + self.lane**2 + self.along**2 + self.cell**2))


class LotFigures(NamedTuple):
    """One entry per lot: what `twin.records.log.Readings` says of its cells; `cells` is how many are good."""

    mean: Array
    sd_within: Array
    sd_lane: Array
    sd_along: Array
    sd_cell: Array
    cells: Array


def components(lots: LotFigures, lanes: int, segments: int) -> Components:
    """Estimate the variance components of lots measured on a grid of lanes and segments.

    Each mean square is cleared of what the finer ones put into it: of the cells' in the lane and
    segment means, of both in the lot means. An estimate below 0 is 0. The cells' part cannot be told from
    the lanes' (one segment) or from the segments' (one lane), and is then 0. No lot: NaN.
    """
    known = ~np.isnan(lots.mean) & (lots.cells > 0)
    count, weight = int(np.count_nonzero(known)), lots.cells[known]
    if count == 0:
        return Components(*[np.nan] * 6)
    cell = _pooled(lots.sd_cell[known] ** 2, weight)
    from_cells = cell * float(np.mean(lanes * segments / weight)) / (lanes * segments)
    lane = _pooled(lots.sd_lane[known] ** 2, weight) - from_cells * (lanes - 1)
    along = _pooled(lots.sd_along[known] ** 2, weight) - from_cells * (segments - 1)
    between = float(np.var(lots.mean[known], ddof=1)) if count > 1 else np.nan
    lot = between - cell * float(np.mean(1.0 / weight))
    mean = float(np.average(lots.mean[known], weights=weight))
    within = _pooled(lots.sd_within[known] ** 2, weight - 1.0)
    return Components(mean, *(_root(variance, mean) for variance in (lot, lane, along, cell, within)))


def _pooled(variances: Array, weights: Array) -> float:
    """Return the weighted mean of the variances that are known; 0 where none is."""
    known = ~np.isnan(variances) & (weights > 0)
    return float(np.average(variances[known], weights=weights[known])) if known.any() else 0.0


def _root(variance: float, mean: float) -> float:
    """Return the root; 0 of a negative estimate and of what only rounding makes, NaN of an unknown one."""
    return 0.0 if variance <= (ROUNDING * mean) ** 2 else float(np.sqrt(variance))


def capability(mean: float, sd: float, lower: float | None, upper: float | None) -> float:
    """Return the distance of the mean to the nearer limit over 3 sd; NaN without limit or spread."""
    rooms = [] if lower is None else [mean - lower]
    rooms += [] if upper is None else [upper - mean]
    if not rooms or not sd > 0.0:
        return float("nan")
    return min(rooms) / (3.0 * sd)


_of_property = partial(kpi, topic=Topic.QUALITY, scope=Scope.PROPERTY)
_sd = partial(_of_property, unit="", better=-1)


@_of_property("mean", unit="", label="mean", definition="Mean over the good cells.")
@_sd("sd_total", label="spread", definition="Total standard deviation over the good cells.")
@_sd("sd_lot", label="sd lot to lot", definition="Standard deviation from lot to lot.")
@_sd("sd_lane", label="sd across the web", definition="Standard deviation from lane to lane across the web.")
@_sd(
    "sd_along",
    label="sd along the web",
    definition="Standard deviation from segment to segment along the web.",
)
@_sd("sd_cell", label="sd cell to cell", definition="Standard deviation left from cell to cell.")
@_of_property(
    "cpk",
    unit="ratio",
    label="Cpk",
    better=1,
    restates="out_of_spec_share",
    iso="critical process capability index",
    definition="Distance to the nearer limit per 3 pooled standard deviations within lots.",
)
@_of_property(
    "ppk",
    unit="ratio",
    label="Ppk",
    better=1,
    restates="out_of_spec_share",
    definition="Distance to the nearer limit per 3 total standard deviations.",
)
@_of_property(
    "out_of_spec_share",
    unit="fraction",
    label="out of specification",
    better=-1,
    shown_in="%",
    definition="Share of cells whose true value is outside the limits.",
)
def quality(record: Record) -> Iterator[Figure]:
    """Yield mean, variance components and capability of each property at each station.

    Lots that were scrapped or sent back at the station have no good cells there; they count for the
    share out of limits only.
    """
    grid = record.line.grid
    if grid is None:
        return
    lanes = lane_counts(record.line)
    for station, name, lots, kept, outside in _groups(record):
        parts = components(LotFigures(*(column[kept] for column in lots)), lanes[station], grid.segments)
        values = {
            "mean": parts.mean,
            "sd_total": parts.total,
            "sd_lot": parts.lot,
            "sd_lane": parts.lane,
            "sd_along": parts.along,
            "sd_cell": parts.cell,
        }
        lower, upper = _limits(record.line, station, name)
        if lower is not None or upper is not None:
            values["cpk"] = capability(parts.mean, parts.within, lower, upper)
            values["ppk"] = capability(parts.mean, parts.total, lower, upper)
            values["out_of_spec_share"] = _pooled(outside, lots.cells)
        for kpi_name, value in values.items():
            yield Figure(kpi_name, value, station, name)


def _limits(line: Line, station: str, name: str) -> tuple[float | None, float | None]:
    """Return the narrowest limits on a property at a station."""
    limits = [limit for limit in line.limit if limit.at == station and limit.property == name]
    lower = [limit.lower for limit in limits if limit.lower is not None]
    upper = [limit.upper for limit in limits if limit.upper is not None]
    return max(lower, default=None), min(upper, default=None)


def _groups(record: Record) -> Iterator[tuple[str, str, LotFigures, Mask, Array]]:
    """Yield (station, property, figures, kept, share outside) of the window, stations in their order.

    `kept` marks the lots that were neither scrapped nor sent back there.
    """
    readings, stations = record.tables.readings, record.stations
    inside = np.flatnonzero(record.window.holds(readings["time_s"].to_numpy(np.float64)))
    station = codes_of(readings["station"], stations)[inside]
    inside = inside[np.argsort(station, kind="stable")]
    name, names = pd.factorize(readings["property"].to_numpy(dtype=object)[inside])
    key, keys = pd.factorize(np.sort(station) * len(names) + name)
    order = np.argsort(key, kind="stable")
    ends = np.cumsum(np.bincount(key, minlength=len(keys)))
    wanted = (*LotFigures._fields, "out_of_spec_share")
    columns = [readings[column].to_numpy(np.float64)[inside][order] for column in wanted]
    kept = ~np.isin(readings["verdict"].to_numpy(dtype=object)[inside], ("scrap_lot", "rework"))[order]
    for code, first, last in zip(keys.tolist(), [0, *ends.tolist()], ends.tolist(), strict=False):
        *figures, outside = (column[first:last] for column in columns)
        place, item = divmod(code, len(names))
        yield stations[place], names[item], LotFigures(*figures), kept[first:last], outside
