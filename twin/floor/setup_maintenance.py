"""Upkeep: planned work on an empty machine, maintenance before setup before lots."""

from __future__ import annotations

from twin.floor.event_queue import Handler, Tick
from twin.floor.floor import MAINTENANCE_ENDED, MAINTENANCE_STARTED, SETUP_ENDED, SETUP_STARTED, Floor
from twin.floor.state import MachineState, Phase


class Upkeep:
    """Setups and maintenance."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.agenda = floor.agenda
        self.on_setup_: list[Handler] = [self.on_setup]
        self.on_maintained_: list[Handler] = [self.on_maintained]
        self.on_maintenance_clock_: list[Handler] = [self.on_maintenance_clock]

    def released(self, machine: MachineState) -> None:
        """Give an empty machine its next duty: maintenance that is due, then setup, then lots."""
        machine.phase = Phase.IDLE
        self.floor.touch(machine.bay)
        if machine.down >= 0:
            return
        for number, left in enumerate(machine.maintenance_left):
            if left <= 0.0:
                machine.phase = Phase.MAINTENANCE_WAIT
                machine.maintaining = number
                self.floor.clocks.stop(machine)
                self.floor.downtime.ask_crew(machine, machine.bay.plan.equipment.maintenance[number].crew)
                return
        if machine.setup_due:
            self.set_up(machine)

    def set_up(self, machine: MachineState) -> None:
        """Change the roll, clean: whatever comes between lots."""
        floor = self.floor
        machine.setup_due = False
        machine.phase = Phase.SETUP
        floor.note(machine.code + SETUP_STARTED, 0)
        times = floor.times("setup", machine.bay.plan.name, machine.number)
        machine.left_s = times.at(machine.setups)
        machine.setups += 1
        if machine.left_s == 0.0:  # no setup at all: the machine is free at the same instant
            machine.phase = Phase.IDLE
            floor.note(machine.code + SETUP_ENDED, 0)
            return
        machine.since_s = self.agenda._now
        machine.planned = floor.plan_operation(machine, machine.left_s, self.on_setup_)

    def on_setup(self, tick: Tick) -> None:
        """Handle the end of a setup."""
        machine: MachineState = tick.subject
        if machine.planned is not tick:
            return
        machine.planned = None
        self.floor.state.active -= 1
        self.floor.note(machine.code + SETUP_ENDED, 0)
        self.released(machine)

    def on_maintenance_clock(self, tick: Tick) -> None:
        """Handle a calendar maintenance that fell due: at once if the machine is empty."""
        machine: MachineState = tick.subject
        clock: int = tick.detail
        if machine.clock_plans.get(clock) is not tick:
            return
        del machine.clock_plans[clock]
        number = clock - len(machine.clock_left_s)
        machine.maintenance_left[number] = -float("inf")
        if machine.phase is Phase.IDLE:
            self.released(machine)

    def maintain(self, machine: MachineState) -> None:
        """Maintain an empty machine."""
        floor = self.floor
        machine.phase = Phase.MAINTENANCE
        floor.note(machine.code + MAINTENANCE_STARTED, 0)
        number = machine.maintaining
        times = floor.times("maintenance", machine.bay.plan.name, machine.number, number)
        machine.maintenances[number] += 1
        seconds = times.at(machine.maintenances[number] - 1)
        floor.plan_operation(machine, seconds, self.on_maintained_)

    def on_maintained(self, tick: Tick) -> None:
        """Handle the end of maintenance: its own clock and what it restores start anew."""
        machine: MachineState = tick.subject
        floor = self.floor
        floor.state.active -= 1
        floor.note(machine.code + MAINTENANCE_ENDED, 0)
        equipment = machine.bay.plan.equipment
        plan = equipment.maintenance[machine.maintaining]
        machine.maintenance_left[machine.maintaining] = plan.every or float(plan.every_lots or 0)
        names = [failure.name for failure in equipment.failure]
        for name in plan.restores:
            if name in names:
                floor.downtime.renew(machine, names.index(name))
            else:
                machine.wear_s[name] = 0.0
        machine.maintaining = -1
        floor.clocks.start(machine)
        floor.downtime.crew_goes(plan.crew)
        self.released(machine)
