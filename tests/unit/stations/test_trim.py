"""Edge trim: strips of known width leave, what is on the rest stays, and it costs area by the width."""

from __future__ import annotations

import numpy as np
import pytest
from support.chain import chain
from support.kind_blocks import line_with

from twin.core.lanes import Lanes
from twin.core.material import FIELDS, Material
from twin.stations.contract.kinds import load
from twin.stations.contract.station import process
from twin.stations.contract.visit import Visit
from twin.stations.shared.roll_nip import RollParams, rolls
from twin.stations.trim import TrimParams, lanes_left

WIDTH_M = 0.6
LANES = 5
LANE_MM = 1000.0 * WIDTH_M / LANES


def knives(trim_mm: float, width_m: float = WIDTH_M) -> TrimParams:
    return TrimParams(web_width_m=width_m, speed_m_min=20.0, power_kW=1.5, trim_mm=trim_mm)


def quiet(lanes: int) -> Visit:
    """A visit without noise."""
    return Visit(shape=(1, lanes, 4), normal=lambda _, n: np.zeros(n))


def trimmed(web: Material, trim_mm: float, width_m: float = WIDTH_M) -> Material:
    return process(load("trim"), web, knives(trim_mm, width_m), quiet(web.lanes.count))


@pytest.fixture(scope="module")
def web() -> Material:
    """A web whose lanes differ in loading: light edges."""
    calendered = chain(line_with("trim"), LANES)["calender"].after
    profile = np.array([0.8, 1.0, 1.1, 1.0, 0.9])[:, None]
    loading = calendered.loading_mg_cm2 / calendered.loading_mg_cm2.mean() * profile * 20.0
    area_m2 = calendered.mass_kg / (0.01 * float(loading.mean()))
    return calendered.with_(loading_mg_cm2=loading, area_m2=area_m2, springback_left_frac=0.0)


def test_a_strip_narrower_than_a_lane_leaves_narrower_lanes_at_the_edge(web: Material) -> None:
    after = trimmed(web, 30.0)
    assert after.lanes == Lanes(1, (0.75, 1.0, 1.0, 1.0, 0.75))
    assert after.area_m2 == pytest.approx(web.area_m2 * (600.0 - 60.0) / 600.0, rel=1e-12)
    for field in FIELDS:
        np.testing.assert_array_equal(getattr(after, field), getattr(web, field), err_msg=field)


def test_lanes_within_the_strip_are_cut_away(web: Material) -> None:
    after = trimmed(web, 150.0)
    assert after.lanes == Lanes(2, (0.75, 1.0, 0.75))
    assert after.shape == (web.shape[0], 3, web.shape[2])
    np.testing.assert_array_equal(after.loading_mg_cm2, web.loading_mg_cm2[:, 1:4])


def test_a_cut_along_the_edge_of_a_lane_leaves_whole_lanes(web: Material) -> None:
    assert trimmed(web, LANE_MM).lanes == Lanes(2, (1.0, 1.0, 1.0))


def test_the_strips_weigh_what_lay_on_them(web: Material) -> None:
    # light edges: 30 mm at either side of 0.8 and 0.9 of 20 mg/cm2, by hand
    length_m = web.area_m2 / WIDTH_M
    per_lane = web.loading_mg_cm2.sum(axis=0).mean(axis=1)
    cut_kg = 0.01 * 0.030 * length_m * (per_lane[0] + per_lane[-1])
    after = trimmed(web, 30.0)
    assert web.mass_kg - after.mass_kg == pytest.approx(cut_kg, rel=1e-9)
    assert (web.mass_kg - after.mass_kg) / web.mass_kg < 60.0 / 600.0


def test_two_trims_cut_what_one_of_both_widths_does(web: Material) -> None:
    twice = trimmed(trimmed(web, 30.0), 40.0, WIDTH_M - 0.06)
    at_once = trimmed(web, 70.0)
    assert twice.lanes.first == at_once.lanes.first
    assert twice.lanes.widths == pytest.approx(at_once.lanes.widths, abs=1e-12)
    assert twice.area_m2 == pytest.approx(at_once.area_m2, rel=1e-12)
    assert twice.mass_kg == pytest.approx(at_once.mass_kg, rel=1e-12)


def test_no_trim_leaves_the_web_as_it_came(web: Material) -> None:
    after = trimmed(web, 0.0)
    assert (after.lanes, after.area_m2, after.mass_kg) == (web.lanes, web.area_m2, web.mass_kg)


@pytest.mark.parametrize("trim_mm", [300.0, 400.0])
def test_a_trim_of_the_whole_web_is_refused(web: Material, trim_mm: float) -> None:
    with pytest.raises(ValueError, match="nothing is left"):
        lanes_left(web.lanes, knives(trim_mm))


def test_the_web_passes_at_its_speed_whatever_is_cut(web: Material) -> None:
    station = load("trim")
    length_m = web.area_m2 / WIDTH_M
    assert station.duration_s(web, knives(30.0)) == pytest.approx(60.0 * length_m / 20.0)
    assert station.energy_kWh is not None
    energy = station.energy_kWh(web, trimmed(web, 30.0), knives(30.0))
    assert energy == pytest.approx(1.5 * length_m / 20.0 / 60.0)


def test_behind_a_trim_a_gap_bends_over_the_middles_of_the_lanes_that_are_left() -> None:
    plan = next(plan for plan in line_with("trim").station if plan.kind == "calender")
    assert isinstance(plan.params, RollParams)
    still = plan.params.model_copy(update={"gap_trim_um": 0.0})
    even, uneven = (
        np.asarray(rolls(still, quiet(len(widths)), Lanes(1, widths)).gap_error_um)[:, 0]
        for widths in ((1.0,) * 5, (0.5, 1.0, 1.0, 1.0, 0.5))
    )
    # middles at -0.8, -0.4, 0 of half the width, and at -0.875, -0.5, 0: 1 - place^2 less its mean
    height = (even[2] - even[0]) / 0.8**2
    assert uneven[2] - uneven[0] == pytest.approx(height * 0.875**2, rel=1e-9)
    assert uneven[2] - uneven[1] == pytest.approx(height * 0.5**2, rel=1e-9)
    assert np.average(uneven, weights=(0.5, 1.0, 1.0, 1.0, 0.5)) == pytest.approx(0.0, abs=1e-12)
