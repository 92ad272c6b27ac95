"""Carry material through the stations of a line without a floor: fixed dice, fixed waits, no queues."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np

from twin.core.material import PROPERTIES, Material, blank
from twin.core.webs import of_web, stack
from twin.floor.material.lot_physics import in_line_of
from twin.laws.moisture import water_ppmv
from twin.line.model.line import Line, Source, StationPlan
from twin.stations.contract.kinds import load
from twin.stations.contract.station import Station, part_of, process
from twin.stations.contract.visit import Visit
from twin.stations.shared import finished_cell

WAITED_S = 3600.0
WORN_H = 100.0


@dataclass(frozen=True)
class Step:
    """One visit: the lot before and after, its time and its energy."""

    before: Material
    after: Material
    duration_s: float
    energy_kWh: float


@cache
def fixed_normals(purpose: str, n: int) -> np.ndarray:
    """The same numbers for the same purpose, whatever the station."""
    return np.random.default_rng(zlib.crc32(purpose.encode())).standard_normal(n)


def visit_of(plan: StationPlan, lot: Material, dew_point_C: float | None) -> Visit:
    """A visit after an hour's wait, on rolls that have worked a hundred hours."""
    shape, turn = lot.shape, load(plan.kind).circumference_m
    length_m = lot.area_m2 / getattr(plan.params, "web_width_m", 1.0)
    period = shape[2] if turn is None else turn(plan.params) / (length_m / shape[2])
    lanes = np.linspace(-1.0, 1.0, shape[1])
    profile = lanes / np.sqrt(np.mean(lanes**2)) if shape[1] > 1 else lanes * 0.0
    return Visit(
        shape=shape,
        normal=fixed_normals,
        waited_s=WAITED_S,
        water_ppmv=0.0 if dew_point_C is None else float(water_ppmv(dew_point_C)),
        wear_h={name: WORN_H for item in plan.equipment.maintenance for name in item.restores},
        noise=dict(plan.noise),
        lane_profile=dict.fromkeys(plan.noise, profile),
        period_segments=float(period),
        in_line=in_line_of(plan),
    )


def fresh(source: Source, lanes: int, segments: int) -> Material:
    """The powder of a source as the floor would create it."""
    assert source.recipe is not None
    assert source.lot_kg is not None
    loading_kg_m2 = source.recipe.target_loading_mg_cm2 * 0.01
    powder = blank(source.recipe.constants(), source.lot_kg, source.lot_kg / loading_kg_m2, lanes, segments)
    return powder.with_(**source.recipe.fresh())


def run_station(plan: StationPlan, lot: Material, dew_point_C: float | None) -> Step:
    """One visit of a lot to a station of a line."""
    station: Station = load(plan.kind)
    assert plan.params is not None
    visit = visit_of(plan, lot, dew_point_C)
    done = process(station, lot, plan.params, visit)
    energy = 0.0 if station.energy_kWh is None else float(station.energy_kWh(lot, done, plan.params))
    return Step(lot, done, float(station.duration_s(lot, plan.params)), energy)


def chain(line: Line, lanes: int = 3, segments: int = 4) -> dict[str, Step]:
    """What every station of a line makes of one lot; of a split its first part, joins stack layers."""
    lots = {source.name: fresh(source, lanes, segments) for source in line.source}
    steps: dict[str, Step] = {}
    dew_point_C = None if line.room is None else line.room.dew_point_C
    for plan in line.station:
        parents = [lots[name] for name in plan.inputs]
        area = min(parent.area_m2 for parent in parents)
        mass = sum(parent.mass_kg * area / parent.area_m2 for parent in parents)
        lot = stack(parents, area, mass) if len(parents) > 1 else parents[0]
        step = steps[plan.name] = run_station(plan, lot, dew_point_C)
        done = step.after
        if done.form == "web" and lot.form != "web":
            done = done.with_(area_m2=done.mass_kg / (0.01 * float(of_web(done, "loading_mg_cm2").mean())))
        into = plan.equipment.split.into if plan.equipment.split else 1
        lots[plan.name] = part_of(load(plan.kind), done, into, 0)
    return steps


def results(line: Line) -> dict[str, float]:
    """Every number a line's physics ends in: properties behind all stations, times, energies, the cell."""
    found: dict[str, float] = {}
    steps = chain(line)
    for name, step in steps.items():
        found[f"{name} time"], found[f"{name} energy"] = step.duration_s, step.energy_kWh
        plan = next(plan for plan in line.station if plan.name == name)
        for hazard, of_lot in load(plan.kind).hazards.items():
            found[f"{name} {hazard} hazard"] = of_lot(step.before, plan.params)
        for field in PROPERTIES:
            values = getattr(step.after, field)
            found[f"{name} {field}"] = float(values.mean())
            found[f"{name} {field} sd"] = float(values.std())
    last = steps[line.station[-1].name].after
    if load(line.station[-1].kind).works_on_material:
        found |= {name: float(np.mean(value)) for name, value in finished_cell.cell_figures(last).items()}
    return found
