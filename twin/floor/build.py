"""The empty floor of a line: its stations, machines, sources and crews before the first event."""

from __future__ import annotations

from collections import deque

from twin.floor.event_queue import ENDS
from twin.floor.random_streams import RandomStreams
from twin.floor.state import UNLIMITED, CrewState, FloorState, MachineState, SourceState, StationState
from twin.line.model.line import Line, StationPlan
from twin.records.log import EVENTS, Log

WIDEST = 1 << 14
"""Machines of one station with a place of their own in the order of an instant."""


def build(line: Line, log: Log) -> FloorState:
    """Return the empty floor of a line, and enter the codes of its events into the log."""
    log.keys.clear()
    log.reading_stations[:] = [plan.name for plan in line.station]
    stations = [_station(line, index, log) for index in range(len(line.station))]
    names = {station.plan.name: station for station in stations}
    for station in stations:
        after = line.downstream(station.plan.name)
        if after is not None:
            station.downstream = names[after]
            station.branch_downstream = names[after].plan.inputs.index(station.plan.name)
        station.upstream = [names.get(name) for name in station.plan.inputs]
    sources = [_source(line, index, stations, log) for index in range(len(line.source))]
    code = _codes(log, "", 0)
    log.stride = len(log.keys)
    crews = {crew.name: CrewState(crew.size) for crew in line.crew}
    reworks = [limit for limit in line.limit if limit.action == "rework" and limit.to is not None]
    routes = tuple((names[limit.at], names[limit.to]) for limit in reworks if limit.to is not None)
    return FloorState(stations, sources, crews, code, routes)


def assign_times(state: FloorState, streams: RandomStreams) -> None:
    """Give equipment and sources the random streams of their times; every failure has its first uptime."""
    for station in state.stations:
        for machine in station.machines:
            _assign_machine_times(machine, streams)
    for source in state.sources:
        plan = source.plan
        if plan.mode == "arrivals" and plan.interval is not None:
            source.arrival = streams.times(plan.interval, "interval", plan.name)
        elif plan.mode == "table" and plan.times is not None:
            source.arrival = streams.listed(plan.name, plan.times)


def _assign_machine_times(machine: MachineState, streams: RandomStreams) -> None:
    name, number, equipment = machine.station.plan.name, machine.number, machine.station.plan.equipment
    for place, failure in enumerate(equipment.failure):
        uptimes = streams.times(failure.uptime, "uptime", name, number, failure.name)
        machine.uptimes.append(uptimes)
        machine.repair_times.append(streams.times(failure.repair, "repair", name, number, failure.name))
        machine.clock_left_s[place] = uptimes.at(0)
    for place, maintenance in enumerate(equipment.maintenance):
        machine.maintenance_times.append(streams.times(maintenance.time, "maintenance", name, number, place))
    if equipment.setup is not None:
        machine.setup_times = streams.times(equipment.setup.time, "setup", name, number)


def _codes(log: Log, name: str, machine: int) -> int:
    first = len(log.keys)
    log.keys.extend((name, machine, event) for event in EVENTS)
    return first


def _source(line: Line, index: int, stations: list[StationState], log: Log) -> SourceState:
    plan = line.source[index]
    first = next(station for station in stations if plan.name in station.plan.inputs)
    branch = first.plan.inputs.index(plan.name)
    limits = [n for n in (plan.lots, None if plan.times is None else len(plan.times)) if n is not None]
    buffer = first.plan.equipment.buffer_before
    on_demand = plan.mode == "saturated" and plan.conwip is None and not buffer
    bit = 1 << (len(line.source) - 1 - index)
    code = _codes(log, plan.name, 0)
    source = SourceState(plan, index, bit, first, branch, code, on_demand, limit=min([UNLIMITED, *limits]))
    first.feeds[branch] = source
    return source


def _station(line: Line, index: int, log: Log) -> StationState:
    plan = line.station[index]
    equipment = plan.equipment
    branches = len(plan.inputs)
    queues = branches + 1 if branches > 1 else 1
    station = StationState(
        plan,
        index,
        1 << (len(line.source) + index),
        _codes(log, plan.name, 0),
        capacity=UNLIMITED if equipment.buffer_before is None else equipment.buffer_before,
        batch=1 if equipment.batch is None else equipment.batch.lots,
        into=1 if equipment.split is None else equipment.split.into,
        reserves=equipment.blocking == "before_service" and line.downstream(plan.name) is not None,
        branches=branches,
        queues=[deque() for _ in range(queues)],
        waiting=[deque() for _ in range(queues)],
        reserved=[0] * queues,
        feeds=[None] * branches,
    )
    _add_clocks(station)
    order = ENDS + (len(line.station) - 1 - index) * WIDEST
    numbers = range(1, equipment.machines + 1)
    station.machines = [_machine(station, number, order, log) for number in numbers]
    return station


def _add_clocks(station: StationState) -> None:
    equipment = station.plan.equipment
    failures = equipment.failure
    station.working_clocks = tuple(n for n, f in enumerate(failures) if f.clock == "operating")
    on_calendar = [n for n, f in enumerate(failures) if f.clock == "calendar"]
    on_calendar += [
        len(failures) + n
        for n, m in enumerate(equipment.maintenance)
        if m.every is not None and m.clock == "calendar"
    ]
    station.calendar_clocks = tuple(on_calendar)
    station.hastened = tuple((n, f.hastened_by) for n, f in enumerate(failures) if f.hastened_by is not None)
    station.has_clocks = bool(station.working_clocks or equipment.maintenance)


def _wears(plan: StationPlan) -> list[str]:
    failures = {failure.name for failure in plan.equipment.failure}
    names = [name for maintenance in plan.equipment.maintenance for name in maintenance.restores]
    return [name for name in dict.fromkeys(names) if name not in failures]


def _machine(station: StationState, number: int, order: int, log: Log) -> MachineState:
    plan = station.plan
    equipment = plan.equipment
    return MachineState(
        station,
        number,
        order + min(number, WIDEST - 1),
        _codes(log, plan.name, number),
        plan.params,
        clock_left_s=[0.0] * len(equipment.failure),
        failures=[0] * len(equipment.failure),
        hazards=[1.0] * len(equipment.failure),
        maintenance_left=[m.every or float(m.every_lots or 0) for m in equipment.maintenance],
        maintenances=[0] * len(equipment.maintenance),
        wear_s=dict.fromkeys(_wears(plan), 0.0),
    )
