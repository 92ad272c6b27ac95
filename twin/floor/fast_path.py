"""The usual case in one step: a lot goes from a machine into a free place, the next one starts.

Does what the general rules do, for stations without batch, split, join, reservation, setup or
material, at an instant where nothing else happens; a test runs both and compares every event.
"""

from __future__ import annotations

from heapq import heappush

from twin.floor.event_queue import FAILURES, Handler, Tick
from twin.floor.floor import ARRIVED, FINISHED, LEFT, SHIPPED, STARTED, Floor
from twin.floor.state import BayState, LotState, MachineState, Phase


def applies(bay: BayState, floor: Floor) -> bool:
    """Return whether a station is of the usual kind."""
    equipment, after = bay.plan.equipment, bay.downstream
    plain = equipment.setup is None and equipment.split is None and not equipment.maintenance
    taken = after is None or (after.branches == 1 and after.plan.equipment.max_wait is None)
    alone = bay.branches == 1 and bay.batch == 1 and not bay.reserves and len(bay.machines) == 1
    unbound = floor.process is None and floor.calendar is None and not floor.revisits
    return plain and taken and alone and unbound


def refilled(bay: BayState) -> bool:
    """Return whether somebody waits for places before a station without being on a machine."""
    source = bay.feeds[0]
    fills = source is not None and source.plan.mode == "saturated" and not source.on_demand
    return fills or any(upstream is not None and upstream.reserves for upstream in bay.upstream)


def on_work(tick: Tick) -> None:
    """Handle the end of work on a machine of the usual kind, or leave it to the general rules."""
    machine = tick.subject
    floor = tick.env.floor
    planned = tick.env._queue
    if (
        machine.planned is not tick
        or machine.bay.has_clocks
        or floor.dirty
        or (planned and planned[0][0] <= tick.env._now)
    ):
        floor.work.on_work(tick)
        return
    machine.planned = None
    floor.state.active -= 1
    finish_and_go_on(floor, machine)


ON_WORK: list[Handler] = [on_work]


def start(floor: Floor, machine: MachineState, lot: LotState) -> None:
    """Start a lot on an empty machine that is up."""
    agenda = floor.agenda
    now = agenda._now
    bay = machine.bay
    lot.waits = False
    machine.lots = [lot]
    machine.phase = Phase.WORK
    floor.note_time(now)
    floor.note_place(lot.number * floor.stride + machine.code + STARTED)
    seconds = bay.times[0].at(lot.index) if bay.times else floor.work.service_s(machine, lot)
    machine.total_s = machine.left_s = seconds
    machine.next_failure = -1
    order = machine.order
    if bay.working_clocks:
        for number in bay.working_clocks:
            if machine.clock_left_s[number] < seconds:
                seconds = machine.clock_left_s[number]
                machine.next_failure = number
                order = machine.order + FAILURES
    machine.since_s = now
    tick = machine.tick
    if tick is None:  # its instants may be given up, so each gets a tick of its own
        tick = Tick(agenda, ON_WORK, machine, 0)
    else:
        tick.callbacks = ON_WORK
    machine.planned = tick
    heappush(agenda._queue, (now + seconds, order, next(agenda._eid), tick))  # type: ignore[misc]
    floor.state.active += 1


def finish_and_go_on(floor: Floor, machine: MachineState) -> None:
    """Finish the lot of a machine, move it on, start the next one from the queue."""
    bay = machine.bay
    now = floor.agenda._now
    note_time, note_place = floor.note_time, floor.note_place
    lot = machine.lots[0]
    code = lot.number * floor.stride + machine.code
    lot.free_since_s = now
    note_time(now)
    note_place(code + FINISHED)
    after = bay.downstream
    if after is None:
        note_time(now)
        note_place(code + LEFT)
        note_time(now)
        note_place(code + SHIPPED)
        floor.end_lot(lot, "shipped")
    else:
        queue = after.queues[0]
        if after.waiting[0] or len(queue) + after.reserved[0] >= after.capacity:
            machine.phase = Phase.DONE
            machine.to_leave = 1
            after.waiting[0].append((machine, lot))
            floor.touch(after)
            return
        note_time(now)
        note_place(code + LEFT)
        note_time(now)
        note_place(lot.number * floor.stride + after.code + ARRIVED)
        lot.bay, lot.arrived_s, lot.waits = after.index, now, True
        taker = after.machines[0]
        if not (queue or floor.dirty) and after.express and taker.phase is Phase.IDLE and taker.down < 0:
            start(floor, taker, lot)
        else:
            queue.append(lot)
            if len(after.machines) > 1 or taker.phase is Phase.IDLE:
                floor.touch(after)
    machine.phase = Phase.IDLE
    go_on(floor, bay, machine)


def go_on(floor: Floor, bay: BayState, machine: MachineState) -> None:
    """Start the next lot on a machine that has just become empty."""
    queue = bay.queues[0]
    if floor.dirty or (bay.waiting[0] and not queue):
        machine.lots = []
        floor.touch(bay)
        return
    source = bay.feeds[0]
    if queue:
        start(floor, machine, queue.popleft())
        if bay.waiting[0] or bay.refilled:
            floor.touch(bay)
    elif source is not None and source.on_demand and source.created < source.limit:
        start(floor, machine, floor.supply.create(source))
    else:
        machine.lots = []
        if floor.batch_bays:
            floor.touch(bay)


def settle(floor: Floor, bay: BayState) -> bool:
    """Admit and start at a station of the usual kind; False where the general rules have to."""
    machine = bay.machines[0]
    if machine.down >= 0:
        return False
    queue, waiting = bay.queues[0], bay.waiting[0]
    hand_over = floor.transfer.hand_over
    while True:
        while waiting and len(queue) + bay.reserved[0] < bay.capacity:
            upstream, lot = waiting.popleft()
            queue.append(lot)
            hand_over(upstream, lot, bay)
        if machine.phase is not Phase.IDLE:
            return not bay.refilled
        if queue:
            lot = queue.popleft()
        elif waiting:
            upstream, lot = waiting.popleft()
            hand_over(upstream, lot, bay)
        else:
            source = bay.feeds[0]
            if source is None or source.exhausted or not source.on_demand:
                return not bay.refilled
            lot = floor.supply.create(source)
        start(floor, machine, lot)
        if bay.refilled:
            return False
