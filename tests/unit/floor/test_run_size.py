"""The size of a run is estimated before it runs, and refused beyond a bound unless it is forced."""

from __future__ import annotations

from math import inf
from pathlib import Path
from typing import Any

import pytest
from support.command_line import line_file
from support.command_line import twin as typed
from support.flowlines import constant, exponential, failure, line, station
from support.shipped import LINES, shipped

import twin
from twin.floor.run import run
from twin.floor.run_size import MOST_EVENTS, run_size
from twin.line.api import load_line
from twin.line.model.line import Line
from twin.study.settings import TooLarge

DAY_S = 86_400.0
ENDLESS = {"name": "lots", "mode": "saturated"}


def built(source: dict[str, Any], *stations: dict[str, Any]) -> Line:
    return load_line(line("sized", [source], list(stations)))


def rows_of(one: Line, horizon_s: float | None) -> int:
    return len(run(one, horizon_s, 1, 0).time_s)


@pytest.mark.parametrize("name", LINES)
def test_events_of_a_shipped_line_are_estimated_within_a_tenth(name: str) -> None:
    expected = run_size(shipped(name), 10 * DAY_S).events
    assert rows_of(shipped(name), 10 * DAY_S) == pytest.approx(expected, rel=0.1)


SIZED = [
    (ENDLESS | {"lots": 500}, [station("a", exponential(60)), station("b", exponential(60))], None),
    (ENDLESS, [station("a", exponential(60)), station("b", exponential(90), buffer_before=2)], DAY_S),
    (ENDLESS, [station("a", exponential(60), machines=3, split={"into": 2})], DAY_S),
    ({"name": "lots", "mode": "arrivals", "interval": exponential(100)}, [station("a", constant(1))], DAY_S),
    (ENDLESS, [station("a", constant(60), setup={"every_lots": 1, "time": 60})], DAY_S),
    (ENDLESS, [station("a", constant(60), maintenance=[{"every_lots": 2, "time": 30}])], DAY_S),
    (ENDLESS, [station("a", constant(600), failure=[failure(10, 1)])], DAY_S),
    (ENDLESS, [station("a", constant(6000), failure=[failure(10, 1, "calendar")])], DAY_S),
    (ENDLESS, [station("a", constant(600), batch={"lots": 6, "wait": "full"})], DAY_S),
]


@pytest.mark.parametrize(("source", "stations", "horizon_s"), SIZED)
def test_events_are_estimated_within_a_third(
    source: dict[str, Any], stations: list[dict[str, Any]], horizon_s: float | None
) -> None:
    one = built(source, *stations)
    assert rows_of(one, horizon_s) == pytest.approx(run_size(one, horizon_s).events, rel=0.33)


def test_rework_is_counted_as_often_as_it_may_happen() -> None:
    one = shipped("dry_sulfide_cathode").with_changes({"powder.lots": 10})
    limit = {"property": "thickness_um", "at": "calender", "lower": 1.0, "action": "rework"}
    again = one.with_changes({"limit": [limit | {"to": "film", "at_most": 4}]})
    grown = run_size(again, None).events - run_size(one.with_changes({"limit": []}), None).events
    rolls, times, stations, rows = 30, 4, 2, 4
    assert rolls * times * stations * rows <= grown < 2 * rolls * times * stations * rows


def test_what_no_time_bounds_has_no_size_and_is_left_to_the_run() -> None:
    size = run_size(built(ENDLESS, station("a", constant(0))), DAY_S)
    assert size.events == inf
    assert not size.is_too_large


def fast() -> Line:
    return built(ENDLESS, station("a", constant(0.001)))


def test_a_run_beyond_the_bound_is_refused_before_it_begins() -> None:
    assert run_size(fast(), 30 * DAY_S).events == pytest.approx(6 * 30 * DAY_S * 1000, rel=0.01)
    with pytest.raises(TooLarge, match=r"sized: one replication would make about 15,552,0.* events .* GB"):
        twin.simulate(fast(), "30 d", replications=1, workers=1)
    with pytest.raises(ValueError, match=f"run up to {MOST_EVENTS:,} events and 8 GB"):
        twin.compare([fast()], "30 d", replications=1, workers=1)


def test_a_forced_run_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twin.floor.run_size.MOST_EVENTS", 100)
    with pytest.raises(TooLarge):
        twin.simulate(fast(), "1 s", replications=1, workers=1)
    assert len(twin.simulate(fast(), "1 s", replications=1, workers=1, force=True).events) > 1000


def test_the_command_refuses_with_code_2_and_names_the_way_out(tmp_path: Path) -> None:
    file = line_file(tmp_path, "fast")
    change = ("--set", "first.equipment.service=0.001", "--set", "second.equipment.service=0.001")
    said = typed("run", file, *change, cwd=tmp_path)
    assert said.returncode == 2
    assert "would make about" in said.stderr
    assert "--force runs it all the same" in said.stderr
    assert not (tmp_path / "reports").exists()
