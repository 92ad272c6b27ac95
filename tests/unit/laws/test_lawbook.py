"""The register of laws is whole, a series can test each law, and what leaves a range marks the lot."""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from support.chain import chain, visit_of

import twin.laws
from twin.core.material import Outside
from twin.laws import damage, dryer_zones, drying, fibrillation, mixing, nip, rolling
from twin.laws.book import LAWS, Law
from twin.laws.compaction import calendered_porosity
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line, StationPlan
from twin.stations.contract.kinds import kinds, load
from twin.stations.contract.setting_ranges import Setting
from twin.stations.contract.station import process
from twin.stations.contract.visit import Noise, Visit
from twin.validation.reader import read_series
from twin.validation.runner import run_series

LINES = ("dry_sulfide_cathode", "wet_sulfide_cathode", "dry_gradient_cathode")

NO_LAWS = {
    "mass_balance": "balances and definitions",
    "book": "the register",
    "law": "what a law is",
    "recipe_ranges": "ranges of recipes",
    "validity": "ranges of laws",
}
"""Modules of twin/laws that hold no law of their own, and what they hold."""

PARTS = {
    # what a registered law is made of
    "fibrillation.fibrillation": "fibrillation, with the binder in a tuple",
    "fibrillation.softness": "fibrillation",
    "damage.cracked_frac": "cracked_frac, from a share cracked before",
    "compaction.softening": "calendered_porosity, relative_density",
    "compaction.pores_left_frac": "calendered_porosity",
    "compaction.meyer_line_load": "meyer_density, solved for the load",
    "densification.pressed_porosity": "relative_density, of a web pressed before",
    "densification.pressure_for_density": "relative_density, solved for the pressure",
    "springback.stored_growth": "springback at last",
    "springback.grown": "springback, wait by wait",
    "contact.remembered_pressure": "interface_resistance",
    "interface.pressed_resistance": "interface_resistance, scaled by the contact made",
    "percolation.ion_threshold": "ionic_conductivity",
    "percolation.active_threshold": "electronic_conductivity",
    "percolation.carbon_threshold": "electronic_conductivity",
    "percolation.carbon_network": "electronic_conductivity",
    "deposition.well_stirred_dose": "well_stirred_coverage, solved for the dose",
    "deposition.fluid_bed_dose": "fluid_bed_coverage, solved for the dose",
    "deposition.powder_film": "powder_film_ppm, with area and mass",
    "drying.evaporation": "evaporation_rate, with the solvent in a tuple",
    "drying.dry_through": "content_behind_zone, with the time of shrinking",
    "drying.humid_air_heat_kJ_kg": "dryer_air_kW",
    "solvent.capillary_number": "bead_load",
    "feeding.loading_cv": "guest_loading_cv, of several guests",
    "feeding.largest_grain_um": "not a law: what fresh_roughness_um is asked",
    "feeding.local_loading_cv": "guest_loading_cv, of a lot",
    "feeding.starting_ratio": "settled_ratio, spot by spot",
    "nip.nip_pressure_MPa": "nip_pressure with the law of the web, solved",
    "nip.bent_gap_shape": "bent_gap_um",
    "rolling.press": "nip_pressure, calendered_porosity and thickness_error_um together",
    "electrode.network_resistance": "electrode_resistance, of several layers",
    "moisture.saturation_pressure_Pa": "water_ppmv",
    # definitions and geometry
    "dispersion.agglomerate_um": "spheres packed without gaps",
    "feeding.particle_mass_kg": "a sphere",
    "feeding.uneven": "a spread applied to normal numbers",
    "nip.contact_time_s": "length over speed",
    "nip.reduction_frac": "a definition",
    "nip.elongation_frac": "a definition",
    "electrode.in_series": "layers in series",
    "electrode.side_by_side": "layers side by side",
    "electrode.over_layers": "a sum",
    "electrode.surface_cm2_g": "spheres",
    "solvent.solvent_content_kg_kg": "a definition",
    "solvent.slurry_density_g_cm3": "volumes add up",
    "solvent.wet_thickness_um": "a balance",
    "moisture.humidity_kg_kg": "a definition",
    "moisture.relative_humidity_frac": "a definition",
    "cost.yield_in_series_frac": "a product",
    # kept for checks against published numbers, used by no line
    "drying.water_heat_of_evaporation_kJ_kg": "water as solvent",
}
"""Functions of twin/laws that are no law of their own, and the law or what else they belong to."""

every_law = pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.name)


@cache
def shipped(name: str) -> Line:
    return load_line(str(lines_folder() / f"{name}.toml"))


def functions() -> dict[str, object]:
    """Every public function of twin/laws, `module.name` -> it."""
    found = {}
    for module in pkgutil.iter_modules(twin.laws.__path__):
        if module.ispkg:
            continue
        here = importlib.import_module(f"twin.laws.{module.name}")
        for name, value in vars(here).items():
            own = getattr(value, "__module__", "") == here.__name__
            if own and callable(value) and not inspect.isclass(value) and not name.startswith("_"):
                found[f"{module.name}.{name}"] = inspect.unwrap(value)
    return found


def test_every_function_of_physics_is_a_law_or_says_what_it_belongs_to() -> None:
    laws = {inspect.unwrap(law.function) for law in LAWS.values()}
    loose = {
        name
        for name, function in functions().items()
        if function not in laws and name.split(".")[0] not in NO_LAWS
    }
    assert loose == set(PARTS)


@every_law
def test_a_law_is_a_function_of_twin_physics_with_a_source(law: Law) -> None:
    assert inspect.unwrap(law.function).__module__.startswith("twin.laws.")
    assert re.search(r"doi:|[12][0-9]{3}|assumption", law.source, re.IGNORECASE) or "balance" in law.source
    assert len({argument.name for argument in law.arguments}) == len(law.arguments)


@every_law
def test_a_law_answers_at_its_typical_arguments_and_over_its_ranges(law: Law) -> None:
    usual = {a.name: a.typical for a in law.arguments if a.typical is not None}
    assert math.isfinite(float(law.function(**usual)))
    for argument in law.arguments:
        ends = {**usual, argument.name: np.array([argument.low, argument.high])}
        with np.errstate(all="ignore"):
            answer = np.asarray(law.function(**ends))
        assert answer.shape == (2,)
        assert not np.isnan(answer).any(), argument.name


@every_law
def test_a_law_can_be_tested_on_a_series(law: Law, tmp_path: Path) -> None:
    usual = {a.name: a.typical for a in law.arguments if a.typical is not None}
    moved = law.arguments[0]
    values = [usual[moved.name], 0.5 * (usual[moved.name] + moved.high)]
    rows = [f"{value!r},{float(law.function(**{**usual, moved.name: value}))!r}" for value in values]
    (tmp_path / "own.csv").write_text("\n".join(["# made up", "asked,answer", *rows]) + "\n", "utf-8")
    text = f"""
format = 1
title = "own"
source = "made up"
law = "{law.name}"
data = "own.csv"
[inputs]
{moved.name} = "asked"
[output]
column = "answer"
error = "absolute"
"""
    (tmp_path / "own.toml").write_text(text, "utf-8")
    outcome = run_series(read_series([tmp_path / "own.toml"])[0])
    assert outcome.rmse == pytest.approx(0.0, abs=1e-9 * (1.0 + abs(float(law.function(**usual)))))
    assert outcome.rows_outside == ()


# --- the plain forms say what the stations' own functions say


def test_plain_form_of_fibrillation() -> None:
    binder = fibrillation.Kneading(0.25, 19.0, 4.0, 12.0, 0.002)
    expected = fibrillation.fibrillation(0.2, 14.0, 30.0, binder)
    found = LAWS["fibrillation"].function(0.2, 14.0, 30.0, 0.25, 19.0, 4.0, 720.0, 0.002)
    assert found == pytest.approx(expected, rel=1e-12)


def test_plain_form_of_cracks_is_two_passes() -> None:
    once = damage.cracked_frac(0.0, 150.0, 300.0, 49.0)
    felt = damage.cracking_pressure_MPa(250.0, 150.0, 0.3)
    twice = damage.cracked_frac(once, felt, 300.0, 49.0)
    assert LAWS["cracked_frac"].function(250.0, 150.0, 0.3, 300.0, 49.0) == pytest.approx(twice, rel=1e-12)


def test_plain_form_of_the_random_limit() -> None:
    # a blend at its random limit, guest and host of one size and density but for a little: binomial
    spread = LAWS["guest_loading_cv"].function(0.02, 1.95, 3.0, 4.75, 4.0, 1.0, 1e-3)
    grain = 1.95e-15 * math.pi / 6.0 * 27.0  # kg of 3 um
    host = 4.75e-15 * math.pi / 6.0 * 64.0
    share = math.sqrt(float(mixing.random_variance(0.02, 1e-9, grain, host)))
    lighter = 1.0 / 1.95 - 1.0 / 4.75
    pore_free = 1.0 / (0.02 / 1.95 + 0.98 / 4.75)
    assert spread == pytest.approx(share * pore_free * lighter, rel=1e-9)


def test_plain_form_of_the_dryer() -> None:
    butyrate = drying.Solvent(0.87, 144.2, 165.0, 47.0)
    rate = drying.evaporation(100.0, 40.0, butyrate, 50.0).g_m2_s
    assert LAWS["evaporation_rate"].function(100.0, 40.0, 144.2, 165.0, 47.0, 50.0) == pytest.approx(rate)
    wet = dryer_zones.content_behind_zone(0.43, 10.0, 1.0, 20.0, 0.06, 0.16, 0.005)
    assert float(wet) == pytest.approx(0.43 - 10.0 * 1.0 / 200.0)  # 200 g/m2 lose 1 g/m2 in a second
    long = dryer_zones.content_behind_zone(0.43, 1e5, 1.0, 20.0, 0.06, 0.16, 0.005)
    assert float(long) == pytest.approx(0.005)


def test_pressure_of_a_nip_is_its_load_over_the_arc() -> None:
    # q = 500 N/mm, R = 0.2 m, 60 um: 3.5 mm, 144 MPa
    assert float(nip.nip_pressure(500.0, 400.0, 60.0)) == pytest.approx(144.3, abs=0.05)
    layer = rolling.Compactible(0.15, 101.4, 0.133, 5.0, 0.006, 0.0)
    rolls = rolling.Rolls(300.0, 250.0, 1e9, 1e9, 25.0, 0.0)
    even = np.full((1, 2, 3), 20.0)
    pressed = rolling.press(even, 0.5, 3.9, 0.0, layer, rolls)
    pressure = float(pressed.pressure_MPa.mean())
    draft_um = 20.0 * 10.0 / (3.9 * 0.5) - float(pressed.thickness_um.mean())
    assert float(nip.nip_pressure(300.0, 500.0, draft_um)) == pytest.approx(pressure, rel=0.01)
    porosity = float(calendered_porosity(pressure, 0.5, 25.0))
    assert 1.0 - float(pressed.solid_frac.mean()) == pytest.approx(porosity, rel=1e-6)


def test_a_roll_out_of_true_has_its_stated_spread() -> None:
    places = np.linspace(0.0, math.pi * 0.5, 1000, endpoint=False)
    wave = nip.run_out_um(places, 500.0, 1.5)
    assert math.sqrt(float(np.mean(wave**2))) == pytest.approx(1.5, rel=1e-9)


def test_a_crown_of_twice_the_sag_leaves_an_even_gap() -> None:
    assert nip.bent_gap_um(0.0, 5.0, 10.0, 0.75) == 0.0
    assert nip.bent_gap_um(0.0, 5.0, 4.0, 1.0) == pytest.approx(6.0)
    assert nip.bent_gap_um(1.0, 5.0, 4.0, 1.0) == 0.0


# --- settings of machines

SETTINGS = [(kind, one) for kind in kinds() for one in load(kind).setting_ranges.settings]
every_setting = pytest.mark.parametrize(
    ("kind", "setting"),
    SETTINGS,
    ids=[f"{kind}:{one.parameter}:{one.edge.mark.law}" for kind, one in SETTINGS],
)


def plan_of(kind: str) -> StationPlan:
    """A station of a kind from the shipped lines."""
    return next(plan for name in LINES for plan in shipped(name).station if plan.kind == kind)


def quiet(**noise: Noise) -> Visit:
    """A visit whose dice all show one standard deviation."""
    return Visit(shape=(1, 5, 24), normal=lambda _, n: np.ones(n), noise=noise)


@every_setting
def test_a_setting_beyond_its_range_is_told(kind: str, setting: Setting) -> None:
    params = plan_of(kind).params
    assert params is not None
    assert setting.parameter in type(params).model_fields
    edge = setting.edge
    settings = load(kind).setting_ranges
    assert edge.mark not in settings.outside(params, quiet()) or edge.mark.law in (
        "interface_resistance",
        "mixing_index",
    )
    far = params.model_copy(update={setting.parameter: edge.high * 1.01 + 1e-6})
    assert edge.mark in settings.outside(far, quiet())
    middle = params.model_copy(update={setting.parameter: 0.5 * (edge.low + edge.high)})
    assert edge.mark not in settings.outside(middle, quiet())
    if edge.low > 0.0:
        near = params.model_copy(update={setting.parameter: edge.low * 0.99})
        assert edge.mark in settings.outside(near, quiet())


@pytest.mark.parametrize("temperature_C", [-40.0, 180.0])
def test_a_kneader_too_cold_or_too_hot_for_the_binder_is_told(temperature_C: float) -> None:
    line = shipped("dry_sulfide_cathode").with_changes({"kneader.params.powder_temperature_C": temperature_C})
    plan = next(plan for plan in line.station if plan.name == "kneader")
    lot = chain(shipped("dry_sulfide_cathode"))["kneader"].before
    done = process(load("disperse"), lot, plan.params, visit_of(plan, lot, None))
    assert Outside("fibrillation", "temperature_C") in done.outside


@pytest.mark.parametrize(("sigma", "beyond"), [(0.5, False), (2.0, True)])
def test_the_noise_of_a_set_point_decides_near_an_edge(sigma: float, beyond: bool) -> None:
    # 149 C and one standard deviation: over 150 C with 2 K, not with half a kelvin
    params = plan_of("disperse").params
    assert params is not None
    warm = params.model_copy(update={"powder_temperature_C": 149.0})
    visit = quiet(powder_temperature_C=Noise(lot=sigma))
    found = load("disperse").setting_ranges.outside(warm, visit)
    assert (Outside("fibrillation", "temperature_C") in found) is beyond


def test_what_chance_decided_is_not_kept_for_the_next_visit() -> None:
    params = plan_of("disperse").params
    assert params is not None
    warm, noise = (
        params.model_copy(update={"powder_temperature_C": 149.0}),
        {"powder_temperature_C": Noise(lot=2.0)},
    )
    mark, settings = Outside("fibrillation", "temperature_C"), load("disperse").setting_ranges
    for drawn, expected in ((1.0, True), (-1.0, False), (1.0, True)):
        visit = Visit(shape=(1, 5, 24), normal=lambda _, n, z=drawn: np.full(n, z), noise=noise)
        assert (mark in settings.outside(warm, visit)) is expected


STATES = [
    ("dry_sulfide_cathode", "kneader", {"tip_speed_m_s": 80.0}, "specific_power_W_kg", "speed_ratio"),
    ("dry_sulfide_cathode", "kneader", {"time_s": 7000.0}, "fibrillation", "time_min"),
    ("dry_sulfide_cathode", "kneader", {"specific_power_W_kg": 400.0}, "electrolyte_size_um", "energy_kJ_kg"),
    ("dry_sulfide_cathode", "kneader", {"specific_power_W_kg": 400.0}, "aspect_ratio", "energy_kJ_kg"),
    ("dry_sulfide_cathode", "kneader", {"specific_power_W_kg": 400.0}, "coating_left", "energy_kJ_kg"),
    ("dry_sulfide_cathode", "kneader", {"specific_power_W_kg": 400.0}, "sheared_conductivity",
     "energy_after_kJ_kg"),
    ("dry_sulfide_cathode", "mixer", {"specific_power_W_kg": 9000.0}, "electrolyte_size_um", "energy_kJ_kg"),
    ("dry_sulfide_cathode", "calender", {"line_load_N_mm": 900.0}, "calendered_porosity", "pressure_MPa"),
    ("dry_sulfide_cathode", "ald", {"groove_width_um": 0.001}, "required_exposure_ratio", "aspect_ratio"),
    ("dry_sulfide_cathode", "hot_press", {"temperature_C": 150.0}, "springback", "temperature_C"),
    ("wet_sulfide_cathode", "slurry", {"specific_power_W_kg": 40.0}, "coating_left", "energy_kJ_kg"),
    ("wet_sulfide_cathode", "slurry", {"tip_speed_m_s": 1.0}, "carbon_size_um", "speed_ratio"),
    ("wet_sulfide_cathode", "coater", {"zone_1_heat_transfer_W_m2_K": 0.3}, "drying_time",
     "drying_rate_g_m2_s"),
    ("wet_sulfide_cathode", "coater", {"pump_flow_L_min": 0.05}, "low_flow_limit", "wet_um"),
    ("wet_sulfide_cathode", "coater", {"pump_flow_L_min": 15.0}, "drying_time", "loading_mg_cm2"),
    ("wet_sulfide_cathode", "coater", {"speed_m_min": 200.0}, "bead_load", "speed_m_s"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "station", "changes", "law", "argument"), STATES)
def test_what_a_visit_makes_of_a_lot_is_held_against_the_laws(
    name: str, station: str, changes: dict[str, float], law: str, argument: str
) -> None:
    plan = next(plan for plan in shipped(name).station if plan.name == station)
    lot = chain(shipped(name))[station].before
    assert plan.params is not None
    visit = visit_of(plan, lot, None)
    mark = Outside(law, argument)
    assert mark not in process(load(plan.kind), lot, plan.params, visit).outside
    changed = plan.params.model_copy(update=changes)
    assert mark in process(load(plan.kind), lot, changed, visit).outside


def test_powder_hardly_fibrillated_flows_beyond_the_data() -> None:
    plan, lot = plan_of("film"), chain(shipped("dry_sulfide_cathode"))["film"].before
    raw = lot.with_(fibrillation_frac=0.05)
    done = process(load("film"), raw, plan.params, visit_of(plan, lot, None))
    assert Outside("uneven_flow_cv", "fibrillated_frac") in done.outside


def test_slurry_too_thin_for_the_drying_law_is_told_at_the_mixer() -> None:
    params = plan_of("slurry_mix").params
    assert params is not None
    thin = params.model_copy(update={"solids_frac": 0.15})
    assert Outside("drying_time", "solids_frac") in load("slurry_mix").setting_ranges.outside(thin, quiet())
