"""Intervals of means: against quantiles of printed tables."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.stats.intervals import paired_interval, t_interval, t_intervals, t_quantile

PRINTED = {1: 12.7062, 2: 4.3027, 9: 2.2622, 19: 2.0930, 120: 1.9799}  # t tables, two-sided 95 %


@pytest.mark.parametrize(("degrees", "factor"), PRINTED.items())
def test_quantile_is_that_of_the_printed_table(degrees: int, factor: float) -> None:
    assert t_quantile(float(degrees)) == pytest.approx(factor, abs=5e-5)


def test_interval_of_a_hand_example() -> None:
    # mean 3, sd sqrt(2.5), standard error sqrt(0.5), t(4) = 2.776445
    found = t_interval([1.0, 2.0, 3.0, 4.0, 5.0])
    assert found.mean == 3.0
    assert found.high - found.mean == pytest.approx(2.7764451 * math.sqrt(0.5), rel=1e-7)
    assert found.n == 5


def test_one_value_has_a_mean_and_no_interval() -> None:
    found = t_interval([4.0])
    assert (found.mean, found.n) == (4.0, 1)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_no_value_has_no_mean() -> None:
    found = t_interval([np.nan])
    assert math.isnan(found.mean)
    assert found.n == 0


def test_pairs_cancel_what_they_share() -> None:
    noise = np.array([10.0, -40.0, 25.0, 3.0])
    found = paired_interval(noise + 2.0, noise)
    assert found.mean == pytest.approx(2.0)
    assert found.high - found.low == pytest.approx(0.0, abs=1e-12)


def test_pairs_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="as many values"):
        paired_interval([1.0, 2.0], [1.0])


def test_confidence_of_100_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        t_quantile(3.0, 1.0)


@given(st.lists(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), min_size=1, max_size=5))
def test_groups_at_once_equal_groups_one_by_one(groups: list[list[float]]) -> None:
    values = np.concatenate([np.array(group) for group in groups])
    codes = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    together = np.array(t_intervals(values, codes, len(groups))).T
    for found, group in zip(together, groups, strict=True):
        alone = np.array(t_interval(group))
        assert found == pytest.approx(alone, rel=1e-9, abs=1e-6, nan_ok=True)
