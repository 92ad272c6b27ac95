"""Quality: mean, components of the variance and capability of every property at every station."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from twin.core.material import Array
from twin.kpi.declaration import Figure, Scope, Topic, kpi
from twin.kpi.reading_sums import readings
from twin.kpi.spread_sums import Sums
from twin.kpi.totals import Totals
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


def components(sums: Sums, squares: float, lanes: int, segments: int) -> Components:
    """Estimate the variance components of lots measured on a grid of lanes and segments.

    From sums over the lots; `squares`: of their means about the mean. Each mean square is cleared of what the
    finer ones put into it: of the cells' in the lane and segment means, of both in the lot means. An estimate
    below 0 is 0. The cells' part cannot be told from the lanes' (one segment) or from the segments' (one
    lane), and is then 0. No lot: NaN.
    """
    count = float(sums.lots)
    if not count:
        return Components(*[np.nan] * 6)
    per_cell = float(sums.per_cell) / count
    cell = _mean(sums.cell, sums.cell_weight)
    lane = _mean(sums.lane, sums.lane_weight) - cell * per_cell * (lanes - 1)
    along = _mean(sums.along, sums.along_weight) - cell * per_cell * (segments - 1)
    between = squares / (count - 1.0) if count > 1 else np.nan
    mean = float(sums.weighted / sums.cells)
    within = _mean(sums.within, sums.within_weight)
    variances = (between - cell * per_cell, lane, along, cell, within)
    return Components(mean, *(_root(variance, mean) for variance in variances))


def _mean(added: Array, weight: Array) -> float:
    """Return a weighted mean from its sums; 0 of nothing."""
    return float(added / weight) if weight > 0.0 else 0.0


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
def quality(totals: Totals) -> Iterator[Figure]:
    """Yield mean, variance components and capability of each property at each station.

    Lots that were scrapped or sent back at the station have no good cells there; they count for the
    share out of limits only.
    """
    grid = totals.line.grid
    if grid is None:
        return
    lanes, found = lane_counts(totals.line), totals[readings]
    for group in sorted(range(len(found.groups)), key=lambda place: found.groups[place][0]):
        place, name = found.groups[group]
        station = totals.stations[place]
        parts = components(*found.spread.of(group), lanes[station], grid.segments)
        values = {
            "mean": parts.mean,
            "sd_total": parts.total,
            "sd_lot": parts.lot,
            "sd_lane": parts.lane,
            "sd_along": parts.along,
            "sd_cell": parts.cell,
        }
        lower, upper = _limits(totals.line, station, name)
        if lower is not None or upper is not None:
            values["cpk"] = capability(parts.mean, parts.within, lower, upper)
            values["ppk"] = capability(parts.mean, parts.total, lower, upper)
            values["out_of_spec_share"] = _mean(*found.outside[:, group])
        for kpi_name, value in values.items():
            yield Figure(kpi_name, value, station, name)


def _limits(line: Line, station: str, name: str) -> tuple[float | None, float | None]:
    """Return the narrowest limits on a property at a station."""
    limits = [limit for limit in line.limit if limit.at == station and limit.property == name]
    lower = [limit.lower for limit in limits if limit.lower is not None]
    upper = [limit.upper for limit in limits if limit.upper is not None]
    return max(lower, default=None), min(upper, default=None)
