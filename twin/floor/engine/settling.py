"""The order of an instant: hand-overs from the last station to the first, then sources in file order."""

from __future__ import annotations

from twin.floor.engine.fast_path import FastPath
from twin.floor.flow.dispatch import Dispatch
from twin.floor.flow.outlook import may_come
from twin.floor.flow.rework_ring import ReworkRings
from twin.floor.flow.sources import Sources
from twin.floor.flow.transfer import Transfer
from twin.floor.machines.work import Work
from twin.floor.state import FloorState, MachineState, Phase, StationState

IDLE = Phase.IDLE


def free_machine(station: StationState) -> MachineState | None:
    """Return the machine that takes the next lot: the lowest number that is empty and up.

    A single machine takes a lot though it is down, and holds it.
    """
    machines = station.machines
    if len(machines) == 1:
        return machines[0] if machines[0].phase is IDLE else None
    for machine in machines:
        if machine.phase is IDLE and machine.down < 0:
            return machine
    return None


class Settling:
    """Settles an instant: whatever can move moves."""

    def __init__(
        self,
        state: FloorState,
        transfer: Transfer,
        sources: Sources,
        dispatch: Dispatch,
        rework_rings: ReworkRings,
        work: Work,
        fast_path: FastPath,
    ) -> None:
        self.state = state
        self.transfer = transfer
        self.sources = sources
        self.dispatch = dispatch
        self.rework_rings = rework_rings
        self.work = work
        self.fast_path = fast_path
        self.batch_stations = [station for station in state.stations if station.batch > 1]

    def settle(self) -> None:
        """Do all that can be done at this instant, from the last station to the first, then the sources."""
        state = self.state
        sources = len(state.sources)
        while state.unsettled:
            place = state.unsettled.bit_length() - 1
            state.unsettled ^= 1 << place
            if place >= sources:
                self.settle_station(state.stations[place - sources])
            else:
                self.sources.feed(state.sources[sources - 1 - place])

    def settle_station(self, station: StationState) -> None:
        """Admit and start at one station until nothing moves."""
        if station.is_usual and self.fast_path.settle(station):
            return
        self.transfer.admit(station)
        taken = station.is_usual
        while self.state.on_shift:
            machine = free_machine(station)
            if machine is None or not self.dispatch.take(station, machine):
                break
            if machine.down < 0:
                self.work.begin(machine)
            taken = True
            self.transfer.admit(station)
        if taken:
            self.state.touch_feeders(station)

    def end_instant(self) -> None:
        """Settle an instant that is through: rework rings open, batches that no lot can fill start."""
        self.settle()
        while self.rework_rings.open_one():
            self.settle()
        for station in self.batch_stations:
            if any(station.queues) and not may_come(self.state, station):
                self.state.touch(station)
        self.settle()
