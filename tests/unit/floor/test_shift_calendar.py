"""Working time over several shifts, counted by hand and hour by hour."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.floor.shift_calendar import WEEK_S, AlwaysOn, ShiftCalendar

H = 3600.0
D = 86_400.0
TWO_SHIFTS = ShiftCalendar(((6 * H, 14 * H), (D + 8 * H, D + 12 * H)))
"""Monday 6 to 14 and Tuesday 8 to 12: 12 h a week."""


def at(day: int, hour: float, week: int = 0) -> float:
    """Return the second of a day of the week, 0 = Monday."""
    return week * WEEK_S + day * D + hour * H


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(0, 7), at(0, 9), 2),  # within one shift
        (at(0, 0), at(0, 7), 1),  # from before the first shift
        (at(0, 13), at(1, 9), 2),  # from one shift into the next
        (at(0, 0), at(1, 10), 10),  # the whole of the first, a part of the second
        (at(1, 13), at(6, 0), 0),  # nothing after the last shift
        (at(1, 11), at(0, 7, week=1), 2),  # from one week into the next
        (at(0, 6), at(0, 6, week=3), 36),  # whole weeks
        (at(0, 10), at(0, 8), 0),  # never negative
    ],
)
def test_worked_time_adds_up_the_parts_of_the_shifts_between_two_instants(
    start: float, end: float, hours: float
) -> None:
    assert TWO_SHIFTS.worked(start, end) == pytest.approx(hours * H)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(0, 7), 3, at(0, 10)),  # ends within its shift
        (at(0, 7), 7, at(0, 14)),  # ends with its shift
        (at(0, 7), 8, at(1, 9)),  # goes on in the next shift
        (at(0, 2), 1, at(0, 7)),  # waits for the first shift
        (at(0, 14), 1, at(1, 9)),  # a shift that has just ended gives nothing
        (at(0, 15), 4, at(1, 12)),  # a whole shift
        (at(1, 11), 2, at(0, 7, week=1)),  # goes on in the next week
        (at(0, 6), 36, at(1, 12, week=2)),  # whole weeks
        (at(1, 10, week=1), 50, at(1, 12, week=5)),
        (at(3, 0), 0, at(3, 0)),  # no work needs no shift
    ],
)
def test_work_goes_on_in_the_next_shift_until_it_is_done(start: float, hours: float, end: float) -> None:
    assert TWO_SHIFTS.after(start, hours * H) == pytest.approx(end)


@pytest.mark.parametrize(
    ("time", "change"),
    [
        (at(0, 0), at(0, 6)),
        (at(0, 6), at(0, 14)),
        (at(0, 14), at(1, 8)),
        (at(1, 9, week=2), at(1, 12, week=2)),
        (at(1, 12), at(0, 6, week=1)),
        (at(5, 0, week=1), at(0, 6, week=2)),
    ],
)
def test_the_next_change_is_the_next_start_or_end_of_a_shift(time: float, change: float) -> None:
    assert TWO_SHIFTS.next_change(time) == change


def test_a_shift_over_the_turn_of_the_week_changes_only_at_its_end() -> None:
    weekend = ShiftCalendar(((0.0, 6 * H), (6 * D, WEEK_S)))
    assert weekend.next_change(at(6, 12)) == at(0, 6, week=1)
    assert weekend.next_change(at(0, 6)) == at(6, 0)


def test_a_plant_that_never_stops_has_no_change_and_works_all_the_time() -> None:
    for calendar in (AlwaysOn(), ShiftCalendar(((0.0, WEEK_S),))):
        assert calendar.next_change(5.0) == math.inf
        assert calendar.worked(5.0, WEEK_S + 7.0) == WEEK_S + 2.0
        assert calendar.after(5.0, WEEK_S + 2.0) == WEEK_S + 7.0
        assert calendar.is_on(3.0)


def test_a_shift_holds_its_first_instant_and_not_its_last() -> None:
    hours = [hour for hour in range(7 * 24) if TWO_SHIFTS.is_on(hour * H)]
    assert hours == [*range(6, 14), *range(32, 36)]
    assert [TWO_SHIFTS.is_on(at(0, hour, week=4)) for hour in (5.9, 6, 13.9, 14)] == [
        False,
        True,
        True,
        False,
    ]


@st.composite
def weeks(draw: st.DrawFn) -> tuple[tuple[float, float], ...]:
    """Draw shifts of whole hours, apart from one another."""
    count = draw(st.integers(1, 5))
    edges = sorted(draw(st.sets(st.integers(0, 168), min_size=2 * count, max_size=2 * count)))
    return tuple((edges[2 * n] * H, edges[2 * n + 1] * H) for n in range(count))


@given(shifts=weeks(), start=st.integers(0, 400), length=st.integers(0, 400))
def test_worked_time_is_what_counting_hour_by_hour_gives(
    shifts: tuple[tuple[float, float], ...], start: int, length: int
) -> None:
    calendar = ShiftCalendar(shifts)
    on = [any(a <= hour % 168 * H < b for a, b in shifts) for hour in range(start, start + length)]
    assert calendar.worked(start * H, (start + length) * H) == sum(on) * H
    assert [calendar.is_on(hour * H) for hour in range(start, start + length)] == on
    if sum(on):
        last = max(place for place, works in enumerate(on) if works)
        assert calendar.after(start * H, sum(on) * H) == (start + last + 1) * H
