"""The transmission line against its closed forms, its limits, and a ladder solved node by node."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import solve_banded

from twin.core.material import Array
from twin.laws.transmission_line import layered_resistance, porous_electrode

FAR = st.floats(1e-3, 1e6)


def layers(*values: float) -> Array:
    """Return one resistance per layer as (layer, lane, segment)."""
    return np.asarray(values, dtype=np.float64).reshape(-1, 1, 1)


def total(ions: list[float], electrons: list[float], reaction: list[float]) -> float:
    """Return the resistance to direct current of some layers."""
    found = layered_resistance(layers(*ions), layers(*electrons), layers(*reaction))
    return float(found.ohmic_ohm_cm2[0, 0] + found.arc_ohm_cm2[0, 0])


def ladder(ions: list[float], electrons: list[float], reaction: list[float], slices: int = 3000) -> float:
    """Return the same from a tridiagonal ladder from separator to collector, each layer in slices."""
    ri, re = (np.repeat(np.asarray(path) / slices, slices) for path in (ions, electrons))
    g = np.repeat(1.0 / np.asarray(reaction) / slices, slices)
    between = 0.5 * ((ri + re)[1:] + (ri + re)[:-1])
    drive = 0.5 * (re[1:] + re[:-1])
    matrix = np.zeros((3, len(g)))
    matrix[1] = g + np.concatenate([1.0 / between, [0.0]]) + np.concatenate([[0.0], 1.0 / between])
    matrix[0, 1:] = matrix[2, :-1] = -1.0 / between
    right = np.concatenate([[1.0], drive / between]) - np.concatenate([drive / between, [0.0]])
    u = solve_banded((1, 1), matrix, right)
    j = np.concatenate([[1.0], (drive - np.diff(u)) / between, [0.0]])
    at_separator = u[0] + 0.5 * (ri + re)[0] - 0.5 * re[0]
    return float(at_separator + np.sum(re * (1.0 - 0.5 * (j[1:] + j[:-1]))))


@pytest.mark.parametrize(("ions", "reaction"), [(300.0, 40.0), (30.0, 400.0), (0.5, 8.0), (900.0, 0.1)])
def test_without_electron_resistance_it_is_the_coth_form(ions: float, reaction: float) -> None:
    expected = math.sqrt(ions * reaction) / math.tanh(math.sqrt(ions / reaction))
    assert float(porous_electrode(ions, 0.0, reaction).arc_ohm_cm2) == pytest.approx(expected, rel=1e-8)


def test_a_slow_reaction_sees_a_third_of_the_ion_path() -> None:
    assert float(porous_electrode(6.0, 0.0, 600.0).arc_ohm_cm2) == pytest.approx(600.0 + 6.0 / 3.0, rel=1e-5)


def test_a_fast_reaction_stays_near_the_separator() -> None:
    assert float(porous_electrode(900.0, 0.0, 1.0).arc_ohm_cm2) == pytest.approx(math.sqrt(900.0), rel=1e-9)


def test_high_frequency_leaves_both_paths_side_by_side() -> None:
    assert float(porous_electrode(60.0, 30.0, 5.0).ohmic_ohm_cm2) == pytest.approx(20.0)


@given(FAR, FAR, FAR)
def test_ions_and_electrons_are_alike(ions: float, electrons: float, reaction: float) -> None:
    one, other = porous_electrode(ions, electrons, reaction), porous_electrode(electrons, ions, reaction)
    assert float(one.arc_ohm_cm2) == pytest.approx(float(other.arc_ohm_cm2), rel=1e-9)


@given(FAR, FAR, FAR, st.floats(1.0, 10.0))
def test_more_of_any_resistance_is_more_of_the_whole(
    ions: float, electrons: float, reaction: float, more: float
) -> None:
    given_ = [[ions], [electrons], [reaction]]
    for n in range(3):
        worse = [[values[0] * more] if n == k else values for k, values in enumerate(given_)]
        assert total(*worse) >= total(*given_) * (1.0 - 1e-9)


@given(st.floats(0.02, 0.98), FAR, FAR, FAR)
def test_cutting_a_layer_in_two_changes_nothing(
    cut: float, ions: float, electrons: float, reaction: float
) -> None:
    parts = (cut, 1.0 - cut)
    both = total(
        [ions * part for part in parts],
        [electrons * part for part in parts],
        [reaction / part for part in parts],
    )
    assert both == pytest.approx(total([ions], [electrons], [reaction]), rel=1e-6)


@pytest.mark.parametrize(
    "case",
    [
        ([200.0], [1.0], [40.0]),
        ([100.0, 30.0], [0.5, 4.0], [90.0, 60.0]),
        ([100.0, 300.0], [50.0, 40.0], [90.0, 6.0]),
        ([30.0, 3000.0, 10.0], [5.0, 4.0, 3000.0], [90.0, 0.6, 50.0]),
    ],
)
def test_layers_are_the_ladder(case: tuple[list[float], list[float], list[float]]) -> None:
    assert total(*case) == pytest.approx(ladder(*case), rel=2e-5)


@pytest.mark.filterwarnings("error")
def test_no_network_and_no_reaction_stay_numbers() -> None:
    for broken in ([math.inf, 1.0, 10.0], [1.0, math.inf, 10.0], [1.0, 1.0, math.inf], [0.0, 0.0, 0.0]):
        one = porous_electrode(*broken)
        two = layered_resistance(*(layers(value, value) for value in broken))
        assert np.isfinite([*one, *(part.item() for part in two)]).all()


def test_lanes_and_segments_are_worked_out_by_themselves() -> None:
    spread = np.geomspace(1.0, 1e4, 24).reshape(1, 4, 6)
    ions = np.concatenate([spread, spread[:, ::-1]])
    found = layered_resistance(ions, np.full_like(ions, 2.0), np.full_like(ions, 30.0))
    alone = layered_resistance(layers(*ions[:, 1, 2]), layers(2.0, 2.0), layers(30.0, 30.0))
    assert found.arc_ohm_cm2[1, 2] == pytest.approx(alone.arc_ohm_cm2[0, 0], rel=1e-12)
