"""How large a replication will be, estimated from the line before it runs: events and memory."""

from __future__ import annotations

from contextlib import suppress
from math import inf
from typing import NamedTuple

from twin.floor.build import build
from twin.floor.lot_flow import LotFlow
from twin.floor.material.lone_lot import created, sent_on
from twin.floor.material.lot_physics import LotPhysics
from twin.floor.material.recorder import Recorder
from twin.floor.random_streams import RandomStreams
from twin.floor.state import LotState, MachineState, StationState
from twin.line.model.line import Equipment, Line, StationPlan
from twin.records.log import Log
from twin.stations.contract.kinds import load

MOST_EVENTS = 20_000_000
MOST_BYTES = 8_000_000_000
"""What one replication may take without being asked for."""

EVENT_BYTES, VISIT_BYTES, CELL_BYTES = 400, 15_000, 200
"""Memory of an event row, of a visit with material (its readings), of a cell of a finished lot: as measured
at the end of a replication, when the log has become tables."""

_LOT_ROWS, _VISIT_ROWS, _STOP_ROWS, _PAIR_ROWS = 2, 4, 3, 2
"""created and shipped; arrived to left; failed to repaired; setup or maintenance started and ended."""


class RunSize(NamedTuple):
    """Expected event rows and memory of one replication; infinity where no time of the line bounds them.

    Lots that take no time anywhere are found otherwise: when the run begins, or by its steps in one instant.
    """

    events: float
    memory_bytes: float

    @property
    def is_too_large(self) -> bool:
        """Return whether it is beyond what is run unasked."""
        return MOST_EVENTS < self.events < inf or MOST_BYTES < self.memory_bytes < inf


def run_size(line: Line, horizon_s: float | None) -> RunSize:
    """Return the expected size of one replication; without a horizon it ends when the line is empty.

    A station sees as many lots as come and as its machines can work off in the time; one with a bounded
    buffer holds up those before it. Rework is counted as often as it may happen. Good to a factor of a few,
    on the high side.
    """
    span_s = inf if horizon_s is None else horizon_s
    times_s = work_times_s(line)
    flow = LotFlow(line, span_s, times_s)
    cells = 0 if line.grid is None else line.grid.lanes * line.grid.segments
    events = memory = 0.0
    for source in line.source:
        events += flow.lots[source.name] * _LOT_ROWS
    for station in line.station:
        visits = flow.visits[station.name] * _repeats(line, station)
        if visits > 0:
            events += visits * _VISIT_ROWS + _stops(station.equipment, visits, times_s[station.name], span_s)
        events += _calendar_stops(station.equipment, span_s)
        memory += visits * VISIT_BYTES if line.has_material and load(station.kind).sets else 0.0
        if flow.is_split_or_joined(station):
            events += flow.lots[station.name] * _LOT_ROWS
        if line.downstream(station.name) is None and line.has_material:
            memory += flow.lots[station.name] * cells * CELL_BYTES
    return RunSize(events, memory + events * EVENT_BYTES)


def work_times_s(line: Line) -> dict[str, float]:
    """Return the mean time of a visit to each station: of `service`, else what a first lot takes there."""
    times = {station.name: _mean_s(station.equipment) for station in line.station}
    if line.has_material and any(station.equipment.service is None for station in line.station):
        times |= {name: seconds for name, seconds in _first_lot_s(line).items() if times[name] == 0.0}
    return times


def _mean_s(equipment: Equipment) -> float:
    return 0.0 if equipment.service is None else equipment.service.mean_s


def _first_lot_s(line: Line) -> dict[str, float]:
    """Return what the physics asks of one lot on its way, up to a station that refuses it."""
    log = Log()
    state = build(line, log)
    physics = LotPhysics(line, RandomStreams(0, 0), Recorder(line, log))
    taken: dict[str, float] = {}

    def at_work(machine: MachineState, lot: LotState) -> None:
        taken[machine.station.plan.name] = physics.duration_s(machine, [lot])

    def through(station: StationState) -> LotState:
        parents = [
            created(physics, station, branch) if before is None else through(before)
            for branch, before in enumerate(station.upstream)
        ]
        return sent_on(physics, station, parents, at_work)

    with suppress(ArithmeticError, ValueError):  # the run meets the same, and says in which replication
        through(next(end for end in state.stations if end.downstream is None))
    return taken


def _repeats(line: Line, station: StationPlan) -> float:
    """Return how often a lot may visit a station: once, and once more for each rework that leads past it."""
    times = 1.0
    for limit in line.limit:
        if limit.action != "rework":
            continue
        name, on_way = limit.to, False
        while name is not None:
            on_way = on_way or name == station.name
            if name == limit.at:
                times += (limit.at_most or 0) if on_way else 0
                break
            name = line.downstream(name)
    return times


def _stops(equipment: Equipment, visits: float, seconds: float, span_s: float) -> float:
    """Return the rows of what stops a station as it works: breakdowns, setups, maintenance."""
    batch = 1 if equipment.batch is None else equipment.batch.lots
    busy_s = visits / batch * seconds if seconds > 0.0 else 0.0
    busy_s = min(busy_s, span_s * equipment.machines)
    rows = 0.0
    for failure in equipment.failure:
        if failure.clock == "operating":
            stop_s = failure.repair.mean_s
            rows += _STOP_ROWS * min(
                busy_s / failure.uptime.mean_s, span_s * equipment.machines / (failure.uptime.mean_s + stop_s)
            )
    if equipment.setup is not None:
        rows += _PAIR_ROWS * visits / equipment.setup.every_lots
    for plan in equipment.maintenance:
        if plan.every is not None and plan.clock == "operating":
            rows += _PAIR_ROWS * busy_s / plan.every
        elif plan.every_lots is not None:
            rows += _PAIR_ROWS * visits / plan.every_lots
    return rows


def _calendar_stops(equipment: Equipment, span_s: float) -> float:
    """Return the rows of what stops a station whether it works or not; a run without end has none."""
    if span_s == inf:
        return 0.0
    rows = sum(
        _STOP_ROWS * span_s / (failure.uptime.mean_s + failure.repair.mean_s)
        for failure in equipment.failure
        if failure.clock == "calendar"
    )
    rows += sum(
        _PAIR_ROWS * span_s / (plan.every + plan.time.mean_s)
        for plan in equipment.maintenance
        if plan.every is not None and plan.clock == "calendar"
    )
    return rows * equipment.machines
