"""The contract every kind of station keeps, tried on every station of every shipped line."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest
from support.chain import Step, chain, visit_of
from support.kind_blocks import line_with, unshipped
from support.mixtures import pore_free_density
from support.shipped import LINES, shipped

from twin.core.mass_balance import pore_free_per_layer
from twin.core.material import FIELDS, Array, Material, plain
from twin.core.webs import stack
from twin.line.model.line import Line, StationPlan
from twin.stations.contract.kinds import kinds, load
from twin.stations.contract.station import part_of
from twin.stations.contract.visit import Params, Visit

LANES = 5


@cache
def line_of(name: str) -> Line:
    """A shipped line, or the one with a kind that stands in none."""
    return line_with(name) if name in unshipped() else shipped(name)


@cache
def steps(name: str) -> dict[str, Step]:
    return chain(line_of(name), LANES)


PLACES = [(name, plan) for name in (*LINES, *unshipped()) for plan in line_of(name).station]
every_station = pytest.mark.parametrize(
    ("name", "plan"), PLACES, ids=[f"{name}:{plan.name}" for name, plan in PLACES]
)


def visited(plan: StationPlan, lot: Material) -> Material:
    """The station's own work on a lot, without moisture."""
    return load(plan.kind).transform(lot, plan.params, visit_of(plan, lot, None))


@dataclasses.dataclass(frozen=True)
class Recording(Visit):
    """A visit that keeps the names of the set-points it is asked for."""

    asked: set[str] = dataclasses.field(default_factory=set)

    def set_point(self, params: Params, name: str) -> Array | float:
        self.asked.add(name)
        return super().set_point(params, name)


def poisoned(lot: Material, kept: tuple[str, ...]) -> Material:
    """A lot of which only some fields are known."""
    return lot.with_(**{name: np.nan for name in FIELDS if name not in kept})


def parts(plan: StationPlan, web: Material) -> list[Material]:
    """The lots a station makes of one."""
    into = 1 if plan.equipment.split is None else plan.equipment.split.into
    return [part_of(load(plan.kind), web, into, place) for place in range(into)]


def cuts(plan: StationPlan) -> bool:
    """Whether what leaves a station may be less than the lot that came, or in other lanes."""
    station = load(plan.kind)
    return station.lanes_left is not None or station.lanes_of_parts is not None


def test_every_kind_with_material_is_tried() -> None:
    """In a shipped line, or by its block in docs/line_format.md: nothing is listed here."""
    tried = {plan.kind for _, plan in PLACES}
    assert tried == {kind for kind in kinds() if load(kind).works_on_material}


@every_station
def test_reads_only_what_it_needs(name: str, plan: StationPlan) -> None:
    station, lot = load(plan.kind), steps(name)[plan.name].before
    known, unknown = visited(plan, lot), visited(plan, poisoned(lot, station.needs))
    for field in station.sets:
        np.testing.assert_array_equal(getattr(unknown, field), getattr(known, field), err_msg=field)


@every_station
def test_needs_all_it_declares(name: str, plan: StationPlan) -> None:
    station, lot = load(plan.kind), steps(name)[plan.name].before
    for field in station.needs:
        kept = tuple(other for other in station.needs if other != field)
        blind = visited(plan, poisoned(lot, kept))
        unknown = [getattr(blind, other) for other in station.sets]
        if cuts(plan):
            unknown += [np.array(part.mass_kg) for part in parts(plan, blind)]
        assert any(np.isnan(values).any() for values in unknown), field


@every_station
def test_sets_what_it_declares_and_nothing_else(name: str, plan: StationPlan) -> None:
    station, step = load(plan.kind), steps(name)[plan.name]
    after, before = visited(plan, step.before), step.before
    left = after.lanes.within(before.lanes)
    for field in FIELDS:
        if field in station.sets:
            assert np.isfinite(getattr(after, field)).all(), field
        else:
            np.testing.assert_array_equal(getattr(after, field), getattr(before, field)[:, left], field)
    assert after.constants is before.constants
    if station.lanes_left is None:
        assert (after.lanes, after.mass_kg, after.area_m2) == (before.lanes, before.mass_kg, before.area_m2)


@pytest.mark.parametrize(("name", "plan"), [place for place in PLACES if cuts(place[1])])
def test_a_kind_that_cuts_leaves_the_lanes_it_declares_and_their_area_and_mass(
    name: str, plan: StationPlan
) -> None:
    station, before = load(plan.kind), steps(name)[plan.name].before
    after = visited(plan, before)
    declared = before.lanes if station.lanes_left is None else station.lanes_left(before.lanes, plan.params)
    assert after.lanes == declared
    lots = parts(plan, after)
    if station.lanes_of_parts is not None:
        assert [lot.lanes for lot in lots] == list(station.lanes_of_parts(after.lanes, len(lots)))
        assert sum(lot.area_m2 for lot in lots) == pytest.approx(after.area_m2, rel=1e-12)
        assert sum(lot.mass_kg for lot in lots) == pytest.approx(after.mass_kg, rel=1e-12)
    for lot in lots:
        lanes = np.average(lot.loading_mg_cm2.sum(axis=0).mean(axis=1), weights=lot.lanes.widths)
        assert lot.shape == (before.shape[0], lot.lanes.count, before.shape[2])
        assert lot.area_m2 / lot.lanes.width == pytest.approx(before.area_m2 / before.lanes.width, rel=1e-12)
        assert lot.mass_kg == pytest.approx(0.01 * lot.area_m2 * float(lanes), rel=1e-9)
    cut_m2, cut_kg = before.area_m2 - after.area_m2, before.mass_kg - after.mass_kg
    assert (cut_m2 > 0.0, cut_kg > 0.0) == (station.lanes_left is not None,) * 2


@every_station
def test_noise_is_declared_on_what_the_work_draws_and_nothing_else(name: str, plan: StationPlan) -> None:
    station, lot = load(plan.kind), steps(name)[plan.name].before
    visit = visit_of(plan, lot, None)
    recording = Recording(**{part.name: getattr(visit, part.name) for part in dataclasses.fields(visit)})
    station.transform(lot, plan.params, recording)
    assert sorted(station.set_points) == sorted(recording.asked)


@every_station
def test_same_dice_give_the_same_result_and_leave_the_input_alone(name: str, plan: StationPlan) -> None:
    lot = steps(name)[plan.name].before
    kept = {field: getattr(lot, field).copy() for field in FIELDS}
    first, second = visited(plan, lot), visited(plan, lot)
    for field in FIELDS:
        np.testing.assert_array_equal(getattr(first, field), getattr(second, field), err_msg=field)
        np.testing.assert_array_equal(getattr(lot, field), kept[field], err_msg=field)


@pytest.mark.parametrize(
    ("name", "plan"), [place for place in PLACES if "thickness_um" in load(place[1].kind).sets]
)
def test_mass_thickness_density_and_porosity_belong_together(name: str, plan: StationPlan) -> None:
    after = steps(name)[plan.name].after
    solid = pore_free_density(after)
    implied = 1.0 - 10.0 * after.loading_mg_cm2 / (solid * after.thickness_um)
    np.testing.assert_allclose(after.porosity_frac, implied, atol=1e-12)  # rounding
    np.testing.assert_allclose(after.density_g_cm3, solid * (1.0 - after.porosity_frac), rtol=1e-12)
    assert (after.porosity_frac > 0.0).all()
    assert (after.porosity_frac < 1.0).all()


@every_station
def test_takes_time_and_no_negative_energy(name: str, plan: StationPlan) -> None:
    step = steps(name)[plan.name]
    assert 0.0 < step.duration_s < 48 * 3600.0
    assert 0.0 <= step.energy_kWh < 1000.0


def test_another_composition_is_worked_out_anew() -> None:
    lot = steps(LINES[0])["calender"].before
    before = pore_free_per_layer(lot)
    richer = lot.with_(active_mass_frac=lot.active_mass_frac + 0.05, binder_mass_frac=0.0)
    assert pore_free_per_layer(lot.with_(cracked_frac=0.5)) == before
    assert pore_free_per_layer(richer) == pytest.approx(pore_free_density(richer).item(0), rel=1e-12)
    assert pore_free_per_layer(richer) != pytest.approx(before, rel=1e-3)
    assert pore_free_per_layer(lot) == before


def test_a_field_that_is_even_is_stored_once_and_reads_like_any_other() -> None:
    lot = steps(LINES[0])["film"].before
    even = lot.with_(roughness_um=2.5)
    full = lot.with_(roughness_um=np.full(lot.shape, 2.5))
    np.testing.assert_array_equal(even.roughness_um, full.roughness_um)
    assert plain(even.roughness_um) == 2.5
    assert plain(full.roughness_um) is full.roughness_um
    for one in (even, full):
        with pytest.raises(ValueError, match="read-only"):
            one.roughness_um[0, 0, 0] = 1.0
    both = stack([even, full], 1.0, 1.0)
    assert both.roughness_um.shape == (2, *lot.shape[1:])
    layers = stack([even, lot.with_(roughness_um=1.0)], 1.0, 1.0).roughness_um
    np.testing.assert_array_equal(plain(layers), [[[2.5]], [[1.0]]])
    with pytest.raises(ValueError, match="read-only"):
        layers[0, 0, 0] = 1.0
