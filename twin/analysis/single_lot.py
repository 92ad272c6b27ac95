"""One lot through the stations without the clock, under dice that are chosen origin by origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace

import numpy as np

from twin.core.material import Array
from twin.floor.build import build
from twin.floor.material.lone_lot import created, sent_on
from twin.floor.material.lot_physics import LotPhysics
from twin.floor.material.recorder import Recorder
from twin.floor.random_streams import RandomStreams
from twin.floor.state import LotState, MachineState, StationState
from twin.line.model.line import Line
from twin.records.log import Log
from twin.stations.contract.visit import NormalDraw, Params, purpose_of_cells

Origin = tuple[str, str, str]
"""One origin of variance: station, set-point or purpose of the dice, component ("" = it has none)."""

Origins = frozenset[Origin]

Pick = Callable[[Origin], RandomStreams]
"""Says which dice an origin of variance is drawn from."""

_PARTS = ("lot", "run_out")
"""The two numbers a noisy set-point draws under its own name; cells have a purpose of their own."""


class PickedDice(RandomStreams):
    """Streams in which every origin of variance has one of its own choice; remembers what was drawn."""

    def __init__(self, line: Line, pick: Pick) -> None:
        super().__init__(0, 0)
        noisy = [(plan.name, name) for plan in line.station for name in plan.noise]
        self.noisy = frozenset(noisy)
        self.cells = {(station, purpose_of_cells(name)): name for station, name in noisy}
        self.pick = pick
        self.drawn: dict[Origin, None] = {}

    def normals(self, station: str, source: str, index: int, visit: int) -> NormalDraw:
        """Return the standard normals of one visit, each purpose from the dice picked for it."""

        def normal(purpose: str, n: int) -> Array:
            address = station, source, index, visit
            if (station, purpose) in self.noisy:
                picked = [self._dice((station, purpose, component)) for component in _PARTS]
                return np.array([dice.normals(*address)(purpose, n)[k] for k, dice in enumerate(picked)])
            set_point = self.cells.get((station, purpose))
            origin = (station, purpose, "") if set_point is None else (station, set_point, "cell")
            return self._dice(origin).normals(*address)(purpose, n)

        return normal

    def lane_profile(self, lanes: int, *address: object) -> Array:
        """Return the cross-web profile of a set-point of a machine, from the dice picked for it."""
        station, _, name = (str(part) for part in address)
        return self._dice((station, name, "lane")).lane_profile(lanes, *address)

    def _dice(self, origin: Origin) -> RandomStreams:
        self.drawn[origin] = None
        return self.pick(origin)


class QuietDice(RandomStreams):
    """Streams whose draws are all the mean; a run-out keeps its amplitude, at a phase of half a turn."""

    def __init__(self) -> None:
        super().__init__(0, 0)

    def normals(self, station: str, source: str, index: int, visit: int) -> NormalDraw:  # noqa: ARG002
        """Return zeros."""
        return lambda purpose, n: np.zeros(n)  # noqa: ARG005

    def lane_profile(self, lanes: int, *address: object) -> Array:  # noqa: ARG002
        """Return a flat profile."""
        return np.zeros(lanes)


class Chain:
    """The stations of a line, up to one of them, as one function from dice and set-points to a web.

    Every lot is the first of its source on the first machine of each station, new after its last service.
    No clock, so no gauge, no run-to-run control, no limits: what the stations themselves do. `at`: the
    last station if left out. `waited_s`: how long a lot waits before a station, by name; else 0.
    """

    def __init__(
        self, line: Line, at: str | None = None, waited_s: Mapping[str, float] | None = None
    ) -> None:
        if not line.has_material:
            raise ValueError(f"{line.name}: lots carry no material, so there is nothing to vary")
        log = Log()
        self.line = line
        self.state = build(line, log)
        self.process = LotPhysics(line, RandomStreams(0, 0), Recorder(line, log))
        self.noise = [dict(work.noise) for work in self.process.stations]
        self.waited_s = dict(waited_s or {})
        found = [
            b for b in self.state.stations if (b.downstream is None if at is None else b.plan.name == at)
        ]
        if not found:
            raise ValueError(f"{line.name} has no station {at!r}")
        self.end = found[0]

    def lot(
        self,
        dice: RandomStreams,
        *,
        params: Mapping[str, Params] | None = None,
        frozen: Origins = frozenset(),
        known: dict[str, LotState] | None = None,
    ) -> dict[str, Array]:
        """Return the figures of one lot by cell, each of shape (lane, segment).

        `params`: set-points by station instead of the line's. `frozen`: noise that is 0. `known`: lots as
        they left stations, taken from there and, where missing, put there.
        """
        self.process.streams = dice
        for work, noise, bay in zip(self.process.stations, self.noise, self.state.stations, strict=True):
            work.profiles.clear()
            work.noise = dict(noise)
            bay.machines[0].params = (params or {}).get(bay.plan.name, bay.plan.params)
        for station, name, component in frozen:
            work = self.process.stations[next(b.index for b in self.state.stations if b.plan.name == station)]
            if name in work.noise:
                work.noise[name] = replace(work.noise[name], **{component: 0.0})
        lot = self._through(self.end, {} if known is None else known)
        if lot.material is None:
            raise ValueError(f"{self.line.name}: no material reaches {self.end.plan.name}")
        return self.process.values(self.process.stations[self.end.index], lot.material)

    def _through(self, bay: StationState, known: dict[str, LotState]) -> LotState:
        """Return the lot as a station leaves it, after all stations before it."""
        name = bay.plan.name
        if name not in known:
            known[name] = self._visit(bay, known)
        lot = copy(known[name])
        lot.row = copy(lot.row)
        return lot

    def _visit(self, station: StationState, known: dict[str, LotState]) -> LotState:
        parents = [
            created(self.process, station, branch) if above is None else self._through(above, known)
            for branch, above in enumerate(station.upstream)
        ]
        return sent_on(self.process, station, parents, self._at_work)

    def _at_work(self, machine: MachineState, lot: LotState) -> None:
        lot.waited_s = self.waited_s.get(machine.station.plan.name, 0.0)

    def after(self, stations: frozenset[str]) -> frozenset[str]:
        """Return the stations that see a change in some stations: those and all below them."""
        found = set(stations)
        for name in stations:
            below = self.line.downstream(name)
            while below is not None:
                found.add(below)
                below = self.line.downstream(below)
        return frozenset(found)
