"""Event rows of lots as arrays of codes, sorted into stays at a station."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.core.material import Array
from twin.kpi.steps import Codes
from twin.kpi.time_window import Mask
from twin.line.model.line import Line
from twin.records.chunk import EventRows
from twin.records.log import CODE, EVENTS


def marked(*events: str) -> Mask:
    """Return, by the code of an event, whether it is one of these."""
    return np.isin(np.arange(len(EVENTS)), [CODE[event] for event in events])


_BEGINS = marked("created", "arrived")
_COUNTED = marked("finished", "reworked", "scrapped")


class Shop:
    """The stations of a line as numbers: `first` is the first machine of each, numbered through from 0."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.machines = np.array([station.equipment.machines for station in line.station], dtype=np.int64)
        self.first = np.cumsum(self.machines) - self.machines
        self.total = int(self.machines.sum())
        self.station_of = np.repeat(np.arange(len(self.machines)), self.machines)
        self.places = {station.name: place for place, station in enumerate(line.station)}
        self.places |= {source.name: -1 - place for place, source in enumerate(line.source)}


class Keys(NamedTuple):
    """What the keys of event rows mean, by key.

    `place` is the place in `line.station`, -1 - n at the n-th source, below the last source for no name.
    `machine` counts from 1 at each station, 0 = none.
    """

    place: Codes
    machine: Codes
    event: Codes


def keys_of(keys: Sequence[tuple[str, int, str]], shop: Shop) -> Keys:
    """Return the keys of event rows as codes."""
    none = -1 - len(shop.line.source)
    columns = (
        [shop.places.get(station, none) for station, _, _ in keys],
        [machine for _, machine, _ in keys],
        [CODE[event] for _, _, event in keys],
    )
    return Keys(*(np.array(column, dtype=np.int64) for column in columns))


@dataclass(frozen=True)
class LotRows:
    """Rows that belong to a lot, sorted by lot, then time; `source_row` is where each came from.

    `lot` is the place of the lot among those of the part. `stay` numbers the stays from 0: each begins with
    `created` or `arrived`. `area_m2` is the area of the row; where there is no material every finished,
    reworked or scrapped lot counts 1.
    """

    source_row: Codes
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
        return np.flatnonzero(_BEGINS[self.event])

    def first(self, event: str) -> Codes:
        """Return the row of the first such event of each stay, -1 where there is none."""
        first = np.full(self._stays, -1, dtype=np.int64)
        rows = np.flatnonzero(self.event == CODE[event])[::-1]
        first[self.stay[rows]] = rows
        return first

    def first_s(self, event: str) -> Array:
        """Return the time of the first such event of each stay, NaN where there is none."""
        times_s = np.full(self._stays, np.nan)
        rows = np.flatnonzero(self.event == CODE[event])[::-1]
        times_s[self.stay[rows]] = self.time_s[rows]
        return times_s

    def area_of(self, rows: Codes) -> Array:
        """Return the area of the chosen rows, summed by stay."""
        return np.bincount(self.stay[rows], self.area_m2[rows], minlength=self._stays).astype(np.float64)

    def machine_of(self) -> Codes:
        """Return the machine of each stay, 0 where the lot came to none."""
        machine = np.zeros(self._stays, dtype=np.int64)
        rows = np.flatnonzero(self.machine)
        machine[self.stay[rows]] = self.machine[rows]
        return machine

    @property
    def _stays(self) -> int:
        return int(self.stay[-1]) + 1 if len(self.stay) else 0


def lot_rows(rows: EventRows, lot: Codes, lots: int, keys: Keys, *, has_material: bool) -> LotRows:
    """Sort rows of lots by the place of their lot, of which there are `lots`, and number the stays."""
    order = np.argsort(lot.astype(_narrowest(lots)), kind="stable")
    key = rows.key[order]
    event = keys.event[key]
    return LotRows(
        source_row=order,
        lot=lot[order],
        stay=np.cumsum(_BEGINS[event]) - 1,
        event=event,
        time_s=rows.time_s[order],
        place=keys.place[key],
        machine=keys.machine[key],
        area_m2=rows.area_m2[order] if has_material else _COUNTED[event].astype(np.float64),
    )


def _narrowest(codes: int) -> type[np.uint16] | type[np.int64]:
    """Return a type that holds so many codes: NumPy sorts two bytes ten times as fast as eight."""
    return np.uint16 if codes <= 1 << 16 else np.int64


def order_of(codes: NDArray[np.int64], most: int) -> Codes:
    """Return the stable order of codes below `most`."""
    return np.argsort(codes.astype(_narrowest(most)), kind="stable")
