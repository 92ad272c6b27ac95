"""Cross-web profiles, spectra along the web, grades and stacks of cells."""

import numpy as np
import pytest

from twin.quality.grading import grade, stack_spread
from twin.quality.spc_constants import range_moments
from twin.quality.spectrum import along_spectrum, along_web, cross_web_profile, sampling

TRUTH = {"lot": 1.0, "lane": 0.5, "along": 0.7, "cell": 1.2}


def planted(generator, lots=30, missing=0.0, machines=1, lanes=5, segments=24, truth=TRUTH):
    """Return (values, machine) with known components: a sine of one turn along, a fixed profile across."""
    profile = generator.normal(size=(machines, lanes))
    profile -= profile.mean(axis=1, keepdims=True)
    profile *= truth["lane"] / np.sqrt(np.mean(profile**2, axis=1, keepdims=True))
    phase = generator.uniform(0.0, 2.0 * np.pi, (lots, 1))
    wave = np.sin(2.0 * np.pi * np.arange(segments) / segments + phase)
    machine = np.arange(lots) % machines
    values = 80.0 + generator.normal(0.0, truth["lot"], (lots, 1, 1)) + profile[machine][:, :, None]
    values = values + np.sqrt(2.0) * truth["along"] * wave[:, None, :]
    values = values + generator.normal(0.0, truth["cell"], (lots, lanes, segments))
    values[generator.random(values.shape) < missing] = np.nan
    return values, machine


def test_cross_web_profile_finds_the_lane_effects():
    values, _ = planted(np.random.default_rng(5), lots=60, missing=0.2)
    profile = cross_web_profile(values)
    assert np.sqrt(np.mean(profile.mean**2)) == pytest.approx(TRUTH["lane"], rel=0.15)
    assert np.all(profile.low < profile.mean)
    assert profile.mean.sum() == pytest.approx(0.0, abs=0.1)


def test_spectrum_sums_to_the_variance_along_the_web():
    courses = along_web(planted(np.random.default_rng(5), lots=8)[0])
    spectrum = along_spectrum(courses, 2.0)
    assert spectrum.mean_square.sum() == pytest.approx(np.mean(courses**2), rel=1e-12)
    assert spectrum.period_m[0] == pytest.approx(48.0)
    assert spectrum.period_m[-1] == pytest.approx(4.0)


def test_spectrum_of_an_odd_number_of_segments_sums_too():
    courses = np.random.default_rng(5).normal(size=(4, 23))
    centred = courses - courses.mean(axis=1, keepdims=True)
    assert along_spectrum(courses, 1.0).mean_square.sum() == pytest.approx(np.mean(centred**2), rel=1e-12)


@pytest.mark.parametrize("period_m", [7.3, 2.6, 1.1, 0.37])
def test_a_period_shows_where_sampling_says(period_m):
    place = np.arange(240) * 1.0
    phase = np.linspace(0.0, 6.0, 5)[:, None]
    courses = np.sin(2.0 * np.pi * place / period_m + phase)
    spectrum = along_spectrum(courses, 1.0)
    said = sampling(period_m, 1.0, 240)
    strongest = spectrum.period_m[np.argmax(spectrum.mean_square)]
    assert 1.0 / strongest == pytest.approx(1.0 / said.apparent_m, abs=1.0 / 240)
    assert said.folded == (period_m < 2.0)


def test_a_period_of_one_spacing_is_invisible():
    said = sampling(0.5, 1.0, 24)
    assert said.folded
    assert said.hidden
    assert "mean" in said.text


def test_a_long_period_is_a_drift():
    said = sampling(100.0, 1.0, 24)
    assert said.hidden
    assert not said.folded
    assert "drift" in said.text


def test_grades_share_out_all_area():
    grades = grade([1.0, 2.0, 3.0, np.nan, 2.5], [2.0, 3.0], weights=[1, 1, 1, 1, 3])
    assert [(g.name, g.share) for g in grades] == [("A", 1 / 6), ("B", 4 / 6), ("C", 1 / 6)]


def test_edges_must_rise():
    with pytest.raises(ValueError, match="rise"):
        grade([1.0], [2.0, 1.0])


def test_neighbours_are_more_even_than_a_shuffled_stack():
    generator = np.random.default_rng(6)
    cells = generator.normal(0.0, 2.0, (300, 1)) + generator.normal(0.0, 1.0, (300, 20))
    near, mixed = stack_spread(cells, 10), stack_spread(generator.permuted(cells, axis=None), 10)
    assert near.sd == pytest.approx(1.0, rel=0.05)
    assert near.range == pytest.approx(range_moments(10)[0], rel=0.05)
    assert mixed.sd == pytest.approx(np.sqrt(5.0), rel=0.05)
    assert mixed.weakest < near.weakest < 0.0
