"""Coverage of the interval over replications, and the warning where a run cannot support it."""

import numpy as np
import pytest
from support.quality_data import EXPECTED, expected

from twin.stats.intervals import t_interval
from twin.stats.run_length_check import autocorrelation_time, biased_coverage, support

SHORT = {
    "rho0.8_warm500_n2000_r10": (0.8, 500, 2000),
    "rho0.8_warm0_n2000_r10": (0.8, 0, 2000),
    "rho0.8_warm0_n200_r10": (0.8, 0, 200),
    "rho0.5_warm100_n1000_r10": (0.5, 100, 1000),
}


def waits(rho, warm, n, runs, seed):
    """Return waits of an M/M/1 queue by Lindley's recursion, shape (run, customer); service mean 1."""
    generator = np.random.default_rng(seed)
    wait, kept = np.zeros(runs), np.empty((n, runs))
    for customer in range(warm + n):
        if customer >= warm:
            kept[customer - warm] = wait
        step = generator.exponential(1.0, runs) - generator.exponential(1.0 / rho, runs)
        wait = np.maximum(wait + step, 0.0)
    return kept.T


def coverage(means, truth):
    """Return the share of intervals over replications that hold the truth; means (macro, replication)."""
    found = [t_interval(run) for run in means]
    return float(np.mean([interval.low <= truth <= interval.high for interval in found]))


@pytest.mark.slow
@pytest.mark.parametrize("key", SHORT)
def test_short_runs_cover_what_a_correct_interval_covers(key):
    rho, warm, n = SHORT[key]
    macro = 4000
    means = np.concatenate([waits(rho, warm, n, 4000, seed).mean(axis=1) for seed in range(10)])
    assert coverage(means.reshape(macro, 10), rho / (1.0 - rho)) == pytest.approx(
        EXPECTED[key]["coverage"], abs=0.02
    )


@pytest.mark.slow
def test_long_runs_cover_95_percent():
    macro = 1000
    means = waits(0.5, 500, 10_000, macro * 10, 3).mean(axis=1)
    assert expected("S1_n1000_accept_lo") <= coverage(means.reshape(macro, 10), 1.0)
    assert coverage(means.reshape(macro, 10), 1.0) <= expected("S1_n1000_accept_hi")


def test_the_run_that_covers_75_percent_is_always_flagged():
    data = waits(0.8, 0, 200, 500, 1).reshape(50, 10, 200)
    assert not any(support(run).holds for run in data)


def test_a_long_run_is_hardly_ever_flagged():
    data = waits(0.5, 100, 5000, 200, 2).reshape(20, 10, 5000)
    assert np.mean([support(run).holds for run in data]) >= 0.8


def test_an_unremoved_start_is_flagged():
    generator = np.random.default_rng(4)
    start = np.where(np.arange(1000) < 200, -3.0, 0.0)
    run = start + generator.normal(size=(10, 1000))
    assert any("start-up" in reason for reason in support(run).reasons)


def test_too_few_replications_are_flagged():
    run = np.random.default_rng(4).normal(size=(3, 1000))
    assert any("replications" in reason for reason in support(run).reasons)


@pytest.mark.parametrize("phi", [0.0, 0.5, 0.9])
def test_autocorrelation_time_of_an_autoregression(phi):
    generator = np.random.default_rng(8)
    series = np.zeros((20, 4000))
    noise = generator.normal(size=series.shape)
    for i in range(1, 4000):
        series[:, i] = phi * series[:, i - 1] + noise[:, i]
    # sum of phi^|k| over all k; 20 x 4000 points leave a few percent
    assert autocorrelation_time(series) == pytest.approx((1 + phi) / (1 - phi), rel=0.15)


def test_bias_of_half_an_error_costs_little_and_of_two_a_lot():
    assert biased_coverage(0.0, 10) == pytest.approx(0.95)
    assert 0.91 < biased_coverage(0.5, 10) < 0.94
    assert biased_coverage(2.0, 10) < 0.6
