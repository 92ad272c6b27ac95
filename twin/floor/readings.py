"""Readings: one row per visit and property, figured for many visits at a time."""

from __future__ import annotations

import numpy as np

from twin.floor.judging import outside_of
from twin.floor.state import BayState, Good, LotState, MachineState
from twin.line.model import Limit, Line
from twin.log import VERDICTS, Log, Readings
from twin.material import Array

AT_A_TIME = 64


class Recorder:
    """Collects the cells of visits per station and turns them into rows."""

    def __init__(self, line: Line, log: Log) -> None:
        self.log = log
        self.names = {plan.name: place for place, plan in enumerate(line.station)}
        log.reading_stations.extend(self.names)
        self.properties: dict[str, int] = {}
        self.limits: dict[tuple[str, str], list[Limit]] = {}
        for limit in line.limit:
            self.limits.setdefault((limit.at, limit.property), []).append(limit)
        self.pending: dict[int, list[tuple[float, int, int, int, int, Array, list[float], list[float]]]] = {}
        self.columns: dict[int, tuple[str, ...]] = {}

    def add(
        self,
        bay: BayState,
        machine: MachineState,
        lot: LotState,
        outcome: tuple[int, str, Good | None],
        values: dict[str, Array],
        measured: dict[str, Array],
    ) -> None:
        """Keep the cells of one visit; cut cells count as missing.

        `outcome`: visit number, verdict, and the cells that were good when the lot came: they are the
        ones judged, so the share outside counts what was cut here.
        """
        names = self.columns.setdefault(bay.index, tuple(values))
        block = np.array([values[name] for name in names])
        good = lot.good
        if good is not None:
            block[:, ~good] = np.nan
        seen = []
        for name in names:
            gauge = measured.get(name)
            if gauge is None or (good is not None and not good.any()):
                seen.append(np.nan)
            else:
                seen.append(float(gauge.mean() if good is None else gauge[good].mean()))
        visit, verdict, known = outcome
        shares = [
            outside_share(values[name], self.limits.get((bay.plan.name, name), []), known) for name in names
        ]
        pending = self.pending.setdefault(bay.index, [])
        pending.append(
            (
                lot.free_since_s,
                lot.number,
                visit + 1,
                machine.number,
                VERDICTS.index(verdict),
                block,
                seen,
                shares,
            )
        )
        if len(pending) >= AT_A_TIME:
            self.flush(bay.plan.name, bay.index)

    def flush_all(self, names: list[str]) -> None:
        """Write what is still kept."""
        for index, name in enumerate(names):
            if self.pending.get(index):
                self.flush(name, index)

    def flush(self, station: str, index: int) -> None:
        """Figure and write the rows of a station."""
        pending = self.pending.pop(index)
        names = self.columns[index]
        rows = self.log.readings
        cells = np.array([entry[5] for entry in pending])
        seen = np.array([entry[6] for entry in pending])
        figures = figures_of(cells)
        shares = np.array([entry[7] for entry in pending])
        visits, properties = seen.shape
        heads = np.array([entry[:5] for entry in pending])
        repeated = np.repeat(heads, properties, axis=0)
        places = [self.properties.setdefault(name, len(self.properties)) for name in names]
        self.log.reading_properties[:] = self.properties
        rows.time_s.frombytes(np.ascontiguousarray(repeated[:, 0]).tobytes())
        for column, values in (
            (rows.lot, repeated[:, 1]),
            (rows.visit, repeated[:, 2]),
            (rows.machine, repeated[:, 3]),
            (rows.verdict, repeated[:, 4]),
            (rows.station, np.full(visits * properties, self.names[station])),
            (rows.property, np.tile(places, visits)),
            (rows.cells, figures.pop("cells").ravel()),
        ):
            column.frombytes(np.ascontiguousarray(values, dtype=np.int64).tobytes())
        figures |= {"measured": seen, "out_of_spec_share": shares}
        for name, values in figures.items():
            append(rows, name, values)


def append(rows: Readings, name: str, values: Array) -> None:
    """Append figures to a column of the readings."""
    getattr(rows, name).frombytes(np.ascontiguousarray(values, dtype=np.float64).ravel().tobytes())


def outside_share(cells: Array, limits: list[Limit], known: Good | None) -> float:
    """Return the share of known cells outside any of some limits, NaN without limits or cells."""
    if not limits:
        return np.nan
    outside = np.logical_or.reduce([outside_of(limit, cells) for limit in limits])
    if known is None:
        return float(outside.mean())
    return float(outside[known].mean()) if known.any() else np.nan


def figures_of(cells: Array) -> dict[str, Array]:
    """Return the figures of readings from cells of shape (visit, property, lane, segment).

    The lot's spread is taken apart into lanes, segments and the rest, each lane and each segment by
    the mean of its known cells. Where cells are missing the degrees of freedom of the rest are those left.
    """
    if not np.isnan(cells).any():
        return _figures(cells, np.full(cells.shape[:2], cells.shape[2] * cells.shape[3]))
    known = ~np.isnan(cells)
    count = known.sum(axis=(2, 3))
    out = {name: np.full(cells.shape[:2], np.nan) for name in _NAMES}
    whole = known.all(axis=(2, 3))
    parts = _figures(cells[whole][:, None], count[whole][:, None]) if whole.any() else {}
    for name, values in parts.items():
        if name != "cells":
            out[name][whole] = values[:, 0]
    for visit, place in np.argwhere(~whole & (count > 0)):
        for name, value in _figures_incomplete(cells[visit, place]).items():
            out[name][visit, place] = value
    return out | {"cells": count}


_NAMES = ("mean", "sd_within", "sd_lane", "sd_along", "sd_cell", "minimum", "maximum")


def _figures(cells: Array, count: Array) -> dict[str, Array]:
    lanes, segments = cells.shape[2:]
    mean = cells.mean(axis=(2, 3))
    centred = cells - mean[:, :, None, None]
    lane = centred.mean(axis=3)
    along = centred.mean(axis=2)
    rest = centred - lane[..., None] - along[:, :, None, :]
    freedom = (lanes - 1) * (segments - 1)
    size = lanes * segments
    squares = (centred**2).sum(axis=(2, 3))
    nothing = np.full(mean.shape, np.nan)
    return {
        "cells": count,
        "mean": mean,
        "sd_within": np.sqrt(squares / (size - 1)) if size > 1 else nothing,
        "sd_lane": np.sqrt((lane**2).mean(axis=2)),
        "sd_along": np.sqrt((along**2).mean(axis=2)),
        "sd_cell": np.sqrt((rest**2).sum(axis=(2, 3)) / freedom) if freedom > 0 else nothing,
        "minimum": cells.min(axis=(2, 3)),
        "maximum": cells.max(axis=(2, 3)),
    }


def _figures_incomplete(cells: Array) -> dict[str, float]:
    known = ~np.isnan(cells)
    count = int(known.sum())
    mean = float(np.nanmean(cells))
    centred = np.where(known, cells - mean, 0.0)
    per_lane, per_segment = known.sum(axis=1), known.sum(axis=0)
    lane, along = np.zeros(cells.shape[0]), np.zeros(cells.shape[1])
    for _ in range(20):  # additive fit of lanes and segments to the cells that are left
        lane = np.where(known, centred - along, 0.0).sum(axis=1) / np.maximum(per_lane, 1)
        along = np.where(known, centred - lane[:, None], 0.0).sum(axis=0) / np.maximum(per_segment, 1)
    rest = np.where(known, centred - lane[:, None] - along, 0.0)
    lanes, segments = int((per_lane > 0).sum()), int((per_segment > 0).sum())
    freedom = count - lanes - segments + 1
    lane, along = lane[per_lane > 0], along[per_segment > 0]
    return {
        "mean": mean,
        "sd_within": float(np.sqrt((centred**2).sum() / (count - 1))) if count > 1 else np.nan,
        "sd_lane": float(np.sqrt(((lane - lane.mean()) ** 2).mean())),
        "sd_along": float(np.sqrt(((along - along.mean()) ** 2).mean())),
        "sd_cell": float(np.sqrt((rest**2).sum() / freedom)) if freedom > 0 else np.nan,
        "minimum": float(np.nanmin(cells)),
        "maximum": float(np.nanmax(cells)),
    }
