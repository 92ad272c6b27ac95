"""Supply: how lots come into the line."""

from __future__ import annotations

from twin.floor.event_queue import ARRIVALS, Handler, Tick
from twin.floor.floor import CREATED, Floor
from twin.floor.state import LotState, Root, SourceState


class Supply:
    """Makes the lots of the sources and sends them to the first stations."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.agenda = floor.agenda
        self.on_arrival_: list[Handler] = [self.on_arrival]

    def create(self, source: SourceState) -> LotState:
        """Make the next lot of a source; it joins the queue of the first station at once."""
        floor = self.floor
        root = Root(source)
        lot = floor.new_lot(source, source.created, (root,), ())
        source.created += 1
        source.inside += 1
        if floor.process is not None:
            floor.process.fresh(lot)
        floor.note_amount(source.code + CREATED, lot)
        self.floor.transfer.arrive(lot, source.bay)
        return lot

    def feed(self, source: SourceState) -> None:
        """Let a source fill what it may fill: its CONWIP, or the places of its buffer."""
        bay = source.bay
        queue = bay.queues[source.branch]
        conwip = source.plan.conwip
        while source.outside and (conwip is None or source.inside < conwip):
            source.inside += 1
            queue.append(source.outside.popleft())
            self.floor.touch(bay)
        if source.plan.mode != "saturated" or source.on_demand:
            return
        while not source.exhausted:
            if conwip is not None:
                if source.inside >= conwip:
                    return
            elif len(queue) + bay.reserved[source.branch] >= bay.capacity:
                return
            queue.append(self.create(source))
            self.floor.touch(bay)

    def plan_arrival(self, source: SourceState) -> None:
        """Put the next arrival of a source on the agenda."""
        if source.exhausted or source.arrival is None:
            source.arriving = False
            return
        interval = source.arrival.at(source.created)
        due = interval if source.plan.mode == "table" else source.last_s + interval
        source.last_s = due
        if not source.arriving:
            self.floor.state.active += 1
            source.arriving = True
        self.agenda.plan(due, ARRIVALS + source.index, self.on_arrival_, source)

    def on_arrival(self, tick: Tick) -> None:
        """Handle the arrival of a lot from outside."""
        source: SourceState = tick.subject
        source.outside.append(self.create(source))
        source.inside -= 1
        self.feed(source)
        self.plan_arrival(source)
        if not source.arriving:
            self.floor.state.active -= 1
