"""One-way analysis of variance and its components."""

import numpy as np
import pytest
from support.quality_data import dyestuff, expected, nist_groups

from twin.quality.anova import (
    between_component,
    mls_interval,
    one_way,
    satterthwaite_degrees,
    within_component,
)


@pytest.mark.parametrize(("name", "digits"), [("SiRstv", 1e-12), ("SmLs01", 1e-9)])
def test_certified_sets_to_the_stated_digits(name, digits):
    result = one_way(nist_groups(name))
    assert result.f == pytest.approx(expected(f"Q4_{name}_F"), rel=digits)
    assert result.ss_between == pytest.approx(expected(f"Q4_{name}_SSB"), rel=digits)
    assert result.ss_within == pytest.approx(expected(f"Q4_{name}_SSW"), rel=digits)
    assert result.var_between == pytest.approx(expected(f"Q4_{name}_var_between"), rel=1e-7)


def test_certified_r_squared():
    assert one_way(nist_groups("SiRstv")).r_squared == pytest.approx(0.190999039051129, rel=1e-12)


def test_a_large_level_costs_only_the_digits_the_data_lost():
    # 1e6 + 0.1 keeps ten digits of the 0.1; the certified F is 21
    groups = [np.asarray(g) + 1e6 for g in nist_groups("SmLs01")]
    assert one_way(groups).f == pytest.approx(21.0, rel=1e-8)


def test_dyestuff_components():
    result = one_way(list(dyestuff()))
    assert result.mean == pytest.approx(expected("Q6_mean"))
    assert result.ms_between == pytest.approx(expected("Q6_MSB"), rel=1e-9)
    assert result.ms_within == pytest.approx(expected("Q6_MSW"), rel=1e-9)
    assert result.var_between == pytest.approx(expected("Q6_var_batch(ANOVA=REML)"), rel=1e-9)
    assert result.intraclass_correlation == pytest.approx(expected("Q6_ICC"), rel=1e-9)
    assert between_component(list(dyestuff())).sd == pytest.approx(expected("Q6_sd_batch"), rel=1e-9)
    assert within_component(result).sd == pytest.approx(expected("Q6_sd_resid"), rel=1e-9)


def test_unbalanced_components_are_free_of_bias():
    generator = np.random.default_rng(7)
    found = []
    for _ in range(400):
        groups = [generator.normal(generator.normal(0, 2), 1, generator.integers(1, 9)) for _ in range(12)]
        found.append(one_way(groups).var_between)
    assert np.mean(found) == pytest.approx(4.0, abs=4 * np.std(found) / 20)


def test_missing_values_are_left_out():
    groups = [[1.0, 2.0, np.nan], [3.0, 5.0], [np.nan]]
    assert one_way(groups) == one_way([[1.0, 2.0], [3.0, 5.0]])


def test_groups_without_repeats_are_refused():
    with pytest.raises(ValueError, match="repeated"):
        one_way([[1.0], [2.0]])


@pytest.mark.parametrize("sd_between", [0.0, 1.0, 4.0])
def test_between_interval_holds_in_95_percent(sd_between):
    generator = np.random.default_rng(21)
    runs, held = 500, 0
    for _ in range(runs):
        sizes = generator.integers(2, 8, 10)
        groups = [generator.normal(generator.normal(0, sd_between), 1.0, n) for n in sizes]
        found = between_component(groups)
        held += found.low <= sd_between**2 <= found.high
    # binomial 99.9 % band for 500 runs
    assert 0.915 <= held / runs <= 0.98


def test_a_single_mean_square_gives_the_chi_square_interval():
    result = one_way(list(dyestuff()))
    low, high = mls_interval([1.0], [result.ms_within], [result.df_within])
    exact = within_component(result)
    assert (low, high) == pytest.approx((exact.low, exact.high))


def test_satterthwaite_of_one_mean_square_is_its_own_degrees():
    assert satterthwaite_degrees([2.0], [3.0], [7]) == pytest.approx(7.0)
    assert satterthwaite_degrees([1.0, 1.0], [3.0, 3.0], [7, 7]) == pytest.approx(14.0)
