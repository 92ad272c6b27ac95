"""Clocks: what counts towards the next failure, maintenance and setup of a machine."""

from __future__ import annotations

from twin.floor.event_queue import FAILURES
from twin.floor.floor import Floor
from twin.floor.state import MachineState


class Clocks:
    """Advances the clocks of machines: those that count work, those that follow the calendar, lots."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.agenda = floor.agenda

    def start(self, machine: MachineState) -> None:
        """Let the calendar clocks of a machine run: they go on while it is idle, blocked or off shift."""
        machine.clocks_since_s = self.agenda._now
        machine.clocks_run = True
        failures = len(machine.clock_left_s)
        for clock in machine.bay.calendar_clocks:
            if clock < failures or machine.maintenance_left[clock - failures] > 0.0:
                self.plan(machine, clock)

    def plan(self, machine: MachineState, clock: int) -> None:
        """Plan the instant a calendar clock runs out; maintenance clocks count on after the failures."""
        floor = self.floor
        failures = len(machine.clock_left_s)
        if clock < failures:
            due = self.agenda._now + machine.clock_left_s[clock]
            handlers = floor.downtime.on_clock_
        else:
            due = self.agenda._now + machine.maintenance_left[clock - failures]
            handlers = floor.upkeep.on_maintenance_clock_
        machine.clock_plans[clock] = self.agenda.plan(due, FAILURES + machine.order, handlers, machine, clock)

    def stop(self, machine: MachineState) -> None:
        """Stop the calendar clocks: none runs while the machine is down or maintained."""
        if not machine.clocks_run:
            return
        machine.clocks_run = False
        passed = self.agenda._now - machine.clocks_since_s
        failures = len(machine.clock_left_s)
        for clock in machine.bay.calendar_clocks:
            if clock < failures:
                machine.clock_left_s[clock] -= passed
            else:
                machine.maintenance_left[clock - failures] -= passed
        machine.clock_plans.clear()

    def count_work(self, machine: MachineState, seconds: float) -> None:
        """Let the clocks that count work advance, and wear grow."""
        for clock in machine.bay.working_clocks:
            machine.clock_left_s[clock] -= seconds
        for number, plan in enumerate(machine.bay.plan.equipment.maintenance):
            if plan.every is not None and plan.clock == "operating":
                machine.maintenance_left[number] -= seconds
        for name in machine.wear_s:
            machine.wear_s[name] += seconds

    def count_lots(self, machine: MachineState, lots: int) -> None:
        """Count finished lots towards the next setup and the maintenance that goes by lots."""
        equipment = machine.bay.plan.equipment
        if equipment.setup is not None:
            machine.setup_lots += lots
            if machine.setup_lots >= equipment.setup.every_lots:
                machine.setup_lots = 0
                machine.setup_due = True
        for number, plan in enumerate(equipment.maintenance):
            if plan.every_lots is not None:
                machine.maintenance_left[number] -= lots
