"""The fast path is an optimisation: with and without it every event is the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.strategies import Words, lines

import twin
from twin.core.errors import ModelStopped
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


def outcome(line: Any) -> list[Row] | str:
    """Return the events of a run, or why it stopped."""
    try:
        return events(run(line, 200.0, 3, 0))
    except ModelStopped as stopped:
        return str(stopped)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(lines(Words()))
def test_fast_path_gives_the_events_of_the_general_rules(line_dict: dict[str, Any]) -> None:
    line = load_line(line_dict)
    fast = outcome(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast_path, "applies", lambda *_: False)
        general = outcome(line)
    assert fast == general


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
