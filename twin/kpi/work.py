"""Working time of visits: what their machine worked between start and finish, since the last restart."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.material import Array
from twin.kpi.rows import Keys, Shop, order_of
from twin.kpi.states import Stretches
from twin.kpi.steps import Codes
from twin.kpi.visits import Visits
from twin.records.chunk import EventRows
from twin.records.log import CODE


class WorkedTime(NamedTuple):
    """Stretches of work, and repairs after which work begins anew, each ordered by machine and time.

    Of the machines whose working time is asked for, from the start of the earliest visit that is not over.
    """

    machine: Codes
    start_s: Array
    end_s: Array
    repaired: Codes
    repaired_s: Array

    def seconds(self, machine: Codes, started_s: Array, finished_s: Array) -> Array:
        """Return the working seconds of visits, counted from the last restart."""
        if not len(self.machine) or not len(machine):
            return np.zeros(len(machine))
        since_s, span_s = self.start_s.min(), self.end_s.max() - self.start_s.min() + 1.0

        def address(machines: Codes, times_s: Array) -> Array:
            return np.asarray(machines * span_s + np.clip(times_s - since_s, 0.0, span_s))

        begins = address(self.machine, self.start_s)
        worked_s = np.append(0.0, np.cumsum(self.end_s - self.start_s))

        def worked_by(times_s: Array) -> Array:
            row = np.searchsorted(begins, address(machine, times_s), side="right")
            last = np.maximum(row - 1, 0)
            unfinished = np.where(row > 0, np.maximum(self.end_s[last] - times_s, 0.0), 0.0)
            return np.asarray(worked_s[row] - np.where(self.machine[last] == machine, unfinished, 0.0))

        return worked_by(finished_s) - worked_by(self._restarted_s(machine, started_s, finished_s))

    def _restarted_s(self, machine: Codes, started_s: Array, finished_s: Array) -> Array:
        """Return when the work that was finished in the end began: the start, or the last restart."""
        restarted_s = started_s.copy()
        for number in np.unique(self.repaired):
            repaired_s = np.append(-np.inf, self.repaired_s[self.repaired == number])
            here = machine == number
            last_s = repaired_s[np.searchsorted(repaired_s, finished_s[here], side="right") - 1]
            restarted_s[here] = np.maximum(started_s[here], last_s)
        return restarted_s


class WorkedTimeBook:
    """Keeps of each machine the stretches of work and the repairs that visits still need."""

    def __init__(self, shop: Shop) -> None:
        stations = shop.line.station
        asked = [station.equipment.service is None for station in stations]
        restarts = [any(f.then == "restart" for f in station.equipment.failure) for station in stations]
        self.shop = shop
        self.is_asked = np.repeat(asked, shop.machines)
        self.restarts = np.array(restarts) & asked
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        self.kept = WorkedTime(none, nothing, nothing, none, nothing)

    def read(self, stretches: Stretches, rows: EventRows, keys: Keys) -> WorkedTime:
        """Return the work of a part together with what was kept from before it."""
        kept, working = self.kept, stretches.in_state("working")
        asked = self.is_asked[working.machine]
        machine = np.append(kept.machine, working.machine[asked])
        order = order_of(machine, self.shop.total)
        repaired, repaired_s = self._repairs(rows, keys)
        return WorkedTime(
            machine=machine[order],
            start_s=np.append(kept.start_s, working.start_s[asked])[order],
            end_s=np.append(kept.end_s, working.end_s[asked])[order],
            repaired=np.append(kept.repaired, repaired),
            repaired_s=np.append(kept.repaired_s, repaired_s),
        )

    def keep(self, work: WorkedTime, going_on: Visits) -> None:
        """Keep of the work what visits that go on need: from the earliest start on each machine."""
        started = ~np.isnan(going_on.started_s)
        machine = self.shop.first[going_on.place[started]] + going_on.machine[started] - 1
        since_s = np.full(self.shop.total, np.inf)
        np.minimum.at(since_s, machine, going_on.started_s[started])
        needed = work.end_s > since_s[work.machine]
        again = work.repaired_s > since_s[work.repaired]
        self.kept = WorkedTime(
            work.machine[needed],
            work.start_s[needed],
            work.end_s[needed],
            work.repaired[again],
            work.repaired_s[again],
        )

    def _repairs(self, rows: EventRows, keys: Keys) -> tuple[Codes, Array]:
        if not self.restarts.any():
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        found = np.flatnonzero(keys.event[rows.key] == CODE["repaired"])
        place = keys.place[rows.key[found]]
        found, place = found[self.restarts[place]], place[self.restarts[place]]
        return self.shop.first[place] + keys.machine[rows.key[found]] - 1, rows.time_s[found]
