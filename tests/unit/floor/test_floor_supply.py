"""How lots come in: CONWIP holds arrivals back, patience runs outside as well."""

from __future__ import annotations

from typing import Any

from twin.floor.run import run
from twin.line.api import load_line


def started(source: dict[str, Any], service: float, **equipment: Any) -> dict[int, float]:
    """Return when each lot starts at the only station."""
    station = {"name": "s", "kind": "delay", "equipment": {"service": service, **equipment}}
    line = load_line({"format": 1, "name": "x", "source": [{"name": "lots", **source}], "station": [station]})
    log = run(line, None, 1, 0)
    events = [
        (t, p // log.stride, log.keys[p % log.stride][2]) for t, p in zip(log.time_s, log.place, strict=True)
    ]
    return {lot: time for time, lot, event in events if event == "started"}


def test_conwip_lets_arrivals_in_one_by_one() -> None:
    arrivals = {"mode": "table", "times": {"values": [0, 0, 1]}}
    assert started(arrivals, 5.0, machines=3) == {1: 0.0, 2: 0.0, 3: 1.0}
    assert started(arrivals | {"conwip": 1}, 5.0, machines=3) == {1: 0.0, 2: 5.0, 3: 10.0}


def test_patience_ends_for_a_lot_that_conwip_holds_back() -> None:
    arrivals = {"mode": "table", "times": {"values": [0, 0, 1]}, "conwip": 1}
    # the second is gone when its patience ends; the third waits from 1 and is taken exactly at its end
    assert started(arrivals, 2.0, machines=3, max_wait=1) == {1: 0.0, 3: 2.0}
    assert started(arrivals, 2.0, machines=3, max_wait=2) == {1: 0.0, 2: 2.0}
    assert started(arrivals, 3.0, machines=3, max_wait=2) == {1: 0.0, 3: 3.0}


def test_a_place_freed_in_no_time_is_seen_by_the_station_that_reserves_it() -> None:
    def station(name: str, times: list[float], **equipment: Any) -> dict[str, Any]:
        return {
            "name": name,
            "kind": "delay",
            "equipment": {"service": {"dist": "table", "values": times}, **equipment},
        }

    line = load_line(
        {
            "format": 1,
            "name": "x",
            "source": [{"name": "lots", "mode": "saturated", "lots": 3}],
            "station": [
                station("a", [0, 0, 0], buffer_before=0, blocking="before_service"),
                station("b", [0, 0, 0], buffer_before=1, blocking="before_service"),
                station("c", [1, 0, 0], buffer_before=1),
            ],
        }
    )
    assert [row.ended_s for row in run(line, None, 1, 0).lots] == [1.0, 1.0, 1.0]


def test_a_rest_below_a_join_starts_when_one_branch_has_run_dry() -> None:
    line = load_line(
        {
            "format": 1,
            "name": "x",
            "source": [
                {"name": "many", "mode": "saturated"},
                {"name": "few", "mode": "arrivals", "interval": 1, "lots": 1},
            ],
            "station": [
                {"name": "join", "kind": "delay", "from": ["many", "few"], "equipment": {"service": 1}},
                {"name": "oven", "kind": "delay", "equipment": {"service": 1, "batch": {"lots": 2}}},
            ],
        }
    )
    assert [row.ended_s for row in run(line, 10.0, 1, 0).lots if row.fate == "shipped"] == [3.0]
