"""Binder migration against the diffusion equation of a film that shrinks until its solids touch."""

import numpy as np
import pytest
from scipy.linalg import solve_banded

from twin.core.material import Array
from twin.laws.dried_film import binder_surface_ratio

CELLS = 200


def diffused(peclet: float, shrunk: float) -> float:
    """Surface over mean of a solute in a film of thickness 1 whose surface sinks at speed 1."""
    profile, thickness, width = np.ones(CELLS), 1.0, 1.0 / CELLS
    steps = max(2000, int(20 * shrunk * peclet))
    step = shrunk / steps
    for _ in range(steps):
        thickness -= step
        profile = _stepped(profile, thickness, step, 1.0 / (peclet * thickness * width), width)
    return float((1.5 * profile[-1] - 0.5 * profile[-2]) / profile.mean())


def _stepped(profile: Array, thickness: float, step: float, spread: float, width: float) -> Array:
    """One implicit step: the grid sinks with the film, so the solute at rest rises through it."""
    rising = np.arange(1, CELLS) / CELLS
    bands = np.zeros((3, CELLS))
    bands[1] = thickness * width
    bands[1, :-1] += step * (rising / 2.0 + spread)
    bands[1, 1:] -= step * (rising / 2.0 - spread)
    bands[0, 1:] = step * (rising / 2.0 - spread)
    bands[2, :-1] = -step * (rising / 2.0 + spread)
    return np.asarray(solve_banded((1, 1), bands, (thickness + step) * width * profile))


@pytest.mark.parametrize("shrunk", [0.15, 0.4, 0.7])
@pytest.mark.parametrize("peclet", [0.5, 2.0, 6.0, 20.0])
def test_the_law_is_that_of_diffusion_in_a_shrinking_film(peclet: float, shrunk: float) -> None:
    assert float(binder_surface_ratio(peclet, shrunk)) == pytest.approx(diffused(peclet, shrunk), rel=0.04)


def test_a_film_that_does_not_shrink_or_dries_slowly_keeps_its_binder_even() -> None:
    assert float(binder_surface_ratio(5.0, 0.0)) == pytest.approx(1.0)
    assert float(binder_surface_ratio(0.0, 0.4)) == pytest.approx(1.0)


def test_migration_stops_where_the_solids_touch() -> None:
    """A film that steadily shrinks on would have Pe / (1 - exp(-Pe)) at the surface."""
    peclet = np.array([0.5, 2.0, 5.0, 10.0])
    assert (np.asarray(binder_surface_ratio(peclet, 0.4)) < peclet / -np.expm1(-peclet)).all()
