"""Clocks: when what a machine does ends, and what counts towards its next failure, maintenance and setup."""

from __future__ import annotations

from twin.floor.event_queue import FAILURES, EventNotice, EventQueue, Kind
from twin.floor.shift_calendar import AlwaysOn, ShiftCalendar
from twin.floor.state import FloorState, MachineState


class Clocks:
    """Plans the end of operations in working time; advances the clocks that count work, time and lots."""

    def __init__(self, queue: EventQueue, state: FloorState, calendar: ShiftCalendar | AlwaysOn) -> None:
        self.queue = queue
        self.state = state
        self.calendar = calendar

    def plan_end(
        self, machine: MachineState, seconds: float, kind: Kind, *, fails: bool = False
    ) -> EventNotice:
        """Plan the end, or the breakdown, of what a machine does now; off shift it stands still."""
        self.state.active += 1
        order = machine.order + FAILURES if fails else machine.order
        end_s = self.calendar.after(self.queue.now_s, seconds)
        return self.queue.plan(end_s, order, kind, machine)

    def interrupt(self, machine: MachineState) -> float:
        """Stop work or setup where it is, and return its seconds; what is left stays on the machine."""
        worked_s = self.calendar.worked(machine.since_s, self.queue.now_s)
        seconds = min(worked_s, machine.left_s)
        machine.planned = None
        machine.left_s -= seconds
        self.state.active -= 1
        return seconds

    def start(self, machine: MachineState) -> None:
        """Let the calendar clocks of a machine run: they go on while it is idle, blocked or off shift."""
        machine.clocks_since_s = self.queue.now_s
        machine.clocks_run = True
        failures = len(machine.clock_left_s)
        for clock in machine.station.calendar_clocks:
            if clock < failures or machine.maintenance_left[clock - failures] > 0.0:
                self.plan(machine, clock)

    def plan(self, machine: MachineState, clock: int) -> None:
        """Plan the instant a calendar clock runs out; maintenance clocks count on after the failures."""
        failures = len(machine.clock_left_s)
        if clock < failures:
            left_s, kind = machine.clock_left_s[clock], Kind.FAILURE
        else:
            left_s, kind = machine.maintenance_left[clock - failures], Kind.MAINTENANCE_DUE
        due_s = self.queue.now_s + left_s
        order = FAILURES + machine.order
        machine.clock_plans[clock] = self.queue.plan(due_s, order, kind, machine, clock)

    def fail_if_due(self, machine: MachineState) -> None:
        """Plan the breakdown of a machine whose clock ran out at the very end of its work."""
        for clock in machine.station.working_clocks:
            if machine.clock_left_s[clock] <= 0.0:
                order = FAILURES + machine.order
                now_s = self.queue.now_s
                machine.clock_plans[clock] = self.queue.plan(now_s, order, Kind.FAILURE, machine, clock)
                return

    def stop(self, machine: MachineState) -> None:
        """Stop the calendar clocks: none runs while the machine is down or maintained."""
        if not machine.clocks_run:
            return
        machine.clocks_run = False
        passed_s = self.queue.now_s - machine.clocks_since_s
        failures = len(machine.clock_left_s)
        for clock in machine.station.calendar_clocks:
            if clock < failures:
                machine.clock_left_s[clock] -= passed_s
            else:
                machine.maintenance_left[clock - failures] -= passed_s
        machine.clock_plans.clear()

    def count_work(self, machine: MachineState, seconds: float) -> None:
        """Let the clocks that count work advance, and wear grow."""
        for clock in machine.station.working_clocks if seconds > 0.0 else ():
            machine.clock_left_s[clock] -= seconds * machine.hazards[clock]
        for number, plan in enumerate(machine.station.plan.equipment.maintenance):
            if plan.every is not None and plan.clock == "operating":
                machine.maintenance_left[number] -= seconds
        for name in machine.wear_s:
            machine.wear_s[name] += seconds

    def count_lots(self, machine: MachineState, lots: int) -> None:
        """Count finished lots towards the next setup and the maintenance that goes by lots."""
        equipment = machine.station.plan.equipment
        if equipment.setup is not None:
            machine.setup_lots += lots
            if machine.setup_lots >= equipment.setup.every_lots:
                machine.setup_lots = 0
                machine.setup_due = True
        for number, plan in enumerate(equipment.maintenance):
            if plan.every_lots is not None:
                machine.maintenance_left[number] -= lots

    def renew_failure(self, machine: MachineState, number: int) -> None:
        """Start the clock of a failure anew, with the next uptime drawn for it."""
        machine.failures[number] += 1
        machine.clock_left_s[number] = machine.uptimes[number].at(machine.failures[number])

    def renew_maintenance(self, machine: MachineState, number: int) -> None:
        """Start the clock of a maintenance anew."""
        plan = machine.station.plan.equipment.maintenance[number]
        machine.maintenance_left[number] = plan.every or float(plan.every_lots or 0)
