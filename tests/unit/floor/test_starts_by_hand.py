"""Small lines whose every start is known by hand: batches, joins, reservations, setups, stops, shifts."""

from __future__ import annotations

from typing import Any

import pytest
from support.flowlines import constant, line, station

from twin.floor.run import run
from twin.line.api import load_line

ENDLESS = {"name": "lots", "mode": "saturated"}


def at_times(*values: float) -> dict[str, Any]:
    return {"name": "lots", "mode": "table", "times": {"values": list(values)}}


def seen(
    event: str, name: str, sources: list[dict[str, Any]], *stations: dict[str, Any], **more: Any
) -> list[float]:
    """Return the times of an event at a station until the line is empty, or until `end_s`."""
    end_s = more.pop("end_s", None)
    log = run(load_line(line("hand", sources, list(stations), **more)), end_s, 1, 0)
    keys = [log.keys[place % log.stride] for place in log.place]
    return sorted(t for t, key in zip(log.time_s, keys, strict=True) if (key[0], key[2]) == (name, event))


def started(source: dict[str, Any], *stations: dict[str, Any], at: str = "a", **more: Any) -> list[float]:
    return seen("started", at, [source], *stations, **more)


BATCHES: list[tuple[dict[str, Any], tuple[float, ...], list[float]]] = [
    # the oldest has waited 15 s at 15; at 30 nobody comes any more
    ({"lots": 3, "wait": 15}, (0, 10, 20, 30), [15, 15, 30, 30]),
    ({"lots": 3, "wait": 15}, (0, 15, 40), [15, 15, 40]),
    ({"lots": 2, "wait": 15}, (0, 10, 20, 100), [10, 10, 35, 100]),
    ({"lots": 2, "wait": "full"}, (0, 10, 20, 100), [10, 10, 100, 100]),
    ({"lots": 2, "wait": "full"}, (0, 10, 20), [10, 10, 20]),
    ({"lots": 2, "wait": 0}, (0, 0, 1, 30), [0, 0, 5, 30]),
]


@pytest.mark.parametrize(("batch", "arrivals", "starts"), BATCHES)
def test_a_batch_starts_when_it_is_full_or_its_oldest_lot_has_waited(
    batch: dict[str, Any], arrivals: tuple[float, ...], starts: list[float]
) -> None:
    assert started(at_times(*arrivals), station("a", constant(5), batch=batch)) == starts


def test_an_endless_source_fills_batches_and_the_last_is_what_is_left() -> None:
    source = ENDLESS | {"lots": 5}
    assert started(source, station("a", constant(10), batch={"lots": 2, "wait": "full"})) == [
        0,
        0,
        10,
        10,
        20,
    ]


def test_machines_in_parallel_take_lots_as_they_come() -> None:
    assert started(ENDLESS | {"lots": 5}, station("a", constant(10), machines=2)) == [0, 0, 10, 10, 20]


def two(blocking: str, places: int | None, machines: int = 1) -> tuple[dict[str, Any], dict[str, Any]]:
    first = station("a", constant(2), blocking=blocking, machines=machines)
    return first, station("b", constant(10), buffer_before=places)


@pytest.mark.parametrize(
    ("blocking", "places", "starts"),
    [
        ("after_service", 0, [0, 2, 12, 22, 32]),  # done at 4, leaves at 12
        ("after_service", 1, [0, 2, 4, 12, 22]),
        ("before_service", 1, [0, 2, 12, 22, 32]),
        ("after_service", None, [0, 2, 4, 6, 8]),
    ],
)
def test_a_machine_stands_before_or_after_its_work_while_no_place_is_free(
    blocking: str, places: int | None, starts: list[float]
) -> None:
    found = started(ENDLESS | {"lots": 5}, *two(blocking, places))
    assert found == starts


def test_reserved_places_are_not_given_twice() -> None:
    # two machines and two places: both reserve at 0; one place is free at 2, when b takes the first lot
    found = started(ENDLESS | {"lots": 5}, *two("before_service", 2, machines=2))
    assert found == [0, 0, 2, 12, 22]


def test_parts_of_a_split_need_a_place_each() -> None:
    a = station("a", constant(2), split={"into": 3})
    b = station("b", constant(10), buffer_before=1)
    lots = ENDLESS | {"lots": 2}
    assert started(lots, a, b) == [0, 12]
    assert started(lots, a, b, at="b") == [2, 12, 22, 32, 42, 52]
    assert seen("left", "a", [lots], a, b) == [2, 2, 12, 22, 32, 42]


def test_a_join_waits_for_one_lot_of_each_branch() -> None:
    join = {**station("a", constant(1)), "from": ["lots", "other"]}
    other = at_times(5, 6, 30) | {"name": "other"}
    assert seen("started", "a", [at_times(0, 10, 20), other], join) == [5, 10, 30]


def test_a_setup_comes_after_every_so_many_lots() -> None:
    setup = {"every_lots": 2, "time": 5}
    assert started(ENDLESS | {"lots": 5}, station("a", constant(10), setup=setup)) == [0, 10, 25, 35, 50]


def test_maintenance_comes_on_an_empty_machine_by_lots_by_work_and_by_the_clock() -> None:
    lots = ENDLESS | {"lots": 4}

    def starts(**plan: Any) -> list[float]:
        return started(lots, station("a", constant(10), maintenance=[plan]))

    assert starts(every_lots=2, time=5) == [0, 10, 25, 35]
    assert starts(every=15, time=5) == [0, 10, 25, 35]
    # due at 12 while it works until 20; the clock stands still meanwhile and goes on at 25
    assert starts(every=12, time=5, clock="calendar") == [0, 10, 25, 35]


def stop(**more: Any) -> dict[str, Any]:
    return {"name": "stop", "uptime": constant(15), "repair": constant(4)} | more


@pytest.mark.parametrize(
    ("then", "starts"),
    [
        # 15 s of work are over at 15, repaired at 19; then at 34, at the very end of a lot, repaired at 38
        ("resume", [0, 10, 24, 38]),
        ("restart", [0, 10, 29, 48]),  # begun anew at 19 and at 38
        ("scrap", [0, 10, 19, 29]),
    ],
)
def test_a_machine_that_breaks_down_goes_on_begins_again_or_loses_the_lot(
    then: str, starts: list[float]
) -> None:
    stop = {"name": "stop", "uptime": constant(15), "repair": constant(4), "then": then}
    assert started(ENDLESS | {"lots": 4}, station("a", constant(10), failure=[stop])) == starts


def test_a_breakdown_by_the_calendar_comes_while_the_machine_waits() -> None:
    stop = {"name": "stop", "uptime": constant(15), "repair": constant(4), "clock": "calendar"}
    assert started(at_times(0, 16, 33), station("a", constant(1), failure=[stop])) == [0, 19, 33]


def test_repairs_wait_for_a_crew_that_is_free() -> None:
    stops = {"name": "stop", "uptime": constant(15), "repair": constant(4), "crew": "fitters"}
    machines = station("a", constant(10), machines=2, failure=[stops])
    crew = [{"name": "fitters", "size": 1}]
    # both stand still at 15; one is repaired at 19, the other at 23
    assert started(ENDLESS | {"lots": 6}, machines, crew=crew) == [0, 0, 10, 10, 24, 28]


def test_what_is_worked_on_stands_still_off_shift() -> None:
    hour = 3600.0
    calendar = {"shifts": ["Mon 06:00-14:00", "Tue 08:00-12:00"]}
    found = started(ENDLESS | {"lots": 4}, station("a", constant(3 * hour)), calendar=calendar)
    assert [t / hour for t in found] == [6, 9, 12, 33]


def test_conwip_lets_so_many_lots_in_at_a_time() -> None:
    a, b = station("a", constant(2)), station("b", constant(10))
    assert started(ENDLESS | {"lots": 5, "conwip": 2}, a, b) == [0, 2, 12, 22, 32]
    assert seen("arrived", "a", [ENDLESS | {"lots": 5, "conwip": 2}], a, b) == [0, 0, 12, 22, 32]
