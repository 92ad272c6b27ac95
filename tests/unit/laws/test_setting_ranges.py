"""What leaves the range of a law marks the lot: settings of machines, and what a visit makes of a lot."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from support.chain import chain, visit_of
from support.kind_blocks import line_with, unshipped

from twin.core.material import Outside
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line, StationPlan
from twin.stations.contract.kinds import kinds, load
from twin.stations.contract.setting_ranges import Setting
from twin.stations.contract.station import process
from twin.stations.contract.visit import Noise, Visit

LINES = ("dry_sulfide_cathode", "wet_sulfide_cathode", "dry_gradient_cathode")


@cache
def shipped(name: str) -> Line:
    return load_line(str(lines_folder() / f"{name}.toml"))


# --- settings of machines

SETTINGS = [(kind, one) for kind in kinds() for one in load(kind).setting_ranges.settings]
every_setting = pytest.mark.parametrize(
    ("kind", "setting"),
    SETTINGS,
    ids=[f"{kind}:{one.parameter}:{one.edge.mark.law}" for kind, one in SETTINGS],
)


def plan_of(kind: str) -> StationPlan:
    """A station of a kind from the shipped lines, or from the one its own text puts it in."""
    lines = [line_with(kind)] if kind in unshipped() else [shipped(name) for name in LINES]
    return next(plan for line in lines for plan in line.station if plan.kind == kind)


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
    assert edge.mark not in settings.outside(params, quiet()) or edge.mark.law == "mixing_index"
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
