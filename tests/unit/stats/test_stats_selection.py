"""The best of k lines."""

import numpy as np
import pytest
from support.quality_data import expected

from twin.stats.ranking_selection import (
    kim_nelson,
    kim_nelson_eta,
    kim_nelson_h2,
)


def test_kim_nelson_constants_of_ten_lines():
    assert kim_nelson_eta(10, 20) == pytest.approx(expected("S7_eta_indep(beta=1-(1-a)^(1/(k-1)))"), rel=1e-6)
    assert kim_nelson_h2(10, 20) == pytest.approx(expected("S7_h2_indep"), rel=1e-6)


def test_same_dice_cost_a_larger_constant():
    assert kim_nelson_eta(10, 20, same_dice=True) > kim_nelson_eta(10, 20)


def test_kim_nelson_finds_the_best_line_as_often_as_it_says():
    hits, runs = 0, 200
    for run in range(runs):
        generator = np.random.default_rng(run)
        common = generator.normal(size=5000)
        own = generator.normal(size=(4, 5000))
        means = (0.0, 0.0, 0.5, 0.0)
        chosen = kim_nelson(lambda i, r, c=common, o=own, m=means: m[i] + c[r] + o[i, r], 4, 0.5)
        hits += chosen.best == 2
    # the guarantee is at least 0.95; 0.90 is four standard errors below
    assert hits / runs >= 0.90


def test_kim_nelson_stops_early_for_a_line_far_behind():
    generator = np.random.default_rng(2)
    draws = generator.normal(size=(3, 5000)) + np.array([[0.0], [0.3], [-20.0]])
    chosen = kim_nelson(lambda line, r: float(draws[line, r]), 3, 0.3)
    assert chosen.replications[2] == 20
    assert chosen.replications[chosen.best] > 20


def test_an_undecided_selection_says_so():
    generator = np.random.default_rng(2)
    with pytest.raises(RuntimeError, match="undecided"):
        kim_nelson(lambda line, r: float(generator.normal()), 3, 0.01, most=30)  # noqa: ARG005


@pytest.mark.parametrize(
    ("gap", "swing", "indifference"), [(0.4, 3.0, 0.5), (1.0, 3.0, 0.5), (0.1, 2.0, 0.8)]
)
def test_a_line_goes_when_the_sum_of_its_differences_leaves_the_triangle(gap, swing, indifference):
    # the sum of n differences starts within +-h^2 S^2 / (2 d), which closes by d / 2 with every replication
    differences = gap + swing * (-1.0) ** np.arange(2000)
    corner = kim_nelson_h2(2, 20, same_dice=True) * differences[:20].var(ddof=1) / indifference
    numbers = np.arange(1, 2001)
    outside = np.abs(np.cumsum(differences)) > np.maximum(corner - indifference * numbers, 0.0) / 2.0
    stop = int(numbers[outside & (numbers >= 20)][0])
    bounds: list[int] = []
    chosen = kim_nelson(
        lambda line, r: float(differences[r]) if line == 1 else 0.0, 2, indifference, expected=bounds.append
    )
    assert stop > 20
    assert bounds == [int(np.ceil(corner / indifference))]
    assert chosen.replications == (stop, stop)
    assert chosen.best == 1
    assert chosen.means == (0.0, pytest.approx(differences[:stop].mean()))


def test_lines_that_stay_level_are_decided_at_the_bound_for_the_larger_mean():
    differences = 1e-9 + 1.0 * (-1.0) ** np.arange(2000)
    bound = int(np.ceil(kim_nelson_h2(2, 20, same_dice=True) * differences[:20].var(ddof=1) / 0.3**2))
    chosen = kim_nelson(lambda line, r: float(differences[r]) if line == 1 else 0.0, 2, 0.3)
    assert chosen.best == 1
    assert max(chosen.replications) <= bound


@pytest.mark.parametrize("indifference", [0.0, -1.0])
def test_an_indifference_must_be_above_zero(indifference):
    with pytest.raises(ValueError, match="above 0"):
        kim_nelson(lambda line, r: 0.0, 2, indifference)  # noqa: ARG005


@pytest.mark.parametrize(("k", "first"), [(1, 20), (2, 1)])
def test_a_selection_needs_two_lines_and_two_first_replications(k, first):
    with pytest.raises(ValueError, match="two lines"):
        kim_nelson_eta(k, first)
    assert kim_nelson_eta(2, 2) > 0.0


def test_equal_lines_without_spread_are_decided_at_once_for_the_first():
    chosen = kim_nelson(lambda line, r: 3.0, 2, 0.5)  # noqa: ARG005
    assert chosen.best == 0
    assert chosen.replications == (20, 20)


def test_same_dice_share_the_error_among_the_other_lines():
    alone = kim_nelson_eta(2, 20, 1.0 - 0.05 / 9.0, same_dice=True)
    assert kim_nelson_eta(10, 20, same_dice=True) == pytest.approx(alone)


def test_an_undecided_selection_has_spent_the_most_it_may_and_no_more():
    differences = (-1.0) ** np.arange(2000)
    spent: list[int] = []

    def draw(line, r):
        spent.append(r)
        return float(differences[r]) * line

    with pytest.raises(RuntimeError, match="30 replications leave 2 lines"):
        kim_nelson(draw, 2, 0.1, most=30)
    assert max(spent) + 1 == 30
