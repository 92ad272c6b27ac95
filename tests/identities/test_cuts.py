"""Whatever knives do to a web: what goes in is what comes out and what was cut off, in area and in mass."""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.shipped import shipped

from twin.core.lanes import Lanes, whole_lanes
from twin.core.material import Material, blank
from twin.core.webs import cut_to
from twin.stations.contract.kinds import load
from twin.stations.contract.station import part_of

EXACT = 1e-9
widths = st.lists(st.floats(1e-3, 1.0), min_size=1, max_size=8).map(tuple)


@st.composite
def webs(draw: Any) -> Material:
    """A web of one or two layers, lanes of any width and loading, area and mass that belong together."""
    source = shipped("dry_sulfide_cathode").source[0]
    assert source.recipe is not None
    lanes = Lanes(draw(st.integers(1, 5)), draw(widths))
    segments = draw(st.integers(1, 4))
    each = st.lists(st.floats(0.0, 50.0), min_size=lanes.count * segments, max_size=lanes.count * segments)
    loading = np.array(draw(each)).reshape(1, lanes.count, segments)
    assume(loading.sum() > 1.0)
    area_m2 = draw(st.floats(1e-3, 1e5))
    per_lane = np.average(loading[0].mean(axis=1), weights=lanes.widths)
    mass_kg = 0.01 * area_m2 * float(per_lane)
    assume(mass_kg > 0.0)
    web = blank(source.recipe.constants(), mass_kg, area_m2, lanes.count, segments)
    return web.with_(lanes=lanes, loading_mg_cm2=loading, form="web")


@settings(deadline=None)
@given(web=webs(), by=st.floats(0.0, 4.0))
def test_a_trim_leaves_what_it_does_not_cut(web: Material, by: float) -> None:
    assume(2.0 * by < web.lanes.width * (1.0 - 1e-6))
    after = cut_to(web, web.lanes.trimmed(by))
    assert 0.0 <= after.mass_kg <= web.mass_kg * (1.0 + EXACT)
    assert after.lanes.width == pytest.approx(web.lanes.width - 2.0 * by, rel=EXACT, abs=EXACT)
    length = web.area_m2 / web.lanes.width
    assert after.area_m2 == pytest.approx(after.lanes.width * length, rel=EXACT)
    strips_kg = sum(cut_to(web, strip).mass_kg for strip in edges(web.lanes, by))
    assert after.mass_kg + strips_kg == pytest.approx(web.mass_kg, rel=EXACT)


def edges(lanes: Lanes, by: float) -> list[Lanes]:
    """The strips a trim cuts off, as lanes of their own, walked up lane by lane from either edge."""
    strips = []
    for order in (1, -1):
        left, cut = by, []
        for width in lanes.widths[::order]:
            if left <= 1e-12:
                break
            cut.append(min(width, left))
            left -= width
        if cut:
            first = lanes.first if order == 1 else lanes.first + lanes.count - len(cut)
            strips.append(Lanes(first, tuple(cut[::order])))
    return strips


@settings(deadline=None)
@given(web=webs(), into=st.integers(1, 8))
def test_a_slit_loses_nothing(web: Material, into: int) -> None:
    assume(web.lanes.count % into == 0)
    rolls = [part_of(load("slit"), web, into, place) for place in range(into)]
    assert sum(roll.area_m2 for roll in rolls) == pytest.approx(web.area_m2, rel=EXACT)
    assert sum(roll.mass_kg for roll in rolls) == pytest.approx(web.mass_kg, rel=EXACT)
    numbers = [range(roll.lanes.first, roll.lanes.first + roll.lanes.count) for roll in rolls]
    assert [*chain(*numbers)] == [*range(web.lanes.first, web.lanes.first + web.lanes.count)]


@settings(deadline=None)
@given(lanes=widths.map(lambda each: Lanes(1, each)), data=st.data())
def test_the_share_of_cells_is_by_area(lanes: Lanes, data: st.DataObject) -> None:
    segments = data.draw(st.integers(1, 4))
    size = lanes.count * segments
    cells = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    cells = cells.reshape(lanes.count, segments)
    by_hand = sum(width * row.mean() for width, row in zip(lanes.widths, cells, strict=True)) / lanes.width
    assert lanes.share_of(cells) == pytest.approx(by_hand, rel=EXACT, abs=1e-15)
    assert lanes.share_of(cells) + lanes.share_of(~cells) == pytest.approx(1.0, rel=EXACT)


def test_whole_lanes_are_equal() -> None:
    assert whole_lanes(3) == Lanes(1, (1.0, 1.0, 1.0))
    assert whole_lanes(3).are_equal
    assert not Lanes(1, (0.5, 1.0)).are_equal
