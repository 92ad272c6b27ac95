"""Event rows of lots as arrays of codes, sorted into stays at a station."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from twin.core.material import Array
from twin.kpi.steps import Codes
from twin.kpi.time_window import Mask
from twin.line.model.line import Line
from twin.records.log import CODE, EVENTS


@dataclass(frozen=True)
class LotRows:
    """Rows that belong to a lot, sorted by lot, then time.

    `stay` numbers the stays from 0: each begins with `created` or `arrived`. `place` is the place of
    the row's name in `line.station`, -1 - n for the n-th source. `area_m2` is the area of the row; where
    there is no material every finished, reworked or scrapped lot counts 1.
    """

    lot: Codes
    stay: Codes
    event: Codes
    time_s: Array
    place: Codes
    machine: Codes
    area_m2: Array

    @property
    def begins(self) -> Codes:
        """Return the first row of each stay."""
        return np.flatnonzero(np.diff(self.stay, prepend=-1))

    def first(self, event: str) -> Codes:
        """Return the row of the first such event of each stay, -1 where there is none."""
        first = np.full(self._stays, -1, dtype=np.int64)
        rows = np.flatnonzero(self.event == CODE[event])[::-1]
        first[self.stay[rows]] = rows
        return first

    def first_s(self, event: str) -> Array:
        """Return the time of the first such event of each stay, NaN where there is none."""
        row = self.first(event)
        return np.where(row < 0, np.nan, self.time_s[row]) if len(self.time_s) else np.zeros(0)

    def area_of(self, rows: Mask) -> Array:
        """Return the area of the chosen rows, summed by stay."""
        return np.bincount(self.stay[rows], self.area_m2[rows], minlength=self._stays).astype(np.float64)

    def machine_of(self) -> Codes:
        """Return the machine of each stay, 0 where the lot came to none."""
        machine = np.zeros(self._stays, dtype=np.int64)
        np.maximum.at(machine, self.stay, self.machine)
        return machine

    @property
    def _stays(self) -> int:
        return int(self.stay[-1]) + 1 if len(self.stay) else 0


def lot_rows(events: pd.DataFrame, line: Line) -> LotRows:
    """Sort the rows of lots by lot and number the stays."""
    lots = events["lot"].to_numpy(np.int64)
    order = np.argsort(lots, kind="stable")
    order = order[np.searchsorted(lots[order], 1) :]
    event = codes_of(events["event"], EVENTS)[order]
    area = events["area_m2"].to_numpy(np.float64)[order]
    counted = np.isin(event, [CODE[name] for name in ("finished", "reworked", "scrapped")])
    return LotRows(
        lot=lots[order],
        stay=np.cumsum((event == CODE["created"]) | (event == CODE["arrived"])) - 1,
        event=event,
        time_s=events["time_s"].to_numpy(np.float64)[order],
        place=places_of(events["station"], line)[order],
        machine=events["machine"].to_numpy(np.int64)[order],
        area_m2=area if line.has_material else counted.astype(np.float64),
    )


def codes_of(column: pd.Series[str], names: Sequence[str]) -> Codes:
    """Return the place of each entry in `names`; -1 for others."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        code = {name: place for place, name in enumerate(names)}
        known = np.array([*(code.get(name, -1) for name in column.cat.categories), -1], dtype=np.int64)
        return known[column.cat.codes.to_numpy()]
    return pd.Index(names).get_indexer(pd.Index(column)).astype(np.int64)


def places_of(column: pd.Series[str], line: Line) -> Codes:
    """Return the place of each name in `line.station`, -1 - n for the n-th source.

    Rows without a station come out below the last source.
    """
    stations = [station.name for station in line.station]
    sources = [source.name for source in line.source]
    code = codes_of(column, stations + sources)
    code[code < 0] = len(stations) + len(sources)
    return np.where(code >= len(stations), len(stations) - 1 - code, code)
