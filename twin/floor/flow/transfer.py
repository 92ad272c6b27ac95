"""Transfer: how lots move from machine to queue, or out of the line."""

from __future__ import annotations

from twin.floor.event_queue import EXPIRIES, Kind
from twin.floor.journal import ARRIVED, LEFT, SHIPPED, Journal
from twin.floor.lot_book import LotBook
from twin.floor.machines.setup_maintenance import SetupMaintenance
from twin.floor.machines.work import Departure
from twin.floor.state import FloorState, LotState, MachineState, StationState


class Transfer:
    """Moves lots between stations; takes no time."""

    def __init__(self, state: FloorState, lots: LotBook, setup_maintenance: SetupMaintenance) -> None:
        self.state = state
        self.lots = lots
        self.journal: Journal = lots.journal
        self.queue = lots.queue
        self.setup_maintenance = setup_maintenance

    def arrive(self, lot: LotState, station: StationState) -> None:
        """Let a lot join the queue of a station: from now on it waits there."""
        now_s = self.queue.now_s
        lot.station = station.index
        lot.arrived_s = now_s
        lot.waits = True
        self.journal.note(station.code + ARRIVED, lot.number)
        longest_s = station.plan.equipment.max_wait
        if longest_s is not None:
            self.plan_expiry(lot, now_s + longest_s)

    def plan_expiry(self, lot: LotState, due_s: float) -> None:
        """Plan the end of a lot's longest wait; one event per instant, after everything else in it."""
        expiring = self.state.expiring.get(due_s)
        if expiring is None:
            self.state.expiring[due_s] = [(lot, lot.arrived_s)]
            self.queue.plan(due_s, EXPIRIES, Kind.EXPIRY, due_s)
            self.state.active += 1
        else:
            expiring.append((lot, lot.arrived_s))

    def hand_over(self, machine: MachineState, lot: LotState, station: StationState) -> None:
        """Take a finished lot off its machine to the queue of a station."""
        self.journal.note_amount(machine.code + LEFT, lot, lot.good_share)
        self.arrive(lot, station)
        self.leave(machine)

    def ship(self, machine: MachineState, lot: LotState) -> None:
        """Take a finished lot off its machine and out of the line."""
        self.journal.note_amount(machine.code + LEFT, lot, lot.good_share)
        self.journal.note_amount(machine.code + SHIPPED, lot, lot.good_share)
        self.lots.end(lot, "shipped")
        self.leave(machine)

    def leave(self, machine: MachineState) -> None:
        """Count one lot off a machine; the last one frees it."""
        machine.to_leave -= 1
        if machine.to_leave == 0:
            machine.lots = []
            self.setup_maintenance.release(machine)

    def admit(self, station: StationState) -> None:
        """Let finished lots upstream into free places, in the order they finished."""
        capacity = station.capacity
        for branch, waiting in enumerate(station.waiting):
            if waiting:
                queue = station.queues[branch]
                while waiting and (
                    len(queue) + station.reserved[branch] < capacity or waiting[0][0].station is station
                ):
                    machine, lot = waiting.popleft()
                    queue.append(lot)
                    self.hand_over(machine, lot, station)

    def send_all(self, machine: MachineState, departures: list[Departure]) -> None:
        """Send what a machine has finished on its way; where nothing is left of it the machine is free."""
        if not departures:
            machine.reserved = 0
            machine.lots = []
            self.setup_maintenance.release(machine)
        for lot, target in departures:
            self.send(machine, lot, target)
        machine.reserved = 0

    def send(self, machine: MachineState, lot: LotState, target: StationState | None) -> None:
        """Ship a lot, put it into its reserved place, or let it wait on the machine for a place."""
        if target is None:
            self.ship(machine, lot)
            return
        station = machine.station
        branch = station.branch_downstream
        if target is not station.downstream:
            branch = target.branches if target.branches > 1 else 0
        elif machine.reserved:
            target.queues[branch].append(lot)
            self.hand_over(machine, lot, target)
            self.state.touch(target)
            return
        target.waiting[branch].append((machine, lot))
        self.state.touch(target)
