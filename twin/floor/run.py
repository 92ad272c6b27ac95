"""One replication of a line: build the floor, run it, hand the log back."""

from __future__ import annotations

from collections import deque

import numpy as np

from twin.core.errors import ModelStopped
from twin.floor import fast_path, rework_ring
from twin.floor.engine import Rules
from twin.floor.event_queue import ENDS, SHIFTS, Tick
from twin.floor.floor import Floor
from twin.floor.lot_physics import Process
from twin.floor.random_streams import Dice
from twin.floor.recorder import Recorder
from twin.floor.state import UNLIMITED, BayState, CrewState, FloorState, MachineState, SourceState
from twin.line.check.zero_time import zero_time_reason
from twin.line.model.line import Line, StationPlan
from twin.records.log import CODE, EVENTS, Cells, Log

WIDEST = 1 << 14
"""Machines of one station with a place of their own in the order of an instant."""


def run(line: Line, horizon_s: float | None, seed: int, replication: int, *, cells: bool = False) -> Log:
    """Return the log of one replication.

    Without a horizon the run ends when the line is empty. `cells`: keep the cells of finished lots.
    Raises ModelStopped when it comes to a stand.
    """
    if why := zero_time_reason(line):
        raise ModelStopped(f"time would stand still: {why}")
    log = Log(cells=Cells() if cells else None)
    dice = Dice(seed, replication)
    state = build(line, log)
    recorder = Recorder(line, log)
    process = Process(line, dice, recorder) if line.has_material else None
    floor = Floor(line, state, dice, log, process)
    Rules(floor)
    floor.endless = horizon_s is not None
    floor.rework_targets = rework_ring.targets(floor)
    prepare(floor)
    horizon = float("inf") if horizon_s is None else horizon_s
    floor.rules.run(horizon)
    recorder.flush_all([plan.name for plan in line.station])
    log.end_s = last_lot_s(log) if horizon_s is None else horizon_s
    if process is not None:
        close_rows(floor)
    # floor and rules know each other: the log of a long run would wait for Python's collector
    vars(floor).clear()
    return log


def build(line: Line, log: Log) -> FloorState:
    """Return the empty floor of a line, and enter the codes of its events into the log."""
    log.keys.clear()
    bays = [_bay(line, index, log) for index in range(len(line.station))]
    names = {bay.plan.name: bay for bay in bays}
    for bay in bays:
        after = line.downstream(bay.plan.name)
        if after is not None:
            bay.downstream = names[after]
            bay.branch_downstream = names[after].plan.inputs.index(bay.plan.name)
        bay.upstream = [names.get(name) for name in bay.plan.inputs]
    sources = []
    for index, plan in enumerate(line.source):
        first = next(bay for bay in bays if plan.name in bay.plan.inputs)
        branch = first.plan.inputs.index(plan.name)
        limits = [n for n in (plan.lots, None if plan.times is None else len(plan.times)) if n is not None]
        buffer = first.plan.equipment.buffer_before
        on_demand = plan.mode == "saturated" and plan.conwip is None and not buffer
        code = _codes(log, plan.name, 0)
        source = SourceState(plan, index, first, branch, code, on_demand, limit=min([UNLIMITED, *limits]))
        first.feeds[branch] = source
        sources.append(source)
    _codes(log, "", 0)
    log.stride = len(log.keys)
    return FloorState(bays, sources, {crew.name: CrewState(crew.size) for crew in line.crew})


def _codes(log: Log, name: str, machine: int) -> int:
    first = len(log.keys)
    log.keys.extend((name, machine, event) for event in EVENTS)
    return first


def _bay(line: Line, index: int, log: Log) -> BayState:
    plan = line.station[index]
    equipment = plan.equipment
    branches = len(plan.inputs)
    queues = branches + 1 if branches > 1 else 1
    capacity = UNLIMITED if equipment.buffer_before is None else equipment.buffer_before
    bay = BayState(
        plan,
        index,
        _codes(log, plan.name, 0),
        capacity,
        1 if equipment.batch is None else equipment.batch.lots,
        1 if equipment.split is None else equipment.split.into,
        equipment.blocking == "before_service" and line.downstream(plan.name) is not None,
        branches,
    )
    bay.queues = [deque() for _ in range(queues)]
    bay.waiting = [deque() for _ in range(queues)]
    bay.reserved = [0] * queues
    bay.feeds = [None] * branches
    failures = equipment.failure
    bay.working_clocks = tuple(n for n, f in enumerate(failures) if f.clock == "operating")
    on_calendar = [n for n, f in enumerate(failures) if f.clock == "calendar"]
    on_calendar += [
        len(failures) + n
        for n, m in enumerate(equipment.maintenance)
        if m.every is not None and m.clock == "calendar"
    ]
    bay.calendar_clocks = tuple(on_calendar)
    wears = _wears(plan)
    bay.has_clocks = bool(bay.working_clocks or wears or equipment.maintenance)
    order = ENDS + (len(line.station) - 1 - index) * WIDEST
    numbers = range(1, equipment.machines + 1)
    bay.machines = [_machine(bay, number, order, log) for number in numbers]
    for machine in bay.machines:
        machine.wear_s = dict.fromkeys(wears, 0.0)
    return bay


def _wears(plan: StationPlan) -> list[str]:
    failures = {failure.name for failure in plan.equipment.failure}
    names = [name for maintenance in plan.equipment.maintenance for name in maintenance.restores]
    return [name for name in dict.fromkeys(names) if name not in failures]


def _machine(bay: BayState, number: int, order: int, log: Log) -> MachineState:
    equipment = bay.plan.equipment
    return MachineState(
        bay,
        number,
        order + min(number, WIDEST - 1),
        _codes(log, bay.plan.name, number),
        bay.plan.params,
        clock_left_s=[0.0] * len(equipment.failure),
        failures=[0] * len(equipment.failure),
        maintenance_left=[m.every or float(m.every_lots or 0) for m in equipment.maintenance],
        maintenances=[0] * len(equipment.maintenance),
    )


def prepare(floor: Floor) -> None:
    """Start the clocks, plan the first arrivals and shift changes, look at every station once."""
    dice = floor.dice
    for bay in floor.state.bays:
        bay.express = fast_path.applies(bay, floor)
        bay.refilled = fast_path.refilled(bay)
    for bay in floor.state.bays:
        for machine in bay.machines:
            if bay.express and not bay.calendar_clocks:
                machine.tick = Tick(floor.agenda, [], machine, 0)
            _keep_times(floor, bay, machine)
            floor.clocks.start(machine)
        floor.touch(bay)
    for source in floor.state.sources:
        floor.touch_source(source)
        plan = source.plan
        if plan.mode == "arrivals" and plan.interval is not None:
            source.arrival = dice.times(plan.interval, "interval", plan.name)
        elif plan.mode == "table" and plan.times is not None:
            source.arrival = dice.listed(plan.name, plan.times)
        if source.arrival is not None:
            floor.supply.plan_arrival(source)
    if floor.calendar is not None:
        floor.state.on_shift = floor.calendar.is_on(0.0)
        _note_shift(floor)
        _plan_shift(floor)


def _keep_times(floor: Floor, bay: BayState, machine: MachineState) -> None:
    dice, name, number = floor.dice, bay.plan.name, machine.number
    for place, failure in enumerate(bay.plan.equipment.failure):
        uptime = dice.times(failure.uptime, "uptime", name, number, failure.name)
        floor.keep_times(uptime, "uptime", name, number, failure.name)
        repair = dice.times(failure.repair, "repair", name, number, failure.name)
        floor.keep_times(repair, "repair", name, number, failure.name)
        machine.clock_left_s[place] = uptime.at(0)
    for place, maintenance in enumerate(bay.plan.equipment.maintenance):
        address = ("maintenance", name, number, place)
        floor.keep_times(dice.times(maintenance.time, *address), *address)
    setup = bay.plan.equipment.setup
    if setup is not None:
        floor.keep_times(dice.times(setup.time, "setup", name, number), "setup", name, number)


def _note_shift(floor: Floor) -> None:
    event = "shift_started" if floor.state.on_shift else "shift_ended"
    floor.note(floor.log.stride - len(EVENTS) + CODE[event], 0)


def _plan_shift(floor: Floor) -> None:
    if floor.calendar is None:
        return
    due = floor.calendar.next_change(floor.now)
    if due < float("inf"):

        def change(tick: Tick) -> None:  # noqa: ARG001
            floor.state.on_shift = not floor.state.on_shift
            _note_shift(floor)
            for bay in floor.state.bays:
                floor.touch(bay)
            _plan_shift(floor)

        floor.agenda.plan(due, SHIFTS, [change], None)


def last_lot_s(log: Log) -> float:
    """Return the instant of the last event of a lot."""
    places = np.frombuffer(log.place, dtype=np.int64) if log.place else np.zeros(0, dtype=np.int64)
    of_lots = np.flatnonzero(places >= log.stride)
    return float(log.time_s[of_lots[-1]]) if of_lots.size else 0.0


def close_rows(floor: Floor) -> None:
    """Enter area and quality of the lots that are still inside."""
    bays = floor.state.bays
    inside = [lot for bay in bays for queue in bay.queues for lot in queue]
    inside += [lot for source in floor.state.sources for lot in source.outside]
    for bay in bays:
        inside += [lot for waiting in bay.waiting for _, lot in waiting]
        for machine in bay.machines:
            inside += [lot for held in machine.sets for lot in held]
            inside += machine.lots if machine.planned is not None or machine.down >= 0 else []
    for lot in inside:
        if lot.row.fate == "inside" and floor.process is not None:
            floor.process.close(lot, "inside")
