"""Sums over lots from which the variance components of properties follow, group by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from twin.core.material import Array
from twin.kpi.steps import Codes


class LotFigures(NamedTuple):
    """One entry per lot: what `twin.records.log.Readings` says of its cells; `cells` is how many are good."""

    mean: Array
    sd_within: Array
    sd_lane: Array
    sd_along: Array
    sd_cell: Array
    cells: Array | Codes

    def at(self, lots: Codes) -> LotFigures:
        """Return the figures of some of the lots."""
        return LotFigures(
            self.mean[lots],
            self.sd_within[lots],
            self.sd_lane[lots],
            self.sd_along[lots],
            self.sd_cell[lots],
            self.cells[lots],
        )


class Sums(NamedTuple):
    """Sums over the lots of each group, weights being their cells; only lots with cells count.

    `weighted`: of the means. `per_cell`: of one over the cells. Of each spread its square times the weight,
    and the weights of the lots where it is known; of the spread within a lot the weight is one less.
    """

    lots: Array
    cells: Array
    weighted: Array
    per_cell: Array
    cell: Array
    cell_weight: Array
    lane: Array
    lane_weight: Array
    along: Array
    along_weight: Array
    within: Array
    within_weight: Array


@dataclass(frozen=True)
class SpreadSums:
    """Sums by group, and the means of the lots: their mean and the squares about it."""

    sums: Array
    mean: Array
    squares: Array

    def of(self, group: int) -> tuple[Sums, float]:
        """Return the sums of a group and the squares of its lots' means about their mean."""
        return Sums(*self.sums[:, group]), float(self.squares[group])

    def spread_to(self, places: Codes, groups: int) -> SpreadSums:
        """Return the same sums with each group at its place among more groups."""
        sums, mean, squares = np.zeros((len(self.sums), groups)), np.zeros(groups), np.zeros(groups)
        sums[:, places], mean[places], squares[places] = self.sums, self.mean, self.squares
        return SpreadSums(sums, mean, squares)

    def __add__(self, later: SpreadSums) -> SpreadSums:
        """Return the sums over the lots of both; squares by the way of Chan, Golub and LeVeque (1983)."""
        first, second = self.sums[0], later.sums[0]
        both = np.maximum(first + second, 1.0)
        apart = later.mean - self.mean
        return SpreadSums(
            self.sums + later.sums,
            self.mean + apart * second / both,
            self.squares + later.squares + apart**2 * first * second / both,
        )


def spread_sums(lots: LotFigures, group: Codes, groups: int) -> SpreadSums:
    """Return the sums over lots, of which `group` says to which each belongs."""
    is_known = ~np.isnan(lots.mean) & (lots.cells > 0)
    if not is_known.all():
        known = np.flatnonzero(is_known)
        lots, group = lots.at(known), group[known]
    weight = lots.cells.astype(np.float64)

    def added(values: Array | None = None) -> Array:
        return np.bincount(group, values, minlength=groups).astype(np.float64)

    def pooled(sd: Array, weight: Array, whole: Array | None = None) -> tuple[Array, Array]:
        counts = ~np.isnan(sd) & (weight > 0.0)
        if counts.all():
            return added(sd * sd * weight), added(weight) if whole is None else whole
        return added(np.where(counts, sd * sd * weight, 0.0)), added(np.where(counts, weight, 0.0))

    count, cells = added(), added(weight)
    mean = added(lots.mean) / np.maximum(count, 1.0)
    sums = Sums(
        count,
        cells,
        added(weight * lots.mean),
        added(1.0 / weight),
        *pooled(lots.sd_cell, weight, cells),
        *pooled(lots.sd_lane, weight, cells),
        *pooled(lots.sd_along, weight, cells),
        *pooled(lots.sd_within, weight - 1.0, cells - count),
    )
    return SpreadSums(np.array(sums), mean, added((lots.mean - mean[group]) ** 2))
