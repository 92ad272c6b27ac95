"""The state that decides the future, all of it, as plain data.

A run could be rebuilt from these records and the dice: what is on each machine, what waits where, how
much work, uptime and maintenance interval is left, which planned instants stand in the agenda.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from simpy.events import Event

from twin.core.material import Material
from twin.floor.random_streams import Times
from twin.line.model import line
from twin.records.log import LotRow
from twin.stations.contract.visit import Params

UNLIMITED = 1 << 60
Good = NDArray[np.bool_]


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


@dataclass(slots=True, eq=False)
class LotState:
    """One lot that exists now. `index` is its place in the dice of its source."""

    number: int
    row: LotRow
    source: SourceState
    index: int
    roots: tuple[Root, ...]
    visits: dict[int, int]
    free_since_s: float
    arrived_s: float = 0.0
    bay: int = -1
    waits: bool = False
    waited_s: float = 0.0
    material: Material | None = None
    good: Good | None = None
    cause: str = ""
    back_to: str = ""
    reworks: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class SourceState:
    """Where lots come from: how many were made, how many are inside.

    `on_demand`: a machine that can start calls the next lot into being.
    """

    plan: line.Source
    index: int
    bay: BayState
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
    def dry(self) -> bool:
        """Return whether no further lot will come: none to be made, none held back by CONWIP."""
        return self.created >= self.limit and not self.outside


@dataclass(slots=True, eq=False)
class MachineState:
    """One machine. `left_s`: work still to do; `clock_left_s`: uptime left, one per failure."""

    bay: BayState
    number: int
    order: int
    code: int
    params: Params | None
    clock_left_s: list[float]
    failures: list[int]
    maintenance_left: list[float]
    maintenances: list[int]
    wear_s: dict[str, float] = field(default_factory=dict)
    phase: Phase = Phase.IDLE
    sets: list[list[LotState]] = field(default_factory=list)
    lots: list[LotState] = field(default_factory=list)
    to_leave: int = 0
    reserved: int = 0
    total_s: float = 0.0
    left_s: float = 0.0
    since_s: float = 0.0
    planned: Event | None = None
    tick: Event | None = None
    next_failure: int = -1
    down: int = -1
    repairing: bool = False
    clocks_since_s: float = 0.0
    clocks_run: bool = False
    clock_plans: dict[int, Event] = field(default_factory=dict)
    maintaining: int = -1
    setups: int = 0
    setup_lots: int = 0
    setup_due: bool = False


@dataclass(slots=True, eq=False)
class BayState:
    """One station of the floor: its queues, its machines, who waits to hand over to it.

    One queue per branch; a join has one more for its own lots that come back for rework.
    """

    plan: line.StationPlan
    index: int
    code: int
    capacity: int
    batch: int
    into: int
    reserves: bool
    branches: int
    downstream: BayState | None = None
    branch_downstream: int = 0
    machines: list[MachineState] = field(default_factory=list)
    queues: list[deque[LotState]] = field(default_factory=list)
    waiting: list[deque[tuple[MachineState, LotState]]] = field(default_factory=list)
    reserved: list[int] = field(default_factory=list)
    feeds: list[SourceState | None] = field(default_factory=list)
    upstream: list[BayState | None] = field(default_factory=list)
    wait_until_s: float = -1.0
    working_clocks: tuple[int, ...] = ()
    calendar_clocks: tuple[int, ...] = ()
    has_clocks: bool = False
    express: bool = False
    refilled: bool = False
    times: list[Times] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class CrewState:
    """People shared by repairs and maintenance; requests are served in order."""

    free: int
    requests: deque[MachineState] = field(default_factory=deque)


@dataclass(slots=True, eq=False)
class FloorState:
    """Everything above, and nothing else decides what happens next."""

    bays: list[BayState]
    sources: list[SourceState]
    crews: dict[str, CrewState]
    on_shift: bool = True
    active: int = 0
    lots_inside: int = 0
