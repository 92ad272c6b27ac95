"""The finished web: lots without gaps, how far its sample positions lie apart, subgroups of a lot."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from twin.core.material import Array
from twin.line.model.line import Line, StationPlan
from twin.quality.charts import ControlChart, frozen, xbar_r, xbar_s
from twin.quality.finished_cells import Finished
from twin.quality.monitoring import PHASE_ONE
from twin.quality.run_rules import Marks, signals
from twin.quality.spectrum import Sampling, sampling
from twin.stations.contract.kinds import load

LARGEST_FOR_RANGES = 10
"""Subgroups up to this size have a range chart, larger ones a chart of standard deviations (AIAG SPC)."""


def covered(finished: Finished, name: str) -> Array:
    """Return the lots with a good cell in every lane and in every segment, (lot, lane, segment)."""
    if name not in finished.names:
        return np.zeros((0, 1, 1))
    values = finished.field(name)
    known = np.isfinite(values)
    whole: Array = values[np.all(known.any(axis=1), axis=1) & np.all(known.any(axis=2), axis=1)]
    return whole


def spacing_m(line: Line, finished: Finished) -> float:
    """Return the distance of two sample positions in metres, NaN where no station knows the web's width."""
    widths = [getattr(plan.params, "web_width_m", None) for plan in line.station]
    known = [float(width) for width in widths if width is not None]
    if not known or not len(finished.lots):
        return math.nan
    lanes, _ = finished.web_shape
    return float(np.median(finished.area_m2)) * lanes / known[-1]


def roll_samplings(line: Line, finished: Finished, stations: list[str]) -> Iterator[tuple[str, Sampling]]:
    """Yield each station with a roll, and what the sample positions make of a turn of it."""
    distance_m = spacing_m(line, finished)
    if math.isnan(distance_m):
        return
    segments = int(finished.cells["segment"].max())
    for name in stations:
        turn_m = _turn_m(next(plan for plan in line.station if plan.name == name))
        if turn_m is not None:
            yield name, sampling(turn_m, distance_m, segments)


def _turn_m(plan: StationPlan) -> float | None:
    turn = load(plan.kind).circumference_m
    return None if turn is None or plan.params is None else float(turn(plan.params))


def lot_subgroups(finished: Finished, name: str) -> dict[str, Array]:
    """Return the means of lanes and of segments of each lot with none missing, shape (lot, n)."""
    if name not in finished.names:
        return {}
    field = finished.field(name)
    field = field[np.isfinite(field).all(axis=(1, 2))]
    means = {"lanes": field.mean(axis=2), "segments": field.mean(axis=1)}
    return {kind: groups for kind, groups in means.items() if groups.shape[1] > 1}


class SubgroupCharts(NamedTuple):
    """Means and spreads of subgroups against limits from the first lots; `marked`: by a run rule."""

    name: str
    size: int
    means: ControlChart
    spread: ControlChart
    marked: Marks


def subgroup_charts(groups: Array) -> SubgroupCharts | None:
    """Chart subgroups of lots, shape (lot, n); None with too few lots, or lots without spread, for limits."""
    if len(groups) < PHASE_ONE or not np.ptp(groups[:PHASE_ONE], axis=1).all():
        return None
    ranged = groups.shape[1] <= LARGEST_FOR_RANGES
    first, spread = (xbar_r if ranged else xbar_s)(groups[:PHASE_ONE])
    within = np.ptp(groups, axis=1) if ranged else groups.std(axis=1, ddof=1)
    means = frozen(first, groups.mean(axis=1))
    marked = np.any(list(signals(means.z).values()), axis=0)
    name = f"Xbar-{'R' if ranged else 's'}"
    return SubgroupCharts(name, groups.shape[1], means, frozen(spread, within), marked)
