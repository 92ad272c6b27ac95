"""What the floor works out for many lots at a time is what it would be for each alone."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.wet_samples import RECIPE, params, pressed_web, visit, work

from twin.core.material import Material
from twin.floor.material.reading_statistics import figures_of
from twin.floor.random_streams import RandomStreams
from twin.floor.run import run
from twin.line.api import load_line
from twin.line.library import lines_folder
from twin.line.recipe import Recipe
from twin.stations.contract.visit import Noise
from twin.stations.shared.finished_cell import CELL_FIGURES, cell_figures, figures_of_lots

DAY_S = 86_400.0


def finished() -> Material:
    return work("hot_press", work("ald", pressed_web()))


def test_cells_of_many_lots_are_the_cells_of_each() -> None:
    other = copy.deepcopy(RECIPE)
    other["active"]["capacity_mAh_g"] = 150.0
    first = finished()
    constants = Recipe.model_validate(other).constants()
    second = replace(first, constants=constants)
    third = first.with_(loading_mg_cm2=18.0)
    together = figures_of_lots([first, second, third])
    for place, lot in enumerate((first, second, third)):
        for name, values in cell_figures(lot).items():
            np.testing.assert_array_equal(together[name][place], values, err_msg=name)
    assert tuple(together) == CELL_FIGURES


@pytest.mark.parametrize("name", ["dry_sulfide_cathode", "dry_gradient_cathode"])
def test_readings_do_not_depend_on_whether_cells_are_kept(name: str) -> None:
    line = load_line(str(lines_folder() / f"{name}.toml"))
    plain, kept = run(line, 3 * DAY_S, 1, 0), run(line, 3 * DAY_S, 1, 0, cells=True)
    assert len(plain.readings.lot) > 100
    assert plain.reading_properties == kept.reading_properties
    for column, values in vars(plain.readings).items():
        # lanes that differ in width are weighed in another order: last digits
        np.testing.assert_allclose(
            values, getattr(kept.readings, column), rtol=1e-9, atol=1e-13, err_msg=column
        )


def test_figures_of_a_web_do_not_depend_on_those_beside_it() -> None:
    cells = np.random.default_rng(3).normal(5.0, 1.0, (6, 2, 3, 8))
    cells[1, 0, 1, 2:5] = np.nan
    cells[4, 1] = np.nan
    cells[5, 0, 2] = np.nan
    together = figures_of(cells)
    for visit_, place in np.ndindex(6, 2):
        alone = figures_of(cells[visit_, place][None, None])
        for name, values in together.items():
            np.testing.assert_allclose(values[visit_, place], alone[name][0, 0], rtol=1e-9, err_msg=name)
    assert together["cells"][4, 1] == 0.0
    assert np.isnan(together["mean"][4, 1])


def test_figures_of_a_web_with_a_hole_by_hand() -> None:
    """A lane profile of -1, 0, 1 about 5 is found again although cells of the first lane are cut."""
    cells = np.broadcast_to(np.array([4.0, 5.0, 6.0])[:, None], (3, 8)).copy()
    cells[0, :4] = np.nan
    found = {name: float(values[0, 0]) for name, values in figures_of(cells[None, None]).items()}
    assert found["mean"] == pytest.approx((4 * 4.0 + 8 * 5.0 + 8 * 6.0) / 20)
    assert found["sd_lane"] == pytest.approx(np.sqrt(2.0 / 3.0))
    assert found["sd_along"] == pytest.approx(0.0, abs=1e-9)
    assert found["sd_cell"] == pytest.approx(0.0, abs=1e-9)
    assert (found["minimum"], found["maximum"], found["cells"]) == (4.0, 6.0, 20.0)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=12), st.integers(1, 5000))
def test_normals_of_a_lot_do_not_depend_on_who_came_before(order: list[int], n: int) -> None:
    dice, fresh = RandomStreams(7, 3), RandomStreams(7, 3)
    for index in order:
        dice.normals("film", "powder", index, 0)("feed", n)
        dice.normals("film", "powder", index, 0)("other", 2)
    last = order[-1]
    alone = fresh.normals("film", "powder", last, 0)("feed", n)
    np.testing.assert_array_equal(dice.normals("film", "powder", last, 0)("feed", n), alone)


def test_normals_of_lots_visits_purposes_and_replications_differ() -> None:
    seen = [
        RandomStreams(1, replication).normals(station, "powder", index, visit_)(purpose, 2).tolist()
        for replication in (0, 1)
        for station in ("film", "calender")
        for index in range(200)
        for visit_ in (0, 1)
        for purpose in ("gap", "gap cells")
    ]
    flat = [number for pair in seen for number in pair]
    assert len(set(flat)) == len(flat)
    assert np.mean(flat) == pytest.approx(0.0, abs=4.0 / np.sqrt(len(flat)))
    assert np.std(flat) == pytest.approx(1.0, rel=0.05)


def test_noise_by_cell_leaves_what_the_lot_draws() -> None:
    dice = RandomStreams(2, 0).normals("ald", "powder", 11, 0)

    def set_point(**deviations: float) -> np.ndarray | float:
        seen = replace(visit({"temperature_C": Noise(lot=2.0, **deviations)}), normal=dice)
        return seen.set_point(params("ald"), "temperature_C")

    level, varied = set_point(), set_point(cell=1.0)
    assert isinstance(level, float)
    drawn = dice("temperature_C cells", 120).reshape(5, 24)
    np.testing.assert_allclose(varied, level + drawn, rtol=1e-12)
