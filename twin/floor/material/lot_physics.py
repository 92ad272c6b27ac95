"""Physics of lots: what a visit makes of the material, what the gauge sees, what the limits decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from twin.core.arrays import mean
from twin.core.material import PROPERTIES, Array, Material, Outside
from twin.core.webs import of_web
from twin.floor.material.cells import keep_cells
from twin.floor.material.genealogy import KG_M2_PER_MG_CM2, Genealogy, mark
from twin.floor.material.inspection import Verdict, inspect, measure, steer
from twin.floor.material.recorder import Recorder, VisitRecord
from twin.floor.material.side import NO_PHYSICS, Fate, VisitResult
from twin.floor.random_streams import RandomStreams
from twin.floor.state import Amount, LotState, MachineState
from twin.laws import moisture
from twin.line.model.line import Gauge, Limit, Line, StationPlan
from twin.stations.contract.kinds import load
from twin.stations.contract.station import Station, process
from twin.stations.contract.visit import InLineControl, Noise, Visit
from twin.stations.shared import finished_cell
from twin.stations.shared.cell_ranges import outside_of_cell

_NOWHERE = frozenset[Outside]()
NO_GOOD_CELL = "no good cell"
"""Cause of a joined lot of which no cell is good in all its layers."""
_FATES: dict[str, Fate] = {"scrap_lot": "scrap", "rework": "rework"}
"""Fates of lots by the verdict of the limits; any other lets them go on."""


def hand_on(lot: LotState, before: Material, after: Material) -> Amount | None:
    """Give a lot what a visit made of it; returns what was good of the strips cut off, if there are any.

    Mass that is good goes by area as elsewhere on the floor, so what is cut off is the difference.
    """
    if after.lanes == before.lanes:
        lot.material = after
        return None
    had = lot.amount(lot.good_share)
    lot.material = after
    lot.keep(None if lot.good is None else lot.good[after.lanes.within(before.lanes)])
    return had - lot.amount(lot.good_share)


@dataclass
class StationPhysics:
    """What one station needs at hand for every visit.

    `ends`: the electrode is finished here; `at_once`: a gauge or a limit asks for a figure of its cell,
    which else is worked out for many lots at a time.
    """

    kind: Station
    noise: dict[str, Noise]
    gauge: dict[str, Gauge]
    limits: list[tuple[int, Limit]]
    readings: tuple[str, ...]
    has_run_out: bool
    ends: bool
    at_once: bool
    in_line: InLineControl | None
    profiles: dict[int, Mapping[str, Array]] = field(default_factory=dict)


def physics_of(line: Line, index: int) -> StationPhysics:
    """Return what the visits of a station need."""
    plan = line.station[index]
    kind = load(plan.kind)
    limits = [(n, limit) for n, limit in enumerate(line.limit) if limit.at == plan.name]
    ends = line.downstream(plan.name) is None and kind.works_on_material
    inspected = [*plan.gauge, *(limit.property for _, limit in limits)]
    known = [name for name in (*kind.sets, *inspected) if name in PROPERTIES]
    return StationPhysics(
        kind,
        dict(plan.noise),
        dict(plan.gauge),
        limits,
        tuple(dict.fromkeys(known)),
        any(noise.run_out for noise in plan.noise.values()),
        ends,
        ends and any(name not in PROPERTIES for name in inspected),
        in_line_of(plan),
    )


def in_line_of(plan: StationPlan) -> InLineControl | None:
    """Return what holds a property of the web while it runs, None without."""
    control = plan.control
    if control is None or control.in_line is None:
        return None
    loop = control.in_line
    return InLineControl(control.target, loop.dead_m, loop.length_m, loop.error_frac)


class LotPhysics(Genealogy):
    """Carries the material through the line: physics, gauges, control, limits, areas."""

    def __init__(self, line: Line, streams: RandomStreams, recorder: Recorder) -> None:
        super().__init__(line)
        self.streams = streams
        self.recorder = recorder
        self.water_ppmv = 0.0 if line.room is None else float(moisture.water_ppmv(line.room.dew_point_C))
        self.stations = [physics_of(line, index) for index in range(len(line.station))]

    def start(self, lots: list[LotState], now_s: float) -> None:
        """Note how long lots have waited when their work starts."""
        for lot in lots:
            lot.waited_s = now_s - lot.free_since_s

    def duration_s(self, machine: MachineState, lots: list[LotState]) -> float:
        """Return the longest time the physics of the station asks for."""
        duration_s = self.stations[machine.station.index].kind.duration_s
        return max(
            0.0 if lot.material is None else float(duration_s(lot.material, machine.params)) for lot in lots
        )

    def hazard(self, machine: MachineState, lots: list[LotState], name: str) -> float:
        """Return how many times as fast the clock of a failure runs with the worst of these lots."""
        hazard = self.stations[machine.station.index].kind.hazards[name]
        return max(1.0 if lot.material is None else hazard(lot.material, machine.params) for lot in lots)

    def visit_of(self, machine: MachineState, lot: LotState, material: Material, visit: int) -> Visit:
        """Return what the physics may know about a visit."""
        station = machine.station
        physics = self.stations[station.index]
        profiles = physics.profiles.get(machine.number)
        if profiles is None:
            lanes = material.shape[1]
            profiles = physics.profiles[machine.number] = {
                name: self.streams.lane_profile(lanes, station.plan.name, machine.number, name)
                for name, noise in physics.noise.items()
                if noise.lane
            }
        return Visit(
            shape=material.shape,
            normal=self.streams.normals(station.plan.name, lot.source.plan.name, lot.index, visit),
            waited_s=lot.waited_s,
            water_ppmv=self.water_ppmv,
            wear_h={name: seconds / 3600.0 for name, seconds in machine.wear_s.items()},
            noise=physics.noise,
            lane_profile=profiles,
            period_segments=self.period_segments(physics, machine, material),
            in_line=physics.in_line,
        )

    def period_segments(self, physics: StationPhysics, machine: MachineState, material: Material) -> float:
        """Return the period of the run-out in segments: a roll's turn, else the lot's length."""
        segments = material.shape[2]
        turn = physics.kind.circumference_m
        if turn is None or not physics.has_run_out:
            return float(segments)
        width_m: float = getattr(machine.params, "web_width_m")  # noqa: B009
        length_m = material.area_m2 / width_m
        return float(turn(machine.params)) / (length_m / segments)

    def visit(self, machine: MachineState, lot: LotState) -> VisitResult:
        """Do the visit of a lot that has come to its end: physics, gauge, control, limits, readings."""
        station = machine.station
        physics = self.stations[station.index]
        before = lot.material
        if before is None or machine.params is None:
            return NO_PHYSICS
        number = lot.visits.get(station.index, 0)
        conditions = self.visit_of(machine, lot, before, number)
        after = process(physics.kind, before, machine.params, conditions)
        after = self.mark_outside(physics, machine, lot, self.form_web(before, after, lot))
        trimmed = hand_on(lot, before, after)
        energy = physics.kind.energy_kWh
        energy_kWh = None if energy is None else float(energy(before, after, machine.params))
        cells = self.recorder.log.cells if physics.ends else None
        at_once = physics.at_once or cells is not None
        values = self.values(physics, after) if at_once else self.properties(physics, after)
        measured = measure(physics.gauge, conditions, values)
        good, good_share = lot.good, lot.good_share
        held_at = ""
        if good_share:
            held_at = steer(machine, lot, measured)
            verdict = inspect(lot, physics.limits, values, measured)
        else:  # joined of lots whose good cells do not meet
            verdict = Verdict("scrap_lot", NO_GOOD_CELL)
        finished = after if physics.ends and not at_once else None
        record = VisitRecord(number, verdict.name, good, finished)
        self.recorder.add(machine, lot, record, values, measured)
        fate = _FATES.get(verdict.name, "ok")
        if cells is not None and fate == "ok":
            keep_cells(cells, lot, after, values)
        return VisitResult(
            fate, verdict.cause, verdict.target, good_share, energy_kWh, verdict.cut, trimmed, held_at
        )

    def close(self) -> None:
        """Write the readings that are still kept."""
        self.recorder.flush_all()

    def mark_outside(
        self, physics: StationPhysics, machine: MachineState, lot: LotState, material: Material
    ) -> Material:
        """Enter into the lot's row which laws were asked beyond their range; returns the material without."""
        outside = outside_of_cell(material) if physics.ends else material.outside
        if not outside:
            return material
        mark(lot, outside, machine.station.plan.name)
        return material.with_(outside=_NOWHERE)

    def form_web(self, before: Material, after: Material, lot: LotState) -> Material:
        """Give a lot its true area once: when the web is formed."""
        if after.form != "web" or before.form == "web":
            return after
        loading = mean(of_web(after, "loading_mg_cm2")) * KG_M2_PER_MG_CM2
        lot.row.area_m2 = lot.row.mass_kg / loading
        return after.with_(area_m2=lot.row.area_m2)

    def properties(self, physics: StationPhysics, material: Material) -> dict[str, Array]:
        """Return the true values by cell of the properties a station reports, shape (lane, segment)."""
        return {name: of_web(material, name) for name in physics.readings}

    def values(self, physics: StationPhysics, material: Material) -> dict[str, Array]:
        """Return the true values by cell of all a station reports, figures of the cell included."""
        values = self.properties(physics, material)
        return values | finished_cell.cell_figures(material) if physics.ends else values
