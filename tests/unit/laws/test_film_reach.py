"""What a dose of atomic layer deposition reaches: everything if it is long, less the deeper the hollows."""

import numpy as np
import pytest
from support.wet_samples import pressed_web, work

from twin.laws.deposition import required_exposure_ratio, unreached_frac


def test_a_dose_fills_hollows_of_the_aspect_ratio_that_needs_it() -> None:
    """At exactly that aspect ratio, depths spread exponentially leave 1/e below."""
    for aspect in (0.5, 2.0, 10.0, 50.0):
        assert unreached_frac(aspect, float(required_exposure_ratio(aspect))) == pytest.approx(np.exp(-1.0))


def test_longer_doses_reach_more_and_deeper_hollows_keep_more_bare() -> None:
    doses = np.asarray(unreached_frac(2.0, np.array([1.0, 10.0, 100.0, 1000.0])))
    assert doses[0] == pytest.approx(1.0)
    assert (np.diff(doses) < 0.0).all()
    assert (np.diff(np.asarray(unreached_frac(np.array([0.1, 1.0, 5.0]), 25.0))) > 0.0).all()
    assert unreached_frac(0.0, 25.0) == 0.0


def test_a_station_without_a_stated_bare_share_covers_by_its_dose() -> None:
    web = pressed_web(solvent_kg_kg=0.0)
    covered = [
        float(work("ald", web, dose_s=dose_s, uncovered_per_um=None, uncovered_frac=0.0).coverage_frac.mean())
        for dose_s in (0.05, 0.5, 5.0)
    ]
    assert covered == sorted(covered)
    assert covered[0] < covered[1] < 1.0
    stated = work("ald", web, dose_s=5.0, uncovered_per_um=0.4, uncovered_frac=0.0)
    assert float(stated.coverage_frac.mean()) == pytest.approx(0.8, abs=0.01)
