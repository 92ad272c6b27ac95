"""Work: from the start on a machine to the departure of what it has made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from twin.floor.event_queue import Kind
from twin.floor.journal import CELLS_SCRAPPED, CONTROL_HELD, FINISHED, REWORKED, SCRAPPED, STARTED, Journal
from twin.floor.lot_book import LotBook
from twin.floor.machines.clocks import Clocks
from twin.floor.machines.joining import Joining
from twin.floor.machines.service_times import ServiceTimes
from twin.floor.machines.splitting import Splitting
from twin.floor.material.side import MaterialSide, VisitResult
from twin.floor.state import LotState, MachineState, Phase, StationState


class Departure(NamedTuple):
    """A lot that leaves a machine; `target`: the station it goes to, None = it is shipped."""

    lot: LotState
    target: StationState | None


class Work:
    """Starts, times and finishes the work of machines; what leaves them is for the flow to send on."""

    def __init__(
        self,
        lots: LotBook,
        clocks: Clocks,
        material: MaterialSide,
        service_times: ServiceTimes,
    ) -> None:
        self.state = lots.state
        self.lots = lots
        self.journal: Journal = lots.journal
        self.queue = clocks.queue
        self.clocks = clocks
        self.material = material
        self.service_times = service_times
        self.joining = Joining(self.journal, lots, material)
        self.splitting = Splitting(self.journal, lots, material)

    def begin(self, machine: MachineState) -> None:
        """Start the lots a machine has taken."""
        join = self.joining.join
        lots = [lot_set[0] if len(lot_set) == 1 else join(machine, lot_set) for lot_set in machine.sets]
        machine.lots = lots
        machine.sets = []
        machine.phase = Phase.WORK
        for lot in lots:
            lot.waits = False
            self.journal.note(machine.code + STARTED, lot.number)
        machine.total_s = machine.left_s = self.duration_s(machine, lots)
        for number, name in machine.station.hastened:
            machine.hazards[number] = self.material.hazard(machine, lots, name)
        self.run(machine)

    def duration_s(self, machine: MachineState, lots: list[LotState]) -> float:
        """Return the time of a visit: drawn for the first lot, or the longest the physics asks for."""
        self.material.start(lots, self.queue.now_s)
        if machine.station.plan.equipment.service is None:
            return self.material.duration_s(machine, lots)
        return self.service_times.of(machine.station, lots[0])

    def run(self, machine: MachineState) -> None:
        """Go on working until the end, or until the first clock that counts work runs out."""
        seconds = machine.left_s
        failure = -1
        for number in machine.station.working_clocks:
            if machine.clock_left_s[number] < seconds * machine.hazards[number]:
                seconds = machine.clock_left_s[number] / machine.hazards[number]
                failure = number
        machine.since_s = self.queue.now_s
        machine.next_failure = failure
        machine.planned = self.clocks.plan_end(machine, seconds, Kind.WORK_END, fails=failure >= 0)

    def end(self, machine: MachineState) -> int:
        """Stop working at the planned instant; returns the number of the failure that came first, else -1."""
        machine.planned = None
        self.state.active -= 1
        failure = machine.next_failure
        seconds = machine.left_s
        if failure >= 0:
            seconds = machine.clock_left_s[failure] / machine.hazards[failure]
        machine.left_s -= seconds
        if machine.station.has_clocks:
            self.clocks.count_work(machine, seconds)
        return failure

    def visits(self, machine: MachineState) -> list[VisitResult]:
        """Do the visits of the lots on a machine whose work is at its end."""
        now_s = self.queue.now_s
        for lot in machine.lots:
            lot.free_since_s = now_s
        return [self.material.visit(machine, lot) for lot in machine.lots]

    def finish(self, machine: MachineState, results: Iterable[VisitResult]) -> list[Departure]:
        """Finish the lots of a machine by the results of their visits; returns what leaves it."""
        station = machine.station
        machine.phase = Phase.DONE
        self.clocks.count_lots(machine, len(machine.lots))
        if machine.reserved and station.downstream is not None:
            station.downstream.reserved[station.branch_downstream] -= machine.reserved
        departures: list[Departure] = []
        for lot, result in zip(machine.lots, results, strict=True):
            self.write(machine, lot, result)
            lot.visits[station.index] = lot.visits.get(station.index, 0) + 1
            if result.fate == "scrap":
                self.lots.scrap(lot, machine.code + SCRAPPED, result.cause)
            elif result.fate == "rework":
                departures.append(Departure(lot, self.state.station(result.target)))
                self.journal.note_amount(machine.code + REWORKED, lot, lot.good_share, result.cause)
            else:
                is_split = station.plan.equipment.split is not None
                parts = self.splitting.parts(station, lot) if is_split else [lot]
                departures.extend(Departure(part, station.downstream) for part in parts)
        machine.to_leave = len(departures)
        return departures

    def write(self, machine: MachineState, lot: LotState, result: VisitResult) -> None:
        """Write the rows of a visit: finished with its amount and energy, the strips and cells cut out."""
        if result.good_share is None:
            self.journal.note(machine.code + FINISHED, lot.number)
            return
        trimmed = result.trimmed
        if trimmed is None:
            self.journal.note_amount(machine.code + FINISHED, lot, result.good_share)
        else:
            self.journal.note_part(machine.code + FINISHED, lot, lot.amount(result.good_share) + trimmed)
        if result.energy_kWh is not None:
            self.journal.add_energy(result.energy_kWh)
        if trimmed is not None:
            self.journal.note_part(machine.code + CELLS_SCRAPPED, lot, trimmed, machine.station.plan.kind)
        if result.held_at:
            self.journal.note_cause(machine.code + CONTROL_HELD, result.held_at, lot.number)
        for share, cause in result.cut:
            self.journal.note_amount(machine.code + CELLS_SCRAPPED, lot, share, cause)

    def interrupt(self, machine: MachineState) -> None:
        """Stop work or setup where it is; what is left stays on the machine."""
        seconds = self.clocks.interrupt(machine)
        if machine.phase is Phase.WORK and machine.station.has_clocks:
            self.clocks.count_work(machine, seconds)

    def scrap_lots(self, machine: MachineState, cause: str) -> None:
        """Scrap what is on a machine in the middle of work."""
        for lot in machine.lots:
            self.lots.scrap(lot, machine.code + SCRAPPED, cause)
        machine.lots = []
        self.free_reserved(machine, machine.reserved)
        machine.phase = Phase.IDLE

    def scrap_taken(self, machine: MachineState, taken: list[LotState], lot: LotState, cause: str) -> None:
        """Scrap a lot that a machine has taken but not started; partners go back to their queues."""
        station = machine.station
        machine.sets.remove(taken)
        self.lots.scrap(lot, machine.code + SCRAPPED, cause)
        for branch, partner in enumerate(taken):
            if partner is not lot:
                station.queues[branch].appendleft(partner)
        self.free_reserved(machine, station.into)
        if not machine.sets:
            machine.phase = Phase.IDLE
        self.state.touch(station)

    def free_reserved(self, machine: MachineState, places: int) -> None:
        """Give reserved places downstream back."""
        station = machine.station
        if machine.reserved and station.downstream is not None:
            places = min(places, machine.reserved)
            station.downstream.reserved[station.branch_downstream] -= places
            machine.reserved -= places
            self.state.touch(station.downstream)
            self.state.touch(station)
