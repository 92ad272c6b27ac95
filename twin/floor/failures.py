"""Downtime: machines break down, wait for a crew, are repaired."""

from __future__ import annotations

from twin.floor.event_queue import FAILURES, Handler, Tick
from twin.floor.floor import FAILED, MAINTENANCE_DUE, REPAIR_STARTED, REPAIRED, Floor
from twin.floor.state import MachineState, Phase


class Downtime:
    """Failures on both clocks, repairs, crews."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.agenda = floor.agenda
        self.on_clock_: list[Handler] = [self.on_clock]
        self.on_repaired_: list[Handler] = [self.on_repaired]

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
        floor.log.cause[len(floor.log.time_s)] = plan.name
        floor.note(machine.code + FAILED, 0)
        self.floor.clocks.stop(machine)
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
            self.floor.upkeep.maintain(machine)

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
        self.floor.clocks.start(machine)
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
            machine.planned = floor.plan_operation(machine, machine.left_s, floor.upkeep.on_setup_)
        elif machine.phase is Phase.HOLD:
            floor.work.begin(machine)
        elif machine.phase is Phase.IDLE:
            floor.upkeep.released(machine)
