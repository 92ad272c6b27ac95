"""Control charts: constants, limits, run rules, run lengths."""

import numpy as np
import pytest
from support.quality_data import expected

from twin.quality import run_length
from twin.quality.charts import cusum, ewma, frozen, individuals, xbar_r, xbar_s
from twin.quality.run_rules import WESTERN_ELECTRIC, signals, zone_signal
from twin.quality.spc_constants import constants, d2_star


@pytest.mark.parametrize("n", [2, 4, 5, 10])
@pytest.mark.parametrize("name", ["d2", "d3", "c4", "A2", "A3", "D3", "D4", "B3", "B4"])
def test_constants_by_quadrature(n, name):
    assert getattr(constants(n), name) == pytest.approx(expected(f"Q3_n{n}_{name}"), rel=1e-6, abs=1e-9)


def test_constants_of_one_range_for_gauge_studies():
    # AIAG prints 1/0.5231 for three appraisers, 1/0.3146 for ten parts
    assert round(1 / d2_star(3, 1), 4) == 0.5231
    assert round(1 / d2_star(10, 1), 4) == 0.3146


def test_run_length_of_three_sigma_charts():
    limits = WESTERN_ELECTRIC[:1]
    assert run_length.run_rules(limits) == pytest.approx(expected("Q3_ARL0_3sigma"), rel=1e-9)
    assert run_length.run_rules(limits, 1.0) == pytest.approx(expected("Q3_ARL1_shift1_n1"), rel=1e-9)
    key = "Q3_ARL1_shift1_n4 (=2 sigma_xbar)"
    assert run_length.run_rules(limits, 2.0) == pytest.approx(expected(key), rel=1e-9)


CHAMP_WOODALL = [
    ((0, 1), 0.0, 225.44),
    ((0, 2), 0.0, 166.05),
    ((0, 3), 0.0, 152.73),
    ((0, 1, 2), 0.0, 132.89),
    ((0, 1, 3), 0.0, 122.05),
    ((0, 2, 3), 0.0, 105.78),
    ((0, 1, 2, 3), 0.0, 91.75),
    ((0, 1, 2, 3), 0.4, 36.61),
    ((0, 1, 2, 3), 1.0, 9.22),
    ((0, 1, 2, 3), 2.0, 3.13),
]
"""Rules, shift in sigma and mean run length, table 1 of Champ & Woodall, Technometrics 29 (1987) 393."""


@pytest.mark.parametrize(("rules", "shift", "length"), CHAMP_WOODALL)
def test_run_length_of_the_rules_as_champ_and_woodall_print_it(rules, shift, length):
    chosen = [WESTERN_ELECTRIC[place] for place in rules]
    assert run_length.run_rules(chosen, shift) == pytest.approx(length, abs=0.005)


def test_rules_signal_as_often_as_their_run_length_says():
    z = np.random.default_rng(8).normal(0.8, 1.0, (4000, 200))
    marks = [np.any(list(signals(row).values()), axis=0) for row in z]
    first = np.array([int(np.argmax(row)) + 1 for row in marks if row.any()])
    assert first.size > 3995
    error = first.std() / np.sqrt(first.size)
    assert run_length.run_rules(WESTERN_ELECTRIC, 0.8) == pytest.approx(first.mean(), abs=4 * error)


CUSUM_PRINTED = [(4, 0, 168), (4, 1, 8.38), (5, 0, 465), (5, 1, 10.4)]
EWMA_PRINTED = [(0, 500), (1, 10.3)]


@pytest.mark.parametrize(("interval", "shift", "length"), CUSUM_PRINTED)
def test_run_length_of_cusum_as_montgomery_prints_it(interval, shift, length):
    assert run_length.cusum(0.5, interval, shift) == pytest.approx(length, rel=3e-3)


@pytest.mark.parametrize(("shift", "length"), EWMA_PRINTED)
def test_run_length_of_ewma_as_lucas_prints_it(shift, length):
    assert run_length.ewma(0.1, 2.814, shift) == pytest.approx(length, rel=4e-3)


def test_run_length_by_dice():
    generator = np.random.default_rng(6)
    z = generator.normal(0.5, 1.0, (4000, 300))
    upper, lower = np.zeros(4000), np.zeros(4000)
    first = np.full(4000, 300)
    for i in range(300):
        upper, lower = np.maximum(0, upper + z[:, i] - 0.5), np.maximum(0, lower - z[:, i] - 0.5)
        first = np.where((first == 300) & ((upper > 4) | (lower > 4)), i + 1, first)
    error = first.std() / np.sqrt(4000)
    assert run_length.cusum(0.5, 4.0, 0.5) == pytest.approx(first.mean(), abs=4 * error)


def test_rules_mark_the_point_that_completes_them():
    z = np.array([0.0, 2.5, 0.0, 2.2, 3.5, -2.5, -0.5])
    found = {rule.name: np.flatnonzero(zone_signal(z, rule)).tolist() for rule in WESTERN_ELECTRIC}
    assert found["beyond_3_sigma"] == [4]
    assert found["2_of_3_beyond_2_sigma"] == [3, 4]
    assert found["8_on_one_side"] == []


def test_four_of_five_and_eight_in_a_row():
    z = np.array([1.5, 1.2, 0.5, 1.1, 1.4, 0.1, 0.2, 0.1, 0.1])
    assert np.flatnonzero(zone_signal(z, WESTERN_ELECTRIC[2])).tolist() == [4]
    assert np.flatnonzero(zone_signal(z, WESTERN_ELECTRIC[3])).tolist() == [7, 8]


def test_mean_charts_use_the_printed_factors():
    table = np.random.default_rng(2).normal(10.0, 1.0, (25, 5))
    mean_chart, range_chart = xbar_r(table)
    mean_range = np.ptp(table, axis=1).mean()
    assert mean_chart.upper[0] == pytest.approx(table.mean() + expected("Q3_n5_A2") * mean_range, rel=1e-6)
    assert range_chart.upper[0] == pytest.approx(expected("Q3_n5_D4") * mean_range, rel=1e-6)
    mean_chart, spread_chart = xbar_s(table)
    mean_spread = table.std(axis=1, ddof=1).mean()
    assert mean_chart.lower[0] == pytest.approx(table.mean() - expected("Q3_n5_A3") * mean_spread, rel=1e-6)
    assert spread_chart.upper[0] == pytest.approx(expected("Q3_n5_B4") * mean_spread, rel=1e-6)


def test_individuals_use_the_moving_range():
    readings = np.array([10.0, 12.0, 11.0, 30.0, 11.0])
    chart, ranges = individuals(readings)
    assert chart.sigma[0] == pytest.approx(np.mean([2, 1, 19, 19]) / expected("Q3_n2_d2"), rel=1e-6)
    assert ranges.upper[0] == pytest.approx(np.mean([2, 1, 19, 19]) * expected("Q3_n2_D4"), rel=1e-6)


def test_frozen_limits_find_a_later_shift():
    generator = np.random.default_rng(12)
    chart, _ = xbar_r(generator.normal(0.0, 1.0, (50, 4)))
    later = frozen(chart, generator.normal(3.0, 1.0, (10, 4)).mean(axis=1))
    assert later.out.all()
    # of 50 points in control one may be out by chance
    assert chart.out.sum() <= 1


def test_ewma_of_weight_one_is_the_shewhart_chart():
    readings = np.array([1.0, 4.0, -2.0])
    chart = ewma(readings, target=0.5, sigma=1.0, weight=1.0, reach=3.0)
    assert chart.values == pytest.approx(readings)
    assert chart.upper == pytest.approx([3.5] * 3)


def test_limits_that_change_cannot_be_frozen():
    with pytest.raises(ValueError, match="cannot be frozen"):
        frozen(ewma([1.0, 2.0, 3.0], 2.0, 1.0), [1.0])


def test_cusum_is_the_recursion():
    readings = np.random.default_rng(4).normal(0.3, 1.0, 200)
    found = cusum(readings, 0.0, 1.0)
    upper = lower = 0.0
    for i, value in enumerate(readings):
        upper, lower = max(0.0, upper + value - 0.5), max(0.0, lower - value - 0.5)
        assert found.upper[i] == pytest.approx(upper, abs=1e-12)
        assert found.lower[i] == pytest.approx(lower, abs=1e-12)
    assert found.out.any() == (max(found.upper.max(), found.lower.max()) > 5.0)
