"""Figures of readings from cells: against their definitions, and against a least-squares fit written out."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from twin.floor.material.reading_statistics import figures_of

Array = NDArray[np.float64]


def web(lanes: int, segments: int, seed: int = 1) -> Array:
    """Return a web with a profile over the lanes, a drift along them and noise by cell."""
    dice = np.random.default_rng(seed)
    profile, drift = dice.normal(0.0, 2.0, (lanes, 1)), dice.normal(0.0, 1.5, segments)
    return 50.0 + profile + drift + dice.normal(0.0, 1.0, (lanes, segments))


def of_one(cells: Array) -> dict[str, float]:
    return {name: float(values[0, 0]) for name, values in figures_of(cells[None, None]).items()}


@pytest.mark.parametrize("shape", [(3, 8), (8, 3), (2, 2), (4, 4)])
def test_figures_of_a_whole_web_are_their_definitions(shape: tuple[int, int]) -> None:
    cells = web(*shape)
    lane_means, segment_means = cells.mean(axis=1), cells.mean(axis=0)
    additive = lane_means[:, None] + segment_means - cells.mean()
    freedom = (shape[0] - 1) * (shape[1] - 1)
    assert of_one(cells) == pytest.approx(
        {
            "cells": cells.size,
            "mean": cells.mean(),
            "sd_within": cells.std(ddof=1),
            "sd_lane": lane_means.std(),
            "sd_along": segment_means.std(),
            "sd_cell": np.sqrt(((cells - additive) ** 2).sum() / freedom),
            "minimum": cells.min(),
            "maximum": cells.max(),
        }
    )


@pytest.mark.parametrize(
    ("shape", "unknown"),
    [((1, 1), {"sd_within", "sd_cell"}), ((1, 5), {"sd_cell"}), ((5, 1), {"sd_cell"}), ((2, 2), set())],
)
def test_what_too_few_cells_cannot_tell_is_unknown(shape: tuple[int, int], unknown: set[str]) -> None:
    assert {name for name, value in of_one(web(*shape)).items() if np.isnan(value)} == unknown


def effects(known: NDArray[np.bool_], axis: int) -> Array:
    """Return the matrix from the known cells to the lane (0) or segment (1) effects, about their mean."""
    places = np.argwhere(known)
    lanes, segments = known.shape
    design = np.zeros((len(places), lanes + segments))
    design[np.arange(len(places)), places[:, 0]] = 1.0
    design[np.arange(len(places)), lanes + places[:, 1]] = 1.0
    fit = np.linalg.pinv(design)
    rows = fit[:lanes] if axis == 0 else fit[lanes:]
    rows = rows[known.any(axis=1 - axis)]
    return np.asarray(rows - rows.mean(axis=0))


def fitted(cells: Array) -> dict[str, float]:
    """Return the figures of a web with holes from the least-squares fit of lanes and segments."""
    known = ~np.isnan(cells)
    values = cells[known]
    count, places = values.size, np.argwhere(known)
    lanes, segments = known.any(axis=1).sum(), known.any(axis=0).sum()
    design = np.zeros((count, sum(known.shape)))
    design[np.arange(count), places[:, 0]] = 1.0
    design[np.arange(count), known.shape[0] + places[:, 1]] = 1.0
    residual = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
    sd_cell = np.sqrt((residual**2).sum() / (count - lanes - segments + 1))
    found = {
        "cells": count,
        "mean": values.mean(),
        "sd_within": values.std(ddof=1),
        "sd_cell": sd_cell,
        "minimum": values.min(),
        "maximum": values.max(),
    }
    for name, axis, levels in (("sd_lane", 0, lanes), ("sd_along", 1, segments)):
        rows = effects(known, axis)
        noise = (rows**2).sum() / levels - (levels - 1) / count
        found[name] = np.sqrt(max(((rows @ values) ** 2).mean() - sd_cell**2 * noise, 0.0))
    return found


HOLES = {
    "a corner": [(slice(0, 1), slice(0, 2))],
    "steps": [(slice(0, 1), slice(0, 3)), (slice(1, 2), slice(2, 5)), (slice(2, 3), slice(5, 6))],
    "a lane": [(slice(1, 2), slice(None))],
    "a segment": [(slice(None), slice(2, 3))],
    "a lane and more": [(slice(0, 1), slice(None)), (slice(1, 3), slice(1, 2))],
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("holes", HOLES)
def test_figures_of_a_web_with_holes_are_those_of_the_fit(holes: str, turned: bool) -> None:
    cells = web(4, 7)
    for hole in HOLES[holes]:
        cells[hole] = np.nan
    cells = cells.T.copy() if turned else cells
    assert of_one(cells) == pytest.approx(fitted(cells), rel=1e-6)


def test_properties_with_holes_of_their_own_are_fitted_each_by_its_own() -> None:
    both = np.stack([web(3, 6, 1), web(3, 6, 2)])
    both[0, 0, :2] = np.nan
    both[1, 2, 3] = np.nan
    figures = figures_of(both[None])
    for place in (0, 1):
        found = {name: float(values[0, place]) for name, values in figures.items()}
        assert found == pytest.approx(fitted(both[place]), rel=1e-6)


def test_one_cell_that_is_left_is_its_mean_and_has_no_spread() -> None:
    cells = np.full((2, 3), np.nan)
    cells[1, 2] = 7.0
    found = of_one(cells)
    assert (found["cells"], found["mean"], found["minimum"], found["maximum"]) == (1.0, 7.0, 7.0, 7.0)
    assert (found["sd_lane"], found["sd_along"]) == (0.0, 0.0)
    assert np.isnan(found["sd_within"])
    assert np.isnan(found["sd_cell"])


def test_nothing_left_is_no_cell_and_no_figure() -> None:
    found = of_one(np.full((2, 3), np.nan))
    assert found.pop("cells") == 0.0
    assert all(np.isnan(value) for value in found.values())
