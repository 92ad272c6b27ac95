"""Capability indices, their intervals, the share out of limits."""

import math

import numpy as np
import pytest
from support.quality_data import expected

from twin.quality.capability import (
    Limits,
    cp,
    cp_interval,
    cpk,
    cpk_interval,
    cpl,
    cpu,
    out_of_limits_ppm,
)

HANDBOOK = Limits(8.0, 20.0)


def test_handbook_indices():
    assert cp(HANDBOOK, 2.0) == pytest.approx(expected("Q1_Cp"))
    assert cpu(HANDBOOK, 16.0, 2.0) == pytest.approx(expected("Q1_Cpu"))
    assert cpl(HANDBOOK, 16.0, 2.0) == pytest.approx(expected("Q1_Cpl"))
    assert cpk(HANDBOOK, 16.0, 2.0) == pytest.approx(expected("Q1_Cpk"))
    assert out_of_limits_ppm(HANDBOOK, 16.0, 2.0) == pytest.approx(expected("Q1_ppm_out"), rel=1e-9)


def test_intervals_of_cp_and_cpk():
    value = cp(Limits(38.0, 62.0), 1.75)
    assert value == pytest.approx(expected("Q2_Cp_hat"))
    low, high = expected("Q2_Cp_lo95"), expected("Q2_Cp_hi95")
    assert cp_interval(value, 20) == pytest.approx((low, high), rel=1e-6)
    low, high = expected("Q2_Cpk_lo95"), expected("Q2_Cpk_hi95")
    assert cpk_interval(1.33, 20) == pytest.approx((low, high), rel=1e-6)


def test_one_sided_limit():
    only_low = Limits(3.0, None)
    assert math.isnan(cp(only_low, 0.1))
    assert cpk(only_low, 3.3, 0.1) == pytest.approx(1.0)
    assert out_of_limits_ppm(only_low, 3.3, 0.1) == pytest.approx(1349.898, rel=1e-6)


def test_limits_must_be_there_and_in_order():
    with pytest.raises(ValueError, match="limit"):
        Limits(None, None)
    with pytest.raises(ValueError, match="not above"):
        Limits(2.0, 1.0)


def test_intervals_hold_in_95_percent():
    generator = np.random.default_rng(5)
    limits, held, runs = Limits(-4.0, 4.0), np.zeros(2), 600
    for _ in range(runs):
        values = generator.normal(0.5, 1.0, 80)
        mean, sd = values.mean(), values.std(ddof=1)
        intervals = cp_interval(cp(limits, sd), 80), cpk_interval(cpk(limits, mean, sd), 80)
        truths = 4.0 / 3.0, 3.5 / 3.0
        held += [low <= truth <= high for (low, high), truth in zip(intervals, truths, strict=True)]
    # binomial 99.9 % band for 600 runs; the last is a large-sample formula
    assert np.all((held / runs >= 0.915) & (held / runs <= 0.98))
