"""Case files: what is read, what is refused and where, how an answer is put together."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from support.press_line import PRESS_LINE

from twin.cases.documents import measurements
from twin.cases.figures import known_figures, put_together
from twin.cases.reader import read_cases
from twin.cases.runner import RunLength, run_case
from twin.cases.shipped import measurement_files, sorted_by_kind
from twin.core.errors import LineError, Problem

CASE = """\
format = 1
kind = "measurement"
id = "press"
subject = "output of a press, fast over slow"
source = "stop watch, 40 lots"
[stated]
value = 2.5
unit = ""
sd = 0.5
[[case]]
name = "slow"
line = "line.toml"
[[case]]
name = "fast"
line = "line.toml"
set = { "press.equipment.service" = "3 min" }
[answer]
figure = "throughput_per_h"
of = ["fast", "slow"]
as = "ratio"
[[sweep]]
case = "fast"
path = "press.equipment.service"
values = ["2 min", "6 min"]
[basis]
calibrated = ["press.equipment.service"]
note = "by hand"
"""
LENGTH = RunLength("10 h", "0 s", 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a line and a case of it."""
    (tmp_path / "line.toml").write_text(PRESS_LINE)
    (tmp_path / "case.toml").write_text(CASE)
    return tmp_path


def problems_of(folder: Path, old: str, new: str) -> list[Problem]:
    """What is found where one text of the case is another."""
    assert CASE.count(old) == 1
    path = folder / "case.toml"
    path.write_text(CASE.replace(old, new))
    with pytest.raises(LineError) as caught:
        read_cases([path])
    assert {problem.file for problem in caught.value.problems} == {str(path)}
    assert all(problem.line for problem in caught.value.problems)
    return caught.value.problems


def test_an_answer_is_that_of_the_lines_with_their_changes(folder: Path) -> None:
    (case,) = read_cases([folder / "case.toml"])
    outcome = run_case(case, LENGTH, 1)
    assert outcome.answer is not None
    assert outcome.answer.value == pytest.approx(2.0)
    assert outcome.error == pytest.approx(-0.5)
    assert outcome.in_spreads == pytest.approx(-1.0)
    assert outcome.swept[0] == (pytest.approx(3.0), pytest.approx(1.0))


def test_the_document_has_the_words_of_the_contract(folder: Path) -> None:
    (case,) = read_cases([folder / "case.toml"])
    (row,) = json.loads(json.dumps(measurements([run_case(case, LENGTH, 1)]), allow_nan=False))
    assert row["stated"] == {"value": 2.5, "unit": "", "low": None, "high": None, "sd": 0.5}
    assert set(row["twin"]) == {"value", "q05", "q95", "unit", "chance_half_width"}
    assert row["error"] == pytest.approx(-0.5)
    assert (row["basis"], row["calibrated"]) == ("calibrated", ["press.equipment.service"])
    assert row["cases"][1] == {
        "name": "fast",
        "line": "line.toml",
        "set": {"press.equipment.service": "3 min"},
    }
    assert [swept["value"] for swept in row["sweep"]] == ["2 min", "6 min"]


@pytest.mark.parametrize(
    ("old", "new", "path", "says"),
    [
        ('line = "line.toml"\nset', 'line = "lne.toml"\nset', "case.fast.line", "there is no file"),
        (
            'press.equipment.service" =',
            'prss.equipment.service" =',
            "case.fast.set.prss.equipment.service",
            "no st",
        ),
        ('= "3 min" }', '= "3 mn" }', "case.fast.set.press.equipment.service", "must be a number of seconds"),
        ('of = ["fast", "slow"]', 'of = ["fst", "slow"]', "answer.of.0", 'no case named "fst"'),
        ('of = ["fast", "slow"]', 'of = ["fast"]', "answer.of", "takes 2 of the cases"),
        ('"throughput_per_h"', '"thruput_per_h"', "answer.figure", "there is no figure"),
        ('as = "ratio"', 'as = "rati"', "answer.as", "must be one of"),
        ('case = "fast"', 'case = "fst"', "sweep.0.case", 'no case named "fst"'),
        ('values = ["2 min", "6 min"]', 'values = ["2 mn"]', "sweep.0.values.0", "must be"),
        ("value = 2.5", 'value = "2.5"', "stated.value", "must be a number"),
        ('kind = "measurement"', 'kind = "measurment"', "kind", "must be one of"),
        ("format = 1", "format = 2", "format", "must be 1"),
        ('id = "press"', 'ids = "press"', "ids", "unknown key"),
        ('name = "fast"', 'name = "slow"', "case.1.name", 'already a case "slow"'),
    ],
)
def test_a_mistake_is_told_with_its_place(folder: Path, old: str, new: str, path: str, says: str) -> None:
    problems = problems_of(folder, old, new)
    assert any(says in problem.message for problem in problems), problems
    if path != "case.1.name":
        assert path in [problem.path for problem in problems]


def test_what_is_out_of_scope_needs_no_lines_and_is_not_run(tmp_path: Path) -> None:
    head = CASE[: CASE.index("[stated]")]
    (tmp_path / "scope.toml").write_text(f'{head}scope = "no anode is modelled"\n[stated]\nvalue = 1.0\n')
    (case,) = read_cases([tmp_path / "scope.toml"])
    outcome = run_case(case, LENGTH, 1)
    assert outcome.answer is None
    assert measurements([outcome])[0]["error"] is None
    (tmp_path / "none.toml").write_text(f"{head}[stated]\nvalue = 1.0\n")
    with pytest.raises(LineError, match="case is missing"):
        read_cases([tmp_path / "none.toml"])


def test_a_folder_is_parted_into_sets_cases_and_the_rest(folder: Path) -> None:
    (folder / "set.toml").write_text('law = "x"\n')
    given = sorted_by_kind([folder])
    assert ([path.name for path in given.cases], [path.name for path in given.sets]) == (
        ["case.toml"],
        ["set.toml"],
    )


def test_answers_of_two_cases() -> None:
    values = [np.array([3.0, 4.0]), np.array([1.5, 2.0])]
    assert put_together(values, "difference").tolist() == [1.5, 2.0]
    assert put_together(values, "ratio").tolist() == [2.0, 2.0]
    assert put_together(values, "percent").tolist() == [100.0, 100.0]
    assert put_together(values, "decades") == pytest.approx([math.log10(2.0)] * 2)
    assert np.isnan(put_together([np.array([1.0]), np.array([0.0])], "ratio")).all()


def test_shipped_measurements_are_read_and_at_least_three_compare_two_lines_without_calibration() -> None:
    cases = read_cases(measurement_files())
    predicted = [case for case in cases if not case.checked.basis.calibrated]
    pairs = [case for case in predicted if case.checked.answer and len(case.checked.answer.of) == 2]
    assert len(pairs) >= 3
    assert {"energy_density_Wh_L", "yield", "density_g_cm3"} <= set(known_figures())
