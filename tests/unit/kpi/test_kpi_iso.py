"""Ratios of ISO 22400: published worked examples, and what must hold of any numbers."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from twin.kpi import iso22400

HOUR_S = 3600.0
EXACT = 1e-12


def test_worked_example_of_a_coater_week() -> None:
    # 120 h planned: 100 h production, 6 h setup, 9 h down, 5 h delay; 40 m2/min ideal, 210000 m2, 201600 good
    apt, setup, down, pbt = 100 * HOUR_S, 6 * HOUR_S, 9 * HOUR_S, 120 * HOUR_S
    available = iso22400.availability(apt, pbt)
    effective = iso22400.effectiveness(210000 / 40 * 60, apt)
    good = iso22400.quality_ratio(201600, 210000)
    assert available == pytest.approx(0.833333, abs=5e-7)
    assert effective == pytest.approx(0.875, rel=EXACT)
    assert good == pytest.approx(0.96, rel=EXACT)
    assert iso22400.oee(available, effective, good) == pytest.approx(0.70, rel=EXACT)
    assert iso22400.technical_efficiency(apt, down) == pytest.approx(0.917431, abs=5e-7)
    assert iso22400.setup_ratio(setup, apt) == pytest.approx(0.056604, abs=5e-7)
    nee = iso22400.net_equipment_effectiveness(apt, setup, pbt, effective, good)
    assert nee == pytest.approx(0.742, rel=EXACT)


def test_worked_example_of_a_shift() -> None:
    # 480 min planned, 420 run, 400 pieces of 1 min, 380 good
    parts = (
        iso22400.availability(420, 480),
        iso22400.effectiveness(400, 420),
        iso22400.quality_ratio(380, 400),
    )
    assert iso22400.oee(*parts) == pytest.approx(0.7916667, abs=5e-8)


AMOUNT = st.floats(0.1, 1e6)


@given(pieces=AMOUNT, ideal_s=AMOUNT, good=st.floats(0, 1), apt=AMOUNT, other=AMOUNT)
def test_oee_is_good_pieces_times_ideal_time_over_busy_time(
    pieces: float, ideal_s: float, good: float, apt: float, other: float
) -> None:
    pbt = apt + other
    parts = (
        iso22400.availability(apt, pbt),
        iso22400.effectiveness(ideal_s * pieces, apt),
        iso22400.quality_ratio(good, 1.0),
    )
    assert iso22400.oee(*parts) == pytest.approx(good * pieces * ideal_s / pbt, rel=1e-9)


@given(oee=st.floats(0, 1), pbt=AMOUNT, total=AMOUNT)
def test_doubling_the_shifts_doubles_the_share_of_total_time(oee: float, pbt: float, total: float) -> None:
    assume(2 * pbt <= total)
    assert iso22400.teep(oee, 2 * pbt, total) == pytest.approx(2 * iso22400.teep(oee, pbt, total), rel=1e-9)


def test_ratio_to_nothing_is_unknown() -> None:
    found = iso22400.ratio(np.array([1.0, 0.0, 3.0]), np.array([0.0, 0.0, 2.0]))
    assert np.isnan(found[:2]).all()
    assert found[2] == 1.5
