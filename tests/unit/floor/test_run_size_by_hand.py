"""The expected size of small runs, worked out by hand: lots, visits, stops, splits and joins."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from support.flowlines import constant, line, station

from twin.floor.run_size import EVENT_BYTES, MOST_BYTES, MOST_EVENTS, RunSize, run_size
from twin.line.api import load_line

ENDLESS = {"name": "lots", "mode": "saturated"}
LOT, VISIT, STOP, PAIR = 2, 4, 3, 2
"""Rows of a lot (created, shipped), a visit (arrived to left), a breakdown, a setup or maintenance."""
MACHINE_S, SPAN_S = 60, 600
VISITS = 11
"""What a machine of 60 s works off in 600 s, the one it has at the end counted."""


def events(
    *stations: dict[str, Any], source: dict[str, Any] | None = None, span_s: float | None = SPAN_S
) -> float:
    return run_size(load_line(line("hand", [source or ENDLESS], list(stations))), span_s).events


def one(**equipment: Any) -> float:
    """Return the rows of an endless source before one machine of 60 s in 600 s."""
    return events(station("a", constant(MACHINE_S), **equipment))


def stop(uptime_s: float, repair_s: float, clock: str = "operating") -> dict[str, Any]:
    return {"name": "stop", "clock": clock, "uptime": constant(uptime_s), "repair": constant(repair_s)}


SOURCES = [
    (ENDLESS, VISITS, VISITS),
    (ENDLESS | {"lots": 10}, 10, 10),
    (ENDLESS | {"conwip": 7}, VISITS + 7, VISITS),
    ({"name": "lots", "mode": "arrivals", "interval": constant(100)}, 7, 7),
    ({"name": "lots", "mode": "arrivals", "interval": constant(100), "lots": 5}, 5, 5),
    ({"name": "lots", "mode": "arrivals", "interval": constant(10)}, 61, VISITS),
    ({"name": "lots", "mode": "table", "times": {"values": [1, 2, 3]}}, 3, 3),
    ({"name": "lots", "mode": "table", "times": {"values": [1, 2, 3]}, "lots": 2}, 2, 2),
]


@pytest.mark.parametrize(("source", "lots", "visits"), SOURCES)
def test_a_source_makes_what_it_can_and_what_is_taken(source: dict[str, Any], lots: int, visits: int) -> None:
    assert events(station("a", constant(MACHINE_S)), source=source) == lots * LOT + visits * VISIT


def test_places_before_the_first_station_are_filled() -> None:
    assert one(buffer_before=5) == (VISITS + 5) * LOT + VISITS * VISIT


def test_a_run_without_end_ends_with_its_lots_and_has_no_stops_by_the_calendar() -> None:
    stops = station("a", constant(MACHINE_S), failure=[stop(100, 50, "calendar")])
    assert events(stops, source=ENDLESS | {"lots": 10}, span_s=None) == 10 * (LOT + VISIT)


def test_machines_and_batches_work_off_as_many_times_more() -> None:
    assert one(machines=3) == 3 * VISITS * (LOT + VISIT)
    assert one(batch={"lots": 2, "wait": "full"}) == 2 * VISITS * (LOT + VISIT)


STOPS: list[tuple[dict[str, Any], float, float]] = [
    ({"setup": {"every_lots": 2, "time": 30}}, 9, PAIR * 9 / 2),
    ({"setup": {"every_lots": 2, "time": 30}, "batch": {"lots": 3, "wait": "full"}}, 23, PAIR * 23 / 2),
    ({"maintenance": [{"every_lots": 4, "time": 60}]}, 9, PAIR * 9 / 4),
    (
        {"maintenance": [{"every_lots": 2, "time": 40}], "batch": {"lots": 3, "wait": "full"}},
        21,
        PAIR * 21 / 2,
    ),
    ({"maintenance": [{"every": 100, "time": 30}]}, VISITS, PAIR * 6),
    ({"maintenance": [{"every": 100, "time": 50, "clock": "calendar"}]}, VISITS, PAIR * 4),
    ({"maintenance": [{"every": 100, "time": 50, "clock": "calendar"}], "machines": 2}, 22, PAIR * 8),
    ({"failure": [stop(100, 50)]}, VISITS, STOP * 4),
    ({"failure": [stop(300, 50)]}, VISITS, STOP * 600 / 350),
    ({"failure": [stop(100, 50)], "machines": 2}, 22, STOP * 8),
    ({"failure": [stop(100, 50, "calendar")]}, VISITS, STOP * 4),
    ({"failure": [stop(100, 50, "calendar")], "machines": 2}, 22, STOP * 8),
]


@pytest.mark.parametrize(("equipment", "visits", "rows"), STOPS)
def test_stops_of_a_busy_machine(equipment: dict[str, Any], visits: float, rows: float) -> None:
    assert one(**equipment) == pytest.approx(visits * (LOT + VISIT) + rows)


def test_a_machine_that_waits_for_lots_breaks_down_by_its_work() -> None:
    source = {"name": "lots", "mode": "arrivals", "interval": constant(100)}
    slack = station("a", constant(10), failure=[stop(100, 50)], maintenance=[{"every": 20, "time": 1}])
    assert events(slack, source=source) == pytest.approx(7 * (LOT + VISIT) + STOP * 70 / 100 + PAIR * 70 / 20)
    batched = station("a", constant(10), failure=[stop(100, 50)], batch={"lots": 2, "wait": "full"})
    assert events(batched, source=source) == pytest.approx(7 * (LOT + VISIT) + STOP * 35 / 100)


def split_line(**second: Any) -> float:
    a, b = (station(name, constant(MACHINE_S)) for name in "ab")
    a["equipment"]["split"] = {"into": 3}
    b["equipment"] |= second
    return events(a, b)


def test_parts_of_a_split_are_lots_of_their_own() -> None:
    assert split_line() == VISITS * LOT + VISITS * VISIT + 3 * VISITS * LOT + VISITS * VISIT


def test_a_bounded_buffer_holds_up_what_is_before_it() -> None:
    # (11 taken + 4 places) / 3 parts, and one more lot on the machine
    before = 15 / 3 + 1
    assert split_line(buffer_before=4) == before * (LOT + VISIT + 3 * LOT) + VISITS * VISIT
    a = station("a", constant(MACHINE_S), machines=2)
    b = station("b", constant(2 * MACHINE_S), buffer_before=4)
    assert events(a, b) == (6 + 4 + 2) * (LOT + VISIT) + 6 * VISIT
    assert events(a, station("b", constant(2 * MACHINE_S))) == 22 * (LOT + VISIT) + 6 * VISIT


def test_a_joined_lot_is_a_new_lot_and_waits_for_the_slower_branch() -> None:
    sources = [ENDLESS, {"name": "slow", "mode": "arrivals", "interval": constant(150)}]
    joined = {**station("a", constant(MACHINE_S)), "from": ["lots", "slow"]}
    size = run_size(load_line(line("join", sources, [joined])), SPAN_S)
    assert size.events == (5 + 5) * LOT + 5 * VISIT + 5 * LOT


def test_a_line_without_material_takes_the_memory_of_its_events() -> None:
    size = run_size(load_line(line("hand", [ENDLESS], [station("a", constant(MACHINE_S))])), SPAN_S)
    assert size.memory_bytes == VISITS * (LOT + VISIT) * EVENT_BYTES


@pytest.mark.parametrize(
    ("events", "memory_bytes", "too_large"),
    [
        (MOST_EVENTS, MOST_BYTES, False),
        (MOST_EVENTS + 1, 0, True),
        (0, MOST_BYTES + 1, True),
        (inf, inf, False),
    ],
)
def test_a_size_is_too_large_beyond_either_bound(events: float, memory_bytes: float, too_large: bool) -> None:
    assert RunSize(events, memory_bytes).is_too_large is too_large
