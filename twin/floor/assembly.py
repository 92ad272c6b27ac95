"""The floor put together: each part is given what it needs, and nothing that knows all the others."""

from __future__ import annotations

from typing import NamedTuple

from twin.floor.engine.fast_path import FastPath
from twin.floor.engine.flow_events import FlowEvents
from twin.floor.engine.machine_events import MachineEvents
from twin.floor.engine.settling import Settling
from twin.floor.event_queue import EventQueue
from twin.floor.flow.dispatch import Dispatch
from twin.floor.flow.longest_wait import LongestWait
from twin.floor.flow.rework_ring import ReworkRings
from twin.floor.flow.sources import Sources
from twin.floor.flow.transfer import Transfer
from twin.floor.journal import Journal
from twin.floor.lot_book import LotBook
from twin.floor.machines.clocks import Clocks
from twin.floor.machines.crews import Crews
from twin.floor.machines.failures import Failures
from twin.floor.machines.service_times import ServiceTimes
from twin.floor.machines.setup_maintenance import SetupMaintenance
from twin.floor.machines.work import Work
from twin.floor.material.side import MaterialSide
from twin.floor.random_streams import RandomStreams
from twin.floor.shift_calendar import AlwaysOn, ShiftCalendar
from twin.floor.state import FloorState
from twin.floor.termination import Termination
from twin.line.model.line import Line
from twin.records.chunk import HandOver
from twin.records.log import Log


class Machines(NamedTuple):
    """What machines do."""

    clocks: Clocks
    work: Work
    failures: Failures
    setup_maintenance: SetupMaintenance


class Floor(NamedTuple):
    """What a run needs of a floor."""

    queue: EventQueue
    lots: LotBook
    termination: Termination


def assemble(
    line: Line,
    state: FloorState,
    streams: RandomStreams,
    material: MaterialSide,
    log: Log,
    hand_over: HandOver | None = None,
    *,
    until_empty: bool,
) -> Floor:
    """Return a floor that is ready to run: clocks run, first arrivals and shift changes are planned."""
    queue = EventQueue()
    calendar = AlwaysOn() if line.calendar is None else ShiftCalendar(line.calendar.intervals)
    lots = LotBook(state, Journal(queue, log, with_amounts=line.has_material))
    service_times = ServiceTimes(state, streams)
    machines = _machines(lots, Clocks(queue, state, calendar), material, service_times)
    transfer = Transfer(state, lots, machines.setup_maintenance)
    sources = Sources(state, lots, material, transfer)
    dispatch = Dispatch(state, transfer, sources)
    fast_path = FastPath(state, service_times, transfer, sources)
    rework_rings = ReworkRings(state, transfer)
    settling = Settling(state, transfer, sources, dispatch, rework_rings, machines.work, fast_path)
    longest_wait = LongestWait(state, lots, machines.work)
    MachineEvents(state, *machines[1:], transfer, fast_path)
    flow_events = FlowEvents(state, lots.journal, calendar, settling, longest_wait)
    fast_path.prepare(line)
    for station in state.stations:
        for machine in station.machines:
            machines.clocks.start(machine)
    flow_events.start()
    return Floor(queue, lots, Termination(queue, state, settling, log, hand_over, until_empty=until_empty))


def _machines(lots: LotBook, clocks: Clocks, material: MaterialSide, service_times: ServiceTimes) -> Machines:
    crews = Crews(clocks.state.crews)
    work = Work(lots, clocks, material, service_times)
    failures = Failures(lots.journal, clocks, crews, work)
    setup_maintenance = SetupMaintenance(lots.journal, clocks, crews)
    return Machines(clocks, work, failures, setup_maintenance)
