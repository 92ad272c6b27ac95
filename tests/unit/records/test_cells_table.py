"""The cells of finished lots: kept with the tables, cut where a limit cut, saved bit by bit."""

import numpy as np
import pandas as pd
import pytest
from support.film_line import film_line
from support.saved_tables import load, save

import twin
from twin.floor.run import run
from twin.line.library import lines_folder
from twin.records import cells_table
from twin.records.tables import from_log
from twin.stations.shared.finished_cell import CELL_FIGURES


@pytest.fixture(scope="module")
def dry():
    """Return the first replication of the shipped dry line, three days."""
    line = twin.load_line(lines_folder() / "dry_sulfide_cathode.toml")
    return line, from_log(run(line, 3 * 86400.0, 1, 0, cells=True))


def test_every_shipped_lot_has_all_its_cells(dry):
    line, tables = dry
    shipped = tables.lots.loc[tables.lots["fate"] == "shipped", "lot"]
    assert sorted(set(tables.cells["lot"])) == sorted(shipped)
    assert len(tables.cells) == len(shipped) * line.grid.lanes * line.grid.segments
    assert {*CELL_FIGURES, "loading_mg_cm2", "thickness_um", "density_g_cm3"} <= set(tables.cells)


def test_cells_are_those_the_readings_were_made_of(dry):
    _, tables = dry
    last = tables.readings[tables.readings["station"] == "hot_press"]
    for name in ("energy_density_Wh_L", "areal_capacity_mAh_cm2"):
        by_lot = tables.cells.groupby("lot")[name]
        read = last[last["property"] == name].set_index("lot").loc[sorted(set(tables.cells["lot"]))]
        # single precision holds seven digits
        assert by_lot.mean().to_numpy() == pytest.approx(read["mean"].to_numpy(), rel=1e-5)
        assert by_lot.std().to_numpy() == pytest.approx(read["sd_within"].to_numpy(), rel=1e-3)


def test_cut_cells_are_missing_in_every_property(dry):
    line, tables = dry
    limit = {"property": "interface_resistance_ohm_cm2", "at": "hot_press", "action": "scrap_cells"}
    document = line.to_dict()
    next(block for block in document["station"] if block["kind"] == "trim")["params"]["trim_mm"] = 0.0
    document["limit"] = [limit | {"upper": float(tables.cells["interface_resistance_ohm_cm2"].quantile(0.8))}]
    cut = from_log(run(twin.load_line(document), 2 * 86400.0, 1, 0, cells=True))
    good = cut.cells.groupby("lot")["energy_density_Wh_L"].apply(lambda cells: cells.notna().mean())
    lots = cut.lots.set_index("lot").loc[good.index]
    share = lots["good_area_m2"] / lots["area_m2"]
    assert good.to_numpy() == pytest.approx(share.to_numpy())
    assert 0.5 < share.mean() < 0.95
    missing = cut.cells.drop(columns=list(cells_table.PLACE)).isna()
    assert (missing.all(axis=1) == missing.any(axis=1)).all()


def test_without_asking_nothing_is_kept():
    line = twin.load_line(film_line(**{"powder.lots": 2}).to_dict())
    assert run(line, None, 1, 0).cells is None
    assert twin.simulate(line, replications=1, workers=1, keep="none").cells.empty


def test_all_replications_have_their_number():
    study = twin.simulate(film_line(**{"powder.lots": 2}), replications=2, workers=1, keep="all")
    assert sorted(set(study.cells["replication"])) == [0, 1]


def test_cells_come_back_from_the_disk_bit_by_bit(dry, tmp_path):
    _, tables = dry
    for folder in ("a", "b"):
        save(tables, tmp_path / folder)
    pd.testing.assert_frame_equal(load(tmp_path / "a").cells, tables.cells)
    first, second = ((tmp_path / folder / "cells.npz").read_bytes() for folder in ("a", "b"))
    assert first == second


def test_a_field_has_lots_lanes_and_segments(dry):
    line, tables = dry
    lots, values = cells_table.field(tables.cells, "thickness_um")
    assert values.shape == (len(lots), line.grid.lanes, line.grid.segments)
    one = tables.cells.query("lane == 2 and segment == 3")
    np.testing.assert_array_equal(values[:, 1, 2], one["thickness_um"].to_numpy(np.float64))
    assert cells_table.field(cells_table.empty(), "thickness_um")[1].size == 0
