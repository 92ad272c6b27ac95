"""Longest wait: what becomes of lots that have waited too long."""

from __future__ import annotations

from twin.floor.journal import SCRAPPED
from twin.floor.lot_book import LotBook
from twin.floor.machines.work import Work
from twin.floor.state import FloorState, LotState

CAUSE = "max_wait"


class LongestWait:
    """Scraps lots whose longest wait is over, in a queue or on a machine that is down."""

    def __init__(self, state: FloorState, lots: LotBook, work: Work) -> None:
        self.state = state
        self.lots = lots
        self.work = work

    def expire(self, due_s: float) -> None:
        """Scrap the lots whose wait ends at an instant, after all that could still take them."""
        self.state.active -= 1
        for lot, arrived_s in self.state.expiring.pop(due_s):
            if lot.arrived_s == arrived_s and lot.waits:
                self.scrap(lot)

    def scrap(self, lot: LotState) -> None:
        """Scrap a lot where it waits."""
        state = self.state
        station = state.stations[lot.station]
        lot.waits = False
        for source in station.feeds:
            if source is not None and lot in source.outside:
                source.outside.remove(lot)
                source.inside += 1
                self.lots.scrap(lot, station.code + SCRAPPED, CAUSE)
                return
        for queue in station.queues:
            if lot in queue:
                queue.remove(lot)
                self.lots.scrap(lot, station.code + SCRAPPED, CAUSE)
                state.touch(station)
                state.touch_feeders(station)
                return
        for machine in station.machines:
            for taken in machine.sets:
                if lot in taken:
                    self.work.scrap_taken(machine, taken, lot, CAUSE)
                    return
