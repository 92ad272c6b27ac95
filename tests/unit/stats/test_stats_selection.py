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
