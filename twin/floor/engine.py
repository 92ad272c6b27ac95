"""The order of an instant: hand-overs from the last station to the first, then sources in file order."""

from __future__ import annotations

from twin.floor import fast_path
from twin.floor.clocks import Clocks
from twin.floor.dispatch import Taking
from twin.floor.failures import Downtime
from twin.floor.floor import Floor
from twin.floor.setup_maintenance import Upkeep
from twin.floor.sources import Supply
from twin.floor.state import BayState, MachineState, Phase
from twin.floor.termination import LOOK_EVERY, check_progress, settled
from twin.floor.transfer import Transfer
from twin.floor.work import Work


def free_machine(bay: BayState) -> MachineState | None:
    """Return the machine that takes the next lot: the lowest number that is empty and up.

    A single machine takes a lot though it is down, and holds it.
    """
    machines = bay.machines
    if len(machines) == 1:
        return machines[0] if machines[0].phase is Phase.IDLE else None
    for machine in machines:
        if machine.phase is Phase.IDLE and machine.down < 0:
            return machine
    return None


class Rules:
    """Settles an instant: whatever can move moves."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        floor.supply = Supply(floor)
        floor.transfer = Transfer(floor)
        floor.taking = Taking(floor)
        floor.work = Work(floor)
        floor.clocks = Clocks(floor)
        floor.downtime = Downtime(floor)
        floor.upkeep = Upkeep(floor)
        floor.rules = self

    def run(self, horizon_s: float) -> None:
        """Handle every event up to and including the horizon, and settle after each instant."""
        floor, agenda, state = self.floor, self.floor.agenda, self.floor.state
        planned = agenda._queue
        step = agenda.step
        steps, looked_s = 0, agenda._now
        while True:
            if not planned or planned[0][0] > agenda._now:
                if (floor.dirty or not state.active) and not settled(floor):
                    return
                if not planned or planned[0][0] > horizon_s:
                    return
            step()
            steps += 1
            if steps % LOOK_EVERY == 0:
                if agenda._now > looked_s:
                    steps, looked_s = 0, agenda._now
                else:
                    check_progress(floor, steps)

    def settle(self) -> None:
        """Do all that can be done at this instant, from the last station to the first, then the sources."""
        floor = self.floor
        bays, sources, first = floor.state.bays, floor.state.sources, floor.first_bay_bit
        while floor.dirty:
            bit = floor.dirty.bit_length() - 1
            floor.dirty ^= 1 << bit
            if bit >= first:
                self.settle_bay(bays[bit - first])
            else:
                self.floor.supply.feed(sources[first - 1 - bit])

    def settle_bay(self, bay: BayState) -> None:
        """Admit and start at one station until nothing moves."""
        floor = self.floor
        if bay.express and fast_path.settle(floor, bay):
            return
        self.floor.transfer.admit(bay)
        taken = bay.express
        while floor.state.on_shift:
            machine = free_machine(bay)
            if machine is None or not self.floor.taking.take(bay, machine):
                break
            taken = True
            self.floor.transfer.admit(bay)
        if taken:
            floor.touch_feeders(bay)
