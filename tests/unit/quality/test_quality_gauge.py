"""Gauge repeatability and reproducibility, and guard bands."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from support.quality_data import expected, gauge_study

from twin.quality.capability import Limits
from twin.quality.gauge import anova, average_range, sums_of_squares, verdict
from twin.quality.guard_bands import Reading, guard_band


def test_average_and_range_method():
    study = average_range(gauge_study())
    assert study.equipment == pytest.approx(expected("Q5_AR_EV"), rel=1e-6)
    assert study.appraiser == pytest.approx(expected("Q5_AR_AV"), rel=1e-6)
    assert study.gauge == pytest.approx(expected("Q5_AR_GRR"), rel=1e-6)
    assert study.part == pytest.approx(expected("Q5_AR_PV"), rel=1e-6)
    assert study.total == pytest.approx(expected("Q5_AR_TV"), rel=1e-6)
    assert 100 * study.gauge_share == pytest.approx(expected("Q5_AR_pctGRR"), rel=1e-6)
    assert study.distinct_categories == 5


def test_sums_of_squares():
    table = sums_of_squares(gauge_study())
    assert table.part == pytest.approx(expected("Q5_SS_part"), rel=1e-6)
    assert table.appraiser == pytest.approx(expected("Q5_SS_oper"), rel=1e-6)
    assert table.interaction == pytest.approx(expected("Q5_SS_inter"), rel=1e-6)
    assert table.equipment == pytest.approx(expected("Q5_SS_equip"), rel=1e-6)
    assert table.total == pytest.approx(expected("Q5_SS_total"), rel=1e-6)


def test_components_of_the_manual_by_analysis_of_variance():
    # AIAG MSA, 4th edition, printed report: GRR 27.9 %, ndc 4, the interaction pooled
    result = anova(gauge_study())
    assert result.pooled
    assert result.equipment.sd == pytest.approx(0.199933, abs=1e-6)
    assert result.reproducibility.sd == pytest.approx(0.226838, abs=1e-6)
    assert result.gauge.sd == pytest.approx(0.302373, abs=2e-6)
    assert result.part.sd == pytest.approx(1.042327, abs=1e-6)
    assert result.summary.gauge_share == pytest.approx(0.279, abs=5e-4)
    assert result.summary.distinct_categories == 4


def study(generator, interaction):
    """Return readings (appraiser, trial, part): part 2, appraiser 0.5, the given interaction, equipment 1."""
    part, who = generator.normal(0, 2, 20), generator.normal(0, 0.5, 8)
    both = generator.normal(0, interaction, (8, 1, 20))
    return part[None, None, :] + who[:, None, None] + both + generator.normal(0, 1, (8, 3, 20))


@pytest.mark.parametrize("interaction", [0.0, 1.5])
def test_anova_intervals_hold_the_planted_components(interaction):
    generator = np.random.default_rng(9)
    held = np.zeros(5)
    for _ in range(300):
        table = anova(study(generator, interaction))
        gauge = 1.25 + interaction**2
        pairs = ((table.equipment, 1.0), (table.appraiser, 0.25), (table.part, 4.0))
        pairs += ((table.gauge, gauge), (table.total, 4.0 + gauge))
        held += [part.low <= truth <= part.high for part, truth in pairs]
    # binomial 99.9 % band for 300 runs
    assert np.all((held / 300 >= 0.905) & (held / 300 <= 0.987))


def test_an_interaction_is_kept_when_it_is_there():
    table = anova(study(np.random.default_rng(9), 1.5))
    assert table.squares.p_interaction < 0.05
    assert table.interaction.sd == pytest.approx(1.5, rel=0.3)


def test_a_study_with_gaps_is_refused():
    with pytest.raises(ValueError, match="none missing"):
        average_range(np.full((3, 3, 10), np.nan))


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0999, "acceptable"), (0.1, "may be"), (0.3, "may be"), (0.301, "not acceptable")],
)
def test_verdicts_are_those_of_the_manual(share, words):
    assert verdict(share).startswith(words)


@pytest.mark.parametrize("error", [0.5, 0.02])
def test_risks_equal_the_joint_normal_distribution(error):
    # producer: true inside, reading above 1 - band or below -1 + band; by rectangles of the joint normal
    band = 0.1
    joint = multivariate_normal([0.2, 0.25], [[1.0, 1.0], [1.0, 1.0 + error**2]])
    far = 9.0

    def box(low, high):
        corners = [(high[0], high[1]), (low[0], high[1]), (high[0], low[1]), (low[0], low[1])]
        return sum(s * joint.cdf(c) for s, c in zip((1, -1, -1, 1), corners, strict=True))

    good_passed = box((-1.0, -1.0 + band), (1.0, 1.0 - band))
    good = box((-1.0, -far), (1.0, far))
    passed = box((-far, -1.0 + band), (far, 1.0 - band))
    found = guard_band(Limits(-1.0, 1.0), 0.2, 1.0, Reading(error, 0.05), band)
    assert found.producers_risk == pytest.approx(good - good_passed, abs=2e-5)
    assert found.consumers_risk == pytest.approx(passed - good_passed, abs=2e-5)
    assert found.passed == pytest.approx(passed, abs=2e-5)


def test_a_guard_band_trades_consumers_for_producers_risk():
    loose, tight = (guard_band(Limits(-2.0, None), 0.0, 1.0, Reading(0.3), band) for band in (0.0, 0.3))
    assert tight.consumers_risk < loose.consumers_risk
    assert tight.producers_risk > loose.producers_risk


def test_a_gauge_without_error_has_no_risk_to_compute():
    with pytest.raises(ValueError, match="above 0"):
        guard_band(Limits(0.0, 1.0), 0.5, 0.1, Reading(0.0))
