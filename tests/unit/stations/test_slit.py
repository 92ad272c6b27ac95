"""Slitting: every roll keeps its lanes, and together the rolls are the web."""

from __future__ import annotations

import numpy as np
import pytest
from support.chain import chain
from support.kind_blocks import line_with

from twin.core.lanes import Lanes
from twin.core.material import FIELDS, Material
from twin.stations.contract.kinds import load
from twin.stations.contract.station import part_of

LANES = 6


@pytest.fixture(scope="module")
def web() -> Material:
    """A web behind the calender, six lanes wide."""
    line = line_with("slit").with_changes({"grid.lanes": LANES, "slitter.equipment.split.into": 3})
    return chain(line, LANES)["slitter"].after


def rolls_of(web: Material, into: int) -> list[Material]:
    return [part_of(load("slit"), web, into, place) for place in range(into)]


@pytest.mark.parametrize("into", [1, 2, 3, 6])
def test_each_roll_keeps_its_lanes_and_all_of_them_are_the_web(web: Material, into: int) -> None:
    rolls = rolls_of(web, into)
    assert [roll.lanes.first for roll in rolls] == list(range(1, LANES + 1, LANES // into))
    for field in FIELDS:
        together = np.concatenate([getattr(roll, field) for roll in rolls], axis=1)
        np.testing.assert_array_equal(together, getattr(web, field), err_msg=field)
    assert sum(roll.area_m2 for roll in rolls) == pytest.approx(web.area_m2, rel=1e-12)
    assert sum(roll.mass_kg for roll in rolls) == pytest.approx(web.mass_kg, rel=1e-12)


def test_a_roll_weighs_what_its_lanes_carry(web: Material) -> None:
    rolls = rolls_of(web, LANES)
    per_lane = web.loading_mg_cm2.sum(axis=0).mean(axis=1)
    shares = np.array([roll.mass_kg for roll in rolls]) / web.mass_kg
    np.testing.assert_allclose(shares, per_lane / per_lane.sum(), rtol=1e-12)
    assert np.ptp(shares) > 0.0
    assert np.ptp([roll.area_m2 for roll in rolls]) == 0.0


@pytest.mark.parametrize("into", [4, 5, 12])
def test_lanes_that_do_not_make_equal_groups_are_refused(web: Material, into: int) -> None:
    with pytest.raises(ValueError, match=f"6 lanes do not make {into} equal groups"):
        rolls_of(web, into)


def test_behind_a_trim_through_a_lane_the_outer_rolls_are_narrower() -> None:
    lanes = Lanes(1, (1.0,) * 4).trimmed(0.25)
    assert [group.width for group in lanes.groups(2)] == [1.75, 1.75]
    assert [group.width for group in lanes.groups(4)] == [0.75, 1.0, 1.0, 0.75]


def test_a_kind_that_does_not_slit_splits_the_length(web: Material) -> None:
    parts = [part_of(load("calender"), web, 3, place) for place in range(3)]
    assert all(part.lanes == web.lanes for part in parts)
    assert all(part.area_m2 == web.area_m2 / 3 for part in parts)
