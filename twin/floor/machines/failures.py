"""Failures: machines break down, wait for a crew, are repaired."""

from __future__ import annotations

import math

from twin.floor.event_queue import Kind
from twin.floor.journal import FAILED, REPAIR_STARTED, REPAIRED, Journal
from twin.floor.machines.clocks import Clocks
from twin.floor.machines.crews import Crews
from twin.floor.machines.work import Work
from twin.floor.state import MachineState, Phase
from twin.records.log import TORN_WEB


class Failures:
    """Breakdowns on both clocks and their repairs."""

    def __init__(self, journal: Journal, clocks: Clocks, crews: Crews, work: Work) -> None:
        self.journal = journal
        self.clocks = clocks
        self.crews = crews
        self.work = work

    def fail(self, machine: MachineState, number: int) -> None:
        """Break a machine down: what it works on stops, and its repair begins or waits for a crew."""
        plan = machine.station.plan.equipment.failure[number]
        self.journal.note_cause(machine.code + FAILED, plan.name)
        self.clocks.stop(machine)
        if machine.planned is not None:
            self.work.interrupt(machine)
        machine.clock_left_s[number] = 0.0
        machine.down = number
        if machine.phase is Phase.WORK:
            if math.isinf(machine.hazards[number]):
                self.work.scrap_lots(machine, TORN_WEB)
            elif plan.then == "restart":
                machine.left_s = machine.total_s
            elif plan.then == "scrap":
                self.work.scrap_lots(machine, plan.name)
        if self.crews.request(plan.crew, machine):
            self.repair(machine)

    def repair(self, machine: MachineState) -> None:
        """Begin the repair of a machine."""
        machine.repairing = True
        self.journal.note(machine.code + REPAIR_STARTED)
        seconds = machine.repair_times[machine.down].at(machine.failures[machine.down])
        self.clocks.plan_end(machine, seconds, Kind.REPAIR_END)

    def repaired(self, machine: MachineState) -> MachineState | None:
        """End the repair of a machine: its clock starts anew; returns the machine its crew goes to next."""
        self.clocks.state.active -= 1
        number = machine.down
        equipment = machine.station.plan.equipment
        self.journal.note(machine.code + REPAIRED)
        machine.repairing = False
        machine.down = -1
        self.clocks.renew_failure(machine, number)
        for place, maintenance in enumerate(equipment.maintenance):
            if maintenance.after_repair == "restart":
                self.clocks.renew_maintenance(machine, place)
        self.clocks.start(machine)
        return self.crews.release(equipment.failure[number].crew)
