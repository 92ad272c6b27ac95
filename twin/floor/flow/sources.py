"""Sources: how lots come into the line."""

from __future__ import annotations

from twin.floor.event_queue import ARRIVALS, Kind
from twin.floor.flow.transfer import Transfer
from twin.floor.journal import CREATED
from twin.floor.lot_book import LotBook
from twin.floor.material.side import MaterialSide
from twin.floor.state import FloorState, LotState, Root, SourceState


class Sources:
    """Makes the lots of the sources and sends them to the first stations."""

    def __init__(self, state: FloorState, lots: LotBook, material: MaterialSide, transfer: Transfer) -> None:
        self.state = state
        self.lots = lots
        self.journal = lots.journal
        self.queue = lots.queue
        self.material = material
        self.transfer = transfer

    def create(self, source: SourceState) -> LotState:
        """Make the next lot of a source; it joins the queue of the first station at once."""
        lot = self.lots.open(source, source.created, (Root(source),), ())
        source.created += 1
        source.inside += 1
        self.material.create(lot)
        self.journal.note_amount(source.code + CREATED, lot)
        self.transfer.arrive(lot, source.station)
        return lot

    def feed(self, source: SourceState) -> None:
        """Let a source fill what it may fill: its CONWIP, or the places of its buffer."""
        station = source.station
        queue = station.queues[source.branch]
        conwip = source.plan.conwip
        while source.outside and (conwip is None or source.inside < conwip):
            source.inside += 1
            queue.append(source.outside.popleft())
            self.state.touch(station)
        if source.plan.mode != "saturated" or source.on_demand:
            return
        while not source.exhausted:
            if conwip is not None:
                if source.inside >= conwip:
                    return
            elif len(queue) + station.reserved[source.branch] >= station.capacity:
                return
            queue.append(self.create(source))
            self.state.touch(station)

    def plan_arrival(self, source: SourceState) -> None:
        """Plan the next arrival of a source."""
        if source.exhausted or source.arrival is None:
            source.arriving = False
            return
        interval_s = source.arrival.at(source.created)
        due_s = interval_s if source.plan.mode == "table" else source.last_s + interval_s
        source.last_s = due_s
        if not source.arriving:
            self.state.active += 1
            source.arriving = True
        self.queue.plan(due_s, ARRIVALS + source.index, Kind.ARRIVAL, source)

    def let_arrive(self, source: SourceState) -> None:
        """Let a lot arrive from outside."""
        source.outside.append(self.create(source))
        source.inside -= 1
        self.feed(source)
        self.plan_arrival(source)
        if not source.arriving:
            self.state.active -= 1
