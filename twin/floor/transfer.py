"""Transfer: how lots move from machine to queue, and what becomes of those that waited too long."""

from __future__ import annotations

from twin.floor.event_queue import EXPIRIES, Handler, Tick
from twin.floor.floor import ARRIVED, LEFT, SCRAPPED, Floor
from twin.floor.state import BayState, LotState, MachineState


class Transfer:
    """Moves lots between stations; takes no time."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.agenda = floor.agenda
        self.on_expiry_: list[Handler] = [self.on_expiry]

    def arrive(self, lot: LotState, bay: BayState) -> None:
        """Let a lot join the queue of a station: from now on it waits there."""
        floor = self.floor
        lot.bay = bay.index
        lot.arrived_s = self.agenda._now
        lot.waits = True
        floor.note(bay.code + ARRIVED, lot.number)
        patience = bay.plan.equipment.max_wait
        if patience is not None:
            floor.plan_expiry(lot, lot.arrived_s + patience, self.on_expiry_)

    def hand_over(self, machine: MachineState, lot: LotState, bay: BayState) -> None:
        """Take a finished lot off its machine to the queue of a station."""
        floor = self.floor
        if lot.material is None:
            floor.note(machine.code + LEFT, lot.number)
        else:
            floor.note_amount(machine.code + LEFT, lot, floor.process.good_share(lot))  # type: ignore[union-attr]
        self.arrive(lot, bay)
        self.leave(machine)

    def leave(self, machine: MachineState) -> None:
        """Count one lot off a machine; the last one frees it."""
        machine.to_leave -= 1
        if machine.to_leave == 0:
            machine.lots = []
            self.floor.upkeep.released(machine)

    def admit(self, bay: BayState) -> None:
        """Let finished lots upstream into free places, in the order they finished."""
        capacity = bay.capacity
        for branch, waiting in enumerate(bay.waiting):
            if waiting:
                queue = bay.queues[branch]
                while waiting and (len(queue) + bay.reserved[branch] < capacity or waiting[0][0].bay is bay):
                    machine, lot = waiting.popleft()
                    queue.append(lot)
                    self.hand_over(machine, lot, bay)

    def on_expiry(self, tick: Tick) -> None:
        """Scrap the lots whose patience ended at this instant, after all that could still take them."""
        floor = self.floor
        floor.rules.settle()
        due: float = tick.subject
        if self.agenda.next_order() < EXPIRIES:
            self.agenda.plan(due, EXPIRIES, self.on_expiry_, due)
            return
        floor.state.active -= 1
        for lot, arrived_s in floor.expiring.pop(due):
            if lot.arrived_s == arrived_s and lot.waits:
                self.drop(lot)

    def drop(self, lot: LotState) -> None:
        """Scrap a lot that waited too long, in a queue or on a machine that is down."""
        floor = self.floor
        bay = floor.state.bays[lot.bay]
        lot.waits = False
        for source in bay.feeds:
            if source is not None and lot in source.outside:
                source.outside.remove(lot)
                source.inside += 1
                floor.scrap(lot, bay.code + SCRAPPED, "max_wait")
                return
        for queue in bay.queues:
            if lot in queue:
                queue.remove(lot)
                floor.scrap(lot, bay.code + SCRAPPED, "max_wait")
                floor.touch(bay)
                floor.touch_feeders(bay)
                return
        for machine in bay.machines:
            for held in machine.sets:
                if lot in held:
                    floor.work.drop_set(machine, held, lot)
                    return
