"""A part of a run as arrays: the visits and lots that ended in it, readings, and the states of machines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from twin.core.material import Array
from twin.kpi.rows import Keys, Shop
from twin.kpi.states import Stretches
from twin.kpi.steps import Codes
from twin.kpi.time_window import Mask, Window
from twin.kpi.visits import Visits
from twin.kpi.work import WorkedTime
from twin.line.model.line import Line
from twin.records.chunk import EventRows, ReadingRows
from twin.records.log import CODE


@dataclass(frozen=True)
class Lots:
    """Lots that ended in the part, in the last part also those still inside; `ended_s` NaN = inside.

    `born_s`: when the earliest ancestor was created. `reworked`: the lot or an ancestor was ever sent to
    rework. Areas count lots where there is no material.
    """

    created_s: Array
    born_s: Array
    ended_s: Array
    shipped: Mask
    scrapped: Mask
    reworked: Mask
    area_m2: Array
    good_area_m2: Array


@dataclass(frozen=True)
class Part:
    """A part of a run between two instants.

    `visits`: those that ended in it, in the last part all that are left; `stretches`: of all machines, cut at
    the ends of the part; `events`, `readings`: the rows written in it.
    """

    shop: Shop
    window: Window
    horizon_s: float | None
    events: EventRows
    keys: Keys
    readings: ReadingRows
    visits: Visits
    lots: Lots
    stretches: Stretches
    work: WorkedTime

    @property
    def line(self) -> Line:
        """Return the line."""
        return self.shop.line

    @cached_property
    def finished(self) -> Mask:
        """Say of each visit whether it was finished in the window."""
        return self.window.holds(self.visits.finished_s)

    @cached_property
    def shipped(self) -> Mask:
        """Say of each lot whether it was shipped in the window."""
        return self.lots.shipped & self.window.holds(self.lots.ended_s)

    def by_station(self, rows: Mask, weights: Array | None = None) -> Array:
        """Count the chosen visits at each station, or add up a weight of theirs."""
        chosen = rows & (self.visits.place >= 0)
        weight = None if weights is None else weights[chosen]
        return self.count(self.visits.place[chosen], weight)

    def count(self, places: Codes, weights: Array | None = None) -> Array:
        """Count places in `line.station`, or add up the weight of each."""
        return np.bincount(places, weights, minlength=len(self.shop.machines)).astype(np.float64)

    def events_at(self, event: str) -> Array:
        """Count the events of a kind in the window at each station."""
        rows = np.flatnonzero(self.keys.event[self.events.key] == CODE[event])
        places = self.keys.place[self.events.key[rows]]
        return self.count(places[self.window.holds(self.events.time_s[rows]) & (places >= 0)])
