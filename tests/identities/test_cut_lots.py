"""Lots that knives cut, on the floor: area and mass balance in the tables, and lanes keep their numbers."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.accounting import check_lots, kpi
from support.kind_blocks import block_of, with_stations
from support.shipped import shipped

import twin
from twin.line.model.line import Line

EXACT = 1e-9
LOTS = 2
LANES = 5
AMOUNTS = ["area_m2", "mass_kg"]
# no shrinking: every example is a run of seconds
few = settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def short(line: Line, changes: dict[str, Any]) -> Any:
    """A study of a few lots, run until the line is empty."""
    return twin.simulate(line.with_changes({"powder.lots": LOTS} | changes), workers=1)


def of_lots(events: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Area and mass of some events, lot by lot."""
    rows = events[events.event.astype(str).isin(names)]
    return rows.groupby("lot")[AMOUNTS].sum()


def assert_balanced(study: Any) -> None:
    """Every lot is what leaves it: shipped, scrapped, cut off, handed to its parts.

    A powder has no area yet, so until the film is made it is the mass that balances.
    """
    events, lots = study.events, study.lots.set_index("lot")
    check_lots(events, study.lots)
    parents = [int(text) if text else -1 for text in lots.parents.astype(str)]
    of_parts = lots[AMOUNTS].groupby(parents).sum()
    gone = of_lots(events, "shipped", "scrapped", "cells_scrapped")
    came = of_lots(events, "created")
    made_webs = set(events[events.station.astype(str) == "film"].lot)
    webs = made_webs | {lot for lot, parent in zip(lots.index, parents, strict=True) if parent in made_webs}
    for lot, row in lots[lots.fate != "inside"].iterrows():
        had = row[AMOUNTS].to_numpy(dtype=float)
        if row.fate == "consumed":
            checked = slice(None) if lot in webs else slice(1, None)
            np.testing.assert_allclose(of_parts.loc[lot].to_numpy()[checked], had[checked], rtol=EXACT)
        else:
            lost_before = 0.0 if lot in made_webs else had - came.loc[lot].to_numpy()
            np.testing.assert_allclose(gone.loc[lot].to_numpy() + lost_before, had, rtol=EXACT)


@few
@given(trim_mm=st.floats(0.0, 290.0), limit=st.floats(21.0, 21.6), seed=st.integers(0, 9))
def test_a_trimmed_line_balances_whatever_is_cut(trim_mm: float, limit: float, seed: int) -> None:
    document: dict[str, Any] = trimmed_again().to_dict()
    cut = {"property": "loading_mg_cm2", "at": "calender", "lower": limit, "action": "scrap_cells"}
    line = twin.load_line(document | {"limit": [*document["limit"], cut]})
    study = short(line, {"trimmer.params.trim_mm": trim_mm} | {"powder.lots": 1 + seed % 2})
    assert_balanced(study)


@few
@given(trim_mm=st.floats(0.0, 110.0), seed=st.integers(0, 9))
def test_a_line_that_trims_and_slits_balances(trim_mm: float, seed: int) -> None:
    study = short(trims_and_slits(), {"trimmer.params.trim_mm": trim_mm, "powder.lots": 1 + seed % 2})
    assert_balanced(study)
    shipped_lots = study.lots[study.lots.fate == "shipped"]
    assert len(shipped_lots) % LANES == 0


@cache
def untrimmed() -> Line:
    """The dry line with knives at its edges that cut nothing."""
    return shipped("dry_sulfide_cathode").with_changes({"edge_trim.params.trim_mm": 0.0})


@cache
def trimmed_again() -> Line:
    """That line with knives behind the calender."""
    return with_stations(untrimmed(), [(block_of("trim"), "calender")])


@cache
def trims_and_slits() -> Line:
    """The dry line without limits, trimmed and then slit behind the calender."""
    added = [(block_of("trim"), "calender"), (block_of("slit"), "trimmer")]
    line = with_stations(untrimmed(), added)
    return line.with_changes(
        {"limit": None} | {f"{s}.params.web_width_m": 0.12 for s in ("ald", "hot_press")}
    )


@pytest.fixture(scope="module")
def trimmed() -> Any:
    """A line whose only loss is its trim: 20 mm of 600 mm."""
    return short(trimmed_again().with_changes({"limit": None}), {})


def test_the_trim_is_scrapped_with_its_cause_at_its_station(trimmed: Any) -> None:
    rows = trimmed.events[trimmed.events.event == "cells_scrapped"]
    assert set(rows.station.astype(str)) == {"trimmer"}
    assert set(rows.cause.astype(str)) == {"trim"}
    ended = trimmed.lots[trimmed.lots.fate == "shipped"]
    assert len(rows) == len(ended)
    np.testing.assert_allclose(rows.area_m2.sum(), ended.area_m2.sum() * 20.0 / 600.0, rtol=EXACT)


def test_the_yield_is_the_width_that_is_left(trimmed: Any) -> None:
    assert kpi(trimmed, "yield") == pytest.approx(580.0 / 600.0, rel=EXACT)
    assert kpi(trimmed, "scrap_ratio") == pytest.approx(20.0 / 600.0, rel=EXACT)
    assert kpi(trimmed, "scrap_ratio", "trimmer") == pytest.approx(20.0 / 600.0, rel=EXACT)
    assert kpi(trimmed, "quality_ratio", "trimmer") == pytest.approx(580.0 / 600.0, rel=EXACT)
    assert kpi(trimmed, "quality_ratio", "calender") == pytest.approx(1.0, rel=EXACT)


def test_lanes_cut_away_are_gone_behind_the_knives_and_the_others_keep_their_numbers() -> None:
    study = short(trimmed_again(), {"trimmer.params.trim_mm": 150.0})
    assert sorted(study.cells.lane.unique()) == [2, 3, 4]
    behind = study.readings[study.readings.station.astype(str).isin(["ald", "hot_press"])]
    assert behind.cells.max() == 3 * 24


def test_slit_rolls_keep_the_number_and_the_values_of_their_lane() -> None:
    slit = short(trims_and_slits(), {"trimmer.params.trim_mm": 0.0}).cells
    whole = short(trimmed_again(), {"limit": None, "trimmer.params.trim_mm": 0.0}).cells
    lanes = slit.groupby("lot").lane.unique()
    assert all(len(of_roll) == 1 for of_roll in lanes)
    for lane in range(1, LANES + 1):
        of_rolls, of_webs = (
            np.sort(cells[cells.lane == lane].loading_mg_cm2.to_numpy()) for cells in (slit, whole)
        )
        np.testing.assert_array_equal(of_rolls, of_webs)
