"""Warm-up by MSER-5."""

import numpy as np
import pytest
from support.quality_data import expected

from twin.stats.mser import averaged_over_replications, mser

STEP = np.arange(1, 1001)
NOISE = np.sin(2.399963 * STEP)
LEVEL = 10.0 + NOISE
SETTLING = np.where(STEP <= 200, 5.0, 10.0) + NOISE


@pytest.mark.parametrize("batch", [1, 5])
@pytest.mark.parametrize(("case", "series"), [("none", LEVEL), ("step200", SETTLING)])
def test_formula_series_gives_the_reference_drop_mean_and_statistic(case, series, batch):
    chosen = mser(series, batch)
    key = f"S4_{case}_MSER{batch}"
    assert chosen.drop == expected(f"{key}_trunc")
    assert chosen.mean == pytest.approx(expected(f"{key}_mean_after"), rel=1e-6)
    # the reference is printed to ten decimals
    assert chosen.statistic == pytest.approx(expected(f"{key}_stat"), abs=1e-10)
    assert not chosen.refused


def test_refuses_when_more_than_half_would_have_to_go():
    series = np.where(STEP <= 700, 5.0, 10.0) + NOISE
    chosen = mser(series)
    assert chosen.refused
    assert "run longer" in chosen.reason


@pytest.mark.parametrize("share", [0.6, 0.8])
def test_a_late_step_is_refused(share):
    assert mser(np.where(share * 1000 >= STEP, 5.0, 10.0) + NOISE).refused


def test_noise_without_start_up_is_hardly_ever_refused():
    generator = np.random.default_rng(2)
    assert np.mean([mser(generator.normal(size=200)).refused for _ in range(1000)]) < 0.05


def test_drops_at_most_half():
    assert mser(np.linspace(0.0, 1.0, 200)).drop <= 100


def test_a_drift_to_the_end_is_refused():
    assert mser(np.linspace(0.0, 1.0, 200)).refused


def test_a_course_that_settles_exactly_is_settled_at_once():
    # 5.1 is no binary fraction: rounding must not look like a transient
    chosen = mser(np.concatenate([np.zeros(20), np.full(180, 5.1)]))
    assert chosen.drop == 20
    assert not chosen.refused


def test_level_costs_no_digits():
    shifted = mser(SETTLING + 1e9)
    assert shifted.drop == 200
    assert shifted.statistic == pytest.approx(mser(SETTLING).statistic, rel=1e-4)


def test_each_series_has_its_own_drop():
    assert [mser(series).drop for series in (LEVEL, SETTLING)] == [0, 200]


def test_replications_are_averaged_before_the_rule():
    assert averaged_over_replications([[1.0, 2.0], [3.0, 6.0]]) == pytest.approx([2.0, 4.0])


@pytest.mark.parametrize("series", [[1.0] * 9, [[1.0, 2.0]], [1.0, float("nan")] * 10])
def test_what_is_no_series_is_refused(series):
    with pytest.raises(ValueError, match="series"):
        mser(series)


def settles_after(batches_dropped: int, batches: int, batch: int = 5) -> np.ndarray:
    """Return a series whose batch means alternate a little around 10 once the first batches are over."""
    means = 10.0 + 0.01 * (-1.0) ** np.arange(batches)
    means[:batches_dropped] = 5.0
    return np.repeat(means, batch)


@pytest.mark.parametrize("batch", [1, 5])
def test_what_is_kept_and_what_is_dropped_make_up_the_whole_batches_of_the_series(batch):
    chosen = mser(np.append(SETTLING, [10.0] * (batch - 1)), batch)
    assert (chosen.drop, chosen.kept) == (200, 800)


@pytest.mark.parametrize(("batches", "half"), [(40, 20), (41, 20)])
def test_half_of_the_batches_may_be_dropped_and_one_more_may_not(batches, half):
    allowed = mser(settles_after(half, batches))
    assert (allowed.drop, allowed.kept) == (half * 5, (batches - half) * 5)
    assert not allowed.refused
    beyond = mser(settles_after(half + 1, batches))
    assert beyond.refused
    assert beyond.drop == half * 5


@pytest.mark.parametrize(("last", "refused"), [(4, False), (5, True)])
def test_less_than_five_batches_that_agree_at_the_end_refuse_nothing(last, refused):
    # a saw-tooth up to the last batches, which agree exactly
    means = 10.0 + (-1.0) ** np.arange(40)
    means[-last:] = 10.0
    assert mser(means, 1).refused is refused


@pytest.mark.parametrize(
    ("kept", "ratio", "refused"), [(10, 0.9, True), (8, 0.9, False), (8, 0.11, False), (8, 0.09, True)]
)
def test_less_than_a_quarter_of_the_batches_must_be_calmer_by_far_to_refuse(kept, ratio, refused):
    # a swing a over the last m of 40 batches, of 1 before: MSER is a^2 / m of the last m alone,
    # (40 - m + m a^2) / 1600 of all; this a makes the first the given ratio of the second
    swing = np.sqrt(ratio * kept * (40 - kept) / (1600 - ratio * kept**2))
    means = 10.0 + (-1.0) ** np.arange(40)
    means[-kept:] = 10.0 + swing * (-1.0) ** np.arange(kept)
    assert mser(means, 1).refused is refused


@pytest.mark.parametrize("unit", [1e-9, 1e9])
def test_the_unit_of_a_series_does_not_matter(unit):
    for series in (SETTLING, np.repeat([0.0, 5.1], [20, 180]), np.linspace(0.0, 1.0, 200)):
        chosen, scaled = mser(series), mser(unit * series)
        assert (scaled.drop, scaled.refused) == (chosen.drop, chosen.refused)
        assert scaled.statistic == pytest.approx(unit**2 * chosen.statistic, abs=1e-15 * unit**2)
