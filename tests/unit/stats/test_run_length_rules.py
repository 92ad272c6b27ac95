"""The rules of the check of a run's length, each against its definition or a series that decides it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2
from scipy.stats import t as student

from twin.stats.run_length_check import (
    AGREED,
    FEWEST_REPLICATIONS,
    SPREAD_BEYOND_CHANCE,
    WORST_BIAS,
    autocorrelation_time,
    biased_coverage,
    start_up_bias,
    support,
    warm_up,
)


def time_by_definition(table):
    """Sum the autocorrelations one by one: pairs of lags as long as they are above 0, none above the last."""
    centred = table - table.mean(axis=0)
    length = table.shape[1]
    mean_product = [
        np.mean([run[t] * run[t + lag] for run in centred for t in range(length - lag)])
        for lag in range(length)
    ]
    total, largest = 0.0, np.inf
    for lag in range(0, length - 1, 2):
        pair = (mean_product[lag] + mean_product[lag + 1]) / mean_product[0]
        largest = min(largest, pair)
        if largest <= 0.0:
            break
        total += largest
    return max(1.0, 2.0 * total - 1.0)


def remembering(phi, shape, seed):
    """Return an autoregression, shape (replication, time)."""
    noise = np.random.default_rng(seed).normal(size=shape)
    for t in range(1, shape[1]):
        noise[:, t] += phi * noise[:, t - 1]
    return noise


@pytest.mark.parametrize("phi", [-0.6, 0.0, 0.7, 0.95])
@pytest.mark.parametrize("length", [8, 9, 31, 64])
def test_autocorrelation_time_is_the_sum_of_its_definition(phi, length):
    for seed in range(5):
        table = remembering(phi, (3, length), seed)
        assert autocorrelation_time(table) == pytest.approx(time_by_definition(table), rel=1e-9)


@pytest.mark.parametrize(("length", "lags"), [(10, 10), (11, 10)])
def test_a_level_per_replication_is_remembered_for_ever(length, lags):
    table = np.repeat([[1.0], [2.0], [4.0]], length, axis=1)
    assert autocorrelation_time(table) == pytest.approx(2 * lags - 1)


def test_what_does_not_vary_and_what_swings_back_is_worth_every_observation():
    assert autocorrelation_time(np.full((4, 20), 3.0)) == 1.0
    swing = np.outer([1.0, -1.0, 2.0], (-1.0) ** np.arange(20))
    assert autocorrelation_time(swing) == 1.0


def settling(count, drop, length, shift, seed=5):
    """Return replications whose mean course is `shift` for the first observations, then exactly 0."""
    noise = np.random.default_rng(seed).normal(size=(count // 2, length))
    table = np.concatenate([noise, -noise])
    table[:, :drop] += shift
    return table


def shift_by_chance(table, drop):
    """Return how far the mean moves by chance where a stretch as long as the start-up is left out."""
    count, length = table.shape
    stretches = length // drop
    moved = [
        [run.mean() - np.delete(run, range(s * drop, (s + 1) * drop)).mean() for run in table]
        for s in range(stretches)
    ]
    error = np.sqrt(np.mean([np.var(stretch, ddof=1) for stretch in moved]) / count)
    return student.ppf(0.5 + AGREED / 2.0, (stretches - 1) * (count - 1)) * error


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize(("count", "drop", "length"), [(4, 10, 35), (6, 10, 50), (4, 15, 30)])
def test_a_start_up_counts_where_it_is_beyond_what_any_stretch_does_by_chance(count, drop, length, sign):
    # the same shift in all replications moves no spread, so chance is that of the noise alone
    chance = shift_by_chance(settling(count, drop, length, 0.0), drop)
    edge = sign * chance * length / drop
    assert start_up_bias(settling(count, drop, length, 0.98 * edge)) == 0.0
    beyond = settling(count, drop, length, 1.02 * edge)
    assert start_up_bias(beyond) == pytest.approx(1.02 * sign * chance)


def test_a_drift_to_the_end_is_taken_as_a_start_up_of_half_the_series():
    drift = np.linspace(0.0, 1.0, 100) + np.array([[0.001], [0.0], [-0.001]])
    assert start_up_bias(drift) == pytest.approx(drift.mean() - drift[:, 50:].mean())


def test_bias_counts_in_standard_errors_of_the_replication_means():
    levels = np.array([[0.0], [1.0], [3.0], [4.0], [2.0]])
    table = levels + np.where(np.arange(100) < 20, 2.0, 0.0) + np.zeros((5, 100))
    error = np.std(levels, ddof=1) / np.sqrt(5)
    known = support(table)
    assert known.bias_errors == pytest.approx(2.0 * 20 / 100 / error)
    assert known.coverage == pytest.approx(biased_coverage(known.bias_errors, 5))
    assert support(-table).bias_errors == pytest.approx(known.bias_errors)
    assert support(table, 0.8).coverage == pytest.approx(biased_coverage(known.bias_errors, 5, 0.8))


def of_bias(bias_errors):
    """Return five replications, each a level and a start-up of so many standard errors."""
    levels = np.array([[-2.0], [-1.0], [0.0], [1.0], [2.0]])
    shift = bias_errors * np.std(levels, ddof=1) / np.sqrt(5) * 100 / 20
    return levels + np.where(np.arange(100) < 20, shift, 0.0)


@pytest.mark.parametrize(
    ("bias_errors", "words"),
    [
        (0.98 * WORST_BIAS, ""),
        (1.02 * WORST_BIAS, "by 0.8 standard errors: longer warm-up"),
        (9.9, "by 9.9 standard errors: longer warm-up"),
        (10.1, "by more than 10 standard errors: longer warm-up"),
    ],
)
def test_a_start_up_is_told_from_three_quarters_of_a_standard_error(bias_errors, words):
    told = [reason for reason in support(of_bias(bias_errors)).reasons if "start-up" in reason]
    assert told == ([f"the start-up shifts the mean {words}"] if words else [])


def test_a_start_up_beyond_half_of_the_series_is_told_to_run_longer():
    late = np.where(np.arange(200) < 160, np.arange(200) / 160.0, 1.0)
    run = late + 0.001 * np.random.default_rng(2).normal(size=(6, 200))
    assert any(
        "lasts beyond half of what is counted, run longer" in reason for reason in support(run).reasons
    )


def test_an_infinite_bias_covers_nothing_and_none_covers_what_it_says():
    assert biased_coverage(np.inf, 10) == 0.0
    assert biased_coverage(0.0, 6, 0.8) == pytest.approx(0.8)
    # with so many replications t is normal: 1.96 below and above a shift of 1.5 errors
    assert biased_coverage(1.5, 100_000) == pytest.approx(0.6769, abs=2e-4)
    assert biased_coverage(-1.5, 100_000) == pytest.approx(0.6769, abs=2e-4)


def test_two_replications_make_an_interval_and_one_does_not():
    table = np.random.default_rng(1).normal(size=(2, 200))
    assert support(table).replications == 2
    with pytest.raises(ValueError, match="two replications"):
        support(table[:1])


@pytest.mark.parametrize("count", range(2, 9))
def test_few_replications_are_told(count):
    told = support(np.random.default_rng(1).normal(size=(count, 400))).reasons
    assert any("too few" in reason for reason in told) == (count < FEWEST_REPLICATIONS)


def held(values, each):
    """Return series in which every value is held for several observations: so many of them count as one."""
    return np.repeat(values, each, axis=1)


def told_dependent(table):
    return [reason for reason in support(table).reasons if "independent observations" in reason]


@pytest.mark.parametrize(("worth", "even_told", "skewed_told"), [(4, 6, 12), (9, 0, 12), (20, 0, 0)])
def test_skewed_series_must_be_worth_twelve_and_even_ones_six(worth, even_told, skewed_told):
    dice = np.random.default_rng(1)
    even = held(dice.normal(size=(40, worth)), 30)
    skewed = held(dice.exponential(size=(40, worth)), 30)
    for table, fewest in ((even, even_told), (skewed, skewed_told), (-skewed, skewed_told)):
        known, told = support(table), told_dependent(table)
        assert known.effective == pytest.approx(worth, rel=0.2)
        assert len(told) == (1 if fewest else 0)
        assert all(f"fewer than {fewest}: run longer" in reason for reason in told)
    shifted = 50.0 + even + 100.0 * np.linspace(0.0, 1.0, even.shape[1]) ** 4
    assert len(told_dependent(shifted)) == (1 if even_told else 0), "the mean course is no skewness"


@pytest.mark.parametrize("count", [2, 8])
def test_skewness_is_judged_from_thirty_observations_on(count):
    # two replications lie evenly around their mean course, whatever they are
    dice = np.random.default_rng(3)
    worth = []
    for _ in range(12):
        half = held(dice.normal(size=(count // 2, 9)), 30)
        table = np.concatenate([half, -half])
        effective = support(table).effective
        fewest = 6.0 if count * effective >= 30.0 else 12.0
        assert bool(told_dependent(table)) == (effective < fewest)
        worth.append(count * effective)
    assert (min(worth) < 30.0) == (count == 2)


@pytest.mark.parametrize("count", [5, 10])
def test_the_spread_of_the_means_counts_once_it_is_beyond_chance(count):
    dice = np.random.default_rng(6)
    noise = dice.normal(size=(count, 300))
    levels = np.linspace(-1.0, 1.0, count)[:, None]
    sides = set()
    for size in np.linspace(0.0, 0.25, 40):
        table = noise - noise.mean(axis=1, keepdims=True) + size * levels
        time = time_by_definition(table) if size in (0.0, 0.25) else autocorrelation_time(table)
        within = np.var(table, axis=0, ddof=1).mean()
        spread = 300 * np.var(table.mean(axis=1), ddof=1) / within
        beyond = spread / time > chi2.ppf(SPREAD_BEYOND_CHANCE, count - 1) / (count - 1)
        assert support(table).autocorrelation == pytest.approx(spread if beyond else time, rel=1e-9)
        sides.add(bool(beyond))
    assert sides == {True, False}


@pytest.mark.parametrize("level", [0.0, 5.1])
@pytest.mark.parametrize("swing", [0.0, 1.0])
def test_replications_that_differ_by_rounding_alone_are_worth_every_observation(level, swing):
    # the mean of five equal numbers is not always that number
    same = np.tile(level + swing * np.sin(np.arange(200.0)), (5, 1))
    known = support(same)
    assert (known.autocorrelation, known.effective, known.bias_errors) == (1.0, 200.0, 0.0)
    assert known.reasons == ()


def test_eight_equal_observations_are_even_and_so_enough():
    same = np.tile(np.linspace(1.0, 1.1, 10) ** 9, (5, 1))
    assert told_dependent(same) == []


def test_one_replication_that_drifts_has_nobody_to_contradict_it():
    drift = np.linspace(0.0, 1.0, 100)[None, :]
    assert warm_up(drift).refused
    assert warm_up(np.concatenate([drift, drift + 0.001, drift - 0.002])).refused
