"""Downtime: failures on both clocks, repairs, planned maintenance, setups, crews."""

from __future__ import annotations

from twin.floor.agenda import FAILURES, Handler, Tick
from twin.floor.floor import (
    FAILED,
    MAINTENANCE_DUE,
    MAINTENANCE_ENDED,
    MAINTENANCE_STARTED,
    REPAIR_STARTED,
    REPAIRED,
    SETUP_ENDED,
    SETUP_STARTED,
    Floor,
)
from twin.floor.state import MachineState, Phase


class Downtime:
    """Everything that keeps a machine from working though it could."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.agenda = floor.agenda
        self.on_clock_: list[Handler] = [self.on_clock]
        self.on_repaired_: list[Handler] = [self.on_repaired]
        self.on_setup_: list[Handler] = [self.on_setup]
        self.on_maintained_: list[Handler] = [self.on_maintained]
        self.on_maintenance_clock_: list[Handler] = [self.on_maintenance_clock]

    # --- clocks

    def start_clocks(self, machine: MachineState) -> None:
        """Let the calendar clocks of a machine run: they go on while it is idle, blocked or off shift."""
        machine.clocks_since_s = self.agenda._now
        machine.clocks_run = True
        failures = len(machine.clock_left_s)
        for clock in machine.bay.calendar_clocks:
            if clock < failures or machine.maintenance_left[clock - failures] > 0.0:
                self.plan_clock(machine, clock)

    def plan_clock(self, machine: MachineState, clock: int) -> None:
        """Plan the instant a calendar clock runs out; maintenance clocks count on after the failures."""
        failures = len(machine.clock_left_s)
        if clock < failures:
            due = self.agenda._now + machine.clock_left_s[clock]
            handlers = self.on_clock_
        else:
            due = self.agenda._now + machine.maintenance_left[clock - failures]
            handlers = self.on_maintenance_clock_
        machine.clock_plans[clock] = self.agenda.plan(due, FAILURES + machine.order, handlers, machine, clock)

    def stop_clocks(self, machine: MachineState) -> None:
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

    # --- failures

    def on_clock(self, tick: Tick) -> None:
        """Handle a calendar clock that ran out."""
        machine: MachineState = tick.subject
        clock: int = tick.detail
        if machine.clock_plans.get(clock) is tick:
            del machine.clock_plans[clock]
            self.fail(machine, clock)

    def fail_if_due(self, machine: MachineState) -> None:
        """Plan the breakdown of a machine whose clock ran out at the very end of its work."""
        for clock in machine.bay.working_clocks:
            if machine.clock_left_s[clock] <= 0.0:
                order = FAILURES + machine.order
                machine.clock_plans[clock] = self.agenda.plan(
                    self.agenda._now, order, self.on_clock_, machine, clock
                )
                return

    def fail(self, machine: MachineState, number: int) -> None:
        """Break a machine down: what it works on stops, and its repair begins or waits for a crew."""
        floor = self.floor
        plan = machine.bay.plan.equipment.failure[number]
        floor.note(machine.code + FAILED, 0)
        self.stop_clocks(machine)
        if machine.planned is not None:
            floor.work.interrupt(machine)
        machine.clock_left_s[number] = 0.0
        machine.down = number
        if machine.phase is Phase.WORK:
            if plan.then == "restart":
                machine.left_s = machine.total_s
            elif plan.then == "scrap":
                floor.work.drop_all(machine, plan.name)
        self.ask_crew(machine, plan.crew)

    def ask_crew(self, machine: MachineState, name: str | None) -> None:
        """Start repair or maintenance, now or when its crew has somebody free."""
        if name is not None:
            crew = self.floor.state.crews[name]
            if crew.free == 0:
                crew.requests.append(machine)
                if machine.down < 0:
                    self.floor.note(machine.code + MAINTENANCE_DUE, 0)
                return
            crew.free -= 1
        self.crew_comes(machine)

    def crew_comes(self, machine: MachineState) -> None:
        """Begin the repair or the maintenance a machine waits for."""
        if machine.down >= 0:
            self.repair(machine)
        else:
            self.maintain(machine)

    def crew_goes(self, name: str | None) -> None:
        """Free one of a crew, for the next request if there is one."""
        if name is None:
            return
        crew = self.floor.state.crews[name]
        if crew.requests:
            self.crew_comes(crew.requests.popleft())
        else:
            crew.free += 1

    def repair(self, machine: MachineState) -> None:
        """Repair a machine."""
        floor = self.floor
        machine.repairing = True
        floor.note(machine.code + REPAIR_STARTED, 0)
        name = machine.bay.plan.equipment.failure[machine.down].name
        times = floor.times("repair", machine.bay.plan.name, machine.number, name)
        floor.plan_operation(machine, times.at(machine.failures[machine.down]), self.on_repaired_)

    def on_repaired(self, tick: Tick) -> None:
        """Handle the end of a repair: its clock starts anew, the others and the lot go on."""
        machine: MachineState = tick.subject
        floor = self.floor
        floor.state.active -= 1
        number = machine.down
        plan = machine.bay.plan.equipment.failure[number]
        floor.note(machine.code + REPAIRED, 0)
        machine.repairing = False
        machine.down = -1
        self.renew(machine, number)
        for place, maintenance in enumerate(machine.bay.plan.equipment.maintenance):
            if maintenance.after_repair == "restart":
                machine.maintenance_left[place] = maintenance.every or float(maintenance.every_lots or 0)
        self.start_clocks(machine)
        self.crew_goes(plan.crew)
        self.go_on(machine)
        if machine.planned is None:
            self.fail_if_due(machine)

    def renew(self, machine: MachineState, number: int) -> None:
        """Start the clock of a failure anew."""
        name = machine.bay.plan.equipment.failure[number].name
        machine.failures[number] += 1
        times = self.floor.times("uptime", machine.bay.plan.name, machine.number, name)
        machine.clock_left_s[number] = times.at(machine.failures[number])

    def go_on(self, machine: MachineState) -> None:
        """Let a repaired machine go on with what it was doing."""
        floor = self.floor
        if machine.phase is Phase.WORK:
            floor.work.run(machine)
        elif machine.phase is Phase.SETUP:
            machine.since_s = self.agenda._now
            machine.planned = floor.plan_operation(machine, machine.left_s, self.on_setup_)
        elif machine.phase is Phase.HOLD:
            floor.work.begin(machine)
        elif machine.phase is Phase.IDLE:
            self.released(machine)

    # --- planned work on an empty machine

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
                self.stop_clocks(machine)
                self.ask_crew(machine, machine.bay.plan.equipment.maintenance[number].crew)
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
                self.renew(machine, names.index(name))
            else:
                machine.wear_s[name] = 0.0
        machine.maintaining = -1
        self.start_clocks(machine)
        self.crew_goes(plan.crew)
        self.released(machine)
