"""A chunk of a run: the rows written since the one before, as columns of codes."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.records.log import FATES, Log, LotRow

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

ROWS = 1 << 15
"""Event rows of a chunk: enough to make NumPy's own cost small, no more than takes a few megabytes."""


@dataclass(frozen=True)
class EventRows:
    """Event rows in order of time; `keys[key]` is (station, machine, event), NaN = carries no such amount."""

    keys: Sequence[tuple[str, int, str]]
    time_s: Floats
    lot: Whole
    key: Whole
    area_m2: Floats
    energy_kWh: Floats

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.time_s)

    def at(self, rows: slice | NDArray[Any]) -> EventRows:
        """Return some of the rows."""
        return EventRows(
            self.keys,
            self.time_s[rows],
            self.lot[rows],
            self.key[rows],
            self.area_m2[rows],
            self.energy_kWh[rows],
        )


def joined(first: EventRows | None, second: EventRows) -> EventRows:
    """Return rows behind others of the same run, if there are any."""
    if first is None or not len(first):
        return second
    names = ("time_s", "lot", "key", "area_m2", "energy_kWh")
    columns = (np.concatenate([getattr(first, name), getattr(second, name)]) for name in names)
    return EventRows(second.keys, *columns)


@dataclass(frozen=True)
class ReadingRows:
    """Rows of readings; stations, properties and verdicts are places in lists of names."""

    stations: tuple[str, ...]
    properties: tuple[str, ...]
    time_s: Floats
    station: Whole
    property: Whole
    verdict: Whole
    cells: Whole
    mean: Floats
    sd_within: Floats
    sd_lane: Floats
    sd_along: Floats
    sd_cell: Floats
    out_of_spec_share: Floats

    def at(self, rows: Whole) -> ReadingRows:
        """Return some of the rows."""
        columns = (getattr(self, name)[rows] for name in READING_NAMES)
        return ReadingRows(self.stations, self.properties, *columns)


READING_NAMES = (
    "time_s", "station", "property", "verdict", "cells", "mean", "sd_within", "sd_lane", "sd_along",
    "sd_cell", "out_of_spec_share",
)  # fmt: skip


@dataclass(frozen=True)
class LotTable:
    """The lots that were inside when the chunk began, then those created in it, in order of their numbers.

    `parents`: how many each has; `parent`: their numbers, those of each lot behind each other. `fate`: its
    place in FATES when the chunk ends.
    """

    number: Whole
    parents: Whole
    parent: Whole
    created_s: Floats
    ended_s: Floats
    fate: Whole
    area_m2: Floats
    good_area_m2: Floats


@dataclass(frozen=True)
class Chunk:
    """Events and readings written since the last chunk, and the lots they are about.

    A chunk ends between two instants, so no instant is torn apart.
    """

    events: EventRows
    readings: ReadingRows
    lots: LotTable
    is_last: bool


Taker = Callable[[Chunk], None]


class HandOver:
    """Hands the rows of a log on in chunks, and lets go of them unless they are kept.

    `due_at`: as many event rows in the log make a chunk. `last_lot_s`: instant of the last event of a lot.
    """

    def __init__(self, log: Log, take: Taker, *, keep: bool) -> None:
        self.log = log
        self.take = take
        self.keep = keep
        self.due_at = ROWS
        self.last_lot_s = 0.0
        self._inside: list[LotRow] = []
        self._events = self._amounts = self._energies = self._readings = self._lots = 0

    def hand_on(self, *, is_last: bool = False) -> None:
        """Hand on what was written since the last time; an instant must be over."""
        log = self.log
        lots = self._inside + log.lots[self._lots :]
        chunk = Chunk(self._new_events(), self._new_readings(), lot_table(lots), is_last)
        self._inside = [row for row in lots if row.fate == "inside"]
        if self.keep:
            self._events, self._readings, self._lots = len(log.time_s), len(log.readings.lot), len(log.lots)
            self._amounts, self._energies = len(log.amount_row), len(log.energy_row)
            self.due_at = self._events + ROWS
        else:
            log.clear()
        of_lots = np.flatnonzero(chunk.events.lot)
        if of_lots.size:
            self.last_lot_s = float(chunk.events.time_s[of_lots[-1]])
        self.take(chunk)

    def _new_events(self) -> EventRows:
        log, since = self.log, self._events
        place = column(log.place, since)
        lot = place // log.stride  # faster than divmod
        rows = len(lot)
        return EventRows(
            keys=log.keys,
            time_s=column(log.time_s, since),
            lot=lot,
            key=place - lot * log.stride,
            area_m2=_spread(log.amount_row, log.area_m2, self._amounts, since, rows),
            energy_kWh=_spread(log.energy_row, log.energy_kWh, self._energies, since, rows),
        )

    def _new_readings(self) -> ReadingRows:
        log = self.log
        taken = column if self.keep else _taken_over
        columns = (taken(getattr(log.readings, name), self._readings) for name in READING_NAMES)
        return ReadingRows(tuple(log.reading_stations), tuple(log.reading_properties), *columns)


def lot_table(rows: Sequence[LotRow]) -> LotTable:
    """Return the rows of lots as columns."""
    return LotTable(
        number=np.array([row.lot for row in rows], dtype=np.int64),
        parents=np.array([len(row.parents) for row in rows], dtype=np.int64),
        parent=np.array([number for row in rows for number in row.parents], dtype=np.int64),
        created_s=np.array([row.created_s for row in rows], dtype=np.float64),
        ended_s=np.array([row.ended_s for row in rows], dtype=np.float64),
        fate=np.array([FATES[row.fate] for row in rows], dtype=np.int64),
        area_m2=np.array([row.area_m2 for row in rows], dtype=np.float64),
        good_area_m2=np.array([row.good_area_m2 for row in rows], dtype=np.float64),
    )


def column(values: array[Any], since: int) -> NDArray[Any]:
    """Return the end of a column of the log, as a copy: the log may let go of it."""
    return _taken_over(values, since).copy()


def _taken_over(values: array[Any], since: int) -> NDArray[Any]:
    """Return the end of a column of which the log lets go."""
    if len(values) <= since:
        return np.zeros(0, dtype=values.typecode)
    return np.frombuffer(values, dtype=values.typecode)[since:]


def _spread(places: array[int], values: array[float], since: int, first_row: int, rows: int) -> Floats:
    """Return a full column from the rows that carry a value; NaN elsewhere."""
    full = np.full(rows, np.nan)
    full[column(places, since) - first_row] = column(values, since)
    return full
