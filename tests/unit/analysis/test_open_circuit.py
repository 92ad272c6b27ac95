"""An electrode that does not conduct is told in words, on the page and in the terminal."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from support.command_line import twin_here

from twin.analysis.open_circuit import open_circuit


def test_cells_without_capacity_are_counted_and_cut_ones_are_not() -> None:
    cells = pd.DataFrame(
        {
            "discharge_capacity_mAh_g": [0.0, 150.0, math.nan, 0.0],
            "area_resistance_ohm_cm2": [5000.0, 100.0, math.nan, 2e6],
        }
    )
    assert open_circuit(cells) == (
        "the electrode does not conduct in 2 of 3 cells: 5\u202f000 Ω·cm² or more leave no capacity"
    )


def test_a_line_that_conducts_or_makes_no_cells_is_not_told() -> None:
    good = pd.DataFrame({"discharge_capacity_mAh_g": [150.0], "area_resistance_ohm_cm2": [100.0]})
    assert open_circuit(good) is None
    assert open_circuit(pd.DataFrame({"thickness_um": [1.0]})) is None


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_line_whose_electrolyte_does_not_connect_says_so_in_numbers_and_words(tmp_path: Path) -> None:
    changes = {
        "powder.recipe.electrolyte.fine_threshold_frac": 0.6,
        "powder.recipe.electrolyte.coarse_threshold_frac": 0.6,
        "powder.lots": 2,
    }
    settings = [part for path, value in changes.items() for part in ("--set", f"{path}={value}")]
    out = tmp_path / "page"
    run = twin_here(
        "run", "dry_sulfide_cathode", "--days", "3", "--warmup", "0", "--replications", "1",
        "--out", str(out), *settings,
    )  # fmt: skip
    assert "the electrode does not conduct in" in run.stderr
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "the electrode does not conduct in" in page
    for nothing in ("nan<", ">inf"):
        assert nothing not in page
