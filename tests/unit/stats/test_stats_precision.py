"""Replications for a precision, several statements, and Student's quantile."""

import numpy as np
import pytest
from scipy.stats import t as student
from support.quality_data import expected

from twin.stats.multiplicity import bonferroni
from twin.stats.precision import Progress, half_width, look, next_block, replications_needed


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


def test_a_figure_that_varies_around_zero_never_reaches_a_relative_width():
    with pytest.raises(ValueError, match="other than 0"):
        look([-1.0, 1.0, -2.0, 2.0], 0.5)
    assert look([0.5, 1.5, 0.0, 2.0], 10.0).reached


def test_one_replication_says_nothing_about_precision_and_two_do():
    with pytest.raises(ValueError, match="two replications"):
        look([1.0], 0.1)
    assert look([1.0, 1.0], 0.1).reached


@pytest.mark.parametrize("relative", [0.0, -0.1])
def test_a_relative_width_must_be_above_zero(relative):
    with pytest.raises(ValueError, match="above 0"):
        replications_needed(10.0, 1.0, relative)


def test_a_negative_mean_needs_as_many_replications_as_a_positive_one():
    assert replications_needed(-10.0, 1.5, 0.02) == replications_needed(10.0, 1.5, 0.02)


def test_a_block_is_what_is_missing_and_at_most_as_much_as_there_is_already():
    def at(n, needed):
        return Progress(n, 10.0, 0.1, 0.01, needed, 0.0)

    assert next_block(at(10, 14), most=100) == 4
    assert next_block(at(10, 500), most=100) == 10
    assert next_block(at(10, 10), most=100) == 1
    assert next_block(at(10, 14), most=100, step=3) == 6
    assert next_block(at(10, 14), most=8) == 0


def test_a_width_just_at_the_target_is_reached():
    assert Progress(10, 10.0, 0.02, 0.02, 10, 0.0).reached
    assert not Progress(10, 10.0, 0.021, 0.02, 11, 0.0).reached


def test_replications_needed_do_not_depend_on_the_unit():
    for relative in (0.2, 0.02):
        expected_n = replications_needed(10.0, 1.5, relative)
        assert replications_needed(0.01, 0.0015, relative) == expected_n
        assert replications_needed(1e4, 1500.0, relative) == expected_n


def test_two_replications_are_enough_where_hardly_anything_varies():
    assert replications_needed(10.0, 1e-6, 0.02) == 2


def test_the_width_reached_is_that_of_the_t_interval_of_the_values_given():
    values = [9.0, 10.0, 12.0, 10.0]
    progress = look(values, 0.01)
    assert progress.relative_half_width == pytest.approx(half_width(np.std(values, ddof=1), 4) / 10.25)
    assert progress.n == 4
    assert progress.spent_s == 0.0


def test_a_half_width_that_is_exactly_allowed_is_enough():
    for n in (2, 12, 40):
        assert replications_needed(1.0, 1.0, half_width(1.0, n)) == n
