"""Readings added up: what spread and share outside limits of every property at every station follow from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core.material import Array
from twin.kpi.part import Part
from twin.kpi.spread_sums import LotFigures, SpreadSums, spread_sums
from twin.kpi.steps import Codes
from twin.kpi.totals import total
from twin.records.chunk import ReadingRows
from twin.records.log import VERDICTS

_KEPT = ~np.isin(VERDICTS, ("scrap_lot", "rework"))
"""By verdict, whether the lot went on."""


@dataclass(frozen=True)
class ReadingSums:
    """Sums by group: (place of the station, property), in order of first reading.

    `spread`: over the lots that were neither scrapped nor sent back there. `outside`: over all, cells times
    their share out of limits, and the cells of lots of which it is known, shape (2, group).
    """

    groups: tuple[tuple[int, str], ...]
    spread: SpreadSums
    outside: Array

    def __add__(self, later: ReadingSums) -> ReadingSums:
        """Return the sums over the readings of both."""
        if self.groups == later.groups:
            return ReadingSums(self.groups, self.spread + later.spread, self.outside + later.outside)
        groups = tuple(dict.fromkeys(self.groups + later.groups))
        place = {group: number for number, group in enumerate(groups)}
        own, others = (np.array([place[g] for g in part.groups], np.int64) for part in (self, later))
        outside = np.zeros((2, len(groups)))
        outside[:, own] += self.outside
        outside[:, others] += later.outside
        spread = self.spread.spread_to(own, len(groups)) + later.spread.spread_to(others, len(groups))
        return ReadingSums(groups, spread, outside)


@total
def readings(part: Part) -> ReadingSums:
    """Return the sums over the readings in the window."""
    rows = part.readings
    inside = part.window.holds(rows.time_s)
    if not inside.all():
        rows = rows.at(np.flatnonzero(inside))
    places = np.array([part.shop.places[name] for name in rows.stations], dtype=np.int64)
    width = len(rows.properties)
    key = places[rows.station] * width + rows.property
    count = len(part.shop.machines) * width
    groups = _in_order(key, count)
    spread = _spread(rows, key, count)
    names = tuple((int(code // width), rows.properties[code % width]) for code in groups)
    sums = SpreadSums(spread.sums[:, groups], spread.mean[groups], spread.squares[groups])
    return ReadingSums(names, sums, _outside(rows, key, count)[:, groups])


def _in_order(key: Codes, count: int) -> Codes:
    """Return the keys there are, in order of their first row."""
    first = np.full(count, len(key))
    first[key[::-1]] = np.arange(len(key))[::-1]
    there = np.flatnonzero(first < len(key))
    return there[np.argsort(first[there])]


def _spread(rows: ReadingRows, key: Codes, count: int) -> SpreadSums:
    kept = _KEPT[rows.verdict]
    lots = LotFigures(rows.mean, rows.sd_within, rows.sd_lane, rows.sd_along, rows.sd_cell, rows.cells)
    if kept.all():
        return spread_sums(lots, key, count)
    chosen = np.flatnonzero(kept)
    return spread_sums(lots.at(chosen), key[chosen], count)


def _outside(rows: ReadingRows, key: Codes, count: int) -> Array:
    known = np.flatnonzero(~np.isnan(rows.out_of_spec_share) & (rows.cells > 0))
    weight, share = rows.cells[known].astype(np.float64), rows.out_of_spec_share[known]
    return np.array([np.bincount(key[known], w, minlength=count) for w in (weight * share, weight)])
