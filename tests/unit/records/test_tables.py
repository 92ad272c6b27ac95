"""Tables: what the log says, decoded; saved and read back bit by bit."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.hand_log import hand_tables
from support.saved_tables import load, save

from twin.floor.run import run
from twin.kpi.compute import kpis
from twin.line.api import load_line
from twin.line.model.line import Line
from twin.records.log import LotRow, Readings
from twin.records.tables import EVENT_COLUMNS, LOT_COLUMNS, READING_COLUMNS, Tables, empty, from_log

SERVICE = {"dist": "exponential", "mean": "10 s"}


def failing_line() -> Line:
    """Return two stations with random times, failures and lots that wait too long."""
    failure = {"name": "jam", "uptime": SERVICE, "repair": "7 s", "then": "scrap"}
    stations = [
        {"name": "mixer", "kind": "delay", "equipment": {"service": SERVICE, "failure": [failure]}},
        {"name": "oven", "kind": "delay", "equipment": {"service": SERVICE, "max_wait": "9 s"}},
    ]
    source = {"name": "jobs", "mode": "arrivals", "interval": SERVICE}
    return load_line({"format": 1, "name": "failing", "source": [source], "station": stations})


def test_columns_and_rows_are_those_of_the_log() -> None:
    tables = hand_tables(
        [(0.0, 1, "jobs", 0, "created"), (1.5, 0, "mixer", 2, "failed")],
        [LotRow(1, (), "ncm", 0.0, area_m2=4.0)],
        extra={0: {"area_m2": 4.0, "mass_kg": 0.5}, 1: {"cause": "jam"}},
    )
    assert tuple(tables.events.columns) == EVENT_COLUMNS
    assert tuple(tables.lots.columns) == LOT_COLUMNS
    assert tuple(tables.readings.columns) == READING_COLUMNS
    row = tables.events.iloc[1]
    assert (row.time_s, row.lot, row.machine) == (1.5, 0, 2)
    assert (row.station, row.event, row.cause) == ("mixer", "failed", "jam")
    assert np.isnan(row.area_m2)
    assert tables.events.cause[0] == ""
    assert tables.events.area_m2[0] == 4.0


def test_every_field_of_a_reading_has_a_column() -> None:
    assert set(Readings.__dataclass_fields__) == set(READING_COLUMNS)


def test_family_and_laws_left_are_texts() -> None:
    lots = [LotRow(1, (), "ncm", 0.0), LotRow(2, (), "ncm", 0.0)]
    lots.append(LotRow(3, (1, 2), "ncm", 5.0, outside=("drying: speed", "contact: pressure")))
    found = hand_tables([(0.0, 1, "jobs", 0, "created")], lots).lots
    assert found.parents.tolist() == ["", "", "1 2"]
    assert found.outside.tolist() == ["", "", "drying: speed; contact: pressure"]


def test_saved_tables_read_back_bit_by_bit(tmp_path: Path) -> None:
    tables = from_log(run(failing_line(), 2000.0, 3, 0))
    save(tables, tmp_path)
    back = load(tmp_path)
    for name in ("events", "readings", "lots"):
        ours, theirs = getattr(tables, name), getattr(back, name)
        assert list(ours.columns) == list(theirs.columns)
        for column in ours.columns:
            if ours[column].dtype.kind == "f":
                np.testing.assert_array_equal(ours[column], theirs[column], err_msg=column)
            else:
                assert ours[column].astype(str).tolist() == theirs[column].astype(str).tolist(), column


def test_kpis_of_saved_tables_are_the_same(tmp_path: Path) -> None:
    line = failing_line()
    tables = from_log(run(line, 2000.0, 3, 0))
    save(tables, tmp_path)
    before, after = (kpis(part, line, 100.0, 2000.0) for part in (tables, load(tmp_path)))
    assert before.value[before.kpi == "lots_scrapped"].max() > 0
    pd.testing.assert_frame_equal(before, after, check_exact=True)


def test_tables_without_rows_can_be_saved_and_give_no_kpi_but_zeros(tmp_path: Path) -> None:
    save(empty(), tmp_path)
    found = kpis(load(tmp_path), failing_line(), 0.0, 10.0).set_index(["station", "property", "kpi"]).value
    assert found["", "", "throughput_per_h"] == 0.0
    assert found["oven", "starved", "state_share"] == 1.0


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    save(empty(), tmp_path)
    (tmp_path / "lots.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"lots\.csv"):
        load(tmp_path)


def test_tables_are_frozen() -> None:
    with pytest.raises(AttributeError):
        Tables.__setattr__(empty(), "lots", None)
