"""Lines no plant has: each is refused with words or runs, whatever a file, a dict or a change may hold."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support.flowlines import line, station

import twin
from twin.core.errors import LineError
from twin.core.units import parse_duration_s
from twin.line.api import load_line
from twin.line.fields.shifts import parse_shift

SOURCE = {"name": "lots", "mode": "saturated"}


def tree(service: Any = 1.0, **equipment: Any) -> dict[str, Any]:
    return line("odd", [SOURCE], [station("m", service, **equipment)])


def problem_of(document: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return path, message and hint of the one problem of a line."""
    with pytest.raises(LineError) as told:
        load_line(document)
    (found,) = told.value.problems
    return found.path, found.message, found.hint


NO_SENSE = [
    ({"service": 1e-300}, "m.equipment.service", "must be 0 s, or a time from 1e-06 s to 1e+12 s"),
    ({"service": "1e-300 min"}, "m.equipment.service", "must be 0 s, or a time from 1e-06 s to 1e+12 s"),
    ({"service": 1e300}, "m.equipment.service", "must be 0 s, or a time from 1e-06 s to 1e+12 s"),
    (
        {"service": {"dist": "gamma", "mean": 1, "shape": 1e-10}},
        "m.equipment.service.shape",
        "must be 0.01 or more, found 1e-10",
    ),
    (
        {"service": {"dist": "weibull", "scale": 1, "shape": 0.01}},
        "m.equipment.service.shape",
        "must be 0.25 or more, found 0.01",
    ),
    (
        {"service": {"dist": "lognormal", "mean": 1, "cv": 1e200}},
        "m.equipment.service.cv",
        "must be from 0 to 10, standard deviation over mean, found 1e+200",
    ),
    (
        {"failure": [{"name": "stop", "uptime": 0, "repair": 0}]},
        "m.equipment.failure.stop.uptime",
        "must be longer than 0 s, found 0 s: the machine would never work",
    ),
    (
        {"failure": [{"name": "stop", "uptime": {"dist": "uniform", "low": 0, "high": 0}, "repair": 5}]},
        "m.equipment.failure.stop.uptime",
        "must be longer than 0 s, found 0 s: the machine would never work",
    ),
    ({"idle_kW": 1e9}, "m.equipment.idle_kW", "must be at most 1e+06"),
]


@pytest.mark.parametrize(("equipment", "path", "words"), NO_SENSE)
def test_what_has_no_physical_sense_is_refused(equipment: dict[str, Any], path: str, words: str) -> None:
    where, message, _ = problem_of(tree(**equipment))
    assert where == path
    assert words in message


def test_a_coefficient_of_variation_in_percent_is_refused_and_what_is_meant_is_told() -> None:
    _, message, hint = problem_of(tree(lognormal(30)))
    assert "found 30" in message
    assert hint == "did you mean 0.3, which is 30 %?"
    assert load_line(tree(lognormal(10))).name == "odd"


def lognormal(cv: float) -> dict[str, Any]:
    return {"dist": "lognormal", "mean": 1, "cv": cv}


@pytest.mark.parametrize("block", ["service", "interval"])
def test_a_table_for_lots_without_end_is_refused_when_it_is_read(block: str) -> None:
    table = {"dist": "table", "values": [1, 2, 3]}
    document = tree(service=table) if block == "service" else tree()
    if block == "interval":
        document["source"] = [{"name": "lots", "mode": "arrivals", "interval": table}]
    path, message, _ = problem_of(document)
    assert path.endswith(block)
    assert message == "the table has 3 entries, lots without end come here; give their source lots"


class Anything:
    """What no file can hold."""


@pytest.mark.parametrize("value", [datetime.date(2020, 1, 1), Anything(), {1, 2}, b"x", 1j])
@pytest.mark.parametrize("place", ["sources", "description", "station"])
def test_python_objects_in_a_dict_are_refused_at_their_place(place: str, value: object) -> None:
    document = tree()
    if place == "sources":
        document["sources"] = {"k": {"title": value}}
    elif place == "description":
        document["description"] = value
    else:
        document["station"][0]["kind"] = value
    path, message, _ = problem_of(document)
    assert path.startswith({"sources": "sources.k.title", "station": "m.kind"}.get(place, place))
    assert "must" in message


def test_a_key_that_is_no_text_is_refused() -> None:
    document = tree()
    document["sources"] = {"k": {"title": "a book", 3: "x"}}
    assert problem_of(document)[:2] == ("sources.k", "keys must be text, found 3")


CHANGES: list[dict[str, Any]] = [
    {"crew": ["x"], "m.equipment.service": 2},
    {"crew": [{"size": 1}], "m.equipment.service": 2},
    {"station": [1], "m.kind": "delay"},
    {"source": [{}], "lots.lots": 3},
    {"m.name": None, "m.kind": "delay"},
    {"crew": [{"name": ["x"], "size": 1}], "x.size": 2},
    {"m.equipment.failure": [1], "m.equipment.failure.x": 2},
]


@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_changes_that_leave_blocks_without_a_name_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(LineError) as told:
        load_line(tree()).with_changes(changes)
    assert all(problem.message for problem in told.value.problems)


def test_a_change_does_not_touch_the_value_it_was_given() -> None:
    crew = [{"name": "fitters", "size": 1}]
    changed = load_line(tree()).with_changes({"crew": crew, "fitters.size": 2})
    assert changed.crew[0].size == 2
    assert crew == [{"name": "fitters", "size": 1}]


def test_a_table_at_the_top_taken_for_a_station_is_refused_with_the_station_meant() -> None:
    document = tree() | {"station": [station("calender", 1.0)]}
    with pytest.raises(LineError) as told:
        load_line(document).with_changes({"calendar.equipment.service": 3})
    (problem,) = told.value.problems
    assert problem.message == '"calendar" is a table of the line and has no "equipment"; it has shifts'
    assert problem.hint == "did you mean calender.equipment.service?"
    with pytest.raises(LineError, match="room") as told:
        load_line(document).with_changes({"room.dew_point": -40})
    assert told.value.problems[0].hint == "did you mean dew_point_C?"


MANY = 32_000


@pytest.mark.parametrize(
    "text",
    ["1" * MANY, "1" * MANY + " s", " " * MANY + "1", "1" + " " * MANY + "x", "1e" + "1" * MANY, "." * MANY],
    ids=["digits", "seconds", "blanks", "blanks inside", "exponent", "points"],
)
@pytest.mark.parametrize("read", [parse_duration_s, parse_shift])
def test_text_of_any_length_is_judged_at_once(read: Any, text: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(ValueError, match="must be"):
        read(text)
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize("entry", ["{0}.5", "{0}.5 min"])
def test_a_column_of_a_hundred_thousand_times_is_read_in_well_under_a_second(
    entry: str, tmp_path: Path
) -> None:
    rows = 100_000
    text = "n,t\n" + "".join(f"{n},{entry.format(n)}\n" for n in range(rows))
    (tmp_path / "times.csv").write_text(text)
    table = {"dist": "table", "file": str(tmp_path / "times.csv"), "column": "t"}
    document = line("long", [SOURCE | {"lots": rows}], [station("m", table)])
    load_line(document)  # whatever is imported late
    begun = time.process_time()
    loaded = load_line(document)
    assert time.process_time() - begun < 0.9
    service = loaded.station[0].equipment.service
    assert service is not None
    assert service.values[:2] == ((0.5, 1.5) if entry == "{0}.5" else (30.0, 90.0))


def test_a_table_of_repairs_that_runs_out_stops_the_model_with_its_name() -> None:
    repair = {"dist": "table", "values": [1, 2]}
    stop = {"name": "stop", "uptime": 5, "repair": repair}
    with pytest.raises(twin.ModelStopped, match=r"repair\.m\.1\.stop has 2 entries, entry 3 was needed"):
        twin.simulate(load_line(tree(failure=[stop])), "1 h", replications=1, workers=1)


@pytest.mark.parametrize("word", ["maintenance", "failure"])
def test_a_table_where_a_list_belongs_is_refused_at_its_place(word: str) -> None:
    path, _, _ = problem_of(tree(**{word: {"dist": "uniform", "low": 1, "high": 5}}))
    assert path == f"m.equipment.{word}"
