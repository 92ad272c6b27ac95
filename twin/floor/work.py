"""Work: from the start on a machine to the finished lot, its verdict, its children, its way on."""

from __future__ import annotations

from twin.floor.event_queue import Handler, Tick
from twin.floor.fast_path import finish_and_go_on
from twin.floor.floor import CREATED, FINISHED, LEFT, REWORKED, SCRAPPED, SHIPPED, STARTED, Floor
from twin.floor.joining import join
from twin.floor.random_streams import Times
from twin.floor.state import BayState, LotState, MachineState, Phase


class Work:
    """Starts, times and finishes the work of machines."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.agenda = floor.agenda
        self.on_work_: list[Handler] = [self.on_work]
        self.service: dict[tuple[int, int, int], Times] = {}

    def begin(self, machine: MachineState) -> None:
        """Start the lots a machine has taken."""
        floor = self.floor
        lots = [held[0] if len(held) == 1 else join(floor, machine, held) for held in machine.sets]
        machine.lots = lots
        machine.sets = []
        machine.phase = Phase.WORK
        for lot in lots:
            lot.waits = False
            floor.note(machine.code + STARTED, lot.number)
        machine.total_s = machine.left_s = self.duration_s(machine, lots)
        self.run(machine)

    def duration_s(self, machine: MachineState, lots: list[LotState]) -> float:
        """Return the time of a visit: drawn by the first lot's dice, or the longest the physics asks for."""
        bay = machine.bay
        service = bay.plan.equipment.service
        process = self.floor.process
        if process is not None:
            for lot in lots:
                process.starts(lot, self.agenda._now)
        if service is None:
            return 0.0 if process is None else max(process.duration_s(machine, lot) for lot in lots)
        return self.service_s(machine, lots[0])

    def service_s(self, machine: MachineState, first: LotState) -> float:
        """Return the drawn time of a visit; every visit of a lot has an entry of its own, but in a table."""
        bay = machine.bay
        service = bay.plan.equipment.service
        if service is None:
            return 0.0
        visit = first.visits.get(bay.index, 0) if self.floor.revisits else 0
        key = (bay.index, first.source.index, visit)
        times = self.service.get(key)
        if times is None:
            address = ("service", bay.plan.name, first.source.plan.name, visit)
            if service.dist == "table":
                address = (bay.plan.name, "service")  # type: ignore[assignment]
            times = self.service[key] = self.floor.dice.times(service, *address)
            if not self.floor.revisits and len(self.floor.state.sources) == 1:
                bay.times.append(times)
        return times.at(first.index)

    def run(self, machine: MachineState) -> None:
        """Go on working until the end, or until the first clock that counts work runs out."""
        seconds = machine.left_s
        failure = -1
        for number in machine.bay.working_clocks:
            if machine.clock_left_s[number] < seconds:
                seconds = machine.clock_left_s[number]
                failure = number
        machine.since_s = self.agenda._now
        machine.next_failure = failure
        machine.planned = self.floor.plan_operation(machine, seconds, self.on_work_, fails=failure >= 0)

    def on_work(self, tick: Tick) -> None:
        """Handle the end of work, or a breakdown in it."""
        machine: MachineState = tick.subject
        if machine.planned is not tick:
            return
        machine.planned = None
        self.floor.state.active -= 1
        bay = machine.bay
        failure = machine.next_failure
        seconds = machine.left_s if failure < 0 else machine.clock_left_s[failure]
        machine.left_s -= seconds
        if bay.has_clocks:
            self.floor.clocks.count_work(machine, seconds)
        if failure >= 0:
            self.floor.downtime.fail(machine, failure)
            return
        alone = bay.express and not self.floor.dirty and self.agenda.is_last()
        if alone and all(machine.clock_left_s[n] > 0.0 for n in bay.working_clocks):
            finish_and_go_on(self.floor, machine)
            return
        self.finish(machine)
        if bay.working_clocks and machine.down < 0:
            self.floor.downtime.fail_if_due(machine)

    def interrupt(self, machine: MachineState) -> None:
        """Stop work or setup where it is; what is left stays on the machine."""
        seconds = min(self.floor.worked_since(machine.since_s), machine.left_s)
        machine.planned = None
        self.floor.state.active -= 1
        machine.left_s -= seconds
        if machine.phase is Phase.WORK and machine.bay.has_clocks:
            self.floor.clocks.count_work(machine, seconds)

    def finish(self, machine: MachineState) -> None:
        """Finish the lots of a machine and send each on its way."""
        floor = self.floor
        bay = machine.bay
        machine.phase = Phase.DONE
        self.floor.clocks.count_lots(machine, len(machine.lots))
        if machine.reserved and bay.downstream is not None:
            bay.downstream.reserved[bay.branch_downstream] -= machine.reserved
        going: list[tuple[LotState, BayState | None]] = []
        for lot in machine.lots:
            lot.free_since_s = self.agenda._now
            target = bay.downstream
            if floor.process is None:
                floor.note(machine.code + FINISHED, lot.number)
            else:
                verdict = floor.process.finish(floor, machine, lot)
                lot.visits[bay.index] = lot.visits.get(bay.index, 0) + 1
                if verdict == "scrap":
                    floor.scrap(lot, machine.code + SCRAPPED, lot.cause)
                    continue
                if verdict == "rework":
                    going.append((lot, floor.names[lot.back_to]))
                    share = floor.process.good_share(lot)
                    floor.note_amount(machine.code + REWORKED, lot, share, lot.cause)
                    continue
            going.extend((part, target) for part in self.parts(machine, lot))
        machine.to_leave = len(going)
        if not going:
            machine.reserved = 0
            machine.lots = []
            floor.upkeep.released(machine)
        for lot, target in going:
            self.send(machine, lot, target)
        machine.reserved = 0

    def parts(self, machine: MachineState, lot: LotState) -> list[LotState]:
        """Return what leaves the machine: the lot, or its children after a split."""
        bay = machine.bay
        if bay.plan.equipment.split is None:
            return [lot]
        floor = self.floor
        children = []
        for place in range(bay.into):
            child = floor.new_lot(lot.source, lot.index * bay.into + place, lot.roots, (lot,))
            child.visits = dict(lot.visits)
            child.reworks = dict(lot.reworks)
            if floor.process is not None:
                floor.process.divide(lot, child, bay.into)
            floor.note_amount(bay.code + CREATED, child)
            children.append(child)
        for root in lot.roots:
            root.alive += bay.into - 1
        floor.end_lot(lot, "consumed")
        return children

    def send(self, machine: MachineState, lot: LotState, target: BayState | None) -> None:
        """Ship a lot, put it into its reserved place, or let it wait on the machine for a place."""
        floor = self.floor
        if target is None:
            share = 1.0 if floor.process is None else floor.process.good_share(lot)
            floor.note_amount(machine.code + LEFT, lot, share)
            floor.note_amount(machine.code + SHIPPED, lot, share)
            floor.end_lot(lot, "shipped")
            floor.transfer.leave(machine)
            return
        bay = machine.bay
        branch = bay.branch_downstream
        if target is not bay.downstream:
            branch = target.branches if target.branches > 1 else 0
        elif machine.reserved:
            target.queues[branch].append(lot)
            floor.transfer.hand_over(machine, lot, target)
            floor.touch(target)
            return
        target.waiting[branch].append((machine, lot))
        floor.touch(target)

    def drop_all(self, machine: MachineState, cause: str) -> None:
        """Scrap what is on a machine in the middle of work."""
        for lot in machine.lots:
            self.floor.scrap(lot, machine.code + SCRAPPED, cause)
        machine.lots = []
        self.free_reserved(machine, machine.reserved)
        machine.phase = Phase.IDLE

    def drop_set(self, machine: MachineState, held: list[LotState], lot: LotState) -> None:
        """Scrap one lot that a machine holds but has not started; partners go back to their queues."""
        bay = machine.bay
        machine.sets.remove(held)
        self.floor.scrap(lot, machine.code + SCRAPPED, "max_wait")
        for branch, partner in enumerate(held):
            if partner is not lot:
                bay.queues[branch].appendleft(partner)
        self.free_reserved(machine, bay.into)
        if not machine.sets:
            machine.phase = Phase.IDLE
        self.floor.touch(bay)

    def free_reserved(self, machine: MachineState, places: int) -> None:
        """Give reserved places downstream back."""
        bay = machine.bay
        if machine.reserved and bay.downstream is not None:
            places = min(places, machine.reserved)
            bay.downstream.reserved[bay.branch_downstream] -= places
            machine.reserved -= places
            self.floor.touch(bay.downstream)
            self.floor.touch(bay)
