"""Setup and maintenance: planned work on an empty machine, maintenance before setup before lots."""

from __future__ import annotations

from twin.floor.event_queue import Kind
from twin.floor.journal import (
    MAINTENANCE_DUE,
    MAINTENANCE_ENDED,
    MAINTENANCE_STARTED,
    SETUP_ENDED,
    SETUP_STARTED,
    Journal,
)
from twin.floor.machines.clocks import Clocks
from twin.floor.machines.crews import Crews
from twin.floor.state import MachineState, Phase


class SetupMaintenance:
    """Gives empty machines their next duty."""

    def __init__(self, journal: Journal, clocks: Clocks, crews: Crews) -> None:
        self.journal = journal
        self.queue = journal.queue
        self.state = clocks.state
        self.clocks = clocks
        self.crews = crews

    def release(self, machine: MachineState) -> None:
        """Give an empty machine its next duty: maintenance that is due, then setup, then lots."""
        machine.phase = Phase.IDLE
        self.state.touch(machine.station)
        if machine.down >= 0:
            return
        for number, left in enumerate(machine.maintenance_left):
            if left <= 0.0:
                self.ask_for_maintenance(machine, number)
                return
        if machine.setup_due:
            self.set_up(machine)

    def set_up(self, machine: MachineState) -> None:
        """Change the roll, clean: whatever comes between lots."""
        machine.setup_due = False
        machine.phase = Phase.SETUP
        self.journal.note(machine.code + SETUP_STARTED)
        times = machine.setup_times
        machine.left_s = 0.0 if times is None else times.at(machine.setups)
        machine.setups += 1
        if machine.left_s == 0.0:  # no setup at all: the machine is free at the same instant
            machine.phase = Phase.IDLE
            self.journal.note(machine.code + SETUP_ENDED)
            return
        self.run_setup(machine)

    def run_setup(self, machine: MachineState) -> None:
        """Set up, or go on with it after a repair."""
        machine.since_s = self.queue.now_s
        machine.planned = self.clocks.plan_end(machine, machine.left_s, Kind.SETUP_END)

    def end_setup(self, machine: MachineState) -> None:
        """End a setup: the machine is free."""
        machine.planned = None
        self.state.active -= 1
        self.journal.note(machine.code + SETUP_ENDED)
        self.release(machine)

    def fall_due(self, machine: MachineState, number: int) -> None:
        """Let a maintenance that goes by the calendar fall due: at once if the machine is empty."""
        machine.maintenance_left[number] = -float("inf")
        if machine.phase is Phase.IDLE:
            self.release(machine)

    def ask_for_maintenance(self, machine: MachineState, number: int) -> None:
        """Maintain an empty machine, now or when its crew has somebody free."""
        machine.phase = Phase.MAINTENANCE_WAIT
        machine.maintaining = number
        self.clocks.stop(machine)
        if self.crews.request(machine.station.plan.equipment.maintenance[number].crew, machine):
            self.maintain(machine)
        else:
            self.journal.note(machine.code + MAINTENANCE_DUE)

    def maintain(self, machine: MachineState) -> None:
        """Begin the maintenance an empty machine waits for."""
        machine.phase = Phase.MAINTENANCE
        self.journal.note(machine.code + MAINTENANCE_STARTED)
        number = machine.maintaining
        machine.maintenances[number] += 1
        seconds = machine.maintenance_times[number].at(machine.maintenances[number] - 1)
        self.clocks.plan_end(machine, seconds, Kind.MAINTENANCE_END)

    def maintained(self, machine: MachineState) -> MachineState | None:
        """End maintenance: its clock and what it restores start anew; returns where its crew goes next."""
        self.state.active -= 1
        self.journal.note(machine.code + MAINTENANCE_ENDED)
        equipment = machine.station.plan.equipment
        plan = equipment.maintenance[machine.maintaining]
        self.clocks.renew_maintenance(machine, machine.maintaining)
        names = [failure.name for failure in equipment.failure]
        for name in plan.restores:
            if name in names:
                self.clocks.renew_failure(machine, names.index(name))
            else:
                machine.wear_s[name] = 0.0
        machine.maintaining = -1
        self.clocks.start(machine)
        return self.crews.release(plan.crew)
