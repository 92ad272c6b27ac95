"""The fast path is an optimisation: with and without it every event is the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.flowlines import failure
from support.strategies import Words, lines

import twin
from twin.core.errors import ModelStopped
from twin.floor.build import build
from twin.floor.engine import fast_path
from twin.floor.run import run
from twin.line.api import load_line
from twin.records.log import Log

Row = tuple[float, int, str, int, str]


def events(log: Log) -> list[Row]:
    """Return the events as rows; those of one instant in a fixed order."""
    rows = [
        (time, place // log.stride, *log.keys[place % log.stride])
        for time, place in zip(log.time_s, log.place, strict=True)
    ]
    return sorted(rows)


def outcome(line: Any, horizon_s: float | None) -> list[Row] | str:
    """Return the events of a run, or why it stopped."""
    try:
        return events(run(line, horizon_s, 3, 0))
    except ModelStopped as stopped:
        return str(stopped)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(lines(Words()))
def test_fast_path_gives_the_events_of_the_general_rules(line_dict: dict[str, Any]) -> None:
    compare_with_the_general_rules(line_dict, 200.0)


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(lines(Words(finite_only=True)))
def test_fast_path_ends_as_the_general_rules_do(line_dict: dict[str, Any]) -> None:
    compare_with_the_general_rules(line_dict, None)


def compare_with_the_general_rules(line_dict: dict[str, Any], horizon_s: float | None) -> None:
    line = load_line(line_dict)
    fast = outcome(line, horizon_s)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_path, "applies", lambda *_: False)
        general = outcome(line, horizon_s)
    assert fast == general


def test_a_run_that_empties_ends_with_its_last_lot() -> None:
    # the repair begun at 3 would end at 103; the last lot is shipped at 4
    stop = {"name": "stop", "clock": "calendar", "uptime": 3, "repair": 100, "then": "resume"}
    stations = [
        {"name": "first", "kind": "delay", "equipment": {"service": 1, "failure": [stop]}},
        {"name": "second", "kind": "delay", "from": ["first"], "equipment": {"service": 3}},
    ]
    source = {"name": "lots", "mode": "saturated", "lots": 1}
    line = load_line({"format": 1, "name": "empties", "source": [source], "station": stations})
    assert events(run(line, None, 1, 0))[-1][0] == 4.0


def test_a_place_freed_by_a_lot_that_waited_too_long_is_used_at_once() -> None:
    station = {"kind": "delay"}
    line = load_line(
        {
            "format": 1,
            "name": "patience",
            "source": [{"name": "lots", "mode": "saturated", "lots": 4}],
            "station": [
                station
                | {
                    "name": "first",
                    "equipment": {"buffer_before": 0, "blocking": "before_service", "service": 1},
                },
                station | {"name": "second", "equipment": {"buffer_before": 1, "max_wait": 2, "service": 10}},
            ],
        }
    )
    started = {
        lot: time
        for time, lot, name, _, event in events(run(line, None, 1, 0))
        if (name, event) == ("first", "started")
    }
    # 1 leaves the first at 1 and is taken at once; 2 follows at 2 and waits until its patience ends at 4
    assert started == {1: 0.0, 2: 1.0, 3: 4.0, 4: 7.0}


def test_work_of_no_time_ends_after_all_hand_overs_of_its_instant() -> None:
    # a pot life of ever keeps a line off the fast path and must change nothing else
    def station(name: str, before: str, service: object, **equipment: object) -> dict[str, object]:
        return {
            "name": name,
            "kind": "delay",
            "from": [before],
            "equipment": {"service": service, **equipment},
        }

    stations = [
        station("in", "lots", 0.5),
        station("gate", "in", 0.0, buffer_before=0),
        station("work", "gate", {"dist": "exponential", "mean": 0.5}, buffer_before=0),
        station("out", "work", 0.0),
        station("end", "out", 0.0),
    ]
    head = {"format": 1, "name": "gates", "source": [{"name": "lots", "mode": "saturated"}]}
    patient = [{**one, "equipment": {**one["equipment"], "max_wait": 1e12}} for one in stations]
    runs = [
        twin.simulate(twin.load_line({**head, "station": given}), "60 s", replications=1, seed=0, workers=1)
        for given in (stations, patient)
    ]
    events = [run.events[["time_s", "lot", "station", "event"]].astype(str).values.tolist() for run in runs]
    assert events[0] == events[1]


USUAL = {"service": 1.0}
SETUP = {"every_lots": 5, "time": 1}
CARE = {"every": 100, "time": 1}


def usual(first: dict[str, Any], second: dict[str, Any] | None = None, **more: Any) -> list[bool]:
    """Return which of two stations in a row are of the usual kind."""
    line = load_line(
        {
            "format": 1,
            "name": "two",
            "source": [{"name": "lots", "mode": "saturated"}],
            "station": [
                {"name": "first", "kind": "delay", "equipment": USUAL | first},
                {"name": "second", "kind": "delay", "equipment": USUAL | (second or {})},
            ],
            **more,
        }
    )
    return [fast_path.applies(station, line) for station in build(line, Log()).stations]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({}, {}, [True, True]),
        ({"buffer_before": 3}, {"buffer_before": 0}, [True, True]),
        ({"failure": [failure(10, 1)]}, {}, [True, True]),
        ({"setup": SETUP}, {}, [False, True]),
        ({"maintenance": [CARE]}, {}, [False, True]),
        ({"split": {"into": 2}}, {}, [False, True]),
        ({"batch": {"lots": 2}}, {}, [False, True]),
        ({"machines": 2}, {"machines": 2}, [False, False]),
        ({"blocking": "before_service"}, {"buffer_before": 1}, [False, True]),
        ({"service": 0.0}, {}, [False, True]),
        ({}, {"max_wait": 5.0}, [False, True]),
        ({"max_wait": 5.0}, {}, [True, True]),
    ],
)
def test_the_fast_path_serves_single_machines_that_do_nothing_but_work(
    first: dict[str, Any], second: dict[str, Any], found: list[bool]
) -> None:
    assert usual(first, second) == found


def test_the_fast_path_serves_no_line_with_shifts() -> None:
    shifts = {"shifts": ["Mon 06:00-14:00"]}
    assert usual({}, calendar=shifts) == [False, False]


def test_a_station_before_a_join_is_not_served_by_the_fast_path() -> None:
    joined = {"name": "join", "kind": "delay", "from": ["a", "b"], "equipment": USUAL}
    line = load_line(
        {
            "format": 1,
            "name": "joined",
            "source": [{"name": name, "mode": "saturated"} for name in ("x", "y")],
            "station": [
                {"name": "a", "kind": "delay", "from": ["x"], "equipment": USUAL},
                {"name": "b", "kind": "delay", "from": ["y"], "equipment": USUAL},
                joined,
            ],
        }
    )
    assert [fast_path.applies(station, line) for station in build(line, Log()).stations] == [False] * 3


@pytest.mark.parametrize(
    ("source", "first", "second", "found"),
    [
        ({"mode": "saturated"}, {}, {}, [False, False]),  # its lots are called when one is needed
        ({"mode": "saturated"}, {"buffer_before": 2}, {}, [True, False]),
        ({"mode": "saturated", "conwip": 3}, {}, {}, [True, False]),
        ({"mode": "arrivals", "interval": 5}, {"buffer_before": 2}, {}, [False, False]),
        ({"mode": "saturated"}, {"blocking": "before_service"}, {"buffer_before": 1}, [False, True]),
    ],
)
def test_places_are_refilled_by_sources_that_fill_them_and_by_machines_that_reserve(
    source: dict[str, Any], first: dict[str, Any], second: dict[str, Any], found: list[bool]
) -> None:
    stations = [
        {"name": name, "kind": "delay", "equipment": USUAL | more}
        for name, more in (("first", first), ("second", second))
    ]
    line = load_line(
        {"format": 1, "name": "places", "source": [{"name": "lots", **source}], "station": stations}
    )
    assert [fast_path.is_refilled(station) for station in build(line, Log()).stations] == found
