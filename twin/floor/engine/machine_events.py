"""Events of machines: ends of work, setup, repair and maintenance; breakdowns; maintenance that falls due."""

from __future__ import annotations

from twin.floor.engine.fast_path import FastPath
from twin.floor.event_queue import EventNotice, EventQueue, Kind
from twin.floor.flow.transfer import Transfer
from twin.floor.machines.failures import Failures
from twin.floor.machines.setup_maintenance import SetupMaintenance
from twin.floor.machines.work import Work
from twin.floor.state import FloorState, MachineState, Phase


class MachineEvents:
    """Handles the events of machines: what leaves one is sent on, a crew that gets free goes to the next."""

    def __init__(
        self,
        state: FloorState,
        work: Work,
        failures: Failures,
        setup_maintenance: SetupMaintenance,
        transfer: Transfer,
        fast_path: FastPath,
    ) -> None:
        self.state = state
        self.queue: EventQueue = work.queue
        self.work = work
        self.clocks = work.clocks
        self.failures = failures
        self.setup_maintenance = setup_maintenance
        self.transfer = transfer
        self.fast_path = fast_path
        handlers = self.queue.handlers
        handlers[Kind.WORK_END].append(self.on_work_end)
        handlers[Kind.SETUP_END].append(self.on_setup_end)
        handlers[Kind.REPAIR_END].append(self.on_repair_end)
        handlers[Kind.MAINTENANCE_END].append(self.on_maintenance_end)
        handlers[Kind.FAILURE].append(self.on_failure)
        handlers[Kind.MAINTENANCE_DUE].append(self.on_maintenance_due)

    def on_work_end(self, notice: EventNotice) -> None:
        """Handle the end of work, or a breakdown in it."""
        machine: MachineState = notice.subject
        if machine.planned is not notice:
            return
        station = machine.station
        alone = station.is_usual and self.queue.is_alone and not self.state.unsettled
        if alone and not station.has_clocks:
            machine.planned = None
            self.state.active -= 1
            self.fast_path.finish(machine)
            return
        failure = self.work.end(machine)
        if failure >= 0:
            self.failures.fail(machine, failure)
            return
        if alone and all(machine.clock_left_s[n] > 0.0 for n in station.working_clocks):
            self.fast_path.finish(machine)
            return
        departures = self.work.finish(machine, self.work.visits(machine))
        self.transfer.send_all(machine, departures)
        if station.working_clocks and machine.down < 0:
            self.clocks.fail_if_due(machine)

    def on_setup_end(self, notice: EventNotice) -> None:
        """Handle the end of a setup."""
        machine: MachineState = notice.subject
        if machine.planned is notice:
            self.setup_maintenance.end_setup(machine)

    def on_failure(self, notice: EventNotice) -> None:
        """Handle a calendar clock that ran out, or one that counts work and did so with the end of work."""
        machine: MachineState = notice.subject
        clock: int = notice.detail
        if machine.clock_plans.get(clock) is notice:
            del machine.clock_plans[clock]
            self.failures.fail(machine, clock)

    def on_maintenance_due(self, notice: EventNotice) -> None:
        """Handle a maintenance that goes by the calendar and falls due."""
        machine: MachineState = notice.subject
        clock: int = notice.detail
        if machine.clock_plans.get(clock) is notice:
            del machine.clock_plans[clock]
            self.setup_maintenance.fall_due(machine, clock - len(machine.clock_left_s))

    def on_repair_end(self, notice: EventNotice) -> None:
        """Handle the end of a repair: the crew goes to the next machine, this one goes on."""
        machine: MachineState = notice.subject
        self.serve(self.failures.repaired(machine))
        self.go_on(machine)
        if machine.planned is None:
            self.clocks.fail_if_due(machine)

    def on_maintenance_end(self, notice: EventNotice) -> None:
        """Handle the end of maintenance: the crew goes to the next machine, this one is free."""
        machine: MachineState = notice.subject
        self.serve(self.setup_maintenance.maintained(machine))
        self.setup_maintenance.release(machine)

    def serve(self, machine: MachineState | None) -> None:
        """Begin the repair or the maintenance a machine has waited for."""
        if machine is None:
            return
        if machine.down >= 0:
            self.failures.repair(machine)
        else:
            self.setup_maintenance.maintain(machine)

    def go_on(self, machine: MachineState) -> None:
        """Let a repaired machine go on with what it was doing."""
        if machine.phase is Phase.WORK:
            self.work.run(machine)
        elif machine.phase is Phase.SETUP:
            self.setup_maintenance.run_setup(machine)
        elif machine.phase is Phase.HOLD:
            self.work.begin(machine)
        elif machine.phase is Phase.IDLE:
            self.setup_maintenance.release(machine)
