"""Nothing is lost and nothing appears: mass, volume and solvent through every station and every line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from support.chain import Step, chain, run_station
from support.kind_blocks import line_with, unshipped
from support.mixtures import pore_free_density
from support.shipped import LINES, shipped

from twin.core.lanes import whole_lanes
from twin.core.mass_balance import PHASES, solvent_kg
from twin.core.material import FIELDS, Material
from twin.laws.evaporation import evaporation_rate
from twin.line.model.line import Line, StationPlan
from twin.line.recipe import Recipe
from twin.line.recipe_materials import RecipeSection
from twin.stations.coat_dry import recovered_kg
from twin.stations.contract.kinds import kinds, load

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # a line is large

KINDS = tuple(kind for kind in kinds() if load(kind).works_on_material)
LANES = 5
CLOSE = 1e-12  # rounding of a handful of multiplications
# no shrinking: a hundred numbers shrink for minutes, and the failing ones are printed anyway
_KEPT = {"deadline": None, "phases": [Phase.explicit, Phase.generate]}
often = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], **_KEPT)
lines_often = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], **_KEPT)


def evaporated_kg(before: Material, after: Material) -> float:
    """Return the solvent that left a lot in the oven."""
    return solvent_kg(before) - solvent_kg(after)


def conserves(before: Material, after: Material, sets: tuple[str, ...]) -> None:
    """Fail unless a visit leaves a material that a lot can have."""
    known = [name for name in FIELDS if not np.isnan(getattr(before, name)).any() or name in sets]
    for name in known:
        values = getattr(after, name)
        assert np.isfinite(values).all(), f"{name} is not known any more"
        assert (values >= 0.0).all(), f"{name} is negative"
        if name.endswith("_frac"):
            assert (values <= 1.0 + CLOSE).all(), f"{name} is above 1"
    if after.lanes == before.lanes:
        assert after.mass_kg == before.mass_kg
    else:
        assert_cut_off_what_is_gone(before, after)
    fractions = sum(getattr(after, f"{phase}_mass_frac") for phase in PHASES)
    np.testing.assert_allclose(fractions, 1.0, atol=1e-6)  # a recipe may add up to 1 within that
    if "porosity_frac" not in known:
        return
    if not np.isnan(before.porosity_frac).any():
        left = after.lanes.within(before.lanes)
        np.testing.assert_array_equal(after.loading_mg_cm2, before.loading_mg_cm2[:, left])
        assert (after.area_m2 == before.area_m2) is (after.lanes == before.lanes)
    weighed = after.thickness_um * after.density_g_cm3 / 10.0
    np.testing.assert_allclose(weighed, after.loading_mg_cm2, rtol=CLOSE)
    solid = pore_free_density(after)
    np.testing.assert_allclose(after.density_g_cm3, solid * (1.0 - after.porosity_frac), rtol=CLOSE)
    volumes = [
        getattr(after, f"{phase}_mass_frac") * after.density_g_cm3 / after.constants[f"{phase}_density_g_cm3"]
        for phase in PHASES
    ]
    np.testing.assert_allclose(sum(volumes) + after.porosity_frac, 1.0, atol=CLOSE)


def on_lanes_kg(web: Material, widths: np.ndarray) -> float:
    """What strips of these widths, one on each lane of a web, weigh by area and loading."""
    lane_m2 = web.area_m2 / web.lanes.width
    return float(np.dot(0.01 * web.loading_mg_cm2.sum(axis=0).mean(axis=1) * lane_m2, widths))


def assert_cut_off_what_is_gone(before: Material, after: Material) -> None:
    """Fail unless the lot is lighter by what lies on the strips it has lost, and smaller by their area."""
    gone = np.array(before.lanes.widths)
    gone[after.lanes.within(before.lanes)] -= after.lanes.widths
    assert (gone >= 0.0).all()
    cut_kg = on_lanes_kg(before, gone) * before.mass_kg / on_lanes_kg(before, np.array(before.lanes.widths))
    assert before.mass_kg - after.mass_kg == pytest.approx(cut_kg, rel=1e-9, abs=1e-12 * before.mass_kg)
    cut_m2 = before.area_m2 * float(gone.sum()) / before.lanes.width
    assert before.area_m2 - after.area_m2 == pytest.approx(cut_m2, rel=1e-9, abs=1e-12 * before.area_m2)


def holds_together(line: Line, steps: dict[str, Step]) -> None:
    """Fail unless every visit conserves, and a formed web weighs what its lot weighs."""
    for plan in line.station:
        conserves(steps[plan.name].before, steps[plan.name].after, load(plan.kind).sets)
        lot = steps[plan.name].before
        if lot.form == "web":
            weighed_kg = on_lanes_kg(lot, np.array(lot.lanes.widths))
            # films that are joined may differ in area by what their loadings are off target
            assert weighed_kg == pytest.approx(lot.mass_kg, rel=CLOSE if len(line.source) == 1 else 0.2)


def scaled(now: float, low: float, high: float, factor: float) -> float:
    return min(max(now * factor, low), high)


def numbers(part: BaseModel, wild: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Numbers for every field: around those there, or anywhere within the bounds; any word for a choice."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for name, info in type(part).model_fields.items():
        if not isinstance(getattr(part, name), int | float):  # a choice, a name, or left out
            words = [word for word in get_args(info.annotation) if isinstance(word, str)]
            fields[name] = st.sampled_from(words or [getattr(part, name)])
            continue
        bounds = {
            key: getattr(b, key) for b in info.metadata for key in ("ge", "gt", "le") if hasattr(b, key)
        }
        low, high = bounds.get("ge", bounds.get("gt")), bounds["le"]
        near = st.floats(0.5, 2.0).map(partial(scaled, getattr(part, name), low, high))
        anywhere = st.floats(low, high, exclude_min="gt" in bounds)
        fields[name] = st.one_of(near, near, near, anywhere) if wild else near
    return st.fixed_dictionaries(fields)


@st.composite
def with_params(draw: Any, line: Line, kinds: tuple[str, ...], wild: bool) -> Line:
    """The line with other numbers at every station of some kinds."""
    plans = [
        plan.model_copy(update={"params": type(plan.params)(**draw(numbers(plan.params, wild)))})
        if plan.kind in kinds and plan.params is not None
        else plan
        for plan in line.station
    ]
    return replace(line, station=tuple(plans))


@st.composite
def with_recipes(draw: Any, line: Line) -> Line:
    """The line with other products."""
    sources = [source.model_copy(update={"recipe": draw(recipes(source.recipe))}) for source in line.source]
    return replace(line, source=tuple(sources))


@st.composite
def recipes(draw: Any, recipe: Recipe) -> Recipe:
    """A recipe with other numbers and another composition."""
    parts = {
        name: draw(numbers(part, wild=False))
        for name, part in recipe
        if isinstance(part, RecipeSection) and name != "composition"
    }
    carbon, rolled = parts["carbon"], parts["compaction"]
    assume(rolled["loose_porosity_frac"] > rolled["floor_porosity_frac"])
    assume(carbon["agglomerate_um"] >= carbon["aggregate_um"])
    assume(carbon["aspect_ratio"] >= carbon["shortest_aspect_ratio"])
    shares = [draw(st.floats(low, high)) for low, high in ((0.3, 1.0), (0.05, 0.5), (0.0, 0.1), (0.0, 0.1))]
    composition = {
        f"{phase}_mass_frac": share / sum(shares) for phase, share in zip(PHASES, shares, strict=True)
    }
    return Recipe.model_validate({**recipe.model_dump(), **parts, "composition": composition})


def place_of(kind: str) -> Line:
    """A line with a station of this kind: a shipped one where there is one."""
    if kind in unshipped():
        return line_with(kind)
    return next(line for line in map(shipped, LINES) if any(plan.kind == kind for plan in line.station))


@pytest.mark.parametrize("kind", KINDS)
@often
@given(data=st.data())
def test_every_kind_conserves_whatever_its_parameters(kind: str, data: st.DataObject) -> None:
    line = place_of(kind)
    changed = data.draw(with_params(line, (kind,), wild=True))
    for old, new in zip(line.station, changed.station, strict=True):
        if new.kind == kind:
            assume_something_is_left(new)
            step = run_station(new, entering(line.name, old.name), -50.0)
            conserves(step.before, step.after, load(kind).sets)
            assert step.energy_kWh >= 0.0
            if kind in ("coat_dry", "vacuum_dry"):
                gone_kg = {"coat_dry": recovered_kg, "vacuum_dry": evaporated_kg}[kind]
                assert gone_kg(step.before, step.after) >= -CLOSE * solvent_kg(step.before), "solvent appears"


@cache
def entering(line: str, station: str) -> Material:
    lines = (*map(shipped, LINES), *map(line_with, unshipped()))
    return chain(next(known for known in lines if known.name == line), LANES)[station].before


def assume_something_is_left(plan: StationPlan) -> None:
    """Leave out knives that would cut the whole web away: a line file with them is refused."""
    lanes_left = load(plan.kind).lanes_left
    if lanes_left is None:
        return
    try:
        lanes_left(whole_lanes(LANES), plan.params)
    except ValueError:
        assume(False)


@pytest.mark.parametrize("name", LINES)
@lines_often
@given(data=st.data())
def test_every_line_conserves_whatever_its_parameters_and_recipe(name: str, data: st.DataObject) -> None:
    line = data.draw(with_recipes(data.draw(with_params(shipped(name), KINDS, wild=False))))
    holds_together(line, chain(line))


@pytest.mark.parametrize("kind", unshipped())
def test_the_lines_of_kinds_no_shipped_line_has_hold_together(kind: str) -> None:
    line = line_with(kind)
    holds_together(line, chain(line, LANES))


def thins_and_tightens(before: Material) -> Material:
    """A wrong calender: thickness and porosity are two numbers of their own."""
    return before.with_(thickness_um=0.8 * before.thickness_um, porosity_frac=before.porosity_frac - 0.10)


def tightens_in_place(before: Material) -> Material:
    """A wrong press: fewer pores and more density in the same thickness."""
    porosity = before.porosity_frac - 0.10
    return before.with_(porosity_frac=porosity, density_g_cm3=pore_free_density(before) * (1.0 - porosity))


def squeezes_out(before: Material) -> Material:
    """A wrong calender: all four figures agree, but a tenth of the mass has gone."""
    return before.with_(loading_mg_cm2=0.9 * before.loading_mg_cm2, thickness_um=0.9 * before.thickness_um)


def forgets(before: Material) -> Material:
    """A wrong station: it wipes out what it has no business with."""
    return before.with_(cracked_frac=np.nan)


def eats_binder(before: Material) -> Material:
    """A wrong dryer: binder leaves and nothing takes its place."""
    return before.with_(binder_mass_frac=0.5 * before.binder_mass_frac)


@pytest.mark.parametrize("wrong", [thins_and_tightens, tightens_in_place, squeezes_out, forgets, eats_binder])
def test_a_wrong_station_is_caught(wrong: Callable[[Material], Material]) -> None:
    web = entering("dry-sulfide-cathode", "calender")
    sets = ("thickness_um", "porosity_frac", "density_g_cm3")
    conserves(web, web, sets)
    with pytest.raises(AssertionError):
        conserves(web, wrong(web), sets)


def stages(changed: Line) -> tuple[dict[str, Step], str, str]:
    names = {plan.kind: plan.name for plan in changed.station}
    return chain(changed), names["coat_dry"], names["vacuum_dry"]


def untrimmed() -> Line:
    """The wet line with knives that cut nothing, so that no solvent leaves in the edges."""
    return shipped("wet_sulfide_cathode").with_changes({"edge_trim.params.trim_mm": 0.0})


@lines_often
@given(data=st.data())
def test_solvent_is_recovered_or_evaporated_or_still_there(data: st.DataObject) -> None:
    line = data.draw(with_params(untrimmed(), ("slurry_mix", "coat_dry", "vacuum_dry"), False))
    steps, coater, oven = stages(line)
    slurry, coated, dried = steps[coater].before, steps[coater].after, steps[oven].after
    mixed_kg = slurry.mass_kg * float(slurry.solvent_kg_kg[0, 0, 0])
    recovered = recovered_kg(slurry, coated)
    evaporated = evaporated_kg(steps[oven].before, dried)
    assert recovered >= 0.0
    assert evaporated >= 0.0
    assert mixed_kg == pytest.approx(recovered + evaporated + solvent_kg(dried), rel=CLOSE)
    for between in (
        plan.name for plan in line.station if plan.name not in (line.station[0].name, coater, oven)
    ):
        np.testing.assert_array_equal(steps[between].after.solvent_kg_kg, steps[between].before.solvent_kg_kg)


@pytest.mark.parametrize(
    ("station", "changed"),
    [
        ("oven", {"pressure_Pa": 20_000.0}),
        ("oven", {"pressure_Pa": 1000.0, "temperature_C": 20.0}),
        ("coater", {"held_solvent_kg_kg": 0.9}),
    ],
)
def test_a_dryer_gives_no_solvent(station: str, changed: dict[str, float]) -> None:
    line = shipped("wet_sulfide_cathode")
    steps = chain(line.with_changes({f"{station}.params.{name}": value for name, value in changed.items()}))
    before, after = steps[station].before, steps[station].after
    assert (after.solvent_kg_kg <= before.solvent_kg_kg).all()
    assert solvent_kg(after) <= solvent_kg(before) * (1.0 + CLOSE)


def test_a_film_still_wet_has_lost_what_its_air_takes_up() -> None:
    # a fast web: no place of it reaches the falling rate, so rate times time is all that has gone
    line = shipped("wet_sulfide_cathode")
    plan = next(one for one in line.station if one.kind == "coat_dry")
    fast = type(plan.params)(**{**dict(plan.params), "speed_m_min": 240.0, "pump_flow_L_min": 23.0})
    slurry = entering(line.name, plan.name)
    coated = run_station(plan.model_copy(update={"params": fast, "noise": {}}), slurry, None).after
    solvent = (fast.molar_mass_g_mol, fast.boiling_point_C, fast.heat_of_evaporation_kJ_mol, fast.vapour_Pa)
    taken_g_m2 = 0.0
    for zone in ("zone_1", "zone_2", "zone_3"):
        air_C, transfer = (
            getattr(fast, f"{zone}_temperature_C"),
            getattr(fast, f"{zone}_heat_transfer_W_m2_K"),
        )
        time_s = 60.0 * getattr(fast, f"{zone}_length_m") / fast.speed_m_min
        taken_g_m2 += evaporation_rate(air_C, transfer, *solvent).g_m2_s * time_s
    area_m2 = slurry.mass_kg / (0.01 * float(coated.loading_mg_cm2.mean()))
    assert recovered_kg(slurry, coated) == pytest.approx(1e-3 * taken_g_m2 * area_m2, rel=1e-9)
