"""Machine states rebuilt from events: against histories worked out by hand."""

import pandas as pd
import pytest
from support.hand_log import Row, delay_line, hand_tables, serial_rows

from twin.kpi.compute import kpis
from twin.kpi.whole_run import states
from twin.line.api import load_line
from twin.records.log import LotRow
from twin.records.tables import Tables


def of(found: pd.DataFrame, station: str, machine: int = 1) -> list[tuple[str, float, float]]:
    """Return the stretches of one machine."""
    rows = found[(found.station == station) & (found.machine == machine)]
    return list(zip(rows.state.astype(str), rows.start_s, rows.end_s, strict=True))


def tiny_table() -> Tables:
    """The job table of ORACLES A-02: 5 jobs, 3 stations, no places between them."""
    starts = [[0, 2, 7], [2, 7, 8], [7, 10, 12], [10, 12, 18], [12, 18, 19]]
    finishes = [[2, 7, 8], [3, 8, 12], [10, 12, 14], [11, 18, 19], [14, 19, 20]]
    leaves = [[2, 7, 8], [7, 8, 12], [10, 12, 14], [12, 18, 19], [18, 19, 20]]
    lots = [
        LotRow(n, (), "", start[0], leave[-1], "shipped")
        for n, (start, leave) in enumerate(zip(starts, leaves, strict=True), start=1)
    ]
    return hand_tables(serial_rows(starts, finishes, leaves), lots)


THREE = {"buffer_before": 0, "service": "2 s"}


def test_job_table_gives_the_states_of_the_first_station() -> None:
    found = states(tiny_table(), load_line(delay_line(s1=THREE, s2=THREE, s3=THREE)))
    assert of(found, "s1") == [
        ("working", 0, 3), ("blocked", 3, 7), ("working", 7, 11), ("blocked", 11, 12),
        ("working", 12, 14), ("blocked", 14, 18), ("starved", 18, 20),
    ]  # fmt: skip
    assert of(found, "s3") == [
        ("starved", 0, 7), ("working", 7, 14), ("starved", 14, 18), ("working", 18, 20),
    ]  # fmt: skip


def test_job_table_gives_its_kpis() -> None:
    table = kpis(tiny_table(), load_line(delay_line(s1=THREE, s2=THREE, s3=THREE)))
    value = table.set_index(["station", "property", "kpi"]).value
    assert value["", "", "throughput_per_h"] == pytest.approx(5 / 20 * 3600)
    # lots inside: 8 + 10 + 7 + 9 + 8 s in 20 s
    assert value["", "", "wip_mean"] == pytest.approx(42 / 20)
    assert value["", "", "flow_time_s"] == pytest.approx(42 / 5)
    assert value["s1", "blocked", "state_share"] == pytest.approx(9 / 20)
    assert value["s2", "", "availability"] == pytest.approx(15 / 20)
    assert value["", "", "yield"] == 1.0


def one_lot(*rows: Row, end_s: float = 20.0) -> Tables:
    """One lot on station s1 from 0, and what else happens there."""
    begin: list[Row] = [(0, 1, "jobs", 0, "created"), (0, 1, "s1", 0, "arrived"), (0, 1, "s1", 1, "started")]
    close: list[Row] = [(end_s, 1, "s1", 1, word) for word in ("finished", "left", "shipped")]
    middle = [row for row in rows if row[0] < end_s]
    after = [row for row in rows if row[0] >= end_s]
    return hand_tables([*begin, *middle, *close, *after], [LotRow(1, (), "", 0.0, end_s, "shipped")])


def test_failure_waits_for_its_crew_then_is_down() -> None:
    rows: list[Row] = [
        (5, 0, "s1", 1, "failed"), (8, 0, "s1", 1, "repair_started"), (11, 0, "s1", 1, "repaired"),
    ]  # fmt: skip
    found = states(one_lot(*rows), load_line(delay_line(s1=THREE)))
    assert of(found, "s1") == [
        ("working", 0, 5), ("waiting_for_crew", 5, 8), ("down", 8, 11), ("working", 11, 20),
    ]  # fmt: skip


def test_maintenance_counts_before_a_failure_that_waits_in_it() -> None:
    rows: list[Row] = [
        (20, 0, "s1", 1, "maintenance_due"),
        (22, 0, "s1", 1, "failed"),
        (22, 0, "s1", 1, "repair_started"),
        (25, 0, "s1", 1, "repaired"),
        (26, 0, "s1", 1, "maintenance_started"),
        (30, 0, "s1", 1, "maintenance_ended"),
    ]
    found = states(one_lot(*rows), load_line(delay_line(s1=THREE)), end_s=40.0)
    assert of(found, "s1")[1:] == [
        ("waiting_for_crew", 20, 26), ("maintenance", 26, 30), ("starved", 30, 40),
    ]  # fmt: skip


def test_setup_follows_the_lot_and_is_cut_at_the_end() -> None:
    found = states(one_lot((20, 0, "s1", 1, "setup_started")), load_line(delay_line(s1=THREE)), end_s=24.0)
    assert of(found, "s1") == [("working", 0, 20), ("setup", 20, 24)]


def test_off_shift_comes_before_everything_else() -> None:
    line = delay_line(s1=THREE) | {"calendar": {"shifts": ["Mon-Sun 00:00-06:00"]}}
    tables = one_lot((21500, 0, "s1", 1, "failed"), (21500, 0, "s1", 1, "repair_started"), end_s=90000.0)
    found = states(tables, load_line(line), end_s=90000.0)
    assert of(found, "s1") == [
        ("working", 0, 21500), ("down", 21500, 21600), ("off_shift", 21600, 86400), ("down", 86400, 90000),
    ]  # fmt: skip


def test_split_holds_the_machine_until_the_last_child_has_left() -> None:
    rows: list[Row] = [
        (0, 1, "jobs", 0, "created"), (0, 1, "s1", 0, "arrived"), (0, 1, "s1", 1, "started"),
        (4, 1, "s1", 1, "finished"), (4, 2, "s1", 0, "created"), (4, 3, "s1", 0, "created"),
        (4, 2, "s1", 1, "left"), (4, 2, "s2", 0, "arrived"), (4, 2, "s2", 1, "started"),
        (9, 2, "s2", 1, "finished"), (9, 2, "s2", 1, "left"), (9, 2, "s2", 1, "shipped"),
        (9, 3, "s1", 1, "left"), (9, 3, "s2", 0, "arrived"), (9, 3, "s2", 1, "started"),
    ]  # fmt: skip
    lots = [
        LotRow(1, (), "", 0.0, 4.0, "consumed"),
        LotRow(2, (1,), "", 4.0, 9.0, "shipped"),
        LotRow(3, (1,), "", 4.0),
    ]
    line = load_line(delay_line(s1=THREE | {"split": {"into": 2}}, s2=THREE))
    found = states(hand_tables(rows, lots), line, end_s=12.0)
    assert of(found, "s1") == [("working", 0, 4), ("blocked", 4, 9), ("starved", 9, 12)]
    assert of(found, "s2") == [("starved", 0, 4), ("working", 4, 12)]


def test_split_child_that_never_left_still_holds_its_machine() -> None:
    rows: list[Row] = [
        (0, 1, "jobs", 0, "created"), (0, 1, "s1", 0, "arrived"), (0, 1, "s1", 1, "started"),
        (4, 1, "s1", 1, "finished"), (4, 2, "s1", 0, "created"),
    ]  # fmt: skip
    lots = [LotRow(1, (), "", 0.0, 4.0, "consumed"), LotRow(2, (1,), "", 4.0)]
    line = load_line(delay_line(s1=THREE | {"split": {"into": 1}}, s2=THREE))
    found = states(hand_tables(rows, lots), line, end_s=12.0)
    assert of(found, "s1") == [("working", 0, 4), ("blocked", 4, 12)]


def test_empty_machine_that_may_not_start_for_want_of_a_place_is_blocked() -> None:
    reserving = THREE | {"blocking": "before_service"}
    line = load_line(delay_line(s1=reserving, s2=THREE | {"buffer_before": 1}))
    rows: list[Row] = [
        (0, 1, "jobs", 0, "created"), (0, 1, "s1", 0, "arrived"), (0, 1, "s1", 1, "started"),
        (2, 1, "s1", 1, "finished"), (2, 1, "s1", 1, "left"), (2, 1, "s2", 0, "arrived"),
        (2, 1, "s2", 1, "started"),
        (2, 2, "jobs", 0, "created"), (2, 2, "s1", 0, "arrived"), (2, 2, "s1", 1, "started"),
        (4, 2, "s1", 1, "finished"), (4, 2, "s1", 1, "left"), (4, 2, "s2", 0, "arrived"),
    ]  # fmt: skip
    lots = [LotRow(1, (), "", 0.0), LotRow(2, (), "", 2.0)]
    found = states(hand_tables(rows, lots), line, end_s=10.0)
    assert of(found, "s1") == [("working", 0, 4), ("blocked", 4, 10)]


def test_lot_scrapped_in_the_middle_of_work_ends_it() -> None:
    rows: list[Row] = [
        (0, 1, "jobs", 0, "created"), (0, 1, "s1", 0, "arrived"), (0, 1, "s1", 1, "started"),
        (3, 0, "s1", 1, "failed"), (3, 1, "s1", 1, "scrapped"), (3, 0, "s1", 1, "repair_started"),
        (5, 0, "s1", 1, "repaired"),
    ]  # fmt: skip
    tables = hand_tables(rows, [LotRow(1, (), "", 0.0, 3.0, "scrapped")])
    found = states(tables, load_line(delay_line(s1=THREE)), end_s=8.0)
    assert of(found, "s1") == [("working", 0, 3), ("down", 3, 5), ("starved", 5, 8)]
