"""A fit finds the constants that made the data, wherever it starts, and says when it ran into an edge."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from support.series_files import outcome_of, write_set

from twin.laws.registry.book import LAWS
from twin.validation.reader import read_series
from twin.validation.runner import run_series
from twin.validation.shipped import shipped_sets

CYCLES = {"cycles": [0.0, 10, 20, 40, 60, 80, 100]}
SHARES = {"electrolyte_frac": [0.25, 0.3, 0.35, 0.4, 0.5, 0.6]}
GRAINS = {"active_frac": [0.26, 0.3, 0.4, 0.5, 0.6, 0.7]}
LOADS = {"pressure_MPa": [1.0, 2, 5, 10, 20, 40]}
TIMES = {"time_s": [5.0, 10, 20, 30, 40, 60]}

MADE = {
    "delay from 0": ("deposited_thickness", CYCLES, {"growth_per_cycle_nm": 0.12}, {"delay_cycles": 8.0}),
    "growth and delay": (
        "deposited_thickness", CYCLES, {}, {"growth_per_cycle_nm": 0.08, "delay_cycles": 15.0},
    ),
    "binder from 0": ("ionic_conductivity", SHARES, {}, {"binder_mass_frac": 0.02}),
    "carbon from 0": ("ionic_conductivity", SHARES, {}, {"carbon_frac": 0.04}),
    "carbon among grains": ("electronic_conductivity", GRAINS, {}, {"carbon_frac": 0.03}),
    "both parts from 0": (
        "interface_resistance", LOADS, {}, {"residual_ohm_cm2": 15.0, "contact_ohm_cm2": 2000.0},
    ),
    "no residue": ("interface_resistance", LOADS, {}, {"residual_ohm_cm2": 0.0, "contact_ohm_cm2": 20.0}),
    "dead time and rate": ("mixing_index", TIMES, {}, {"dead_time_s": 18.0, "rate_per_s": 0.08}),
    "three of the calender": (
        "calendered_porosity", {"pressure_MPa": [20.0, 50, 80, 120, 160, 190]}, {},
        {"porosity_min_frac": 0.05, "flow_pressure_MPa": 400.0, "rearranged_share_frac": 0.3},
    ),
    "size and conductivity": (
        "ionic_conductivity", SHARES, {}, {"electrolyte_conductivity_mS_cm": 8.0, "electrolyte_d50_um": 1.0},
    ),
}  # fmt: skip
"""Case -> law, inputs, constants given, constants the data are made with and that are to be found."""

FROM_ZERO = {"residual_ohm_cm2": 0.0, "contact_ohm_cm2": 0.0}


def _made(folder: Path, case: str) -> Path:
    law, inputs, given, truth = MADE[case]
    count = len(next(iter(inputs.values())))
    typical = {a.name: a.typical for a in LAWS[law].arguments if a.typical is not None}
    columns = {k: np.full(count, v) for k, v in (typical | given | truth).items()}
    columns |= {k: np.array(v) for k, v in inputs.items()}
    measured = np.asarray(LAWS[law].ask(**columns))
    use = f"calibrate = [0, 2, 4]\nfree = {list(truth)}\n"
    start = {name: 0.0 for name in FROM_ZERO if name in truth}
    return write_set(folder, law, inputs | {"y": measured.tolist()}, given | start, use)


@pytest.mark.parametrize("case", MADE)
def test_a_fit_finds_the_constants_that_made_the_data(case: str, tmp_path: Path) -> None:
    outcome = outcome_of(_made(tmp_path, case))
    for name, value in MADE[case][3].items():
        assert outcome.constants[name] == pytest.approx(value, rel=1e-4, abs=1e-6)
    assert outcome.rmse == pytest.approx(0.0, abs=1e-6 * outcome.series.measured.max())


def test_a_fit_that_runs_into_an_edge_says_so(tmp_path: Path) -> None:
    rows = {"time_s": [1.0, 5.0, 10.0], "y": [0.9, 0.95, 0.97]}
    use = 'calibrate = [0, 1]\nfree = ["rate_per_s", "dead_time_s"]\n'
    outcome = outcome_of(write_set(tmp_path, "mixing_index", rows, use=use))
    assert "dead_time_s" in outcome.at_edge
    assert outcome.constants["dead_time_s"] == 0.0


def test_a_fit_within_its_range_says_nothing(tmp_path: Path) -> None:
    assert outcome_of(_made(tmp_path, "dead time and rate")).at_edge == ()
    assert outcome_of(_made(tmp_path, "no residue")).at_edge == ("residual_ohm_cm2",)


def test_the_shipped_fits_are_quick() -> None:
    series = read_series(shipped_sets())
    run_series(series[0])
    start = time.process_time()
    for one in series:
        run_series(one)
    assert time.process_time() - start < 1.5
