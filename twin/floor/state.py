"""The state that decides the future, all of it, as plain data.

A run could be rebuilt from these records and the random streams: what is on each machine, what waits where,
how much work, uptime and maintenance interval is left, which events are planned.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from twin.core.lanes import whole_lanes
from twin.core.material import Material
from twin.floor.event_queue import EventNotice
from twin.floor.random_streams import Times
from twin.line.model import line
from twin.records.log import LotRow
from twin.stations.contract.visit import Params

UNLIMITED = 1 << 60
Good = NDArray[np.bool_]
"""Which cells of a lot are not cut, shape (lane, segment)."""


class Phase(IntEnum):
    """What a machine is doing; being down comes on top of it."""

    IDLE = 0
    HOLD = 1  # took a lot while down: starts it after the repair
    WORK = 2
    DONE = 3  # the finished lots have not all left
    SETUP = 4
    MAINTENANCE_WAIT = 5
    MAINTENANCE = 6


@dataclass(slots=True, eq=False)
class Root:
    """A lot of a source together with all that became of it, for CONWIP."""

    source: SourceState
    alive: int = 1


@dataclass(frozen=True, slots=True)
class Amount:
    """Area and dry mass of a lot, or of a part of it."""

    area_m2: float
    mass_kg: float

    def __add__(self, other: Amount) -> Amount:
        """Return both together."""
        return Amount(self.area_m2 + other.area_m2, self.mass_kg + other.mass_kg)

    def __sub__(self, other: Amount) -> Amount:
        """Return what is left without a part."""
        return Amount(self.area_m2 - other.area_m2, self.mass_kg - other.mass_kg)


@dataclass(slots=True, eq=False)
class LotState:
    """One lot that exists now. `index` is its place in the random streams of its source.

    `good`: the cells that are not cut, None = all; `good_share`: their share, see `keep`.
    """

    number: int
    row: LotRow
    source: SourceState
    index: int
    roots: tuple[Root, ...]
    visits: dict[int, int]
    free_since_s: float
    arrived_s: float = 0.0
    station: int = -1
    waits: bool = False
    waited_s: float = 0.0
    material: Material | None = None
    good: Good | None = None
    good_share: float = 1.0
    reworks: dict[int, int] = field(default_factory=dict)

    def keep(self, good: Good | None) -> None:
        """Keep these cells only, None = all of them."""
        self.good = good
        self.good_share = 1.0 if good is None else self.share_of(good)

    def share_of(self, cells: Good) -> float:
        """Return the share of what is left of its area that lies in some of its cells."""
        lanes = whole_lanes(len(cells)) if self.material is None else self.material.lanes
        return lanes.share_of(cells)

    def amount(self, share: float) -> Amount:
        """Return a share of what is left of the lot; its row says what it came with."""
        left = self.row if self.material is None else self.material
        return Amount(left.area_m2 * share, left.mass_kg * share)


@dataclass(slots=True, eq=False)
class SourceState:
    """Where lots come from: how many were made, how many are inside.

    `on_demand`: a machine that can start calls the next lot into being.
    """

    plan: line.Source
    index: int
    bit: int
    station: StationState
    branch: int
    code: int
    on_demand: bool
    arrival: Times | None = None
    limit: int = UNLIMITED
    created: int = 0
    inside: int = 0
    last_s: float = 0.0
    arriving: bool = False
    outside: deque[LotState] = field(default_factory=deque)

    @property
    def exhausted(self) -> bool:
        """Return whether no further lot will be made."""
        return self.created >= self.limit

    @property
    def ended(self) -> bool:
        """Return whether no further lot will come: none to be made, none kept outside by CONWIP."""
        return self.created >= self.limit and not self.outside


@dataclass(slots=True, eq=False)
class MachineState:
    """One machine. `left_s`: work still to do; `clock_left_s`: uptime left, one per failure.

    `hazards`: how many times as fast the clock of each failure runs with what the machine works on.
    """

    station: StationState
    number: int
    order: int
    code: int
    params: Params | None
    clock_left_s: list[float]
    failures: list[int]
    hazards: list[float]
    maintenance_left: list[float]
    maintenances: list[int]
    uptimes: list[Times] = field(default_factory=list)
    repair_times: list[Times] = field(default_factory=list)
    maintenance_times: list[Times] = field(default_factory=list)
    setup_times: Times | None = None
    wear_s: dict[str, float] = field(default_factory=dict)
    phase: Phase = Phase.IDLE
    sets: list[list[LotState]] = field(default_factory=list)
    lots: list[LotState] = field(default_factory=list)
    to_leave: int = 0
    reserved: int = 0
    total_s: float = 0.0
    left_s: float = 0.0
    since_s: float = 0.0
    planned: EventNotice | None = None
    notice: EventNotice | None = None
    next_failure: int = -1
    down: int = -1
    repairing: bool = False
    clocks_since_s: float = 0.0
    clocks_run: bool = False
    clock_plans: dict[int, EventNotice] = field(default_factory=dict)
    maintaining: int = -1
    setups: int = 0
    setup_lots: int = 0
    setup_due: bool = False


@dataclass(slots=True, eq=False)
class StationState:
    """One station of the floor: its queues, its machines, who waits to hand over to it.

    One queue per branch; a join has one more for its own lots that come back for rework. `is_usual`: the
    fast path may serve it; `is_refilled`: somebody waits for its places without being on a machine.
    `hastened`: failures whose clock runs with a hazard of the kind, each with its name.
    """

    plan: line.StationPlan
    index: int
    bit: int
    code: int
    capacity: int
    batch: int
    into: int
    reserves: bool
    branches: int
    downstream: StationState | None = None
    branch_downstream: int = 0
    machines: list[MachineState] = field(default_factory=list)
    queues: list[deque[LotState]] = field(default_factory=list)
    waiting: list[deque[tuple[MachineState, LotState]]] = field(default_factory=list)
    reserved: list[int] = field(default_factory=list)
    feeds: list[SourceState | None] = field(default_factory=list)
    upstream: list[StationState | None] = field(default_factory=list)
    wait_until_s: float = -1.0
    working_clocks: tuple[int, ...] = ()
    calendar_clocks: tuple[int, ...] = ()
    has_clocks: bool = False
    hastened: tuple[tuple[int, str], ...] = ()
    is_usual: bool = False
    is_refilled: bool = False
    service_times: Times | None = None


@dataclass(slots=True, eq=False)
class CrewState:
    """People shared by repairs and maintenance; requests are served in order."""

    free: int
    requests: deque[MachineState] = field(default_factory=deque)


@dataclass(slots=True, eq=False)
class FloorState:
    """Everything above, and nothing else decides what happens next.

    `code`: of the events of the plant itself. `rework_routes`: (inspecting station, target) of each limit
    that sends lots back. `active`: planned events that can still move a lot. `expiring`: lots by the instant
    their longest wait ends, each with its arrival. `unsettled`: the bits of sources and stations to be looked
    at when the instant settles, highest first: stations from the last, then sources from the first.
    """

    stations: list[StationState]
    sources: list[SourceState]
    crews: dict[str, CrewState]
    code: int
    rework_routes: tuple[tuple[StationState, StationState], ...] = ()
    on_shift: bool = True
    active: int = 0
    lots_inside: int = 0
    expiring: dict[float, list[tuple[LotState, float]]] = field(default_factory=dict)
    unsettled: int = 0

    def touch(self, station: StationState) -> None:
        """Remember to look at a station when the instant settles."""
        self.unsettled |= station.bit

    def touch_source(self, source: SourceState) -> None:
        """Remember to look at a source when the instant settles; the first in the file comes first."""
        self.unsettled |= source.bit

    def touch_feeders(self, station: StationState) -> None:
        """Remember to look at those who wait for a place before a station: reserving machines, sources."""
        for upstream in station.upstream:
            if upstream is not None and upstream.reserves:
                self.touch(upstream)
        for source in station.feeds:
            if source is not None and not source.on_demand:
                self.touch_source(source)

    def station(self, name: str) -> StationState:
        """Return the station of a name. Raises KeyError where there is none."""
        for station in self.stations:
            if station.plan.name == name:
                return station
        raise KeyError(name)
