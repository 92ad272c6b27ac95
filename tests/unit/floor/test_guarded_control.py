"""Run-to-run control stays within its guard, and says when its target is out of reach."""

from __future__ import annotations

import pandas as pd
import pytest

import twin
from twin.analysis.held_controls import held_controls
from twin.floor.material.inspection import guarded
from twin.line.model.line import Control
from twin.stations.calender import CalenderParams
from twin.study.api import Study

RICH = {
    "powder.recipe.composition.active_mass_frac": 0.77,
    "powder.recipe.composition.electrolyte_mass_frac": 0.20,
    "limit.density_g_cm3.lower": 1.0,
}
"""A fifth electrolyte: without pores 3.52 g/cm3, so that 3.1 is denser than any roll makes it."""


def run(**changes: float) -> Study:
    line = twin.load_line("dry_sulfide_cathode").with_changes(changes)
    return twin.simulate(line, "2 d", replications=1, workers=1)


def held(study: Study) -> pd.DataFrame:
    return study.events[study.events["event"] == "control_held"]


@pytest.fixture(scope="module")
def rich() -> Study:
    return run(**RICH)


def test_a_target_out_of_reach_does_not_wind_up_the_load(rich: Study) -> None:
    pressure = rich.readings.query("station == 'calender' and property == 'highest_pressure_MPa'")["mean"]
    cracked = rich.readings.query("station == 'calender' and property == 'cracked_frac'")["mean"]
    assert pressure.max() < 350.0
    assert cracked.max() < 0.01


def test_a_target_out_of_reach_is_told(rich: Study) -> None:
    rows = held(rich)
    assert set(rows["station"]) == {"calender"}
    assert set(rows["cause"]) == {"line_load_N_mm at 750"}
    (said,) = held_controls(rich.events, rich.line)
    assert said.startswith("calender: the control holds line_load_N_mm at 750")
    assert "density_g_cm3 3.1 is out of reach" in said


def test_a_target_within_reach_is_not() -> None:
    usual = run()
    assert held(usual).empty
    assert held_controls(usual.events, usual.line) == ()


def test_no_step_is_larger_than_the_largest(rich: Study) -> None:
    # 365 N/mm and 20 at a time: it takes twenty lots to be held at 750
    first = held(rich).iloc[0]
    before = rich.events[(rich.events["event"] == "finished") & (rich.events["station"] == "calender")]
    assert (before["time_s"] <= first["time_s"]).sum() == 20


@pytest.mark.parametrize(
    ("now", "allowed"), [(300.0, (100.0, 500.0)), (700.0, (100.0, 700.0)), (50.0, (50.0, 500.0))]
)
def test_from_beyond_its_guard_a_control_may_only_come_back(now: float, allowed: tuple[float, float]) -> None:
    control = Control(
        setpoint="line_load_N_mm",
        property="density_g_cm3",
        target=3.1,
        gain=200.0,
        setpoint_lower=100.0,
        setpoint_upper=500.0,
    )
    params = next(s.params for s in twin.load_line("dry_sulfide_cathode").station if s.kind == "calender")
    assert isinstance(params, CalenderParams)
    assert guarded(control, params, now) == allowed
