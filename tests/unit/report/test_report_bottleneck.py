"""Active periods: hand-worked walks."""

import pandas as pd
import pytest

from twin.analysis.bottleneck import Period, active_periods, shares, walk


def states(*rows: tuple[str, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["state", "start_s", "end_s"])
    return table.assign(station="a", machine=1)


def test_repair_and_set_up_belong_to_an_active_period_and_waiting_ends_it() -> None:
    table = states(
        ("starved", 0, 1), ("working", 1, 3), ("down", 3, 6), ("working", 6, 8), ("setup", 8, 9),
        ("blocked", 9, 12), ("maintenance", 12, 15),
    )  # fmt: skip
    assert active_periods(table) == [Period("a", 1, 1.0, 9.0), Period("a", 1, 12.0, 15.0)]


def test_a_shift_end_interrupts_neither_work_nor_waiting() -> None:
    table = states(
        ("off_shift", 0, 1), ("working", 1, 3), ("off_shift", 3, 9), ("working", 9, 10), ("starved", 10, 12),
        ("off_shift", 12, 20),
    )  # fmt: skip
    assert active_periods(table) == [Period("a", 1, 1.0, 10.0)]


def test_the_longest_period_limits_and_the_overlap_is_shifting() -> None:
    # a alone 0-4, a and b shift 4-6, b alone 6-13, b and c shift 13-14, c alone 14-16
    steps = walk([Period("a", 1, 0, 6), Period("b", 1, 4, 14), Period("c", 1, 13, 16)])
    table = shares(steps, (0.0, 16.0), ["a", "b", "c"]).set_index("station")
    assert table["sole"].mul(16).tolist() == pytest.approx([4.0, 7.0, 2.0])
    assert table["shifting"].mul(16).tolist() == pytest.approx([2.0, 3.0, 1.0])


def test_a_short_period_inside_a_long_one_never_limits() -> None:
    steps = walk([Period("a", 1, 0, 10), Period("b", 1, 3, 5)])
    assert [(step.period.station, step.start_s, step.end_s) for step in steps] == [("a", 0, 10)]


def test_machines_of_one_station_do_not_shift_among_themselves() -> None:
    steps = walk([Period("a", 1, 0, 6), Period("a", 2, 4, 14)])
    table = shares(steps, (0.0, 14.0), ["a"])
    assert table["sole"].tolist() == pytest.approx([1.0])
    assert table["shifting"].tolist() == [0.0]


def test_time_outside_the_window_does_not_count() -> None:
    steps = walk([Period("a", 1, 0, 10)])
    assert shares(steps, (4.0, 8.0), ["a"])["sole"].tolist() == [1.0]
