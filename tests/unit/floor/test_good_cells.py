"""Lots of which no cell is left: cut down to nothing, or joined of good cells that do not meet."""

from __future__ import annotations

import warnings

import pytest
from support.shipped import shipped

import twin


def test_a_joined_lot_without_a_good_cell_is_scrapped_for_it() -> None:
    narrow = shipped("dry_gradient_cathode").with_changes({"limit.0.lower": 4.37, "limit.1.upper": 17.3})
    study = twin.simulate(narrow, "3 d", replications=1, workers=1)
    scrapped = study.events[study.events["cause"] == "no good cell"]
    lots = study.lots.set_index("lot").loc[scrapped["lot"]]
    assert len(lots) > 0
    assert set(scrapped["event"]) == {"scrapped"}
    assert (lots["parents"].str.split().str.len() == 2).all()
    assert (lots["good_area_m2"] == 0.0).all()
    assert (lots["fate"] == "scrapped").all()


@pytest.mark.parametrize("lots", [1, 2])
def test_few_batches_are_reported_without_a_warning_from_the_arithmetic(lots: int, tmp_path) -> None:
    few = shipped("dry_sulfide_cathode").with_changes({"powder.lots": lots})
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        study = twin.simulate(few, replications=2, workers=1)
        page = twin.write_report(study, tmp_path / "few")
    assert page.is_file()
