"""Readings: one row per visit and property, figured for many visits at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from twin.core.material import Array, Material
from twin.floor.material.inspection import mean_of_good, outside_of
from twin.floor.material.reading_statistics import figures_of
from twin.floor.state import Good, LotState, MachineState
from twin.line.model.line import Limit, Line
from twin.records.log import VERDICTS, Log, Readings
from twin.stations.shared import finished_cell

AT_A_TIME = 64
MOST_CELLS = 8192
"""Visits figured together: enough to make NumPy's own cost small, no more than fit into the cache."""


class VisitRecord(NamedTuple):
    """How a visit went: its number, its verdict, the cells that were good when the lot came.

    `material`: the finished electrode, if its cell is still to be worked out.
    """

    visit: int
    verdict: str
    good: Good | None
    material: Material | None


class Pending(NamedTuple):
    """One visit that waits to be written; `cells` has shape (property x lane, segment)."""

    time_s: float
    lot: int
    visit: int
    machine: int
    verdict: int
    cells: Array
    measured: list[float]
    shares: list[float]
    good: Good | None
    material: Material | None


_HEAD = 5
"""Fields of Pending that are numbers and stand in every row of a visit."""


class Recorder:
    """Collects the cells of visits per station and turns them into rows."""

    def __init__(self, line: Line, log: Log) -> None:
        self.log = log
        cells = 1 if line.grid is None else line.grid.lanes * line.grid.segments
        self.at_a_time = max(1, min(AT_A_TIME, MOST_CELLS // cells))
        self.names = {plan.name: place for place, plan in enumerate(line.station)}
        self.properties: dict[str, int] = {}
        self.limits: dict[str, dict[str, list[Limit]]] = {}
        for limit in line.limit:
            self.limits.setdefault(limit.at, {}).setdefault(limit.property, []).append(limit)
        self.pending: dict[int, list[Pending]] = {}
        self.columns: dict[int, dict[str, int]] = {}

    def add(
        self,
        machine: MachineState,
        lot: LotState,
        record: VisitRecord,
        values: Mapping[str, Array],
        measured: Mapping[str, Array],
    ) -> None:
        """Keep the cells of one visit; cut cells count as missing.

        The cells inspected are those that were good when the lot came, so the share outside counts what was
        cut here. A station that reports nothing, as a store, has no rows.
        """
        if not values:
            return
        station = machine.station
        places = self.columns.get(station.index)
        if places is None:
            places = self.columns[station.index] = {name: place for place, name in enumerate(values)}
        cells, good = np.concatenate([values[name] for name in places]), lot.good
        means, shares = [np.nan] * len(places), [np.nan] * len(places)
        for name, gauge in measured.items():
            if good is None or good.any():
                means[places[name]] = mean_of_good(lot, gauge)
        for name, limits in self.limits.get(station.plan.name, {}).items():
            shares[places[name]] = outside_share(values[name], limits, record.good)
        verdict, visit = VERDICTS.index(record.verdict), record.visit + 1
        head = (lot.free_since_s, lot.number, visit, machine.number, verdict)
        pending = self.pending.setdefault(station.index, [])
        pending.append(Pending(*head, cells, means, shares, good, record.material))
        if len(pending) >= self.at_a_time:
            self.flush(station.plan.name, station.index)

    def flush_all(self) -> None:
        """Write what is still kept."""
        for name, index in self.names.items():
            if self.pending.get(index):
                self.flush(name, index)

    def flush(self, station: str, index: int) -> None:
        """Figure and write the rows of a station."""
        pending = self.pending.pop(index)
        names, cells = good_cells(pending, list(self.columns[index]))
        visits, rows = len(pending), self.log.readings
        measured = np.full((visits, len(names)), np.nan)
        shares = measured.copy()
        measured[:, : len(self.columns[index])] = [entry.measured for entry in pending]
        shares[:, : len(self.columns[index])] = [entry.shares for entry in pending]
        heads = np.array([entry[:_HEAD] for entry in pending])
        repeated = np.repeat(heads, len(names), axis=0)
        places = [self.properties.setdefault(name, len(self.properties)) for name in names]
        self.log.reading_properties[:] = self.properties
        figures = figures_of(cells) | {"measured": measured, "out_of_spec_share": shares}
        rows.time_s.frombytes(np.ascontiguousarray(repeated[:, 0]).tobytes())
        for column, values in (
            (rows.lot, repeated[:, 1]),
            (rows.visit, repeated[:, 2]),
            (rows.machine, repeated[:, 3]),
            (rows.verdict, repeated[:, 4]),
            (rows.station, np.full(len(repeated), self.names[station])),
            (rows.property, np.tile(places, visits)),
            (rows.cells, figures.pop("cells").ravel()),
        ):
            column.frombytes(np.ascontiguousarray(values, dtype=np.int64).tobytes())
        for name, values in figures.items():
            append(rows, name, values)


def good_cells(pending: list[Pending], names: list[str]) -> tuple[list[str], Array]:
    """Return properties and cells of visits, (visit, property, lane, segment), NaN where not good.

    Figures of cells that are still to be worked out come behind the properties there are.
    """
    cells = np.concatenate([entry.cells for entry in pending])
    cells = cells.reshape(len(pending), len(names), -1, cells.shape[1])
    finished = [entry.material for entry in pending if entry.material is not None]
    if finished:
        late = {name: v for name, v in finished_cell.figures_of_lots(finished).items() if name not in names}
        names = [*names, *late]
        cells = np.concatenate([cells, np.stack(list(late.values()), axis=1)], axis=1)
    for place, entry in enumerate(pending):
        if entry.good is not None:
            cells[place, :, ~entry.good] = np.nan
    return names, cells


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
