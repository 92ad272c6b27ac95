"""Layers of a machine, step functions and stays: each against a count written out second by second."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from twin.kpi.layers import Layer, Priority, last_set, stretches, while_open
from twin.kpi.shifts import off_shift
from twin.kpi.steps import add_up, changes_of, count_open, level_at
from twin.kpi.time_window import Window
from twin.line.model.line import Calendar

END_S = 24
Stretch = tuple[int, int, float, float]


def codes(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def found(
    layers: Sequence[Layer], priority: Priority, machines: int, start: float, end: float
) -> list[Stretch]:
    rows = stretches(layers, priority, machines, start, end)
    return list(zip(*(column.tolist() for column in rows), strict=True))


def by_the_second(layers: Sequence[Layer], count: int, machines: int, start: int, end: int) -> list[Stretch]:
    """Ask of each second which layer is the first whose changes so far add up to more than 0."""
    rows: list[Stretch] = []
    for machine in range(machines):
        for second in range(start, end):
            level = [0] * count
            for part in layers:
                for row in zip(*part, strict=True):
                    if row[0] == machine and row[1] <= second:
                        level[row[2]] += row[3]
            first = next((place for place, value in enumerate(level) if value > 0), count)
            if rows and rows[-1][:2] == (machine, first):
                rows[-1] = (machine, first, rows[-1][2], second + 1.0)
            else:
                rows.append((machine, first, float(second), second + 1.0))
    return rows


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("start", "end"), [(0, END_S), (5, 19)])
def test_the_first_open_layer_is_that_of_each_second(seed: int, start: int, end: int) -> None:
    dice = np.random.default_rng(seed)
    layers = []
    for layer in range(3):
        starts = dice.integers(0, END_S - 1, 5)
        ends = (starts + dice.integers(0, 8, 5)).astype(np.float64)
        ends[dice.random(5) < 0.2] = np.nan
        layers.append(while_open(dice.integers(0, 2, 5), starts.astype(np.float64), ends, layer))
    layers.append(_sets(dice))
    assert found(layers, Priority([4, 4, 4, 4]), 3, start, end) == by_the_second(layers, 4, 3, start, end)


def _sets(dice: np.random.Generator) -> Layer:
    """Return what rows of two machines set, at most one of a machine at a time."""
    times = np.sort(dice.choice(END_S, 8, replace=False)).astype(np.float64)
    return last_set(dice.integers(0, 2, 8), times, dice.integers(-1, 4, 8))


def test_what_a_row_sets_holds_until_the_next_of_its_machine() -> None:
    layer = last_set(codes(0, 1, 0, 0, 1), np.array([1.0, 2.0, 4.0, 7.0, 9.0]), codes(1, 0, 0, -1, 1))
    assert found([layer], Priority([2, 2]), 2, 0, 12) == [
        (0, 2, 0, 1), (0, 1, 1, 4), (0, 0, 4, 7), (0, 2, 7, 12),
        (1, 2, 0, 2), (1, 0, 2, 9), (1, 1, 9, 12),
    ]  # fmt: skip


def test_without_time_there_is_no_stretch() -> None:
    assert found([], Priority([2]), 2, 5, 5) == []
    assert found([], Priority([2]), 2, 5, 6) == [(0, 1, 5, 6), (1, 1, 5, 6)]


def test_levels_of_all_layers_fit_into_one_number_or_are_refused() -> None:
    assert Priority([63]).first_open(codes(1, 0)).tolist() == [0, 1]
    with pytest.raises(ValueError, match="do not fit"):
        Priority([32, 32])


@pytest.mark.parametrize("bits", [[1, 1], [3, 5, 2], [20, 1, 20]])
def test_each_layer_counts_up_to_what_its_bits_hold(bits: list[int]) -> None:
    priority = Priority(bits)
    for layer, size in enumerate(bits):
        for level in (1, (1 << size) - 1):
            packed = priority.packed(codes(layer), codes(level))
            assert priority.first_open(packed).tolist() == [layer]
            below = sum(
                int(priority.packed(codes(n), codes((1 << bits[n]) - 1))[0])
                for n in range(layer + 1, len(bits))
            )
            assert priority.first_open(packed + below).tolist() == [layer]
    assert priority.first_open(codes(0)).tolist() == [len(bits)]


def test_steps_count_what_is_open_and_never_close_what_has_no_end() -> None:
    steps = count_open(np.array([1.0, 2.0, 2.0, 6.0]), np.array([4.0, 2.0, np.nan, 9.0]))
    assert [int(level_at(steps, np.array([float(s)]))[0]) for s in range(11)] == [
        0,
        1,
        2,
        2,
        1,
        1,
        2,
        2,
        2,
        1,
        1,
    ]
    assert changes_of(steps).sum() == 1
    assert (np.diff(steps.time_s) > 0).all()
    again = add_up(steps.time_s, changes_of(steps))
    assert again.level.tolist() == steps.level.tolist()


def test_a_window_leaves_its_start_out_and_holds_its_end() -> None:
    window = Window(10.0, 20.0)
    assert window.length_s == 10.0
    assert Window(20.0, 10.0).length_s == 0.0
    assert window.holds(np.array([10.0, 10.1, 20.0, 20.1, np.nan])).tolist() == [
        False,
        True,
        True,
        False,
        False,
    ]
    starts = np.array([0.0, 12.0, 12.0, 19.0, 19.0, 25.0, 0.0])
    ends = np.array([5.0, 15.0, np.nan, 25.0, 19.0, 30.0, 12.0])
    assert window.overlap_s(starts, ends).tolist() == [0.0, 3.0, 8.0, 1.0, 0.0, 0.0, 2.0]


@pytest.mark.parametrize(
    ("start_h", "end_h"), [(0, 400), (7, 9), (20, 200), (160, 180), (335, 340), (10, 13)]
)
def test_off_shift_is_each_hour_that_no_shift_of_its_week_holds(start_h: int, end_h: int) -> None:
    calendar = Calendar(shifts=("Mon 06:00-14:00", "Tue 08:00-12:00"))
    starts, ends = off_shift(calendar, start_h * 3600.0, end_h * 3600.0)
    hours = [hour for a, b in zip(starts, ends, strict=True) for hour in range(int(a / 3600), int(b / 3600))]
    on = {*range(6, 14), *range(32, 36)}
    assert hours == [hour for hour in range(start_h, end_h) if hour % 168 not in on]
    assert len(off_shift(None, 0.0, 1e6)[0]) == 0
