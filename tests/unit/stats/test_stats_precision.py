"""Replications for a precision, several statements, and Student's quantile."""

import numpy as np
import pytest
from scipy.stats import t as student
from support.quality_data import expected

from twin.stats.multiplicity import bonferroni
from twin.stats.precision import half_width, look, next_block, replications_needed


def test_half_width_uses_students_quantile():
    assert half_width(np.sqrt(10.0), 10) == pytest.approx(expected("S9_t_.975_9"), rel=1e-6)


@pytest.mark.parametrize("relative", [0.2, 0.05, 0.02, 0.005])
def test_needed_is_the_smallest_number_that_reaches_the_width(relative):
    n = replications_needed(10.0, 1.5, relative)
    assert half_width(1.5, n) <= relative * 10.0
    assert n == 2 or half_width(1.5, n - 1) > relative * 10.0


def test_a_mean_of_zero_has_no_relative_width():
    with pytest.raises(ValueError, match="other than 0"):
        replications_needed(0.0, 1.0, 0.02)


def test_the_worst_figure_decides():
    figures = np.array([[10.0, 1.0], [10.1, 2.0], [9.9, 3.0]])
    assert look(figures, 0.02).mean == pytest.approx(2.0)


def test_figures_that_do_not_vary_are_exact():
    progress = look(np.zeros((4, 1)), 0.02)
    assert progress.reached
    assert progress.needed == 4


def test_cost_is_expected_in_proportion():
    progress = look([9.0, 10.0, 11.0, 10.0], 0.01, spent_s=8.0)
    assert progress.expected_s == pytest.approx(2.0 * progress.needed)


def test_blocks_never_exceed_the_most():
    progress = look([9.0, 10.0, 11.0, 10.0], 0.001)
    assert next_block(progress, most=6) == 2
    assert next_block(progress, most=4) == 0


def test_bonferroni_shares_the_error():
    assert bonferroni(0.95, 5) == pytest.approx(0.99)


def test_bonferroni_intervals_hold_together():
    generator = np.random.default_rng(11)
    runs, lines, n = 2000, 5, 10
    data = generator.normal(size=(runs, lines, n))
    reach = student.ppf(0.5 + bonferroni(0.95, lines) / 2, n - 1) * data.std(axis=2, ddof=1) / np.sqrt(n)
    together = np.mean(np.all(np.abs(data.mean(axis=2)) <= reach, axis=1))
    # 99.9 % binomial band about the 0.951 of five independent intervals of 99 %
    assert 0.9335 <= together <= 0.9665
