"""The usual case in one step: a lot goes from a machine into a free place, the next one starts.

Does what the general rules do, for stations without batch, split, join, reservation, setup or
material whose work takes time, at an instant where nothing else happens; a test runs both and compares
every event. Work of 0 s ends at the instant it starts, but only after all hand-overs of that instant.
"""

from __future__ import annotations

from twin.floor.event_queue import FAILURES, EventNotice, Kind
from twin.floor.flow.sources import Sources
from twin.floor.flow.transfer import Transfer
from twin.floor.journal import ARRIVED, FINISHED, LEFT, SHIPPED, STARTED
from twin.floor.machines.service_times import ServiceTimes
from twin.floor.state import FloorState, LotState, MachineState, Phase, StationState
from twin.line.model.line import Line

IDLE, WORK, DONE, WORK_END = Phase.IDLE, Phase.WORK, Phase.DONE, Kind.WORK_END
"""Looked up once: members of an enumeration take as long to find as a call takes."""


def applies(station: StationState, line: Line) -> bool:
    """Return whether a station is of the usual kind."""
    equipment, after = station.plan.equipment, station.downstream
    plain = equipment.setup is None and equipment.split is None and not equipment.maintenance
    taken = after is None or (after.branches == 1 and after.plan.equipment.max_wait is None)
    alone = station.branches == 1 and station.batch == 1 and len(station.machines) == 1
    reworks = any(limit.action == "rework" for limit in line.limit)
    unbound = not line.has_material and line.calendar is None and not reworks
    lasting = equipment.service is not None and equipment.service.always_takes_time
    return plain and taken and alone and lasting and not station.reserves and unbound


def is_refilled(station: StationState) -> bool:
    """Return whether somebody waits for places before a station without being on a machine."""
    source = station.feeds[0]
    fills = source is not None and source.plan.mode == "saturated" and not source.on_demand
    return fills or any(upstream is not None and upstream.reserves for upstream in station.upstream)


class FastPath:
    """Moves single lots between stations of the usual kind."""

    def __init__(
        self, state: FloorState, service_times: ServiceTimes, transfer: Transfer, sources: Sources
    ) -> None:
        self.state = state
        self.queue = transfer.queue
        self.plan_again = transfer.queue.plan_again
        self.lots = transfer.lots
        self.transfer = transfer
        self.sources = sources
        self.service_times = service_times
        self.note_time = transfer.journal.note_time
        self.note_place = transfer.journal.note_place
        self.stride = transfer.journal.stride
        self.has_batches = any(station.batch > 1 for station in state.stations)

    def prepare(self, line: Line) -> None:
        """Mark the stations of the usual kind; machines whose events are never given up keep one notice."""
        for station in self.state.stations:
            station.is_usual = applies(station, line)
            station.is_refilled = is_refilled(station)
            if station.is_usual and not station.calendar_clocks:
                for machine in station.machines:
                    machine.notice = EventNotice(self.queue, WORK_END, machine, 0)

    def start(self, machine: MachineState, lot: LotState) -> None:
        """Start a lot on an empty machine that is up."""
        now_s = self.queue.now_s
        station = machine.station
        lot.waits = False
        machine.lots = [lot]
        machine.phase = WORK
        self.note_time(now_s)
        self.note_place(lot.number * self.stride + machine.code + STARTED)
        times = station.service_times
        seconds = self.service_times.of(station, lot) if times is None else times.at(lot.index)
        machine.total_s = machine.left_s = seconds
        machine.next_failure = -1
        order = machine.order
        for number in station.working_clocks:
            if machine.clock_left_s[number] < seconds:
                seconds = machine.clock_left_s[number]
                machine.next_failure = number
                order = machine.order + FAILURES
        machine.since_s = now_s
        notice = machine.notice
        if notice is None:  # its events may be given up, so each has a notice of its own
            machine.planned = self.queue.plan(now_s + seconds, order, WORK_END, machine)
        else:
            machine.planned = notice
            self.plan_again(notice, now_s + seconds, order)
        self.state.active += 1

    def finish(self, machine: MachineState) -> None:
        """Finish the lot of a machine, move it on, start the next one from the queue."""
        station = machine.station
        now_s = self.queue.now_s
        note_time, note_place = self.note_time, self.note_place
        lot = machine.lots[0]
        code = lot.number * self.stride + machine.code
        lot.free_since_s = now_s
        note_time(now_s)
        note_place(code + FINISHED)
        after = station.downstream
        if after is None:
            note_time(now_s)
            note_place(code + LEFT)
            note_time(now_s)
            note_place(code + SHIPPED)
            self.lots.end(lot, "shipped")
        else:
            queue = after.queues[0]
            if after.waiting[0] or len(queue) + after.reserved[0] >= after.capacity:
                machine.phase = DONE
                machine.to_leave = 1
                after.waiting[0].append((machine, lot))
                self.state.touch(after)
                return
            note_time(now_s)
            note_place(code + LEFT)
            note_time(now_s)
            note_place(lot.number * self.stride + after.code + ARRIVED)
            lot.station, lot.arrived_s, lot.waits = after.index, now_s, True
            taker = after.machines[0]
            idle = taker.phase is IDLE
            if idle and not queue and not self.state.unsettled and after.is_usual and taker.down < 0:
                self.start(taker, lot)
            else:
                queue.append(lot)
                if idle or len(after.machines) > 1:
                    self.state.touch(after)
        machine.phase = IDLE
        self.go_on(machine)

    def go_on(self, machine: MachineState) -> None:
        """Start the next lot on a machine that has just become empty."""
        station = machine.station
        queue, waiting = station.queues[0], station.waiting[0]
        if self.state.unsettled or (waiting and not queue):
            machine.lots = []
            self.state.touch(station)
            return
        source = station.feeds[0]
        if queue:
            self.start(machine, queue.popleft())
            if waiting or station.is_refilled:
                self.state.touch(station)
        elif source is not None and source.on_demand and source.created < source.limit:
            self.start(machine, self.sources.create(source))
        else:
            machine.lots = []
            if self.has_batches:
                self.state.touch(station)

    def settle(self, station: StationState) -> bool:
        """Admit and start at a station of the usual kind; False where the general rules have to."""
        machine = station.machines[0]
        if machine.down >= 0:
            return False
        queue, waiting = station.queues[0], station.waiting[0]
        hand_over = self.transfer.hand_over
        while True:
            while waiting and len(queue) + station.reserved[0] < station.capacity:
                upstream, lot = waiting.popleft()
                queue.append(lot)
                hand_over(upstream, lot, station)
            if machine.phase is not IDLE:
                return not station.is_refilled
            if queue:
                lot = queue.popleft()
            elif waiting:
                upstream, lot = waiting.popleft()
                hand_over(upstream, lot, station)
            else:
                source = station.feeds[0]
                if source is None or source.exhausted or not source.on_demand:
                    return not station.is_refilled
                lot = self.sources.create(source)
            self.start(machine, lot)
            if station.is_refilled:
                return False
