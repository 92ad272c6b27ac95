"""Flow, losses and energy: from histories worked out by hand, and in agreement with each other."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from support.hand_log import Row, delay_line, hand_tables

from twin.kpi.compute import kpis
from twin.line.api import load_line
from twin.line.model.line import Line
from twin.records.log import LotRow
from twin.records.tables import Tables

EXACT = 1e-9
HOUR_S = 3600.0


def values(tables: Tables, line: Line, **window: float) -> pd.Series:
    """Return the KPIs by (station, property, kpi)."""
    return kpis(tables, line, **window).set_index(["station", "property", "kpi"]).value


def two_stations(**first: object) -> Line:
    """Return a line of a mixer and an oven, without buffers between."""
    return load_line(delay_line(mixer={"service": "3 s", **first}, oven={"service": "2 s"}))


def visit(lot: int, station: str, times: tuple[float, float, float, float], machine: int = 1) -> list[Row]:
    """Return arrived, started, finished, left of one stay."""
    words = (("arrived", 0), ("started", machine), ("finished", machine), ("left", machine))
    return [(t, lot, station, place, word) for t, (word, place) in zip(times, words, strict=True)]


def two_lots() -> Tables:
    """Two lots through mixer and oven; the second waits 1 s for the mixer and 2 s for the oven."""
    rows: list[Row] = [
        (0, 1, "jobs", 0, "created"), *visit(1, "mixer", (0, 0, 4, 4)), *visit(1, "oven", (4, 4, 10, 10)),
        (10, 1, "oven", 1, "shipped"),
        (3, 2, "jobs", 0, "created"), *visit(2, "mixer", (3, 4, 8, 8)), *visit(2, "oven", (8, 10, 12, 12)),
        (12, 2, "oven", 1, "shipped"),
    ]  # fmt: skip
    lots = [LotRow(1, (), "", 0.0, 10.0, "shipped"), LotRow(2, (), "", 3.0, 12.0, "shipped")]
    return hand_tables(sorted(rows, key=lambda row: row[0]), lots)


def test_queue_time_is_started_minus_arrived() -> None:
    found = values(two_lots(), two_stations())
    assert found["mixer", "", "queue_time_s"] == pytest.approx(1.0)  # the start at 0 is outside (0, 12]
    assert found["oven", "", "queue_time_s"] == pytest.approx(1.0)
    assert found["oven", "", "queue_mean"] == pytest.approx(2 / 12)


def test_window_leaves_out_its_beginning_and_keeps_its_end() -> None:
    found = values(two_lots(), two_stations(), warmup_s=10.0, horizon_s=12.0)
    # lot 1 left at 10, which is warm-up; lot 2 at 12, which is inside
    assert found["", "", "throughput_per_h"] == pytest.approx(1 / 2 * HOUR_S)
    assert found["", "", "wip_mean"] == pytest.approx(1.0)
    assert found["oven", "working", "state_share"] == pytest.approx(1.0)
    assert np.isnan(found["oven", "", "queue_time_s"])


def test_effectiveness_holds_the_ideal_time_against_the_working_time() -> None:
    found = values(two_lots(), two_stations())
    assert found["mixer", "", "effectiveness"] == pytest.approx(2 * 3 / 8)
    assert found["oven", "", "effectiveness"] == pytest.approx(2 * 2 / 8)
    assert found["oven", "", "oee"] == pytest.approx(2 * 2 / 12)


def test_an_oven_of_two_shares_its_ideal_time() -> None:
    rows: list[Row] = [(0, 1, "jobs", 0, "created"), (0, 2, "jobs", 0, "created")]
    rows += visit(1, "mixer", (0, 0, 3, 3)) + visit(2, "mixer", (0, 0, 3, 3))
    lots = [LotRow(1, (), "", 0.0), LotRow(2, (), "", 0.0)]
    line = two_stations(batch={"lots": 2, "wait": "full"})
    found = values(hand_tables(sorted(rows, key=lambda r: r[0]), lots), line, horizon_s=3.0)
    assert found["mixer", "", "effectiveness"] == pytest.approx(1.0)


def test_physics_time_is_ideal_unless_a_restart_wasted_some() -> None:
    words: list[Row] = [
        (0, 1, "jobs", 0, "created"), (0, 1, "mixer", 0, "arrived"), (0, 1, "mixer", 1, "started"),
        (2, 0, "mixer", 1, "failed"), (2, 0, "mixer", 1, "repair_started"), (5, 0, "mixer", 1, "repaired"),
        (9, 1, "mixer", 1, "finished"), (9, 1, "mixer", 1, "left"),
    ]  # fmt: skip
    tables = hand_tables(words, [LotRow(1, (), "", 0.0)])
    failure = {"name": "jam", "uptime": "2 s", "repair": "3 s"}
    resumed = two_stations(failure=[failure | {"then": "resume"}])
    restarted = two_stations(failure=[failure | {"then": "restart"}])
    for line, ideal in ((resumed, 6 / 6), (restarted, 4 / 6)):
        equipment = line.station[0].equipment.model_copy(update={"service": None})
        mixer = line.station[0].model_copy(update={"equipment": equipment})
        of_physics = replace(line, station=(mixer, line.station[1]))
        assert values(tables, of_physics)["mixer", "", "effectiveness"] == pytest.approx(ideal)


def test_flow_time_counts_from_the_earliest_ancestor() -> None:
    lots = [
        LotRow(1, (), "", 0.0, 6.0, "consumed"),
        LotRow(2, (), "", 2.0, 6.0, "consumed"),
        LotRow(3, (1, 2), "", 6.0, 9.0, "shipped"),
    ]
    rows: list[Row] = [
        (0, 1, "jobs", 0, "created"), (2, 2, "jobs", 0, "created"), (6, 3, "oven", 0, "created"),
        (9, 3, "oven", 1, "shipped"),
    ]  # fmt: skip
    assert values(hand_tables(rows, lots), two_stations())["", "", "flow_time_s"] == 9.0


def spoilt() -> Tables:
    """Four lots: good, reworked, scrapped after the mixer, scrapped by waiting too long for the oven."""
    rows: list[Row] = [(0, lot, "jobs", 0, "created") for lot in (1, 2, 3, 4)]
    rows += visit(1, "mixer", (0, 0, 1, 1)) + visit(1, "oven", (1, 1, 3, 3)) + [(3, 1, "oven", 1, "shipped")]
    rows += [*visit(2, "mixer", (0, 1, 2, 2)), (2, 2, "mixer", 1, "reworked")]
    rows += visit(2, "mixer", (2, 2, 3, 3)) + visit(2, "oven", (3, 3, 5, 5)) + [(5, 2, "oven", 1, "shipped")]
    rows += [*visit(3, "mixer", (0, 3, 4, 4))[:3], (4, 3, "mixer", 1, "scrapped")]
    rows += [*visit(4, "mixer", (0, 4, 5, 5)), (5, 4, "oven", 0, "arrived"), (7, 4, "oven", 0, "scrapped")]
    fates = [(3.0, "shipped"), (5.0, "shipped"), (4.0, "scrapped"), (7.0, "scrapped")]
    lots = [LotRow(n, (), "", 0.0, end, fate) for n, (end, fate) in enumerate(fates, start=1)]
    return hand_tables(sorted(rows, key=lambda row: row[0]), lots)


def test_losses_count_where_they_happen() -> None:
    found = values(spoilt(), two_stations())
    assert found["", "", "yield"] == pytest.approx(2 / 4)
    assert found["", "", "first_pass_yield"] == pytest.approx(1 / 4)
    assert found["", "", "rework_ratio"] == pytest.approx(1 / 4)
    assert found["mixer", "", "rework_ratio"] == pytest.approx(1 / 5)
    assert found["mixer", "", "quality_ratio"] == pytest.approx(3 / 5)
    assert found["mixer", "", "scrap_ratio"] == pytest.approx(1 / 5)
    assert found["oven", "", "scrap_ratio"] == pytest.approx(1 / 3)
    assert found["oven", "", "quality_ratio"] == 1.0


def test_lots_scrapped_at_the_stations_are_those_of_the_line() -> None:
    found = values(spoilt(), two_stations())
    scrapped = found.xs("lots_scrapped", level="kpi").droplevel("property")
    assert scrapped[""] == scrapped["mixer"] + scrapped["oven"] == 2
    assert found["", "", "scrap_ratio"] == pytest.approx(1.0 - found["", "", "yield"])


def test_idle_machines_draw_their_power() -> None:
    found = values(two_lots(), two_stations(idle_kW=36.0))
    # the mixer stands 4 s of 12 s; 36 kW for 4 s are 0.04 kWh, on two lots shipped
    assert found["mixer", "", "energy_kWh_per_m2"] == pytest.approx(0.02)
    assert found["", "", "energy_kWh_per_m2"] == pytest.approx(0.02)


def test_dry_room_has_an_energy_where_its_load_is_given() -> None:
    room = {"dew_point_C": -40.0, "floor_m2": 100.0, "reference_kW_m2": 0.5, "reference_dew_point_C": -40.0}
    words = delay_line(mixer={"service": "3 s"}, oven={"service": "2 s"})
    line = load_line(words | {"room": room | {"load_per_K": 0.03}})
    # 50 kW for 12 s on two lots
    assert values(two_lots(), line)["", "", "room_energy_kWh_per_m2"] == pytest.approx(50 * 12 / HOUR_S / 2)
    bare = load_line(words | {"room": {"dew_point_C": -40.0}})
    assert ("", "", "room_energy_kWh_per_m2") not in values(two_lots(), bare).index


def test_run_that_ends_in_its_warmup_has_no_rates() -> None:
    found = values(two_lots(), two_stations(), warmup_s=50.0)
    assert np.isnan(found["", "", "throughput_per_h"])
    assert np.isnan(found["oven", "working", "state_share"])
