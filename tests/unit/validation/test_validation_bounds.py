"""Numbers that make no sense are refused with one clear problem; what a law cannot answer is null."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Annotated

import numpy as np
import pytest
from click.testing import CliRunner
from support.series_files import outcome_of, problems_of, write_set

from twin.cli.app import app
from twin.core.material import Array
from twin.laws.registry.argument import Argument, Physical, Range
from twin.laws.registry.book import LAWS
from twin.laws.registry.law import Law, law, law_of
from twin.validation.documents import outcomes_document
from twin.validation.predicting import ask

REFUSED = [
    ("mixing_index", "time_s", "tip_speed_m_s", -5.0, "above 0 m/s"),
    ("mixing_index", "time_s", "tip_speed_m_s", 0.0, "above 0 m/s"),
    ("calendered_porosity", "pressure_MPa", "temperature_C", 1e6, "at most 3000 °C"),
    ("calendered_porosity", "pressure_MPa", "flow_pressure_MPa", 0.0, "above 0 MPa"),
    ("springback", "time_d", "temperature_C", -1e5, "above -273.15"),
    ("springback", "temperature_C", "recovery_time_d", 0.0, "above 0 d"),
    ("specific_power_W_kg", "reference_W_kg", "speed_ratio", -1.0, "above 0"),
    ("interface_resistance", "pressure_MPa", "highest_pressure_MPa", -3.0, "at least 0 MPa"),
    ("relative_density", "packing", "yield_pressure_MPa", 0.0, "above 0 MPa"),
    ("drying_time", "loading_mg_cm2", "solids_frac", 0.0, "above 0, at most 1"),
    ("drying_time", "loading_mg_cm2", "drying_rate_g_m2_s", 0.0, "above 0 g/(m²·s)"),
    ("exposed_conductivity", "waited_s", "threshold_ppmv_h", 0.0, "above 0 ppmv·h"),
    ("ionic_conductivity", "electrolyte_frac", "electrolyte_conductivity_mS_cm", -1.6, "above 0 mS/cm"),
    ("ionic_conductivity", "electrolyte_frac", "binder_mass_frac", 1.2, "0 to 1"),
]
"""Law, an input, a constant, what it is set to, what is said to be allowed."""


@pytest.mark.parametrize(("law", "given", "constant", "value", "allowed"), REFUSED)
def test_a_constant_beyond_sense_is_refused_at_its_line(
    law: str, given: str, constant: str, value: float, allowed: str, tmp_path: Path
) -> None:
    path = write_set(tmp_path, law, {given: [0.5, 0.6], "y": [0.1, 0.2]}, {constant: value})
    (problem,) = problems_of(path)
    line = path.read_text().splitlines().index(f"{constant} = {value}") + 1
    assert (problem.file, problem.line, problem.path) == (str(path), line, f"constants.{constant}")
    assert allowed in problem.message
    assert f"found {value:g}" in problem.message


@pytest.mark.parametrize(("law", "other", "column", "value", "allowed"), REFUSED)
def test_a_cell_beyond_sense_is_refused_at_its_row(
    law: str, other: str, column: str, value: float, allowed: str, tmp_path: Path
) -> None:
    typical = LAWS[law].argument(column).typical
    good = 5.0 if typical is None else typical
    rows = {other: [0.5] * 4, column: [good, value, good, value], "y": [0.1] * 4}
    (problem,) = problems_of(write_set(tmp_path, law, rows))
    assert (problem.file, problem.line, problem.path) == (str(tmp_path / "data.csv"), 3, column)
    assert "row 1" in problem.message
    assert allowed in problem.message
    assert f"found {value}" in problem.message
    assert "1 more" in problem.message


def test_a_scaled_cell_is_told_with_its_scale(tmp_path: Path) -> None:
    path = write_set(tmp_path, "ionic_conductivity", {"electrolyte_frac": [35.0], "y": [0.1]})
    path.write_text(
        path.read_text().replace('"electrolyte_frac"', '{ column = "electrolyte_frac", scale = 0.1 }')
    )
    (problem,) = problems_of(path)
    assert "found 35.0 x 0.1 = 3.5" in problem.message


@pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.name)
def test_the_range_of_a_law_lies_within_what_makes_sense(law: Law) -> None:
    for argument in law.arguments:
        ends = [argument.low, argument.high, *([] if argument.typical is None else [argument.typical])]
        assert argument.bounds.allows(np.array(ends)).all(), argument.name
        assert not argument.bounds.allows(math.nan)


@pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.name)
@pytest.mark.filterwarnings("error")
def test_no_law_stops_within_what_makes_sense(law: Law) -> None:
    typical = {a.name: a.typical for a in law.arguments if a.typical is not None}
    for argument in law.arguments:
        lowest, highest = max(argument.bounds.least, -1e3), min(argument.bounds.most, 1e6)
        values = np.unique(np.linspace(lowest, highest, 9)[1 if argument.bounds.above else 0 :])
        columns = {name: np.full(len(values), value) for name, value in typical.items()}
        answer = ask(law, columns | {argument.name: values})
        assert answer.shape == values.shape
        assert answer.dtype == np.float64


@pytest.mark.parametrize(
    ("name", "low", "words"),
    [
        ("share_frac", 0.1, "0 to 1"),
        ("room_temperature_C", 15.0, "above -273.15, at most 3000"),
        ("hardness_MPa", 5.0, "above 0"),
        ("time_s", 0.0, "at least 0"),
        ("offset_um", -5.0, "any number"),
        ("softening_per_K", 0.0, "any number"),
        ("speed_exponent", 0.3, "any number"),
    ],
)
def test_what_makes_sense_follows_from_name_unit_and_range(name: str, low: float, words: str) -> None:
    assert Argument(name, None, low, 20.0 if not name.endswith("frac") else 0.9, "").bounds.words == words


def test_what_makes_sense_can_be_stated() -> None:
    argument = Argument("voltage_V", 3.6, 2.0, 4.3, "", Physical(-5.0, 5.0))
    assert argument.bounds.allows(np.array([-5.0, -5.1, 5.0, 5.1])).tolist() == [True, False, True, False]


def test_what_a_law_cannot_answer_is_null_and_told(tmp_path: Path) -> None:
    rows = {"pressure_MPa": [0.0, 10.0], "y": [500.0, 57.0]}
    path = write_set(tmp_path, "interface_resistance", rows, error="relative")
    (one,) = json.loads(json.dumps(outcomes_document([outcome_of(path)]), allow_nan=False))["sets"]
    assert (one["predictions"][0]["predicted"], one["predictions"][0]["error"]) == (None, None)
    assert one["rmse"] == pytest.approx(abs(one["predictions"][1]["error"]))


def test_a_law_that_refuses_one_row_answers_the_others() -> None:
    @law("Answers up to 1 only", unit="", source="")
    def stern(x: Annotated[Array, Range(0.0, 1.0, ".", "x", 0.5)]) -> Array:
        if (x > 1.0).any():
            raise ValueError("too much")
        return 2.0 * x

    np.testing.assert_array_equal(ask(law_of(stern), {"x": np.array([0.5, 3.0, 1.0])}), [1.0, np.nan, 2.0])


def test_the_command_leaves_with_the_code_of_a_faulty_file(tmp_path: Path) -> None:
    path = write_set(
        tmp_path, "mixing_index", {"time_s": [1.0, 5.0], "y": [0.1, 0.5]}, {"tip_speed_m_s": -5.0}
    )
    run = CliRunner().invoke(app, ["validate", str(path), "--out", str(tmp_path / "page")])
    assert type(run.exception).__name__ == "LineError"
