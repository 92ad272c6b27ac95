"""Process: what a visit makes of the material, what the gauge sees, what the limits decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from twin.core.arrays import mean
from twin.core.material import PROPERTIES, Array, Material, Outside
from twin.core.material import blank as blank_material
from twin.core.webs import of_web, stack
from twin.floor.cells import keep_cells
from twin.floor.floor import FINISHED, Floor
from twin.floor.inspection import judge, measure, steer
from twin.floor.random_streams import Dice
from twin.floor.recorder import Outcome, Recorder
from twin.floor.state import LotState, MachineState
from twin.laws import moisture
from twin.laws.recipe_ranges import outside_of_cell, outside_of_recipe
from twin.line.model.line import Gauge, Limit, Line, Source
from twin.stations.contract import station as contract
from twin.stations.contract.kinds import load
from twin.stations.contract.station import Station
from twin.stations.contract.visit import Noise, Visit
from twin.stations.shared import finished_cell

_KG_M2_PER_MG_CM2 = 0.01
_NOWHERE = frozenset[Outside]()
NO_GOOD_CELL = "no good cell"
"""Cause of a joined lot of which no cell is good in all its layers."""


def mark(lot: LotState, outside: frozenset[Outside], where: str) -> None:
    """Enter into a lot's row which laws were asked beyond their range at a station or by a source."""
    if outside:
        found = {f"{one.law}: {one.argument} at {where}" for one in outside}
        lot.row.outside = tuple(sorted(found.union(lot.row.outside)))


@dataclass
class Work:
    """What one station needs at hand for every visit.

    `ends`: the electrode is finished here; `at_once`: a gauge or a limit asks for a figure of its cell,
    which else is worked out for many lots at a time.
    """

    station: Station
    noise: dict[str, Noise]
    gauge: dict[str, Gauge]
    limits: list[tuple[int, Limit]]
    readings: tuple[str, ...]
    has_run_out: bool
    ends: bool
    at_once: bool
    profiles: dict[int, Mapping[str, Array]] = field(default_factory=dict)


class Process:
    """Carries the material through the line: physics, gauges, control, limits, areas."""

    def __init__(self, line: Line, dice: Dice, recorder: Recorder) -> None:
        self.line = line
        self.dice = dice
        self.recorder = recorder
        self.water_ppmv = 0.0 if line.room is None else float(moisture.water_ppmv(line.room.dew_point_C))
        self.works = [self._work(index) for index in range(len(line.station))]
        powders = ((plan.name, self._powder(plan)) for plan in line.source)
        self.powders = {name: powder for name, powder in powders if powder is not None}
        self.of_recipe = {name: outside_of_recipe(powder.constants) for name, powder in self.powders.items()}
        self.stacked: dict[tuple[int, ...], Mapping[str, Array]] = {}

    def _work(self, index: int) -> Work:
        plan = self.line.station[index]
        station = load(plan.kind)
        limits = [(n, limit) for n, limit in enumerate(self.line.limit) if limit.at == plan.name]
        ends = self.line.downstream(plan.name) is None and bool(station.sets)
        judged = [*plan.gauge, *(limit.property for _, limit in limits)]
        known = [name for name in (*station.sets, *judged) if name in PROPERTIES]
        return Work(
            station,
            dict(plan.noise),
            dict(plan.gauge),
            limits,
            tuple(dict.fromkeys(known)),
            any(noise.run_out for noise in plan.noise.values()),
            ends,
            ends and any(name not in PROPERTIES for name in judged),
        )

    # --- lots

    def _powder(self, plan: Source) -> Material | None:
        """Return the powder of a source, the same for all of its lots."""
        grid = self.line.grid
        if plan.recipe is None or plan.lot_kg is None or grid is None:
            return None
        loading = plan.recipe.target_loading_mg_cm2 * _KG_M2_PER_MG_CM2
        area_m2 = plan.lot_kg / loading
        powder = blank_material(plan.recipe.constants(), plan.lot_kg, area_m2, grid.lanes, grid.segments)
        return powder.with_(**plan.recipe.fresh())

    def fresh(self, lot: LotState) -> None:
        """Give a new lot of a source its powder."""
        name = lot.source.plan.name
        powder = self.powders.get(name)
        if powder is None:
            return
        lot.material, row = powder, lot.row
        row.mass_kg, row.area_m2, row.good_area_m2 = powder.mass_kg, powder.area_m2, powder.area_m2
        mark(lot, self.of_recipe[name], name)

    def divide(self, parent: LotState, child: LotState, into: int) -> None:
        """Give a child its share of mass and area, and the cells of its parent."""
        child.good = parent.good
        row = parent.row
        child.row.mass_kg, child.row.area_m2 = row.mass_kg / into, row.area_m2 / into
        child.row.outside = row.outside
        if parent.material is not None:
            child.material = parent.material.with_(mass_kg=child.row.mass_kg, area_m2=child.row.area_m2)

    def unite(self, parents: list[LotState], lot: LotState) -> None:
        """Give a joined lot the layers of its parents; its area is the smallest parent's."""
        materials = [parent.material for parent in parents if parent.material is not None]
        if len(materials) < len(parents):
            return
        area_m2 = min(parent.row.area_m2 for parent in parents)
        mass_kg = sum(parent.row.mass_kg * area_m2 / parent.row.area_m2 for parent in parents)
        alike = tuple(id(material.constants) for material in materials)
        lot.material = stack(materials, area_m2, mass_kg, self.stacked.get(alike))
        self.stacked[alike] = lot.material.constants
        lot.row.area_m2, lot.row.mass_kg = area_m2, mass_kg
        lot.row.outside = tuple(sorted({one for parent in parents for one in parent.row.outside}))
        masks = [parent.good for parent in parents if parent.good is not None]
        lot.good = np.logical_and.reduce(masks) if masks else None

    def good_share(self, lot: LotState) -> float:
        """Return the share of a lot's cells that is not cut."""
        return 1.0 if lot.good is None else np.count_nonzero(lot.good) / lot.good.size

    def close(self, lot: LotState, fate: str) -> None:
        """Enter what is left of a lot into its row."""
        lot.row.good_area_m2 = 0.0 if fate == "scrapped" else lot.row.area_m2 * self.good_share(lot)

    # --- visits

    def starts(self, lot: LotState, now_s: float) -> None:
        """Remember how long a lot has waited when its work starts."""
        lot.waited_s = now_s - lot.free_since_s

    def duration_s(self, machine: MachineState, lot: LotState) -> float:
        """Return the time the physics of the station asks for."""
        if lot.material is None:
            return 0.0
        return float(self.works[machine.bay.index].station.duration_s(lot.material, machine.params))

    def visit_of(self, machine: MachineState, lot: LotState, material: Material, visit: int) -> Visit:
        """Return what the physics may know about a visit."""
        bay = machine.bay
        work = self.works[bay.index]
        profiles = work.profiles.get(machine.number)
        if profiles is None:
            lanes = material.shape[1]
            profiles = work.profiles[machine.number] = {
                name: self.dice.lane_profile(lanes, bay.plan.name, machine.number, name)
                for name, noise in work.noise.items()
                if noise.lane
            }
        return Visit(
            shape=material.shape,
            normal=self.dice.normals(bay.plan.name, lot.source.plan.name, lot.index, visit),
            waited_s=lot.waited_s,
            water_ppmv=self.water_ppmv,
            wear_h={name: seconds / 3600.0 for name, seconds in machine.wear_s.items()},
            noise=work.noise,
            lane_profile=profiles,
            period_segments=self.period_segments(work, machine, lot, material),
        )

    def period_segments(self, work: Work, machine: MachineState, lot: LotState, material: Material) -> float:
        """Return the period of the run-out in segments: a roll's turn, else the lot's length."""
        segments = material.shape[2]
        turn = work.station.circumference_m
        if turn is None or not work.has_run_out:
            return float(segments)
        width_m: float = getattr(machine.params, "web_width_m")  # noqa: B009
        length_m = lot.row.area_m2 / width_m
        return float(turn(machine.params)) / (length_m / segments)

    def finish(self, floor: Floor, machine: MachineState, lot: LotState) -> str:
        """Do the visit of a lot: returns "ok", "scrap" or "rework"; writes its rows."""
        bay = machine.bay
        work = self.works[bay.index]
        before = lot.material
        if before is None or machine.params is None:
            floor.note(machine.code + FINISHED, lot.number)
            return "ok"
        number = lot.visits.get(bay.index, 0)
        visit = self.visit_of(machine, lot, before, number)
        after = contract.process(work.station, before, machine.params, visit)
        after = self.form_web(before, after, lot)
        outside = outside_of_cell(after) if work.ends else after.outside
        if outside:
            mark(lot, outside, bay.plan.name)
            after = after.with_(outside=_NOWHERE)
        lot.material = after
        row = len(floor.log.time_s)
        floor.note_amount(machine.code + FINISHED, lot, self.good_share(lot))
        if work.station.energy_kWh is not None:
            floor.log.energy_row.append(row)
            floor.log.energy_kWh.append(float(work.station.energy_kWh(before, after, machine.params)))
        cells = floor.log.cells if work.ends else None
        at_once = work.at_once or cells is not None
        values = self.values(work, after) if at_once else self.properties(work, after)
        measured = measure(work.gauge, visit, values)
        known = lot.good
        if known is None or known.any():
            steer(bay, machine, lot, measured)
            verdict = judge(floor, machine, lot, work.limits, (values, measured))
        else:  # joined of lots whose good cells do not meet
            lot.cause, verdict = NO_GOOD_CELL, "scrap_lot"
        finished = after if work.ends and not at_once else None
        self.recorder.add(bay, machine, lot, Outcome(number, verdict, known, finished), values, measured)
        fate = {"scrap_lot": "scrap", "rework": "rework"}.get(verdict, "ok")
        if cells is not None and fate == "ok":
            keep_cells(cells, lot, after, values)
        return fate

    def form_web(self, before: Material, after: Material, lot: LotState) -> Material:
        """Give a lot its true area once: when the web is formed."""
        if after.form != "web" or before.form == "web":
            return after
        loading = mean(of_web(after, "loading_mg_cm2")) * _KG_M2_PER_MG_CM2
        lot.row.area_m2 = lot.row.mass_kg / loading
        return after.with_(area_m2=lot.row.area_m2)

    def properties(self, work: Work, material: Material) -> dict[str, Array]:
        """Return the true values by cell of the properties a station reports, shape (lane, segment)."""
        return {name: of_web(material, name) for name in work.readings}

    def values(self, work: Work, material: Material) -> dict[str, Array]:
        """Return the true values by cell of all a station reports, figures of the cell included."""
        found = self.properties(work, material)
        return found | finished_cell.cell_figures(material) if work.ends else found
