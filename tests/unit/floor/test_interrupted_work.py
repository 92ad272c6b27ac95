"""Work and setup that a breakdown interrupts: what is done counts, what is left is done later."""

from __future__ import annotations

from typing import Any

from twin.floor.run import run
from twin.line.api import load_line


def times_of(event: str, lots: int = 4, horizon_s: float = 100.0, **equipment: Any) -> list[float]:
    """Return when an event happens on one machine with services of 4 s and lots waiting."""
    station = {"name": "s", "kind": "delay", "equipment": {"service": 4.0, **equipment}}
    source = {"name": "lots", "mode": "saturated", "lots": lots}
    line = load_line({"format": 1, "name": "x", "source": [source], "station": [station]})
    log = run(line, horizon_s, 1, 0)
    return [
        time_s
        for time_s, place in zip(log.time_s, log.place, strict=True)
        if log.keys[place % log.stride][2] == event
    ]


def stop(*uptimes: float, repair: float = 1.0, **more: Any) -> dict[str, Any]:
    """Return a failure by the calendar at given uptimes, then no more."""
    uptime = {"dist": "table", "values": [*uptimes, 1e6]}
    return {"name": "stop", "clock": "calendar", "uptime": uptime, "repair": repair, **more}


def test_work_done_before_an_interruption_counts_towards_maintenance_by_work() -> None:
    care = {"every": 6.0, "time": 1.0}
    # stopped from 3 to 4, the first lot ends at 5, the second at 9: 8 s of work are over 6
    assert times_of("finished", failure=[stop(3.0)], maintenance=[care])[:2] == [5.0, 9.0]
    assert times_of("maintenance_started", failure=[stop(3.0)], maintenance=[care]) == [9.0, 18.0]


def test_work_done_before_an_interruption_counts_towards_the_next_breakdown_by_work() -> None:
    wear_out = {"name": "tear", "uptime": {"dist": "table", "values": [6.5, 1e6]}, "repair": 0.5}
    # 3 s until the stop at 3, 1 s from 4 to 5, 2.5 s of the second lot
    assert times_of("failed", failure=[stop(3.0), wear_out]) == [3.0, 7.5]
    assert times_of("finished", failure=[stop(3.0), wear_out])[:2] == [5.0, 9.5]


def test_setup_that_is_interrupted_goes_on_and_counts_as_no_work() -> None:
    setup = {"every_lots": 1, "time": 3.0}
    care = {"every": 9.0, "time": 1.0}
    # lot 0-4, setup 4-8 with a stop from 6 to 7, lot 8-12, setup 12-15, lot 15-19: 12 s of work
    assert times_of("setup_ended", setup=setup, failure=[stop(6.0)], maintenance=[care])[:2] == [8.0, 15.0]
    assert times_of("maintenance_started", setup=setup, failure=[stop(6.0)], maintenance=[care]) == [19.0]


def test_a_lot_that_starts_over_after_a_breakdown_takes_its_whole_time_again() -> None:
    assert times_of("finished", failure=[stop(3.0, then="restart")])[0] == 8.0
    assert times_of("finished", failure=[stop(3.0, then="resume")])[0] == 5.0


def test_a_lot_scrapped_by_a_breakdown_leaves_the_machine_to_the_next_after_the_repair() -> None:
    assert times_of("scrapped", failure=[stop(3.0, then="scrap")]) == [3.0]
    assert times_of("started", failure=[stop(3.0, then="scrap")]) == [0.0, 4.0, 8.0, 12.0]


def test_the_calendar_clock_stands_still_while_the_machine_is_down() -> None:
    # up 3, down 1, up 3, down 1: at 3 and at 7
    assert times_of("failed", failure=[stop(3.0, 3.0)]) == [3.0, 7.0]


def test_maintenance_that_falls_due_by_the_calendar_waits_for_the_lot_and_stops_the_clock() -> None:
    care = {"every": 5.0, "clock": "calendar", "time": 2.0}
    # due at 5 in the second lot, done 8-10, due again 5 s after its end
    assert times_of("maintenance_started", maintenance=[care], horizon_s=19.0) == [8.0, 18.0]


def test_off_shift_work_stands_still_and_a_breakdown_counts_only_worked_seconds() -> None:
    station = {
        "name": "s",
        "kind": "delay",
        "equipment": {"service": "3 h", "failure": [stop(17.5 * 3600.0, repair=1800.0)]},
    }
    line = load_line(
        {
            "format": 1,
            "name": "x",
            "source": [{"name": "lots", "mode": "saturated", "lots": 2}],
            "station": [station],
            "calendar": {"shifts": ["Mon-Tue 06:00-10:00", "Mon-Tue 16:00-18:00"]},
        }
    )
    # lot 1: 6-9; lot 2: 9-10 and 16-17:30, half an hour of repair to 18, the last half hour on Tuesday
    ends_h = [row.ended_s / 3600.0 for row in run(line, 7 * 86_400.0, 1, 0).lots]
    assert ends_h == [9.0, 30.5]
