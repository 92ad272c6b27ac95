"""Sobol indices and Shapley effects against closed forms."""

import numpy as np
import pytest
from scipy.special import ndtri
from support.quality_data import expected

from twin.stats.shapley import shapley
from twin.stats.sobol import saltelli, sobol


def uniform(low, high):
    """Return the quantile function of a uniform distribution."""
    return lambda probability: low + (high - low) * probability


def agrees(found, error, reference):
    """Return whether every index is within four of its own standard errors (1e-3 where that is 0)."""
    return np.all(np.abs(found - reference) <= 4 * error + 1e-3)


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_ishigami():
    found = sobol(ishigami, [uniform(-np.pi, np.pi)] * 3, 8192, np.random.default_rng(1))
    assert found.mean == pytest.approx(expected("Q7_mean"), abs=0.02)
    assert found.variance == pytest.approx(expected("Q7_V"), rel=0.02)
    assert agrees(found.first, found.first_error, [expected(f"Q7_S{i}") for i in (1, 2, 3)])
    assert agrees(found.total, found.total_error, [expected(f"Q7_ST{i}") for i in (1, 2, 3)])


def test_sobol_g():
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    found = sobol(
        lambda x: np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1),
        [uniform(0.0, 1.0)] * 8,
        8192,
        np.random.default_rng(2),
    )
    assert found.variance == pytest.approx(expected("Q8_d8_V"), rel=0.03)
    first, total = ([expected(f"Q8_d8_{kind}{i}") for i in range(1, 5)] for kind in ("S", "ST"))
    assert agrees(found.first[:4], found.first_error[:4], first)
    assert agrees(found.total[:4], found.total_error[:4], total)


def test_product_chain():
    # a chain of independent factors of mean 1: every share follows from the coefficients of variation
    cv = np.array([0.05, 0.1, 0.2, 0.4])
    found = sobol(
        lambda x: np.prod(x, axis=1),
        [lambda p, c=c: 1.0 + c * ndtri(p) for c in cv],
        8192,
        np.random.default_rng(3),
    )
    variance = np.prod(1 + cv**2) - 1
    assert found.variance == pytest.approx(variance, rel=0.05)
    assert agrees(found.first, found.first_error, cv**2 / variance)
    assert agrees(found.total, found.total_error, cv**2 * np.prod(1 + cv**2) / (1 + cv**2) / variance)


def test_limits_hold_the_index():
    inputs = [uniform(-np.pi, np.pi)] * 3
    runs = [sobol(ishigami, inputs, 512, np.random.default_rng(s), resamples=200) for s in range(40)]
    held = [r.total_low[0] <= expected("Q7_ST1") <= r.total_high[0] for r in runs]
    # rows of a low-discrepancy sequence scatter less than the bootstrap believes: never fewer than 95 %
    assert np.mean(held) >= 0.85


def test_a_large_mean_costs_no_digits():
    inputs = [uniform(-np.pi, np.pi)] * 3
    low = sobol(ishigami, inputs, 512, np.random.default_rng(1))
    high = sobol(lambda x: ishigami(x) + 1e6, inputs, 512, np.random.default_rng(1))
    assert high.first == pytest.approx(low.first, abs=1e-6)


def test_design_runs_each_input_once_more():
    design = saltelli([uniform(0.0, 1.0)] * 3, 8, np.random.default_rng(1))
    assert design.inputs.shape == (40, 3)
    assert np.array_equal(design.inputs[16:24, 1:], design.a[:, 1:])
    assert np.array_equal(design.inputs[16:24, 0], design.b[:, 0])


def test_a_constant_result_has_nothing_to_share():
    with pytest.raises(ValueError, match="does not vary"):
        sobol(lambda x: np.ones(len(x)), [uniform(0.0, 1.0)] * 2, 8, np.random.default_rng(1))


def test_rows_must_be_a_power_of_two():
    with pytest.raises(ValueError, match="power of two"):
        saltelli([uniform(0.0, 1.0)], 100, np.random.default_rng(1))


def linear_shapley(weights, covariance):
    """Return the effects of a linear model of two normal inputs (Owen & Prieur 2017, eq. 12)."""
    variance = weights @ covariance @ weights
    rho = covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
    own = weights**2 * np.diag(covariance)
    shared = weights[0] * weights[1] * covariance[0, 1]
    first = own[0] * (1 - rho**2 / 2) + shared + own[1] * rho**2 / 2
    return np.array([first, variance - first]) / variance


@pytest.mark.parametrize("rho", [-0.8, 0.0, 0.6])
def test_shapley_of_two_correlated_inputs(rho):
    weights, covariance = np.array([1.0, 2.0]), np.array([[1.0, rho], [rho, 1.0]])
    found = shapley(lambda x: x @ weights, [5.0, 3.0], covariance, 20_000, np.random.default_rng(4))
    assert agrees(found.effect, found.error, linear_shapley(weights, covariance))
    assert found.effect.sum() == pytest.approx(1.0)


def test_shapley_of_independent_inputs_lies_between_first_and_total():
    cv = np.array([0.2, 0.4, 0.6])
    found = shapley(
        lambda x: np.prod(x, axis=1), np.ones(3), np.diag(cv**2), 40_000, np.random.default_rng(5)
    )
    variance = np.prod(1 + cv**2) - 1
    first = cv**2 / variance
    total = cv**2 * np.prod(1 + cv**2) / (1 + cv**2) / variance
    assert np.all(found.effect >= first - 4 * found.error)
    assert np.all(found.effect <= total + 4 * found.error)


def test_too_many_inputs_are_refused():
    with pytest.raises(ValueError, match="too many"):
        shapley(lambda x: x[:, 0], np.zeros(13), np.eye(13), 10, np.random.default_rng(1))
