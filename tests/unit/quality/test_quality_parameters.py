"""Set-points varied with the dice at rest."""

import numpy as np
import pytest
from support.film_line import film_line

from twin.analysis.varied_parameters import parameter_effects, ranges


def test_every_number_but_zero_and_counts_is_varied_within_its_bounds():
    line = film_line()
    found = ranges(line, 0.1)
    assert found["film", "feed_ratio"] == pytest.approx((0.9, 1.1))
    assert ("film", "gap_trim_um") not in found
    assert {station for station, _ in found} == {"mixer", "film"}
    wide = ranges(line.with_changes({"film.params.feed_ratio": 2.9}), 0.5)
    assert wide["film", "feed_ratio"] == pytest.approx((1.45, 3.0))


def test_loading_follows_the_feed_alone():
    table = parameter_effects(film_line(), "loading_mg_cm2", rows=64)
    assert (table.station[0], table.parameter[0]) == ("film", "feed_ratio")
    assert table.total[0] == pytest.approx(1.0, abs=0.35)
    assert np.all(np.abs(table.total[1:]) < 1e-12)


def test_thickness_follows_feed_before_everything_else():
    # doubled load changes thickness by little, a film of 5 % more powder by 5 %
    table = parameter_effects(film_line(), "thickness_um", rows=128)
    assert table.parameter[0] == "feed_ratio"
    assert table.total[0] > 0.5


@pytest.mark.parametrize(("figure", "within"), [("beauty", 0.05), ("thickness_um", 1.5)])
def test_what_makes_no_sense_is_refused(figure, within):
    with pytest.raises(ValueError, match="not"):
        parameter_effects(film_line(), figure, within=within)
