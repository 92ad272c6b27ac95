"""Dry stations: limits, directions, and one number by hand for each; the machines of the shipped dry line."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from support.chain import chain, visit_of

from twin.core.material import Material, Outside
from twin.core.webs import stack
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.model.line import Line, StationPlan
from twin.stations.contract import storage
from twin.stations.contract.kinds import load
from twin.stations.contract.station import process
from twin.stations.contract.visit import Noise, Visit
from twin.stations.shared.roll_nip import ROLL_WEAR

DRY_STATIONS = ("mixer", "kneader", "film", "calender")


@cache
def line() -> Line:
    return load_line(str(lines_folder() / "dry_sulfide_cathode.toml"))


def plan(name: str) -> StationPlan:
    return next(station for station in line().station if station.name == name)


@cache
def entering(name: str) -> Material:
    return chain(line())[name].before


def visited(name: str, lot: Material | None = None, seen: Visit | None = None, **changes: float) -> Material:
    """A quiet visit of the usual lot, with some set-points changed."""
    lot = entering(name) if lot is None else lot
    params = plan(name).params
    assert params is not None
    return load(plan(name).kind).transform(lot, params.model_copy(update=changes), seen or quiet(name, lot))


def quiet(name: str, lot: Material, **noise: Noise) -> Visit:
    """A visit without noise but what is asked for, straight after the station before."""
    usual = visit_of(plan(name), lot, None)
    return Visit(
        shape=lot.shape,
        normal=usual.normal if noise else lambda _, n: np.zeros(n),
        noise=noise,
        lane_profile=dict.fromkeys(noise, np.array([-1.0, 0.0, 1.0]) * math.sqrt(1.5)),
        period_segments=usual.period_segments,
    )


def mean(material: Material, name: str) -> float:
    return float(getattr(material, name).mean())


@pytest.mark.parametrize(
    ("name", "setting", "result", "rises"),
    [
        ("mixer", "blend_time_s", "mixing_index_frac", True),
        ("mixer", "tip_speed_m_s", "mixing_index_frac", True),
        ("mixer", "dead_time_s", "mixing_index_frac", False),
        ("mixer", "specific_power_W_kg", "coating_intact_frac", False),
        ("kneader", "time_s", "carbon_agglomerate_um", False),
        ("kneader", "tip_speed_m_s", "electrolyte_agglomerate_um", False),
        ("kneader", "tip_speed_m_s", "carbon_aspect_ratio", False),
        ("kneader", "tip_speed_m_s", "electrolyte_conductivity_mS_cm", False),
        ("kneader", "tip_speed_m_s", "coating_intact_frac", False),
        ("kneader", "powder_temperature_C", "fibrillation_frac", True),
        ("film", "feed_ratio", "loading_mg_cm2", True),
        ("film", "line_load_N_mm", "density_g_cm3", True),
        ("calender", "line_load_N_mm", "density_g_cm3", True),
        ("calender", "roll_temperature_C", "density_g_cm3", True),
        ("calender", "line_load_N_mm", "cracked_frac", True),
        ("calender", "line_load_N_mm", "roughness_um", False),
        ("calender", "line_load_N_mm", "electrolyte_conductivity_mS_cm", False),
        ("calender", "roll_diameter_mm", "highest_pressure_MPa", False),
        ("calender", "gap_trim_um", "thickness_um", True),
    ],
)
def test_direction(name: str, setting: str, result: str, rises: bool) -> None:
    value = getattr(plan(name).params, setting)
    usual, more = visited(name), visited(name, **{setting: 1.2 * value or 1.0})
    assert (mean(more, result) > mean(usual, result)) is rises
    assert mean(more, result) != mean(usual, result)


def test_mixer_that_does_not_run_leaves_the_powder_as_it_came() -> None:
    after = visited("mixer", blend_time_s=0.0)
    for field in load("dry_mix").sets:
        np.testing.assert_allclose(getattr(after, field), getattr(entering("mixer"), field), rtol=1e-12)


def test_second_mixer_goes_on_where_the_first_left_off() -> None:
    half = visited("mixer", blend_time_s=60.0, dead_time_s=0.0)
    twice = visited("mixer", half, blend_time_s=60.0, dead_time_s=0.0)
    at_once = visited("mixer", blend_time_s=120.0, dead_time_s=0.0)
    for field in load("dry_mix").sets:
        np.testing.assert_allclose(getattr(twice, field), getattr(at_once, field), rtol=1e-9)


def test_mixer_by_hand() -> None:
    # 347.2 kg in three charges of 115.7 kg, 5.49 times as long as 0.7 kg: rate 0.56 / 5.49 at 20 m/s,
    # dead for 1.1 · 5.49 s; power 40 · 0.8^2.82 W/kg for 120 s
    after = visited("mixer")
    longer = (347.2 / 3.0 / 0.7) ** (1.0 / 3.0)
    apart = math.exp(-0.56 / longer * (120.0 - 1.1 * longer))
    assert 1.0 - mean(after, "mixing_index_frac") == pytest.approx(apart, rel=1e-6)
    assert mean(after, "energy_kJ_kg") == pytest.approx(40.0 * 0.8**2.82 * 0.12, rel=1e-9)
    assert load("dry_mix").duration_s(entering("mixer"), plan("mixer").params) == 3.0 * (120.0 + 900.0)


def test_mixer_outside_its_speeds_says_so() -> None:
    lot = entering("mixer")
    params = plan("mixer").params
    assert params is not None
    fast = params.model_copy(update={"tip_speed_m_s": 40.0})
    done = process(load("dry_mix"), lot, fast, quiet("mixer", lot))
    assert Outside("mixing_index", "tip_speed_m_s") in done.outside
    assert process(load("dry_mix"), lot, params, quiet("mixer", lot)).outside == frozenset()


def test_kneader_by_hand() -> None:
    # 36 kJ/kg on top of the mixer's; 900 s at 0.01 1/s; twelve charges of 15 min and 1 min
    after, before = visited("kneader"), entering("kneader")
    assert mean(after, "energy_kJ_kg") - mean(before, "energy_kJ_kg") == pytest.approx(36.0)
    assert mean(after, "carbon_agglomerate_um") == pytest.approx(0.2 + 29.8 * math.exp(-9.0))
    bound = (mean(before, "electrolyte_agglomerate_um") / 0.5) ** 3 - 1.0
    left = 0.5 * (1.0 + bound * math.exp(-3.6)) ** (1.0 / 3.0)
    assert mean(after, "electrolyte_agglomerate_um") == pytest.approx(left, rel=1e-9)
    assert load("disperse").duration_s(before, plan("kneader").params) == 12 * 960.0


def test_cold_kneading_draws_no_fibrils() -> None:
    assert mean(visited("kneader", powder_temperature_C=-10.0), "fibrillation_frac") < 0.01


def test_film_lays_the_target_and_its_length_takes_its_time() -> None:
    after = visited("film", starting_error_frac=0.0)
    np.testing.assert_allclose(after.loading_mg_cm2, 21.7, rtol=1e-12)
    # 533 m2 of 0.6 m at 17 m/min
    time_s = load("film").duration_s(entering("film"), plan("film").params)
    assert time_s == pytest.approx(60.0 * 1600.0 / 3.0 / 0.6 / 17.0)


def test_film_of_a_worse_blend_is_less_even() -> None:
    lot = entering("film")

    def spread(agglomerate_um: float) -> float:
        worse = lot.with_(carbon_agglomerate_um=agglomerate_um)
        seen = quiet("film", worse)
        drawn = Visit(shape=seen.shape, normal=visit_of(plan("film"), worse, None).normal)
        return float(visited("film", worse, drawn).loading_mg_cm2.std())

    assert spread(0.2) < spread(30.0) < spread(100.0)


def test_calender_conserves_the_loading_of_every_cell() -> None:
    lot = entering("calender")
    np.testing.assert_array_equal(visited("calender").loading_mg_cm2, lot.loading_mg_cm2)


def test_calender_by_hand() -> None:
    # pressure P at 80 C works as P e^(0.006 · 55); pores above 15 % of 55 % close to the share
    # (0.768 + 0.232 e^(-P/5)) e^(-P/flow), flow 138.7 MPa less half the electrolyte's share of the grains
    after = visited("calender")
    soft, hard = 0.12 / 1.87, 0.85 / 4.75
    flow = 138.7 * (1.0 - 0.5 * soft / (soft + hard))
    felt = after.highest_pressure_MPa * math.exp(0.006 * 55.0)
    before = entering("calender").hardening_pressure_MPa
    film = entering("calender").highest_pressure_MPa * math.exp(0.006 * 75.0)
    np.testing.assert_allclose(before, film, rtol=0.03)  # rolls at 100 C, two degrees of noise

    def left(p: np.ndarray) -> np.ndarray:
        return (0.768 + 0.232 * np.exp(-p / 5.0)) * np.exp(-p / flow)

    closable = (entering("calender").porosity_frac - 0.15) / left(before)
    np.testing.assert_allclose(after.porosity_frac, 0.15 + closable * left(felt), rtol=1e-9)
    arc_mm = 365.0 / float(after.highest_pressure_MPa.mean())
    draft_um = float((entering("calender").thickness_um - after.thickness_um / 1.19).mean())
    assert arc_mm == pytest.approx(math.sqrt(250.0 * draft_um / 1000.0), rel=0.01)


def test_second_pass_at_the_same_load_compacts_less_than_the_first_and_cracks_more() -> None:
    film, once = entering("calender"), visited("calender")
    twice = visited("calender", once)
    # the web is thinner: a shorter arc carries the same load at a higher pressure
    densities = [mean(web, "density_g_cm3") for web in (film, once, twice)]
    first, second = np.diff(densities)
    assert 0.0 < second < 0.3 * first
    assert mean(twice, "cracked_frac") > 1.5 * mean(once, "cracked_frac")


def waited(name: str, lot: Material, days: float) -> Material:
    """A quiet visit after a wait in dry air, with what the wait does."""
    seen = Visit(shape=lot.shape, normal=lambda _, n: np.zeros(n), waited_s=days * 86_400.0)
    return process(load(plan(name).kind), lot, plan(name).params, seen)


def test_film_springs_back_while_it_waits_for_the_calender() -> None:
    lot = entering("calender")
    after = storage.waited(lot, 0.0, 20 * 86_400.0, 0.0)
    expected = lot.thickness_um * (1.0 + lot.springback_left_frac * -math.expm1(-4.0))
    np.testing.assert_allclose(after.thickness_um, expected, rtol=1e-12)
    np.testing.assert_allclose(after.density_g_cm3 * after.thickness_um, 10.0 * after.loading_mg_cm2)
    at_once, later = waited("calender", lot, 0.0), waited("calender", lot, 20.0)
    assert mean(later, "density_g_cm3") < mean(at_once, "density_g_cm3")


def test_web_springs_back_before_and_during_any_work_but_a_nip() -> None:
    lot = entering("ald")
    time_d = load("ald").duration_s(lot, plan("ald").params) / 86_400.0
    grown = waited("ald", lot, 5.0 - time_d).thickness_um / lot.thickness_um - 1.0
    np.testing.assert_allclose(grown, lot.springback_left_frac * -math.expm1(-1.0), rtol=1e-9)


def test_growth_to_come_after_a_nip_by_hand() -> None:
    # 6.48 % at 25 °C, 2.38 % of it lost per kelvin, as far as the pores are closed
    after = visited("calender")
    soft, hard = 0.12 / 1.87, 0.85 / 4.75
    felt = after.highest_pressure_MPa * math.exp(0.006 * 55.0)
    flow = 138.7 * (1.0 - 0.5 * soft / (soft + hard))
    closed = 1.0 - (0.768 + 0.232 * np.exp(-felt / 5.0)) * np.exp(-felt / flow)
    expected = 0.0648 * math.exp(-0.0238 * 55.0) * closed
    np.testing.assert_allclose(after.springback_left_frac, expected, rtol=1e-9)


def test_web_never_rolled_does_not_spring_back() -> None:
    lot = entering("calender").with_(springback_left_frac=0.0)
    later, at_once = waited("calender", lot, 20.0), waited("calender", lot, 0.0)
    np.testing.assert_array_equal(later.thickness_um, at_once.thickness_um)


def test_binder_skin_springs_back_more_at_once_and_later() -> None:
    even = entering("calender")
    skinned = even.with_(binder_surface_ratio=2.0)
    flat, thick = visited("calender", even), visited("calender", skinned)
    np.testing.assert_allclose(thick.thickness_um / flat.thickness_um, (1.0 + 0.19 * 1.1) / 1.19, rtol=1e-12)
    np.testing.assert_allclose(thick.springback_left_frac, 1.1 * flat.springback_left_frac, rtol=1e-12)


def test_residual_solvent_lets_rolls_compact_more() -> None:
    dry = entering("calender")
    wet = dry.with_(solvent_kg_kg=0.005)
    assert mean(visited("calender", wet), "density_g_cm3") > mean(visited("calender", dry), "density_g_cm3")


def test_film_of_poorly_drawn_binder_is_less_even() -> None:
    lot = entering("film")

    def spread(drawn_frac: float) -> float:
        worse = lot.with_(fibrillation_frac=drawn_frac)
        seen = quiet("film", worse)
        drawn = Visit(shape=seen.shape, normal=visit_of(plan("film"), worse, None).normal)
        return float(visited("film", worse, drawn, starting_error_frac=0.0).loading_mg_cm2.std())

    assert spread(1.0) < spread(0.6) < spread(0.3)
    assert spread(0.3) > 3.0 * spread(1.0)


def test_roll_starts_light_and_settles() -> None:
    loading = visited("film", settling_length_m=200.0).loading_mg_cm2
    assert (np.diff(loading, axis=2) > 0.0).all()
    assert (loading < 21.7).all()


def test_crown_that_meets_the_bending_leaves_no_cross_web_profile() -> None:
    def lane_spread(crown_um: float) -> float:
        lot = entering("calender")  # made even, so that the calender's rolls alone make a profile
        lot = lot.with_(loading_mg_cm2=21.7, porosity_frac=0.3, hardening_pressure_MPa=70.0, roughness_um=0.3)
        return float(visited("calender", lot, crown_um=crown_um).thickness_um.std())

    params = plan("calender").params
    sag_um = 2.0 * 5.0 * 365.0 * 800.0**4 / (384.0 * 210e3 * math.pi * 500.0**4 / 64.0) * 1e3
    assert params is not None
    assert lane_spread(sag_um) < 1e-9 < lane_spread(sag_um + 5.0)


def test_worn_rolls_leave_a_rougher_web() -> None:
    lot = entering("calender")
    worn = Visit(shape=lot.shape, normal=lambda _, n: np.zeros(n), wear_h={ROLL_WEAR: 200.0})
    assert mean(visited("calender", lot, worn), "roughness_um") > mean(visited("calender"), "roughness_um")


@pytest.mark.parametrize("component", ["lot", "lane", "run_out", "cell"])
def test_line_load_that_varies_makes_density_vary(component: str) -> None:
    lot = visited("film")
    seen = quiet("calender", lot, line_load_N_mm=Noise(**{component: 5.0}))
    found, even = visited("calender", lot, seen).density_g_cm3, visited("calender", lot).density_g_cm3
    if component == "lot":
        assert abs(found.mean() - even.mean()) > 1e-4
    else:
        assert found.std() > even.std() + 1e-4


def test_two_like_layers_are_pressed_like_one() -> None:
    whole = visited("film")
    half = whole.with_(loading_mg_cm2=whole.loading_mg_cm2 / 2.0, thickness_um=whole.thickness_um / 2.0)
    two = stack([half, half], whole.area_m2, whole.mass_kg)
    once, twice = visited("calender", whole), visited("calender", two)
    np.testing.assert_allclose(twice.thickness_um.sum(axis=0), once.thickness_um[0], rtol=1e-9)
    np.testing.assert_allclose(twice.porosity_frac[0], once.porosity_frac[0], rtol=1e-9)


def test_layer_richer_in_electrolyte_ends_with_fewer_pores() -> None:
    whole = visited("film")
    half = whole.with_(loading_mg_cm2=whole.loading_mg_cm2 / 2.0, thickness_um=whole.thickness_um / 2.0)
    rich = half.with_(active_mass_frac=0.77, electrolyte_mass_frac=0.20)
    pressed = visited("calender", stack([rich, half], whole.area_m2, whole.mass_kg))
    assert (pressed.porosity_frac[0] < pressed.porosity_frac[1]).all()


def test_pressure_above_the_fitted_range_is_told() -> None:
    assert Outside("calendered_porosity", "pressure_MPa") in visited("calender", line_load_N_mm=600.0).outside
    assert visited("calender").outside == frozenset()
