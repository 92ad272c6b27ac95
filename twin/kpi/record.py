"""One replication as arrays: visits, lots and time in each state, worked out once for all KPIs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from twin.core.material import Array
from twin.kpi.states import STATES, states_of
from twin.kpi.steps import Codes
from twin.kpi.time_window import Mask, Window, window
from twin.kpi.visits import Visits, visits
from twin.line.model.line import Line
from twin.records.tables import Tables


@dataclass(frozen=True)
class Lots:
    """The table of lots as arrays, lot n at place n - 1; `root` is the earliest ancestor of each.

    `reworked`: the lot or an ancestor was ever sent to rework. Areas count lots where there is no material.
    """

    created_s: Array
    ended_s: Array
    shipped: Mask
    scrapped: Mask
    root: Codes
    reworked: Mask
    area_m2: Array
    good_area_m2: Array


@dataclass(frozen=True)
class Record:
    """One replication: its tables, the window, visits, lots, and the time in each state.

    `state_s`: seconds in the window, shape (station, state), states in the order of STATES, machines
    of a station added up; `stretches` the table of `twin.kpi.states.states`; `machines` per station.
    """

    line: Line
    tables: Tables
    window: Window
    visits: Visits
    lots: Lots
    machines: Array
    stretches: pd.DataFrame
    state_s: Array

    @property
    def stations(self) -> list[str]:
        """Return the names of the stations in the order of the file."""
        return [station.name for station in self.line.station]

    def by_station(self, rows: Mask, weights: Array | None = None) -> Array:
        """Count the chosen visits at each station, or add up a weight of theirs."""
        chosen = rows & (self.visits.place >= 0)
        weight = None if weights is None else weights[chosen]
        return np.bincount(self.visits.place[chosen], weight, minlength=len(self.machines)).astype(np.float64)

    def seconds(self, *states: str) -> Array:
        """Return the time of each station in any of the states, its machines added up."""
        return np.asarray(self.state_s[:, [STATES.index(state) for state in states]].sum(axis=1))


def record(tables: Tables, line: Line, warmup_s: float = 0.0, horizon_s: float | None = None) -> Record:
    """Prepare the record of one replication."""
    period = window(tables, warmup_s, horizon_s)
    stays = visits(tables, line)
    stretches = states_of(tables, line, stays, period.end_s)
    return Record(
        line=line,
        tables=tables,
        window=period,
        visits=stays,
        lots=_lots(tables.lots, stays, line.has_material),
        machines=np.array([station.equipment.machines for station in line.station], dtype=np.float64),
        stretches=stretches,
        state_s=_state_s(stretches, period, len(line.station)),
    )


def _state_s(stretches: pd.DataFrame, period: Window, stations: int) -> Array:
    """Add up the time in each state inside the window."""
    seconds = period.overlap_s(stretches["start_s"].to_numpy(), stretches["end_s"].to_numpy())
    station = stretches["station"].cat.codes.to_numpy(np.int64)
    state = stretches["state"].cat.codes.to_numpy(np.int64)
    totals = np.bincount(station * len(STATES) + state, seconds, minlength=stations * len(STATES))
    return totals.reshape(stations, len(STATES)).astype(np.float64)


def _lots(table: pd.DataFrame, stays: Visits, has_material: bool) -> Lots:
    fate = table["fate"].to_numpy(dtype=object)
    sent_back = np.zeros(len(table), dtype=bool)
    sent_back[stays.lot[~np.isnan(stays.reworked_s)] - 1] = True
    root, reworked = _descent(table["parents"].to_numpy(dtype=object), sent_back)
    shipped = fate == "shipped"
    return Lots(
        created_s=table["created_s"].to_numpy(np.float64),
        ended_s=table["ended_s"].to_numpy(np.float64),
        shipped=shipped,
        scrapped=fate == "scrapped",
        root=root,
        reworked=reworked,
        area_m2=table["area_m2"].to_numpy(np.float64) if has_material else np.ones(len(table)),
        good_area_m2=table["good_area_m2"].to_numpy(np.float64) if has_material else np.ones(len(table)),
    )


def _descent(parents: NDArray[np.object_], reworked: Mask) -> tuple[Codes, Mask]:
    """Return the place of each lot's earliest ancestor, and whether any of its line was reworked.

    Lots are numbered in order of creation, so the lowest number among the ancestors is the earliest.
    """
    root = list(range(len(parents)))
    ever = reworked.tolist()
    for place, text in enumerate(parents):
        if text:
            family = [int(number) - 1 for number in text.split()]
            root[place] = min(root[parent] for parent in family)
            ever[place] = ever[place] or any(ever[parent] for parent in family)
    return np.array(root, dtype=np.int64), np.array(ever, dtype=bool)
