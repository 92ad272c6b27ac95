"""Ranges of inputs: what may be written, what is refused and where, which numbers lack one."""

from pathlib import Path

import pytest
from support.good_line import GOOD

from twin.core.errors import LineError, Problem
from twin.line.api import LoadedLine, load_line
from twin.line.register import RangedInput, calibrations, counts, ranged_inputs, without_range

SERVICE = 'service = { value = "30 min", source = "assumption" }'


def line_with(new: str, old: str = SERVICE) -> LoadedLine:
    """Return the good line with one text replaced, from a dict."""
    import tomllib

    assert GOOD.count(old) == 1
    return load_line(tomllib.loads(GOOD.replace(old, new)))


def ranges(line: LoadedLine) -> dict[str, tuple[float, float]]:
    """Return low and high by path."""
    return {known.path: (known.low, known.high) for known in ranged_inputs(line)}


def problem_of(tmp_path: Path, new: str, old: str = SERVICE) -> Problem:
    """Return the one problem that a replaced text makes."""
    path = tmp_path / "line.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LineError) as caught:
        load_line(path)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    return problem


def test_a_range_of_durations_is_read_in_seconds() -> None:
    line = line_with(
        'service = { value = "30 min", source = "assumption", range = ["20 min", 3600], tied = "t" }'
    )
    path = "film.equipment.service"
    assert ranged_inputs(line) == [RangedInput(path, 1800.0, 1200.0, 3600.0, "s", "assumption", "t", False)]


def test_parameters_of_a_distribution_have_ranges_of_their_own() -> None:
    repair = 'repair = { dist = "lognormal", mean = "1 h", cv = 0.5 }'
    new = 'repair = { dist = "lognormal", mean = { value = "1 h", range = ["30 min", "2 h"] }, cv = 0.5 }'
    assert ranges(line_with(new, repair)) == {
        "film.equipment.failure.web break.repair.mean": (1800.0, 7200.0)
    }


def test_a_constant_written_as_distribution_takes_a_range_too() -> None:
    new = (
        'service = { dist = "constant", value = "30 min", source = "assumption", range = ["20 min", "1 h"] }'
    )
    assert ranges(line_with(new)) == {"film.equipment.service.value": (1200.0, 3600.0)}


def test_a_factor_speaks_for_a_table_and_below_unless_a_number_has_its_own() -> None:
    new = 'repair = { dist = "lognormal", mean = { value = "1 h", range = ["50 min", "2 h"] }, cv = 0.5 }'
    found = ranges(
        line_with(f"{new}\nrange_factor = 2.0", 'repair = { dist = "lognormal", mean = "1 h", cv = 0.5 }')
    )
    stem = "film.equipment.failure.web break"
    assert found == {
        f"{stem}.uptime.mean": (72_000.0, 288_000.0),
        f"{stem}.repair.mean": (3000.0, 7200.0),
        f"{stem}.repair.cv": (0.25, 1.0),
    }


def test_a_factor_ends_at_the_bounds_of_a_key_and_gives_zero_no_range() -> None:
    line = load_line("dry_sulfide_cathode").to_dict()
    (film,) = (station for station in line["station"] if station["name"] == "film")  # type: ignore[attr-defined]
    film["noise"] = {"range_factor": 3.0, "feed_ratio": {"lot": 0.002, "cell": 0.0}}
    film["params"]["uneven_flow_frac"] = 0.6
    film["params"]["range_factor"] = 2.0
    found = ranges(load_line(line))
    assert found["film.noise.feed_ratio.lot"] == pytest.approx((0.002 / 3.0, 0.006))
    assert "film.noise.feed_ratio.cell" not in found
    assert found["film.params.uneven_flow_frac"] == (0.3, 1.0)


def test_a_count_is_known_as_one() -> None:
    line = line_with("machines = { value = 2, source = 'assumption', range = [1, 4] }", "machines = 2")
    (known,) = ranged_inputs(line)
    assert known.is_count
    assert (known.low, known.high) == (1.0, 4.0)


def test_a_range_survives_the_resolved_line_and_goes_with_a_change() -> None:
    line = line_with('service = { value = "30 min", source = "assumption", range = ["20 min", "1 h"] }')
    assert load_line(line.to_dict()) == line
    assert ranged_inputs(line.with_changes({"film.equipment.service": "25 min"})) == []


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ('range = ["40 min", "1 h"]', 'must hold its value "30 min", found "40 min" to "1 h"'),
        ('range = ["1 h", "20 min"]', "must be [low, high]"),
        ('range = "20 min"', "must be [low, high], found"),
        ('range = ["20 min"]', "must be [low, high], found a list"),
        ('range = ["20 min", "soon"]', 'an end is "soon"'),
        ('range = ["20 min", true]', "an end is true"),
        ('range = ["20 min", 1e13]', "must lie within what the key allows"),
    ],
)
def test_a_faulty_range_is_one_message_at_its_place(tmp_path: Path, new: str, says: str) -> None:
    problem = problem_of(tmp_path, f'service = {{ value = "30 min", source = "assumption", {new} }}')
    assert problem.path == "film.equipment.service.range"
    assert problem.code == "invalid-range"
    assert says in problem.message
    row = GOOD.split("\n").index(SERVICE) + 1
    assert problem.line == row


@pytest.mark.parametrize(
    ("new", "old", "path", "says"),
    [
        ("cv = { value = 0.5, range = [0.1, 20] }", "cv = 0.5", "repair.cv.range", "allowed 0 to 10"),
        ('cv = { value = 0.5, range = ["0 s", "9 s"] }', "cv = 0.5", "repair.cv.range", "plain numbers"),
        ("cv = { value = 0.5, rnge = [0.1, 2] }", "cv = 0.5", "repair.cv.rnge", "takes value, source, range"),
        ("cv = 0.5, range = [0.1, 2.0]", "cv = 0.5", "repair.range", "a table takes range_factor"),
        ("cv = 0.5, range_factor = 1.0", "cv = 0.5", "repair.range_factor", "a number above 1"),
        ('cv = { value = 0.5, tied = "a" }', "cv = 0.5", "repair.cv.tied", "need a range"),
        (
            "cv = { value = 0.5, range = [0.1, 2], tied = 3 }",
            "cv = 0.5",
            "repair.cv.tied",
            "must be the name",
        ),
    ],
)
def test_a_range_in_the_wrong_place_says_so(tmp_path: Path, new: str, old: str, path: str, says: str) -> None:
    problem = problem_of(tmp_path, new, old)
    assert problem.path == f"film.equipment.failure.web break.{path}"
    assert says in problem.message


def test_a_range_beside_a_list_belongs_to_no_number(tmp_path: Path) -> None:
    new = GOOD_VALUES.replace("[", "{ value = [").replace("]", "], range = [0, 99] }")
    problem = problem_of(tmp_path, new, GOOD_VALUES)
    assert problem.path == "laminate.equipment.service.values.range"
    assert "belongs to a number or duration; the value is a list" in problem.message


GOOD_VALUES = "values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]"


def test_assumed_and_calibrated_numbers_without_a_range_are_listed_by_path() -> None:
    assert without_range(line_with(SERVICE)) == ["film.equipment.service"]
    calibrated = line_with('service = { value = "30 min", source = "calibrated: the output of 2025" }')
    assert without_range(calibrated) == ["film.equipment.service"]
    assert counts(calibrated).calibrated == 1
    assert [entry.path for entry in calibrations([calibrated])] == ["film.equipment.service"]
    assert without_range(line_with('service = { value = "30 min", source = "stop watch, 40 lots" }')) == []
    series = line_with(f"source = 'assumption', {GOOD_VALUES}", GOOD_VALUES)
    assert without_range(series) == ["film.equipment.service"]


@pytest.mark.parametrize("source", ["calibrated", "calibrated:", "calibrated: "])
def test_calibrated_says_against_what(tmp_path: Path, source: str) -> None:
    problem = problem_of(tmp_path, f'service = {{ value = "30 min", source = "{source}" }}')
    assert problem.code == "unknown-source"
    assert "against what" in problem.message
